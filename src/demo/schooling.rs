//! The education plans of children in care.

use super::caring::Care;
use super::case::Case;
use super::practice;
use super::random::Stream;
use super::table::{Table, Tables};

/// Personal education plans are for children of these ages.
const AT_SCHOOL: (i32, i32) = (5, 16);

impl Case<'_> {
    pub fn write_school(&self, care: &Care, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::School);
        let (from, until) = AT_SCHOOL;
        let from = care.started.max(self.birthday(from));
        let mut plans = self.recurring(care, practice::EDUCATION_PLAN_IN_TIME);
        plans.until = plans.until.min(self.birthday(until));
        let first = self.days.after(from, 20);
        let held = plans.held(first, |held| held.plus_months(6), &mut random);
        for (place, held) in held.into_iter().enumerate() {
            let voice = self.voice(held);
            let list = if random.chance(practice::TARGETS_SPECIFIC) {
                &self.wording.target
            } else {
                &self.wording.target_weak
            };
            let targets = if random.chance(practice::BLANK) {
                String::new()
            } else {
                voice.one(list, &mut random)
            };
            tables
                .row(Table::EducationPlans)
                .key(self.key("EP", place + 1))
                .child(self.child.number)
                .event(Some(held))
                .text(&targets)
                .end();
        }
    }
}
