//! The health of children in care: assessments, dental checks and emotional health.

use super::caring::Care;
use super::case::Case;
use super::practice;
use super::random::{Random, Stream};
use super::recurring::Recurring;
use super::table::{Table, Tables};
use crate::model::day::Day;

/// Health assessments are due twice a year until this age, and then once.
const YEARLY_FROM: i32 = 5;
const DENTIST_FROM: i32 = 2;
/// The questionnaire is for children of these ages.
const QUESTIONNAIRE: (i32, i32) = (5, 16);

/// One family in so many has its turn early.
const ONE_EARLY_IN: u32 = 3;

impl Case<'_> {
    pub fn write_health(&self, care: &Care, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::Health);
        let mut number = 0;
        let mut write = |kind: &str, held: Day, tables: &mut Tables<'_>| {
            number += 1;
            tables
                .row(Table::HealthChecks)
                .key(self.key("HC", number))
                .child(self.child.number)
                .text(kind)
                .event(Some(held))
                .end();
        };
        let first = if random.chance(practice::FIRST_HEALTH_IN_TIME) {
            self.days.soon_after(care.started, &mut random, 8, 19)
        } else {
            self.days.soon_after(care.started, &mut random, 22, 36)
        };
        let until = self.last_day(care.ended);
        if first <= until {
            write("initial health assessment", first, tables);
            let next = |held: Day| {
                let is_young = self.child.age(held) < YEARLY_FROM;
                held.plus_months(if is_young { 6 } else { 12 })
            };
            let reviews = self.recurring(care, practice::HEALTH_IN_TIME);
            for held in reviews.held(next(first), next, &mut random) {
                write("review health assessment", held, tables);
            }
        }
        let dental = self.recurring(care, practice::DENTIST_IN_TIME);
        let from = care.started.max(self.birthday(DENTIST_FROM));
        let due = from.plus_months(random.between(4, 12));
        for held in dental.held(due, |held| held.plus_months(12), &mut random) {
            write("dental check", held, tables);
        }
        self.write_questionnaires(care, &mut random, tables);
    }

    fn write_questionnaires(&self, care: &Care, random: &mut Random, tables: &mut Tables<'_>) {
        let (from, until) = QUESTIONNAIRE;
        let from = care.started.max(self.birthday(from));
        let mut yearly = self.recurring(care, practice::QUESTIONNAIRE_IN_TIME);
        yearly.until = yearly.until.min(self.birthday(until));
        let due = from.plus_months(random.between(2, 8));
        let held = yearly.held(due, |held| held.plus_months(8), random);
        for (place, held) in held.into_iter().enumerate() {
            tables
                .row(Table::EmotionalHealth)
                .key(self.key("EM", place + 1))
                .child(self.child.number)
                .event(Some(held))
                .end();
        }
    }

    /// Something that recurs while the child is in care.
    pub fn recurring(&self, care: &Care, in_time: practice::Chance) -> Recurring<'_> {
        Recurring {
            days: self.days,
            until: self.last_day(care.ended),
            in_time,
            is_early: self.family.nth.is_multiple_of(ONE_EARLY_IN),
        }
    }

    pub fn birthday(&self, years: i32) -> Day {
        self.child.born.plus_months(12 * years)
    }
}
