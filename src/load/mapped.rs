//! Which files a council's own mapping is meant for: the one that it was written for, by its name, and others that have its
//! headings, as next month's export has under a new name. Three headings alike are no sign: every list of a department has a
//! child, a worker and a date.

use crate::model::heading::folded_heading;
use crate::model::layout::{ColumnId, Layouts, List};
use crate::model::personal::is_personal;
use crate::model::problem::{First, Problem, ProblemSeverity};

use super::not_read::NotRead;
use super::recognise::Recognised;
use super::table::Headings;

/// Of the headings that a mapping reads, a file under another name may lack one in so many.
const ONE_LACKS_OF: usize = 5;

/// Whether a file may be read through a mapping.
pub(super) fn is_meant_for(
    list: &List,
    columns: &[Option<ColumnId>],
    headings: &[String],
    name: &str,
) -> bool {
    if is_named(list, name) {
        return true;
    }
    let read = list.listed().filter(|column| list.uses(*column)).count();
    let known = columns.iter().flatten().count();
    list.wanting(columns).len() * ONE_LACKS_OF <= read && foreign(columns, headings) <= known
}

/// Whether a file or sheet has the name that a mapping was written for, in whatever folder it lies. A mapping for a sheet may
/// name its workbook too, or only the workbook.
pub(super) fn is_named(list: &List, name: &str) -> bool {
    let (mut own, mut theirs) = (list.name.rsplit('/'), name.rsplit('/'));
    let (own_last, own_before) = (own.next().unwrap_or_default(), own.next());
    let (last, before) = (theirs.next().unwrap_or_default(), theirs.next());
    let Some(workbook) = before.filter(|before| is_workbook(before)) else {
        return bare(own_last) == bare(last);
    };
    if own_last.eq_ignore_ascii_case(workbook) {
        return true;
    }
    let own_workbook = own_before.filter(|before| is_workbook(before));
    bare(own_last) == bare(last) && own_workbook.is_none_or(|own| bare(own) == bare(workbook))
}

/// Whether two mappings read the same headings into the same records.
pub(super) fn are_same(one: &List, other: &List) -> bool {
    let folded = |list: &List| -> Vec<String> {
        let columns = list.columns.iter();
        columns.map(|heading| folded_heading(heading)).collect()
    };
    folded(one) == folded(other) && one.needs == other.needs && one.records == other.records
}

/// Why a file is read through none of several mappings that fit it alike.
pub(super) fn alike<'l>(lists: impl Iterator<Item = &'l List>) -> String {
    let names: Vec<String> = lists.map(|list| format!("{:?}", list.name)).collect();
    format!(
        "its headings fit the mappings of {} alike, and they differ: delete all but one of these [[mapping]] blocks, or give one the name of this file",
        names.join(" and ")
    )
}

/// How reports say where a file's mapping is from: one of another name is named.
pub(super) fn as_mapped(list: &List, name: &str) -> String {
    if is_named(list, name) {
        "as mapped in the settings".to_owned()
    } else {
        format!("as mapped in the settings for {}", list.name)
    }
}

/// Why a file is not read through the mapping that has its name, or whose headings it has in part; nothing where it has too few
/// of any.
pub(super) fn not_meant_for(layouts: &Layouts, headings: &[String], name: &str) -> Option<NotRead> {
    let mappings = || layouts.lists.iter().filter(|list| list.is_mapping());
    let because = |list: &List, reason: String| NotRead {
        reason,
        mappings: vec![list.name.clone()],
        ..NotRead::default()
    };
    let needed = |list: &List, columns: &[Option<ColumnId>]| {
        let mut needs = list.needs.iter();
        let need = needs.find(|need| !columns.contains(&Some(**need)))?;
        Some(list.column(*need).to_owned())
    };
    if let Some(list) = mappings().find(|list| is_named(list, name)) {
        let columns = list.columns_of(headings);
        if let Some(need) = needed(list, &columns) {
            let lacks = format!(
                "the mapping of its name needs the column {need:?}, which is not there{}",
                new(headings, &columns)
            );
            return Some(because(list, lacks));
        }
    }
    let fits = mappings().filter_map(|list| {
        let columns = list.columns_of(headings);
        let has = |column: &ColumnId| columns.contains(&Some(*column));
        let count = list.listed().filter(has).count();
        let may_be_it =
            needed(list, &columns).is_none() || is_meant_for(list, &columns, headings, name);
        (count >= 3 && may_be_it).then_some((count, columns, list))
    });
    let (count, columns, list) = fits.max_by_key(|(count, ..)| *count)?;
    let (all, name) = (list.listed().count(), &list.name);
    if let Some(need) = needed(list, &columns) {
        let lacks = format!(
            "it has {count} of the {all} headings of the mapping of {name}, and not {need:?}, which that needs{}",
            new(headings, &columns)
        );
        return Some(because(list, lacks));
    }
    let others = match foreign(&columns, headings) {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        foreign => format!(" and {foreign} others"),
    };
    Some(because(
        list,
        format!(
            "it has {count} of the {all} headings of the mapping of {name}{others}: map it on its own, with caseready init"
        ),
    ))
}

/// What a mapping reads and the file has not: a column that was given a new heading is otherwise as good as never filled.
pub(super) fn lacks(recognised: &Recognised<'_>, headings: &Headings) -> Option<Problem> {
    let Recognised { list, columns } = recognised;
    let wanting = list.wanting(columns);
    if !list.is_mapping() || wanting.is_empty() {
        return None;
    }
    let names = quoted(wanting.iter().map(|column| list.column(*column)));
    let lacks = match wanting.len() {
        1 => format!("there is no column {names}, which its mapping reads"),
        _ => format!("there are no columns {names}, which its mapping reads"),
    };
    let message = lacks + &new(&headings.texts, columns);
    let problem = Problem::new(ProblemSeverity::Warning, message);
    Some(problem.at_row(headings.line).first(First::Mapping))
}

/// "; \"Plan ended\" is new: where it is the same .."; nothing where no heading is.
fn new(headings: &[String], columns: &[Option<ColumnId>]) -> String {
    /// New headings that are named.
    const NAMED: usize = 6;
    let cells = headings.iter().zip(columns);
    let new = cells.filter(|(text, column)| {
        column.is_none() && !folded_heading(text).is_empty() && !is_personal(text)
    });
    let new: Vec<&str> = new.map(|(text, _)| text.as_str()).take(NAMED).collect();
    match new.len() {
        0 => String::new(),
        1 => format!(
            "; {} is new: where it is the same under a new heading, put it into the mapping",
            quoted(new.into_iter())
        ),
        _ => format!(
            "; new are {}: where one is the same under a new heading, put it into the mapping",
            quoted(new.into_iter())
        ),
    }
}

fn quoted<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let quoted: Vec<String> = texts.map(|text| format!("{text:?}")).collect();
    quoted.join(", ")
}

/// Headings that a mapping does not list.
fn foreign(columns: &[Option<ColumnId>], headings: &[String]) -> usize {
    let cells = headings.iter().zip(columns);
    let foreign =
        cells.filter(|(text, column)| column.is_none() && !folded_heading(text).is_empty());
    foreign.count()
}

fn is_workbook(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let workbooks = ["xlsx", "xlsm", "xlsb", "xls", "ods"];
    ending.is_some_and(|ending| workbooks.iter().any(|one| ending.eq_ignore_ascii_case(one)))
}

/// The letters and digits of a name without its ending: "Visits (North).csv" is "visitsnorth".
fn bare(name: &str) -> String {
    let is_ending = |ending: &str| {
        (2..=4).contains(&ending.len()) && ending.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let name = match name.rsplit_once('.') {
        Some((before, ending)) if is_ending(ending) => before,
        _ => name,
    };
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
