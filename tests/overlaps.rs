//! No two rules judge the same thing of the same records unless one of them says so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// A rule file as it is written.
struct Written(Table);

impl Written {
    fn id(&self) -> &str {
        self.0["id"].as_str().expect("an id")
    }

    fn subject(&self) -> &Table {
        self.0["subject"].as_table().expect("a subject")
    }

    fn conditions(&self) -> Table {
        let conditions = self.subject().get("where").and_then(Value::as_table);
        conditions.cloned().unwrap_or_default()
    }

    fn check(&self) -> (&str, &Table) {
        let checks = self.0["check"].as_table().expect("a check");
        let (kind, check) = checks.iter().next().expect("one check");
        (kind, check.as_table().expect("its keys"))
    }

    /// What it looks at to judge: an event with what is asked of it, or fields.
    fn looks_at(&self) -> BTreeSet<String> {
        let (kind, check) = self.check();
        let with = |path: &str, filter: &str| {
            let text = |key: &str| format!("{:?}", check.get(key));
            BTreeSet::from([format!("{} {}", text(path), text(filter))])
        };
        match kind {
            "deadline" => with("to", "to_where"),
            "cadence" => with("event", "event_where"),
            "count" => with("of", "of_where"),
            "duration" => with("from", "until"),
            "order" => with("dates", ""),
            "require" => {
                let mut fields = BTreeSet::new();
                for key in ["fields", "yes", "any_of"] {
                    fields.extend(check.get(key).into_iter().flat_map(texts));
                }
                let holds = check.get("holds").and_then(Value::as_table);
                fields.extend(holds.into_iter().flat_map(Table::keys).cloned());
                fields
            }
            _ => with("field", ""),
        }
    }

    fn says_so(&self, other: &Self) -> bool {
        let mut named = ["overlaps", "stands_in_for"]
            .iter()
            .filter_map(|key| self.0.get(*key));
        named.any(|ids| texts(ids).contains(&other.id().to_owned()))
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        value => value.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// Whether no record can meet both tests of one field.
fn exclude(one: &Value, other: &Value) -> bool {
    let values = |value: &Value| match value {
        Value::Array(values) => values.clone(),
        value => vec![value.clone()],
    };
    let number = |table: &Table, key: &str| table.get(key).and_then(Value::as_integer);
    match (one, other) {
        (Value::Table(one), Value::Table(other)) => {
            let above = |low: &Table, high: &Table| {
                let (low, high) = (number(low, "at_most"), number(high, "at_least"));
                low.zip(high).is_some_and(|(low, high)| low < high)
            };
            above(one, other) || above(other, one)
        }
        (Value::Table(table), value) | (value, Value::Table(table)) => {
            let not = table.get("not").map(values).unwrap_or_default();
            values(value).iter().all(|value| not.contains(value))
        }
        (one, other) => !values(one)
            .iter()
            .any(|value| values(other).contains(value)),
    }
}

/// Ages that never meet: one clock stops where the other starts.
fn exclude_ages(one: &Table, other: &Table) -> bool {
    let age = |check: &Table, key: &str| check.get("ages")?.get(key)?.as_integer();
    let before = |first, second| {
        let (stops, starts) = (age(first, "to"), age(second, "from"));
        stops
            .zip(starts)
            .is_some_and(|(stops, starts)| stops <= starts)
    };
    before(one, other) || before(other, one)
}

fn same_thing(one: &Written, other: &Written) -> bool {
    let ((kind, check), (other_kind, other_check)) = (one.check(), other.check());
    // A deadline and a cadence may wait for the same event.
    let dated = ["deadline", "cadence"];
    let alike = kind == other_kind || (dated.contains(&kind) && dated.contains(&other_kind));
    let conditions = other.conditions();
    let mut both = one.conditions().into_iter().filter_map(|(path, test)| {
        let other = conditions.get(&path)?;
        Some((test, other.clone()))
    });
    one.subject()["table"] == other.subject()["table"]
        && alike
        && !one.looks_at().is_disjoint(&other.looks_at())
        && !both.any(|(test, other)| exclude(&test, &other))
        && !exclude_ages(check, other_check)
}

fn rules() -> Vec<Written> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/standards");
    let mut rules = Vec::new();
    for area in fs::read_dir(root).expect("the standards are there") {
        for file in fs::read_dir(area.expect("an area").path()).expect("a folder") {
            let text = fs::read_to_string(file.expect("a rule").path()).expect("text");
            rules.push(Written(text.parse().expect("TOML")));
        }
    }
    rules.sort_by(|a, b| a.id().cmp(b.id()));
    rules
}

#[test]
fn no_two_rules_judge_the_same_thing_unless_one_says_so() {
    let rules = rules();
    let mut pairs = 0;
    let mut unsaid = Vec::new();
    for (place, one) in rules.iter().enumerate() {
        for other in &rules[place + 1..] {
            if same_thing(one, other) {
                pairs += 1;
                if !one.says_so(other) && !other.says_so(one) {
                    unsaid.push(format!("{} and {}", one.id(), other.id()));
                }
            }
        }
    }
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
    assert!(
        pairs >= 10,
        "only {pairs} pairs judge the same thing: is anything compared?"
    );
}
