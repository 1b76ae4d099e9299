//! What must be known of each row beside its fields, for rows to be joined into records.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use crate::model::day::Day;
use crate::model::layout::{self, ColumnId, Join, List};
use crate::model::telling::{Begun, Ended, Episode, EpisodeRule, Episodes, Span, Telling};

use super::cell::{self, Cell};
use super::rows::Rows;
use super::source::Places;

/// How the rows of a list tell of records, before the first of them.
pub(super) fn telling(join: &Join, list: &List) -> Telling {
    match join {
        Join::Apart => Telling::Whole,
        Join::Key => Telling::Part,
        Join::Onto { without } => Telling::Onto {
            without: without.clone(),
        },
        Join::Last { .. } => Telling::Latest(Vec::new()),
        Join::Span { .. } => Telling::Spans(Vec::new()),
        Join::Episodes(rule) => Telling::Episodes(Episodes {
            rule: episode_rule(rule, list),
            rows: Vec::new(),
        }),
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

/// Adds what one row says.
pub(super) fn note(telling: &mut Telling, join: &Join, places: &Places, rows: &impl Rows) {
    let day = |column| day(places, rows, column);
    match (telling, join) {
        (Telling::Latest(days), Join::Last { order }) => days.push(day(*order)),
        (Telling::Spans(spans), Join::Span { from, to }) => spans.push(Span {
            from: day(*from),
            to: day(*to),
        }),
        (Telling::Episodes(episodes), Join::Episodes(rule)) => {
            episodes.rows.push(episode(rule, places, rows));
        }
        _ => {}
    }
}

pub(super) fn day(places: &Places, rows: &impl Rows, column: ColumnId) -> Option<Day> {
    match cell::date(places.text(rows, column)) {
        Cell::Value(date) => Some(date.day()),
        _ => None,
    }
}

fn episode(rule: &layout::Episodes, places: &Places, rows: &impl Rows) -> Episode {
    let begun = places.text(rows, rule.begun);
    let ended = places.text(rows, rule.ended);
    let anew = |new: &String| new.eq_ignore_ascii_case(begun);
    Episode {
        span: Span {
            from: day(places, rows, rule.from),
            to: day(places, rows, rule.to),
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
