//! What the workbooks of teams are called: safe on any file system, and each once.

use std::collections::BTreeSet;

const ENDING: &str = ".xlsx";
pub(super) const NO_TEAM: &str = "no-team-recorded";
/// Letters of a team's name, so that with a number and the ending the whole is under 100.
const LONGEST: usize = 80;
/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The file for a team, none of those that are taken.
pub(super) fn file_name(team: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let stem = team.map_or_else(|| NO_TEAM.to_owned(), stem);
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    let mut names = std::iter::once(stem.clone())
        // The name is kept for what no team is recorded for.
        .filter(|name| team.is_none() || name != NO_TEAM)
        .chain(numbered);
    let free = names.find(|name| !taken.contains(name)).unwrap_or(stem);
    taken.insert(free.clone());
    free + ENDING
}

/// Lower case, with dashes for whatever is no letter or digit.
fn stem(team: &str) -> String {
    let mut stem = String::new();
    for letter in team.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            stem.push(letter);
        } else if !stem.is_empty() && !stem.ends_with('-') && letter != '\'' && letter != '’' {
            stem.push('-');
        }
        if stem.len() == LONGEST {
            break;
        }
    }
    let stem = stem.trim_end_matches('-');
    let device = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if stem.is_empty() || RESERVED.contains(&device) {
        return format!("team-{stem}").trim_end_matches('-').to_owned();
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::file_name;

    #[test]
    fn names_are_safe_and_each_once() {
        let mut taken = BTreeSet::new();
        for (team, name) in [
            (Some("North One"), "north-one.xlsx"),
            (Some("north  one"), "north-one-2.xlsx"),
            (Some("NORTH/ONE."), "north-one-3.xlsx"),
            (Some("north-one-2"), "north-one-2-2.xlsx"),
            (Some("CON"), "team-con.xlsx"),
            (Some("com1"), "team-com1.xlsx"),
            (Some("../../etc/passwd"), "etc-passwd.xlsx"),
            (Some("Children's Team..."), "childrens-team.xlsx"),
            (Some("日本"), "team.xlsx"),
            (Some(""), "team-2.xlsx"),
            (Some("No team recorded"), "no-team-recorded-2.xlsx"),
            (None, "no-team-recorded.xlsx"),
        ] {
            assert_eq!(file_name(team, &mut taken), name);
        }
        let long = "x".repeat(5_000);
        assert!(file_name(Some(&long), &mut taken).len() < 100);
        assert!(file_name(Some(&long), &mut taken).len() < 100);
        assert_eq!(taken.len(), 14);
    }
}
