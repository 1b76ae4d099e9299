//! Every record passing and every record failing: two exports made of the same records of the demonstration.
//!
//! The one has all that happened three times as close together, so that what should follow in time does, and the gaps in it
//! filled; the other three times as far apart, so that it comes late, with answers of no, one agency, and narratives that are
//! wanting or the same in every record. Rows, ids and which record belongs to which are as they were. Both are audited over the
//! whole time that they cover. What no edit of cells can turn, such as how many children a worker holds, stays: the share that
//! is not met is printed for both.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use caseready::model::catalogue::FieldKind;
use caseready::model::day::Day;
use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::engine::Engine;
use super::export::{AS_AT, Export, clear, demo, place};
use super::table::{Figures, Same, WHOLE};
use super::{Options, count, whole};

#[derive(Clone, Copy, PartialEq)]
enum Twin {
    Passing,
    Failing,
}

/// How much closer, or further, things lie.
const TIMES: i32 = 3;

/// Days by which what follows in a record comes later still, and what should come before another day earlier.
const LATER: i32 = 14;

/// Questions that should be answered with yes. The other flags say what kind of record it is.
const ASKED: [&str; 13] = [
    "accommodation_suitable",
    "actions_have_owner_and_date",
    "advocacy_offered",
    "advocate_offered",
    "child_seen_alone",
    "family_meeting_offered",
    "interview_offered",
    "parents_represented",
    "plan_reviewed",
    "previous_actions_reviewed",
    "quorate",
    "registered",
    "transition_discussed",
];

/// A column of answers that are all alike is taken for no evidence: one in so many is the other way.
const OTHERWISE: usize = 50;

const SAME_AGAIN: &str = "To continue to monitor the situation and to engage with services as and when this is needed, in line with \
     the plan that was agreed at the last meeting, and to be reviewed again.";

pub fn bench(options: &Options) -> Result<(), Box<dyn Error>> {
    let engine = Engine::new()?;
    let source = demo(options.children, options.years, "native")?;
    let mut twins = Vec::new();
    for (twin, name) in [
        (Twin::Passing, "every record passing"),
        (Twin::Failing, "every record failing"),
    ] {
        let folder = place(&name.replace(' ', "-"));
        clear(&folder)?;
        fs::create_dir_all(&folder)?;
        for file in &source.files {
            edit(&engine, twin, file, &folder)?;
        }
        let export = Export::read(name.to_owned(), folder, source.records)?;
        twins.push((export, Figures::default(), String::new()));
    }
    let mut same = Same::default();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        for (export, figures, share) in &mut twins {
            count::time(export, figures)?;
            let whole = whole::audit(export, &["--period", "all"])?;
            whole.add_to(figures);
            if share.is_empty() {
                *share = not_met(&whole.report)?;
            }
            same.compare(&export.name, File::open(whole.report)?)?;
        }
    }
    for (export, figures, share) in &twins {
        figures.print(export);
        println!("{share}");
    }
    let [passing, failing] = [0, 1].map(|twin| twins[twin].1.medians(WHOLE));
    if let (Some(passing), Some(failing)) = (passing, failing) {
        println!(
            "\nfailing takes {:.2} times as long as passing, and {:.2} times the processor time",
            failing.0 / passing.0,
            failing.1 / passing.1
        );
    }
    Ok(())
}

/// Writes one file of a twin.
fn edit(engine: &Engine, twin: Twin, file: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let catalogue = &engine.ruleset.catalogue;
    let table = file.file_stem().and_then(|stem| stem.to_str());
    let table = table.and_then(|name| catalogue.find(name));
    let table = catalogue.table(table.ok_or("a file named as its table")?);
    let as_at = Day::parse_iso(AS_AT).ok_or("a day")?;
    let mut reader = ReaderBuilder::new().from_path(file)?;
    let headings = reader.headers()?.clone();
    let kinds: Vec<Option<&FieldKind>> = headings
        .iter()
        .map(|heading| Some(&table.fields[table.field(heading)?.index()].kind))
        .collect();
    let first_date = headings.iter().find(|heading| heading.ends_with("_on"));
    let to = folder.join(file.file_name().ok_or("a file's name")?);
    let mut writer = WriterBuilder::new().from_path(to)?;
    writer.write_record(&headings)?;
    let mut row = StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut row)? {
        let cells = row.iter().zip(&headings).zip(&kinds);
        let edited = cells.map(|((cell, heading), kind)| match kind {
            Some(FieldKind::Date) if heading != "date_of_birth" => {
                moved(twin, heading, cell, as_at, first_date == Some(heading))
            }
            Some(FieldKind::Flag) if ASKED.contains(&heading) => answer(twin, number),
            Some(FieldKind::List) if heading == "agencies" => match twin {
                Twin::Passing => "social care; police; health; school".into(),
                Twin::Failing => "landlord".into(),
            },
            Some(FieldKind::Text) => narrative(twin, heading, cell, number),
            _ => cell.into(),
        });
        writer.write_record(edited.map(Cow::into_owned))?;
        number += 1;
    }
    writer.flush()?;
    Ok(())
}

/// A date closer to the day of the audit, or further from it; in the failing one what follows the first of a record's dates
/// comes a fortnight later still, where that leaves it in the past.
fn moved<'c>(twin: Twin, heading: &str, cell: &'c str, as_at: Day, is_first: bool) -> Cow<'c, str> {
    let Some(day) = Day::parse_iso(cell) else {
        return match (twin, heading) {
            (Twin::Passing, "due_on") => as_at.plus_days(TIMES).to_string().into(),
            _ => cell.into(),
        };
    };
    let away = day.number() - as_at.number();
    let away = match twin {
        // What should come before another day must not come closer to it.
        Twin::Passing if heading == "report_shared_on" => away.div_euclid(TIMES) - LATER,
        Twin::Passing => away.div_euclid(TIMES),
        Twin::Failing if is_first || away > 0 => away * TIMES,
        Twin::Failing => (away * TIMES + LATER).min(0),
    };
    as_at.plus_days(away).to_string().into()
}

fn answer(twin: Twin, number: usize) -> Cow<'static, str> {
    let is_other = number.is_multiple_of(OTHERWISE);
    if (twin == Twin::Passing) ^ is_other {
        "yes".into()
    } else {
        "no".into()
    }
}

/// As many as any rule asks for in a field of this name.
fn words_wanted(heading: &str) -> usize {
    match heading {
        "analysis" | "summary" => 60,
        "notes" | "reflection" => 40,
        "progress" | "rationale" | "child_views" => 30,
        _ => 20,
    }
}

fn narrative<'c>(twin: Twin, heading: &str, cell: &'c str, number: usize) -> Cow<'c, str> {
    match twin {
        Twin::Failing if number.is_multiple_of(2) => SAME_AGAIN.into(),
        Twin::Failing => "".into(),
        Twin::Passing if heading == "owner" => "health visitor".into(),
        // Nothing, or too little to say anything: words that stand in no other record.
        Twin::Passing if cell.split_whitespace().count() < words_wanted(heading) => (0
            ..words_wanted(heading))
            .map(|word| format!("{word}of{number}"))
            .collect::<Vec<_>>()
            .join(" ")
            .into(),
        Twin::Passing => cell.into(),
    }
}

/// The parts of a run that tell how many obligations it has and how many findings.
#[derive(Deserialize)]
struct Report {
    rules: Vec<Rule>,
    findings: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Rule {
    outcomes: BTreeMap<String, u64>,
}

/// How much of a run is not met, in words.
fn not_met(path: &Path) -> Result<String, Box<dyn Error>> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let run: Report = serde_json::from_reader(BufReader::new(file))?;
    let sum = |outcome: &str| -> u64 {
        let of = |rule: &Rule| rule.outcomes.get(outcome).copied();
        run.rules.iter().filter_map(of).sum()
    };
    let not_met: u64 = ["late", "missed", "overdue", "failed"]
        .map(sum)
        .iter()
        .sum();
    let judged = sum("met") + not_met;
    Ok(format!(
        "{:.1}% of {judged} obligations not met, {} findings, {:.1} MB of JSON",
        not_met as f64 * 100.0 / judged as f64,
        run.findings.len(),
        bytes as f64 / 1e6
    ))
}
