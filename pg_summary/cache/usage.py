"""How the cache is used: counted by each process, added up in Redis, read by the daemon that shows metrics.

Redis also keeps the recent rolling requests, for the warmer. All of this is kept apart by database, and is sent
together with commands to Redis that are needed anyway.
"""

from __future__ import annotations

import atexit
import math
import threading
import time
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from pg_summary.cache.request import SummaryRequest
from pg_summary.cache.store import Store, StoreError

COUNTS = "pg_summary:usage"
ASKED = "pg_summary:asked"
FLUSH_EVERY_S = 1.0
COUNTS_KEPT_S = 30 * 86400
# A request that came in that many of the last periods of so many seconds comes from many people, or from a page that
# stays open; a request that came once, or from somebody who tries odd things, does not qualify.
PERIOD_S = 300
PERIODS = 12
LEAST_PERIODS = 3
MOST_ASKED = 200  # that are returned, and that one process remembers between two flushes
MOST_OF_A_PERIOD = 500


class Batch(NamedTuple):
    """What a process has counted since it last reported to Redis."""

    counts: dict[str, float]
    asked: Counter[SummaryRequest]

    def queue(self, pipeline: Any, counts_key: str, asked_key: str) -> None:
        for name, amount in self.counts.items():
            pipeline.hincrbyfloat(counts_key, name, amount)
        if self.counts:
            pipeline.expire(counts_key, COUNTS_KEPT_S)
        for request, times in self.asked.items():
            pipeline.zincrby(asked_key, times, request.serialize())
        if self.asked:
            # The rarest are dropped first, so that odd requests can't displace frequent ones.
            pipeline.zremrangebyrank(asked_key, 0, -MOST_OF_A_PERIOD - 1)
            pipeline.expire(asked_key, PERIODS * PERIOD_S)


class Usage:
    """Counts of events by cache prefix, such as `hit:conf_summary`; reported to Redis about once a second.

    database: the identity of their database, as `SummaryRequest.key` takes it; "" while it is not known.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = ""
        self._lock = threading.Lock()
        self._counts: dict[str, float] = defaultdict(float)
        self._asked: Counter[SummaryRequest] = Counter()
        self._flushed = 0.0
        atexit.register(self.flush, at_once=True)

    def count(self, event: str, prefix: str, amount: float = 1) -> None:
        with self._lock:
            self._counts[f"{event}:{prefix}"] += amount

    def record(self, state: str, prefix: str, seconds: float) -> None:
        """Count a request that was answered."""
        with self._lock:
            self._counts[f"{state}:{prefix}"] += 1
            self._counts[f"seconds:{prefix}"] += seconds

    def note(self, request: SummaryRequest) -> None:
        """Remember this request, if its window is rolling: others never come again."""
        if request.window.span and (len(self._asked) < MOST_ASKED or request in self._asked):
            with self._lock:
                self._asked[request] += 1

    def ask_all(self, queue: Any, at_once: bool = False) -> list[Any]:
        """Like `Store.ask_all`; also sends the counts, if it is time or `at_once`. Raises StoreError."""
        batch = self._take(at_once)
        if batch is None:
            return self.store.ask_all(queue)
        own = 0

        def queue_both(pipeline: Any) -> None:
            nonlocal own
            queue(pipeline)
            own = len(pipeline)
            batch.queue(pipeline, self._counts_key(), self._asked_key(_period()))

        try:
            results = self.store.ask_all(queue_both)
        except StoreError:
            self._put_back(batch)
            raise
        if isinstance(results[own], Exception):
            self._put_back(batch)  # the first is refused: so are the others
        return results[:own]

    def flush(self, at_once: bool = False) -> None:
        """Add to the counts in Redis, if it is time; what it doesn't take is kept for the next time."""
        try:
            if at_once or time.monotonic() >= self._flushed + FLUSH_EVERY_S:
                self.ask_all(lambda pipeline: None, at_once=True)
        except StoreError:
            pass

    def totals(self) -> dict[str, float]:
        """Of all processes, since Redis was last emptied. Raises StoreError."""
        found = self.store.ask(lambda client: client.hgetall(self._counts_key()))
        totals = {}
        for name, value in found.items():
            try:
                if math.isfinite(float(value)):
                    totals[name.decode()] = float(value)
            except ValueError:
                pass  # none of ours
        return totals

    def asked(self) -> list[SummaryRequest]:
        """The rolling requests that were asked in several of the last periods, the most asked first. Raises StoreError.

        A server whose clock is ahead counts in a period that has not begun here: it is looked at, too.
        """
        now = _period()
        keys = [self._asked_key(period) for period in range(now - PERIODS + 1, now + 2)]
        periods: Counter[bytes] = Counter()
        times: Counter[bytes] = Counter()
        found = self.store.ask_all(lambda pipeline: [pipeline.zrange(key, 0, -1, withscores=True) for key in keys])
        for of_period in found:
            if isinstance(of_period, Exception):
                continue  # something else lies there
            for text, score in of_period:
                periods[text] += 1
                times[text] += score
        often = [text for text, count in periods.items() if count >= LEAST_PERIODS]
        requests = []
        for text in sorted(often, key=lambda text: (-periods[text], -times[text], text)):
            try:
                requests.append(SummaryRequest.deserialize(text))
            except Exception:
                pass  # another release's, or not ours
        return requests[:MOST_ASKED]

    def _counts_key(self) -> str:
        return f"{self.store.prefix}{COUNTS}:{self.database}"

    def _asked_key(self, period: int) -> str:
        return f"{self.store.prefix}{ASKED}:{self.database}:{period}"

    def _take(self, at_once: bool) -> Batch | None:
        now = time.monotonic()
        if not at_once and now < self._flushed + FLUSH_EVERY_S:
            return None
        with self._lock:
            if not (self._counts or self._asked):
                return None
            self._flushed = now
            batch = Batch(self._counts, self._asked)
            self._counts, self._asked = defaultdict(float), Counter()
            return batch

    def _put_back(self, batch: Batch) -> None:
        with self._lock:
            for name, amount in batch.counts.items():
                self._counts[name] += amount
            self._asked.update(batch.asked)


def _period() -> int:
    return int(time.time() // PERIOD_S)
