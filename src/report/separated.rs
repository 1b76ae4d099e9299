//! CSV for Excel and Power BI: findings, and measures with the counts that rates are made of.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::document::NOT_RECORDED;
use super::saved::{Counts, Finding, Rule, SavedRun, Status};
use super::workbook::text::{fitted, is_like_a_formula};
use crate::check::outcome::one_decimal;
use crate::check::standing::Level;
use crate::model::day::Day;
use crate::model::unseen::on_one_line;

/// By it Excel knows that a file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

const FINDINGS: [&str; 25] = [
    "as_at",
    "list",
    "rule",
    "title",
    "area",
    "judgement",
    "severity",
    "certainty",
    "force",
    "outcome",
    "live",
    "child_id",
    "team",
    "worker_id",
    "due_on",
    "done_on",
    "days_over",
    "repeats",
    "message",
    "reason",
    "table",
    "key",
    "file",
    "row",
    "fingerprint",
];

const MEASURES: [&str; 34] = [
    "as_at",
    "period_from",
    "period_to",
    "rule",
    "title",
    "area",
    "judgement",
    "severity",
    "certainty",
    "force",
    "status",
    "reason",
    "by",
    "team",
    "district",
    "worker_id",
    "split_field",
    "split_value",
    "span",
    "month",
    "met",
    "not_met",
    "judged",
    "late",
    "missed",
    "overdue",
    "failed",
    "due",
    "unknown",
    "waived",
    "rate",
    "standing",
    "england_rate",
    "england_year",
];

/// A row a finding: what is not met, what falls due and what cannot be judged; `list` says which.
pub fn findings(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = begun(out, &FINDINGS)?;
    for (list, findings) in [
        ("finding", &run.findings),
        ("upcoming", &run.upcoming),
        ("unknown", &run.unknown),
    ] {
        for finding in findings {
            rows.write_record(finding_row(run, list, finding))?;
        }
    }
    rows.flush()
}

fn finding_row(run: &SavedRun, list: &str, finding: &Finding) -> [String; 25] {
    let rule = run.rule(&finding.rule);
    [
        run.run.as_at.to_string(),
        list.to_owned(),
        safe(&finding.rule),
        rule.map_or_else(String::new, |rule| safe(&rule.title)),
        rule.map_or_else(String::new, |rule| safe(area(run, rule).0)),
        rule.map_or_else(String::new, |rule| safe(area(run, rule).1)),
        finding.severity.name().to_owned(),
        finding.certainty.name().to_owned(),
        rule.map_or_else(String::new, |rule| rule.force.name().to_owned()),
        finding.outcome.name().to_owned(),
        if finding.live { "yes" } else { "no" }.to_owned(),
        safe(&finding.child_id),
        safe(finding.team.as_deref().unwrap_or_default()),
        safe(finding.worker_id.as_deref().unwrap_or_default()),
        day(finding.due_on),
        day(finding.done_on),
        finding
            .days_over
            .map_or_else(String::new, |days| days.to_string()),
        finding.repeats.to_string(),
        safe(&finding.message),
        safe(finding.reason.as_deref().unwrap_or_default()),
        safe(&finding.table),
        safe(&finding.key),
        safe(&finding.file),
        finding.row.to_string(),
        safe(&finding.fingerprint),
    ]
}

/// A row for each rule and group over the whole period, and for each rule and month over all groups and for each team. `by` and
/// `span` say which, so that rows that count the same thing twice can be kept apart. A rule that was not assessed has one row,
/// without counts.
pub fn measures(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = begun(out, &MEASURES)?;
    for rule in &run.rules {
        let all = Measure {
            names: &[],
            month: "",
            counts: match rule.status {
                Status::Assessed => Counted::All(&rule.outcomes),
                _ => Counted::Nothing,
            },
            rate: rule.rate,
            standing: Some(rule.standing),
        };
        rows.write_record(measure_row(run, rule, &all))?;
        if rule.status != Status::Assessed {
            continue;
        }
        for group in &rule.groups {
            let by = group.by.iter().map(String::as_str);
            let names: Vec<(&str, &str)> = by.zip(group.name.iter().map(String::as_str)).collect();
            let measure = Measure {
                names: &names,
                month: "",
                counts: Counted::All(&group.outcomes),
                rate: group.rate,
                standing: Some(group.standing),
            };
            rows.write_record(measure_row(run, rule, &measure))?;
            let Some(moves) = &group.moves else { continue };
            let counts = moves.met.iter().zip(&moves.judged);
            for (month, (met, judged)) in rule.trend.iter().zip(counts) {
                if *judged == 0 {
                    continue;
                }
                let measure = Measure {
                    names: &names,
                    month: &month.month,
                    counts: Counted::Judged {
                        met: *met,
                        judged: *judged,
                    },
                    rate: Some(*met as f64 * 100.0 / *judged as f64),
                    standing: None,
                };
                rows.write_record(measure_row(run, rule, &measure))?;
            }
        }
        for month in &rule.trend {
            let measure = Measure {
                names: &[],
                month: &month.month,
                counts: Counted::All(&month.outcomes),
                rate: month.rate,
                standing: None,
            };
            rows.write_record(measure_row(run, rule, &measure))?;
        }
    }
    rows.flush()
}

/// Of a team's month no more is known than what its rate is made of.
enum Counted<'a> {
    All(&'a Counts),
    Judged { met: u64, judged: u64 },
    Nothing,
}

/// A rule's counts over a group, or in a month.
struct Measure<'a> {
    /// What the group is by, and its name; none for all.
    names: &'a [(&'a str, &'a str)],
    /// Blank for the whole period.
    month: &'a str,
    counts: Counted<'a>,
    rate: Option<f64>,
    standing: Option<Level>,
}

fn measure_row(run: &SavedRun, rule: &Rule, measure: &Measure<'_>) -> Vec<String> {
    let (area, judgement) = area(run, rule);
    let named = |by: &str| {
        let name = measure.names.iter().find(|(other, _)| *other == by);
        name.map_or_else(String::new, |(_, name)| safe(name))
    };
    let split = measure.names.iter().find(|(by, _)| !WHO.contains(by));
    let by: Vec<&str> = measure.names.iter().map(|(by, _)| *by).collect();
    let mut row = vec![
        run.run.as_at.to_string(),
        day(run.run.period.from),
        day(Some(run.run.period.to)),
        safe(&rule.id),
        safe(&rule.title),
        safe(area),
        safe(judgement),
        rule.severity.name().to_owned(),
        rule.certainty.name().to_owned(),
        rule.force.name().to_owned(),
        rule.status.name().to_owned(),
        safe(rule.reason.as_deref().unwrap_or_default()),
        if by.is_empty() {
            "all".to_owned()
        } else {
            safe(&by.join(", "))
        },
        named("team"),
        named("district"),
        named("worker"),
        split.map_or_else(String::new, |(by, _)| safe(by)),
        split.map_or_else(String::new, |(_, name)| safe(name)),
        if measure.month.is_empty() {
            "period"
        } else {
            "month"
        }
        .to_owned(),
        safe(measure.month),
    ];
    match measure.counts {
        Counted::All(counts) => row.extend(counts.listed().map(|count| count.to_string())),
        Counted::Judged { met, judged } => {
            row.extend([met, judged.saturating_sub(met), judged].map(|count| count.to_string()));
            row.extend(std::iter::repeat_n(String::new(), 7));
        }
        Counted::Nothing => row.extend(std::iter::repeat_n(String::new(), 10)),
    }
    let england = rule.england.as_ref();
    row.extend([
        measure
            .rate
            .map_or_else(String::new, |rate| one_decimal(rate).to_string()),
        measure
            .standing
            .map_or_else(String::new, |standing| standing.name().to_owned()),
        england.map_or_else(String::new, |england| england.rate.to_string()),
        england.map_or_else(String::new, |england| safe(&england.year)),
    ]);
    row
}

/// What groups are by; any other name is that of a field.
const WHO: [&str; 3] = ["team", "district", "worker"];

/// Title and judgement.
fn area<'a>(run: &'a SavedRun, rule: &'a Rule) -> (&'a str, &'a str) {
    let area = run.areas.iter().find(|area| area.key == rule.area);
    area.map_or((&rule.area, NOT_RECORDED), |area| {
        (&area.title, &area.judgement)
    })
}

pub(super) fn begun<'w>(
    out: &'w mut dyn Write,
    headings: &[&str],
) -> io::Result<Writer<&'w mut dyn Write>> {
    out.write_all(MARK)?;
    let mut rows = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out);
    rows.write_record(headings)?;
    Ok(rows)
}

/// A text that no program takes for a formula, on one line.
pub(super) fn safe(text: &str) -> String {
    let shown = on_one_line(text);
    let shown = if is_like_a_formula(text) {
        format!("'{shown}").into()
    } else {
        shown
    };
    fitted(shown).into_owned()
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
