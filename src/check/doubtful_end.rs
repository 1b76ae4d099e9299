//! What is said without a due date of a record of which nobody can tell when it ended, or whether: that something is wanting in it is
//! no failure of the period, nor anything to be done, where it was over long ago; and that nothing is, no achievement.

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::records::Target;
use crate::model::view::Placed;
use crate::rules::plan::Rule;

use super::context::Context;
use super::grace;
use super::obligation::{Contradiction, Detail, Fact, Obligation, Sink, When};
use super::outcome::Outcome;
use super::scope::{is_open, is_placed_elsewhere};

/// Passes on what a check says, and leaves open what depends on whether the subject had ended.
pub(super) struct DoubtfulEnd<'s, 'a, 'p, S> {
    pub rule: &'p Rule,
    pub context: Context<'a>,
    pub sink: &'s mut S,
}

impl<'p, S: Sink<'p>> Sink<'p> for DoubtfulEnd<'_, '_, 'p, S> {
    const FOLLOWS: bool = S::FOLLOWS;

    fn obligation(&mut self, row: u32, obligation: Obligation<'_, 'p>) {
        let depends = match obligation.outcome {
            // What has a date of its own holds or fails on that day, however long the subject went on. What may be over is no more
            // met than failed: of records that are right in half, and cannot be read in all, the rate is not all.
            Outcome::Met | Outcome::Failed => {
                matches!(obligation.when, When::Undated) && !is_placed_elsewhere(self.rule)
            }
            Outcome::Due => grace::length(&self.rule.check).is_some(),
            _ => false,
        };
        let doubt = depends
            .then(|| self.context.doubtful_end(self.rule.table, row))
            .flatten();
        let obligation = doubt.map_or(obligation, Obligation::unknown);
        self.sink.obligation(row, obligation);
    }

    fn contradiction(&mut self, contradiction: Contradiction<'p>) {
        self.sink.contradiction(contradiction);
    }

    fn fact(&mut self, fact: Fact) {
        self.sink.fact(fact);
    }
}

impl Context<'_> {
    /// Why it is not known when a record ended, or whether: its last own date is recorded and cannot be read, or the reference to
    /// the record that it takes its dates from; or the record is open, and the child died on a day that cannot be read.
    fn doubtful_end<'p>(&self, table: TableId, row: u32) -> Option<Detail<'p>> {
        if let Some(detail) = self.unreadable_last_date(table, row) {
            return Some(detail);
        }
        let death = self.unreadable_death(table, row)?;
        let placed = self.view.placed(table, row);
        let may_go_on = placed == Placed::Undated || is_open(placed, self.as_at());
        may_go_on.then_some(death)
    }

    fn unreadable_last_date<'p>(&self, table: TableId, row: u32) -> Option<Detail<'p>> {
        let (records, catalogue) = (self.view.records, self.view.catalogue);
        let OwnDates::Of(field) = catalogue.table(table).dates else {
            let field = self.view.unreadable_last_date(table, row)?;
            return Some(Detail::UnreadableDate(table, field));
        };
        match records.target(catalogue, table, field, row) {
            Target::Row(of, of_row) => self.unreadable_last_date(of, of_row),
            Target::Unreadable => Some(Detail::UnreadableReference(table, field)),
            _ => None,
        }
    }
}
