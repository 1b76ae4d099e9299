//! When the words of a report are used.

use crate::rules::diagnostic::Mistakes;
use crate::rules::section::Section;

/// When a measure is called strong, to improve, rising, falling or not consistent.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limits {
    /// Percent met from which a measure is strong; one that is at least England's is strong too.
    pub strong_from: f64,
    /// Percent met under which it is to improve.
    pub to_improve_under: f64,
    /// Points between the halves of the period from which it is rising or falling.
    pub moves_by: f64,
    /// Points between two teams from which it is not consistent.
    pub not_consistent_from: f64,
    /// Obligations below which none of this is said.
    pub fewest: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            strong_from: 90.0,
            to_improve_under: 75.0,
            moves_by: 5.0,
            not_consistent_from: 30.0,
            fewest: 10,
        }
    }
}

/// Reads `[words]`.
pub(super) fn limits(mut section: Section<'_, '_>, mistakes: &mut Mistakes) -> Limits {
    let usual = Limits::default();
    let mut percent = |key, usual| {
        let value = section.get(key);
        let number = section.number(key, mistakes).unwrap_or(usual);
        if let Some(value) = value.filter(|_| !(0.0..=100.0).contains(&number)) {
            let message = format!("{key} is a percentage, from 0 to 100");
            mistakes.add(value.span(), message, format!("found {number}"));
        }
        number
    };
    let limits = Limits {
        strong_from: percent("strong_from", usual.strong_from),
        to_improve_under: percent("to_improve_under", usual.to_improve_under),
        moves_by: percent("moves_by", usual.moves_by),
        not_consistent_from: percent("not_consistent_from", usual.not_consistent_from),
        fewest: section
            .whole("fewest", 1..=u32::MAX, mistakes)
            .map_or(usual.fewest, u64::from),
    };
    if limits.strong_from < limits.to_improve_under {
        let place = section
            .get("strong_from")
            .or_else(|| section.get("to_improve_under"));
        mistakes.add(
            place.map_or(0..0, toml::Spanned::span),
            "strong_from is below to_improve_under: a measure would be both strong and to improve",
            format!(
                "strong from {}, to improve under {}",
                limits.strong_from, limits.to_improve_under
            ),
        );
    }
    section.finish(&[], mistakes);
    limits
}
