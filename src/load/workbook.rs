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
use super::cell::WITHOUT_VALUE;
use super::rows::Grid;

/// By how many cells a sheet may grow by formulas without a value that stand outside all that has one.
const MOST_NEW_CELLS: usize = 1 << 24;

/// A sheet with something on it.
pub(super) struct Sheet {
    pub name: String,
    pub rows: Grid,
    /// Formulas that the file holds no value for, or why they cannot be told.
    without_value: Result<Option<WithoutValue>, String>,
    /// Cells that are read from the one above that they are merged with: how many, and the row of the first.
    merged: Option<(u64, u32)>,
}

struct WithoutValue {
    count: u64,
    /// The row of the first.
    row: u32,
    /// The first column of the sheet, once they are counted.
    left: u32,
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
fn formulas(without_value: &Result<Option<WithoutValue>, String>) -> Option<Problem> {
    let says = |message: String| Problem::new(ProblemSeverity::Error, message);
    match without_value {
        Ok(None) => None,
        Ok(Some(WithoutValue { count, row, .. })) => {
            let hold = match count {
                1 => "1 cell holds a formula without its value".to_owned(),
                count => format!(
                    "{count} cells, the first in this row, hold a formula without its value"
                ),
            };
            let problem = says(format!(
                "{hold}: cannot be read; open the workbook in Excel and save it"
            ));
            Some(problem.at_row(*row).times(*count))
        }
        Err(why) => Some(says(format!(
            "its formulas cannot be read ({why}): those without a value are read as blank and not counted; open the workbook in Excel and save it"
        ))),
    }
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
    let mut rows = rows(&range);
    let formulas = book.worksheet_formula(name);
    let without_value = match formulas {
        Ok(formulas) => Ok(show_formulas(&mut rows, &range, &formulas, name)?),
        Err(error) => Err(error.to_string()),
    };
    // Excel keeps rows that once held something: those at the end are no rows of the list.
    let is_blank = |(_, cells): &(u32, Vec<String>)| cells.iter().all(String::is_empty);
    while rows.last().is_some_and(is_blank) {
        rows.pop();
    }
    if rows.is_empty() && range.is_empty() && without_value.is_ok() {
        return Ok(None);
    }
    let left = range.start().map_or(0, |(_, column)| column);
    let left = without_value
        .as_ref()
        .ok()
        .and_then(Option::as_ref)
        .map_or(left, |found| found.left);
    let merged = read_down(&mut rows, left, &merged(book, name));
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
    left: u32,
    merged: &[Dimensions],
) -> Option<(u64, u32)> {
    let (mut count, mut first) = (0, u32::MAX);
    // Ranges that lie over one another are no workbook's of Excel.
    let mut cells_left = rows.iter().map(|(_, cells)| cells.len()).sum();
    for Dimensions { start, end } in merged {
        let row = rows.binary_search_by_key(&(start.0 + 1), |(number, _)| *number);
        let Some((row, column)) = row.ok().zip(start.1.checked_sub(left)) else {
            continue;
        };
        let column = column as usize;
        let value = rows[row].1.get(column);
        let Some(value) = value.filter(|value| !value.is_empty()).cloned() else {
            continue;
        };
        let below = end.0.saturating_sub(start.0) as usize;
        let below = below.min(rows.len()).min(cells_left);
        cells_left -= below;
        for (number, cells) in rows.iter_mut().skip(row + 1).take(below) {
            if *number > end.0 + 1 {
                break;
            }
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
    range
        .rows()
        .zip(first + 1..)
        .map(|(cells, number)| (number, cells.iter().map(text).collect()))
        .collect()
}

/// Puts a word for what nobody knows into the cells whose formula has no value, which may stand outside all that have one. How many
/// there are, and the row of the first.
fn show_formulas(
    rows: &mut Vec<(u32, Vec<String>)>,
    range: &Range<Data>,
    formulas: &Range<String>,
    name: &str,
) -> Result<Option<WithoutValue>, Unusable> {
    let Some((top, left)) = formulas.start() else {
        return Ok(None);
    };
    let formulas = formulas.used_cells().filter_map(|(row, column, formula)| {
        let place = (top + row as u32, left + column as u32);
        let is_unknown = matches!(range.get_value(place), None | Some(Data::Empty));
        (!formula.is_empty() && is_unknown).then_some(place)
    });
    let places: Vec<(u32, u32)> = formulas.collect();
    let columns = || places.iter().map(|(_, column)| *column);
    let (Some(first), Some(least), Some(most)) = (places.first(), columns().min(), columns().max())
    else {
        return Ok(None);
    };
    let from = range.start().map_or(least, |(_, column)| column.min(least));
    let to = range.end().map_or(most, |(_, column)| column.max(most));
    let before = range.start().map_or(0, |(_, column)| column - from) as usize;
    let width = (to - from) as usize + 1;
    let valued = range.start().zip(range.end());
    let is_new = |row: u32| valued.is_none_or(|(start, end)| row < start.0 || row > end.0);
    let mut new: Vec<u32> = places.iter().map(|(row, _)| *row).collect();
    new.retain(|row| is_new(*row));
    new.dedup();
    let cells = (rows.len() + new.len()) * width - rows.len() * range.width();
    if cells > MOST_NEW_CELLS {
        return Err(Unusable::Broken(format!(
            "its sheet {name:?} has formulas without a value too far from its other cells: open the workbook in Excel and save it"
        )));
    }
    for (_, cells) in rows.iter_mut() {
        cells.splice(0..0, std::iter::repeat_n(String::new(), before));
        cells.resize(width, String::new());
    }
    for (row, column) in &places {
        let number = row + 1;
        let place = rows.binary_search_by_key(&number, |(number, _)| *number);
        let place = place.unwrap_or_else(|place| {
            rows.insert(place, (number, vec![String::new(); width]));
            place
        });
        WITHOUT_VALUE.clone_into(&mut rows[place].1[(column - from) as usize]);
    }
    Ok(Some(WithoutValue {
        count: places.len() as u64,
        row: first.0 + 1,
        left: from,
    }))
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
