"""What the metrics count, whatever happens to Redis in between, and the server that publishes them."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest
from support import has_ipv6

from pg_summary.cache import SummaryCache
from pg_summary.health import Health
from pg_summary.quality import AppQuality, Qualities, Quality
from pg_summary.refresher import Cycle
from pg_summary.serve.metrics import COUNTED, Metrics, MetricsServer

KEY = "conf_summary:11111111-1111-1111-1111-111111111111:aa:bb"


def ask(cache: SummaryCache, times: int) -> None:
    cache.usage.database = "0123456789abcdef"
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


@pytest.mark.parametrize(
    "host", ["127.0.0.1", pytest.param("::1", marks=pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 here"))]
)
def test_the_server_answers_at_its_url(host):
    with MetricsServer(Metrics(None, 30), host, 0) as server:
        address = urlsplit(server.url)
        assert address.hostname == host

        def ask(method: str, path: str) -> tuple[int, int, bytes]:
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
            connection.request(method, path)
            response = connection.getresponse()
            found = response.status, int(response.headers["Content-Length"]), response.read()
            connection.close()
            return found

        for path, status in (("/healthz", 200), ("/readyz", 503), ("/metrics", 200), ("/nowhere", 404)):
            code, length, body = ask("GET", path)
            assert code == status and length == len(body) > 0
            assert ask("GET", path + "?verbose=1&x")[0] == status
            code, length, body = ask("HEAD", path)
            assert code == status and length > 0 and body == b""


def samples(metrics: Metrics) -> dict[str, list]:
    found: dict[str, list] = {}
    for family in metrics.collect():
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def test_the_calls_of_an_app():
    metrics = Metrics(None, 30)
    full = Quality(10, 2, 1, 3, 2 / 7, 0.25, 480.5, 2100.0)
    empty = Quality(0, 0, 0, 0, None, None, None, None)
    metrics.quality = Qualities(
        (AppQuality("a", "Shop", "1h", full, {"ice_failed": 2}), AppQuality("b", "Quiet", "1h", empty, {}))
    )
    found = samples(metrics)
    shop = {"app": "a", "app_name": "Shop", "window": "1h"}
    quiet = {"app": "b", "app_name": "Quiet", "window": "1h"}
    statuses = {labels["status"]: n for labels, n in found["pg_summary_app_conferences"] if labels["app"] == "a"}
    assert statuses == {"success": 4, "warning": 1, "error": 2, "ongoing": 3}
    assert [n for labels, n in found["pg_summary_app_conferences"] if labels.items() > quiet.items()] == [0] * 4
    # A metric without a value has no sample; a 0 would be one.
    assert found["pg_summary_app_failure_ratio"] == [(shop, 2 / 7)]
    assert found["pg_summary_app_relayed_ratio"] == [(shop, 0.25)]
    assert found["pg_summary_app_setup_seconds"] == [
        ({**shop, "quantile": "0.5"}, 0.4805),
        ({**shop, "quantile": "0.95"}, 2.1),
    ]
    assert found["pg_summary_app_issues"] == [({**shop, "code": "ice_failed"}, 2)]


def test_old_figures_of_calls_are_not_told_as_new_ones():
    metrics = Metrics(None, 30)
    known = Qualities((AppQuality("a", "Shop", "1h", Quality(1, 0, 0, 0, 0.0, None, None, None), {}),))
    metrics.record({"refresh": Cycle(), "health": Health(), "quality": known})
    assert samples(metrics)["pg_summary_app_failure_ratio"]
    metrics.record({"refresh": Cycle(), "health": Health(), "quality": Qualities(note="gone", failed=True)})
    assert "pg_summary_app_failure_ratio" not in samples(metrics)


def test_requests_are_labelled_by_summary_and_for_one_release_by_endpoint(own_valkey):
    cache = SummaryCache(own_valkey.url)
    ask(cache, 2)
    found = [(labels, n) for labels, n in samples(Metrics(cache.usage, 30))["pg_summary_requests_total"] if n]
    assert {labels["summary"] for labels, _ in found} == {"conference_summary"}
    assert {labels["endpoint"] for labels, _ in found} == {"conferences/summary"}
