"""pg-summary archive: the numbers of old days stay, and their rows may go."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta, timezone
from typing import Any, Callable, Sequence

import click
import psycopg

from pg_summary import archive as archiver
from pg_summary import health
from pg_summary.cli.options import Command, dsn_option, json_option, option, wait_option
from pg_summary.cli.output import advancing, folding, jsonable, say
from pg_summary.connection import connect, unhurried
from pg_summary.errors import PENDING, PgSummaryError
from pg_summary.install import BATCH_SIZE, catalogue
from pg_summary.refresher import drain


class Days(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has no parameters there
    """A number of days such as 90d or 90, not less than must stay open."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.match(r"^(\d{1,6})\s*d?$", str(value).strip())
        if not match:
            self.fail(f"{value!r} is not a number of days; use 90d", param, ctx)
        if int(match.group(1)) < archiver.LEAST_DAYS:
            self.fail(f"the last {archiver.LEAST_DAYS} days stay open; use {archiver.LEAST_DAYS}d or more", param, ctx)
        return int(match.group(1))


class Date(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has no parameters there
    """A UTC day, such as 2026-08-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            return self.fail(f"{value!r} is not a date; use 2026-08-01", param, ctx)


def keep_option(text: str) -> Callable[[Command], Command]:
    return option("--keep", type=Days(), metavar="90d", help=text)


def bound(keep: int) -> date:
    """The date before which days are archived if that many days stay open."""
    today = datetime.now(timezone.utc).date()
    return max(date.min, today - timedelta(days=min(keep, (today - date.min).days)))


@click.command(epilog="Example: pg-summary archive --keep 90d")
@dsn_option
@wait_option
@click.option("--before", type=Date(), metavar="DATE", help="Archive the days of UTC before this one.")
@keep_option("Keep this many of the latest days open, 7 or more; archive all days before them.")
@click.option("--dry-run", is_flag=True, help="Print what would be done; change nothing.")
@click.option("--undo", is_flag=True, help="Open archived days again, and count them from the rows that still exist.")
@click.option("--from", "from_day", type=Date(), metavar="DATE", help="With --undo: the first day to open again.")
@click.option("--yes", is_flag=True, help="With --undo: do not ask for confirmation.")
@json_option
@click.pass_context
def archive(
    ctx: click.Context,
    dsn: str | None,
    wait: float,
    before: date | None,
    keep: int | None,
    dry_run: bool,
    undo: bool,
    from_day: date | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Close old days. Their numbers stay as they are, with every filter and in every time zone; you may delete their
    rows.

    Each day is closed in its own transaction, so this command can be stopped and started again at any time. The exit
    code is 3 if answers may be wrong.
    """
    _check_usage(before, keep, undo, from_day)
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        catalogue.require_no_newer(catalogue.require_installed(conn))
        catalogue.require_primary(conn)
    problems = health.read(conn).problems
    for problem in problems:
        say(problem)
    if problems:
        ctx.exit(PENDING)
    if undo:
        _undo(conn, dsn, from_day or date.min, dry_run, yes, as_json)
    else:
        _archive(conn, before or bound(keep or 0), dry_run, as_json)


def _check_usage(before: date | None, keep: int | None, undo: bool, from_day: date | None) -> None:
    if undo:
        if from_day is None or before is not None or keep is not None:
            raise click.UsageError("--undo requires --from, and excludes --before and --keep")
        return
    if from_day is not None:
        raise click.UsageError("--from requires --undo")
    if (before is None) == (keep is None):
        raise click.UsageError("give either --before or --keep")
    if before is not None and before > archiver.latest():
        raise click.BadParameter(
            f"the last {archiver.LEAST_DAYS} days stay open; use {archiver.latest()} or earlier", param_hint="--before"
        )


def _archive(conn: psycopg.Connection, before: date, dry_run: bool, as_json: bool) -> None:
    reached = archiver.archived_before(conn)
    if reached is not None and reached >= before:
        days: list[archiver.Day] = []
    elif dry_run:
        days = archiver.days_to_archive(conn, before)
    else:
        with advancing("archived", "days") as progress:
            days = archiver.archive(conn, before, BATCH_SIZE, progress)
        reached = archiver.archived_before(conn)
    if as_json:
        found = [day._asdict() for day in days]
        click.echo(json.dumps({"archived_before": reached, "dry_run": dry_run, "days": found}, default=jsonable))
        return
    if dry_run:
        for day in days:
            click.echo(f"{day.day} {_counts([day])}")
        click.echo(f"would archive {_days(len(days))}: {_counts(days)}")
    elif days:
        click.echo(f"archived {_days(len(days))}, {days[0].day} to {days[-1].day}: {_counts(days)}")
    else:
        click.echo("no day to archive")
    if reached is not None:
        click.echo(f"all days before {reached} are archived")


def _undo(conn: psycopg.Connection, dsn: str | None, from_day: date, dry_run: bool, yes: bool, as_json: bool) -> None:
    reached = archiver.archived_before(conn)
    if reached is None or from_day >= reached:
        raise PgSummaryError(
            f"no day from {from_day} on is archived",
            f"All days before {reached} are archived." if reached else "No day is archived.",
        )
    rows = archiver.reopening(conn, from_day)
    if not as_json:
        for row in rows:
            click.echo(f"{row.kind:<12} {row.counted:>12,} archived, {row.present:>12,} still exist")
    if dry_run:
        reopened = 0
    else:
        conn = _ask(conn, dsn, rows, from_day, reached, yes)
        reopened = archiver.reopen(conn, from_day)
        with folding() as progress:
            drain(conn, BATCH_SIZE, progress)
        reached = archiver.archived_before(conn)
    if as_json:
        found = [row._asdict() for row in rows]
        click.echo(
            json.dumps(
                {"archived_before": reached, "dry_run": dry_run, "reopened": reopened, "rows": found}, default=jsonable
            )
        )
    elif not dry_run:
        click.echo(f"opened {_days(reopened)} again" + (f"; all days before {reached} are archived" if reached else ""))


def _ask(
    conn: psycopg.Connection, dsn: str | None, rows: Sequence[archiver.Rows], from_day: date, reached: date, yes: bool
) -> psycopg.Connection:
    """Ask, and return a connection: the old one may be lost if the answer took long."""
    if yes:
        return conn
    missing = sum(max(0, row.counted - row.present) for row in rows)
    lost = f" {missing:,} of their rows no longer exist and would no longer be counted." if missing else ""
    conn.close()
    click.confirm(f"Open the days from {from_day} to {reached - timedelta(days=1)} again?{lost}", abort=True, err=True)
    return connect(dsn)


def _counts(days: Sequence[archiver.Day]) -> str:
    kinds = ("conferences", "sessions", "connections", "issues")
    return ", ".join(f"{sum(getattr(day, kind) for day in days):,} {kind}" for kind in kinds)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
