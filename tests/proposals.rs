//! What `caseready init` proposes of spreadsheets as councils keep them: every proposal loads, the child's number is known by the
//! names that systems give it, and files alike have one mapping.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Folder, caseready};

/// What init writes for these files, and what inspect says of them then, in one line.
pub fn proposed(files: &[(&str, &str)]) -> (String, String) {
    let folder = Folder::new();
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    let config = folder.file(".caseready.toml");
    let path = folder.as_argument();
    let output = caseready(["init", &path, "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = fs::read_to_string(&config).expect("settings are written");
    let read = caseready([
        "inspect",
        &path,
        "--as-at",
        "2026-03-31",
        "--config",
        &config,
    ]);
    assert_eq!(read.code, 0, "{}\n{text}", read.stderr);
    let said = format!("{} {}", read.stdout, read.stderr);
    assert!(
        !said.contains(".caseready.toml:"),
        "what init wrote does not load:\n{said}\n{text}"
    );
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (text, said)
}

pub fn has_lines(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
}

fn csv_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of fixtures");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn what_is_proposed_for_the_lists_of_every_fixture_under_other_headings_loads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut mapped = 0;
    for folder in ["focused-visit", "pre-proceedings", "refused", "silent"] {
        let files: Vec<(String, String)> = csv_files(&root.join(folder))
            .iter()
            .filter_map(|path| {
                let text = fs::read_to_string(path).ok()?;
                let (headings, rows) = text.split_once('\n')?;
                let anew = |heading: &str| match heading {
                    "child_id" => "Mosaic ID".to_owned(),
                    heading => format!("Our {}", heading.replace('_', " ")),
                };
                let headings: Vec<String> = headings.trim().split(',').map(anew).collect();
                let rows: Vec<&str> = rows.lines().take(40).collect();
                let name = path.file_name()?.to_string_lossy().into_owned();
                Some((
                    name,
                    format!("{}\n{}\n", headings.join(","), rows.join("\n")),
                ))
            })
            .collect();
        if files.is_empty() {
            continue;
        }
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let (text, _) = proposed(&files);
        mapped += text.matches("[[mapping]]").count();
    }
    assert!(mapped >= 40, "{mapped} mappings were proposed");
}

#[test]
fn headings_that_occur_twice_or_repeat_or_are_of_names_alone_make_settings_that_load() {
    for (name, text, lines) in [
        (
            "visits.csv",
            "Child ID,Visit Date,Seen,Visit Date,?,...\nC1,03/03/2026,Y,,,\nC2,05/03/2026,Y,,,\n",
            &[
                "headings = [\"Child ID\", \"Visit Date\", \"Seen\"]",
                "visited_on = \"Visit Date\"",
            ][..],
        ),
        (
            "PLO.csv",
            "LCS ID,Letter date,Review 1 date,Review 1 outcome,Review 2 date,Review 2 outcome,Review 2 date\n\
             L1,09/01/2026,02/03/2026,Continue,,,\nL2,05/09/2025,27/10/2025,Continue,08/12/2025,Continue,\n",
            &[
                "pre_proceedings_id = { key = [\"LCS ID\", \"Letter date\"] }",
                "child_id = \"LCS ID\"",
            ],
        ),
        (
            "Names.csv",
            "Name,Initials,Review 1,Review 2\nSmith,AB,03/03/2026,04/03/2026\n",
            &["when  = [\"Review {each}\"]"],
        ),
        (
            "{each}.csv",
            "Child ID,Week {each},Date of visit,Seen\nC1,x,03/03/2026,Y\n",
            &["headings = [\"Child ID\", \"Date of visit\", \"Seen\"]"],
        ),
        (
            "List 3.csv",
            "Gender,Child Unique ID no.,Eth,Born,Yrs,Came in,From whom,No action,Times,Hub,SW\n\
             a) Male,C1,WBRI,05/01/2015,11,12/01/2026,1A,N,1,North,W1\n",
            // Not in the order of Annex A list 3, whose name and number of columns it has.
            &["child_id = \"Child Unique ID no.\""],
        ),
    ] {
        let (written, _) = proposed(&[(name, text)]);
        has_lines(&written, lines);
    }
}

#[test]
fn the_number_of_the_child_is_no_number_of_the_record_by_whatever_name_it_goes() {
    for heading in [
        "Mosaic ID",
        "PERSON_ID",
        "Client No",
        "Person ID",
        "LCS ID",
        "Client ID",
    ] {
        let plans = format!("{heading},Start,End,Team\nC1,01/12/2025,,N\nC2,02/12/2025,,N\n");
        let (text, said) = proposed(&[("CP plans.csv", &plans)]);
        has_lines(
            &text,
            &[
                "table = \"cp_plans\"",
                &format!("key   = [\"{heading}\", \"Start\"]"),
                &format!("child_id = \"{heading}\"  # such as X9"),
                "started_on = \"Start\"",
                "ended_on = \"End\"",
            ],
        );
        assert!(said.contains("cp_plans: 2 records"), "{said}");
    }
}

#[test]
fn names_and_initials_are_nobodys_number() {
    let groups = "Child,Mosaic No,CP start,CG date,Attended by
Amy Bird,10001,01/12/2025,09/12/2025,SW
Ben Cole,10002,01/12/2025,10/12/2025,SW
Amy Bird,10001,01/12/2025,20/01/2026,SW
";
    let (text, _) = proposed(&[("core groups.csv", groups)]);
    has_lines(
        &text,
        &[
            "table = \"core_groups\"",
            "key   = [\"Mosaic No\", \"CG date\"]",
            "child_id = \"Mosaic No\"  # such as 99999",
            "held_on = \"CG date\"",
            "# ? = \"Child\"  # not used",
        ],
    );
    let tracker = "Person ID,Child,CP start,SW,CG 1 held,CG 2 held,Notes
200001,AB,01/12/2025,Jo Bloggs,09/12/2025,20/01/2026,ok
200002,CD,01/12/2025,Jo Bloggs,10/12/2025,,late
";
    let (text, said) = proposed(&[("core group tracker.csv", tracker)]);
    has_lines(
        &text,
        &["child_id = \"Person ID\"", "held_on = \"CG {each} held\""],
    );
    assert!(!text.contains("= \"Child\"  # such"), "{text}");
    assert!(said.contains("core_groups: 3 records"), "{said}");
}

#[test]
fn files_with_the_same_headings_have_one_mapping_and_are_all_read() {
    let month = |day: &str| format!("Child ID,Visit date,Seen,Alone\nC1,{day}/2026,Y,Y\n");
    let (feb, mar) = (month("02/02"), month("16/03"));
    let swapped = "Visit date,Child ID,Seen,Alone\n02/01/2026,C1,Y,Y\n";
    // The same headings, and by its name something else.
    let other = "Child ID,Visit date,Seen,Alone\nC1,01/02/2026,Y,Y\n";
    let (text, said) = proposed(&[
        ("visits Feb.csv", &feb),
        ("visits Jan.csv", swapped),
        ("visits Mar.csv", &mar),
        ("section 47 enquiries.csv", other),
    ]);
    assert_eq!(text.matches("[[mapping]]\n").count(), 2, "{text}");
    has_lines(
        &text,
        &["sheets   = [\"visits Jan\", \"visits Mar\"]  # have the same headings and are read too"],
    );
    for line in [
        "visits Mar.csv (as mapped in the settings for ",
        "visits: 3 records",
        "s47_enquiries: 1 record",
    ] {
        assert!(said.contains(line), "{line:?} is not in {said}");
    }
}

#[test]
fn a_sheet_that_keeps_only_the_last_event_is_proposed_as_such() {
    let (text, said) = proposed(&[(
        "Supervision.csv",
        "Child ID,Date of last supervision,Date of next supervision,Worker\n\
         C101,02/02/2026,02/03/2026,Jo B\nC102,03/02/2026,03/03/2026,Jo B\n",
    )]);
    has_lines(
        &text,
        &[
            "table = \"supervisions\"",
            "latest_only = true  # \"Date of last supervision\" says that only each child's last is kept",
            "held_on = \"Date of last supervision\"",
        ],
    );
    assert!(
        text.contains("latest_only = true, under table, where a file keeps only each child's last"),
        "{text}"
    );
    assert!(said.contains("supervisions: 2 records"), "{said}");
    let overview = "Child ID,CP start,CP end,Category,Last CP visit,Last core group,Last updated
C1,01/12/2025,,Neglect,02/03/2026,03/03/2026,30/03/2026
C2,02/12/2025,,Neglect,04/03/2026,05/03/2026,30/03/2026
";
    let (text, _) = proposed(&[("CP overview.csv", overview)]);
    has_lines(
        &text,
        &[
            "# \"Last CP visit\" may be the day of each child's last visit: take the # away before these lines if it is.\n# [[mapping.record]]\n# table = \"visits\"\n# latest_only = true",
            "# plan_id = { key = [\"Child ID\", \"CP start\"] }\n# child_id = \"Child ID\"\n# held_on = \"Last core group\"",
        ],
    );
    assert!(!text.contains("\"Last updated\" may be"), "{text}");
    // Without the marks it is read.
    let uncommented: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.starts_with('?') => rest,
            Some("[[mapping.record]]") => "[[mapping.record]]",
            Some("[mapping.record.fields]") => "[mapping.record.fields]",
            _ => line,
        })
        .skip_while(|line| !line.starts_with("[[mapping]]"))
        .collect();
    let folder = Folder::with(&[("CP overview.csv", overview.as_bytes())]);
    let config = folder.file(".caseready.toml");
    fs::write(&config, uncommented.join("\n")).expect("the settings are written");
    let path = folder.as_argument();
    let page = caseready([
        "inspect",
        &path,
        "--as-at",
        "2026-03-31",
        "--config",
        &config,
    ]);
    assert!(
        page.stdout.contains("visits: 2 records") && page.stdout.contains("core_groups: 2 records"),
        "{} {}",
        page.stdout,
        page.stderr
    );
}

#[test]
fn the_name_of_a_file_speaks_for_its_table_and_the_day_of_the_record_for_its_own_date() {
    for (name, text, lines) in [
        (
            "Supervision.csv",
            "Mosaic ID,Team,Worker,Date,Type,Comments\nC1,North,W1,05/03/2026,Supervision,x\nC2,North,W1,06/03/2026,Supervision,x\n",
            &[
                "table = \"supervisions\"",
                "held_on = \"Date\"",
                "kind = \"Type\"",
            ][..],
        ),
        (
            "LADO.csv",
            "Case no,Referral date,ASV date,Closed date,Outcome\nX101,02/02/2026,03/02/2026,,Unfounded\nX102,03/02/2026,05/02/2026,05/03/2026,Unfounded\n",
            &[
                "table = \"allegations\"",
                "allegation_id = \"Case no\"",
                "closed_on = \"Closed date\"",
            ],
        ),
        (
            "strategy log.csv",
            "Ref,Child ID(s),Date concern received,Date of strategy discussion,Decision\nAB/26/001,C1,02/02/2026,03/02/2026,S47\nAB/26/002,C2,03/02/2026,05/02/2026,S47\n",
            &[
                "table = \"strategy_discussions\"",
                "concern_on = \"Date concern received\"",
                "held_on = \"Date of strategy discussion\"",
            ],
        ),
    ] {
        let (written, _) = proposed(&[(name, text)]);
        has_lines(&written, lines);
    }
}

/// Files that have the name and the number of columns of a list of the Standard Safeguarding Dataset, and nothing else of it.
const IN_NO_ORDER: [(&str, &str); 3] = [
    (
        "Missing.csv",
        "Ref,Young person,Went missing,Came back,Reported by,Interview offered,Interview on
M1,Tamsin Quillfeather,02/02/2026,03/02/2026,Oswin Brackenbury,Y,05/02/2026
M2,Zebedee Quillfeather,04/02/2026,04/02/2026,Oswin Brackenbury,Y,06/02/2026
M3,Tamsin Quillfeather,09/02/2026,12/02/2026,Oswin Brackenbury,N,
",
    ),
    (
        "CP visits.csv",
        "Visit ref,Forename,Date of visit,Seen,Alone,Bedroom seen,SW name
V1,Tamsin,02/02/2026,Y,Y,N,Oswin Brackenbury
V2,Zebedee,04/02/2026,Y,N,N,Oswin Brackenbury
V3,Tamsin,16/02/2026,Y,Y,Y,Oswin Brackenbury
",
    ),
    // Where all else is in order, the child's name is.
    (
        "ssd_missing.csv",
        "Ref,YP,Start,Type,End,Offered,Accepted
M1,Tamsin Quillfeather,02/02/2026,Missing,03/02/2026,Y,N
M2,Zebedee Quillfeather,04/02/2026,Missing,05/02/2026,Y,N
",
    ),
];

#[test]
fn the_order_of_a_list_is_not_enough_where_the_columns_hold_something_else() {
    for (name, text) in IN_NO_ORDER {
        let folder = Folder::with(&[(name, text.as_bytes())]);
        let config = folder.file(".caseready.toml");
        let path = folder.as_argument();
        let output = caseready(["init", &path, "--write", &config]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        let written = fs::read_to_string(&config).expect("settings are written");
        let taken = written.lines().filter(|line| !line.starts_with('#'));
        let taken: Vec<&str> = taken.filter(|line| !line.starts_with("headings")).collect();
        assert!(!taken.contains(&"[[aliases]]"), "{written}");
        for heading in ["Young person", "Forename", "YP"] {
            let heading = format!("\"{heading}\"");
            assert!(
                !taken.iter().any(|line| line.contains(&heading)),
                "{written}"
            );
        }
        for command in ["audit", "inspect"] {
            let mut arguments = vec![command, &path, "--as-at", "2026-03-31", "--config", &config];
            if command == "audit" {
                arguments.extend(["--format", "json"]);
            }
            let run = caseready(arguments);
            let said = format!("{}{}", run.stdout, run.stderr);
            for child in ["Tamsin", "Zebedee", "Quillfeather"] {
                assert!(!said.contains(child), "{child} is in\n{said}\n{written}");
            }
        }
    }
}

#[test]
fn the_order_of_a_list_is_taken_where_the_columns_hold_what_it_asks_for() {
    for (name, text, lines) in [
        (
            "Missing.csv",
            "Ref,YP,Went missing,Type,Came back,Offered,Accepted\nM1,C1,02/02/2026,Missing,03/02/2026,Y,N\n",
            &[
                "list = \"Standard Safeguarding Dataset ssd_missing\"",
                "\"miss_person_id\" = [\"YP\"]  # such as X9",
                "\"miss_missing_episode_end_date\" = [\"Came back\"]",
            ][..],
        ),
        // A personal heading is never one of them.
        (
            "List 1.csv",
            "Number,M/F,Background,Born,Yrs,Came in,Name of mother\nC1,a) Male,WBRI,05/01/2015,11,12/01/2026,1A\n",
            &["# ? = [\"Name of mother\"]  # never loaded"],
        ),
    ] {
        let (written, _) = proposed(&[(name, text)]);
        has_lines(&written, lines);
    }
}
