//! The page for a terminal: the standing of each authority, what needs to improve in how many, where they are furthest apart.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::check::exit::Exit;
use crate::check::outcome::Outcomes;
use crate::check::standing::{self, Level};
use crate::report::layout::{self, BOLD, grouped, plural, push_counts, title, wrapped};
use crate::report::percent::rate;
use crate::report::set_here;
use crate::report::terminal::{ALARM, standards_line};
use crate::rules::plan::RuleId;
use crate::rules::sentence::joined;

use super::{Authorities, Judged, Kept};

/// Standards in a section before "and n more".
const NAMED: usize = 10;
/// Where the words of a rule begin, after its identifier.
const INDENT: usize = 8;

/// One standard in every authority that could be judged on it.
#[derive(Default)]
struct Across<'a> {
    all: Outcomes,
    /// With enough obligations to say anything of.
    enough: Vec<Rated<'a>>,
    strong: usize,
    to_improve: usize,
}

/// An authority's rate, its name, and what the rate is of.
type Rated<'a> = (f64, &'a str, Outcomes);

impl<'a> Across<'a> {
    /// The authorities with the lowest and the highest rate.
    fn ends(&self) -> Option<(Rated<'a>, Rated<'a>)> {
        standing::ends(&self.enough, |(rate, name, outcomes)| {
            (*rate, outcomes.judged(), *name)
        })
    }
}

impl Authorities<'_> {
    /// As wide as so many columns.
    pub fn page(&self, width: usize) -> String {
        let mut text = String::new();
        self.heading(&mut text, width);
        self.standings(&mut text, width);
        self.not_judged_here(&mut text, width);
        self.with_care(&mut text, width);
        let across = self.across();
        self.strong(&mut text, &across, width);
        self.to_improve(&mut text, &across, width);
        self.apart(&mut text, &across, width);
        self.closing(&mut text, width);
        text
    }

    fn heading(&self, text: &mut String, width: usize) {
        wrapped(text, &standards_line(self.ruleset, self.scope), width, 0);
        let records: u64 = self.judged().map(|(_, judged)| judged.records).sum();
        let line = format!(
            "{}, each judged by itself: {}.",
            authorities(self.all.len()),
            plural(records, "record")
        );
        wrapped(text, &line, width, 0);
    }

    fn standings(&self, text: &mut String, width: usize) {
        let mut ordered: Vec<(&str, &Judged)> = self.judged().collect();
        if ordered.is_empty() {
            return;
        }
        // As the authority's own page counts: what needs to improve for some is to improve.
        let called = |rule: &Kept| {
            if rule.needs_to_improve {
                Level::ToImprove
            } else {
                rule.level
            }
        };
        let of_level = |judged: &Judged, level: Level| {
            let rules = judged.assessed();
            rules.filter(|rule| called(rule) == level).count() as u64
        };
        ordered.sort_by(|(a, x), (b, y)| {
            let worst = of_level(y, Level::ToImprove).cmp(&of_level(x, Level::ToImprove));
            worst.then(y.live.cmp(&x.live)).then_with(|| a.cmp(b))
        });
        title(text, "STANDARDS BY AUTHORITY");
        let headings = [
            "to improve",
            "between",
            "strong",
            "too few",
            "not assessed",
            "act now",
        ];
        let rows = ordered.into_iter().map(|(name, judged)| {
            let counts = [
                of_level(judged, Level::ToImprove),
                of_level(judged, Level::Between),
                of_level(judged, Level::Strong),
                of_level(judged, Level::TooFew),
                judged.rules.iter().filter(|rule| rule.is_wanting).count() as u64,
                judged.live,
            ];
            (name, counts)
        });
        push_counts(text, width, "authority", headings, rows);
    }

    fn not_judged_here(&self, text: &mut String, width: usize) {
        let mut not_judged = self.not_judged().peekable();
        if not_judged.peek().is_none() {
            return;
        }
        title(text, "NOT JUDGED");
        for (name, reason) in not_judged {
            let _ = write!(text, "{ALARM}");
            wrapped(text, &format!("{}: {reason}", layout::name(name)), width, 2);
            let _ = write!(text, "{ALARM:#}");
        }
    }

    fn with_care(&self, text: &mut String, width: usize) {
        if self.judged().all(|(_, judged)| judged.care.is_empty()) {
            return;
        }
        title(text, "READ WITH CARE");
        for (name, judged) in self.judged() {
            for line in &judged.care {
                wrapped(text, &format!("{}: {line}", layout::name(name)), width, 2);
            }
        }
    }

    fn across(&self) -> BTreeMap<RuleId, Across<'_>> {
        let mut across: BTreeMap<RuleId, Across<'_>> = BTreeMap::new();
        for (name, judged) in self.judged() {
            for rule in judged.assessed() {
                let of_rule = across.entry(rule.id).or_default();
                of_rule.all.join(&rule.outcomes);
                if rule.level == Level::TooFew {
                    continue;
                }
                let rate = rule.outcomes.exact_rate().unwrap_or_default();
                of_rule.enough.push((rate, name, rule.outcomes));
                if rule.needs_to_improve {
                    of_rule.to_improve += 1;
                } else if rule.level == Level::Strong {
                    of_rule.strong += 1;
                }
            }
        }
        across
    }

    /// The standards that are strong in every authority with enough to judge, of two or more.
    fn strong(&self, text: &mut String, across: &BTreeMap<RuleId, Across<'_>>, width: usize) {
        let is_strong = |of_rule: &Across<'_>| {
            of_rule.enough.len() > 1 && of_rule.strong == of_rule.enough.len()
        };
        let mut strong: Vec<String> = across
            .iter()
            .filter(|(_, of_rule)| is_strong(of_rule))
            .map(|(id, of_rule)| {
                let short = set_here::short(self.ruleset.rule(*id));
                format!("{short} {}", rate(&of_rule.all, &self.limits))
            })
            .collect();
        if strong.is_empty() {
            return;
        }
        let more = strong.len().saturating_sub(NAMED);
        strong.truncate(NAMED);
        if more > 0 {
            strong.push(format!("{more} more"));
        }
        title(text, "STRONG EVERYWHERE");
        wrapped(text, &format!("{}.", joined(&strong, "and")), width, 2);
    }

    fn to_improve(&self, text: &mut String, across: &BTreeMap<RuleId, Across<'_>>, width: usize) {
        let mut found: Vec<(&RuleId, &Across<'_>)> = across
            .iter()
            .filter(|(_, of_rule)| of_rule.to_improve > 0)
            .collect();
        if found.is_empty() {
            return;
        }
        found.sort_by_key(|(id, of_rule)| {
            let severity = self.ruleset.rule(**id).severity;
            (std::cmp::Reverse(of_rule.to_improve), severity, **id)
        });
        title(text, "WHAT NEEDS TO IMPROVE");
        for (id, of_rule) in found.iter().take(NAMED) {
            let rule = self.ruleset.rule(**id);
            let met = of_rule.all.exact_rate().unwrap_or_default();
            // A rule needs to improve where one value of what it is split by does, however well the rest is done.
            let in_part = if met >= self.limits.to_improve_under {
                ", less for some children: see the authority's own report"
            } else {
                ""
            };
            let line = format!(
                "{} {}: in {} of {}, {} of {} in all{in_part}",
                rule.id,
                set_here::short(rule),
                of_rule.to_improve,
                authorities(of_rule.enough.len()),
                rate(&of_rule.all, &self.limits),
                grouped(of_rule.all.judged())
            );
            wrapped(text, &line, width, INDENT);
        }
        and_more(text, found.len());
    }

    /// The standards on which two authorities differ as much as two teams must to be called not consistent.
    fn apart(&self, text: &mut String, across: &BTreeMap<RuleId, Across<'_>>, width: usize) {
        let gap = |of_rule: &Across<'_>| of_rule.ends().map_or(0.0, |(low, high)| high.0 - low.0);
        let mut apart: Vec<(f64, &RuleId, &Across<'_>)> = across
            .iter()
            .map(|(id, of_rule)| (gap(of_rule), id, of_rule))
            .filter(|(gap, ..)| *gap >= self.limits.not_consistent_from)
            .collect();
        if apart.is_empty() {
            return;
        }
        apart.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        title(text, "FURTHEST APART");
        for (_, id, of_rule) in apart.iter().take(NAMED) {
            let rule = self.ruleset.rule(**id);
            let end = |(_, name, outcomes): &Rated<'_>| {
                format!(
                    "{} {} of {}",
                    layout::name(name),
                    rate(outcomes, &self.limits),
                    grouped(outcomes.judged())
                )
            };
            let ends = of_rule
                .ends()
                .into_iter()
                .flat_map(|(low, high)| [low, high]);
            let ends: Vec<String> = ends.map(|one| end(&one)).collect();
            let line = format!("{} {}: {}", rule.id, set_here::short(rule), ends.join(", "));
            wrapped(text, &line, width, INDENT);
        }
        and_more(text, apart.len());
    }

    fn closing(&self, text: &mut String, width: usize) {
        let sum =
            |of: fn(&Judged) -> u64| grouped(self.judged().map(|(_, judged)| of(judged)).sum());
        let exit = self.exit();
        let not_judged = self.not_judged().count();
        let mut line = format!(
            "To act on now: {}. {} past, {} cannot be judged.",
            sum(|judged| judged.live),
            sum(|judged| judged.past),
            sum(|judged| judged.unknown)
        );
        if not_judged > 0 {
            let _ = write!(
                line,
                " Not judged: {}. This is not an all-clear.",
                authorities(not_judged)
            );
        }
        let words = match exit {
            Exit::Failed => "an authority could not be judged".to_owned(),
            Exit::Incomplete => "an audit is incomplete".to_owned(),
            Exit::Clear | Exit::Found => exit.in_words(self.fail_on),
        };
        let _ = write!(line, " Exit {}: {words}.", exit.code());
        text.push('\n');
        let style = if exit == Exit::Clear { BOLD } else { ALARM };
        let _ = write!(text, "{style}");
        wrapped(text, &line, width, 0);
        let _ = write!(text, "{style:#}");
    }
}

fn and_more(text: &mut String, found: usize) {
    if found > NAMED {
        let _ = writeln!(
            text,
            "and {} more, in the CSV (--format csv).",
            found - NAMED
        );
    }
}

/// "1 authority", "153 authorities".
fn authorities(count: usize) -> String {
    match count {
        1 => "1 authority".to_owned(),
        several => format!("{} authorities", grouped(several as u64)),
    }
}
