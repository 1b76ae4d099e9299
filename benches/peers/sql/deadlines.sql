-- One thing follows another in time. Every view gives rule, key, outcome, due_on, and how many obligations the row stands for.

CREATE TEMP VIEW fd_03 AS
WITH subjects AS (
    SELECT referral_id, child_id, received_on, closed_on, after_1 AS due
    FROM referrals LEFT JOIN working_days ON day = received_on
    WHERE no_further_action IS DISTINCT FROM 'yes' AND (closed_on < received_on) IS NOT TRUE
),
first_worker AS (
    SELECT s.referral_id, min(a.started_on) AS done
    FROM subjects s JOIN allocations a USING (child_id)
    WHERE a.role IN ('allocated social worker', 'family support worker')
      AND a.started_on >= s.received_on AND (s.closed_on IS NULL OR a.started_on <= s.closed_on)
    GROUP BY s.referral_id
),
judged AS (
    SELECT *, CASE WHEN received_on IS NULL OR child_id IS NULL THEN 'unknown' ELSE deadline(done, due, closed_on) END AS outcome
    FROM subjects LEFT JOIN first_worker USING (referral_id)
)
SELECT 'FD-03' AS rule, referral_id AS key, outcome, CASE WHEN outcome <> 'unknown' THEN due END AS due_on, 1 AS times
FROM judged
WHERE CASE WHEN outcome = 'unknown' THEN span_counts(received_on, closed_on) ELSE due_counts(outcome, due) END;

CREATE TEMP VIEW as_01 AS
WITH judged AS (
    SELECT *, after_45 AS due,
           CASE WHEN started_on IS NULL OR completed_on < started_on THEN 'unknown'
                ELSE deadline(completed_on, after_45, NULL) END AS outcome
    FROM assessments LEFT JOIN working_days ON day = started_on
    WHERE kind IS NULL OR kind NOT IN ('connected person', 'parenting')
)
SELECT 'AS-01' AS rule, assessment_id AS key, outcome, CASE WHEN outcome <> 'unknown' THEN due END AS due_on, 1 AS times
FROM judged
WHERE CASE WHEN outcome = 'unknown' THEN span_counts(started_on, completed_on) ELSE due_counts(outcome, due) END;

CREATE TEMP VIEW cc_01 AS
WITH subjects AS (
    SELECT c.conference_id, c.held_on, coalesce(d.held_on, e.started_on) AS begun
    FROM conferences c
    LEFT JOIN s47_enquiries e USING (s47_id)
    LEFT JOIN strategy_discussions d USING (strategy_discussion_id)
    WHERE c.kind = 'initial' AND c.transfer_in IS DISTINCT FROM 'yes'
),
judged AS (
    SELECT *, after_15 AS due,
           CASE WHEN begun IS NULL OR held_on < begun THEN 'unknown' ELSE deadline(held_on, after_15, NULL) END AS outcome
    FROM subjects LEFT JOIN working_days ON day = begun
)
SELECT 'CC-01' AS rule, conference_id AS key, outcome, CASE WHEN outcome <> 'unknown' THEN due END AS due_on, 1 AS times
FROM judged
WHERE CASE WHEN outcome = 'unknown' THEN held_on IS NULL OR in_period(held_on) ELSE due_counts(outcome, due) END;

CREATE TEMP VIEW cp_14 AS
WITH judged AS (
    SELECT a.action_id, a.due_on, deadline(a.completed_on, a.due_on, p.ended_on) AS outcome
    FROM plan_actions a LEFT JOIN cp_plans p USING (plan_id)
    WHERE a.plan_kind = 'child protection' AND a.due_on IS NOT NULL AND p.left_out IS NOT TRUE
)
SELECT 'CP-14' AS rule, action_id AS key, outcome, due_on, 1 AS times FROM judged WHERE due_counts(outcome, due_on);
