//! Several authorities in one run: each judged as if it were alone, none dropped in silence.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::command::{Folder, Output, caseready};

/// PP-03: the letter within ten working days of the decision. Both authorities have a child 1 and a period PLO-1.
const LATE: &[u8] = b"\
pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on
PLO-1,1,2026-01-05,2026-02-20,
PLO-2,2,2026-01-05,2026-02-20,
";
const IN_TIME: &[u8] = b"\
pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on
PLO-1,1,2026-01-05,2026-01-12,
";

fn two() -> Folder {
    Folder::with(&[
        ("in/Bere/pre_proceedings.csv", LATE),
        ("in/Avon/pre_proceedings.csv", IN_TIME),
    ])
}

fn audit(folder: &Folder, more: &[&str]) -> Output {
    let exports = folder.file("in");
    let mut arguments = vec!["audit", "--each-folder", &exports];
    arguments.extend(["--as-at", "2026-03-31", "--only", "PP-03"]);
    arguments.extend(more);
    caseready(arguments)
}

fn written(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let text = text.strip_prefix('\u{feff}').expect("Excel's mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("as many cells as headings"))
        .collect()
}

#[test]
fn each_is_judged_as_if_it_were_alone() {
    let folder = two();
    let report = format!("json={}", folder.file("out/run.json"));
    let output = audit(
        &folder,
        &["-o", &report, "--fail-on", "low", "--fail-on-past"],
    );
    assert_eq!((output.code, output.stderr.as_str()), (1, ""));
    for (authority, met, late) in [("Avon", 1, 0), ("Bere", 0, 2)] {
        let together: Value =
            serde_json::from_str(&written(&folder, &format!("out/{authority}/run.json")))
                .expect("a run");
        let export = folder.file(&format!("in/{authority}"));
        let alone = caseready([
            "audit",
            &export,
            "--as-at",
            "2026-03-31",
            "--only",
            "PP-03",
            "--format",
            "json",
            "--fail-on",
            "low",
            "--fail-on-past",
        ])
        .json();
        for part in [
            "inputs", "rules", "findings", "unknown", "upcoming", "problems",
        ] {
            assert_eq!(together[part], alone[part], "{authority}: {part}");
        }
        assert_eq!(together["run"]["exit"], alone["run"]["exit"], "{authority}");
        assert_eq!(together["run"]["council"], authority, "by its folder");
        let outcomes = &together["rules"][0]["outcomes"];
        assert_eq!(outcomes["met"], met, "{authority}: child 1 is its own");
        assert_eq!(outcomes["late"], late, "{authority}");
    }
}

#[test]
fn the_page_has_every_authority_and_what_they_come_to() {
    let folder = two();
    let output = audit(&folder, &["--fail-on", "none"]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    let begin = "\
England 2026.1, as at 31 March 2026: all that was due since 1 April 2025.
2 authorities, each judged by itself: 3 records.

STANDARDS BY AUTHORITY
authority  to improve  between  strong  too few  not assessed  act now
Avon                0        0       0        1             0        0
Bere                0        0       0        1             0        0
";
    assert!(output.stdout.starts_with(begin), "{}", output.stdout);
    let end =
        "\nTo act on now: 0. 2 past, 0 cannot be judged. Exit 0: no finding fails this run.\n";
    assert!(output.stdout.ends_with(end), "{}", output.stdout);
}

#[test]
fn the_page_counts_as_each_authoritys_own_report_does() {
    let folder = Folder::new();
    for file in fs::read_dir("fixtures/focused-visit").expect("the fixture") {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let bytes = fs::read(&path).expect("it is read");
        folder.write(&format!("in/Avon/{name}"), &bytes);
    }
    let (exports, run) = (folder.file("in"), folder.file("out/run.json"));
    let arguments = ["audit", "--each-folder", &exports, "--as-at", "2026-03-31"];
    let output = caseready(arguments.into_iter().chain(["-o", &run]));
    let run: Value = serde_json::from_str(&written(&folder, "out/Avon/run.json")).expect("a run");
    let of = |wanted: &dyn Fn(&Value) -> bool| {
        let rules = run["rules"].as_array().expect("rules").iter();
        rules.filter(|rule| wanted(rule)).count()
    };
    let to_improve = of(&|rule| rule["needs_to_improve"] == true);
    let for_some = |rule: &Value| rule["needs_to_improve"] == true && rule["standing"] == "between";
    assert!(of(&for_some) > 0 && of(&|rule| rule["status"] == "not needed") == 8);
    let mut lines = output.stdout.lines();
    let row = lines.find(|line| line.starts_with("Avon "));
    let row: Vec<&str> = row.expect("its row").split_whitespace().collect();
    assert_eq!(row[1], to_improve.to_string(), "to improve: {row:?}");
    assert_eq!(row[5], "0", "not assessed: {row:?}");
    let counted = row[1..5].iter().filter_map(|it| it.parse::<usize>().ok());
    assert_eq!(
        counted.sum::<usize>(),
        of(&|rule| rule["status"] == "assessed")
    );
}

#[test]
fn what_needs_to_improve_and_where_they_are_apart() {
    let periods = |late: u32| {
        let row = |number: u32| {
            let sent = if number < late {
                "2026-02-20"
            } else {
                "2026-01-12"
            };
            format!("PLO-{number},{number},2026-01-05,{sent},\n")
        };
        let rows: String = (0..20).map(row).collect();
        format!("pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\n{rows}")
    };
    let folder = Folder::new();
    for (authority, late) in [("Avon", 0), ("Bere", 12), ("Cam", 6)] {
        let name = format!("in/{authority}/pre_proceedings.csv");
        folder.write(&name, periods(late).as_bytes());
    }
    let output = audit(&folder, &["--fail-on", "none"]);
    let middle = "\
WHAT NEEDS TO IMPROVE
PP-03 letters before proceedings in time: in 2 of 3 authorities, 70% of 60 in
        all

FURTHEST APART
PP-03 letters before proceedings in time: Bere 40% of 20, Avon 100% of 20
";
    assert!(output.stdout.contains(middle), "{}", output.stdout);
    let worst_first: Vec<&str> = output
        .stdout
        .lines()
        .skip_while(|line| !line.starts_with("authority"))
        .skip(1)
        .take(3)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(worst_first, ["Bere", "Cam", "Avon"]);
    // The third is strong, so no standard is strong in all.
    assert!(
        !output.stdout.contains("STRONG EVERYWHERE"),
        "{}",
        output.stdout
    );
}

#[test]
fn one_that_cannot_be_judged_is_no_silence() {
    let folder = two();
    folder.write("in/Cam/notes.csv", b"a,b\n1,2\n");
    folder.write("in/Dee/pre_proceedings.csv", &LATE[..62]);
    folder.write("in/loose.csv", LATE);
    let work = format!("csv={}", folder.file("out/work.csv"));
    let output = audit(&folder, &["-o", &work, "--quiet", "--fail-on", "none"]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    let said = &output.stderr;
    for line in [
        "caseready: Cam: not judged: none of the files given holds records that caseready knows",
        "caseready: Dee: not judged: no record was judged: ",
        "caseready: 2 of 4 folders not judged. This is not an all-clear.",
    ] {
        let begins = said.lines().filter(|found| found.starts_with(line)).count();
        assert_eq!(begins, 1, "{line}\n{said}");
    }
    let loose = "in/loose.csv: not read, since it stands beside the folders and belongs to none";
    assert!(said.contains(loose), "{said}");
    // The others are judged all the same, and the table has all four.
    assert!(written(&folder, "out/Bere/work.csv").contains("PLO-2"));
    let table = rows(&written(&folder, "out/work-authorities.csv"));
    let of: Vec<_> = [
        "authority",
        "rule",
        "status",
        "met",
        "not_met",
        "judged",
        "rate",
    ]
    .into();
    let table: Vec<Vec<&str>> = table
        .iter()
        .map(|row| of.iter().map(|column| row[*column].as_str()).collect())
        .collect();
    assert_eq!(
        table,
        [
            vec!["Avon", "PP-03", "assessed", "1", "0", "1", "100"],
            vec!["Bere", "PP-03", "assessed", "0", "2", "2", "0"],
            vec!["Cam", "", "not judged", "", "", "", ""],
            vec!["Dee", "", "not judged", "", "", "", ""],
        ]
    );
    let page = audit(&folder, &[]);
    assert_eq!(page.code, 2);
    for part in [
        "\nNOT JUDGED\nCam: none of the files",
        "Not judged: 2 authorities. This is\nnot an all-clear. Exit 2: an authority could not be judged.\n",
    ] {
        assert!(page.stdout.contains(part), "{part}\n{}", page.stdout);
    }
}

#[test]
fn where_none_can_be_judged_all_are_named() {
    let folder = Folder::with(&[("in/Avon/a.csv", b"a\n1\n"), ("in/Bere/b.csv", b"a\n1\n")]);
    let work = format!("csv={}", folder.file("out/work.csv"));
    let output = audit(&folder, &["-o", &work]);
    assert_eq!(output.code, 2, "{}", output.stderr);
    assert!(
        output
            .stderr
            .ends_with("caseready: 2 of 2 folders not judged. This is not an all-clear.\n")
    );
    let begin = "2 authorities, each judged by itself: 0 records.\n\nNOT JUDGED\nAvon: none of";
    assert!(output.stdout.contains(begin), "{}", output.stdout);
    let table = rows(&written(&folder, "out/work-authorities.csv"));
    let named: Vec<&str> = table.iter().map(|row| row["authority"].as_str()).collect();
    assert_eq!(named, ["Avon", "Bere"]);
}

#[test]
fn an_incomplete_audit_wins_over_findings() {
    let folder = two();
    let more = ["--only", "PP-05", "--require-complete", "--fail-on", "low"];
    let output = audit(&folder, &more);
    assert_eq!(output.code, 3, "{}", output.stderr);
    assert!(
        output.stdout.ends_with("Exit 3: an audit is incomplete.\n"),
        "{}",
        output.stdout
    );
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = two();
    folder.write("waivers.toml", b"");
    folder.write("flat/pre_proceedings.csv", LATE);
    folder.write("again/avon/pre_proceedings.csv", LATE);
    let waivers = folder.file("waivers.toml");
    let flat = folder.file("flat");
    let again = folder.file("again");
    let inside = format!("json={}", folder.file("in/run.json"));
    let exports = folder.file("in");
    for (more, said) in [
        (
            vec!["--waivers", &waivers],
            "caseready: --waivers: an id in it may be one child here and another there, so that no waiver holds for several \
             authorities; audit that authority's folder alone\n"
                .to_owned(),
        ),
        (
            vec!["--format", "json"],
            "caseready: --each-folder prints a table or csv of all authorities; the report of each is written with -o, into a \
             folder of its own\n"
                .to_owned(),
        ),
        (
            vec![&flat],
            format!(
                "caseready: {flat}: there is no folder inside, and --each-folder judges each folder inside as an authority of its \
                 own; without it, {flat} is judged as one export\n"
            ),
        ),
        (
            vec![&again],
            format!(
                "caseready: {exports}/Avon and {again}/avon: two folders of one name cannot be told apart in a report; rename \
                 one\n"
            ),
        ),
        (
            vec!["-o", &inside],
            format!(
                "caseready: the reports of Avon would be written into {exports}/Avon, where its export is; choose a folder \
                 outside for -o and --split-team\n"
            ),
        ),
    ] {
        let output = audit(&folder, &more);
        assert_eq!((output.code, output.stderr), (2, said), "{more:?}");
        assert_eq!(output.stdout, "");
    }
}

#[test]
fn a_folder_of_folders_says_how_each_is_judged() {
    let folder = two();
    let exports = folder.file("in");
    for command in ["audit", "inspect"] {
        let output = caseready([command, &exports]);
        let said = format!(
            "caseready: there is no file to read, only 2 folders: name the folder of one authority, such as {exports}/Avon, or judge \
             each by itself with audit --each-folder\n"
        );
        assert_eq!((output.code, output.stderr), (2, said), "{command}");
    }
}

#[test]
fn a_hostile_name_is_shown_and_not_obeyed() {
    let folder = Folder::with(&[("in/=1+1 ::error\u{202e}/pre_proceedings.csv", LATE)]);
    let page = audit(&folder, &["--fail-on", "none"]).stdout;
    assert!(page.contains("=1+1 : :error[U+202E]"), "{page}");
    let table = audit(&folder, &["--fail-on", "none", "--format", "csv"]).stdout;
    assert_eq!(rows(&table)[0]["authority"], "'=1+1 ::error[U+202E]");
}

#[test]
fn workbooks_of_teams_and_pseudonyms_are_each_authoritys_own() {
    let folder = two();
    folder.write("key.txt", b"k3Hq9vXw2Lr8TzB5mNc7Yd4Jf6Gs1Pa0\n");
    let (key, teams) = (folder.file("key.txt"), folder.file("teams"));
    let report = format!("json={}", folder.file("out/run.json"));
    let more = [
        "--split-team",
        &teams,
        "--pseudonymise",
        &key,
        "-o",
        &report,
        "--timings",
    ];
    let output = audit(&folder, &more);
    assert_eq!(output.code, 0, "{}", output.stderr);
    for authority in ["Avon", "Bere"] {
        let workbook = format!("teams/{authority}/no-team-recorded.xlsx");
        assert!(folder.path().join(&workbook).is_file(), "{workbook}");
    }
    let bere = written(&folder, "out/Bere/run.json");
    assert!(!bere.contains("PLO-"), "{bere}");
    // One line a stage, however many authorities.
    for stage in [
        "reading the files",
        "judging",
        "writing the workbooks of the teams",
    ] {
        let lines = output.stderr.lines().filter(|line| line.starts_with(stage));
        assert_eq!(lines.count(), 1, "{stage}\n{}", output.stderr);
    }
}
