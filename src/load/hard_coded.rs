//! Columns that a case system fills with one value throughout: no evidence of anything.

use crate::model::layout::{ColumnId, List};
use crate::model::problem::{Problem, ProblemSeverity};

use super::cell;
use super::rows::Rows;
use super::source::Places;

/// Fewer rows may well say the same.
const ENOUGH: u64 = 20;

/// A column that may be such, with what its rows say so far.
pub(super) struct Watched {
    column: ColumnId,
    heading: String,
    /// None before the first row.
    value: Option<String>,
    varies: bool,
    rows: u64,
}

impl Watched {
    /// Those of a list that the file has.
    pub(super) fn of(list: &List, places: &Places, headings: &[String]) -> Vec<Self> {
        let watched = |column: &ColumnId| {
            Some(Self {
                column: *column,
                heading: headings.get(places.place(*column)?)?.clone(),
                value: None,
                varies: false,
                rows: 0,
            })
        };
        list.hard_coded.iter().filter_map(watched).collect()
    }

    pub(super) fn note(&mut self, rows: &impl Rows, places: &Places) {
        self.rows += 1;
        if self.varies {
            return;
        }
        let text = places.text(rows, self.column);
        match &self.value {
            None => self.value = Some(text.to_owned()),
            Some(value) => self.varies = value != text,
        }
    }

    /// Takes in what the rows of a later part showed.
    pub(super) fn absorb(&mut self, later: Self) {
        self.rows += later.rows;
        self.varies |= later.varies
            || matches!((&self.value, &later.value), (Some(one), Some(other)) if one != other);
        self.value = self.value.take().or(later.value);
    }

    /// The column, and what to say of it, where it has one value and nothing else.
    pub(super) fn found(&self) -> Option<(ColumnId, Problem)> {
        let value = self.value.as_deref().filter(|value| !value.is_empty())?;
        if self.varies || self.rows < ENOUGH {
            return None;
        }
        let message = format!(
            "{} says {} in all {} rows, as its supplier fills it: it is no evidence, and not used",
            self.heading,
            cell::shown(value),
            self.rows
        );
        let problem = Problem::new(ProblemSeverity::Warning, message)
            .in_column(self.heading.clone())
            .times(self.rows);
        Some((self.column, problem))
    }
}
