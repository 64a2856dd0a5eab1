"""The command line: it parses, prints, and sets exit codes."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any, Callable

import click
import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from pg_summary import __version__, refresher, schedule, show, status
from pg_summary import install as installer
from pg_summary.connection import connect, unhurried
from pg_summary.daemon import Daemon, Task
from pg_summary.errors import ERROR, PENDING, PgSummaryError, redact, translate
from pg_summary.install import catalogue

EXIT_CODES = (
    "Exit codes: 0 done, 1 error, 2 usage, 3 drift or something pending, 4 busy elsewhere, "
    "5 the database is newer than this program."
)


class Duration(click.ParamType):
    """A time such as 30s, 500ms or 5m (bare: seconds), in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return schedule.seconds(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class WaitDuration(Duration):
    """A duration that may be 0s."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        return 0.0 if str(value) in ("0", "0s") else super().convert(value, param, ctx)


class Program(click.Group):
    """Turns what goes wrong into one line on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PgSummaryError as error:
            failure = error
        except psycopg.Error as error:
            failure = translate(error)
        dsn = ctx.meta.get("dsn")
        say(f"error: {redact(str(failure), dsn)}")
        if failure.hint:
            say(f"hint: {redact(failure.hint, dsn)}")
        return ctx.exit(failure.exit_code)


def say(line: str) -> None:
    """Talk goes to stderr, results to stdout."""
    click.echo(line, err=True)


def option(*names: str, **settings: Any) -> Callable:
    """An option that can also be set by PG_SUMMARY_<NAME>, as its help says."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    settings.setdefault("envvar", "PG_SUMMARY_" + long[2:].upper().replace("-", "_"))
    return click.option(*names, show_envvar=True, **settings)


def _remember_dsn(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    ctx.meta["dsn"] = value
    return value


dsn_option = click.option(
    "--dsn",
    envvar=["PG_SUMMARY_DSN", "DATABASE_URL"],
    show_envvar=True,
    callback=_remember_dsn,
    metavar="DSN",
    help="Where the database is: a URL or key=value pairs; else as libpq's PG* variables say.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(
    no_args_is_help=False, cls=Program, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="pg-summary")
def main() -> None:
    """Exact dashboard summaries inside PostgreSQL, for PeerMetrics databases."""
    for stream in (sys.stdout, sys.stderr):
        # What the terminal can't spell is no error.
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
    type=WaitDuration(),
    default="0s",
    show_default=True,
    help="How long to wait for another session that installs.",
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
    conn = connect(dsn)
    _ask_before_moving(conn, options, yes)
    with Progress(
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} changes"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("", total=1, visible=False)
        done = installer.install(
            conn,
            options,
            say,
            lambda folded, total: bar.update(task, completed=folded, total=max(total, 1), visible=True),
        )
    if not done:
        say(f"nothing to do: pg-summary {__version__} is installed")


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
@option(
    "--every",
    type=Duration(),
    help="Repeat for ever at this interval, such as 30s or 5m. SIGTERM ends it between batches.",
)
@option(
    "--batch-size", type=click.IntRange(1, 2**31 - 1), default=5000, show_default=True, help="Changes per transaction."
)
@json_option
def refresh(dsn: str | None, every: float | None, batch_size: int, as_json: bool) -> None:
    """Fold what changed, and refresh the materialized views that need it."""
    if every is not None:
        for results in Daemon(dsn, every, [_refresh_task(batch_size)]).cycles():
            _print_cycle(results["refresh"], as_json)
        return
    conn = connect(dsn)
    catalogue.require_installed(conn)
    catalogue.require_primary(conn)
    _print_cycle(refresher.refresh(conn, batch_size), as_json)


def _refresh_task(batch_size: int) -> Task:
    return Task("refresh", lambda conn, stop: refresher.refresh(conn, batch_size, stop), refresher.Cycle())


def _print_cycle(cycle: refresher.Cycle, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(cycle._asdict()))
    elif cycle.note:
        say(cycle.note)
    else:
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
@json_option
@click.pass_context
def status_command(ctx: click.Context, dsn: str | None, as_json: bool) -> None:
    """Version, objects, backlog, freshness and sizes; exit code 3 where an install or a release is needed."""
    found = status.read(connect(dsn))
    if as_json:
        click.echo(
            json.dumps(
                {
                    **found.summary,
                    "program_version": found.program_version,
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
        _print_status(found)
    if not found.is_well:
        ctx.exit(PENDING)


def _print_status(found: status.Status) -> None:
    for name, value in found.summary.items():
        click.echo(f"{name:<20} {'-' if value is None else value}")
    if not found.backfilled:
        click.echo(f"{'first fold':<20} not finished: pg-summary refresh or install completes it")
    click.echo()
    for item in found.objects:
        click.echo(f"{item.word:<10} {item.kind:<18} {item.name}")
    for misfit in found.misfits:
        click.echo(f"does not fit the source tables: {misfit.function_name}: {misfit.error}")
    for grantee in found.grantees:
        some, more = ", ".join(grantee.objects[:5]), len(grantee.objects) - 5
        how = "default privileges, which install takes back" if grantee.by_default else "a grant by hand"
        click.echo(f"{grantee.role} may use {some}{f' and {more} more' if more > 0 else ''}: by {how}")
    click.echo()
    for row in found.sizes:
        click.echo(f"{row['name']:<40} {row['rows']:>14,} rows {row['bytes']:>18,} bytes")


@main.command(epilog="Example: pg-summary verify --repair")
@dsn_option
@option("--app", metavar="ID_OR_NAME", help="Only this app.  [default: all]")
@click.option("--repair", is_flag=True, help="Mend what differs.")
@json_option
@click.pass_context
def verify(ctx: click.Context, dsn: str | None, app: str | None, repair: bool, as_json: bool) -> None:
    """Compare facts and rollups with the source tables; exit code 3 on drift."""
    conn = connect(dsn)
    catalogue.require_no_newer(catalogue.require_installed(conn))
    with unhurried(conn):
        misfits = status.misfits(conn)
    if misfits:
        for misfit in misfits:
            say(f"does not fit the source tables: {misfit.function_name}: {misfit.error}")
        ctx.exit(PENDING)
    app_id = show.find_app(conn, app) if app else None
    with unhurried(conn):
        problems = conn.execute("select kind, entity, problem from pgsummary.verify(%s)", (app_id,)).fetchall()
    repaired = 0
    if repair and problems:
        with unhurried(conn):
            repaired = conn.execute("select pgsummary.repair(%s)", (app_id,)).fetchone()[0]
        # It logs the facts that are wrong: a fold brings facts and rollups along together.
        refresher.drain(conn, installer.BATCH_SIZE)
    if as_json:
        found = [dict(zip(("kind", "entity", "problem"), row)) for row in problems]
        click.echo(json.dumps({"problems": found, "repaired": repaired}, default=_jsonable))
    else:
        for row in problems:
            click.echo("{} {}: {}".format(*row))
        say("{:,} problems{}".format(len(problems), ", mended" if repair and problems else ""))
    if problems and not repair:
        ctx.exit(PENDING)


@main.command(epilog="Example: pg-summary uninstall --yes")
@dsn_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@lock_timeout_option
def uninstall(dsn: str | None, yes: bool, lock_timeout: float) -> None:
    """Remove everything of ours and nothing else."""
    conn = connect(dsn)
    counts = installer.inventory(conn)
    if not yes:
        listed = ", ".join(f"{count} {_plural(kind, count)}" for kind, count in counts.items())
        click.confirm(f"Drop {listed} of pg-summary from database {conn.info.dbname}?", abort=True, err=True)
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
@option("--app", metavar="ID_OR_NAME", help="Of which app.  [default: the only one]")
@click.option(
    "--days",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    help="How many days back from now.",
)
@option("--group-by", help="hour, day, week, month; browser, os, country, app_version.")
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
    conn = connect(dsn)
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
    help="A zone to keep warm for. Repeatable. What was asked in the last day is kept warm by itself.",
)
timeout_option = option(
    "--statement-timeout", type=Duration(), default="5s", show_default=True, help="The longest that a summary may take."
)


@main.command(epilog="Example: pg-summary warm --every 30s --days 30 --days 7")
@dsn_option
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
        for results in Daemon(dsn, every, [task]).cycles():
            _print_warmed(results["warm"], as_json)
        return
    warmed = task.run(connect(dsn), lambda: False)
    _print_warmed(warmed, as_json)
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
    try:
        from pg_summary.metrics import Health, Metrics, MetricsServer, read_health
    except ImportError as error:
        raise _lacks(error) from error
    host, _, port = listen.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise click.BadParameter(f"{listen!r} is no HOST:PORT", param_hint="--listen")
    warmer = None if no_warm else _warmer(redis_url, days, time_zone, statement_timeout)
    tasks = [_refresh_task(batch_size)]
    if warmer:
        tasks.append(_warm_task(warmer, statement_timeout))
    tasks.append(Task("health", read_health, Health()))
    metrics = Metrics(warmer.cache.usage if warmer else None, every)
    try:
        server = MetricsServer(metrics, host.strip("[]") or "127.0.0.1", int(port))
    except OSError as error:
        raise PgSummaryError(f"--listen {listen}: {error.strerror or error}") from error
    with server:
        say(f"{server.url}/healthz /readyz /metrics")
        for results in Daemon(dsn, every, tasks).cycles():
            metrics.record(results)
            _print_cycle(results["refresh"], as_json)
            if warmer:
                _print_warmed(results["warm"], as_json)
            if emf:
                click.echo(metrics.embedded())
                sys.stdout.flush()


def _warmer(redis_url: str | None, days: tuple[int, ...], time_zones: tuple[str, ...], statement_timeout: float) -> Any:
    """The warmer that the options ask for."""
    try:
        from pg_summary.cache import SummaryCache, Warmer, find_redis_url
    except ImportError as error:
        raise _lacks(error) from error
    try:
        # A computation that is still at it when its lock runs out has been cancelled by then.
        cache = SummaryCache(find_redis_url(redis_url), lock_ttl=statement_timeout + 5)
    except ValueError:
        raise PgSummaryError(
            "the Redis URL can't be read",
            "It is redis://user:password@host:port/0; special characters in the password are percent-encoded.",
        ) from None
    return Warmer(cache, days, time_zones)


def _warm_task(warmer: Any, statement_timeout: float) -> Task:
    from pg_summary.cache import Warmed
    from pg_summary.warm import warm as warm_once

    return Task("warm", lambda conn, stop: warm_once(conn, warmer, statement_timeout, stop), Warmed())


def _lacks(error: ImportError) -> PgSummaryError:
    return PgSummaryError(str(error), "Install the extra pg-summary[cache].")


def _print_warmed(warmed: Any, as_json: bool) -> None:
    from pg_summary.cache.warmer import tell

    *failures, outcome = tell(warmed)
    for failure in failures:
        say(failure)
    if as_json:
        click.echo(json.dumps(warmed._asdict()))
    elif warmed.note:
        say(outcome)
    else:
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
