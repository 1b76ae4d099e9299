//! Every element of the census, once: what became of its value, or why it has none.

use std::collections::{BTreeMap, BTreeSet};

use caseready::load::{Context, Input, load};
use caseready::model::column::Column;
use caseready::model::problem::Problem;
use caseready::model::records::Records;
use caseready::model::runner::InTurn;
use caseready::rules::Ruleset;

use crate::command::{Folder, caseready};

/// The layout of 2026 with every element in it.
const WHOLE: &str = r"<Message>
  <Header>
    <CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>
    <Source><SourceLevel>L</SourceLevel><LEA>000</LEA><SoftwareCode>none</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo><DateTime>2026-04-20T09:00:00</DateTime></Source>
  </Header>
  <Children>
    <Child>
      <ChildIdentifiers>
        <LAchildID>K1</LAchildID>
        <UPN>A123456789123</UPN>
        <FormerUPN>X98765432123B</FormerUPN>
        <UPNunknown>UN3</UPNunknown>
        <PersonBirthDate>2015-03-27</PersonBirthDate>
        <ExpectedPersonBirthDate>2015-03-20</ExpectedPersonBirthDate>
        <Sex>F</Sex>
        <PersonDeathDate>2026-02-27</PersonDeathDate>
      </ChildIdentifiers>
      <ChildCharacteristics>
        <Ethnicity>WIRT</Ethnicity>
        <Disabilities><Disability>AUT</Disability></Disabilities>
      </ChildCharacteristics>
      <CINdetails>
        <CINreferralDate>2025-04-02</CINreferralDate>
        <ReferralSource>3B</ReferralSource>
        <PrimaryNeedCode>N2</PrimaryNeedCode>
        <CINclosureDate>2026-03-02</CINclosureDate>
        <ReasonForClosure>RC2</ReasonForClosure>
        <DateOfInitialCPC>2025-04-11</DateOfInitialCPC>
        <Assessments>
          <AssessmentActualStartDate>2025-04-03</AssessmentActualStartDate>
          <AssessmentInternalReviewDate>2025-04-17</AssessmentInternalReviewDate>
          <AssessmentAuthorisationDate>2025-05-20</AssessmentAuthorisationDate>
          <FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>16A</AssessmentFactors></FactorsIdentifiedAtAssessment>
        </Assessments>
        <CINPlanDates>
          <CINPlanStartDate>2025-05-21</CINPlanStartDate>
          <CINPlanEndDate>2025-06-27</CINPlanEndDate>
        </CINPlanDates>
        <Section47>
          <S47ActualStartDate>2025-06-09</S47ActualStartDate>
          <InitialCPCtarget>2025-06-30</InitialCPCtarget>
          <DateOfInitialCPC>2025-06-27</DateOfInitialCPC>
          <ICPCnotRequired>0</ICPCnotRequired>
        </Section47>
        <ReferralNFA>0</ReferralNFA>
        <ChildProtectionPlans>
          <CPPstartDate>2025-06-27</CPPstartDate>
          <CPPendDate>2026-02-23</CPPendDate>
          <InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>
          <LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>
          <NumberOfPreviousCPP>2</NumberOfPreviousCPP>
          <Reviews><CPPreviewDate>2025-09-22</CPPreviewDate></Reviews>
        </ChildProtectionPlans>
        <PreProceedingsandFGDM>
          <PPStartDate>2025-08-01</PPStartDate>
          <LBPSentDate>2025-08-08</LBPSentDate>
          <FGDMMeetingOffer>1</FGDMMeetingOffer>
          <FGDMMeetingFac>0</FGDMMeetingFac>
          <InitialPPMeetingDate>2025-08-15</InitialPPMeetingDate>
          <ReviewMeetingsCount>3</ReviewMeetingsCount>
          <StepDecisionDate>2025-11-14</StepDecisionDate>
          <PPOutcome>B</PPOutcome>
          <CourtAppDate>2025-11-20</CourtAppDate>
          <LetterInitCPDate>2025-11-21</LetterInitCPDate>
        </PreProceedingsandFGDM>
      </CINdetails>
    </Child>
  </Children>
</Message>
";

/// What a census was read as.
struct Census {
    ruleset: Ruleset,
    records: Records,
    problems: Vec<Problem>,
}

impl Census {
    fn read(text: &str) -> Self {
        let ruleset = Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
        let input = Input {
            name: "census.xml".to_owned(),
            named: true,
            size: 0,
            read: Box::new(|| Ok(text.as_bytes().to_vec())),
        };
        let placeholders = ruleset.reference.phrase_lists.placeholders();
        let context = Context::new(&ruleset.catalogue, &ruleset.layouts, placeholders);
        let loaded = load(vec![input], &context, &InTurn);
        let loaded = loaded.unwrap_or_else(|refused| panic!("{refused:?}"));
        Self {
            ruleset,
            records: loaded.records,
            problems: loaded.problems,
        }
    }

    /// Every record of a table, as "field value, field value" without what is blank.
    fn records(&self, name: &str) -> Vec<String> {
        let catalogue = &self.ruleset.catalogue;
        let table = catalogue.find(name).expect("a table");
        let fields = &catalogue.table(table).fields;
        let code = |symbol| self.records.codes.text(symbol).to_owned();
        let value = |row, field: &str| {
            let id = catalogue.table(table).field(field).expect("a field");
            let column = self.records.column(table, id)?;
            let value = match column {
                Column::Id(_) if id == catalogue.table(table).key => {
                    let key = self.records.key(catalogue, table, row);
                    self.records.ids(table).text(key).to_owned()
                }
                Column::Id(_) => self
                    .records
                    .reference_text(catalogue, table, id, row)
                    .to_owned(),
                Column::Date(_) => column.recorded_date(row)?.to_string(),
                Column::Flag(_) => column.flag(row)?.to_string(),
                Column::Number(_) => column.number(row)?.to_string(),
                Column::Code(_) => code(column.code(row)),
                Column::List { .. } => {
                    let codes: Vec<String> = column.list(row).iter().copied().map(code).collect();
                    codes.join("+")
                }
                Column::Text(_) => unreachable!("a census holds no narrative"),
            };
            (!value.is_empty()).then(|| format!("{field} {value}"))
        };
        let rows = 0..self.records.rows(table);
        rows.map(|row| {
            let values = fields.iter().filter_map(|field| value(row, &field.name));
            values.collect::<Vec<_>>().join(", ")
        })
        .collect()
    }

    /// What was said of the file, without the places.
    fn problems(&self) -> Vec<(&str, u64)> {
        let problems = self.problems.iter();
        problems
            .map(|problem| (problem.message.as_str(), problem.count))
            .collect()
    }
}

/// The elements of a census that have text, with the element each stands in, in order.
fn elements(text: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut open, mut found): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let mut leaf = false;
    loop {
        match reader.read_event().expect("it is XML") {
            quick_xml::events::Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                leaf = true;
            }
            quick_xml::events::Event::End(_) => {
                let name = open.pop().expect("an open element");
                let within = open.last().cloned().unwrap_or_default();
                if leaf && !found.contains(&(within.clone(), name.clone())) {
                    found.push((within, name));
                }
                leaf = false;
            }
            quick_xml::events::Event::Eof => return found,
            _ => {}
        }
    }
}

const HEADER: [&str; 3] = ["Header", "CollectionDetails", "Source"];

#[test]
fn every_element_becomes_the_value_that_means_the_same() {
    let census = Census::read(WHOLE);
    for (table, records) in [
        (
            "children",
            vec![
                "child_id K1, date_of_birth 2015-03-27, expected_birth_on 2015-03-20, died_on 2026-02-27, sex F, ethnicity WIRT, disabled true",
            ],
        ),
        (
            "referrals",
            vec![
                "referral_id K1/referrals/2025-04-02, child_id K1, received_on 2025-04-02, source 3B, primary_need N2, no_further_action false, closed_on 2026-03-02, close_reason RC2",
            ],
        ),
        (
            "assessments",
            vec![
                "assessment_id K1/assessments/2025-04-03, child_id K1, referral_id K1/referrals/2025-04-02, started_on 2025-04-03, completed_on 2025-05-20, factors 3B+16A",
            ],
        ),
        (
            "cin_plans",
            vec![
                "plan_id K1/cin_plans/2025-05-21, child_id K1, referral_id K1/referrals/2025-04-02, started_on 2025-05-21, ended_on 2025-06-27",
            ],
        ),
        (
            "s47_enquiries",
            vec![
                "s47_id K1/s47_enquiries/2025-06-09, child_id K1, referral_id K1/referrals/2025-04-02, started_on 2025-06-09, conference_required true",
            ],
        ),
        (
            "conferences",
            vec![
                "conference_id K1/conferences/2025-04-11, child_id K1, kind initial, transfer_in true, held_on 2025-04-11",
                "conference_id K1/conferences/2025-06-27, child_id K1, kind initial, s47_id K1/s47_enquiries/2025-06-09, plan_id K1/cp_plans/2025-06-27, transfer_in false, due_on 2025-06-30, held_on 2025-06-27",
                "conference_id K1/conferences/2025-09-22, child_id K1, kind review, plan_id K1/cp_plans/2025-06-27, held_on 2025-09-22",
            ],
        ),
        (
            "cp_plans",
            vec![
                "plan_id K1/cp_plans/2025-06-27, child_id K1, referral_id K1/referrals/2025-04-02, conference_id K1/conferences/2025-06-27, started_on 2025-06-27, ended_on 2026-02-23, category EMO, initial_category NEG, previous_plans 2",
            ],
        ),
        (
            "pre_proceedings",
            vec![
                "pre_proceedings_id K1/pre_proceedings/2025-08-01, child_id K1, decided_on 2025-08-01, letter_sent_on 2025-08-08, first_meeting_on 2025-08-15, review_count 3, family_meeting_offered true, family_meeting_held false, ended_on 2025-11-14, outcome B, application_on 2025-11-20",
            ],
        ),
        (
            "proceedings",
            vec!["proceedings_id K1/proceedings/2025-11-20, child_id K1, issued_on 2025-11-20"],
        ),
    ] {
        assert_eq!(census.records(table), records, "{table}");
    }
    let said = "\"B\" is no listed value of pre_proceedings.outcome: kept as it is; where an outcome hangs on it, the record cannot be judged";
    let of_codes = "the codes of PPOutcome are kept as they are: what A, B and C stand for is not published, so that no rule takes them for stepping down or for issuing proceedings";
    assert_eq!(census.problems(), [(of_codes, 1), (said, 1)]);
}

#[test]
fn until_2024_the_sex_of_a_child_is_a_number_under_another_name() {
    for (number, sex) in [("0", "U"), ("1", "M"), ("2", "F"), ("9", "U")] {
        let element = format!("<GenderCurrent>{number}</GenderCurrent>");
        let census = Census::read(&WHOLE.replace("<Sex>F</Sex>", &element));
        let child = &census.records("children")[0];
        assert!(child.contains(&format!("sex {sex},")), "{number}: {child}");
    }
}

/// The elements that `inspect` lists after these words, whatever the table.
fn listed(page: &str, label: &str) -> BTreeSet<String> {
    let lines = page.lines().filter_map(|line| line.strip_prefix(label));
    let lists = lines.map(|line| line.split_once(": ").map_or(line, |(_, list)| list));
    lists
        .flat_map(|list| list.split(", "))
        .map(|element| element.trim().to_owned())
        .collect()
}

fn inspect(census: &str) -> String {
    let folder = Folder::with(&[("census.xml", census.as_bytes())]);
    caseready([
        "inspect",
        &folder.file("census.xml"),
        "--as-at",
        "2026-03-31",
    ])
    .stdout
    .replace("\n    ", " ")
}

#[test]
fn what_is_used_what_is_not_and_what_is_never_loaded_are_all_the_elements_there_are() {
    let page = inspect(WHOLE);
    let used = listed(&page, "- used for ");
    let aside = listed(&page, "- not used");
    let never = listed(&page, "- never loaded");
    let expected = |names: &[&str]| names.iter().copied().map(str::to_owned).collect();
    assert_eq!(never, expected(&["FormerUPN", "UPN"]));
    assert_eq!(
        aside,
        expected(&[
            "AssessmentInternalReviewDate",
            "LetterInitCPDate",
            "UPNunknown"
        ])
    );
    let there: BTreeSet<String> = elements(WHOLE)
        .into_iter()
        .filter(|(within, _)| !HEADER.contains(&within.as_str()))
        .map(|(_, element)| element)
        .collect();
    let told: BTreeSet<String> = used.into_iter().chain(aside).chain(never).collect();
    assert_eq!(told, there);
    assert_eq!(there.len(), 42);
    for number in ["A123456789123", "X98765432123B", "UN3"] {
        assert!(!page.contains(number), "{page}");
    }
}

#[test]
fn an_element_of_another_name_is_never_passed_over_in_silence() {
    let mut text = WHOLE.to_owned();
    let mut expected = BTreeMap::new();
    for (within, name) in elements(WHOLE) {
        if HEADER.contains(&within.as_str()) || name == "LAchildID" {
            continue;
        }
        text = text
            .replace(&format!("<{name}>"), &format!("<New{name}>"))
            .replace(&format!("</{name}>"), &format!("</New{name}>"));
        let message =
            format!("element New{name} in {within} is in no layout of the census: it is not used");
        expected.insert(message, if name == "AssessmentFactors" { 2 } else { 1 });
    }
    let census = Census::read(&text);
    let said: BTreeMap<String, u64> = census
        .problems()
        .into_iter()
        .map(|(message, count)| (message.to_owned(), count))
        .collect();
    assert_eq!(said, expected);
    assert_eq!(expected.len(), 42, "two elements go by one name");
}

#[test]
fn the_second_value_of_one_element_is_counted() {
    let twice =
        "<CINclosureDate>2026-03-02</CINclosureDate><CINclosureDate>2026-03-09</CINclosureDate>";
    let once = "<CINclosureDate>2026-03-02</CINclosureDate>";
    let census = Census::read(&WHOLE.replace(once, twice));
    let referral = &census.records("referrals")[0];
    assert!(referral.contains("closed_on 2026-03-02"), "{referral}");
    let said = "element CINclosureDate in CINdetails is there more than once: the first is used";
    assert!(census.problems().contains(&(said, 1)));
}

#[test]
fn a_child_is_disabled_by_any_code_but_none_in_any_order() {
    let disabled = |codes: &[&str]| {
        let elements: Vec<String> = codes
            .iter()
            .map(|code| format!("<Disability>{code}</Disability>"))
            .collect();
        let text = WHOLE.replace("<Disability>AUT</Disability>", &elements.concat());
        let census = Census::read(&text);
        let child = census.records("children").remove(0);
        child
            .split_once("disabled ")
            .map_or("blank".to_owned(), |(_, value)| value.to_owned())
    };
    assert_eq!(disabled(&["NONE"]), "false");
    assert_eq!(disabled(&["none"]), "false");
    assert_eq!(disabled(&["NONE", "HEAR"]), "true");
    assert_eq!(disabled(&["XYZ", "MOB"]), "true");
    assert_eq!(disabled(&["NONE", "XYZ"]), "blank", "and it is reported");
    assert_eq!(disabled(&[""]), "blank");
}

#[test]
fn children_are_told_apart_wherever_their_identifiers_stand() {
    let start = WHOLE.find("      <ChildIdentifiers>").expect("identifiers");
    let end = WHOLE.find("      <CINdetails>").expect("a referral");
    let last = WHOLE.find("    </Child>").expect("the end of the child");
    let (before, head, body, after) = (
        &WHOLE[..start],
        &WHOLE[start..end],
        &WHOLE[end..last],
        &WHOLE[last..],
    );
    let census = Census::read(&[before, body, head, after].concat());
    assert!(census.records("cp_plans")[0].contains("child_id K1,"));
}

#[test]
fn a_child_who_is_there_twice_keeps_both_referrals_apart() {
    let start = WHOLE.find("    <Child>").expect("a child");
    let end = WHOLE
        .find("  </Children>")
        .expect("the end of the children");
    let again = WHOLE[start..end].replace("2025-04-02", "2025-04-01");
    let text = [&WHOLE[..end], &again, &WHOLE[end..]].concat();
    let census = Census::read(&text);
    assert_eq!(census.records("children").len(), 1);
    let assessments = census.records("assessments");
    assert!(assessments[0].contains("referral_id K1/referrals/2025-04-02"));
    assert!(assessments[1].contains("assessment_id K1/assessments/2025-04-03/2"));
    assert!(assessments[1].contains("referral_id K1/referrals/2025-04-01"));
}

#[test]
fn only_the_conference_of_the_day_a_plan_began_made_it() {
    let text = WHOLE.replace(
        "<CPPstartDate>2025-06-27</CPPstartDate>",
        "<CPPstartDate>2025-06-28</CPPstartDate>",
    );
    let census = Census::read(&text);
    assert!(!census.records("cp_plans")[0].contains("conference_id"));
    assert!(!census.records("conferences")[1].contains("plan_id"));

    let text = WHOLE.replace(
        "<CPPstartDate>2025-06-27</CPPstartDate>",
        "<CPPstartDate>2025-04-11</CPPstartDate>",
    );
    let census = Census::read(&text);
    let plan = &census.records("cp_plans")[0];
    assert!(
        plan.contains("conference_id K1/conferences/2025-04-11"),
        "{plan}"
    );
    let transfer = &census.records("conferences")[0];
    assert!(
        transfer.contains("plan_id K1/cp_plans/2025-04-11"),
        "{transfer}"
    );
}

#[test]
fn a_census_without_reviews_of_earlier_years_says_that_they_may_be_missing() {
    let said = |text: &str| {
        let census = Census::read(text);
        let problems = census.problems.iter();
        let of_reviews = problems.filter(|problem| problem.message.starts_with("no review"));
        of_reviews
            .map(|problem| problem.message.clone())
            .collect::<Vec<_>>()
    };
    let begun = |day: &str| {
        let element = format!("<CPPstartDate>{day}</CPPstartDate>");
        WHOLE.replace("<CPPstartDate>2025-06-27</CPPstartDate>", &element)
    };
    assert_eq!(said(WHOLE), [""; 0]);
    assert_eq!(
        said(&begun("2025-01-01")),
        [""; 0],
        "due on the year's first day"
    );
    assert_eq!(
        said(&begun("2024-12-31")),
        [
            "no review conference before 1 April 2025 is listed, though 1 plan was due for review by then: if this census lists only the reviews of its own year, reviews held in time before it may show as late; add the conferences from the case system"
        ]
    );
    let review = "<CPPreviewDate>2025-09-22</CPPreviewDate>";
    let earlier = "<CPPreviewDate>2025-03-31</CPPreviewDate>";
    assert_eq!(said(&begun("2024-12-31").replace(review, earlier)), [""; 0]);
}

#[test]
fn child_in_need_plans_are_missing_from_a_census_that_did_not_ask_for_them() {
    let start = WHOLE.find("        <CINPlanDates>").expect("a plan");
    let end = WHOLE.find("        <Section47>").expect("an enquiry");
    let without = [&WHOLE[..start], &WHOLE[end..]].concat();
    let page = inspect(&without);
    assert!(
        page.contains("Given, and without a record: cin_plans\n"),
        "{page}"
    );
    let old = without.replace("<Year>2026</Year>", "<Year>2021</Year>");
    let page = inspect(&old);
    assert!(!page.contains("without a record"), "{page}");
    assert!(page.contains("for the rest: cin_plans (CN-01"), "{page}");
}

#[test]
fn a_return_of_another_collection_is_refused() {
    let text = "<Message><Header><CollectionDetails><Collection>SEN2</Collection></CollectionDetails></Header><Children><Child><ID>1</ID></Child></Children></Message>";
    let folder = Folder::with(&[("return.xml", text.as_bytes())]);
    let run = caseready(["audit", &folder.file("return.xml")]);
    assert_eq!(run.code, 2);
    let said = "of the collection \"SEN2\", not the census's \"CIN\"";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}
