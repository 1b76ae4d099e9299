"""One run of a peer in a process of its own: files to counts, timed; then, if asked, every row that caseready would list."""

import argparse
import datetime
import json
import time
from pathlib import Path
from typing import Protocol

Rows = list[tuple]

# caseready lists what falls due in so many days.
UPCOMING = datetime.timedelta(days=90)


class Peer(Protocol):
    def __init__(self, export: Path, as_at: datetime.date, after: datetime.date, threads: int) -> None: ...

    def counts(self) -> Rows:
        """Rule, outcome, and how many obligations have it."""

    def rows(self, until: datetime.date) -> Rows:
        """Rule, key, outcome, due date and how many obligations, of all that is not met and of what is due until a day."""


def main(peer: type[Peer], version: str) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("export", type=Path)
    parser.add_argument("--as-at", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--after", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--rows", type=Path)
    asked = parser.parse_args()
    begun = time.perf_counter()
    running = peer(asked.export, asked.as_at, asked.after, asked.threads)
    counts = running.counts()
    seconds = time.perf_counter() - begun
    if asked.rows:
        asked.rows.write_text(json.dumps(running.rows(asked.as_at + UPCOMING)), encoding="utf-8")
    print(json.dumps({"version": version, "seconds": seconds, "counts": counts}))
