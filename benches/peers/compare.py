"""caseready's findings and those of a peer, row by row."""

from collections import Counter

import standards

# How many differences are printed of each kind.
SHOWN = 5


def of_run(run: dict) -> tuple[Counter, Counter]:
    """Counts by rule and outcome, and rows, of a run as caseready writes it."""
    counts: Counter = Counter()
    for rule in run["rules"]:
        if rule["id"] in standards.CHECKS:
            if rule["status"] != "assessed":
                raise SystemExit(f"{rule['id']} was not assessed: {rule['reason']}")
            counts.update({(rule["id"], outcome): count for outcome, count in rule["outcomes"].items() if count})
    rows: Counter = Counter()
    for finding in [*run["findings"], *run["upcoming"], *run["unknown"]]:
        if finding["rule"] in standards.CHECKS:
            rows[row(finding["rule"], finding["key"], finding["outcome"], finding["due_on"], finding["repeats"])] += 1
    return counts, rows


def of_peer(counts: list, rows: list) -> tuple[Counter, Counter]:
    told: Counter = Counter({(rule, outcome): count for rule, outcome, count in counts})
    return told, Counter(row(*each) for each in rows)


def row(rule: str, key: str, outcome: str, due_on: str | None, times: int) -> tuple:
    # What cannot be judged has no due date that means anything.
    return rule, key or "", outcome, None if outcome == "unknown" else due_on, times


def differences(name: str, ours: tuple[Counter, Counter], theirs: tuple[Counter, Counter]) -> int:
    """Prints what differs, and gives how many rows and counts do."""
    found = 0
    for what, one, other in (("count", ours[0], theirs[0]), ("row", ours[1], theirs[1])):
        if what == "count":
            differing = sorted(key for key in one.keys() | other.keys() if one[key] != other[key])
            lines = [f"{key}: caseready {one[key]}, {name} {other[key]}" for key in differing]
        else:
            lines = [f"only caseready: {key}" for key in sorted((one - other).elements(), key=str)]
            lines += [f"only {name}: {key}" for key in sorted((other - one).elements(), key=str)]
        found += len(lines)
        for line in lines[:SHOWN]:
            print(f"  {what} differs: {line}")
        if len(lines) > SHOWN:
            print(f"  and {len(lines) - SHOWN} more")
    return found
