//! Periods in care, the court's part in them, and the way to a permanent home.

use super::caring::{Care, Course};
use super::case::Case;
use super::practice;
use super::random::Stream;
use super::table::{Table, Tables, push_numbered};
use crate::model::day::Day;

/// Life-story work begins when a child has been in care for so long.
const BEFORE_LIFE_STORY: i32 = 250;
const BETWEEN_LIFE_STORY: i32 = 150;

impl Case<'_> {
    /// The period in care, where it has begun.
    pub fn care(&self) -> Option<&Care> {
        self.journey
            .care
            .as_ref()
            .filter(|care| self.has_come(care.started))
    }

    pub fn write_care(&self, tables: &mut Tables<'_>) {
        let Some(care) = self.care() else {
            return;
        };
        let period = self.key("LA", 1);
        self.write_period(care, tables);
        self.write_placements(care, period, tables);
        self.write_care_reviews(care, period, tables);
        self.write_permanence(care, tables);
        self.write_life_story(care, tables);
        self.write_health(care, tables);
        self.write_school(care, tables);
    }

    pub fn write_proceedings(&self, tables: &mut Tables<'_>) {
        let court = self.journey.care.as_ref().and_then(|care| care.proceedings);
        let Some(court) = court.filter(|court| self.has_come(court.from)) else {
            return;
        };
        tables
            .row(Table::Proceedings)
            .key(self.key("PR", 1))
            .child(self.child.number)
            .event(Some(court.from))
            .event(court.to)
            .end();
    }

    fn write_period(&self, care: &Care, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::Care, 0);
        let last = self.last_day(care.ended);
        let agreed = self.has_come(care.agreed) && care.span().holds(care.agreed);
        let ago = if shared.chance(practice::REVIEWING_OFFICER_IN_TOUCH) {
            shared.between(1, 150)
        } else {
            shared.between(190, 260)
        };
        let contact = self.days.working(last.plus_days(-ago));
        let mut moves = String::new();
        push_numbered(&mut moves, "", self.placements_in_a_year(care), 1);
        tables
            .row(Table::CarePeriods)
            .key(self.key("LA", 1))
            .child(self.child.number)
            .event(Some(care.started))
            .event(care.ended)
            .text(care.legal_status(last))
            .text(if agreed {
                care.course.permanence_plan()
            } else {
                ""
            })
            .event(Some(care.agreed).filter(|_| agreed))
            .event(Some(contact.max(care.started)))
            .text(&moves)
            .flag(agreed.then_some(care.course.is_long_term()))
            .text(&self.team(last))
            .worker(self.worker(last))
            .end();
    }

    fn write_permanence(&self, care: &Care, tables: &mut Tables<'_>) {
        let Some(home) = care.course.home().filter(|_| self.has_come(care.agreed)) else {
            return;
        };
        if !care.span().holds(care.agreed) {
            return;
        }
        let is_adoption = care.course == Course::Adoption;
        let order = care.proceedings.and_then(|court| court.to);
        tables
            .row(Table::Permanence)
            .key(self.key("PM", 1))
            .child(self.child.number)
            .key(self.key("LA", 1))
            .text(home)
            .event(Some(care.agreed))
            .event(order.filter(|_| is_adoption))
            .event(care.matched)
            .event(care.ended)
            .end();
    }

    fn write_life_story(&self, care: &Care, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::Permanence);
        if care.course == Course::BackHome || !random.chance(practice::LIFE_STORY_BEGUN) {
            return;
        }
        let work = self.recurring(care, practice::LIFE_STORY_GOES_ON);
        let first = care.started.plus_days(BEFORE_LIFE_STORY);
        let next = |held: Day| held.plus_days(BETWEEN_LIFE_STORY);
        for (place, held) in work.held(first, next, &mut random).into_iter().enumerate() {
            tables
                .row(Table::LifeStory)
                .key(self.key("LS", place + 1))
                .child(self.child.number)
                .event(Some(held))
                .end();
        }
    }
}
