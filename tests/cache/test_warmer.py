"""The warmer: whom it warms, what fails, one at a time; and that a warmed dashboard only hits."""

from __future__ import annotations

import json
import random
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest

from pg_summary.cache import HIT, SummaryRequest, Warmer, between, last_days
from pg_summary.cache import usage as usage_module
from pg_summary.cache.request import short_hash
from pg_summary.cache.warmer import LOCK, tell
from pg_summary.summaries import CACHED

IDENTITY = "7412345678901234567/16384/16390/2026-11-26T10:00:00.000Z"
DATABASE = short_hash(IDENTITY)
APPS = [str(n) * 8 + "-0000-0000-0000-000000000000" for n in range(1, 4)]


class Database:
    """Notes what it is asked."""

    def __init__(self, broken: str | None = None) -> None:
        self.asked, self.broken = [], broken

    def __call__(self, query: str, parameters: list) -> str:
        if "has_function_privilege" in query:
            return "true"
        if not parameters:
            return IDENTITY
        self.asked.append((query, parameters))
        if self.broken and self.broken in parameters:
            raise RuntimeError("this app is\nbroken")
        return f"{IDENTITY}\n{{}}"


def requests(app: str, days: int = 30) -> list[SummaryRequest]:
    return [SummaryRequest(summary.name, app, last_days(days)) for summary in CACHED]


def test_every_summary_of_every_app_in_every_window_and_zone(cache, client):
    database = Database()
    warmed = Warmer(cache, (30, 7), ("UTC", "Europe/Paris")).cycle(APPS, database)
    # Three summaries know time zones.
    assert warmed.bodies == len(database.asked) == len(APPS) * 2 * (len(CACHED) + 3)
    assert warmed[2:] == ((), warmed.seconds, 0, None, False)
    for app in APPS:
        for request in requests(app) + requests(app, 7):
            assert cache.fetch(request.key(DATABASE), 60, pytest.fail).state == HIT


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
        if "_json" in query:
            entered.set()
            leave.wait(30)
        return Database()(query, parameters)

    first = threading.Thread(target=Warmer(cache).cycle, args=(APPS, slow))
    first.start()
    assert entered.wait(30)
    database = Database()
    assert Warmer(cache).cycle(APPS, database).note == "another process is warming the cache"
    leave.set()
    first.join()
    assert database.asked == []
    assert Warmer(cache).cycle(APPS, database).note is None


def test_a_crashed_warmers_lock_ends_by_itself(cache, client):
    client.set(f"{LOCK}:{DATABASE}", b"another", px=200)
    assert Warmer(cache).cycle(APPS, Database()).note == "another process is warming the cache"
    while client.exists(f"{LOCK}:{DATABASE}"):
        time.sleep(0.01)
    assert Warmer(cache).cycle(APPS, Database()).note is None


@pytest.fixture
def periods(monkeypatch):
    """Sets which of the periods it is in which requests are counted."""

    def set_period(number: int) -> None:
        monkeypatch.setattr(usage_module, "_period", lambda: number)

    return set_period


def ask_in(periods, numbers, cache, *requests) -> None:
    for number in numbers:
        periods(number)
        for request in requests:
            cache.answer(request, Database())
        cache.usage.flush(at_once=True)


def test_what_is_asked_again_and_again_is_kept_warm(cache, client, periods):
    chosen = SummaryRequest("dashboard_summary", APPS[0], last_days(30), time_zone="Asia/Kolkata", browser="Chrome")
    gone = chosen._replace(app_id="9" * 8 + APPS[0][8:])
    exact = chosen._replace(window=between(datetime.now(timezone.utc), None, datetime.now(timezone.utc)))
    ask_in(periods, (1, 4, 9), cache, chosen, gone, exact)
    bodies = len(APPS) * len(CACHED)
    odds = ["rubbish", '{"window": 1}', '{"name": "x", "window": 24}']
    for odd in ({"window": 10**15}, {"window": float("inf")}, {"window": 0}, {"app_id": ["x"]}, {"name": None}):
        odds.append(json.dumps({**json.loads(chosen.serialize()), **odd}))
    for period in (1, 4, 9):
        client.zadd(cache.usage._asked_key(period), {odd: 9e9 for odd in odds})
    for period, more in ((9, 1), (12, 1), (13, 0)):
        periods(period)
        database = Database()
        assert Warmer(cache).cycle(APPS, database).bodies == bodies + more
        asked = any("Asia/Kolkata" in parameters and "Chrome" in parameters for _, parameters in database.asked)
        assert asked == bool(more), "what nobody asks any more is forgotten"


def hours(days: int = 1, **others: str) -> list[SummaryRequest]:
    """The second request of a page that shows one day."""
    names = ("conference_summary", "quality_summary")
    return [SummaryRequest(name, APPS[0], last_days(days), "hour", **others) for name in names]


def test_the_hours_of_a_day_are_kept_warm_where_a_day_is(cache):
    database = Database()
    warmed = Warmer(cache, (30, 1), ("UTC", "Asia/Tokyo")).cycle(APPS, database)
    assert warmed.bodies == len(database.asked) == len(APPS) * (2 * (len(CACHED) + 3) + 4)
    for request in [*requests(APPS[0], 1), *hours(), *hours(time_zone="Asia/Tokyo")]:
        assert cache.answer(request, pytest.fail).state == HIT


def test_hours_that_are_asked_again_and_again_are_kept_warm(cache, client, periods):
    asked = [*hours(time_zone="Asia/Tokyo", browser="Chrome"), *hours(7)]
    ask_in(periods, (1, 2, 3), cache, *asked)
    for key in client.keys("conf_summary:*") + client.keys("quality_summary:*"):
        client.delete(key)
    Warmer(cache).cycle(APPS, Database())
    for request in asked:
        assert cache.answer(request, pytest.fail).state == HIT


def test_what_was_asked_once_is_not_kept_warm(cache, periods):
    """Two hundred and twenty odd requests, and in between what many ask."""
    wanted = SummaryRequest("dashboard_summary", APPS[0], last_days(90), time_zone="Asia/Tokyo")
    odd = [SummaryRequest("dashboard_summary", APPS[0], last_days(36000), browser=f"b{n}") for n in range(220)]
    for period in range(3):
        ask_in(periods, (period,), cache, wanted)
    ask_in(periods, (2,), cache, *odd, *odd)
    database = Database()
    assert Warmer(cache).cycle(APPS, database).bodies == len(APPS) * len(CACHED) + 1
    assert any("Asia/Tokyo" in parameters for _, parameters in database.asked)


def test_what_is_asked_often_costs_a_cycle_no_more_than_its_budget(cache, periods, monkeypatch):
    """The most asked come first, and what every dashboard asks before them."""
    monkeypatch.setattr("pg_summary.cache.warmer.ASKED_BUDGET_S", 0.1)
    often = SummaryRequest("dashboard_summary", APPS[0], last_days(90), time_zone="Asia/Tokyo")
    others = [SummaryRequest("dashboard_summary", APPS[0], last_days(90), browser=f"b{n}") for n in range(50)]
    ask_in(periods, range(3), cache, *others, often, often)
    database = Database()

    def slow(query, parameters):
        if len(database.asked) >= len(APPS) * len(CACHED):
            time.sleep(0.02)
        return database(query, parameters)

    warmed = Warmer(cache).cycle(APPS, slow)
    assert len(APPS) * len(CACHED) < warmed.bodies < len(APPS) * len(CACHED) + len(others)
    assert "Asia/Tokyo" in database.asked[len(APPS) * len(CACHED)][1]


def test_warming_is_no_asking(cache):
    Warmer(cache, time_zones=("Asia/Tokyo",)).cycle(APPS, Database())
    assert cache.usage.asked() == []
    assert not any(name.startswith(("hit", "miss", "bypass")) for name in cache.usage.totals())


def test_what_is_asked_is_bounded(cache, client, periods, monkeypatch):
    monkeypatch.setattr(usage_module, "MOST_OF_A_PERIOD", 5)
    monkeypatch.setattr(usage_module, "MOST_ASKED", 3)
    for n in range(1, 9):
        request = SummaryRequest("issue_summary", APPS[0], last_days(n), "code")
        for period in range(3):
            ask_in(periods, (period,), cache, *[request] * n)
    # The most asked of them; of no period more are remembered.
    assert [request.window.span.days for request in cache.usage.asked()] == [8, 7, 6]
    for period in range(3):
        key = cache.usage._asked_key(period)
        assert client.zcard(key) == 5 and 0 < client.ttl(key) <= 3600


def test_it_stops_between_two_bodies(cache):
    database = Database()
    warmed = Warmer(cache).cycle(APPS, database, lambda: len(database.asked) == 3)
    assert warmed.bodies == 3


def test_redis_gone_is_told(own_valkey):
    from pg_summary.cache import SummaryCache

    warmer = Warmer(SummaryCache(own_valkey.url))
    own_valkey.stop()
    warmed = warmer.cycle(APPS, Database())
    said = f"warm: Redis at 127.0.0.1:{own_valkey.port} is unreachable"
    assert warmed.failed and tell(warmed) == [said]
    assert tell(warmed, again=True) == [said + "; trying again in the next cycle"]
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


def test_what_was_asked_is_remembered_immediately(cache, periods):
    """Also of a visitor after whom nobody comes."""
    request = SummaryRequest("issue_summary", APPS[0], last_days(3), "code")
    for period in range(3):
        periods(period)
        cache.answer(request, Database(), no_cache=True)
    assert cache.usage.asked() == [request]


def test_something_else_where_the_asked_are_kept(cache, client):
    cache.identify(Database())
    now = usage_module._period()
    for period in range(now - usage_module.PERIODS, now + 2):
        client.set(cache.usage._asked_key(period), "rubbish")
    client.set(usage_module.ASKED, "of the last release")
    assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)


def test_a_slow_app_keeps_nobody_from_being_warmed(cache, monkeypatch):
    monkeypatch.setattr("pg_summary.cache.warmer.LOCK_TTL_S", 0.3)

    def slow(query, parameters):
        if parameters and parameters[0] == APPS[0]:
            time.sleep(0.1)
            raise RuntimeError("it took too long")
        return Database()(query, parameters)

    warmed = Warmer(cache).cycle(APPS, slow)
    assert warmed.note is None and warmed.bodies == (len(APPS) - 1) * len(CACHED), warmed
    assert len(warmed.failures) == len(CACHED)


def test_what_a_visitor_computes_is_left_to_him(cache):
    request = SummaryRequest("issue_summary", APPS[0], last_days(3), "code")
    entered, leave = threading.Event(), threading.Event()

    def slow(query, parameters):
        entered.set()
        leave.wait(30)
        return Database()(query, parameters)

    cache.identify(Database())
    visitor = threading.Thread(target=cache.answer, args=(request, slow))
    visitor.start()
    assert entered.wait(30)
    cache.warm(request, pytest.fail)
    leave.set()
    visitor.join()
    database = Database()
    cache.warm(request, database)
    assert len(database.asked) == 1 and cache.answer(request, pytest.fail).state == HIT
