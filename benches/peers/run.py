"""Fifteen of caseready's checks beside the same in DuckDB and Polars: timed turn by turn, and compared row by row.

python3 benches/peers/run.py [--children N [--years N] | --export FOLDER] [--rounds N]

Makes a virtual environment beside this file at its first run. Exits 1 where any result differs.
"""

import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass, field
from pathlib import Path

import compare
import standards

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PYTHON = HERE / ".venv" / "bin" / "python"
THREADS = 2

ALL = "caseready, every rule, JSON"
ONLY = "caseready, these 15, JSON"
PEERS = {"DuckDB, these 15, counts": "duck.py", "Polars, these 15, counts": "polar.py"}


@dataclass
class Measured:
    """What was timed of one program, in seconds, and its most memory."""

    work: list[float] = field(default_factory=list)
    process: list[float] = field(default_factory=list)
    # Processor time of the whole process, which other work on the machine does not add to as it does to the clock's.
    processor: list[float] = field(default_factory=list)
    peak: int = 0

    def add(self, work: float, ended: "Ended") -> None:
        self.work.append(work)
        self.process.append(ended.seconds)
        self.processor.append(ended.processor)
        self.peak = max(self.peak, ended.peak)


@dataclass
class Ended:
    seconds: float
    processor: float
    peak: int
    said: str


def environment() -> None:
    wanted = (HERE / "requirements.txt").read_text(encoding="utf-8")
    made = HERE / ".venv" / "requirements.txt"
    if made.exists() and made.read_text(encoding="utf-8") == wanted:
        return
    print("making benches/peers/.venv", flush=True)
    venv.create(HERE / ".venv", with_pip=True, clear=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    made.write_text(wanted, encoding="utf-8")


def build() -> Path:
    """The command itself, built as it is released."""
    command = ["cargo", "build", "--release", "--quiet", "--message-format", "json-render-diagnostics"]
    built = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "caseready":
            return Path(message["executable"])
    raise SystemExit("cargo built no caseready")


def ended(command: list[str | Path], expected: tuple[int, ...]) -> Ended:
    """Runs a command to its end, with the most memory it held."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, env=os.environ | {"POLARS_MAX_THREADS": str(THREADS)})
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in expected:
            raise SystemExit(f"{' '.join(map(str, command))}: ended with {child.returncode}")
        said.seek(0)
        return Ended(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, said.read().decode())


def caseready(command: Path, export: Path, as_at: datetime.date, written: Path, only: bool) -> Ended:
    arguments = ["audit", export, "--as-at", str(as_at), "--threads", str(THREADS), "--quiet", "-o", f"json={written}"]
    if only:
        arguments += ["--only", ",".join(standards.CHECKS)]
    # 1: there is something to act on.
    return ended([command, *arguments], (0, 1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--children", type=int, default=40_000)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--export", type=Path, help="a folder with every native table as CSV, instead of an invented one")
    parser.add_argument("--as-at", type=datetime.date.fromisoformat, default=datetime.date(2026, 3, 31))
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()

    environment()
    command = build()
    with tempfile.TemporaryDirectory(prefix="caseready-peers-") as place:
        work = Path(place)
        export = asked.export or work / "export"
        if not asked.export:
            size = ["--children", str(asked.children), "--years", str(asked.years)]
            ended([command, "demo", "--write", export, *size, "--as-at", str(asked.as_at)], (0,))
        megabytes = sum(file.stat().st_size for file in export.glob("*.csv")) / 1e6
        print(f"{export.name if asked.export else f'{asked.children:,} children, {asked.years} years'}: {megabytes:,.0f} MB of CSV, {THREADS} threads")
        measured, differing = rounds(command, export, work, asked.as_at, asked.rounds)
    report(measured)
    return 1 if differing else 0


def rounds(command: Path, export: Path, work: Path, as_at: datetime.date, count: int) -> tuple[dict[str, Measured], int]:
    measured = {name: Measured() for name in (ALL, ONLY, *PEERS)}
    first: dict[str, str] = {}
    differing = 0
    for number in range(count):
        print(f"round {number + 1} of {count}", file=sys.stderr, flush=True)
        for name, only in ((ALL, False), (ONLY, True)):
            written = work / f"{'only' if only else 'all'}.json"
            run = caseready(command, export, as_at, written, only)
            measured[name].add(run.seconds, run)
        for name, script in PEERS.items():
            run = ended(peer(script, export, as_at), (0,))
            told = json.loads(run.said)
            measured[name].add(told["seconds"], run)
            if first.setdefault(name, json.dumps(told["counts"])) != json.dumps(told["counts"]):
                print(f"{name}: two rounds gave different counts")
                differing += 1
    return measured, differing + compared(export, as_at, work)


def peer(script: str, export: Path, as_at: datetime.date) -> list[str | Path]:
    """The command that runs a peer over the twelve months that caseready looks back."""
    # Twelve months before the 29th of February is the 28th.
    after = as_at.replace(year=as_at.year - 1, day=min(as_at.day, 28) if as_at.month == 2 else as_at.day)
    return [PYTHON, HERE / script, export, "--as-at", str(as_at), "--after", str(after), "--threads", str(THREADS)]


def compared(export: Path, as_at: datetime.date, work: Path) -> int:
    """Prints what is compared and what differs, and gives how much does."""
    print()
    for rule, kind in standards.CHECKS.items():
        print(f"{rule}  {kind}")
    for line in standards.NOT_COMPARED:
        print(line)
    print()
    runs = [json.loads((work / name).read_text(encoding="utf-8")) for name in ("all.json", "only.json")]
    ours, alone = (compare.of_run(run) for run in runs)
    differing = 0
    if ours != alone:
        print("caseready says other things of these rules when it runs all of them:")
        differing += compare.differences("these 15 alone", ours, alone)
    for name, script in PEERS.items():
        written = work / "rows.json"
        told = json.loads(ended([*peer(script, export, as_at), "--rows", written], (0,)).said)
        theirs = compare.of_peer(told["counts"], json.loads(written.read_text(encoding="utf-8")))
        program = f"{name.split(',')[0]} {told['version']}"
        found = compare.differences(program, ours, theirs)
        differing += found
        verdict = "the same" if not found else f"{found} differences"
        print(f"{program}: {sum(theirs[0].values()):,} obligations counted, {len(theirs[1]):,} rows compared: {verdict}")
    return differing


def report(measured: dict[str, Measured]) -> None:
    every = statistics.median(measured[ALL].work)
    only = statistics.median(measured[ONLY].work)
    columns = ("median s", "min s", "max s", "process s", "processor s", "most MB", "x every", "x these")
    print(f"\n{'':<28}" + "".join(f"{column:>12}" for column in columns))
    for name, times in measured.items():
        median = statistics.median(times.work)
        figures = [median, min(times.work), max(times.work), statistics.median(times.process), statistics.median(times.processor)]
        print(
            f"{name:<28}" + "".join(f"{figure:>12.3f}" for figure in figures)
            + f"{times.peak / 1e6:>12.0f}{median / every:>12.2f}{median / only:>12.2f}"
        )
    print("caseready is timed with its start and its report; the peers from files to counts, once Python and they are loaded.")
    print("Processor seconds are of the whole process, Python's start included.")


if __name__ == "__main__":
    if shutil.which("cargo") is None:
        raise SystemExit("cargo is needed to build caseready: https://rust-lang.org")
    sys.exit(main())
