//! A file that is nearly a known list: the list's headings under other names, or in its order without them.

use std::fmt::Write as _;

use super::Unmatched;
use super::fit::{Fit, asks_for_id};
use super::mapping::quoted;
use crate::load::alike;
use crate::load::recognise::goes_with;
use crate::model::catalogue::Catalogue;
use crate::model::layout::{ColumnId, Layouts, List, Origin};
use crate::model::personal::is_personal;

/// Other names for the headings of a list, by what they are told.
pub(super) struct Known<'l> {
    list: &'l List,
    why: &'static str,
    /// The place of a heading in the file, and the column that it may be.
    pairs: Vec<(usize, ColumnId)>,
}

/// Councils keep the order of Ofsted's columns even where they name them anew.
const BY_ORDER: &str = "its name is this list's and it has as many columns, which hold what the list's hold: each heading is taken in the list's order";
/// For so many columns that hold what the list's hold, one may hold something else.
const NEARLY_ALL: usize = 5;
const BY_HEADINGS: &str =
    "most of its headings are this list's: for each of the others the nearest";

impl Unmatched {
    /// The list of another format that the file may be.
    pub(super) fn known<'l>(
        &self,
        layouts: &'l Layouts,
        catalogue: &Catalogue,
    ) -> Option<Known<'l>> {
        let formats = || {
            let lists = layouts.lists.iter();
            lists.filter(|list| matches!(list.origin, Origin::Format(_)))
        };
        let in_order = formats().find_map(|list| self.in_order(list, catalogue));
        if in_order.is_some() {
            return in_order;
        }
        let width = self.headings.iter().filter(|text| !text.is_empty()).count();
        let count = |list: &List| list.columns_of(&self.headings).iter().flatten().count();
        let list = formats().max_by_key(|list| count(list))?;
        if count(list) < 3 || count(list) * 2 < width {
            return None;
        }
        let mut columns = list.columns_of(&self.headings);
        let mut pairs = Vec::new();
        for (place, heading) in self.headings.iter().enumerate() {
            if columns[place].is_some() || heading.is_empty() || is_personal(heading) {
                continue;
            }
            let near = alike::proposed(list, &columns, heading);
            if let Some(column) = near.and_then(|near| list.column_of(near))
                && !self.is_no_such(place, list, column, catalogue)
            {
                columns[place] = Some(column);
                pairs.push((place, column));
            }
        }
        // Where no heading is another name, a name is not what the file lacks.
        (!pairs.is_empty()).then_some(Known {
            list,
            why: BY_HEADINGS,
            pairs,
        })
    }

    /// The list that a file has the name and the number of columns of, where nearly all that they hold is what the list's own
    /// columns ask for. Order alone is not enough: it makes ids of the children's names in another system's file.
    fn in_order<'l>(&self, list: &'l List, catalogue: &Catalogue) -> Option<Known<'l>> {
        let filled = (0..self.headings.len()).filter(|place| !self.headings[*place].is_empty());
        let filled: Vec<usize> = filled.collect();
        if list.columns.len() != filled.len() || !goes_with(list, &self.name) {
            return None;
        }
        let (mut fits, mut unlike) = (0, 0);
        let mut has = list.columns_of(&self.headings);
        let mut pairs = Vec::new();
        for (place, column) in filled.into_iter().zip((0..).map(ColumnId)) {
            let heading = &self.headings[place];
            match list.column_of(heading) {
                // What is another heading of the list stays what it says.
                Some(named) => unlike += usize::from(named != column),
                None if is_personal(heading) => {
                    unlike += usize::from(!list.personal.contains(&column));
                }
                None => match self.fit(place, list, column, catalogue) {
                    Fit::Unlike => unlike += 1,
                    // What is blank here may hold names further down.
                    Fit::Open if asks_for_id(list, column, catalogue) => {}
                    fit => {
                        fits += usize::from(fit == Fit::Fits);
                        pairs.push((place, column));
                        has.push(Some(column));
                    }
                },
            }
        }
        let has_needs = list.needs.iter().all(|need| has.contains(&Some(*need)));
        let is_in_order = has_needs && fits >= 2 && unlike * NEARLY_ALL <= fits;
        is_in_order.then_some(Known {
            list,
            why: BY_ORDER,
            pairs,
        })
    }

    /// The headings in TOML, ready to be checked and changed.
    pub(super) fn aliases(&self, known: &Known<'_>) -> String {
        let Known { list, why, pairs } = known;
        let mut text = format!(
            "[[aliases]]\nlist = {}  # {}: {why}\n[aliases.headings]\n",
            quoted(&list.name),
            self.name
        );
        for (place, column) in pairs {
            let heading = &self.headings[*place];
            let _ = writeln!(
                text,
                "{} = [{}]{}",
                quoted(list.column(*column)),
                quoted(heading),
                self.such_as(*place)
            );
        }
        let columns = list.columns_of(&self.headings);
        for (place, heading) in self.headings.iter().enumerate() {
            let is_named = pairs.iter().any(|(other, _)| *other == place);
            if is_named || columns[place].is_some() || heading.is_empty() {
                continue;
            }
            let why = if is_personal(heading) {
                "never loaded"
            } else {
                "not used: which heading of the list is it?"
            };
            let _ = writeln!(text, "# ? = [{}]  # {why}", quoted(heading));
        }
        let is_free = |column: &ColumnId| {
            !columns.contains(&Some(*column)) && !pairs.iter().any(|(_, other)| other == column)
        };
        let free = (0..list.columns.len() as u16).map(ColumnId).filter(is_free);
        let free: Vec<&str> = free.map(|column| list.column(column)).collect();
        if !free.is_empty() {
            let _ = writeln!(
                text,
                "# headings of the list still free: {}",
                free.join("; ")
            );
        }
        text
    }
}
