//! Legal meetings, pre-proceedings, court and care.

use super::case::{Case, kept, written};
use super::journey::PreProceedings;
use super::practice::{self, CourtReviews};
use super::random::{Even, Random, Stream, of_division};
use super::table::{Key, Table, Tables, push_numbered};
use crate::model::day::Day;

impl Case<'_> {
    pub fn write_court(&self, tables: &mut Tables<'_>) {
        let mut legal = 0;
        if let Some(court) = &self.journey.court {
            let mut shared = self.family_random(Stream::Court, 0);
            let mut own = self.random(Stream::Court);
            if self.has_come(court.legal_meeting) && shared.chance(practice::LEGAL_MEETING_FIRST) {
                legal += 1;
                self.write_legal_meeting(
                    legal,
                    court.legal_meeting,
                    "pre-proceedings",
                    &mut own,
                    tables,
                );
            }
            if self.has_come(court.decided) {
                let key = self.key("PP", 1);
                let done = practice::court_reviews(self.holder(court.decided).team.place);
                self.write_pre_proceedings(key, court, &mut shared, &mut own, tables);
                self.write_reviews(key, court, done, &mut own, tables);
                self.write_court_actions(key, court, done, &mut own, tables);
                self.write_earlier_pre_proceedings(court, tables);
            }
            let again = self
                .days
                .working(court.letter.plus_days(shared.between(35, 80)));
            if shared.chance(practice::LEGAL_MEETING_AGAIN)
                && self.has_come(again)
                && again < court.ended
            {
                legal += 1;
                self.write_legal_meeting(legal, again, "continue plan", &mut own, tables);
            }
            if court.to_court && self.has_come(court.application) {
                legal += 1;
                self.write_legal_meeting(legal, court.ended, "issue proceedings", &mut own, tables);
            }
        }
        self.write_legal_advice_on_long_plan(legal, tables);
        self.write_proceedings(tables);
    }

    fn write_legal_meeting(
        &self,
        number: usize,
        held: Day,
        decision: &str,
        own: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        let reasons = own.chance(practice::LEGAL_REASONS);
        let text = if reasons {
            self.voice(held).one(&self.wording.legal, own)
        } else {
            String::new()
        };
        let decision = if !reasons && own.chance(300) && decision == "continue plan" {
            ""
        } else {
            decision
        };
        tables
            .row(Table::LegalMeetings)
            .key(self.key("LM", number))
            .child(self.child.number)
            .event(Some(held))
            .text(decision)
            .text(&text)
            .end();
    }

    /// A plan that has run for long is taken to the lawyers, who may say to go on.
    fn write_legal_advice_on_long_plan(&self, written: usize, tables: &mut Tables<'_>) {
        let Some(plan) = &self.journey.protection else {
            return;
        };
        if self.journey.court.is_some() {
            return;
        }
        let mut shared = self.family_random(Stream::Court, 9);
        let ago = if self.has_earlier_plan() {
            shared.between(60, 165)
        } else {
            shared.between(200, 264)
        };
        let held = self.days.working(plan.started.plus_days(ago));
        let wanted = shared.chance(practice::LEGAL_ADVICE_ON_LONG_PLAN)
            && plan.ended.is_none_or(|ended| held < ended);
        if wanted && self.has_come(held) {
            let mut own = self.random(Stream::Court);
            self.write_legal_meeting(written + 1, held, "continue plan", &mut own, tables);
        }
    }

    fn write_pre_proceedings(
        &self,
        key: Key,
        court: &PreProceedings,
        shared: &mut Random,
        own: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        let mut even = Even::new(
            of_division(self.seed, self.division).wrapping_add(1),
            court.number,
        );
        let lists = self.wording;
        let letter = self.voice(court.letter);
        let sent = self.has_come(court.letter);
        let met = self.has_come(court.first_meeting);
        let complete = even.chance(practice::LETTER_COMPLETE);
        let changes = if sent {
            letter.one(&lists.court_changes, own)
        } else {
            String::new()
        };
        let support = if sent && complete {
            letter.one(&lists.court_support, own)
        } else {
            String::new()
        };
        let contingency = if met {
            written(even.chance(practice::COURT_CONTINGENCY), own, |own| {
                self.voice(court.first_meeting)
                    .one(&lists.court_contingency, own)
            })
        } else {
            String::new()
        };
        let represented = even.chance(practice::PARENTS_REPRESENTED);
        let offered = even.chance(practice::FAMILY_MEETING_OFFERED);
        let accepted = offered && shared.chance(600);
        let meeting = self
            .days
            .working(court.letter.plus_days(shared.between(20, 75)));
        let meeting = (accepted && shared.chance(850))
            .then_some(meeting)
            .filter(|day| self.has_come(*day) && *day < court.ended);
        let ended = self.has_come(court.ended);
        let outcome = if court.to_court {
            "issue proceedings"
        } else {
            "step down"
        };
        let outcome = if ended && even.chance(practice::COURT_OUTCOME) {
            outcome
        } else {
            ""
        };
        let mut family = String::new();
        push_numbered(&mut family, "F", self.family.first, 5);
        let last = self.last_day(Some(court.ended));
        tables
            .row(Table::PreProceedings)
            .key(key)
            .child(self.child.number)
            .text(&family)
            .event(Some(court.decided))
            .event(Some(court.letter))
            .event(Some(court.first_meeting))
            .flag(kept(shared, represented).filter(|_| met))
            .flag(kept(shared, offered).filter(|_| sent))
            .flag(sent.then_some(accepted))
            .flag(sent.then_some(meeting.is_some()))
            .event(meeting)
            .event(court.extended)
            .event(Some(court.ended))
            .text(outcome)
            .event(court.to_court.then_some(court.application))
            .text(&changes)
            .text(&support)
            .text(&contingency)
            .text(&self.team(last))
            .worker(self.worker(last))
            .end();
    }

    /// Some were here before. The case system keeps the dates of it.
    fn write_earlier_pre_proceedings(&self, court: &PreProceedings, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::Court, 2);
        let (latest, earliest) = practice::EARLIER_PRE_PROCEEDINGS_DAYS_AGO;
        let ago = shared.between(latest, earliest);
        let decided = self.days.working(self.days.as_at.plus_days(-ago));
        let letter = self.days.after(decided, 6);
        let first_meeting = self.days.after(letter, 8);
        let ended = self.days.working(letter.plus_days(shared.between(80, 105)));
        let was_here = shared.chance(practice::EARLIER_PRE_PROCEEDINGS);
        if !was_here
            || self.family.unborn
            || self.child.born > decided
            || ended.plus_days(20) > court.legal_meeting
        {
            return;
        }
        let mut own = self.random(Stream::Sharing);
        let changes = self
            .voice(letter)
            .one(&self.wording.court_changes, &mut own);
        let support = self
            .voice(letter)
            .one(&self.wording.court_support, &mut own);
        let contingency = self
            .voice(first_meeting)
            .one(&self.wording.court_contingency, &mut own);
        let mut family = String::new();
        push_numbered(&mut family, "F", self.family.first, 5);
        tables
            .row(Table::PreProceedings)
            .key(self.key("PP", 2))
            .child(self.child.number)
            .text(&family)
            .event(Some(decided))
            .event(Some(letter))
            .event(Some(first_meeting))
            .flag(Some(true))
            .flag(Some(true))
            .flag(Some(false))
            .flag(Some(false))
            .event(None)
            .event(None)
            .event(Some(ended))
            .text("step down")
            .event(None)
            .text(&changes)
            .text(&support)
            .text(&contingency)
            .text(&self.team(court.decided))
            .worker(self.worker(court.decided))
            .end();
    }

    fn write_reviews(
        &self,
        plan: Key,
        court: &PreProceedings,
        done: &CourtReviews,
        own: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        for (place, held) in court.reviews.iter().enumerate() {
            if !self.has_come(*held) {
                break;
            }
            let is_last = place + 1 == court.reviews.len();
            let decision = if is_last && court.extended.is_some() {
                "extend"
            } else {
                "continue"
            };
            let complete = own.chance(done.complete);
            let left_out = own.below(2);
            let lists = self.wording;
            let voice = self.voice(*held);
            let progress = if !complete && left_out == 0 {
                String::new()
            } else if own.chance(done.own_progress) {
                voice.at_least(31, &[&lists.progress], own)
            } else {
                voice.one(&lists.progress_weak, own)
            };
            let next = own
                .chance(done.next_set)
                .then(|| self.days.working(held.plus_days(42)));
            tables
                .row(Table::PreProceedingsReviews)
                .key(self.key("Q", place + 1))
                .key(plan)
                .child(self.child.number)
                .event(Some(*held))
                .text(&progress)
                .text(if !complete && left_out == 1 {
                    ""
                } else {
                    decision
                })
                .planned(next)
                .text(own.one_of(&[
                    "team manager",
                    "team manager",
                    "service manager",
                    "social worker",
                ]))
                .end();
        }
    }

    fn write_court_actions(
        &self,
        plan: Key,
        court: &PreProceedings,
        done: &CourtReviews,
        own: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        if !self.has_come(court.letter) {
            return;
        }
        for number in 1..=3 {
            let due = self
                .days
                .working(court.letter.plus_days(own.between(14, 80)));
            let mut action =
                self.action(court.letter, due, &self.wording.court_action, number, own);
            let complete = own.chance(done.action_complete);
            let left_out = own.below(3);
            if !complete {
                match left_out {
                    0 => action.owner.clear(),
                    1 => action.outcome.clear(),
                    _ => {}
                }
            }
            let done_on = self.done_by(due, done.action_in_time, own);
            let done_on = done_on.filter(|day| *day <= court.ended && *day >= court.letter);
            action.due = (complete || left_out != 2).then_some(due);
            action.done = done_on;
            self.write_action(number, plan, "pre-proceedings", &action, tables);
        }
    }
}
