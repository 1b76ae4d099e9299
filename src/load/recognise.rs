//! Which list a row of headings belongs to. The name of the file or sheet decides only between lists that fit alike, and says which
//! was meant where none fits.

use crate::model::heading::folded_heading;
use crate::model::layout::{ColumnId, Layouts, List, Origin};
use crate::model::problem::{Problem, ProblemSeverity};

use super::builder::Context;
use super::not_read::NotRead;
use super::{Unusable, alike, mapped};

/// The list whose headings these are.
pub(super) struct Recognised<'l> {
    pub list: &'l List,
    /// By heading, the column it names.
    pub columns: Vec<Option<ColumnId>>,
}

/// The list that fits best, if any does.
pub(super) fn list<'l>(
    layouts: &'l Layouts,
    headings: &[String],
    name: &str,
) -> Option<Result<Recognised<'l>, Unusable>> {
    let filled = headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .count();
    let mut best: Vec<Recognised<'l>> = Vec::new();
    let mut most = (false, 0);
    for list in &layouts.lists {
        let columns = list.columns_of(headings);
        let count = columns.iter().flatten().count();
        let has_needs = list.needs.iter().all(|need| columns.contains(&Some(*need)));
        // The council's own mapping of a file of this name comes before all that fits.
        let is_for_it = list.is_mapping() && mapped::is_named(list, name);
        // A key and two more columns, or one more where the file has the table's name or nothing else: less could be any list of
        // teams.
        let is_named = is_for_it || is_native_named(list, name);
        let enough = count >= 3 || (count >= 2 && (count == filled || is_named));
        let fits = (is_for_it, count);
        if !enough || !has_needs || fits < most {
            continue;
        }
        if list.is_mapping() && !mapped::is_meant_for(list, &columns, headings, name) {
            continue;
        }
        if is_native(list) && is_another(layouts, headings, (list, &columns), name) {
            continue;
        }
        if fits > most {
            best.clear();
            most = fits;
        }
        best.push(Recognised { list, columns });
    }
    if best.len() > 1 {
        // The council's own mapping was written for this file.
        let ours = |one: &Recognised<'_>| one.list.is_mapping();
        if best.iter().any(ours) {
            best.retain(ours);
        }
        let goes_with = |one: &Recognised<'_>| goes_with(one.list, name);
        let longest = best.iter().map(|one| longest_named(one.list, name)).max();
        if best.iter().any(goes_with) {
            best.retain(goes_with);
        } else {
            // "cp_plans-2" and "cp_plans (March)" too.
            best.retain(|one| Some(longest_named(one.list, name)) == longest);
        }
        // Of a format's lists that hold the same headings, the one with fewer others is meant. Of our own tables a guess might take
        // a child protection plan for another.
        if !best.iter().all(|one| is_native(one.list)) {
            let fewest = best.iter().map(|one| one.list.columns.len()).min();
            best.retain(|one| Some(one.list.columns.len()) == fewest);
        }
    }
    if best.len() > 1 && best.iter().all(|one| one.list.is_mapping()) {
        // Two that say the same are one.
        if let [first, others @ ..] = best.as_slice()
            && !others
                .iter()
                .all(|other| mapped::are_same(first.list, other.list))
        {
            let lists = || best.iter().map(|one| one.list);
            return Some(Err(Unusable::Unlike(NotRead {
                reason: mapped::alike(lists()),
                mappings: lists().map(|list| list.name.clone()).collect(),
                ..NotRead::default()
            })));
        }
        best.truncate(1);
    }
    if best.len() > 1 {
        let names: Vec<&str> = best.iter().map(|one| one.list.name.as_str()).collect();
        return Some(Err(Unusable::Unrecognised(format!(
            "its headings fit {} alike: name the file after its table, for example {}.csv",
            names.join(" and "),
            names[0]
        ))));
    }
    let best = best.pop()?;
    Some(match other_name(layouts, headings, best.list, name) {
        Some(other) => Err(Unusable::Unrecognised(named_otherwise(
            best.list, other, headings,
        ))),
        None => Ok(best),
    })
}

/// Whether a native table that has its key is taken for the one that is meant, whose own key goes by some other heading: an
/// assessment names its referral, and is none. Nearly nothing speaks for it that does not speak for the other, which explains more;
/// where the file has the other's name, it need not explain more.
fn is_another(
    layouts: &Layouts,
    headings: &[String],
    (list, columns): (&List, &[Option<ColumnId>]),
    name: &str,
) -> bool {
    let is_its_name = is_native_named(list, name);
    let mut others = layouts.lists.iter().filter(|other| is_native(other));
    others.any(|other| {
        let theirs = other.columns_of(headings);
        let has = |column: &ColumnId| theirs.contains(&Some(*column));
        let child = other.column_of("child_id");
        if other.needs.iter().all(has) || !child.as_ref().is_none_or(has) {
            return false;
        }
        let both = || columns.iter().zip(&theirs);
        let only_ours = both().filter(|(own, other)| own.is_some() && other.is_none());
        let only_theirs = both().filter(|(own, other)| own.is_none() && other.is_some());
        let (ours, theirs) = (only_ours.count(), only_theirs.count());
        if is_native_named(other, name) {
            theirs >= ours
        } else {
            theirs > 2 * ours && !is_its_name
        }
    })
}

/// The native table whose name the file has and whose key too, where its headings are rather those of another.
fn other_name<'l>(
    layouts: &'l Layouts,
    headings: &[String],
    list: &List,
    name: &str,
) -> Option<&'l List> {
    if !is_native(list) || is_native_named(list, name) {
        return None;
    }
    let mut lists = layouts.lists.iter();
    let other = lists.find(|other| is_native_named(other, name))?;
    let columns = other.columns_of(headings);
    let mut needs = other.needs.iter();
    needs
        .all(|need| columns.contains(&Some(*need)))
        .then_some(other)
}

/// That a file goes by the name of one of our tables, and holds another: its name says that what is in that table was meant.
pub(super) fn under_another_name(layouts: &Layouts, list: &List, name: &str) -> Option<Problem> {
    let mut lists = layouts.lists.iter();
    let named = lists.find(|other| is_native_named(other, name))?;
    let table = named.records[0].table;
    if list.is_mapping() || list.records.iter().any(|record| record.table == table) {
        return None;
    }
    let message = format!(
        "it goes by the name of {}, and its headings are those of {}: read as {}; if it should hold {0}, export it again, else name it after what it holds",
        named.name, list.name, list.name
    );
    Some(Problem::new(ProblemSeverity::Warning, message))
}

fn named_otherwise(list: &List, other: &List, headings: &[String]) -> String {
    let foreign = headings
        .iter()
        .filter(|heading| list.column_of(heading).is_some() && other.column_of(heading).is_none());
    let foreign: Vec<String> = foreign.map(|heading| format!("{heading:?}")).collect();
    format!(
        "it goes by the name of {}, and its headings are those of {} ({}): name it after what it holds",
        other.name,
        list.name,
        foreign.join(", ")
    )
}

fn is_native(list: &List) -> bool {
    list.origin == Origin::Native
}

/// Whether a file goes by the name of a native table.
pub(super) fn is_tables_own(layouts: &Layouts, name: &str) -> bool {
    tables_own(layouts, name).is_some()
}

/// The native table that a file goes by the name of.
pub(super) fn tables_own<'l>(layouts: &'l Layouts, name: &str) -> Option<&'l List> {
    let mut lists = layouts.lists.iter();
    lists.find(|list| is_native_named(list, name))
}

/// Whether a file goes by the name of a list of this format that fills a table.
pub(super) fn is_of_format(layouts: &Layouts, format: &str, name: &str) -> bool {
    let mut lists = lists_named(layouts, stem(name));
    lists.any(|list| {
        !list.records.is_empty() && matches!(&list.origin, Origin::Format(of) if of == format)
    })
}

/// Why a file that goes by the name of a native table cannot be read as it, where it has not the headings.
pub(super) fn unlike_its_name(
    layouts: &Layouts,
    headings: &[String],
    name: &str,
) -> Option<String> {
    let list = tables_own(layouts, name)?;
    let columns = list.columns_of(headings);
    if columns.iter().flatten().next().is_none() {
        return Some(format!("it has none of the headings of {}", list.name));
    }
    let needs = list.needs.iter().copied().chain(list.column_of("child_id"));
    let lacking = needs.filter(|need| !columns.contains(&Some(*need)));
    let lacking: Vec<&str> = lacking.map(|need| list.column(need)).collect();
    if lacking.is_empty() {
        return None;
    }
    Some(format!(
        "it has no heading {}{}",
        lacking.join(" or "),
        alike::differing(list, &columns, headings)
    ))
}

/// Whether a file goes by a native table's name and nothing else but a number or a day: one of several may be "visits-2".
fn is_native_named(list: &List, name: &str) -> bool {
    let stem = folded_heading(stem(name));
    let bare = stem.trim_end_matches(|last: char| last.is_ascii_digit());
    is_native(list) && bare == folded_heading(&list.name)
}

/// The native table that these names are the fields of, or why it cannot be told which; nothing where they are no such names.
pub(super) fn native<'l>(
    context: &Context<'l>,
    names: &[String],
    file: &str,
) -> Option<Result<&'l List, Unusable>> {
    match list(context.layouts, names, file)? {
        Ok(Recognised { list, .. }) if is_native(list) => Some(Ok(list)),
        Ok(_) => None,
        Err(alike) => Some(Err(alike)),
    }
}

/// The list of a format that goes by this name and has the headings it needs, whatever others there are.
pub(super) fn named<'l>(
    layouts: &'l Layouts,
    headings: &[String],
    name: &str,
) -> Option<Recognised<'l>> {
    let fits = lists_named(layouts, name).filter_map(|list| {
        let columns = list.columns_of(headings);
        let has_needs = list.needs.iter().all(|need| columns.contains(&Some(*need)));
        has_needs.then_some(Recognised { list, columns })
    });
    fits.max_by_key(|one| one.columns.iter().flatten().count())
}

/// Whether a list of a format goes by this name.
pub(super) fn is_named(layouts: &Layouts, name: &str) -> bool {
    lists_named(layouts, name).next().is_some()
}

fn lists_named<'l>(layouts: &'l Layouts, name: &str) -> impl Iterator<Item = &'l List> {
    let name = folded_heading(name);
    layouts
        .lists
        .iter()
        .filter(move |list| list.origin != Origin::Native && list.sheets.contains(&name))
}

/// Whether the name of a file or sheet is one of a list's.
pub(super) fn goes_with(list: &List, name: &str) -> bool {
    let stem = folded_heading(stem(name));
    let mut sheets = list.sheets.iter();
    sheets.any(|sheet| stem.ends_with(sheet.as_str()))
}

/// The letters of the longest name of a list that the name of a file or sheet holds.
fn longest_named(list: &List, name: &str) -> usize {
    let stem = folded_heading(stem(name));
    let held = list
        .sheets
        .iter()
        .filter(|sheet| stem.contains(sheet.as_str()));
    held.map(String::len).max().unwrap_or(0)
}

/// The name of a sheet, or of a file without folder and endings.
pub(super) fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or(name)
}

/// A heading as it is compared with a field's name: without surrounding spaces, in lower case.
pub(super) fn heading(text: &str) -> String {
    super::cell::trim(text).to_lowercase()
}
