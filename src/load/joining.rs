//! What must be known of each row beside its fields, for rows to be joined into records.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use crate::model::day::Day;
use crate::model::layout::{self, ColumnId, Join, List};
use crate::model::telling::{Begun, Ended, Episode, EpisodeRule, Episodes, Span, Telling};

use super::builder::{DateOrder, Placed};
use super::cell::{self, Cell};
use super::rows::Rows;
use super::source::Places;

/// What the rows of a list tell of records, while they are read.
pub(super) struct Joining<'l> {
    join: &'l Join,
    telling: Telling,
    /// Of the columns whose days join rows, in the order in which the way of joining names them.
    days: Vec<DayColumn>,
}

impl<'l> Joining<'l> {
    pub fn new(join: &'l Join, list: &List) -> Self {
        let (telling, days) = match join {
            Join::Apart => (Telling::Whole, vec![]),
            Join::Key => (Telling::Part, vec![]),
            Join::Onto { without } => {
                let without = without.clone();
                (Telling::Onto { without }, vec![])
            }
            Join::Last { order } => (Telling::Latest(Vec::new()), vec![*order]),
            Join::Span { from, to } => (Telling::Spans(Vec::new()), vec![*from, *to]),
            Join::Episodes(rule) => {
                let episodes = Episodes {
                    rule: episode_rule(rule, list),
                    rows: Vec::new(),
                };
                (Telling::Episodes(episodes), vec![rule.from, rule.to])
            }
        };
        Self {
            join,
            telling,
            days: days.into_iter().map(DayColumn::new).collect(),
        }
    }

    /// Adds what one row says.
    pub fn note(&mut self, places: &Places, rows: &impl Rows) {
        for days in &mut self.days {
            days.note(places, rows);
        }
        if let (Telling::Episodes(episodes), Join::Episodes(rule)) = (&mut self.telling, self.join)
        {
            episodes.rows.push(episode(rule, places, rows));
        }
    }

    /// Takes in what is known of the rows of a later part of the same list.
    pub fn absorb(&mut self, later: Self) {
        for (days, more) in self.days.iter_mut().zip(later.days) {
            days.absorb(more);
        }
        if let (Telling::Episodes(episodes), Telling::Episodes(more)) =
            (&mut self.telling, later.telling)
        {
            episodes.rows.extend(more.rows);
        }
    }

    /// What the whole list tells.
    pub fn finish(self) -> Telling {
        let mut telling = self.telling;
        let mut days = self.days.into_iter().map(DayColumn::finish);
        let mut next = || days.next().unwrap_or_default();
        match &mut telling {
            Telling::Latest(days) => *days = next(),
            Telling::Spans(spans) => {
                let (from, to) = (next(), next());
                let both = from.into_iter().zip(to);
                *spans = both.map(|(from, to)| Span { from, to }).collect();
            }
            Telling::Episodes(episodes) => {
                let (from, to) = (next(), next());
                for (episode, (from, to)) in episodes.rows.iter_mut().zip(from.into_iter().zip(to))
                {
                    episode.span = Span { from, to };
                }
            }
            Telling::Whole | Telling::Part | Telling::Onto { .. } => {}
        }
        telling
    }
}

/// The days of a column by which rows are joined. Whether they put the month first is known when the whole list is read, as it is
/// of a date that a record keeps.
pub(super) struct DayColumn {
    column: ColumnId,
    days: Vec<Option<Day>>,
    order: DateOrder,
}

impl DayColumn {
    pub fn new(column: ColumnId) -> Self {
        Self {
            column,
            days: Vec::new(),
            order: DateOrder::default(),
        }
    }

    pub fn note(&mut self, places: &Places, rows: &impl Rows) {
        let text = places.text(rows, self.column);
        let placed = match cell::date(text) {
            Cell::Value(date) => self.order.place(self.days.len() as u32, date, text),
            _ => Placed::Waiting,
        };
        self.days.push(match placed {
            Placed::Day(day) => Some(day),
            Placed::Waiting | Placed::Impossible => None,
        });
    }

    pub fn absorb(&mut self, later: Self) {
        self.order.absorb(later.order, self.days.len() as u32);
        self.days.extend(later.days);
    }

    /// By row; none where there is no date, or where it puts the month first in a column that puts the day first.
    pub fn finish(mut self) -> Vec<Option<Day>> {
        for (row, day) in self.order.settle().into_iter().flat_map(|order| order.days) {
            self.days[row as usize] = Some(day);
        }
        self.days
    }
}

fn episode_rule(rule: &layout::Episodes, list: &List) -> EpisodeRule {
    let named = |column| list.column(column).to_owned();
    EpisodeRule {
        list: list.name.clone(),
        from: named(rule.from),
        to: named(rule.to),
        begun: named(rule.begun),
        ended: named(rule.ended),
        enters: rule.new.first().cloned().unwrap_or_default(),
        more: rule.more.clone(),
        from_first: rule.from_first.clone(),
        starts: rule.starts,
        ends: rule.ends,
    }
}

fn episode(rule: &layout::Episodes, places: &Places, rows: &impl Rows) -> Episode {
    let begun = places.text(rows, rule.begun);
    let ended = places.text(rows, rule.ended);
    let anew = |new: &String| new.eq_ignore_ascii_case(begun);
    Episode {
        // Known when the whole list is read.
        span: Span {
            from: None,
            to: None,
        },
        begun: match rule.new.iter().position(anew) {
            Some(0) => Begun::Entering,
            Some(_) => Begun::Anew,
            None => Begun::GoingOn,
        },
        ended: if ended.is_empty() {
            Ended::No
        } else if ended.eq_ignore_ascii_case(&rule.more) {
            Ended::More
        } else {
            Ended::Over
        },
        differs: hashed(rule.differs.iter().map(|column| places.text(rows, *column))),
        row: hashed(places.texts(rows)),
    }
}

/// A number that is the same for the same texts.
pub(super) fn hashed<'t>(texts: impl Iterator<Item = &'t str>) -> u64 {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    for text in texts {
        hasher.write(text.as_bytes());
        hasher.write_u8(0);
    }
    hasher.finish()
}
