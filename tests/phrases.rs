//! The phrase lists: for each, texts that it must catch and good recording that it must leave alone, judged by the carried
//! rule that uses the list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::command::{Folder, caseready};

/// Thirty-two particular words that break no rule; `…` in a text stands for them, so that no text of a list that asks for many
/// words fails for being short.
const FACTS: &str = "Mum has been to six of eight sessions with the recovery worker and her tests on 5 and 19 February were clear, \
                     and nursery weighed him at 14 kilos on 2 March.";

/// Where the texts of a list are judged.
struct Setting {
    rule: &'static str,
    table: &'static str,
    field: &'static str,
    /// The rule's `min_words`.
    least: usize,
    /// How a message names the field.
    named: &'static str,
    /// How a message names the list.
    words: &'static str,
}

/// A listed phrase, and a text that must fail for it.
type Catch = (&'static str, &'static str);

/// Runs one rule over an export; the message of each finding by its key.
fn findings(rule: &str, export: &Value, rules: Option<&str>) -> (BTreeMap<String, String>, Value) {
    let folder = Folder::with(&[("export.json", export.to_string().as_bytes())]);
    let path = folder.as_argument();
    let mut arguments = vec!["audit", &path, "--as-at", "2026-03-31", "--only", rule];
    arguments.extend(["--format", "json"]);
    arguments.extend(rules.into_iter().flat_map(|folder| ["--rules", folder]));
    let output = caseready(arguments);
    let run = output.json();
    assert_eq!(run["rules"][0]["status"], "assessed", "{}", run["rules"]);
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let found = run["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .inspect(|finding| assert_eq!(finding["outcome"], "failed", "{finding}"))
        .map(|finding| (text(&finding["key"]), text(&finding["message"])))
        .collect();
    (found, run["rules"][0]["outcomes"].clone())
}

/// One record for each text, each of its own child and plan: nothing is copied from a record of the same child.
fn export(setting: &Setting, texts: &[String]) -> Value {
    let mut tables: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        let (key, child) = (format!("K{number}"), format!("C{number}"));
        let mut add = |table, row| tables.entry(table).or_default().push(row);
        // Old enough to be asked what they think.
        add(
            "children",
            json!({ "child_id": child, "date_of_birth": "2018-05-01" }),
        );
        let mut row = match setting.table {
            "cp_plans" => json!({ "plan_id": key, "started_on": "2026-01-05" }),
            "plan_actions" => {
                add(
                    "cp_plans",
                    json!({ "plan_id": format!("P{number}"), "child_id": child, "started_on": "2026-01-05" }),
                );
                json!({ "action_id": key, "plan_id": format!("P{number}"), "plan_kind": "child protection" })
            }
            "pre_proceedings_reviews" => {
                add(
                    "pre_proceedings",
                    json!({ "pre_proceedings_id": format!("L{number}"), "child_id": child, "decided_on": "2026-01-05" }),
                );
                json!({ "review_id": key, "pre_proceedings_id": format!("L{number}"), "held_on": "2026-03-02" })
            }
            "strategy_discussions" => {
                json!({ "strategy_discussion_id": key, "held_on": "2026-03-02" })
            }
            other => panic!("no record is made for {other}"),
        };
        row["child_id"] = json!(child);
        row[setting.field] = json!(text);
        add(setting.table, row);
    }
    json!(tables)
}

fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// The messages of one rule on these texts, in their order; none where a text is met.
fn messages(setting: &Setting, texts: &[&str]) -> Vec<Option<String>> {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let (found, _) = findings(setting.rule, &export(setting, &texts), None);
    (0..texts.len())
        .map(|number| found.get(&format!("K{number}")).cloned())
        .collect()
}

#[test]
fn vague_words_of_two_lists_are_taken_away_together() {
    let setting = Setting {
        rule: "CP-13",
        table: "plan_actions",
        field: "description",
        least: 6,
        named: "The description of the action",
        words: "a vague action",
    };
    let texts = [
        "Mum and dad to engage with services in due course",
        "Kay to promote the welfare of baby, ongoing",
        // One phrase overlaps another: what either covers is vague.
        "Mum to provide support as needed at home",
        // Six words are left: who, what and where.
        "Mum to engage with services at the clinic in Ryde on Mondays",
    ];
    let found = messages(&setting, &texts);
    assert_eq!(found[0], Some(said(&setting, "engage with services")));
    assert_eq!(found[1], Some(said(&setting, "promote the welfare")));
    assert_eq!(found[2], Some(said(&setting, "provide support")));
    assert_eq!(found[3], None);
}

#[test]
fn a_stock_sentence_is_one_behind_a_bullet_or_in_brackets() {
    let setting = Setting {
        rule: "CP-07",
        table: "cp_plans",
        field: "contingency",
        least: 15,
        named: "The contingency",
        words: "a stock contingency",
    };
    let rest = "Nan has agreed in writing to have both girls from the same evening and has a key.";
    for stock in [
        "- Seek legal advice\n",
        "\u{2022} Seek legal advice\n",
        "* Seek legal advice\r",
        "1) Seek legal advice\n",
        "(Seek legal advice.) ",
        "\u{201c}Seek legal advice.\u{201d} ",
        "Seek legal advice - ",
        "Seek legal advice\u{2026} ",
    ] {
        let text = format!("{stock}{rest}");
        let found = messages(&setting, &[&text]);
        assert_eq!(
            found[0],
            Some(said(&setting, "seek legal advice")),
            "{text:?}"
        );
    }
    assert_eq!(
        messages(
            &setting,
            &[
                "If concerns increase legal advice will be sought. Nan has agreed in writing to have both girls."
            ]
        )[0],
        Some(said(
            &setting,
            "if concerns increase, legal advice will be sought"
        ))
    );
}

#[test]
fn a_placeholder_is_blank_whatever_stands_around_it() {
    let setting = Setting {
        rule: "SD-17",
        table: "strategy_discussions",
        field: "informed",
        least: 1,
        named: "",
        words: "",
    };
    let texts = [
        "tbc?",
        "TBC,",
        "see above:",
        "n/a;",
        "(tbc)",
        "[TBC]",
        "\"n/a\"",
        "- -",
        "???",
        "\u{2026}",
        "Click  or  tap  here  to  enter  text",
        "Mother (see above) told today",
        "No: see plan of 3 March",
        "TBC with police on 4 March",
    ];
    for (number, (text, message)) in texts.iter().zip(messages(&setting, &texts)).enumerate() {
        assert_eq!(message.is_some(), number < 11, "{text:?}");
    }
}

/// Judges all texts of a list in one run, and names every one that came out otherwise than it must.
fn check(setting: &Setting, catch: &[Catch], leave: &[&str]) {
    assert!(catch.len() >= 10 && leave.len() >= 15);
    let caught = catch.iter().map(|(_, text)| *text);
    let texts: Vec<String> = caught
        .chain(leave.iter().copied())
        .map(|text| text.replace('…', FACTS))
        .collect();
    let different: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(different.len(), texts.len(), "a text stands twice");

    let (found, outcomes) = findings(setting.rule, &export(setting, &texts), None);
    let mut wrong = String::new();
    for (number, text) in texts.iter().enumerate() {
        let message = found.get(&format!("K{number}")).map(String::as_str);
        let expected = catch.get(number).map(|(phrase, _)| said(setting, phrase));
        if message != expected.as_deref() {
            writeln!(
                wrong,
                "{text:?}\n  expected {expected:?}\n  found    {message:?}"
            )
            .expect("a string takes all");
        }
        assert!(
            count_words(text) >= setting.least,
            "fails for being short, whatever the list says: {text:?}"
        );
    }
    assert!(wrong.is_empty(), "{}:\n{wrong}", setting.rule);
    assert_eq!(
        (&outcomes["failed"], &outcomes["met"]),
        (&json!(catch.len()), &json!(leave.len())),
        "every text is judged, and met where it has no finding: {outcomes}"
    );
}

/// The whole message that a text must get. A list matched by `many` names its first phrase and counts the others: that count
/// stands after a bar.
fn said(setting: &Setting, phrase: &str) -> String {
    let (first, others) = phrase.split_once('|').unwrap_or((phrase, ""));
    let others = if others.is_empty() {
        String::new()
    } else {
        format!(" and {others} more such phrases")
    };
    format!(
        "{} says {first:?}{others} ({})",
        setting.named, setting.words
    )
}

#[test]
fn absent_voice() {
    let setting = Setting {
        rule: "CP-09",
        table: "cp_plans",
        field: "child_views",
        least: 15,
        named: "The child's view",
        words: "a stock phrase in place of the child's view",
    };
    // A whole sentence of it, wherever it stands; the rest would be enough.
    let catch = [
        ("too young to express", "Too young to express. …"),
        ("too young to express", "… TOO  YOUNG TO EXPRESS"),
        (
            "too young",
            "He was at home with mum and his sisters on 3 March; too young; he played with the bricks and the dog.",
        ),
        (
            "child is too young to express their views",
            "Child is too young to express their views. He was seen at home with mum and the health visitor in September.",
        ),
        (
            "too young to express her views",
            "She was seen at nursery on 12 February, in the book corner with her key worker! Too young to express her views!",
        ),
        (
            "non-verbal",
            "Non-verbal. Mum and dad were both at home and the worker stayed for an hour on 9 March.",
        ),
        (
            "pre-verbal",
            "Seen with mum at the clinic on 4 March, where he was weighed and measured.\nPre-verbal\nNext seen on 18 March.",
        ),
        (
            "views to be obtained",
            "Worker visited on 3 and 17 February when she was at school both times.\r\nViews to be obtained:\r\nSchool will be asked.",
        ),
        (
            "wishes and feelings to be gathered",
            "… Wishes and feelings to be gathered.",
        ),
        (
            "would not engage",
            "The worker went to school on 9 March and sat with him in the library for half an hour. Would not engage.",
        ),
        (
            "not spoken to",
            "1. Not spoken to. 2. School says that he is quieter than he was before Christmas and eats alone.",
        ),
        (
            "appeared happy",
            "Appeared happy.  His room was warm, there was food in the fridge and the dog had been to the vet.",
        ),
        (
            "seemed fine",
            "Two visits in January and three in February, all of them announced, with mum there. Seemed fine...",
        ),
        (
            "said they were fine",
            "Said they were fine? The worker saw all three children together in the kitchen on 6 March with both parents.",
        ),
        (
            "no concerns raised",
            "No concerns raised. She was in her room when the worker came and went out to football at half past four.",
        ),
        (
            "child was asleep",
            "Visit on 12 March at seven in the evening, mum and her sister present. Child was asleep.",
        ),
    ];
    let leave = [
        "She says dad's shouting makes her tummy hurt and she sleeps better at her nan's house.",
        "He is non-verbal and pushed the picture of dad away each time, then gave the worker the one of nan.",
        "Too young to express this in words, she hides under the table when dad's name is said and holds her cup out to nan.",
        "Mum says he is too young to express anything, but he told the worker that he is scared of the stairs at night.",
        "She did not want to talk about dad but drew her bedroom with two locks on the door.",
        "He was not seen at home on 3 March, so the worker went to school on 4 March and he said he had been at nan's.",
        "He would not engage in the game at first. Then he lined the cars up and said that the red one shouts like dad.",
        "The last plan says \"too young\". He was asked this time and said that he wants his own bed and no more fighting.",
        "Grandad said \"she's non-verbal\", but she signs home, more and stop, and signed stop when dad came in.",
        "She appeared happy at school and then cried when told that dad was at the gate, and asked for her auntie.",
        "\"I said they were fine because mum was listening,\" he told his teacher. He wants someone to stop the drinking.",
        "She refused to speak to the police officer but told her teaching assistant that the belt is kept behind the door.",
        "He said his views were not sought last time and that nobody asked him about moving to Gosport or leaving his team.",
        "Wishes and feelings to be gathered again after the baby comes; today she says she wants to share a room with the baby.",
        "Not spoken to on his own at home because dad would not leave, so seen at school, where he asked to live with nan.",
        "She is too young for the worksheet, so the worker used dolls: the mummy doll was put in bed and the baby fed itself.",
        "He declined to speak about the weekend. He wrote a note instead: please can I stay at uncle's when mum is poorly.",
        "No concerns raised by her last time were written down, she says, and she would like to see what is written about her.",
    ];
    check(&setting, &catch, &leave);
}

#[test]
fn generic_contingency() {
    let setting = Setting {
        rule: "CP-07",
        table: "cp_plans",
        field: "contingency",
        least: 15,
        named: "The contingency",
        words: "a stock contingency",
    };
    let catch = [
        (
            "seek legal advice",
            "Seek legal advice. If dad comes to the house, mum rings 999 and the children go to nan.",
        ),
        (
            "legal advice will be sought",
            "If dad comes to the house, mum rings 999 and the children go to nan. LEGAL ADVICE WILL BE SOUGHT",
        ),
        (
            "local authority to seek legal advice",
            "Children to stay with their aunt in Fareham if mum drinks; Local Authority to seek legal advice; police to be told.",
        ),
        (
            "reconvene conference",
            "Reconvene conference. Strategy discussion will be held. Follow child protection procedures. Contact the police. \
             Mum agrees.",
        ),
        (
            "reconvene the conference",
            "1. Reconvene the conference. 2. Nan has the children from Friday to Monday whenever mum is in hospital.",
        ),
        (
            "legal planning meeting",
            "Nan will have the girls for up to 2 weeks if mum goes back to him.\nLegal planning meeting\nHousing told.",
        ),
        (
            "legal planning meeting to be convened",
            "If he moves back in before the assessment ends on 30 April, ring the worker. Legal Planning Meeting to be convened!",
        ),
        (
            "escalate as appropriate",
            "Health visitor rings the team if the baby loses weight at any weekly weighing.  Escalate  as  appropriate.",
        ),
        (
            "to be escalated",
            "To be escalated. Mum's sister Kay has said that both boys can sleep at hers on any night.",
        ),
        (
            "contact children's services",
            "School rings nan by half past nine if neither child is in class. Contact children’s services.",
        ),
        (
            "follow child protection procedures",
            "When mum misses a test the drug worker rings the team that day: Nan is called. Follow child protection procedures.",
        ),
        (
            "step up to child protection",
            "If two visits in a row are refused the manager goes out the next day. Step up to child protection.",
        ),
        (
            "if concerns increase, legal advice will be sought",
            "If concerns increase, legal advice will be sought. The children would stay together with family where that can be done.",
        ),
        (
            "if risks increase, a strategy discussion will be held",
            "Dad's bail ends on 14 April. If risks increase, a strategy discussion will be held. All agencies to be told.",
        ),
        (
            "appropriate action will be taken",
            "Mum has the number of the duty team and of the refuge in Portsmouth? Appropriate action will be taken.",
        ),
        (
            "consider care proceedings",
            "Grandparents in Leeds have been asked and have said no to all three boys. Consider care proceedings.",
        ),
    ];
    let leave = [
        "If mum misses two tests or the baby loses weight, the team manager is rung that day and the children go to nan.",
        "If the baby is left with dad again, the team manager will seek legal advice that day about where she should live.",
        "Legal advice will be sought on 14 April if the assessment of the grandparents has not been started by then.",
        "If dad breaks his bail, the worker rings the police and a strategy discussion will be held within 24 hours with nursery.",
        "A strategy discussion was held on 2 March and agreed that, if he is seen at school, he is arrested and she goes to nan.",
        "The chair said that \"seek legal advice\" is not enough; if mum drinks, Auntie Jo takes the boys the same night.",
        "If dad comes to the house, mum will call 999 and go next door. Call 999. Nan comes from Havant for the girls.",
        "Should either parent cancel two visits, we reconvene the conference within ten working days and ask the police for checks.",
        "If concerns increase about his weight, that is under 8 kilos on 1 April, the paediatrician admits him that day.",
        "If the plan is not followed on two Mondays running, the manager visits on the Tuesday with the worker and nan.",
        "Contact the police on 101 and quote the marker on the address if he is in the street, then ring Kay to come over.",
        "Step up to child protection will be asked for by Mrs Hall on 6 April unless he has slept at home every night.",
        "Alternative care is with grandad in Ryde, who has been checked, has a room ready and will come within two hours.",
        "Mum rings out of hours before she uses, not after, and they send Jan, who has a key and knows the children.",
        "Duty escalates to legally qualified staff within 1 day if the order lapses before the hearing set for 22 April.",
        "To be escalated to the service manager by Ms Roy on day three if housing has not mended the boiler and locks.",
        "Review the plan with nan, mum and school on the first Monday after any night that dad is seen at the flat.",
        "If nan falls ill the girls go to the neighbours at number 9, who were checked in February and have the car seats.",
    ];
    check(&setting, &catch, &leave);
}

#[test]
fn over_optimism() {
    let setting = Setting {
        rule: "PP-10",
        table: "pre_proceedings_reviews",
        field: "progress",
        least: 30,
        named: "The progress made",
        words: "hopeful phrases",
    };
    // Three different phrases, whatever facts stand beside them.
    let catch = [
        (
            "is engaging well|2",
            "Mum is engaging well. She is motivated to change and things have improved. …",
        ),
        (
            "is engaging well|2",
            "… MUM IS ENGAGING WELL, she is MOTIVATED TO CHANGE and it is hoped that she will go on.",
        ),
        (
            "good progress|2",
            "Good progress. … Hopefully this lasts. No further concerns.",
        ),
        (
            "isolated incident|2",
            "The assault on 3 January was an \"isolated incident\", \"out of character\" and is unlikely to happen again. …",
        ),
        (
            "one-off incident|3",
            "This was a one-off incident; risk is low/risks have reduced; no concerns noted. …",
        ),
        (
            "one off incident|2",
            "A one off incident. … Dad says he has stopped. They are no longer in a relationship.",
        ),
        (
            "has promised|2",
            "Dad has\n  promised not to drink before contact, has taken on board what was said and appears safe. …",
        ),
        (
            "states that she will|2",
            "Mum states that she will leave him (2 February); she has agreed not to see him; she is committed to the plan. …",
        ),
        (
            "appears happy|3",
            "He appears happy, appears settled, appears safe and presents well. …",
        ),
        (
            "are engaging well|2",
            "… Parents are engaging well, they are willing to work with us and have made good progress since 5 January.",
        ),
        (
            "things are improving|2",
            "Things are improving! Mum has good insight! There have been no further incidents! …",
        ),
        (
            "reports they have separated|2",
            "She reports they have separated and there is no current risk. … Hopefully the tenancy will be in her name by 1 May.",
        ),
        (
            "hopefully|4",
            "Hopefully … It is hoped that dad is doing well: positive progress, and he has assured us of it.",
        ),
    ];
    let leave = [
        "…",
        // Two, and not three.
        "Mum is engaging well and things have improved. …",
        "… It is hoped that the order is made on 9 April. Dad says he has stopped.",
        "Good progress with the debt; the tenancy is not safe. Risk is low while he is in prison, until 2 May. …",
        // One, three times.
        "Mum is engaging well. Her worker says she is engaging well. School says she is engaging well. …",
        "Hopefully, hopefully, HOPEFULLY: that is what dad says of each test. …",
        // Phrases that overlap are one: "is committed to" and "committed to change".
        "Mum is committed to change and has made good progress with her worker at four of the six sessions. …",
        "… Dad is committed to change his shifts at the depot and hopefully will by 6 April.",
        // Part of a longer word, or another form of words.
        "Nursery is doing wellbeing work with him; risk is lower on Mondays; he appears safer at nan's. …",
        "Isolated incidents are a pattern when there are three, and mum's own notes of the one-off incidents make it five. …",
        // What was hoped, and what was seen in its place.
        "He has not stopped: police found him drunk on 3, 9 and 17 February. Mum had said they were apart. …",
        "The home was clean at five of six unannounced visits. There has been no drinking that anybody has seen since 4 January. …",
        "Both parents came to four of nine sessions. Dad shouted at staff on 11 March. They say that it will not happen again. …",
        "Mum can now say why she hit him and what she would do instead, and did so when he spilt the milk on 6 March. …",
        "The last review wrote \"engaging\" and \"insight\". Neither was shown by anything: she had been to one of eight groups. …",
        "Nan has promised to ring when he comes. She rang on 2 and 8 February, and police came both times within ten minutes. …",
        "School, the GP and police were asked on 3 March: no concerns were raised by the first two, and police have two calls. …",
    ];
    check(&setting, &catch, &leave);
}

#[test]
fn vague_actions() {
    let setting = Setting {
        rule: "SD-07",
        table: "strategy_discussions",
        field: "actions",
        least: 15,
        named: "The list of agreed actions",
        words: "a vague action",
    };
    // Fifteen words or more, and fewer than fifteen without the listed phrases.
    let catch = [
        (
            "agencies to liaise",
            "Agencies to liaise. Parents to engage with services. Social worker to continue to monitor the situation and report back.",
        ),
        (
            "engage with services",
            "Mum and dad to ENGAGE WITH SERVICES and to go to whatever is offered by them.",
        ),
        (
            "engage with professionals",
            "Both parents to engage\n with  professionals, including the school and the health visitor and GP too.",
        ),
        (
            "continue to monitor",
            "School and the health visitor to continue to monitor; social worker to offer support; mum agrees.",
        ),
        (
            "work openly and honestly",
            "Parents to work openly and honestly with the team, 2 visits to be made each week.",
        ),
        (
            "prioritise the child's needs",
            "Mum to prioritise the child’s needs above her own and above those of her new partner.",
        ),
        (
            "keep under review",
            "(Keep under review.) Police, health and social care all agreed this on 2 March at 3pm.",
        ),
        (
            "attend all appointments",
            "Dad to attend all appointments/meetings. Mum to do the same. Worker to provide support as needed.",
        ),
        (
            "monitor the situation",
            "Police, school and health visitor to monitor the situation, share information, and let the team know.",
        ),
        (
            "be supported",
            "Mum to be supported by the team and by her health visitor with routines and boundaries.",
        ),
        (
            "engage with services",
            "Dad to re-engage with services. Mum to go back to the GP and take her tablets.",
        ),
        (
            "keep the children safe",
            "Parents to keep the children safe and to tell the team if anything changes at home.",
        ),
        (
            "school to monitor",
            "School to monitor. Mum and dad to engage with the plan. Police to share any concerns with social care.",
        ),
        (
            "address concerns",
            "Social worker to do some more work with the family in order to address concerns",
        ),
    ];
    let leave = [
        "Police to speak to grandmother by 4 March. Social worker to see him at school today at 2pm.",
        // Enough is said beside the phrase.
        "Social worker to see child at school today; police to liaise with housing officer by Thursday evening",
        "Mum to engage with services: that is, to go to Inclusion on Tuesday 3 March at ten with Kay, who drives her there.",
        "Health visitor to monitor progress by weighing him at home on 4, 11 and 18 March and ringing the worker each time.",
        "Dad agreed to attend all appointments, the first on 5 March at two, with Sam, at the centre in Fareham, by bus.",
        "Police to share information about both calls in January with the worker, Ms Roy, by noon on Tuesday 3 March.",
        "School to monitor his lunch and write down each day what he ate, and ring mum and Ms Roy on any day he eats nothing.",
        // Part of a longer word, or another form of words.
        "Ms Roy asks dad on 4 March why he chose to disengage with services in May.",
        "Mum to give PC Lee her address; concerns about the lift go to housing by 5 March.",
        "Mum takes all three to nan by six tonight, and dad stays at his brother's until police have spoken to him.",
        // What somebody else said.
        "Mum was told to \"engage with services\" last time; now Kay walks her to the clinic on Mondays at nine until May.",
        "Worker to reword \"be supported\" in the plan so that mum knows who comes, on which day and for how long, by 5 March.",
        "Ms Roy sees him alone at school at 2pm today. DC Lee speaks to dad tonight. Medical at the hospital tomorrow at nine.",
        "Locks changed by 3 March (Housing, Mr Dee); panic alarm fitted by 4 March (PC Ali); girls at nan's until both are done.",
        "Dr Shah to write by 6 March what could have caused the bruise, and to ring Ms Roy tonight if it is not explained.",
        "GP to send both children's records since birth to Dr Shah today, and Ms Roy to ring at four if they have not come.",
        "Address: concerns of the neighbour at number 9 to be taken as a statement by PC Ali before six on Wednesday.",
    ];
    check(&setting, &catch, &leave);
}

#[test]
fn vague_dates() {
    let setting = Setting {
        rule: "CP-13",
        table: "plan_actions",
        field: "description",
        least: 6,
        named: "The description of the action",
        words: "a vague date",
    };
    // Six words or more, and fewer than six without the listed phrases.
    let catch = [
        ("regularly", "School nurse to weigh him regularly"),
        ("regularly", "Regularly weigh him, check hair, teeth"),
        ("asap", "Mum takes him to dentist ASAP"),
        ("asap", "Dad takes him to dentist (asap)."),
        ("a.s.a.p", "Housing mends boiler and locks A.S.A.P."),
        ("ongoing", "ONGOING - weigh baby at the clinic"),
        ("on-going", "Parenting course, mum and dad: on-going."),
        (
            "as soon as possible",
            "Dad to see the GP as  soon\tas possible",
        ),
        ("as and when needed", "Worker to visit as and when needed"),
        ("in due course", "Nan's assessment to start, in due course"),
        ("on a regular basis", "Mum to see Kay on a regular basis"),
        ("by next review", "Dad to finish course by next review 2026"),
        ("next core group", "Bring 3 clear tests to next core group"),
        (
            "throughout the plan",
            "Boys' attendance over 95%, throughout the plan 2026",
        ),
        ("long-term", "Find him a home, long-term; nan"),
        (
            "where possible",
            "Where possible, dad stays away from school",
        ),
        (
            "if necessary",
            "Worker rings the police if necessary, daily",
        ),
        ("frequently", "Health visitor sees the baby (frequently)"),
        ("tbc", "GP letter re hearing: TBC 2026"),
    ];
    let leave = [
        "Mum to bring the baby to the weighing clinic every Tuesday at ten",
        // Part of a longer word.
        "Dad stops calling round irregularly after eleven",
        "Bring tests to next reviewer, Kay",
        "Mum goes over timetables with Kay",
        "Nurse meets mum sooner, before the scan",
        "Plumber mends the discontinuously firing boiler Monday",
        "Kay asks at Shortlyne House about rent",
        "Dad keeps the outgoing post for mum",
        "St Asaph hospital sees him on Monday",
        // Enough is said beside the phrase.
        "Mum to take both boys to the dentist on 4 March and regularly after that",
        "Worker to visit weekly on Mondays at four, as needed in the holidays too",
        "Ongoing: tests every Tuesday at ten at the clinic until 30 June",
        "By next review, on 14 May, mum has had twelve clear tests in a row",
        "Short term: nan sleeps at the flat from Friday to Monday until 1 May",
        "Dad to ring his probation officer as soon as he hears from the court, by noon at the latest",
        "Mum stays sober throughout every visit and shows Kay her test each Monday",
        "School rings nan as soon as either boy is not in class by nine",
        "Worker to see him at his regular football club on Saturday 7 March",
        // What somebody else said.
        "Worker asks housing what \"in due course\" means and gets a day by 6 March",
        // A day, plainly.
        "School nurse to weigh him on Mondays",
        "Dad pays £20 on the 1st monthly",
    ];
    check(&setting, &catch, &leave);
}

#[test]
fn vague_owners() {
    let setting = Setting {
        rule: "CP-21",
        table: "plan_actions",
        field: "owner",
        least: 1,
        named: "The owner of the action",
        words: "a vague owner",
    };
    let catch = [
        ("all", "All"),
        ("all professionals", "ALL  PROFESSIONALS."),
        ("all agencies", "all agencies,"),
        ("everyone", "Everyone!"),
        ("core group", "Core Group"),
        ("core group members", "Core group members:"),
        ("the core group", "The\ncore group"),
        (
            "all members of the core group",
            "All members of the Core Group",
        ),
        ("multi-agency", "Multi-Agency"),
        ("children's social care", "Children’s Social Care"),
        ("children's services", " CHILDREN'S SERVICES "),
        ("parents", "parents;"),
        ("both parents", "Both\u{a0}parents"),
        ("family members", "Family members"),
        ("parents and professionals", "Parents and professionals"),
        ("parents/professionals", "Parents/Professionals"),
        ("relevant agency", "relevant agency?"),
        ("local authority", "Local Authority"),
        ("csc", "CSC"),
        ("school", "School"),
        ("camhs", "CAMHS."),
        ("unallocated", "Unallocated"),
    ];
    let leave = [
        "Mum",
        "Dad",
        "Mum and nan",
        "Health visitor",
        "Allocated social worker",
        "Allison Hall",
        "School nurse",
        "School: Mrs Hall",
        "Head of the school",
        "Core group chair",
        "Police: DC Lee",
        "Family support worker",
        "Parents' advocate",
        "All professionals, led by the health visitor",
        "Social worker (for the core group)",
        "Foster carers at number 9",
        "Children's services: Ms Roy",
        "Multi-agency safeguarding nurse",
        "Health visitor 2",
        "Dad's probation officer",
        "\"Everyone\" - Ms Roy to ask each by name",
        "GP",
    ];
    check(&setting, &catch, &leave);
}

#[test]
fn placeholders() {
    let setting = Setting {
        rule: "SD-08",
        table: "strategy_discussions",
        field: "rationale",
        // A placeholder is never as long as a rationale must be; the message shows that it was the list that caught it.
        least: 0,
        named: "The rationale for the decision",
        words: "a placeholder",
    };
    let catch = [
        ("n/a", "N/A"),
        ("n/a", "n/a."),
        ("n.a.", "N.A."),
        ("na", "na"),
        ("none", "None!"),
        ("nil", "NIL"),
        ("tbc", "TBC"),
        ("tbc", "tbc?"),
        ("to be confirmed", "To  be\nconfirmed"),
        ("see above", "See above."),
        ("see above", "see above:"),
        ("see minutes", "SEE MINUTES"),
        ("as above", "As above,"),
        ("as previously recorded", "As previously\u{a0}recorded"),
        ("as per assessment", "as per assessment;"),
        (
            "click or tap here to enter text",
            "Click or tap here to enter text.",
        ),
        ("not applicable", "Not applicable"),
        (".", "."),
        ("-", "-"),
        ("–", "–"),
        ("?", "?"),
        ("xxx", "XXX"),
    ];
    let leave = [
        "…",
        "N/A was written for injuries on the last form, and that was wrong. …",
        "None. … None.",
        "See above for the history. …",
        "… See minutes of 2 March for who was there.",
        "Not known to police. … Not known to the GP.",
        "TBC: the result of the skeletal survey, on 4 March. …",
        "- …\n- The medical is tomorrow at nine.",
        "As above. …",
        "Mum said \"nothing\" when she was asked what had happened, and \"none of your business\" to the police. …",
        "No change in the account that dad gives of the bruise. …",
        "… The test of the first account is whether the doctor finds older marks.",
        "Unknown man at the flat on 28 February. …",
        "Awaiting information from the hospital is no reason to wait: he goes home tonight. …",
        "To be done today, because dad is bailed to the house. …",
        "The plan says \"see assessment\", and there is none. …",
    ];
    check(&setting, &catch, &leave);
}

/// What must be blank, wherever it stands for a value.
const BLANK: [&str; 26] = [
    "",
    "n/a",
    "N/A",
    "N/A.",
    "n.a.",
    "na",
    "None",
    "nil",
    "tbc",
    "TBC",
    "tbc.",
    "To be confirmed",
    "to  be confirmed",
    "see above",
    "See Above.",
    "As previously recorded",
    "Not\u{a0}known",
    "unknown",
    "-",
    "--",
    "...",
    "–",
    "—",
    "?",
    "xxx",
    "Click here to enter text.",
];

/// A sentence that holds a placeholder is something said.
const SAID: [&str; 17] = [
    "N/A for the baby; his sister has one: nan's house",
    "None of the adults may be alone with him",
    "TBC on 4 March by Ms Roy",
    "See above: mum is to be told by Ms Roy",
    "see minutes of 2 March",
    "no change since he moved to nan's",
    "Not known at his old school",
    "unknown man",
    "Nothing from dad since May",
    "Nala",
    "Testing by the clinic",
    "tbc'd",
    "- nan",
    "n/a n/a",
    "nan tells him",
    "Na Li",
    "\"None\", says mum",
];

/// Runs a rule over rows of one table, each with a `text`; the texts that failed.
fn failing<'a>(
    rule: &str,
    rules: Option<&str>,
    texts: &[&'a str],
    tables: impl Fn(&str, &str) -> Vec<(&'static str, Value)>,
) -> Vec<&'a str> {
    let mut export: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        for (table, row) in tables(&format!("K{number}"), text) {
            export.entry(table).or_default().push(row);
        }
    }
    let (found, outcomes) = findings(rule, &json!(export), rules);
    let failed: Vec<&str> = texts
        .iter()
        .enumerate()
        .filter(|(number, _)| found.contains_key(&format!("K{number}")))
        .map(|(_, text)| *text)
        .collect();
    assert_eq!(
        outcomes["met"],
        json!(texts.len() - failed.len()),
        "what does not fail is met: {outcomes}"
    );
    failed
}

#[test]
fn a_placeholder_is_no_text_and_a_sentence_that_holds_one_is() {
    let texts: Vec<&str> = BLANK.into_iter().chain(SAID).collect();
    let failed = failing("SD-17", None, &texts, |key, text| {
        let row = json!({ "strategy_discussion_id": key, "child_id": key, "held_on": "2026-03-02", "informed": text });
        vec![("strategy_discussions", row)]
    });
    assert_eq!(failed, BLANK);
}

#[test]
fn a_placeholder_is_no_code_unless_the_catalogue_lists_it() {
    const RULE: &str = r#"
id        = "LO-01"
title     = "The child's sex is recorded"
short     = "sex recorded"
area      = "assessment"
severity  = "low"
certainty = "fact"
force     = "local"
sources   = ["lexicon"]
why       = "It is asked for."
remedy    = "Ask."

[subject]
table = "children"

[check.require]
fields = ["sex"]
"#;
    let rules = Folder::with(&[("standards/sex-recorded.toml", RULE.as_bytes())]);
    // "unknown" and "not known" are spellings of U, and so is "not recorded".
    let listed = ["unknown", "Not known", "NOT RECORDED", "F", "boy"];
    let blank = [
        "",
        "n/a",
        "TBC",
        "see above",
        "-",
        "None",
        "?",
        "to be confirmed.",
    ];
    let texts: Vec<&str> = blank.into_iter().chain(listed).collect();
    let failed = failing("LO-01", Some(&rules.as_argument()), &texts, |key, text| {
        vec![("children", json!({ "child_id": key, "sex": text }))]
    });
    assert_eq!(failed, blank);

    // Codes of which the catalogue lists no such spelling.
    let blank = ["Unknown", "not known", "tbc", "Pending", "-", "–"];
    let texts: Vec<&str> = blank
        .into_iter()
        .chain(["NFA", "s47", "pending a medical"])
        .collect();
    let failed = failing("SD-03", None, &texts, |key, text| {
        let row = json!({ "strategy_discussion_id": key, "child_id": key, "held_on": "2026-03-02", "decision": text,
                          "reason": "bruise", "rationale": "not explained" });
        vec![("strategy_discussions", row)]
    });
    assert_eq!(failed, blank);
}

#[test]
fn a_placeholder_is_no_date_and_no_fault_of_the_file() {
    let blank = ["", "tbc", "TBC", "To be agreed", "n/a", "-", "pending", "—"];
    let texts: Vec<&str> = blank
        .into_iter()
        .chain(["2026-04-01", "01/04/2026"])
        .collect();
    let failed = failing("CP-10", None, &texts, |key, text| {
        vec![
            (
                "cp_plans",
                json!({ "plan_id": key, "child_id": key, "started_on": "2026-01-05" }),
            ),
            (
                "plan_actions",
                json!({ "action_id": key, "plan_id": key, "child_id": key, "plan_kind": "child protection", "owner": "Mum",
                        "due_on": text }),
            ),
        ]
    });
    assert_eq!(failed, blank);
}
