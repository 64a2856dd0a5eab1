"""Options that several commands have, and how their values are read."""

from __future__ import annotations

from typing import Any, Callable, TypeVar

import click

from pg_summary.errors import remember
from pg_summary.serve import schedule

Command = TypeVar("Command", bound=Callable[..., Any])


class Duration(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has no parameters there
    """A duration such as 30s, 500ms or 5m (a bare number means seconds), in seconds."""

    name = "duration"

    def __init__(self, or_none: bool = False) -> None:
        self.or_none = or_none

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return 0.0 if self.or_none and str(value) in ("0", "0s") else schedule.seconds(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def option(*names: str, **settings: Any) -> Callable[[Command], Command]:
    """An option that PG_SUMMARY_<NAME> can also set, as its help says."""
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
    help="The database, as a URL or as key=value pairs. Without it, libpq's PG* variables decide.",
)
wait_option = option(
    "--wait",
    type=Duration(or_none=True),
    default="0s",
    show_default=True,
    help="How long to wait for a database that does not answer yet.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
lock_timeout_option = option(
    "--lock-timeout",
    type=Duration(),
    default="3s",
    show_default=True,
    help="How long a writer may have to wait in total; at most half of the server's deadlock_timeout, which is "
    "0.5 s by default.",
)
redis_option = click.option(
    "--redis-url",
    envvar=["PG_SUMMARY_REDIS_URL", "REDIS_URL"],
    show_envvar=True,
    callback=_remember,
    metavar="URL",
    help="The Redis that holds the cache.  [default: redis://127.0.0.1:6379/0]",
)
