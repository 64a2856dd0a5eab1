"""Writes to the source tables as an ingest, a clean-up command and an administrator do, with all the odd data there is.

`Writer` performs one random change at a time with a `random.Random` (hypothesis has one that shrinks), through
any open connection. It remembers no rows: it picks from what the connection sees.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

UTC = timezone.utc
APPS = [uuid.UUID(int=0xA0 + n) for n in range(3)]
NO_APP = uuid.UUID(int=0xDEAD)

# Instants around which things happen: edges of days and months, clocks that change in Europe, the Azores, America,
# Cuba, Lord Howe, the Chathams and Egypt, and rows that are months and decades old.
ANCHORS = [
    datetime(2025, 3, 30, 1, tzinfo=UTC),
    datetime(2025, 10, 26, 1, tzinfo=UTC),
    datetime(2025, 11, 2, 5, tzinfo=UTC),
    datetime(2026, 3, 8, 10, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 4, 23, 22, tzinfo=UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 2, 1, tzinfo=UTC),
    datetime(2026, 2, 2, tzinfo=UTC),
]
OLD_TIMES = [
    datetime(1969, 12, 31, 23, 59, tzinfo=UTC),
    datetime(1883, 11, 18, tzinfo=UTC),
    # Around midnight in Monrovia, whose offset had seconds.
    datetime(1970, 1, 1, 0, 0, 10, tzinfo=UTC),
    datetime(1970, 1, 1, 0, 44, 29, tzinfo=UTC),
    datetime(1970, 1, 1, 0, 44, 40, tzinfo=UTC),
    datetime(2199, 1, 1, tzinfo=UTC),
]
UNCOUNTED_TIMES = ["infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "10000-01-01 00:00:00+00"]

NAMES = [
    "Chrome",
    "Firefox",
    "Safari",
    "chrome",
    "Unknown",
    "unknown",
    "Ünï©ødé 名前 🦊",
    "a'b\"c\\d,{}",
    " Chrome",
    "null",
]
ODD_NAMES = [None, "", 5, 1.5, True, [], ["Chrome"], {}, {"name": "Chrome"}, "y" * 3000]
BROWSER_VERSIONS = ["119", "119.0.1", "12", "x12", " 12", "٣", "7版"]
COUNTRIES = ["US", "DE", "us", "Unknown"]
VERSIONS = ["1.0", "2.0", "1.0 ", "unknown", "版", None, ""]
CITIES = ["San Jose", "Berlin", "san jose", "Zürich", "名"]
SPOTS = [(37.3, -121.9), ("37.3", "-121.9"), ("3.73e1", -121.9), (52.5, 13.4), (0, 13.4), (0, 0), ("0.0", "-0")]
ODD_COORDINATES = [
    None, "", "x", " 37.3", "37.3 ", "NaN", "Infinity", "-inf", "1e400", "0x10", "1,5", "1_0", "--1", "1e", "٣", True, [], {}, "37.3\n",
]  # fmt: skip
CODES = [
    "ice_failed",
    "no_connection",
    "low_emos",
    "turn_used",
    "connection_failed",
    "getusermedia_error",
    "odd_code",
    "Ödd",
    "",
]
ODD_DOCUMENTS = [
    None,
    "null",
    "{}",
    "[]",
    '"Chrome"',
    "5",
    "true",
    '[{"browser": {"name": "Chrome"}}]',
    '{"browser": "Chrome"}',
]
TIME_TEXTS = [
    "2026-04-09 13:49:00.123456+00:00", "2026-04-09T13:49:00Z", "2026-04-09 13:49", "2026-04-09 15:49:00+0200",
    "2026-04-09 13:49:00.1", "2026-04-09 19:19:00+05:30", "2026-04-08 22:00:00-15:59", "2024-02-29 00:00:00",
]  # fmt: skip
ODD_TIMES = [
    None, "", "infinity", "-infinity", "now", "today", "epoch", "2026-02-30 10:00:00", "2026-13-01 10:00:00",
    "2026-04-09 25:00:00", "2026-04-09 24:00:00", "2026-04-09 13:60:00", "2026-04-09 13:49:60", "2025-02-29 00:00:00",
    "2026-04-09", "13:49", "2026-04-09  13:49:00", "2026-04-09 13:49:00.", "2026-04-09 13:49:00.1234567",
    "2026-04-09 13:49:00+16:00", "2026-04-09 13:49:00+02", "2026-04-09 13:49:00 +02:00", "2026-04-09t13:49:00z",
    "0000-01-01 00:00:00", "12026-04-09 13:49:00", "2026-04-09 13:49:00 BC", " 2026-04-09 13:49:00",
    "2026-04-09 13:49:00\n", "2026-04-09 13:49:00 Europe/Berlin", 1775742540, True, {}, ["2026-04-09 13:49:00"],
]  # fmt: skip
SETUPS = [0, 1, 249999, 250000, 499999, 500000, 1000000, 1499999, 4999999, 5000000, 86400000000, -1]
DURATIONS = [0, 1, 59, 60, 179, 180, 599, 600, 1799, 1800, 3599, 3600, 2147483647]


class Writer:
    """One random change at a time, through an open connection whose transactions are the caller's."""

    def __init__(self, connection, random, anchors=None):
        self.connection = connection
        self.random = random
        self.anchors = anchors or ANCHORS

    # Values.

    def one_in(self, n: int) -> bool:
        return self.random.randint(1, n) == 1

    def time(self) -> Any:
        """A created_at: on or a microsecond beside the edge of a quarter, hour or day, or somewhere."""
        if self.one_in(40):
            return self.random.choice(UNCOUNTED_TIMES)
        if self.one_in(30):
            return self.random.choice(OLD_TIMES)
        at = self.random.choice(self.anchors)
        at += timedelta(minutes=15) * self.random.choice([-1, 0, 1, 2, 4, 96, -96, self.random.randint(-300, 300)])
        return at + timedelta(microseconds=self.random.choice([0, 0, -1, 1, self.random.randint(0, 899999999)]))

    def document(self, value: Any) -> str | None:
        """JSON text for a jsonb column, now and then something else altogether."""
        return self.random.choice(ODD_DOCUMENTS) if self.one_in(7) else json.dumps(value)

    def name(self) -> Any:
        return self.random.choice(ODD_NAMES if self.one_in(6) else NAMES)

    def version(self) -> Any:
        return self.random.choice(ODD_NAMES if self.one_in(6) else BROWSER_VERSIONS)

    def platform(self) -> str | None:
        whole = {
            "browser": {"name": self.name(), "version": self.version(), "major": self.version()},
            "os": {"name": self.name(), "version": self.version()},
        }
        if self.one_in(2):
            del whole["browser"]["major"]
        if self.one_in(8):
            del whole[self.random.choice(["browser", "os"])]
        elif self.one_in(8):
            whole[self.random.choice(["browser", "os"])] = self.random.choice(ODD_NAMES)
        return self.document(whole)

    def geo_ip(self) -> str | None:
        latitude, longitude = self.random.choice(SPOTS)
        whole = {
            "country_code": self.random.choice(ODD_NAMES if self.one_in(6) else COUNTRIES),
            "city": self.random.choice(ODD_NAMES if self.one_in(6) else CITIES),
            "latitude": self.random.choice(ODD_COORDINATES) if self.one_in(8) else latitude,
            "longitude": self.random.choice(ODD_COORDINATES) if self.one_in(8) else longitude,
        }
        if self.one_in(8):
            del whole[self.random.choice(sorted(whole))]
        return self.document(whole)

    def connection_info(self) -> str | None:
        start = self.random.choice(TIME_TEXTS)
        if self.one_in(2):
            begin = datetime(2026, 4, 9, 13, 49, 0, 123456)
            end = begin + timedelta(microseconds=self.random.choice(SETUPS))
            start, end = str(begin), str(end) + self.random.choice(["", "Z", "+00:00"])
        else:
            end = self.random.choice(TIME_TEXTS)
        first = {"start_time": start, "end_time": end, "status": "connected", "type": "initial"}
        if self.one_in(4):
            first[self.random.choice(["start_time", "end_time"])] = self.random.choice(ODD_TIMES)
        if self.one_in(6):
            first["status"] = self.random.choice(["failed", None, "", "Connected", True, ["connected"]])
        if self.one_in(10):
            del first[self.random.choice(sorted(first))]
        negotiations: Any = [first] + [dict(first, status="connected", end_time=TIME_TEXTS[0])] * self.random.randint(
            0, 1
        )
        if self.one_in(8):
            negotiations = self.random.choice(
                [None, [], {}, first, {"0": first}, [[first]], [None, first], "x", 5, [5]]
            )
        return self.document({"negotiations": negotiations, "ice": []})

    def issue_data(self) -> str | None:
        whole = {
            "name": self.random.choice(
                ODD_NAMES if self.one_in(5) else ["NotAllowedError", "NotFoundError", "Unknown"]
            ),
            "message": self.random.choice(ODD_NAMES if self.one_in(5) else ["Permission denied", "denied", "é"]),
        }
        if self.one_in(6):
            del whole[self.random.choice(["name", "message"])]
        return self.document(whole)

    # Rows.

    def execute(self, statement: str, *values: Any) -> None:
        self.connection.execute(statement, values)

    def pick(self, table: str) -> Any:
        """The id of some row of a table, None where it is empty."""
        row = self.connection.execute(
            f"select id from {table} order by id offset floor(%s * (select count(*) from {table}))::int limit 1",
            [self.random.randint(0, 999) / 1000],
        ).fetchone()
        return row[0] if row else None

    def new_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128))

    def prepare(self) -> None:
        """The apps, which nothing else here creates."""
        for n, app in enumerate(APPS):
            self.execute(
                "insert into organization (id, name, created_at, is_active) values (%s, 'o', now(), true) "
                "on conflict do nothing",
                app,
            )
            self.execute(
                'insert into app (id, name, api_key, domain, "interval", recording, durations_days, organization_id, '
                "created_at, is_active) values (%s, %s, %s, '', 1000, false, '{}', %s, now(), true) "
                "on conflict do nothing",
                app,
                f"app {n}",
                str(n),
                app,
            )

    def new_conference(self) -> None:
        key = self.new_id()
        begin = self.random.choice(self.anchors)
        self.execute(
            "insert into conference (id, conference_id, conference_name, conference_info, start_time, call_start, "
            "end_time, ongoing, duration, created_at, is_active, app_id) "
            "values (%s, %s, %s, '{}', %s, %s, %s, %s, %s, %s, %s, %s)",
            key,
            key.hex,
            self.random.choice([None, "", "Ünï", "room"]),
            begin,
            self.random.choice([None, begin]),
            None,
            self.one_in(5),
            self.random.choice(DURATIONS),
            self.time(),
            not self.one_in(10),
            self.random.choice(APPS),
        )

    def new_participant(self) -> None:
        key = self.new_id()
        self.execute(
            "insert into participant (id, participant_id, participant_name, is_sfu, created_at, is_active, app_id) "
            "values (%s, %s, 'p', %s, now(), %s, %s)",
            key,
            key.hex,
            self.one_in(6),
            not self.one_in(10),
            self.random.choice(APPS),
        )

    def link(self) -> None:
        conference, participant = self.pick("conference"), self.pick("participant")
        if conference and participant:
            self.execute(
                "insert into participant_conferences (participant_id, conference_id) values (%s, %s) "
                "on conflict do nothing",
                participant,
                conference,
            )

    def new_session(self) -> None:
        conference, participant = self.pick("conference"), self.pick("participant")
        if conference and participant:
            self.execute(
                "insert into app_session (id, conference_id, participant_id, platform, geo_ip, app_version, created_at, "
                "is_active, duration) values (%s, %s, %s, %s, %s, %s, %s, %s, 0)",
                self.new_id(),
                conference,
                participant,
                self.platform(),
                self.geo_ip(),
                self.random.choice(VERSIONS),
                self.time(),
                not self.one_in(10),
            )

    def some_session(self):
        """(id, conference, participant) of some session, its conference now and then another one."""
        session = self.pick("app_session")
        if session is None:
            return None
        row = self.connection.execute(
            "select id, conference_id, participant_id from app_session where id = %s", [session]
        ).fetchone()
        return (row[0], self.pick("conference"), row[2]) if self.one_in(8) else row

    def new_connection(self) -> None:
        session = self.some_session()
        if session:
            self.execute(
                "insert into app_connection (id, session_id, conference_id, participant_id, peer_id, type, state, "
                "connection_info, created_at, is_active, duration) "
                "values (%s, %s, %s, %s, %s, %s, 'new', %s, %s, %s, 0)",
                self.new_id(),
                *session,
                session[2],
                self.random.choice([None, "h", "s", "p", "r", "r", "R", ""]),
                self.connection_info(),
                self.time(),
                not self.one_in(10),
            )

    def new_issue(self) -> None:
        session = self.some_session()
        if session:
            key, conference, participant = session
            self.execute(
                "insert into app_issue (id, session_id, conference_id, participant_id, type, code, data, created_at, "
                "is_active) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                self.new_id(),
                key,
                None if self.one_in(12) else conference,
                participant,
                self.random.choice(["e", "w", "w", "x"]),
                self.random.choice(CODES),
                self.issue_data(),
                self.time(),
                not self.one_in(10),
            )

    CHILDREN = ["app_session", "app_connection", "app_issue"]
    TABLES = ["conference", "participant", *CHILDREN]

    def update(self, table: str, column: str, value: Any) -> None:
        self.execute(f"update {table} set {column} = %s where id = %s", value, self.pick(table))

    def end_call(self) -> None:
        self.execute(
            "update conference set ongoing = not ongoing, duration = %s, end_time = %s where id = %s",
            self.random.choice(DURATIONS),
            self.random.choice(self.anchors),
            self.pick("conference"),
        )

    def move_child(self) -> None:
        conference = self.pick("conference")
        if conference:
            self.update(self.random.choice(self.CHILDREN), "conference_id", conference)

    def move_to_session(self) -> None:
        session = self.pick("app_session")
        if session:
            self.update(self.random.choice(["app_connection", "app_issue"]), "session_id", session)

    def change_participant_of_session(self) -> None:
        participant = self.pick("participant")
        if participant:
            self.update("app_session", "participant_id", participant)

    def move_conference(self) -> None:
        if self.one_in(2):
            self.update("conference", "app_id", self.random.choice(APPS))
        else:
            self.update("conference", "created_at", self.time())

    def move_link(self) -> None:
        conference = self.pick("conference")
        self.execute(
            "update participant_conferences l set conference_id = %s where l.id = (select min(id) from "
            "participant_conferences) and not exists (select from participant_conferences o where "
            "o.conference_id = %s and o.participant_id = l.participant_id)",
            conference,
            conference,
        )

    def reopen_time(self) -> None:
        self.update(self.random.choice(self.CHILDREN), "created_at", self.time())

    def replace_session_json(self) -> None:
        column = self.random.choice(["platform", "geo_ip", "app_version"])
        value = self.random.choice(VERSIONS) if column == "app_version" else getattr(self, column)()
        self.update("app_session", column, value)

    def go_on_negotiating(self) -> None:
        if self.one_in(2):
            self.update("app_connection", "type", self.random.choice([None, "h", "r"]))
        else:
            self.update("app_connection", "connection_info", self.connection_info())

    def change_issue(self) -> None:
        column = self.random.choice(["code", "type", "data", "conference_id"])
        values = {
            "code": self.random.choice(CODES),
            "type": self.random.choice("ew"),
            "data": self.issue_data(),
            "conference_id": None,
        }
        self.update("app_issue", column, values[column])

    def soft_delete(self) -> None:
        table = self.random.choice(self.TABLES)
        self.execute(f"update {table} set is_active = not is_active where id = %s", self.pick(table))

    def flip_sfu(self) -> None:
        self.execute("update participant set is_sfu = not is_sfu where id = %s", self.pick("participant"))

    def unlink(self) -> None:
        self.execute("delete from participant_conferences where id = %s", self.pick("participant_conferences"))

    def delete_child(self) -> None:
        table = self.random.choice(["app_connection", "app_issue"])
        self.execute(f"delete from {table} where id = %s", self.pick(table))

    def delete_conference(self) -> None:
        """As Django does: the children first, then the row; or the other way round, which the deferred keys allow."""
        key = self.pick("conference")
        sessions = [r[0] for r in self.connection.execute("select id from app_session where conference_id = %s", [key])]
        statements = [
            "delete from app_issue where conference_id = %s or session_id = any(%s)",
            "delete from app_connection where conference_id = %s or session_id = any(%s)",
            "delete from app_session where conference_id = %s or id = any(%s)",
            "delete from participant_conferences where conference_id = %s and %s::uuid[] is not null",
            "delete from conference where id = %s and %s::uuid[] is not null",
        ]
        for statement in self.random.choice([statements, statements[::-1]]):
            self.execute(statement, key, sessions)

    def change_key(self) -> None:
        """A primary key changes, which Django never does and an administrator may."""
        table = self.random.choice(["app_issue", "app_connection"])
        self.update(table, "id", self.new_id())

    def touch_many(self) -> None:
        """One statement, many rows."""
        self.execute("update app_issue set type = 'w' where type = 'e' and code <> 'ice_failed'")

    def truncate(self) -> None:
        if self.one_in(4):
            tables = self.random.choice(
                [
                    "app_issue",
                    "app_issue, app_connection",
                    "participant_conferences",
                    "app_session, app_connection, app_issue",
                ]
            )
            # A table with deferred checks of foreign keys pending cannot be truncated.
            self.execute("set constraints all immediate")
            self.execute(f"truncate {tables}")
            self.execute("set constraints all deferred")

    GROW = ["new_conference", "new_participant", "link", "new_session", "new_session", "new_connection", "new_issue"]
    CHANGE = [
        "end_call",
        "move_child",
        "move_to_session",
        "change_participant_of_session",
        "move_conference",
        "move_link",
        "reopen_time",
        "replace_session_json",
        "go_on_negotiating",
        "change_issue",
        "soft_delete",
        "flip_sfu",
        "unlink",
        "delete_child",
        "delete_conference",
        "change_key",
        "touch_many",
        "truncate",
    ]

    def grow(self, n: int) -> None:
        """A small world to begin with: n conferences with what belongs to them, and some of everything odd."""
        self.prepare()
        for name in ["new_conference", "new_participant", "link", "new_session", "new_connection", "new_issue"]:
            for _ in range(n * (1 if name in ("new_conference", "new_participant") else 3)):
                getattr(self, name)()

    def change(self) -> None:
        """One random change, every kind equally often."""
        getattr(self, self.random.choice(self.GROW + self.CHANGE))()
