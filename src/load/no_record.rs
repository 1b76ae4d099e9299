//! Rows below the headings that are no records: what people and tools write under, over and between them.

use crate::model::problem::{Problem, ProblemSeverity};

use super::cell::{answer, shown, trim};
use super::rows::Rows;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    /// Files were put one behind another.
    Headings,
    /// A tool for databases draws a line under its headings.
    Line,
    Total,
    /// And says at the end how many rows there are.
    Count,
    /// The title of a section, a footnote.
    Lone,
    /// A second row of headings: "dd/mm/yyyy", "drop down".
    Manner,
}

/// Columns from which on a row with one cell is a row that somebody wrote something into: a narrow list may hold one.
const WIDE: usize = 4;

impl Kind {
    const ALL: [Self; 6] = [
        Self::Headings,
        Self::Line,
        Self::Total,
        Self::Count,
        Self::Lone,
        Self::Manner,
    ];

    /// What one such row is, and what several are.
    const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Headings => ["repeats the headings", "repeat the headings"],
            Self::Line => ["holds nothing but dashes", "hold nothing but dashes"],
            Self::Total => ["is a total", "are totals"],
            Self::Count => [
                "only says how many rows there are",
                "only say how many rows there are",
            ],
            Self::Lone => [
                "holds one cell alone that is no id",
                "hold one cell alone that is no id",
            ],
            Self::Manner => [
                "says how to write in the columns",
                "say how to write in the columns",
            ],
        }
    }

    /// Nearly every row is told to be a record by the first byte of its first filled cell.
    fn of(rows: &impl Rows, headings: &[String], is_wide: bool) -> Option<Self> {
        let filled = |place: &usize| !trim(rows.cell(*place)).is_empty();
        let first = (0..rows.len()).find(filled)?;
        let text = trim(rows.cell(first));
        let is_headings = headings.get(first).is_some_and(|heading| heading == text)
            && headings
                .iter()
                .enumerate()
                .all(|(place, heading)| trim(rows.cell(place)) == heading);
        if is_headings {
            return Some(Self::Headings);
        }
        let others = || (first + 1..rows.len()).filter(filled);
        let known = match text.bytes().next()? {
            b'-' | b'=' | b'+' => {
                let is_line =
                    is_line(text) && others().all(|place| is_line(trim(rows.cell(place))));
                is_line.then_some(Self::Line)
            }
            b't' | b'T' | b'g' | b'G' => is_total(text).then_some(Self::Total),
            b'(' | b'0'..=b'9' => {
                (others().next().is_none() && is_count(text)).then_some(Self::Count)
            }
            _ => None,
        };
        if known.is_some() {
            return known;
        }
        let is_amount = |place: usize| is_amount(trim(rows.cell(place)));
        if is_total_of(text) && others().all(is_amount) {
            return Some(Self::Total);
        }
        // A record has a digit, in its id or its day.
        let is_manner = !has_digit(text)
            && others().all(|place| !has_digit(rows.cell(place)))
            && (first..rows.len()).any(|place| is_manner_of_dates(rows.cell(place)));
        if is_manner {
            return Some(Self::Manner);
        }
        let is_lone = is_wide && others().next().is_none() && !may_be_id(text);
        is_lone.then_some(Self::Lone)
    }
}

fn is_line(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'+'))
}

fn is_total(text: &str) -> bool {
    let text = text.trim_end_matches(':').trim_end();
    let words = ["total", "totals", "grand total"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// "Sub-total North", "Total children: 10", "North total".
fn is_total_of(text: &str) -> bool {
    // Nearly every row begins with an id, which has none.
    if memchr::memchr2(b't', b'T', text.as_bytes()).is_none() {
        return false;
    }
    let text = text.trim_end_matches(':').trim_end();
    let begins = ["total", "sub-total", "subtotal", "sub total", "grand total"];
    let ends = [" total", " totals", " subtotal", " sub-total"];
    let is =
        |part: Option<&str>, word: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(word));
    begins.iter().any(|word| {
        let behind = text.as_bytes().get(word.len());
        is(text.get(..word.len()), word) && !behind.is_some_and(u8::is_ascii_alphanumeric)
    }) || ends.iter().any(|word| {
        let from = text.len().checked_sub(word.len());
        is(from.and_then(|from| text.get(from..)), word)
    })
}

fn is_amount(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'%'))
}

/// "(dd/mm/yy)", "DD-MM-YYYY".
fn is_manner_of_dates(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let is_part = |letter: char| "dmy/-.() ".contains(letter);
    text.len() <= 20
        && text.chars().all(is_part)
        && ["dd", "mm", "yy"].iter().all(|part| text.contains(part))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a cell may be an id, a day or an answer that stands alone: it has a digit, and where it is of several words none is a
/// word of a language. A footnote begins with a star, a title has words.
fn may_be_id(text: &str) -> bool {
    let is_word = |word: &str| word.ends_with(':') || word.len() >= 4 && !has_digit(word);
    let mut words = text.split_whitespace();
    let is_one = words.clone().count() == 1;
    answer(text).is_some()
        || has_digit(text) && !text.contains('*') && (is_one || !words.any(is_word))
}

/// "(522 rows affected)", "1 row", "522 rows selected."
fn is_count(text: &str) -> bool {
    let text = text.strip_prefix('(').unwrap_or(text);
    let mut words = text.trim_end_matches(['.', ')']).split_ascii_whitespace();
    let is_number = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',')
    };
    let is_rows = |word: &str| {
        let kinds = [
            "row",
            "rows",
            "row(s",
            "row(s)",
            "record",
            "records",
            "record(s",
            "record(s)",
        ];
        kinds.iter().any(|kind| word.eq_ignore_ascii_case(kind))
    };
    words.next().is_some_and(is_number) && words.next().is_some_and(is_rows) && words.count() <= 2
}

#[derive(Clone, Copy, Default)]
struct Found {
    /// The line of the first.
    line: u32,
    rows: u64,
}

pub(super) struct NoRecords {
    is_wide: bool,
    /// By kind.
    found: [Found; Kind::ALL.len()],
    /// The first cell that stands alone, as a message may show it.
    lone: String,
}

impl NoRecords {
    /// Of a list of which so many columns are known.
    pub(super) fn new(columns: usize) -> Self {
        Self {
            is_wide: columns >= WIDE,
            found: Default::default(),
            lone: String::new(),
        }
    }

    /// Whether a row is no record, and is counted as such.
    pub(super) fn note(&mut self, rows: &impl Rows, headings: &[String]) -> bool {
        let Some(kind) = Kind::of(rows, headings, self.is_wide) else {
            return false;
        };
        let found = &mut self.found[kind as usize];
        if found.rows == 0 {
            found.line = rows.line();
            if kind == Kind::Lone {
                self.lone = shown(&rows.cells().concat());
            }
        }
        found.rows += 1;
        true
    }

    /// How many were found.
    pub(super) fn rows(&self) -> u64 {
        self.found.iter().map(|found| found.rows).sum()
    }

    /// Takes in what the rows of a later part showed.
    pub(super) fn absorb(&mut self, later: &Self) {
        if self.lone.is_empty() {
            self.lone.clone_from(&later.lone);
        }
        for (here, more) in self.found.iter_mut().zip(&later.found) {
            if here.rows == 0 {
                here.line = more.line;
            }
            here.rows += more.rows;
        }
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        let found = Kind::ALL.into_iter().zip(&self.found);
        found
            .filter(|(_, found)| found.rows > 0)
            .map(|(kind, found)| {
                let [is, are] = kind.words();
                let shown = |before: &str| match kind {
                    Kind::Lone => format!(" ({before}{})", self.lone),
                    _ => String::new(),
                };
                let message = match found.rows {
                    1 => format!(
                        "this row {is}{}: it is no record and was left out",
                        shown("")
                    ),
                    rows => format!(
                        "{rows} rows, this the first, {are}{}: they are no records and were left out",
                        shown("the first ")
                    ),
                };
                Problem::new(ProblemSeverity::Warning, message)
                    .at_row(found.line)
                    .times(found.rows)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::rows::Grid;

    fn kind(cells: &[&str]) -> Option<Kind> {
        let texts = |cells: &[&str]| {
            cells
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<String>>()
        };
        let mut rows = Grid::new(vec![(2, texts(cells))]);
        assert!(matches!(rows.advance(), Ok(true)), "there is a row");
        Kind::of(&rows, &texts(&["visit_id", "child_id", "kind"]), true)
    }

    #[test]
    fn rows_that_are_no_records_are_told_from_those_that_are() {
        for (cells, expected) in [
            (["visit_id", " child_id", "kind "], Kind::Headings),
            (["--------", "---", ""], Kind::Line),
            (["", "-----+-----", "=="], Kind::Line),
            (["Total", "89", ""], Kind::Total),
            (["", "GRAND TOTAL:", "89"], Kind::Total),
            ([" totals", "", ""], Kind::Total),
            (["(522 rows affected)", "", ""], Kind::Count),
            (["(1 row)", "", ""], Kind::Count),
            (["", "1,204 rows selected.", ""], Kind::Count),
            (["3 record(s)", "", ""], Kind::Count),
            (["Sub-total North", "5", ""], Kind::Total),
            (["Subtotal: 4", "", ""], Kind::Total),
            (["North total", "1,204", "3.5%"], Kind::Total),
            (["Total children: 10", "", ""], Kind::Total),
            (["CP North", "", ""], Kind::Lone),
            (["", "* = unborn in 2026", ""], Kind::Lone),
            (["", "", "Note 1: see the log of 2025"], Kind::Lone),
            (["Jaydon", "", ""], Kind::Lone),
            (["", "(dd/mm/yy)", "drop down"], Kind::Manner),
            (["date", "", "DD-MM-YYYY"], Kind::Manner),
        ] {
            assert_eq!(kind(&cells), Some(expected), "{cells:?}");
        }
        for cells in [
            ["visit_id", "C1", "kind"],
            ["-1", "---", "-"],
            ["-", "C1", "-"],
            ["total visits", "C1", ""],
            ["T1", "Total", ""],
            ["G1", "", ""],
            ["12", "", ""],
            ["522 rows", "C1", ""],
            ["(522)", "", ""],
            ["5 rows of houses to see", "C1", ""],
            ["Totally", "5", ""],
            ["Team total", "C1", ""],
            ["C 303", "", ""],
            ["", "", "yes"],
            ["943 476 5919", "", ""],
            ["", "05/01/2026 10:30", ""],
            ["CP North", "5", ""],
            ["V1", "C1", "dd/mm/yyyy"],
            ["", "no date yet", "monthly"],
        ] {
            assert_eq!(kind(&cells), None, "{cells:?}");
        }
    }
}
