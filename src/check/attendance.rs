//! The agencies that must take part did.

use crate::model::folding::fold;
use crate::model::intern::Symbol;
use crate::rules::agencies::{Agencies, AgencySet};
use crate::rules::plan::Attendance;

use super::context::Context;
use super::obligation::{Detail, Obligation, Sink};
use super::outcome::Outcome;

pub(super) struct Judge<'a, 'p> {
    check: &'p Attendance,
    context: Context<'a>,
    /// By code symbol, what the spelling stands for.
    names: Vec<Named>,
}

/// What stands behind one name.
#[derive(Clone, Copy, Default)]
struct Named {
    agencies: AgencySet,
    /// How many more there may be behind what is not recognised.
    perhaps: u32,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(check: &'p Attendance, context: Context<'a>) -> Self {
        let codes = &context.view.records.codes;
        let agencies = &context.ruleset.reference.agencies;
        let names = codes
            .symbols()
            .map(|symbol| Named::of(agencies, codes.text(symbol)))
            .collect();
        Self {
            check,
            context,
            names,
        }
    }

    pub(super) fn judge(&self, row: u32, sink: &mut impl Sink<'p>) {
        let path = &self.check.field;
        let list: &[Symbol] = match self.context.walk(path, row) {
            Some((table, field, row)) => self
                .context
                .view
                .column(table, field)
                .map_or(&[], |column| column.list(row)),
            None => &[],
        };
        if list.is_empty() {
            return sink.obligation(row, Obligation::unknown(Detail::Blank(path)));
        }
        let codes = &self.context.view.records.codes;
        let (mut there, mut unknown) = (AgencySet::default(), Vec::new());
        let mut perhaps = 0;
        for &name in list {
            let named = self.names[name.index()];
            there = there.and(named.agencies);
            let spelling = fold(codes.text(name));
            if named.perhaps > 0 && !unknown.iter().any(|(_, other)| *other == spelling) {
                unknown.push((name, spelling));
                perhaps += named.perhaps;
            }
        }
        let all_of = self.check.all_of.iter().copied();
        let missing: AgencySet = all_of.filter(|agency| !there.contains(*agency)).collect();
        let reference = &self.context.ruleset.reference.agencies;
        let besides: AgencySet = self.check.besides.iter().copied().collect();
        let took_part = there
            .iter()
            .filter(|agency| reference.get(*agency).attends && !besides.contains(*agency))
            .count() as u32;
        let short_of = self.check.at_least.unwrap_or(0).saturating_sub(took_part);
        // One that is missing and is not counted does not make up the number as well.
        let not_counted = missing.iter().filter(|agency| besides.contains(*agency));
        let not_counted = not_counted.count() as u32;
        let wanting = not_counted + (missing.len() - not_counted).max(short_of);
        let obligation = match unknown.first() {
            _ if wanting == 0 => Obligation::undated(Outcome::Met, Detail::None),
            // What nobody recognises may be the very agency that is missing.
            Some((name, _)) if perhaps >= wanting => {
                Obligation::unknown(Detail::AgencyUnknown(*name))
            }
            _ => Obligation::undated(Outcome::Failed, Detail::Agencies { missing, took_part }),
        };
        sink.obligation(row, obligation);
    }
}

impl Named {
    /// Its own agency, or, where it is none's, those of its parts ("police and health"), all of which must be recognised: the health
    /// of "Apologies from police and health" was not there.
    fn of(agencies: &Agencies, name: &str) -> Self {
        if let Some(agency) = agencies.recognise(name) {
            return Self {
                agencies: AgencySet::from_iter([agency]),
                perhaps: 0,
            };
        }
        let parts = || {
            name.split(['/', '&', '+', '\n'])
                .flat_map(|part| part.split(" and "))
        };
        let recognised: Option<AgencySet> = parts().map(|part| agencies.recognise(part)).collect();
        recognised.map_or_else(
            || Self {
                agencies: AgencySet::default(),
                perhaps: parts().map(most_behind).sum(),
            },
            |agencies| Self {
                agencies,
                perhaps: 0,
            },
        )
    }
}

/// How many agencies may stand behind a part that is none's: "1. Social care 2. Police", "Social care - Police", "J Smith (Police)",
/// "Health. Apologies from Police". Which of them took part is not for a machine to say, only that nobody knows.
fn most_behind(part: &str) -> u32 {
    let apart = |letter: char| letter.is_ascii_digit() || ".,;:()[]|\t".contains(letter);
    let pieces = part.split(" - ").flat_map(|piece| piece.split(apart));
    let said = pieces.filter(|piece| piece.contains(char::is_alphabetic));
    said.count().max(1) as u32
}
