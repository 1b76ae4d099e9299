//! The sheets about the export itself: what was read, and what was wrong with it.

use super::sheet::{Cell, Column, Content};
use super::view::View;

pub(super) fn files(view: View<'_>) -> Content<'_> {
    let inputs = &view.run.inputs;
    Content {
        name: "Files",
        holds: "The files that were read, what was found in them, and how new it is.",
        columns: vec![
            Column::new("File", 50.0),
            Column::new("Kind", 12.0),
            Column::new("Table", 24.0),
            Column::new("Rows", 12.0),
            Column::new("Loaded", 12.0),
            Column::new("Rejected", 12.0),
            Column::new("Newest event", 14.0),
            Column::new("Latest event only", 12.0),
        ],
        printed_to: "Latest event only",
        rows: inputs.len(),
        row: Box::new(move |row| {
            let input = &inputs[row];
            vec![
                Cell::text(&input.file),
                Cell::text(&input.kind),
                Cell::optional(input.table.as_deref(), Cell::text),
                Cell::count(input.rows),
                Cell::count(input.loaded),
                Cell::count(input.rejected),
                Cell::optional(input.newest, Cell::Day),
                Cell::yes_or_no(input.latest_only),
            ]
        }),
    }
}

pub(super) fn problems(view: View<'_>) -> Content<'_> {
    let problems = &view.run.problems;
    Content {
        name: "Problems",
        holds: "What was wrong with the export, and what was done about it.",
        columns: vec![
            Column::new("Severity", 12.0),
            Column::new("Problem", 80.0),
            Column::new("Times", 10.0),
            Column::new("File", 50.0),
            Column::new("Row", 10.0),
            Column::new("Column", 24.0),
        ],
        printed_to: "Column",
        rows: problems.len(),
        row: Box::new(move |row| {
            let problem = &problems[row];
            vec![
                Cell::text(problem.severity.name()),
                Cell::text(&problem.message),
                Cell::count(problem.count),
                Cell::optional(problem.file.as_deref(), Cell::text),
                Cell::optional(problem.row, |row| Cell::Number(row.into())),
                Cell::optional(problem.column.as_deref(), Cell::text),
            ]
        }),
    }
}
