//! Answers that the dataset puts in one word, or in a cell of JSON.

use std::borrow::Cow;

pub const YES_OR_NO: &[(&str, &str)] = &[("yes", "Y"), ("no", "N")];

/// Where a question that was not asked is said to be none.
pub const YES_NO_OR_NOT_APPLICABLE: &[(&str, &str)] = &[("yes", "Y"), ("no", "N"), ("", "NA")];

/// An object that answers each of these questions, `yes` to one of them; blank where none is answered.
pub fn flags(keys: &[&str], yes: Option<&str>, count: Option<&str>) -> Cow<'static, str> {
    let Some(yes) = yes else {
        return Cow::Borrowed("");
    };
    let answer = |key: &&str| format!("\"{key}\": \"{}\"", if *key == yes { "Y" } else { "N" });
    let mut answers: Vec<String> = keys.iter().map(answer).collect();
    if let Some(count) = count {
        answers.push(format!("\"{count}\": 1"));
        answers.push("\"COMMENTS\": \"\"".to_owned());
    }
    Cow::Owned(format!("{{{}}}", answers.join(", ")))
}

/// The key that an outcome of ours goes by; nothing where it is blank.
pub fn key_of<'k>(outcome: &str, keys: &[(&str, &'k str)]) -> Option<&'k str> {
    let found = keys.iter().find(|(ours, _)| *ours == outcome);
    found.map(|(_, key)| *key)
}
