"""pg-summary refresh, warm and run: once, or forever."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from pg_summary import health, refresher
from pg_summary.cli.archiving import bound, keep_option
from pg_summary.cli.options import Duration, dsn_option, json_option, option, redis_option, wait_option
from pg_summary.cli.output import folding, say, say_all
from pg_summary.connection import connect, unhurried
from pg_summary.errors import ERROR, PENDING, PgSummaryError, redact
from pg_summary.install import catalogue
from pg_summary.serve.daemon import Daemon
from pg_summary.serve.tasks import HEALTH, archive_task, quality_task, refresh_task, warm_task

EXTRA = "Install the extra cache: pip install 'peermetrics-pg-summary[cache]', or '.[cache]' in a checkout."
days_option = option(
    "--days",
    type=click.IntRange(1, 36_500),
    multiple=True,
    default=(30,),
    show_default=True,
    help="How many days, up to now, to keep warm. Repeatable.",
)
time_zone_option = option(
    "--time-zone",
    multiple=True,
    default=("UTC",),
    show_default=True,
    metavar="IANA_NAME",
    help="A time zone to keep warm. Repeatable. Requests that come often are kept warm anyway.",
)
timeout_option = option(
    "--statement-timeout", type=Duration(), default="5s", show_default=True, help="How long one summary may take."
)


@click.command(epilog="Example: pg-summary refresh --every 30s")
@dsn_option
@wait_option
@option(
    "--every",
    type=Duration(),
    help="Repeat forever at this interval, such as 30s or 5m. SIGTERM ends it between batches.",
)
@option(
    "--batch-size", type=click.IntRange(1, 2**31 - 1), default=5000, show_default=True, help="Changes per transaction."
)
@json_option
@click.pass_context
def refresh(
    ctx: click.Context, dsn: str | None, wait: float, every: float | None, batch_size: int, as_json: bool
) -> None:
    """Fold what changed, and refresh the materialized views that need it. The exit code is 3 if answers may be wrong.

    With --every, it waits while the database can't be reached.
    """
    if every is not None:
        for results in Daemon(dsn, every, [refresh_task(batch_size), HEALTH], say).cycles():
            _print_cycle(results["refresh"], as_json)
        return
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        catalogue.require_installed(conn)
        catalogue.require_primary(conn)
    with folding() as progress:
        cycle = refresher.Refresher(batch_size).refresh(conn, progress=progress)
    problems = [*([cycle.note] if cycle.note else []), *health.read(conn).problems]
    if problems:
        cycle = cycle._replace(note="; ".join(problems), failed=True)
    _print_cycle(cycle, as_json)
    say_all(problems)
    if problems:
        ctx.exit(PENDING)


def _print_cycle(cycle: refresher.Cycle, as_json: bool) -> None:
    """Print what it did; problems are reported elsewhere, once."""
    if as_json:
        click.echo(redact(json.dumps(cycle._asdict())))
    elif cycle.seconds:
        click.echo(
            "folded {:,} changes, refreshed {} materialized views in {:.3f} s{}".format(
                cycle.folded,
                cycle.views,
                cycle.seconds,
                f", skipped {cycle.skipped} late cycles" if cycle.skipped else "",
            )
        )
    sys.stdout.flush()


@click.command(epilog="Example: pg-summary warm --every 30s --days 30 --days 7")
@dsn_option
@wait_option
@redis_option
@option("--every", type=Duration(), help="Repeat forever at this interval. SIGTERM ends it between two bodies.")
@days_option
@time_zone_option
@timeout_option
@json_option
@click.pass_context
def warm(
    ctx: click.Context,
    dsn: str | None,
    wait: float,
    redis_url: str | None,
    every: float | None,
    days: tuple[int, ...],
    time_zone: tuple[str, ...],
    statement_timeout: float,
    as_json: bool,
) -> None:
    """Fill the cache before dashboards ask. It computes the summaries of every active app and stores them in Redis.
    The exit code is 1 if some failed."""
    task = warm_task(_warmer(redis_url, days, time_zone, statement_timeout), statement_timeout)
    if every is not None:
        known: set[str] = set()
        for results in Daemon(dsn, every, [task], say).cycles():
            _print_warmed(results["warm"], as_json, known)
        return
    warmed = task.run(connect(dsn, wait, say), lambda: False)
    _print_warmed(warmed, as_json)
    if warmed.note:
        say(warmed.note)
    if warmed.failures or warmed.note:
        ctx.exit(ERROR)


@click.command(epilog="Example: pg-summary run --every 30s --listen 127.0.0.1:9464")
@dsn_option
@redis_option
@option(
    "--every",
    type=Duration(),
    default="30s",
    show_default=True,
    help="How often to refresh. A cycle that comes too late is skipped.",
)
@option(
    "--batch-size", type=click.IntRange(1, 2**31 - 1), default=5000, show_default=True, help="Changes per transaction."
)
@keep_option("Once a day, archive all days but this many of the latest, 7 or more.")
@option("--no-warm", is_flag=True, help="Only refresh; for servers without Redis.")
@days_option
@time_zone_option
@timeout_option
@option(
    "--listen",
    metavar="HOST:PORT",
    default="127.0.0.1:9464",
    show_default=True,
    help="Where /healthz, /readyz and /metrics are served.",
)
@option("--emf", is_flag=True, help="Print each cycle as a line of CloudWatch's embedded metric format.")
@json_option
def run(
    dsn: str | None,
    redis_url: str | None,
    every: float,
    batch_size: int,
    keep: int | None,
    no_warm: bool,
    days: tuple[int, ...],
    time_zone: tuple[str, ...],
    statement_timeout: float,
    listen: str,
    emf: bool,
    as_json: bool,
) -> None:
    """Refresh and warm the cache forever. This is the one daemon that a PeerMetrics server needs. SIGTERM ends it."""
    from pg_summary.serve.metrics import Metrics, MetricsServer

    host, _, port = listen.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise click.BadParameter(f"{listen!r} is not HOST:PORT, such as 127.0.0.1:9464", param_hint="--listen")
    warmer = None if no_warm else _warmer(redis_url, days, time_zone, statement_timeout)
    tasks = [refresh_task(batch_size)]
    if keep is not None:
        tasks.append(archive_task(lambda: bound(keep), batch_size))
    if warmer:
        tasks.append(warm_task(warmer, statement_timeout))
    tasks.append(HEALTH)
    known: set[str] = set()
    metrics = Metrics(warmer.cache.usage if warmer else None, every)
    try:
        server = MetricsServer(metrics, host.strip("[]") or "127.0.0.1", int(port))
    except OSError as error:
        raise PgSummaryError(f"--listen {listen}: {error.strerror or error}") from error
    if server.has_metrics:
        tasks.append(quality_task())
    with server:
        say(f"{server.url}/healthz /readyz" + (" /metrics" if server.has_metrics else ""))
        if not server.has_metrics:
            say(f"no /metrics: prometheus_client is not installed. {EXTRA}")
        for results in Daemon(dsn, every, tasks, say).cycles():
            metrics.record(results)
            _print_cycle(results["refresh"], as_json)
            if warmer:
                _print_warmed(results["warm"], as_json, known)
            if emf:
                click.echo(metrics.embedded())
                sys.stdout.flush()


def _warmer(redis_url: str | None, days: tuple[int, ...], time_zones: tuple[str, ...], statement_timeout: float) -> Any:
    """The warmer that the options ask for."""
    try:
        from pg_summary.cache import SummaryCache, Warmer, find_key_prefix, find_redis_url
    except ImportError as error:
        raise _lacks(error) from error
    try:
        # A computation that still runs when its lock expires has been cancelled by then.
        cache = SummaryCache(find_redis_url(redis_url), lock_ttl=statement_timeout + 5, key_prefix=find_key_prefix())
    except ValueError:
        raise PgSummaryError(
            "the Redis URL can't be read",
            "Use redis://user:password@host:port/0, rediss:// (TLS), unix://, redis+cluster://host:port,host:port or "
            "redis+sentinel://host:port,host:port/name; special characters in the password are percent-encoded.",
        ) from None
    return Warmer(cache, days, time_zones)


def _lacks(error: ImportError) -> PgSummaryError:
    return PgSummaryError(str(error), EXTRA)


def _print_warmed(warmed: Any, as_json: bool, known: set[str] | None = None) -> None:
    """Print what it did; the reason why it did nothing is reported elsewhere. `known`: failures already reported."""
    from pg_summary.cache.warmer import tell

    *failures, outcome = tell(warmed)
    for failure in failures:
        if failure not in (known or ()):
            say(failure)
    if known is not None:
        known.clear()
        known.update(failures)
    if as_json:
        click.echo(redact(json.dumps(warmed._asdict())))
    elif not warmed.note:
        click.echo(outcome)
    sys.stdout.flush()
