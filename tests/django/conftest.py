"""A database with generated data, a Valkey, and the demo's API server before them, asked over HTTP."""

from __future__ import annotations

import pytest
import redis
from caller import Caller
from support import install, open_connection

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import load
from pg_summary.sandbox.source import create_source_schema

django = pytest.importorskip("django")

# Run by test_testing.py, as the tests of a site.
collect_ignore = ["upstream_site"]


@pytest.fixture(scope="session")
def site_database(server):
    """The connection string of a database with forty days of generated data."""
    server.create_database("site")
    with open_connection(server.dsn("site")) as connection:
        load(connection, days=40, scale=0.01)
    install(server.dsn("site"))
    return server.dsn("site")


@pytest.fixture(scope="session")
def api_server(site_database, valkey):
    with ApiServer(site_database, valkey.url) as started:
        yield started


@pytest.fixture
def api(api_server, valkey):
    """Asks the API server, whose cache is empty."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return Caller(api_server.url)


@pytest.fixture
def connection(site_database):
    with open_connection(site_database) as opened:
        yield opened


@pytest.fixture
def empty_source(server):
    """The connection string of a database with the source tables and nothing of ours."""
    server.create_database("bare")
    with open_connection(server.dsn("bare")) as opened:
        create_source_schema(opened)
    yield server.dsn("bare")
    server.drop_database("bare")
