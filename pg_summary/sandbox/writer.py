"""A writer that changes the source tables as PeerMetrics' ingest does: single rows, a few per request."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from pg_summary.sandbox.data import MAIN_APP

PLATFORMS: tuple[dict[str, Any] | None, ...] = (
    {"browser": {"name": "Chrome", "version": "142.0.0.0"}, "os": {"name": "Windows", "version": "NT 10.0"}},
    {"browser": {"name": "Safari", "version": "26.0"}, "os": {"name": "iOS", "version": "18.6"}},
    {"browser": {"name": "Firefox", "version": "145.0"}, "os": {"name": "Linux"}},
    {},
    None,
)
PLACES: tuple[dict[str, Any], ...] = (
    {"country_code": "US", "city": "San Jose", "latitude": 37.3382, "longitude": -121.8863},
    {"country_code": "DE", "city": "Berlin", "latitude": "52.52", "longitude": "13.405"},
    {"country_code": "IN", "city": "Bengaluru", "latitude": 12.9716, "longitude": 77.5946},
    {},
)
ISSUES = (
    ("w", "low_emos", {"emos": 2.9}),
    ("w", "turn_used", None),
    ("w", "getusermedia_error", {"name": "NotAllowedError", "message": "Permission denied"}),
    ("e", "ice_failed", None),
    ("e", "very_low_emos", {"emos": 1.4}),
)


class LiveWriter(threading.Thread):
    """Calls start, are joined, negotiate, have issues and end; now and then rows are deleted softly or moved.

    `seed` and the contents of the tables determine what it does; only the times come from the clock. Each step
    is one transaction of single-row statements. As a thread (start, stop) it does up to `per_second` of them
    over its own connection; without a thread, call step() with yours.
    """

    def __init__(self, dsn: str, app: UUID = MAIN_APP, schema: str = "public", per_second: float = 20.0, seed: int = 1):
        super().__init__(name="live-writer", daemon=True)
        self.statements = 0
        self.transactions = 0
        self._dsn = dsn
        self._app = app
        self._schema = schema
        self._pause = 1 / per_second
        self._random = Random(seed)
        self._stopped = threading.Event()
        self._error: BaseException | None = None
        # The current calls: for each conference, the sessions and their connections.
        self._calls: dict[UUID, list[tuple[UUID, UUID]]] = {}

    def run(self) -> None:
        try:
            with psycopg.connect(self._dsn, autocommit=True) as conn:
                conn.execute(sql.SQL("set search_path = {}").format(sql.Identifier(self._schema)))
                while not self._stopped.wait(self._pause):
                    self.step(conn)
        except BaseException as error:
            self._error = error

    def stop(self) -> None:
        """Finish the current step and end; raises the error that ended the writer earlier, if there was one."""
        self._stopped.set()
        self.join()
        if self._error is not None:
            raise self._error

    def step(self, conn: psycopg.Connection) -> str:
        """Do one request in one transaction and return its name. The search_path must find the tables."""
        chance = self._random.random()
        if not self._calls or chance < 0.2 and len(self._calls) < 20:
            request = self._start_call
        elif chance < 0.36:
            request = self._join_call
        elif chance < 0.58:
            request = self._negotiate
        elif chance < 0.74:
            request = self._report_issue
        elif chance < 0.9:
            request = self._end_call
        elif chance < 0.93:
            request = self._reopen_room
        elif chance < 0.97:
            request = self._delete_softly
        else:
            request = self._move_child
        with conn.transaction():
            request(conn)
        self.transactions += 1
        return request.__name__.lstrip("_")

    def _start_call(self, conn: psycopg.Connection) -> None:
        conference = self._new_id()
        self._run(
            conn,
            "insert into conference (id, conference_id, conference_name, conference_info, start_time,"
            " call_start, ongoing, duration, created_at, is_active, app_id)"
            " values (%s, %s, 'Live call', '{}', %s, %s, true, 0, %s, true, %s)",
            [conference, f"live-{conference}", _now(), _now(), _now(), self._app],
        )
        self._join(conn, conference)

    def _join_call(self, conn: psycopg.Connection) -> None:
        self._join(conn, self._some_call())

    def _join(self, conn: psycopg.Connection, conference: UUID) -> None:
        """A participant arrives: participant, link, session, connection, as the ingest writes them."""
        participant = self._any(conn, "participant", "not is_sfu and app_id = %s", self._app)
        if participant is None or self._random.random() < 0.3:
            participant = self._new_id()
            self._run(
                conn,
                "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)"
                " values (%s, %s, false, %s, true, %s)",
                [participant, f"live-{participant}", _now(), self._app],
            )
        self._run(
            conn,
            "insert into participant_conferences (participant_id, conference_id) values (%s, %s)"
            " on conflict do nothing",
            [participant, conference],
        )
        session, connection = self._new_id(), self._new_id()
        platform, place = self._random.choice(PLATFORMS), self._random.choice(PLACES)
        self._run(
            conn,
            "insert into app_session (id, constraints, devices, platform, metadata, geo_ip, app_version,"
            " session_info, duration, created_at, is_active, conference_id, participant_id)"
            " values (%s, '{}', '{}', %s, '{}', %s, '5.60.0', '{}', 0, %s, true, %s, %s)",
            [session, _json(platform), _json(place), _now(), conference, participant],
        )
        info = {"detected_tcp": False, "detected_turn": False, "negotiations": [_negotiation()]}
        self._run(
            conn,
            "insert into app_connection (id, state, connection_info, start_time, duration, created_at,"
            " is_active, conference_id, participant_id, peer_id, session_id)"
            " values (%s, 'connecting', %s, %s, 0, %s, true, %s, %s, %s, %s)",
            [connection, _json(info), _now(), _now(), conference, participant, participant, session],
        )
        self._calls.setdefault(conference, []).append((session, connection))

    def _negotiate(self, conn: psycopg.Connection) -> None:
        """The last negotiation of a connection ends, or another begins."""
        _, connection = self._random.choice(self._calls[self._some_call()])
        query = "select connection_info from app_connection where id = %s for update"
        ((info,),) = self._run(conn, query, [connection])
        last = info["negotiations"][-1]
        if last["end_time"] is None:
            took = timedelta(milliseconds=self._random.lognormvariate(6.3, 1.0))
            started = datetime.fromisoformat(last["start_time"])
            last.update(status="connected", end_time=str(started + took), duration=int(took.total_seconds()))
        else:
            info["negotiations"].append(_negotiation("renegotiation"))
        self._run(
            conn,
            "update app_connection set connection_info = %s, type = coalesce(type, %s), state = %s where id = %s",
            [_json(info), self._random.choice("hspr"), last["status"], connection],
        )

    def _report_issue(self, conn: psycopg.Connection) -> None:
        conference = self._some_call()
        session, _ = self._random.choice(self._calls[conference])
        kind, code, data = self._random.choice(ISSUES)
        self._run(
            conn,
            "insert into app_issue (id, type, code, data, created_at, is_active, conference_id, session_id)"
            " values (%s, %s, %s, %s, %s, true, %s, %s)",
            [self._new_id(), kind, code, _json(data), _now(), conference, session],
        )

    def _end_call(self, conn: psycopg.Connection) -> None:
        conference = self._some_call()
        seconds = int(self._random.lognormvariate(6.5, 1.3))
        for _, connection in self._calls.pop(conference):
            self._run(
                conn,
                "update app_connection set state = 'closed', end_time = %s, duration = %s where id = %s",
                [_now(), seconds, connection],
            )
        self._run(
            conn,
            "update conference set ongoing = false, duration = duration + %s, end_time = %s,"
            " call_start = null where id = %s",
            [seconds, _now(), conference],
        )

    def _reopen_room(self, conn: psycopg.Connection) -> None:
        """A call begins in a conference that was created long ago."""
        conference = self._any(conn, "conference", "not ongoing and is_active and app_id = %s", self._app)
        if conference is not None:
            query = "update conference set ongoing = true, call_start = %s where id = %s"
            self._run(conn, query, [_now(), conference])
            self._join(conn, conference)

    def _delete_softly(self, conn: psycopg.Connection) -> None:
        """A row is marked as deleted, or the mark is taken back."""
        tables = ("conference", "app_session", "app_connection", "app_issue", "participant")
        table = self._random.choice(tables)
        row = self._any(conn, table)
        if row is not None:
            self._run(conn, f"update {table} set is_active = not is_active where id = %s", [row])

    def _move_child(self, conn: psycopg.Connection) -> None:
        """A session, connection or issue turns out to belong to another conference."""
        table = self._random.choice(("app_session", "app_connection", "app_issue"))
        row, conference = self._any(conn, table), self._any(conn, "conference")
        if row is not None and conference is not None:
            self._run(conn, f"update {table} set conference_id = %s where id = %s", [conference, row])

    def _any(self, conn: psycopg.Connection, table: str, condition: str = "true", *parameters: object) -> UUID | None:
        """The id of some row: the first from a random id on, else the first of all."""
        query = f"select id from {table} where {condition} and id >= %s order by id limit 1"
        for start in (self._new_id(), UUID(int=0)):
            row = self._run(conn, query, [*parameters, start]).fetchone()
            if row is not None:
                found: UUID = row[0]
                return found
        return None

    def _some_call(self) -> UUID:
        return self._random.choice(list(self._calls))

    def _run(self, conn: psycopg.Connection, query: str, parameters: list[Any]) -> psycopg.Cursor[tuple[Any, ...]]:
        self.statements += 1
        return conn.execute(query, parameters)

    def _new_id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128))


def _negotiation(kind: str = "initial") -> dict[str, Any]:
    start = str(_now())
    return {"type": kind, "status": "connecting", "start_time": start, "end_time": None, "duration": None}


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _json(value: Any) -> Jsonb | None:
    return None if value is None else Jsonb(value)
