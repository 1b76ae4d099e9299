//! What a heading that no table knows may stand for, and which table a file is nearest to: for a person to check.

use std::fmt::Write as _;

use crate::model::heading::folded_heading;
use crate::model::layout::{ColumnId, Layouts, List};

use super::recognise::{goes_with, heading, stem};

/// Likeness from which a heading is worth proposing as a field's name.
const ALIKE: f64 = 0.82;

/// How like a heading is to a column's name.
fn likeness(text: &str, column: &str) -> f64 {
    let folded = heading(text).replace([' ', '-'], "_");
    strsim::jaro_winkler(&folded, &heading(column).replace([' ', '-'], "_"))
}

/// The column of a list that an unknown heading may stand for, of those that the file does not have: for a person to check.
pub(super) fn proposed<'l>(
    list: &'l List,
    columns: &[Option<ColumnId>],
    text: &str,
) -> Option<&'l str> {
    most_alike(list, columns, |column| {
        Some(likeness(text, column)).filter(|likeness| *likeness >= ALIKE)
    })
}

/// By heading, the column that each unknown one may stand for, where it means nothing else by its words: what may be told to somebody
/// who knows no table. No column is told twice: of two headings the more alike may be it.
pub(super) fn meant<'l>(
    list: &'l List,
    columns: &[Option<ColumnId>],
    headings: &[String],
) -> Vec<Option<&'l str>> {
    let mut columns = columns.to_vec();
    let mut meant = vec![None; headings.len()];
    loop {
        let unknown = headings.iter().enumerate();
        let unknown = unknown.filter(|(place, text)| columns[*place].is_none() && !text.is_empty());
        let near = unknown.filter_map(|(place, text)| {
            let column = most_alike(list, &columns, |column| near(text, column))?;
            Some((place, column, likeness(text, column)))
        });
        // The first of those that are alike.
        let best = near.reduce(|best, next| if next.2 > best.2 { next } else { best });
        let Some((place, column, _)) = best else {
            return meant;
        };
        columns[place] = list.column_of(column);
        meant[place] = Some(column);
        if columns[place].is_none() {
            return meant;
        }
    }
}

fn most_alike<'l>(
    list: &'l List,
    columns: &[Option<ColumnId>],
    alike: impl Fn(&str) -> Option<f64>,
) -> Option<&'l str> {
    let places = (0..list.columns.len() as u16).map(ColumnId);
    let wanting = places.filter(|place| !columns.contains(&Some(*place)));
    let near = wanting
        .map(|place| list.column(place))
        .filter_map(|column| Some((alike(column)?, column)))
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    near.map(|(_, column)| column)
}

/// How like a heading is to a column's name, where each has the words of the other: letters alone make an id of "Child Name".
fn near(text: &str, column: &str) -> Option<f64> {
    let (own, theirs) = (Said::of(text), Said::of(column));
    // Workers go by their names.
    let is_worker = own
        .words
        .iter()
        .chain(&theirs.words)
        .all(|word| word == "worker");
    let is_near = own.has_words_of(&theirs)
        && theirs.has_words_of(&own)
        && (own.is_id == theirs.is_id || is_worker)
        && (theirs.is_date || !own.is_date);
    let likeness = likeness(text, column);
    (is_near && likeness >= ALIKE).then_some(likeness)
}

/// What a heading, or a column's name, says, without a bracket at its end.
struct Said {
    words: Vec<String>,
    is_id: bool,
    is_date: bool,
}

impl Said {
    fn of(text: &str) -> Self {
        const ID: [&str; 8] = [
            "id",
            "ids",
            "no",
            "nos",
            "number",
            "ref",
            "reference",
            "identifier",
        ];
        const DATE: [&str; 2] = ["on", "date"];
        let text = text.split('(').next().unwrap_or(text).to_lowercase();
        let mut said = Self {
            words: Vec::new(),
            is_id: false,
            is_date: false,
        };
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty() && *word != "of") {
            said.is_id |= ID.contains(&word);
            said.is_date |= DATE.contains(&word);
            if !ID.contains(&word) && !DATE.contains(&word) {
                said.words.push(word.to_owned());
            }
        }
        said
    }

    /// Whether each word of the other is one of these, but for its ending: "decision" and "decided".
    fn has_words_of(&self, other: &Self) -> bool {
        const STEM: usize = 4;
        let stem = |word: &str| word.chars().take(STEM).collect::<String>();
        let mut others = other.words.iter();
        others.all(|word| self.words.iter().any(|own| stem(own) == stem(word)))
    }
}

/// What a person needs to put the headings right: the nearest table, what it lacks, and what each unknown heading may be.
pub(super) fn nearest(layouts: &Layouts, headings: &[String], name: &str) -> String {
    /// One heading alike is chance.
    const TWO_ALIKE: f64 = 2.0 * ALIKE;
    /// A name says as much as two headings that are right; one that only ends in a list's name may be another's.
    const NAME: f64 = 2.0;
    const END_OF_NAME: f64 = 1.0;
    let by_name = |list: &List| match list {
        list if list.sheets.contains(&folded_heading(stem(name))) => NAME,
        list if goes_with(list, name) => END_OF_NAME,
        _ => 0.0,
    };
    let score = |list: &List| -> f64 {
        let best = |text: &String| {
            let columns = list.columns.iter();
            columns
                .filter_map(|column| near(text, column))
                .fold(0.0, f64::max)
        };
        by_name(list) + headings.iter().map(best).sum::<f64>()
    };
    let nearest = layouts
        .lists
        .iter()
        .map(|list| (score(list), list))
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.name.cmp(&x.name)));
    let Some((_, list)) = nearest.filter(|(score, _)| *score >= TWO_ALIKE) else {
        return "its headings fit no table that caseready knows".to_owned();
    };
    let columns = list.columns_of(headings);
    let mut message = if by_name(list) > 0.0 {
        format!("it goes by the name of {}", list.name)
    } else {
        format!("its headings are nearest to {}", list.name)
    };
    let lacks = list
        .needs
        .iter()
        .find(|need| !columns.contains(&Some(**need)));
    if let Some(need) = lacks {
        let _ = write!(message, ", but there is no {}", list.column(*need));
    }
    message + &differing(list, &columns, headings)
}

/// "; headings that differ: \"Person\" (is it `child_id`?)"; nothing where none does.
pub(super) fn differing(list: &List, columns: &[Option<ColumnId>], headings: &[String]) -> String {
    let meant = meant(list, columns, headings).into_iter();
    let unknown = headings.iter().zip(columns).zip(meant);
    let unknown = unknown.filter(|((text, column), _)| !text.is_empty() && column.is_none());
    let unknown: Vec<String> = unknown
        .take(8)
        .map(|((text, _), meant)| match meant {
            Some(column) => format!("{text:?} (is it {column}?)"),
            None => format!("{text:?}"),
        })
        .collect();
    match unknown.as_slice() {
        [] => String::new(),
        unknown => format!("; headings that differ: {}", unknown.join(", ")),
    }
}
