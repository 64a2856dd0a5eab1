"""Names that pg-summary stores: what drops them, and where they are."""

from __future__ import annotations

# In the order in which each says the next.
DICTIONARIES = ["profile", "segment", "term", "place", "gum_error"]


def prune(connection) -> dict[str, int]:
    """Drops what nothing refers to any more; returns how many rows of each dictionary."""
    return {d: connection.execute("select pgsummary.prune(%s)", [d]).fetchone()[0] for d in DICTIONARIES}


def traces(connection, needle: str) -> list[tuple[str, int]]:
    """Our tables and materialized views that contain a text, and the planner's statistics that do."""
    found = []
    for (name,) in connection.execute(
        "select relname from pg_class where relnamespace = 'pgsummary'::regnamespace and relkind in ('r', 'm') order by 1"
    ).fetchall():
        n = connection.execute(
            f"select count(*) from pgsummary.{name} x where x::text ilike %s", [f"%{needle}%"]
        ).fetchone()[0]
        found += [(name, n)] if n else []
    n = connection.execute(
        "select count(*) from pg_stats s where s.schemaname = 'pgsummary' and s::text ilike %s", [f"%{needle}%"]
    ).fetchone()[0]
    return found + ([("pg_stats", n)] if n else [])
