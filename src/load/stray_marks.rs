//! Quotation marks that stand where they should not: a cell that one opens takes in the rows below it, until another closes it.

use memchr::memchr_iter;

use crate::model::problem::{First, Problem, ProblemSeverity};

use super::cell::trim;
use super::cells::Cells;
use super::parted;
use super::rows::{OverLines, Rows};

/// Columns from which on a line with as many cells may be told to be a row: a line of a narrative has a comma or two as well.
const WIDE: usize = 4;

/// Bytes up to which a word with a digit may be an id or a day.
const LONGEST: usize = 40;

/// Bytes from which on ids of one length are alike whatever letters and digits they have, as those made of hexadecimals.
const LONG: usize = 8;

/// Rows that run over several lines, of one kind.
#[derive(Clone, Copy, Default)]
struct Found {
    /// The line of the first.
    line: u32,
    records: u64,
    /// Below the first of each.
    lines: u64,
    /// Those of the lines that look like rows.
    rows: u64,
}

impl Found {
    const fn add(&mut self, more: Self) {
        if self.records == 0 || more.records > 0 && more.line < self.line {
            self.line = more.line;
        }
        self.records += more.records;
        self.lines += more.lines;
        self.rows += more.rows;
    }

    /// "row 3 was read with the 2 lines below it as one row".
    fn told(&self) -> String {
        let line = self.line;
        match (self.records, self.lines) {
            (1, 1) => format!("row {line} was read with the line below it as one row"),
            (1, lines) => {
                format!("row {line} was read with the {lines} lines below it as one row")
            }
            (records, lines) => format!(
                "{records} rows, row {line} the first, were each read as one with lines below them ({lines} in all)"
            ),
        }
    }

    fn problem(&self, severity: ProblemSeverity, message: String) -> Option<Problem> {
        let problem = || {
            Problem::new(severity, message)
                .at_row(self.line)
                .times(self.records)
        };
        (self.records > 0).then(problem)
    }

    /// Of rows that were lost, for this cause.
    fn lost(&self, cause: &str) -> Option<Problem> {
        let lost = match self.rows {
            0 => "",
            1 => ", and 1 of those lines looks like a row that is lost",
            rows => &format!(", and {rows} of those lines look like rows that are lost"),
        };
        let message = format!(
            "{}{lost}: a quotation mark opens a cell there, {cause}. Put the marks right, or export the file again",
            self.told()
        );
        let problem = self.problem(ProblemSeverity::Error, message);
        problem.map(|problem| problem.first(First::NotRead))
    }
}

#[derive(Clone)]
pub(super) struct StrayMarks {
    headings: usize,
    /// Where the cell goes on behind the mark that closes it.
    goes_on: Found,
    /// Where both marks stand as they might, and the lines between them are rows.
    rows: Found,
    /// Where they may be.
    maybe: Found,
}

impl StrayMarks {
    pub(super) fn new(headings: usize) -> Self {
        Self {
            headings,
            goes_on: Found::default(),
            rows: Found::default(),
            maybe: Found::default(),
        }
    }

    /// Of a row of headings, in which no id stands that those below could be like.
    pub(super) fn of_headings(rows: &impl Rows) -> Self {
        let mut marks = Self::new(rows.len());
        if let Some(record) = rows.over_lines() {
            let telling = |cell: &&&str| is_telling(cell);
            marks.look(&record, (rows.line(), false), |cells| {
                (cells.iter().filter(telling).count() >= 2).then_some(true)
            });
        }
        marks
    }

    /// Whether a row has taken in what is no part of it.
    pub(super) fn note(&mut self, rows: &impl Rows) -> bool {
        let Some(record) = rows.over_lines() else {
            return false;
        };
        // Asked for where a line has as many cells alone.
        let first = || first_line(rows, record.separator);
        // Of fewer columns nobody can say what a row is like.
        let is_whole = self.headings >= WIDE && rows.len() == self.headings;
        let row = (rows.line(), is_whole);
        self.look(&record, row, |cells| likeness(&first(), cells))
    }

    /// `like` says of the cells of a line whether they are a row: surely, or maybe. Of one that `is_whole` nothing is lost where no
    /// line is like a row: it is a narrative in which somebody speaks, from a system that does not double the marks.
    fn look(
        &mut self,
        record: &OverLines<'_>,
        (line, is_whole): (u32, bool),
        like: impl Fn(&[&str]) -> Option<bool>,
    ) -> bool {
        let (mut surely, mut maybe) = (0, 0);
        // Of fewer columns nobody can say.
        if self.headings >= WIDE {
            for line in record.lines().skip(1) {
                // Nearly every line of a narrative has too few.
                let may_be_cells = memchr_iter(record.separator, line.as_bytes()).count() + 1;
                if may_be_cells < self.headings {
                    continue;
                }
                let mut cells = Cells::new(line, record.separator);
                cells.read(0);
                if cells.len() != self.headings {
                    continue;
                }
                let cells: Vec<&str> = cells.iter().map(trim).collect();
                match like(&cells) {
                    Some(true) => surely += 1,
                    Some(false) => maybe += 1,
                    None => {}
                }
            }
        }
        let found = |rows: u64| Found {
            line,
            records: 1,
            lines: record.ends(),
            rows,
        };
        let goes_on = parted::goes_on_behind_lines(record.text.as_bytes(), record.separator)
            && (surely + maybe > 0 || !is_whole);
        if goes_on {
            self.goes_on.add(found(surely + maybe));
        } else if surely > 0 {
            self.rows.add(found(surely + maybe));
        } else if maybe > 0 {
            self.maybe.add(found(maybe));
        }
        goes_on || surely > 0
    }

    /// Takes in what other rows showed.
    pub(super) const fn absorb(&mut self, later: &Self) {
        self.goes_on.add(later.goes_on);
        self.rows.add(later.rows);
        self.maybe.add(later.maybe);
    }

    /// How many rows were lost.
    pub(super) const fn lost(&self) -> u64 {
        self.goes_on.rows + self.rows.rows
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        let goes_on = self
            .goes_on
            .lost("and behind the mark that closes it the cell goes on");
        let rows = self.rows.lost("and none closes it in its own row");
        let Found { rows: lines, .. } = self.maybe;
        let look = match lines {
            1 => "1 of those lines may be a row of its own".to_owned(),
            lines => format!("{lines} of those lines may be rows of their own"),
        };
        let message = format!(
            "{}, and {look}: does a quotation mark stand there that should not?",
            self.maybe.told()
        );
        let maybe = self.maybe.problem(ProblemSeverity::Warning, message);
        goes_on.into_iter().chain(rows).chain(maybe)
    }
}

/// What stands in the first line of a row: the cells before the one that runs over lines, and the words with which that begins, in
/// which the rest of the row stands where the mark is stray.
fn first_line(rows: &impl Rows, separator: u8) -> Vec<&str> {
    let mut first = Vec::new();
    for place in 0..rows.len() {
        let cell = rows.cell(place);
        let line = cell.split(['\n', '\r']).next().unwrap_or_default();
        if line.len() < cell.len() {
            first.extend(line.split(char::from(separator)).map(trim));
            break;
        }
        first.push(trim(cell));
    }
    first
}

/// Whether the cells of a line are surely, or may be, a row as the one whose first line has these. That as many stand in it is not
/// enough: an address and a dated note have commas too. Ids and days stand where the others have them.
fn likeness(first: &[&str], cells: &[&str]) -> Option<bool> {
    let (mut alike, mut unlike) = (0, 0);
    for (one, other) in first.iter().zip(cells) {
        if !is_telling(one) || other.is_empty() {
            continue;
        }
        if are_alike(one, other) {
            alike += 1;
        } else {
            unlike += 1;
        }
    }
    match (alike, unlike) {
        (2.., _) if alike > unlike => Some(true),
        (1, 0) => Some(false),
        _ => None,
    }
}

/// Whether a cell may be an id or a day: one word, with a digit.
fn is_telling(text: &str) -> bool {
    text.len() <= LONGEST
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && !text.contains(char::is_whitespace)
}

fn are_alike(one: &str, other: &str) -> bool {
    if one.len() >= LONG && one.len() == other.len() && is_telling(other) {
        return true;
    }
    // A house number is no child's.
    one.len().abs_diff(other.len()) <= 2 && shape(one).eq(shape(other))
}

/// Letters and digits, each run of them as one.
fn shape(text: &str) -> impl Iterator<Item = char> {
    let kind = |letter: char| match letter {
        letter if letter.is_ascii_digit() => '9',
        letter if letter.is_alphabetic() => 'a',
        letter => letter,
    };
    let mut before = None;
    let kinds = text.chars().map(kind);
    kinds.filter(move |kind| before.replace(*kind) != Some(*kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_row_where_ids_and_days_stand_as_in_the_row_above_it() {
        let row = ["A2", "P2", "Smith, J", "2026-05-01", "home is calm"];
        for (cells, expected) in [
            (["A3", "P3", "", "2026-05-12", "fed"], Some(true)),
            (["A10", "P103", "Brown, T", "", "fed"], Some(true)),
            (["A3", "", "", "", "fed"], Some(false)),
            (["12", "High Street", "Leeds", "LS1 1AA", "x"], None),
            (["mum", "seen", "alone", "2026-05-02", "well"], None),
            (["", "", "", "", ""], None),
        ] {
            assert_eq!(likeness(&row, &cells), expected, "{cells:?}");
        }
        let long = ["0a1f-77bc", "9bc0-11aa"];
        assert_eq!(likeness(&long, &["beef-0001", "1234-abcd"]), Some(true));
        assert_eq!(likeness(&["10234", "6"], &["12", "Acacia Avenue"]), None);
    }
}
