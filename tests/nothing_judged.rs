//! A run in which no record could be judged: nobody may take it for good news, whichever report they open.

use std::fs;

use crate::command::{Folder, caseready};

const CONTACTS: &[u8] = b"contact_id,child_id,received_on,decided_on,outcome
K1,C1,2020-01-02,2020-01-03,x
K2,C1,,,
K3,C2,,,
";
const WHY: &str = "o record was judged: 2 records looked at, and none could be judged. This is not an all-clear. See caseready inspect, and the as-at date and period.";

#[test]
fn every_report_says_first_that_it_is_no_all_clear() {
    let folder = Folder::with(&[("in/contacts.csv", CONTACTS)]);
    let export = folder.file("in");
    let outputs = ["html", "markdown", "github", "sarif"]
        .map(|format| format!("{format}={}", folder.file(format)));
    let mut arguments = vec!["audit", &export, "--as-at", "2026-03-31"];
    for output in &outputs {
        arguments.extend(["-o", output]);
    }
    let output = caseready(arguments);
    assert_eq!(output.code, 2);
    assert_eq!(output.stderr, format!("caseready: n{WHY}\n"));

    let read = |name: &str| fs::read_to_string(folder.file(name)).expect("a report");
    let html = read("html");
    let first = format!("<strong>Before you read on</strong></p><ul>\n<li>N{WHY}</li>");
    assert!(html.contains(&first));
    for good_news in ["meets every standard", "Nothing that was judged can"] {
        assert!(!html.contains(good_news), "{good_news}");
    }
    let markdown = read("markdown");
    let first =
        format!("## England 2026.1, as at 31 March 2026\n\n**N{WHY}**\n\n**To act on now: 0.** ");
    assert!(markdown.starts_with(&first), "{markdown}");
    assert!(!markdown.contains("Nothing that the records show"));
    for name in ["github", "sarif"] {
        assert!(read(name).contains(&format!("N{WHY}")), "{name}");
    }
}
