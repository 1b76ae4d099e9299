//! The children in need census: a small one written here, and those of other makers that stand beside the project.

use std::collections::BTreeSet;

use crate::command::{Folder, audited_file, caseready, rule};
use crate::formats::others;

const CENSUS: &str = r"<Message>
  <Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year></CollectionDetails></Header>
  <Children>
    <Child>
      <ChildIdentifiers>
        <LAchildID>K1</LAchildID>
        <UPN>A123456789123</UPN>stray text
        <PersonBirthDate>2015-03-27</PersonBirthDate>
        <Sex>F</Sex>
      </ChildIdentifiers>
      <ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities></ChildCharacteristics>
      <CINdetails>
        <CINreferralDate>2025-06-02</CINreferralDate>
        <Section47>
          <S47ActualStartDate>2025-06-09</S47ActualStartDate>
          <InitialCPCtarget>2025-06-30</InitialCPCtarget>
          <DateOfInitialCPC>2025-06-27</DateOfInitialCPC>
          <ICPCnotRequired>0</ICPCnotRequired>
        </Section47>
        <ReferralNFA>false</ReferralNFA>
        <ChildProtectionPlans>
          <CPPstartDate>2025-06-27</CPPstartDate>
          <NumberOfPreviousCPP>1</NumberOfPreviousCPP>
          <Reviews><CPPreviewDate>2025-09-22</CPPreviewDate><CPPreviewDate>2026-02-23</CPPreviewDate></Reviews>
        </ChildProtectionPlans>
        <PreProceedingsandFGDM>
          <PPStartDate>2025-12-17</PPStartDate>
          <LBPSentDate>2026-01-08</LBPSentDate>
          <FGDMMeetingOffer>0</FGDMMeetingOffer>
          <InitialPPMeetingDate>2026-01-15</InitialPPMeetingDate>
          <ReviewMeetingsCount>0</ReviewMeetingsCount>
          <StepDecisionDate/>
        </PreProceedingsandFGDM>
      </CINdetails>
    </Child>
  </Children>
</Message>
";

fn small() -> Folder {
    Folder::with(&[("return.xml", CENSUS.as_bytes())])
}

#[test]
fn a_census_with_the_pre_proceedings_block_is_judged_on_it() {
    let folder = small();
    let run = caseready([
        "audit",
        &folder.file("return.xml"),
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ])
    .json();
    let outcome = |id: &str| {
        let rule = rule(&run, id);
        let outcomes = rule["outcomes"]
            .as_object()
            .expect("outcomes")
            .iter()
            .filter(|(_, count)| **count != 0);
        let outcomes: Vec<String> = outcomes
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        if rule["status"] == "assessed" {
            outcomes.join(", ")
        } else {
            rule["reason"].as_str().expect("a reason").to_owned()
        }
    };
    assert_eq!(
        outcome("PP-03"),
        "1 late",
        "10 working days from 17 December 2025 end on 5 January 2026"
    );
    assert_eq!(outcome("PP-04"), "1 met");
    assert_eq!(
        outcome("PP-05"),
        "no pre_proceedings_reviews in these files"
    );
    assert_eq!(
        outcome("PP-06"),
        "1 due",
        "16 weeks from 8 January 2026 end on 30 April 2026"
    );
    assert_eq!(
        outcome("PP-07"),
        "1 overdue",
        "no review in the six weeks from 15 January 2026"
    );
    assert_eq!(outcome("PP-13"), "1 failed");
    let late = &run["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["rule"] == "PP-03")
        .expect("a finding");
    assert_eq!(late["child_id"], "K1");
    assert_eq!(late["key"], "K1/pre_proceedings/2025-12-17");
    assert_eq!(late["row"], 26, "the line where the block begins");
    assert_eq!(late["days_over"], 3);
}

#[test]
fn conferences_and_their_links_come_out_of_enquiries_and_plans() {
    let folder = small();
    let page = caseready([
        "inspect",
        &folder.file("return.xml"),
        "--as-at",
        "2026-03-31",
    ])
    .stdout
    .replace("\n  ", " ");
    for part in [
        "conferences 3 rows",
        "cp_plans 1 row",
        "s47_enquiries 1 row",
        "assessments 0 rows",
        "pre_proceedings 1 row",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.contains("\n- never loaded: UPN\n"), "{page}");
    assert!(page.contains("PROBLEMS: NONE"), "{page}");
    assert!(
        !page.contains("A123456789123"),
        "a national number is never loaded: {page}"
    );
}

#[test]
fn a_conference_is_awaited_only_where_one_is_required() {
    let enquiry = |not_required: &str, held: &str| {
        let held = if held.is_empty() {
            String::new()
        } else {
            format!("<DateOfInitialCPC>{held}</DateOfInitialCPC>")
        };
        format!(
            "<Section47><S47ActualStartDate>2025-06-09</S47ActualStartDate><InitialCPCtarget>2025-06-30</InitialCPCtarget>{held}<ICPCnotRequired>{not_required}</ICPCnotRequired></Section47>"
        )
    };
    let conferences = |enquiries: &[String]| {
        let start = CENSUS.find("        <Section47>").expect("an enquiry");
        let end = CENSUS
            .find("        <ReferralNFA>")
            .expect("the end of enquiries");
        let text = [&CENSUS[..start], &enquiries.concat(), &CENSUS[end..]].concat();
        let folder = Folder::with(&[("return.xml", text.as_bytes())]);
        let run = caseready([
            "audit",
            &folder.file("return.xml"),
            "--as-at",
            "2026-03-31",
            "--format",
            "json",
        ])
        .json();
        let inputs = run["inputs"].as_array().expect("inputs").iter();
        inputs
            .filter(|input| input["table"] == "conferences")
            .map(|input| input["loaded"].as_u64().expect("a count"))
            .sum::<u64>()
    };
    // The plan of this child has two review conferences beside.
    assert_eq!(
        conferences(&[enquiry("0", "")]),
        3,
        "required and not yet held"
    );
    assert_eq!(conferences(&[enquiry("true", "")]), 2, "not required");
    assert_eq!(
        conferences(&[enquiry("true", "2025-06-27")]),
        3,
        "held all the same"
    );
}

#[test]
fn a_fingerprint_does_not_hang_on_the_line() {
    let prints = |text: &str| {
        let folder = Folder::with(&[("return.xml", text.as_bytes())]);
        let run = caseready([
            "audit",
            &folder.file("return.xml"),
            "--as-at",
            "2026-03-31",
            "--format",
            "json",
        ])
        .json();
        run["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|f| f["fingerprint"].as_str().expect("text").to_owned())
            .collect::<Vec<_>>()
    };
    let moved = CENSUS.replace("<Children>", "<Children>\n\n\n");
    let found = prints(CENSUS);
    assert_eq!(found, prints(&moved));
    let different: BTreeSet<&String> = found.iter().collect();
    assert!(
        found.len() > 4 && different.len() == found.len(),
        "{found:#?}"
    );
}

#[test]
fn a_case_that_is_in_two_returns_is_one_and_the_next_referral_is_another() {
    let case = |closed: &str| {
        format!(
            "<CINdetails><CINreferralDate>2025-03-03</CINreferralDate>{closed}<Section47>\
             <S47ActualStartDate>2025-03-10</S47ActualStartDate><InitialCPCtarget>2025-03-31</InitialCPCtarget>\
             <ICPCnotRequired>1</ICPCnotRequired></Section47><ReferralNFA>false</ReferralNFA></CINdetails>"
        )
    };
    let begin = CENSUS.find("      <CINdetails>").expect("a case");
    let end = CENSUS.find("    </Child>").expect("the end of a child");
    let last_year = [&CENSUS[..begin], &case(""), &CENSUS[end..]].concat();
    let closed = case("<CINclosureDate>2025-05-30</CINclosureDate>");
    let this_year = [&CENSUS[..begin], &closed, &CENSUS[begin..]].concat();
    let folder = Folder::with(&[
        ("return-2025.xml", last_year.as_bytes()),
        ("return-2026.xml", this_year.as_bytes()),
    ]);
    let run = audited_file(&folder.as_argument(), &["--period", "all"]);
    let problems = run["problems"].as_array().expect("problems");
    let says = |words: &str| {
        let messages = problems
            .iter()
            .map(|problem| problem["message"].to_string());
        messages.filter(|message| message.contains(words)).count()
    };
    assert_eq!(says("occurs twice"), 0, "{problems:#?}");
    assert_eq!(
        says("a record of referrals is also in another file: counted once, with what either says"),
        1,
        "{problems:#?}"
    );
    let inspected = caseready(["inspect", &folder.as_argument(), "--as-at", "2026-03-31"]);
    for held in ["referrals: 2 records", "s47_enquiries: 2 records"] {
        assert!(
            inspected.stdout.contains(held),
            "{held}: {}",
            inspected.stdout
        );
    }
}

/// Censuses of other makers, where they stand beside the project.
fn of_others() -> Vec<String> {
    others::folder("cin_census").map_or_else(Vec::new, |folder| others::each_file(&folder))
}

#[test]
fn files_of_other_makers_load_and_say_what_is_wrong_with_them() {
    for file in of_others() {
        let page = caseready(["inspect", &file, "--as-at", "2026-03-31"]);
        assert_eq!(page.code, 0, "{file}: {}", page.stderr);
        assert!(
            page.stdout
                .replace(
                    "
  ", " "
                )
                .contains("(children in need census)"),
            "{file}: {}",
            page.stdout
        );
        // Whether births are recorded and dates are in order can be judged at any time.
        let dated = "AS,CC,CN,CP,PP,S4";
        let audit = caseready(["audit", &file, "--as-at", "2026-03-31", "--only", dated]);
        assert_eq!(
            audit.code, 2,
            "{file}: nothing in it was due in the year to that day, and that is no all-clear"
        );
        assert!(
            audit.stderr.contains("This is not an all-clear"),
            "{}",
            audit.stderr
        );
    }
}

#[test]
fn the_sample_of_2026_is_judged_once_its_dates_have_come() {
    let Some(file) = of_others()
        .into_iter()
        .find(|file| file.ends_with("CIN_Census_2026.xml"))
    else {
        return;
    };
    let run = caseready([
        "audit",
        &file,
        "--as-at",
        "2027-03-31",
        "--period",
        "all",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = run.json();
    let met: Vec<&str> = run["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter(|rule| rule["outcomes"]["met"] == 1)
        .map(|rule| rule["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(
        met,
        [
            "AS-01", "CC-08", "CC-10", "CN-03", "CP-20", "CP-26", "DQ-04", "DQ-12", "FD-04",
            "PP-03", "PP-04", "PP-06", "PP-07", "PP-13", "PP-19", "PP-21"
        ]
    );
    let problems = run["problems"].to_string();
    assert!(
        problems.contains("\\\"A\\\" is no listed value of pre_proceedings.outcome"),
        "{problems}"
    );
}

/// The block of the only child.
fn block() -> &'static str {
    let (_, from) = CENSUS.split_once("<Children>").expect("children");
    from.split_once("</Children>").expect("their end").0
}

fn judged(folder: &Folder, text: &str) -> serde_json::Value {
    folder.write("return.xml", text.as_bytes());
    audited_file(&folder.file("return.xml"), &[])
}

#[test]
fn a_child_whose_block_stands_twice_is_counted_once() {
    let twice = CENSUS.replace(block(), &block().repeat(3));
    let folder = Folder::new();
    let (once, twice) = (judged(&folder, CENSUS), judged(&folder, &twice));
    assert!(!once["findings"].as_array().expect("findings").is_empty());
    assert_eq!(once["findings"], twice["findings"]);
    let rules = |run: &serde_json::Value| {
        let rules = run["rules"].as_array().expect("rules").iter();
        rules
            .map(|rule| rule["outcomes"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&once), rules(&twice));
    let said = twice["problems"].as_array().expect("problems").iter();
    let said = said.filter(|problem| {
        problem["message"]
            == "2 Child elements, this the first, repeat earlier ones in all that is read of them: counted once"
    });
    let said: Vec<_> = said.collect();
    assert_eq!(said.len(), 1, "{}", twice["problems"]);
    assert_eq!(
        (&said[0]["severity"], &said[0]["count"]),
        (&"warning".into(), &2.into())
    );
    let inputs = twice["inputs"].as_array().expect("inputs");
    let children = inputs.iter().find(|input| input["table"] == "children");
    let children = children.expect("the children are counted");
    let counts = ["rows", "loaded", "rejected"].map(|key| children[key].as_u64());
    assert_eq!(counts, [Some(3), Some(1), Some(2)]);
}

#[test]
fn blocks_of_one_child_that_differ_are_both_read() {
    let other = block().replace("2025-06-02", "2024-01-15");
    let both = judged(
        &Folder::new(),
        &CENSUS.replace(block(), &[block(), &other].concat()),
    );
    let inputs = both["inputs"].as_array().expect("inputs");
    let referrals = inputs.iter().find(|input| input["table"] == "referrals");
    assert_eq!(referrals.expect("referrals")["loaded"], 2);
    assert!(
        !both["problems"].to_string().contains("repeat"),
        "{}",
        both["problems"]
    );
}
