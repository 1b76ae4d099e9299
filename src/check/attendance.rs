//! The agencies that must take part did.

use crate::model::folding::fold;
use crate::model::intern::Symbol;
use crate::rules::plan::Attendance;
use crate::rules::reference_data::Agencies;

use super::context::Context;
use super::obligation::{Detail, Obligation, Sink};
use super::outcome::Outcome;

pub(super) struct Judge<'a, 'p> {
    check: &'p Attendance,
    context: Context<'a>,
    /// By code symbol, a bit for each agency that the spelling stands for; none where it is not recognised.
    agencies: Vec<u64>,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(check: &'p Attendance, context: Context<'a>) -> Self {
        let codes = &context.view.records.codes;
        let agencies = &context.ruleset.reference.agencies;
        let agencies = codes
            .symbols()
            .map(|symbol| named(agencies, codes.text(symbol)))
            .collect();
        Self {
            check,
            context,
            agencies,
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
        let (mut there, mut unknown) = (0_u64, Vec::new());
        for &name in list {
            if self.agencies[name.index()] != 0 {
                there |= self.agencies[name.index()];
            } else if !unknown
                .iter()
                .any(|(_, other)| *other == fold(codes.text(name)))
            {
                unknown.push((name, fold(codes.text(name))));
            }
        }
        let missing =
            self.check
                .all_of
                .iter()
                .enumerate()
                .fold(0_u64, |missing, (index, place)| {
                    if there & (1 << place) == 0 {
                        missing | 1 << index
                    } else {
                        missing
                    }
                });
        let reference = &self.context.ruleset.reference.agencies;
        let took_part = (0..reference.names().len())
            .filter(|place| there & (1 << place) != 0 && reference.get(*place).attends)
            .count() as u32;
        let short_of = self.check.at_least.unwrap_or(0).saturating_sub(took_part);
        let wanting = missing.count_ones().max(short_of);
        let obligation = match unknown.first() {
            _ if wanting == 0 => Obligation::undated(Outcome::Met, Detail::None),
            // A name nobody recognises may be the very agency that is missing.
            Some((name, _)) if unknown.len() as u32 >= wanting => {
                Obligation::unknown(Detail::AgencyUnknown(*name))
            }
            _ => Obligation::undated(Outcome::Failed, Detail::Agencies { missing, took_part }),
        };
        sink.obligation(row, obligation);
    }
}

/// The agencies behind one name: its own, or, where it is none's, those of its parts ("police and health"), all of which must be
/// recognised.
fn named(agencies: &Agencies, name: &str) -> u64 {
    let bit = |place: usize| 1_u64 << place.min(63);
    if let Some(place) = agencies.recognise(name) {
        return bit(place);
    }
    let parts = name
        .split(['/', '&', '+', '\n'])
        .flat_map(|part| part.split(" and "));
    parts
        .map(|part| agencies.recognise(part).map(bit))
        .try_fold(0, |all, part| Some(all | part?))
        .unwrap_or(0)
}
