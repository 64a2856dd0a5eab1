"""The server is killed with SIGKILL in the middle of a refresh, and started again: nothing is lost or counted twice."""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from questions import check_all
from source_rows import Writer
from support import SETTINGS, bindir, drain, install, open_connection
from test_sessions import STOPS, Background, waits_for_lock, write_everywhere

from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import create_source_schema


@pytest.fixture(scope="module")
def mortal(request):
    """A server of its own, which remembers every commit."""
    settings = {**SETTINGS, "synchronous_commit": "on"}
    with Server(bindir=bindir(request.config), settings=settings) as server:
        with open_connection(server.dsn()) as connection:
            create_source_schema(connection)
        install(server.dsn())
        with open_connection(server.dsn()) as connection:
            Writer(connection, Random(1)).grow(10)
            drain(connection)
        yield server


@pytest.mark.parametrize("table", [None, *STOPS[::3]])
def test_a_killed_server(mortal, table):
    with open_connection(mortal.dsn()) as connection:
        write_everywhere(connection, seed=str(table))
        rows = connection.execute("select count(*) from app_issue").fetchone()
    holder, refresher, observer = (open_connection(mortal.dsn(), autocommit=False) for _ in range(3))
    observer.autocommit = True
    if table is None:
        # Folded, not yet committed.
        refresher.execute("select from pgsummary.refresh(100000)")
        mortal.kill()
    else:
        holder.execute(f"lock table pgsummary.{table} in share mode")
        refresh = Background(refresher, "select from pgsummary.refresh(100000)")
        waits_for_lock(observer, refresh.pid)
        mortal.kill()
        with pytest.raises(psycopg.OperationalError):
            refresh.join()
    for connection in (holder, refresher, observer):
        connection.close()
    mortal.start()
    with open_connection(mortal.dsn()) as connection:
        assert connection.execute("select count(*) from app_issue").fetchone() == rows
        check_all(connection)
        drain(connection)
        assert connection.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)
