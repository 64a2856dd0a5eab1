"""What folding costs, beside materialized views of the same sums that are refreshed concurrently."""

from __future__ import annotations

import re
from datetime import datetime
from statistics import median

from benchmarks.answers import PLAIN, end_calls, fold, reopen_calls
from benchmarks.data import SINCE, TODAY, Database
from benchmarks.timing import LEAST_CALLS, seconds

MANY, FEW = 10000, 100

# Where a view over the source tables holds other sums than ours, a row comes back.
_DIFFERENCE = """
(select {columns} from pgsummary.{name} except all select {columns} from plain_{name})
union all
(select {columns} from plain_{name} except all select {columns} from pgsummary.{name})
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
    """How many calls since then end at once, and how many of them are folded in a second."""
    rates = []
    for _ in range(LEAST_CALLS):
        reopen_calls(database, MANY, since)
        count = end_calls(database, MANY)
        rates.append(count / seconds(lambda: fold(database)))
    return count, median(rates)


def _views_ms(database: Database) -> float:
    """REFRESH MATERIALIZED VIEW CONCURRENTLY of all four, after a change; they hold what ours hold."""
    conn = database.conn
    statements = (PLAIN / "matviews.sql").read_text(encoding="utf-8")
    names = re.findall(r"create materialized view plain_(\w+)", statements)
    conn.execute(statements)
    try:
        conn.execute("select pgsummary.refresh_views('0 s')")
        for name in names:
            columns = ", ".join(
                column.name for column in conn.execute(f"select * from plain_{name} limit 0").description
            )
            if conn.execute(_DIFFERENCE.format(name=name, columns=columns)).fetchone():
                raise AssertionError(f"plain_{name} holds other sums than pgsummary.{name}")

        def refresh_all() -> None:
            for name in names:
                conn.execute(f"refresh materialized view concurrently plain_{name}")

        times = []
        for _ in range(LEAST_CALLS):
            reopen_calls(database, FEW)
            end_calls(database, FEW)
            fold(database)
            times.append(seconds(refresh_all))
        return 1000 * median(times)
    finally:
        for name in names:
            conn.execute(f"drop materialized view plain_{name}")
