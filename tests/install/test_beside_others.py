"""An install beside others: writers, a refresh, another install, and the server process of a killed program."""

import signal
import subprocess
import threading
import time

import psycopg
import pytest
from program import add_conferences, connect, pg_summary, start, total
from support import client_program, wait_until

from pg_summary import install as installer

pytestmark = pytest.mark.slow


def psql(server, dsn: str, script: str) -> subprocess.CompletedProcess:
    """Feed a script to psql, with no option that would help it."""
    return subprocess.run(
        [client_program(server, "psql"), "-X", "-q", dsn],
        input=script,
        capture_output=True,
        text=True,
    )


def traces(connection) -> list:
    """What of ours is in a database."""
    return connection.execute(
        "select nspname::text from pg_namespace where nspname = 'pgsummary' "
        "union all select relname::text from pg_class where relname like 'pgsummary%' "
        "union all select tgname::text from pg_trigger where tgname like 'pgsummary%' "
        "union all select proname::text from pg_proc where proname = 'conference_summary'"
    ).fetchall()


@pytest.fixture
def script():
    return pg_summary("install", "--dry-run", "--offline").out


def test_the_script_beside_a_writer(source_database, server, script):
    """It gives way again and again, ends with an error if that does not help, and leaves nothing behind."""
    with connect(source_database, autocommit=False) as writer, connect(source_database) as watcher:
        writer.execute("update conference set duration = duration")
        failed = psql(server, source_database, script)
        assert failed.returncode == 3 and "gave up after 12 attempts" in failed.stderr, failed.stderr
        assert failed.stderr.count("ERROR") == 1 and traces(watcher) == []
        running = threading.Timer(1.5, writer.rollback)
        running.start()
        done = psql(server, source_database, script)
        running.join()
        assert done.returncode == 0, done.stderr
        assert total(watcher) == 50
    assert pg_summary("status", dsn=source_database).code == 0


def test_the_script_without_the_right_to_create(source_database, server, script):
    with connect(source_database) as connection:
        connection.execute("do $$ begin create role powerless login; exception when duplicate_object then end $$")
        failed = psql(server, psycopg.conninfo.make_conninfo(source_database, user="powerless"), script)
        assert failed.returncode == 3 and failed.stderr.count("ERROR") == 1 and "permission denied" in failed.stderr
        assert traces(connection) == []


def test_the_script_folds_everything(source_database, server, script):
    """Even if it is more than one batch."""
    with connect(source_database) as connection:
        add_conferences(connection, installer.BATCH_SIZE + 500)
        done = psql(server, source_database, script)
        assert done.returncode == 0, done.stderr
        facts = connection.execute("select count(*) from pgsummary.conference_fact").fetchone()[0]
        assert facts == installer.BATCH_SIZE + 550
        assert connection.execute("select backlog from pgsummary.status").fetchone()[0] == 0
        # Once more it changes nothing, and says that all is there.
        again = psql(server, source_database, script)
        assert again.returncode == 3 and "already exists" in again.stderr
        # The server ends a session a moment after its client has gone.
        wait_until(
            connection,
            "select not exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid())",
        )
    assert "nothing to do" in pg_summary("install", dsn=source_database).err


def test_the_reasons_are_printed_and_nothing_else_changes(source_database):
    plain = pg_summary("install", "--dry-run", dsn=source_database).out
    verbose = pg_summary("install", "--dry-run", "--verbose", dsn=source_database).out
    lines = verbose.splitlines()
    added = set(lines) - set(plain.splitlines())
    assert added and all(line.startswith("-- ") for line in added)
    assert "\n".join(line for line in lines if line not in added) + "\n" == plain
    assert pg_summary("install", "--verbose", dsn=source_database).code == 2
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        connection.execute("drop trigger pgsummary_log_row on conference")
    why = pg_summary("install", "--dry-run", "--verbose", dsn=source_database).out
    assert "-- it was dropped since the install\ncreate trigger pgsummary_log_row" in why
    assert "-- trigger pgsummary_log_row: it was dropped since the install, and changes may have been missed" in why


def test_beside_another_refresh(source_database):
    """All is installed, the fold is left to the other one, and the session is as it was before."""
    with connect(source_database) as other, connect(source_database) as connection:
        other.execute("select pg_advisory_lock(hashtext('pgsummary.refresh'))")
        said = []
        settings = "select name, setting from pg_settings where source = 'session' order by 1"
        before = connection.execute(settings).fetchall()
        assert installer.install(connection, installer.Options(), said.append)
        assert connection.execute(settings).fetchall() == before
        left = [line for line in said if "is running and does the rest" in line]
        assert len(left) == 1 and f"pid {other.info.backend_pid}" in left[0], said
        assert connection.execute("select count(*) from pg_locks where locktype = 'advisory'").fetchone()[0] == 1
        assert pg_summary("install", dsn=source_database).code == 0
        other.execute("select pg_advisory_unlock_all()")
        assert pg_summary("install", dsn=source_database).code == 0
        assert total(connection) == 50
        assert "nothing to do" in pg_summary("install", dsn=source_database).err
        assert connection.execute("select count(*) from pgsummary.conference_fact").fetchone()[0] == 50


def test_three_replicas_that_install_together(source_database):
    """One works, two wait, and all go on."""
    running = [start("install", "--wait", "60s", "--dsn", source_database) for _ in range(3)]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert sorted("nothing to do" in text for text in said) == [False, True, True], said
    assert pg_summary("status", dsn=source_database).code == 0


def test_who_does_not_wait_is_told_who_installs(source_database):
    with connect(source_database) as other:
        other.execute("select pg_advisory_lock(hashtext('pgsummary.install'))")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 4 and f"pg_terminate_backend({other.info.backend_pid})" in result.err
        result = pg_summary("install", "--wait", "500ms", dsn=source_database)
        assert result.code == 4 and "waiting for up to" in result.err
        other.execute("select pg_advisory_unlock_all()")
    assert pg_summary("install", dsn=source_database).code == 0


def test_what_a_killed_install_was_at_ends_with_it(source_database, server):
    """The server looks whether the program is still there, also while it waits."""
    if server.version < 14:
        pytest.skip("servers before 14 do not look; the next install names the pid, see above")
    working = "select count(*) = %s from pg_stat_activity where query like 'create index concurrently%%'"
    with connect(source_database, autocommit=False) as writer, connect(source_database) as watcher:
        assert pg_summary("install", "--no-base-indexes", dsn=source_database).code == 0
        writer.execute("update conference set duration = duration where false")
        process = start("install", "--dsn", source_database)
        try:
            wait_until(watcher, working, 1)
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        began = time.monotonic()
        wait_until(watcher, working, 0)
        assert time.monotonic() - began < 25  # and not the minute for which an index may wait
        writer.rollback()
    assert pg_summary("install", dsn=source_database).code == 0
