"""The time range of a request: a rolling window, or exact bounds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LONGEST_DAYS = 36_500
# How far a request may be from a whole number of days before now and still mean the rolling window: clocks of browsers
# are inaccurate, and requests take a while.
TOLERANCE = timedelta(minutes=2)


class Window(NamedTuple):
    """Rolling, the last `span` at whatever moment it is computed; else the bounds, both inclusive, None = open."""

    since: datetime | None = None
    until: datetime | None = None
    span: timedelta | None = None

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The bounds for PostgreSQL at `now`."""
        return (now - self.span, None) if self.span else (self.since, self.until)

    @property
    def identity(self) -> str:
        """Equal for two windows exactly if they may share a cache entry; a rolling one's never changes."""
        if self.span:
            return f"last {self.span // HOUR} h"
        return f"{_instant(self.since)}/{_instant(self.until)}"


def last_days(days: int) -> Window:
    """The window of that many days of 24 hours, up to now."""
    return Window(span=days * DAY)


def between(since: datetime | None, until: datetime | None, now: datetime) -> Window:
    """The window of two bounds (aware): rolling if it is what a dashboard means by the last N days.

    That is N whole days before now, within TOLERANCE, without an upper bound. A browser subtracts days of its own
    zone: across a change of summer time it is an hour off, which makes a different rolling window.
    """
    if since is not None and until is None:
        hours = round((now - since) / HOUR)
        days = round(hours / 24)
        is_near = abs(now - since - hours * HOUR) <= TOLERANCE
        if is_near and abs(hours - 24 * days) <= 1 and 1 <= days <= LONGEST_DAYS:
            return Window(span=hours * HOUR)
    return Window(since, until)


def _instant(bound: datetime | None) -> str:
    return "" if bound is None else bound.astimezone(timezone.utc).isoformat()
