//! Rows of one table from one file, on their way into columns.

use std::collections::BTreeMap;

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use crate::model::column::{Column, TextSpan};
use crate::model::day::Day;
use crate::model::file::{FileId, FileTable};
use crate::model::folding::{bare, fold, says_nothing};
use crate::model::intern::{Interner, Symbol};
use crate::model::layout::Layouts;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::Partial;

use super::cell::{self, Cell};

/// What every loader needs to know.
pub struct Context<'c> {
    pub catalogue: &'c Catalogue,
    pub layouts: &'c Layouts,
    placeholders: hashbrown::HashSet<String, foldhash::fast::FixedState>,
    longest_placeholder: usize,
    /// No placeholder has a digit, so that ids and dates need not be looked up.
    placeholders_are_words: bool,
}

impl<'c> Context<'c> {
    /// `placeholders` are folded phrases that, alone in a field, are no value.
    pub fn new(catalogue: &'c Catalogue, layouts: &'c Layouts, placeholders: &[String]) -> Self {
        let longest_placeholder = placeholders.iter().map(String::len).max().unwrap_or(0);
        let mut set = hashbrown::HashSet::with_hasher(foldhash::fast::FixedState::with_seed(0));
        set.extend(placeholders.iter().cloned());
        Self {
            catalogue,
            layouts,
            placeholders: set,
            longest_placeholder,
            placeholders_are_words: !placeholders.iter().any(|text| has_digit(text)),
        }
    }

    fn is_placeholder(&self, text: &str) -> bool {
        let alone = bare(text);
        if self.placeholders_are_words && has_digit(alone) {
            return false;
        }
        let listed = |text: &str| self.placeholders.contains(&fold(text));
        // Room for spaces that folding takes away; most narratives are longer, and are not folded.
        let short = alone.len() <= self.longest_placeholder + 8;
        short && (listed(alone) || listed(text)) || says_nothing(text)
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// How many bad cells of one column are listed one by one; the rest are counted together.
const LISTED: u64 = 20;

pub(super) struct TableBuilder<'c> {
    context: &'c Context<'c>,
    partial: Partial,
    /// Headings as the file writes them, by field.
    headings: Vec<String>,
    unused: Vec<String>,
    rejected: u64,
    problems: Vec<Problem>,
    bad_cells: BTreeMap<FieldId, u64>,
    stand_ins: BTreeMap<FieldId, u64>,
    /// Spellings that their field does not list: the first line each stands in, and how often it does.
    unlisted: BTreeMap<(FieldId, Symbol), (u32, u64)>,
    /// By field, the codes of the spellings met so far, so that each is folded and looked up once.
    spellings: BTreeMap<FieldId, Spellings>,
}

#[derive(Default)]
struct Spellings {
    met: Interner,
    /// By the symbol of the spelling.
    codes: Vec<Symbol>,
}

impl<'c> TableBuilder<'c> {
    pub(super) fn new(context: &'c Context<'c>, table: TableId, file: FileId) -> Self {
        let fields = context.catalogue.table(table).fields.len();
        Self {
            context,
            partial: Partial {
                table,
                file,
                columns: (0..fields).map(|_| None).collect(),
                lines: Vec::new(),
                ids: Interner::default(),
                codes: context.catalogue.codes.clone(),
                text: String::new(),
                names_only_filled_fields: false,
                latest_only: false,
            },
            headings: vec![String::new(); fields],
            unused: Vec::new(),
            rejected: 0,
            problems: Vec::new(),
            bad_cells: BTreeMap::new(),
            stand_ins: BTreeMap::new(),
            unlisted: BTreeMap::new(),
            spellings: BTreeMap::new(),
        }
    }

    /// The source leaves out fields that it has no value for.
    pub(super) fn names_only_filled_fields(mut self) -> Self {
        self.partial.names_only_filled_fields = true;
        self
    }

    pub(super) const fn context(&self) -> &'c Context<'c> {
        self.context
    }

    pub(super) fn table(&self) -> TableId {
        self.partial.table
    }

    /// The source has this field, under this heading.
    pub(super) fn head(&mut self, field: FieldId, heading: &str) {
        if self.partial.columns[field.index()].is_none() {
            let kind = &self.context.catalogue.field(self.partial.table, field).kind;
            let mut column = Column::new(kind);
            column.fill(self.partial.lines.len().saturating_sub(1));
            self.partial.columns[field.index()] = Some(column);
            heading.clone_into(&mut self.headings[field.index()]);
        }
    }

    pub(super) fn leave_unused(&mut self, heading: &str) {
        if !self.unused.iter().any(|other| other == heading) {
            self.unused.push(heading.to_owned());
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.in_file(self.partial.file));
    }

    pub(super) fn reject(&mut self) {
        self.rejected += 1;
    }

    /// Begins a record at a line of the file; the values of the one before are complete.
    pub(super) fn begin(&mut self, line: u32) {
        self.complete();
        self.partial.lines.push(line);
    }

    fn complete(&mut self) {
        let rows = self.partial.lines.len();
        for column in self.partial.columns.iter_mut().flatten() {
            column.fill(rows);
        }
    }

    /// A value of the record begun last. Only the first value of a field counts.
    pub(super) fn set(&mut self, field: FieldId, text: &str) {
        let text = cell::trim(text);
        if text.is_empty() {
            return;
        }
        let definition = self.context.catalogue.field(self.partial.table, field);
        let stand_in = cell::is_stand_in_word(text);
        let blank = stand_in || self.is_blank(&definition.kind, text);
        if stand_in {
            *self.stand_ins.entry(field).or_default() += 1;
        }
        if blank {
            return;
        }
        let row = self.partial.lines.len() - 1;
        let Some(mut column) = self.partial.columns[field.index()].take() else {
            return;
        };
        let mut bad = false;
        match &mut column {
            Column::Id(values) if values.len() <= row => values.push(self.partial.ids.intern(text)),
            Column::Date(values) if values.len() <= row => match cell::date(text) {
                Cell::Value(day) => values.push(Day::number(day)),
                Cell::StandIn => *self.stand_ins.entry(field).or_default() += 1,
                Cell::Bad => bad = true,
            },
            Column::Flag(values) if values.len() <= row => match cell::flag(text) {
                Cell::Value(flag) => values.push(Some(flag)),
                _ => bad = true,
            },
            Column::Number(values) if values.len() <= row => match cell::number(text) {
                Cell::Value(number) => values.push(number),
                _ => bad = true,
            },
            Column::Code(values) if values.len() <= row => values.push(self.code(field, text)),
            Column::List { ends, values } if ends.len() <= row => {
                let items = text.split([';', '|', ',']).map(cell::trim);
                for item in items.filter(|item| !item.is_empty() && !cell::is_stand_in_word(item)) {
                    values.extend(Some(self.code(field, item)).filter(|code| !code.is_blank()));
                }
                ends.push(values.len() as u32);
            }
            Column::Text(values) if values.len() <= row => {
                let start = self.partial.text.len();
                if text.len() > TextSpan::LONGEST || start + text.len() > u32::MAX as usize {
                    bad = true;
                } else {
                    self.partial.text.push_str(text);
                    values.push(TextSpan::new(
                        start as u32,
                        text.len() as u32,
                        self.context.is_placeholder(text),
                    ));
                }
            }
            _ => {}
        }
        self.partial.columns[field.index()] = Some(column);
        if bad {
            self.bad_cell(field, text);
        }
    }

    /// Nothing but a placeholder. An id of -1 stands for "unknown". A code may be a word that is a placeholder elsewhere, and a
    /// narrative is kept as written.
    fn is_blank(&self, kind: &FieldKind, text: &str) -> bool {
        match kind {
            FieldKind::Code | FieldKind::List | FieldKind::Text => false,
            FieldKind::Key | FieldKind::Reference(_) => {
                text == "-1" || self.context.is_placeholder(text)
            }
            FieldKind::Date | FieldKind::Flag | FieldKind::Number => {
                self.context.is_placeholder(text)
            }
        }
    }

    /// The code that a spelling stands for; marked where it is nothing but a placeholder that the catalogue does not list.
    fn code(&mut self, field: FieldId, text: &str) -> Symbol {
        let definition = self.context.catalogue.field(self.partial.table, field);
        let spellings = self.spellings.entry(field).or_default();
        let spelling = spellings.met.intern(text);
        if spelling.index() > spellings.codes.len() {
            let listed = definition.value(text);
            let code = listed.unwrap_or_else(|| self.partial.codes.intern(text));
            let blank = listed.is_none() && self.context.is_placeholder(text);
            spellings
                .codes
                .push(if blank { code.as_placeholder() } else { code });
            if listed.is_none() && !blank && !definition.values.is_empty() {
                let line = self.partial.lines.last().copied().unwrap_or(0);
                self.unlisted.insert((field, spelling), (line, 0));
            }
        }
        if let Some((_, count)) = self.unlisted.get_mut(&(field, spelling)) {
            *count += 1;
        }
        spellings.codes[spelling.index() - 1]
    }

    fn bad_cell(&mut self, field: FieldId, text: &str) {
        let seen = self.bad_cells.entry(field).or_default();
        *seen += 1;
        if *seen <= LISTED {
            let definition = self.context.catalogue.field(self.partial.table, field);
            let message = format!(
                "expected {}, found {}: read as blank",
                definition.kind.expected(),
                cell::shown(text)
            );
            let problem = Problem::new(ProblemSeverity::Error, message)
                .in_column(self.headings[field.index()].clone());
            let line = self.partial.lines.last().copied().unwrap_or(0);
            self.problem(problem.at_row(line));
        }
    }

    /// Each spelling that its field does not list, with its count; where there are many, the rest together.
    fn report_unlisted(&mut self) {
        let mut reported: BTreeMap<FieldId, u64> = BTreeMap::new();
        let mut more: BTreeMap<FieldId, (u64, u64)> = BTreeMap::new();
        for ((field, spelling), (line, count)) in std::mem::take(&mut self.unlisted) {
            let listed = reported.entry(field).or_default();
            *listed += 1;
            if *listed > LISTED {
                let rest = more.entry(field).or_default();
                *rest = (rest.0 + 1, rest.1 + count);
                continue;
            }
            let text = self.spellings[&field].met.text(spelling);
            let times = if count == 1 {
                String::new()
            } else {
                format!(" ({count} times)")
            };
            let name = self.context.catalogue.field_name(self.partial.table, field);
            let message = format!(
                "{text:?} is no listed value of {name}{times}: kept as it is, and equal to no value a rule asks for"
            );
            let problem = Problem::new(ProblemSeverity::Warning, message)
                .in_column(self.headings[field.index()].clone());
            self.problem(problem.at_row(line).times(count));
        }
        for (field, (spellings, count)) in more {
            let name = self.context.catalogue.field_name(self.partial.table, field);
            let message = format!(
                "{spellings} more spellings are no listed value of {name} ({count} times): kept as they are"
            );
            let problem = Problem::new(ProblemSeverity::Warning, message)
                .in_column(self.headings[field.index()].clone());
            self.problem(problem.times(count));
        }
    }

    /// The rows, what the file gave this table, and what was wrong.
    pub(super) fn finish(mut self) -> (Partial, FileTable, Vec<Problem>) {
        self.complete();
        for (field, count) in std::mem::take(&mut self.bad_cells) {
            if count > LISTED {
                let expected = self
                    .context
                    .catalogue
                    .field(self.partial.table, field)
                    .kind
                    .expected();
                let message = format!(
                    "{} more cells are not {expected}: read as blank",
                    count - LISTED
                );
                let problem = Problem::new(ProblemSeverity::Error, message)
                    .in_column(self.headings[field.index()].clone());
                self.problem(problem.times(count - LISTED));
            }
        }
        self.report_unlisted();
        for (field, count) in std::mem::take(&mut self.stand_ins) {
            let message = match count {
                1 => "1 cell holds a stand-in for \"no value\" (such as 1900-01-01 or NULL): read as blank".to_owned(),
                n => format!("{n} cells hold a stand-in for \"no value\" (such as 1900-01-01 or NULL): read as blank"),
            };
            let problem = Problem::new(ProblemSeverity::Note, message)
                .in_column(self.headings[field.index()].clone());
            self.problem(problem.times(count));
        }
        if !self.unused.is_empty() {
            let message = format!("columns not used: {}", self.unused.join(", "));
            let count = self.unused.len() as u64;
            self.problem(Problem::new(ProblemSeverity::Note, message).times(count));
        }
        let loaded = self.partial.lines.len() as u64;
        let used = self
            .headings
            .into_iter()
            .filter(|heading| !heading.is_empty())
            .collect();
        let table = FileTable {
            table: self.partial.table,
            rows: loaded + self.rejected,
            loaded,
            rejected: self.rejected,
            used,
            unused: self.unused,
            latest_only: false,
        };
        (self.partial, table, self.problems)
    }
}
