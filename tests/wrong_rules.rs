//! Rule files that ask for nothing, or for what cannot be: each is refused with what was expected, what was found, and where.

use std::collections::BTreeMap;

use caseready::cli::examples::run_all;
use caseready::rules::kind::Kind;
use caseready::rules::plan::Rule;
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
    let Err(bad) = Ruleset::with(Some("wrong".to_owned()), files, Examples::Read) else {
        return Vec::new();
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
                &format!("fields = [{}]", "\"ethnicity\", ".repeat(65)),
                "a require asks for no more than 64 things / found 65: write two rules / [check.require]",
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
fn the_check_is_one_of_those_there_are() {
    let rule = "[subject]\ntable = \"children\"\n[check.references]\nfield = \"ethnicity\"\n";
    assert_eq!(
        mistakes(rule),
        ["there is no check \"references\" / not a known name / references"]
    );
}

/// So many agencies that one more could not be told from the others, and a rule that asks for the last.
#[test]
fn the_last_agency_of_a_long_list_took_part_and_one_more_is_refused() {
    let list = |count: u32| -> String {
        let agencies = (1..=count).map(|number| {
            format!("[[agency]]\nname = \"agency {number}\"\nattends = true\nspellings = []\n")
        });
        agencies.collect()
    };
    let rule = format!(
        "{HEAD}[subject]\ntable = \"strategy_discussions\"\n[check.attendance]\nfield = \"agencies\"\nall_of = [\"agency 64\"]\nat_least = 1\n[[example]]\nname = \"it did\"\nas_at = 2026-03-31\nstrategy_discussions = [{{ strategy_discussion_id = \"S1\", child_id = \"C1\", held_on = 2026-01-05, agencies = \"agency 64\" }}]\nexpect = {{ met = 1 }}\n[[example]]\nname = \"another did\"\nas_at = 2026-03-31\nstrategy_discussions = [{{ strategy_discussion_id = \"S1\", child_id = \"C1\", held_on = 2026-01-05, agencies = \"agency 63\" }}]\nexpect = {{ failed = 1 }}\n"
    );
    // The rules carried ask for agencies of the list carried.
    let carried = Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    let asking = carried
        .rules
        .iter()
        .filter(|other| other.check.kind() == Kind::Attendance);
    let with = |count: u32| {
        let without = |other: &Rule| {
            let start =
                "[subject]\ntable = \"children\"\n[check.require]\nfields = [\"ethnicity\"]\n";
            let head = HEAD.replace("LO-99", &other.id);
            (other.file.clone(), format!("{head}{start}"))
        };
        let mut files: BTreeMap<String, String> = asking.clone().map(without).collect();
        files.insert("agencies.toml".to_owned(), list(count));
        files.insert("standards/recording/lo-99.toml".to_owned(), rule.clone());
        Ruleset::with(Some("many".to_owned()), files, Examples::Read)
    };
    let mut ruleset = with(64).unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    ruleset.rules.retain(|rule| rule.id == "LO-99");
    let (count, surprises) = run_all(&ruleset);
    let surprises: Vec<String> = surprises.iter().map(ToString::to_string).collect();
    assert_eq!((count, surprises), (2, Vec::new()));
    let refused = with(89).err().expect("89 agencies are too many");
    assert_eq!(refused.diagnostics[0].file, "agencies.toml");
    assert_eq!(
        refused.diagnostics[0].message,
        "no more than 64 agencies can be told apart, and 89 are listed"
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

#[test]
fn a_rule_with_a_mistake_is_there_for_those_that_name_it() {
    let rule = |id: &str, more: &str, table: &str| {
        let head = HEAD.replace("LO-99", id);
        format!(
            "{head}{more}\n[subject]\ntable = \"{table}\"\n[check.text]\nfield = \"notes\"\nmin_words = 3\n"
        )
    };
    let said = |first: String| {
        let files = BTreeMap::from([
            ("standards/recording/lo-98.toml".to_owned(), first),
            (
                "standards/recording/lo-99.toml".to_owned(),
                rule(
                    "LO-99",
                    "stands_in_for = [\"LO-98\"]\noverlaps = [\"LO-98\"]",
                    "visits",
                ),
            ),
        ]);
        match Ruleset::with(Some("wrong".to_owned()), files, Examples::Read) {
            Ok(_) => Vec::new(),
            Err(bad) => {
                let said = bad.diagnostics.into_iter();
                said.map(|mistake| mistake.message).collect::<Vec<_>>()
            }
        }
    };
    assert_eq!(said(rule("LO-98", "", "visits")), Vec::<String>::new());
    let mistaken = said(rule("LO-98", "", "visitz"));
    assert!(
        matches!(&mistaken[..], [one] if one.contains("visitz")),
        "{mistaken:?}"
    );
    // Of a file that is no TOML the id may be any.
    let broken = said("id = \"LO-98\ntitle".to_owned());
    assert!(
        !broken
            .iter()
            .any(|message| message.contains("there is no rule")),
        "{broken:?}"
    );
    assert_eq!(
        said(rule("LO-97", "", "visits")),
        ["there is no rule LO-98", "there is no rule LO-98"]
    );
}
