"""What the triggers cost a writer: the same statements with and without them, in turns."""

from __future__ import annotations

import time
from statistics import median
from uuid import UUID, uuid4

import psycopg

from benchmarks.data import SIDE_APP, SOURCE_TABLES, Database
from benchmarks.timing import seconds

ROWS = 1000
BLOCK = 30
BLOCK_WARM_UP = 5
PAIRS_PER_REPEAT = 5

# What the ingest changes; links are made and deleted only.
_CHANGES = {
    "conference": "ongoing = not ongoing, duration = duration + 1",
    "participant": "is_active = not is_active",
    "app_session": 'geo_ip = \'{"country_code": "NZ"}\'',
    "app_connection": "type = case type when 'r' then 'h' else 'r' end",
    "app_issue": "code = case code when 'tcp_used' then 'turn_used' else 'tcp_used' end",
}
_OPERATIONS = {
    "update": "update {table} set {change} where id = r.id",
    "delete": "delete from {table} where id = r.id",
    "insert": "insert into {table} select r.*",
}
# A thousand statements per round trip, so that the socket's noise is none of theirs.
_SAMPLE = "create temp table sample on commit drop as select * from {table} order by id limit {rows}"
_LOOP = """
do $$
declare
    r {table}%rowtype;
begin
    for r in select * from pg_temp.sample loop
        {statement};
    end loop;
end
$$
"""

# One statement of many rows, as archiving and loading do.
BULK_ROWS = 100000
_BULK = {
    "update": "update app_issue set code = case code when 'tcp_used' then 'turn_used' else 'tcp_used' end "
    "where id in (select id from sample)",
    "update of what no summary reads": "update app_issue set connection_id = null where id in (select id from sample)",
    "delete": "delete from app_issue where id in (select id from sample)",
    "insert": "insert into app_issue select * from sample",
}

_TRIGGERS = """
select format('alter table %s {action} trigger %I', t.tgrelid::regclass, t.tgname)
from pg_trigger t
join pg_proc p on p.oid = t.tgfoid
where not t.tgisinternal and p.pronamespace = 'pgsummary'::regnamespace
"""

# What a new call writes: a row in each table, as the ingest does, with JSON that was really sent.
_TRANSACTION = (
    "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
    "values (%(conference)s, %(conference)s, true, 0, now(), true, %(app)s)",
    "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id) "
    "values (%(participant)s, %(participant)s, false, now(), true, %(app)s)",
    "insert into participant_conferences (participant_id, conference_id) values (%(participant)s, %(conference)s)",
    "insert into app_session (id, conference_id, participant_id, constraints, devices, platform, metadata, "
    "geo_ip, app_version, webrtc_sdk, session_info, duration, created_at, is_active) "
    "values (%(session)s, %(conference)s, %(participant)s, %(constraints)s, %(devices)s, %(platform)s, "
    "%(metadata)s, %(geo_ip)s, %(app_version)s, %(webrtc_sdk)s, %(session_info)s, 0, now(), true)",
    "insert into app_connection (id, conference_id, session_id, participant_id, peer_id, type, state, "
    "connection_info, duration, created_at, is_active) "
    "values (%(connection)s, %(conference)s, %(session)s, %(participant)s, %(participant)s, 'h', "
    "'connected', %(connection_info)s, 0, now(), true)",
    "insert into app_issue (id, type, code, created_at, is_active, conference_id, session_id, "
    "participant_id) "
    "values (%(issue)s, 'w', 'tcp_used', now(), true, %(conference)s, %(session)s, %(participant)s)",
)
_SENT = """
select
    s.constraints::text, s.devices::text, s.platform::text, s.metadata::text, s.geo_ip::text, s.app_version,
    s.webrtc_sdk, s.session_info::text, n.connection_info::text
from app_session s
join app_connection n on n.session_id = s.id
where jsonb_typeof(s.platform -> 'browser') = 'object' and n.connection_info ? 'negotiations'
order by s.id, n.id
limit 1
"""


def writers(database: Database, repeat: int) -> dict[str, dict[str, dict[str, float]]]:
    """Microseconds of a trigger per statement, by table; to many rows; to a transaction, by durability."""
    return {
        "bulk": _bulk(database.conn, repeat),
        "statements": {table: _statements(database.conn, table, repeat) for table in SOURCE_TABLES},
        "transactions": {
            f"synchronous_commit = {setting}": _transactions(database, repeat, setting) for setting in ("on", "off")
        },
    }


def _statements(conn: psycopg.Connection, table: str, repeat: int) -> dict[str, float]:
    """What triggers add to insert, update and delete: microseconds a statement, the median over rounds."""
    added: dict[str, list[float]] = {}
    for number in range(repeat + 1):
        arms = ("enable", "disable") if number % 2 else ("disable", "enable")
        times = {action: _round(conn, table, action) for action in arms}
        if number:  # the first warms up
            for operation, with_triggers in times["enable"].items():
                added.setdefault(operation, []).append(with_triggers - times["disable"][operation])
    return {operation: 1e6 * median(each) / ROWS for operation, each in added.items()}


def _round(conn: psycopg.Connection, table: str, action: str) -> dict[str, float]:
    """Change, delete and insert the same rows, with triggers or without, and take it all back."""
    times = {}
    with conn.transaction(force_rollback=True):
        _set_triggers(conn, action)
        conn.execute(_SAMPLE.format(table=table, rows=ROWS))
        for operation, statement in _OPERATIONS.items():
            if operation == "update" and table not in _CHANGES:
                continue
            loop = _LOOP.format(table=table, statement=statement.format(table=table, change=_CHANGES.get(table)))
            times[operation] = seconds(lambda: conn.execute(loop))  # noqa: B023
    return times


def _bulk(conn: psycopg.Connection, repeat: int) -> dict[str, dict[str, float]]:
    """Microseconds a row without triggers, and how many times as long it takes with them: the median over rounds."""
    times: dict[str, dict[str, list[float]]] = {}
    for number in range(repeat + 1):
        for action in ("enable", "disable") if number % 2 else ("disable", "enable"):
            for operation, took in _bulk_round(conn, action).items():
                if number:  # the first warms up
                    times.setdefault(operation, {}).setdefault(action, []).append(took)
    return {
        operation: {
            "without_us": 1e6 * median(each["disable"]),
            "ratio": median(on / off for on, off in zip(each["enable"], each["disable"])),
        }
        for operation, each in times.items()
    }


def _bulk_round(conn: psycopg.Connection, action: str) -> dict[str, float]:
    """Seconds a row of each statement, with triggers or without; all is taken back."""
    times = {}
    with conn.transaction(force_rollback=True):
        _set_triggers(conn, action)
        conn.execute(_SAMPLE.format(table="app_issue", rows=BULK_ROWS))
        (rows,) = conn.execute("select count(*) from sample").fetchone()
        for operation, statement in _BULK.items():
            times[operation] = seconds(lambda: conn.execute(statement)) / rows  # noqa: B023
        conn.execute(_BULK["delete"])
        with conn.cursor().copy("copy sample to stdout") as copy:
            data = b"".join(copy)

        def load() -> None:
            with conn.cursor().copy("copy app_issue from stdin") as copy:
                copy.write(data)

        times["copy"] = seconds(load) / rows
    return times


def _transactions(database: Database, repeat: int, synchronous_commit: str) -> dict[str, float]:
    """The median transaction without triggers in microseconds, and what they add in percent.

    Blocks with and without triggers take turns; the percentage is the median over pairs of neighbours.
    """
    sent = database.conn.execute(_SENT)
    values = dict(zip((column.name for column in sent.description), sent.fetchone()))
    without, percent = [], []
    with database.connect() as conn:
        conn.execute(f"set synchronous_commit = {synchronous_commit}")
        try:
            for number in range(PAIRS_PER_REPEAT * repeat):
                arms = ("enable", "disable") if number % 2 else ("disable", "enable")
                times = {action: _block(conn, action, values) for action in arms}
                without.append(times["disable"])
                percent.append(100 * (times["enable"] / times["disable"] - 1))
        finally:
            _set_triggers(conn, "enable")
    return {"without_us": 1e6 * median(without), "added_percent": median(percent)}


def _block(conn: psycopg.Connection, action: str, values: dict[str, str]) -> float:
    """The median of some transactions in seconds, with triggers or without."""
    _set_triggers(conn, action)
    times = []
    for number in range(BLOCK):
        ids: dict[str, UUID] = {
            kind: uuid4() for kind in ("conference", "participant", "session", "connection", "issue")
        }
        start = time.perf_counter()
        with conn.transaction():
            for statement in _TRANSACTION:
                conn.execute(statement, {**values, **ids, "app": SIDE_APP})
        if number >= BLOCK_WARM_UP:
            times.append(time.perf_counter() - start)
    return median(times)


def _set_triggers(conn: psycopg.Connection, action: str) -> None:
    """Enable or disable every trigger of ours, in the caller's transaction if there is one."""
    for (statement,) in conn.execute(_TRIGGERS.format(action=action)).fetchall():
        conn.execute(statement)
