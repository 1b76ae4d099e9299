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
        Err(_) if list => vec![text.trim_matches(['[', ']', '{', '}']).to_owned()],
        Err(_) => Vec::new(),
    }
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
