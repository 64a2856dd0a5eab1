"""pg-summary show: a chart in the terminal."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from pg_summary import show as shown
from pg_summary.cli.options import dsn_option, option, wait_option
from pg_summary.cli.output import say
from pg_summary.connection import connect, unhurried


@click.command(
    context_settings={"token_normalize_func": lambda name: name.replace("_", "-")},
    epilog="Example: pg-summary show conference-summary --app Shop --days 7 --time-zone Europe/Paris",
)
@click.argument("chart", metavar="CHART", type=click.Choice([name.replace("_", "-") for name in shown.CHARTS]))
@dsn_option
@wait_option
@option("--app", metavar="ID_OR_NAME", help="The app to show.  [default: the only one]")
@click.option(
    "--days",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    help="How many days to show, up to now.",
)
@option(
    "--group-by", help="hour, day, week, month, all; browser, os, country, app_version, browser_version, os_version."
)
@option("--time-zone", metavar="IANA_NAME", help="The time zone of the days.  [default: UTC]")
@option("--browser", help="Only sessions with this browser; Unknown: sessions without one.")
@option("--os", help="Only sessions on this operating system.")
@option("--country", metavar="CODE", help="Only sessions from this country.")
@option("--app-version", metavar="VERSION", help="Only sessions of this version of the app.")
@click.option("--json", "as_json", is_flag=True, help="Print what the function's JSON twin returns.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the function's rows as CSV.")
def show(
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
    session-geo-summary, quality-summary, conference-filter-options, conference-list, dashboard-summary.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    name = chart.replace("-", "_")
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        shown.find_api_schema(conn)
        request = shown.Request(name, shown.find_app(conn, app), days, parameters)
        if as_json:
            click.echo(shown.json_text(conn, request))
        elif as_csv:
            shown.write_csv(conn, request, sys.stdout)
        else:
            shown.draw(conn, request._replace(parameters={**parameters, "fill": True}), Console(highlight=False))
