"""The warmer: whom it warms, what fails, one at a time; and that a warmed dashboard only hits."""

from __future__ import annotations

import json
import random
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest
from redis.lock import Lock

from pg_summary.cache import HIT, SummaryRequest, Warmer, between, last_days
from pg_summary.cache import usage as usage_module
from pg_summary.cache.warmer import LOCK
from pg_summary.summaries import CACHED

APPS = [str(n) * 8 + "-0000-0000-0000-000000000000" for n in range(1, 4)]


class Database:
    """Notes what it is asked."""

    def __init__(self, broken: str | None = None) -> None:
        self.asked, self.broken = [], broken

    def __call__(self, query: str, parameters: list) -> str:
        self.asked.append((query, parameters))
        if self.broken and self.broken in parameters:
            raise RuntimeError("this app is\nbroken")
        return "{}"


def requests(app: str, days: int = 30) -> list[SummaryRequest]:
    return [SummaryRequest(summary.name, app, last_days(days)) for summary in CACHED]


def test_every_summary_of_every_app_in_every_window_and_zone(cache, client):
    database = Database()
    warmed = Warmer(cache, (30, 7), ("UTC", "Europe/Paris")).cycle(APPS, database)
    # Two summaries know time zones.
    assert warmed.bodies == len(database.asked) == len(APPS) * 2 * (len(CACHED) + 2)
    assert warmed[2:] == ((), warmed.seconds, 0, None, False)
    for app in APPS:
        for request in requests(app) + requests(app, 7):
            assert cache.fetch(request.key, 60, pytest.fail).state == HIT


def test_one_app_that_fails_stops_no_other(cache):
    warmed = Warmer(cache).cycle(APPS, Database(broken=APPS[1]))
    assert len(warmed.failures) == len(CACHED) and warmed.bodies == 2 * len(CACHED)
    assert warmed.failures[0] == f"conference_summary of app {APPS[1]}: this app is broken"


def test_a_warm_entry_is_computed_anew_not_kept(cache):
    warmer, database = Warmer(cache), Database()
    warmer.cycle(APPS, database)
    warmer.cycle(APPS, database)
    assert len(database.asked) == 2 * len(APPS) * len(CACHED)


def test_one_warmer_at_a_time(cache, client):
    entered, leave = threading.Event(), threading.Event()

    def slow(query, parameters):
        entered.set()
        leave.wait(30)
        return "{}"

    first = threading.Thread(target=Warmer(cache).cycle, args=(APPS, slow))
    first.start()
    assert entered.wait(30)
    database = Database()
    assert Warmer(cache).cycle(APPS, database).note == "another process is warming"
    leave.set()
    first.join()
    assert database.asked == []
    assert Warmer(cache).cycle(APPS, database).note is None


def test_a_crashed_warmers_lock_ends_by_itself(cache, client):
    Lock(client, LOCK, timeout=0.2).acquire()
    while client.exists(LOCK):
        pass
    assert Warmer(cache).cycle(APPS, Database()).note is None


def test_what_was_asked_is_kept_warm(cache, client):
    chosen = SummaryRequest("dashboard_summary", APPS[0], last_days(30), time_zone="Asia/Kolkata", browser="Chrome")
    gone = chosen._replace(app_id="9" * 8 + APPS[0][8:])
    exact = chosen._replace(window=between(datetime.now(timezone.utc), None, datetime.now(timezone.utc)))
    for request in (chosen, gone, exact):
        cache.answer(request, Database())
    cache.usage.flush(at_once=True)
    client.zadd(usage_module.ASKED, {"rubbish": 9e9, '{"window": 1}': 9e9, '{"name": "x", "window": 24}': 9e9})
    for odd in ({"window": 10**15}, {"window": float("inf")}, {"window": 0}, {"app_id": ["x"]}, {"name": None}):
        text = json.dumps({**json.loads(chosen.serialize()), **odd})
        client.zadd(usage_module.ASKED, {text: 9e9})
    database = Database()
    assert Warmer(cache).cycle(APPS, database).bodies == len(APPS) * len(CACHED) + 1
    assert any("Asia/Kolkata" in parameters and "Chrome" in parameters for _, parameters in database.asked)


def test_warming_is_no_asking(cache):
    Warmer(cache, time_zones=("Asia/Tokyo",)).cycle(APPS, Database())
    assert cache.usage.asked() == []
    assert not any(name.startswith(("hit", "miss", "bypass")) for name in cache.usage.totals())


def test_what_was_asked_is_bounded_and_forgotten(cache, client, monkeypatch):
    monkeypatch.setattr(usage_module, "MOST_ASKED", 5)
    for n in range(1, 9):
        cache.answer(SummaryRequest("issue_summary", APPS[0], last_days(n), "code"), Database())
        cache.usage.flush(at_once=True)
    assert [request.window.span.days for request in cache.usage.asked()] == [8, 7, 6, 5, 4]
    monkeypatch.setattr(usage_module, "ASKED_FOR_S", 0)
    cache.answer(SummaryRequest("issue_summary", APPS[0], last_days(9), "code"), Database())
    cache.usage.flush(at_once=True)
    assert cache.usage.asked() == []


def test_it_stops_between_two_bodies(cache):
    database = Database()
    warmed = Warmer(cache).cycle(APPS, database, lambda: len(database.asked) == 3)
    assert warmed.bodies == 3


def test_redis_gone_is_told(own_valkey):
    from pg_summary.cache import SummaryCache

    warmer = Warmer(SummaryCache(own_valkey.url))
    own_valkey.stop()
    assert warmer.cycle(APPS, Database()).note.startswith("gave up: ")
    own_valkey.start()


def test_an_hour_of_dashboards_only_hits(cache, client):
    """Every 30 s a warmer, and between its cycles dashboards that ask `now - 30 d` at any millisecond."""
    warmer, chance = Warmer(cache), random.Random(1)
    for _ in range(120):
        warmer.cycle(APPS[:1], Database())
        for _ in range(3):
            now = datetime.now(timezone.utc)
            asked = now - timedelta(days=30, milliseconds=chance.randint(-5000, 90000))
            request = SummaryRequest("dashboard_summary", APPS[0], between(asked, None, now))
            assert cache.answer(request, pytest.fail).state == HIT
        # Half a minute passes.
        for key in client.keys("dashboard_summary:*"):
            client.pexpire(key, max(1, client.pttl(key) - 30_000))


def test_what_was_asked_is_remembered_at_once(cache):
    """Also of a visitor after whom nobody comes."""
    request = SummaryRequest("issue_summary", APPS[0], last_days(3), "code")
    cache.answer(request, Database())
    assert cache.usage.asked() == [request]


def test_something_else_where_the_asked_are_kept(cache, client):
    client.set(usage_module.ASKED, "rubbish")
    assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)


def test_a_slow_app_keeps_nobody_from_being_warmed(cache, monkeypatch):
    monkeypatch.setattr("pg_summary.cache.warmer.LOCK_TTL_S", 0.3)

    def slow(query, parameters):
        if parameters[0] == APPS[0]:
            time.sleep(0.1)
            raise RuntimeError("it took too long")
        return "{}"

    warmed = Warmer(cache).cycle(APPS, slow)
    assert warmed.note is None and warmed.bodies == (len(APPS) - 1) * len(CACHED), warmed
    assert len(warmed.failures) == len(CACHED)


def test_what_a_visitor_computes_is_left_to_him(cache):
    request = SummaryRequest("issue_summary", APPS[0], last_days(3), "code")
    lock = cache._lock(request.key)
    cache.warm(request, pytest.fail)
    cache._release(request.key, lock)
    cache.warm(request, Database())
    assert cache.answer(request, pytest.fail).state == HIT
