//! One field's values for every record of a table.

use super::answer::Answer;
use super::catalogue::FieldKind;
use super::day::Day;
use super::intern::Symbol;
use super::narratives::TextSpan;

const NO_DAY: i32 = i32::MIN;
/// A date is recorded, and cannot be read.
pub(super) const UNREADABLE_DAY: i32 = i32::MIN + 1;
/// Not-a-number too, so that whoever asks for a number finds none.
pub(super) const UNREADABLE_NUMBER: f64 = f64::from_bits(f64::NAN.to_bits() + 1);

/// Values of one field, a value a row. Every kind has its own "blank"; values that cannot be read are told from blanks, which they
/// are for all but [`Column::is_unreadable`]. A code that is not listed is kept as it is.
#[derive(Clone, Debug)]
pub enum Column {
    /// Keys and references: symbols of the keyspace of the table they lead to.
    Id(Vec<Symbol>),
    Date(Vec<i32>),
    Flag(Vec<Answer>),
    /// Not-a-number is blank.
    Number(Vec<f64>),
    Code(Vec<Symbol>),
    /// The values of row `r` are `values[ends[r - 1]..ends[r]]`.
    List {
        ends: Vec<u32>,
        values: Vec<Symbol>,
    },
    Text(Vec<TextSpan>),
}

/// How much a cell tells. Of two cells of one record the one that tells more counts, so that no blank hides what was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tells {
    Nothing,
    /// Something is written that stands for nothing: a `text` check judges it.
    Placeholder,
    /// Something is recorded, and it is not known what.
    Unreadable,
    Value,
}

impl Column {
    pub fn new(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Key | FieldKind::Reference(_) => Self::Id(Vec::new()),
            FieldKind::Date => Self::Date(Vec::new()),
            FieldKind::Flag => Self::Flag(Vec::new()),
            FieldKind::Number => Self::Number(Vec::new()),
            FieldKind::Code => Self::Code(Vec::new()),
            FieldKind::List => Self::List {
                ends: Vec::new(),
                values: Vec::new(),
            },
            FieldKind::Text => Self::Text(Vec::new()),
        }
    }

    /// Adds blanks until there are `rows` rows.
    pub fn fill(&mut self, rows: usize) {
        match self {
            Self::Id(values) | Self::Code(values) => {
                values.resize(rows.max(values.len()), Symbol::BLANK);
            }
            Self::Date(values) => values.resize(rows.max(values.len()), NO_DAY),
            Self::Flag(values) => values.resize(rows.max(values.len()), Answer::Blank),
            Self::Number(values) => values.resize(rows.max(values.len()), f64::NAN),
            Self::List { ends, values } => ends.resize(rows.max(ends.len()), values.len() as u32),
            Self::Text(values) => values.resize(rows.max(values.len()), TextSpan::BLANK),
        }
    }

    /// An id or a code.
    pub fn push_symbol(&mut self, symbol: Symbol) {
        if let Self::Id(values) | Self::Code(values) = self {
            values.push(symbol);
        }
    }

    /// A day, if it is known by now.
    pub fn push_date(&mut self, day: Option<Day>) {
        if let (Self::Date(values), Some(day)) = (self, day) {
            values.push(day.number());
        }
    }

    pub fn push_flag(&mut self, flag: bool) {
        if let Self::Flag(values) = self {
            values.push(if flag { Answer::Yes } else { Answer::No });
        }
    }

    pub fn push_number(&mut self, number: f64) {
        if let Self::Number(values) = self {
            values.push(number);
        }
    }

    pub fn push_text(&mut self, span: TextSpan) {
        if let Self::Text(values) = self {
            values.push(span);
        }
    }

    /// One code of the list of the next row, which [`Self::end_list`] ends; a blank is none.
    pub fn push_item(&mut self, code: Symbol) {
        if let Self::List { values, .. } = self
            && !code.is_blank()
        {
            values.push(code);
        }
    }

    pub fn end_list(&mut self) {
        if let Self::List { ends, values } = self {
            ends.push(values.len() as u32);
        }
    }

    pub fn id(&self, row: u32) -> Symbol {
        match self {
            Self::Id(values) => readable(values[row as usize]),
            _ => Symbol::BLANK,
        }
    }

    /// As recorded, whether or not it has happened by the as-at date.
    pub fn recorded_date(&self, row: u32) -> Option<Day> {
        match self {
            Self::Date(values) => Some(values[row as usize])
                .filter(|&number| is_day(number))
                .map(Day::from_number),
            _ => None,
        }
    }

    pub fn flag(&self, row: u32) -> Option<bool> {
        match self {
            Self::Flag(values) => values[row as usize].says(),
            _ => None,
        }
    }

    pub fn number(&self, row: u32) -> Option<f64> {
        match self {
            Self::Number(values) => Some(values[row as usize]).filter(|value| !value.is_nan()),
            _ => None,
        }
    }

    pub fn code(&self, row: u32) -> Symbol {
        match self {
            Self::Code(values) => readable(values[row as usize]),
            _ => Symbol::BLANK,
        }
    }

    pub fn list(&self, row: u32) -> &[Symbol] {
        match self.items(row) {
            [Symbol::UNREADABLE] => &[],
            items => items,
        }
    }

    fn items(&self, row: u32) -> &[Symbol] {
        match self {
            Self::List { ends, values } => {
                let start = if row == 0 { 0 } else { ends[row as usize - 1] };
                &values[start as usize..ends[row as usize] as usize]
            }
            _ => &[],
        }
    }

    pub fn text(&self, row: u32) -> TextSpan {
        match self {
            Self::Text(values) => values[row as usize],
            _ => TextSpan::BLANK,
        }
    }

    /// Something is recorded, and it is not known what.
    pub fn is_unreadable(&self, row: u32) -> bool {
        match self {
            Self::Date(values) => values[row as usize] == UNREADABLE_DAY,
            Self::Flag(values) => values[row as usize] == Answer::Unreadable,
            Self::Number(values) => values[row as usize].to_bits() == UNREADABLE_NUMBER.to_bits(),
            Self::Text(values) => values[row as usize].is_unclear(),
            Self::Id(values) | Self::Code(values) => values[row as usize] == Symbol::UNREADABLE,
            Self::List { .. } => self.items(row) == [Symbol::UNREADABLE],
        }
    }

    /// Keeps in mind that something was recorded in a row without a value, of a list in the last row.
    pub fn mark_unreadable(&mut self, row: u32) {
        self.fill(row as usize + 1);
        match self {
            Self::Date(values) => values[row as usize] = UNREADABLE_DAY,
            Self::Flag(values) => values[row as usize] = Answer::Unreadable,
            Self::Number(values) => values[row as usize] = UNREADABLE_NUMBER,
            Self::Id(values) | Self::Code(values) => values[row as usize] = Symbol::UNREADABLE,
            Self::List { ends, values } => {
                values.push(Symbol::UNREADABLE);
                ends[row as usize] = values.len() as u32;
            }
            Self::Text(values) => {
                // One that is kept as it is written says of itself that it is unclear.
                let span = &mut values[row as usize];
                if span.is_empty() {
                    *span = TextSpan::UNREADABLE;
                }
            }
        }
    }

    /// No value as recorded. A date after the as-at date counts as recorded here.
    pub fn is_blank(&self, row: u32) -> bool {
        match self {
            Self::Id(values) | Self::Code(values) => values[row as usize].is_blank(),
            Self::Date(values) => !is_day(values[row as usize]),
            Self::Flag(values) => values[row as usize].says().is_none(),
            Self::Number(values) => values[row as usize].is_nan(),
            Self::List { .. } => self.list(row).is_empty(),
            Self::Text(values) => values[row as usize].is_blank(),
        }
    }

    pub fn tells(&self, row: u32) -> Tells {
        let is_written = match self {
            Self::Id(values) | Self::Code(values) => values[row as usize] != Symbol::BLANK,
            Self::Text(values) => !values[row as usize].is_empty(),
            Self::Date(_) | Self::Flag(_) | Self::Number(_) | Self::List { .. } => false,
        };
        if !self.is_blank(row) {
            Tells::Value
        } else if self.is_unreadable(row) {
            Tells::Unreadable
        } else if is_written {
            Tells::Placeholder
        } else {
            Tells::Nothing
        }
    }

    /// Whether anything is recorded, readable or not.
    pub fn has_values(&self, rows: u32) -> bool {
        (0..rows).any(|row| !self.is_blank(row) || self.is_unreadable(row))
    }

    /// Translates the symbols of a chunk by `ids` or `codes`, and the places of its narratives by `texts`.
    pub fn translate(
        &mut self,
        mut ids: impl FnMut(Symbol) -> Symbol,
        codes: impl Fn(Symbol) -> Symbol,
        texts: impl Fn(TextSpan) -> TextSpan,
    ) {
        match self {
            Self::Id(values) => {
                for id in values {
                    *id = ids(*id);
                }
            }
            Self::Code(values) | Self::List { values, .. } => {
                for code in values {
                    *code = codes(*code);
                }
            }
            Self::Text(values) => {
                for span in values {
                    *span = texts(*span);
                }
            }
            Self::Date(_) | Self::Flag(_) | Self::Number(_) => {}
        }
    }

    /// Appends another chunk's values, which are translated.
    pub fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Id(values), Self::Id(more)) | (Self::Code(values), Self::Code(more)) => {
                values.extend(more);
            }
            (Self::Date(values), Self::Date(more)) => values.extend(more),
            (Self::Flag(values), Self::Flag(more)) => values.extend(more),
            (Self::Number(values), Self::Number(more)) => values.extend(more),
            (
                Self::List { ends, values },
                Self::List {
                    ends: more_ends,
                    values: more,
                },
            ) => {
                let offset = values.len() as u32;
                ends.extend(more_ends.into_iter().map(|end| end + offset));
                values.extend(more);
            }
            (Self::Text(values), Self::Text(more)) => values.extend(more),
            _ => unreachable!("the catalogue gives a field one kind"),
        }
    }

    /// Gives back what it has room for and does not hold.
    pub fn shrink(&mut self) {
        match self {
            Self::Id(values) | Self::Code(values) => values.shrink_to_fit(),
            Self::Date(values) => values.shrink_to_fit(),
            Self::Flag(values) => values.shrink_to_fit(),
            Self::Number(values) => values.shrink_to_fit(),
            Self::List { ends, values } => {
                ends.shrink_to_fit();
                values.shrink_to_fit();
            }
            Self::Text(values) => values.shrink_to_fit(),
        }
    }

    /// Keeps only the rows named, which must be in order.
    pub fn keep(&mut self, rows: &[u32]) {
        fn pick<T: Copy>(values: &mut Vec<T>, rows: &[u32]) {
            *values = rows.iter().map(|&row| values[row as usize]).collect();
        }
        match self {
            Self::Id(values) | Self::Code(values) => pick(values, rows),
            Self::Date(values) => pick(values, rows),
            Self::Flag(values) => pick(values, rows),
            Self::Number(values) => pick(values, rows),
            Self::Text(values) => pick(values, rows),
            Self::List { .. } => {
                let (mut kept_ends, mut kept) = (Vec::new(), Vec::new());
                for &row in rows {
                    kept.extend_from_slice(self.items(row));
                    kept_ends.push(kept.len() as u32);
                }
                *self = Self::List {
                    ends: kept_ends,
                    values: kept,
                };
            }
        }
    }

    fn rows(&self) -> usize {
        match self {
            Self::Id(values) | Self::Code(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::List { ends, .. } => ends.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether it has a value, or a blank, for this row yet.
    pub fn reaches(&self, row: u32) -> bool {
        self.rows() > row as usize
    }

    /// Adds blanks until the next value is that of this row; false where the row has one.
    pub fn fill_before(&mut self, row: usize) -> bool {
        let rows = self.rows();
        if rows < row {
            self.fill(row);
        }
        rows <= row
    }

    /// Takes a date away.
    pub fn clear_date(&mut self, row: u32) {
        if let Self::Date(values) = self {
            values[row as usize] = NO_DAY;
        }
    }

    /// Bytes held, those of narratives included.
    pub fn size(&self) -> usize {
        match self {
            Self::Id(values) | Self::Code(values) => size_of_val(values.as_slice()),
            Self::Date(values) => size_of_val(values.as_slice()),
            Self::Flag(values) => size_of_val(values.as_slice()),
            Self::Number(values) => size_of_val(values.as_slice()),
            Self::List { ends, values } => {
                size_of_val(ends.as_slice()) + size_of_val(values.as_slice())
            }
            Self::Text(values) => {
                let held = values.iter().filter(|span| span.is_held());
                let words: usize = held.map(|span| span.length()).sum();
                size_of_val(values.as_slice()) + words
            }
        }
    }
}

fn readable(symbol: Symbol) -> Symbol {
    if symbol == Symbol::UNREADABLE {
        Symbol::BLANK
    } else {
        symbol
    }
}

pub(super) const fn is_day(number: i32) -> bool {
    number > UNREADABLE_DAY
}
