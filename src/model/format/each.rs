//! Wide rows: the columns "Review 1", "Review 2" ... of one row are a record each.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::record::RecordFile;

/// Stands in a heading for what differs from column to column.
pub(super) const EACH: &str = "{each}";
/// The most that a row may repeat.
const MOST: u32 = 99;

/// What `{each}` stands for.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum EachFile {
    /// Numbers: "1-20".
    Range(String),
    Words(Vec<String>),
}

impl EachFile {
    fn values(&self) -> Result<Vec<String>, String> {
        match self {
            Self::Words(words) if words.is_empty() => Err(
                "each = [] stands for nothing: give what differs from heading to heading"
                    .to_owned(),
            ),
            Self::Words(words) => Ok(words.clone()),
            Self::Range(range) => {
                let ends = range.split_once('-').and_then(|(first, last)| {
                    let first: u32 = first.trim().parse().ok()?;
                    let last: u32 = last.trim().parse().ok()?;
                    (first <= last && last <= MOST).then_some(first..=last)
                });
                let ends = ends.ok_or_else(|| {
                    format!(
                        "each = {range:?} is no range from a lower to a higher number, {MOST} at most, such as \"1-20\""
                    )
                })?;
                Ok(ends.map(|number| number.to_string()).collect())
            }
        }
    }
}

impl RecordFile {
    /// The record once for each that it repeats for; itself where it does not.
    pub(super) fn repeated(mut self) -> Result<Vec<Self>, String> {
        let names_each = self.headings().iter().any(|heading| heading.contains(EACH));
        let Some(each) = self.each.take() else {
            return if names_each {
                Err(format!(
                    "{EACH} in a heading needs each = \"1-20\" (or a list of words)"
                ))
            } else {
                Ok(vec![self])
            };
        };
        if !self.when.iter().any(|heading| heading.contains(EACH)) {
            // Without it every row would make as many records as there may be columns.
            return Err(format!(
                "each needs when = [...] with the heading that says there is such a record, for example \"Review {EACH}\""
            ));
        }
        let values = each.values()?;
        Ok(values.iter().map(|value| self.for_one(value)).collect())
    }

    fn for_one(&self, value: &str) -> Self {
        let mut one = self.clone();
        let mut repeats = Vec::new();
        for heading in one.headings() {
            if heading.contains(EACH) {
                *heading = heading.replace(EACH, value);
                repeats.push(heading.clone());
            }
        }
        one.repeats = repeats;
        for words in [&mut one.only, &mut one.except] {
            *words = std::mem::take(words)
                .into_iter()
                .map(|(heading, spellings)| (heading.replace(EACH, value), spellings))
                .collect::<BTreeMap<_, _>>();
        }
        for constant in one.constants.values_mut() {
            *constant = constant.replace(EACH, value);
        }
        one
    }

    /// Every heading that it names where a value is looked for.
    fn headings(&mut self) -> Vec<&mut String> {
        let fields = self
            .fields
            .values_mut()
            .flat_map(|source| source.headings());
        let named = self.when.iter_mut().chain(&mut self.key);
        named.chain(fields).collect()
    }
}
