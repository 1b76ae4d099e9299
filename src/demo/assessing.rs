//! Assessments.

use super::case::{Case, kept, written};
use super::family::Stage;
use super::journey::Path;
use super::practice;
use super::random::{Random, Stream};
use super::table::{Table, Tables};
use super::wording;
use crate::model::day::Day;

struct Assessment {
    /// Among those of the child.
    number: usize,
    started: Day,
    completed: Day,
    is_update: bool,
}

impl Case<'_> {
    pub fn write_assessments(&self, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::Assessment);
        let mut number = 0;
        let first = self.journey.assessed.map(|days| (days, false));
        let updates = self.journey.updates.iter().map(|days| (*days, true));
        for ((started, completed), is_update) in first.into_iter().chain(updates) {
            let ended = self
                .journey
                .closed
                .is_some_and(|closed| is_update && started >= closed);
            if self.has_come(started) && !ended {
                number += 1;
                let assessment = Assessment {
                    number,
                    started,
                    completed,
                    is_update,
                };
                self.write_assessment(&assessment, &mut random, tables);
            }
        }
        if let Some(court) = self
            .journey
            .court
            .as_ref()
            .filter(|court| self.has_come(court.decided))
        {
            self.write_relatives(number, court.decided, &mut random, tables);
        }
    }

    fn write_assessment(
        &self,
        assessment: &Assessment,
        random: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        let Assessment {
            number,
            started,
            completed,
            is_update,
        } = *assessment;
        let stage = self.child.stage(started);
        let done = self.has_come(completed);
        let kind = match (stage, is_update) {
            (_, true) => "update",
            (Stage::Unborn, _) => "pre-birth",
            _ => "child and family",
        };
        let seen_on = self
            .visits
            .iter()
            .find(|visit| visit.seen && visit.day >= started)
            .map(|visit| visit.day);
        let seen_on = seen_on.filter(|day| *day <= completed);
        let voice = self.voice(completed);
        let lists = self.wording;
        let speaks = stage != Stage::Unborn && voice.child.stage(completed) != Stage::Unborn;
        let covers = random.chance(practice::COVERS_EVERYTHING);
        let left_out = random.below(6);
        let part = |place: u32, list, words: usize, random: &mut Random| {
            if !done || (!covers && left_out == place) {
                return String::new();
            }
            voice.at_least(words, &[list], random)
        };
        let risks = part(0, &lists.risks, 1, random);
        let strengths = part(1, &lists.strengths, 1, random);
        let needs = part(2, &lists.needs, 1, random);
        let history = part(3, &lists.history, 1, random);
        let views_own = random.chance(practice::ASSESSMENT_VIEWS_OWN);
        let views = match (speaks, views_own) {
            (false, _) => String::new(),
            (true, true) => part(4, &lists.assessment_views, 20, random),
            (true, false) => part(4, &lists.assessment_views_weak, 3, random),
        };
        let mut factors = lists.concerns[self.family.concern].factors;
        if self.family.concern == wording::HARM_OUTSIDE && !self.is_at_risk_outside(completed) {
            factors = factors.split(';').next().unwrap_or("");
        }
        let names_control = factors.contains('3') && random.chance(practice::CONTROL_NAMED);
        let analysis_own = random.chance(practice::ANALYSIS_OWN);
        let analysis = match (done && (covers || left_out != 5), analysis_own) {
            (false, _) => String::new(),
            (true, false) => voice.at_least(8, &[&lists.analysis_weak], random),
            (true, true) if names_control => voice.at_least(
                60,
                &[&lists.abuse, &lists.analysis, &lists.analysis],
                random,
            ),
            (true, true) => voice.at_least(60, &[&lists.analysis], random),
        };
        let identity = written(
            random.chance(practice::IDENTITY_WRITTEN),
            random,
            |random| voice.one(&lists.identity, random),
        );
        let late = self.days.after(started, 45) < completed;
        let overrun = if late
            && self.has_come(self.days.after(started, 46))
            && random.chance(practice::OVERRUN_EXPLAINED)
        {
            voice.one(&lists.overrun, random)
        } else {
            String::new()
        };
        let outcome = match self.journey.path {
            Path::Assessed | Path::Enquiry => "no further action",
            Path::InNeed
            | Path::EnquiryThenInNeed
            | Path::ConferenceWithoutPlan
            | Path::LateProtection
            | Path::Disabled => "child in need plan",
            Path::InCare | Path::Unaccompanied | Path::LeavingCare => "child looked after",
            Path::Homeless | Path::PrivatelyFostered => "other support",
            _ => "child protection plan",
        };
        let signed = random.chance(practice::ASSESSMENT_SIGNED_OFF);
        let holder = self.holder(completed.min(self.days.as_at));
        let flag = if stage == Stage::Unborn {
            None
        } else {
            kept(random, seen_on.is_some_and(|day| self.has_come(day)))
        };
        tables
            .row(Table::Assessments)
            .key(self.key("A", number))
            .child(self.child.number)
            .key(self.referral())
            .text(kind)
            .event(Some(started))
            .event(Some(completed))
            .flag(flag.filter(|seen| done || *seen))
            .event(seen_on)
            .text_if(
                done.then_some(&factors.replace(';', "; "))
                    .map(String::as_str),
            )
            .text(&risks)
            .text(&strengths)
            .text(&needs)
            .text(&history)
            .text(&views)
            .text(if done { &identity } else { "" })
            .text(&analysis)
            .text(&overrun)
            .text(if done { outcome } else { "" })
            .worker_if((done && signed).then(|| self.authority.manager(holder.team)))
            .text(&self.team(completed.min(self.days.as_at)))
            .worker(holder.worker)
            .end();
    }

    /// A relative's assessment, and the parents', begin with pre-proceedings.
    fn write_relatives(
        &self,
        number: usize,
        decided: Day,
        random: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        let mut number = number;
        let relative_on = if random.chance(practice::RELATIVE_ASSESSED) {
            self.days.working(decided.plus_days(random.between(8, 55)))
        } else {
            self.days
                .working(decided.plus_days(random.between(60, 140)))
        };
        let parents_on = self.days.working(decided.plus_days(random.between(5, 40)));
        for (kind, started) in [("connected person", relative_on), ("parenting", parents_on)] {
            if !self.has_come(started) {
                continue;
            }
            number += 1;
            let completed = self.days.soon_after(started, random, 35, 60);
            let done = self.has_come(completed);
            let holder = self.holder(started);
            let signed = random.chance(practice::ASSESSMENT_SIGNED_OFF);
            let mut row = tables
                .row(Table::Assessments)
                .key(self.key("A", number))
                .child(self.child.number)
                .key(self.referral())
                .text(kind)
                .event(Some(started))
                .event(Some(completed));
            for _ in 0..12 {
                row = row.text("");
            }
            row.worker_if((done && signed).then(|| self.authority.manager(holder.team)))
                .text(&self.team(started))
                .worker(holder.worker)
                .end();
        }
    }
}
