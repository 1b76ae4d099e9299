//! Child protection conferences, and the plan of some years ago that a few families come back with.

use super::case::{Case, kept, list, partners};
use super::family::Stage;
use super::journey::{Discussion, Path};
use super::practice;
use super::random::Stream;
use super::table::{Key, Table, Tables};
use crate::model::day::Day;

/// A conference about one child.
pub struct Conference {
    pub number: usize,
    pub held: Day,
    pub is_initial: bool,
    pub plan: Option<Key>,
    pub outcome: &'static str,
}

impl Case<'_> {
    pub fn write_conference(&self, conference: &Conference, tables: &mut Tables<'_>) {
        let held = conference.held;
        let mut shared = self.family_random(Stream::Conference, conference.number);
        let age = self.child.age(held);
        let mut agencies = partners(&mut shared, age);
        if !shared.chance(practice::PARTNERS_AT_CONFERENCE) {
            agencies.truncate(2);
        }
        let transfer_in = self.journey.path == Path::MovedIn && conference.is_initial;
        let enquiries = self
            .journey
            .discussions
            .iter()
            .filter_map(|discussion| discussion.enquiry.as_ref());
        let place = enquiries
            .clone()
            .position(|enquiry| enquiry.conference == Some(held));
        let enquiry = place
            .filter(|_| conference.is_initial)
            .map(|place| self.key("E", place + 1));
        let report_shared = if shared.chance(practice::REPORT_SHARED) {
            self.days.before(held, shared.between(2, 6))
        } else {
            self.days.before(held, shared.between(0, 1))
        };
        let delay = if self.is_late(conference) && shared.chance(practice::DELAY_EXPLAINED) {
            self.voice(held).one(&self.wording.delay, &mut shared)
        } else {
            String::new()
        };
        let parents = shared.chance(880);
        let mut own = self.random_of(Stream::Conference, conference.number);
        let recorded = own.chance(practice::PARTICIPATION_RECORDED);
        let participation = match self.child.stage(held) {
            Stage::Child if recorded => own.one_of(&["PN1", "PN2", "PN3", "PN5", "PN6"]),
            _ if recorded => "PN0",
            _ => "",
        };
        let advocacy = (age >= 5).then(|| own.chance(practice::ADVOCACY));
        let quorate = shared.chance(practice::QUORATE);
        tables
            .row(Table::Conferences)
            .key(self.key("CC", conference.number))
            .child(self.child.number)
            .text(if conference.is_initial {
                "initial"
            } else {
                "review"
            })
            .key_if(enquiry)
            .key_if(conference.plan)
            .flag(Some(transfer_in))
            .event(Some(held))
            .text(&kept(&mut shared, list(&agencies)).unwrap_or_default())
            .flag(kept(&mut shared, quorate))
            .event(Some(report_shared))
            .text(participation)
            .flag(Some(parents))
            .flag(advocacy)
            .text(&delay)
            .text(conference.outcome)
            .text(&self.team(held))
            .worker(self.worker(held))
            .end();
    }

    /// Later than fifteen working days after the discussion that began it.
    fn is_late(&self, conference: &Conference) -> bool {
        let led_here = |discussion: &&Discussion| {
            let enquiry = discussion.enquiry.as_ref();
            enquiry.is_some_and(|enquiry| enquiry.conference == Some(conference.held))
        };
        let discussion = self.journey.discussions.iter().find(led_here);
        conference.is_initial
            && discussion
                .is_some_and(|discussion| conference.held > self.days.after(discussion.held, 15))
    }

    pub fn has_earlier_plan(&self) -> bool {
        let may = matches!(self.family.path, Path::Protection | Path::LateProtection)
            && !self.family.unborn;
        may && self
            .family_random(Stream::Plan, 0)
            .chance(practice::SECOND_PLAN)
    }

    /// A plan that ended before this referral, for the few who come back.
    pub fn write_earlier_plan(&self, tables: &mut Tables<'_>) {
        if !self.has_earlier_plan() {
            return;
        }
        let mut shared = self.family_random(Stream::Plan, 1);
        let mut own = self.random(Stream::Plan);
        let back = shared.between(120, 1500);
        let latest = self.days.as_at.plus_days(-practice::EARLIER_PLAN_DAYS_AGO);
        let ended = self
            .days
            .working(self.journey.received.plus_days(-back).min(latest));
        let review = ended;
        let started = self.days.working(review.plus_months(-3).plus_days(4));
        if self.child.born > started {
            return;
        }
        let received = self.days.before(started, 14);
        let (referral, plan) = (self.key("R", 2), self.key("P", 2));
        let voice = self.voice(started);
        let concern = &self.wording.concerns[self.family.concern];
        let team = self.team(self.journey.received);
        let worker = self.worker(self.journey.received);
        let threshold = voice.one(&self.wording.threshold, &mut own);
        tables
            .row(Table::Referrals)
            .key(referral)
            .child(self.child.number)
            .event(Some(received))
            .event(Some(received))
            .text("6")
            .text(concern.need)
            .flag(Some(false))
            .text(&threshold)
            .text("given")
            .event(Some(self.days.after(received, 1)))
            .event(Some(ended))
            .event(Some(ended))
            .text("RC7")
            .text(&team)
            .worker(worker)
            .end();
        for (number, held) in [(8, started), (9, review)] {
            let conference = Conference {
                number,
                held,
                is_initial: number == 8,
                plan: Some(plan),
                outcome: if number == 8 {
                    "child protection plan"
                } else {
                    "plan ended"
                },
            };
            self.write_conference(&conference, tables);
        }
        let outcome = voice.one(&concern.change, &mut own);
        let contingency = voice.one(&self.wording.contingency, &mut own);
        tables
            .row(Table::ProtectionPlans)
            .key(plan)
            .child(self.child.number)
            .key(referral)
            .key(self.key("CC", 8))
            .event(Some(started))
            .event(Some(ended))
            .text(concern.category)
            .text(concern.category)
            .text("0")
            .event(Some(self.days.after(started, 7)))
            .text(&outcome)
            .text("")
            .text(&contingency)
            .text("risk reduced")
            .text(&team)
            .worker(worker)
            .end();
    }
}
