-- A thing recurs with no gap too long. A gap is one row, with as many obligations as came due in it inside the period.

CREATE MACRO next_due(rule, day, in_twenty) AS CASE rule
    WHEN 'CP-19' THEN in_twenty
    WHEN 'MO-01' THEN (day + INTERVAL 1 MONTH)::DATE
    ELSE day + 42
END;

-- When a child on a plan came into care to stay: visits under the plan end on that day.
CREATE TEMP VIEW into_care AS
SELECT p.plan_id, min(c.started_on) AS looked_after_on
FROM cp_plans p JOIN care_periods c USING (child_id)
WHERE (c.legal_status IS NULL OR c.legal_status NOT IN ('V3', 'V4'))
  AND c.started_on >= p.started_on
  AND (p.ended_on IS NULL OR c.started_on <= p.ended_on)
  AND (c.ended_on IS NULL OR c.ended_on >= p.ended_on)
GROUP BY p.plan_id;

CREATE TEMP VIEW clocks AS
SELECT 'CP-19' AS rule, plan_id AS key, child_id AS of, started_on AS begun, coalesce(looked_after_on, ended_on) AS ended,
       started_on AS own_start, ended_on AS own_end
FROM cp_plans JOIN children USING (child_id) LEFT JOIN into_care USING (plan_id)
WHERE NOT left_out AND date_of_birth <= coalesce(started_on, ended_on, as_at())
UNION ALL
SELECT 'MO-01', plan_id, child_id, started_on, ended_on, started_on, ended_on
FROM cp_plans WHERE NOT left_out
UNION ALL
SELECT 'PP-05', pre_proceedings_id, pre_proceedings_id, coalesce(first_meeting_on, letter_sent_on, decided_on), ended_on,
       decided_on, ended_on
FROM pre_proceedings WHERE decided_on IS NOT NULL AND NOT left_out;

CREATE TEMP VIEW gap_dues AS
WITH RECURSIVE running AS (
    SELECT * FROM clocks WHERE begun IS NOT NULL AND of IS NOT NULL AND (ended IS NULL OR ended >= begun)
),
points AS (
    SELECT DISTINCT r.rule, r.key, r.begun, r.ended, e.day
    FROM running r JOIN events e ON e.rule = r.rule AND e.of = r.of
    WHERE e.day > r.begun AND (r.ended IS NULL OR e.day <= r.ended)
),
last_points AS (
    SELECT rule, key, max(day) AS day FROM points GROUP BY rule, key
),
gaps AS (
    SELECT rule, key, ended, coalesce(lag(day) OVER (PARTITION BY rule, key ORDER BY day), begun) AS began, day AS done, day AS closed
    FROM points
    UNION ALL
    SELECT rule, key, ended, coalesce(p.day, begun), NULL, coalesce(ended, as_at())
    FROM running LEFT JOIN last_points p USING (rule, key)
),
timed AS (
    SELECT g.*, next_due(g.rule, g.began, w.after_20) AS due FROM gaps g LEFT JOIN working_days w ON w.day = g.began
),
dues AS (
    SELECT rule, key, closed, due AS first_due, due,
           CASE WHEN done <= due THEN 'met'
                WHEN done IS NOT NULL THEN 'late'
                WHEN ended <= due THEN NULL
                WHEN ended IS NOT NULL THEN 'missed'
                WHEN due < as_at() THEN 'overdue'
                ELSE 'due' END AS outcome
    FROM timed
    WHERE done IS NOT NULL OR ended IS NULL OR ended > due
    UNION ALL
    -- Each further length of time that passes inside a gap is one more.
    SELECT d.rule, d.key, d.closed, d.first_due, next_due(d.rule, d.due, w.after_20), d.outcome
    FROM dues d LEFT JOIN working_days w ON w.day = d.due
    WHERE next_due(d.rule, d.due, w.after_20) < d.closed
)
SELECT rule, key, outcome, first_due, due FROM dues WHERE due_counts(outcome, due);

CREATE TEMP VIEW cadences AS
SELECT rule, key, outcome, first_due AS due_on, count(*) AS times FROM gap_dues GROUP BY ALL
UNION ALL
SELECT rule, key, 'unknown', NULL, 1
FROM clocks
WHERE (begun IS NULL OR (of IS NULL AND (ended IS NULL OR ended >= begun))) AND span_counts(own_start, own_end);
