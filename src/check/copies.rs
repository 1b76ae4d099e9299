//! Which narratives repeat another record's: an earlier one of the same child, or another child's.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::{FieldId, TableId};
use crate::model::intern::Symbol;
use crate::model::runner::Runner;
use crate::rules::plan::Unlike;

use super::context::Context;
use super::likeness::{Runs, Seen, Words, find_earlier, runs, whole};
use super::narrative::{count_words, narrative};

/// Texts with fewer words are too short for a likeness to mean anything.
const COMPARED_FROM: usize = 15;
/// Children, or rows, that one piece of work compares.
const PIECE: u32 = 4_096;

/// By row of the table, the row that its text repeats; the rows that repeat none are left out.
#[derive(Default)]
pub(super) struct Copies(HashMap<u32, u32, FixedState>);

impl Copies {
    /// Of the rows in scope; of others it may lack what they repeat.
    pub(super) fn find(
        unlike: Unlike,
        context: Context<'_>,
        table: TableId,
        in_scope: impl Fn(u32) -> bool + Sync,
        runner: &impl Runner,
    ) -> Self {
        let texts = Texts {
            context,
            table,
            field: match unlike {
                Unlike::SameChild(field) | Unlike::OtherChildren(field) => field,
            },
        };
        match unlike {
            Unlike::SameChild(_) => texts.earlier_of_each_child(in_scope, runner),
            Unlike::OtherChildren(_) => texts.of_other_children(runner),
        }
    }

    /// The record whose text this one repeats: the first in time.
    pub(super) fn of(&self, row: u32) -> Option<u32> {
        self.0.get(&row).copied()
    }
}

struct Texts<'a> {
    context: Context<'a>,
    table: TableId,
    field: FieldId,
}

impl Texts<'_> {
    /// The text of a row as numbers, a number a word; none where it is too short, or not of this day.
    fn words<'w>(&self, row: u32, words: &'w mut Words) -> Option<&'w [u64]> {
        let text = narrative(self.context, self.table, self.field, row);
        if count_words(text) < COMPARED_FROM || self.context.view.is_left_out(self.table, row) {
            return None;
        }
        Some(words.of(text))
    }

    fn of_other_children(&self, runner: &impl Runner) -> Copies {
        let rows = self.context.view.records.rows(self.table);
        let hashed = runner.map(pieces(rows), |piece| {
            let mut words = Words::default();
            let mut hashed = Vec::new();
            for row in piece {
                if let Some(words) = self.words(row, &mut words) {
                    hashed.push((row, whole(words)));
                }
            }
            hashed
        });
        // By text, the first record that holds it and the first of another child.
        let mut holders: HashMap<u64, (u32, Option<u32>), FixedState> = HashMap::default();
        let comes_before = |one, other| self.context.in_time(self.table, one, other).is_lt();
        for &(row, text) in hashed.iter().flatten() {
            let (first, other) = holders.entry(text).or_insert((row, None));
            let of_first_child = self.child(*first) == self.child(row);
            if comes_before(row, *first) {
                let later = std::mem::replace(first, row);
                if !of_first_child {
                    *other = Some(later);
                }
            } else if !of_first_child && other.is_none_or(|other| comes_before(row, other)) {
                *other = Some(row);
            }
        }
        let other = |&(row, text): &(u32, u64)| {
            let (first, other) = *holders.get(&text)?;
            let other = if self.child(first) == self.child(row) {
                other?
            } else {
                first
            };
            Some((row, other))
        };
        Copies(hashed.iter().flatten().filter_map(other).collect())
    }

    fn child(&self, row: u32) -> Symbol {
        self.context.child(self.table, row)
    }

    fn earlier_of_each_child(
        &self,
        in_scope: impl Fn(u32) -> bool + Sync,
        runner: &impl Runner,
    ) -> Copies {
        let Some(by_child) = self.context.grouped.by_child(self.table) else {
            return Copies::default();
        };
        let found = runner.map(pieces(by_child.groups()), |piece| {
            let mut found = Vec::new();
            let mut kept = Kept::default();
            for child in piece {
                let rows = by_child.rows(child);
                if rows.iter().any(|row| in_scope(*row)) {
                    self.earlier(rows, &mut kept, &mut found);
                }
            }
            found
        });
        Copies(found.into_iter().flatten().collect())
    }

    /// Adds what each of one child's records repeats of an earlier one. `kept` is kept from child to child.
    fn earlier(&self, rows: &[u32], kept: &mut Kept, found: &mut Vec<(u32, u32)>) {
        if rows.len() < 2 {
            return;
        }
        let Kept {
            words,
            seen,
            held,
            alone,
        } = kept;
        seen.begin();
        held.clear();
        let mut any = false;
        for (&row, place) in rows.iter().zip(0_u32..) {
            if let Some(words) = self.words(row, words) {
                let from = held.len();
                held.extend(runs(words).map(|run| (run, place)));
                any |= seen.may_repeat(held[from..].iter().map(|(run, _)| *run));
            }
        }
        if !any {
            return;
        }
        alone.clear();
        alone.resize(rows.len(), 0);
        seen.keep_repeated(held, alone);
        let (mut texts, times) = Runs::of_each(held, alone, rows);
        texts.sort_unstable_by(|one, other| self.context.in_time(self.table, one.row, other.row));
        find_earlier(&mut texts, &times, found);
    }
}

/// What comparing needs of memory.
#[derive(Default)]
struct Kept {
    words: Words,
    seen: Seen,
    /// Of all texts of a child, each with the place of its text.
    held: Vec<(u64, u32)>,
    /// By text, its runs that stand nowhere else.
    alone: Vec<usize>,
}

fn pieces(of: u32) -> Vec<std::ops::Range<u32>> {
    (0..of.div_ceil(PIECE))
        .map(|piece| piece * PIECE..of.min((piece + 1) * PIECE))
        .collect()
}
