"""The cache against a real server: one computation at a time, old bodies meanwhile, and every way Redis can fail."""

from __future__ import annotations

import multiprocessing
import os
import signal
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from pg_summary.cache import BYPASS, HIT, MISS, STALE, SummaryCache, SummaryRequest, cached_summary, last_days
from pg_summary.cache import usage as usage_module
from pg_summary.cache.entry import encode
from pg_summary.cache.store import StoreError

KEY = "conf_summary:11111111-1111-1111-1111-111111111111:aa:bb"
fork = multiprocessing.get_context("fork")


class Computation:
    """Counts how often it runs; returns its number."""

    def __init__(self, seconds: float = 0, error: Exception | None = None) -> None:
        self.runs, self.seconds, self.error = 0, seconds, error
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            self.runs += 1
            body = f'{{"run": {self.runs}}}'
        time.sleep(self.seconds)
        if self.error:
            raise self.error
        return body


def age(client, seconds: float, key: str = KEY) -> None:
    """Let an entry be so much older, and its mark."""
    assert client.pexpire(key, client.pttl(key) - round(1000 * seconds))
    client.pexpire(f"{key}:lock", max(0, client.pttl(f"{key}:lock") - round(1000 * seconds)))


def test_a_body_is_computed_once_and_handed_on_unparsed(cache):
    compute = Computation()
    body = '{"data": [1,  2.50, "\\u00e9\u20ac"]}'
    assert cache.fetch(KEY, 60, lambda: body).body == body
    answer = cache.fetch(KEY, 60, compute)
    assert (answer.body, answer.state, compute.runs) == (body, HIT, 0)


def test_the_function_of_the_contract(cache, monkeypatch, url):
    compute = Computation()
    assert cached_summary(KEY, 60, compute, cache=cache) == cached_summary(KEY, 60, compute, cache=cache)
    assert compute.runs == 1
    assert cached_summary(KEY, 60, compute, no_cache=True, cache=cache) == '{"run": 2}'
    monkeypatch.setenv("PG_SUMMARY_REDIS_URL", url)
    monkeypatch.setattr("pg_summary.cache._default", None)
    assert cached_summary(KEY, 60, compute) == '{"run": 2}'


def test_no_cache_computes_and_stores(cache):
    compute = Computation()
    cache.fetch(KEY, 60, compute)
    assert cache.fetch(KEY, 60, compute, no_cache=True).state == BYPASS
    assert cache.fetch(KEY, 60, compute).body == '{"run": 2}'


def test_past_its_time_one_computes_and_the_others_get_the_old_body_at_once(cache, client):
    cache.fetch(KEY, 60, Computation())
    age(client, 80)
    compute = Computation(seconds=1)
    with ThreadPoolExecutor(20) as pool:
        first = pool.submit(cache.fetch, KEY, 60, compute)
        while not compute.runs:
            time.sleep(0.01)
        others = list(pool.map(lambda _: cache.fetch(KEY, 60, compute), range(19)))
        assert not first.done()
    assert {(other.state, other.body) for other in others} == {(STALE, '{"run": 1}')}
    assert all(other.fresh_for < 0 and other.age > 79 for other in others)
    assert first.result().state == MISS and compute.runs == 1


def test_forgotten_after_the_hard_time(url, client):
    cache = SummaryCache(url, hard_ttl=100)
    cache.fetch(KEY, 60, Computation())
    assert 99 < client.pttl(KEY) / 1000 <= 100


def _crowd(url: str, runs, gate) -> None:
    cache = SummaryCache(url)

    def compute() -> str:
        with runs.get_lock():
            runs.value += 1
        time.sleep(0.3)
        return '{"one": 1}'

    def ask(_: int):
        gate.wait()
        return cache.fetch(KEY, 60, compute)

    with ThreadPoolExecutor(50) as pool:
        assert {answer.body for answer in pool.map(ask, range(50))} == {'{"one": 1}'}


def test_200_callers_of_4_processes_for_one_cold_key_compute_once(url):
    runs, gate = fork.Value("i", 0), fork.Barrier(200)
    processes = [fork.Process(target=_crowd, args=(url, runs, gate)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert runs.value == 1


def test_a_thousand_keys_stored_at_once_do_not_expire_at_once(cache):
    times = [cache.fetch(f"conf_summary:{n}", 60, Computation()).fresh_for for n in range(1000)]
    assert 49 < min(times) < 52 and 68 < max(times) <= 70
    # Evenly spread: no second sees more than twice its share, and both halves get theirs.
    share = [sum(second <= t < second + 1 for t in times) for second in range(50, 70)]
    assert max(share) < 100
    assert 59 < statistics.median(times) < 61


def test_jitter_is_in_proportion(cache):
    times = [cache.fetch(f"sessions_summary:{n}", 300, Computation()).fresh_for for n in range(200)]
    assert 249 < min(times) < 270 and 330 < max(times) <= 350


def _compute_for_ever(url: str, started) -> None:
    def compute() -> str:
        started.set()
        time.sleep(600)

    SummaryCache(url, lock_ttl=1.5).fetch(KEY, 60, compute)


@pytest.mark.parametrize("is_cold", [False, True])
def test_a_process_killed_while_it_computes_holds_the_others_up_no_longer_than_its_lock(url, client, is_cold):
    cache = SummaryCache(url, lock_ttl=1.5)
    if not is_cold:
        cache.fetch(KEY, 60, Computation())
        age(client, 80)
    started = fork.Event()
    process = fork.Process(target=_compute_for_ever, args=(url, started))
    process.start()
    assert started.wait(30)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    if not is_cold:
        assert cache.fetch(KEY, 60, Computation()).state == STALE
        while client.exists(f"{KEY}:lock"):
            time.sleep(0.05)
    answer = cache.fetch(KEY, 60, Computation())
    assert answer.state == MISS and answer.fresh_for > 0
    assert cache.fetch(KEY, 60, Computation()).state == HIT


def test_the_first_that_fails_lets_another_of_those_who_wait_compute(cache):
    broken, works = Computation(0.2, RuntimeError("no")), Computation()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.fetch, KEY, 60, broken)
        while not broken.runs:
            time.sleep(0.01)
        assert cache.fetch(KEY, 60, works).body == '{"run": 1}'
        with pytest.raises(RuntimeError):
            first.result()


def test_those_who_wait_too_long_compute_too(url):
    cache = SummaryCache(url, patience=0.2)
    slow, quick = Computation(1.5), Computation()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(cache.fetch, KEY, 60, slow)
        while not slow.runs:
            time.sleep(0.01)
        assert cache.fetch(KEY, 60, quick).state == MISS


def test_what_fails_is_answered_with_the_old_body_and_not_tried_by_everybody(url, client):
    cache = SummaryCache(url, retry_after=1.0)
    cache.fetch(KEY, 60, Computation())
    age(client, 80)
    broken = Computation(error=RuntimeError("no"))
    assert [cache.fetch(KEY, 60, broken).state for _ in range(10)] == [STALE] * 10
    assert broken.runs == 1
    while client.exists(f"{KEY}:lock"):
        time.sleep(0.05)
    assert cache.fetch(KEY, 60, Computation()).state == MISS


def test_what_fails_without_an_old_body_raises_and_leaves_no_lock(cache, client):
    with pytest.raises(RuntimeError):
        cache.fetch(KEY, 60, Computation(error=RuntimeError("no")))
    assert client.keys("*") == [] or not client.exists(f"{KEY}:lock")


OTHER = KEY.replace("1", "2")
RUBBISH = {
    "text": b"rubbish",
    "empty": b"",
    "only a newline": b"\n",
    "binary": bytes(range(256)) * 100,
    "another release": b"pgsummary9 0 60000 3600000\n{}",
    "no body": b"pgsummary1 ",
    "not UTF-8": b"pgsummary1 0 60000 3600000\n\xff\xfe",
    "numbers missing": b"pgsummary1 ab cd ef\n{}",
    "truncated": encode(KEY, '{"a": 1}', 60000, 3600000)[:-1],
    "longer": encode(KEY, '{"a": 1}', 60000, 3600000) + b" ",
    "another key's": encode(OTHER, '{"a": 1}', 60000, 3600000),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_under_the_key_is_not_believed_and_is_replaced(cache, client, name):
    client.set(KEY, RUBBISH[name], px=3_000_000)
    compute = Computation()
    assert cache.fetch(KEY, 60, compute).body == '{"run": 1}'
    assert cache.fetch(KEY, 60, compute).state == HIT
    assert compute.runs == 1


def test_an_entry_without_an_end_is_not_believed(cache, client):
    client.set(KEY, encode(KEY, '{"a": 1}', 60000, 3600000))
    assert cache.fetch(KEY, 60, Computation()).state == MISS


@pytest.mark.parametrize("make", ["rpush", "sadd", "hset"])
def test_another_type_under_the_key_is_replaced(cache, client, make):
    getattr(client, make)(KEY, *(("a", "b") if make == "hset" else ("a",)))
    assert cache.fetch(KEY, 60, Computation()).state == MISS
    assert cache.fetch(KEY, 60, Computation()).state == HIT


def test_a_lock_of_another_type_holds_nobody_up_for_long(url, client):
    client.rpush(f"{KEY}:lock", "a")
    assert SummaryCache(url, patience=0.1).fetch(KEY, 60, Computation()).body == '{"run": 1}'


def test_counts_tell_what_happened(cache, client):
    cache.fetch(KEY, 60, Computation())
    for _ in range(3):
        cache.fetch(KEY, 60, Computation())
    client.set(KEY, b"rubbish")
    cache.fetch(KEY, 60, Computation())
    with pytest.raises(RuntimeError):
        cache.fetch(OTHER, 60, Computation(error=RuntimeError("no")))
    cache.usage.flush(at_once=True)
    totals = cache.usage.totals()
    counted = {
        name: totals.get(f"{name}:conf_summary", 0) for name in ("hit", "miss", "invalid_entry", "error", "computed")
    }
    assert counted == {"hit": 3, "miss": 2, "invalid_entry": 1, "error": 1, "computed": 2}


# Redis in trouble: the answer is right, soon, and the cache is used again when it is back.


def states(cache, compute, times: int = 20) -> set[str]:
    return {cache.fetch(KEY, 60, compute).state for _ in range(times)}


def test_redis_stopped_and_started(own_valkey):
    cache = SummaryCache(own_valkey.url)
    cache.store.pause = 0.2
    compute = Computation()
    assert states(cache, compute) == {MISS, HIT}
    own_valkey.stop()
    assert states(cache, compute) == {MISS} and compute.runs == 21
    assert cache.store.is_open
    own_valkey.start()
    time.sleep(0.3)
    assert states(cache, compute) == {MISS, HIT} and compute.runs == 22
    cache.usage.flush(at_once=True)
    assert cache.usage.totals()["store_error:conf_summary"] >= 3


def test_redis_restarted_between_two_requests(own_valkey):
    cache = SummaryCache(own_valkey.url)
    compute = Computation()
    states(cache, compute)
    own_valkey.restart()
    assert states(cache, compute) <= {MISS, HIT} and states(cache, compute) == {HIT}


def test_redis_that_hangs_costs_a_few_time_outs_not_one_to_a_request(own_valkey):
    cache = SummaryCache(own_valkey.url, timeout=0.1)
    compute = Computation()
    states(cache, compute)
    own_valkey.pause()
    try:
        before = time.monotonic()
        assert states(cache, compute, 100) == {MISS}
        took = time.monotonic() - before
        # Without the circuit breaker: at least a time-out for each of the hundred.
        assert took < 100 * 0.1 / 2
    finally:
        own_valkey.resume()
    # On a busy machine it may take some more attempts until one stays within the time-out.
    until = time.monotonic() + 20
    while states(cache, compute) != {HIT}:
        assert time.monotonic() < until
        time.sleep(cache.store.pause + 0.1)


def test_redis_full(own_valkey):
    """It reads, and refuses to store and to lock."""
    with redis.Redis.from_url(own_valkey.url) as client:
        cache = SummaryCache(own_valkey.url)
        compute = Computation()
        states(cache, compute)
        client.config_set("maxmemory", "1")
        assert states(cache, compute) == {HIT}
        assert cache.fetch(OTHER, 60, compute).state == MISS
        assert cache.fetch(OTHER, 60, compute).state == MISS
        # What is stale stays as a last resort.
        age(client, 80)
        assert cache.fetch(KEY, 60, Computation(error=RuntimeError("no"))).state == STALE
        client.config_set("maxmemory", "0")
        assert states(cache, compute) == {MISS, HIT}


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "redis://nobody:wrong@127.0.0.1:1/0", None])
def test_no_redis_at_all(url):
    compute = Computation()
    assert states(SummaryCache(url), compute) == {MISS} and compute.runs == 20


def test_a_wrong_password(own_valkey):
    wrong = own_valkey.url.replace(own_valkey.password, "wrong")
    assert states(SummaryCache(wrong), Computation()) == {MISS}


def test_an_older_computation_replaces_no_newer_body(cache):
    """A slow computation, while no_cache computes again beside it."""
    began = threading.Event()

    def slow() -> str:
        began.set()
        time.sleep(0.5)
        return '"old"'

    thread = threading.Thread(target=cache.fetch, args=(KEY, 60, slow))
    thread.start()
    began.wait()
    time.sleep(0.05)
    assert cache.fetch(KEY, 60, lambda: '"new"', no_cache=True).body == '"new"'
    thread.join()
    assert cache.fetch(KEY, 60, Computation()).body == '"new"'


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://x", "redis://127.0.0.1:6379/0?foo=bar", "redis://127.0.0.1:6379/0?protocol=9"]
)
def test_a_url_that_cannot_be_used(url):
    with pytest.raises(ValueError):
        SummaryCache(url)


def test_entries_are_bytes_whatever_the_url_says(url):
    compute = Computation()
    cache = SummaryCache(url + ("&" if "?" in url else "?") + "decode_responses=True")
    assert [cache.fetch(KEY, 60, compute).state for _ in range(2)] == [MISS, HIT]
    cache.usage.flush(at_once=True)
    assert cache.usage.totals()["hit:conf_summary"] == 1


def test_whatever_the_client_raises_the_caller_computes(cache):
    def fail(*_, **__):
        raise UnicodeError("nobody expects it")

    cache.store.client.pipeline = fail
    assert cache.fetch(KEY, 60, lambda: "{}").body == "{}"
    with pytest.raises(StoreError):
        cache.store.ask(lambda client: client.pipeline())


def test_counts_and_requests_that_cannot_be_read_are_skipped(cache, client, monkeypatch):
    request = SummaryRequest("issue_summary", "11111111-1111-1111-1111-111111111111", last_days(7), "code")
    cache.usage.count("hit", "issues_summary")
    for period in range(3):
        monkeypatch.setattr(usage_module, "_period", lambda period=period: period)
        cache.usage.note(request)
        cache.usage.flush(at_once=True)
    client.hset(cache.usage._counts_key(), mapping={"miss:x": "many", b"\xff:x": "1", "stale:x": "nan", "hit:x": "2"})
    text = request.serialize()
    rubbish = [
        b"\xff",
        "{",
        "[]",
        "1",
        "null",
        "[" * 100_000,
        text.replace("168", "1e400"),
        text.replace("168", "1" * 30),
    ]
    rubbish += [text.replace('"11111111-1111-1111-1111-111111111111"', "[]"), text.replace("issue_summary", "none")]
    assert text not in rubbish
    for period in range(3):
        assert client.zadd(cache.usage._asked_key(period), {entry: 5 for entry in rubbish}) == len(rubbish)
    assert cache.usage.totals() == {"hit:issues_summary": 1, "hit:x": 2}
    assert cache.usage.asked() == [request]
