//! What the README shows is what the tool does.

use crate::command::{Folder, caseready};

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("the README")
}

/// The text of each block that begins with a line of three backticks and this language.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let opening = format!("```{language}\n");
    let parts = readme.split(&opening).skip(1);
    parts
        .map(|part| part.split("```").next().expect("a block ends").to_owned())
        .collect()
}

#[test]
fn the_report_it_shows_is_the_report_of_its_command() {
    let readme = readme();
    let shown: Vec<&str> = readme
        .lines()
        .skip_while(|line| *line != "    WHAT IS STRONG")
        .take_while(|line| line.is_empty() || line.starts_with("    "))
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .filter(|line| !line.is_empty())
        .collect();
    assert!(shown.len() > 20, "{shown:?}");
    let report = caseready(["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"]).stdout;
    let mut lines = report.lines();
    for line in shown.iter().filter(|line| line.trim() != "...") {
        assert!(
            lines.any(|printed| printed == *line),
            "the report has no such line, or not in this order: {line}"
        );
    }
}

#[test]
fn its_two_commands_are_the_audit_and_the_tests() {
    let commands = blocks("sh")[0].clone();
    let lines: Vec<&str> = commands.lines().collect();
    assert_eq!(lines.len(), 2, "{commands}");
    let typed = lines[0].split('#').next().expect("a command").trim();
    let arguments = typed
        .strip_prefix("cargo run --release -- ")
        .expect("it runs the binary");
    let output = caseready(arguments.split(' '));
    assert!(
        lines[0].contains(&format!("# exit {}", output.code)),
        "{}: exit {}",
        lines[0],
        output.code
    );
    assert_eq!(lines[1], "cargo test");
}

#[test]
fn the_rule_it_shows_runs_and_its_example_comes_out() {
    let rule = blocks("toml")
        .into_iter()
        .find(|block| block.contains("[subject]"))
        .expect("a rule");
    let folder = Folder::with(&[("standards/four-weeks.toml", rule.as_bytes())]);
    let output = caseready(["rules", "test", "--rules", &folder.as_argument()]);
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    let listed = caseready(["rules", "list"]).stdout;
    let (before, _) = listed.split_once(" rules, ").expect("how many there are");
    let carried = before.lines().last().expect("a number");
    let carried: u32 = carried.parse().expect("a number");
    assert!(
        output
            .stdout
            .starts_with(&format!("{} rules, ", carried + 1)),
        "{}",
        output.stdout
    );
}

#[test]
fn the_waiver_it_shows_waives() {
    let waiver = blocks("toml")
        .into_iter()
        .find(|block| block.contains("[[waiver]]"))
        .expect("a waiver");
    let folder = Folder::with(&[("waivers.toml", waiver.as_bytes())]);
    let file = folder.file("waivers.toml");
    let arguments = [
        "audit",
        "fixtures/pre-proceedings",
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-06",
        "--waivers",
        &file,
    ];
    let output = caseready(arguments);
    assert!(output.stdout.contains("1 waived"), "{}", output.stdout);
}

#[test]
fn its_exit_codes_are_those_of_help() {
    let help = caseready(["--help"])
        .stdout
        .replace("\n     ", " ")
        .replace("  ", " ");
    let readme = readme();
    let rows: Vec<(&str, &str)> = readme
        .lines()
        .filter_map(|line| {
            line.strip_prefix("| ")?
                .strip_suffix(" |")?
                .split_once(" | ")
        })
        .filter(|(code, _)| code.len() == 1 && code.chars().all(|c| c.is_ascii_digit()))
        .collect();
    assert_eq!(rows.len(), 4);
    for (code, meaning) in rows {
        let first = meaning
            .split([':', ';', '('])
            .next()
            .expect("words")
            .trim()
            .replace('`', "");
        assert!(
            help.contains(&format!("{code} {first}")),
            "{code} {first}: {help}"
        );
    }
}

#[test]
fn the_settings_it_shows_are_those_the_tool_begins_with() {
    let settings = blocks("toml")
        .into_iter()
        .find(|block| block.contains("[words]"))
        .expect("settings");
    let folder = Folder::with(&[("caseready.toml", settings.as_bytes())]);
    let file = folder.file("caseready.toml");
    let arguments = [
        "audit",
        "fixtures/pre-proceedings",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ];
    let words = |more: &[&str]| {
        let run = caseready([&arguments[..], more].concat()).json();
        run["run"]["settings"]["words"].clone()
    };
    assert_eq!(words(&["--config", &file]), words(&[]));
}

#[test]
fn the_mapping_it_shows_reads_the_file_it_speaks_of() {
    let mapping = blocks("toml")
        .into_iter()
        .find(|block| block.contains("[[mapping]]"))
        .expect("a mapping");
    let tracker = "Child Ref,Worker,Date of Supervision,Supervision type,Notes of discussion\nC1,W1,12/01/2026,Monthly,x\n";
    let folder = Folder::with(&[
        ("Supervision tracker.csv", tracker.as_bytes()),
        (".settings.toml", mapping.as_bytes()),
    ]);
    let config = folder.file(".settings.toml");
    let path = folder.as_argument();
    let page = caseready([
        "inspect",
        &path,
        "--as-at",
        "2026-03-31",
        "--config",
        &config,
    ])
    .stdout;
    assert!(page.contains("supervisions: 1 record"), "{page}");
}
