//! Visits, and the direct work done at some of them.

use super::caring::Care;
use super::case::{Case, kept};
use super::days::Days;
use super::family::{Child, Stage};
use super::journey::{Journey, Path, Span};
use super::practice;
use super::random::{Random, Stream};
use super::sheltering;
use super::table::{Table, Tables};
use crate::model::day::Day;

/// Days from one visit to a disabled child to the next: two in three months, so that one missed is not the end of it.
const DISABLED_CHILD_SEEN: i32 = 75;
const FOSTERED_CHILD_SEEN: i32 = 40;

#[derive(Clone, Copy, Debug)]
pub struct Visit {
    pub day: Day,
    pub seen: bool,
}

/// The days on which the family is visited.
pub fn days_of_visits(journey: &Journey, days: &Days<'_>, random: &mut Random) -> Vec<Day> {
    let mut found: Vec<Day> = Vec::new();
    let mut appointments: Vec<Day> = enquiries(journey).collect();
    for (started, _) in &journey.updates {
        if random.chance(practice::SEEN_IN_TEN_DAYS) {
            appointments.push(days.soon_after(*started, random, 1, 9));
        }
    }
    if let Some(closed) = journey.closed
        && random.chance(practice::VISITED_BEFORE_CLOSING)
    {
        appointments.push(days.working(closed.plus_days(-random.between(3, 24))));
    }
    appointments.extend(sheltering::first_visit(journey, days, random));
    for placement in journey.care.iter().flat_map(|care| &care.placements) {
        if !placement.is_temporary() && random.chance(practice::VISITED_IN_FIRST_WEEK) {
            appointments.push(days.soon_after(placement.from, random, 1, 4));
        }
    }
    appointments.sort_unstable();
    let end = journey.closed.unwrap_or(days.as_at).min(days.as_at);
    let mut last = journey.received.max(days.diary_begins()).plus_days(-1);
    let (low, high) = if random.chance(practice::SEEN_IN_TEN_DAYS) {
        (2, 8)
    } else {
        (12, 18)
    };
    let first = journey.decided.max(days.diary_begins());
    let mut next = days.soon_after(first, random, low, high);
    loop {
        for holder in &journey.holders {
            if holder.from > last
                && holder.from < next
                && random.chance(practice::NEW_WORKER_VISITS)
            {
                next = next.min(days.soon_after(holder.from, random, 2, 9));
            }
        }
        let appointment = appointments.iter().find(|day| **day > last && **day < next);
        next = *appointment.unwrap_or(&next);
        if let Some(plan) = &journey.protection
            && plan.started >= last
            && plan.started < next
        {
            next = next.min(days.soon_after(plan.started, random, 5, 10));
        }
        if next > end {
            break;
        }
        found.push(next);
        last = next;
        if let Some(within) = days_to_next_visit(journey, last) {
            let next_in = if random.chance(practice::CARE_VISIT_IN_TIME) {
                within - random.between(0, within / 3)
            } else {
                within + random.between(2, 14)
            };
            next = days.working(last.plus_days(next_in)).max(last.plus_days(1));
            continue;
        }
        let (low, high) = if journey.is_protected(last) {
            if random.chance(practice::VISIT_IN_TIME) {
                (8, 10)
            } else {
                (11, 17)
            }
        } else if random.chance(practice::NEED_VISIT_IN_TIME) {
            (20, 29)
        } else {
            (31, 42)
        };
        next = days.soon_after(last, random, low, high);
        // A visit for the enquiry does not stand for the first of the assessment.
        if let Some((started, _)) = journey.assessed
            && last < started
        {
            next = next.min(days.soon_after(started, random, 2, 9));
        }
    }
    found
}

/// Within how many days the next visit is due, where a rule of its own says so.
fn days_to_next_visit(journey: &Journey, day: Day) -> Option<i32> {
    match journey.path {
        Path::Disabled => return Some(DISABLED_CHILD_SEEN),
        Path::PrivatelyFostered => return Some(FOSTERED_CHILD_SEEN),
        _ => {}
    }
    journey
        .care_on(day)
        .map(|care| care.days_to_next_visit(day))
}

/// The days on which enquiries see the children.
fn enquiries(journey: &Journey) -> impl Iterator<Item = Day> + '_ {
    let enquiries = journey
        .discussions
        .iter()
        .filter_map(|discussion| discussion.enquiry.as_ref());
    enquiries.map(|enquiry| enquiry.seen)
}

/// Whether this child was seen at each: brothers and sisters are not always all at home.
pub fn visits_to(child: &Child, family_days: &[Day], journey: &Journey, seed: u64) -> Vec<Visit> {
    let mut random = Random::new(seed, child.number, Stream::Visit);
    let hidden = !random.chance(practice::SEEN_BEFORE_COMPLETION);
    let is_hidden = |day: Day| {
        hidden
            && journey
                .assessed
                .is_some_and(|(started, completed)| day >= started && day <= completed)
    };
    let visit = |(place, day): (usize, &Day)| {
        let chance = if enquiries(journey).any(|seen| seen == *day) {
            practice::SEEN_IN_ENQUIRY
        } else if place < 2 {
            practice::SEEN_AT_FIRST
        } else {
            practice::SEEN_AT_VISIT
        };
        Visit {
            day: *day,
            seen: random.chance(chance) && child.born <= *day && !is_hidden(*day),
        }
    };
    family_days.iter().enumerate().map(visit).collect()
}

impl Case<'_> {
    pub fn write_visits(&self, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::Diary);
        for (number, visit) in self.visits.iter().enumerate() {
            let day = visit.day;
            let in_care = self.journey.care_on(day).is_some();
            let protected = self.journey.is_protected(day);
            let kind = if in_care {
                "looked after"
            } else if protected {
                "child protection"
            } else {
                "child in need"
            };
            let may_be_alone = self.child.stage(day) == Stage::Child;
            let alone = visit.seen && may_be_alone && random.chance(practice::SEEN_ALONE_AT_VISIT);
            let bedroom = random.chance(practice::BEDROOM_SEEN);
            let recorded = if random.chance(880) {
                self.days.soon_after(day, &mut random, 0, 2)
            } else {
                self.days.soon_after(day, &mut random, 3, 9)
            };
            tables
                .row(Table::Visits)
                .key(self.key("V", number + 1))
                .child(self.child.number)
                .text(kind)
                .event(Some(day))
                .flag(if self.is_born(day) {
                    kept(&mut random, visit.seen)
                } else {
                    None
                })
                .flag(Some(alone))
                .flag(Some(bedroom))
                .event(Some(recorded))
                .text(&self.note(*visit, &mut random))
                .worker(self.worker(day))
                .end();
        }
    }

    /// Direct work with a child on a plan or in care, about every quarter.
    pub fn write_direct_work(&self, tables: &mut Tables<'_>) {
        let plan = self.journey.protection.as_ref();
        let plan = plan.map(|plan| Span {
            from: plan.started,
            to: plan.ended,
        });
        let care = self.care().map(Care::span);
        let mut number = 0;
        for span in plan.into_iter().chain(care) {
            self.write_direct_work_of(span, &mut number, tables);
        }
    }

    fn write_direct_work_of(&self, span: Span, number: &mut usize, tables: &mut Tables<'_>) {
        let mut random = self.random_of(Stream::Voice, *number);
        let mut last = span.from.max(self.days.diary_begins());
        loop {
            let gap = if random.chance(practice::DIRECT_WORK_IN_TIME) {
                random.between(64, 89)
            } else {
                random.between(95, 140)
            };
            last = self.days.working(last.plus_days(gap));
            if !self.has_come(last) || span.to.is_some_and(|to| last >= to) {
                break;
            }
            if self.child.age(last) < 3 {
                continue;
            }
            *number += 1;
            let voice = self.voice(last);
            let said = if random.chance(practice::CHILD_HEARD) {
                voice.at_least(12, &[&self.wording.said], &mut random)
            } else {
                voice.one(&self.wording.said_weak, &mut random)
            };
            let by_assistant = random.chance(400);
            let holder = self.holder(last);
            let worker = if by_assistant {
                self.authority.assistant(holder.team)
            } else {
                holder.worker
            };
            tables
                .row(Table::DirectWork)
                .key(self.key("DW", *number))
                .child(self.child.number)
                .event(Some(last))
                .worker(worker)
                .text(self.wording.tool.any(&mut random))
                .text(&said)
                .end();
        }
    }
}
