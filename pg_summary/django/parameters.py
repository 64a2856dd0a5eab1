"""Query parameters, checked before any query: each error names the parameter and the allowed values."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timezone
from typing import Any, Callable

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from pg_summary.cache import SummaryRequest, Window, between, last_days
from pg_summary.cache.window import LONGEST_DAYS
from pg_summary.summaries import Summary

LONGEST_TEXT = 1000
# A body stays under 50 KB.
MOST_ROWS = 100
LARGEST_INTEGER = 2**31 - 1
STATUSES = ("success", "warning", "error", "ongoing")
# Matched as a whole, in ASCII: what else Python and Django accept differs between their releases.
UUID = re.compile(r"[0-9A-Fa-f]{8}(-?)[0-9A-Fa-f]{4}(\1[0-9A-Fa-f]{4}){2}\1[0-9A-Fa-f]{12}")
INTEGER = re.compile(r"[0-9]{1,10}")
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,63}")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]{1,12})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)
# A plus sign that was not escaped arrives as a space.
LOST_PLUS = re.compile(r"([^T ]+[T ][^T ]+) ([0-9]{2}(:?[0-9]{2})?)")


class InvalidParameter(Exception):
    """A parameter that is missing or can't be read."""

    def __init__(self, message: str, error_code: str = "invalid_parameters") -> None:
        super().__init__(message)
        self.error_code = error_code


class Parameters:
    """The parameters of one request; each reader raises InvalidParameter."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query

    def text(self, name: str) -> str | None:
        """A parameter unchanged; None if it is missing or empty."""
        values = self.query.getlist(name)
        if len(values) > 1:
            raise InvalidParameter(f"{name} is given {len(values)} times; give it once")
        value = values[0] if values else ""
        if len(value) > LONGEST_TEXT or re.search("[\0\ud800-\udfff]", value):
            raise InvalidParameter(
                f"{name} must be text of at most {LONGEST_TEXT} characters, without NUL or surrogates"
            )
        return value or None

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in allowed:
            raise InvalidParameter(f"{name} must be one of {', '.join(allowed)}")
        return value

    def uuid(self, name: str) -> str | None:
        return self._read(name, "a UUID", lambda value: str(uuid.UUID(value)) if UUID.fullmatch(value) else None)

    def integer(self, name: str, least: int = 0, most: int = LARGEST_INTEGER) -> int | None:
        def read(value: str) -> int | None:
            number = int(value) if INTEGER.fullmatch(value) else -1
            return number if least <= number <= most else None

        return self._read(name, f"a whole number from {least} to {most}", read)

    def number(self, name: str) -> float | None:
        def read(value: str) -> float | None:
            return float(value) if NUMBER.fullmatch(value) else None

        return self._read(name, "a number, such as 250 or 0.5", read)

    def flag(self, name: str) -> bool:
        return self.truth(name) or False

    def truth(self, name: str) -> bool | None:
        """True or false; None if it is missing or empty."""
        values = {"true": True, "1": True, "false": False, "0": False}
        chosen = self.choice(name, tuple(values))
        return None if chosen is None else values[chosen]

    def instant(self, name: str) -> datetime | None:
        def read(value: str) -> datetime | None:
            lost = LOST_PLUS.fullmatch(value)
            value = f"{lost.group(1)}+{lost.group(2)}" if lost else value
            if not INSTANT.fullmatch(value):
                return None
            day = parse_date(value) if len(value) == 10 else None
            found = datetime(day.year, day.month, day.day) if day else parse_datetime(value)
            if found is None:
                return None
            return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)

        return self._read(name, "a time in ISO 8601, such as 2026-11-01T00:00:00Z (without an offset: UTC)", read)

    def time_zone(self) -> str:
        def read(value: str) -> str | None:
            return value if ZONE_NAME.fullmatch(value) else None

        return self._read("time_zone", "an IANA name, such as Europe/Paris", read) or "UTC"

    def app_id(self) -> str:
        found = self.uuid("appId")
        if found is None:
            raise InvalidParameter("appId is required: the id of an app", "missing_parameters")
        return found

    def window(self) -> Window:
        days = self.integer("days", 1, LONGEST_DAYS)
        since, until = self.instant("created_at_gte"), self.instant("created_at_lte")
        if days is None:
            return between(since, until, datetime.now(timezone.utc))
        if since or until:
            raise InvalidParameter("days cannot be combined with created_at_gte or created_at_lte")
        return last_days(days)

    def summary_request(self, summary: Summary) -> SummaryRequest:
        """The request for a summary."""
        return SummaryRequest(
            summary.name,
            self.app_id(),
            self.window(),
            self.choice("group_by", summary.groups) if summary.groups else None,
            self.time_zone() if summary.time_zone else "UTC",
            **self.filters(summary),
        )

    def filters(self, summary: Summary) -> dict[str, str | None]:
        return {name: self.text(name) for name in summary.filters}

    def list_arguments(self, summary: Summary) -> dict[str, Any]:
        """The arguments of conference_list."""
        since, until = self.window().bounds(datetime.now(timezone.utc))
        return {
            "app_id": self.app_id(),
            "created_at_gte": since,
            "created_at_lte": until,
            "status": self.choice("status", STATUSES),
            "issue_code": self.text("issue_code"),
            "duration_gte": self.integer("duration_gte"),
            "duration_lt": self.integer("duration_lt"),
            "setup_time_gte": self.number("setup_time_gte"),
            "setup_time_lt": self.number("setup_time_lt"),
            "participants": self.integer("participants"),
            "participant_id": self.uuid("participant_id"),
            "city": self.text("city"),
            "city_country": self.text("city_country"),
            "gum_error": self.text("gum_error"),
            "relayed": self.truth("relayed"),
            "browser_version": self.text("browser_version"),
            "os_version": self.text("os_version"),
            "max_rows": self._or(self.integer("limit", 0, MOST_ROWS), 50),
            "skip_rows": self._or(self.integer("offset"), 0),
            **self.filters(summary),
        }

    def _read(self, name: str, what: str, read: Callable[[str], Any]) -> Any:
        value = self.text(name)
        if value is None:
            return None
        try:
            found = read(value)
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise InvalidParameter(f"{name} must be {what}")
        return found

    @staticmethod
    def _or(value: int | None, default: int) -> int:
        return default if value is None else value
