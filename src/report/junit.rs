//! JUnit XML: a suite for each area, and in it a test case for each rule.
//!
//! A test fails where something can still be done, or where the rate is one to improve; what must be read by a person, or could
//! not be judged, is skipped and says why: it is never a pass.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::hosted::{Hosted, OfRule, plain};
use super::saved::{Area, SavedRun, Status};
use crate::rules::plan::Severity;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let hosted = Hosted::of(run);
    let suites: Vec<Suite<'_>> = run
        .areas
        .iter()
        .map(|area| Suite::of(area, &hosted))
        .filter(|suite| !suite.cases.is_empty())
        .collect();
    let mut all = Totals::default();
    for suite in &suites {
        all.add(&suite.totals);
    }
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut start = BytesStart::new("testsuites");
    start.push_attribute(("name", "caseready"));
    all.push(&mut start);
    writer.write_event(Event::Start(start))?;
    for suite in &suites {
        suite.write(&hosted, &mut writer)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writer.into_inner().write_all(b"\n")
}

/// What a rule's test says.
enum Said {
    Passed,
    /// Whether it is an error in the sense of a severity, not of the program.
    Failed(&'static str),
    Skipped,
    Crashed,
}

#[derive(Default)]
struct Totals {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Totals {
    fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn count(&mut self, said: &Said) {
        self.tests += 1;
        match said {
            Said::Passed => {}
            Said::Failed(_) => self.failures += 1,
            Said::Skipped => self.skipped += 1,
            Said::Crashed => self.errors += 1,
        }
    }

    fn push(&self, start: &mut BytesStart<'_>) {
        start.push_attribute(("tests", self.tests.to_string().as_str()));
        start.push_attribute(("failures", self.failures.to_string().as_str()));
        start.push_attribute(("errors", self.errors.to_string().as_str()));
        // How long it took would make every night's file another.
        start.push_attribute(("time", "0"));
    }
}

struct Suite<'a> {
    area: &'a Area,
    cases: Vec<(Said, &'a OfRule<'a>)>,
    totals: Totals,
}

impl<'a> Suite<'a> {
    fn of(area: &'a Area, hosted: &'a Hosted<'a>) -> Self {
        let rules = hosted.rules.iter();
        let own = rules.filter(|of_rule| of_rule.rule.area == area.key);
        let cases: Vec<(Said, &OfRule<'_>)> = own.map(|of_rule| (said(of_rule), of_rule)).collect();
        let mut totals = Totals::default();
        for (said, _) in &cases {
            totals.count(said);
        }
        Self {
            area,
            cases,
            totals,
        }
    }

    fn write(&self, hosted: &Hosted<'_>, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
        let about = &hosted.run.run;
        let title = plain(&self.area.title);
        let mut start = BytesStart::new("testsuite");
        start.push_attribute(("name", title.as_str()));
        self.totals.push(&mut start);
        start.push_attribute(("skipped", self.totals.skipped.to_string().as_str()));
        start.push_attribute(("timestamp", format!("{}T00:00:00", about.as_at).as_str()));
        writer.write_event(Event::Start(start))?;
        let standards = &about.standards;
        let properties = [
            ("as-at", about.as_at.to_string()),
            (
                "standards",
                format!("{} {}", plain(&standards.name), plain(&standards.version)),
            ),
            ("digest", plain(&standards.digest)),
            ("caseready", plain(&about.version)),
        ];
        writer.write_event(Event::Start(BytesStart::new("properties")))?;
        for (name, value) in &properties {
            let property = BytesStart::new("property")
                .with_attributes([("name", *name), ("value", value.as_str())]);
            writer.write_event(Event::Empty(property))?;
        }
        writer.write_event(Event::End(BytesEnd::new("properties")))?;
        for (said, of_rule) in &self.cases {
            case(&title, said, of_rule, hosted, writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new("testsuite")))
    }
}

fn said(of_rule: &OfRule<'_>) -> Said {
    let rule = of_rule.rule;
    match rule.status {
        Status::Error => return Said::Crashed,
        Status::NotAssessed | Status::NotNeeded => return Said::Skipped,
        Status::Assessed => {}
    }
    if rule.outcomes.judged() == 0 {
        return Said::Skipped;
    }
    let has_any = !of_rule.live.is_empty() || rule.outcomes.not_met() > 0;
    if of_rule.is_prompt() && has_any {
        return Said::Skipped;
    }
    if of_rule.live.is_empty() && !rule.needs_to_improve {
        return Said::Passed;
    }
    match rule.severity {
        Severity::Critical | Severity::High => Said::Failed("error"),
        Severity::Medium | Severity::Low => Said::Failed("warning"),
    }
}

fn case(
    suite: &str,
    said: &Said,
    of_rule: &OfRule<'_>,
    hosted: &Hosted<'_>,
    writer: &mut Writer<&mut dyn Write>,
) -> io::Result<()> {
    let rule = of_rule.rule;
    let name = format!("{} {}", plain(&rule.id), plain(&rule.title));
    let start = BytesStart::new("testcase").with_attributes([
        ("name", name.as_str()),
        ("classname", suite),
        ("time", "0"),
    ]);
    let in_short = in_short(of_rule);
    let element = match said {
        Said::Passed => BytesStart::new("system-out"),
        // Text and no attribute is what every reader of these shows.
        Said::Skipped => BytesStart::new("skipped"),
        Said::Crashed => BytesStart::new("error")
            .with_attributes([("type", "error"), ("message", "the rule could not be run")]),
        Said::Failed(severity) => BytesStart::new("failure")
            .with_attributes([("type", *severity), ("message", in_short.as_str())]),
    };
    let text = match said {
        Said::Passed | Said::Skipped => in_short,
        Said::Crashed => "The rule could not be run, so nobody knows whether it is met.".to_owned(),
        Said::Failed(_) => at_length(&in_short, of_rule, hosted),
    };
    writer.write_event(Event::Start(start))?;
    let end = element.to_end().into_owned();
    writer.write_event(Event::Start(element.borrow()))?;
    writer.write_event(Event::Text(BytesText::new(&text)))?;
    writer.write_event(Event::End(end))?;
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

fn in_short(of_rule: &OfRule<'_>) -> String {
    let rule = of_rule.rule;
    if matches!(rule.status, Status::NotAssessed | Status::NotNeeded) {
        let reason = rule.reason.as_deref().unwrap_or("no reason was given");
        return format!("{}: {}", rule.status.name(), plain(reason));
    }
    let Some(rate) = of_rule.rate() else {
        let nothing = of_rule.unknown == 0 && of_rule.waived == 0;
        return if nothing {
            "no case in the period that it asks anything of".to_owned()
        } else {
            format!("none could be judged: {}", of_rule.counts())
        };
    };
    let read = if of_rule.is_prompt() && rule.outcomes.not_met() > 0 {
        ", to be read by a person"
    } else {
        ""
    };
    format!("{}; {rate}{read}", of_rule.counts())
}

/// The message again, since some readers show only the text; then why it matters, what to do and where.
fn at_length(in_short: &str, of_rule: &OfRule<'_>, hosted: &Hosted<'_>) -> String {
    let rule = of_rule.rule;
    let mut lines = vec![in_short.to_owned()];
    if rule.needs_to_improve {
        let under = hosted.run.run.settings.words.to_improve_under;
        lines.push(format!(
            "To improve: under {under}% met, of all of them or of one kind of case."
        ));
    }
    lines.push(format!("Why it matters: {}", plain(&rule.why)));
    lines.push(format!("What to do: {}", plain(&rule.remedy)));
    if !of_rule.live.is_empty() {
        lines.push(format!("To act on now: {}", hosted.rows(&of_rule.live)));
    }
    // A team of one names a person.
    if hosted.run.run.pseudonymised {
        for group in &rule.groups {
            if let ([by], [team], Some(rate)) =
                (group.by.as_slice(), group.name.as_slice(), group.rate)
                && by == "team"
                && group.outcomes.not_met() > 0
            {
                lines.push(format!(
                    "{}: {} of {} not met ({rate}% met)",
                    plain(team),
                    group.outcomes.not_met(),
                    group.outcomes.judged()
                ));
            }
        }
    }
    lines.join("\n")
}
