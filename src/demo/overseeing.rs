//! Supervision, managers' decisions, audits of files, and what leaders say of themselves.

use super::case::{Case, kept, written};
use super::days::Days;
use super::journey::Journey;
use super::practice;
use super::random::{Random, Stream};
use super::table::{Table, Tables};
use crate::model::day::Day;

/// A colleague read the file.
#[derive(Clone, Copy)]
struct Audit {
    on: Day,
    area: &'static str,
    grade: &'static str,
}

impl Case<'_> {
    pub fn write_oversight(&self, tables: &mut Tables<'_>) {
        let audit = self.audit();
        self.write_supervisions(audit, tables);
        self.write_decisions(tables);
        if let Some(audit) = audit {
            self.write_audit(audit, tables);
        }
    }

    fn audit(&self) -> Option<Audit> {
        let mut random = self.random(Stream::Claims);
        let picked = random.chance(practice::AUDITED);
        let ago = random.between(8, 360);
        let on = self.days.working(self.days.as_at.plus_days(-ago));
        let grade = match random.below(100) {
            0..9 => "outstanding",
            9..60 => "good",
            60..84 => "requires improvement",
            _ => "inadequate",
        };
        let area = random.one_of(&[
            "child-protection-plans",
            "strategy-discussions",
            "assessment",
            "pre-proceedings",
            "voice",
        ]);
        let open =
            on > self.journey.received.plus_days(30) && self.journey.is_open(on.plus_days(8));
        (picked && open).then_some(Audit { on, area, grade })
    }

    fn write_supervisions(&self, audit: Option<Audit>, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::Oversight, 0);
        let mut days = days_of_supervision(self.journey, self.days, &mut shared);
        let mut own = self.random(Stream::Oversight);
        if let Some(audit) = audit.filter(|audit| audit.grade == "inadequate")
            && own.chance(practice::AUDIT_TAKEN_UP)
        {
            days.push(self.days.soon_after(audit.on, &mut own, 1, 4));
        }
        days.sort_unstable();
        days.dedup();
        let lists = self.wording;
        for (place, held) in days.into_iter().enumerate() {
            if !self.has_come(held) {
                break;
            }
            let voice = self.voice(held);
            let is_supervision = own.chance(practice::CASE_SUPERVISION);
            let reflects = own.chance(practice::REFLECTIVE);
            let left_out = own.below(3);
            let reflection = if !is_supervision || (!reflects && left_out == 0) {
                String::new()
            } else if own.chance(practice::REFLECTION_OWN) {
                voice.at_least(40, &[&lists.reflection], &mut own)
            } else {
                voice.one(&lists.reflection_weak, &mut own)
            };
            let actions = if !reflects && left_out == 1 {
                String::new()
            } else if is_supervision {
                voice.one(&lists.supervision_actions, &mut own)
            } else {
                voice.one(&lists.oversight, &mut own)
            };
            let reviewed = place == 0 || reflects || left_out != 2;
            tables
                .row(Table::Supervisions)
                .key(self.key("SV", place + 1))
                .child(self.child.number)
                .worker(self.worker(held))
                .event(Some(held))
                .text(if is_supervision {
                    "case supervision"
                } else {
                    "management oversight"
                })
                .text(&reflection)
                .text(&actions)
                .flag(kept(&mut own, reviewed).filter(|_| is_supervision))
                .end();
        }
    }

    fn write_decisions(&self, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::Oversight, 1);
        let mut own = self.random(Stream::Claims);
        let lists = self.wording;
        let journey = self.journey;
        let mut number = 0;
        let mut write = |day: Day,
                         kind: &str,
                         role: &str,
                         list,
                         answered: Option<Day>,
                         shared: &mut Random,
                         own: &mut Random| {
            if !self.has_come(day) {
                return;
            }
            number += 1;
            let made_by = if shared.chance(985) { role } else { "" };
            let text = written(own.chance(practice::DECISION_REASONED), own, |own| {
                self.voice(day).one(list, own)
            });
            tables
                .row(Table::Decisions)
                .key(self.key("D", number))
                .child(self.child.number)
                .event(Some(day))
                .text(kind)
                .text(made_by)
                .text(&text)
                .event(answered)
                .end();
        };
        if let Some(plan) = &journey.protection {
            write(
                plan.started,
                "step up",
                "team manager",
                &lists.step_up,
                None,
                &mut shared,
                &mut own,
            );
            let challenged = shared.chance(practice::LONG_PLAN_CHALLENGED);
            let on = self
                .days
                .working(plan.started.plus_days(shared.between(190, 355)));
            if challenged && plan.ended.is_none_or(|ended| on < ended) {
                let (low, high) = if shared.chance(practice::CHALLENGE_ANSWERED) {
                    (2, 10)
                } else {
                    (12, 30)
                };
                let answered = self.days.soon_after(on, &mut shared, low, high);
                write(
                    on,
                    "challenge",
                    "conference chair",
                    &lists.challenge,
                    Some(answered),
                    &mut shared,
                    &mut own,
                );
            }
            if let Some(ended) = plan.ended.filter(|_| !plan.into_care) {
                write(
                    ended,
                    "step down",
                    "conference chair",
                    &lists.step_down,
                    None,
                    &mut shared,
                    &mut own,
                );
            }
        }
        if let Some(court) = &journey.court {
            write(
                court.decided,
                "step up",
                "service manager",
                &lists.step_up,
                None,
                &mut shared,
                &mut own,
            );
        }
        if let Some(closed) = journey
            .closed
            .filter(|_| journey.path != super::journey::Path::NoFurtherAction)
        {
            let day = self.days.before(closed, shared.between(0, 7));
            if shared.chance(practice::CLOSED_BY_DECISION) {
                write(
                    day,
                    "close",
                    "team manager",
                    &lists.close,
                    None,
                    &mut shared,
                    &mut own,
                );
            }
        }
    }

    fn write_audit(&self, audit: Audit, tables: &mut Tables<'_>) {
        let mut random = self.random(Stream::Diary);
        let done = if random.chance(practice::AUDIT_ACTIONS_DONE) {
            audit.on.plus_days(random.between(10, 42))
        } else {
            audit.on.plus_days(random.between(46, 90))
        };
        let none = audit.grade == "outstanding";
        tables
            .row(Table::CaseAudits)
            .key(self.key("CA", 1))
            .child(self.child.number)
            .event(Some(audit.on))
            .text(audit.area)
            .text(audit.grade)
            .event(Some(self.days.working(done)).filter(|_| !none))
            .end();
    }
}

/// Supervision every month on a protection plan or in pre-proceedings, every second month otherwise, and after a new concern.
fn days_of_supervision(journey: &Journey, days: &Days<'_>, random: &mut Random) -> Vec<Day> {
    if journey.path == super::journey::Path::NoFurtherAction {
        return Vec::new();
    }
    let end = journey.closed.unwrap_or(days.as_at).min(days.as_at);
    let mut found = Vec::new();
    let mut last = journey.received.max(days.diary_begins());
    loop {
        let monthly = journey.is_protected(last) || journey.is_in_court(last);
        let (months, chance) = if monthly {
            (1, practice::SUPERVISED_MONTHLY)
        } else {
            (2, practice::SUPERVISED_IN_NEED)
        };
        let mut due = last.plus_months(months);
        // A plan that begins in between begins the month again.
        if let Some(plan) = &journey.protection
            && !monthly
            && plan.started > last
            && plan.started < due
        {
            due = plan.started.plus_months(1);
        }
        let next = if random.chance(chance) {
            due.plus_days(-random.between(0, 5))
        } else {
            due.plus_days(random.between(4, 22))
        };
        last = days.working(next).max(last.plus_days(1));
        if last > end {
            break;
        }
        found.push(last);
    }
    for discussion in journey
        .discussions
        .iter()
        .filter(|discussion| discussion.already_open)
    {
        let covered = found
            .iter()
            .any(|day| *day >= discussion.held && *day <= days.after(discussion.held, 5));
        let wanted = random.chance(practice::OVERSIGHT_AFTER_DISCUSSION);
        let on = days.soon_after(discussion.held, random, 1, 5);
        if wanted && !covered && on <= end {
            found.push(on);
        }
    }
    found
}

/// What leaders claim, once for the whole authority.
pub fn write_claims(days: &Days<'_>, tables: &mut Tables<'_>) {
    for (place, (area, rule, rate, strength, ago)) in practice::CLAIMS.iter().enumerate() {
        let mut key = String::new();
        super::table::push_numbered(&mut key, "CL", place as u32 + 1, 2);
        let mut claimed = String::new();
        super::table::push_numbered(&mut claimed, "", *rate, 1);
        tables
            .row(Table::SelfEvaluation)
            .text(&key)
            .text(area)
            .text(rule)
            .text(&claimed)
            .text(if *strength {
                "strength"
            } else {
                "area for development"
            })
            .event(Some(days.working(days.as_at.plus_days(-ago))))
            .end();
    }
}
