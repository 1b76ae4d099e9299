//! Quotation marks that stand where they should not: rows are lost to them, and never without a word.

use std::fmt::Write as _;

use crate::command::{Folder, Output, caseready};

const ACTIONS: &str = "action_id,plan_id,child_id,plan_kind,owner,due_on,intended_outcome\n\
     A1,P1,C1,child protection,mother,2026-05-01,safe at night\n";

fn audit(text: &str) -> Output {
    let folder = Folder::with(&[("plan_actions.csv", text.as_bytes())]);
    let export = folder.as_argument();
    let arguments = ["audit", &export, "--as-at", "2026-03-31"];
    caseready(arguments.into_iter().chain(["--format", "json"]))
}

/// The exit code, whether the run is complete, and how many rows there are, were read and were left out.
fn outcome(output: &Output) -> (i32, bool, [u64; 3]) {
    let run = output.json();
    let count = |key: &str| run["inputs"][0][key].as_u64().expect("a count");
    let complete = run["run"]["complete"].as_bool().expect("yes or no");
    (
        output.code,
        complete,
        ["rows", "loaded", "rejected"].map(count),
    )
}

/// What is said of marks and of how many cells rows have, as "severity row count: message".
fn said(output: &Output) -> Vec<String> {
    let run = output.json();
    let problems = run["problems"].as_array().expect("problems");
    let of_rows = problems.iter().filter(|problem| {
        let message = problem["message"].as_str().expect("a message");
        message.contains("quot") || message.contains("cells than headings")
    });
    let text = |problem: &serde_json::Value, key: &str| problem[key].to_string().replace('"', "");
    let lines = of_rows.map(|problem| {
        let [severity, row, count, message] =
            ["severity", "row", "count", "message"].map(|key| text(problem, key));
        format!("{severity} {row} {count}: {message}")
    });
    lines.collect()
}

#[test]
fn a_mark_that_opens_a_cell_and_closes_in_that_of_a_later_row_is_told_with_the_rows_lost() {
    let rows = "A2,P2,C2,child protection,mother,2026-05-01,\"home is calm\n\
        A3,P3,C3,child protection,,,fed\n\
        A4,P4,C4,child protection,mother,2026-05-01,\"warm, and dry\"\n\
        A5,P5,C5,child protection,mother,2026-05-01,well\n";
    let told = "error 3 1: row 3 was read with the 2 lines below it as one row, and 2 of those lines look like rows that are lost: a quotation mark opens a cell there, and behind the mark that closes it the cell goes on. Put the marks right, or export the file again";
    for rows in [rows.to_owned(), rows.replace('\n', "\r\n")] {
        let output = audit(&format!("{ACTIONS}{rows}"));
        assert_eq!(outcome(&output), (3, false, [5, 3, 2]), "{rows}");
        assert_eq!(said(&output), [told], "{rows}");
    }
    // Every cell in marks, of which one is missing.
    let quoted = format!(
        "{ACTIONS}{}",
        rows.replace('"', "")
            .replace("warm, and", "warm and")
            .lines()
            .fold(String::new(), |mut text, row| {
                writeln!(text, "\"{}\"", row.replace(',', "\",\"")).expect("a line");
                text
            })
            .replace("calm\"", "calm")
    );
    let output = audit(&quoted);
    assert_eq!(outcome(&output), (3, false, [5, 4, 1]));
    let told = "error 3 1: row 3 was read with the line below it as one row, and 1 of those lines looks like a row that is lost: ";
    assert!(said(&output)[0].starts_with(told), "{:?}", said(&output));
    // Somebody speaks in a narrative, and the marks are not doubled: no row is lost. With a comma between them cells are.
    let speaks = |words: &str| {
        audit(&format!(
            "{ACTIONS}A2,P2,C2,child protection,mother,2026-05-01,\"seen\nand said \"{words}\" twice\"\n"
        ))
    };
    let (_, complete, counts) = outcome(&speaks("no"));
    assert_eq!((complete, counts), (true, [2, 2, 0]));
    assert_eq!(said(&speaks("no")), [""; 0]);
    let output = speaks("no, never");
    assert_eq!(outcome(&output), (3, false, [2, 2, 0]));
    let told = "error 3 1: row 3 was read with the line below it as one row: a quotation mark opens a cell there, and behind";
    assert!(said(&output)[0].starts_with(told), "{:?}", said(&output));
}

#[test]
fn rows_between_two_stray_marks_are_told_though_the_marks_balance() {
    let told = |lines: &str, lost: &str| {
        [format!(
            "error 3 1: row 3 was read with the {lines} below it as one row, and {lost}: a quotation mark opens a cell there, and none closes it in its own row. Put the marks right, or export the file again"
        )]
    };
    let two = told("2 lines", "2 of those lines look like rows that are lost");
    let one = told("line", "1 of those lines looks like a row that is lost");
    for (rows, counts, told) in [
        (
            "A2,P2,C2,child protection,mother,2026-05-01,\"home is calm\nA3,P3,C3,child protection,,,fed\nA4,P4,C4,child protection,mother,2026-05-01,warm and dry\"\n",
            [4, 2, 2],
            &two,
        ),
        (
            "A2,P2,C2,\"child protection,mother,2026-05-01,calm\nA3,P3,C3,child protection\",mother,2026-06-01,fed\n",
            [3, 2, 1],
            &one,
        ),
        (
            "A2,\"P2,C2,child protection,mother,2026-05-01,calm\rA3,P3\",C3,child protection,mother,2026-06-01,fed\r",
            [3, 2, 1],
            &one,
        ),
    ] {
        let old_mac = rows.contains('\r');
        let text = format!("{ACTIONS}{rows}");
        let output = audit(&if old_mac {
            text.replace('\n', "\r")
        } else {
            text
        });
        assert_eq!(outcome(&output), (3, false, counts), "{rows}");
        let told = if old_mac {
            told.clone()
                .map(|told| told.replace("row 3", "row 1").replace("error 3", "error 1"))
        } else {
            told.clone()
        };
        assert_eq!(said(&output), told, "{rows}");
    }
}

#[test]
fn rows_that_a_mark_in_the_headings_takes_in_are_told() {
    let text = ACTIONS.replace("intended_outcome", "\"intended_outcome");
    let output = audit(&format!(
        "{}A2,P2,C2,child protection,mother,2026-05-01,well\n",
        text.replace("at night", "at night\"")
    ));
    assert_eq!(outcome(&output), (3, false, [2, 1, 1]));
    let told = "error 1 1: row 1 was read with the line below it as one row, and 1 of those lines looks like a row that is lost: ";
    assert!(said(&output)[0].starts_with(told), "{:?}", said(&output));
}

#[test]
fn a_narrative_of_several_lines_with_commas_is_one_cell_and_nothing_is_said() {
    let output = audit(&format!(
        "{ACTIONS}A2,P2,C2,\"child protection\",mother,2026-05-01,\"seen, at home, with father, mother, aunt, and gran, who said:\n\
         12, Acacia Avenue, flat 3, Leeds, West Yorkshire, LS1 1AA, at weekends\n\
         2026-04-01, mum, seen, alone, well, fed, and in bed\n\
         Mon, Tue, Wed, Thu, Fri, Sat, Sun\" \nA3,P3,C3,child protection,,,fed\n"
    ));
    let (_, complete, counts) = outcome(&output);
    assert_eq!((complete, counts), (true, [3, 3, 0]));
    assert_eq!(said(&output), [""; 0]);
    // Of a list of few columns nobody can say what is a row.
    let folder = Folder::with(&[(
        "visits.csv",
        b"visit_id,child_id,visited_on\nV1,\"C1\nV2\",2026-01-05\n".as_slice(),
    )]);
    let output = caseready(["audit", &folder.as_argument(), "--as-at", "2026-03-31"]);
    assert!(!output.stdout.contains("as one row"), "{}", output.stdout);
}

#[test]
fn a_line_that_may_be_a_row_is_a_warning() {
    let folder = Folder::with(&[(
        "supervisions.csv",
        b"supervision_id,child_id,worker,held_on,notes\nS1,C1,W Brown,2026-01-05,\"talked of\nS2,,,,the plan\"\n"
            .as_slice(),
    )]);
    let export = folder.as_argument();
    let arguments = ["audit", &export, "--as-at", "2026-03-31"];
    let output = caseready(arguments.into_iter().chain(["--format", "json"]));
    assert_eq!(
        said(&output),
        [
            "warning 2 1: row 2 was read with the line below it as one row, and 1 of those lines may be a row of its own: does a quotation mark stand there that should not?"
        ]
    );
}

#[test]
fn a_file_that_ends_inside_quotation_marks_is_refused_in_its_last_line_too() {
    for end in ["", "\n", "\r\n"] {
        let text = format!(
            "{ACTIONS}A2,P2,C2,child protection,mother,2026-05-01,\"They said, that a safe day has bre{end}"
        );
        let output = audit(&text);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{end:?}");
        let said = output.stderr.replace('\n', " ");
        assert!(
            said.contains("the quotation mark opened in the record of line 3 is never closed, in which the file ends: if it was cut off, export it again; if it is whole, put the mark right"),
            "{said}"
        );
    }
}
