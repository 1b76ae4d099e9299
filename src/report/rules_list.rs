//! The ruleset as a list.

use std::fmt::Write as _;

use crate::rules::Ruleset;

use super::layout::{push_table, table, title};

pub fn render(ruleset: &Ruleset, width: usize) -> String {
    let mut text = String::new();
    for area in &ruleset.reference.areas {
        let rules: Vec<_> = ruleset
            .rules
            .iter()
            .filter(|rule| rule.area == area.key)
            .collect();
        if rules.is_empty() {
            continue;
        }
        title(&mut text, &area.title.to_uppercase());
        let mut list = table(width);
        list.set_header(["rule", "asks", "severity", "force", "shows"]);
        for rule in rules {
            let off = if rule.on {
                ""
            } else {
                " [off unless named by --only]"
            };
            list.add_row([
                rule.id.clone(),
                format!("{}{off}", rule.title),
                rule.severity.name().to_owned(),
                rule.force.short().to_owned(),
                rule.certainty.name().to_owned(),
            ]);
        }
        push_table(&mut text, &list);
    }
    let on = ruleset.rules.iter().filter(|rule| rule.on).count();
    let first = ruleset.rules.first().map_or("RULE", |rule| &rule.id);
    let _ = writeln!(
        text,
        "\n{} rules, {on} of them on. Next: caseready explain {first}",
        ruleset.rules.len()
    );
    text
}
