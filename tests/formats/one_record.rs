//! Several files, or several rows, that tell of one record.

use super::export::Export;

/// Every month has a file of its own, as a folder of monthly extracts does.
#[test]
fn of_three_files_the_third_is_compared_with_what_the_second_added() {
    let plans = "plan_id,child_id,started_on,ended_on\nCP1,K1,2025-06-02,";
    let of_months = |ends: [&str; 3]| {
        let files = ends.map(|end| format!("{plans}{end}\n"));
        Export::of(&[
            ("cp_plans-1.csv", files[0].as_str()),
            ("cp_plans-2.csv", files[1].as_str()),
            ("cp_plans-3.csv", files[2].as_str()),
        ])
    };
    let twice = "\"CP1\" occurs twice as plan_id, first in line 2, with different values: both records stay, and references lead to the first";
    of_months(["", "2026-01-01", "2026-02-01"]).says(twice, 1);
    let agreed = of_months(["", "2026-01-01", "2026-01-01"]);
    assert_eq!(agreed.but("cp_plans", "ended_on = \"present\""), [""; 0]);
    let problems = agreed.problems();
    assert!(
        !problems.iter().any(|(message, _)| message == twice),
        "{problems:#?}"
    );
}

#[test]
fn what_the_second_of_two_files_adds_reaches_the_record_of_a_third_in_another_format() {
    let export = Export::of(&[
        (
            "a_ssd_cp_plans.csv",
            "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date\n7,K1,2025-06-02,\n8,K2,2025-06-02,\n",
        ),
        (
            "cp_plans-1.csv",
            "plan_id,child_id,started_on\nCP1,K1,2025-06-02\n",
        ),
        (
            "cp_plans-2.csv",
            "plan_id,child_id,started_on,ended_on\nCP1,K1,2025-06-02,2026-01-05\n",
        ),
    ]);
    assert_eq!(export.but("cp_plans", "ended_on = \"present\""), ["8"]);
    export.says(
        "2 records of cp_plans are also in another file: each counted once, with what either says; the first is named here",
        2,
    );
}

#[test]
fn a_file_that_has_a_column_tells_of_the_records_that_are_the_same_in_one_without_it() {
    let without = "visit_id,child_id,visited_on\nV1,K1,2026-03-02\n";
    let with =
        "visit_id,child_id,visited_on,child_seen_alone\nV1,K1,2026-03-02,\nV2,K1,2026-03-03,yes\n";
    for (first, second) in [(without, with), (with, without)] {
        let export = Export::of(&[("visits-1.csv", first), ("visits-2.csv", second)]);
        assert_eq!(
            export.judged("visits", "child_seen_alone = \"present\""),
            (vec!["V1".to_owned()], vec![])
        );
    }
}

#[test]
fn no_blank_of_another_row_hides_what_is_written_and_cannot_be_read() {
    // A list of which several rows are parts of one child.
    let parts =
        "CHILD,SEX,DOB,DUC\nK1,2,,01/01/2030\nK1,2,31/02/2012,01/01/2030\nK2,2,,01/01/2030\n";
    let of_parts = Export::of(&[("uasc.csv", parts)]);
    let unknown = |one: &str| vec![one.to_owned()];
    assert_eq!(
        of_parts.judged("children", "date_of_birth = \"present\""),
        (unknown("K2"), unknown("K1"))
    );
    let said =
        "plan_id,child_id,started_on,contingency\nCP1,K1,2026-01-05,Yes\nCP2,K2,2026-01-05,\n";
    let silent = "plan_id,child_id,started_on,ended_on\nCP1,K1,2026-01-05,\nCP2,K2,2026-01-05,\n";
    for (first, second) in [(said, silent), (silent, said)] {
        let of_files = Export::of(&[("cp_plans-1.csv", first), ("cp_plans-2.csv", second)]);
        assert_eq!(
            of_files.judged("cp_plans", "contingency = \"present\""),
            (unknown("CP2"), unknown("CP1"))
        );
    }
}

#[test]
fn a_file_is_taken_for_the_table_it_is_named_after_and_for_none_where_its_name_does_not_tell() {
    let plans =
        "plan_id,child_id,started_on,ended_on\nP1,K1,2026-01-05,\nP2,K1,2025-01-05,2025-06-05\n";
    for name in [
        "cp_plans-2.csv",
        "cp_plans 2026-03-31.csv",
        "cp_plans (March) new.csv",
        "Final cp plans v2.csv",
    ] {
        let export = Export::of(&[(name, plans)]);
        assert_eq!(
            export.but("cp_plans", "ended_on = \"present\""),
            ["P1"],
            "{name}"
        );
    }
    let files = [
        ("report.csv", plans),
        ("children.csv", "child_id,date_of_birth\nK1,2015-01-01\n"),
    ];
    let told = Export::of(&files).inspect();
    let told: Vec<&str> = told.split_whitespace().collect();
    assert!(
        told.join(" ").contains("its headings fit cin_plans and cp_plans alike: name the file after its table, for example cin_plans.csv"),
        "{told:?}"
    );
}

#[test]
fn what_contradicts_the_first_file_may_go_with_the_second_in_any_order() {
    let headings = "s47_id,child_id,started_on,child_seen\nE1,K1,";
    let files = ["2025-09-03,yes\n", "2025-09-05,no\n", "2025-09-05,\n"];
    for [first, second, third] in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 1, 0]] {
        let texts = [first, second, third].map(|file: usize| format!("{headings}{}", files[file]));
        let export = Export::of(&[
            ("s47_enquiries-1.csv", texts[0].as_str()),
            ("s47_enquiries-2.csv", texts[1].as_str()),
            ("s47_enquiries-3.csv", texts[2].as_str()),
        ]);
        assert_eq!(
            export.judged("s47_enquiries", "child_seen = true"),
            (vec!["E1".to_owned()], vec![]),
            "{first} {second} {third}"
        );
        let page = export.inspect();
        assert!(page.contains("s47_enquiries: 2 records"), "{page}");
    }
}

#[test]
fn rows_that_are_joined_are_not_counted_with_what_each_of_them_lacks() {
    let (mut with, mut without) = (
        "visit_id,child_id,kind,visited_on\n".to_owned(),
        "visit_id,recorded_on\n".to_owned(),
    );
    for number in 1..=100 {
        let kind = if number <= 12 { "tea and talk" } else { "LAC" };
        let number = &number.to_string();
        with += &["V", number, ",K", number, ",", kind, ",2026-03-02\n"].concat();
        without += &["V", number, ",2026-03-03\n"].concat();
    }
    for others in [
        vec![("visits-2.csv", without.as_str())],
        vec![
            ("visits-2.csv", with.as_str()),
            ("visits-3.csv", with.as_str()),
        ],
    ] {
        let files = [vec![("visits-1.csv", with.as_str())], others].concat();
        let export = Export::of(&files);
        let page = export.inspect();
        assert!(page.contains("visits: 100 records"), "{page}");
        assert!(!page.contains("name no child"), "{page}");
        // Twelve of a hundred are not so many that the others are no ground to judge on: twelve of each copy would be.
        let (failed, unknown) = export.judged("visits", "kind = \"looked after\"");
        assert_eq!((failed.len(), unknown.len()), (0, 12));
    }
}
