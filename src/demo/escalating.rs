//! Journeys that go further: discussions, enquiries, protection plans and pre-proceedings.

use super::authority::Service;
use super::journey::{
    Decision, Discussion, Enquiry, Journey, Path, PreProceedings, Protection, Span,
    days_in_pre_proceedings,
};
use super::planning::Planner;
use super::practice;
use crate::model::day::Day;

impl Planner<'_> {
    /// The discussion that follows the referral. Gives the conference's day.
    pub(super) fn first_discussion(
        &mut self,
        journey: &mut Journey,
        calls_conference: bool,
    ) -> Option<Day> {
        self.discussion(journey, journey.received, false, calls_conference)
    }

    pub(super) fn discussion(
        &mut self,
        journey: &mut Journey,
        concern: Day,
        already_open: bool,
        calls_conference: bool,
    ) -> Option<Day> {
        // Which team it will be in is not known yet; who holds open cases of this kind mostly is.
        let service = if already_open {
            Service::District
        } else {
            Service::AssessmentAndSafeguarding
        };
        let done = practice::discussions(service, already_open);
        let random = &mut self.random;
        let held = if self.even.chance(done.in_a_day) {
            self.days.soon_after(concern, random, 0, 1)
        } else {
            self.days.soon_after(concern, random, 2, 4)
        };
        let (low, high) = if self.even.chance(done.enquiry_in_a_day) {
            (0, 1)
        } else {
            (2, 4)
        };
        let started = self.days.soon_after(held, random, low, high);
        let (low, high) = if self.even.chance(practice::SEEN_IN_TWO_DAYS) {
            (0, 2)
        } else {
            (3, 6)
        };
        // Nobody is seen in an enquiry that has not begun.
        let seen = self.days.soon_after(held, random, low, high).max(started);
        let completed = if self.even.chance(practice::ENQUIRY_IN_TIME) {
            self.days.soon_after(held, random, 7, 14).max(started)
        } else {
            self.days.soon_after(held, random, 16, 22)
        };
        let conference = calls_conference.then(|| {
            if self.even.chance(practice::CONFERENCE_IN_TIME) {
                self.days.soon_after(held, random, 10, 15)
            } else {
                self.days.soon_after(held, random, 16, 24)
            }
        });
        let joint = random.chance(550);
        journey.discussions.push(Discussion {
            concern,
            held,
            already_open,
            number: 0,
            again: false,
            decision: Decision::Enquiry { joint },
            enquiry: Some(Enquiry {
                started,
                seen,
                completed,
                conference,
            }),
        });
        if random.chance(practice::DISCUSSED_AGAIN) {
            let again = self.days.soon_after(held, random, 1, 4);
            journey.discussions.push(Discussion {
                concern: self.days.before(again, 1),
                held: again,
                already_open: true,
                number: 0,
                again: random.chance(300),
                decision: Decision::NoFurtherAction,
                enquiry: None,
            });
        }
        conference
    }

    /// A plan from its conference to its end; one that must last until a day ends at a review after it.
    pub(super) fn protected(
        &mut self,
        journey: &mut Journey,
        started: Day,
        lasts_until: Option<Day>,
    ) {
        let mut rounds = 1;
        let mut share = self.random.below(1000);
        for chance in practice::PLAN_ENDS_AT {
            if share < chance {
                break;
            }
            share -= chance;
            rounds += 1;
        }
        let mut reviews = Vec::new();
        let mut last = started;
        while reviews.len() < rounds || lasts_until.is_some_and(|until| last < until) {
            let months = if reviews.is_empty() { 3 } else { 6 };
            let due = last.plus_months(months);
            let days = if self.random.chance(practice::REVIEW_IN_TIME) {
                -self.random.between(0, 12)
            } else {
                self.random.between(5, 24)
            };
            last = self.days.working(due.plus_days(days));
            reviews.push(last);
        }
        let assessed = journey.assessed.map_or(started, |(_, done)| done);
        if last.number() - started.number() > 240
            && self.random.chance(practice::UPDATED_EVERY_YEAR)
        {
            let ago = self.random.between(270, 335);
            let completed = assessed.max(started).plus_days(ago);
            self.update_assessment(journey, completed);
        }
        let is_fresh = |done: Day| done > last.plus_months(-6) && done <= last;
        let updated = journey.updates.iter().any(|(_, done)| is_fresh(*done));
        if !updated && !is_fresh(assessed) && self.random.chance(practice::UPDATED_BEFORE_PLAN_ENDS)
        {
            let ago = self.random.between(8, 70);
            self.update_assessment(journey, last.plus_days(-ago));
        }
        journey.protection = Some(Protection {
            started,
            ended: Some(last),
            reviews,
            into_care: false,
        });
        if self.random.chance(practice::STEPPED_DOWN) {
            let from = self.days.soon_after(last, &mut self.random, 0, 8);
            let length = self.random.between(60, 150);
            let to = self.days.working(from.plus_days(length));
            journey.in_need.push(Span { from, to: Some(to) });
            journey.closed = Some(self.days.soon_after(to, &mut self.random, 0, 6));
        } else {
            journey.closed = Some(self.days.soon_after(last, &mut self.random, 5, 20));
        }
    }

    fn update_assessment(&self, journey: &mut Journey, completed: Day) {
        let completed = self.days.working(completed);
        journey
            .updates
            .push((self.days.before(completed, 24), completed));
        journey.updates.sort_unstable();
    }

    /// Pre-proceedings last weeks, so their day comes first and the plan before them follows from it.
    pub(super) fn before_court(&mut self) -> Journey {
        let ago = days_in_pre_proceedings(self.seed, self.first_child);
        let decided = self.days.working(self.days.as_at.plus_days(-ago));
        let lead = if self.unborn {
            self.random.between(8, 40)
        } else {
            self.random.between(90, 330)
        };
        let received = self.days.working(decided.plus_days(-lead - 25));
        let mut journey = self.begun(Path::PreProceedings, received);
        let held = self
            .first_discussion(&mut journey, true)
            .unwrap_or(received);
        let court = self.court(decided.max(held));
        let until = if court.to_court {
            court.application
        } else {
            court.ended
        };
        self.protected(&mut journey, held, Some(until));
        if court.to_court {
            let care = self
                .days
                .soon_after(court.application, &mut self.random, 1, 9);
            let ended = self.days.soon_after(care, &mut self.random, 0, 8);
            let period = self.care_after_court(court.application, care);
            journey.in_need.clear();
            journey.closed = period
                .ended
                .map(|ended| self.days.soon_after(ended, &mut self.random, 3, 12));
            journey.care = Some(period);
            if let Some(plan) = &mut journey.protection {
                plan.reviews.retain(|review| *review <= care);
                plan.ended = Some(ended);
                plan.into_care = true;
            }
        }
        journey.court = Some(court);
        journey
    }

    pub(super) fn court(&mut self, decided: Day) -> PreProceedings {
        let reviews = practice::court_reviews(self.home);
        let random = &mut self.random;
        let (low, high) = if self.even.chance(practice::LEGAL_MEETING_ACTED_ON) {
            (0, 5)
        } else {
            (6, 10)
        };
        let legal_meeting = self.days.before(decided, random.between(low, high));
        let (low, high) = if self.even.chance(practice::LETTER_IN_TIME) {
            (3, 10)
        } else {
            (11, 16)
        };
        let letter = self.days.soon_after(decided, random, low, high);
        let (low, high) = if self.even.chance(practice::FIRST_MEETING_IN_TIME) {
            (5, 10)
        } else {
            (11, 17)
        };
        let first_meeting = self.days.soon_after(letter, random, low, high);
        let in_time = self.even.chance(practice::ENDS_IN_SIXTEEN_WEEKS);
        let extended = !in_time && self.even.chance(practice::EXTENDED);
        let length = if in_time {
            random.between(84, 111)
        } else if self.even.chance(practice::EXTENSION_KEPT) {
            random.between(118, 176)
        } else {
            random.between(184, 205)
        };
        let ended = self.days.working(letter.plus_days(length));
        let extended =
            extended.then(|| self.days.working(letter.plus_days(random.between(84, 110))));
        let mut held = Vec::new();
        let mut last = first_meeting;
        loop {
            let gap = if random.chance(reviews.in_time) {
                random.between(30, 41)
            } else {
                random.between(50, 80)
            };
            last = self.days.working(last.plus_days(gap));
            if last >= ended {
                break;
            }
            held.push(last);
        }
        let to_court = self.even.chance(practice::GOES_TO_COURT);
        let (low, high) = if self.even.chance(practice::APPLICATION_IN_TIME) {
            (2, 10)
        } else {
            (11, 18)
        };
        PreProceedings {
            number: self.nth,
            legal_meeting,
            decided,
            letter,
            first_meeting,
            reviews: held,
            extended,
            ended,
            to_court,
            application: self.days.soon_after(ended, random, low, high),
        }
    }

    /// New concerns about children whose case is open: the strategy discussions that the inspectors found weak.
    pub(super) fn concerns_on_open_case(&mut self, journey: &mut Journey) {
        let open = journey
            .protection
            .as_ref()
            .map(|plan| (plan.started, plan.ended));
        let open = open.or_else(|| journey.in_need.first().map(|need| (need.from, need.to)));
        let Some((from, to)) = open else { return };
        let end = to.unwrap_or(self.days.as_at).min(self.days.as_at);
        let mut from = from.plus_days(25);
        while from < end {
            // One draw for each half-year, so that a long plan may have two.
            let until = from.plus_days(182).min(end);
            let length = until.number() - from.number();
            let chance = practice::NEW_CONCERN_IN_A_YEAR * length as u32 / 365;
            let on = self.random.between(0, (length - 25).max(0));
            if self.even.chance(chance) {
                let concern = self.days.working(from.plus_days(on));
                let asked = self.random.below(1000);
                self.discussion(journey, concern, true, false);
                let last = journey
                    .discussions
                    .iter_mut()
                    .rev()
                    .find(|discussion| discussion.enquiry.is_some());
                if let Some(discussion) = last.filter(|_| asked < 260) {
                    discussion.enquiry = None;
                    discussion.decision = if asked < 180 {
                        Decision::Assessment
                    } else {
                        Decision::NoFurtherAction
                    };
                }
            }
            from = until;
        }
        journey
            .discussions
            .sort_by_key(|discussion| discussion.held);
    }
}
