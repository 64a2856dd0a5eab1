"""pg-summary install and uninstall."""

from __future__ import annotations

import sys

import click
import psycopg

from pg_summary import __version__
from pg_summary import install as installer
from pg_summary.cli.options import Duration, dsn_option, lock_timeout_option, option, wait_option
from pg_summary.cli.output import folding, say
from pg_summary.connection import connect
from pg_summary.errors import PgSummaryError


@click.command(epilog="Example: pg-summary install --dsn postgresql:///peermetrics --grant-to dashboard")
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
@option("--verbose", is_flag=True, help="With --dry-run: print before each statement why it would run.")
@option("--no-backfill", is_flag=True, help="Leave the first fold to pg-summary refresh.")
@option("--no-base-indexes", is_flag=True, help="Build no indexes on the source tables.")
@option("--always", is_flag=True, help="Let triggers also fire for changes that logical replication applies.")
@option("--rebuild", is_flag=True, help="Drop all that pg-summary holds, and count it again from the source tables.")
@lock_timeout_option
@option(
    "--wait",
    type=Duration(or_none=True),
    default="0s",
    show_default=True,
    help="How long to wait for a database that does not answer yet, or for another session's install.",
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
    """Install or upgrade pg-summary. Running it again changes nothing."""
    if offline and not dry_run:
        raise click.UsageError("--offline requires --dry-run")
    if verbose and not dry_run:
        raise click.UsageError("--verbose requires --dry-run")
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


def _print_script(planned: installer.Plan, verbose: bool) -> None:
    """Print the statements, so that psql ends at the first that fails, with exit code 3."""
    steps = planned.script()
    if not steps:
        say(f"nothing to do: pg-summary {__version__} is installed")
        return
    click.echo(
        f"-- pg-summary {__version__}, for psql, which stops at the first error; "
        "nothing changes before the first commit."
    )
    click.echo("\\set ON_ERROR_STOP on")
    for step in steps:
        if verbose and step.reason:
            click.echo("-- " + " ".join(step.reason.split()))
        click.echo(step + ";")


def _ask_before_moving(conn: psycopg.Connection, options: installer.Options, yes: bool) -> None:
    """Callers will no longer find the functions of the API where they were."""
    before = installer.installed_api_schema(conn) if options.api_schema and not yes else None
    if before in (None, options.api_schema):
        return
    question = f"Move the functions of the API from schema {before} to {options.api_schema}"
    if not sys.stdin.isatty():
        raise PgSummaryError(
            f"--api-schema {options.api_schema}: callers look for the functions of the API in schema {before}",
            "Add --yes to move them, or leave --api-schema out.",
        )
    click.confirm(f"{question}? Callers that name {before} will not find them any more.", abort=True, err=True)


@click.command(epilog="Example: pg-summary uninstall --yes")
@dsn_option
@wait_option
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@lock_timeout_option
def uninstall(dsn: str | None, wait: float, yes: bool, lock_timeout: float) -> None:
    """Remove everything that pg-summary made, and nothing else."""
    conn = connect(dsn, wait, say)
    counts = installer.inventory(conn)
    archived = installer.archived_before(conn)
    if not yes:
        listed = ", ".join(f"{count} {_plural(kind, count)}" for kind, count in counts.items())
        lost = f" The days before {archived} are archived, and their numbers would be lost." if archived else ""
        click.confirm(f"Drop {listed} of pg-summary from database {conn.info.dbname}?{lost}", abort=True, err=True)
        # If the answer took long, the connection may be lost.
        conn.close()
        conn = connect(dsn)
    installer.uninstall(conn, installer.Options(lock_timeout_ms=max(1, round(1000 * lock_timeout))), say)
    say(f"removed pg-summary from database {conn.info.dbname}")


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else noun + ("es" if noun.endswith("x") else "s")
