//! A saved run in which every text is a hostile one, as another program may have written it.

use serde_json::{Value, json};

use super::texts::{LONG_NOTE, texts};
use crate::command::caseready;

/// Fields that a run is read by: with another word in them it is refused, or says nothing of its findings.
const READ: [&str; 20] = [
    "format",
    "outcome",
    "status",
    "as_at",
    "from",
    "to",
    "newest",
    "due_on",
    "done_on",
    "month",
    "rule",
    "id",
    "area",
    "by",
    "severity",
    "certainty",
    "force",
    "standing",
    "direction",
    "state",
];

pub fn hostile_run(pseudonymised: bool) -> Value {
    let mut run = caseready([
        "audit",
        "fixtures/pre-proceedings",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ])
    .json();
    let texts = texts();
    let mut next = texts.iter().cycle();
    let mut turn = move || next.next().expect("a text").clone();
    let areas = run["areas"].clone();
    replace(&mut run, &mut turn);
    for (area, carried) in run["areas"]
        .as_array_mut()
        .expect("areas")
        .iter_mut()
        .zip(areas.as_array().expect("areas"))
    {
        area["key"] = carried["key"].clone();
    }
    for rule in run["rules"].as_array_mut().expect("rules") {
        for source in rule["sources"].as_array_mut().expect("sources") {
            source["address"] = format!("https://a.example/{}", turn()).into();
        }
    }
    let long = "long ".repeat(LONG_NOTE / 5);
    run["findings"][0]["message"] = json!(long);
    run["findings"][1]["team"] = json!(long);
    run["upcoming"][0]["key"] = json!(long);
    run["rules"][0]["why"] = json!(long);
    run["run"]["pseudonymised"] = json!(pseudonymised);
    run
}

fn replace(value: &mut Value, next: &mut impl FnMut() -> String) {
    match value {
        Value::String(text) => *text = next(),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, next)),
        Value::Object(fields) => {
            let fields = fields
                .iter_mut()
                .filter(|(name, _)| !READ.contains(&name.as_str()));
            fields.for_each(|(_, value)| replace(value, next));
        }
        _ => {}
    }
}
