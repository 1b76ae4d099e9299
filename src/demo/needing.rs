//! Child in need plans and their reviews.

use super::case::{Case, written};
use super::family::Stage;
use super::journey::{Path, Span};
use super::practice;
use super::random::{Random, Stream};
use super::table::{Key, Table, Tables};

/// How long ago the plans of disabled children were written anew.
const RENEWED_DAYS_AGO: i32 = 190;

impl Case<'_> {
    pub fn write_need(&self, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::Need);
        let (mut reviews, mut actions) = (0, 0);
        for (place, need) in self.journey.in_need.iter().enumerate() {
            if !self.has_come(need.from) {
                break;
            }
            let key = self.key("N", place + 1);
            self.write_need_plan(key, *need, &mut random, tables);
            if self.journey.path != Path::Disabled {
                reviews = self.write_need_reviews(key, *need, reviews, tables);
            }
            actions = self.write_need_actions(key, *need, actions, &mut random, tables);
        }
    }

    fn write_need_plan(&self, key: Key, need: Span, random: &mut Random, tables: &mut Tables<'_>) {
        let voice = self.voice(need.from);
        let lists = self.wording;
        let complete = random.chance(practice::NEED_PLAN_COMPLETE);
        let outcome = if complete || random.chance(500) {
            let list = if random.chance(800) {
                &lists.need_outcome
            } else {
                &lists.need_outcome_weak
            };
            voice.one(list, random)
        } else {
            String::new()
        };
        let contingency = if complete {
            voice.one(&lists.need_contingency, random)
        } else {
            String::new()
        };
        let views = if self.child.stage(need.from) == Stage::Unborn {
            String::new()
        } else {
            written(random.chance(practice::VIEWS_WRITTEN), random, |random| {
                voice.one(&lists.views, random)
            })
        };
        let last = self.last_day(need.to);
        tables
            .row(Table::NeedPlans)
            .key(key)
            .child(self.child.number)
            .key(self.referral())
            .event(Some(need.from))
            .event(need.to)
            .text(&outcome)
            .text(&contingency)
            .text(&views)
            .text(&self.team(last))
            .worker(self.worker(last))
            .end();
    }

    fn write_need_reviews(
        &self,
        plan: Key,
        need: Span,
        written: usize,
        tables: &mut Tables<'_>,
    ) -> usize {
        let mut shared = self.family_random(Stream::Need, written);
        let mut number = written;
        let mut held = need.from;
        loop {
            let longest = if held == need.from { 42 } else { 89 };
            let gap = if shared.chance(practice::NEED_REVIEW_IN_TIME) {
                longest - shared.between(0, 12)
            } else {
                longest + shared.between(6, 30)
            };
            held = self.days.working(held.plus_days(gap));
            if !self.has_come(held) || need.to.is_some_and(|to| held >= to) {
                return number;
            }
            number += 1;
            tables
                .row(Table::NeedReviews)
                .key(self.key("NR", number))
                .key(plan)
                .child(self.child.number)
                .event(Some(held))
                .text(shared.one_of(&["team manager", "social worker", "assistant team manager"]))
                .end();
        }
    }

    fn write_need_actions(
        &self,
        plan: Key,
        need: Span,
        written: usize,
        random: &mut Random,
        tables: &mut Tables<'_>,
    ) -> usize {
        let mut number = written;
        // A plan that lasts for years is written anew in between.
        let renewed = self.days.as_at.plus_days(-RENEWED_DAYS_AGO);
        let set = if self.journey.path == Path::Disabled {
            need.from.max(self.days.working(renewed))
        } else {
            need.from
        };
        for _ in 0..random.between(1, 2) {
            number += 1;
            let due = self.days.working(set.plus_days(random.between(20, 80)));
            let mut action = self.action(set, due, &self.wording.need_action, number, random);
            let complete = random.chance(practice::NEED_ACTION_COMPLETE);
            let left_out = random.below(3);
            if !complete {
                match left_out {
                    0 => action.owner.clear(),
                    _ => action.outcome.clear(),
                }
            }
            let done = self.done_by(due, practice::NEED_ACTION_IN_TIME, random);
            let done =
                done.filter(|done| need.to.is_none_or(|to| *done <= to) && *done >= need.from);
            action.due = (complete || left_out != 2).then_some(due);
            action.done = done;
            self.write_action(number, plan, "child in need", &action, tables);
        }
        number
    }
}
