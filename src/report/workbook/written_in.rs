//! What somebody has written in a workbook of an earlier audit.

use std::path::Path;

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};

use super::lists::TO_FILL_IN;

/// Rows above the headings at the most: a title, a marking and a note.
const ABOVE: usize = 10;

/// Rows of which a person has filled in a column that is there for them; none where the file is no workbook of an audit.
pub fn written_in(path: &Path) -> usize {
    let Ok(mut book) = open_workbook::<Xlsx<_>, _>(path) else {
        return 0;
    };
    let names = book.sheet_names();
    let sheets = names
        .iter()
        .filter_map(|name| book.worksheet_range(name).ok());
    sheets.map(|sheet| filled(&sheet)).sum()
}

fn filled(sheet: &Range<Data>) -> usize {
    let place = |row: &[Data], heading: &str| {
        let mut cells = row.iter();
        cells.position(|cell| *cell == *heading)
    };
    let mut rows = sheet.rows();
    let columns: Option<Vec<usize>> = rows.by_ref().take(ABOVE).find_map(|row| {
        let places = TO_FILL_IN.iter().map(|heading| place(row, heading));
        places.collect()
    });
    let Some(columns) = columns else { return 0 };
    let is_filled = |row: &&[Data]| {
        let mut cells = columns.iter().filter_map(|column| row.get(*column));
        cells.any(|cell| !cell.to_string().trim().is_empty())
    };
    rows.filter(is_filled).count()
}
