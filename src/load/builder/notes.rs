//! What the cells of one column showed apart from their values, and the problems that come of it.

use crate::load::cell::{self, Cell, Fault};
use crate::model::catalogue::{Field, FieldKind};
use crate::model::intern::{Last, Symbol};
use crate::model::masking::masked;
use crate::model::problem::{Problem, ProblemSeverity};

use super::long_ids::LongIds;
use super::order::{DateOrder, MonthFirst};
use super::spellings::{Spellings, Unlisted};

/// Different children from which on a spelling of a code is shown as it is.
const COMMON: usize = 10;
/// How many bad cells or spellings of one column are listed one by one; the rest are counted together.
pub(super) const LISTED: u64 = 20;

#[derive(Default)]
pub(super) struct ColumnNotes {
    /// As the file writes it.
    pub heading: String,
    /// Of a narrative, whether somebody asks for its words.
    pub asks_words: bool,
    pub order: DateOrder,
    pub long_ids: LongIds,
    pub spellings: Spellings,
    /// The last id that was read as it stands, and that nothing is noted of.
    pub last_id: Last,
    pub absences: Absences,
    /// Ids that a spreadsheet rounded.
    pub rounded: Sample,
    bad: u64,
    /// Those of them that say something, and it is not known what.
    pub unread: u64,
    /// Bad cells by their rows, those that are listed among them.
    bad_cells: Vec<(u32, Problem)>,
}

/// Cells of one column that hold a word for "no value".
#[derive(Default)]
pub(in crate::load) struct Absences {
    stand_ins: u64,
    /// Errors of the spreadsheet that made the file.
    broken_formulas: Sample,
}

impl Absences {
    pub fn note(&mut self, line: u32, text: &str, absent: Cell<()>) {
        match absent {
            Cell::StandIn => self.stand_ins += 1,
            // The sheet that it stands on counts them all.
            Cell::BrokenFormula if text == cell::WITHOUT_VALUE => {}
            Cell::BrokenFormula => self.broken_formulas.note(line, text),
            Cell::Value(()) | Cell::Blank | Cell::Bad(_) => {}
        }
    }

    pub fn absorb(&mut self, later: Self) {
        self.stand_ins += later.stand_ins;
        self.broken_formulas.absorb(later.broken_formulas);
    }

    pub fn problems(&self, such_as: &str) -> impl Iterator<Item = Problem> {
        let stand_ins = (self.stand_ins > 0).then(|| {
            let message = format!(
                "{} a stand-in for \"no value\" (such as {such_as}): read as blank",
                counted(self.stand_ins, "cell holds", "cells hold")
            );
            Problem::new(ProblemSeverity::Note, message).times(self.stand_ins)
        });
        let broken_formulas = self.broken_formulas.problem(|first, count| {
            format!(
                "{} an error of the spreadsheet that made this file ({}{first}): cannot be read; mend its formula and export again",
                counted(count, "cell holds", "cells hold"),
                the_first(count),
            )
        });
        stand_ins.into_iter().chain(broken_formulas)
    }
}

/// Cells alike in one thing: the first, and how many there are.
#[derive(Default)]
pub(super) struct Sample {
    first: Option<(u32, String)>,
    count: u64,
}

impl Sample {
    pub fn note(&mut self, line: u32, text: &str) {
        self.first.get_or_insert_with(|| (line, text.to_owned()));
        self.count += 1;
    }

    fn absorb(&mut self, later: Self) {
        self.first = self.first.take().or(later.first);
        self.count += later.count;
    }

    /// One problem for them all, worded by the first and their number.
    fn problem(&self, message: impl FnOnce(&str, u64) -> String) -> Option<Problem> {
        let (line, text) = self.first.as_ref()?;
        let problem = Problem::new(ProblemSeverity::Error, message(text, self.count));
        Some(problem.at_row(*line).times(self.count))
    }
}

impl ColumnNotes {
    /// Whether the cell says something: then it is kept in mind that a value is recorded, and which is not known.
    pub fn bad_cell(
        &mut self,
        field: &Field,
        (row, line): (u32, u32),
        text: &str,
        fault: Fault,
    ) -> bool {
        self.bad += 1;
        // "Ongoing" in a column of dates is no date that somebody wrote, and of what lies ahead no words are: "died in hospital" is
        // one that nobody knows, and so is a row of #, for which a spreadsheet had no room.
        // Of a date with its month first the text may be gone by the time the column is known to be day-first.
        let may_be_a_date = |byte: u8| byte.is_ascii_digit() || byte == b'#';
        let says = field.kind != FieldKind::Date
            || fault == Fault::MonthFirst
            || text.bytes().any(may_be_a_date)
            || !field.planned && !cell::says_no_date(text);
        self.unread += u64::from(says);
        let listed = LISTED as usize;
        if self.bad_cells.len() >= listed && self.bad_cells[listed - 1].0 <= row {
            return says;
        }
        let (what, advice) = fault.words();
        let read = if says {
            "cannot be read"
        } else {
            "read as blank"
        };
        let message = format!(
            "expected {}, found {}{what}: {read}{advice}",
            field.expected(),
            cell::shown(text)
        );
        let problem = self.here(Problem::new(ProblemSeverity::Error, message).at_row(line));
        let place = self.bad_cells.partition_point(|(other, _)| *other <= row);
        self.bad_cells.insert(place, (row, problem));
        self.bad_cells.truncate(listed);
        says
    }

    /// The first bad cells of the column, in the order of their rows.
    pub fn bad_cells(&mut self) -> Vec<(u32, Problem)> {
        std::mem::take(&mut self.bad_cells)
    }

    /// Takes in what the cells of a later part showed, whose rows stand behind the first `before`; `code` says what its codes are
    /// here.
    pub fn absorb(&mut self, later: Self, before: u32, code: impl Fn(Symbol) -> Symbol) {
        self.order.absorb(later.order, before);
        self.long_ids.absorb(later.long_ids, before);
        self.spellings.absorb(&later.spellings, before, code);
        self.absences.absorb(later.absences);
        self.rounded.absorb(later.rounded);
        self.bad += later.bad;
        self.unread += later.unread;
        let moved = |(row, problem)| (before + row, problem);
        self.bad_cells
            .extend(later.bad_cells.into_iter().map(moved));
        self.bad_cells.truncate(LISTED as usize);
    }

    /// Cells that say something, and it is not known what: bad ones, and codes in a spelling that the field does not list.
    pub fn not_understood(&self) -> u32 {
        let unlisted = self.spellings.unlisted();
        let unlisted: u64 = unlisted.map(|unlisted| unlisted.places.count).sum();
        (self.unread + unlisted) as u32
    }

    /// The bad cells that were not listed.
    pub fn more_bad_cells(&self, field: &Field) -> Option<Problem> {
        let more = self.bad.checked_sub(LISTED).filter(|more| *more > 0)?;
        let message = format!("{more} more cells are not {}: not read", field.expected());
        Some(self.here(Problem::new(ProblemSeverity::Error, message).times(more)))
    }

    /// Each spelling that the field does not list, with its count; where there are many, the rest together. `children` counts
    /// the different children of some rows.
    pub fn unlisted(
        &self,
        field: &Field,
        name: &str,
        children: impl Fn(&[u32]) -> usize,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let (mut more, mut cells) = (0, 0);
        let spellings = self.spellings.unlisted().count() as u64;
        for Unlisted { text, places } in self.spellings.unlisted() {
            if problems.len() as u64 == LISTED {
                more += 1;
                cells += places.count;
                continue;
            }
            let times = match places.count {
                1 => String::new(),
                count => format!(" ({count} times)"),
            };
            // What many children have in common is no child's name.
            let is_common = spellings <= LISTED && children(&places.rows) >= COMMON;
            let shape = masked(text, |word| field.lists_word(word));
            let spelling = if is_common || shape == text {
                format!("{text:?}")
            } else {
                format!("a spelling like {shape:?}, masked as it may be a name,")
            };
            let message = format!(
                "{spelling} is no listed value of {name}{times}: kept as it is; where an outcome hangs on it, the record cannot be judged"
            );
            let problem = Problem::new(ProblemSeverity::Warning, message).at_row(places.line);
            problems.push(self.here(problem.times(places.count)));
        }
        if more > 0 {
            let message = format!(
                "{more} more spellings are no listed value of {name} ({cells} times): kept as they are"
            );
            let problem = Problem::new(ProblemSeverity::Warning, message);
            problems.push(self.here(problem.times(cells)));
        }
        problems
    }

    /// What stood for no value, and what a spreadsheet spoiled.
    pub fn losses(&self, field: &Field) -> Vec<Problem> {
        let such_as = match field.kind {
            FieldKind::Key | FieldKind::Reference(_) => field.nobody.first().unwrap_or("-1"),
            _ => "1900-01-01",
        };
        let such_as = format!("{such_as} or NULL");
        let mut problems: Vec<Problem> = self.absences.problems(&such_as).collect();
        problems.extend(self.rounded.problem(|first, count| {
            format!(
                "{} lost digits in a spreadsheet ({}{}): cannot be read; format the column as text before export",
                counted(count, "id", "ids"),
                the_first(count),
                format_args!("{first:?}")
            )
        }));
        problems
            .into_iter()
            .map(|problem| self.here(problem))
            .collect()
    }

    /// That a column's dates are read month-first.
    pub fn month_first(&self, settled: &MonthFirst, line: u32) -> Problem {
        let dates = settled.days.len();
        let message = format!(
            "dates such as {} are read month-first: {} of {dates} can only be so, and none can only be day-first; export dates as 2026-03-31 to leave no doubt",
            cell::shown(&settled.first.1),
            settled.certain,
        );
        let problem = Problem::new(ProblemSeverity::Warning, message);
        self.here(problem.at_row(line).times(dates as u64))
    }

    /// That a column's dates could be month-first, as another's are.
    pub fn undecided(&self, other: &str, line: u32, dates: u64) -> Problem {
        let message = format!(
            "{} month-first too, as in {other:?}, but nothing here tells: read day-first; export dates as 2026-03-31 to leave no doubt",
            counted(dates, "date could be", "dates could be")
        );
        let problem = Problem::new(ProblemSeverity::Warning, message);
        self.here(problem.at_row(line).times(dates))
    }

    fn here(&self, problem: Problem) -> Problem {
        problem.in_column(self.heading.clone())
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

const fn the_first(count: u64) -> &'static str {
    if count == 1 { "" } else { "the first is " }
}
