-- How long things last, how many there are, what is filled in, who took part, and whether records fit together.

CREATE TEMP VIEW pp_06 AS
WITH subjects AS (
    SELECT *, coalesce(letter_sent_on, decided_on) AS begun FROM pre_proceedings WHERE decided_on IS NOT NULL AND NOT left_out
),
judged AS (
    SELECT *, begun + 112 AS due,
           CASE WHEN ended_on <= begun + 112 THEN 'met'
                WHEN ended_on IS NULL AND begun + 112 >= as_at() THEN 'due'
                WHEN extended_on IS NOT NULL THEN 'met'
                WHEN ended_on IS NOT NULL THEN 'late'
                ELSE 'overdue' END AS outcome
    FROM subjects WHERE ended_on IS NULL OR ended_on >= begun
)
SELECT 'PP-06' AS rule, pre_proceedings_id AS key, outcome, due AS due_on, 1 AS times FROM judged WHERE due_counts(outcome, due);

-- A window as long as before the first record of all cannot show that there were no more.
CREATE TEMP VIEW first_records AS
SELECT (SELECT min(coalesce(received_on, closed_on)) FROM referrals) AS referral,
       (SELECT min(coalesce(started_on, ended_on)) FROM allocations) AS allocation;

CREATE TEMP VIEW fd_04 AS
WITH days AS (
    SELECT DISTINCT child_id, received_on FROM referrals WHERE child_id IS NOT NULL AND received_on IS NOT NULL
),
since AS (
    SELECT child_id, received_on, lag(received_on) OVER (PARTITION BY child_id ORDER BY received_on) AS previous FROM days
)
SELECT 'FD-04' AS rule, r.referral_id AS key,
       CASE WHEN r.received_on IS NULL OR r.child_id IS NULL THEN 'unknown'
            WHEN s.previous > r.received_on - INTERVAL 12 MONTH THEN 'failed'
            WHEN r.received_on - INTERVAL 12 MONTH + INTERVAL 1 DAY < f.referral THEN 'unknown'
            ELSE 'met' END AS outcome,
       NULL::DATE AS due_on, 1 AS times
FROM referrals r LEFT JOIN since s USING (child_id, received_on), first_records f
WHERE r.received_on IS NULL OR in_period(r.received_on);

CREATE TEMP VIEW wf_04 AS
WITH subjects AS (
    SELECT referral_id, child_id, coalesce(closed_on, as_at()) AS window_end,
           (coalesce(closed_on, as_at()) - INTERVAL 12 MONTH)::DATE AS window_after
    FROM referrals
    WHERE no_further_action IS DISTINCT FROM 'yes' AND span_counts(received_on, closed_on)
),
counted AS (
    SELECT s.referral_id, count(DISTINCT a.worker_id) AS workers
    FROM subjects s JOIN allocations a USING (child_id)
    WHERE a.role = 'allocated social worker'
      AND (a.started_on IS NULL OR a.started_on <= s.window_end) AND (a.ended_on IS NULL OR a.ended_on > s.window_after)
    GROUP BY s.referral_id
)
SELECT 'WF-04' AS rule, referral_id AS key,
       CASE WHEN child_id IS NULL THEN 'unknown'
            WHEN workers > 2 THEN 'failed'
            WHEN window_after + 1 < f.allocation THEN 'unknown'
            ELSE 'met' END AS outcome,
       NULL::DATE AS due_on, 1 AS times
FROM subjects LEFT JOIN counted USING (referral_id), first_records f;

CREATE TEMP VIEW cp_10 AS
SELECT 'CP-10' AS rule, a.action_id AS key, CASE WHEN a.no_owner OR a.due_on IS NULL THEN 'failed' ELSE 'met' END AS outcome,
       NULL::DATE AS due_on, 1 AS times
FROM plan_actions a LEFT JOIN cp_plans p USING (plan_id)
WHERE a.plan_kind = 'child protection' AND p.left_out IS NOT TRUE AND span_counts(p.started_on, p.ended_on);

CREATE TEMP VIEW as_04 AS
SELECT 'AS-04' AS rule, assessment_id AS key, CASE WHEN has_gap THEN 'failed' ELSE 'met' END AS outcome, NULL::DATE AS due_on, 1 AS times
FROM assessments JOIN children USING (child_id)
WHERE completed_on IS NOT NULL AND (kind IS NULL OR kind NOT IN ('pre-birth', 'connected person', 'parenting'))
  AND date_of_birth <= coalesce(started_on, completed_on) AND span_counts(started_on, completed_on);

-- The same few lists of agencies come again and again: each is judged once.
CREATE TEMP VIEW cp_17 AS
WITH lists AS (
    SELECT DISTINCT agencies FROM core_groups WHERE agencies IS NOT NULL
),
names AS (
    SELECT agencies, lower(trim(unnest(string_split_regex(agencies, '[;|,]')))) AS name FROM lists
),
told AS (
    SELECT n.agencies, count(*) AS given, count(DISTINCT a.agency) FILTER (a.attends) AS took_part,
           count(*) FILTER (a.agency = 'social care') = 0 AS without_us, count(DISTINCT n.name) FILTER (a.agency IS NULL) AS not_known
    FROM names n LEFT JOIN agencies a ON a.spelling = n.name
    WHERE n.name <> ''
    GROUP BY n.agencies
),
judged AS (
    SELECT agencies, not_known, greatest(without_us::INTEGER, 3 - took_part) AS wanting FROM told
)
SELECT 'CP-17' AS rule, c.core_group_id AS key,
       CASE WHEN j.agencies IS NULL THEN 'unknown'
            WHEN j.wanting <= 0 THEN 'met'
            WHEN j.not_known >= j.wanting THEN 'unknown'
            ELSE 'failed' END AS outcome,
       NULL::DATE AS due_on, 1 AS times
FROM core_groups c LEFT JOIN judged j USING (agencies)
WHERE c.held_on IS NULL OR in_period(c.held_on);

CREATE TEMP VIEW dq_03 AS
WITH dated AS (
    SELECT p.plan_id, list_filter([r.received_on, c.held_on, p.started_on, p.ended_on], lambda day: day IS NOT NULL) AS days
    FROM cp_plans p LEFT JOIN referrals r USING (referral_id) LEFT JOIN conferences c USING (conference_id)
    WHERE NOT p.left_out AND span_counts(p.started_on, p.ended_on)
)
SELECT 'DQ-03' AS rule, plan_id AS key, CASE WHEN days = list_sort(days) THEN 'met' ELSE 'failed' END AS outcome,
       NULL::DATE AS due_on, 1 AS times
FROM dated WHERE len(days) > 1;

CREATE TEMP VIEW dq_02 AS
WITH plans AS (
    SELECT 'child protection' AS kind, plan_id, started_on, ended_on, left_out FROM cp_plans
    UNION ALL SELECT 'child in need', plan_id, started_on, ended_on, left_out FROM cin_plans
    UNION ALL SELECT 'pre-proceedings', pre_proceedings_id, decided_on, ended_on, left_out FROM pre_proceedings
)
SELECT 'DQ-02' AS rule, a.action_id AS key,
       CASE WHEN a.plan_id IS NULL THEN 'unknown' WHEN p.plan_id IS NULL THEN 'failed' ELSE 'met' END AS outcome,
       NULL::DATE AS due_on, 1 AS times
FROM plan_actions a LEFT JOIN plans p ON p.kind = a.plan_kind AND p.plan_id = a.plan_id
WHERE p.left_out IS NOT TRUE AND span_counts(p.started_on, p.ended_on);
