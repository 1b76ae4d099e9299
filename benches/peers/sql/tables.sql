-- The columns that the checks need, of the files as they are: every csv_TABLE is a view over one file with a type for each column.
-- A date after the day of the audit has not happened yet, and a record that begins after it is left out.

CREATE TEMP TABLE children AS
SELECT child_id, happened(date_of_birth) AS date_of_birth FROM csv_children;

CREATE TEMP TABLE referrals AS
SELECT referral_id, child_id, received_on, happened(closed_on) AS closed_on, no_further_action
FROM csv_referrals WHERE begun(received_on);

CREATE TEMP TABLE allocations AS
SELECT child_id, worker_id, role, started_on, happened(ended_on) AS ended_on
FROM csv_allocations WHERE begun(started_on);

CREATE TEMP TABLE assessments AS
SELECT assessment_id, child_id, kind, started_on, happened(completed_on) AS completed_on,
       blank(risks) OR blank(strengths) OR blank(needs) OR blank(history) OR blank(child_views) OR blank(analysis) AS has_gap
FROM csv_assessments WHERE begun(started_on);

CREATE TEMP TABLE strategy_discussions AS
SELECT strategy_discussion_id, held_on FROM csv_strategy_discussions WHERE begun(held_on);

CREATE TEMP TABLE s47_enquiries AS
SELECT s47_id, strategy_discussion_id, started_on FROM csv_s47_enquiries WHERE begun(started_on);

CREATE TEMP TABLE conferences AS
SELECT conference_id, kind, s47_id, transfer_in, held_on FROM csv_conferences WHERE begun(held_on);

CREATE TEMP TABLE care_periods AS
SELECT child_id, started_on, happened(ended_on) AS ended_on, legal_status FROM csv_care_periods WHERE begun(started_on);

CREATE TEMP TABLE cp_plans AS
SELECT plan_id, child_id, referral_id, conference_id, started_on, happened(ended_on) AS ended_on, NOT begun(started_on) AS left_out
FROM csv_cp_plans;

CREATE TEMP TABLE cin_plans AS
SELECT plan_id, started_on, happened(ended_on) AS ended_on, NOT begun(started_on) AS left_out FROM csv_cin_plans;

CREATE TEMP TABLE pre_proceedings AS
SELECT pre_proceedings_id, decided_on, happened(letter_sent_on) AS letter_sent_on, happened(first_meeting_on) AS first_meeting_on,
       happened(extended_on) AS extended_on, happened(ended_on) AS ended_on, NOT begun(decided_on) AS left_out
FROM csv_pre_proceedings;

CREATE TEMP TABLE plan_actions AS
SELECT action_id, plan_id, plan_kind, blank(owner) AS no_owner, due_on, happened(completed_on) AS completed_on FROM csv_plan_actions;

CREATE TEMP TABLE core_groups AS
SELECT core_group_id, held_on, agencies FROM csv_core_groups WHERE begun(held_on);

-- What the three rules about things that recur count: the rule, whose it is, and the day.
CREATE TEMP TABLE events AS
SELECT 'CP-19' AS rule, child_id AS of, visited_on AS day FROM csv_visits WHERE (child_seen = 'yes' OR child_seen IS NULL AND child_seen_alone = 'yes') AND visited_on <= as_at()
UNION ALL
SELECT 'MO-01', child_id, held_on FROM csv_supervisions WHERE held_on <= as_at()
UNION ALL
SELECT 'PP-05', pre_proceedings_id, held_on FROM csv_pre_proceedings_reviews WHERE held_on <= as_at();
