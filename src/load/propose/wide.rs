//! Columns that repeat in one row: "Review 1", "Review 1 decision", "Review 2" ...

use std::collections::BTreeMap;

/// What stands for the number in such a heading, as a mapping writes it.
pub(super) const EACH: &str = "{each}";

/// Columns whose headings differ in one number only.
pub(super) struct Wide {
    /// The heading with `{each}` for its number.
    pub heading: String,
    pub places: Vec<usize>,
}

/// Every heading that stands there twice or more with another number.
pub(super) fn wide(headings: &[String]) -> Vec<Wide> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, heading) in headings.iter().enumerate() {
        if let Some(pattern) = pattern(heading) {
            found.entry(pattern).or_default().push(place);
        }
    }
    let mut wide: Vec<Wide> = found
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(heading, places)| Wide { heading, places })
        .collect();
    wide.sort_by_key(|one| one.places[0]);
    wide
}

/// A heading with its only number replaced; nothing where it has none or several. "1st" is an ordinal, and no such number.
fn pattern(heading: &str) -> Option<String> {
    let start = heading.find(|letter: char| letter.is_ascii_digit())?;
    let (before, rest) = heading.split_at(start);
    let end = rest
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(rest.len());
    let after = &rest[end..];
    let is_number = end <= 2 && !after.starts_with(char::is_alphabetic);
    let is_only = !after.contains(|letter: char| letter.is_ascii_digit());
    (is_number && is_only && !rest.starts_with('0')).then(|| format!("{before}{EACH}{after}"))
}

#[cfg(test)]
mod tests {
    use super::wide;

    #[test]
    fn headings_that_differ_in_a_number_are_one_repeated_column() {
        let headings = [
            "Child ID",
            "Date of 1st meeting",
            "Review 1",
            "Review 1 decision",
            "Review 2",
            "Review 2 decision",
            "Review 10",
            "Stage 2",
            "2024-25",
            "2025-26",
        ];
        let found = wide(&headings.map(str::to_owned));
        let found: Vec<(&str, &[usize])> = found
            .iter()
            .map(|one| (one.heading.as_str(), one.places.as_slice()))
            .collect();
        assert_eq!(
            found,
            [
                ("Review {each}", [2, 4, 6].as_slice()),
                ("Review {each} decision", [3, 5].as_slice()),
            ]
        );
    }
}
