-- For each day, the n-th working day after it, for every n that a rule asks for.

CREATE TEMP TABLE working_days AS
WITH days AS (
    SELECT unnest(generate_series(DATE '2000-01-01', DATE '2040-12-31', INTERVAL 1 DAY))::DATE AS day
),
told AS (
    SELECT day, isodow(day) < 6 AND day NOT IN (SELECT day FROM bank_holidays) AS works FROM days
),
numbered AS (
    SELECT day, works, count(*) FILTER (works) OVER (ORDER BY day) AS number FROM told
),
working AS (
    SELECT day, number FROM numbered WHERE works
)
SELECT n.day, w1.day AS after_1, w15.day AS after_15, w20.day AS after_20, w45.day AS after_45
FROM numbered n
LEFT JOIN working w1 ON w1.number = n.number + 1
LEFT JOIN working w15 ON w15.number = n.number + 15
LEFT JOIN working w20 ON w20.number = n.number + 20
LEFT JOIN working w45 ON w45.number = n.number + 45;
