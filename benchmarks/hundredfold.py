"""A hundred times the data, as far as it can be had in minutes: rollups and facts are multiplied, the source is not.

    python -m benchmarks.hundredfold [--factor 100] [--scale 1] [--days 31] [--json FILE]

The source tables hold one part. Rollups are multiplied by the factor, and every fact is copied so often, under another
id: what functions read is then what it would be at that size, but for `conference_list`, which needs the source's rows.
A refresh reads only what changed, from the source, and writes into tables of that size.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median
from typing import Any

import click
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks import data
from benchmarks.answers import (
    FUNCTIONS,
    NOT_A_CHART,
    UNFILTERED,
    choices,
    dashboard_ms,
    end_calls,
    fold,
    reopen_calls,
)
from benchmarks.timing import LEAST_CALLS, median_ms, seconds
from pg_summary import install as installer

CHANGED = 100

_TABLES = """
select c.relname from pg_class c
where c.relnamespace = 'pgsummary'::regnamespace and c.relkind = 'r' and c.relname like %s
order by 1
"""
_INDEXES = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), k.conname
from pg_index i left join pg_constraint k on k.conindid = i.indexrelid
where i.indrelid = format('pgsummary.%%I', %s::text)::regclass
"""
_COLUMNS = """
select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
where a.attrelid = format('pgsummary.%%I', %s::text)::regclass and a.attnum > 0 and not a.attisdropped
    and a.attname <> 'id'
"""


@click.command()
@click.option("--factor", default=100, show_default=True, type=click.IntRange(2), help="How many times the data.")
@click.option("--scale", default=1.0, show_default=True, help="Of one part. 1: 42,000 main-app conferences a month.")
@click.option("--days", default=31, show_default=True, type=click.IntRange(31), help="How many days of data.")
@click.option("--repeat", default=9, show_default=True, type=click.IntRange(1), help="Calls to a median.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures here.")
def main(factor: int, scale: float, days: int, repeat: int, json_file: Path | None) -> None:
    """Measure unfiltered and filtered functions, and a refresh, at so many times the data."""
    talk = Console(stderr=True)
    with data.open_server(None) as server, data.database(server, scale, lambda *_: None, days) as database:
        installer.install(database.conn, installer.Options(backfill=False))
        # What is busy at so many times the data.
        database.conn.execute(f"update pgsummary.state set busy_day_sessions = busy_day_sessions / {factor}")
        installer.install(database.conn, installer.Options())
        database.vacuum()
        figures: dict[str, dict[str, Any]] = {"1": _measure(database, repeat)}
        started = time.monotonic()
        _multiply(talk, database.conn, factor)
        database.vacuum()
        talk.print(f"multiplied in {time.monotonic() - started:.0f} s")
        figures[str(factor)] = _measure(database, repeat)
    if json_file:
        json_file.write_text(json.dumps(figures, indent=2) + "\n")
    _show(figures, factor)


def _multiply(talk: Console, conn: psycopg.Connection, factor: int) -> None:
    for (name,) in conn.execute(_TABLES, ["rollup\\_%"]).fetchall():
        counts = "running" if name == "rollup_time" else "counts"
        conn.execute(f"update pgsummary.{name} set {counts} = array(select {factor} * c from unnest({counts}) c)")
        conn.execute(f"vacuum full pgsummary.{name}")
    for (name,) in conn.execute(_TABLES, ["%\\_fact"]).fetchall():
        indexes = conn.execute(_INDEXES, [name]).fetchall()
        columns = conn.execute(_COLUMNS, [name]).fetchone()[0]
        for index, _, constraint in indexes:
            drop = f"alter table pgsummary.{name} drop constraint {constraint}" if constraint else f"drop index {index}"
            conn.execute(drop)
        rows = conn.execute(
            f"insert into pgsummary.{name} (id, {columns}) "
            f"select md5(id::text || n)::uuid, {columns} "
            # As they are folded: in the order of time.
            f"from pgsummary.{name} cross join generate_series(2, {factor}) n order by created_at"
        ).rowcount
        for _, definition, _ in indexes:
            conn.execute(definition)
        talk.print(f"{name}: {rows:,} rows more")


def _measure(database: data.Database, repeat: int) -> dict[str, Any]:
    """Milliseconds by function and filters; a refresh after some calls ended; bytes."""
    conn = database.conn
    answers: dict[str, dict[str, float]] = {}
    for choice, filters in choices(conn).items():
        answers.setdefault("dashboard_summary", {})[choice] = dashboard_ms(conn, repeat, filters=filters)
        for name in FUNCTIONS:
            if name != NOT_A_CHART and not (filters and name == UNFILTERED):
                named = "".join(f", {dimension} => %({dimension})s" for dimension in filters)
                query = f"select * from {name}(app_id => %(app_id)s, created_at_gte => %(since)s{named})"
                parameters = {"app_id": data.MAIN_APP, "since": data.SINCE, **filters}
                took = median_ms(lambda: conn.execute(query, parameters).fetchall(), repeat)  # noqa: B023
                answers.setdefault(name, {})[choice] = took
    query = "select sum(total) from conference_summary(%s, %s)"
    total = conn.execute(query, [data.MAIN_APP, data.SINCE]).fetchone()[0]
    reopen_calls(database, CHANGED * (LEAST_CALLS + 1))
    times = []
    for _ in range(LEAST_CALLS + 1):
        end_calls(database, CHANGED)
        times.append(seconds(lambda: fold(database)))
    size = conn.execute("select sum(bytes)::bigint from pgsummary.size").fetchone()[0]
    return {"conferences": int(total), "answers": answers, "refresh_ms": 1000 * median(times[1:]), "bytes": size}


def _show(figures: dict[str, dict[str, Any]], factor: int) -> None:
    console = Console(width=None if Console().is_terminal else 200)
    for size, found in figures.items():
        gigabytes = found["bytes"] / 1024**3
        title = (
            f"{size}x: {found['conferences']:,} conferences in 30 days, {gigabytes:.1f} GB of pg-summary, "
            f"a refresh after {CHANGED} changed conferences in {found['refresh_ms']:.0f} ms"
        )
        table = Table(title=title, title_justify="left")
        shown = list(found["answers"]["conference_summary"])
        table.add_column("ms")
        for choice in shown:
            table.add_column(choice, justify="right")
        for name, by_choice in found["answers"].items():
            table.add_row(name, *(f"{by_choice[choice]:.1f}" if choice in by_choice else "" for choice in shown))
        console.print(table)


if __name__ == "__main__":
    main()
