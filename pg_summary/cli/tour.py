"""pg-summary demo: the tour."""

from __future__ import annotations

import sys

import click

from pg_summary.cli.options import option


@click.command(epilog="Example: pg-summary demo --keep")
@option(
    "--scale",
    type=click.FloatRange(0, min_open=True),
    default=0.1,
    show_default=True,
    help="How many calls: 1 makes 42,000 conferences a month.",
)
@click.option(
    "--keep/--no-keep", default=None, help="Keep the servers running until Ctrl-C.  [default: in a terminal only]"
)
def demo(scale: float, keep: bool | None) -> None:
    """Show everything with generated data. It runs on an embedded PostgreSQL and Valkey, and leaves nothing behind."""
    from pg_summary.demo.tour import run as run_demo

    run_demo(scale=scale, keep=sys.stdin.isatty() and sys.stdout.isatty() if keep is None else keep)
