//! Whether what stands in a column of a file could be what a column of a list asks for, going by the rows looked at.

use super::Unmatched;
use crate::load::cell::{self, Cell};
use crate::model::catalogue::{Catalogue, Field, FieldKind};
use crate::model::folding::fold;
use crate::model::layout::{ColumnId, List, Otherwise, Source};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fit {
    /// Dates where dates are asked for, ids, numbers, answers or listed codes where those are.
    Fits,
    /// Nothing speaks for it or against it: the column is blank, or any words may stand there.
    Open,
    Unlike,
}

impl Unmatched {
    pub(super) fn fit(
        &self,
        place: usize,
        list: &List,
        column: ColumnId,
        catalogue: &Catalogue,
    ) -> Fit {
        if self.samples[place].is_empty() {
            return Fit::Open;
        }
        if asks_for_id(list, column, catalogue) {
            return if self.are_ids(place) {
                Fit::Fits
            } else {
                Fit::Unlike
            };
        }
        let fits: Vec<Fit> = uses(list, column, catalogue)
            .map(|(field, source)| self.fit_of_field(place, field, source))
            .collect();
        [Fit::Fits, Fit::Unlike]
            .into_iter()
            .find(|fit| fits.contains(fit))
            .unwrap_or(Fit::Open)
    }

    /// Whether it would give children or records the values of a column as ids that are none, or take numbers for narratives.
    pub(super) fn is_no_such(
        &self,
        place: usize,
        list: &List,
        column: ColumnId,
        catalogue: &Catalogue,
    ) -> bool {
        let mut fields = uses(list, column, catalogue);
        let is_asked = asks_for_id(list, column, catalogue)
            || fields.any(|(field, _)| field.kind == FieldKind::Text);
        is_asked && self.fit(place, list, column, catalogue) == Fit::Unlike
    }

    /// Whether nearly all have a digit, as no name has, and are no dates.
    fn are_ids(&self, place: usize) -> bool {
        let values = &self.samples[place];
        let has_digit = |value: &&String| value.contains(|letter: char| letter.is_ascii_digit());
        let with_digit = values.iter().filter(has_digit).count();
        with_digit * 10 >= values.len() * 9 && !self.are_written_dates(place)
    }

    fn fit_of_field(&self, place: usize, field: &Field, source: &Source) -> Fit {
        let is_translated = |value: &str| match source {
            Source::Translated {
                codes, otherwise, ..
            } => {
                codes.contains_key(&fold(value))
                    || *otherwise != Otherwise::AsWritten && cell::answer(value).is_some()
            }
            _ => false,
        };
        let is_such = match &field.kind {
            FieldKind::Date => self.are_dates(place),
            FieldKind::Flag => self.mostly(place, |value| {
                is_translated(value)
                    || cell::answer(value).is_some()
                    || field.value(value).is_some()
            }),
            FieldKind::Number => self.mostly(place, |value| {
                matches!(cell::number_of(value, field), Cell::Value(_))
            }),
            FieldKind::Code if !field.values.is_empty() => self.mostly(place, |value| {
                is_translated(value) || cell::code(value, field).is_some()
            }),
            FieldKind::Text if self.are_numbers_or_answers(place) => false,
            // Any words; a worker and a team go by their names.
            FieldKind::Code
            | FieldKind::List
            | FieldKind::Text
            | FieldKind::Key
            | FieldKind::Reference(_) => {
                return if self.are_written_dates(place) {
                    Fit::Unlike
                } else {
                    Fit::Open
                };
            }
        };
        if is_such { Fit::Fits } else { Fit::Unlike }
    }
}

/// Whether a column of a list names children or records, which go by numbers.
pub(super) fn asks_for_id(list: &List, column: ColumnId, catalogue: &Catalogue) -> bool {
    let is_named = |table| Some(table) == catalogue.workers || Some(table) == catalogue.teams;
    list.records.iter().any(|record| {
        let mut fields = record.fields.iter();
        fields.any(|(field, source)| {
            let is_id = match &catalogue.field(record.table, *field).kind {
                FieldKind::Key => !is_named(record.table),
                FieldKind::Reference(tables) => !tables.iter().any(|table| is_named(*table)),
                _ => false,
            };
            is_id && *source == Source::Column(column)
        })
    })
}

/// The fields that take their value from a column of a list. What is part of a key alone, or an age beside a date of birth, is of
/// no kind.
fn uses<'l>(
    list: &'l List,
    column: ColumnId,
    catalogue: &'l Catalogue,
) -> impl Iterator<Item = (&'l Field, &'l Source)> {
    let fields = list.records.iter().flat_map(|record| {
        let fields = record.fields.iter();
        fields.map(|(field, source)| (catalogue.field(record.table, *field), source))
    });
    fields.filter(move |(_, source)| match source {
        Source::Column(own) | Source::Translated { column: own, .. } => *own == column,
        Source::First(columns) => columns.contains(&column),
        Source::Birth { day, .. } => *day == column,
        Source::Key(_) | Source::Json { .. } | Source::OpenOn(_) => false,
    })
}
