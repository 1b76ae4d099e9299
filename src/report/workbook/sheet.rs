//! A sheet with one table, as Excel users and screen readers expect it: title, marking, note, headings that stay in sight, filters.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Format, FormatAlign, IgnoreError, Table, TableColumn, TableStyle, Workbook, Worksheet,
    XlsxError,
};

use super::text::{fitted, is_like_a_formula};
use super::tone::Tone;
use crate::model::day::Day;
use crate::model::unseen::named;

/// Title, marking and note stand above the headings.
const HEADINGS: u32 = 3;
/// Rows that Excel has in a sheet.
const ROWS: usize = 1_048_576;
/// Rows of a table in one sheet; see [`end`] for the last.
pub(super) const MOST: usize = ROWS - HEADINGS as usize - 2;
/// 1 January 1970 as Excel counts days, and the first and last day that it counts as the calendar does.
const EPOCH: i32 = 25_569;
const DAYS: std::ops::RangeInclusive<i32> = 61..=2_958_465;
const A4: u8 = 9;
/// Points of a line, and the highest row that Excel has.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// Characters of a heading's cell that the button of the filter covers.
const BUTTON: f64 = 3.0;

pub(super) enum Cell<'a> {
    Blank,
    Text(Cow<'a, str>),
    /// One of a few words, with a colour that says nothing that the word does not.
    Word(&'static str, Tone),
    Number(f64),
    /// Of one hundred.
    Percent(f64),
    Day(Day),
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(super) fn count(count: u64) -> Self {
        Self::Number(count as f64)
    }

    pub(super) fn optional<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Blank, cell)
    }

    pub(super) fn yes_or_no(yes: bool) -> Self {
        Self::text(if yes { "yes" } else { "no" })
    }
}

/// What a column is called, and how wide it is in characters.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub heading: &'static str,
    pub width: f64,
}

impl Column {
    pub(super) const fn new(heading: &'static str, width: f64) -> Self {
        Self { heading, width }
    }
}

/// What a sheet holds.
pub(super) struct Content<'a> {
    /// The name of the sheet and, with low lines, of its table.
    pub name: &'static str,
    /// In a sentence, for the list on the cover.
    pub holds: &'static str,
    pub columns: Vec<Column>,
    /// The last column on paper; those behind it would make the rest too small to read.
    pub printed_to: &'static str,
    pub rows: usize,
    pub row: Box<dyn Fn(usize) -> Vec<Cell<'a>> + 'a>,
}

/// One sheet of a content, which takes several where Excel's rows do not suffice.
pub(super) struct Part {
    pub name: String,
    pub first: usize,
    pub rows: usize,
}

impl Content<'_> {
    pub(super) fn parts(&self, most: usize) -> Vec<Part> {
        let count = self.rows.div_ceil(most).max(1);
        let part = |index: usize| Part {
            name: match index {
                0 => self.name.to_owned(),
                later => format!("{} {}", self.name, later + 1),
            },
            first: index * most,
            rows: (self.rows - index * most).min(most),
        };
        (0..count).map(part).collect()
    }
}

pub(super) struct Formats {
    pub title: Format,
    pub marking: Format,
    pub label: Format,
    pub text: Format,
    pub link: Format,
    pub heading: Format,
    note: Format,
    number: Format,
    percent: Format,
    day: Format,
    red: Format,
    orange: Format,
    blue: Format,
    green: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        let tag = |text: u32, behind: u32| top().set_font_color(text).set_background_color(behind);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            marking: Format::new().set_bold(),
            label: top().set_bold(),
            text: top().set_text_wrap(),
            link: top()
                .set_font_color(0x001a_65a6_u32)
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            heading: top()
                .set_bold()
                .set_text_wrap()
                .set_font_color(0x00ff_ffff_u32)
                .set_background_color(0x000f_385c_u32),
            // Not the column's format, which wraps.
            note: top(),
            number: top().set_num_format("#,##0_w"),
            percent: top().set_num_format("0.0%_w"),
            day: top()
                .set_num_format("dd/mm/yyyy")
                .set_align(FormatAlign::Left),
            red: tag(0x0065_1b1b, 0x00f4_d7d7),
            orange: tag(0x007a_3c1c, 0x00fd_e4d7),
            blue: tag(0x000f_385c, 0x00d2_e2f1),
            green: tag(0x0008_3d29, 0x00cf_e4dc),
        }
    }

    const fn of_tone(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Red => &self.red,
            Tone::Orange => &self.orange,
            Tone::Blue => &self.blue,
            Tone::Green => &self.green,
            Tone::Plain => &self.text,
        }
    }
}

pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            let text = fitted(named(text));
            // So that it stays a text when someone edits the cell.
            if is_like_a_formula(&text) {
                let quoted = formats.text.clone().set_quote_prefix();
                sheet.write_string_with_format(row, column, text, &quoted)?;
            } else {
                sheet.write_string_with_format(row, column, text, &formats.text)?;
            }
        }
        Cell::Word(word, tone) => {
            sheet.write_string_with_format(row, column, *word, formats.of_tone(*tone))?;
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &formats.number)?;
        }
        Cell::Percent(percent) => {
            sheet.write_number_with_format(row, column, percent / 100.0, &formats.percent)?;
        }
        Cell::Day(day) => {
            let serial = day.number() + EPOCH;
            if DAYS.contains(&serial) {
                sheet.write_number_with_format(row, column, f64::from(serial), &formats.day)?;
            } else {
                sheet.write_string_with_format(row, column, day.to_string(), &formats.text)?;
            }
        }
    }
    Ok(())
}

/// What every sheet has: its name, page and marking, on screen and in print.
pub(super) fn new_sheet<'w>(
    workbook: &'w mut Workbook,
    name: &str,
    marking: &str,
) -> Result<&'w mut Worksheet, XlsxError> {
    // Rows go to a file without a name as they are written, which is gone with the program: held as cells, the workbook of
    // 40,000 children took three gigabytes more.
    let sheet = workbook.add_worksheet_with_low_memory()?;
    sheet.set_name(name)?;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_header(format!("&C{marking}"))
        .set_footer("&L&A&RPage &P of &N");
    Ok(sheet)
}

pub(super) fn write_part(
    workbook: &mut Workbook,
    content: &Content<'_>,
    part: &Part,
    marking: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let sheet = new_sheet(workbook, &part.name, marking)?;
    sheet.write_string_with_format(0, 0, &part.name, &formats.title)?;
    sheet.write_string_with_format(1, 0, marking, &formats.marking)?;
    let note = if part.rows == 0 {
        "None."
    } else {
        "One table."
    };
    let note = format!("{} {note}", content.holds);
    sheet.write_string_with_format(2, 0, note, &formats.note)?;
    let last_column = content.columns.len() as u16 - 1;
    for (index, column) in content.columns.iter().enumerate() {
        sheet.set_column_width(index as u16, column.width)?;
        sheet.set_column_format(index as u16, &formats.text)?;
        sheet.write_string_with_format(HEADINGS, index as u16, column.heading, &formats.heading)?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 0)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    let headings = content
        .columns
        .iter()
        .map(|column| (column.heading, column.width - BUTTON));
    sheet.set_row_height(HEADINGS, height(headings))?;
    if part.rows == 0 {
        return end(sheet, HEADINGS, last_column);
    }
    let last_row = HEADINGS + part.rows as u32;
    let headings: Vec<TableColumn> = content
        .columns
        .iter()
        .map(|column| {
            TableColumn::new()
                .set_header(column.heading)
                .set_header_format(&formats.heading)
        })
        .collect();
    let table = Table::new()
        .set_name(part.name.replace(' ', "_"))
        .set_style(TableStyle::Light1)
        .set_columns(&headings);
    sheet.add_table(HEADINGS, 0, last_row, last_column, &table)?;
    let printed = content.columns.iter();
    let printed = printed
        .take_while(|column| column.heading != content.printed_to)
        .count() as u16;
    sheet.set_print_area(0, 0, last_row, printed.min(last_column))?;
    sheet.ignore_error_range(
        HEADINGS + 1,
        0,
        last_row,
        last_column,
        IgnoreError::NumberStoredAsText,
    )?;
    for index in 0..part.rows {
        let cells = (content.row)(part.first + index);
        let texts = cells
            .iter()
            .zip(&content.columns)
            .map(|(cell, column)| match cell {
                Cell::Text(text) => (text.as_ref(), column.width),
                _ => ("", column.width),
            });
        sheet.set_row_height(HEADINGS + 1 + index as u32, height(texts))?;
        for (column, cell) in cells.iter().enumerate() {
            let place = (HEADINGS + 1 + index as u32, column as u16);
            write_cell(sheet, place, cell, formats)?;
        }
    }
    end(sheet, last_row, last_column)
}

/// Ends a sheet behind its last row and column with a row that has nothing. The library writes a last row twice if it has a
/// height, with its cells and again without (`rust_xlsxwriter` 0.102, `flush_last_row`), and Excel may call two rows of one
/// number damage.
fn end(sheet: &mut Worksheet, last_row: u32, last_column: u16) -> Result<(), XlsxError> {
    sheet.write_blank(last_row + 1, last_column + 1, &Format::new())?;
    Ok(())
}

/// How high a row must be for texts that wrap. Excel works it out when it opens a file; other programs do not.
pub(super) fn height<'t>(texts: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    let lines = texts.map(|(text, width)| lines(text, width.max(1.0) as usize));
    let lines = lines.max().unwrap_or(1).max(1);
    (lines as f64 * LINE).min(HIGHEST)
}

/// Lines of a text that breaks between words.
fn lines(text: &str, width: usize) -> usize {
    // More lines than the highest row shows need no counting.
    let most = (HIGHEST / LINE) as usize * width;
    let (mut lines, mut filled) = (1, 0);
    for (index, letters) in text
        .char_indices()
        .nth(most)
        .map_or(text, |(end, _)| &text[..end])
        .split_whitespace()
        .map(|word| word.chars().count())
        .enumerate()
    {
        if index > 0 && filled + 1 + letters > width {
            lines += 1;
            filled = 0;
        } else if index > 0 {
            filled += 1;
        }
        lines += (letters.max(1) - 1) / width;
        filled += (letters.max(1) - 1) % width + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, Content, MOST, lines};

    #[test]
    fn lines_break_between_words() {
        for (text, width, counted) in [
            ("", 10, 1),
            ("one two", 10, 1),
            ("one two three", 10, 2),
            ("one two three", 5, 3),
            ("abcdefghijkl", 5, 3),
            ("ab abcdefghijkl", 5, 4),
        ] {
            assert_eq!(lines(text, width), counted, "{text} {width}");
        }
    }

    #[test]
    fn what_does_not_go_into_a_sheet_goes_on_in_the_next() {
        let content = |rows| Content {
            name: "Findings",
            holds: "All.",
            columns: vec![Column::new("Row", 8.0)],
            printed_to: "Row",
            rows,
            row: Box::new(|row| vec![Cell::count(row as u64)]),
        };
        let parts = |rows, most| -> Vec<(String, usize, usize)> {
            let parts = content(rows).parts(most).into_iter();
            parts
                .map(|part| (part.name, part.first, part.rows))
                .collect()
        };
        assert_eq!(parts(0, 4), [("Findings".to_owned(), 0, 0)]);
        assert_eq!(parts(4, 4), [("Findings".to_owned(), 0, 4)]);
        assert_eq!(
            parts(9, 4),
            [
                ("Findings".to_owned(), 0, 4),
                ("Findings 2".to_owned(), 4, 4),
                ("Findings 3".to_owned(), 8, 1),
            ]
        );
        assert_eq!(parts(MOST + 1, MOST).len(), 2);
        // Title, marking, note, headings, and the row that ends it.
        assert_eq!(MOST + 5, 1_048_576);
    }
}
