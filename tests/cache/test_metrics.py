"""What the metrics count, whatever happens to Redis in between, and the server that tells them."""

from __future__ import annotations

import json

from pg_summary.cache import SummaryCache
from pg_summary.metrics import COUNTED, Metrics

KEY = "conf_summary:11111111-1111-1111-1111-111111111111:aa:bb"


def ask(cache: SummaryCache, times: int) -> None:
    for _ in range(times):
        cache.fetch(KEY, 60, lambda: "{}")
    cache.usage.flush(at_once=True)


def told(metrics: Metrics) -> tuple[float, float]:
    found = json.loads(metrics.embedded())
    return found["hits"], found["misses"]


def test_only_what_happened_since_the_last_line(own_valkey):
    cache = SummaryCache(own_valkey.url)
    ask(cache, 5)
    metrics = Metrics(cache.usage, 30)
    assert told(metrics) == (0, 0), "what was before the daemon is nothing that it saw"
    ask(cache, 3)
    assert told(metrics) == (3, 0)
    own_valkey.pause()
    assert told(metrics) == (0, 0)
    own_valkey.resume()
    assert told(metrics) == (0, 0), "nothing happened while Redis was away"


def test_no_count_falls_while_redis_is_away(own_valkey):
    cache = SummaryCache(own_valkey.url)
    ask(cache, 5)
    metrics = Metrics(cache.usage, 30)
    before = {family.name: family for family in metrics.collect()}
    assert sum(sample.value for sample in before["pg_summary_requests"].samples) == 5
    own_valkey.pause()
    away = {family.name: family for family in metrics.collect()}
    own_valkey.resume()
    assert away["pg_summary_redis_up"].samples[0].value == 0
    fed = {"pg_summary_requests", *(name for _, name, _ in COUNTED)}
    assert set(before) - set(away) == fed and fed < set(before)
