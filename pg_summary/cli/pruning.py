"""pg-summary prune: drops what nothing refers to any more, or a whole app."""

from __future__ import annotations

import json
import uuid

import click
import psycopg

from pg_summary import prune as pruner
from pg_summary.cli.options import dsn_option, json_option, option, wait_option
from pg_summary.cli.output import folding, patiently, say
from pg_summary.connection import connect, unhurried
from pg_summary.install import catalogue

WORDS = {
    "profile": "combinations of filter values",
    "segment": "segments",
    "term": "names, countries, versions and codes",
    "place": "cities",
    "gum_error": "getUserMedia errors",
}


@click.command(epilog="Example: pg-summary prune --dry-run")
@dsn_option
@wait_option
@option(
    "--forget-app", type=click.UUID, metavar="ID", help="Remove everything about this app, archived numbers included."
)
@click.option("--dry-run", is_flag=True, help="Print what would be dropped; drop nothing.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation before removing an app.")
@json_option
def prune(dsn: str | None, wait: float, forget_app: uuid.UUID | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Drop names, cities and errors that no row and no rollup refers to any more, such as those of people whose rows
    were deleted."""
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        catalogue.require_no_newer(catalogue.require_installed(conn))
        catalogue.require_primary(conn)
    if dry_run:
        with patiently("looking for what nothing refers to"):
            removed, dropped = pruner.foresee(conn, forget_app)
        _print_pruned(forget_app, removed, dropped, 0, True, as_json)
        return
    with folding() as progress:
        folded = pruner.fold(conn, progress)
    removed = {}
    if forget_app:
        conn = _ask_before_forgetting(conn, dsn, forget_app, yes)
        with patiently("removing the app"):
            removed = pruner.forget(conn, forget_app)
    dropped = {}
    for dictionary in pruner.DICTIONARIES:
        with patiently(f"looking for {WORDS[dictionary]} that nothing refers to"):
            dropped[dictionary] = pruner.drop(conn, dictionary)
    with patiently("cleaning up"):
        pruner.wipe(conn)
    _print_pruned(forget_app, removed, dropped, folded, False, as_json)


def _ask_before_forgetting(
    conn: psycopg.Connection, dsn: str | None, app_id: uuid.UUID, yes: bool
) -> psycopg.Connection:
    """The connection, or a new one: the old one may be lost if the answer took long."""
    if yes:
        return conn
    with patiently("counting"):
        removed, _ = pruner.foresee(conn, app_id)
    click.confirm(
        f"Remove app {app_id} from database {conn.info.dbname} for good, archived numbers included "
        f"({_counted(removed)})?",
        abort=True,
        err=True,
    )
    conn.close()
    return connect(dsn)


def _counted(removed: dict[str, int]) -> str:
    return ", ".join(f"{n:,} of {table}" for table, n in removed.items() if n) or "it has no rows"


def _print_pruned(
    app_id: uuid.UUID | None,
    removed: dict[str, int],
    dropped: dict[str, int],
    folded: int,
    dry_run: bool,
    as_json: bool,
) -> None:
    if as_json:
        click.echo(
            json.dumps(
                {
                    "dry_run": dry_run,
                    "folded": folded,
                    "app": app_id and str(app_id),
                    "removed": removed,
                    "dropped": dropped,
                }
            )
        )
        return
    would = "would have " if dry_run else ""
    if app_id:
        click.echo(f"{would}removed app {app_id}: {_counted(removed)}")
    listed = ", ".join(f"{n:,} {WORDS[d]}" for d, n in dropped.items() if n)
    click.echo(f"{would}dropped {listed or 'nothing'}")
