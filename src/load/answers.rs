//! Answers inside a cell of JSON.

use serde_json::Value;

use super::cell;

/// What a cell holds under the first of these keys that is there; without keys, all that it holds. Suppliers' JSON is often no
/// JSON (joined without escapes, cut short), so what cannot be parsed is searched for the keys.
pub(super) fn inside(text: &str, keys: &[String], list: bool) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) if !keys.is_empty() => {
            let value = keys.iter().find_map(|key| object.get(key));
            value.map_or_else(Vec::new, plain)
        }
        Ok(Value::Object(object)) => {
            // An object of answers: the keys that are yes. A number among them says how many there are.
            let is_yes = |value: &Value| {
                let is_yes = |text: &String| cell::answer(text) == Some(true);
                !value.is_number() && plain(value).iter().any(is_yes)
            };
            let yes = object.into_iter().filter(|(_, value)| is_yes(value));
            yes.map(|(key, _)| key).collect()
        }
        Ok(value) => plain(&value),
        Err(_) if !keys.is_empty() => {
            let found = keys.iter().find_map(|key| searched(text, key));
            found.into_iter().collect()
        }
        Err(_) => match answered(text) {
            Some(yes) => yes,
            None if list => items(text),
            None => Vec::new(),
        },
    }
}

/// The keys that are yes, of a text with `"KEY": "Y"` in it; none where no key has such an answer. Comments between them, quoted
/// as they may be, are passed over.
fn answered(text: &str) -> Option<Vec<String>> {
    let mut answers = text.match_indices('"').filter_map(|(start, _)| {
        let inside = &text[start + 1..];
        let key = &inside[..inside.find('"')?];
        let is_key = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if key.is_empty() || !key.bytes().all(is_key) {
            return None;
        }
        let value = inside[key.len() + 1..].trim_start().strip_prefix(':')?;
        let value = value.trim_start().trim_start_matches('"');
        let end = value.find(|c: char| !c.is_alphanumeric())?;
        Some((key, cell::answer(&value[..end])?))
    });
    let first = answers.next()?;
    let all = std::iter::once(first).chain(answers);
    let yes = all.filter(|(_, is_yes)| *is_yes);
    Some(yes.map(|(key, _)| key.to_owned()).collect())
}

/// A list without the marks of JSON around it or its items. The last item of a list that was cut short is half a word.
fn items(text: &str) -> Vec<String> {
    if !text.contains('"') {
        return vec![text.trim_matches(['[', ']', '{', '}']).to_owned()];
    }
    let is_cut = text.starts_with('[') && !text.trim_end().ends_with(']');
    let mut items: Vec<&str> = text.trim_matches(['[', ']', '{', '}']).split(',').collect();
    if is_cut {
        items.pop();
    }
    let bare = items
        .into_iter()
        .map(|item| item.trim().trim_matches('"').to_owned());
    bare.filter(|item| !item.is_empty() && item != "null")
        .collect()
}

fn plain(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Object(_) => Vec::new(),
        Value::Bool(flag) => vec![if *flag { "yes" } else { "no" }.to_owned()],
        Value::Number(number) => vec![number.to_string()],
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(plain).collect(),
    }
}

/// The word behind `"KEY":`, with or without quotation marks.
fn searched(text: &str, key: &str) -> Option<String> {
    let quoted = format!("\"{key}\"");
    let after = &text[text.find(&quoted)? + quoted.len()..];
    let after = after.trim_start().strip_prefix(':')?.trim_start();
    let value = match after.strip_prefix('"') {
        Some(inside) => inside.split('"').next()?,
        None => after.split([',', '}', ']']).next()?,
    };
    let value = value.trim();
    (!value.is_empty() && value != "null").then(|| value.to_owned())
}
