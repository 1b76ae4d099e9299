//! Reviews of children in care.

use super::caring::Care;
use super::case::{Case, kept};
use super::family::Stage;
use super::practice;
use super::random::{Random, Stream};
use super::table::{Key, Table, Tables};
use crate::model::day::Day;

impl Case<'_> {
    /// The first within twenty working days, the second three months later, then every six months: brothers and sisters together.
    pub fn write_care_reviews(&self, care: &Care, period: Key, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::Care, 1);
        let reviews = self.recurring(care, practice::CARE_REVIEW_IN_TIME);
        let first = self.days.after(care.started, 20);
        let second_before = care.started.plus_days(75);
        let then = |held: Day| held.plus_months(if held < second_before { 3 } else { 6 });
        let mut own = self.random(Stream::Care);
        for (place, turn) in reviews.turns(first, then, &mut shared).iter().enumerate() {
            if turn.held.is_none() && !care.span().holds(self.days.as_at) {
                break;
            }
            let part = turn
                .held
                .map_or("", |held| self.part_in_review(held, &mut own));
            tables
                .row(Table::CareReviews)
                .key(self.key("CR", place + 1))
                .key(period)
                .child(self.child.number)
                .planned(kept(&mut own, turn.due))
                .event(turn.held)
                .text(part)
                .end();
        }
    }

    fn part_in_review(&self, held: Day, own: &mut Random) -> &'static str {
        match self.child.stage(held) {
            _ if !own.chance(practice::PART_IN_REVIEW_RECORDED) => "",
            Stage::Child => own.one_of(&["PN1", "PN1", "PN2", "PN3", "PN6", "PN6", "PN7"]),
            _ => "PN0",
        }
    }
}
