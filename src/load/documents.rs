//! A table that holds a nested document in each row, as the one from which councils send the DfE's daily data.

use serde_json::Value;

use super::builder::Context;
use super::json::Nested;
use super::recognise::Recognised;
use super::rows::Rows;
use super::source::Places;
use super::table::Headings;
use super::{FileContents, Unusable};
use crate::model::file::{FileId, FileKind};
use crate::model::layout::ColumnId;
use crate::model::problem::{Problem, ProblemSeverity};

/// Characters that Excel keeps of a cell.
const EXCEL_CELL: usize = 32_767;

pub(super) fn read(
    context: &Context<'_>,
    recognised: &Recognised<'_>,
    headings: &Headings,
    column: ColumnId,
    rows: &mut impl Rows,
    file: FileId,
) -> Result<FileContents, Unusable> {
    let places = Places::of(recognised.list, &recognised.columns, context.catalogue);
    let heading = recognised.list.column(column);
    let mut nested = Nested::new(context, heading);
    let (mut read, mut blank) = (0_u64, 0_u64);
    let mut broken: Vec<(u32, bool)> = Vec::new();
    let mut marks = headings.marks.clone();
    while rows.advance()? {
        marks.note(rows);
        let text = places.text(rows, column);
        if text.is_empty() {
            blank += u64::from(!rows.is_blank());
            continue;
        }
        match serde_json::from_str::<Value>(text) {
            Ok(document) => {
                nested.add(&document, rows.line());
                read += 1;
            }
            Err(_) => broken.push((rows.line(), text.chars().count() >= EXCEL_CELL)),
        }
    }
    let mut problems: Vec<Problem> = marks.problems().collect();
    if blank > 0 {
        let message = match blank {
            1 => format!("1 row has no document in {heading}: nothing is read from it"),
            blank => {
                format!("{blank} rows have no document in {heading}: nothing is read from them")
            }
        };
        problems.push(Problem::new(ProblemSeverity::Warning, message).times(blank));
    }
    if let Some((line, is_cut)) = broken.first() {
        let why = if *is_cut {
            ", cut short as Excel cuts a long cell: export the table as CSV without opening it in Excel"
        } else {
            ""
        };
        if read == 0 {
            let message = format!("no document in {heading} is whole JSON{why}");
            return Err(Unusable::Broken(message));
        }
        let message = match broken.len() {
            1 => format!("the document in {heading} is no whole JSON{why}: not read"),
            count => format!(
                "{count} documents in {heading}, this the first, are no whole JSON{why}: not read"
            ),
        };
        let problem = Problem::new(ProblemSeverity::Error, message);
        problems.push(
            problem
                .at_row(*line)
                .in_column(heading.to_owned())
                .times(broken.len() as u64),
        );
    }
    let kind = FileKind::Csv;
    let mut contents = if read == 0 {
        FileContents::new(kind)
    } else {
        nested.load(file, &kind)?
    };
    problems.append(&mut contents.problems);
    contents.problems = problems;
    Ok(contents)
}
