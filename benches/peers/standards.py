"""What the checks need beside the export: read from rules/, as caseready does."""

import csv
import datetime
import tomllib
from pathlib import Path

RULES = Path(__file__).resolve().parents[2] / "rules"

CHECKS = {
    "FD-03": "deadline, to the first of several related records",
    "AS-01": "deadline, within 45 working days",
    "CC-01": "deadline, from a date two references away",
    "CP-14": "deadline, by a stated date, until the plan ends",
    "CP-19": "cadence in working days, with an age and an end that is worked out",
    "MO-01": "cadence in months",
    "PP-05": "cadence in weeks, from the first of three dates",
    "PP-06": "duration, unless extended",
    "FD-04": "count of different dates in a window",
    "WF-04": "count of different workers over spans in a window",
    "CP-10": "require, two fields",
    "AS-04": "require, six narratives",
    "CP-17": "attendance",
    "DQ-03": "order",
    "DQ-02": "reference",
}

NOT_COMPARED = (
    "No text check is among them: phrases, folded spellings and texts copied from another record have no fair form in SQL.",
    "caseready also finds the team and worker that answer, measures by team and month, and a message for each finding;"
    " the peers do none of this.",
)


def bank_holidays() -> list[datetime.date]:
    with open(RULES / "bank-holidays.csv", encoding="utf-8") as file:
        return [datetime.date.fromisoformat(row["date"]) for row in csv.DictReader(file)]


def agencies() -> list[tuple[str, str, bool]]:
    """Spelling, agency, and whether it counts as one that attends."""
    with open(RULES / "agencies.toml", "rb") as file:
        told = tomllib.load(file)["agency"]
    return [
        (spelling.lower(), agency["name"], agency["attends"])
        for agency in told
        for spelling in [agency["name"], *agency.get("spellings", [])]
    ]


def placeholders() -> list[str]:
    """Phrases that say nothing: a text that is one of them counts as blank."""
    lines = (RULES / "phrases" / "placeholders.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]


def is_date(heading: str) -> bool:
    return heading.endswith("_on") or heading == "date_of_birth"


def headings(export: Path, table: str) -> list[str]:
    with open(export / f"{table}.csv", encoding="utf-8", newline="") as file:
        return next(csv.reader(file))
