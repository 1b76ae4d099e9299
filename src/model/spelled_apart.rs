//! Ids of children that may be one child's, or are several children's. They are taken as they are written, and nobody would see why
//! a child has no visits.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::catalogue::{Catalogue, FieldId, TableId};
use super::intern::{Interner, Symbol};
use super::problem::{Problem, ProblemSeverity};
use super::records::Records;
use super::unseen::is_unseen;

type Ids = HashSet<Symbol, FixedState>;

/// A problem for ids that two lists may write in two ways, and one for cells with the ids of several children.
pub fn spelled_apart(catalogue: &Catalogue, records: &Records) -> Vec<Problem> {
    let ids = records.ids(catalogue.children);
    let in_two_ways = problem(catalogue, records, &in_two_ways(ids), |count| {
        format!(
            "{} as another does but for capital letters, noughts in front, spaces or letters that are not seen: they are taken for two children; \
             write the ids alike in every list",
            match count {
                1 => "a record names its child".to_owned(),
                n => format!("{n} records, this the first, name their child"),
            }
        )
    });
    let several = problem(catalogue, records, &several(ids), |count| {
        format!(
            "{} several children in one cell, and counts for none of them: give each child a row",
            match count {
                1 => "a record names".to_owned(),
                n => format!("each of {n} records, this the first, names"),
            }
        )
    });
    in_two_ways.into_iter().chain(several).collect()
}

/// Ids that are one and the same without what a spreadsheet takes away or a system adds.
fn in_two_ways(ids: &Interner) -> Ids {
    let mut changed: HashMap<String, Vec<Symbol>, FixedState> = HashMap::default();
    let is_left_out = |letter: char| letter.is_whitespace() || is_unseen(letter);
    // Of ids that are all in small letters none is the small one of another.
    let has_capitals = ids
        .symbols()
        .skip(1)
        .any(|id| ids.text(id).contains(char::is_uppercase));
    for id in ids.symbols().skip(1) {
        let text = ids.text(id);
        let is_small = has_capitals && text.contains(char::is_lowercase);
        if is_small || text.starts_with('0') || text.contains(is_left_out) {
            let mut bare = text.replace(is_left_out, "");
            if has_capitals {
                bare = bare.to_uppercase();
            }
            let bare = bare.trim_start_matches('0').to_owned();
            changed.entry(bare).or_default().push(id);
        }
    }
    changed.remove("");
    let mut found = Ids::default();
    for (bare, spelled) in changed {
        if spelled.len() > 1 || ids.find(&bare).is_some() {
            found.extend(spelled);
        }
    }
    found
}

/// Cells that hold the ids of two children or more.
fn several(ids: &Interner) -> Ids {
    let is_one_of = |part: &str| !part.is_empty() && ids.find(part).is_some();
    let is_several = |id: &Symbol| {
        let parts = ids.text(*id).split([',', ';', '&', '/', '+', '\n']);
        let mut parts = parts.flat_map(|part| part.split(" and ")).map(str::trim);
        let is_first = parts.next().is_some_and(is_one_of);
        let mut others = parts.peekable();
        is_first && others.peek().is_some() && others.all(is_one_of)
    };
    ids.symbols().skip(1).filter(is_several).collect()
}

/// Names the first record with one of these ids, in the order of the tables.
fn problem(
    catalogue: &Catalogue,
    records: &Records,
    ids: &Ids,
    message: impl Fn(u64) -> String,
) -> Option<Problem> {
    if ids.is_empty() {
        return None;
    }
    let (mut first, mut count) = (None, 0);
    for (table, field) in naming_children(catalogue) {
        let Some(column) = records.column(table, field) else {
            continue;
        };
        for row in (0..records.rows(table)).filter(|row| ids.contains(&column.id(*row))) {
            first.get_or_insert((table, field, row));
            count += 1;
        }
    }
    let (table, field, row) = first?;
    let (file, line) = records.place(table, row);
    let problem = Problem::new(ProblemSeverity::Warning, message(count));
    let problem = problem.in_file(file).at_row(line);
    let column = catalogue.field(table, field).name.as_str();
    Some(problem.in_column(column).times(count))
}

/// Where an id of a child stands: in the list of children, and in every other that names one.
fn naming_children(catalogue: &Catalogue) -> impl Iterator<Item = (TableId, FieldId)> {
    let children = catalogue.children;
    let others = catalogue
        .tables()
        .filter_map(|(table, definition)| Some((table, definition.child?)));
    std::iter::once((children, catalogue.table(children).key))
        .chain(others.filter(move |(table, _)| *table != children))
}
