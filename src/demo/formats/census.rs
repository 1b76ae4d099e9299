//! The children in need census, in the layout of 2026.
//!
//! A real one holds the children who were in need at any time from 1 April to 31 March, and only the enquiries, assessments and
//! plans of that year. The demonstration is made on any day, and its history is what the standards are judged on, so this one
//! holds every child with a referral, and all of their records that the census has a place for. It has none for: an assessment of
//! carers; a conference of a plan whose enquiry is not in the export; proceedings that no pre-proceedings led to. The outcome of
//! pre-proceedings stays out because the meaning of its codes is not published, and the day a conference is due because our
//! tables do not state it.
//!
//! What our tables leave blank is left out, even where the schema asks for it: real returns have such gaps.

use std::collections::BTreeMap;

use super::Format;
use super::native::{NativeRow, rows};
use crate::demo::table::{Chunk, Table};
use crate::model::day::Day;

/// The census year ends with this day of March.
const LAST_DAY: u32 = 31;
/// No authority has this number.
const AUTHORITY: &str = "000";

pub struct Census {
    as_at: Day,
}

impl Census {
    pub fn new(as_at: Day) -> Self {
        Self { as_at }
    }

    /// The end of the census year that the export is made in.
    fn reference_date(&self) -> Day {
        let ends = |year| Day::from_ymd(year, 3, LAST_DAY);
        let year = self.as_at.year();
        ends(year)
            .filter(|end| self.as_at <= *end)
            .or_else(|| ends(year + 1))
            .unwrap_or(self.as_at)
    }
}

impl Format for Census {
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut xml = Xml::new(0);
        xml.begin("Message");
        xml.begin("Header");
        xml.begin("CollectionDetails");
        let ends = self.reference_date();
        xml.value("Collection", "CIN");
        xml.value("Year", &ends.year().to_string());
        xml.value("ReferenceDate", &ends.to_string());
        xml.end("CollectionDetails");
        xml.begin("Source");
        xml.value("SourceLevel", "L");
        xml.value("LEA", AUTHORITY);
        xml.value("SoftwareCode", "caseready demo");
        xml.value("Release", env!("CARGO_PKG_VERSION"));
        xml.value("SerialNo", "001");
        xml.value("DateTime", &format!("{}T00:00:00", self.as_at));
        xml.end("Source");
        xml.end("Header");
        xml.begin("Children");
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        let head = [declaration, &xml.text].concat();
        vec![("cin_census.xml".to_owned(), head.into_bytes())]
    }

    fn chunk(&self, chunk: &Chunk) -> (Vec<Vec<u8>>, u64) {
        let case = Cases::new(chunk);
        let mut xml = Xml::new(2);
        let mut records = 0;
        for child in rows(chunk, Table::Children) {
            records += case.write(&child, &mut xml);
        }
        (vec![xml.text.into_bytes()], records)
    }

    fn ends(&self) -> Vec<Vec<u8>> {
        let mut xml = Xml::new(2);
        xml.end("Children");
        xml.end("Message");
        vec![xml.text.into_bytes()]
    }
}

/// Rows of a table by what they belong to.
struct Of<'c> {
    rows: Vec<NativeRow<'c>>,
    places: BTreeMap<String, Vec<usize>>,
}

impl<'c> Of<'c> {
    fn new(chunk: &'c Chunk, table: Table, reference: &str) -> Self {
        let rows = rows(chunk, table);
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            places
                .entry(row.get(reference).to_owned())
                .or_default()
                .push(place);
        }
        Self { rows, places }
    }

    fn of(&self, key: &str) -> impl Iterator<Item = &NativeRow<'c>> {
        let places = self.places.get(key).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.rows[*place])
    }
}

/// The rows of a chunk that a census tells of.
struct Cases<'c> {
    referrals: Of<'c>,
    assessments: Of<'c>,
    need_plans: Of<'c>,
    enquiries: Of<'c>,
    protection_plans: Of<'c>,
    conferences_of_enquiries: Of<'c>,
    conferences_of_plans: Of<'c>,
    pre_proceedings: Of<'c>,
    reviews: Of<'c>,
}

impl<'c> Cases<'c> {
    fn new(chunk: &'c Chunk) -> Self {
        let of = |table, reference| Of::new(chunk, table, reference);
        Self {
            referrals: of(Table::Referrals, "child_id"),
            assessments: of(Table::Assessments, "referral_id"),
            need_plans: of(Table::NeedPlans, "referral_id"),
            enquiries: of(Table::Enquiries, "referral_id"),
            protection_plans: of(Table::ProtectionPlans, "referral_id"),
            conferences_of_enquiries: of(Table::Conferences, "s47_id"),
            conferences_of_plans: of(Table::Conferences, "plan_id"),
            pre_proceedings: of(Table::PreProceedings, "child_id"),
            reviews: of(Table::PreProceedingsReviews, "pre_proceedings_id"),
        }
    }

    /// Writes a child, and gives the number of records.
    fn write(&self, child: &NativeRow<'_>, xml: &mut Xml) -> u64 {
        let id = child.get("child_id");
        let referrals: Vec<_> = self.referrals.of(id).collect();
        if referrals.is_empty() {
            return 0;
        }
        xml.begin("Child");
        xml.begin("ChildIdentifiers");
        xml.value("LAchildID", id);
        xml.value("PersonBirthDate", child.get("date_of_birth"));
        xml.value("ExpectedPersonBirthDate", child.get("expected_birth_on"));
        xml.value("Sex", child.get("sex"));
        xml.end("ChildIdentifiers");
        xml.begin("ChildCharacteristics");
        xml.value("Ethnicity", child.get("ethnicity"));
        // Our tables do not say which disability it is: that is the code for one not in the list.
        let disability = match child.get("disabled") {
            "yes" => "DDA",
            "no" => "NONE",
            _ => "",
        };
        if !disability.is_empty() {
            xml.begin("Disabilities");
            xml.value("Disability", disability);
            xml.end("Disabilities");
        }
        xml.end("ChildCharacteristics");
        let mut records = 1;
        for referral in &referrals {
            let pre_proceedings = self.pre_proceedings.of(id).filter(|row| {
                begun_in(row.get("decided_on"), &referrals) == referral.get("referral_id")
            });
            records += self.referral(referral, pre_proceedings, xml);
        }
        xml.end("Child");
        records
    }

    fn referral<'r>(
        &self,
        referral: &NativeRow<'_>,
        pre_proceedings: impl Iterator<Item = &'r NativeRow<'c>>,
        xml: &mut Xml,
    ) -> u64
    where
        'c: 'r,
    {
        let id = referral.get("referral_id");
        let mut records = 1;
        xml.begin("CINdetails");
        xml.value("CINreferralDate", referral.get("received_on"));
        xml.value("ReferralSource", referral.get("source"));
        xml.value("PrimaryNeedCode", referral.get("primary_need"));
        xml.value("CINclosureDate", referral.get("closed_on"));
        xml.value("ReasonForClosure", referral.get("close_reason"));
        let transfer = self
            .protection_plans
            .of(id)
            .flat_map(|plan| self.conferences_of_plans.of(plan.get("plan_id")))
            .find(|row| row.get("kind") == "initial" && row.get("transfer_in") == "yes");
        records += xml.value(
            "DateOfInitialCPC",
            transfer.map_or("", |row| row.get("held_on")),
        );
        let of_need =
            |row: &&NativeRow<'_>| !matches!(row.get("kind"), "parenting" | "connected person");
        for row in self.assessments.of(id).filter(of_need) {
            xml.begin("Assessments");
            xml.value("AssessmentActualStartDate", row.get("started_on"));
            xml.value("AssessmentAuthorisationDate", row.get("completed_on"));
            if !row.get("factors").is_empty() {
                xml.begin("FactorsIdentifiedAtAssessment");
                for factor in row.get("factors").split(';') {
                    xml.value("AssessmentFactors", factor.trim());
                }
                xml.end("FactorsIdentifiedAtAssessment");
            }
            xml.end("Assessments");
            records += 1;
        }
        for row in self.need_plans.of(id) {
            xml.begin("CINPlanDates");
            xml.value("CINPlanStartDate", row.get("started_on"));
            xml.value("CINPlanEndDate", row.get("ended_on"));
            xml.end("CINPlanDates");
            records += 1;
        }
        for row in self.enquiries.of(id) {
            let conference = self.conferences_of_enquiries.of(row.get("s47_id")).next();
            xml.begin("Section47");
            xml.value("S47ActualStartDate", row.get("started_on"));
            let held = conference.map_or("", |row| row.get("held_on"));
            records += 1 + xml.value("DateOfInitialCPC", held);
            let not_required = match row.get("conference_required") {
                "yes" => "0",
                "no" => "1",
                _ => "",
            };
            xml.value("ICPCnotRequired", not_required);
            xml.end("Section47");
        }
        xml.value("ReferralNFA", digit(referral.get("no_further_action")));
        for row in self.protection_plans.of(id) {
            records += self.protection_plan(row, xml);
        }
        for row in pre_proceedings {
            records += self.pre_proceedings(row, xml);
        }
        xml.end("CINdetails");
        records
    }

    fn protection_plan(&self, plan: &NativeRow<'_>, xml: &mut Xml) -> u64 {
        xml.begin("ChildProtectionPlans");
        xml.value("CPPstartDate", plan.get("started_on"));
        xml.value("CPPendDate", plan.get("ended_on"));
        xml.value("InitialCategoryOfAbuse", plan.get("initial_category"));
        xml.value("LatestCategoryOfAbuse", plan.get("category"));
        xml.value("NumberOfPreviousCPP", plan.get("previous_plans"));
        let reviews: Vec<&str> = self
            .conferences_of_plans
            .of(plan.get("plan_id"))
            .filter(|row| row.get("kind") == "review")
            .map(|row| row.get("held_on"))
            .filter(|held| !held.is_empty())
            .collect();
        if !reviews.is_empty() {
            xml.begin("Reviews");
            for held in &reviews {
                xml.value("CPPreviewDate", held);
            }
            xml.end("Reviews");
        }
        xml.end("ChildProtectionPlans");
        1 + reviews.len() as u64
    }

    fn pre_proceedings(&self, row: &NativeRow<'_>, xml: &mut Xml) -> u64 {
        let reviews = self
            .reviews
            .of(row.get("pre_proceedings_id"))
            .filter(|review| !review.get("held_on").is_empty())
            .count();
        xml.begin("PreProceedingsandFGDM");
        xml.value("PPStartDate", row.get("decided_on"));
        xml.value("LBPSentDate", row.get("letter_sent_on"));
        xml.value("FGDMMeetingOffer", digit(row.get("family_meeting_offered")));
        xml.value("FGDMMeetingFac", digit(row.get("family_meeting_held")));
        xml.value("InitialPPMeetingDate", row.get("first_meeting_on"));
        xml.value("ReviewMeetingsCount", &reviews.to_string());
        xml.value("StepDecisionDate", row.get("ended_on"));
        // The application is the beginning of proceedings too.
        let applied = xml.value("CourtAppDate", row.get("application_on"));
        xml.end("PreProceedingsandFGDM");
        1 + applied
    }
}

/// The referral that was the newest on a day; the first where none had come.
fn begun_in<'r>(day: &str, referrals: &[&'r NativeRow<'_>]) -> &'r str {
    let newest = referrals
        .iter()
        .filter(|referral| referral.get("received_on") <= day)
        .max_by_key(|referral| referral.get("received_on"));
    newest
        .or(referrals.first())
        .map_or("", |referral| referral.get("referral_id"))
}

fn digit(flag: &str) -> &str {
    match flag {
        "yes" => "1",
        "no" => "0",
        _ => "",
    }
}

/// Elements on lines of their own.
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn new(depth: usize) -> Self {
        Self {
            text: String::new(),
            depth,
        }
    }

    fn line(&mut self, line: &[&str]) {
        self.text.push_str(&"  ".repeat(self.depth));
        for part in line {
            self.text.push_str(part);
        }
        self.text.push('\n');
    }

    fn begin(&mut self, name: &str) {
        self.line(&["<", name, ">"]);
        self.depth += 1;
    }

    fn end(&mut self, name: &str) {
        self.depth -= 1;
        self.line(&["</", name, ">"]);
    }

    /// An element with a value; none where it is blank. How many were written.
    fn value(&mut self, name: &str, value: &str) -> u64 {
        if value.is_empty() {
            return 0;
        }
        let value = quick_xml::escape::escape(value);
        self.line(&["<", name, ">", &value, "</", name, ">"]);
        1
    }
}
