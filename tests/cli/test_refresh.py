"""Refreshing once, and forever: signals, a server that goes away, one line a cycle."""

import json
import signal
import threading
import time

from program import add_conferences, connect, pg_summary, start, total

from pg_summary.sandbox.server import Server


class Lines:
    """What a running command prints, line by line, from both its outputs."""

    def __init__(self, process):
        self.lines, self.news = [], threading.Condition()
        for stream in (process.stdout, process.stderr):
            threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            with self.news:
                self.lines.append(line)
                self.news.notify_all()

    def wait_for(self, condition, seconds=30):
        with self.news:
            assert self.news.wait_for(lambda: any(condition(line) for line in self.lines), seconds), self.lines


def test_once(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        add_conferences(connection, 30)
        result = pg_summary("refresh", "--json", "--batch-size", "7", dsn=source_database)
        assert result.code == 0 and json.loads(result.out)["folded"] == 30
        assert json.loads(pg_summary("refresh", "--json", dsn=source_database).out)["folded"] == 0
        assert total(connection) == 80


def test_daemon_folds_until_sigterm(source_database):
    pg_summary("install", dsn=source_database)
    process = start("refresh", "--every", "100ms", "--json", "--dsn", source_database)
    lines = Lines(process)
    lines.wait_for(lambda line: '"folded": 0' in line)
    with connect(source_database) as connection:
        add_conferences(connection, 30)
        lines.wait_for(lambda line: '"folded": 30' in line)
        assert total(connection) == 80
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def test_sigint_during_a_long_pause(source_database):
    pg_summary("install", dsn=source_database)
    process = start("refresh", "--every", "1h", "--dsn", source_database)
    Lines(process).wait_for(lambda line: line.startswith("folded 0 changes"))
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def test_sigterm_ends_it_between_batches(source_database):
    """Many small batches: the one at work is committed, and nothing is folded twice afterwards."""
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        add_conferences(connection, 3000)
        backlog = "select count(*) from pgsummary.change_log"
        process = start("refresh", "--every", "1h", "--batch-size", "3", "--dsn", source_database)
        deadline = time.monotonic() + 30
        while connection.execute(backlog).fetchone()[0] == 3000:
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert 0 < connection.execute(backlog).fetchone()[0] < 3000
        assert total(connection) == 3050
        assert pg_summary("refresh", dsn=source_database).code == 0
        assert total(connection) == 3050
        assert connection.execute("select count(*) from pgsummary.verify()").fetchone()[0] == 0


def test_a_busy_cycle_is_left_to_the_other(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database, autocommit=False) as other:
        other.execute("select * from pgsummary.refresh()")
        process = start("refresh", "--every", "100ms", "--dsn", source_database)
        lines = Lines(process)
        lines.wait_for(lambda line: "another refresh is running" in line)
        other.rollback()
        lines.wait_for(lambda line: line.startswith("folded 0 changes"))
    process.terminate()
    assert process.wait(timeout=20) == 0


def test_a_server_that_is_killed_and_comes_back(server):
    """The daemon connects again; what was logged before and after the crash is folded once."""
    from program import create_source_schema

    with Server(bindir=server.bindir) as own:
        dsn = own.dsn()
        with connect(dsn) as connection:
            create_source_schema(connection)
            add_conferences(connection, 20)
        assert pg_summary("install", dsn=dsn).code == 0
        process = start("refresh", "--every", "200ms", "--dsn", dsn)
        lines = Lines(process)
        lines.wait_for(lambda line: line.startswith("folded 0 changes"))
        own.kill()
        lines.wait_for(lambda line: line.startswith("no connection to the database"))
        own.start()
        with connect(dsn) as connection:
            add_conferences(connection, 7)
            lines.wait_for(lambda line: line.startswith("folded 7 changes"), 60)
            assert total(connection) == 27
        process.terminate()
        assert process.wait(timeout=20) == 0
