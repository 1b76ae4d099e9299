//! Which columns of a list hold days. A number of five digits in one of them is a day as Excel counts them; elsewhere it is an id.

use crate::model::catalogue::{Catalogue, FieldKind};
use crate::model::layout::{ColumnId, Join, List, Source};

/// By column, whether it holds days: a record takes one from it, or it is part of keys alone and headed as a date.
pub(super) fn columns(list: &List, catalogue: &Catalogue) -> Vec<bool> {
    let columns = (0..list.columns.len() as u16).map(ColumnId);
    columns
        .map(|column| {
            let kinds = kinds(list, catalogue, column);
            if kinds.is_empty() {
                is_headed_as_date(list.column(column))
            } else {
                kinds.contains(&true)
            }
        })
        .collect()
}

/// Of each use of a column beside that in keys, whether it is as a day.
fn kinds(list: &List, catalogue: &Catalogue, column: ColumnId) -> Vec<bool> {
    let mut kinds = Vec::new();
    for record in &list.records {
        match &record.join {
            Join::Last { order } if *order == column => kinds.push(true),
            Join::Span { from, to } if [from, to].contains(&&column) => kinds.push(true),
            Join::Episodes(rule) if [rule.from, rule.to].contains(&column) => kinds.push(true),
            _ => {}
        }
        for (field, source) in &record.fields {
            if matches!(source, Source::Key(_)) || !source.columns().contains(&column) {
                continue;
            }
            let is_date = catalogue.field(record.table, *field).kind == FieldKind::Date;
            kinds.push(is_date || matches!(source, Source::OpenOn(_)));
        }
    }
    kinds
}

fn is_headed_as_date(heading: &str) -> bool {
    let mut words = heading.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| word.eq_ignore_ascii_case("date"))
}
