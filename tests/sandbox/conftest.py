"""One server and one small load of data for the tests of this directory."""

from __future__ import annotations

from datetime import datetime, timezone

import psycopg
import pytest

from pg_summary.sandbox.data import load
from pg_summary.sandbox.server import Server

END = datetime(2026, 11, 24, 15, 0, tzinfo=timezone.utc)
SCALE = 0.05


@pytest.fixture(scope="session")
def end():
    """Where the data end."""
    return END


@pytest.fixture(scope="session")
def scale():
    """The scale of the loaded data."""
    return SCALE


@pytest.fixture(scope="session")
def data_server():
    with Server(settings={"fsync": "off", "full_page_writes": "off"}) as running:
        running.create_database("loaded")
        with psycopg.connect(running.dsn("loaded"), autocommit=True) as conn:
            load(conn, scale=SCALE, end=END)
        yield running


@pytest.fixture(scope="session")
def loaded(data_server):
    """A connection to the loaded data; for reading."""
    with psycopg.connect(data_server.dsn("loaded"), autocommit=True) as conn:
        yield conn


@pytest.fixture
def database(data_server, request):
    """The conninfo of an empty database of the test's own."""
    name = request.node.name[:63]
    data_server.create_database(name)
    yield data_server.dsn(name)
    data_server.drop_database(name)
