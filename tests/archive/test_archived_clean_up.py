"""The clean-up statement of docs/operations.md, as written, on a year of generated data while writers go on: closed rows
go, whatever anything newer belongs to stays, and no answer changes.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from questions import ask
from support import client_program, drain, install, open_connection

from pg_summary.archive import archive
from pg_summary.sandbox.data import MAIN_APP, load
from pg_summary.sandbox.writer import LiveWriter

pytestmark = pytest.mark.slow

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
TODAY = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)


def statement() -> str:
    """The SQL block of the section on archived days."""
    text = OPERATIONS.read_text(encoding="utf-8")
    section = text[text.index("## Archive old days") : text.index("## Django's migrations")]
    found = re.findall(r"^<!-- run -->\n```sql\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    (only,) = found
    return only


@pytest.fixture
def generated(server):
    name = "cleaned_up"
    server.create_database(name)
    with psycopg.connect(server.dsn(name), autocommit=True) as connection:
        load(connection, days=365, scale=0.006, end=TODAY)
    install(server.dsn(name))
    yield server.dsn(name)
    server.drop_database(name)


def answers(connection, until: datetime) -> list:
    """Charts of the archived days, with and without filters, in several zones."""
    found = []
    for filters in (
        {},
        {"browser": "Chrome"},
        {"browser": "Chrome", "os": "Windows"},
        {"country": "unknown", "os": "iOS"},
    ):
        for time_zone in ("UTC", "America/Los_Angeles", "Asia/Kolkata"):
            body = ask(
                connection, "dashboard_summary", app_id=MAIN_APP, created_at_lte=until, time_zone=time_zone, **filters
            )
            found.append({name: chart for name, chart in body.items() if name != "archived_before"})
    return found


def write(dsn: str, writing: LiveWriter, stop: threading.Event) -> None:
    """Writes until it is stopped. An old room may be deleted at the moment when somebody enters it."""
    with open_connection(dsn) as connection:
        while not stop.is_set():
            with contextlib.suppress(psycopg.errors.ForeignKeyViolation):
                writing.step(connection)


def test_the_statement_of_the_docs(generated, server):
    bound = TODAY - timedelta(days=90)
    until = bound - timedelta(microseconds=1)
    with open_connection(generated) as connection:
        # A room of long ago that somebody enters today, and a session of long ago with an issue of today.
        room, old_session = connection.execute(
            "select c.id, s.id from conference c join app_session s on s.conference_id = c.id "
            "where c.app_id = %s and c.created_at < %s and s.created_at < %s order by c.id limit 1",
            [MAIN_APP, bound - timedelta(days=2), bound],
        ).fetchone()
        connection.execute(
            "insert into app_session (id, conference_id, participant_id, created_at, is_active, duration) "
            "select md5('entered')::uuid, conference_id, participant_id, now(), true, 0 from app_session where id = %s",
            [old_session],
        )
        connection.execute(
            "insert into app_issue (id, session_id, conference_id, type, code, created_at, is_active) "
            "values (md5('late')::uuid, %s, %s, 'e', 'ice_failed', now(), true)", [old_session, room],
        )  # fmt: skip
        (rooms,) = connection.execute("select count(*) from conference where created_at < %s", [bound]).fetchone()
        before = answers(connection, until)
        archive(connection, bound.date(), 5000)
        assert answers(connection, until) == before
        writing, stop = LiveWriter(generated), threading.Event()
        writer = threading.Thread(target=write, args=(generated, writing, stop))
        writer.start()
        psql = [client_program(server, "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", generated]
        done = subprocess.run(psql, input=statement().encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        stop.set()
        writer.join()
        assert writing.transactions > 0
        assert answers(connection, until) == before
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        # What is left is the room, and calls that went on over the bound.
        left = connection.execute(
            "select c.id, exists (select from app_session s where s.conference_id = c.id and s.created_at >= %(bound)s) "
            "or exists (select from app_connection n where n.conference_id = c.id and n.created_at >= %(bound)s) "
            "or exists (select from app_issue i where i.conference_id = c.id and i.created_at >= %(bound)s) "
            "from conference c where c.created_at < %(bound)s", {"bound": bound},
        ).fetchall()  # fmt: skip
        # (The writer has touched some while they went, and moved on.)
        assert (room, True) in left and len(left) < 0.2 * rooms
        assert connection.execute("select count(*) from app_issue where id = md5('late')::uuid").fetchone() == (1,)
        ignored = connection.execute("select backlog, ignored_changes from pgsummary.status").fetchone()
        assert ignored[0] == 0 and ignored[1] > 1000
        # And then all the others, too.
        connection.execute(
            "truncate conference, participant, participant_conferences, app_session, app_connection, app_issue"
        )
        assert answers(connection, until) == before
        drain(connection)
        assert answers(connection, until) == before
        assert ask(connection, "conference_list", app_id=MAIN_APP) == []
