"""Warming from the command line, and the daemon that refreshes and warms, with its endpoints and metrics."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request

import pytest
import redis
from caller import wait_for
from program import APP, add_conferences, connect, pg_summary, start
from support import has_ipv6
from test_refresh import Lines

from pg_summary.cache import SummaryCache, SummaryRequest, last_days
from pg_summary.sandbox.program import free_port
from pg_summary.summaries import CACHED


@pytest.fixture
def database(source_database):
    pg_summary("install", dsn=source_database)
    return source_database


@pytest.fixture
def url(valkey):
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return valkey.url


class Daemon:
    """`pg-summary run`, and what it serves."""

    def __init__(self, *arguments: str) -> None:
        self.port = free_port()
        self.process = start("run", "--every", "200ms", "--listen", f"127.0.0.1:{self.port}", *arguments)
        self.lines = Lines(self.process)

    def __enter__(self) -> Daemon:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metric(self, name: str) -> float:
        (line,) = [line for line in self.get("/metrics")[1].splitlines() if line.rsplit(" ", 1)[0] == name]
        return float(line.rsplit(" ", 1)[1])


def identified(url: str, dsn: str, schema: str | None = None) -> tuple[SummaryCache, str]:
    """A cache, and the identity of the database as its keys have it."""
    cache = SummaryCache(url)
    with connect(dsn) as connection:
        return cache, cache.identify(lambda *query: connection.execute(*query).fetchone()[0], schema)


def is_warm(url: str, dsn: str, days: int = 30, schema: str | None = None) -> bool:
    cache, database = identified(url, dsn, schema)
    requests = [SummaryRequest(summary.name, APP, last_days(days)) for summary in CACHED]
    return {cache.fetch(request.key(database), 60, lambda: "{}").state for request in requests} == {"hit"}


def test_warm_once(database, url):
    done = pg_summary("warm", "--redis-url", url, "--days", "7", dsn=database)
    assert (done.code, done.err) == (0, "") and f"warmed {len(CACHED)} bodies of 1 apps" in done.out
    assert is_warm(url, database, 7)
    found = json.loads(pg_summary("warm", "--json", dsn=database, PG_SUMMARY_REDIS_URL=url).out)
    assert found["bodies"] == len(CACHED) and found["failures"] == [] and found["note"] is None


def test_warm_for_ever(database, url):
    process = start("warm", "--every", "100ms", "--dsn", database, "--redis-url", url)
    lines = Lines(process)
    lines.wait_for(lambda line: line.startswith(f"warmed {len(CACHED)} bodies"))
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_warm_in_another_schema(source_database, url):
    pg_summary("install", "--api-schema", "summaries", dsn=source_database)
    assert pg_summary("warm", "--redis-url", url, dsn=source_database).code == 0
    assert is_warm(url, source_database, schema="summaries")


def test_warm_says_what_is_wrong(database, url, empty_database):
    gone = pg_summary("warm", "--redis-url", "redis://:hunter2@127.0.0.1:1/0", dsn=database)
    assert gone.code == 1 and "Redis at 127.0.0.1:1 is unreachable" in gone.err and "hunter2" not in gone.err + gone.out
    unreadable = pg_summary("warm", "--redis-url", "http://x", dsn=database)
    assert unreadable.code == 1 and "Redis URL" in unreadable.err
    assert pg_summary("warm", "--redis-url", url, dsn=empty_database).code == 1
    assert pg_summary("warm", "--days", "0", "--redis-url", url, dsn=database).code == 2
    zone = pg_summary("warm", "--time-zone", "Mars/Olympus", "--redis-url", url, dsn=database)
    assert zone.code == 1 and "time_zone" in zone.err


def test_the_daemon_refreshes_warms_and_tells(database, url):
    with Daemon("--dsn", database, "--redis-url", url, "--emf") as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("warmed"))
        with connect(database) as connection:
            add_conferences(connection, 30)
        daemon.lines.wait_for(lambda line: line.startswith("folded 30 changes"))
        daemon.lines.wait_for(lambda line: '"backlog": 0' in line)
        assert is_warm(url, database)
        assert daemon.get("/healthz") == (200, '{"alive": true}\n')
        assert daemon.get("/readyz") == (200, '{"ready": true, "lacks": {}}\n')
        assert daemon.get("/")[0] == 404
        assert daemon.metric("pg_summary_folded_changes_total") >= 30
        assert daemon.metric("pg_summary_backlog_changes") == 0
        assert daemon.metric("pg_summary_redis_up") == 1
        assert daemon.metric('pg_summary_task_failures_total{task="warm"}') == 0
        assert daemon.metric('pg_summary_last_success_timestamp_seconds{task="refresh"}') > 1.7e9
        cache, identity = identified(url, database)
        request = SummaryRequest("issue_summary", APP, last_days(30), "code")
        for _ in range(3):
            cache.fetch(request.key(identity), 60, lambda: "{}")
        cache.usage.flush(at_once=True)
        assert (
            daemon.metric('pg_summary_requests_total{endpoint="issues/summary",state="hit",summary="issue_summary"}')
            >= 3
        )
        daemon.lines.wait_for(lambda line: '"hit_rate": 100.0' in line)
        embedded = [line for line in daemon.lines.lines if line.startswith('{"_aws"')][-1]
        (metrics,) = json.loads(embedded)["_aws"]["CloudWatchMetrics"]
        assert metrics["Namespace"] == "pg-summary"
        assert {metric["Name"] for metric in metrics["Metrics"]} == set(json.loads(embedded)) - {"_aws"}


def test_the_daemon_goes_on_without_redis(database, own_valkey):
    with Daemon("--dsn", database, "--redis-url", own_valkey.url) as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("warmed"))
        own_valkey.stop()
        daemon.lines.wait_for(lambda line: "is unreachable; trying again in the next cycle" in line)
        with connect(database) as connection:
            add_conferences(connection, 7)
        daemon.lines.wait_for(lambda line: line.startswith("folded 7 changes"))
        code, body = daemon.get("/readyz")
        assert code == 503 and list(json.loads(body)["lacks"]) == ["warm"]
        assert daemon.metric("pg_summary_redis_up") == 0
        assert own_valkey.password not in "".join(daemon.lines.lines) + body + daemon.get("/metrics")[1]
        own_valkey.start()
        wait_for(lambda: daemon.get("/readyz")[0] == 200)


def test_the_daemon_beside_another_that_refreshes_is_ready(database):
    with connect(database, autocommit=False) as other:
        other.execute("select pg_advisory_lock(hashtext('pgsummary.refresh'))")
        with Daemon("--dsn", database, "--no-warm") as daemon:
            daemon.lines.wait_for(lambda line: "another refresh is running" in line)
            wait_for(lambda: daemon.get("/readyz")[0] == 200)
            assert daemon.metric('pg_summary_task_failures_total{task="refresh"}') == 0


def test_the_daemon_tells_of_triggers_that_are_off(database):
    with Daemon("--dsn", database, "--no-warm") as daemon, connect(database) as connection:
        daemon.lines.wait_for(lambda line: line.startswith("folded"))
        wait_for(lambda: daemon.get("/readyz")[0] == 200)
        assert daemon.metric("pg_summary_triggers_off") == 0
        connection.execute("alter table app_issue disable trigger pgsummary_log_row")
        connection.execute("drop trigger pgsummary_log_row on conference")
        wait_for(lambda: daemon.get("/readyz")[0] == 503)
        lacks = json.loads(daemon.get("/readyz")[1])["lacks"]["health"]
        assert "table public.conference lacks triggers" in lacks
        assert "triggers of pg-summary on table public.app_issue are disabled" in lacks
        assert daemon.metric("pg_summary_triggers_off") == 2
        assert pg_summary("install", dsn=database).code == 0
        wait_for(lambda: daemon.get("/readyz")[0] == 200)


def test_the_daemon_without_a_cache(database):
    with Daemon("--dsn", database, "--no-warm") as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("folded"))
        daemon.lines.wait_for(lambda line: line.startswith("folded 0 changes"))
        assert daemon.metric("pg_summary_backlog_changes") == 0
        assert "pg_summary_redis_up" not in daemon.get("/metrics")[1]


@pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 here")
def test_an_address_of_ipv6(database):
    port = free_port()
    process = start("run", "--every", "200ms", "--listen", f"[::1]:{port}", "--no-warm", "--dsn", database)
    lines = Lines(process)
    lines.wait_for(lambda line: line.startswith("folded"))
    with urllib.request.urlopen(f"http://[::1]:{port}/healthz") as response:
        assert response.status == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_an_address_that_is_taken_or_none(database, url):
    with Daemon("--dsn", database, "--redis-url", url) as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("warmed"))
        taken = pg_summary("run", "--listen", f"127.0.0.1:{daemon.port}", "--no-warm", dsn=database)
        assert taken.code == 1 and "--listen" in taken.err
    assert pg_summary("run", "--listen", "nowhere", "--no-warm", dsn=database).code == 2
