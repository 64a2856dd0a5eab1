"""PgBouncer in transaction mode between us and the server: each transaction may run on another of its connections."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from pathlib import Path
from random import Random

import psycopg
import pytest
from caller import wait_for
from program import add_conferences, connect, pg_summary, source_database, start  # noqa: F401
from questions import check_all
from source_rows import Writer

from pg_summary.cache import HIT, MISS, SummaryCache, SummaryRequest, last_days
from pg_summary.sandbox.program import Program

pytestmark = pytest.mark.slow

APP = "00000000-0000-0000-0000-00000000000a"
PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")


class PgBouncer(Program):
    """It keeps two connections to the server, for as many clients as come."""

    def __init__(self, server) -> None:
        super().__init__()
        self.server = server

    def command(self) -> list:
        lines = [
            "[databases]",
            f"* = host={self.server.socket_dir} port={self.server.port} user=postgres",
            "[pgbouncer]",
            "listen_addr = 127.0.0.1",
            f"listen_port = {self.port}",
            "unix_socket_dir =",
            "auth_type = any",
            "pool_mode = transaction",
            "default_pool_size = 2",
        ]
        config = Path(self.base) / "pgbouncer.ini"
        config.write_text("\n".join(lines) + "\n")
        # Like the server, it does not run as root.
        user = ["-u", pwd.getpwuid(os.stat(str(self.server.socket_dir)).st_uid).pw_name] if os.geteuid() == 0 else []
        return [PROGRAM, *user, str(config)]

    def dsn(self, direct: str) -> str:
        return psycopg.conninfo.make_conninfo(direct, host="127.0.0.1", port=self.port)


@pytest.fixture
def pooled(server, source_database):  # noqa: F811
    """The connection string of an installed database, through PgBouncer."""
    if PROGRAM is None:
        pytest.skip("NO PGBOUNCER HERE: apt-get install pgbouncer")
    assert pg_summary("install", dsn=source_database).code == 0
    with PgBouncer(server) as pool:
        yield pool.dsn(source_database)


def backends(*connections) -> set:
    """The processes of the server that serve a transaction of each, all open together."""
    for connection in connections:
        connection.execute("begin")
    found = {connection.execute("select pg_backend_pid()").fetchone()[0] for connection in connections}
    for connection in connections:
        connection.execute("commit")
    return found


def test_everything_but_the_install_goes_through_it(pooled, source_database, valkey):  # noqa: F811
    clients = [connect(pooled, prepare_threshold=None) for _ in range(4)]
    try:
        assert len(backends(*clients[:2])) == 2
        # What one client sets stays on the connection that another gets.
        clients[0].execute("set timezone = 'America/Havana'; set enable_seqscan = off; set datestyle = 'SQL, DMY'")
        with connect(source_database) as direct:
            writer = Writer(direct, Random(11))
            writer.grow(8)
            for _ in range(3):
                for _ in range(5):
                    writer.change()
                for client in clients:
                    client.execute("set timezone = 'UTC'; set datestyle = 'ISO, MDY'")
                check_all(clients[1])
                assert "folded" in pg_summary("refresh", dsn=pooled).out
                check_all(clients[2])
        for command in (["status"], ["verify"], ["warm", "--redis-url", valkey.url]):
            result = pg_summary(*command, dsn=pooled)
            assert result.code == 0, (command, result)
    finally:
        for client in clients:
            client.close()


def test_a_daemon_folds_through_it(pooled, source_database):  # noqa: F811
    daemon = start("run", "--no-warm", "--every", "200ms", "--dsn", pooled)
    try:
        with connect(source_database) as direct:
            for _ in range(3):
                add_conferences(direct, 3)
                wait_for(lambda: direct.execute("select backlog = 0 from pgsummary.status").fetchone()[0])
            assert direct.execute("select * from pgsummary.verify()").fetchall() == []
    finally:
        daemon.terminate()
        _, errors = daemon.communicate(timeout=30)
    assert daemon.returncode == 0 and "rror" not in errors, errors


def test_its_cache_is_that_of_who_connects_directly(pooled, source_database, valkey):  # noqa: F811
    """The address differs, the database does not: one body serves both."""
    request = SummaryRequest("conference_summary", APP, last_days(17))
    with connect(pooled, prepare_threshold=None) as through, connect(source_database) as direct:

        def ask(cache: SummaryCache, connection) -> str:
            answer = cache.answer(request, lambda *query: connection.execute(*query).fetchone()[0])
            assert sum(day["total"] for day in json.loads(answer.body)["data"]) == 50
            return answer.state

        assert ask(SummaryCache(valkey.url), through) == MISS
        assert ask(SummaryCache(valkey.url), direct) == HIT
        identity = "select pg_summary_identity()"
        assert through.execute(identity).fetchone() == direct.execute(identity).fetchone()
