"""How long answers take while an open snapshot (a backup, a report) keeps vacuum from removing folded log rows."""

from __future__ import annotations

from statistics import median

from benchmarks.answers import dashboard_ms, fold
from benchmarks.data import MAIN_APP, Database
from benchmarks.timing import seconds

# Four hours of a refresh every 30 s.
CYCLES, CHANGED = 480, 100

# Calls of the newest ones begin and end.
_CHANGE = """
update conference set ongoing = not ongoing, duration = duration + 60
where id in (
    select id from (
        select id from conference where app_id = %(app_id)s and is_active order by created_at desc limit 1000
    ) as newest
    order by md5(id::text || %(cycle)s) limit %(limit)s
)
"""


def held_back(database: Database, repeat: int) -> dict[str, float]:
    """Milliseconds of a dashboard before and after hours of changes with a snapshot open, and of a refresh then."""
    figures = {"changes": CYCLES * CHANGED, "before_ms": dashboard_ms(database.conn, repeat)}
    with database.connect() as reader:
        reader.execute("begin transaction isolation level repeatable read")
        reader.execute("select from conference limit 1")
        for cycle in range(CYCLES):
            _change(database, cycle)
            fold(database)
        figures["held_ms"] = dashboard_ms(database.conn, repeat)
        refreshes = []
        for cycle in range(repeat):
            _change(database, -cycle)
            refreshes.append(seconds(lambda: fold(database)))
        figures["held_refresh_ms"] = 1000 * median(refreshes)
        figures["log_bytes"] = database.conn.execute("select pg_table_size('pgsummary.change_log')").fetchone()[0]
        reader.execute("rollback")
    database.vacuum()
    return figures


def _change(database: Database, cycle: int) -> None:
    database.conn.execute(_CHANGE, {"app_id": MAIN_APP, "cycle": str(cycle), "limit": CHANGED})
