//! A council's own list of children who go by different ids in different systems.

use std::collections::BTreeMap;

use super::Unusable;
use super::cell::{self, Id};
use super::decode;
use super::not_read::NotRead;
use super::rows::Rows as _;
use super::separated::Separated;
use crate::model::heading::folded_heading;
use crate::model::problem::ProblemSeverity;

/// By an id that some file uses, the one that the child is known by: out of a table with the columns `other_id` and `child_id`.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let (text, damage) = decode::decode(bytes);
    // An id with a letter that is lost would link nobody, and nobody would know.
    if let Some(damage) = damage.filter(|damage| damage.severity == ProblemSeverity::Error) {
        let line = damage
            .row
            .map_or(String::new(), |line| format!("line {line}: "));
        return Err(format!("{line}{}", damage.message));
    }
    let mut rows = Separated::new(&text);
    let broken = |unusable: Unusable| match unusable {
        Unusable::Unrecognised(reason)
        | Unusable::Unlike(NotRead { reason, .. })
        | Unusable::Broken(reason) => reason,
        Unusable::Unreadable(error) => error.to_string(),
    };
    let headings = if rows.advance().map_err(broken)? {
        rows.cells()
    } else {
        Vec::new()
    };
    let place = |name: &str| {
        let mut headings = headings.iter();
        let place = headings.position(|heading| folded_heading(heading) == folded_heading(name));
        place.ok_or_else(|| {
            format!("it has no column {name}: its first line must be child_id,other_id")
        })
    };
    let (child, other) = (place("child_id")?, place("other_id")?);
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let whole = |text: &str| match cell::id(cell::trim(text)) {
        Id::Whole(id) => Some(id.into_owned()),
        Id::Unknown | Id::Rounded => None,
    };
    while rows.advance().map_err(broken)? {
        if rows.is_blank() {
            continue;
        }
        let line = rows.line();
        let filled = |place: usize| whole(rows.cell(place)).filter(|id| !id.is_empty());
        let (Some(child), Some(other)) = (filled(child), filled(other)) else {
            return Err(format!(
                "row {line} has no whole id in both columns; format them as text before export"
            ));
        };
        if child == other {
            continue;
        }
        if let Some(before) = ids.insert(other.clone(), child)
            && before != ids[&other]
        {
            return Err(format!("row {line} gives {other:?} to a second child"));
        }
    }
    // A child has one id: no row may lead on to another.
    let leads_on = ids.iter().find(|(_, child)| ids.contains_key(*child));
    match leads_on {
        Some((other, child)) => Err(format!(
            "{other:?} leads to {child:?}, which itself leads to another id: give every row the id the child is known by"
        )),
        None => Ok(ids),
    }
}
