"""The checks in Polars: lazy frames over the files as they are, collected at once."""

import datetime
from pathlib import Path

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit

import standards
from peer import Rows, main
from polar_cadences import cadences
from polar_tables import Tables

CP = "child protection"


class Polar:
    def __init__(self, export: Path, as_at: datetime.date, after: datetime.date, threads: int) -> None:
        if pl.thread_pool_size() != threads:
            raise SystemExit(f"POLARS_MAX_THREADS={threads} is needed: Polars runs on {pl.thread_pool_size()} threads")
        self.tables = Tables(export, as_at, after)
        self.said: DataFrame | None = None

    def counts(self) -> Rows:
        tables = self.tables
        checks = [check(tables) for check in (fd_03, as_01, cc_01, cp_14, pp_06, fd_04, wf_04, cp_10, as_04, cp_17, dq_03, dq_02)]
        frames = pl.collect_all([*checks, *cadences(tables)])
        self.said = pl.concat(frames)
        counted = self.said.group_by("rule", "outcome").agg(col("times").sum()).sort("rule", "outcome")
        return counted.rows()

    def rows(self, until: datetime.date) -> Rows:
        if self.said is None:
            raise RuntimeError("counts() comes first")
        listed = self.said.filter(
            (col("outcome") != "met") & ((col("outcome") != "due") | (col("due_on") <= until))
        )
        return listed.select("rule", "key", "outcome", col("due_on").cast(pl.String), "times").rows()


def told(frame: LazyFrame, rule: str, key: str, due: Expr | None = None) -> LazyFrame:
    """Rule, key, outcome, due date and how many obligations, of what has an outcome."""
    due = lit(None, pl.Date) if due is None else pl.when(col("outcome") != "unknown").then(due)
    return frame.filter(col("outcome").is_not_null()).select(
        lit(rule).alias("rule"), col(key).alias("key"), "outcome", due.alias("due_on"), lit(1, pl.UInt32).alias("times")
    )


def fd_03(t: Tables) -> LazyFrame:
    subjects = t.referrals.filter(
        col("no_further_action").ne_missing("yes") & ~(col("closed_on") < col("received_on")).fill_null(False)
    ).join(t.working_days, left_on="received_on", right_on="day", how="left")
    workers = t.allocations.filter(col("role").is_in(["allocated social worker", "family support worker"]))
    first = (
        subjects.join(workers, on="child_id")
        .filter(
            (col("started_on") >= col("received_on"))
            & (col("closed_on").is_null() | (col("started_on") <= col("closed_on")))
        )
        .group_by("referral_id")
        .agg(col("started_on").min().alias("done"))
    )
    unknown = col("received_on").is_null() | col("child_id").is_null()
    judged = subjects.join(first, on="referral_id", how="left").with_columns(
        outcome=pl.when(unknown).then(lit("unknown")).otherwise(t.deadline(col("done"), col("after_1"), col("closed_on")))
    )
    return told(judged.filter(t.counts(col("after_1"), t.span("received_on", "closed_on"))), "FD-03", "referral_id", col("after_1"))


def as_01(t: Tables) -> LazyFrame:
    unknown = col("started_on").is_null() | (col("completed_on") < col("started_on")).fill_null(False)
    judged = (
        t.assessments.filter(~col("kind").is_in(["connected person", "parenting"]).fill_null(False))
        .join(t.working_days, left_on="started_on", right_on="day", how="left")
        .with_columns(
            outcome=pl.when(unknown).then(lit("unknown")).otherwise(t.deadline(col("completed_on"), col("after_45"), None))
        )
    )
    return told(judged.filter(t.counts(col("after_45"), t.span("started_on", "completed_on"))), "AS-01", "assessment_id", col("after_45"))


def cc_01(t: Tables) -> LazyFrame:
    begun = pl.coalesce("discussed_on", "started_on")
    unknown = col("begun").is_null() | (col("held_on") < col("begun")).fill_null(False)
    judged = (
        t.conferences.filter((col("kind") == "initial") & col("transfer_in").ne_missing("yes"))
        .join(t.s47_enquiries, on="s47_id", how="left")
        .join(t.strategy_discussions.rename({"held_on": "discussed_on"}), on="strategy_discussion_id", how="left")
        .with_columns(begun=begun)
        .join(t.working_days, left_on="begun", right_on="day", how="left")
        .with_columns(
            outcome=pl.when(unknown).then(lit("unknown")).otherwise(t.deadline(col("held_on"), col("after_15"), None))
        )
    )
    placed = col("held_on").is_null() | t.in_period(col("held_on"))
    return told(judged.filter(t.counts(col("after_15"), placed)), "CC-01", "conference_id", col("after_15"))


def protection_actions(t: Tables) -> LazyFrame:
    plans = t.cp_plans.select("plan_id", "started_on", "ended_on", "left_out")
    return (
        t.plan_actions.filter(col("plan_kind") == CP)
        .join(plans, on="plan_id", how="left")
        .filter(col("left_out").ne_missing(True))
    )


def cp_14(t: Tables) -> LazyFrame:
    judged = (
        protection_actions(t)
        .filter(col("due_on").is_not_null())
        .with_columns(outcome=t.deadline(col("completed_on"), col("due_on"), col("ended_on")))
    )
    return told(judged.filter(t.counts(col("due_on"), lit(True))), "CP-14", "action_id", col("due_on"))


def pp_06(t: Tables) -> LazyFrame:
    judged = (
        t.pre_proceedings.filter(col("decided_on").is_not_null() & ~col("left_out"))
        .with_columns(begun=pl.coalesce("letter_sent_on", "decided_on"))
        .filter(col("ended_on").is_null() | (col("ended_on") >= col("begun")))
        .with_columns(due=col("begun").dt.offset_by("16w"))
        .with_columns(
            outcome=pl.when(col("ended_on") <= col("due")).then(lit("met"))
            .when(col("ended_on").is_null() & (col("due") >= t.as_at)).then(lit("due"))
            .when(col("extended_on").is_not_null()).then(lit("met"))
            .when(col("ended_on").is_not_null()).then(lit("late"))
            .otherwise(lit("overdue"))
        )
    )
    return told(judged.filter(t.counts(col("due"), lit(True))), "PP-06", "pre_proceedings_id", col("due"))


def fd_04(t: Tables) -> LazyFrame:
    year_before = col("received_on").dt.offset_by("-12mo")
    days = (
        t.referrals.select("child_id", "received_on").drop_nulls().unique().sort("child_id", "received_on")
        .with_columns(previous=col("received_on").shift(1).over("child_id", order_by="received_on"))
    )
    first = t.referrals.select(pl.coalesce("received_on", "closed_on").min().alias("first_record"))
    judged = (
        t.referrals.filter(col("received_on").is_null() | t.in_period(col("received_on")))
        .join(days, on=["child_id", "received_on"], how="left")
        .join(first, how="cross")
        .with_columns(
            outcome=pl.when(col("received_on").is_null() | col("child_id").is_null()).then(lit("unknown"))
            .when(col("previous") > year_before).then(lit("failed"))
            .when(year_before.dt.offset_by("1d") < col("first_record")).then(lit("unknown"))
            .otherwise(lit("met"))
        )
    )
    return told(judged, "FD-04", "referral_id")


def wf_04(t: Tables) -> LazyFrame:
    subjects = (
        t.referrals.filter(col("no_further_action").ne_missing("yes") & t.span("received_on", "closed_on"))
        .with_columns(window_end=col("closed_on").fill_null(t.as_at))
        .with_columns(window_after=col("window_end").dt.offset_by("-12mo"))
    )
    counted = (
        subjects.join(t.allocations.filter(col("role") == "allocated social worker"), on="child_id")
        .filter(
            (col("started_on").is_null() | (col("started_on") <= col("window_end")))
            & (col("ended_on").is_null() | (col("ended_on") > col("window_after")))
        )
        .group_by("referral_id")
        .agg(col("worker_id").drop_nulls().n_unique().alias("workers"))
    )
    first = t.allocations.select(pl.coalesce("started_on", "ended_on").min().alias("first_record"))
    judged = (
        subjects.join(counted, on="referral_id", how="left")
        .join(first, how="cross")
        .with_columns(
            outcome=pl.when(col("child_id").is_null()).then(lit("unknown"))
            .when(col("workers") > 2).then(lit("failed"))
            .when(col("window_after").dt.offset_by("1d") < col("first_record")).then(lit("unknown"))
            .otherwise(lit("met"))
        )
    )
    return told(judged, "WF-04", "referral_id")


def cp_10(t: Tables) -> LazyFrame:
    judged = protection_actions(t).filter(t.span("started_on", "ended_on"))
    failed = col("no_owner") | col("due_on").is_null()
    return told(judged.with_columns(outcome=verdict(failed)), "CP-10", "action_id")


def as_04(t: Tables) -> LazyFrame:
    judged = (
        t.assessments.filter(
            col("completed_on").is_not_null()
            & ~col("kind").is_in(["pre-birth", "connected person", "parenting"]).fill_null(False)
            & t.span("started_on", "completed_on")
        )
        .join(t.children, on="child_id")
        .filter(col("date_of_birth") <= pl.coalesce("started_on", "completed_on"))
    )
    return told(judged.with_columns(outcome=verdict(col("has_gap"))), "AS-04", "assessment_id")


def cp_17(t: Tables) -> LazyFrame:
    names = (
        t.core_groups.select("agencies").drop_nulls().unique()
        .with_columns(name=col("agencies").str.replace_all("[|,]", ";").str.split(";"))
        .explode("name")
        .with_columns(name=col("name").str.strip_chars().str.to_lowercase())
        .filter(col("name") != "")
    )
    spellings = DataFrame(standards.agencies(), schema=["spelling", "agency", "attends"], orient="row").lazy()
    lists = (
        names.join(spellings, left_on="name", right_on="spelling", how="left")
        .group_by("agencies")
        .agg(
            took_part=col("agency").filter(col("attends")).n_unique().cast(pl.Int64),
            with_us=(col("agency") == "social care").any(),
            not_known=col("name").filter(col("agency").is_null()).n_unique().cast(pl.Int64),
        )
        .with_columns(wanting=pl.max_horizontal((~col("with_us")).cast(pl.Int64), 3 - col("took_part")))
    )
    judged = (
        t.core_groups.filter(col("held_on").is_null() | t.in_period(col("held_on")))
        .join(lists, on="agencies", how="left")
        .with_columns(
            outcome=pl.when(col("wanting").is_null()).then(lit("unknown"))
            .when(col("wanting") <= 0).then(lit("met"))
            .when(col("not_known") >= col("wanting")).then(lit("unknown"))
            .otherwise(lit("failed"))
        )
    )
    return told(judged, "CP-17", "core_group_id")


def dq_03(t: Tables) -> LazyFrame:
    dates = ["received_on", "held_on", "started_on", "ended_on"]
    # Each date against the latest known before it: in order if none is earlier than the one before.
    earlier = [pl.coalesce(*reversed(dates[:place])) for place in range(1, len(dates))]
    wrong = pl.any_horizontal(
        (col(day) < before).fill_null(False) for day, before in zip(dates[1:], earlier, strict=True)
    )
    judged = (
        t.cp_plans.filter(~col("left_out") & t.span("started_on", "ended_on"))
        .join(t.referrals.select("referral_id", "received_on"), on="referral_id", how="left")
        .join(t.conferences.select("conference_id", "held_on"), on="conference_id", how="left")
        .filter(pl.sum_horizontal(col(day).is_not_null() for day in dates) > 1)
        .with_columns(outcome=verdict(wrong))
    )
    return told(judged, "DQ-03", "plan_id")


def dq_02(t: Tables) -> LazyFrame:
    same = ["plan_id", "started_on", "ended_on", "left_out"]
    court = t.pre_proceedings.rename({"pre_proceedings_id": "plan_id", "decided_on": "started_on"})
    plans = pl.concat(
        table.select(lit(kind).alias("plan_kind"), *same, lit(True).alias("is_there"))
        for kind, table in ((CP, t.cp_plans), ("child in need", t.cin_plans), ("pre-proceedings", court))
    )
    judged = (
        t.plan_actions.join(plans, on=["plan_kind", "plan_id"], how="left")
        .filter(col("left_out").ne_missing(True) & t.span("started_on", "ended_on"))
        .with_columns(
            outcome=pl.when(col("plan_id").is_null()).then(lit("unknown")).otherwise(verdict(col("is_there").is_null()))
        )
    )
    return told(judged, "DQ-02", "action_id")


def verdict(failed: Expr) -> Expr:
    return pl.when(failed).then(lit("failed")).otherwise(lit("met"))


if __name__ == "__main__":
    main(Polar, pl.__version__)
