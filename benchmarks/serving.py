"""The endpoints over HTTP: warm, cold, nothing changed, under load; and an hour of dashboards."""

from __future__ import annotations

import http.client
import random
import statistics
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any, Callable
from urllib.parse import urlsplit

import redis

from benchmarks.comparison import orm
from benchmarks.data import MAIN_APP, Database
from pg_summary.cache import HIT, SummaryCache, SummaryRequest, Warmer, between
from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.run_daemon import RunDaemon
from pg_summary.sandbox.valkey import Valkey
from pg_summary.sandbox.writer import LiveWriter
from pg_summary.serve.warm import warm

CALLS_TO_A_REPEAT = 200
CLIENTS = 4
LOAD_S = 10
DAYS = 60  # from now: the data end some time ago
CYCLES = 120  # of 30 s


def serving(database: Database, repeat: int) -> dict[str, Any]:
    """Milliseconds and rates of one worker with one thread; a load; a cold computation; the hit rate of an hour."""
    database.vacuum()
    with Valkey() as valkey:
        found: dict[str, Any] = {"hour": _hour(database, valkey.url)}
        with ApiServer(database.dsn, valkey.url, workers=1, threads=1) as server:
            found["warm"] = _warm(server.url, valkey.url, repeat * CALLS_TO_A_REPEAT)
        with ApiServer(database.dsn, valkey.url, workers=2) as server, RunDaemon(database.dsn, valkey.url, "1s"):
            found["load"] = _load(server.url, database.dsn)
        found["cold"] = _cold(database, repeat)
    return found


def _warm(url: str, redis_url: str, calls: int) -> dict[str, dict[str, float]]:
    asked = f"appId={MAIN_APP}&days={DAYS}"
    dashboard, chart = f"/v1/dashboard/summary?{asked}", f"/v1/conferences/summary?{asked}"
    client = Client(url)
    client.get("/hello")
    etag = client.get(dashboard)[1]["ETag"]
    client.get(chart)
    figures = {
        "Django's bare view": _timed(lambda: client.get("/hello"), calls),
        "conferences/summary": _timed(lambda: client.get(chart), calls),
        "dashboard/summary": _timed(lambda: client.get(dashboard), calls),
        "dashboard/summary, 304": _timed(lambda: client.get(dashboard, {"If-None-Match": etag}), calls),
    }
    figures["dashboard/summary"]["bytes"] = client.get(dashboard)[2]
    figures["dashboard/summary, 304"]["bytes"] = client.get(dashboard, {"If-None-Match": etag})[2]
    with redis.Redis.from_url(redis_url) as connection:
        key = next(k for k in connection.scan_iter("dashboard_summary:*") if not k.endswith(b":lock"))
        figures["Redis GET of the same"] = _timed(lambda: connection.get(key), calls)
    return figures


def _load(url: str, dsn: str) -> dict[str, float]:
    """Clients that ask the dashboard as fast as they can, while the daemon warms each second and a writer writes."""
    path = f"/v1/dashboard/summary?appId={MAIN_APP}&days=30"
    writer = LiveWriter(dsn, per_second=20)
    writer.start()
    times: list[float] = []
    states: list[str] = []
    end = time.perf_counter() + LOAD_S

    def ask() -> None:
        client = Client(url)
        while time.perf_counter() < end:
            start = time.perf_counter()
            _, headers, _ = client.get(path)
            times.append(1000 * (time.perf_counter() - start))
            states.append(headers["X-Cache"])

    Client(url).get(path)
    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.stop()
    return {**_figures(times), "per_s": len(times) / LOAD_S, "hit_percent": 100 * states.count(HIT) / len(states)}


def _cold(database: Database, repeat: int) -> dict[str, tuple[float, float]]:
    """Ours and the ORM's, medians in milliseconds."""
    figures = orm(database, repeat)
    return {name: (statistics.median(each["ours"]), statistics.median(each["orm"])) for name, each in figures.items()}


def _hour(database: Database, redis_url: str) -> dict[str, float]:
    """Every half minute the warmer; in between dashboards that ask `now - 30 d` at any millisecond.

    Time passes by shortening what the entries have left.
    """
    cache, chance = SummaryCache(redis_url), random.Random(1)
    warmer, states, cycles = Warmer(cache), [], []
    with database.connect() as conn, redis.Redis.from_url(redis_url) as client:
        for _ in range(CYCLES):
            start = time.perf_counter()
            warm(conn, warmer, 5.0)
            cycles.append(1000 * (time.perf_counter() - start))
            for _ in range(10):
                now = datetime.now(timezone.utc)
                since = now - timedelta(days=30, milliseconds=chance.randint(-3000, 90_000))
                request = SummaryRequest("dashboard_summary", str(MAIN_APP), between(since, None, now))
                states.append(cache.answer(request, _never).state)
            for key in client.keys("*_summary:*"):
                client.pexpire(key, max(1, client.pttl(key) - 30_000))
    return {
        "asked": len(states),
        "hit_percent": 100 * states.count(HIT) / len(states),
        "cycle_ms": statistics.median(cycles),
    }


def _never(query: str, parameters: list[Any]) -> str:
    raise AssertionError("a warmed dashboard computed")


class Client:
    """One connection that is kept."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any, int]:
        self.connection.request("GET", path, headers=headers or {})
        response = self.connection.getresponse()
        body = response.read()
        if response.status not in (200, 304):
            raise RuntimeError(f"{path}: {response.status} {body!r}")
        return response.status, response.headers, len(body)


def _timed(call: Callable[[], Any], calls: int) -> dict[str, float]:
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
    return {**_figures(times), "per_s": 1000 * calls / sum(times)}


def _figures(times: list[float]) -> dict[str, float]:
    return {"p50_ms": statistics.median(times), "p99_ms": statistics.quantiles(times, n=100)[98]}
