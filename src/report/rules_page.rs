//! The page of all rules in Markdown, made from the files that run: `rules/README.md`.

use std::fmt::Write as _;

use crate::rules::Ruleset;
use crate::rules::plan::Rule;
use crate::rules::reference_data::{Area, Source};
use crate::rules::sentence::Words;

const INTRODUCTION: &str = "\
Every rule is one file: what it asks, why inspectors care, what a team does about it, where it comes from, and examples that are run
on every change. This page is made from those files by `caseready rules docs`. `caseready explain RULE` prints all that is known of
one rule.

**Severity** says how much it matters to a child. **Force** says what stands behind a rule: statute, statutory guidance, national
practice, inspection (what inspectors ask for), or local: a common practice whose numbers a council may set otherwise in its
`caseready.toml`. **Shows** says how far a finding can be relied on: a *fact* is in the record; a *prompt* asks a person to read the
case.
";

pub fn render(ruleset: &Ruleset) -> String {
    let on = ruleset.rules.iter().filter(|rule| rule.on).count();
    let areas: Vec<(&Area, Vec<&Rule>)> = areas(ruleset);
    let mut text = format!(
        "# The standards\n\n{} rules in {} areas, {on} of them on.\n\n{INTRODUCTION}",
        ruleset.rules.len(),
        areas.len()
    );
    for (area, rules) in &areas {
        self::area(&mut text, ruleset, area, rules);
    }
    england(&mut text, ruleset);
    statements(&mut text, ruleset);
    themes(&mut text, ruleset);
    sources(&mut text, ruleset);
    text
}

/// The areas that have rules, in the order of reports.
fn areas(ruleset: &Ruleset) -> Vec<(&Area, Vec<&Rule>)> {
    let of = |area: &Area| -> Vec<&Rule> {
        let rules = ruleset.rules.iter();
        rules.filter(|rule| rule.area == area.key).collect()
    };
    let areas = ruleset.reference.areas.iter();
    areas
        .map(|area| (area, of(area)))
        .filter(|(_, rules)| !rules.is_empty())
        .collect()
}

fn area(text: &mut String, ruleset: &Ruleset, area: &Area, rules: &[&Rule]) {
    let _ = write!(
        text,
        "\n## {}\n\nOfsted's judgement: {}. Topics of focused visits: {}.\n\n",
        area.title,
        area.judgement,
        area.topics.join("; ")
    );
    text.push_str(
        "| Rule | What it asks | Severity | Force | Shows | Sources |\n|---|---|---|---|---|---|\n",
    );
    for rule in rules {
        let words = Words::of_rule(&ruleset.catalogue, &ruleset.reference, rule);
        let off = if rule.on {
            String::new()
        } else {
            format!("<br>*Off: {}*", rule.off_because)
        };
        let sources: Vec<String> = rule
            .sources
            .iter()
            .map(|key| format!("[{key}](#{key})"))
            .collect();
        row(
            text,
            &[
                rule.id.clone(),
                format!("**{}**<br>{}{off}", rule.title, words.sentence(rule)),
                rule.severity.name().to_owned(),
                rule.force.in_words().to_owned(),
                rule.certainty.name().to_owned(),
                sources.join(", "),
            ],
        );
    }
}

fn england(text: &mut String, ruleset: &Ruleset) {
    text.push_str(
        "\n## England's rates\n\nPublished rates for the same thing, set beside a council's own.\n\n| Rule | Rate | Year | Source |\n|---|---|---|---|\n",
    );
    for england in &ruleset.reference.benchmarks {
        let key = &england.source;
        row(
            text,
            &[
                england.rule.clone(),
                format!("{}%", england.rate),
                england.year.clone(),
                format!("[{key}](#{key})"),
            ],
        );
    }
}

fn statements(text: &mut String, ruleset: &Ruleset) {
    text.push_str(
        "\n## What inspectors said of Hampshire\n\nThe inspections that this tool began from, statement by statement, in our own words.\n\n| Statement | Source | Rules | What they show |\n|---|---|---|---|\n",
    );
    for statement in &ruleset.reference.statements {
        let key = &statement.source;
        row(
            text,
            &[
                statement.says.clone(),
                format!("[{key}](#{key})"),
                statement.rules.join(", "),
                statement.how.clone(),
            ],
        );
    }
}

fn themes(text: &mut String, ruleset: &Ruleset) {
    text.push_str(
        "\n## What inspectors ask councils to improve\n\nThemes of the improvement points of inspection reports ([ofsted-bullets](#ofsted-bullets)). A point may belong to several themes.\n\n| Theme | Points | Reports | In case records | Rules | What they show |\n|---|---|---|---|---|---|\n",
    );
    for theme in &ruleset.reference.themes {
        row(
            text,
            &[
                theme.title.clone(),
                theme.points.to_string(),
                theme.reports.to_string(),
                theme.auditable.name().to_owned(),
                theme.rules.join(", "),
                theme.how.clone(),
            ],
        );
    }
}

fn sources(text: &mut String, ruleset: &Ruleset) {
    text.push_str(
        "\n## Sources\n\nHow far each was verified is said beside it. A text that was not seen has no address here, and nothing should rest on it alone.\n\n| Source | Says, in our own words | Verified | Rules |\n|---|---|---|---|\n",
    );
    let mut sources: Vec<&Source> = ruleset.reference.sources.iter().collect();
    sources.sort_by(|a, b| a.key.cmp(&b.key));
    for source in sources {
        let rules = ruleset
            .rules
            .iter()
            .filter(|rule| rule.sources.contains(&source.key));
        let rules: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        let name = source.name();
        let name = match source.address() {
            Some(address) => format!("[{name}]({address})"),
            None => name,
        };
        row(
            text,
            &[
                format!("<a id=\"{0}\"></a>`{0}` {name}", source.key),
                source.says.clone(),
                source.verified.in_words().to_owned(),
                rules.join(", "),
            ],
        );
    }
}

/// A line of a table. A bar would end its cell.
fn row(text: &mut String, cells: &[String]) {
    for cell in cells {
        let _ = write!(text, "| {} ", cell.replace('|', "\\|"));
    }
    text.push_str("|\n");
}
