//! What the ids of a table's children show.

use std::collections::BTreeSet;

use crate::model::column::Column;
use crate::model::intern::Symbol;
use crate::model::personal::is_national_number;
use crate::model::problem::{First, Problem, ProblemSeverity};

use super::TableBuilder;

impl TableBuilder<'_> {
    fn child_column(&self) -> Option<&Column> {
        let child = self.context.catalogue.table(self.partial.table).child?;
        self.partial.columns[child.index()].as_ref()
    }

    /// How many different children these rows are of; where the table names none, each row is of another.
    pub(super) fn children(&self, rows: &[u32]) -> usize {
        let Some(column) = self.child_column() else {
            return rows.len();
        };
        let children: BTreeSet<Symbol> = rows.iter().map(|row| column.id(*row)).collect();
        children.len()
    }

    /// That children go by name or national number, where half of them or more do: nothing else tells those from ids.
    pub(super) fn children_named(&self) -> Option<Problem> {
        let child = self.context.catalogue.table(self.partial.table).child?;
        let column = self.child_column()?;
        let ids = &self.partial.ids[child.index()];
        let (mut seen, mut children) = (vec![false; ids.len() + 1], 0_u64);
        let (mut named, mut first) = (0_u64, None);
        for (row, line) in (0..).zip(&self.partial.lines) {
            let id = column.id(row);
            if id.is_blank() || std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            children += 1;
            if names_a_person(ids.text(id)) {
                named += 1;
                first.get_or_insert(*line);
            }
        }
        let problem = format!(
            "{named} of {children} ids look like names or national numbers, and ids are printed as they stand: export a number of the case system instead"
        );
        let is_told = named * 2 >= children;
        let problem = Problem::new(ProblemSeverity::Warning, problem).at_row(first?);
        let problem = problem.in_column(self.heading(child)).times(named);
        is_told.then(|| problem.first(First::Names))
    }
}

/// A national number, or two words or more with nothing but letters in them.
fn names_a_person(id: &str) -> bool {
    if is_national_number(id) {
        return true;
    }
    let is_word = |word: &str| {
        word.chars()
            .all(|letter| letter.is_alphabetic() || ".'-\u{2019}".contains(letter))
    };
    id.split([' ', ',']).filter(|word| !word.is_empty()).count() >= 2
        && id.split([' ', ',']).all(is_word)
}
