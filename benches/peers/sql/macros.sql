-- The words in which the checks are written. as_at(), after() and blank() are set from the command line and rules/.

CREATE MACRO begun(day) AS day IS NULL OR day <= as_at();
CREATE MACRO happened(day) AS CASE WHEN day <= as_at() THEN day END;

-- The period: after one day, up to and with the day of the audit.
CREATE MACRO in_period(day) AS day > after() AND day <= as_at();
CREATE MACRO due_counts(outcome, due) AS outcome IN ('due', 'overdue') OR in_period(due);
-- A record that lasts counts if any day of it lies in the period; one without dates always does.
CREATE MACRO span_counts(started, ended) AS (started IS NULL OR started <= as_at()) AND (ended IS NULL OR ended > after());

-- What becomes of a thing due on one day: no outcome where its time ended first.
CREATE MACRO deadline(done, due, ended) AS CASE
    WHEN done <= due THEN 'met'
    WHEN done IS NOT NULL THEN 'late'
    WHEN ended <= due THEN NULL
    WHEN due >= as_at() THEN 'due'
    WHEN ended IS NOT NULL THEN 'missed'
    ELSE 'overdue'
END;
