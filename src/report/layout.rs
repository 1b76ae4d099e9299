//! Lines, headings and tables for a terminal. Whatever is laid out is shown and never obeyed: colours are put around it.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use crate::model::masking::cut;
pub use crate::model::thousands::grouped;
use crate::model::unseen::on_one_line;

/// Letters that are shown of a name or of a word: the longest ids, and addresses of the web, have fewer.
const LONGEST: usize = 200;

pub const BOLD: Style = Style::new().bold();

/// A section's heading.
pub fn title(text: &mut String, words: &str) {
    let _ = writeln!(text, "\n{BOLD}{}{BOLD:#}", inert(words));
}

/// The heading of an area, whose name may be longer than a line.
pub fn area_title(text: &mut String, area: &str, width: usize) {
    let _ = write!(text, "\n{BOLD}");
    wrapped(text, &area.to_uppercase(), width, 2);
    let _ = write!(text, "{BOLD:#}");
}

/// A line broken at spaces, later lines indented.
pub fn wrapped(text: &mut String, line: &str, width: usize, indent: usize) {
    let mut column = 0;
    for word in inert(line).split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            column = indent;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}

/// A table without lines, as wide as it needs to be and no wider than `width`.
pub fn table(width: usize) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width as u16);
    table
}

/// Adds a table without the spaces that fill its lines.
pub fn push_table(text: &mut String, table: &Table) {
    for line in table.to_string().lines() {
        let _ = writeln!(text, "{}", inert(line.trim_end()));
    }
}

/// A cell to the right.
pub fn right(words: &str) -> Cell {
    Cell::new(words).set_alignment(CellAlignment::Right)
}

/// Adds a table of counts, of something a row: `headings` are those of the counts.
pub fn push_counts<'n, const N: usize>(
    text: &mut String,
    width: usize,
    of: &str,
    headings: [&str; N],
    rows: impl Iterator<Item = (&'n str, [u64; N])>,
) {
    let mut table = table(width);
    table.set_header(std::iter::once(Cell::new(of)).chain(headings.map(right)));
    for (of, counts) in rows {
        let counts = counts.map(|count| right(&grouped(count)));
        table.add_row(std::iter::once(Cell::new(name(of))).chain(counts));
    }
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 1));
    }
    push_table(text, &table);
}

/// A name of an export as a line or a cell can hold it.
pub fn name(name: &str) -> String {
    cut(&inert(name), LONGEST)
}

/// A line in which nothing is obeyed by a terminal, nor by the log of a hosted job: these take two colons at the beginning of a
/// line, and `##[` anywhere, for a command.
fn inert(line: &str) -> Cow<'_, str> {
    let mut line = on_one_line(line);
    for (command, shown) in [("::", ": :"), ("##[", "# #[")] {
        while line.contains(command) {
            line = Cow::Owned(line.replace(command, shown));
        }
    }
    line
}

/// "1 record", "12 records", "1,204 records".
pub fn plural(count: u64, word: &str) -> String {
    format!(
        "{} {word}{}",
        grouped(count),
        if count == 1 { "" } else { "s" }
    )
}
