//! The tables that the demonstration fills, as CSV in memory.

use super::days::Days;
use crate::model::day::Day;

/// A table of the catalogue, its file's name and the headings in the order that rows are written in.
macro_rules! tables {
    ($($table:ident $name:literal [$($heading:literal)+])+) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Table { $($table),+ }

        impl Table {
            pub const ALL: &[Self] = &[$(Self::$table),+];

            /// As the catalogue calls it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$table => $name),+ }
            }

            pub const fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$table => &[$($heading),+]),+ }
            }
        }
    };
}

tables! {
    Teams "teams" ["team" "name" "district" "service"]
    Workers "workers" ["worker_id" "role" "team" "full_time_equivalent" "newly_qualified" "agency_worker" "qualified"]
    Children "children" ["child_id" "date_of_birth" "expected_birth_on" "sex" "ethnicity" "disabled" "unaccompanied"]
    Contacts "contacts" ["contact_id" "child_id" "received_on" "decided_on" "source" "outcome" "team"]
    Referrals "referrals" ["referral_id" "child_id" "received_on" "decided_on" "source" "primary_need" "no_further_action"
        "decision_rationale" "consent" "referrer_told_on" "chronology_on" "closed_on" "close_reason" "team" "worker_id"]
    Allocations "allocations" ["allocation_id" "child_id" "referral_id" "worker_id" "team" "role" "started_on" "ended_on" "change_reason"]
    Assessments "assessments" ["assessment_id" "child_id" "referral_id" "kind" "started_on" "completed_on" "child_seen" "child_seen_on"
        "factors" "risks" "strengths" "needs" "history" "child_views" "identity" "analysis" "overrun_reason" "outcome" "authorised_by"
        "team" "worker_id"]
    StrategyDiscussions "strategy_discussions" ["strategy_discussion_id" "child_id" "referral_id" "concern_on" "held_on"
        "case_already_open" "kind" "method" "chair_role" "agencies" "reason" "decision" "rationale" "actions"
        "actions_have_owner_and_date" "safety_plan" "contingency" "informed" "record_shared_on" "recorded_on" "team" "worker_id"]
    Enquiries "s47_enquiries" ["s47_id" "child_id" "referral_id" "strategy_discussion_id" "started_on" "completed_on" "child_seen"
        "child_seen_on" "child_seen_alone" "agencies" "summary" "outcome" "conference_required" "authorised_on" "team" "worker_id"]
    Conferences "conferences" ["conference_id" "child_id" "kind" "s47_id" "plan_id" "transfer_in" "held_on" "agencies" "quorate"
        "report_shared_on" "child_participation" "parents_attended" "advocacy_offered" "delay_reason" "outcome" "team" "worker_id"]
    ProtectionPlans "cp_plans" ["plan_id" "child_id" "referral_id" "conference_id" "started_on" "ended_on" "category"
        "initial_category" "previous_plans" "written_on" "desired_outcome" "child_views" "contingency" "end_reason" "team" "worker_id"]
    PlanActions "plan_actions" ["action_id" "plan_id" "child_id" "plan_kind" "description" "owner" "due_on" "completed_on"
        "intended_outcome"]
    CoreGroups "core_groups" ["core_group_id" "plan_id" "child_id" "held_on" "agencies" "plan_reviewed"]
    NeedPlans "cin_plans" ["plan_id" "child_id" "referral_id" "started_on" "ended_on" "desired_outcome" "contingency" "child_views"
        "team" "worker_id"]
    NeedReviews "cin_reviews" ["review_id" "plan_id" "child_id" "held_on" "chair_role"]
    Visits "visits" ["visit_id" "child_id" "kind" "visited_on" "child_seen" "child_seen_alone" "bedroom_seen" "recorded_on"
        "notes" "worker_id"]
    DirectWork "direct_work" ["direct_work_id" "child_id" "held_on" "worker_id" "tool" "child_said"]
    LegalMeetings "legal_meetings" ["legal_meeting_id" "child_id" "held_on" "decision" "rationale"]
    PreProceedings "pre_proceedings" ["pre_proceedings_id" "child_id" "family_id" "decided_on" "letter_sent_on" "first_meeting_on"
        "parents_represented" "family_meeting_offered" "family_meeting_accepted" "family_meeting_held" "family_meeting_on" "extended_on"
        "ended_on" "outcome" "application_on" "changes_required" "support_offered" "contingency" "team" "worker_id"]
    PreProceedingsReviews "pre_proceedings_reviews" ["review_id" "pre_proceedings_id" "child_id" "held_on" "progress" "decision"
        "next_review_on" "chair_role"]
    Proceedings "proceedings" ["proceedings_id" "child_id" "issued_on" "ended_on"]
    CarePeriods "care_periods" ["period_id" "child_id" "started_on" "ended_on" "legal_status" "permanence_plan" "permanence_decided_on"
        "reviewing_officer_contact_on" "placements_last_12_months" "plan_to_stay" "team" "worker_id"]
    Placements "placements" ["placement_id" "period_id" "child_id" "started_on" "ended_on" "kind" "provider" "change_reason" "registered"
        "approval_due_on" "approved_on"]
    CareReviews "care_reviews" ["review_id" "period_id" "child_id" "due_on" "held_on" "child_participation"]
    Permanence "permanence" ["permanence_id" "child_id" "period_id" "option" "decided_on" "order_on" "matched_on" "ended_on"]
    LifeStory "life_story" ["life_story_id" "child_id" "held_on"]
    HealthChecks "health_checks" ["check_id" "child_id" "kind" "held_on"]
    EmotionalHealth "emotional_health" ["score_id" "child_id" "held_on"]
    EducationPlans "education_plans" ["plan_id" "child_id" "held_on" "targets"]
    MissingEpisodes "missing_episodes" ["episode_id" "child_id" "started_on" "ended_on" "interview_offered" "interview_accepted"
        "interview_on" "interview_notes" "risk_reassessed_on"]
    ExploitationAssessments "exploitation_assessments" ["assessment_id" "child_id" "assessed_on" "level" "risks" "safety_plan"]
    CareLeavers "care_leavers" ["care_leaver_id" "child_id" "eligibility" "last_contact_on" "in_touch" "pathway_plan_reviewed_on"
        "accommodation_suitable" "activity" "personal_adviser_id" "team" "needs_assessed_on" "health_summary_given_on"
        "entitlements_explained_on"]
    EarlyHelp "early_help" ["episode_id" "child_id" "started_on" "assessed_on" "ended_on"]
    EarlyHelpReviews "early_help_reviews" ["review_id" "episode_id" "child_id" "held_on"]
    Homelessness "homelessness" ["presentation_id" "child_id" "presented_on" "joint_assessment_on" "rights_explained_on"
        "advocate_offered" "accommodation"]
    PrivateFostering "private_fostering" ["arrangement_id" "child_id" "notified_on" "first_visit_on" "assessed_on" "ended_on"
        "worker_id"]
    DisabledReviews "disabled_reviews" ["review_id" "child_id" "held_on" "transition_discussed"]
    Allegations "allegations" ["allegation_id" "child_id" "received_on" "meeting_on" "actions_done_on" "closed_on" "outcome"]
    Supervisions "supervisions" ["supervision_id" "child_id" "worker_id" "held_on" "kind" "reflection" "actions"
        "previous_actions_reviewed"]
    Decisions "decisions" ["decision_id" "child_id" "decided_on" "kind" "made_by_role" "rationale" "answered_on"]
    CaseAudits "case_audits" ["audit_id" "child_id" "audited_on" "area" "grade" "actions_done_on"]
    SelfEvaluation "self_evaluation" ["claim_id" "area" "rule_id" "claimed_rate" "judgement" "claimed_on"]
}

/// The key of a record of a child: what it is, whose, and which of theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    pub prefix: &'static str,
    pub child: u32,
    pub number: u32,
}

/// Rows of every table, in the order they are added.
pub struct Tables<'a> {
    days: &'a Days<'a>,
    writers: Vec<csv::Writer<Vec<u8>>>,
    records: u64,
}

/// What a chunk of children gives: each table's bytes, in the order of [`Table::ALL`].
pub struct Chunk {
    pub tables: Vec<Vec<u8>>,
    pub records: u64,
}

impl<'a> Tables<'a> {
    pub fn new(days: &'a Days<'a>) -> Self {
        let writers = Table::ALL
            .iter()
            .map(|_| csv::Writer::from_writer(Vec::new()));
        Self {
            days,
            writers: writers.collect(),
            records: 0,
        }
    }

    pub fn row(&mut self, table: Table) -> Row<'_> {
        self.records += 1;
        Row {
            writer: &mut self.writers[table as usize],
            days: self.days,
            text: String::with_capacity(24),
        }
    }

    pub fn finish(self) -> Chunk {
        let bytes = |writer: csv::Writer<Vec<u8>>| writer.into_inner().unwrap_or_default();
        Chunk {
            tables: self.writers.into_iter().map(bytes).collect(),
            records: self.records,
        }
    }
}

/// The row of headings of a table.
pub fn heading_row(table: Table) -> Vec<u8> {
    let mut row = table.headings().join(",").into_bytes();
    row.push(b'\n');
    row
}

/// One row, field by field in the order of the headings.
#[must_use = "a row is only written when it ends"]
pub struct Row<'a> {
    writer: &'a mut csv::Writer<Vec<u8>>,
    days: &'a Days<'a>,
    text: String,
}

impl Row<'_> {
    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub fn text_if(self, text: Option<&str>) -> Self {
        self.text(text.unwrap_or(""))
    }

    /// A row that cannot be written is one with more or fewer fields than those before it; [`Row::end`] says so.
    fn bytes(self, bytes: &[u8]) -> Self {
        let _ = self.writer.write_field(bytes);
        self
    }

    pub fn key(mut self, key: Key) -> Self {
        push_key(&mut self.text, key);
        let _ = self.writer.write_field(&self.text);
        self.text.clear();
        self
    }

    pub fn key_if(self, key: Option<Key>) -> Self {
        match key {
            Some(key) => self.key(key),
            None => self.text(""),
        }
    }

    pub fn child(mut self, child: u32) -> Self {
        push_numbered(&mut self.text, "C", child, 5);
        let _ = self.writer.write_field(&self.text);
        self.text.clear();
        self
    }

    pub fn worker(mut self, worker: u32) -> Self {
        push_numbered(&mut self.text, "W", worker, 4);
        let _ = self.writer.write_field(&self.text);
        self.text.clear();
        self
    }

    pub fn worker_if(self, worker: Option<u32>) -> Self {
        match worker {
            Some(worker) => self.worker(worker),
            None => self.text(""),
        }
    }

    /// What has happened; blank where it has not yet.
    pub fn event(self, day: Option<Day>) -> Self {
        let days = self.days;
        match days.if_come(day) {
            Some(day) => self.bytes(days.iso(day)),
            None => self.text(""),
        }
    }

    /// What is planned, which may lie ahead.
    pub fn planned(self, day: Option<Day>) -> Self {
        let days = self.days;
        match day {
            Some(day) => self.bytes(days.iso(day)),
            None => self.text(""),
        }
    }

    pub fn flag(self, flag: Option<bool>) -> Self {
        self.text(match flag {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        })
    }

    pub fn end(self) {
        self.writer
            .write_record(None::<&[u8]>)
            .expect("every row of a table has as many fields as its headings");
    }
}

fn push_key(text: &mut String, key: Key) {
    push_numbered(text, key.prefix, key.child, 5);
    text.push('-');
    push_numbered(text, "", key.number, 1);
}

pub fn push_numbered(text: &mut String, prefix: &str, number: u32, width: usize) {
    let mut digits = [b'0'; 10];
    let mut left = number;
    let mut from = digits.len();
    while left > 0 || digits.len() - from < width {
        from -= 1;
        digits[from] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    text.push_str(prefix);
    digits[from..]
        .iter()
        .for_each(|digit| text.push(char::from(*digit)));
}
