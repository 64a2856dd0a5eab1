"""Two deployments share a Redis without any setting: neither ever sees the answers of the other."""

from __future__ import annotations

import itertools
import json
import subprocess

import pytest
from program import APP, add_conferences, connect, pg_summary, source_database  # noqa: F401
from support import client_program

from pg_summary.cache import HIT, MISS, SummaryCache, SummaryRequest, Warmer, find_key_prefix, last_days
from pg_summary.cache.request import short_hash

pytestmark = pytest.mark.slow

REQUEST = SummaryRequest("conference_summary", APP, last_days(30))


def asking(connection):
    return lambda query, parameters: connection.execute(query, parameters).fetchone()[0]


def total(cache: SummaryCache, connection) -> tuple[int, str]:
    answer = cache.answer(REQUEST, asking(connection))
    return sum(day["total"] for day in json.loads(answer.body)["data"]), answer.state


@pytest.fixture
def production(source_database):  # noqa: F811
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        yield connection


@pytest.fixture
def staging(server, production, source_database):  # noqa: F811
    """A restored dump of it that was changed since."""
    server.create_database("staging")
    try:
        dump = [client_program(server, "pg_dump"), source_database]
        restore = [client_program(server, "psql"), "-q", "-o", "/dev/null", server.dsn("staging")]
        dumped = subprocess.run(dump, stdout=subprocess.PIPE, check=True)
        # An older server does not know every setting of a newer dump.
        subprocess.run(restore, input=dumped.stdout, check=True)
        with connect(server.dsn("staging")) as connection:
            add_conferences(connection, 7)
            yield connection
    finally:
        server.drop_database("staging")


def test_a_restored_copy_and_its_original(production, staging, url):
    one, other = SummaryCache(url), SummaryCache(url)
    for _ in range(2):
        assert Warmer(one).cycle([APP], asking(production)).bodies > 0
        assert Warmer(other).cycle([APP], asking(staging)).bodies > 0
        for cache, connection, wanted in ((one, production, 50), (other, staging, 57)):
            assert total(cache, connection) == (wanted, HIT)
            assert total(SummaryCache(url), connection) == (wanted, HIT), "another process, which has to ask first"
    for cache in (one, other):
        cache.usage.flush(at_once=True)
    assert one.usage.totals()["hit:conf_summary"] == 2 == other.usage.totals()["hit:conf_summary"]


def test_neither_keeps_the_other_from_warming_or_warms_what_the_other_was_asked(production, staging, url, monkeypatch):
    one, other = SummaryCache(url), SummaryCache(url)
    asked = REQUEST._replace(time_zone="Asia/Tokyo")
    for period in range(3):
        monkeypatch.setattr("pg_summary.cache.usage._period", lambda period=period: period)
        one.answer(asked, asking(production))
        one.usage.flush(at_once=True)

    warmed_meanwhile = []

    def slow(query, parameters):
        if not warmed_meanwhile:
            warmed_meanwhile.append(Warmer(other).cycle([APP], asking(staging)))
        return asking(production)(query, parameters)

    own = Warmer(one).cycle([APP], slow)
    assert (own.note, warmed_meanwhile[0].note) == (None, None)
    assert own.bodies == warmed_meanwhile[0].bodies + 1


def test_a_process_whose_database_is_replaced_beneath_it(production, staging, url):
    """A connection that leads elsewhere after it was opened anew: at the latest with the next computation it is known,
    and nothing of the one database is stored as the other's."""
    cache = SummaryCache(url)
    assert [total(cache, production) for _ in range(2)] == [(50, MISS), (50, HIT)]
    original = cache.usage.database
    for n in range(3):
        request = REQUEST._replace(browser=f"b{n}")
        assert cache.answer(request, asking(staging)).state == MISS
        assert cache.usage.database != original
        assert SummaryCache(url).answer(request, asking(staging)).state == HIT
        assert SummaryCache(url).answer(request, asking(production)).state == MISS
        cache.usage.database = original
    assert total(cache, production) == (50, HIT)


def test_two_databases_in_turn_are_answered_right_and_not_mixed_up(production, staging, url):
    """As behind a balancer that should not be there."""
    turns = itertools.cycle((production, staging, staging))
    cache = SummaryCache(url)
    for n in range(12):
        request = REQUEST._replace(time_zone=f"Etc/GMT+{n}")
        body = cache.answer(request, lambda *query: asking(next(turns))(*query)).body
        assert sum(day["total"] for day in json.loads(body)["data"]) in (50, 57)
        for connection, wanted in ((production, 50), (staging, 57)):
            body = SummaryCache(url).answer(request, asking(connection)).body
            assert sum(day["total"] for day in json.loads(body)["data"]) == wanted


def test_a_hit_with_the_database_away(production, url):
    cache = SummaryCache(url)
    total(cache, production)
    production.close()
    assert total(cache, production) == (50, HIT)


def test_one_database_has_one_identity(server, production):
    """For every role that may ask, by every name, in every session."""
    production.execute("create role reader_of_identity login")
    production.execute("grant execute on function pg_summary_identity() to reader_of_identity")
    try:
        dsn = production.info.dsn
        found = set()
        for how in (dsn, dsn + " user=reader_of_identity", dsn + " options='-c timezone=Asia/Tokyo -c datestyle=sql'"):
            with connect(how) as connection:
                found.add(connection.execute("select pg_summary_identity()").fetchone()[0])
        system = production.execute("select system_identifier from pg_control_system()").fetchone()[0]
        assert len(found) == 1 and found.pop().startswith(f"{system}/")
    finally:
        production.execute("drop owned by reader_of_identity")
        production.execute("drop role reader_of_identity")


def test_where_the_server_does_not_say_who_it_is(production, staging):
    """A service without pg_control_system: a restored copy is still distinguished."""
    found = set()
    for connection in (production, staging):
        with connection.transaction(force_rollback=True):
            connection.execute("revoke execute on function pg_control_system() from public")
            connection.execute("create role installer")
            connection.execute("grant usage on schema pgsummary to installer")
            connection.execute("grant select on pgsummary.state to installer")
            connection.execute("grant execute on function pgsummary.iso(timestamptz) to installer")
            connection.execute("grant create on schema public to installer")
            connection.execute("alter function pg_summary_identity() owner to installer")
            found.add(connection.execute("select pg_summary_identity()").fetchone()[0])
    assert len(found) == 2 and all(identity.startswith("/") for identity in found)


def test_a_key_prefix_keeps_physical_copies_apart(production, url, client, monkeypatch):
    monkeypatch.setenv("PG_SUMMARY_KEY_PREFIX", "blue:")
    blue, green = (
        SummaryCache(url, key_prefix=find_key_prefix()),
        SummaryCache(url, key_prefix=find_key_prefix("green:")),
    )
    assert [total(blue, production)[1], total(green, production)[1], total(blue, production)[1]] == [MISS, MISS, HIT]
    for cache in (blue, green):
        cache.store.probe()
        Warmer(cache).cycle([APP], asking(production))
    assert blue.usage.totals()["hit:conf_summary"] == 1 and "hit:conf_summary" not in green.usage.totals()
    assert {key.split(b":")[0] for key in client.keys("*")} == {b"blue", b"green"}
    # What was copied to the other's key is not believed.
    key = REQUEST.key(blue.usage.database)
    client.copy(f"blue:{key}", f"green:{key}", replace=True)
    client.delete(f"green:{key}:lock")
    assert total(green, production)[1] == MISS


def test_the_command_line_reads_the_prefix(production, url, client):
    dsn = production.info.dsn
    assert pg_summary("warm", "--redis-url", url, dsn=dsn, PG_SUMMARY_KEY_PREFIX="blue:").code == 0
    assert {key.split(b":")[0] for key in client.keys("*")} == {b"blue"}


def test_a_database_of_a_release_that_has_no_identity(production, url, client, caplog):
    """It is answered from, and nothing is kept; the warmer says what to do."""
    definition = production.execute("select pg_get_functiondef('pg_summary_identity'::regproc)").fetchone()[0]
    production.execute("drop function pg_summary_identity()")
    cache = SummaryCache(url)
    assert [total(cache, production) for _ in range(3)] == [(50, MISS)] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "pg-summary: nothing is cached until pg-summary install has upgraded the database"
    ]
    assert "pg-summary install" in Warmer(cache).cycle([APP], asking(production)).note
    assert client.keys("conf_summary*") == []
    production.execute(definition)
    cache._identified = float("-inf")
    assert [total(cache, production)[1] for _ in range(2)] == [MISS, HIT]


def test_what_the_last_release_left_in_redis_is_left_alone(production, url, client):
    """Its keys differ, so that both can run side by side during an upgrade."""
    left = {"pg_summary:asked": b"x", "pg_summary:usage": b"x", "pg_summary:warmer": b"token"}
    client.mset(left)
    cache = SummaryCache(url)
    assert Warmer(cache).cycle([APP], asking(production)).note is None
    assert total(cache, production) == (50, HIT)
    cache.usage.flush(at_once=True)
    assert cache.usage.totals()["hit:conf_summary"] == 1
    assert {key: client.get(key) for key in left} == left


def test_the_identity_has_one_line(production):
    identity = production.execute("select pg_summary_identity()").fetchone()[0]
    assert "\n" not in identity and len(short_hash(identity)) == 16
