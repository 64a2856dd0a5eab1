"""The command line: it parses, prints, and sets exit codes."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Callable, Iterator

import click
import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from pg_summary import __version__, health, refresher, schedule, show, status
from pg_summary import install as installer
from pg_summary.connection import connect, unhurried
from pg_summary.daemon import Daemon, Task
from pg_summary.errors import ERROR, PENDING, PgSummaryError, redact, remember, translate
from pg_summary.install import catalogue

# How often long work says how far it is where no terminal shows it.
PROGRESS_S = 10.0
EXTRA = "Install the extra cache: pip install 'peermetrics-pg-summary[cache]', or '.[cache]' in a checkout."
EXIT_CODES = (
    "Exit codes: 0 done, 1 error, 2 usage, 3 drift or something pending, 4 busy elsewhere, "
    "5 the database is newer than this program."
)


class Duration(click.ParamType):
    """A time such as 30s, 500ms or 5m (bare: seconds), in seconds."""

    name = "duration"

    def __init__(self, or_none: bool = False) -> None:
        self.or_none = or_none

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return 0.0 if self.or_none and str(value) in ("0", "0s") else schedule.seconds(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Program(click.Group):
    """Turns what goes wrong into one line on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PgSummaryError as error:
            failure = error
        except psycopg.Error as error:
            failure = translate(error)
        except click.UsageError as error:
            # An address that was given where none belongs is quoted.
            error.message = redact(error.message)
            raise
        say(f"error: {failure}")
        if failure.hint:
            say(f"hint: {failure.hint}")
        return ctx.exit(failure.exit_code)


def say(line: str) -> None:
    """Talk goes to stderr, results to stdout; no password goes anywhere."""
    click.echo(redact(line), err=True)


def option(*names: str, **settings: Any) -> Callable:
    """An option that can also be set by PG_SUMMARY_<NAME>, as its help says."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    settings.setdefault("envvar", "PG_SUMMARY_" + long[2:].upper().replace("-", "_"))
    return click.option(*names, show_envvar=True, **settings)


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    remember(value)
    return value


dsn_option = click.option(
    "--dsn",
    envvar=["PG_SUMMARY_DSN", "DATABASE_URL"],
    show_envvar=True,
    callback=_remember,
    metavar="DSN",
    help="Where the database is: a URL or key=value pairs; else as libpq's PG* variables say.",
)
wait_option = option(
    "--wait",
    type=Duration(or_none=True),
    default="0s",
    show_default=True,
    help="How long to wait for a database that is not there yet.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(
    no_args_is_help=False, cls=Program, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="pg-summary")
def main() -> None:
    """Exact dashboard summaries inside PostgreSQL, for PeerMetrics databases."""
    for stream in (sys.stdout, sys.stderr):
        # What the terminal can't spell is not an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


lock_timeout_option = option(
    "--lock-timeout",
    type=Duration(),
    default="3s",
    show_default=True,
    help="The longest that a writer may have to wait in all; never more than half of the server's deadlock_timeout, "
    "0.5 s as PostgreSQL comes.",
)


@main.command(epilog="Example: pg-summary install --dsn postgresql:///peermetrics --grant-to dashboard")
@dsn_option
@option(
    "--source-schema",
    metavar="NAME",
    help="Schema of the PeerMetrics tables.  [default: as installed, else public]",
)
@option("--api-schema", metavar="NAME", help="Schema of the API functions.  [default: as installed, else public]")
@option("--grant-to", multiple=True, metavar="ROLE", help="A role that may call the API functions. Repeatable.")
@option("--dry-run", is_flag=True, help="Print the SQL that would run, for psql, and run nothing.")
@option("--offline", is_flag=True, help="With --dry-run: the SQL of a fresh install, without a connection.")
@option("--verbose", is_flag=True, help="With --dry-run: before each statement, why it would run.")
@option("--no-backfill", is_flag=True, help="Leave the first fold to pg-summary refresh.")
@option("--no-base-indexes", is_flag=True, help="Build no indexes on the source tables.")
@option("--always", is_flag=True, help="Triggers fire for what logical replication applies, too.")
@option("--rebuild", is_flag=True, help="Drop all that pg-summary holds, and make it again from the source tables.")
@lock_timeout_option
@option(
    "--wait",
    type=Duration(or_none=True),
    default="0s",
    show_default=True,
    help="How long to wait for a database that is not there yet, or for another session that installs.",
)
@click.option("--yes", is_flag=True, help="Do not ask before functions are moved to another schema.")
def install(
    dsn: str | None,
    source_schema: str | None,
    api_schema: str | None,
    grant_to: tuple[str, ...],
    dry_run: bool,
    offline: bool,
    verbose: bool,
    no_backfill: bool,
    no_base_indexes: bool,
    always: bool,
    rebuild: bool,
    lock_timeout: float,
    wait: float,
    yes: bool,
) -> None:
    """Install pg-summary. Running it again changes nothing; it also upgrades."""
    if offline and not dry_run:
        raise click.UsageError("--offline only goes with --dry-run")
    if verbose and not dry_run:
        raise click.UsageError("--verbose only goes with --dry-run")
    options = installer.Options(
        source_schema or None,
        api_schema or None,
        tuple(dict.fromkeys(grant_to)),
        not no_backfill,
        not no_base_indexes,
        always,
        max(1, round(1000 * lock_timeout)),
        rebuild,
        wait,
    )
    if dry_run:
        _print_script(installer.offline(options) if offline else installer.plan_for(connect(dsn), options), verbose)
        return
    conn = connect(dsn, wait, say)
    _ask_before_moving(conn, options, yes)
    with folding() as progress:
        done = installer.install(conn, options, say, progress)
    if not done:
        say(f"nothing to do: pg-summary {__version__} is installed")


@contextmanager
def folding() -> Iterator[Callable[[int, int], None]]:
    """Shows how many changes of how many are folded: as a bar; where there is no terminal, in a line now and then."""
    if sys.stderr.isatty():
        with Progress(
            TextColumn("{task.completed:,.0f} of {task.total:,.0f} changes"),
            BarColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            task = bar.add_task("", total=1, visible=False)
            yield lambda done, total: bar.update(task, completed=done, total=max(total, 1), visible=True)
        return
    said_at = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() >= said_at + PROGRESS_S:
            said_at = time.monotonic()
            say(f"folded {done:,} of {total:,} changes")

    yield tell


@contextmanager
def patiently(work: str) -> Iterator[None]:
    """Says now and then that work goes on of which nobody knows how long it takes."""
    done, began = threading.Event(), time.monotonic()

    def tell() -> None:
        while not done.wait(PROGRESS_S):
            say(f"{work}, {time.monotonic() - began:.0f} s so far")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _print_script(planned: installer.Plan, verbose: bool) -> None:
    """The statements, so that psql ends at the first that fails, with exit code 3."""
    steps = planned.script()
    if not steps:
        say(f"nothing to do: pg-summary {__version__} is installed")
        return
    click.echo(
        f"-- pg-summary {__version__}, for psql: it ends at the first error; up to the first commit nothing is left."
    )
    click.echo("\\set ON_ERROR_STOP on")
    for step in steps:
        if verbose and step.reason:
            click.echo("-- " + " ".join(step.reason.split()))
        click.echo(step + ";")


def _ask_before_moving(conn: psycopg.Connection, options: installer.Options, yes: bool) -> None:
    """Whoever calls the functions of the API finds them no more where they were."""
    before = installer.installed_api_schema(conn) if options.api_schema and not yes else None
    if before in (None, options.api_schema):
        return
    question = f"Move the functions of the API from schema {before} to {options.api_schema}"
    if not sys.stdin.isatty():
        raise PgSummaryError(
            f"--api-schema {options.api_schema}: the functions of the API are in schema {before}, where callers look",
            "Add --yes to move them, or leave --api-schema out.",
        )
    click.confirm(f"{question}, away from callers that name {before}?", abort=True, err=True)


@main.command(epilog="Example: pg-summary refresh --every 30s")
@dsn_option
@wait_option
@option(
    "--every",
    type=Duration(),
    help="Repeat for ever at this interval, such as 30s or 5m. SIGTERM ends it between batches.",
)
@option(
    "--batch-size", type=click.IntRange(1, 2**31 - 1), default=5000, show_default=True, help="Changes per transaction."
)
@json_option
@click.pass_context
def refresh(
    ctx: click.Context, dsn: str | None, wait: float, every: float | None, batch_size: int, as_json: bool
) -> None:
    """Fold what changed, and refresh the materialized views that need it; exit code 3 where answers may be wrong.

    With --every a database that is not there, or goes away, is waited for.
    """
    if every is not None:
        for results in Daemon(dsn, every, [_refresh_task(batch_size), HEALTH], say).cycles():
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
    for problem in problems:
        say(problem)
    if problems:
        ctx.exit(PENDING)


HEALTH = Task("health", health.read, health.Health())


def _refresh_task(batch_size: int) -> Task:
    refreshing = refresher.Refresher(batch_size)

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> refresher.Cycle:
        with unhurried(conn, writes=False):
            catalogue.require_primary(conn)
        return refreshing.refresh(conn, stop)

    return Task("refresh", run, refresher.Cycle())


def _print_cycle(cycle: refresher.Cycle, as_json: bool) -> None:
    """What it did; what is wrong is said elsewhere, once."""
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


@main.command("status", epilog="Example: pg-summary status --json")
@dsn_option
@wait_option
@click.option("--all", "everything", is_flag=True, help="List also the objects that are as they should be.")
@json_option
@click.pass_context
def status_command(ctx: click.Context, dsn: str | None, wait: float, everything: bool, as_json: bool) -> None:
    """Whether all is well, backlog, freshness, sizes, and the objects that are not as they should be; exit code 3 where
    an install or a release is needed."""
    found = status.read(connect(dsn, wait, say))
    if as_json:
        click.echo(
            json.dumps(
                {
                    **found.summary,
                    "program_version": found.program_version,
                    "is_well": found.is_well,
                    "problems": found.problems,
                    "backfilled": found.backfilled,
                    "objects": [item._asdict() for item in found.objects],
                    "misfits": [item._asdict() for item in found.misfits],
                    "grantees": [grantee._asdict() for grantee in found.grantees],
                    "sizes": found.sizes,
                },
                default=_jsonable,
            )
        )
    else:
        _print_status(found, everything)
    if not found.is_well:
        ctx.exit(PENDING)


def _print_status(found: status.Status, everything: bool) -> None:
    problems = found.problems
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    click.echo(f"pg-summary {found.summary['version']}: {count if problems else 'all is well'}")
    for problem in problems:
        click.echo(f"- {problem}")
    click.echo()
    for name, value in found.summary.items():
        click.echo(f"{name:<20} {'-' if value is None else value}")
    listed = [item for item in found.objects if everything or item.word != status.INSTALLED]
    for item in listed[:1] and [None, *listed]:
        click.echo(f"{item.word:<10} {item.kind:<18} {item.name}" if item else "")
    for grantee in found.grantees:
        if not grantee.by_default:
            click.echo(str(grantee))
    click.echo()
    for row in found.sizes:
        click.echo(f"{row['name']:<40} {row['rows']:>14,} rows {row['bytes']:>18,} bytes")


@main.command(epilog="Example: pg-summary verify --repair")
@dsn_option
@wait_option
@option("--app", metavar="ID_OR_NAME", help="Only this app.  [default: all]")
@click.option("--repair", is_flag=True, help="Mend what differs.")
@json_option
@click.pass_context
def verify(ctx: click.Context, dsn: str | None, wait: float, app: str | None, repair: bool, as_json: bool) -> None:
    """Compare facts and rollups with the source tables; exit code 3 on drift, and where drift would go unseen."""
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        catalogue.require_no_newer(catalogue.require_installed(conn))
        if repair:
            catalogue.require_primary(conn)
        misfits = health.find_misfits(conn)
        app_id = show.find_app(conn, app) if app else None
    if misfits:
        for problem in health.sentences({}, misfits):
            say(problem)
        ctx.exit(PENDING)
    with patiently("comparing with the source tables"), unhurried(conn, writes=False):
        problems = conn.execute("select kind, entity, problem from pgsummary.verify(%s)", (app_id,)).fetchall()
    repaired = 0
    if repair and problems:
        with patiently("mending"), unhurried(conn):
            repaired = conn.execute("select pgsummary.repair(%s)", (app_id,)).fetchone()[0]
        # It logs the facts that are wrong: a fold brings facts and rollups along together.
        with folding() as progress:
            refresher.drain(conn, installer.BATCH_SIZE, progress)
    state = health.read(conn).problems
    if as_json:
        found = [dict(zip(("kind", "entity", "problem"), row)) for row in problems]
        click.echo(json.dumps({"problems": found, "repaired": repaired, "state": state}, default=_jsonable))
    else:
        for row in problems:
            click.echo("{} {}: {}".format(*row))
        say("{:,} problems{}".format(len(problems), ", mended" if repair and problems else ""))
    for problem in state:
        say(problem)
    if state or (problems and not repair):
        ctx.exit(PENDING)


@main.command(epilog="Example: pg-summary uninstall --yes")
@dsn_option
@wait_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@lock_timeout_option
def uninstall(dsn: str | None, wait: float, yes: bool, lock_timeout: float) -> None:
    """Remove everything of ours and nothing else."""
    conn = connect(dsn, wait, say)
    counts = installer.inventory(conn)
    if not yes:
        listed = ", ".join(f"{count} {_plural(kind, count)}" for kind, count in counts.items())
        click.confirm(f"Drop {listed} of pg-summary from database {conn.info.dbname}?", abort=True, err=True)
        # Who took long to answer may have lost the connection.
        conn.close()
        conn = connect(dsn)
    installer.uninstall(conn, installer.Options(lock_timeout_ms=max(1, round(1000 * lock_timeout))), say)
    say(f"removed pg-summary from database {conn.info.dbname}")


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else noun + ("es" if noun.endswith("x") else "s")


@main.command(
    "show",
    context_settings={"token_normalize_func": lambda name: name.replace("_", "-")},
    epilog="Example: pg-summary show conference-summary --app Shop --days 7 --time-zone Europe/Paris",
)
@click.argument("chart", metavar="CHART", type=click.Choice([name.replace("_", "-") for name in show.CHARTS]))
@dsn_option
@wait_option
@option("--app", metavar="ID_OR_NAME", help="Of which app.  [default: the only one]")
@click.option(
    "--days",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    help="How many days back from now.",
)
@option("--group-by", help="hour, day, week, month; browser, os, country, app_version, browser_version, os_version.")
@option("--time-zone", metavar="IANA_NAME", help="Whose days are meant.  [default: UTC]")
@option("--browser", help="Only sessions with this browser; Unknown: without one.")
@option("--os", help="Only sessions on this operating system.")
@option("--country", metavar="CODE", help="Only sessions from this country.")
@option("--app-version", metavar="VERSION", help="Only sessions of this version of the app.")
@click.option("--json", "as_json", is_flag=True, help="Print what the function's JSON twin returns.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the function's rows as CSV.")
def show_command(
    chart: str,
    dsn: str | None,
    wait: float,
    app: str | None,
    days: float,
    as_json: bool,
    as_csv: bool,
    **parameters: str | None,
) -> None:
    """Draw a chart in the terminal, named after its function.

    CHART: conference-summary, conference-duration-summary, conference-participant-count-summary,
    issue-summary, issue-gum-summary, connection-summary, connection-setup-time-summary, session-summary,
    session-geo-summary, conference-filter-options, conference-list, dashboard-summary.
    """
    if as_json and as_csv:
        raise click.UsageError("either --json or --csv")
    name = chart.replace("-", "_")
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        show.find_api_schema(conn)
        request = show.Request(name, show.find_app(conn, app), days, parameters)
        if as_json:
            click.echo(show.json_text(conn, request))
        elif as_csv:
            show.write_csv(conn, request, sys.stdout)
        else:
            show.draw(conn, request._replace(parameters={**parameters, "fill": True}), Console(highlight=False))


redis_option = click.option(
    "--redis-url",
    envvar=["PG_SUMMARY_REDIS_URL", "REDIS_URL"],
    show_envvar=True,
    callback=_remember,
    metavar="URL",
    help="Where bodies are kept.  [default: redis://127.0.0.1:6379/0]",
)
days_option = option(
    "--days",
    type=click.IntRange(1, 36_500),
    multiple=True,
    default=(30,),
    show_default=True,
    help="A window to keep warm. Repeatable.",
)
time_zone_option = option(
    "--time-zone",
    multiple=True,
    default=("UTC",),
    show_default=True,
    metavar="IANA_NAME",
    help="A zone to keep warm for. Repeatable. What is asked often is kept warm by itself.",
)
timeout_option = option(
    "--statement-timeout", type=Duration(), default="5s", show_default=True, help="The longest that a summary may take."
)


@main.command(epilog="Example: pg-summary warm --every 30s --days 30 --days 7")
@dsn_option
@wait_option
@redis_option
@option("--every", type=Duration(), help="Repeat for ever at this interval. SIGTERM ends it between two bodies.")
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
    """Compute what dashboards will ask, for every active app, and store it in Redis; exit code 1 where some failed."""
    task = _warm_task(_warmer(redis_url, days, time_zone, statement_timeout), statement_timeout)
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


@main.command(epilog="Example: pg-summary run --every 30s --listen 127.0.0.1:9464")
@dsn_option
@redis_option
@option("--every", type=Duration(), default="30s", show_default=True, help="The interval. A late cycle is skipped.")
@option(
    "--batch-size", type=click.IntRange(1, 2**31 - 1), default=5000, show_default=True, help="Changes per transaction."
)
@option("--no-warm", is_flag=True, help="Only refresh: there is no Redis.")
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
    no_warm: bool,
    days: tuple[int, ...],
    time_zone: tuple[str, ...],
    statement_timeout: float,
    listen: str,
    emf: bool,
    as_json: bool,
) -> None:
    """Refresh, and warm the cache, for ever: the one daemon that a PeerMetrics server needs. SIGTERM ends it."""
    from pg_summary.metrics import Metrics, MetricsServer

    host, _, port = listen.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise click.BadParameter(f"{listen!r} is not HOST:PORT, such as 127.0.0.1:9464", param_hint="--listen")
    warmer = None if no_warm else _warmer(redis_url, days, time_zone, statement_timeout)
    tasks = [_refresh_task(batch_size)]
    if warmer:
        tasks.append(_warm_task(warmer, statement_timeout))
    tasks.append(HEALTH)
    known: set[str] = set()
    metrics = Metrics(warmer.cache.usage if warmer else None, every)
    try:
        server = MetricsServer(metrics, host.strip("[]") or "127.0.0.1", int(port))
    except OSError as error:
        raise PgSummaryError(f"--listen {listen}: {error.strerror or error}") from error
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
        # A computation that is still at it when its lock runs out has been cancelled by then.
        cache = SummaryCache(find_redis_url(redis_url), lock_ttl=statement_timeout + 5, key_prefix=find_key_prefix())
    except ValueError:
        raise PgSummaryError(
            "the Redis URL can't be read",
            "It is redis://user:password@host:port/0, rediss:// (TLS), unix://, redis+cluster://host:port,host:port or "
            "redis+sentinel://host:port,host:port/name; special characters in the password are percent-encoded.",
        ) from None
    return Warmer(cache, days, time_zones)


def _warm_task(warmer: Any, statement_timeout: float) -> Task:
    from pg_summary.cache import Warmed
    from pg_summary.cache.warmer import tell
    from pg_summary.warm import warm as warm_once

    def run(conn: psycopg.Connection, stop: Callable[[], bool]) -> Warmed:
        return warm_once(conn, warmer, statement_timeout, stop)

    return Task("warm", run, Warmed(), words=lambda warmed: tell(warmed, again=True)[-1])


def _lacks(error: ImportError) -> PgSummaryError:
    return PgSummaryError(str(error), EXTRA)


def _print_warmed(warmed: Any, as_json: bool, known: set[str] | None = None) -> None:
    """What it did; why it did nothing is said elsewhere, once. `known`: the failures of the cycle before, said then."""
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


@main.command(epilog="Example: pg-summary demo --keep")
@option(
    "--scale",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="1: 42,000 conferences a month.",
)
@click.option(
    "--keep/--no-keep", default=None, help="Leave the servers up until Ctrl-C.  [default: while a person watches]"
)
def demo(scale: float, keep: bool | None) -> None:
    """Show everything on an embedded PostgreSQL and Valkey with generated data; leaves nothing behind."""
    from pg_summary.demo.demo import run as run_demo

    run_demo(scale=scale, keep=sys.stdin.isatty() and sys.stdout.isatty() if keep is None else keep)


def _jsonable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


if __name__ == "__main__":
    main()
