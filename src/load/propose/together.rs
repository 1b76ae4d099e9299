//! Files and sheets with the same headings, one a month or one a team: one mapping reads them all.

use std::collections::BTreeSet;

use super::Unmatched;
use crate::model::catalogue::{Catalogue, TableId};
use crate::model::heading::folded_heading;

/// Files that have the same headings, in whatever order, and are likely to be of one table, as one.
pub(super) fn together(files: Vec<Unmatched>, catalogue: &Catalogue) -> Vec<Unmatched> {
    let mut found: Vec<(BTreeSet<String>, TableId, Unmatched)> = Vec::new();
    for file in files {
        let headings: BTreeSet<String> = file
            .headings
            .iter()
            .map(|one| folded_heading(one))
            .collect();
        let table = file.ranked(catalogue, |_| 0.0)[0];
        let same = |(others, other, _): &&mut (BTreeSet<String>, TableId, Unmatched)| {
            *others == headings && *other == table
        };
        match found.iter_mut().find(same) {
            Some((_, _, first)) => first.join(file),
            None => found.push((headings, table, file)),
        }
    }
    found.into_iter().map(|(.., file)| file).collect()
}

impl Unmatched {
    fn join(&mut self, other: Self) {
        for (heading, samples) in other.headings.iter().zip(other.samples) {
            let heading = folded_heading(heading);
            let own = |known: &String| folded_heading(known) == heading;
            if let Some(place) = self.headings.iter().position(own) {
                self.samples[place].extend(samples);
            }
        }
        self.others.push(other.name);
    }
}

/// Headings as a file is read by them: of two that are read as one, the first, and none that has no letter.
pub(super) fn told_apart(headings: &mut [String]) {
    let mut known = BTreeSet::new();
    for heading in headings {
        let folded = folded_heading(heading);
        if folded.is_empty() || heading.contains(super::wide::EACH) || !known.insert(folded) {
            heading.clear();
        }
    }
}
