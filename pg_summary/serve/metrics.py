"""What the daemon publishes: health, Prometheus metrics, and CloudWatch's embedded metric format."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Iterator, Mapping

from pg_summary.health import Health
from pg_summary.quality import Qualities
from pg_summary.summaries import CACHED

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from pg_summary.cache.usage import Usage

NAMESPACE = "pg-summary"
LONGEST_CYCLE_S = 3600  # a backfill
TASKS = ("refresh", "warm", "health", "quality")
STATES = ("hit", "miss", "stale", "bypass")
# Prometheus Operator sets a label endpoint itself, which replaces ours: we keep it for one release.
SUMMARY_LABELS = ("summary", "endpoint")
# Metrics of the cache, by summary: what is counted, the metric's name, and its help.
COUNTED = (
    ("seconds", "pg_summary_request_seconds", "time to answer requests"),
    ("computed", "pg_summary_computations", "bodies computed by PostgreSQL"),
    ("computed_seconds", "pg_summary_computation_seconds", "time to compute them"),
    ("error", "pg_summary_computation_errors", "computations that failed"),
    ("store_error", "pg_summary_store_errors", "failures of Redis"),
    ("invalid_entry", "pg_summary_invalid_entries", "invalid cache entries"),
    ("invalid_entry", "pg_summary_rubbish", "the former name of pg_summary_invalid_entries"),
)


class Metrics:
    """What the last cycles did, and the counts of the cache; a collector for prometheus_client.

    usage: the counts of the cache; None if there is none. every: seconds between cycles.
    """

    def __init__(self, usage: Usage | None, every: float) -> None:
        self.usage, self.every = usage, every
        self.recorded_at = time.time()
        self.totals: Counter[str] = Counter()
        self.succeeded: dict[str, float] = {}  # when each task last did
        self.took: dict[str, float] = {}
        self.lacks = {"refresh": "no cycle has ended yet"}  # the tasks that failed in the last cycle, and why
        self.health = Health()
        self.quality = Qualities()
        self._embedded: dict[str, float] | None = None  # the counts that the last line went by

    def record(self, results: Mapping[str, Any]) -> None:
        """Record what the tasks of a cycle returned."""
        self.recorded_at = time.time()
        self.lacks = {task: result.note for task, result in results.items() if result.failed}
        for task, result in results.items():
            failures = len(getattr(result, "failures", ()))
            self.totals[f"{task}_failures"] += failures + (task in self.lacks)
            if result.note is None:
                self.succeeded[task], self.took[task] = self.recorded_at, result.seconds
        self.totals["skipped_cycles"] += results["refresh"].skipped
        self.totals["folded"] += results["refresh"].folded
        if "warm" in results:
            self.totals["warmed"] += results["warm"].bodies
        if "health" not in self.lacks or results["health"].problems:
            self.health = results["health"]
        if "quality" in results:
            # None if they are unknown now: old figures would look current.
            self.quality = Qualities() if "quality" in self.lacks else results["quality"]

    @property
    def is_alive(self) -> bool:
        """Whether a cycle ended lately."""
        return time.time() - self.recorded_at < max(LONGEST_CYCLE_S, 10 * self.every)

    def collect(self) -> Iterator[Metric]:
        """For prometheus_client."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        counts = self._counts()
        if self.usage is not None and self.usage.database:
            yield GaugeMetricFamily("pg_summary_redis_up", "whether Redis answers", value=counts is not None)
        if counts is not None:
            # Zeros would look like a restart to Prometheus, and all counts would be new once Redis is back.
            yield from _of_the_cache(counts)
        yield CounterMetricFamily("pg_summary_folded_changes", "changes folded", value=self.totals["folded"])
        yield CounterMetricFamily("pg_summary_warmed_bodies", "bodies pre-warmed", value=self.totals["warmed"])
        yield CounterMetricFamily(
            "pg_summary_skipped_cycles", "cycles skipped because they were late", value=self.totals["skipped_cycles"]
        )
        failures = CounterMetricFamily("pg_summary_task_failures", "failures of a task", labels=("task",))
        succeeded = GaugeMetricFamily(
            "pg_summary_last_success_timestamp_seconds", "when a task last succeeded", labels=("task",)
        )
        took = GaugeMetricFamily("pg_summary_task_seconds", "how long a task took then", labels=("task",))
        for task in TASKS:
            failures.add_metric((task,), self.totals[f"{task}_failures"])
        for task, at in list(self.succeeded.items()):
            succeeded.add_metric((task,), at)
            took.add_metric((task,), self.took[task])
        yield from (failures, succeeded, took)
        yield GaugeMetricFamily("pg_summary_backlog_changes", "changes not folded yet", value=self.health.backlog)
        age = self.health.oldest_change_age_s or 0
        yield GaugeMetricFamily("pg_summary_oldest_change_age_seconds", "age of the oldest of them", value=age)
        yield GaugeMetricFamily(
            "pg_summary_triggers_off",
            "triggers that are missing or disabled: answers may be wrong",
            value=self.health.triggers_off,
        )
        yield GaugeMetricFamily(
            "pg_summary_problems",
            "problems that keep answers from being right or fresh: see pg-summary status",
            value=len(self.health.problems),
        )
        yield CounterMetricFamily(
            "pg_summary_ignored_changes",
            "changes of rows of archived days, which are not counted",
            value=self.health.ignored_changes,
        )
        if self.health.archived_before:
            archived = datetime.strptime(self.health.archived_before, "%Y-%m-%d").replace(tzinfo=timezone.utc)
            yield GaugeMetricFamily(
                "pg_summary_archived_before_timestamp_seconds",
                "the instant before which days are archived",
                value=archived.timestamp(),
            )
        yield from _of_the_apps(self.quality)

    def embedded(self) -> str:
        """One line of CloudWatch's embedded metric format: what happened since the last one."""
        counts = self._counts()
        happened: dict[str, float] = {}  # unknown at first and while Redis is away
        if counts is not None:
            if self._embedded is not None:
                happened = {name: max(0, value - self._embedded.get(name, 0)) for name, value in counts.items()}
            self._embedded = counts

        def since(event: str) -> float:
            return sum(value for name, value in happened.items() if name.startswith(event + ":"))

        values: dict[str, tuple[float, str]] = {
            "hits": (since("hit"), "Count"),
            "misses": (since("miss"), "Count"),
            "stale": (since("stale"), "Count"),
            "bypassed": (since("bypass"), "Count"),
            "computation_errors": (since("error"), "Count"),
            "store_errors": (since("store_error"), "Count"),
            "computation_ms": (1000 * since("computed_seconds"), "Milliseconds"),
            "refresh_ms": (1000 * self.took.get("refresh", 0), "Milliseconds"),
            "warm_ms": (1000 * self.took.get("warm", 0), "Milliseconds"),
            "backlog": (self.health.backlog, "Count"),
            "oldest_change_age_s": (self.health.oldest_change_age_s or 0, "Seconds"),
            "failed_tasks": (len(self.lacks), "Count"),
        }
        answered = sum(values[name][0] for name in ("hits", "misses", "stale"))
        if answered:
            values["hit_rate"] = (100 * values["hits"][0] / answered, "Percent")
        metrics = [{"Name": name, "Unit": unit} for name, (_, unit) in values.items()]
        header = {
            "Timestamp": round(1000 * time.time()),
            "CloudWatchMetrics": [{"Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": metrics}],
        }
        return json.dumps({"_aws": header, **{name: round(value, 3) for name, (value, _) in values.items()}})

    def _counts(self) -> dict[str, float] | None:
        if self.usage is None:
            return {}
        if not self.usage.database:
            return None  # the database is not identified yet
        from pg_summary.cache.store import StoreError

        try:
            return self.usage.totals()
        except StoreError:
            return None


def _of_the_cache(counts: Mapping[str, float]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily

    requests = CounterMetricFamily(
        "pg_summary_requests", "requests by summary and by X-Cache", labels=(*SUMMARY_LABELS, "state")
    )
    for summary in CACHED:
        for state in STATES:
            requests.add_metric((summary.name, summary.path, state), counts.get(f"{state}:{summary.prefix}", 0))
    yield requests
    for event, name, text in COUNTED:
        family = CounterMetricFamily(name, text + ", by summary", labels=SUMMARY_LABELS)
        for summary in CACHED:
            family.add_metric((summary.name, summary.path), counts.get(f"{event}:{summary.prefix}", 0))
        yield family


def _of_the_apps(qualities: Qualities) -> Iterator[Metric]:
    """Gauges of the last hour and day, without those that have no value."""
    from prometheus_client.core import GaugeMetricFamily

    labels = ("app", "app_name", "window")
    conferences = GaugeMetricFamily("pg_summary_app_conferences", "conferences by status", labels=(*labels, "status"))
    failed = GaugeMetricFamily(
        "pg_summary_app_failure_ratio", "share of the ended conferences that failed", labels=labels
    )
    relayed = GaugeMetricFamily("pg_summary_app_relayed_ratio", "share of relayed connections", labels=labels)
    setup = GaugeMetricFamily(
        "pg_summary_app_setup_seconds", "set-up time of connections, within 2.5 %", labels=(*labels, "quantile")
    )
    issues = GaugeMetricFamily("pg_summary_app_issues", "issues by code", labels=(*labels, "code"))
    for app_id, name, window, found, codes in qualities.apps:
        key = (app_id, name, window)
        success = found.conferences - found.errors - found.warnings - found.ongoing
        for status, count in (
            ("success", success),
            ("warning", found.warnings),
            ("error", found.errors),
            ("ongoing", found.ongoing),
        ):
            conferences.add_metric((*key, status), count)
        for family, share in ((failed, found.error_ratio), (relayed, found.relayed_ratio)):
            if share is not None:
                family.add_metric(key, share)
        for quantile, ms in (("0.5", found.setup_p50_ms), ("0.95", found.setup_p95_ms)):
            if ms is not None:
                setup.add_metric((*key, quantile), ms / 1000)
        for code, count in codes.items():
            issues.add_metric((*key, code), count)
    yield from (conferences, failed, relayed, setup, issues)


class MetricsServer:
    """Serves /healthz, /readyz and /metrics from a thread of its own; a context manager. An IPv6 host: no brackets.

    Without prometheus_client there is no /metrics.
    """

    def __init__(self, metrics: Metrics, host: str, port: int) -> None:
        try:
            from prometheus_client import CollectorRegistry, generate_latest
            from prometheus_client.exposition import CONTENT_TYPE_LATEST
        except ImportError:
            self.has_metrics = False
        else:
            self.has_metrics = True
            registry = CollectorRegistry()
            registry.register(metrics)
        has_metrics = self.has_metrics

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                if path == "/metrics" and not has_metrics:
                    self._send(501, "text/plain", b"prometheus_client is not installed here\n")
                elif path == "/metrics":
                    self._send(200, CONTENT_TYPE_LATEST, generate_latest(registry))
                elif path == "/healthz":
                    self._tell(metrics.is_alive, {"alive": metrics.is_alive})
                elif path == "/readyz":
                    self._tell(not metrics.lacks, {"ready": not metrics.lacks, "lacks": metrics.lacks})
                else:
                    self._send(404, "text/plain", b"/healthz /readyz /metrics\n")

            do_HEAD = do_GET

            def _tell(self, is_well: bool, body: dict[str, Any]) -> None:
                self._send(200 if is_well else 503, "application/json", json.dumps(body).encode() + b"\n")

            def _send(self, status: int, content_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        self._server = Server((host, port), Handler)
        shown, port = str(self._server.server_address[0]), int(self._server.server_address[1])
        self.url = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"

    def __enter__(self) -> MetricsServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
