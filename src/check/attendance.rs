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
    /// By code symbol, the agencies that the spelling stands for; none where it is not recognised.
    agencies: Vec<AgencySet>,
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
        let (mut there, mut unknown) = (AgencySet::default(), Vec::new());
        for &name in list {
            let agencies = self.agencies[name.index()];
            if !agencies.is_empty() {
                there = there.and(agencies);
            } else if !unknown
                .iter()
                .any(|(_, other)| *other == fold(codes.text(name)))
            {
                unknown.push((name, fold(codes.text(name))));
            }
        }
        let all_of = self.check.all_of.iter().copied();
        let missing: AgencySet = all_of.filter(|agency| !there.contains(*agency)).collect();
        let reference = &self.context.ruleset.reference.agencies;
        let took_part = there
            .iter()
            .filter(|agency| reference.get(*agency).attends)
            .count() as u32;
        let short_of = self.check.at_least.unwrap_or(0).saturating_sub(took_part);
        let wanting = missing.len().max(short_of);
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
fn named(agencies: &Agencies, name: &str) -> AgencySet {
    if let Some(agency) = agencies.recognise(name) {
        return AgencySet::from_iter([agency]);
    }
    let parts = name
        .split(['/', '&', '+', '\n'])
        .flat_map(|part| part.split(" and "));
    parts
        .map(|part| agencies.recognise(part))
        .collect::<Option<AgencySet>>()
        .unwrap_or_default()
}
