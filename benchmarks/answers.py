"""Each API function beside the plain SQL that gives the same rows."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Iterator, Mapping

import psycopg

from benchmarks.data import END, MAIN_APP, SINCE, Database
from benchmarks.timing import median_ms, seconds
from pg_summary import refresher
from pg_summary.install import BATCH_SIZE
from pg_summary.sandbox.source import HERE

PLAIN = HERE / "plain"
FUNCTIONS = (
    "conference_summary",
    "conference_duration_summary",
    "conference_participant_count_summary",
    "issue_summary",
    "issue_gum_summary",
    "connection_summary",
    "connection_setup_time_summary",
    "session_summary",
    "session_geo_summary",
    "conference_filter_options",
    "conference_list",
)
UNFILTERED = "conference_filter_options"  # takes no filter
NOT_A_CHART = "conference_list"  # no part of the dashboard
FILTERS = ("browser", "os", "country", "app_version")
CHANGED_CONFERENCES = 1000

_SESSION = {
    "browser": "s.platform #>> '{browser,name}' = %(browser)s",
    "os": "s.platform #>> '{os,name}' = %(os)s",
    "country": "s.geo_ip ->> 'country_code' = %(country)s",
    "app_version": "s.app_version = %(app_version)s",
}
_EXISTS = "and exists (select from app_session s where {} and s.is_active and {{}})"
_PASSES = {
    "session": "and {}",
    "conference": _EXISTS.format("s.conference_id = c.id"),
    "connection": _EXISTS.format("s.id = n.session_id"),
    "issue": _EXISTS.format("s.id = i.session_id"),
}
WINDOWS = (1, 30, 90, 365)  # and all there is
ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu")
_MARK = re.compile(r"/\* filter (\w+) \*/")

_PROFILES = """
with profile as (
    select
        s.platform #>> '{browser,name}' as browser,
        s.platform #>> '{os,name}' as os,
        s.geo_ip ->> 'country_code' as country,
        s.app_version,
        count(*) as n
    from app_session s
    join conference c on c.id = s.conference_id
    where c.app_id = %(app_id)s and c.created_at >= %(since)s and s.is_active
        and jsonb_typeof(s.platform #> '{browser,name}') = 'string' and s.platform #>> '{os,name}' <> ''
        and s.geo_ip ->> 'country_code' ~ '^[A-Z]{2}$' and s.app_version <> ''
    group by 1, 2, 3, 4
),

browser as (
    select browser, row_number() over (order by sum(n), browser) as rarity from profile group by browser
)

(select browser, os, country, app_version from profile order by n desc, 1, 2, 3, 4 limit 1)
union all
(
    select browser, os, country, app_version from profile join browser using (browser)
    where rarity = 1
    order by n desc, 1, 2, 3, 4 limit 1
)
"""

# Calls that go on, of which the next statements end some.
_REOPEN = """
update conference set ongoing = true
where id in (
    select id from conference
    where app_id = %(app_id)s and created_at >= %(since)s and is_active
    order by md5(id::text) limit %(limit)s
)
"""
_END = """
update conference
set ongoing = false, duration = duration + 60, end_time = created_at + duration * interval '1 second'
where id in (
    select id from conference
    where ongoing and app_id = %(app_id)s and created_at >= %(since)s and is_active
    order by id limit %(limit)s
)
"""
_ADD_ISSUES = """
insert into app_issue (id, type, code, created_at, is_active, conference_id, session_id)
select md5('benchmark' || c.id)::uuid, 'w', 'low_emos', c.created_at, true, c.id, s.id
from (
    select id, created_at from conference
    where ongoing and app_id = %(app_id)s and created_at >= %(since)s and is_active
    order by id limit %(limit)s
) as c
cross join lateral (select id from app_session where conference_id = c.id order by id limit 1) as s
"""


class Pair:
    """A function with filters, and its plain SQL, over the last 30 days of the main app."""

    def __init__(self, name: str, filters: Mapping[str, str]) -> None:
        self.parameters = {"app_id": MAIN_APP, "since": SINCE, **filters}
        condition = " and ".join(_SESSION[dimension] for dimension in filters)
        text = (PLAIN / f"{name}.sql").read_text(encoding="utf-8")
        self.plain = _MARK.sub(lambda mark: _PASSES[mark.group(1)].format(condition) if filters else "", text)
        arguments = "".join(f", {dimension} => %({dimension})s" for dimension in filters)
        self.call = f"{name}(app_id => %(app_id)s, created_at_gte => %(since)s{arguments})"

    def measure(self, conn: psycopg.Connection, repeat: int, with_plain: bool = True) -> dict[str, float]:
        """Both in milliseconds, after comparing them; raises AssertionError if they differ."""
        expected = conn.execute(self.plain, self.parameters)
        columns = ", ".join(column.name for column in expected.description)
        ours = f"select {columns} from {self.call}"
        if conn.execute(ours, self.parameters).fetchall() != expected.fetchall():
            raise AssertionError(f"{self.call} differs from plain SQL with {self.parameters}")
        figures = {"ours_ms": _time(conn, ours, self.parameters, repeat)}
        if with_plain:
            figures["plain_ms"] = _time(conn, self.plain, self.parameters, repeat)
        return figures


def _time(conn: psycopg.Connection, query: str, parameters: Mapping[str, Any], repeat: int) -> float:
    return median_ms(lambda: conn.execute(query, parameters).fetchall(), repeat)


def answers(database: Database, repeat: int) -> dict[str, dict[str, float]]:
    """Each function without filters, beside plain SQL; the dashboard beside the sum of its charts."""
    with plain_indexes(database):
        figures = {name: Pair(name, {}).measure(database.conn, repeat) for name in FUNCTIONS}
    figures["dashboard_summary"] = {
        "ours_ms": dashboard_ms(database.conn, repeat),
        "plain_ms": sum(figures[name]["plain_ms"] for name in FUNCTIONS if name != NOT_A_CHART),
    }
    figures["dashboard_summary, first call of a connection"] = {"ours_ms": _first_call(database, repeat)}
    return figures


def filters(database: Database, repeat: int) -> dict[str, dict[str, dict[str, float]]]:
    """Each function with one to four filters, common and rare values, by the values chosen; the dashboard, too."""
    made: dict[str, dict[str, dict[str, float]]] = {}
    with plain_indexes(database):
        for choice, chosen in choices(database.conn).items():
            if not chosen:
                continue
            figures = {
                name: Pair(name, chosen).measure(database.conn, repeat) for name in FUNCTIONS if name != UNFILTERED
            }
            figures["dashboard_summary"] = {
                "ours_ms": dashboard_ms(database.conn, repeat, filters=chosen),
                "plain_ms": sum(figures[name]["plain_ms"] for name in figures if name != NOT_A_CHART),
            }
            made[f"{choice}: {', '.join(chosen.values())}"] = figures
    return made


def windows(database: Database, repeat: int) -> dict[str, Any]:
    """The dashboard by the length of its range and by filters; days of other zones beside those of UTC."""
    conn = database.conn
    history = conn.execute("select %s - min(created_at)::date from conference", [END.date()]).fetchone()[0]
    days = [*(each for each in WINDOWS if each < history), history]
    dashboards = {
        choice: {str(each): dashboard_ms(conn, repeat, END - timedelta(days=each), chosen) for each in days}
        for choice, chosen in choices(conn).items()
    }
    zones = {
        zone: {
            str(each): _time(
                conn,
                "select * from conference_summary(%(app_id)s, %(since)s, time_zone => %(zone)s)",
                {"app_id": MAIN_APP, "since": END - timedelta(days=each), "zone": zone},
                repeat,
            )
            for each in days
        }
        for zone in ZONES
    }
    seen = conn.execute("select count(*) from pgsummary.profile").fetchone()[0]
    return {"dashboards": dashboards, "zones": zones, "profiles": seen}


def choices(conn: psycopg.Connection) -> dict[str, dict[str, str]]:
    """Filters by what they are: none, one to four common values, one to four with the rarest browser."""
    made: dict[str, dict[str, str]] = {"no filter": {}}
    for kind, profile in zip(("common", "rare"), profiles(conn)):
        made.update({f"{n} {kind}": dict(zip(FILTERS[:n], profile)) for n in range(1, len(FILTERS) + 1)})
    return made


def profiles(conn: psycopg.Connection) -> list[tuple[str, ...]]:
    """The four values of a session: the commonest ones, and those with the rarest browser."""
    return conn.execute(_PROFILES, {"app_id": MAIN_APP, "since": SINCE}).fetchall()


def backlog(database: Database, repeat: int) -> dict[str, dict[str, float]]:
    """Each function while the log names 1,000 conferences whose calls ended, each with a new issue."""
    reopen_calls(database, CHANGED_CONFERENCES)
    end_calls(database, CHANGED_CONFERENCES, with_issues=True)
    figures = {name: Pair(name, {}).measure(database.conn, repeat, with_plain=False) for name in FUNCTIONS}
    figures["dashboard_summary"] = {"ours_ms": dashboard_ms(database.conn, repeat)}
    fold(database)
    database.vacuum()
    return figures


def reopen_calls(database: Database, count: int, since: datetime = SINCE) -> None:
    """Make up to that many calls of the main app since then go on, and fold that."""
    database.conn.execute(_REOPEN, {"app_id": MAIN_APP, "since": since, "limit": count})
    fold(database)
    database.vacuum()


def end_calls(database: Database, count: int, with_issues: bool = False) -> int:
    """End that many of the calls that go on, and log it; returns how many there were."""
    parameters = {"app_id": MAIN_APP, "since": SINCE, "limit": count}
    with database.conn.transaction():
        if with_issues:
            database.conn.execute(_ADD_ISSUES, parameters)
        return database.conn.execute(_END, parameters).rowcount


def fold(database: Database) -> None:
    """Fold everything that the log names."""
    refresher.drain(database.conn, BATCH_SIZE)


def dashboard_ms(
    conn: psycopg.Connection, repeat: int, since: datetime = SINCE, filters: Mapping[str, str] | None = None
) -> float:
    """The median of whole dashboards since an instant in milliseconds."""
    return _time(conn, *_dashboard(since, filters or {}), repeat)


def _dashboard(since: datetime, filters: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    named = "".join(f", {dimension} => %({dimension})s" for dimension in filters)
    query = f"select dashboard_summary(app_id => %(app_id)s, created_at_gte => %(since)s{named})"
    return query, {"app_id": MAIN_APP, "since": since, **filters}


def _first_call(database: Database, repeat: int) -> float:
    """The median of first calls in milliseconds, without the time to connect."""

    def first_call() -> float:
        with database.connect() as conn:
            return seconds(lambda: conn.execute(*_dashboard(SINCE, {})).fetchall())

    return 1000 * median(first_call() for _ in range(repeat))


@contextmanager
def plain_indexes(database: Database) -> Iterator[None]:
    """The right indexes for plain SQL, while it is timed."""
    statements = (PLAIN / "indexes.sql").read_text(encoding="utf-8")
    database.conn.execute(statements)
    database.vacuum()
    try:
        yield
    finally:
        for name in re.findall(r"create index (\w+)", statements):
            database.conn.execute(f"drop index {name}")
