"""Things that recur with no gap too long: one row a gap, with as many obligations as came due in it inside the period."""

from dataclasses import dataclass

import polars as pl
from polars import Expr, LazyFrame, col, lit

from polar_tables import Tables

# No length of time passes more often in a gap than this: two hundred months, and what is longer would be said.
MOST = 200


@dataclass
class Cadence:
    rule: str
    # key, of (whose the events are), begun, ended, own_start, own_end
    clocks: LazyFrame
    # of, day
    events: LazyFrame
    # working days, else a Polars duration
    every: str


def cadences(t: Tables) -> list[LazyFrame]:
    return [
        frame
        for cadence in (cp_19(t), mo_01(t), pp_05(t))
        for frame in (gaps(t, cadence), not_judged(t, cadence))
    ]


def cp_19(t: Tables) -> Cadence:
    plans = t.cp_plans.filter(~col("left_out"))
    # When a child on a plan came into care to stay: visits under the plan end on that day.
    care = t.care_periods.rename({"started_on": "came_on", "ended_on": "went_on"})
    into_care = (
        plans.join(care, on="child_id")
        .filter(
            ~col("legal_status").is_in(["V3", "V4"]).fill_null(False)
            & (col("came_on") >= col("started_on"))
            & (col("ended_on").is_null() | (col("came_on") <= col("ended_on")))
            & (col("went_on").is_null() | (col("went_on") >= col("ended_on")).fill_null(False))
        )
        .group_by("plan_id")
        .agg(col("came_on").min().alias("looked_after_on"))
    )
    clocks = (
        plans.join(t.children, on="child_id")
        .filter(col("date_of_birth") <= pl.coalesce("started_on", "ended_on", lit(t.as_at)))
        .join(into_care, on="plan_id", how="left")
        .select(
            key="plan_id", of="child_id", begun="started_on", ended=pl.coalesce("looked_after_on", "ended_on"),
            own_start="started_on", own_end="ended_on",
        )
    )
    seen_alone = col("child_seen").is_null() & (col("child_seen_alone") == "yes")
    visits = t.scan("visits").filter(((col("child_seen") == "yes") | seen_alone) & (col("visited_on") <= t.as_at))
    return Cadence("CP-19", clocks, visits.select(of="child_id", day="visited_on"), "")


def mo_01(t: Tables) -> Cadence:
    clocks = t.cp_plans.filter(~col("left_out")).select(
        key="plan_id", of="child_id", begun="started_on", ended="ended_on", own_start="started_on", own_end="ended_on"
    )
    held = t.scan("supervisions").filter(col("held_on") <= t.as_at)
    return Cadence("MO-01", clocks, held.select(of="child_id", day="held_on"), "1mo")


def pp_05(t: Tables) -> Cadence:
    clocks = t.pre_proceedings.filter(~col("left_out") & col("decided_on").is_not_null()).select(
        key="pre_proceedings_id", of="pre_proceedings_id",
        begun=pl.coalesce("first_meeting_on", "letter_sent_on", "decided_on"), ended="ended_on",
        own_start="decided_on", own_end="ended_on",
    )
    held = t.scan("pre_proceedings_reviews").filter(col("held_on") <= t.as_at)
    return Cadence("PP-05", clocks, held.select(of="pre_proceedings_id", day="held_on"), "6w")


def next_due(t: Tables, frame: LazyFrame, cadence: Cadence, day: str) -> LazyFrame:
    """With the day that is due next after another."""
    if cadence.every:
        return frame.with_columns(next=col(day).dt.offset_by(cadence.every))
    working = t.working_days.select(col("day").alias(day), col("after_20").alias("next"))
    return frame.join(working, on=day, how="left")


def gaps(t: Tables, cadence: Cadence) -> LazyFrame:
    running = cadence.clocks.filter(
        col("begun").is_not_null() & col("of").is_not_null() & (col("ended").is_null() | (col("ended") >= col("begun")))
    )
    points = (
        running.join(cadence.events, on="of")
        .filter((col("day") > col("begun")) & (col("ended").is_null() | (col("day") <= col("ended"))))
        .select("key", "begun", "ended", "day")
        .unique()
    )
    between = points.select(
        "key", "ended",
        col("day").shift(1).over("key", order_by="day").fill_null(col("begun")).alias("began"),
        col("day").alias("done"), col("day").alias("closed"),
    )
    last = points.group_by("key").agg(col("day").max())
    open_gaps = running.join(last, on="key", how="left").select(
        "key", "ended", pl.coalesce("day", "begun").alias("began"), lit(None, pl.Date).alias("done"),
        col("ended").fill_null(t.as_at).alias("closed"),
    )
    timed = next_due(t, pl.concat([between, open_gaps]), cadence, "began").rename({"next": "due"})
    judged = (
        timed.filter(col("done").is_not_null() | col("ended").is_null() | (col("ended") > col("due")))
        .with_columns(
            outcome=pl.when(col("done") <= col("due")).then(lit("met"))
            .when(col("done").is_not_null()).then(lit("late"))
            .when(col("ended").is_not_null()).then(lit("missed"))
            .when(col("due") < t.as_at).then(lit("overdue"))
            .otherwise(lit("due"))
        )
        .select("key", "outcome", "due", "closed")
    )
    return judged.map_batches(lambda frame: counted(t, cadence, frame), schema=SCHEMA)


SCHEMA = {"rule": pl.String, "key": pl.String, "outcome": pl.String, "due_on": pl.Date, "times": pl.UInt32}


def counted(t: Tables, cadence: Cadence, judged: pl.DataFrame) -> pl.DataFrame:
    """Each further length of time that passes inside a gap is one more obligation."""
    one = pl.UInt32
    live = col("outcome").is_in(["due", "overdue"])

    def falls(day: Expr) -> Expr:
        return (live | t.in_period(day)).cast(one)

    first = judged.with_columns(times=falls(col("due")))
    running = next_due(t, judged.with_row_index("gap").lazy(), cadence, "due").filter(col("next") < col("closed")).collect()
    further = []
    for _ in range(MOST):
        if running.is_empty():
            break
        further.append(running.select("gap", falls(col("next")).alias("more")))
        again = running.lazy().drop("due").rename({"next": "due"})
        running = next_due(t, again, cadence, "due").filter(col("next") < col("closed")).collect()
    else:
        raise SystemExit(f"{cadence.rule}: a gap is longer than {MOST} times what is allowed")
    if further:
        more = pl.concat(further).group_by("gap").agg(col("more").sum())
        first = (
            first.with_row_index("gap").join(more, on="gap", how="left")
            .with_columns((col("times") + col("more").fill_null(0)).alias("times"))
        )
    return first.filter(col("times") > 0).select(
        lit(cadence.rule).alias("rule"), "key", "outcome", col("due").alias("due_on"), col("times").cast(one)
    )


def not_judged(t: Tables, cadence: Cadence) -> LazyFrame:
    lost = col("of").is_null() & (col("ended").is_null() | (col("ended") >= col("begun")))
    unknown = cadence.clocks.filter((col("begun").is_null() | lost) & t.span("own_start", "own_end"))
    return unknown.select(
        lit(cadence.rule).alias("rule"), "key", lit("unknown").alias("outcome"), lit(None, pl.Date).alias("due_on"),
        lit(1, pl.UInt32).alias("times"),
    )
