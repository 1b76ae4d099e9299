//! What `caseready init` guesses of a council's own headings where their words are plain, and what it leaves out where they are not.

use std::fs;

use crate::command::{Folder, caseready};
use crate::proposals::{self, has_lines};

/// What init writes for these files.
fn proposed(files: &[(&str, &str)]) -> String {
    proposals::proposed(files).0
}

const ASSESSMENTS: &str =
    "Person ID,DOB,Assess Start,Assess End,Working Days,In timescales?,Child seen date
5001201,03/05/2012,03/10/2025,05/12/2025,44,Yes,05/10/2025
5001202,04/05/2013,04/10/2025,,46,No,06/10/2025
5001203,05/05/2014,05/10/2025,08/12/2025,45,Yes,07/10/2025
";

#[test]
fn a_column_of_numbers_or_answers_is_no_narrative_and_no_worker() {
    let text = proposed(&[("Assessments.csv", ASSESSMENTS)]);
    has_lines(
        &text,
        &[
            "# ? = \"Working Days\"  # not used",
            "# ? = \"In timescales?\"  # not used",
        ],
    );
    for heading in ["History", "Needs", "Analysis"] {
        let numbers = ASSESSMENTS.replace("Working Days", heading);
        has_lines(
            &proposed(&[("Assessments.csv", &numbers)]),
            &[&format!("# ? = \"{heading}\"  # not used")],
        );
    }
    let written = ASSESSMENTS.replace("Working Days", "Reason for overrun");
    let written = written.replace(",44,", ",Waiting for the school,");
    let written = written.replace(",46,", ",Family on holiday,");
    has_lines(
        &proposed(&[("Assessments.csv", &written)]),
        &["overrun_reason = \"Reason for overrun\""],
    );
}

#[test]
fn the_end_of_what_is_assessed_and_the_childs_day_of_birth_have_their_place() {
    let text = proposed(&[("Assessments.csv", ASSESSMENTS)]);
    has_lines(
        &text,
        &[
            "started_on = \"Assess Start\"",
            "completed_on = \"Assess End\"",
            "child_seen_on = \"Child seen date\"",
            "table = \"children\"  # each row names its child, and says when it was born\n[mapping.record.fields]\nchild_id = \"Person ID\"\ndate_of_birth = \"DOB\"  # such as 99/99/9999",
        ],
    );
    let of_another = ASSESSMENTS.replace("DOB", "Mother's DOB");
    let text = proposed(&[("Assessments.csv", &of_another)]);
    assert!(!text.contains("table = \"children\""), "{text}");
}

#[test]
fn who_attended_is_a_list_of_agencies_and_not_of_peoples_names() {
    let meetings = |who: [&str; 2]| {
        format!(
            "Person ID,Date of strategy meeting,Who attended\nC1,10/01/2026,{}\nC2,11/01/2026,{}\n",
            who[0], who[1]
        )
    };
    let agencies = meetings(["\"CSC, Police\"", "\"CSC, Police, Health\""]);
    let text = proposed(&[("strategy meetings.csv", &agencies)]);
    has_lines(&text, &["agencies = \"Who attended\""]);
    // Strategy meetings may be first ones or reviews: nothing is offered.
    assert!(!text.contains("# constants"), "{text}");
    let names = meetings(["Jo Bloggs", "Sam Smith"]);
    let text = proposed(&[("strategy meetings.csv", &names)]);
    has_lines(&text, &["# ? = \"Who attended\""]);
}

#[test]
fn what_a_heading_or_title_calls_cp_is_of_child_protection() {
    let plans = "Client ID,CP start,CP end\n2001,20/12/2025,\n2002,21/12/2025,\n";
    has_lines(
        &proposed(&[("Plans.csv", plans)]),
        &[
            "table = \"cp_plans\"",
            "started_on = \"CP start\"",
            "ended_on = \"CP end\"",
        ],
    );
    let tracker = "CP plan tracker - Locality North,,,,,
Client ID,Plan start,Plan end,Visit 1,Visit 2,Visit 3
2001,01/12/2025,,10/12/2025,20/12/2025,05/01/2026
2002,02/12/2025,,11/12/2025,21/12/2025,
";
    let text = proposed(&[("Tracker.csv", tracker)]);
    has_lines(
        &text,
        &[
            "table = \"cp_plans\"  # each row is a child protection plan;",
            "table = \"visits\"  # each of the columns that repeat is a visit;",
            "key   = [\"Client ID\", \"Visit {each}\"]",
            "# constants = { kind = \"child protection\" }  # take the # away if every visit here is of this kind",
            "visited_on = \"Visit {each}\"",
        ],
    );
    assert!(!text.contains("cin_reviews\"  #"), "{text}");
    // Where no column names the child, each visit is of its plan.
    let text = proposed(&[("Tracker.csv", &tracker.replace("Client ID", "Case No."))]);
    has_lines(
        &text,
        &[
            "key   = [\"Case No.\", \"Visit {each}\"]",
            "plan_id = \"Case No.\"\nvisited_on = \"Visit {each}\"",
        ],
    );
}

#[test]
fn a_kind_that_only_the_name_tells_is_offered_and_loads_once_it_is_taken() {
    let visits = "Client ID,Date of visit,Seen alone\nC1,02/03/2026,Yes\n";
    let folder = Folder::with(&[("CP Visits.csv", visits.as_bytes())]);
    let config = folder.file(".caseready.toml");
    let path = folder.as_argument();
    let output = caseready(["init", &path, "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = fs::read_to_string(&config).expect("settings are written");
    let kind = "constants = { kind = \"child protection\" }";
    has_lines(&text, &[&format!("# {kind}  # take the # away")]);
    let taken = text.replace(&format!("# {kind}"), kind);
    fs::write(&config, taken).expect("settings are written");
    let read = caseready([
        "inspect",
        &path,
        "--as-at",
        "2026-03-31",
        "--config",
        &config,
    ]);
    assert_eq!(read.code, 0, "{}", read.stderr);
    // A name that speaks of no kind offers none.
    let text = proposed(&[("Visits.csv", visits)]);
    assert!(!text.contains("# constants"), "{text}");
}

#[test]
fn columns_under_a_second_row_of_headings_are_not_dropped_in_silence() {
    let pairs = "CP visits March,,,,,
,First visit,,Second visit,,
Child ID,Date,Seen,Date,Seen,
C1,01/02/2026,Y,15/02/2026,Y,x
C2,02/02/2026,Y,16/02/2026,N,
";
    has_lines(
        &proposed(&[("visits.csv", pairs)]),
        &[
            "# column 4: \"Date\" heads a column before it too, and only the first is read. Give each a heading of its own",
            "# column 5: \"Seen\" heads a column before it too",
            "# without a heading, and not read: column 6. Give each a heading",
        ],
    );
}

#[test]
fn columns_that_repeat_and_fit_no_table_are_said_and_not_guessed() {
    let scores = "Client ID,CP start,CP end,Zorb 1,Zorb 2\n2001,20/12/2025,,high,low\n";
    let text = proposed(&[("Plans.csv", scores)]);
    has_lines(
        &text,
        &["# \"Zorb {each}\" repeats, and is not read: no table was found for it"],
    );
    assert_eq!(text.matches("[[mapping.record]]").count(), 1, "{text}");
}

#[test]
fn where_nothing_can_be_proposed_nothing_is_written() {
    let summary = "Row Labels,Count of Mosaic ID\nLocality North,10\nLocality South,10\n";
    let folder = Folder::with(&[("Summary.csv", summary.as_bytes())]);
    let config = folder.file(".caseready.toml");
    let path = folder.as_argument();
    let output = caseready(["init", &path, "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(
        output
            .stdout
            .starts_with("Nothing was written: no mapping can be proposed.\n# \""),
        "{}",
        output.stdout
    );
    assert!(fs::metadata(&config).is_err());

    let names = Folder::with(&[("Contacts.csv", b"Surname,Forename\nSmith,Jo\n")]);
    let output = caseready(["init", &names.as_argument(), "--write", &config]);
    assert!(
        output
            .stdout
            .contains("names no child and no day, and is not mapped"),
        "{}",
        output.stdout
    );
    assert!(!output.stdout.contains("Smith") && fs::metadata(&config).is_err());

    folder.write("Assessments.csv", ASSESSMENTS.as_bytes());
    let output = caseready(["init", &path, "--write", &config]);
    assert_eq!(
        output.stdout,
        format!(
            "Wrote {config} with a mapping to check for\n  {path}/Assessments.csv\nand why there is none for\n  {path}/Summary.csv\nNext: open it, check every line, and run caseready inspect again.\n"
        )
    );
}

#[test]
fn the_program_itself_says_what_fields_mean_and_hold() {
    let folder = Folder::with(&[("Assessments.csv", ASSESSMENTS.as_bytes())]);
    let config = folder.file(".caseready.toml");
    caseready(["init", &folder.as_argument(), "--write", &config]);
    let text = fs::read_to_string(&config).expect("settings are written");
    has_lines(
        &text,
        &["# caseready fields TABLE says what every field means"],
    );

    let tables = caseready(["fields"]);
    assert_eq!(tables.code, 0);
    has_lines(&tables.stdout, &["visits", "one visit to one child"]);
    let visits = caseready(["fields", "visits"]).stdout;
    has_lines(
        &visits,
        &[
            "A record is one visit to one child. Its day is visited_on.",
            "\nvisit_id: the id of the record\n",
            "\nplan_id: an id in cp_plans or cin_plans\n",
            "\nkind: one of those below, the kind of visit",
            "\n    child protection: also child protection visit; cp; cp visit; stvc\n",
            "\nchild_seen_alone: yes or no, the child is seen alone\n",
        ],
    );
    assert!(
        visits.lines().all(|line| line.chars().count() <= 80),
        "{visits}"
    );
    let agencies = caseready(["fields", "strategy_discussions"]).stdout;
    has_lines(&agencies, &["    social care; police; health;"]);
    let unknown = caseready(["fields", "visit"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(
        unknown.stderr,
        "caseready: there is no table \"visit\"; did you mean \"visits\"?\n"
    );
}
