"""The checks in DuckDB: sql/*.sql, over the files as they are."""

import datetime
from pathlib import Path

import duckdb

import standards
from peer import Rows, main

SQL = Path(__file__).resolve().parent / "sql"
BEFORE = ("macros", "calendar", "tables", "deadlines", "cadences", "others", "obligations")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def connect(threads: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})


def prepare(database: duckdb.DuckDBPyConnection, export: Path, as_at: datetime.date, after: datetime.date) -> None:
    """Views over the files, and what comes from rules/."""
    for file in sorted(export.glob("*.csv")):
        columns = ", ".join(
            f"{quoted(heading)}: {quoted('DATE' if standards.is_date(heading) else 'VARCHAR')}"
            for heading in standards.headings(export, file.stem)
        )
        database.execute(
            f"CREATE TEMP VIEW csv_{file.stem} AS FROM read_csv({quoted(str(file))}, header = true, auto_detect = false,"
            f" delim = ',', quote = '\"', escape = '\"', nullstr = '', dateformat = '%Y-%m-%d', columns = {{{columns}}})"
        )
    phrases = standards.placeholders()
    listed = ", ".join(quoted(phrase) for phrase in phrases)
    longest = max(len(phrase.encode()) for phrase in phrases)
    database.execute(f"CREATE MACRO as_at() AS DATE '{as_at}'")
    database.execute(f"CREATE MACRO after() AS DATE '{after}'")
    database.execute(
        f"CREATE MACRO blank(words) AS words IS NULL"
        f" OR CASE WHEN strlen(words) > {longest} THEN false ELSE list_contains([{listed}], lower(trim(words))) END"
    )
    holidays = ", ".join(f"(DATE '{day}')" for day in standards.bank_holidays())
    database.execute(f"CREATE TEMP TABLE bank_holidays AS FROM (VALUES {holidays}) told(day)")
    agencies = ", ".join(f"({quoted(spelling)}, {quoted(agency)}, {attends})" for spelling, agency, attends in standards.agencies())
    database.execute(f"CREATE TEMP TABLE agencies AS FROM (VALUES {agencies}) told(spelling, agency, attends)")


class Duck:
    def __init__(self, export: Path, as_at: datetime.date, after: datetime.date, threads: int) -> None:
        self.database = connect(threads)
        self.export, self.as_at, self.after = export, as_at, after

    def counts(self) -> Rows:
        prepare(self.database, self.export, self.as_at, self.after)
        for name in BEFORE:
            self.database.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        return self.database.execute(
            "SELECT rule, outcome, sum(times)::BIGINT FROM obligations WHERE outcome IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()

    def rows(self, until: datetime.date) -> Rows:
        return self.database.execute(
            "SELECT rule, key, outcome, due_on::VARCHAR, times FROM obligations"
            " WHERE outcome <> 'met' AND (outcome <> 'due' OR due_on <= ?) ORDER BY ALL",
            [until],
        ).fetchall()


if __name__ == "__main__":
    main(Duck, duckdb.__version__)
