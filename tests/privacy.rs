//! Names, addresses, postcodes and national numbers are never loaded, whatever the file: no such value of an export comes out of
//! any command, nor of any file that it writes.

#[path = "privacy/exports.rs"]
mod exports;

use std::fmt::Write as _;
use std::fs;

use crate::command::{Folder, caseready};

use exports::exports;

/// What no page may hold, whole or in part. Long and short names, a postcode, a pupil's number, an NHS number.
const PERSONAL: [&str; 14] = [
    "Zebedee",
    "Quillfeather",
    "Zeb",
    "Qui Lee",
    "Mangelwurzel",
    "ZZ9 9ZZ",
    "ZZ99ZZ",
    "A943476591923",
    "943 476 5919",
    "9434765919",
    "07700 900123",
    "zebq@example.org",
    "nopostcode",
    "14 Fezziwig",
];

#[track_caller]
fn nothing_personal(text: &str, place: &str) {
    for value in PERSONAL {
        for found in [value.to_owned(), value.to_uppercase(), value.to_lowercase()] {
            if let Some(at) = text.find(&found) {
                let from = text[..at].rfind('\n').map_or(0, |line| line + 1);
                let line: String = text[from..].chars().take(300).collect();
                panic!("{found} comes out of {place}: {line}");
            }
        }
    }
}

const AUDIT: &str = "audit EXPORT --period all --fail-on none";

/// Runs every command that prints anything of an export, on all of it; the keys of the findings.
fn run_all(export: &Folder, settings: &[&str], format: &str) -> usize {
    let path = export.as_argument();
    let run = |arguments: &str, key: Option<&str>| {
        let words = arguments.split(' ').map(|word| match word {
            "EXPORT" => path.as_str(),
            "KEY" => key.unwrap_or_default(),
            word => word,
        });
        let dated = ["--as-at", "2026-03-31"];
        let output = caseready(words.chain(dated).chain(settings.iter().copied()));
        let place = format!("{arguments}, {format}");
        let is_no_all_clear = output.stderr.contains("This is not an all-clear");
        assert!(
            output.code <= 1 || is_no_all_clear,
            "{place}: {}",
            output.stderr
        );
        nothing_personal(&output.stdout, &place);
        nothing_personal(&output.stderr, &place);
        output
    };
    run(AUDIT, None);
    run("inspect EXPORT", None);
    let written = export.file(".run.json");
    let audited = run(&format!("{AUDIT} --quiet -o {written}"), None);
    if audited.code == 2 {
        return 0;
    }
    let document = fs::read_to_string(&written).expect("a report");
    nothing_personal(&document, format);
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let listed = ["findings", "unknown", "upcoming"].map(|list| document[list].as_array());
    let mut explained = 0;
    for finding in listed
        .into_iter()
        .flatten()
        .flat_map(|list| list.iter().take(6))
    {
        let (rule, key) = (finding["rule"].as_str(), finding["key"].as_str());
        if let (Some(rule), Some(key)) = (rule, key.filter(|key| !key.is_empty())) {
            run(&format!("explain {rule} --record KEY EXPORT"), Some(key));
            explained += 1;
        }
    }
    explained
}

#[test]
fn no_personal_value_of_any_format_comes_out() {
    for (format, files) in exports() {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let export = Folder::with(&files);
        let config = export.file(".mapping.toml");
        let init = caseready(["init", &export.as_argument(), "--write", &config]);
        assert_eq!(init.code, 0, "{format}: {}", init.stderr);
        nothing_personal(&init.stdout, &format!("init of {format}"));
        let settings = match fs::read_to_string(&config) {
            Ok(text) => {
                nothing_personal(&text, &format!("the mapping of {format}"));
                vec!["--config", config.as_str()]
            }
            Err(_) => Vec::new(),
        };
        assert_eq!(settings.is_empty(), format != "tracker", "{format}");
        let explained = run_all(&export, &settings, format);
        assert!(
            explained > 0 || format == "tracker",
            "{format}: nothing was found to explain"
        );
    }
}

#[test]
fn files_that_are_not_read_say_nothing_of_what_is_in_them() {
    let headless = "Zebedee,Quillfeather,ZZ9 9ZZ,01/02/2012,943 476 5919\nZeb,Mangelwurzel,ZZ99ZZ,02/02/2012,9434765919\n";
    let short = "Child,Worker,,Visit\nZebedee,Qui Lee,ZZ9 9ZZ,05/01/2026,14 Fezziwig\n";
    for (name, text) in [("headless.csv", headless), ("short.csv", short)] {
        let folder = Folder::with(&[(name, text.as_bytes())]);
        let config = folder.file(".mapping.toml");
        for arguments in [
            vec!["audit", "FILE", "--as-at", "2026-03-31"],
            vec!["inspect", "FILE", "--as-at", "2026-03-31"],
            vec!["init", "FILE", "--write", &config],
        ] {
            let file = folder.file(name);
            let arguments = arguments
                .iter()
                .map(|one| if *one == "FILE" { file.as_str() } else { one });
            let output = caseready(arguments);
            nothing_personal(&output.stdout, name);
            nothing_personal(&output.stderr, name);
        }
        if let Ok(text) = fs::read_to_string(&config) {
            nothing_personal(&text, name);
        }
    }
    let folder = Folder::with(&[("headless.csv", headless.as_bytes())]);
    let said = caseready([
        "init",
        &folder.file("headless.csv"),
        "--write",
        &folder.file("none.toml"),
    ]);
    assert!(
        said.stdout.contains("No row of headings was found"),
        "{}",
        said.stdout
    );
    assert!(fs::metadata(folder.file("none.toml")).is_err());
}

#[test]
fn a_mapping_may_not_take_a_personal_column() {
    let tracker = "Child's Full Name,Date,Worker name\nZebedee Quillfeather,05/01/2026,Jo Bloggs\n";
    let folder = Folder::with(&[("tracker.csv", tracker.as_bytes())]);
    let config = folder.file(".mapping.toml");
    let mapping = |child: &str| {
        format!(
            "[[mapping]]\nname = \"tracker\"\nheadings = [\"Child's Full Name\", \"Date\", \"Worker name\"]\n\
             [[mapping.record]]\ntable = \"supervisions\"\nkey = [\"Worker name\", \"Date\"]\n\
             [mapping.record.fields]\n{child}held_on = \"Date\"\nworker_id = \"Worker name\"\n"
        )
    };
    fs::write(&config, mapping("child_id = \"Child's Full Name\"\n")).expect("it is written");
    let refused = caseready(["inspect", &folder.as_argument(), "--config", &config]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains(
            "\"Child's Full Name\" is headed as a name, an address or a number of a person, which is never loaded: take another column"
        ),
        "{}",
        refused.stderr
    );
    fs::write(&config, mapping("")).expect("it is written");
    let read = caseready(["inspect", &folder.as_argument(), "--config", &config]);
    assert_eq!(read.code, 0, "a worker may go by name: {}", read.stderr);
    nothing_personal(&read.stdout, "a mapped tracker");
}

#[test]
fn a_spelling_that_many_children_have_is_shown_and_one_that_few_have_is_masked() {
    let export = |children: usize| {
        let mut text = "contact_id,child_id,received_on,source\n".to_owned();
        for number in 0..12 {
            let child = number % children;
            let _ = writeln!(text, "N{number},C{child},2026-01-05,Night desk");
        }
        Folder::with(&[("contacts.csv", text.as_bytes())])
    };
    let page = |folder: &Folder| {
        let page = caseready(["inspect", &folder.as_argument(), "--as-at", "2026-03-31"]);
        page.stdout.replace("\n  ", " ")
    };
    let page_of_many = page(&export(10));
    assert!(
        page_of_many.contains(
            "row 2, source: \"Night desk\" is no listed value of contacts.source (12 times)"
        ),
        "{page_of_many}"
    );
    let page_of_few = page(&export(9));
    assert!(
        page_of_few.contains(
            "row 2, source: a spelling like \"Xxxxx xxxx\", masked as it may be a name, is no listed value of contacts.source (12 times)"
        ),
        "{page_of_few}"
    );
}

#[test]
fn children_who_go_by_name_or_national_number_are_told_of() {
    let rows = "pre_proceedings_id,child_id,decided_on\nP1,Jo Bloggs,2026-01-05\nP2,9434765919,2026-01-05\nP3,C3,2026-01-05\n";
    let folder = Folder::with(&[("pre_proceedings.csv", rows.as_bytes())]);
    let page = caseready(["inspect", &folder.as_argument(), "--as-at", "2026-03-31"]);
    let page = page.stdout.replace("\n  ", " ");
    assert!(
        page.contains(
            ", row 2, child_id: 2 of 3 ids look like names or national numbers, and ids are printed as they stand: export a number of the case system instead"
        ),
        "{page}"
    );
    let audit = caseready(["audit", &folder.as_argument(), "--as-at", "2026-03-31"]).stdout;
    let said = "pre_proceedings.csv: 2 of 3 ids look like names or national numbers";
    let top = audit.lines().take(8).collect::<Vec<_>>().join(" ");
    assert!(
        top.contains("NAMES AS IDS: ") && top.contains(said),
        "{audit}"
    );
}

#[test]
fn a_short_list_with_names_in_it_is_read_without_them() {
    let folder = Folder::new();
    for (name, list) in [
        (
            "children.csv",
            "child_id,date_of_birth,forename,surname\nC1,2015-01-01,Zebedee,Quillfeather\n",
        ),
        (
            "teams.csv",
            "team,district,manager\nNorth,Upper,Zebedee Quillfeather\n",
        ),
        (
            "workers.csv",
            "worker_id,role,phone\nW1,social worker,07700 900123\n",
        ),
        (
            "cp_plans.csv",
            "plan_id,child_id,started_on,ended_on\nP1,C1,2026-01-05,\n",
        ),
    ] {
        folder.write(&format!("export/{name}"), list.as_bytes());
    }
    let inspected = caseready(["inspect", &folder.file("export"), "--as-at", "2026-03-31"]);
    assert_eq!(inspected.code, 0, "{}", inspected.stderr);
    for (file, read) in [
        ("children.csv", "children 1 row"),
        ("teams.csv", "teams 1 row"),
        ("workers.csv", "workers 1 row"),
    ] {
        let line = format!("\n{file} (CSV): {read}\n");
        assert!(inspected.stdout.contains(&line), "{}", inspected.stdout);
    }
    nothing_personal(&inspected.stdout, "inspect");
}

#[test]
fn an_id_that_has_to_be_quoted_with_care_is_a_pseudonym_in_every_message() {
    let ids = ["C\"Zeb\"", "NORTH\\zeb", "V\tzeb", "zeb\\", "\u{202e}zeb"];
    let mut visits = String::from("visit_id,child_id,worker_id,visited_on,child_seen\n");
    for id in ids {
        // Twice under one key, of a child and by a worker whom no file has.
        let field = format!("\"{}\"", id.replace('"', "\"\""));
        for day in ["01", "02"] {
            let _ = writeln!(visits, "{field},{field},{field},2026-03-{day},yes");
        }
    }
    let folder = Folder::new();
    folder.write("export/visits.csv", visits.as_bytes());
    folder.write(
        "export/children.csv",
        b"child_id,date_of_birth\nC1,2015-03-04\n",
    );
    folder.write("export/workers.csv", b"worker_id,role\nW1,social worker\n");
    folder.write("key", b"k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3y-abcdefgh");
    let (export, key) = (folder.file("export"), folder.file("key"));
    let run = |options: &[&str]| {
        let audit = [
            "audit",
            &export,
            "--as-at",
            "2026-03-31",
            "--format",
            "json",
        ];
        caseready([&audit[..], options].concat()).stdout
    };
    let open = run(&[]).to_lowercase();
    let told = |what: &str| open.matches(what).count();
    assert!(
        told("occurs twice") == ids.len() && told("is the id of no record") == 2,
        "{open}"
    );
    let hidden = run(&["--pseudonymise", &key]);
    assert!(!hidden.to_lowercase().contains("zeb"), "{hidden}");
}
