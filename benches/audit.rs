//! Where the time of a large audit goes: an invented export of 70,000 referrals (about two million rows) is written below the
//! build folder, then read and judged in rounds with one thread and with two, turn by turn, and the medians are printed.
//!
//! Run with `cargo bench`. The results of every round are compared too: a change that is faster and different is no gain.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use caseready::check::context::Context as CheckContext;
use caseready::check::grouped::Grouped;
use caseready::check::request::Request;
use caseready::check::run::run;
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::load::{Context, Input, load};
use caseready::model::day::Day;
use caseready::model::runner::Runner;
use caseready::model::view::View;
use caseready::report::document::Finished;
use caseready::rules::Ruleset;
use caseready::rules::settings::Limits;
use rayon::prelude::*;

const REFERRALS: u64 = 70_000;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-export");
    let (rows, bytes) = export(&folder, REFERRALS)?;
    println!(
        "export: {REFERRALS} referrals, {rows} rows, {} MB of CSV",
        bytes / 1_000_000
    );
    let mut times: BTreeMap<(usize, &'static str), Vec<f64>> = BTreeMap::new();
    let mut results: Vec<Vec<u8>> = Vec::new();
    for _ in 0..ROUNDS {
        for threads in [1, 2] {
            results.push(round(&folder, threads, &mut times)?);
        }
    }
    assert!(
        results.windows(2).all(|pair| pair[0] == pair[1]),
        "every round must give the same bytes"
    );
    println!(
        "{:>7}  {:<10} {:>8} {:>8} {:>8}",
        "threads", "stage", "min s", "median s", "max s"
    );
    for ((threads, stage), mut seconds) in times {
        seconds.sort_by(f64::total_cmp);
        println!(
            "{threads:>7}  {stage:<10} {:>8.3} {:>8.3} {:>8.3}",
            seconds[0],
            seconds[ROUNDS / 2],
            seconds[ROUNDS - 1]
        );
    }
    println!("report: {} bytes of JSON", results[0].len());
    Ok(())
}

struct Pool(rayon::ThreadPool);

impl Runner for Pool {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        self.0
            .install(|| items.into_par_iter().map(&work).collect())
    }

    fn width(&self) -> usize {
        self.0.current_num_threads()
    }
}

fn round(
    folder: &Path,
    threads: usize,
    times: &mut BTreeMap<(usize, &'static str), Vec<f64>>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let runner = Pool(
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()?,
    );
    let begun = Instant::now();
    let mut last = begun;
    let mut stage = |name: &'static str| {
        times
            .entry((threads, name))
            .or_default()
            .push(last.elapsed().as_secs_f64());
        last = Instant::now();
    };
    let ruleset = Ruleset::carried().map_err(|bad| format!("{:?}", bad.diagnostics))?;
    stage("1 rules");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let inputs = files.into_iter().map(|path| Input {
        name: path.to_string_lossy().into_owned(),
        named: true,
        read: Box::new(move || fs::read(&path)),
    });
    let context = Context::new(
        &ruleset.catalogue,
        ruleset.reference.phrase_lists.placeholders(),
    );
    let loaded =
        load(inputs.collect(), &context, &runner).map_err(|refused| format!("{refused:?}"))?;
    stage("2 load");
    let as_at = Day::from_ymd(2026, 3, 31).ok_or("a day")?;
    let scope = Scope {
        as_at,
        after: Some(as_at.plus_months(-12)),
    };
    let waivers = Waivers::default();
    let rules = ruleset.ids().filter(|id| ruleset.rule(*id).on).collect();
    let found = run(
        &ruleset,
        &loaded.records,
        &Request {
            scope,
            rules,
            waivers: &waivers,
            limits: Limits::default(),
        },
        &runner,
    );
    stage("3 check");
    let grouped = Grouped::build(&ruleset, &loaded.records, std::iter::empty(), &runner);
    let view = View {
        records: &loaded.records,
        catalogue: &ruleset.catalogue,
        as_at,
    };
    let finished = Finished {
        ruleset: &ruleset,
        records: &loaded.records,
        run: &found,
        context: CheckContext {
            view,
            calendar: &ruleset.calendar,
            ruleset: &ruleset,
            grouped: &grouped,
        },
        problems: &loaded.problems,
        arguments: &[],
        settings_file: None,
        limits: Limits::default(),
        exit: 0,
        complete: true,
    };
    let mut json = Vec::new();
    caseready::report::json::write(&finished, &mut json)?;
    stage("4 report");
    times
        .entry((threads, "5 whole"))
        .or_default()
        .push(begun.elapsed().as_secs_f64());
    println!(
        "{threads} threads: {} bytes held for records",
        black_box(loaded.records.size())
    );
    Ok(json)
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

struct Table {
    out: BufWriter<fs::File>,
    rows: u64,
}

impl Table {
    fn new(folder: &Path, name: &str, headings: &str) -> io::Result<Self> {
        let mut out = BufWriter::new(fs::File::create(folder.join(format!("{name}.csv")))?);
        writeln!(out, "{headings}")?;
        Ok(Self { out, rows: 0 })
    }

    fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        self.rows += 1;
        writeln!(self.out, "{}", cells.join(","))
    }
}

const WORDS: [&str; 24] = [
    "mother",
    "school",
    "attended",
    "review",
    "the",
    "plan",
    "housing",
    "visits",
    "agreed",
    "worker",
    "calm",
    "morning",
    "routine",
    "father",
    "progress",
    "appointment",
    "meals",
    "bedroom",
    "nursery",
    "support",
    "safety",
    "weekly",
    "reported",
    "change",
];

fn narrative(chance: &mut Chance, words: u64) -> String {
    (0..words)
        .map(|_| WORDS[chance.below(WORDS.len() as u64) as usize])
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes the export, and gives its rows and bytes.
fn export(folder: &Path, referrals: u64) -> io::Result<(u64, u64)> {
    fs::create_dir_all(folder)?;
    let mut chance = Chance(20_260_331);
    let mut children = Table::new(
        folder,
        "children",
        "child_id,date_of_birth,expected_birth_on,sex,ethnicity,disabled",
    )?;
    let mut teams = Table::new(folder, "teams", "team,name,district")?;
    let mut referral = Table::new(
        folder,
        "referrals",
        "referral_id,child_id,received_on,decided_on,source,primary_need,closed_on,close_reason,team,worker_id",
    )?;
    let mut allocations = Table::new(
        folder,
        "allocations",
        "allocation_id,child_id,referral_id,worker_id,team,role,started_on,ended_on",
    )?;
    let mut assessments = Table::new(
        folder,
        "assessments",
        "assessment_id,child_id,referral_id,kind,started_on,completed_on,analysis,child_views",
    )?;
    let mut visits = Table::new(
        folder,
        "visits",
        "visit_id,child_id,kind,visited_on,child_seen,child_seen_alone,notes,worker_id",
    )?;
    let mut supervisions = Table::new(
        folder,
        "supervisions",
        "supervision_id,child_id,worker_id,held_on,kind,actions",
    )?;
    let mut legal = Table::new(
        folder,
        "legal_meetings",
        "legal_meeting_id,child_id,held_on,decision,rationale",
    )?;
    let mut periods = Table::new(
        folder,
        "pre_proceedings",
        "pre_proceedings_id,child_id,decided_on,letter_sent_on,first_meeting_on,ended_on,outcome,parents_represented,family_meeting_offered,contingency,extended_on,changes_required,support_offered,review_count,application_on,team",
    )?;
    let mut reviews = Table::new(
        folder,
        "pre_proceedings_reviews",
        "review_id,pre_proceedings_id,child_id,held_on,progress,decision,next_review_on,chair_role",
    )?;
    let mut actions = Table::new(
        folder,
        "plan_actions",
        "action_id,plan_id,child_id,plan_kind,description,owner,due_on,completed_on,intended_outcome",
    )?;
    for team in 0..12 {
        teams.row(&[
            &format!("T{team}"),
            &format!("Team {team}"),
            &format!("D{}", team % 4),
        ])?;
    }
    let first = Day::from_ymd(2020, 4, 1).map_or(0, Day::number);
    let day = |number: i64| Day::from_number(first + number as i32).to_string();
    for number in 0..referrals {
        let child = format!("C{:06}", number * 7 / 10);
        let begun = chance.below(2_190) as i64;
        let length = 20 + chance.below(400) as i64;
        let closed = if begun + length < 2_190 {
            day(begun + length)
        } else {
            String::new()
        };
        let (team, worker) = (
            format!("T{}", chance.below(12)),
            format!("W{}", chance.below(300)),
        );
        if number * 7 % 10 < 7 {
            let born = Day::from_number(first - chance.below(6_000) as i32).to_string();
            let expected = if chance.below(40) == 0 {
                day(begun + 90)
            } else {
                String::new()
            };
            children.row(&[&child, &born, &expected, "F", "WBRI", "no"])?;
        }
        let key = format!("R{number}");
        referral.row(&[
            &key,
            &child,
            &day(begun),
            &day(begun + 1),
            "6",
            "N1",
            &closed,
            if closed.is_empty() { "" } else { "RC7" },
            &team,
            &worker,
        ])?;
        for part in 0..2 {
            let end = if part == 0 {
                day(begun + length / 2)
            } else {
                closed.clone()
            };
            allocations.row(&[
                &format!("A{number}-{part}"),
                &child,
                &key,
                &worker,
                &team,
                "allocated social worker",
                &day(begun + part * length / 2),
                &end,
            ])?;
        }
        let kind = if chance.below(9) == 0 {
            "connected person"
        } else {
            "child and family"
        };
        let (analysis, views) = (narrative(&mut chance, 60), narrative(&mut chance, 20));
        assessments.row(&[
            &format!("N{number}"),
            &child,
            &key,
            kind,
            &day(begun + 2),
            &day(begun + 30),
            &analysis,
            &views,
        ])?;
        for visit in 0..=length / 21 {
            let seen = if chance.below(8) == 0 { "no" } else { "yes" };
            let notes = narrative(&mut chance, 25);
            visits.row(&[
                &format!("V{number}-{visit}"),
                &child,
                "child in need",
                &day(begun + visit * 21 + 3),
                seen,
                "yes",
                &notes,
                &worker,
            ])?;
        }
        for held in 0..=length / 30 {
            let actions = narrative(&mut chance, 12);
            supervisions.row(&[
                &format!("S{number}-{held}"),
                &child,
                &worker,
                &day(begun + held * 30 + 10),
                "case supervision",
                &actions,
            ])?;
        }
        for action in 0..3 {
            let due = begun + 14 + action * 20;
            let description = narrative(&mut chance, 10);
            actions.row(&[
                &format!("P{number}-{action}"),
                &format!("L{number}"),
                &child,
                if number % 6 == 0 {
                    "pre-proceedings"
                } else {
                    "child in need"
                },
                &description,
                &worker,
                &day(due),
                &day(due + chance.below(9) as i64 - 4),
                "safer at home",
            ])?;
        }
        if number % 6 == 0 {
            let rationale = narrative(&mut chance, 20);
            legal.row(&[
                &format!("M{number}"),
                &child,
                &day(begun + 20),
                "pre-proceedings",
                &rationale,
            ])?;
            let decided = begun + 22;
            let period = format!("L{number}");
            let outcome = if closed.is_empty() { "" } else { "step down" };
            periods.row(&[
                &period,
                &child,
                &day(decided),
                &day(decided + 8 + chance.below(8) as i64),
                &day(decided + 20 + chance.below(8) as i64),
                &closed,
                outcome,
                "yes",
                if chance.below(5) == 0 { "no" } else { "yes" },
                "move to grandparents",
                "",
                "no drinking",
                "weekly help",
                "",
                "",
                &team,
            ])?;
            let mut held = decided + 50;
            while held < begun + length {
                let progress = narrative(&mut chance, 35);
                reviews.row(&[
                    &format!("Q{number}-{held}"),
                    &period,
                    &child,
                    &day(held),
                    &progress,
                    "continue",
                    &day(held + 42),
                    "team manager",
                ])?;
                held += 30 + chance.below(30) as i64;
            }
        }
    }
    let tables = [
        children,
        teams,
        referral,
        allocations,
        assessments,
        visits,
        supervisions,
        legal,
        periods,
        reviews,
        actions,
    ];
    let mut rows = 0;
    for mut table in tables {
        table.out.flush()?;
        rows += table.rows;
    }
    let bytes = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|file| file.len())
        .sum();
    Ok((rows, bytes))
}
