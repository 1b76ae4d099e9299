"""The columns that the checks need, as lazy frames over the files, and the words in which the checks are written."""

import datetime
from pathlib import Path

import polars as pl
from polars import Expr, LazyFrame, col, lit

import standards

NARRATIVES = ("risks", "strengths", "needs", "history", "child_views", "analysis")


class Tables:
    def __init__(self, export: Path, as_at: datetime.date, after: datetime.date) -> None:
        self.export, self.as_at, self.after = export, as_at, after
        self.phrases = standards.placeholders()
        self.working_days = self.calendar()
        self.children = self.scan("children").select("child_id", self.happened("date_of_birth"))
        self.referrals = self.begun("referrals", "received_on").select(
            "referral_id", "child_id", "received_on", self.happened("closed_on"), "no_further_action"
        )
        self.allocations = self.begun("allocations", "started_on").select(
            "child_id", "worker_id", "role", "started_on", self.happened("ended_on")
        )
        self.assessments = self.begun("assessments", "started_on").select(
            "assessment_id", "child_id", "kind", "started_on", self.happened("completed_on"),
            pl.any_horizontal(self.blank(name) for name in NARRATIVES).alias("has_gap"),
        )
        self.strategy_discussions = self.begun("strategy_discussions", "held_on").select("strategy_discussion_id", "held_on")
        self.s47_enquiries = self.begun("s47_enquiries", "started_on").select("s47_id", "strategy_discussion_id", "started_on")
        self.conferences = self.begun("conferences", "held_on").select(
            "conference_id", "kind", "s47_id", "transfer_in", "held_on"
        )
        self.care_periods = self.begun("care_periods", "started_on").select(
            "child_id", "started_on", self.happened("ended_on"), "legal_status"
        )
        self.cp_plans = self.scan("cp_plans").select(
            "plan_id", "child_id", "referral_id", "conference_id", "started_on", self.happened("ended_on"),
            self.left_out("started_on"),
        )
        self.cin_plans = self.scan("cin_plans").select(
            "plan_id", "started_on", self.happened("ended_on"), self.left_out("started_on")
        )
        dates = ("letter_sent_on", "first_meeting_on", "extended_on", "ended_on")
        self.pre_proceedings = self.scan("pre_proceedings").select(
            "pre_proceedings_id", "decided_on", *map(self.happened, dates), self.left_out("decided_on")
        )
        self.plan_actions = self.scan("plan_actions").select(
            "action_id", "plan_id", "plan_kind", self.blank("owner").alias("no_owner"), "due_on", self.happened("completed_on")
        )
        self.core_groups = self.begun("core_groups", "held_on").select("core_group_id", "held_on", "agencies")

    def scan(self, table: str) -> LazyFrame:
        names = standards.headings(self.export, table)
        schema = {name: pl.Date if standards.is_date(name) else pl.String for name in names}
        return pl.scan_csv(self.export / f"{table}.csv", schema=schema)

    def begun(self, table: str, date: str) -> LazyFrame:
        """Without what begins after the day of the audit."""
        return self.scan(table).filter(col(date).is_null() | (col(date) <= self.as_at))

    def left_out(self, date: str) -> Expr:
        return (col(date) > self.as_at).fill_null(False).alias("left_out")

    def happened(self, date: str) -> Expr:
        return pl.when(col(date) <= self.as_at).then(col(date)).alias(date)

    def blank(self, name: str) -> Expr:
        short = col(name).str.len_bytes() <= max(len(phrase.encode()) for phrase in self.phrases)
        folded = pl.when(short).then(col(name)).str.strip_chars().str.to_lowercase()
        return col(name).is_null() | folded.is_in(self.phrases).fill_null(False)

    def in_period(self, day: Expr) -> Expr:
        return (day > self.after) & (day <= self.as_at)

    def span(self, started: str, ended: str) -> Expr:
        """A record that lasts counts if any day of it lies in the period; one without dates always does."""
        return (col(started).is_null() | (col(started) <= self.as_at)) & (col(ended).is_null() | (col(ended) > self.after))

    def counts(self, due: Expr, placed: Expr) -> Expr:
        """Whether an obligation lies in the period: by its due date, or by the record's dates where it cannot be judged."""
        live = col("outcome").is_in(["due", "overdue"]) | self.in_period(due)
        return pl.when(col("outcome") == "unknown").then(placed).otherwise(live)

    def deadline(self, done: Expr, due: Expr, ended: Expr | None) -> Expr:
        """What becomes of a thing due on one day: no outcome where its time ended first."""
        ended = lit(None, pl.Date) if ended is None else ended
        return (
            pl.when(done <= due).then(lit("met"))
            .when(done.is_not_null()).then(lit("late"))
            .when(ended <= due).then(lit(None, pl.String))
            .when(due >= self.as_at).then(lit("due"))
            .when(ended.is_not_null()).then(lit("missed"))
            .otherwise(lit("overdue"))
        )

    def calendar(self) -> LazyFrame:
        """For each day, the n-th working day after it, for every n that a rule asks for."""
        days = pl.date_range(datetime.date(2000, 1, 1), datetime.date(2040, 12, 31), eager=True).alias("day")
        works = (days.dt.weekday() < 6) & ~days.is_in(standards.bank_holidays())
        numbers = works.cum_sum()
        working = days.filter(works)
        after = {f"after_{n}": working.gather((numbers + (n - 1)).clip(upper_bound=len(working) - 1)) for n in (1, 15, 20, 45)}
        return pl.DataFrame({"day": days, **after}).lazy()
