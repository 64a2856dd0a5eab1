"""No room left on the disk: who can't write gets an error, what it did is undone, and no answer is wrong before or after.

The disk is a limit on the size of the files that a server may write (PostgreSQL is told "File too large"), and a table
that has this size already.
"""

from __future__ import annotations

import resource
from random import Random

import psycopg
import pytest
from crowd import write
from questions import check_all
from source_rows import Writer
from support import SETTINGS, bindir, drain, install, open_connection

from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import create_source_schema

LIMIT = 16 * 1024 * 1024  # the write-ahead log, in segments of this size, stays writable
# Rows that mean nothing, as many as there is room for: names that nothing has, causes of sessions that do not exist.
FILL = {
    "term": "insert into pgsummary.term (value, hash) "
    "select rpad(n::text, 1900, 'x'), n::text::bytea from generate_series({}, {}) n",
    "change_log": "insert into pgsummary.change_log (kind, entity) "
    "select 's', md5(n::text)::uuid from generate_series({}, {}) n",
}
FULL = "could not extend file"


@pytest.fixture
def cramped(request):
    """A server of its own whose files can't grow beyond the limit, until it is started again; a folded world."""
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, unlimited[1]))
    try:
        with Server(bindir=bindir(request.config), settings={**SETTINGS, "synchronous_commit": "on"}) as server:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
            with open_connection(server.dsn()) as connection:
                create_source_schema(connection)
                install(server.dsn())
                Writer(connection, Random(5)).grow(12)
                drain(connection)
            yield server
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)


def fill(connection, table: str) -> None:
    """Inserts until there is no room. To delete that again makes none: nothing vacuums here."""
    for size in (1000, 1):
        with pytest.raises(psycopg.Error, match=FULL):
            for n in range(0, 1000 * size, size):
                connection.execute(FILL[table].format(n, n + size - 1))


def test_a_refresh_without_room(cramped):
    with open_connection(cramped.dsn()) as connection:
        fill(connection, "term")
        random = Random(6)
        Writer(connection, random).grow(5)
        # Names that no page has room for beside the others.
        connection.execute(
            "update app_session "
            "set platform = jsonb_build_object('browser', jsonb_build_object('name', rpad(id::text, 1500, 'y')))"
        )
        for _ in range(2):
            with pytest.raises(psycopg.Error, match=FULL):
                drain(connection)
            check_all(connection)
            for _ in range(10):
                write(connection, random)
    check_mended(cramped)


def test_a_writer_without_room_for_the_log(cramped):
    """The one error of ours that a writer sees: a change that can't be logged is not made, so that none is missed."""
    with open_connection(cramped.dsn()) as connection:
        fill(connection, "change_log")
        connection.execute("delete from pgsummary.change_log where kind = 's'")
        (issues,) = connection.execute("select count(*) from app_issue").fetchone()
        with pytest.raises(psycopg.Error, match=FULL):
            for _ in range(100):
                connection.execute("update app_issue set type = case type when 'w' then 'e' else 'w' end")
        assert connection.execute("select count(*) from app_issue").fetchone() == (issues,)
        check_all(connection)
    check_mended(cramped)


def check_mended(server) -> None:
    """With room again, all goes on."""
    server.restart()
    with open_connection(server.dsn()) as connection:
        check_all(connection)
        connection.execute("delete from app_issue where type = 'w'")
        drain(connection, 300000)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)
