//! Columns that hold the number of a child, by whatever system's name it goes, and columns that hold nobody's number at all.

/// Who the number is of, or the system that gave it.
const WHOSE: [&str; 22] = [
    "child",
    "person",
    "client",
    "individual",
    "user",
    "yp",
    "cyp",
    "mosaic",
    "lcs",
    "ics",
    "liquidlogic",
    "eclipse",
    "frameworki",
    "framework",
    "fwi",
    "carefirst",
    "azeus",
    "paris",
    "careworks",
    "protocol",
    "caredirector",
    "synergy",
];
const NUMBER: [&str; 9] = [
    "id",
    "ids",
    "no",
    "nos",
    "num",
    "number",
    "ref",
    "reference",
    "identifier",
];
/// Words beside these that say nothing of another number: "Mosaic person ID (unique)", "service user ID", "child's ID".
const BESIDE: [&str; 9] = [
    "unique", "service", "young", "system", "s", "i", "social", "care", "case",
];

/// Whether a heading is that of the child's own number and of nothing else: not that of a plan, a referral or a worker.
pub(super) fn is_number(heading: &str) -> bool {
    words(heading) == (true, true)
}

/// Whether a heading says who a row is about, and not what of them: "Child", over names or initials.
pub(super) fn is_bare(heading: &str) -> bool {
    words(heading) == (true, false)
}

/// Whether a heading says whose, and whether a number; neither where it says anything else.
fn words(heading: &str) -> (bool, bool) {
    let heading = heading.to_lowercase();
    let words = heading.split(|letter: char| !letter.is_alphanumeric());
    let (mut is_whose, mut is_number) = (false, false);
    for word in words.filter(|word| !word.is_empty()) {
        // "PersonID" is two words.
        let ends = NUMBER.iter().find_map(|number| word.strip_suffix(number));
        if NUMBER.contains(&word) {
            is_number = true;
        } else if WHOSE.contains(&word) {
            is_whose = true;
        } else if ends.is_some_and(|whose| WHOSE.contains(&whose)) {
            (is_whose, is_number) = (true, true);
        } else if !BESIDE.contains(&word) {
            return (false, false);
        }
    }
    (is_whose, is_number)
}

/// Whether the values of a column are rather names or initials than numbers: most have no digit.
pub(super) fn are_names(values: &[String]) -> bool {
    let is_name = |value: &&String| !value.contains(|letter: char| letter.is_ascii_digit());
    values.iter().filter(is_name).count() * 2 > values.len()
}

#[cfg(test)]
mod tests {
    use super::{are_names, is_number};

    #[test]
    fn a_childs_number_goes_by_the_name_of_person_client_or_system() {
        for heading in [
            "Mosaic ID",
            "PERSON_ID",
            "Client No",
            "Person ID",
            "LCS ID",
            "Client ID",
            "Mosaic No.",
            "Service User Ref",
            "PersonID",
            "Liquidlogic number",
            "Framework-i ID",
            "Child Unique ID",
            "Child's LCS ref",
        ] {
            assert!(is_number(heading), "{heading}");
        }
        for heading in [
            "Plan ID",
            "Mosaic worker ID",
            "LCS referral no",
            "Ref",
            "Case no",
            "Child",
            "Placement ID",
            "Personal adviser ref",
            "Episode number",
        ] {
            assert!(!is_number(heading), "{heading}");
        }
    }

    #[test]
    fn names_and_initials_have_no_digits() {
        let values = |values: &[&str]| {
            values
                .iter()
                .map(|one| (*one).to_owned())
                .collect::<Vec<_>>()
        };
        assert!(are_names(&values(&["AB", "CD", "Jo Bloggs", "C1"])));
        assert!(!are_names(&values(&["C1", "204", "see notes"])));
        assert!(!are_names(&[]));
    }
}
