"""pg-summary check: whether the calls of an app are within limits, for cron and Nagios."""

from __future__ import annotations

import json
from typing import NamedTuple

import click

from pg_summary import quality
from pg_summary import show as shown
from pg_summary.cli.options import Duration, dsn_option, json_option, option, wait_option
from pg_summary.cli.output import say
from pg_summary.connection import connect, unhurried
from pg_summary.errors import PENDING, PgSummaryError


class Limit(NamedTuple):
    """The measured value (None: there was nothing to measure), the most it may be, and both in words."""

    name: str
    value: float | None
    most: float
    words: str

    @property
    def is_exceeded(self) -> bool:
        return self.value is not None and self.value > self.most


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".rstrip("0").rstrip(".") + " %"


def _failures(found: quality.Quality, most: float) -> Limit:
    failed = "none has ended" if found.error_ratio is None else f"{_percent(found.error_ratio)} failed"
    return Limit("failure ratio", found.error_ratio, most, f"{failed} (at most {_percent(most)})")


def _setup(found: quality.Quality, most: float) -> Limit:
    p95 = found.setup_p95_ms
    measured = "no set-up time" if p95 is None else f"set-up p95 {p95:,.0f} ms"
    return Limit("set-up p95", p95, most, f"{measured} (at most {most:,.0f} ms)")


@click.command(epilog="Example: pg-summary check --app Shop --window 1h --max-failure-ratio 0.2 --min-conferences 20")
@dsn_option
@wait_option
@option("--app", metavar="ID_OR_NAME", help="The app to check.  [default: the only one]")
@option("--window", type=Duration(), default="1h", show_default=True, help="How far back to look, such as 15m or 1h.")
@option(
    "--max-failure-ratio",
    type=click.FloatRange(0, 1),
    metavar="RATIO",
    help="The largest share of ended conferences that may have failed, 0 to 1.",
)
@option(
    "--max-setup-p95",
    type=click.FloatRange(0, min_open=True),
    metavar="MS",
    help="The longest that 95 % of the connections may take to set up, in ms.",
)
@option(
    "--min-conferences",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="With fewer conferences than this, the check passes.",
)
@json_option
@click.pass_context
def check(
    ctx: click.Context,
    dsn: str | None,
    wait: float,
    app: str | None,
    window: float,
    max_failure_ratio: float | None,
    max_setup_p95: float | None,
    min_conferences: int,
    as_json: bool,
) -> None:
    """Check recent calls against limits.

    It prints one line, for cron and Nagios. The exit code is 3 if the calls of the window are beyond a limit.
    """
    if max_failure_ratio is None and max_setup_p95 is None:
        raise click.UsageError("give a limit: --max-failure-ratio, --max-setup-p95 or both")
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        schema = shown.find_api_schema(conn)
        app_id = shown.find_app(conn, app)
        if str(app_id) not in quality.active_apps(conn, schema):
            raise PgSummaryError(f"there is no active app with the id {app_id}")
        found = quality.read(conn, schema, app_id, window)
    limits = []
    if max_failure_ratio is not None:
        limits.append(_failures(found, max_failure_ratio))
    if max_setup_p95 is not None:
        limits.append(_setup(found, max_setup_p95))
    is_enough = found.conferences >= min_conferences
    exceeded = [limit.name for limit in limits if limit.is_exceeded] if is_enough else []
    if as_json:
        body = {"app_id": str(app_id), "window_s": window, "within": not exceeded, "exceeded": exceeded}
        click.echo(json.dumps({**body, **found._asdict()}))
    else:
        verdict = (
            "beyond " + " and ".join(exceeded) if exceeded else "within limits" if is_enough else "too few to tell"
        )
        counted = "1 conference" if found.conferences == 1 else f"{found.conferences:,} conferences"
        details = ", ".join([f"{counted} in {_spelled(window)}", *(limit.words for limit in limits)])
        click.echo(f"{verdict}: {app or app_id}: {details}")
    if exceeded:
        ctx.exit(PENDING)


def _spelled(seconds: float) -> str:
    """A window as --window takes it: 1h, 15m or 90s."""
    for unit, letter in ((3600, "h"), (60, "m")):
        if seconds >= unit and seconds % unit == 0:
            return f"{seconds / unit:g}{letter}"
    return f"{seconds:g}s"
