//! What `--timings` says of a run, and that it changes nothing else.

use crate::command::caseready;

#[test]
fn timings_say_where_time_and_memory_went_and_change_no_report() {
    let audit = ["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"];
    let plain = caseready(audit);
    let timed = caseready(audit.into_iter().chain(["--timings"]));
    assert_eq!((timed.code, &timed.stdout), (plain.code, &plain.stdout));
    assert_eq!(plain.stderr, "");

    let lines: Vec<Vec<&str>> = timed
        .stderr
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let under = |heading: &str| {
        let from = lines.iter().position(|line| line.first() == Some(&heading));
        let below = &lines[from.expect("a heading") + 1..];
        below.iter().take_while(|line| !line.is_empty())
    };
    let seconds = |line: &&[&str]| line.last().expect("a time").parse::<f64>().expect("a time");

    let stages: Vec<&[&str]> = under("STAGE").map(Vec::as_slice).collect();
    let named: Vec<String> = stages
        .iter()
        .map(|line| line[..line.len() - 1].join(" "))
        .collect();
    assert_eq!(
        named,
        [
            "reading the standards",
            "reading the files",
            "judging",
            "printing",
            "in all"
        ]
    );
    let all = seconds(stages.last().expect("in all"));
    let sum: f64 = stages[..stages.len() - 1].iter().map(seconds).sum();
    assert!((all - sum).abs() < 0.005, "{all} is not {sum}");

    // As many visits as the file has rows, and what they take of memory.
    let visits = std::fs::read_to_string("fixtures/focused-visit/visits.csv").expect("a file");
    let rows = (visits.lines().count() - 1).to_string();
    let line = under("TABLE").find(|line| line[0] == "visits");
    let line = line.expect("a line for visits");
    assert_eq!(line[1], rows);
    assert!(line[2].parse::<f64>().expect("megabytes") > 0.1, "{line:?}");
    let total = under("TABLE").last().expect("a total");
    let ratio: f64 = total[total.len() - 4].parse().expect("a ratio");
    assert!(
        ratio > 0.3 && ratio < 1.2,
        "held for each byte read: {ratio}"
    );

    let rules: Vec<&[&str]> = under("RULE").map(Vec::as_slice).collect();
    assert_eq!(rules.len(), 21, "twenty rules, and the rest together");
    assert!(rules[..20].iter().map(seconds).is_sorted_by(|a, b| a >= b));
    assert_eq!(rules[20][1], "more");
}
