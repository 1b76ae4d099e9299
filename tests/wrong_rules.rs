//! Rule files that ask for nothing, or for what cannot be: each is refused with what was expected, what was found, and where.

use std::collections::BTreeMap;

use caseready::rules::{Examples, Ruleset};

/// What every rule file must say.
const HEAD: &str = r#"id = "LO-99"
title = "A rule that cannot be"
area = "recording"
severity = "low"
certainty = "fact"
force = "local"
sources = ["local-custom"]
why = "To be refused."
remedy = "Mend the rule."
"#;

/// Every mistake as "message / label / the words marked".
fn mistakes(rule: &str) -> Vec<String> {
    let (name, text) = ("standards/recording/lo-99.toml", format!("{HEAD}{rule}"));
    let files = BTreeMap::from([(name.to_owned(), text.clone())]);
    let bad = match Ruleset::with(Some("wrong".to_owned()), files, Examples::Read) {
        Ok(_) => return Vec::new(),
        Err(bad) => bad,
    };
    let said = bad.diagnostics.into_iter().map(|mistake| {
        assert_eq!(mistake.file, name);
        let marked = &text[mistake.span];
        format!("{} / {} / {marked}", mistake.message, mistake.label)
    });
    said.collect()
}

fn assert_refused(subject: &str, kind: &str, cases: &[(&str, &str)]) {
    for (keys, said) in cases {
        let rule = format!("[subject]\n{subject}\n[check.{kind}]\n{keys}\n");
        assert_eq!(mistakes(&rule), [*said], "[check.{kind}] {keys}");
    }
}

#[test]
fn a_rule_that_can_be_is_not_refused() {
    let rule = "[subject]\ntable = \"visits\"\n[check.text]\nfield = \"notes\"\nmin_words = 0x10\n";
    assert_eq!(mistakes(rule), Vec::<String>::new());
}

#[test]
fn a_check_that_asks_for_nothing_is_refused() {
    assert_refused(
        "table = \"visits\"",
        "text",
        &[
            (
                "field = \"notes\"",
                "this text asks for nothing / give it min_words, avoid, mention or unlike / [check.text]",
            ),
            (
                "field = \"notes\"\nmention = [\"the child\", \" \"]",
                "a phrase to mention is blank / write what the narrative must say / [check.text]",
            ),
        ],
    );
    assert_refused(
        "table = \"strategy_discussions\"",
        "attendance",
        &[
            (
                "field = \"agencies\"",
                "this attendance asks for nothing / give it all_of or at_least / [check.attendance]",
            ),
            (
                "field = \"agencies\"\nall_of = []",
                "this attendance asks for nothing / give it all_of or at_least / [check.attendance]",
            ),
        ],
    );
    assert_refused(
        "table = \"children\"",
        "require",
        &[
            (
                "grace = \"2 weeks\"",
                "this require asks for nothing / give it fields, any_of, yes or holds / [check.require]",
            ),
            (
                "any_of = [[]]",
                "a group of any_of names no field / name those of which one must be filled / [check.require]",
            ),
            (
                "holds = { ethnicity = [] }",
                "this list names no value / name one, or leave the condition out / []",
            ),
            (
                "holds = { age = {} }",
                "this condition asks for nothing / give it not, at_least, at_most, before or after / {}",
            ),
        ],
    );
    assert_refused(
        "table = \"cp_plans\"",
        "count",
        &[
            (
                "of = \"child.visits.visited_on\"",
                "a count needs at_most or at_least / add a limit / [check.count]",
            ),
            (
                "of = \"child.visits.visited_on\"\nat_least = 0",
                "this count asks for nothing / there are at least 0 of everything / [check.count]",
            ),
        ],
    );
    assert_refused(
        "table = \"cp_plans\"",
        "cadence",
        &[(
            "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nages = {}",
            "ages needs from or to / add a birthday, or remove ages / [check.cadence]",
        )],
    );
    assert_refused(
        "table = \"cp_plans\"",
        "cadence",
        &[
            (
                "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nsteps = []",
                "steps names no gap / write steps = [\"6 weeks\"], or leave it out / []",
            ),
            (
                "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nsteps_for = \"1 year\"",
                "steps_for goes with one step / write steps = [\"6 weeks\"] for the gaps that begin in that time / \"1 year\"",
            ),
            (
                "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nsteps = [\"1 week\", \"2 weeks\"]\nsteps_for = \"1 year\"",
                "steps_for goes with one step / write steps = [\"6 weeks\"] for the gaps that begin in that time / [\"1 week\", \"2 weeks\"]",
            ),
        ],
    );
}

#[test]
fn a_number_that_is_none_of_those_asked_for_is_refused() {
    assert_refused(
        "table = \"visits\"",
        "text",
        &[
            (
                "field = \"notes\"\nmin_words = -3",
                "expected a whole number, 1 or more / found -3 / -3",
            ),
            (
                "field = \"notes\"\nmin_words = 20.7",
                "expected a whole number, 1 or more / found 20.7 / 20.7",
            ),
            (
                "field = \"notes\"\nmin_words = 0",
                "expected a whole number, 1 or more / found 0 / 0",
            ),
            (
                "field = \"notes\"\nmin_words = inf",
                "expected a number / found inf / inf",
            ),
            (
                "field = \"notes\"\nmin_words = 5000000000",
                "expected a whole number, 1 or more / found 5000000000 / 5000000000",
            ),
            (
                "field = \"notes\"\nmin_words = \"20\"",
                "expected a number / found text / \"20\"",
            ),
        ],
    );
    assert_refused(
        "table = \"strategy_discussions\"",
        "attendance",
        &[(
            "field = \"agencies\"\nat_least = 2.5",
            "expected a whole number, 1 or more / found 2.5 / 2.5",
        )],
    );
    assert_refused(
        "table = \"cp_plans\"",
        "count",
        &[
            (
                "of = \"child.visits.visited_on\"\nat_most = nan",
                "expected a number / found nan / nan",
            ),
            (
                "of = \"child.visits.visited_on\"\nat_most = -1",
                "a limit cannot be below nought / found -1 / -1",
            ),
        ],
    );
    assert_refused(
        "table = \"cp_plans\"",
        "cadence",
        &[(
            "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nages = { to = 200000000 }",
            "expected a whole number from 0 to 99 / found 200000000 / 200000000",
        )],
    );
    assert_refused(
        "table = \"children\"\nwhere = { age = { at_least = nan } }",
        "require",
        &[(
            "fields = [\"ethnicity\"]",
            "expected a number / found nan / nan",
        )],
    );
}

#[test]
fn two_limits_that_nothing_keeps_are_refused() {
    assert_refused(
        "table = \"cp_plans\"",
        "count",
        &[(
            "of = \"child.visits.visited_on\"\nat_least = 5\nat_most = 1",
            "at_least is above at_most: nothing is both / found at least 5 and at most 1 / [check.count]",
        )],
    );
    assert_refused(
        "table = \"cp_plans\"",
        "cadence",
        &[
            (
                "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nages = { from = 16, to = 5 }",
                "ages run from one birthday to a later one / found from 16 to 5 / [check.cadence]",
            ),
            (
                "from = \"started_on\"\nevent = \"child.visits.visited_on\"\nevery = \"4 weeks\"\nages = { from = 5, to = 5 }",
                "ages run from one birthday to a later one / found from 5 to 5 / [check.cadence]",
            ),
        ],
    );
    assert_refused(
        "table = \"children\"\nwhere = { age = { at_least = 16, at_most = 5 } }",
        "require",
        &[(
            "fields = [\"ethnicity\"]",
            "at_least is above at_most: nothing is both / found at least 16 and at most 5 / { at_least = 16, at_most = 5 }",
        )],
    );
}

#[test]
fn an_example_that_expects_part_of_an_outcome_is_refused() {
    let rule = "[subject]\ntable = \"children\"\n[check.require]\nfields = [\"ethnicity\"]\n[[example]]\nname = \"half a child\"\nas_at = 2026-03-31\nexpect = { met = 0.5 }\n";
    assert_eq!(
        mistakes(rule),
        ["expected a whole number, 0 or more / found 0.5 / 0.5"]
    );
}
