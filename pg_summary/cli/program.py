"""The command pg-summary itself, which contains all others: it turns errors into a line and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click
import psycopg

from pg_summary import __version__
from pg_summary.cli.output import say
from pg_summary.errors import PgSummaryError, redact, translate

EXIT_CODES = (
    "Exit codes: 0 done, 1 error, 2 usage, 3 drift or something pending, 4 another session is busy, "
    "5 the database is newer than this program."
)


class Program(click.Group):
    """Turns errors into one line on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PgSummaryError as error:
            failure = error
        except psycopg.Error as error:
            failure = translate(error)
        except click.UsageError as error:
            # The message quotes an address that was given in the wrong place.
            error.message = redact(error.message)  # type: ignore[misc]  # some releases call it final
            raise
        say(f"error: {failure}")
        if failure.hint:
            say(f"hint: {failure.hint}")
        return ctx.exit(failure.exit_code)


@click.group(
    no_args_is_help=False, cls=Program, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="pg-summary")
def main() -> None:
    """Exact dashboard summaries inside PostgreSQL, for PeerMetrics databases."""
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal can't print is not an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
