//! Workbooks, old and new, of Excel and of the open-document kind: each sheet as rows of text.

use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use calamine::{Data, Dimensions, Range, Reader, SheetType, Sheets, open_workbook_auto_from_rs};

use crate::model::day::Day;
use crate::model::heading::folded_heading;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::runner::Runner;

use super::Unusable;
use super::rows::Grid;

/// A sheet with something on it.
pub(super) struct Sheet {
    pub name: String,
    pub rows: Grid,
    /// Formulas that the file holds no value for, or why they cannot be counted.
    without_value: Result<u64, String>,
    /// Cells that are read from the one above that they are merged with: how many, and the row of the first.
    merged: Option<(u64, u32)>,
}

impl Sheet {
    /// What is to be said of its cells, beside what they hold.
    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        let merged = self.merged.map(|(count, row)| {
            let message = match count {
                1 => "1 cell is merged with the one above: read as that".to_owned(),
                count => format!(
                    "{count} cells, this the first, are merged with the one above: read as that"
                ),
            };
            let problem = Problem::new(ProblemSeverity::Note, message);
            problem.at_row(row).times(count)
        });
        formulas(&self.without_value).into_iter().chain(merged)
    }
}

/// A workbook written by a program may hold formulas that nobody has worked out.
fn formulas(without_value: &Result<u64, String>) -> Option<Problem> {
    let (count, message) = match without_value {
        Ok(0) => return None,
        Ok(1) => (1, "1 cell holds a formula without its value: read as blank; open the workbook in Excel and save it".to_owned()),
        Ok(count) => (*count, format!("{count} cells hold a formula without its value: read as blank; open the workbook in Excel and save it")),
        Err(why) => (1, format!("its formulas cannot be read ({why}): those without a value are read as blank and not counted; open the workbook in Excel and save it")),
    };
    Some(Problem::new(ProblemSeverity::Error, message).times(count))
}

/// Whether a sheet goes by one of the names under which Ofsted's template explains its lists (August 2019 to January 2024).
pub(super) fn explains(name: &str) -> bool {
    const EXPLAINING: [&str; 5] = [
        "frontsheet",
        "faqandchanges",
        "guidance",
        "codesused",
        "codes",
    ];
    EXPLAINING.contains(&folded_heading(name).as_str())
}

/// Reads every sheet that has anything on it, and gives what `work` makes of each, in their order.
pub(super) fn each_sheet<T: Send>(
    bytes: &[u8],
    runner: &impl Runner,
    work: impl Fn(Sheet) -> T + Sync + Send,
) -> Result<Vec<T>, Unusable> {
    let book = open(bytes)?;
    let all = book.sheets_metadata().to_vec();
    if all.is_empty() {
        return Err(Unusable::Broken(
            "the workbook names no sheet: open it in Excel and save it again".to_owned(),
        ));
    }
    let threads = runner.width().clamp(1, all.len());
    // An open workbook is read by one thread at a time. The others open it for themselves, which takes a fortieth of the time
    // that its sheets take; each reads the next sheet that nobody has begun.
    let (opened, next) = (Mutex::new(Some(book)), AtomicUsize::new(0));
    let read = runner.map((0..threads).collect(), |_| {
        let open_one = || opened.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut book = open_one().map_or_else(|| open(bytes), Ok)?;
        let mut sheets = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(about) = all.get(place) else {
                return Ok(sheets);
            };
            sheets.extend(sheet(&mut book, about)?.map(|sheet| (place, work(sheet))));
        }
    });
    let read: Result<Vec<Vec<(usize, T)>>, Unusable> = read.into_iter().collect();
    let mut sheets: Vec<(usize, T)> = read?.into_iter().flatten().collect();
    sheets.sort_by_key(|(place, _)| *place);
    Ok(sheets.into_iter().map(|(_, made)| made).collect())
}

type Book<'b> = Sheets<Cursor<&'b [u8]>>;

fn open(bytes: &[u8]) -> Result<Book<'_>, Unusable> {
    open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
        Unusable::Broken(format!(
            "the workbook cannot be read ({error}): open it in Excel and save it again, without a password"
        ))
    })
}

/// Nothing where it is empty, or a chart, which is a sheet without cells. One that is damaged must not pass for empty.
fn sheet(book: &mut Book<'_>, about: &calamine::Sheet) -> Result<Option<Sheet>, Unusable> {
    let name = &about.name;
    let range = match book.worksheet_range(name) {
        Ok(range) => range,
        Err(error) if about.typ == SheetType::WorkSheet => {
            return Err(Unusable::Broken(format!(
                "its sheet {name:?} cannot be read ({error}): open the workbook in Excel and save it again"
            )));
        }
        Err(_) => return Ok(None),
    };
    if range.is_empty() {
        return Ok(None);
    }
    let without_value = book
        .worksheet_formula(name)
        .map(|formulas| without_value(&range, &formulas))
        .map_err(|error| error.to_string());
    let mut rows = rows(&range);
    let merged = read_down(&mut rows, &range, &merged(book, name));
    Ok(Some(Sheet {
        rows: Grid::new(rows),
        name: name.to_owned(),
        without_value,
        merged,
    }))
}

/// The ranges of cells that a sheet of Excel says are merged into one. A sheet that was read has them, if any.
fn merged(book: &mut Book<'_>, sheet: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    }
}

/// Gives the cells below one that they are merged with its value: a tracker has the child's id once, over all of the child's rows.
/// A row that holds nothing else is none: titles and footnotes are merged over several.
fn read_down(
    rows: &mut [(u32, Vec<String>)],
    range: &Range<Data>,
    merged: &[Dimensions],
) -> Option<(u64, u32)> {
    let (top, left) = range.start()?;
    let (mut count, mut first) = (0, u32::MAX);
    // Ranges that lie over one another are no workbook's of Excel.
    let mut cells_left = rows.len() * range.width();
    for Dimensions { start, end } in merged {
        let place = start.0.checked_sub(top).zip(start.1.checked_sub(left));
        let Some((row, column)) = place.map(|(row, column)| (row as usize, column as usize)) else {
            continue;
        };
        let value = rows.get(row).and_then(|(_, cells)| cells.get(column));
        let Some(value) = value.filter(|value| !value.is_empty()).cloned() else {
            continue;
        };
        let below = end.0.saturating_sub(start.0) as usize;
        let below = below.min(rows.len()).min(cells_left);
        cells_left -= below;
        for (number, cells) in rows.iter_mut().skip(row + 1).take(below) {
            let is_row = cells.iter().any(|cell| !cell.is_empty());
            if is_row && cells[column].is_empty() {
                cells[column].clone_from(&value);
                count += 1;
                first = first.min(*number);
            }
        }
    }
    (count > 0).then_some((count, first))
}

fn rows(range: &Range<Data>) -> Vec<(u32, Vec<String>)> {
    let first = range.start().map_or(0, |(row, _)| row);
    let mut rows: Vec<(u32, Vec<String>)> = range
        .rows()
        .zip(first + 1..)
        .map(|(cells, number)| (number, cells.iter().map(text).collect()))
        .collect();
    // Excel keeps rows that once held something: those at the end are no rows of the list.
    while rows
        .last()
        .is_some_and(|(_, cells)| cells.iter().all(String::is_empty))
    {
        rows.pop();
    }
    rows
}

fn without_value(range: &Range<Data>, formulas: &Range<String>) -> u64 {
    let Some((row, column)) = formulas.start() else {
        return 0;
    };
    let count = formulas.used_cells().filter(|(r, c, formula)| {
        let place = (row + *r as u32, column + *c as u32);
        !formula.is_empty() && matches!(range.get_value(place), None | Some(Data::Empty))
    });
    count.count() as u64
}

/// A cell as its reader would type it. Dates and whole numbers come as such: Excel keeps both as floating numbers.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(date) if date.is_datetime() => {
            // Whole days are all that is asked of a date; the fraction is the time of day.
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Day::from_ymd(i32::from(year), u32::from(month), u32::from(day))
                .map_or_else(|| date.as_f64().to_string(), |day| day.to_string())
        }
        Data::DateTime(length) => length.as_f64().to_string(),
    }
}
