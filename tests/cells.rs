//! The dirt of real cells, through the real loader: what is read, what is blank, and what is said of it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use caseready::load::{Context, Input, load};
use caseready::model::catalogue::FieldKind;
use caseready::model::column::Column;
use caseready::model::problem::Problem;
use caseready::model::records::Records;
use caseready::model::runner::InTurn;
use caseready::rules::Ruleset;
use proptest::prelude::*;

use crate::command::{Folder, caseready, rule};

fn rules() -> &'static Ruleset {
    static RULES: LazyLock<Ruleset> =
        LazyLock::new(|| Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics)));
    &RULES
}

/// A file that was read, or several.
pub struct Sheet {
    records: Records,
    problems: Vec<Problem>,
}

impl Sheet {
    pub fn new(name: &str, text: &str) -> Self {
        Self::of(&[(name, text.as_bytes())])
    }

    pub fn of(files: &[(&str, &[u8])]) -> Self {
        let input = |(name, bytes): &(&str, &[u8])| {
            let bytes = bytes.to_vec();
            Input {
                name: (*name).to_owned(),
                named: true,
                size: 0,
                read: Box::new(move || Ok(bytes.clone())),
            }
        };
        let placeholders = rules().reference.phrase_lists.placeholders();
        let context = Context::new(&rules().catalogue, &rules().layouts, placeholders);
        let loaded = load(files.iter().map(input).collect(), &context, &InTurn);
        let loaded = loaded.unwrap_or_else(|refused| panic!("{refused:?}"));
        Self {
            records: loaded.records,
            problems: loaded.problems,
        }
    }

    /// What each file was taken for, and the headings of it that are not used.
    pub fn taken_for(&self) -> Vec<(String, Vec<String>)> {
        let files = self.records.files.iter();
        files
            .map(|file| {
                let unused = file.tables.iter().flat_map(|table| table.unused.clone());
                (file.kind.name().to_owned(), unused.collect())
            })
            .collect()
    }

    /// Every value of a field as rules see it, row by row; a blank is empty. Of the only table, or the first.
    pub fn values(&self, field: &str) -> Vec<String> {
        let mut tables = rules().catalogue.tables();
        let (_, first) = tables
            .find(|(table, _)| self.records.has_table(*table))
            .expect("a table was read");
        self.values_of(&first.name, field)
    }

    pub fn values_of(&self, table: &str, field: &str) -> Vec<String> {
        let catalogue = &rules().catalogue;
        let table = catalogue.find(table).expect("a table of the catalogue");
        let definition = catalogue.table(table);
        let id = definition.field(field).expect("a field of the table");
        let rows = self.records.rows(table);
        let Some(column) = self.records.column(table, id) else {
            return (0..rows).map(|_| String::new()).collect();
        };
        let code = |symbol| self.records.codes.text(symbol).to_owned();
        let value = |row| match column {
            Column::Id(_) => {
                let keyspace = match &definition.fields[id.index()].kind {
                    FieldKind::Reference(tables) => tables[0],
                    _ => table,
                };
                let ids = self.records.ids(keyspace);
                ids.text(column.id(row)).to_owned()
            }
            Column::Date(_) => column
                .recorded_date(row)
                .map_or_else(String::new, |day| day.to_string()),
            Column::Flag(_) => match column.flag(row) {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            },
            Column::Number(_) => column
                .number(row)
                .map_or_else(String::new, |number| number.to_string()),
            Column::Code(_) => code(column.code(row)),
            Column::List { .. } => {
                let codes: Vec<String> = column.list(row).iter().copied().map(code).collect();
                codes.join("+")
            }
            Column::Text(_) => self.records.text(column.text(row)).to_owned(),
        };
        (0..self.records.rows(table)).map(value).collect()
    }

    pub fn rows(&self, table: &str) -> u32 {
        let table = rules().catalogue.find(table);
        self.records.rows(table.expect("a table of the catalogue"))
    }

    /// Every problem as "severity row column count: message".
    pub fn problems(&self) -> Vec<String> {
        let place = |problem: &Problem| {
            let row = problem
                .row
                .map_or_else(|| "-".to_owned(), |row| row.to_string());
            let column = problem.column.as_deref().unwrap_or("-");
            format!(
                "{} {row} {column} {}: {}",
                problem.severity.name(),
                problem.count,
                problem.message
            )
        };
        // What a list holds is no problem of its cells; it has a test of its own.
        let of_cells = |problem: &&Problem| !problem.message.contains(" holds only ");
        self.problems.iter().filter(of_cells).map(place).collect()
    }
}

/// A table with these cells in one field.
fn cells(table: &str, key: &str, field: &str, cells: &[&str]) -> Sheet {
    let mut text = format!("{key},child_id,{field}\n");
    for (number, cell) in cells.iter().enumerate() {
        let cell = cell.replace('"', "\"\"");
        let _ = writeln!(text, "K{number},C{number},\"{cell}\"");
    }
    Sheet::new(&format!("{table}.csv"), &text)
}

fn dates(texts: &[&str]) -> Sheet {
    cells("pre_proceedings", "pre_proceedings_id", "decided_on", texts)
}

fn ids(texts: &[&str]) -> Sheet {
    let rows: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(number, id)| format!("K{number},{id},2026-01-05\n"))
        .collect();
    Sheet::new(
        "pre_proceedings.csv",
        &format!("pre_proceedings_id,child_id,decided_on\n{}", rows.concat()),
    )
}

fn numbers(texts: &[&str]) -> Sheet {
    cells("cp_plans", "plan_id", "previous_plans", texts)
}

/// All of them are read, without a word.
fn read_as(sheet: &Sheet, field: &str, expected: &[&str]) {
    assert_eq!(sheet.values(field), expected);
    assert_eq!(sheet.problems(), [""; 0]);
}

const NO_STAND_IN: &str = "stand-in for \"no value\"";

#[test]
fn several_kinds_of_date_in_one_column() {
    let sheet = dates(&[
        "2026-03-04",
        "2026-03-04T00:00:00",
        "04/03/2026",
        "4/3/2026 09:30",
        "04-03-2026",
        "4.3.2026",
        "04-Mar-26",
        "4 March 2026",
        "04/MAR/2026",
        "Mar  4 2026 12:00AM",
        "46085",
        "46085.75",
        "20260304",
        "2026/03/04",
        "04/03/26",
    ]);
    read_as(&sheet, "decided_on", &["2026-03-04"; 15]);
}

#[test]
fn a_column_that_could_be_either_is_day_first_without_a_word() {
    read_as(
        &dates(&["04/03/2026", "05/03/2026"]),
        "decided_on",
        &["2026-03-04", "2026-03-05"],
    );
    read_as(
        &dates(&["04/03/2026", "31/03/2026"]),
        "decided_on",
        &["2026-03-04", "2026-03-31"],
    );
}

#[test]
fn a_column_that_can_only_be_month_first_is_read_so_with_a_warning() {
    let sheet = dates(&[
        "04/03/2026",
        "2026-02-01",
        "03/31/2026",
        "05/03/2026",
        "3/30/2026",
        "06/06/2026",
    ]);
    assert_eq!(
        sheet.values("decided_on"),
        [
            "2026-04-03",
            "2026-02-01",
            "2026-03-31",
            "2026-05-03",
            "2026-03-30",
            "2026-06-06",
        ]
    );
    assert_eq!(
        sheet.problems(),
        [
            "warning 4 decided_on 4: dates such as \"03/31/2026\" are read month-first: 2 of 4 can only be so, and none can only be day-first; export dates as 2026-03-31 to leave no doubt"
        ]
    );
}

#[test]
fn each_column_has_an_order_of_its_own() {
    let rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on\n\
                L1,C1,04/03/2026,04/03/2026\nL2,C2,03/31/2026,31/03/2026\n";
    let sheet = Sheet::new("pre_proceedings.csv", rows);
    assert_eq!(sheet.values("decided_on"), ["2026-04-03", "2026-03-31"]);
    assert_eq!(sheet.values("letter_sent_on"), ["2026-03-04", "2026-03-31"]);
    assert_eq!(sheet.problems().len(), 1);
}

#[test]
fn a_column_of_both_orders_is_day_first_and_the_rest_are_bad() {
    const SAID: &str = "which has the month first where other dates of this column have the day first: cannot be read; export dates as 2026-03-31";
    let texts = ["04/03/2026", "03/30/2026", "30/03/2026", "03/31/2026"];
    let sheet = dates(&texts);
    assert_eq!(
        sheet.values("decided_on"),
        ["2026-03-04", "", "2026-03-30", ""]
    );
    let said = |row: u32, text: &str| {
        format!(
            "error {row} decided_on 1: expected a date such as 2026-03-31 or 31/03/2026, found {text:?}, {SAID}"
        )
    };
    assert_eq!(
        sheet.problems(),
        [said(3, "03/30/2026"), said(5, "03/31/2026")]
    );

    let mut many = vec!["03/30/2026"; 30];
    many.push("30/03/2026");
    let problems = dates(&many).problems();
    assert_eq!(problems.len(), 21);
    assert_eq!(problems[19], said(21, "03/30/2026"));
    assert_eq!(
        problems[20],
        "error - decided_on 10: 10 more cells are not a date such as 2026-03-31 or 31/03/2026: not read"
    );
}

#[test]
fn a_column_that_tells_nothing_beside_one_that_is_month_first_is_in_doubt() {
    let rows = "pre_proceedings_id,child_id,decided_on,letter_sent_on,first_meeting_on\n\
                L1,C1,2026-03-04,03/31/2026,13/04/2026\nL2,C2,04/03/2026,03/31/2026,12/04/2026\n";
    let sheet = Sheet::new("pre_proceedings.csv", rows);
    assert_eq!(sheet.values("decided_on"), ["2026-03-04", "2026-03-04"]);
    assert_eq!(
        sheet.problems()[1..],
        [
            "warning 3 decided_on 1: 1 date could be month-first too, as in \"letter_sent_on\", but nothing here tells: read day-first; export dates as 2026-03-31 to leave no doubt"
        ]
    );
}

#[test]
fn month_first_dates_reach_the_rules() {
    let rows = b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\n\
                 L1,C1,02/03/2026,02/13/2026,\nL2,C2,02/16/2026,02/20/2026,\n";
    let folder = Folder::with(&[("a.csv", rows)]);
    let run = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ])
    .json();
    assert_eq!(
        run["problems"][0]["message"],
        "dates such as \"02/16/2026\" are read month-first: 1 of 2 can only be so, and none can only be day-first; export dates as 2026-03-31 to leave no doubt"
    );
    let rule = rule(&run, "PP-03");
    assert_eq!(rule["outcomes"]["met"], 2, "{rule}");
}

#[test]
fn dates_known_in_part_say_so() {
    let sheet = dates(&["zz/zz/2014", "00/03/2014", "2014-03-00", "Feb 2014"]);
    assert_eq!(sheet.values("decided_on"), [""; 4]);
    let part = |row: u32, text: &str| {
        format!(
            "error {row} decided_on 1: expected a date such as 2026-03-31 or 31/03/2026, found {text:?}, a date known only in part: cannot be read"
        )
    };
    assert_eq!(
        sheet.problems(),
        [
            part(2, "zz/zz/2014"),
            part(3, "00/03/2014"),
            part(4, "2014-03-00"),
            "error 5 decided_on 1: expected a date such as 2026-03-31 or 31/03/2026, found \"Feb 2014\": cannot be read".to_owned(),
        ]
    );
}

#[test]
fn days_that_stand_for_none_are_blank_and_counted() {
    let texts = [
        "1900-01-01",
        "01/01/1900 00:00:00",
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "25569",
        "1",
        "0",
        "1899-12-30",
        "31/12/1899",
        "9999-12-31",
        "99991231",
        "2300-01-01",
        "2099-12-31",
        "NULL",
        "nan",
        "NaN",
        "SSD_PH",
        "PLACEHOLDER_DATA",
        "..",
        "<blank>",
        "(null)",
        "[NULL]",
        "undefined",
        "[object Object]",
    ];
    let sheet = dates(&texts);
    assert_eq!(sheet.values("decided_on"), [""; 24]);
    assert_eq!(
        sheet.problems(),
        [format!(
            "note - decided_on 24: 24 cells hold a {NO_STAND_IN} (such as 1900-01-01 or NULL): read as blank"
        )]
    );
    read_as(&dates(&["XXX", "N/A", "-", "tbc"]), "decided_on", &[""; 4]);
}

#[test]
fn stand_ins_are_counted_in_fields_of_every_kind() {
    let rows = "referral_id,child_id,received_on,source,no_further_action,decision_rationale\n\
                R1,-1,NULL,ssd_ph,NULL,NULL\nR2,-1.0,2026-01-05,2A,yes,Nan came\n";
    let sheet = Sheet::new("referrals.csv", rows);
    for (field, expected) in [
        ("child_id", ["", ""]),
        ("received_on", ["", "2026-01-05"]),
        ("source", ["", "2A"]),
        ("no_further_action", ["", "yes"]),
        ("decision_rationale", ["", "Nan came"]),
    ] {
        assert_eq!(sheet.values(field), expected, "{field}");
    }
    let problems = sheet.problems();
    let said = |column: &str, cells: &str, such_as: &str, count: u32| {
        format!(
            "note - {column} {count}: {cells} a {NO_STAND_IN} (such as {such_as} or NULL): read as blank"
        )
    };
    for expected in [
        said("child_id", "2 cells hold", "-1", 2),
        said("received_on", "1 cell holds", "1900-01-01", 1),
        said("source", "1 cell holds", "1900-01-01", 1),
        said("no_further_action", "1 cell holds", "1900-01-01", 1),
        said("decision_rationale", "1 cell holds", "1900-01-01", 1),
    ] {
        assert!(problems.contains(&expected), "{expected}: {problems:#?}");
    }
}

#[test]
fn a_date_of_long_ago_and_a_column_too_narrow_are_told_as_what_they_are() {
    let sheet = dates(&["31/03/1925", "########", "2025-03-31"]);
    assert_eq!(sheet.values("decided_on"), ["", "", "2025-03-31"]);
    assert_eq!(
        sheet.problems(),
        [
            "error 2 decided_on 1: expected a date such as 2026-03-31 or 31/03/2026, found \"31/03/1925\", a date before 1950: cannot be read",
            "error 3 decided_on 1: expected a date such as 2026-03-31 or 31/03/2026, found \"########\", which a spreadsheet shows in a column that is too narrow: cannot be read; widen the column and export again",
        ]
    );
    let rows =
        "plan_id,child_id,started_on,contingency\nP1,C1,2025-03-31,####\nP2,C2,2025-03-31,#Error\n";
    let sheet = Sheet::new("cp_plans.csv", rows);
    assert_eq!(sheet.values("contingency"), ["", ""]);
}

#[test]
fn a_broken_lookup_is_a_fault_of_the_spreadsheet() {
    const SO: &str = "cannot be read; mend its formula and export again";
    let rows = "referral_id,child_id,received_on,source\n\
                R1,C1,#VALUE!,2A\nR2,#N/A,2026-01-05,#REF!\nR3,#NAME?,Error 2007,2B\n";
    let sheet = Sheet::new("referrals.csv", rows);
    assert_eq!(sheet.values("child_id"), ["C1", "", ""]);
    assert_eq!(sheet.values("received_on"), ["", "2026-01-05", ""]);
    assert_eq!(sheet.values("source"), ["2A", "", "2B"]);
    let problems = sheet.problems();
    for expected in [
        format!(
            "error 3 child_id 2: 2 cells hold an error of the spreadsheet that made this file (the first is #N/A): {SO}"
        ),
        format!(
            "error 2 received_on 2: 2 cells hold an error of the spreadsheet that made this file (the first is #VALUE!): {SO}"
        ),
        format!(
            "error 3 source 1: 1 cell holds an error of the spreadsheet that made this file (#REF!): {SO}"
        ),
    ] {
        assert!(problems.contains(&expected), "{expected}: {problems:#?}");
    }
}

#[test]
fn flags_are_read_behind_letters_and_numbers() {
    let yes = [
        "Yes", "Y", "TRUE", "1", "T", "t", "a) Yes", "a. Yes", "1 - Yes", "Y - Yes", "1.0",
    ];
    read_as(
        &cells("visits", "visit_id", "bedroom_seen", &yes),
        "bedroom_seen",
        &["yes"; 11],
    );
    let no = [
        "no", "N", "False", "0", "F", "b) No", "b. No", "0 - No", "N - No", "0.0", "d) no",
    ];
    read_as(
        &cells("visits", "visit_id", "bedroom_seen", &no),
        "bedroom_seen",
        &["no"; 11],
    );
}

#[test]
fn what_is_no_plain_answer_stays_a_bad_cell() {
    let texts = ["1 - No", "y) perhaps", "seen", "2", "-1", "yes and no"];
    let sheet = cells("visits", "visit_id", "bedroom_seen", &texts);
    assert_eq!(sheet.values("bedroom_seen"), [""; 6]);
    assert_eq!(
        sheet.problems()[..2],
        [
            "error 2 bedroom_seen 1: expected yes or no, found \"1 - No\": cannot be read",
            "error 3 bedroom_seen 1: expected yes or no, found text of 10 characters: cannot be read",
        ]
    );
    assert_eq!(sheet.problems().len(), 6);
}

#[test]
fn an_answer_that_its_own_words_may_take_back_is_a_bad_cell() {
    let taken_back = [
        "Yes - not alone",
        "Y - mum present",
        "Yes - with sibling",
        "Yes: partly",
        "a) Yes - but only for a while",
        "Not alone: yes",
        "No - but seen alone at school",
    ];
    let sheet = cells("visits", "visit_id", "child_seen_alone", &taken_back);
    assert_eq!(sheet.values("child_seen_alone"), [""; 7]);
    assert_eq!(
        sheet.problems()[0],
        "error 2 child_seen_alone 1: expected yes or no, found text of 15 characters: cannot be read"
    );
    assert_eq!(sheet.problems().len(), 7);
    let kept = [
        ("Yes - alone", "yes"),
        ("Yes - seen alone at school", "yes"),
        ("Y - 12/03/2026", "yes"),
        ("Seen by the worker: yes", "yes"),
        ("2 - Yes", "yes"),
        ("No - refused", "no"),
        ("No - with mum", "no"),
    ];
    let texts = kept.map(|(text, _)| text);
    read_as(
        &cells("visits", "visit_id", "child_seen_alone", &texts),
        "child_seen_alone",
        &kept.map(|(_, value)| value),
    );
}

#[test]
fn longer_answers_are_read_where_the_field_lists_them() {
    let seen = [
        "Seen alone",
        "Child not seen alone",
        "Yes-See care notes for details",
        "a) Child seen alone",
        "b) Not seen",
        "Child seen",
    ];
    let sheet = cells("visits", "visit_id", "child_seen_alone", &seen);
    assert_eq!(
        sheet.values("child_seen_alone"),
        ["yes", "no", "yes", "yes", "no", ""],
        "who says only that the child was seen does not say alone"
    );
    for (table, key, field, cases) in [
        (
            "missing_episodes",
            "episode_id",
            "interview_offered",
            [
                ("Not Offered (Missing Again)", "no"),
                ("Offered and Declined (by YP)", "yes"),
            ],
        ),
        (
            "missing_episodes",
            "episode_id",
            "interview_accepted",
            [
                ("Offered and Declined (by YP)", "no"),
                ("Offered and Accepted", "yes"),
            ],
        ),
        (
            "referrals",
            "referral_id",
            "no_further_action",
            [("NFA", "yes"), ("FA", "no")],
        ),
        (
            "care_leavers",
            "care_leaver_id",
            "accommodation_suitable",
            [
                ("1 - Suitable", "yes"),
                ("2 - Accommodation is considered unsuitable", "no"),
            ],
        ),
        (
            "assessments",
            "assessment_id",
            "child_seen",
            [("Seen alone", "yes"), ("Child not seen", "no")],
        ),
        (
            "s47_enquiries",
            "s47_id",
            "child_seen_alone",
            [("Seen alone", "yes"), ("Child not seen alone", "no")],
        ),
    ] {
        let texts: Vec<&str> = cases.iter().map(|(text, _)| *text).collect();
        let expected: Vec<&str> = cases.iter().map(|(_, value)| *value).collect();
        read_as(&cells(table, key, field, &texts), field, &expected);
    }
}

#[test]
fn a_disability_by_its_name_is_a_disability() {
    let rows = "child_id,date_of_birth,disabled,unaccompanied\n\
                C1,2015-01-01,AUT,UASC\nC2,2015-01-01,NONE,Non-UASC\nC3,2015-01-01,CONCIOUSNESS,b) No\n";
    let sheet = Sheet::new("children.csv", rows);
    read_as(&sheet, "disabled", &["yes", "no", "yes"]);
    read_as(&sheet, "unaccompanied", &["yes", "no", "no"]);
}

#[test]
fn codes_are_found_behind_prefixes_and_beside_separators() {
    let rows = |spellings: &[&str]| {
        let rows: Vec<String> = spellings
            .iter()
            .enumerate()
            .map(|(number, text)| format!("C{number},2015-01-01,{text}\n"))
            .collect();
        Sheet::new(
            "children.csv",
            &format!("child_id,date_of_birth,ethnicity\n{}", rows.concat()),
        )
    };
    let sheet = rows(&[
        "z) WBRI",
        "a. White British",
        "p1) WBRI",
        "WBRI:White British",
        "WBRI -White British",
        "WBRI \u{2013} British white",
        "x) WBRI: old",
        "BRI: WBRI",
    ]);
    read_as(&sheet, "ethnicity", &["WBRI"; 8]);

    let sheet = rows(&[
        "s) other",
        "WBRI - CHNE",
        "WBRI: no",
        "WBRI-new",
        "WBRI - CHNE",
    ]);
    assert_eq!(
        sheet.values("ethnicity"),
        [
            "s) other",
            "WBRI - CHNE",
            "WBRI: no",
            "WBRI-new",
            "WBRI - CHNE"
        ]
    );
    let kept = "kept as it is; where an outcome hangs on it, the record cannot be judged";
    assert_eq!(
        sheet.problems(),
        [
            format!(
                "warning 2 ethnicity 1: \"s) other\" is no listed value of children.ethnicity: {kept}"
            ),
            format!(
                "warning 3 ethnicity 2: \"WBRI - CHNE\" is no listed value of children.ethnicity (2 times): {kept}"
            ),
            format!(
                "warning 4 ethnicity 1: a spelling like \"WBRI: xx\", masked as it may be a name, is no listed value of children.ethnicity: {kept}"
            ),
            format!(
                "warning 5 ethnicity 1: a spelling like \"WBRI-xxx\", masked as it may be a name, is no listed value of children.ethnicity: {kept}"
            ),
        ]
    );
}

#[test]
fn a_letter_means_nothing_of_itself() {
    // Annex A: s) is REFU and NOBT both, and in list 11 c) and d) are the other way round.
    let rows = "child_id,date_of_birth,sex\nC1,2015-01-01,m) Female\nC2,2015-01-01,c) Neither\nC3,2015-01-01,f) Male\n";
    read_as(&Sheet::new("children.csv", rows), "sex", &["F", "U", "M"]);
}

#[test]
fn lists_are_read_as_codes() {
    let sheet = cells(
        "assessments",
        "assessment_id",
        "factors",
        &[
            "a) 3A; 4B - Mental health | 21",
            "NULL,1A",
            "3B: adult, null",
        ],
    );
    read_as(&sheet, "factors", &["3A+4B+21", "1A", "3B"]);
}

#[test]
fn ids_lose_what_spreadsheets_and_padding_add() {
    let sheet = ids(&[
        "9212044.0",
        "\u{a0}9212044 ",
        "\"RND  1\"",
        "RND\u{a0}1",
        "12345.67",
        "9E06",
    ]);
    read_as(
        &sheet,
        "child_id",
        &["9212044", "9212044", "RND 1", "RND 1", "12345.67", "9E06"],
    );
}

#[test]
fn ids_that_lost_their_digits_are_refused() {
    let sheet = ids(&["9212044", "9.21E+06", "9.23E+06"]);
    assert_eq!(sheet.values("child_id"), ["9212044", "", ""]);
    assert_eq!(
        sheet.problems(),
        [
            "error 3 child_id 2: 2 ids lost digits in a spreadsheet (the first is \"9.21E+06\"): cannot be read; format the column as text before export",
            "error 3 child_id 2: 2 records of pre_proceedings have no child_id that can be read, this the first: they count for no child",
        ]
    );
    let sheet = ids(&["123456789012345", "1234567890123450"]);
    assert_eq!(sheet.values("child_id"), ["123456789012345", ""]);
    assert_eq!(
        sheet.problems(),
        [
            "error 3 child_id 1: 1 id lost digits in a spreadsheet (\"1234567890123450\"): cannot be read; format the column as text before export",
            "error 3 child_id 1: a record of pre_proceedings has no child_id that can be read: it counts for no child",
        ]
    );
    // A spreadsheet that spoils one such id spoils them all.
    read_as(
        &ids(&["1234567890123450", "1234567890123456", "1234567890123460"]),
        "child_id",
        &["1234567890123450", "1234567890123456", "1234567890123460"],
    );
}

#[test]
fn numbers_with_commas_and_without_a_point() {
    read_as(
        &numbers(&["1,204", "2.0", "0", "6.138461264750171", "nil"]),
        "previous_plans",
        &["1204", "2", "0", "6.138461264750171", ""],
    );
    let sheet = numbers(&["<1", "12%", "1,5", "6 months"]);
    assert_eq!(sheet.values("previous_plans"), [""; 4]);
    assert_eq!(
        sheet.problems(),
        [
            "error 2 previous_plans 1: expected a number of 0 or more, found \"<1\", a limit: cannot be read; export the number itself",
            "error 3 previous_plans 1: expected a number of 0 or more, found \"12%\", a percentage: cannot be read; export the number itself",
            "error 4 previous_plans 1: expected a number of 0 or more, found \"1,5\": cannot be read",
            "error 5 previous_plans 1: expected a number of 0 or more, found text of 8 characters: cannot be read",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(200)
    })]

    #[test]
    fn no_cell_is_too_strange(text in r"\PC{0,24}", near in "[0-9/:.)E+é, -]{0,20}") {
        for text in [&text, &near] {
            let quoted = format!("\"{}\"", text.replace('"', ""));
            let rows = format!(
                "visit_id,child_id,visited_on,bedroom_seen,kind,notes\n{}\n",
                [quoted.as_str(); 6].join(",")
            );
            Sheet::new("visits.csv", &rows);
            numbers(&[text.as_str()]);
        }
    }
}
