//! Strong, to improve, rising, falling, not consistent: what a measure is called, at its limits and beside them, and the settings
//! that move them.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::command::{Folder, Output, caseready};

/// Strategy discussions of one team in one month, of which some record what the family is told (SD-17).
struct Held {
    team: &'static str,
    month: &'static str,
    open: bool,
    met: u32,
    of: u32,
}

const fn held(team: &'static str, month: &'static str, met: u32, of: u32) -> Held {
    Held {
        team,
        month,
        open: false,
        met,
        of,
    }
}

fn export(discussions: &[Held]) -> Folder {
    let mut csv =
        "strategy_discussion_id,child_id,held_on,team,case_already_open,informed\n".to_owned();
    let mut number = 0;
    for held in discussions {
        for place in 0..held.of {
            number += 1;
            let informed = if place < held.met {
                "Mother is told today"
            } else {
                ""
            };
            let open = if held.open { "Y" } else { "N" };
            let _ = writeln!(
                csv,
                "D{number},C{number},{}-15,{},{open},{informed}",
                held.month, held.team
            );
        }
    }
    Folder::with(&[("strategy_discussions.csv", csv.as_bytes())])
}

fn audit(folder: &Folder, more: &[&str]) -> Output {
    let path = folder.as_argument();
    let mut arguments = vec!["audit", &path, "--as-at", "2026-03-31", "--only", "SD-17"];
    arguments.extend_from_slice(more);
    caseready(arguments)
}

fn rule(discussions: &[Held]) -> Value {
    audit(&export(discussions), &["--format", "json"]).json()["rules"][0].clone()
}

#[test]
fn a_measure_is_strong_from_90_percent_and_to_improve_under_75() {
    for (met, of, standing) in [
        (18, 20, "strong"),
        (89, 100, "between"),
        (15, 20, "between"),
        (74, 100, "to improve"),
        (1, 10, "to improve"),
        (9, 9, "too few to judge"),
        (1, 9, "too few to judge"),
    ] {
        let rule = rule(&[held("North", "2026-01", met, of)]);
        assert_eq!(rule["standing"], standing, "{met} of {of}");
    }
}

#[test]
fn a_measure_at_least_england_s_is_strong_and_the_rate_is_beside_it() {
    // A hundred strategy discussions on 5 January 2026; 15 working days later is 26 January.
    let run = |in_time: usize| {
        let mut enquiries = "s47_id,child_id,strategy_discussion_id,started_on\n".to_owned();
        let mut discussions = "strategy_discussion_id,child_id,held_on\n".to_owned();
        let mut conferences = "conference_id,child_id,kind,transfer_in,s47_id,held_on\n".to_owned();
        for number in 0..100 {
            let day = if number < in_time { 26 } else { 27 };
            let _ = writeln!(enquiries, "S{number},C{number},D{number},2026-01-06");
            let _ = writeln!(discussions, "D{number},C{number},2026-01-05");
            let _ = writeln!(
                conferences,
                "F{number},C{number},initial,N,S{number},2026-01-{day}"
            );
        }
        let folder = Folder::with(&[
            ("s47_enquiries.csv", enquiries.as_bytes()),
            ("conferences.csv", conferences.as_bytes()),
            ("strategy_discussions.csv", discussions.as_bytes()),
        ]);
        let path = folder.as_argument();
        let arguments = ["audit", &path, "--as-at", "2026-03-31", "--only", "CC-01"];
        let json = caseready([&arguments[..], &["--format", "json"]].concat());
        (json.json()["rules"][0].clone(), caseready(arguments).stdout)
    };
    let (rule, text) = run(82);
    assert_eq!(rule["status"], "assessed", "{}", rule["reason"]);
    assert_eq!(rule["standing"], "strong", "England's rate was 81.4%");
    assert_eq!(rule["england"]["rate"], 81.4);
    assert!(
        text.contains("Child protection conferences: 1 of 1 standard, initial conferences in time 82%\n  (England 81%)\n"),
        "{text}"
    );
    assert_eq!(run(81).0["standing"], "between");
}

#[test]
fn a_measure_moves_from_five_points_between_the_halves_of_the_period() {
    for (early, recent, direction) in [
        (80, 85, "rising"),
        (80, 84, "steady"),
        (85, 80, "falling"),
        (84, 80, "steady"),
    ] {
        let rule = rule(&[
            held("North", "2025-09", early, 100),
            held("North", "2025-10", recent, 100),
        ]);
        assert_eq!(rule["direction"], direction, "{early} to {recent}");
        assert_eq!(rule["trend"][0]["month"], "2025-09");
        assert_eq!(rule["trend"][1]["outcomes"]["met"], recent);
        let half = |from: &str, to: &str, met: u32| json!({ "from": from, "to": to, "met": met, "judged": 100, "rate": f64::from(met) });
        let early = half("2025-04-01", "2025-09-30", early);
        let recent = half("2025-10-01", "2026-03-31", recent);
        assert_eq!(rule["halves"], json!([early, recent]));
        let moves = json!({
            "direction": direction, "halves": [early["rate"], recent["rate"]],
            "met": [early["met"], recent["met"]], "judged": [100, 100],
        });
        assert_eq!(group(&rule, "North")["moves"], moves);
    }
    for (early, recent) in [(9, 30), (30, 9)] {
        let rule = rule(&[
            held("North", "2025-09", 0, early),
            held("North", "2025-10", recent, recent),
        ]);
        assert_eq!(rule["direction"], "too few to judge");
    }
}

fn group<'r>(rule: &'r Value, team: &str) -> &'r Value {
    let mut groups = rule["groups"].as_array().expect("groups").iter();
    let of_team = |group: &&Value| group["by"] == json!(["team"]) && group["name"] == json!([team]);
    groups.find(of_team).expect("the team")
}

#[test]
fn a_team_moves_by_itself() {
    let rule = rule(&[
        held("North", "2025-09", 20, 20),
        held("South", "2025-09", 10, 20),
        held("West", "2025-10", 1, 1),
        held("North", "2025-11", 10, 20),
        held("South", "2025-11", 20, 20),
    ]);
    assert_eq!(rule["direction"], "steady");
    for (team, moves) in [
        (
            "North",
            json!({ "direction": "falling", "halves": [100.0, 50.0], "met": [20, 0, 10], "judged": [20, 0, 20] }),
        ),
        (
            "South",
            json!({ "direction": "rising", "halves": [50.0, 100.0], "met": [10, 0, 20], "judged": [20, 0, 20] }),
        ),
        (
            "West",
            json!({ "direction": "too few to judge", "halves": [null, 100.0], "met": [0, 1, 0], "judged": [0, 1, 0] }),
        ),
    ] {
        assert_eq!(group(&rule, team)["moves"], moves, "{team}");
    }
}

#[test]
fn the_halves_of_the_period_are_whole_months_or_none() {
    let folder = export(&[
        held("North", "2025-09", 8, 10),
        held("North", "2026-02", 9, 10),
    ]);
    let days = |period: &str| -> Vec<String> {
        let run = audit(&folder, &["--format", "json", "--period", period]).json();
        let halves = run["rules"][0]["halves"].as_array().expect("halves");
        let day = |half: &Value, end: &str| half[end].as_str().expect("a day").to_owned();
        halves
            .iter()
            .flat_map(|half| [day(half, "from"), day(half, "to")])
            .collect()
    };
    // From the first month that anything was due in.
    let all = ["2025-09-01", "2025-11-30", "2025-12-01", "2026-03-31"];
    assert_eq!(days("all"), all);
    // A month belongs to the half that holds most of it.
    let three = ["2026-01-01", "2026-02-28", "2026-03-01", "2026-03-31"];
    assert_eq!(days("3m"), three);
    assert_eq!(days("10d"), Vec::<String>::new(), "all of it in one month");
}

#[test]
fn teams_thirty_points_apart_are_not_consistent_and_small_ones_say_nothing() {
    let teams = |north: (u32, u32), avon: (u32, u32)| {
        rule(&[
            held("North", "2026-01", north.0, north.1),
            held("Avon", "2026-01", avon.0, avon.1),
        ])["consistent"]
            .clone()
    };
    assert_eq!(teams((10, 10), (7, 10)), false);
    assert_eq!(teams((20, 20), (15, 20)), true);
    assert_eq!(teams((10, 10), (0, 9)), Value::Null, "nine are too few");
    assert_eq!(
        rule(&[held("North", "2026-01", 5, 10)])["consistent"],
        Value::Null
    );
}

#[test]
fn the_summary_says_where_it_is_and_which_way_it_moves() {
    let folder = export(&[
        Held {
            open: true,
            ..held("West 1", "2025-06", 8, 10)
        },
        Held {
            open: true,
            ..held("West 1", "2025-12", 2, 10)
        },
        Held {
            open: true,
            ..held("North 1", "2025-12", 19, 20)
        },
        held("North 1", "2025-06", 40, 40),
        held("East 1", "2025-12", 3, 9),
    ]);
    let text = audit(&folder, &[]).stdout;
    let summary = &text[text.find("WHERE").expect("teams")..];
    assert!(
        text.contains(
            "falling from 96% of 50 to 62% of 39; not consistent:\n      West 1 50% of 20, North 1 98% of 60\n"
        ),
        "{text}"
    );
    for line in [
        "West 1                      1        0       0        0        0\n",
        "North 1                     0        0       1        0        0\n",
        "East 1                      0        0       0        1        0\n",
    ] {
        assert!(summary.contains(line), "{line}\n{summary}");
    }
    assert!(
        summary.contains(
            "\nWHICH WAY IT MOVES\nFalling: what the family is told recorded 96% of 50 to 62% of 39\n"
        ),
        "{summary}"
    );
    let run = audit(&folder, &["--format", "json"]).json();
    let group = |by: &[&str], name: &[&str]| {
        let groups = run["rules"][0]["groups"].as_array().expect("groups");
        let found = groups.iter().find(|group| {
            group["by"] == serde_json::json!(by) && group["name"] == serde_json::json!(name)
        });
        found.unwrap_or_else(|| panic!("{by:?} {name:?}")).clone()
    };
    let open = group(&["case_already_open"], &["yes"]);
    assert_eq!(
        (&open["rate"], &open["standing"]),
        (&72.5.into(), &"to improve".into())
    );
    let west = group(&["team", "case_already_open"], &["West 1", "yes"]);
    assert_eq!(west["rate"], 50.0);
    assert_eq!(
        group(&["team"], &["East 1"])["standing"],
        "too few to judge"
    );
}

#[test]
fn what_needs_to_improve_is_said_with_the_split_that_shows_it() {
    let folder = export(&[
        Held {
            open: true,
            ..held("West 1", "2025-06", 2, 20)
        },
        Held {
            open: true,
            ..held("North 1", "2025-06", 19, 20)
        },
        held("North 1", "2025-12", 19, 20),
        held("West 1", "2025-12", 10, 20),
    ]);
    let text = audit(&folder, &[]).stdout;
    let expected = "\
WHAT NEEDS TO IMPROVE
Strategy discussions
  SD-17 what the family is told recorded: 63% of 80
        not consistent: West 1 30% of 40, North 1 95% of 40
";
    assert!(text.contains(expected), "{text}");
    let folder = export(&[
        Held {
            open: true,
            ..held("West 1", "2025-06", 2, 20)
        },
        Held {
            open: true,
            ..held("North 1", "2025-06", 16, 20)
        },
        held("North 1", "2025-12", 19, 20),
        held("West 1", "2025-12", 20, 20),
    ]);
    let text = audit(&folder, &[]).stdout;
    let expected = "\
WHAT NEEDS TO IMPROVE
Strategy discussions
  SD-17 what the family is told recorded: 71% of 80
        where the case was already open 45% of 40 (West 1 10% of 20, North 1 80%
        of 20), where not 98%
";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn settings_move_the_limits_and_are_named_in_the_run() {
    let export = export(&[held("North", "2026-01", 16, 20)]);
    let settings = Folder::with(&[(
        "caseready.toml",
        b"[words]\nstrong_from = 80\nfewest = 20\n",
    )]);
    let file = settings.file("caseready.toml");
    let output = audit(&export, &["--config", &file, "--format", "json"]);
    let run = output.json();
    assert_eq!(run["rules"][0]["standing"], "strong");
    assert_eq!(run["run"]["settings"]["words"]["strong_from"], 80.0);
    assert_eq!(run["run"]["settings"]["words"]["to_improve_under"], 75.0);
    let name = run["run"]["settings"]["file"].as_str().expect("a name");
    assert!(name.ends_with("caseready.toml"), "{name}");
    let text = audit(&export, &["--config", &file]).stdout;
    assert!(text.contains("Settings: "), "{text}");
    let usual = audit(&export, &["--format", "json"]).json();
    assert_eq!(usual["run"]["settings"]["file"], Value::Null);
    assert_eq!(usual["rules"][0]["standing"], "between");
}

#[test]
fn mistakes_in_settings_are_pointed_at_together_and_nothing_is_judged() {
    let export = export(&[held("North", "2026-01", 16, 20)]);
    let settings = Folder::with(&[(
        "caseready.toml",
        b"[words]\nstrong = 80\nmoves_by = 120\nfewest = 0\nnot_consistent_from = \"wide\"\n\n[colours]\n",
    )]);
    let output = audit(&export, &["--config", &settings.file("caseready.toml")]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    for part in [
        "[words] has no key \"strong\"",
        "did you mean \"strong_from\"?",
        "moves_by is a percentage, from 0 to 100",
        "expected a whole number, 1 or more",
        "expected a number",
        "caseready.toml has no key \"colours\"",
    ] {
        assert!(output.stderr.contains(part), "{part}: {}", output.stderr);
    }
    let both = Folder::with(&[(
        "caseready.toml",
        b"[words]\nstrong_from = 60\nto_improve_under = 70\n",
    )]);
    let output = audit(&export, &["--config", &both.file("caseready.toml")]);
    assert_eq!(output.code, 2);
    assert!(
        output.stderr.contains("both strong and to improve"),
        "{}",
        output.stderr
    );
    let missing = audit(&export, &["--config", "no-such.toml"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing.stderr.contains("no-such.toml"),
        "{}",
        missing.stderr
    );
}

#[test]
fn a_worker_enters_the_trend_with_the_first_child() {
    let folder = Folder::with(&[
        ("workers.csv", b"worker_id,role,newly_qualified,full_time_equivalent\nW1,social worker,N,1\nW2,social worker,N,1\n"),
        (
            "allocations.csv",
            b"allocation_id,child_id,worker_id,role,started_on,ended_on\n\
              A1,C1,W1,allocated social worker,2024-05-01,2026-03-20\n\
              A2,C2,W2,allocated social worker,2026-02-10,\n",
        ),
    ]);
    let path = folder.as_argument();
    let arguments = [
        "audit",
        &path,
        "--as-at",
        "2026-03-31",
        "--only",
        "WF-01",
        "--format",
        "json",
    ];
    let run = caseready(arguments).json();
    let months = run["rules"][0]["trend"].as_array().expect("a trend");
    let met = |month: &str| {
        let month = months.iter().find(|found| found["month"] == month);
        month.expect("the month")["outcomes"]["met"].clone()
    };
    assert_eq!(
        (met("2025-04"), met("2026-01"), met("2026-02")),
        (1.into(), 1.into(), 2.into())
    );
    assert_eq!(run["rules"][0]["outcomes"]["met"], 2);
}

#[test]
fn those_that_are_far_apart_are_called_what_they_are() {
    let path = "fixtures/focused-visit";
    let summary = |by: &str| {
        let arguments = ["audit", path, "--as-at", "2026-03-31", "--by", by];
        let text = caseready(arguments).stdout;
        let (_, text) = text.split_once("\nWHERE\n").expect("where it is");
        let (text, _) = text.split_once("\nWHICH WAY").expect("which way it moves");
        text.to_owned()
    };
    let workers = summary("worker");
    assert!(workers.starts_with("standards by worker "), "{workers}");
    assert!(
        workers.contains(
            "\nand 20 more workers: -o csv=FILE writes them all.\n\
             Not consistent between workers: social care, police and health took part (W0044\n  23% of 13, W0007 100% of 27), "
        ),
        "{workers}"
    );
    assert!(!workers.contains("team"), "{workers}");
    let districts = summary("district");
    assert!(
        districts.contains("\nNot consistent between districts: "),
        "{districts}"
    );
    assert!(!districts.contains("team"), "{districts}");
    let teams = summary("team");
    assert!(
        teams.contains("\nNot consistent between teams: "),
        "{teams}"
    );
}

#[test]
fn what_is_strong_is_the_same_in_the_table_and_in_the_letter() {
    let folder = Folder::new();
    let html = folder.file("report.html");
    let arguments = ["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"];
    let table = caseready([&arguments[..], &["-o", &html]].concat()).stdout;
    let page = std::fs::read_to_string(html).expect("a page");
    let (_, table) = table.split_once("WHAT IS STRONG\n").expect("strengths");
    let (table, _) = table.split_once("\n\n").expect("its end");
    let lines = table.replace("\n  ", " ");
    let mut at = page.find("What is working well").expect("the letter's");
    for line in lines.lines() {
        let said = match line.split_once(": ") {
            Some((area, _)) if !area.starts_with("Strong") => format!("<strong>{area}</strong>: "),
            _ => line.replace('\'', "&#39;"),
        };
        let found = page[at..].find(&said);
        at += found.unwrap_or_else(|| panic!("{said}, in this order"));
    }
    assert!(
        lines.ends_with(
            "\nStrong on fewer than half of the standards judged: strategy discussions (5 of 15), child protection plans, core groups and visits (10 of 24), child in need plans (2 of 7), pre-proceedings (10 of 21) and direct work and the child's voice (3 of 8)"
        ),
        "{lines}"
    );
}

#[test]
fn what_is_counted_again_at_each_month_s_end_is_said_to_be() {
    let text = caseready(["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"]).stdout;
    for said in [
        "\n      rising from 35% to 65% at months' ends\n",
        "\n      rising from 75% of 12 to 100% of 42\n",
        "\nRising: caseloads within eighteen 35% to 65% at months' ends, legal planning\n",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn what_is_due_soon_is_due_in_days_of_which_the_as_at_date_is_the_first() {
    let audit = |decided: &str| {
        let csv = format!(
            "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nL1,C1,{decided},,\nL2,C2,2026-03-02,2026-03-03,\n"
        );
        let folder = Folder::with(&[("pre_proceedings.csv", csv.as_bytes())]);
        let path = folder.as_argument();
        caseready(["audit", &path, "--as-at", "2026-03-31", "--only", "PP-03"]).stdout
    };
    // Ten working days later, Good Friday and Easter Monday between, it is 13 April and 14 April.
    let line =
        |soon: u32| format!("\n{soon} due in the 14 days from 31 March 2026, 1 due in all.\n");
    for (decided, soon) in [("2026-03-26", 1), ("2026-03-27", 0)] {
        let text = audit(decided);
        assert!(text.contains(&line(soon)), "{decided}: {text}");
    }
}
