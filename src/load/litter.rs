//! What Windows, macOS and Office put into folders by themselves: it is nobody's export, and damaged if it is read as one.

use crate::model::problem::{Problem, ProblemSeverity};

use super::Input;

/// How many are named.
const NAMED: usize = 5;

/// Whether a file goes by such a name; `name` may have folders before it.
pub(super) fn is_litter(name: &str) -> bool {
    let name = file_name(name);
    let by_name = ["thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"];
    // The lock of a file that is open in Office, that of LibreOffice, and what macOS keeps beside a file on other disks.
    let by_beginning = ["~$", ".~lock.", "._"];
    by_name.iter().any(|other| name.eq_ignore_ascii_case(other))
        || by_beginning.iter().any(|begun| name.starts_with(begun))
}

/// The other inputs, and what is to be said of those left out.
pub(super) fn left_out(inputs: Vec<Input<'_>>) -> (Vec<Input<'_>>, Option<Problem>) {
    let (litter, inputs): (Vec<_>, Vec<_>) =
        inputs.into_iter().partition(|input| is_litter(&input.name));
    let mut names: Vec<&str> = litter.iter().map(|input| file_name(&input.name)).collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let names = names.join(", ");
    let message = match more {
        0 => names,
        more => format!("{names} and {more} more"),
    };
    let message = format!(
        "left out, as Windows, macOS and Office put such files into folders by themselves: {message}"
    );
    let problem = Problem::new(ProblemSeverity::Note, message).times(litter.len() as u64);
    (inputs, (!litter.is_empty()).then_some(problem))
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
