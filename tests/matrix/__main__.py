"""Runs the tests of each row of the matrix, and prints a table: `python tests/matrix [--quick] [ROW ...]`.

A ROW is part of a name, such as "PostgreSQL 12" or python; without one, all run. What a machine lacks is skipped,
and said. The output of the tests is kept in .cache/matrix.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple

sys.path.insert(1, str(Path(__file__).resolve().parents[1]))

import postgres  # noqa: E402
import pythons  # noqa: E402
from pythons import Unavailable  # noqa: E402
from rows import ROWS, Row  # noqa: E402

from pg_summary.sandbox.valkey import find_valkey  # noqa: E402

LOGS = pythons.ROOT / ".cache" / "matrix"
# Rows share the caches of servers and environments.
PREPARING = Lock()


class Outcome(NamedTuple):
    row: Row
    word: str
    detail: str
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--quick", action="store_true", help="fewer tests per row")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many rows at a time")
    arguments = parser.parse_args()
    chosen = [r for r in ROWS if not arguments.rows or any(a.lower() in r.name.lower() for a in arguments.rows)]
    if not chosen:
        parser.error(f"no such row; there are {', '.join(r.name for r in ROWS)}")

    def run_and_tell(row: Row) -> Outcome:
        outcome = run(row, ("-m", "not slow", *row.quick) if arguments.quick else row.tests)
        print(line(outcome), file=sys.stderr, flush=True)
        return outcome

    with ThreadPoolExecutor(arguments.jobs) as pool:
        outcomes = list(pool.map(run_and_tell, chosen))
    print("\n| | | tests | |\n| --- | --- | --- | ---: |")
    for outcome in outcomes:
        print("|", line(outcome), "|")
    return any(outcome.word == "FAILED" for outcome in outcomes)


def run(row: Row, tests: tuple[str, ...]) -> Outcome:
    """Runs the tests of a row."""
    start = time.monotonic()
    try:
        with PREPARING:
            bindir = postgres.bindir(row.postgres)
            own = row.python or row.packages
            version = row.python or "{}.{}".format(*sys.version_info)
            python = pythons.environment(version, row.packages) if own else sys.executable
    except Unavailable as error:
        return Outcome(row, "skipped", str(error), time.monotonic() - start)
    # The wheel that has one is for newer Pythons; the program serves them all.
    valkey = {"PG_SUMMARY_VALKEY": str(find_valkey())} if find_valkey() else {}
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{row.name.replace(' ', '-').lower()}.log"
    with log.open("wb") as output:
        code = subprocess.run(
            [python, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", *tests],
            cwd=str(pythons.ROOT),
            env={**os.environ, "PG_SUMMARY_PG_BIN": str(bindir), **valkey},
            stdout=output,
            stderr=subprocess.STDOUT,
        ).returncode
    counts = re.findall(r"\d+ (?:passed|failed|errors?|skipped)", log.read_text(errors="replace").splitlines()[-1])
    detail = ", ".join(counts) + (f": {log}" if code else "")
    return Outcome(row, "FAILED" if code else "passed", detail, time.monotonic() - start)


def line(outcome: Outcome) -> str:
    return f"{outcome.row.name} | {outcome.word} | {outcome.detail} | {outcome.seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
