"""pg-summary status and verify: whether all is well."""

from __future__ import annotations

import json
from uuid import UUID

import click
import psycopg

from pg_summary import health
from pg_summary import show as shown
from pg_summary import status as state
from pg_summary import verify as verifier
from pg_summary.cli.options import dsn_option, json_option, option, wait_option
from pg_summary.cli.output import folding, jsonable, patiently, say, say_all
from pg_summary.connection import connect, unhurried
from pg_summary.errors import PENDING
from pg_summary.install import catalogue


@click.command(epilog="Example: pg-summary status --json")
@dsn_option
@wait_option
@click.option("--all", "everything", is_flag=True, help="Also list the objects that are as they should be.")
@json_option
@click.pass_context
def status(ctx: click.Context, dsn: str | None, wait: float, everything: bool, as_json: bool) -> None:
    """Say whether all is well. It prints the backlog, its age, sizes, and the objects that are not as they should be.
    The exit code is 3 if an install or a newer release is needed."""
    found = state.read(connect(dsn, wait, say))
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
                default=jsonable,
            )
        )
    else:
        _print_status(found, everything)
    if not found.is_well:
        ctx.exit(PENDING)


def _print_status(found: state.Status, everything: bool) -> None:
    problems = found.problems
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    click.echo(f"pg-summary {found.summary['version']}: {count if problems else 'all is well'}")
    for problem in problems:
        click.echo(f"- {problem}")
    click.echo()
    for name, value in found.summary.items():
        click.echo(f"{name:<20} {'-' if value is None else value}")
    listed = [item for item in found.objects if everything or item.word != state.INSTALLED]
    if listed:
        click.echo()
    for item in listed:
        click.echo(f"{item.word:<10} {item.kind:<18} {item.name}")
    for grantee in found.grantees:
        if not grantee.by_default:
            click.echo(str(grantee))
    click.echo()
    for row in found.sizes:
        click.echo(f"{row['name']:<40} {row['rows']:>14,} rows {row['bytes']:>18,} bytes")


@click.command(epilog="Example: pg-summary verify --repair")
@dsn_option
@wait_option
@option("--app", metavar="ID_OR_NAME", help="Only this app.  [default: all]")
@click.option("--repair", is_flag=True, help="Repair what differs.")
@json_option
@click.pass_context
def verify(ctx: click.Context, dsn: str | None, wait: float, app: str | None, repair: bool, as_json: bool) -> None:
    """Compare all numbers with the source tables. The exit code is 3 if any differ or can't be compared."""
    conn = connect(dsn, wait, say)
    with unhurried(conn, writes=False):
        catalogue.require_no_newer(catalogue.require_installed(conn))
        if repair:
            catalogue.require_primary(conn)
        misfits = health.find_misfits(conn)
        app_id = shown.find_app(conn, app) if app else None
    if misfits:
        say_all(health.read(conn).problems)
        ctx.exit(PENDING)
    with patiently("comparing with the source tables"):
        problems = verifier.compare(conn, app_id)
    repaired = _repair(conn, app_id) if repair and problems else 0
    wrong = health.read(conn).problems
    if as_json:
        found = [problem._asdict() for problem in problems]
        click.echo(json.dumps({"problems": found, "repaired": repaired, "state": wrong}, default=jsonable))
    else:
        for problem in problems:
            click.echo(f"{problem.kind} {problem.entity}: {problem.problem}")
        say("{:,} problems{}".format(len(problems), ", repaired" if repair and problems else ""))
    archived = [problem for problem in problems if problem.kind == "archived_day"]
    if archived:
        say(
            f"{len(archived):,} archived days have changed since they were archived, and verify can't repair them: "
            "restore a backup, or run pg-summary archive --undo while their rows still exist"
        )
    say_all(wrong)
    if wrong or archived or (problems and not repair):
        ctx.exit(PENDING)


def _repair(conn: psycopg.Connection, app_id: UUID | None) -> int:
    with patiently("repairing"):
        repaired = verifier.repair(conn, app_id)
    with folding() as progress:
        verifier.fold_repairs(conn, progress)
    return repaired
