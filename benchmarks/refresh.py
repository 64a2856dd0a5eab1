"""What folding costs, beside materialized views of the same sums that are refreshed concurrently."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import datetime
from statistics import median
from typing import Iterator, Sequence

import psycopg

from benchmarks.answers import PLAIN, end_calls, fold, reopen_calls
from benchmarks.data import SINCE, TODAY, Database
from benchmarks.timing import LEAST_CALLS, seconds

MANY, FEW = 10000, 100

# Where a view over the source tables holds other sums than ours, a row comes back.
_DIFFERENCE = """
(select {columns} from {ours} except all select {columns} from {plain})
union all
(select {columns} from {plain} except all select {columns} from {ours})
limit 1
"""


def refresh(database: Database, repeat: int) -> dict[str, float]:
    """Conferences folded in a second, a small fold in milliseconds, and the views' refresh beside it."""
    # Calls end on the day on which they began, but for those of rooms that are used again.
    today, today_per_s = _folded_per_s(database, TODAY)
    many, many_per_s = _folded_per_s(database, SINCE)

    reopen_calls(database, FEW * (repeat + 1))
    few_s = []
    for _ in range(repeat + 1):
        end_calls(database, FEW)
        few_s.append(seconds(lambda: fold(database)))

    return {
        "today": today,
        "today_per_s": today_per_s,
        "many": many,
        "many_per_s": many_per_s,
        "few": FEW,
        "few_ms": 1000 * median(few_s[1:]),
        "views_ms": _views_ms(database),
    }


def _folded_per_s(database: Database, since: datetime) -> tuple[int, float]:
    """How many calls since then end together, and how many of them are folded in a second."""
    rates = []
    for _ in range(LEAST_CALLS):
        reopen_calls(database, MANY, since)
        count = end_calls(database, MANY)
        rates.append(count / seconds(lambda: fold(database)))
    return count, median(rates)


@contextmanager
def plain_views(conn: psycopg.Connection) -> Iterator[list[str]]:
    """Materialized views of the daily sums over the source tables, while they are measured; gives their names."""
    statements = (PLAIN / "matviews.sql").read_text(encoding="utf-8")
    names = re.findall(r"create materialized view (\w+)", statements)
    conn.execute(statements)
    try:
        yield names
    finally:
        for name in names:
            conn.execute(f"drop materialized view {name}")


def refreshed_views_s(database: Database, names: Sequence[str]) -> list[float]:
    """Seconds that REFRESH MATERIALIZED VIEW CONCURRENTLY of all takes, each time after a few calls ended."""
    times = []
    for _ in range(LEAST_CALLS):
        reopen_calls(database, FEW)
        end_calls(database, FEW)
        fold(database)
        refresh_all = [f"refresh materialized view concurrently {name}" for name in names]
        times.append(seconds(lambda: [database.conn.execute(each) for each in refresh_all]))  # noqa: B023
    return times


def _views_ms(database: Database) -> float:
    """REFRESH MATERIALIZED VIEW CONCURRENTLY of all four, after a change; they hold what ours hold."""
    conn = database.conn
    with plain_views(conn) as names:
        conn.execute("select pgsummary.refresh_views('0 s')")
        for plain in names:
            ours = plain.replace("plain_", "pgsummary.", 1)
            columns = ", ".join(column.name for column in conn.execute(f"select * from {plain} limit 0").description)
            if conn.execute(_DIFFERENCE.format(ours=ours, plain=plain, columns=columns)).fetchone():
                raise AssertionError(f"{plain} holds other sums than {ours}")
        return 1000 * median(refreshed_views_s(database, names))
