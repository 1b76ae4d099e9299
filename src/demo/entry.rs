//! How a case comes in, who holds it, and how it closes.

use super::authority::{Place, Team};
use super::caring::Course;
use super::case::{Case, kept};
use super::journey::Path;
use super::practice;
use super::random::Stream;
use super::table::{Table, Tables};

/// Police, schools, health and the rest, as often as each refers.
const SOURCES: [&str; 16] = [
    "6", "6", "6", "6", "6", "2A", "2A", "2A", "2A", "3B", "3E", "3F", "1A", "1B", "5D", "4",
];

impl Case<'_> {
    pub fn write_entry(&self, tables: &mut Tables<'_>) {
        let mut random = self.family_random(Stream::Entry, 0);
        let (journey, days) = (self.journey, self.days);
        let none = journey.path == Path::NoFurtherAction;
        let source = match journey.path {
            Path::Homeless => random.one_of(&["4", "4", "1C"]),
            Path::Unaccompanied => "6",
            _ => random.one_of(&SOURCES),
        };
        let contact_on = days.before(journey.received, i32::from(random.chance(300)));
        let contact_decided = if random.chance(practice::DECIDED_IN_A_DAY) {
            days.soon_after(contact_on, &mut random, 0, 1)
                .max(contact_on)
        } else {
            days.soon_after(contact_on, &mut random, 2, 4)
        };
        let mut front_door = String::new();
        Team {
            division: self.division,
            place: Place::FrontDoor,
        }
        .name(&mut front_door);
        tables
            .row(Table::Contacts)
            .key(self.key("K", 1))
            .child(self.child.number)
            .event(Some(contact_on))
            .event(Some(contact_decided))
            .text(source)
            .text("referral")
            .text(&front_door)
            .end();

        let consent = if random.chance(practice::CONSENT_ASKED) {
            random.one_of(&["given", "given", "refused", "dispensed with"])
        } else {
            "not asked"
        };
        let told_late = random.chance(100);
        let told = days.soon_after(
            journey.decided,
            &mut random,
            0,
            if told_late { 4 } else { 1 },
        );
        let chronology = self
            .last_day(journey.closed)
            .plus_days(-random.between(1, 75));
        let chronology = if random.chance(100) {
            chronology.plus_days(-60)
        } else {
            chronology
        };
        let closed = days.if_come(journey.closed);
        let mut own = self.random(Stream::Entry);
        let list = if none {
            &self.wording.threshold_none
        } else {
            &self.wording.threshold
        };
        let rationale = if own.chance(950) {
            self.voice(journey.decided).one(list, &mut own)
        } else {
            String::new()
        };
        let concern = &self.wording.concerns[self.family.concern];
        let last = self.last_day(journey.closed);
        tables
            .row(Table::Referrals)
            .key(self.referral())
            .child(self.child.number)
            .event(Some(journey.received))
            .event(Some(journey.decided))
            .text(source)
            .text(concern.need)
            .flag(Some(none))
            .text(&rationale)
            .text(consent)
            .event(Some(told))
            .event(Some(chronology.max(journey.received)))
            .event(closed)
            .text(closed.map_or("", |_| self.close_reason()))
            .text(&if none { front_door } else { self.team(last) })
            .worker_if((!none).then(|| self.worker(last)))
            .end();
        if !none {
            self.write_allocations(tables);
        }
    }

    /// Why the case was closed, once it is.
    pub fn close_reason(&self) -> &'static str {
        let mut random = self.family_random(Stream::Entry, 2);
        let course = self.journey.care.as_ref().map(|care| care.course);
        match (self.journey.path, course) {
            (Path::NoFurtherAction, _) => "RC8",
            (Path::Assessed | Path::Enquiry, _) => random.one_of(&["RC8", "RC9"]),
            (_, Some(Course::Adoption)) => "RC1",
            (_, Some(Course::Guardianship)) => "RC4",
            (_, Some(_)) => "RC7",
            _ => random.one_of(&["RC7", "RC7", "RC7", "RC7", "RC7", "RC5", "RC4"]),
        }
    }

    fn write_allocations(&self, tables: &mut Tables<'_>) {
        let mut random = self.family_random(Stream::Entry, 1);
        let not_registered =
            self.journey.path == Path::InNeed && random.chance(practice::NOT_REGISTERED);
        let mut number = 0;
        let holders = &self.journey.holders;
        for (place, holder) in holders.iter().enumerate() {
            if !self.has_come(holder.from) {
                break;
            }
            number += 1;
            let is_last = place + 1 == holders.len();
            let worker = if not_registered && is_last {
                self.authority.assistant(holder.team)
            } else {
                holder.worker
            };
            let mut team = String::new();
            holder.team.name(&mut team);
            let reason = if place == 0 {
                ""
            } else if holder.moved_team {
                "transfer of team"
            } else {
                random.one_of(&["worker left", "caseloads shared out"])
            };
            tables
                .row(Table::Allocations)
                .key(self.key("L", number))
                .child(self.child.number)
                .key(self.referral())
                .worker(worker)
                .text(&team)
                .text("allocated social worker")
                .event(Some(holder.from))
                .event(holder.to)
                .text_if(kept(&mut random, reason))
                .end();
        }
        let has_officer = random.chance(practice::REVIEWING_OFFICER_NAMED);
        if let Some(care) = self.care().filter(|_| has_officer) {
            let officer = self
                .authority
                .reviewing_officer(self.division, self.family.first);
            let from = self.days.soon_after(care.started, &mut random, 1, 5);
            if care.span().holds(from) && self.has_come(from) {
                tables
                    .row(Table::Allocations)
                    .key(self.key("L", number + 1))
                    .child(self.child.number)
                    .key(self.referral())
                    .worker(officer)
                    .text("")
                    .text("independent reviewing officer")
                    .event(Some(from))
                    .event(care.ended)
                    .text("")
                    .end();
            }
        }
    }
}
