//! Strategy discussions and the section 47 enquiries that follow.

use super::case::{Case, kept, list, written};
use super::family::Stage;
use super::journey::{Decision, Discussion, Enquiry};
use super::practice;
use super::random::{Even, Stream};
use super::table::{Key, Table, Tables};

impl Case<'_> {
    pub fn write_discussions(&self, tables: &mut Tables<'_>) {
        let mut last_rationale = String::new();
        let mut enquiries = 0;
        for (place, discussion) in self.journey.discussions.iter().enumerate() {
            if !self.has_come(discussion.held) {
                break;
            }
            let key = self.key("SD", place + 1);
            self.write_discussion(place, key, discussion, &mut last_rationale, tables);
            if let Some(enquiry) = discussion
                .enquiry
                .as_ref()
                .filter(|enquiry| self.has_come(enquiry.started))
            {
                enquiries += 1;
                self.write_enquiry(enquiries, key, enquiry, tables);
            }
        }
    }

    fn write_discussion(
        &self,
        place: usize,
        key: Key,
        discussion: &Discussion,
        last_rationale: &mut String,
        tables: &mut Tables<'_>,
    ) {
        let held = discussion.held;
        let holder = self.holder(held);
        let done = practice::discussions(holder.team.place.service(), discussion.already_open);
        let mut shared = self.family_random(Stream::Discussion, place);
        let mut own = self.random_of(Stream::Discussion, place);
        let own = &mut own;
        let mut even = Even::new(self.seed, discussion.number);
        let lists = self.wording;
        let voice = self.voice(held);

        let mut agencies = vec!["social care"];
        let missing = if even.chance(done.all_three) {
            2
        } else {
            shared.below(2) as usize
        };
        agencies.extend(
            ["police", "health"]
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != missing)
                .map(|(_, name)| *name),
        );
        let school = even.chance(done.school);
        if school {
            agencies.push(match self.child.age(held) {
                ..0 => "midwifery",
                0..=1 => "health visitor",
                2..=4 => "nursery",
                _ => "school",
            });
        }
        let chair = if even.chance(done.manager_chairs) {
            shared.one_of(&[
                "team manager",
                "team manager",
                "assistant team manager",
                "service manager",
            ])
        } else {
            "social worker"
        };
        let shared_on = if even.chance(done.shared_in_a_day) {
            self.days.soon_after(held, &mut shared, 0, 1)
        } else {
            self.days.soon_after(held, &mut shared, 2, 12)
        };
        let owned = even.chance(done.owned_actions);
        let method = shared.one_of(&["meeting", "meeting", "meeting", "telephone"]);
        let recorded = self.days.soon_after(held, &mut shared, 0, 2);

        let reasoned = even.chance(done.reasoned);
        let left_out = shared.below(10);
        let leads_to_enquiry = matches!(discussion.decision, Decision::Enquiry { .. });
        let reason = if reasoned || left_out > 1 {
            voice.one(&lists.reason, own)
        } else {
            String::new()
        };
        let rationale = if !reasoned && left_out > 0 {
            String::new()
        } else if even.chance(done.own_rationale) {
            voice.at_least(25, &[&lists.rationale], own)
        } else if last_rationale.is_empty() || own.chance(500) {
            voice.one(&lists.rationale_weak, own)
        } else {
            last_rationale.clone()
        };
        if !rationale.is_empty() {
            last_rationale.clone_from(&rationale);
        }
        let acts = discussion.decision != Decision::NoFurtherAction;
        let actions = if !acts || own.chance(15) {
            String::new()
        } else if even.chance(done.specific_actions) {
            voice.at_least(18, &[&lists.discussion_action], own)
        } else {
            voice.one(&lists.discussion_action_weak, own)
        };
        let safety = if leads_to_enquiry {
            written(even.chance(done.safety_plan), own, |own| {
                voice.one(&lists.safety, own)
            })
        } else {
            String::new()
        };
        let contingency = if leads_to_enquiry {
            written(even.chance(done.contingency), own, |own| {
                voice.one(&lists.discussion_contingency, own)
            })
        } else {
            String::new()
        };
        let informed = written(even.chance(done.informed), own, |own| {
            voice.one(&lists.informed, own)
        });
        let decision = match discussion.decision {
            Decision::Enquiry { joint: true } => "section 47 joint",
            Decision::Enquiry { joint: false } => "section 47 single agency",
            Decision::Assessment => "section 17 assessment",
            Decision::NoFurtherAction => "no further action",
        };
        let decision = if !reasoned && left_out == 9 && !leads_to_enquiry {
            ""
        } else {
            decision
        };
        let flag = if actions.is_empty() {
            None
        } else {
            kept(&mut shared, owned)
        };
        let team = kept(&mut shared, self.team(held)).unwrap_or_default();
        tables
            .row(Table::StrategyDiscussions)
            .key(key)
            .child(self.child.number)
            .key(self.referral())
            .event(kept(&mut shared, discussion.concern))
            .event(Some(held))
            .flag(kept(&mut shared, discussion.already_open))
            .text(if discussion.again {
                "review"
            } else {
                "initial"
            })
            .text(method)
            .text(chair)
            .text(&kept(&mut shared, list(&agencies)).unwrap_or_default())
            .text(&reason)
            .text(decision)
            .text(&rationale)
            .text(&actions)
            .flag(flag)
            .text(&safety)
            .text(&contingency)
            .text(&informed)
            .event(Some(shared_on))
            .event(Some(recorded))
            .text(&team)
            .worker(holder.worker)
            .end();
    }

    fn write_enquiry(
        &self,
        number: usize,
        discussion: Key,
        enquiry: &Enquiry,
        tables: &mut Tables<'_>,
    ) {
        let mut shared = self.family_random(Stream::Enquiry, number);
        let mut own = self.random_of(Stream::Enquiry, number);
        let own = &mut own;
        let lists = self.wording;
        let done = self.has_come(enquiry.completed);
        let stage = self.child.stage(enquiry.started);
        let voice = self.voice(enquiry.completed);
        let visit = self.visits.iter().find(|visit| visit.day == enquiry.seen);
        let seen = visit.is_some_and(|visit| visit.seen);
        let alone = seen && stage == Stage::Child && own.chance(practice::SEEN_ALONE_IN_ENQUIRY);
        let mut agencies = vec!["police", "health"];
        if shared.chance(practice::AGENCIES_CONSULTED) {
            agencies.push(if self.child.age(enquiry.started) >= 5 {
                "school"
            } else {
                "early help"
            });
            if shared.chance(400) {
                agencies.push(shared.one_of(&[
                    "housing",
                    "probation",
                    "adult mental health",
                    "domestic abuse service",
                ]));
            }
        } else {
            agencies.remove(shared.below(2) as usize);
        }
        let signed_off = shared.chance(practice::ENQUIRY_SIGNED_OFF);
        let authorised = self.days.soon_after(enquiry.completed, &mut shared, 0, 1);
        let linked = shared.chance(practice::LINKED_TO_DISCUSSION);
        let summary = if !done || (!signed_off && own.chance(400)) {
            String::new()
        } else if own.chance(practice::OWN_OVERVIEW) {
            let parts = [
                &lists.asked,
                &lists.found,
                &lists.weighed,
                &lists.found,
                &lists.enquiry_ended,
            ];
            voice.at_least(60, &parts, own)
        } else {
            voice.one(&lists.enquiry_thin, own)
        };
        let outcome = match enquiry.conference {
            Some(_) => "substantiated, child likely to suffer significant harm",
            None => shared.one_of(&["substantiated, not at continuing risk", "not substantiated"]),
        };
        let holder = self.holder(enquiry.started);
        let flag = |value: bool| (done && stage != Stage::Unborn).then_some(value);
        let known = kept(&mut shared, ());
        tables
            .row(Table::Enquiries)
            .key(self.key("E", number))
            .child(self.child.number)
            .key(self.referral())
            .key_if(linked.then_some(discussion))
            .event(Some(enquiry.started))
            .event(Some(enquiry.completed))
            .flag(flag(seen).and(known).map(|()| seen))
            .event(seen.then_some(enquiry.seen))
            .flag(flag(alone).filter(|_| stage == Stage::Child))
            .text(
                &kept(&mut shared, list(&agencies))
                    .filter(|_| done)
                    .unwrap_or_default(),
            )
            .text(&summary)
            .text(if done { outcome } else { "" })
            .flag(kept(&mut shared, enquiry.conference.is_some()).filter(|_| done))
            .event((done && signed_off).then_some(authorised))
            .text(&self.team(enquiry.started))
            .worker(holder.worker)
            .end();
    }
}
