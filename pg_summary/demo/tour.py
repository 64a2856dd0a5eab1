"""The tour: everything on a PostgreSQL of its own with generated data, and nothing left behind."""

from __future__ import annotations

import shlex
import signal
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Iterator, NamedTuple

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from pg_summary import archive, refresher, show
from pg_summary import install as installer
from pg_summary.connection import connect, only_row, only_value
from pg_summary.errors import PgSummaryError
from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import MAIN_APP, TABLES, load
from pg_summary.sandbox.program import START_TIMEOUT
from pg_summary.sandbox.run_daemon import RunDaemon
from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import HERE
from pg_summary.sandbox.valkey import Valkey, find_valkey
from pg_summary.sandbox.writer import LiveWriter

DATABASE = "peermetrics"
DAYS = 90
SCALE = 0.1  # of 42,000 conferences a month
SHOWN_DAYS = 30
LIVE_ROUNDS = 8
ARCHIVED_DAYS = 5
# The data are thrown away, so the server need not survive a power cut.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "256MB", "max_wal_size": "4GB"}

# What plain SQL can count from the raw rows without stumbling over odd JSON, and the columns to compare.
COMPARED = {
    "conference_summary": "date, success, warning, error, ongoing, total",
    "conference_duration_summary": "min_sec, count",
    "conference_participant_count_summary": "participants, conferences",
    "issue_summary": "code, count, conferences",
    "issue_gum_summary": "name, count",
    "connection_summary": "name, count",
    "session_summary": "name, count",
}
# The statements of docs/operations.md, without batches.
CLEAN_UP = (
    "delete from app_issue i where i.created_at < pgsummary.archived_before()",
    "delete from app_connection n where n.created_at < pgsummary.archived_before() "
    "and not exists (select from app_issue i where i.connection_id = n.id)",
    "delete from app_session s where s.created_at < pgsummary.archived_before() "
    "and not exists (select from app_connection n where n.session_id = s.id) "
    "and not exists (select from app_issue i where i.session_id = s.id)",
)
DRAWN = ("conference_summary", "conference_duration_summary", "issue_summary", "session_summary")


def run(scale: float = SCALE, keep: bool = False, live_rounds: int = LIVE_ROUNDS, days: int = DAYS) -> None:
    """Run the tour on a new server, for `live_rounds` seconds with a writer; `keep`: keep it running until Ctrl-C.

    Raises PgSummaryError if there is no PostgreSQL, or if an answer is not exact.
    """
    out = Console(highlight=False)
    _announce(out, scale, days)
    with _terminated_as_interrupted(), Server(settings=SETTINGS) as server:
        server.create_database(DATABASE)
        dsn = server.dsn(DATABASE)
        out.print(f"\n[bold]PostgreSQL {server.version}[/] runs in {server.base}")
        with connect(dsn) as conn:
            _load(out, conn, scale, days)
            _install(out, conn)
            with _serving(out, dsn) as (url, redis_url):
                _compare_live(out, conn, dsn, live_rounds)
                _draw(out, conn)
                _time(out, conn)
                _archive(out, conn)
                with _refreshing(out, dsn, redis_url):
                    _request(out, url)
                    _tell_how_to_connect(out, server, url, keep)
                    if keep:
                        _wait()
    out.print("The servers are stopped, and all their files are removed.")


def _announce(out: Console, scale: float, days: int) -> None:
    """Announce the steps, and how long they take."""
    out.print(
        f"The tour of [bold]pg-summary[/] starts its own PostgreSQL, generates {days} days of data with "
        f"{42_000 * scale * days / 30:,.0f} calls of the main app, and installs pg-summary. It serves a dashboard, "
        "compares answers with plain SQL while a writer works, measures times, archives old days, and calls "
        "the endpoints."
    )
    minutes = 1 + round(3 * scale)
    out.print(
        f"It takes about {minutes} minute{'s' if minutes > 1 else ''} on two cores, and prints the dashboard's address "
        "after half of that. Ctrl-C ends it at any time, and nothing is left behind."
    )


def _load(out: Console, conn: psycopg.Connection, scale: float, days: int) -> None:
    _title(out, f"A PeerMetrics database: {days} days of 3 apps")
    started = time.monotonic()
    with _progress("generating data") as show_progress:
        load(conn, days=days, scale=scale, progress=show_progress)
    table = Table("table", box=None, pad_edge=False)
    table.add_column("rows", justify="right")
    table.add_column("size with indexes", justify="right")
    for name in TABLES:
        query = f"select count(*), pg_size_pretty(pg_total_relation_size('{name}')) from {name}"
        rows, size = only_row(conn, query)
        table.add_row(name, f"{rows:,}", size)
    out.print(table)
    out.print(f"loaded in {time.monotonic() - started:.1f} s")


def _install(out: Console, conn: psycopg.Connection) -> None:
    _title(out, "pg-summary install")
    started = time.monotonic()
    with _progress("folding") as show_progress:
        installer.install(conn, installer.Options(), lambda line: _say(out, line), show_progress)
    out.print(f"installed and folded in {time.monotonic() - started:.1f} s")


def _say(out: Console, line: str) -> None:
    """Print a message of an install, except warnings: a superuser may install here, where nobody else is."""
    if not line.startswith("warning: "):
        out.print(line)


def _compare_live(out: Console, conn: psycopg.Connection, dsn: str, rounds: int) -> None:
    """While a writer works, compare each function with plain SQL in one snapshot, once a second.

    Every other round refreshes, so that some answers have a long backlog and some a short one.
    """
    _title(out, "A live writer, and answers that stay exact between refreshes")
    line = "{:>8} {:>9} {:>12} {:>10}  {:>6}  {}"
    out.print(line.format("written", "unfolded", "conferences", "plain SQL", "equal", "refresh"))
    writer = LiveWriter(dsn, per_second=50)
    writer.start()
    try:
        for number in range(1, rounds + 1):
            time.sleep(1)
            written, backlog, totals = writer.transactions, *_compare(conn)
            then = ""
            if number % 2 == 0:
                cycle = refresher.Refresher(installer.BATCH_SIZE).refresh(conn)
                then = f"{cycle.folded:,} folded in {1000 * cycle.seconds:.0f} ms"
            equal = f"{len(COMPARED)} of {len(COMPARED)}"
            out.print(line.format(written, backlog, *totals, equal, then))
    finally:
        writer.stop()
    out.print(f"the writer ran {writer.statements:,} statements in {writer.transactions:,} transactions")


def _compare(conn: psycopg.Connection) -> tuple[int, tuple[int, int]]:
    """Ask everything in two ways in one snapshot. Returns the backlog, and the conferences by function and plain SQL.

    Raises PgSummaryError where the answers differ.
    """
    with conn.transaction():
        conn.execute("set transaction isolation level repeatable read, read only")
        backlog = only_value(conn, "select backlog from pgsummary.status")
        since = _since()
        answers = {name: (_ask(conn, name, since), _count(conn, name, since)) for name in COMPARED}
    unequal = [name for name, (answer, counted) in answers.items() if answer != counted]
    if unequal:
        raise PgSummaryError(f"answers differ from plain SQL: {', '.join(unequal)}")
    by_function, by_plain_sql = (sum(row[-1] for row in rows) for rows in answers["conference_summary"])
    return backlog, (by_function, by_plain_sql)


def _draw(out: Console, conn: psycopg.Connection) -> None:
    _title(out, "pg-summary show")
    for name in DRAWN:
        show.draw(conn, show.Request(name, MAIN_APP, SHOWN_DAYS, {"fill": True}), out)


def _time(out: Console, conn: psycopg.Connection) -> None:
    _title(out, f"Median times for {SHOWN_DAYS} days of the main app")
    table = Table("function", box=None, pad_edge=False)
    for column in ("pg-summary", "plain SQL", "times faster"):
        table.add_column(column, justify="right")
    for name in COMPARED:
        fast, slow = _median_ms(_ask, conn, name, 11), _median_ms(_count, conn, name, 3)
        table.add_row(name, f"{fast:.2f} ms", f"{slow:.0f} ms", f"{slow / fast:.0f}")
    out.print(table)


def _archive(out: Console, conn: psycopg.Connection) -> None:
    """Archive the oldest days and delete their rows; their bars stay as they were."""
    first = only_value(conn, "select min(created_at at time zone 'UTC')::date from conference")
    before = first + timedelta(days=ARCHIVED_DAYS)
    # Days of the last week can't be archived: a tour with fewer days has none to archive.
    if before > datetime.now(timezone.utc).date() - timedelta(days=8):
        return
    _title(out, f"pg-summary archive --before {before}, then delete the archived rows")
    chart = "select date, total from conference_summary(%s, created_at_lte => %s::timestamptz - interval '1 us')"
    query = chart, (MAIN_APP, f"{before} 00:00Z")
    counted = conn.execute(*query).fetchall()
    started = time.monotonic()
    archive.archive(conn, before, installer.BATCH_SIZE)
    archived = time.monotonic() - started
    rows = sum(conn.execute(statement).rowcount for statement in CLEAN_UP)
    kept = conn.execute(*query).fetchall()
    for (date, was), (_, now) in zip(counted, kept):
        out.print(f"{date}  {was:>6,} conferences before, {now:>6,} after")
    if counted != kept:
        raise PgSummaryError("the chart changed when the rows were deleted")
    out.print(f"archived in {archived:.1f} s, then deleted {rows:,} rows: the chart is the same")


@contextmanager
def _serving(out: Console, dsn: str) -> Iterator[tuple[str, str | None]]:
    """The API server with the dashboard, before its cache; gives its URL and that of the cache."""
    with ExitStack() as stack:
        redis_url = None
        if find_valkey():
            redis_url = stack.enter_context(Valkey()).url
        else:
            out.print("[bold red]NO VALKEY OR REDIS HERE:[/] the endpoints run without a cache")
        api = stack.enter_context(ApiServer(dsn, redis_url))
        _title(out, "The dashboard: open it in a browser while the tour goes on")
        out.print(_dashboard(api.url), soft_wrap=True)
        yield api.url, redis_url


@contextmanager
def _refreshing(out: Console, dsn: str, redis_url: str | None) -> Iterator[None]:
    """The daemon that refreshes and warms, and a live writer."""
    with ExitStack() as stack:
        daemon = stack.enter_context(RunDaemon(dsn, redis_url))
        writer = LiveWriter(dsn, per_second=5, seed=2)
        writer.start()
        stack.callback(writer.stop)
        deadline = time.monotonic() + START_TIMEOUT
        while _get(f"{daemon.url}/readyz").status != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        _title(out, "The endpoints of the API server, with pg-summary run beside it")
        out.print(f"metrics: {daemon.url}/metrics")
        yield


def _dashboard(url: str) -> str:
    """The address of the main app's dashboard, refreshed every few seconds so that its bars move."""
    return f"{url}/?appId={MAIN_APP}&refresh=5"


def _request(out: Console, url: str) -> None:
    """Request endpoints as a page would; the last one is the old list."""
    for _ in range(10):
        _get(f"{url}/hello")  # each worker loads its code at its first request
    since = f"{_since():%Y-%m-%dT%H:%MZ}"
    line = "{:<58} {:>6} {:<6} {:>7}"
    out.print(line.format("GET, each with appId", "status", "cache", "ms"))
    for path in (
        f"dashboard/summary?days={SHOWN_DAYS}",
        f"dashboard/summary?days={SHOWN_DAYS}",
        f"conferences/summary?created_at_gte={since}",
        f"sessions/summary?days={SHOWN_DAYS}&group_by=os",
        f"issues/summary?days={SHOWN_DAYS}&browser=Firefox",
        f"issues/summary?days={SHOWN_DAYS}&browser=Firefox",
        f"conferences/list?days={SHOWN_DAYS}&status=error",
        "conferences/summary?time_zone=Mars/Olympus",
        f"conferences?created_at_gte={since}",
    ):
        found = _get(f"{url}/v1/{path}&appId={MAIN_APP}")
        took = f"{1000 * found.seconds:,.1f}"
        out.print(line.format(f"/v1/{path}", found.status, found.state or "-", took), soft_wrap=True)
        size = found.size
    out.print(f"The last one is the list that dashboards used to download and aggregate: {size:,} bytes.")
    out.print(
        f"To call one of them with curl:\ncurl \\\n  '{url}/v1/issues/summary?days={SHOWN_DAYS}&appId={MAIN_APP}'",
        soft_wrap=True,
    )


class _Response(NamedTuple):
    status: int
    state: str
    size: int
    seconds: float


def _get(url: str) -> _Response:
    started = time.perf_counter()
    try:
        response = urllib.request.urlopen(url)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        size = len(response.read())
        return _Response(response.status, response.headers.get("X-Cache") or "", size, time.perf_counter() - started)


def _tell_how_to_connect(out: Console, server: Server, url: str, keep: bool) -> None:
    if not keep:
        out.print("\nTo look around in the dashboard and with psql: pg-summary demo --keep")
        return
    _title(out, "Look around; Ctrl-C ends it")
    out.print(_dashboard(url), soft_wrap=True)
    own = server.bindir / "psql"
    program = shlex.quote(str(own)) if own.exists() else "psql"
    where = f"-h {shlex.quote(str(server.socket_dir))} \\\n  -p {server.port} -U postgres -d {DATABASE}"
    out.print(f"{program} \\\n  {where}", soft_wrap=True)
    out.print(f"select * from conference_summary(\n  '{MAIN_APP}', now() - interval '7 days');", soft_wrap=True)


def _wait() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass


def _ask(conn: psycopg.Connection, name: str, since: datetime) -> list[tuple[Any, ...]]:
    """The answer of the function."""
    query = f"select {COMPARED[name]} from {name}(%(app_id)s, %(created_at_gte)s)"
    return conn.execute(query, {"app_id": MAIN_APP, "created_at_gte": since}).fetchall()


def _count(conn: psycopg.Connection, name: str, since: datetime) -> list[tuple[Any, ...]]:
    """What plain SQL counts in the source tables."""
    counted = (HERE / "plain" / f"{name}.sql").read_text(encoding="utf-8")
    query = f"select {COMPARED[name]} from (\n{counted}) as counted"
    return conn.execute(query, {"app_id": MAIN_APP, "since": since}).fetchall()


def _since() -> datetime:
    return datetime.now(timezone.utc) - timedelta(days=SHOWN_DAYS)


def _median_ms(ask: Callable[..., Any], conn: psycopg.Connection, name: str, repeats: int) -> float:
    times = []
    for _ in range(repeats + 1):  # the first warms up
        started = time.perf_counter()
        ask(conn, name, _since())
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times[1:])


def _title(out: Console, text: str) -> None:
    out.print(f"\n[bold]{text}[/]")


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr while a person watches; gives a function of (done, total)."""
    with Progress(
        TextColumn(label),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("", total=1)
        yield lambda done, total: bar.update(task, completed=done, total=max(total, 1))


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Let SIGTERM end the tour as Ctrl-C does, so that it cleans up."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
