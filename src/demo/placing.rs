//! Where children in care live: how they come to be placed, and the records of it.

use super::caring::{Care, Course};
use super::case::{Case, kept};
use super::journey::Span;
use super::planning::Planner;
use super::practice;
use super::random::Stream;
use super::table::{Key, Table, Tables};
use crate::model::day::Day;

#[derive(Clone, Debug)]
pub struct Placement {
    /// As the return on looked-after children codes it.
    pub kind: &'static str,
    pub from: Day,
    pub to: Option<Day>,
    /// Why the child left it.
    pub reason: &'static str,
    pub approval: Option<Approval>,
}

/// A connected person's temporary approval.
#[derive(Clone, Copy, Debug)]
pub struct Approval {
    pub due: Day,
    pub granted: Day,
}

impl Placement {
    pub fn span(&self) -> Span {
        Span {
            from: self.from,
            to: self.to,
        }
    }

    /// A few days elsewhere, in the middle of another placement.
    pub fn is_temporary(&self) -> bool {
        self.kind.starts_with('T')
    }
}

const FOSTERED: &str = "U6";
const FOSTERED_LONG_TERM: &str = "U4";
const WITH_CONNECTED_PERSON: &str = "U3";
const WITH_ADOPTERS: &str = "A6";
const WITH_PARENTS: &str = "P1";
const CHILDREN_S_HOME: &str = "K2";
const SUPPORTED: &str = "K3";
const CARER_ON_HOLIDAY: &str = "T3";

/// A connected person may care for a child for so many days before the full approval.
const TEMPORARY_APPROVAL: i32 = 112;

impl Care {
    /// The last placement ends where another begins.
    fn move_to(&mut self, kind: &'static str, from: Day, reason: &'static str) {
        if let Some(last) = self.placements.last_mut() {
            last.to = Some(from);
            last.reason = reason;
        }
        self.placements.push(Placement {
            kind,
            from,
            to: None,
            reason: "",
            approval: None,
        });
    }

    /// Whatever was to come after the end does not.
    pub fn end_on(&mut self, ended: Day) {
        self.placements.retain(|placement| placement.from < ended);
        for placement in &mut self.placements {
            if placement.to.is_none_or(|to| to >= ended) {
                placement.to = Some(ended);
                placement.reason = "left care";
            }
        }
        self.ended = Some(ended);
    }
}

impl Planner<'_> {
    /// The placements of a period in care, and its end where it has one.
    pub(super) fn place(&mut self, care: &mut Care) {
        let started = care.started;
        let ends = match care.course {
            Course::Adoption => {
                care.move_to(FOSTERED, started, "");
                Some(self.with_adopters(care))
            }
            Course::Guardianship => {
                self.with_connected_person(care);
                let order = care.proceedings.and_then(|court| court.to);
                let after = self.random.between(35, 70);
                order.map(|order| order.plus_days(after))
            }
            Course::BackHome => {
                care.move_to(FOSTERED, started, "");
                Some(self.back_home(care))
            }
            Course::LongTermFostering => {
                care.move_to(FOSTERED, started, "");
                let after = self.random.between(70, 200);
                let on = self.days.working(started.plus_days(after));
                care.move_to(FOSTERED_LONG_TERM, on, "to a long-term placement");
                None
            }
            Course::Residential => {
                care.move_to(FOSTERED, started, "");
                let after = self.random.between(150, 380);
                let on = self.days.working(started.plus_days(after));
                care.move_to(CHILDREN_S_HOME, on, "carers could not go on");
                None
            }
            Course::Independence => {
                let after = self.random.between(40, 480);
                let born = self.born.unwrap_or(self.days.as_at);
                let on = self
                    .days
                    .working(born.plus_months(12 * 16).plus_days(after));
                if started < on {
                    care.move_to(FOSTERED, started, "");
                }
                care.move_to(SUPPORTED, on.max(started), "to supported living");
                None
            }
        };
        self.moves_of_the_last_year(care);
        self.away_for_some_days(care);
        if let Some(ends) = ends {
            care.end_on(self.days.working(ends));
        }
    }

    /// Matched after the placement order, placed some weeks later, and adopted within the year.
    fn with_adopters(&mut self, care: &mut Care) -> Day {
        let order = care.proceedings.and_then(|court| court.to);
        let order = order.unwrap_or(care.agreed);
        let wait = if self.even.chance(practice::MATCHED_IN_TIME) {
            self.random.between(35, 116)
        } else {
            self.random.between(126, 175)
        };
        let matched = self.days.working(order.plus_days(wait));
        care.matched = Some(matched);
        let placed = self.days.soon_after(matched, &mut self.random, 10, 28);
        care.move_to(WITH_ADOPTERS, placed, "placed for adoption");
        placed.plus_days(self.random.between(180, 300))
    }

    fn with_connected_person(&mut self, care: &mut Care) {
        care.move_to(WITH_CONNECTED_PERSON, care.started, "");
        let due = care.started.plus_days(TEMPORARY_APPROVAL);
        let granted = if self.even.chance(practice::APPROVED_IN_TIME) {
            due.plus_days(-self.random.between(3, 35))
        } else {
            due.plus_days(self.random.between(4, 24))
        };
        if let Some(placement) = care.placements.last_mut() {
            placement.approval = Some(Approval {
                due,
                granted: self.days.working(granted),
            });
        }
    }

    /// With the parents on the order for some months, until it is discharged.
    fn back_home(&mut self, care: &mut Care) -> Day {
        let after = self.random.between(110, 185);
        let on = self.days.working(care.started.plus_days(after));
        care.move_to(WITH_PARENTS, on, "return home");
        let length = if self.even.chance(practice::LOOKED_AT_WITHIN_A_YEAR) {
            self.random.between(150, 355)
        } else {
            self.random.between(375, 430)
        };
        on.plus_days(length)
    }

    /// Some placements break down: once in the last year, or for a few children more often.
    fn moves_of_the_last_year(&mut self, care: &mut Care) {
        let moves = match self.even.below(1000) {
            place if place < practice::MOVED_TWICE => 2,
            place if place < practice::MOVED_ONCE => 1,
            _ => 0,
        };
        for _ in 0..moves {
            let Some(last) = care.placements.last() else {
                return;
            };
            let (kind, from) = (last.kind, last.from);
            let latest = self.days.as_at.plus_days(-12);
            let length = latest.number() - from.number();
            if length < 120 || !care.course.is_long_term() || kind == SUPPORTED {
                return;
            }
            let ago = self.random.between(12, length.min(330) - 60);
            let on = self.days.working(self.days.as_at.plus_days(-ago));
            care.move_to(kind, on, "carers could not go on");
        }
    }

    fn away_for_some_days(&mut self, care: &mut Care) {
        let Some(last) = care.placements.last() else {
            return;
        };
        let ago = self.random.between(20, 500);
        let from = self.days.working(self.days.as_at.plus_days(-ago));
        let to = from.plus_days(self.random.between(4, 14));
        if last.kind.starts_with('U')
            && from > last.from.plus_days(40)
            && self.random.chance(practice::CARER_ON_HOLIDAY)
        {
            care.placements.push(Placement {
                kind: CARER_ON_HOLIDAY,
                from,
                to: Some(to),
                reason: "carers on holiday",
                approval: None,
            });
        }
    }
}

impl Case<'_> {
    pub fn write_placements(&self, care: &Care, period: Key, tables: &mut Tables<'_>) {
        let mut own = self.random_of(Stream::Care, 9);
        for (place, placement) in care.placements.iter().enumerate() {
            if !self.has_come(placement.from) {
                continue;
            }
            let ended = self.days.if_come(placement.to);
            let approval = placement.approval;
            tables
                .row(Table::Placements)
                .key(self.key("PL", place + 1))
                .key(period)
                .child(self.child.number)
                .event(Some(placement.from))
                .event(ended)
                .text(placement.kind)
                .text(if placement.kind == CHILDREN_S_HOME {
                    "PR4"
                } else {
                    "PR1"
                })
                .text(ended.map_or("", |_| placement.reason))
                .flag(kept(&mut own, true))
                .planned(approval.map(|approval| approval.due))
                .event(approval.map(|approval| approval.granted))
                .end();
        }
    }

    /// Placements of the twelve months to the as-at date, those of a few days left out.
    pub fn placements_in_a_year(&self, care: &Care) -> u32 {
        let since = self.days.as_at.plus_months(-12);
        let counts = |placement: &&Placement| {
            !placement.is_temporary()
                && self.has_come(placement.from)
                && placement.to.is_none_or(|to| to > since)
        };
        care.placements.iter().filter(counts).count() as u32
    }
}
