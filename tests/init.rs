//! `caseready init`: a mapping to check for files that fit no known list, and what an audit makes of it.

use std::fs;

use crate::command::{Folder, caseready};

const SUPERVISION: &str = "Team: North,,,,
,,,,
Child Ref,Worker,Date of Supervision,Supervision type,Notes of discussion
C1,Jo Bloggs,12/01/2026,Monthly,Talked about the plan
C2,Jo Bloggs,15/01/2026,Monthly,Reviewed it
";

const PLO: &str =
    "PLO ref;Child ID;Surname;Date of decision;Letter sent;Date of 1st meeting;PLO ended;Outcome
P1;C1;Smith;05/01/2026;12/01/2026;20/01/2026;;
P2;C2;Jones;06/01/2026;30/01/2026;05/02/2026;;
";

fn export() -> Folder {
    Folder::with(&[
        ("Supervision tracker.csv", SUPERVISION.as_bytes()),
        ("PLO.csv", PLO.as_bytes()),
    ])
}

/// The mapping that init writes for these files.
fn written(folder: &Folder) -> (String, String) {
    let config = folder.file(".caseready.toml");
    let output = caseready(["init", &folder.as_argument(), "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(
        output.stdout.contains("Supervision tracker.csv"),
        "{}",
        output.stdout
    );
    let text = fs::read_to_string(&config).expect("the mapping is written");
    (config, text)
}

#[test]
fn a_mapping_proposes_the_nearest_table_and_fields_and_masks_what_it_saw() {
    let folder = export();
    let (_, text) = written(&folder);
    for line in [
        "table = \"supervisions\"",
        "child_id = \"Child Ref\"  # such as X9",
        "held_on = \"Date of Supervision\"  # such as 99/99/9999",
        "worker_id = \"Worker\"  # such as Xx Xxxxxx",
        "kind = \"Supervision type\"  # such as Xxxxxxx",
        "table = \"pre_proceedings\"",
        "pre_proceedings_id = \"PLO ref\"  # such as X9",
        "decided_on = \"Date of decision\"",
        "letter_sent_on = \"Letter sent\"",
        "first_meeting_on = \"Date of 1st meeting\"",
        "# ? = \"Surname\"  # never loaded",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    for seen in ["Bloggs", "Smith", "Talked", "12/01/2026"] {
        assert!(!text.contains(seen), "{seen} is in\n{text}");
    }
}

#[test]
fn an_audit_reads_the_files_through_the_mapping_and_loads_no_name() {
    let folder = export();
    let (config, _) = written(&folder);
    let path = folder.as_argument();
    let refused = caseready(["audit", &path, "--as-at", "2026-03-31"]);
    assert_eq!(refused.code, 2, "without a mapping nothing is recognised");

    let run = caseready([
        "audit",
        &path,
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-03",
        "--format",
        "json",
        "--config",
        &config,
    ]);
    let document = run.json();
    let outcomes = &document["rules"][0]["outcomes"];
    // Letters due 19 and 20 January: one in time, one late.
    assert_eq!(
        (outcomes["met"].as_u64(), outcomes["late"].as_u64()),
        (Some(1), Some(1)),
        "{outcomes}"
    );
    assert_eq!(document["findings"][0]["key"], "P2");
    for name in ["Smith", "Jones"] {
        assert!(!run.stdout.contains(name), "{name} is in the run");
    }
    let page = caseready([
        "inspect",
        &path,
        "--as-at",
        "2026-03-31",
        "--config",
        &config,
    ])
    .stdout;
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("(as mapped in the settings): pre_proceedings 2 rows"),
        "{page}"
    );
    assert!(
        !page.contains("Smith") && !page.contains("Bloggs,"),
        "{page}"
    );
}

#[test]
fn a_mapping_that_is_wrong_is_refused_with_its_place() {
    let folder = export();
    let config = folder.file(".wrong.toml");
    for (mapping, wanted) in [
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\"]\n[[mapping.record]]\ntable = \"supervision\"\nkey = [\"A\"]\n",
            "there is no table supervision",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\"]\n[[mapping.record]]\ntable = \"supervisions\"\nkey = [\"B\"]\n",
            "\"B\" is none of its headings",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\"]\n[[mapping.record]]\ntable = \"supervisions\"\nkey = [\"A\"]\nfields = { held = \"A\" }\n",
            "supervisions has no field held",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheading = [\"A\"]\n",
            "unknown field `heading`",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"Person ID\", \"Visit date\"]\nneeds = \"Person ID\"\n",
            "needs is a list, in square brackets: needs = [\"Person ID\"]\n --> ",
        ),
        (
            "[mapping]\nname = \"x\"\nheadings = [\"A\"]\n",
            "error: write [[mapping]], with two brackets on each side\n --> ",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\"]\n[[mapping.record]]\ntable = \"visit\"\nkey = [\"A\"]\n",
            "did you mean \"visits\"?",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\"]\n[[mapping.record]]\ntable = \"visits\"\nkey = [\"A\"]\nfields = { visit_on = \"A\" }\n",
            ".wrong.toml:7:12\n",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\"]\n[[mapping.record]]\ntable = \"visits\"\nkey = [\"A\"]\nfields = { visit_on = \"A\" }\n",
            "did you mean \"visited_on\"?",
        ),
        (
            "[[mapping]]\nname = \"x\"\nheadings = [\"A]\nneeds = [\"A\"]\n",
            "error: a quotation mark is opened in this line, and not closed\n --> ",
        ),
    ] {
        fs::write(&config, mapping).expect("a file is written");
        let output = caseready(["inspect", &folder.as_argument(), "--config", &config]);
        assert_eq!(output.code, 2, "{mapping}");
        assert!(
            output.stderr.contains(wanted),
            "{wanted:?} is not in {}",
            output.stderr
        );
        assert!(output.stderr.contains(".wrong.toml:"), "{}", output.stderr);
    }
}

#[test]
fn settings_that_are_there_are_not_written_over_and_known_files_need_none() {
    let folder = export();
    let (config, text) = written(&folder);
    let again = caseready(["init", &folder.as_argument(), "--write", &config]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("already there"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(&config).expect("it is there"), text);
    let known = caseready([
        "init",
        "fixtures/pre-proceedings",
        "--write",
        &folder.file("none.toml"),
    ]);
    assert_eq!(known.code, 0, "{}", known.stderr);
    assert!(
        known.stdout.contains("nothing has to be mapped"),
        "{}",
        known.stdout
    );
    assert!(fs::metadata(folder.file("none.toml")).is_err());
}

const TRACKER: &str = "PLO ref,Child ID,Surname,Date of decision,Letter sent,Date of 1st meeting,Review 1,Review 1 decision,Review 2,Review 2 decision
P1,C1,Smith,05/01/2026,12/01/2026,20/01/2026,02/02/2026,Continue,02/03/2026,Continue
P2,C2,Jones,06/01/2026,16/01/2026,05/02/2026,,,,
";
const CORE_GROUPS: &str = "Child ref;Plan start;Core group 1;Core group 2;Core group 3
C1;05/01/2026;12/01/2026;20/01/2026;16/02/2026
C2;06/01/2026;16/01/2026;;
";

/// What inspect says of these files with these settings, in one line.
fn inspected(folder: &Folder, config: &str) -> String {
    let path = folder.as_argument();
    let output = caseready([
        "inspect",
        &path,
        "--as-at",
        "2026-03-31",
        "--config",
        config,
    ]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    output
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn columns_that_repeat_in_a_row_become_a_record_each() {
    let folder = Folder::with(&[
        ("PLO tracker.csv", TRACKER.as_bytes()),
        ("Core groups.csv", CORE_GROUPS.as_bytes()),
    ]);
    let config = folder.file(".caseready.toml");
    let output = caseready(["init", &folder.as_argument(), "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = fs::read_to_string(&config).expect("the mapping is written");
    for line in [
        "table = \"pre_proceedings_reviews\"  # each of the columns that repeat is a pre-proceedings review;",
        "each  = \"1-20\"",
        "when  = [\"Review {each}\"]",
        "key   = [\"Child ID\", \"Review {each}\"]",
        "pre_proceedings_id = \"PLO ref\"",
        "held_on = \"Review {each}\"  # such as 99/99/9999",
        "decision = \"Review {each} decision\"  # such as Xxxxxxxx",
        "table = \"core_groups\"  # each of the columns that repeat is a core group;",
        "held_on = \"Core group {each}\"",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    assert!(!text.contains("# each row is a core group"), "{text}");
    let page = inspected(&folder, &config);
    for line in [
        "pre_proceedings 2 rows, pre_proceedings_reviews 2 rows",
        "core_groups 4 rows",
        "never loaded: Surname",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }

    // Next month's tracker has one review more; the mapping stays.
    let longer = TRACKER
        .replace(
            "Review 2 decision\n",
            "Review 2 decision,Review 3,Review 3 decision\n",
        )
        .replace(
            "02/03/2026,Continue\n",
            "02/03/2026,Continue,30/03/2026,Issue\n",
        )
        .replace(",,,,\n", ",,,,,,\n");
    fs::write(folder.file("PLO tracker.csv"), longer).expect("the tracker is written");
    let page = inspected(&folder, &config);
    assert!(page.contains("pre_proceedings_reviews 3 rows"), "{page}");
}

#[test]
fn a_record_for_each_says_when_there_is_one_and_of_what_range() {
    let folder = export();
    let config = folder.file(".wrong.toml");
    let mapping = |lines: &str| {
        format!(
            "[[mapping]]\nname = \"x\"\nheadings = [\"A\", \"Review {{each}}\"]\n\
             [[mapping.record]]\ntable = \"core_groups\"\nkey = [\"A\"]\n{lines}\n"
        )
    };
    for (lines, wanted) in [
        (
            "each = \"1-20\"",
            "each needs when = [...] with the heading",
        ),
        (
            "when = [\"Review {each}\"]",
            "{each} in a heading needs each = \"1-20\" (or a list of words)",
        ),
        (
            "[mapping.record.fields]\nheld_on = { first = [\"A\", \"B\"], flip = true }",
            "flip does not go with first: only one of them is read",
        ),
        (
            "[mapping.record.fields]\nheld_on = { column = \"A\", open_on = \"B\" }",
            "column does not go with open_on: only one of them is read",
        ),
        (
            "each = []\nwhen = [\"Review {each}\"]",
            "each = [] stands for nothing: give what differs from heading to heading",
        ),
        (
            "each = \"1-200\"\nwhen = [\"Review {each}\"]",
            "each = \"1-200\" is no range from a lower to a higher number, 99 at most, such as \"1-20\"",
        ),
    ] {
        fs::write(&config, mapping(lines)).expect("a file is written");
        let output = caseready(["inspect", &folder.as_argument(), "--config", &config]);
        assert_eq!(output.code, 2, "{lines}");
        assert!(
            output.stderr.contains(wanted),
            "{wanted:?} is not in {}",
            output.stderr
        );
    }
    let words = "each = [\"First\", \"Second\"]\nwhen = [\"{each} review\"]\n[mapping.record.fields]\nheld_on = \"{each} review\"";
    fs::write(
        &config,
        mapping(words).replace("Review {each}", "{each} review"),
    )
    .expect("a file");
    fs::write(
        folder.file("words.csv"),
        "A,First review,Second review\nC1,12/01/2026,13/01/2026\nC2,,\n",
    )
    .expect("a file is written");
    let page = inspected(&folder, &config);
    assert!(
        page.contains("words.csv (as mapped in the settings for x): core_groups 2 rows"),
        "{page}"
    );
}

const OFSTED_ANEW: &str = "PersonNo,Gen,Eth,Born,Yrs,Came in,From whom,No action,Times,Hub,SW
C1,a) Male,WBRI,05/01/2015,11,12/01/2026,1A,N,1,North,W1
";

#[test]
fn a_known_list_under_other_headings_is_proposed_and_read_once_the_settings_say_so() {
    let folder = Folder::with(&[
        ("List 3.csv", OFSTED_ANEW.as_bytes()),
        (
            "episodes export.csv",
            b"CHILD,DECOM_DATE,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,Placement postcode\nC1,05/01/2025,S,C2,N1,U6,PR1,,,AB1 2CD\n",
        ),
    ]);
    let config = folder.file(".caseready.toml");
    let output = caseready(["init", &folder.as_argument(), "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = fs::read_to_string(&config).expect("the aliases are written");
    for line in [
        "list = \"Annex A list 3\"",
        "its name is this list's and it has as many columns, which hold what the list's hold: each heading is taken in the list's order",
        "\"Child Unique ID\" = [\"PersonNo\"]  # such as X9",
        "\"Date of referral\" = [\"Came in\"]  # such as 99/99/9999",
        "list = \"SSDA903 Episodes\"",
        "\"DECOM\" = [\"DECOM_DATE\"]",
        "# ? = [\"Placement postcode\"]  # never loaded",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    assert!(!text.contains("AB1 2CD"), "{text}");
    let without = caseready(["inspect", &folder.as_argument(), "--as-at", "2026-03-31"]);
    assert_eq!(without.code, 2, "nothing is guessed: {}", without.stdout);
    let page = inspected(&folder, &config);
    for line in [
        "List 3.csv (Annex A list 3): children 1 row, teams 1 row, workers 1 row, referrals 1 row",
        "used for referrals: PersonNo, Came in, From whom, No action, Hub, SW",
        "episodes export.csv (SSDA903 Episodes): care_periods 1 row, placements 1 row",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
    for (aliases, wanted) in [
        (
            "list = \"Annex A list 33\"\nheadings = {}",
            "there is no list \"Annex A list 33\"; did you mean \"Annex A list 3\"?",
        ),
        (
            "list = \"Annex A list 3\"\nheadings = { Hub = [\"x\"] }",
            "\"Hub\" is none of the headings of Annex A list 3",
        ),
        (
            "list = \"Annex A list 3\"\nheadings = { Gender = [\"Ethnicity\"] }",
            "\"Ethnicity\" is another heading of Annex A list 3",
        ),
    ] {
        fs::write(&config, format!("[[aliases]]\n{aliases}\n")).expect("a file is written");
        let output = caseready(["inspect", &folder.as_argument(), "--config", &config]);
        assert_eq!(output.code, 2, "{aliases}");
        assert!(
            output.stderr.contains(wanted),
            "{wanted:?} is not in {}",
            output.stderr
        );
    }
}
