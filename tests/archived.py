"""The oracle of a database with archived days: what was counted when a day was closed, and what the rows say of the days
that are open.
"""

from __future__ import annotations

import copy
import dataclasses
from datetime import date, datetime, time, timedelta

from oracle import QUARTER, UTC, Oracle, read_source

DAY = timedelta(days=1)
TIMES = {"conferences": "at", "sessions": "created_at", "connections": "at", "issues": "at"}


def floor(at: datetime, unit: timedelta) -> datetime:
    """The start of the quarter of an hour, or of the day, of UTC."""
    midnight = datetime.combine(at.date(), time(0), UTC)
    return midnight if unit == DAY else midnight + (at - midnight) // unit * unit


def time_of(kind: str, row) -> datetime | None:
    return row.created_at if kind == "sessions" else row["at"]


class Archive:
    """The rows of closed days as they were, each at its quarter of an hour; `before`: the first day that is open."""

    def __init__(self) -> None:
        self.before: date | None = None
        self.rows: dict[str, list] = {kind: [] for kind in TIMES}

    @property
    def bound(self) -> datetime | None:
        return self.before and datetime.combine(self.before, time(0), UTC)

    def oracle(self, connection) -> Oracle:
        """What every summary must answer, at what this connection sees."""
        return ArchivedOracle(read_source(connection), self)

    def close(self, connection, day: date) -> None:
        """Record what the days up to this one count now."""
        oracle = self.oracle(connection)
        bound = datetime.combine(day, time(0), UTC) + DAY
        for kind in TIMES:
            for row in oracle.open[kind]:
                at = time_of(kind, row)
                if at is not None and at < bound:
                    self.rows[kind].append(as_archived(kind, row, at))
        self.before = bound.date()

    def reopen(self, day: date) -> None:
        bound = datetime.combine(day, time(0), UTC)
        self.rows = {kind: [r for r in rows if time_of(kind, r) < bound] for kind, rows in self.rows.items()}
        self.before = day if day > date(1, 1, 1) else None


def as_archived(kind: str, row, at: datetime):
    """A copy of a row that no later change reaches."""
    if kind == "sessions":
        return dataclasses.replace(row, created_at=floor(at, QUARTER))
    kept = dict(row, at=floor(at, QUARTER))
    for name in ("sessions", "codes", "session"):
        if name in kept:
            kept[name] = copy.deepcopy(kept[name])
    return kept


class ArchivedOracle(Oracle):
    """Counts what was archived, and the rows of open days; lists only the latter."""

    def __init__(self, rows, archive: Archive) -> None:
        super().__init__(rows)
        self.bound = archive.bound
        self.archived_before = archive.before and archive.before.isoformat()
        self.open = {
            kind: [
                row
                for row in rows
                if self.bound is None or (time_of(kind, row) is not None and time_of(kind, row) >= self.bound)
            ]
            for kind, rows in self.counted.items()
        }
        self.counted = {kind: [*rows, *archive.rows[kind]] for kind, rows in self.open.items()}

    def _range(self, created_at_gte, created_at_lte, is_filtered: bool):
        unit, microsecond = DAY if is_filtered else QUARTER, timedelta(microseconds=1)
        is_empty = created_at_gte is not None and created_at_lte is not None and created_at_gte > created_at_lte
        if self.bound is not None and not is_empty:
            if created_at_gte is not None and created_at_gte < self.bound:
                created_at_gte = floor(created_at_gte, unit)
            if created_at_lte is not None and created_at_lte + microsecond < self.bound:
                created_at_lte = floor(created_at_lte, unit) + unit - microsecond
        return super()._range(created_at_gte, created_at_lte, is_filtered)

    def _of_open_days(self, method, *args, **kwargs):
        counted, self.counted = self.counted, self.open
        try:
            return method(*args, **kwargs)
        finally:
            self.counted = counted

    def _listed(self, *args, **kwargs):
        return self._of_open_days(super()._listed, *args, **kwargs)

    def setup_conferences(self, *args, **kwargs):
        return self._of_open_days(super().setup_conferences, *args, **kwargs)


def delete_closed(connection, archive: Archive, some: str = "true") -> None:
    """Rows of closed days go, some or all, in the order in which keys allow it."""
    if archive.before is None:
        return
    closed = f"r.created_at < '{archive.before}'::date::timestamp at time zone 'UTC' and {some}"
    for statement in (
        f"delete from app_issue r where {closed}",
        f"delete from app_connection r where {closed} and not exists (select from app_issue x where x.connection_id = r.id)",
        f"delete from app_session r where {closed} and not exists (select from app_connection x where x.session_id = r.id) "
        "and not exists (select from app_issue x where x.session_id = r.id)",
        f"delete from conference r where {closed} and not exists (select from app_session x where x.conference_id = r.id) "
        "and not exists (select from app_connection x where x.conference_id = r.id) "
        "and not exists (select from app_issue x where x.conference_id = r.id) "
        "and not exists (select from participant_conferences x where x.conference_id = r.id)",
    ):
        connection.execute(statement)
