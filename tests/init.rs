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
