//! Exports of every format with personal columns beside those that are read, and personal values typed where others belong.

use crate::packed::{Cell, workbook};

/// Columns that no list knows by these headings, with what stands in them.
const COLUMNS: [(&str, &str); 17] = [
    ("Forename", "Zebedee"),
    ("Surname", "Quillfeather"),
    ("Child's Full Name", "Zebedee Quillfeather"),
    ("Known As", "Zeb"),
    ("Home Post Code", "ZZ9 9ZZ"),
    ("Postcode", "nopostcode"),
    ("UPN", "A943476591923"),
    ("NHS no.", "943 476 5919"),
    ("NHS Number", "9434765919"),
    ("Mother's name", "Mangelwurzel Quillfeather"),
    ("Carer address", "14 Fezziwig Street ZZ9 9ZZ"),
    ("Address", "14 Fezziwig Street"),
    ("Email", "zebq@example.org"),
    ("Phone", "07700 900123"),
    ("Name", "Qui Lee"),
    ("Sibling", "Zeb Quillfeather"),
    ("Zusatz", "Zebedee Quillfeather, 14 Fezziwig Street"),
];

/// What a person may type where a code, a date, a flag or a number is expected.
const TYPED: [&str; 5] = [
    "Zebedee Quillfeather",
    "Qui Lee",
    "ZZ9 9ZZ",
    "A943476591923",
    "943 476 5919",
];

/// Headings and rows with the personal columns behind them; in each row one cell after the other is spoiled by what was typed.
fn table(headings: &str, good: &str, spoiled: &[usize]) -> String {
    let quoted = |text: &str| format!(",\"{text}\"");
    let personal: String = COLUMNS.iter().map(|(_, value)| quoted(value)).collect();
    let headed: String = COLUMNS.iter().map(|(heading, _)| quoted(heading)).collect();
    let mut rows = vec![format!("{headings}{headed}"), format!("{good}{personal}")];
    for (number, (place, typed)) in spoiled
        .iter()
        .flat_map(|place| TYPED.map(|typed| (*place, typed)))
        .enumerate()
    {
        let mut cells: Vec<String> = good.split(',').map(str::to_owned).collect();
        // Another child and another key, so that nothing is merged away.
        cells[0] = format!("{}{number}", cells[0]);
        typed.clone_into(&mut cells[place]);
        rows.push(format!("{}{personal}", cells.join(",")));
    }
    rows.join("\n") + "\n"
}

fn json_of(csv: &str) -> String {
    let mut lines = csv.lines().map(|line| {
        let cells = line.split(",\"").flat_map(|part| {
            let is_quoted = part.ends_with('"');
            let cells: Vec<String> = if is_quoted {
                vec![part.trim_end_matches('"').to_owned()]
            } else {
                part.split(',').map(str::to_owned).collect()
            };
            cells
        });
        cells.collect::<Vec<String>>()
    });
    let headings = lines.next().expect("headings");
    let record = |cells: Vec<String>| {
        let fields = headings
            .iter()
            .cloned()
            .zip(cells.into_iter().map(serde_json::Value::from));
        serde_json::Value::Object(fields.collect())
    };
    serde_json::Value::Array(lines.map(record).collect()).to_string()
}

fn native() -> String {
    table(
        "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,outcome,parents_represented",
        "L,C1,2026-01-05,2026-02-05,,stepped down,yes",
        &[2, 3, 4, 5, 6],
    )
}

const CENSUS: &str = r"<Message><Header><Source><SoftwareCode>Zebedee</SoftwareCode></Source></Header><Children><Child><ChildIdentifiers>
<LAchildID>K1</LAchildID><UPN>A943476591923</UPN><FormerUPN>A943476591923</FormerUPN><PersonBirthDate>ZZ9 9ZZ</PersonBirthDate>
<Forename>Zebedee</Forename><Surname>Quillfeather</Surname><Sex>Qui Lee</Sex><Postcode>ZZ9 9ZZ</Postcode></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>Zebedee Quillfeather</Ethnicity><Disabilities><Disability>Zeb</Disability></Disabilities></ChildCharacteristics>
<CINdetails><CINreferralDate>2026-02-02</CINreferralDate><ReferralSource>Zebedee Quillfeather</ReferralSource>
<PrimaryNeedCode>943 476 5919</PrimaryNeedCode><CINclosureDate>9434765919</CINclosureDate><ReasonForClosure>ZZ99ZZ</ReasonForClosure>
<ReferralNFA>Zebedee</ReferralNFA><Assessments><AssessmentActualStartDate>2026-02-03</AssessmentActualStartDate>
<AssessmentFactors><AssessmentFactor>Mangelwurzel</AssessmentFactor></AssessmentFactors></Assessments>
<Section47><S47ActualStartDate>2026-02-04</S47ActualStartDate><ICPCnotRequired>Zebedee</ICPCnotRequired></Section47>
<ChildProtectionPlans><CPPstartDate>2026-02-05</CPPstartDate><InitialCategoryOfAbuse>Zebedee Quillfeather</InitialCategoryOfAbuse>
<NumberOfPreviousCPP>Qui Lee</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child></Children></Message>";

/// The same rows as the sheet of a workbook.
fn workbook_of(sheet: &str, csv: &str) -> Vec<u8> {
    let cells = |line: &str| -> Vec<Cell> {
        let texts = line
            .split(',')
            .map(|cell| cell.trim_matches('"').to_owned());
        texts.map(|text| Cell::Text(text.leak())).collect()
    };
    workbook(&[(sheet, csv.lines().map(cells).collect())])
}

/// A file and its name.
pub type Named = (&'static str, Vec<u8>);

/// Every format, in one folder each.
pub fn exports() -> Vec<(&'static str, Vec<Named>)> {
    let contacts = table(
        "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),Date of Contact,Contact Source",
        "K1,b) Female,a) WBRI,01/02/2016,10,05/01/2026,1A",
        &[1, 2, 3, 4, 5, 6],
    );
    let care = table(
        "Child Unique ID,Date Started to be Looked After,Child's Legal Status,Placement Type,Placement postcode,Allocated Team,Date of Last Social Work Visit",
        "K1,05/01/2026,C2,U1,ZZ9 9ZZ,North,05/02/2026",
        &[1, 2, 3, 6],
    );
    let episodes = table(
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
        "K1,01/05/2025,S,V2,N1,U6,PR1,,,,ZZ9 9ZZ,ZZ99ZZ,1",
        &[1, 2, 3, 5, 6, 7, 8, 9],
    );
    let header = table(
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
        "K1,2,01/02/2012,WBRI,A943476591923,1,ZZ9 9ZZ",
        &[1, 2, 3],
    );
    let people = table(
        "pers_person_id,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_upn,pers_single_unique_id",
        "K1,Zebedee,Quillfeather,F,WBRI,2012-02-01,A943476591923,9434765919",
        &[3, 4, 5],
    );
    let assessments = table(
        "cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_child_seen,cina_assessment_outcome_json",
        "A1,K1,2026-01-05,Y,NFA",
        &[2, 3, 4],
    );
    let tracker = table(
        "Child Ref,Worker,Date of Supervision,Supervision type,Reflective",
        "C1,W1,05/01/2026,Monthly,yes",
        &[2, 3, 4],
    );
    let discussions = table(
        "strategy_discussion_id,child_id,held_on,agencies,decision,case_already_open",
        "D,C1,2026-01-05,police;health,section 47,yes",
        &[3, 4, 5],
    );
    let file = |name: &'static str, text: &str| (name, text.as_bytes().to_vec());
    vec![
        (
            "native CSV",
            vec![
                file("pre_proceedings.csv", &native()),
                file("strategy_discussions.csv", &discussions),
            ],
        ),
        (
            "native JSON",
            vec![file("pre_proceedings.json", &json_of(&native()))],
        ),
        (
            "SSD",
            vec![
                file("ssd_person.csv", &people),
                file("ssd_cin_assessments.csv", &assessments),
            ],
        ),
        (
            "Annex A",
            vec![file("List 1.csv", &contacts), file("List 8.csv", &care)],
        ),
        (
            "workbook",
            vec![
                ("annex-a.xlsx", workbook_of("List_8", &care)),
                ("contacts.xlsx", workbook_of("List 1", &contacts)),
            ],
        ),
        (
            "SSDA903",
            vec![file("episodes.csv", &episodes), file("header.csv", &header)],
        ),
        ("census", vec![file("return.xml", CENSUS)]),
        ("tracker", vec![file("supervision tracker.csv", &tracker)]),
    ]
}
