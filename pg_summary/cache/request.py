"""Requests for summaries: the only place that turns a request into a cache key and into SQL."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, Iterable, Mapping, NamedTuple

from pg_summary.cache.window import HOUR, LONGEST_DAYS, Window
from pg_summary.summaries import FILTERS, SUMMARIES, Summary

UNKNOWN = "Unknown"
IDENTITY = "pg_summary_identity"


class SummaryRequest(NamedTuple):
    """A summary of an app in a window, `app_id` in its canonical spelling. A group or filter that is None or '' is the
    endpoint's default.
    """

    name: str
    app_id: str
    window: Window
    group_by: str | None = None
    time_zone: str = "UTC"
    browser: str | None = None
    os: str | None = None
    country: str | None = None
    app_version: str | None = None

    @property
    def summary(self) -> Summary:
        return SUMMARIES[self.name]

    def key(self, database: str) -> str:
        """`{prefix}:{app_id}:{date_range_hash}:{filter_hash}`: equal exactly for requests with the same answer.

        database: the identity of the database that answers, as `short_hash` of `pg_summary_identity()`. If two
        databases have the same apps, such as a copy for tests, neither may see the answers of the other.
        """
        asked = {name: value for name, value in self._arguments().items() if value is not None}
        if str(asked.get("time_zone")).upper() == "UTC":
            del asked["time_zone"]
        for name in FILTERS:
            value = asked.get(name, "")
            # As PostgreSQL lowers it: no letter of another alphabet becomes one of these.
            if value.isascii() and value.lower() == UNKNOWN.lower():
                asked[name] = UNKNOWN
        return ":".join(
            (
                self.summary.prefix,
                self.app_id,
                short_hash(f"{database} {self.window.identity}"),
                short_hash(json.dumps(asked, sort_keys=True)),
            )
        )

    def query(self, now: datetime, schema: str | None = None) -> tuple[str, list[Any]]:
        """SQL that returns the body as text, and its parameters; `schema` of the API functions, else by search_path."""
        return call(f"{self.name}_json", self._bounded(now), schema)

    def identified_query(self, now: datetime, schema: str | None = None) -> tuple[str, list[Any]]:
        """Like `query`, with a line before the body that says which database answered."""
        arguments = self._bounded(now)
        body = _call(f"{self.name}_json", arguments, schema)
        return f"select {_call(IDENTITY, (), schema)} || chr(10) || {body}", list(arguments.values())

    def serialize(self) -> str:
        """A rolling request as text, for `deserialize`."""
        assert self.window.span is not None, "not a rolling request"
        hours = self.window.span // HOUR
        return json.dumps({**self._asdict(), "window": hours}, sort_keys=True)

    @staticmethod
    def deserialize(text: str | bytes) -> SummaryRequest:
        """Raises ValueError, TypeError or KeyError if the text is not a request."""
        fields = json.loads(text)
        hours = fields.pop("window")
        if not all(value is None or isinstance(value, str) for value in fields.values()):
            raise ValueError("a field of a request is text")
        if not isinstance(hours, int) or not 0 < hours <= 24 * LONGEST_DAYS:
            raise ValueError("the window of a request is some hours")
        request = SummaryRequest(**fields, window=Window(span=timedelta(hours=hours)))
        SUMMARIES[request.name]
        return request

    def _bounded(self, now: datetime) -> dict[str, Any]:
        since, until = self.window.bounds(now)
        return {"app_id": self.app_id, "created_at_gte": since, "created_at_lte": until, **self._arguments()}

    def _arguments(self) -> dict[str, str | None]:
        """The parameters of the SQL function besides the app and the window."""
        summary = self.summary
        arguments: dict[str, str | None] = {}
        if summary.groups:
            arguments["group_by"] = self.group_by or summary.group_by
        if summary.time_zone:
            arguments["time_zone"] = self.time_zone
        arguments.update((name, getattr(self, name) or None) for name in summary.filters)
        return arguments


def call(function: str, arguments: Mapping[str, Any], schema: str | None = None) -> tuple[str, list[Any]]:
    """SQL that calls a function with named arguments and returns its result as text, and its parameters."""
    return f"select {_call(function, arguments, schema)}", list(arguments.values())


def may_identify(schema: str | None = None) -> tuple[str, list[Any]]:
    """SQL that returns 'true' if the database has the function for its identity and this role may call it."""
    return (
        "select has_function_privilege(to_regprocedure(%s), 'execute')::text",
        [f"{_quoted(schema)}.{IDENTITY}()" if schema else f"{IDENTITY}()"],
    )


def short_hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _call(function: str, arguments: Iterable[str], schema: str | None) -> str:
    qualified = f"{_escaped(_quoted(schema))}.{function}" if schema else function
    named = ", ".join(f"{name} => %s" for name in arguments)
    return f"{qualified}({named})::text"


def _quoted(identifier: str) -> str:
    return '"{}"'.format(identifier.replace('"', '""'))


def _escaped(sql: str) -> str:
    return sql.replace("%", "%%")
