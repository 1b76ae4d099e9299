//! Children who go missing, and the risks outside the home.

use super::case::{Case, kept, written};
use super::journey::{Path, Span};
use super::practice;
use super::random::{Random, Stream};
use super::table::{Table, Tables};
use super::wording;
use crate::model::day::Day;

/// Children of this age may go missing, or be drawn into harm outside the home.
const OLD_ENOUGH: i32 = 11;
/// Episodes of the last so many days are told of.
const EPISODES_DAYS_AGO: (i32, i32) = (5, 480);

/// An export of the day has somebody who went missing a week ago.
const NEWEST: i32 = 7;

impl Case<'_> {
    pub fn write_risks_outside(&self, tables: &mut Tables<'_>) {
        let missing = self.write_missing(tables);
        let mut random = self.random_of(Stream::Missing, 1);
        let mut number = 0;
        for (asked, is_high) in self.risks_asked_about(missing, &mut random) {
            number += 1;
            self.write_risk(number, asked, is_high, &mut random, tables);
        }
    }

    /// The days on which a child came back, at most the last.
    fn write_missing(&self, tables: &mut Tables<'_>) -> Option<Day> {
        let mut random = self.random(Stream::Missing);
        let in_care = self.care().map(super::caring::Care::span);
        let chance = match (in_care, self.journey.path) {
            (_, Path::NoFurtherAction) => 0,
            (Some(_), _) => practice::GOES_MISSING_FROM_CARE,
            (None, _) => practice::GOES_MISSING,
        };
        let times = random.between(1, 3);
        let is_newest = self.journey.path == Path::Unaccompanied && self.family.nth == 1;
        if !random.chance(chance) && !is_newest {
            return None;
        }
        let open = in_care.unwrap_or(Span {
            from: self.journey.received,
            to: self.journey.closed,
        });
        let (latest, earliest) = EPISODES_DAYS_AGO;
        let mut went: Vec<Day> = (0..times)
            .map(|_| self.days.as_at.plus_days(-random.between(latest, earliest)))
            .filter(|day| open.holds(*day) && open.holds(day.plus_days(4)))
            .filter(|day| self.child.age(*day) >= OLD_ENOUGH)
            .collect();
        if random.chance(practice::KEEPS_GOING_MISSING)
            && let Some(first) = went.first().copied()
        {
            went.extend([first.plus_days(-8), first.plus_days(-15)]);
        }
        if is_newest {
            went.push(self.days.as_at.plus_days(-NEWEST));
        }
        went.retain(|day| open.holds(*day));
        went.sort_unstable();
        // Nobody goes missing again before they are back.
        went.dedup_by(|next, day| next.number() - day.number() < 5);
        for (place, day) in went.iter().enumerate() {
            self.write_episode(place + 1, *day, &mut random, tables);
        }
        went.last().copied()
    }

    fn write_episode(&self, number: usize, day: Day, random: &mut Random, tables: &mut Tables<'_>) {
        let back = day.plus_days(random.between(0, 3));
        let offered = random.chance(practice::INTERVIEW_OFFERED);
        let accepted = offered && random.chance(practice::INTERVIEW_ACCEPTED);
        let interview = if random.chance(practice::INTERVIEW_IN_TIME) {
            back.plus_days(random.between(1, 3))
        } else {
            back.plus_days(random.between(4, 9))
        };
        let interview = Some(interview).filter(|_| accepted && self.has_come(interview));
        let (low, high) = if random.chance(practice::RISK_LOOKED_AT_AGAIN) {
            (0, 5)
        } else {
            (6, 12)
        };
        let looked_at = self.days.soon_after(back, random, low, high);
        let told = interview.is_some() && random.chance(practice::INTERVIEW_WRITTEN);
        let notes = written(told, random, |random| {
            self.voice(back).one(&self.wording.told, random)
        });
        tables
            .row(Table::MissingEpisodes)
            .key(self.key("MI", number))
            .child(self.child.number)
            .event(Some(day))
            .event(Some(back))
            .flag(kept(random, offered))
            .flag(offered.then_some(accepted))
            .event(interview)
            .text(&notes)
            .event(Some(looked_at))
            .end();
    }

    /// When the risk outside the home is looked at, and whether there is more to it.
    fn risks_asked_about(&self, missing: Option<Day>, random: &mut Random) -> Vec<(Day, bool)> {
        let mut asked = Vec::new();
        if self.family.path == Path::Unaccompanied
            && let Some(care) = self.care()
        {
            let in_time = self.even(20).chance(practice::UNACCOMPANIED_RISK_IN_TIME);
            let (low, high) = if in_time { (2, 9) } else { (12, 20) };
            let on = self.days.soon_after(care.started, random, low, high);
            asked.push((on, random.chance(400)));
        }
        let assessments = self.journey.assessed.iter().chain(&self.journey.updates);
        for (started, completed) in assessments {
            if self.is_at_risk_outside(*completed) && random.chance(practice::EXPLOITATION_ASSESSED)
            {
                let on = self.days.soon_after(*started, random, 6, 30);
                asked.push((on.min(*completed), random.chance(800)));
            }
        }
        if let Some(day) = missing {
            let on = self.days.soon_after(day, random, 1, 4);
            asked.push((on, random.chance(700)));
        }
        asked.retain(|(on, _)| self.has_come(*on));
        asked
    }

    /// Whether somebody outside the home may be harming a child of this age.
    pub fn is_at_risk_outside(&self, day: Day) -> bool {
        self.family.concern == wording::HARM_OUTSIDE && self.child.age(day) >= OLD_ENOUGH - 4
    }

    fn write_risk(
        &self,
        number: usize,
        on: Day,
        is_high: bool,
        random: &mut Random,
        tables: &mut Tables<'_>,
    ) {
        let voice = self.voice(on);
        let complete = random.chance(practice::RISKS_AND_SAFETY_PLAN);
        let risks = if is_high {
            voice.one(&self.wording.risk, random)
        } else {
            String::new()
        };
        let safety_plan = if is_high && complete {
            voice.one(&self.wording.keep_safe, random)
        } else {
            String::new()
        };
        let level = if is_high {
            random.one_of(&["medium", "medium", "high"])
        } else {
            "low"
        };
        tables
            .row(Table::ExploitationAssessments)
            .key(self.key("EX", number))
            .child(self.child.number)
            .event(Some(on))
            .text(level)
            .text(&risks)
            .text(&safety_plan)
            .end();
    }
}
