//! Rules judged piece by piece, on as many threads as there are.

use std::collections::BTreeMap;
use std::mem::take;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::model::crash::guarded;
use crate::model::day::Month;
use crate::model::runner::Runner;
use crate::rules::Ruleset;
use crate::rules::plan::{Check, Rule, RuleId};

use super::context::Context;
use super::request::Request;
use super::tally::{Counts, Tally};
use super::who::{Allocated, Allocations};
use super::{Prepared, judge, trend};

/// Rows of a table that one piece of work judges.
const ROWS: u32 = 16_384;

/// What a rule's records come to, or what a crash says: it is an error of that rule, and not of the run.
pub(super) type Judged<'p> = Result<Counts<'p>, String>;

/// One rule that is judged.
struct Open<'p> {
    id: RuleId,
    rule: &'p Rule,
    prepared: Result<Prepared, String>,
    /// Of a count, the rows that may have something in a month of its trend.
    in_months: Vec<u32>,
    preparing: Duration,
    pieces: usize,
    /// Those that are judged, by their place among the pieces of all rules.
    judged: Mutex<BTreeMap<usize, (Judged<'p>, Duration)>>,
}

/// What one piece of work judges of a rule.
enum Piece {
    Rows(Range<u32>),
    /// What falls in a month, of a count.
    Month(Month),
}

/// Judges each rule, and gives what `finish` makes of it, in their order, with the time that all threads together took over it.
/// That is made as soon as the last piece of a rule is judged, so that the pieces of few rules are held at a time.
pub(super) fn judge_all<'p, T: Send>(
    context: Context<'_>,
    ruleset: &'p Ruleset,
    rules: Vec<RuleId>,
    request: &Request<'_>,
    runner: &impl Runner,
    finish: impl Fn(RuleId, Judged<'p>) -> T + Sync + Send,
) -> Vec<(T, Duration)> {
    let allocated = Allocated::new(context);
    let rules = runner.map(rules, |id| {
        let begun = runner.now();
        let rule = ruleset.rule(id);
        let ready = guarded(|| {
            let in_months = match rule.check {
                Check::Count(_) => trend::in_any_month(rule, context, request),
                _ => Vec::new(),
            };
            let scope = Some(request.scope);
            (Prepared::new(rule, context, scope, runner), in_months)
        });
        let (prepared, in_months) = match ready {
            Ok((prepared, in_months)) => (Ok(prepared), in_months),
            Err(crash) => (Err(crash), Vec::new()),
        };
        Open {
            id,
            rule,
            prepared,
            in_months,
            preparing: runner.now().saturating_sub(begun),
            pieces: of_rule(rule, context, request).count(),
            judged: Mutex::default(),
        }
    });
    let pieces = rules
        .iter()
        .flat_map(|open| of_rule(open.rule, context, request).map(move |piece| (open, piece)));
    let pieces: Vec<(usize, (&Open<'p>, Piece))> = pieces.enumerate().collect();
    let finished = runner.map(pieces, |(place, (open, piece))| {
        let begun = runner.now();
        let judged = open.judge(piece, context, request, &allocated);
        let spent = runner.now().saturating_sub(begun);
        let pieces = open.all_with(place, (judged, spent))?;
        let begun = runner.now();
        let spent: Duration = pieces.values().map(|(_, spent)| *spent).sum();
        let finished = finish(
            open.id,
            joined(pieces.into_values().map(|(judged, _)| judged)),
        );
        let finishing = runner.now().saturating_sub(begun);
        Some((finished, open.preparing + spent + finishing))
    });
    finished.into_iter().flatten().collect()
}

/// At least one, though the table be empty.
fn of_rule(
    rule: &Rule,
    context: Context<'_>,
    request: &Request<'_>,
) -> impl Iterator<Item = Piece> {
    let rows = context.view.records.rows(rule.table);
    let rows_of = move |piece| piece * ROWS..rows.min((piece + 1) * ROWS);
    let months = matches!(rule.check, Check::Count(_)).then(|| trend::months(context, request));
    (0..rows.div_ceil(ROWS).max(1))
        .map(move |piece| Piece::Rows(rows_of(piece)))
        .chain(months.into_iter().flatten().map(Piece::Month))
}

impl<'p> Open<'p> {
    fn judge(
        &self,
        piece: Piece,
        context: Context<'_>,
        request: &Request<'_>,
        allocated: &Allocated,
    ) -> Judged<'p> {
        let prepared = self.prepared.as_ref().map_err(String::clone)?;
        guarded(|| match piece {
            Piece::Rows(rows) => {
                let allocations = Allocations::new(context, allocated);
                let (scope, waivers) = (request.scope, request.waivers);
                let mut tally =
                    Tally::new(context, scope, self.id, self.rule, &allocations, waivers);
                let undecided = judge(self.rule, prepared, context, Some(scope), rows, &mut tally);
                let mut counts = tally.counts;
                counts.undecided = undecided;
                if matches!(self.rule.check, Check::Count(_)) {
                    // They are pieces of their own.
                    counts.months.clear();
                }
                counts
            }
            Piece::Month(month) => Counts {
                months: trend::of_month(
                    context,
                    self.id,
                    prepared,
                    month,
                    &self.in_months,
                    request,
                    allocated,
                ),
                ..Counts::default()
            },
        })
    }

    /// All pieces of the rule, where this is the last.
    fn all_with(
        &self,
        place: usize,
        piece: (Judged<'p>, Duration),
    ) -> Option<BTreeMap<usize, (Judged<'p>, Duration)>> {
        let mut judged = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        judged.insert(place, piece);
        (judged.len() == self.pieces).then(|| take(&mut *judged))
    }
}

/// The pieces of one rule in their order, so that the same crash is told on any number of threads.
fn joined<'p>(pieces: impl Iterator<Item = Judged<'p>>) -> Judged<'p> {
    let join = |one: Judged<'p>, other: Judged<'p>| {
        let (mut one, other) = (one?, other?);
        guarded(move || {
            one.join(other);
            one
        })
    };
    pieces.reduce(join).unwrap_or_else(|| Ok(Counts::default()))
}
