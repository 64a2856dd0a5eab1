"""Redis and PostgreSQL stopped, hanging and restarted beneath an API server: right answers, or a 503, and recovery."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
import redis
from caller import Caller, manage, wait_for
from pythons import ROOT, Unavailable, environment
from support import SETTINGS, bindir, install, open_connection

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import MAIN_APP, load
from pg_summary.sandbox.server import Server

pytestmark = pytest.mark.slow


def right_body(connection, name: str = "connection_summary") -> dict:
    since = datetime.now(timezone.utc) - timedelta(days=30)
    return connection.execute(f"select {name}_json(%s, %s)", [MAIN_APP, since]).fetchone()[0]


def assert_right(api: Caller, connection, times: int = 5) -> list:
    responses = [api.summary("connections/summary") for _ in range(times)]
    wanted = right_body(connection)
    for response in responses:
        assert (response.status, response.json) == (200, wanted)
    return [response.state for response in responses]


def test_redis_stopped_paused_restarted_full_and_overwritten(site_database, connection, own_valkey):
    with ApiServer(site_database, own_valkey.url, workers=1) as server:
        api = Caller(server.url)
        assert "hit" in assert_right(api, connection)
        own_valkey.pause()
        assert_right(api, connection)
        own_valkey.resume()
        wait_for(lambda: api.summary("connections/summary").state == "hit")
        own_valkey.stop()
        assert set(assert_right(api, connection)) == {"miss"}
        assert api.get("/v1/pg-summary/health").json["redis"] == "unavailable"
        own_valkey.start()
        wait_for(lambda: api.summary("connections/summary").state == "hit")
        with redis.Redis.from_url(own_valkey.url) as client:
            for key in client.keys("*_summary:*"):
                client.set(key, b"rubbish")
            assert assert_right(api, connection)[0] == "miss"
            client.config_set("maxmemory", "1")
            assert_right(api, connection)
            assert api.summary("issues/summary").status == 200
            client.config_set("maxmemory", "0")
        assert "hit" in assert_right(api, connection)


def test_no_redis_configured(site_database, connection):
    with ApiServer(site_database, None, workers=1) as server:
        api = Caller(server.url)
        assert set(assert_right(api, connection)) == {"miss"}
        assert api.get("/v1/pg-summary/health").json["redis"] == "off"


@pytest.mark.parametrize(
    "url",
    ["localhost:6379", "redis://:hunter2@127.0.0.1:6379/0?foo=bar", "redis://:hunter/2@x", "redis://x:hunter2@y:port"],
)
def test_a_url_of_redis_that_cannot_be_used(site_database, connection, url):
    with ApiServer(site_database, url, workers=1) as server:
        api = Caller(server.url)
        assert set(assert_right(api, connection)) == {"miss"}
        health = api.get("/v1/pg-summary/health")
        assert (health.status, health.json["redis"]) == (200, "unavailable")
        log = server.log.read_text()
        assert log.count("REDIS_URL can't be used") == 1 and "hunter" not in log
        for command in ("check", "warm_dashboard_cache"):
            found = manage(server, command)
            assert found.returncode == 1 and "pg_summary.E004" in found.stdout and "REDIS_URL" in found.stdout
            assert "hunter" not in found.stdout
        found = manage(server, "warm_dashboard_cache", "--skip-checks")
        assert found.returncode == 1 and "REDIS_URL can't be used" in found.stdout


@contextmanager
def stoppable_site(config):
    """A server of its own and the DSN of a site's database on it."""
    with Server(bindir=bindir(config), settings=SETTINGS) as own_server:
        own_server.create_database("site")
        dsn = own_server.dsn("site")
        with open_connection(dsn) as connection:
            load(connection, days=3, scale=0.005)
        install(dsn)
        yield own_server, dsn


def test_postgresql_stopped_and_started(request, own_valkey):
    with stoppable_site(request.config) as (own_server, dsn):
        with ApiServer(dsn, own_valkey.url, workers=1, settings="{'TTL': {'connections_summary': 1}}") as server:
            api = Caller(server.url)
            warm = api.summary("connections/summary")
            own_server.stop()
            time.sleep(1.5)  # its body is stale by now
            for _ in range(5):
                stale = api.summary("connections/summary")
                assert (stale.status, stale.body, stale.state) == (200, warm.body, "stale")
                assert stale.headers["cache-control"].startswith("private, max-age=0,")
                cold = api.summary("issues/summary")
                assert (cold.status, cold.headers["retry-after"]) == (503, "5")
                assert cold.json["error_code"] == "database_unavailable"
            assert api.summary("conferences/list").status == 503
            assert api.summary("connections/summary", no_cache="true").state == "stale"
            assert api.get("/v1/pg-summary/health").status == 503
            own_server.start()
            wait_for(lambda: api.summary("issues/summary").status == 200)
            wait_for(lambda: api.summary("connections/summary").state == "miss")
            # Connections that the server kept are dead after a restart, and nobody notices.
            own_server.restart()
            assert api.summary("sessions/summary").status == 200, server.log.read_text()
            # A crash, too.
            own_server.kill()
            own_server.start()
            assert api.summary("conferences/summary").status == 200


def test_postgresql_stopped_where_every_request_is_a_transaction(request, own_valkey, tmp_path):
    """ATOMIC_REQUESTS opens one before a view is called, which the views do without."""
    (tmp_path / "atomic_settings.py").write_text(
        "from pg_summary.sandbox.site.settings import *\n\nDATABASES['default']['ATOMIC_REQUESTS'] = True\n"
    )
    variables = {"PYTHONPATH": f"{ROOT}:{tmp_path}", "DJANGO_SETTINGS_MODULE": "atomic_settings"}
    with stoppable_site(request.config) as (own_server, dsn):
        with ApiServer(dsn, own_valkey.url, workers=1, variables=variables) as server:
            api = Caller(server.url)
            warm = api.summary("connections/summary")
            assert (warm.status, warm.state) == (200, "miss")
            own_server.stop()
            kept = api.summary("connections/summary")
            assert (kept.status, kept.body, kept.state) == (200, warm.body, "hit")
            for path in ("issues/summary", "conferences/list"):
                cold = api.summary(path)
                assert (cold.status, cold.json["error_code"]) == (503, "database_unavailable")
            health = api.get("/v1/pg-summary/health")
            assert (health.status, health.json["redis"]) == (503, "ok")
            assert api.get("/v1/apps").status == 500, "the API server's own views are as they were"


# Whatever keeps connections.
KEPT = {
    "persistent": "DATABASES['default']['CONN_MAX_AGE'] = None",
    "pool": "DATABASES['default'].update(CONN_MAX_AGE=0, OPTIONS={'pool': {'min_size': 6, 'max_size': 8, 'timeout': 5}})",
}


@pytest.mark.parametrize("kind", sorted(KEPT))
def test_connections_that_died_with_the_server_are_replaced_unnoticed(request, tmp_path, kind):
    try:
        packages = ("Django==5.2.*", "psycopg[binary,pool]", "redis>=5", "gunicorn>=20")
        python = environment("3.12", packages, with_project=False)
    except Unavailable as error:
        pytest.skip(f"DJANGO'S POOL CAN'T BE HAD HERE: {error}")
    (tmp_path / "kept_settings.py").write_text(f"from pg_summary.sandbox.site.settings import *\n\n{KEPT[kind]}\n")
    variables = {"PYTHONPATH": f"{ROOT}:{tmp_path}", "DJANGO_SETTINGS_MODULE": "kept_settings"}
    with stoppable_site(request.config) as (own_server, dsn):
        with ApiServer(dsn, None, workers=1, python=python, variables=variables) as server:
            api = Caller(server.url)
            wait_for(lambda: api.summary("issues/summary").status == 200)
            for _ in range(2):
                own_server.restart()
                found = [api.summary("issues/summary").status for _ in range(10)]
                assert found == 10 * [200], server.log.read_text()
            with open_connection(dsn) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where backend_type = 'client backend' and pid <> pg_backend_pid()"
                )
            assert [api.summary("issues/summary").status for _ in range(10)] == 10 * [200], server.log.read_text()
            own_server.stop()
            assert api.summary("issues/summary").status == 503


@pytest.fixture
def own_site(server):
    """The connection string of a site's database of one test's own."""
    server.create_database("own_site")
    with open_connection(server.dsn("own_site")) as connection:
        load(connection, days=3, scale=0.005)
    install(server.dsn("own_site"))
    yield server.dsn("own_site")
    server.drop_database("own_site")


def check_database(server) -> str:
    return manage(server, "check", "--tag", "database", "--database", "default").stdout


def test_a_column_that_was_renamed(own_site):
    """Health and checks say what is wrong, and each failed request writes one line to the log."""
    with ApiServer(own_site, None, workers=1) as server, open_connection(own_site) as connection:
        api = Caller(server.url)
        assert api.get("/v1/pg-summary/health").json["status"] == "ok"
        connection.execute("alter table app_connection rename column type to kind")
        connection.execute("update app_connection set connection_info = null")
        before = len(server.log.read_text().splitlines())
        for n in range(1, 4):
            assert api.summary("connections/summary").status == 503
            lines = server.log.read_text().splitlines()[before:]
            assert len(lines) == n and "does not exist (" in lines[-1], lines
        health = api.get("/v1/pg-summary/health")
        assert (health.status, health.json["status"]) == (503, "unavailable")
        assert "column" in health.json["message"] and len(health.json["database"]["problems"]) == 1
        found = check_database(server)
        assert "pg_summary.W005" in found and "column" in found
        connection.execute("alter table app_connection rename column kind to type")
        assert api.summary("connections/summary").status == 200
        assert api.get("/v1/pg-summary/health").json["status"] == "ok"


def test_a_trigger_that_is_off(own_site):
    with ApiServer(own_site, None, workers=1) as server, open_connection(own_site) as connection:
        connection.execute("alter table app_issue disable trigger user")
        health = Caller(server.url).get("/v1/pg-summary/health")
        assert (health.status, health.json["status"]) == (503, "unavailable")
        assert "trigger" in health.json["message"]
        found = check_database(server)
        assert "pg_summary.W005" in found and "trigger" in found


def test_a_statement_that_takes_too_long_is_a_503(site_database, own_valkey, connection):
    """A writer of DDL holds a lock that the list has to wait for."""
    settings = "{'STATEMENT_TIMEOUT': 0.3}"
    with ApiServer(site_database, own_valkey.url, workers=1, settings=settings) as server:
        api = Caller(server.url)
        with open_connection(site_database, autocommit=False) as holder:
            holder.execute("lock table conference in access exclusive mode")
            response = api.summary("conferences/list")
            assert response.status == 503 and "too long" in response.json["message"]
            holder.rollback()
        assert api.summary("conferences/list").status == 200


def test_without_pg_summary(empty_source, own_valkey):
    with ApiServer(empty_source, own_valkey.url, workers=1) as server:
        api = Caller(server.url)
        response = api.summary("issues/summary")
        assert response.status == 503 and "not installed" in response.json["message"]
        assert api.get("/v1/pg-summary/health").status == 503


def test_no_secret_is_told(request, own_valkey):
    """Neither in bodies nor in logs, whatever fails."""
    with Server(bindir=bindir(request.config), settings=SETTINGS, tcp=True) as own_server:
        own_server.create_database("site")
        dsn = own_server.dsn("site")
        with ApiServer(dsn, own_valkey.url, workers=1) as server:
            api = Caller(server.url)
            told = [api.summary("issues/summary").body, api.get("/v1/pg-summary/health").body]
            own_valkey.stop()
            own_server.stop()
            told += [
                api.summary("issues/summary").body,
                api.get("/v1/pg-summary/health").body,
                api.get("/v1/apps").body,
            ]
            told.append(server.log.read_bytes())
            for secret in (own_server.password, own_valkey.password):
                assert not any(secret.encode() in text for text in told)
