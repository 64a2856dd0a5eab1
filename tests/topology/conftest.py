"""Servers that replicate: each test starts what it needs, on PostgreSQL's own replication alone."""

from __future__ import annotations

import pytest
from replication import base_backup
from support import SETTINGS, bindir, open_connection

from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import create_source_schema

# A crash must lose nothing; who lost its peer looks for it at once, not after five seconds.
REPLICATING = {**SETTINGS, "synchronous_commit": "on", "wal_level": "logical", "wal_retrieve_retry_interval": "100ms"}


@pytest.fixture
def start(request, open_directory):
    """Starts servers with settings; they stop, the last one first, when the test ends."""
    started = []

    def start(standby_of: Server | None = None, **settings: str) -> Server:
        data_dir = None
        if standby_of:
            data_dir = open_directory / f"data{len(started)}"
            base_backup(standby_of, data_dir)
            settings["primary_conninfo"] = standby_of.dsn()
        server = Server(bindir=bindir(request.config), settings={**REPLICATING, **settings}, data_dir=data_dir)
        started.append(server.__enter__())
        return server

    yield start
    for server in reversed(started):
        server.close()


@pytest.fixture
def source(start):
    """Starts a server with PeerMetrics' tables, empty."""

    def source(**settings: str) -> Server:
        server = start(**settings)
        with open_connection(server.dsn()) as connection:
            create_source_schema(connection)
        return server

    return source
