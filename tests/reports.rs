//! What commands print: for people at 80 columns, for shells, and what exit codes say.

use crate::command::{Folder, caseready, caseready_with};

const FIXTURE: &str = "fixtures/pre-proceedings";
const AS_AT: [&str; 2] = ["--as-at", "2026-03-31"];

fn audit<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["audit", FIXTURE, AS_AT[0], AS_AT[1]];
    arguments.extend_from_slice(more);
    arguments
}

#[test]
fn the_terminal_report_fits_80_columns_and_says_the_most_important_last() {
    let output = caseready(audit(&[]));
    for line in output.stdout.lines() {
        assert!(
            line.chars().count() <= 80,
            "{} columns: {line}",
            line.chars().count()
        );
    }
    assert!(
        output.stdout.starts_with(
            "England 2026.1, as at 31 March 2026: all that was due since 1 April 2025.\n"
        ),
        "{}",
        output.stdout
    );
    let last: String = output
        .stdout
        .trim_end()
        .rsplit("\n\n")
        .next()
        .expect("a last paragraph")
        .replace('\n', " ");
    assert!(
        last.contains("To act on now: ")
            && last.contains("Exit 1: findings of high severity or above."),
        "{last}"
    );
    assert!(last.contains("Next: caseready explain PP-"), "{last}");
}

#[test]
fn no_line_is_wider_than_a_narrow_terminal() {
    let arguments = ["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"];
    let output = caseready_with(arguments, &[("COLUMNS", "60")]);
    assert!(output.stdout.contains("CHILDREN;\n  ALLEGATIONS\n"));
    for line in output.stdout.lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
}

#[test]
fn what_is_past_adds_up_to_the_total_of_the_last_line() {
    let output = caseready(["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"]);
    let number = |words: &str| -> u32 { words.replace(',', "").parse().unwrap_or(0) };
    let of_line = |line: &str| {
        let (count, rest) = line.trim().split_once(' ')?;
        let is_past = rest.starts_with("past (") || rest.starts_with("past: ");
        is_past.then(|| number(count))
    };
    let rules: u32 = output.stdout.lines().filter_map(of_line).sum();
    let words: Vec<&str> = output.stdout.split_whitespace().collect();
    let total = words.iter().rposition(|word| *word == "past,");
    assert_eq!(rules, number(words[total.expect("a total") - 1]));
    assert_eq!(rules, 4_108);
    assert!(output.stdout.contains(" times due)"));
}

#[test]
fn colour_is_only_for_terminals_that_want_it() {
    assert!(
        !caseready(audit(&[])).stdout.contains('\u{1b}'),
        "a pipe gets no colour"
    );
    let forced = caseready_with(audit(&[]), &[("CLICOLOR_FORCE", "1")]);
    assert!(forced.stdout.contains('\u{1b}'), "colour can be asked for");
    let refused = caseready_with(audit(&[]), &[("NO_COLOR", "1")]);
    assert!(!refused.stdout.contains('\u{1b}'));
}

#[test]
fn a_path_alone_is_audited() {
    let short = caseready([FIXTURE, "--as-at", "2026-03-31"]);
    assert_eq!(short.stdout, caseready(audit(&[])).stdout);
    assert_eq!(short.code, 1);
}

#[test]
fn exit_codes_follow_fail_on() {
    assert_eq!(
        caseready(audit(&["--fail-on", "critical"])).code,
        0,
        "nothing critical is live"
    );
    assert_eq!(caseready(audit(&["--fail-on", "none"])).code, 0);
    assert_eq!(caseready(audit(&["--fail-on", "high"])).code, 1);
    assert_eq!(
        caseready(audit(&["--only", "PP-21", "--fail-on", "low"])).code,
        0,
        "what is past fails nothing"
    );
    assert_eq!(
        caseready(audit(&[
            "--only",
            "PP-21",
            "--fail-on",
            "low",
            "--fail-on-past"
        ]))
        .code,
        1
    );
    assert_eq!(
        caseready(audit(&["--only", "PP-18", "--fail-on", "low"])).code,
        0,
        "a prompt fails nothing"
    );
    assert_eq!(
        caseready(audit(&["--only", "PP-18", "--fail-on", "low", "--prompts"])).code,
        1
    );
    assert_eq!(
        caseready(audit(&["--require-complete", "--area", "pre-proceedings"])).code,
        1,
        "every rule asked for is judged: those that stand in for PP-05 are not wanting"
    );
}

#[test]
fn what_cannot_be_assessed_makes_the_audit_incomplete_only_where_asked() {
    let folder = Folder::with(&[(
        "pre_proceedings.csv",
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nL1,C1,2026-01-05,2026-01-08,\n",
    )]);
    let export = folder.as_argument();
    let arguments = [
        export.as_str(),
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-03,PP-05",
    ];
    let plain = caseready(arguments);
    assert_eq!(plain.code, 0, "{}", plain.stdout);
    assert!(
        plain
            .stdout
            .contains("PP-05: no pre_proceedings.first_meeting_on in these files"),
        "{}",
        plain.stdout
    );
    let strict = caseready(
        arguments
            .into_iter()
            .chain(["--require-complete", "--format", "json"]),
    );
    assert_eq!(strict.code, 3);
    assert_eq!(strict.json()["run"]["complete"], false);
    assert_eq!(strict.json()["run"]["exit"], 3);
}

#[test]
fn reports_are_written_whole_beside_the_table() {
    let folder = Folder::new();
    let file = folder.file("run.json");
    let output = caseready(audit(&["-o", &file]));
    assert!(
        output.stdout.contains("PRE-PROCEEDINGS"),
        "the table is printed too"
    );
    let written = std::fs::read_to_string(&file).expect("the report is there");
    let run: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
    assert_eq!(run["format"], "caseready/1");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing is left beside it"
    );

    let quiet = caseready(audit(&["--quiet", "-o", &format!("json={file}")]));
    assert_eq!(quiet.stdout, "");
    assert_eq!(quiet.code, 1, "the same exit code, whatever is printed");

    let nowhere = caseready(audit(&["-o", "json=no/such/folder/run.json"]));
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere
            .stderr
            .contains("no/such/folder/run.json: the report was not written: the folder no/such/folder is not there: make it first, or choose another\n"),
        "{}",
        nowhere.stderr
    );
}

/// As root, a file moved to the place of `/dev/null` would be the end of `/dev/null`.
#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_written_into_and_stays_what_it_is() {
    let folder = Folder::new();
    let (file, link) = (folder.file("run.json"), folder.file("latest"));
    std::fs::write(&file, "an older run, that was longer".repeat(300_000)).expect("a file");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let output = caseready(audit(&["--quiet", "-o", &format!("json={link}")]));
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert!(
        std::fs::symlink_metadata(&link)
            .expect("it is there")
            .is_symlink(),
        "the link is still a link"
    );
    let written = std::fs::read_to_string(&file).expect("the report is there");
    let run: serde_json::Value = serde_json::from_str(&written).expect("it is JSON, whole");
    assert_eq!(run["format"], "caseready/1");
}

#[test]
fn json_has_the_promised_shape() {
    let run = caseready(audit(&["--format", "json"])).json();
    let keys = |value: &serde_json::Value| {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(
        keys(&run),
        sorted(&[
            "format", "run", "areas", "inputs", "rules", "findings", "upcoming", "unknown",
            "waivers", "problems"
        ])
    );
    assert_eq!(
        keys(&run["run"]),
        sorted(&[
            "version",
            "arguments",
            "council",
            "as_at",
            "period",
            "standards",
            "settings",
            "complete",
            "pseudonymised",
            "exit",
            "stale"
        ])
    );
    assert_eq!(
        keys(&run["run"]["standards"]),
        sorted(&["name", "version", "digest"])
    );
    assert_eq!(
        keys(&run["inputs"][0]),
        sorted(&[
            "file",
            "kind",
            "table",
            "rows",
            "loaded",
            "rejected",
            "newest",
            "latest_only"
        ])
    );
    let rule = [
        "id",
        "title",
        "short",
        "area",
        "severity",
        "certainty",
        "force",
        "threshold",
        "status",
        "reason",
        "outcomes",
        "rate",
        "england",
        "standing",
        "needs_to_improve",
        "direction",
        "halves",
        "consistent",
        "asks",
        "why",
        "remedy",
        "sources",
        "splits",
        "undecided",
        "undecided_in_words",
        "children",
        "groups",
        "trend",
    ];
    assert_eq!(keys(&run["rules"][0]), sorted(&rule));
    assert_eq!(
        keys(&run["rules"][0]["outcomes"]),
        sorted(&[
            "met", "late", "missed", "overdue", "failed", "due", "unknown", "waived"
        ])
    );
    let finding = [
        "rule",
        "severity",
        "certainty",
        "outcome",
        "live",
        "table",
        "key",
        "child_id",
        "team",
        "worker_id",
        "due_on",
        "done_on",
        "days_over",
        "repeats",
        "message",
        "file",
        "row",
        "fingerprint",
        "status",
    ];
    assert_eq!(keys(&run["findings"][0]), sorted(&finding));
    assert_eq!(keys(&run["upcoming"][0]), sorted(&finding));
    assert_eq!(
        keys(&run["unknown"][0]),
        sorted(&[&finding[..], &["reason"]].concat())
    );
    assert_eq!(
        keys(&run["problems"][0]),
        sorted(&["severity", "file", "row", "column", "message", "count"])
    );
}

#[test]
fn the_counts_of_a_rule_are_those_of_its_groups_and_its_findings() {
    let run = caseready(audit(&["--format", "json"])).json();
    for rule in run["rules"].as_array().expect("rules") {
        for by in ["team", "district", "worker"] {
            for outcome in ["met", "late", "overdue", "failed", "due", "unknown"] {
                let groups = rule["groups"]
                    .as_array()
                    .expect("groups")
                    .iter()
                    .filter(|group| group["by"][0] == by);
                let total: u64 = groups
                    .map(|group| group["outcomes"][outcome].as_u64().expect("a count"))
                    .sum();
                assert_eq!(
                    total,
                    rule["outcomes"][outcome].as_u64().expect("a count"),
                    "{} by {by}: {outcome}",
                    rule["id"]
                );
            }
        }
        let of = |list: &str, outcome: &str| -> u64 {
            let findings = run[list].as_array().expect("findings").iter();
            findings
                .filter(|f| f["rule"] == rule["id"] && f["outcome"] == outcome)
                .map(|f| f["repeats"].as_u64().expect("a count"))
                .sum()
        };
        for outcome in ["late", "missed", "overdue", "failed"] {
            assert_eq!(
                of("findings", outcome),
                rule["outcomes"][outcome],
                "{}: {outcome}",
                rule["id"]
            );
        }
        assert_eq!(
            of("unknown", "unknown"),
            rule["outcomes"]["unknown"],
            "{}",
            rule["id"]
        );
    }
}

#[test]
fn a_live_waiver_waives_and_one_that_ran_out_does_not() {
    let waiver = |until: &str| {
        format!(
            "[[waiver]]\nrule = \"PP-06\"\nchild_id = \"C008\"\nuntil = {until}\nreason = \"the expert's report is due in May\"\nby = \"service manager\"\n"
        )
    };
    let folder = Folder::with(&[
        ("live.toml", waiver("2026-05-31").as_bytes()),
        ("over.toml", waiver("2026-03-30").as_bytes()),
    ]);
    let outcomes = |file: &str| {
        let run = caseready(audit(&[
            "--only",
            "PP-06",
            "--format",
            "json",
            "--waivers",
            file,
        ]))
        .json();
        (
            run["rules"][0]["outcomes"].clone(),
            run["waivers"][0]["state"].clone(),
        )
    };
    let (live, state) = outcomes(&folder.file("live.toml"));
    assert_eq!(
        (live["waived"].as_u64(), live["overdue"].as_u64()),
        (Some(1), Some(0)),
        "{live}"
    );
    assert_eq!(state, "active");
    let (over, state) = outcomes(&folder.file("over.toml"));
    assert_eq!(
        (over["waived"].as_u64(), over["overdue"].as_u64()),
        (Some(0), Some(1)),
        "{over}"
    );
    assert_eq!(state, "lapsed");
}

#[test]
fn the_team_is_that_of_the_social_worker_allocated_on_the_due_date() {
    let periods = "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,team\nL1,C1,2026-01-05,2026-01-30,,Own\n";
    let team = |allocations: &str| {
        let headings = "allocation_id,child_id,worker_id,team,role,started_on,ended_on\n";
        let rows = [headings, allocations].concat();
        let folder = Folder::with(&[
            ("pre_proceedings.csv", periods.as_bytes()),
            ("allocations.csv", rows.as_bytes()),
        ]);
        let export = folder.as_argument();
        let run = caseready([
            "audit",
            &export,
            "--as-at",
            "2026-03-31",
            "--only",
            "PP-03",
            "--format",
            "json",
        ])
        .json();
        let late = &run["findings"][0];
        assert_eq!(late["due_on"], "2026-01-19");
        format!(
            "{} {}",
            late["team"].as_str().expect("a team"),
            late["worker_id"].as_str().unwrap_or("-")
        )
    };
    let social_worker = "allocated social worker";
    assert_eq!(
        team(&format!("A1,C1,W1,North,{social_worker},2025-12-01,\n")),
        "North W1"
    );
    assert_eq!(
        team(&format!(
            "A1,C1,W1,North,{social_worker},2025-12-01,2026-01-20\n"
        )),
        "North W1",
        "still open on the day"
    );
    assert_eq!(
        team(&format!(
            "A1,C1,W1,North,{social_worker},2025-12-01,2026-01-19\n"
        )),
        "Own -",
        "ended by the day"
    );
    assert_eq!(
        team(&format!("A1,C1,W1,North,{social_worker},2026-01-20,\n")),
        "Own -",
        "not begun by the day"
    );
    let both = format!(
        "A1,C1,W1,North,{social_worker},2025-12-01,\nA2,C1,W2,South,{social_worker},2026-01-10,\n"
    );
    assert_eq!(team(&both), "South W2", "the newest first");
    assert_eq!(
        team("A1,C1,W1,North,family support worker,2025-12-01,\n"),
        "Own -",
        "only a social worker's"
    );
}

#[test]
fn explain_says_what_a_rule_asks_why_and_what_to_do() {
    let page = caseready(["explain", "pp-05"]);
    assert_eq!(page.code, 0);
    for part in [
        "PP-05 Pre-proceedings are reviewed at least every six weeks",
        "a pre-proceedings review at least every 6 weeks, until the end",
        "WHY\n",
        "WHAT TO DO\n",
        "SOURCES\n",
        "EXAMPLES\n",
    ] {
        assert!(page.stdout.contains(part), "{part}: {}", page.stdout);
    }
    let wrong = caseready(["explain", "PP-50"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong
            .stderr
            .contains("there is no rule \"PP-50\"; did you mean \"PP-"),
        "{}",
        wrong.stderr
    );
    for typed in ["PP5", "PP 5", "pp05"] {
        let wrong = caseready(["explain", typed]);
        assert_eq!(
            (wrong.code, wrong.stderr),
            (
                2,
                format!(
                    "caseready: there is no rule {typed:?}; did you mean \"PP-05\"? See caseready rules list.\n"
                )
            )
        );
    }
}

#[test]
fn explain_of_a_record_shows_every_working_day() {
    let folder = Folder::with(&[(
        "pre_proceedings.csv",
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nL1,C1,2025-12-17,2026-01-08,\n",
    )]);
    let export = folder.as_argument();
    let page = caseready([
        "explain",
        "PP-03",
        "--record",
        "L1",
        &export,
        "--as-at",
        "2026-03-31",
    ]);
    let text = page.stdout.replace("\n  ", " ").replace('\n', " ");
    for part in [
        "decided_on: Wednesday 17 December 2025",
        "The letter before proceedings was due by 5 January 2026 and came on 8 January 2026, 3 days late.",
        "10 working days from Wednesday 17 December 2025 is Monday 5 January 2026.",
        "Not counted: 6 days of weekends; Thursday 25 December 2025 (Christmas Day); Friday 26 December 2025 (Boxing Day); Thursday 1 January 2026 (New Year's Day).",
        "Working days: Thu 18 Dec, Fri 19 Dec, Mon 22 Dec, Tue 23 Dec, Wed 24 Dec, Mon 29 Dec, Tue 30 Dec, Wed 31 Dec, Fri 2 Jan, Mon 5 Jan.",
    ] {
        assert!(text.contains(part), "{part}: {}", page.stdout);
    }
    let unknown = caseready([
        "explain",
        "PP-03",
        "--record",
        "L9",
        &export,
        "--as-at",
        "2026-03-31",
    ]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .contains("none in this export has the key \"L9\", or is of a child with that id"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn inspect_says_what_was_recognised_and_what_can_be_judged() {
    let page = caseready(["inspect", FIXTURE, "--as-at", "2026-03-31"]);
    assert_eq!(page.code, 0, "{}", page.stderr);
    for part in [
        "As at 31 March 2026.\nAll files are in fixtures/pre-proceedings.\n",
        "\nteams.csv (CSV): teams 2 rows\n",
        "supervisions 37 rows\n- used: supervision_id, child_id, worker_id, held_on, kind\n",
        "supervisions: 37 records; newest event 27 March 2026\n",
        "\n- blank: rationale 1 of 16\n",
        "\nWHAT CAN BE JUDGED: 39 OF 218 STANDARDS\n",
        "\nPre-proceedings: 24 of 24 standards\n",
    ] {
        assert!(page.stdout.contains(part), "{part}: {}", page.stdout);
    }
    for line in page.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn rules_are_listed_and_completions_made() {
    let list = caseready(["rules", "list"]);
    assert!(
        list.stdout.contains("PP-30") && list.stdout.contains("226 rules, 220 of them on"),
        "{}",
        list.stdout
    );
    for line in list.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let test = caseready(["rules", "test"]);
    assert_eq!(test.code, 0);
    assert!(
        test.stdout.starts_with("226 rules, ")
            && test.stdout.trim_end().ends_with("as expected, 0 not"),
        "{}",
        test.stdout
    );
    for shell in ["bash", "powershell"] {
        assert!(
            caseready(["completions", shell])
                .stdout
                .contains("--require-complete"),
            "{shell}"
        );
    }
}

#[test]
fn no_condition_is_left_out_of_a_sentence() {
    let rule = include_str!("../rules/standards/child-protection-plans/category-recorded.toml");
    let rule = rule.replace("\"CP-26\"", "\"LO-01\"").replace(
        "table = \"cp_plans\"\n",
        "table = \"cp_plans\"\nwhere = { age = { not = 4 } }\n",
    );
    let folder = Folder::with(&[("standards/age.toml", rule.as_bytes())]);
    let page = caseready(["explain", "LO-01", "--rules", &folder.as_argument()]);
    assert!(
        page.stdout
            .contains("Where the child's age is anything but 4:"),
        "{}{}",
        page.stdout,
        page.stderr
    );
}

/// A disk without room, which Linux has as a file.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told_in_plain_words() {
    for arguments in [&["rules", "list"][..], &["fields"], &["schema", "run"]] {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_caseready"))
            .args(arguments)
            .stdout(full.expect("a full disk"))
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.ends_with("the disk is full: make room, or choose another place\n"),
            "{said}"
        );
    }
}
