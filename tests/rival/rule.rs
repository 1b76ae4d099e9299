//! A rule file as it stands, and the small things that all checks read from it.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

pub struct Rule {
    pub id: String,
    pub file: String,
    pub text: String,
    pub table: String,
    pub subject_where: Table,
    pub kind: String,
    pub check: Table,
    pub placed_by: Option<String>,
    pub needs: Vec<String>,
    pub stands_in_for: Vec<String>,
    pub examples: Vec<Table>,
    /// Outcomes that random exports must bring about.
    pub reaches: Vec<&'static str>,
}

/// Every rule of a folder, in the order of their ids.
pub fn read_rules(folder: &str) -> Vec<Rule> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut rules = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("the rules are there") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let text = fs::read_to_string(&path).expect("text");
                rules.push(Rule::read(&path.display().to_string(), text));
            }
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    rules
}

impl Rule {
    pub fn read(file: &str, text: String) -> Self {
        let all: Table = toml::from_str(&text).expect("TOML");
        let text_of = |value: &Value| value.as_str().expect("text").to_owned();
        let subject = all["subject"].as_table().expect("a table");
        let (kind, check) = all["check"]
            .as_table()
            .and_then(|checks| checks.iter().next())
            .expect("one check");
        let examples = all.get("example").and_then(Value::as_array);
        let needs = all.get("needs").and_then(Value::as_array);
        let stands_in_for = all.get("stands_in_for").and_then(Value::as_array);
        Self {
            id: text_of(&all["id"]),
            file: file.to_owned(),
            table: text_of(&subject["table"]),
            subject_where: filter(subject, "where"),
            kind: kind.clone(),
            check: check.as_table().expect("a table").clone(),
            placed_by: all.get("placed_by").map(text_of),
            needs: needs.into_iter().flatten().map(text_of).collect(),
            stands_in_for: stands_in_for.into_iter().flatten().map(text_of).collect(),
            examples: examples
                .into_iter()
                .flatten()
                .map(|example| example.as_table().expect("a table").clone())
                .collect(),
            reaches: Vec::new(),
            text,
        }
    }

    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.check
            .get(key)
            .map(|value| value.as_str().expect("text"))
    }

    /// Paths separated by ` | `; none where the key is not there.
    pub fn first_of(&self, key: &str) -> Vec<&str> {
        self.text_of(key)
            .map_or_else(Vec::new, |text| text.split('|').map(str::trim).collect())
    }

    pub fn list(&self, key: &str) -> Vec<&str> {
        let list = self.check.get(key).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .map(|value| value.as_str().expect("text"))
            .collect()
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.check.get(key).map(number)
    }

    pub fn filter(&self, key: &str) -> Table {
        filter(&self.check, key)
    }

    /// The groups of `any_of`: a list of fields is one group, a list of lists is as many.
    pub fn groups(&self) -> Vec<Vec<&str>> {
        let Some(all) = self.check.get("any_of").and_then(Value::as_array) else {
            return Vec::new();
        };
        if all.iter().any(Value::is_array) {
            let groups = all.iter().filter_map(Value::as_array);
            groups
                .map(|group| group.iter().filter_map(Value::as_str).collect())
                .collect()
        } else {
            vec![all.iter().filter_map(Value::as_str).collect()]
        }
    }

    /// The file without its examples.
    pub fn head(&self) -> &str {
        self.text.split("[[example]]").next().unwrap_or_default()
    }
}

fn filter(table: &Table, key: &str) -> Table {
    table
        .get(key)
        .map(|value| value.as_table().expect("conditions").clone())
        .unwrap_or_default()
}

pub fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => panic!("not a number: {value:?}"),
    }
}
