//! Rows below the headings that are no records: what people and tools write under, over and between them.

use crate::model::problem::{Problem, ProblemSeverity};

use super::cell::trim;
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
}

impl Kind {
    const ALL: [Self; 4] = [Self::Headings, Self::Line, Self::Total, Self::Count];

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
        }
    }

    /// Nearly every row is told to be a record by the first byte of its first filled cell.
    fn of(rows: &impl Rows, headings: &[String]) -> Option<Self> {
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
        let mut others = (first + 1..rows.len()).filter(filled);
        match text.bytes().next()? {
            b'-' | b'=' | b'+' => {
                let is_line = is_line(text) && others.all(|place| is_line(trim(rows.cell(place))));
                is_line.then_some(Self::Line)
            }
            b't' | b'T' | b'g' | b'G' => is_total(text).then_some(Self::Total),
            b'(' | b'0'..=b'9' => {
                (others.next().is_none() && is_count(text)).then_some(Self::Count)
            }
            _ => None,
        }
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

/// The line of the first row of each kind, and how many there are.
#[derive(Default)]
pub(super) struct NoRecords([(u32, u64); Kind::ALL.len()]);

impl NoRecords {
    /// Whether a row is no record, and is counted as such.
    pub(super) fn note(&mut self, rows: &impl Rows, headings: &[String]) -> bool {
        let Some(kind) = Kind::of(rows, headings) else {
            return false;
        };
        let (line, count) = &mut self.0[kind as usize];
        if *count == 0 {
            *line = rows.line();
        }
        *count += 1;
        true
    }

    /// Takes in what the rows of a later part showed.
    pub(super) fn absorb(&mut self, later: &Self) {
        for (here, more) in self.0.iter_mut().zip(&later.0) {
            if here.1 == 0 {
                here.0 = more.0;
            }
            here.1 += more.1;
        }
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        let counted = Kind::ALL.into_iter().zip(&self.0);
        counted
            .filter(|(_, (_, count))| *count > 0)
            .map(|(kind, (line, count))| {
                let [is, are] = kind.words();
                let message = match count {
                    1 => format!("this row {is}: it is no record and was left out"),
                    count => format!(
                        "{count} rows, this the first, {are}: they are no records and were left out"
                    ),
                };
                Problem::new(ProblemSeverity::Warning, message)
                    .at_row(*line)
                    .times(*count)
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
        Kind::of(&rows, &texts(&["visit_id", "child_id", "kind"]))
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
            ["5 rows of houses to see", "", ""],
        ] {
            assert_eq!(kind(&cells), None, "{cells:?}");
        }
    }
}
