//! Child protection plans, their actions and core groups.

use super::case::{Case, kept, list, partners, written};
use super::conferring::Conference;
use super::family::Stage;
use super::journey::Protection;
use super::practice::{self, PlanQuality};
use super::random::{Random, Share, Stream, spread};
use super::table::{Key, Table, Tables};
use crate::model::day::Day;

impl Case<'_> {
    pub fn write_protection(&self, tables: &mut Tables<'_>) {
        if let Some(held) = self.journey.conference.filter(|held| self.has_come(*held)) {
            let conference = Conference {
                number: 1,
                held,
                is_initial: true,
                plan: None,
                outcome: "child in need plan",
            };
            self.write_conference(&conference, tables);
        }
        let Some(plan) = &self.journey.protection else {
            return;
        };
        if !self.has_come(plan.started) {
            return;
        }
        let key = self.key("P", 1);
        let initial = Conference {
            number: 1,
            held: plan.started,
            is_initial: true,
            plan: Some(key),
            outcome: "child protection plan",
        };
        self.write_conference(&initial, tables);
        for (place, review) in plan.reviews.iter().enumerate() {
            if !self.has_come(*review) {
                break;
            }
            let ends = plan.ended == Some(*review);
            let conference = Conference {
                number: place + 2,
                held: *review,
                is_initial: false,
                plan: Some(key),
                outcome: if ends { "plan ended" } else { "plan continues" },
            };
            self.write_conference(&conference, tables);
        }
        self.write_earlier_plan(tables);
        let quality = self.quality_of(plan);
        self.write_plan(key, plan, quality, tables);
        self.write_actions(key, plan, quality, tables);
        self.write_core_groups(key, plan, tables);
    }

    fn quality_of(&self, plan: &Protection) -> &'static PlanQuality {
        let share = if self.end_of(plan).is_some() {
            practice::POOR_IF_ENDED
        } else {
            practice::POOR_IF_OPEN
        };
        practice::plan_quality(
            spread(self.seed, Share::PlanQuality, self.family.first, 1000) < share,
        )
    }

    /// The end of the plan where it has come: after it, what was not done was never done.
    fn end_of(&self, plan: &Protection) -> Option<Day> {
        self.days.if_come(plan.ended)
    }

    fn write_plan(
        &self,
        key: Key,
        plan: &Protection,
        quality: &PlanQuality,
        tables: &mut Tables<'_>,
    ) {
        let mut shared = self.family_random(Stream::Plan, 2);
        let mut own = self.random(Stream::Plan);
        let own = &mut own;
        let lists = self.wording;
        let concern = &lists.concerns[self.family.concern];
        let written_on = if shared.chance(practice::PLAN_WRITTEN_IN_TIME) {
            self.days.soon_after(plan.started, &mut shared, 2, 10)
        } else {
            self.days.soon_after(plan.started, &mut shared, 11, 28)
        };
        let voice = self.voice(plan.started);
        let ready = self.has_come(written_on);
        let outcome = written(own.chance(quality.outcome), own, |own| {
            if own.chance(practice::OUTCOME_SPECIFIC) {
                voice.at_least(23, &[&concern.change], own)
            } else {
                voice.one(&lists.change_weak, own)
            }
        });
        let contingency = written(own.chance(quality.contingency), own, |own| {
            if own.chance(practice::CONTINGENCY_SPECIFIC) {
                voice.at_least(16, &[&lists.contingency], own)
            } else {
                voice.one(&lists.contingency_weak, own)
            }
        });
        let views = if self.child.stage(plan.started) == Stage::Unborn {
            String::new()
        } else {
            written(own.chance(quality.views), own, |own| {
                self.views_in_plan(plan.started, own)
            })
        };
        let category = if own.chance(practice::CATEGORY_WRITTEN) {
            concern.category
        } else {
            ""
        };
        let previous = if self.has_earlier_plan() { "1" } else { "0" };
        let end_reason = if plan.into_care {
            "entered care"
        } else {
            "risk reduced"
        };
        let last = self.last_day(plan.ended);
        let if_ready = |text: &str| {
            if ready {
                text.to_owned()
            } else {
                String::new()
            }
        };
        tables
            .row(Table::ProtectionPlans)
            .key(key)
            .child(self.child.number)
            .key(self.referral())
            .key(self.key("CC", 1))
            .event(Some(plan.started))
            .event(plan.ended)
            .text(category)
            .text(concern.category)
            .text(previous)
            .event(Some(written_on))
            .text(&if_ready(&outcome))
            .text(&if_ready(&views))
            .text(&if_ready(&contingency))
            .text_if(self.end_of(plan).map(|_| end_reason))
            .text(&self.team(last))
            .worker(self.worker(last))
            .end();
    }

    /// What this child said, or a stock answer, or what a brother or sister said.
    fn views_in_plan(&self, day: Day, own: &mut Random) -> String {
        let lists = self.wording;
        if own.chance(practice::VIEWS_OWN) {
            return self.voice(day).at_least(24, &[&lists.views], own);
        }
        let first = &self.family.children[0];
        if first.number != self.child.number
            && own.chance(500)
            && first.stage(day) == self.child.stage(day)
        {
            let mut same = self.family_random(Stream::Voice, 0);
            return self
                .voice_of(first, day)
                .at_least(18, &[&lists.views], &mut same);
        }
        self.voice(day).one(&lists.views_weak, own)
    }

    fn write_actions(
        &self,
        key: Key,
        plan: &Protection,
        quality: &PlanQuality,
        tables: &mut Tables<'_>,
    ) {
        let mut random = self.random(Stream::Action);
        let random = &mut random;
        let count = if random.chance(practice::ENOUGH_ACTIONS) {
            4
        } else {
            2
        };
        let mut set: Vec<Day> = vec![plan.started; count as usize];
        for review in &plan.reviews {
            if plan.ended.is_none_or(|ended| *review < ended) && random.chance(150) {
                set.push(*review);
            }
        }
        let list = &self.wording.concerns[self.family.concern].action;
        let mut number = 0;
        for day in set {
            if !self.has_come(day) {
                break;
            }
            number += 1;
            let due = self.days.working(day.plus_days(random.between(20, 130)));
            let weak = !random.chance(practice::ACTION_SPECIFIC);
            let mut action = self.action(day, due, list, number, random);
            if weak {
                action.description = self.voice(day).one(&self.wording.action_weak, random);
                self.wording.owner.any(random).clone_into(&mut action.owner);
            }
            if !random.chance(practice::OWNER_CAN_BE_ASKED) {
                self.wording
                    .owner_weak
                    .any(random)
                    .clone_into(&mut action.owner);
            }
            if !random.chance(quality.owned) {
                action.owner.clear();
            }
            if !random.chance(quality.action_outcome) {
                action.outcome.clear();
            }
            let dated = random.chance(quality.dated);
            let done = self.done_by(due, practice::ACTION_IN_TIME, random);
            let done =
                done.filter(|done| plan.ended.is_none_or(|ended| *done <= ended) && *done >= day);
            // The last conference goes through what is left.
            let done = done.or(plan
                .ended
                .filter(|_| random.chance(practice::LAST_ACTIONS_DONE)));
            action.due = dated.then_some(due);
            action.done = done;
            self.write_action(number, key, "child protection", &action, tables);
        }
    }

    fn write_core_groups(&self, plan_key: Key, plan: &Protection, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::Conference, 50);
        let mut held = if shared.chance(practice::FIRST_CORE_GROUP_IN_TIME) {
            self.days.soon_after(plan.started, &mut shared, 6, 10)
        } else {
            self.days.soon_after(plan.started, &mut shared, 11, 17)
        };
        let mut number = 0;
        while self.has_come(held) && plan.ended.is_none_or(|ended| held < ended) {
            number += 1;
            let mut agencies = partners(&mut shared, self.child.age(held));
            if !shared.chance(practice::PARTNERS_AT_CORE_GROUP) {
                agencies.truncate(2);
            }
            let reviewed = shared.chance(practice::PLAN_REVIEWED);
            tables
                .row(Table::CoreGroups)
                .key(self.key("CG", number))
                .key(plan_key)
                .child(self.child.number)
                .event(Some(held))
                .text(&kept(&mut shared, list(&agencies)).unwrap_or_default())
                .flag(kept(&mut shared, reviewed))
                .end();
            let gap = if shared.chance(practice::CORE_GROUP_IN_TIME) {
                shared.between(29, 42)
            } else {
                shared.between(46, 66)
            };
            held = self.days.working(held.plus_days(gap));
        }
    }
}
