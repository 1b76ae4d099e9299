//! Bad input: each kind gets a clear word about what was expected, what was found, where, and what to do; nothing is dropped
//! in silence, and nothing stops at a bad cell.

use crate::command::{Folder, Output, caseready, rule};

/// Headings and one good row of pre-proceedings, enough for PP-03 and PP-06.
const GOOD: &str = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nL1,C1,2026-01-05,2026-01-08,\n";

/// Runs `audit --format json` on a folder of these files, as at 31 March 2026.
fn audit(files: &[(&str, &[u8])]) -> (Folder, Output) {
    let folder = Folder::with(files);
    let export = folder.as_argument();
    let output = caseready([
        "audit",
        &export,
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ]);
    (folder, output)
}

/// Every problem as "severity row column: message", the file's folder left out.
fn problems(output: &Output) -> Vec<String> {
    let run = output.json();
    let problems = run["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|problem| {
            let text = |key: &str| match &problem[key] {
                serde_json::Value::Null => "-".to_owned(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            format!(
                "{} {} {}: {}",
                text("severity"),
                text("row"),
                text("column"),
                text("message")
            )
        });
    problems.collect()
}

fn has(problems: &[String], expected: &str) {
    assert!(
        problems.iter().any(|problem| problem == expected),
        "no problem {expected:?} in {problems:#?}"
    );
}

/// The command fails with 2, prints nothing that could pass for a report, and says this.
fn refused(arguments: &[&str], expected: &str) {
    let output = caseready(arguments.iter().copied());
    assert_eq!(output.code, 2, "{}{}", output.stdout, output.stderr);
    assert_eq!(output.stdout, "", "nothing is reported as clean");
    let said = output.stderr.replace('\n', " ");
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_path_that_is_not_there() {
    refused(
        &["audit", "no-such-export.csv"],
        "no-such-export.csv: there is no such file or folder; check the spelling, and the folder you are in",
    );
    refused(
        &["no-such-export.csv"],
        "unrecognized subcommand 'no-such-export.csv'",
    );
}

#[test]
fn an_empty_folder_and_an_empty_file() {
    let folder = Folder::new();
    refused(
        &["audit", &folder.as_argument()],
        "the folder is empty; give a folder of exported files",
    );
    folder.write("pre_proceedings.csv", b"");
    refused(
        &["audit", &folder.file("pre_proceedings.csv")],
        "pre_proceedings.csv: not recognised: it is empty",
    );
    refused(
        &["audit", &folder.as_argument()],
        "none of the files given holds records that caseready knows",
    );
}

#[test]
fn headings_of_no_table_name_the_nearest_and_what_differs() {
    let folder = Folder::with(&[(
        "tracker.csv",
        b"Child Ref,Decision Date,Letter Sent\nC1,2026-01-05,2026-01-08\n",
    )]);
    refused(
        &["audit", &folder.file("tracker.csv")],
        "not recognised: run caseready init EXPORT to begin a mapping for it; its headings are nearest to pre_proceedings, but there is no pre_proceedings_id; headings that differ: \
         \"Child Ref\" (is it child_id?), \"Decision Date\" (is it decided_on?), \"Letter Sent\" (is it letter_sent_on?)",
    );
}

#[test]
fn headings_whose_letters_alone_are_alike_are_given_no_name() {
    let folder = Folder::with(&[(
        "visits.csv",
        b"Mosaic ID,Child Name,Visit Date,Child Seen? (Y/N),Supervision date,Visit 1\n1,A,2026-01-05,Y,,\n",
    )]);
    refused(
        &["audit", &folder.file("visits.csv")],
        "it has no heading visit_id or child_id; \
         headings that differ: \"Mosaic ID\", \"Child Name\", \"Visit Date\" (is it visited_on?), \
         \"Supervision date\", \"Visit 1\". Name the headings so, or begin a mapping with caseready init",
    );
}

#[test]
fn headings_that_fit_several_tables_ask_for_a_name() {
    let rows = b"review_id,child_id,held_on\nQ1,C1,2026-01-05\n";
    let folder = Folder::with(&[("data.csv", rows)]);
    refused(
        &["audit", &folder.file("data.csv")],
        " alike: name the file after its table, for example ",
    );
    let folder = Folder::with(&[("pre_proceedings_reviews.csv", rows)]);
    let page = caseready([
        "inspect",
        &folder.file("pre_proceedings_reviews.csv"),
        "--as-at",
        "2026-03-31",
    ]);
    assert!(
        page.stdout.contains("pre_proceedings_reviews 1 row"),
        "{}",
        page.stdout
    );
}

#[test]
fn an_unrecognised_file_beside_good_ones_is_a_problem_and_not_an_end() {
    let (_folder, output) = audit(&[
        ("pre_proceedings.csv", GOOD.as_bytes()),
        ("notes.txt", b"ring the team\n"),
    ]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    has(
        &problems(&output),
        "warning - -: this file was not read: run caseready init EXPORT to begin a mapping for it; its headings fit no table that caseready knows",
    );
    let (_folder, output) = audit(&[
        ("pre_proceedings.csv", GOOD.as_bytes()),
        ("broken.json", b"[{\"child_id\": "),
    ]);
    assert_eq!(
        output.code, 2,
        "a damaged file is an end: what is whole of it must not pass for all of it"
    );
    assert!(
        output.stderr.contains("broken.json: it is not valid JSON"),
        "{}",
        output.stderr
    );
}

#[test]
fn the_name_of_a_file_does_not_matter_where_its_headings_say_enough() {
    let (_folder, output) = audit(&[("visits.csv", GOOD.as_bytes())]);
    assert_eq!(output.json()["inputs"][0]["table"], "pre_proceedings");
}

#[test]
fn ragged_rows_keep_their_other_values_and_are_counted() {
    let rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\n\
                L1,C1,2026-01-05,2026-01-08,\nL2,C2,2026-01-05\nL3,C3,2026-01-05,2026-01-08,,more,still\n";
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    let problems = problems(&output);
    has(
        &problems,
        "error 3 -: this row has fewer cells than headings (3 here, 5 headings): those missing are read as blank",
    );
    has(
        &problems,
        "error 4 -: this row has more cells than headings (7 here, 5 headings): those beyond are not read; is a comma in a value without quotes?",
    );
    let run = output.json();
    assert_eq!(run["inputs"][0]["loaded"], 3);
    let rule = rule(&run, "PP-03");
    assert_eq!(
        (
            rule["outcomes"]["met"].as_u64(),
            rule["outcomes"]["overdue"].as_u64()
        ),
        (Some(2), Some(1)),
        "L2 has no letter"
    );
}

#[test]
fn bad_cells_are_told_with_their_place_and_never_show_what_may_be_a_name() {
    let rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,parents_represented,review_count\n\
                L1,C1,31/02/2026,2026-01-08,,yes,1\nL2,C2,05/01/2026,Jane Smith,,perhaps,many\nL3,C3,2026-01-05T00:00:00,2026-01-08,still open,no,2\n";
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    let found = problems(&output);
    has(
        &found,
        "error 2 decided_on: expected a date such as 2026-03-31 or 31/03/2026, found \"31/02/2026\": cannot be read",
    );
    has(
        &found,
        "error 3 letter_sent_on: expected a date such as 2026-03-31 or 31/03/2026, found text of 10 characters: cannot be read",
    );
    has(
        &found,
        "error 4 ended_on: expected a date such as 2026-03-31 or 31/03/2026, found text of 10 characters: read as blank",
    );
    has(
        &found,
        "error 3 parents_represented: expected yes or no, found text of 7 characters: cannot be read",
    );
    has(
        &found,
        "error 3 review_count: expected a number of 0 or more, found text of 4 characters: cannot be read",
    );
    assert!(
        !output.stdout.contains("Jane"),
        "a name in a wrong column goes no further"
    );
}

#[test]
fn placeholders_are_blank_and_stand_ins_are_counted() {
    let rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,contingency,first_meeting_on\n\
                L1,C1,2026-01-05,tbc,,N.A.,2026-01-20\nL2,C2,2026-01-05,1900-01-01,NULL,see above.,2026-01-20\n\
                L3,C3,2026-01-05,-,9999-12-31,move to aunt,2026-01-20\nL4,C4,2026-01-05,2026-01-08,,NULL,2026-01-20\n";
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    let run = output.json();
    let outcomes = |id: &str| rule(&run, id)["outcomes"].clone();
    assert_eq!(
        outcomes("PP-03")["overdue"],
        3,
        "three letters have no date"
    );
    assert_eq!(
        (
            outcomes("PP-15")["failed"].as_u64(),
            outcomes("PP-15")["met"].as_u64()
        ),
        (Some(3), Some(1))
    );
    let found = problems(&output);
    has(
        &found,
        "note - letter_sent_on: 1 cell holds a stand-in for \"no value\" (such as 1900-01-01 or NULL): read as blank",
    );
    has(
        &found,
        "note - ended_on: 2 cells hold a stand-in for \"no value\" (such as 1900-01-01 or NULL): read as blank",
    );
}

#[test]
fn many_bad_cells_are_listed_up_to_a_limit_and_then_counted() {
    let mut rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\n".to_owned();
    for number in 0..50 {
        rows.push_str(&["L", &number.to_string(), ",C1,2026-01-05,soon,\n"].concat());
    }
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    let run = output.json();
    let bad: Vec<_> = run["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter(|problem| problem["column"] == "letter_sent_on")
        .collect();
    let total: u64 = bad
        .iter()
        .map(|problem| problem["count"].as_u64().expect("a count"))
        .sum();
    assert_eq!(
        (bad.len(), total),
        (21, 50),
        "20 by their place, and the rest as a number"
    );
}

#[test]
fn a_key_that_occurs_twice() {
    let rows = format!("{GOOD}L1,C2,2026-02-02,2026-02-05,\nL1,C1,2026-01-05,2026-01-08,\n");
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    let found = problems(&output);
    has(
        &found,
        "error 3 pre_proceedings_id: \"L1\" occurs twice as pre_proceedings_id, first in line 2, with different values: both records stay, and references lead to that of their own child, or else the first",
    );
    has(
        &found,
        "warning 4 -: a row of pre_proceedings is the same in every field as an earlier one: counted once",
    );
}

#[test]
fn a_key_that_occurs_more_than_twice_is_told_with_its_number() {
    let rows = format!("{GOOD}L1,C1,2026-02-02,2026-02-05,\nL1,C1,2026-02-03,2026-02-05,\n");
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    has(
        &problems(&output),
        "error 3 pre_proceedings_id: \"L1\" occurs 3 times as pre_proceedings_id, first in line 2, with different values: all 3 records stay, and references lead to the first",
    );
}

#[test]
fn records_without_a_key_are_told_apart_by_what_they_hold_and_not_by_their_order() {
    let rows = [
        "-,C1,2026-01-05,2026-01-29,no risks found",
        "-,C1,2026-01-05,2026-03-26,risks found",
        "-,C1,2026-01-05,2026-02-26,no risks found",
        "-,C1,2026-01-05,2026-02-26,risks not found",
    ];
    let prints = |rows: &[&str]| {
        let text = rows.join("\n");
        let text = format!("s47_id,child_id,started_on,completed_on,summary\n{text}\n");
        let (_, output) = audit(&[("s47_enquiries.csv", text.as_bytes())]);
        let run = output.json();
        let findings = run["findings"].as_array().expect("findings").iter();
        let mut prints: Vec<String> = findings
            .map(|finding| {
                let said = ["rule", "due_on", "done_on", "fingerprint"];
                said.map(|name| finding[name].to_string()).join(" ")
            })
            .collect();
        prints.sort();
        prints
    };
    let mut reversed = rows;
    reversed.reverse();
    let found = prints(&rows);
    assert!(found.len() >= rows.len(), "{found:#?}");
    assert_eq!(found, prints(&reversed));
}

#[test]
fn a_narrative_that_no_rule_reads_still_tells_two_records_apart() {
    let rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,contingency\n\
        L1,C1,2026-01-05,2026-01-08,,aunt Ann\n\
        L1,C1,2026-01-05,2026-01-08,,aunt Eve\n\
        L2,C2,2026-01-05,2026-01-08,,aunt Ann\n\
        L2,C2,2026-01-05,2026-01-08,,aunt Ann\n";
    let folder = Folder::with(&[("a.csv", rows.as_bytes())]);
    let export = folder.as_argument();
    let output = caseready([
        "audit",
        &export,
        "--only",
        "PP-03",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ]);
    let found = problems(&output);
    has(
        &found,
        "error 3 pre_proceedings_id: \"L1\" occurs twice as pre_proceedings_id, first in line 2, with different values: both records stay, and references lead to the first",
    );
    has(
        &found,
        "warning 5 -: a row of pre_proceedings is the same in every field as an earlier one: counted once",
    );
    assert_eq!(output.json()["rules"][0]["outcomes"]["met"], 3);
}

#[test]
fn a_reference_to_nothing() {
    let reviews = b"review_id,pre_proceedings_id,child_id,held_on\nQ1,L9,C1,2026-02-01\nQ2,L8,C1,2026-02-02\n";
    let (_folder, output) = audit(&[
        ("a.csv", GOOD.as_bytes()),
        ("pre_proceedings_reviews.csv", reviews),
    ]);
    has(
        &problems(&output),
        "warning 2 pre_proceedings_id: 2 records of pre_proceedings_reviews have a pre_proceedings_id that is the id of no record in these files; the first is \"L9\"",
    );
}

#[test]
fn a_reference_to_another_childs_record() {
    let folder = Folder::with(&[
        (
            "referrals.csv",
            b"referral_id,child_id,received_on,closed_on,no_further_action\nR1,C1,2025-12-01,,no\n",
        ),
        (
            "assessments.csv",
            b"assessment_id,child_id,referral_id,kind,started_on,completed_on\nN1,C2,R1,,2025-12-02,2026-01-12\n",
        ),
    ]);
    let output = caseready([
        "audit",
        &folder.as_argument(),
        "--only",
        "AS-12",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ]);
    has(
        &problems(&output),
        "warning 2 referral_id: referral_id \"R1\" is the id of another child's record: what hangs on it does not count for that child",
    );
    assert_eq!(output.json()["rules"][0]["outcomes"]["overdue"], 1);
}

#[test]
fn a_reference_that_may_be_to_two_kinds_of_plan() {
    let folder = Folder::with(&[
        (
            "cp_plans.csv",
            b"plan_id,child_id,started_on\n7,C1,2026-01-05\n",
        ),
        (
            "cin_plans.csv",
            b"plan_id,child_id,started_on\n7,C2,2026-01-05\n",
        ),
        (
            "plan_actions.csv",
            b"action_id,plan_id,plan_kind,child_id,description\nA1,7,,C1,Housing\nA2,7,child in need,C2,School\n",
        ),
    ]);
    let output = caseready([
        "audit",
        &folder.as_argument(),
        "--only",
        "DQ-02",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ]);
    has(
        &problems(&output),
        "warning 2 plan_id: plan_id \"7\" is the id of records of several tables, and nothing says which is meant",
    );
    let run = output.json();
    let findings = run["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        findings[0]["message"],
        "The plan that the action names is the id of records of more than one kind, and nothing says which"
    );
}

#[test]
fn windows_1252_is_read_and_said_and_damaged_utf8_is_an_error() {
    let head =
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,contingency\n".to_vec();
    let windows = [
        &head[..],
        b"L1,C1,2026-01-05,2026-01-08,,the children\x92s aunt\n",
    ]
    .concat();
    let (_folder, output) = audit(&[("a.csv", &windows)]);
    assert_eq!(output.code, 0);
    has(
        &problems(&output),
        "note 2 -: this file is not UTF-8: read as Windows-1252, as Excel's \"CSV (Comma delimited)\" writes it",
    );
    let damaged = [
        &head[..],
        "L1,C1,2026-01-05,2026-01-08,,café élan\n".as_bytes(),
        b"L2,C2,2026-01-05,2026-01-08,,\xc3(\n",
    ]
    .concat();
    let (_folder, output) = audit(&[("a.csv", &damaged)]);
    has(
        &problems(&output),
        "error 3 -: some bytes are not valid UTF-8: each is shown as \u{fffd}; export the file again, or save it as \"CSV UTF-8\"",
    );
}

#[test]
fn utf16_and_a_byte_order_mark_are_read() {
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(GOOD.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (_folder, output) = audit(&[("a.csv", &utf16)]);
    assert_eq!(
        (output.code, output.json()["inputs"][0]["loaded"].as_u64()),
        (0, Some(1))
    );
    let marked = [b"\xef\xbb\xbf", GOOD.as_bytes()].concat();
    let (_folder, output) = audit(&[("a.csv", &marked)]);
    assert_eq!(
        (output.code, output.json()["inputs"][0]["loaded"].as_u64()),
        (0, Some(1))
    );
}

#[test]
fn broken_xml_and_xml_of_another_kind() {
    let folder = Folder::with(&[
        (
            "cut.xml",
            b"<Message>\n<Children>\n<Child>\n<ChildIdentifiers><LAchildID>C1</LAchildID>\n",
        ),
        ("crossed.xml", b"<Message>\n<Children></Child></Message>"),
        ("feed.xml", b"<feed><entry/></feed>"),
        ("nobody.xml", b"<Message><Children></Children></Message>"),
    ]);
    refused(
        &["audit", &folder.file("cut.xml")],
        "cut.xml: it is not whole XML: it ends inside <ChildIdentifiers>, begun in line 4",
    );
    refused(
        &["audit", &folder.file("crossed.xml")],
        "crossed.xml: it is not whole XML: line 2: ",
    );
    refused(
        &["audit", &folder.file("feed.xml")],
        "it is XML, but its outermost element is \"feed\", not the census's \"Message\"",
    );
    refused(&["audit", &folder.file("nobody.xml")], "holds no \"Child\"");
}

#[test]
fn broken_json_and_json_of_another_kind() {
    let folder = Folder::with(&[
        ("comma.json", b"[{\"pre_proceedings_id\": \"L1\",}]"),
        ("other.json", b"{\"people\": [{\"id\": 1}]}"),
        ("none.json", b"[]"),
    ]);
    refused(
        &["audit", &folder.file("comma.json")],
        "comma.json: it is not valid JSON: ",
    );
    refused(
        &["audit", &folder.file("other.json")],
        "other.json: not recognised: of its 1 record under \"people\": its headings fit no table that caseready knows",
    );
    refused(
        &["audit", &folder.file("none.json")],
        "none.json: not recognised: it holds no records",
    );
    let tables = br#"{"pre_proceeding": [], "legal_meetings": [{"legal_meeting_id": "M1", "child_id": "C1", "held_on": {"on": 1}}, 7]}"#;
    let folder = Folder::with(&[("tables.json", tables)]);
    let page = caseready([
        "inspect",
        &folder.file("tables.json"),
        "--as-at",
        "2026-03-31",
    ])
    .stdout
    .replace("\n  ", " ");
    for expected in [
        "there is no table \"pre_proceeding\": it was not read; did you mean \"pre_proceedings\"?",
        "expected a record in curly brackets: not read",
        "held_on: expected a date such as 2026-03-31 or 31/03/2026, found a nested object: read as blank",
        "legal_meetings 2 rows (1 left out)",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[test]
fn a_quotation_mark_that_never_closes_would_swallow_the_rest() {
    let rows = "pre_proceedings_id,child_id,decided_on,contingency\nL1,C1,2026-01-05,\"go to aunt\nL2,C2,2026-01-05,stay\n";
    let folder = Folder::with(&[("a.csv", rows.as_bytes())]);
    refused(
        &["audit", &folder.file("a.csv")],
        "the quotation mark opened in the record of line 2 is never closed",
    );
}

#[test]
fn quoted_lines_commas_and_marks_are_one_cell() {
    let rows = "pre_proceedings_id,child_id,decided_on,contingency,letter_sent_on,ended_on\r\n\
                L1,C1,2026-01-05,\"go to aunt, \"\"at once\"\"\r\nor uncle\",2026-01-08,\r\nL2,C2,2026-13-05,stay,2026-01-08,\r\n";
    let (_folder, output) = audit(&[("a.csv", rows.as_bytes())]);
    has(
        &problems(&output),
        "error 4 decided_on: expected a date such as 2026-03-31 or 31/03/2026, found \"2026-13-05\": cannot be read",
    );
    assert_eq!(output.json()["inputs"][0]["loaded"], 2);
}

#[test]
fn damaged_workbooks_and_archives_say_what_to_do_with_them() {
    for (name, bytes, said) in [
        (
            "cases.xlsx",
            &b"PK\x03\x04 and the rest"[..],
            "the workbook or zip file is damaged: make it again",
        ),
        (
            "cases.xls",
            &b"\xd0\xcf\x11\xe0 and the rest"[..],
            "open it in Excel and save it again, without a password",
        ),
        (
            "cases.csv.gz",
            &b"\x1f\x8b and the rest"[..],
            "the gzip file is damaged: make it again",
        ),
    ] {
        let folder = Folder::with(&[(name, bytes)]);
        refused(&["audit", &folder.file(name)], said);
    }
}

#[test]
fn a_rule_file_with_three_mistakes_shows_them_all_with_their_words() {
    let rule = r#"id        = "XX-01"
title     = "A letter in time"
area      = "pre-procedings"
severity  = "high"
certainty = "fact"
force     = "local"
sources   = ["frg-plo"]
why       = "why"
remedy    = "remedy"

[subject]
table = "pre_proceedings"

[check.deadline]
from   = "decided_on | leter_sent_on"
to     = "first_meeting_on"
within = "10 workdays"
"#;
    let folder = Folder::with(&[("standards/letter.toml", rule.as_bytes())]);
    let output = caseready(["rules", "list", "--rules", &folder.as_argument()]);
    assert_eq!(output.code, 2);
    let path = folder
        .path()
        .join("standards/letter.toml")
        .to_string_lossy()
        .replace('\\', "/");
    let expected = r#"error: there is no area "pre-procedings"
 --> standards/letter.toml:3:14
  |
3 | area      = "pre-procedings"
  |              ^^^^^^^^^^^^^^ not a known name
  |
help: did you mean "pre-proceedings"?

error: pre_proceedings has no field "leter_sent_on"
  --> standards/letter.toml:15:24
   |
15 | from   = "decided_on | leter_sent_on"
   |                        ^^^^^^^^^^^^^ not a known name
   |
help: did you mean "letter_sent_on"?

error: expected a length of time such as "10 working days", "6 weeks" or "3 months"
  --> standards/letter.toml:17:11
   |
17 | within = "10 workdays"
   |           ^^^^^^^^^^^ found "10 workdays"

fatal: 3 mistakes in 1 file of rules: no audit was made
"#;
    assert_eq!(
        output.stderr,
        expected.replace("standards/letter.toml", &path)
    );
}

#[test]
fn an_audit_that_judged_nothing_is_no_all_clear() {
    let (_folder, output) = audit(&[(
        "a.csv",
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\n",
    )]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("no record was judged: no record falls in the period, or meets what a rule asks about. This is not an all-clear."), "{}", output.stderr);
    let (_folder, output) = audit(&[("a.csv", b"team,name\nNorth,Team North\n")]);
    assert_eq!(output.code, 2);
    assert!(
        output
            .stderr
            .contains("none of the rules could be assessed from these files"),
        "{}",
        output.stderr
    );
}

#[test]
fn wrong_arguments_say_what_is_right() {
    refused(
        &["audit", "fixtures/pre-proceedings", "--as-at", "31/03/2026"],
        "expected a date such as 2026-03-31",
    );
    refused(
        &["audit", "fixtures/pre-proceedings", "--as-at", "9999-12-31"],
        "expected a date of the years 1900 to 2199",
    );
    refused(
        &["audit", "fixtures/pre-proceedings", "--period", "12"],
        "expected a period such as 12m, 90d, 26w, 2y or all",
    );
    refused(
        &["audit", "fixtures/pre-proceedings", "--only", "PQ-01"],
        "--only: there is no rule or group \"PQ-01\"; did you mean \"PP-01\"? See caseready rules list.",
    );
    refused(
        &[
            "audit",
            "fixtures/pre-proceedings",
            "--area",
            "pre-proceeding",
        ],
        "there is no area \"pre-proceeding\"; did you mean \"pre-proceedings\"?",
    );
}

#[test]
fn a_date_beyond_the_bank_holidays_known_is_said_to_be() {
    let judged = |decided: &str, as_at: &str| {
        let rows = format!(
            "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nL1,C1,{decided},{decided},\nL2,C2,{decided},,\n"
        );
        let folder = Folder::with(&[("a.csv", rows.as_bytes())]);
        problems(&caseready([
            "audit",
            &folder.as_argument(),
            "--as-at",
            as_at,
            "--format",
            "json",
        ]))
    };
    has(
        &judged("2028-12-20", "2028-12-22"),
        "warning - -: 1 due date lies after 31 December 2028, the last day for which bank holidays are known",
    );
    has(
        &judged("2029-01-10", "2029-01-12"),
        "warning - -: bank holidays are known only until 31 December 2028: since then every weekday counts as a working day",
    );
    assert!(
        !judged("2028-11-20", "2028-11-22")
            .iter()
            .any(|problem| problem.contains("bank holidays")),
        "16 weeks need none"
    );
}

#[test]
fn a_narrative_in_the_column_of_an_id_is_no_id() {
    let note = "a".repeat(10_001);
    let rows = format!("{GOOD}L2,{note},2026-01-05,,\nL3,C3,2026-01-05,2026-01-08,\n");
    let (_folder, output) = audit(&[("pre_proceedings.csv", rows.as_bytes())]);
    assert!(
        problems(&output).contains(
            &"error 3 child_id: expected an id, found text of 10001 characters: cannot be read"
                .to_owned()
        ),
        "{:?}",
        problems(&output)
    );
    assert!(!output.stdout.contains("aaaa"), "it is repeated nowhere");
    // One of ten thousand letters is kept, however odd.
    let id = "b".repeat(10_000);
    let rows = format!("{GOOD}L2,{id},2026-01-05,,\n");
    let (_folder, output) = audit(&[("pre_proceedings.csv", rows.as_bytes())]);
    assert!(output.stdout.contains(&id));
}

#[test]
fn an_as_at_date_that_most_records_come_after_is_questioned_before_anything_else() {
    let rows = (2..=12).map(|number| format!("L{number},C{number},2026-02-02,2026-02-05,\n"));
    let mut csv = GOOD.to_owned() + &rows.collect::<String>();
    csv += "L13,C13,2015-11-02,2015-11-05,\n";
    let folder = Folder::with(&[("pre_proceedings.csv", csv.as_bytes())]);
    let export = folder.as_argument();
    let arguments = ["audit", &export, "--only", "PP-03", "--as-at"];
    let mistyped = caseready([&arguments[..], &["2016-03-31"]].concat()).stdout;
    let said = "\nAS-AT DATE: 12 of 13 records that have a date begin after 31 March 2016 and are\nleft out: is the as-at date right?\n";
    assert!(mistyped.contains(said), "{mistyped}");
    let json = [&arguments[..], &["2016-03-31", "--format", "json"]].concat();
    let problems = problems(&caseready(json));
    let problem = "warning - -: 12 of 13 records that have a date begin after 31 March 2016 and are left out: is the as-at date right?";
    assert!(
        problems.iter().any(|one| one.starts_with(problem)),
        "{problems:#?}"
    );
    let right = caseready([&arguments[..], &["2026-03-31"]].concat()).stdout;
    assert!(!right.contains("AS-AT DATE"), "{right}");
}
