//! A catalogue laid over the one carried, which is held to what every reader of its tables takes as given.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use caseready::rules::{Examples, Ruleset};

/// Every mistake as "file: message" of the catalogue carried with these files added.
fn mistakes(files: &[(&str, &str)]) -> Vec<String> {
    let over: BTreeMap<String, String> = files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()))
        .collect();
    match Ruleset::with(Some("wrong".to_owned()), over, Examples::PassedOver) {
        Ok(_) => Vec::new(),
        Err(bad) => {
            let said = bad.diagnostics.into_iter();
            said.map(|mistake| format!("{}: {}", mistake.file, mistake.message))
                .collect()
        }
    }
}

/// A table with its key, its child, a day and what else is given.
fn table(name: &str, dates: &str, more: &str) -> String {
    format!(
        "name = \"{name}\"\nmeaning = \"a table of ours\"\none = \"record\"\n{dates}\n[[field]]\nname = \"{name}_id\"\ntype = \"key\"\n[[field]]\nname = \"child_id\"\ntype = \"ref:children\"\n[[field]]\nname = \"held_on\"\ntype = \"date\"\n{more}"
    )
}

fn reference(name: &str, tables: &str) -> String {
    format!("[[field]]\nname = \"{name}\"\ntype = \"ref:{tables}\"\n")
}

#[test]
fn a_table_is_dated_by_dates_or_by_a_reference() {
    for (dates, said) in [
        ("dates = { at = \"held_on\" }", None),
        ("dates = { of = \"child_id\" }", None),
        (
            "dates = { at = \"child_id\" }",
            Some("its dates name child_id, which is no date"),
        ),
        (
            "dates = { from = \"held_on\", to = \"ours_id\" }",
            Some("its dates name ours_id, which is no date"),
        ),
        (
            "dates = { of = \"held_on\" }",
            Some("its dates are those of held_on, which is no reference to another record"),
        ),
        (
            "dates = { at = \"heard_on\" }",
            Some("its dates name heard_on, which is none of its fields"),
        ),
    ] {
        let found = mistakes(&[("catalogue/ours.toml", &table("ours", dates, ""))]);
        let said: Vec<String> = said
            .into_iter()
            .map(|said| format!("catalogue/ours.toml: {said}"))
            .collect();
        assert_eq!(found, said, "{dates}");
    }
}

#[test]
fn dates_that_lead_back_to_where_they_are_asked_for_are_refused() {
    let itself = table(
        "ours",
        "dates = { of = \"self_id\" }",
        &reference("self_id", "ours"),
    );
    assert_eq!(
        mistakes(&[("catalogue/ours.toml", &itself)]),
        ["catalogue/ours.toml: its dates are those of self_id, which lead back to ours"]
    );
    let one = table(
        "one",
        "dates = { of = \"to_id\" }",
        &reference("to_id", "visits | other"),
    );
    let other = table(
        "other",
        "dates = { of = \"of_id\" }",
        &reference("of_id", "one"),
    );
    assert_eq!(
        mistakes(&[
            ("catalogue/one.toml", &one),
            ("catalogue/other.toml", &other)
        ]),
        [
            "catalogue/one.toml: its dates are those of to_id, which lead back to one",
            "catalogue/other.toml: its dates are those of of_id, which lead back to other"
        ]
    );
    // One that leads into such a circle, and is not of it, is not what is wrong.
    let into = table(
        "into",
        "dates = { of = \"one_of_id\" }",
        &reference("one_of_id", "one"),
    );
    let files = [
        ("catalogue/into.toml", into.as_str()),
        ("catalogue/one.toml", &one),
        ("catalogue/other.toml", &other),
    ];
    assert_eq!(mistakes(&files).len(), 2);
}

#[test]
fn no_more_fields_or_tables_than_can_be_told_apart() {
    let fields = |count: u32| {
        let mut more = String::new();
        for number in 1..=count {
            let _ = write!(
                more,
                "[[field]]\nname = \"field_{number}\"\ntype = \"text\"\n"
            );
        }
        table("ours", "dates = { at = \"held_on\" }", &more)
    };
    // Three are there already.
    assert_eq!(
        mistakes(&[("catalogue/ours.toml", &fields(253))]),
        Vec::<String>::new()
    );
    assert_eq!(
        mistakes(&[("catalogue/ours.toml", &fields(254))]),
        ["catalogue/ours.toml: no more than 256 fields can be told apart, and 257 are listed"]
    );

    let carried = Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    let tables = |count: usize| {
        let names = (carried.catalogue.len() + 1..=count).map(|number| format!("ours_{number}"));
        let files: Vec<(String, String)> = names
            .map(|name| (format!("catalogue/{name}.toml"), table(&name, "", "")))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()))
            .collect();
        mistakes(&files)
    };
    assert_eq!(tables(256), Vec::<String>::new());
    assert_eq!(
        tables(257)[0],
        "catalogue: no more than 256 tables can be told apart, and there are 257"
    );
    let twice = table("visits", "", "");
    assert_eq!(
        mistakes(&[("catalogue/visits_too.toml", &twice)])[0],
        "catalogue/visits_too.toml: there is another table named visits"
    );
}
