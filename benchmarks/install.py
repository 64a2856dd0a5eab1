"""The cost of an install: its time, how much it folds in a second, and the room that it takes."""

from __future__ import annotations

from benchmarks.data import SOURCE_TABLES, Database
from benchmarks.timing import seconds
from pg_summary import install as installer

_SOURCE_SIZE = "select sum(pg_total_relation_size(name::regclass))::bigint from unnest(%s::text[]) as name"
_SIZES = """
select
    sum(s.bytes) filter (where s.name like '%\\_fact')::bigint as facts,
    sum(s.bytes) filter (where s.name like 'rollup%')::bigint as rollups,
    sum(s.bytes)::bigint as everything
from pgsummary.size s
"""


def install(database: Database) -> dict[str, float]:
    """Install into the database; times in seconds, sizes in bytes with indexes."""
    conn = database.conn
    source_bytes = conn.execute(_SOURCE_SIZE, [list(SOURCE_TABLES)]).fetchone()[0]
    objects_s = seconds(lambda: installer.install(conn, installer.Options(backfill=False)))
    # An interrupted install continues where it was: only the backfill remains.
    backfill_s = seconds(lambda: installer.install(conn, installer.Options()))
    facts, rollups, everything = conn.execute(_SIZES).fetchone()
    database.vacuum()
    conferences = conn.execute("select count(*) from conference").fetchone()[0]
    return {
        "objects_s": objects_s,
        "backfill_s": backfill_s,
        "conferences": conferences,
        "conferences_per_s": conferences / backfill_s,
        "source_bytes": source_bytes,
        "facts_bytes": facts,
        "rollups_bytes": rollups,
        "all_bytes": everything,
        "share_percent": 100 * everything / source_bytes,
    }
