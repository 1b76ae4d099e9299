//! Episodes of a child into records: a run of them each.

use std::collections::BTreeMap;

use super::{Begun, Ended, Episode, EpisodeRule, Telling, Told, note};
use crate::model::catalogue::{Catalogue, TableId};
use crate::model::day::Day;
use crate::model::problem::ProblemSeverity;
use crate::model::records::Records;

/// Episodes with the row that each stands in.
type Rows = Vec<(u32, Episode)>;

/// The rows of a record.
struct Run {
    first: u32,
    last: u32,
    /// It began before the files do.
    begins_unknown: bool,
    /// It goes on, as far as these files know.
    is_open: bool,
}

pub(super) fn join(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    told: &[Told],
    gone: &mut [bool],
) {
    // This year's file and last year's are one list of episodes.
    let mut lists: BTreeMap<&str, (&EpisodeRule, Rows)> = BTreeMap::new();
    for told in told {
        if let Telling::Episodes(episodes) = &told.telling {
            let (_, rows) = lists
                .entry(&episodes.rule.list)
                .or_insert((&episodes.rule, Vec::new()));
            rows.extend(told.rows.clone().zip(episodes.rows.iter().copied()));
        }
    }
    for (rule, rows) in lists.into_values() {
        let (runs, odd) = runs(catalogue, records, table, &rows);
        for (row, _) in &rows {
            gone[*row as usize] = true;
        }
        for run in &runs {
            gone[run.first as usize] = false;
        }
        fill(catalogue, records, table, rule, &runs);
        let name = &catalogue.table(table).name;
        let all: Vec<u32> = rows.iter().map(|(row, _)| *row).collect();
        note(records, table, ProblemSeverity::Note, &all, |count| {
            format!(
                "episodes joined into records of {name}: {}, {}",
                counted(count as u64, "row"),
                counted(runs.len() as u64, "record")
            )
        });
        odd.note(records, table, rule);
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Cuts the episodes of each child into runs.
fn runs(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    rows: &[(u32, Episode)],
) -> (Vec<Run>, Odd) {
    let children = catalogue
        .table(table)
        .child
        .and_then(|child| records.column(table, child));
    let mut of_child: BTreeMap<u32, Rows> = BTreeMap::new();
    for (row, episode) in rows {
        let child = children.map_or(0, |children| children.id(*row).0);
        of_child.entry(child).or_default().push((*row, *episode));
    }
    let (mut runs, mut odd) = (Vec::new(), Odd::default());
    for (child, mut episodes) in of_child {
        if child == 0 {
            odd.without_child
                .extend(episodes.iter().map(|(row, _)| *row));
            continue;
        }
        episodes.sort_by_key(|(row, episode)| {
            let open = episode.span.to.is_none();
            (episode.span.from, open, episode.span.to, *row)
        });
        episodes.dedup_by(|(row, later), (_, kept)| {
            let is_same_row = later.row == kept.row;
            // Last year's file holds this year's first episode without its end.
            let is_earlier_word = later.span.to.is_none() && later.differs == kept.differs;
            let is_same_day = later.span.from.is_some() && later.span.from == kept.span.from;
            if is_same_day && !is_same_row && !is_earlier_word {
                odd.on_one_day.push(*row);
            }
            is_same_row || is_same_day
        });
        let before = runs.len();
        cut(&episodes, &mut runs, &mut odd);
        let last = runs.len() - 1;
        for run in &mut runs[before..last] {
            run.is_open = false;
        }
    }
    (runs, odd)
}

fn cut(episodes: &[(u32, Episode)], runs: &mut Vec<Run>, odd: &mut Odd) {
    let mut before: Option<(u32, Episode)> = None;
    for &(row, episode) in episodes {
        let is_new = episode.begun != Begun::GoingOn;
        let goes_on = before.filter(|(_, before)| before.ended != Ended::Over);
        let differs = before.is_some_and(|(_, before)| before.differs != episode.differs);
        if let Some((_, before)) = goes_on {
            if episode.begun == Begun::Entering {
                odd.entering_again.push(row);
            } else if differs && !is_new {
                odd.differing.push(row);
            }
            let gap = |to: Day| Some(to) != episode.span.from;
            if before.ended == Ended::More && before.span.to.is_some_and(gap) {
                odd.after_a_gap.push(row);
            }
        }
        if goes_on.is_none() || is_new || differs {
            runs.push(Run {
                first: row,
                last: row,
                begins_unknown: before.is_none() && !is_new,
                is_open: true,
            });
        }
        if let Some(run) = runs.last_mut() {
            run.last = row;
            run.is_open = episode.ended != Ended::Over;
        }
        if episode.ended != Ended::No && episode.span.to.is_none() {
            odd.ended_on_no_day.push(row);
        }
        before = Some((row, episode));
    }
    if let Some((row, episode)) = before
        && episode.ended == Ended::More
        && episode.span.to.is_some()
    {
        odd.followed_by_none.push(row);
    }
}

/// The first row of a run becomes its record.
fn fill(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    rule: &EpisodeRule,
    runs: &[Run],
) {
    let mut tellers: Vec<u32> = (0..records.rows(table)).collect();
    for run in runs {
        tellers[run.first as usize] = run.last;
    }
    let definition = catalogue.table(table);
    let of_last = |field| field != definition.key && !rule.from_first.contains(&field);
    let records = &mut records.tables[table.index()];
    for field in definition.field_ids().filter(|field| of_last(*field)) {
        if let Some(column) = &mut records.columns[field.index()] {
            column.keep(&tellers);
        }
        if let Some(days) = records.open_on.get_mut(&field) {
            days.keep(&tellers);
        }
    }
    let blank_in = |run: &Run| [(rule.starts, run.begins_unknown), (rule.ends, run.is_open)];
    for run in runs {
        for (field, _) in blank_in(run).into_iter().filter(|(_, blank)| *blank) {
            let column = field.and_then(|field| records.columns[field.index()].as_mut());
            if let Some(column) = column {
                column.clear_date(run.first);
            }
        }
    }
}

/// Rows that do not go with those before and after them.
#[derive(Default)]
struct Odd {
    without_child: Vec<u32>,
    on_one_day: Vec<u32>,
    differing: Vec<u32>,
    entering_again: Vec<u32>,
    after_a_gap: Vec<u32>,
    followed_by_none: Vec<u32>,
    ended_on_no_day: Vec<u32>,
}

impl Odd {
    fn note(self, records: &mut Records, table: TableId, rule: &EpisodeRule) {
        let EpisodeRule {
            from,
            to,
            begun,
            ended,
            enters,
            more,
            ..
        } = rule;
        let kinds = [
            (self.without_child, "no child is named: left out".to_owned()),
            (
                self.on_one_day,
                format!("another episode of the child has the same {from}: the first is kept"),
            ),
            (
                self.differing,
                format!(
                    "the row differs from the one before though its {begun} does not say so: taken for a new record"
                ),
            ),
            (
                self.entering_again,
                format!(
                    "{begun} is {enters:?} though the episode before has not ended: taken for a new record"
                ),
            ),
            (
                self.after_a_gap,
                format!("{from} is not {to} of the episode before, though its {ended} is {more:?}"),
            ),
            (
                self.followed_by_none,
                format!("{ended} is {more:?} and no episode follows: taken for open"),
            ),
            (
                self.ended_on_no_day,
                format!("{ended} is filled and {to} is blank: no end is known"),
            ),
        ];
        for (mut rows, what) in kinds {
            rows.sort_unstable();
            note(
                records,
                table,
                ProblemSeverity::Warning,
                &rows,
                |count| match count {
                    1 => format!("in 1 episode {what}"),
                    count => format!("in {count} episodes {what}; the first is named here"),
                },
            );
        }
    }
}
