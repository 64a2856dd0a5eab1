"""How the cache is used: counted by each process, added up in Redis, read by the daemon that shows metrics.

Beside the counts stand the rolling requests that somebody asked lately, for the warmer.
"""

from __future__ import annotations

import atexit
import math
import threading
import time
from collections import Counter

from pg_summary.cache.request import SummaryRequest
from pg_summary.cache.store import Store, StoreError

COUNTS = "pg_summary:usage"
ASKED = "pg_summary:asked"
FLUSH_EVERY_S = 1.0
ASKED_FOR_S = 24 * 3600
MOST_ASKED = 200


class Usage:
    """Counts of events by cache prefix, such as `hit:conf_summary`; flushed to Redis about once a second."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._asked: dict[str, float] = {}
        self._flushed = 0.0
        atexit.register(self.flush, at_once=True)

    def count(self, event: str, prefix: str, amount: float = 1) -> None:
        with self._lock:
            self._counts[f"{event}:{prefix}"] += amount

    def note(self, request: SummaryRequest) -> None:
        """Remember that this was asked, if it is a rolling window: others are never asked again."""
        if request.window.span and len(self._asked) < MOST_ASKED:
            with self._lock:
                self._asked[request.serialize()] = time.time()

    def flush(self, at_once: bool = False) -> None:
        """Add to the counts in Redis, if it is time; what it doesn't take is kept for the next time."""
        now = time.monotonic()
        with self._lock:
            if not at_once and now < self._flushed + FLUSH_EVERY_S or not (self._counts or self._asked):
                return
            self._flushed = now
            counts, self._counts = self._counts, Counter()
            asked, self._asked = self._asked, {}
        try:
            self.store.ask(lambda client: _add(client.pipeline(transaction=True), counts, asked))
        except StoreError:
            with self._lock:
                self._counts.update(counts)
                self._asked = {**asked, **self._asked}

    def totals(self) -> dict[str, float]:
        """Of all processes, since Redis was last emptied. Raises StoreError."""
        found = self.store.ask(lambda client: client.hgetall(COUNTS))
        totals = {}
        for name, value in found.items():
            try:
                if math.isfinite(float(value)):
                    totals[name.decode()] = float(value)
            except ValueError:
                pass  # none of ours
        return totals

    def asked(self) -> list[SummaryRequest]:
        """The rolling requests of the last day, the latest first. Raises StoreError."""
        latest = self.store.ask(lambda client: client.zrevrange(ASKED, 0, MOST_ASKED - 1))
        requests = []
        for text in latest:
            try:
                requests.append(SummaryRequest.deserialize(text))
            except Exception:
                pass  # another release's, or rubbish
        return requests


def _add(pipeline, counts: Counter[str], asked: dict[str, float]) -> None:
    for name, amount in counts.items():
        pipeline.hincrbyfloat(COUNTS, name, amount)
    if asked:
        pipeline.zadd(ASKED, asked)
        pipeline.zremrangebyscore(ASKED, 0, time.time() - ASKED_FOR_S)
        pipeline.zremrangebyrank(ASKED, 0, -MOST_ASKED - 1)
    pipeline.execute()
