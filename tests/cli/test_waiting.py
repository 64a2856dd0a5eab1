"""If the database does not exist yet, goes away at any moment, or ends connections, daemons wait, say so once, and go on."""

from __future__ import annotations

import signal
import socket
import time

import pytest
from program import add_conferences, connect, create_source_schema, pg_summary, start, total
from psycopg.conninfo import make_conninfo
from support import SETTINGS
from test_refresh import Lines

from pg_summary.sandbox.server import Server

pytestmark = pytest.mark.slow

SESSIONS = "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'pg-summary'"


class Refresher:
    """`pg-summary refresh --every 100ms`, which is alive when the test ends, and ends with 0."""

    def __init__(self, dsn, *arguments, command=("refresh", "--every", "100ms")):
        self.process = start(*command, *arguments, "--dsn", dsn)
        self.lines = Lines(self.process)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert self.process.poll() is None, self.lines.lines
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, self.lines.lines

    def said(self, text):
        return [line for line in self.lines.lines if text in line]


@pytest.fixture
def stopped(server):
    """A server of the test's own that does not run yet."""
    with Server(bindir=server.bindir, settings=SETTINGS) as own:
        with connect(own.dsn()) as connection:
            create_source_schema(connection)
            add_conferences(connection, 20)
        own.stop()
        yield own


def test_a_daemon_that_is_there_before_its_database(stopped):
    with Refresher(stopped.dsn()) as daemon:
        daemon.lines.wait_for(lambda line: "no connection to the database" in line)
        time.sleep(2.5)  # some attempts
        stopped.start()
        daemon.lines.wait_for(lambda line: "not installed" in line and "pg-summary install" in line)
        assert pg_summary("install", dsn=stopped.dsn()).code == 0
        daemon.lines.wait_for(lambda line: line.startswith("the database is back after"), 60)
        with connect(stopped.dsn()) as connection:
            add_conferences(connection, 7)
        daemon.lines.wait_for(lambda line: line.startswith("folded 7 changes"))
        assert (
            len(daemon.said("no connection")) == len(daemon.said("not installed")) == 1
            and len(daemon.said("is back")) == 1
        )


def test_a_warmer_that_is_there_before_its_database(stopped, valkey):
    command = ("warm", "--every", "100ms", "--redis-url", valkey.url)
    with Refresher(stopped.dsn(), command=command) as daemon:
        daemon.lines.wait_for(lambda line: "no connection to the database" in line)
        stopped.start()
        assert pg_summary("install", dsn=stopped.dsn()).code == 0
        daemon.lines.wait_for(lambda line: line.startswith("warmed"), 60)


def test_sigterm_ends_one_that_waits():
    process = start("refresh", "--every", "100ms", "--dsn", "postgresql://u@127.0.0.1:1/x")
    Lines(process).wait_for(lambda line: "waiting" in line)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def test_a_dsn_that_cannot_be_read_ends_it():
    assert pg_summary("refresh", "--every", "1s", dsn="postgresql://u:p%zz@h/x").code == 1


def test_commands_wait_as_long_as_they_are_told(stopped):
    began = time.monotonic()
    assert pg_summary("status", "--wait", "1s", dsn=stopped.dsn()).code == 1
    assert time.monotonic() - began >= 1
    command = start("refresh", "--wait", "60s", "--dsn", stopped.dsn())
    lines = Lines(command)
    lines.wait_for(lambda line: "waiting for up to 60 s" in line)
    stopped.start()
    lines.wait_for(lambda line: "not installed" in line)
    assert command.wait(30) == 1
    stopped.stop()
    command = start("uninstall", "--yes", "--wait", "60s", "--dsn", stopped.dsn())
    stopped.start()
    assert command.wait(60) == 1


@pytest.fixture
def installed_database(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    return source_database


def test_connections_that_end_at_any_moment(installed_database):
    """Ended a hundred times, between and within transactions, as an administrator, a proxy or a time-out does it."""
    with Refresher(installed_database, "--batch-size", "3") as daemon, connect(installed_database) as other:
        daemon.lines.wait_for(lambda line: line.startswith("folded"))
        for n in range(100):
            add_conferences(other, 5)
            other.execute(SESSIONS)
            time.sleep(n % 7 * 0.01)
        backlog = "select count(*) = 0 from pgsummary.change_log"
        deadline = time.monotonic() + 60
        while not other.execute(backlog).fetchone()[0]:
            assert time.monotonic() < deadline, daemon.lines.lines[-10:]
            time.sleep(0.05)
        assert total(other) == 550
        assert not daemon.said("Traceback")


def set_for_the_role(connection, role, **settings):
    """Make it so for connections to come; one that this server lacks skips the test."""
    for name, value in settings.items():
        if not connection.execute(
            "select 1 from pg_settings where lower(name) = %s or %s like 'plpgsql.%%'", [name, name]
        ).fetchone():
            pytest.skip(f"this server has no {name}")
        connection.execute(f"alter role {role} set {name} = '{value}'")


@pytest.fixture
def as_owner(source_database):
    """The database for a role that owns everything and is not a superuser."""
    with connect(source_database) as connection:
        connection.execute("drop role if exists plain_owner")
        connection.execute("create role plain_owner login")
        connection.execute("grant create on schema public to plain_owner")
        connection.execute(f"alter database {connection.info.dbname} owner to plain_owner")
        for (table,) in connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
            connection.execute(f"alter table {table} owner to plain_owner")
        yield connection, make_conninfo(source_database, user="plain_owner")
        connection.execute("drop schema if exists pgsummary cascade")
        connection.execute("drop owned by plain_owner cascade")
        connection.execute(f"alter database {connection.info.dbname} owner to postgres")
        connection.execute("drop role plain_owner")


OF_A_ROLE = [
    # Shorter than the daemon's pause below. A command on a busy machine is idle for less.
    {"idle_session_timeout": "500ms"},
    {"idle_in_transaction_session_timeout": "1ms"},
    {"transaction_timeout": "20ms"},
    {"statement_timeout": "5ms"},
    {"lock_timeout": "1ms"},
    {"default_transaction_isolation": "serializable", "default_transaction_deferrable": "on"},
    {"default_transaction_isolation": "repeatable read"},
    {"default_transaction_read_only": "on"},
    {"temp_file_limit": "64kB", "work_mem": "64kB"},
    {"exit_on_error": "on"},
    {"search_path": "nowhere"},
    {"row_security": "off"},
    {"session_replication_role": "replica"},
    {"restrict_nonsystem_relation_kind": "view"},
    {"client_encoding": "latin1"},
    {"plpgsql.extra_errors": "all"},
]
# Of each kind one is always tried: what ends a session, what ends a statement, what forbids to write, what limits room.
ALWAYS = ("idle_session_timeout", "statement_timeout", "default_transaction_read_only", "temp_file_limit")


@pytest.mark.parametrize(
    "settings",
    [pytest.param(each, marks=[] if next(iter(each)) in ALWAYS else pytest.mark.slow) for each in OF_A_ROLE],
    ids=[", ".join(f"{name}={value}" for name, value in each.items()) for each in OF_A_ROLE],
)
def test_no_setting_of_a_role_stops_a_command_or_the_daemon(as_owner, settings):
    connection, dsn = as_owner
    installed = pg_summary("install", dsn=dsn)
    assert installed.code == 0, installed.err
    set_for_the_role(connection, "plain_owner", **settings)
    add_conferences(connection, 400)
    with Refresher(dsn, "--batch-size", "100", command=("refresh", "--every", "700ms")) as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("folded 400 changes"))
        add_conferences(connection, 3)
        daemon.lines.wait_for(lambda line: line.startswith("folded 3 changes"))
        assert not daemon.said("waiting"), daemon.lines.lines
    connection.execute("delete from pgsummary.conference_fact where id = (select min(id::text)::uuid from conference)")
    connection.execute("update pgsummary.state set views_refreshed_at = null, views_dirty = true")
    for command, code in [
        (["status"], 0), (["verify"], 3), (["verify", "--repair"], 0), (["verify", "--app", "Shop"], 0),
        (["refresh"], 0), (["show", "conference-summary"], 0), (["show", "dashboard-summary", "--json"], 0),
    ]:  # fmt: skip
        result = pg_summary(*command, dsn=dsn)
        assert result.code == code and "Traceback" not in result.err, (command, result)


def test_a_role_without_a_free_connection(as_owner):
    connection, dsn = as_owner
    assert pg_summary("install", dsn=dsn).code == 0
    with Refresher(dsn) as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("folded"))
        connection.execute("alter role plain_owner connection limit 0")
        connection.execute(SESSIONS)
        daemon.lines.wait_for(lambda line: "too many connections" in line and "waiting" in line)
        connection.execute("alter role plain_owner connection limit -1")
        daemon.lines.wait_for(lambda line: "is back" in line, 60)


def test_a_server_that_does_not_answer():
    """Like behind a firewall that drops everything: it gives up and tries again, and reacts to SIGTERM meanwhile."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # and never accepts
        process = start("refresh", "--every", "100ms", "--dsn", f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/x")
        Lines(process).wait_for(lambda line: "waiting" in line)
        time.sleep(1.5)  # within the next attempt
        process.send_signal(signal.SIGTERM)
        assert process.wait(8) == 0  # an attempt takes 10 s
