"""Computes what dashboards will ask before they ask, for every active app."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Callable, Iterator, NamedTuple, Sequence

from redis.exceptions import LockError
from redis.lock import Lock

from pg_summary.cache.request import SummaryRequest
from pg_summary.cache.store import StoreError
from pg_summary.cache.summary_cache import Ask, SummaryCache
from pg_summary.cache.window import last_days
from pg_summary.summaries import CACHED, Summary

LOCK = "pg_summary:warmer"
LOCK_TTL_S = 60
DAYS = (30,)
TIME_ZONES = ("UTC",)


class Warmed(NamedTuple):
    """What a cycle did. `failures` are messages; `note` tells why it did nothing, `failed` whether that is a fault."""

    apps: int = 0
    bodies: int = 0
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False


class Warmer:
    """Computes and stores every summary of every active app, for the last `days` and in the time zones given, and
    beside these what somebody asked in the last day, filters included.

    ask: runs SQL with parameters and returns the one text. schema: of the API functions.
    """

    def __init__(
        self,
        cache: SummaryCache,
        days: Sequence[int] = DAYS,
        time_zones: Sequence[str] = TIME_ZONES,
        schema: str | None = None,
        summaries: Sequence[Summary] = CACHED,
    ) -> None:
        self.cache, self.days, self.time_zones, self.schema = cache, days, time_zones, schema
        self.summaries = summaries

    def cycle(self, apps: Sequence[str], ask: Ask, stop: Callable[[], bool] = lambda: False) -> Warmed:
        """Warm everything once, unless another process is at it. What fails is told, and stops nothing else."""
        started = time.monotonic()
        bodies, failures = 0, []
        try:
            with self._alone() as (is_alone, prolong):
                if not is_alone:
                    return Warmed(note="another process is warming")
                for app, requests in self._requests(apps).items():
                    for request in requests:
                        prolong()
                        if stop():
                            break
                        try:
                            self.cache.warm(request, ask, self.schema)
                            bodies += 1
                        except Exception as error:
                            failures.append(f"{request.name} of app {app}: {_one_line(error)}")
        except (StoreError, LockError) as error:
            took = time.monotonic() - started
            note = f"gave up: {_one_line(error)}"
            return Warmed(len(apps), bodies, tuple(failures), took, note=note, failed=True)
        self.cache.usage.flush(at_once=True)
        return Warmed(len(apps), bodies, tuple(failures), time.monotonic() - started)

    def _requests(self, apps: Sequence[str]) -> dict[str, list[SummaryRequest]]:
        requests = {app: {request.key: request for request in self._standard(app)} for app in apps}
        try:
            asked = self.cache.usage.asked()
        except StoreError:
            asked = []  # something else lies there: what every dashboard asks is warmed anyway
        for request in asked:
            if request.app_id in requests:
                requests[request.app_id].setdefault(request.key, request)
        return {app: list(of_app.values()) for app, of_app in requests.items()}

    def _standard(self, app: str) -> Iterator[SummaryRequest]:
        """What every dashboard asks."""
        for days in self.days:
            for summary in self.summaries:
                for zone in self.time_zones if summary.time_zone else TIME_ZONES:
                    yield SummaryRequest(summary.name, app, last_days(days), time_zone=zone)

    @contextmanager
    def _alone(self) -> Iterator[tuple[bool, Callable[[], object]]]:
        """Whether no other process warms, and what to call now and then so that it stays so."""
        store = self.cache.store
        lock = Lock(store.client, LOCK, timeout=LOCK_TTL_S, thread_local=False)
        if not store.ask(lambda client: lock.acquire(blocking=False)):
            yield False, lambda: None
            return
        try:
            yield True, lambda: store.ask(lambda client: lock.reacquire())
        finally:
            try:
                store.ask(lambda client: lock.release())
            except (StoreError, LockError):
                pass  # its own time ends it


def tell(warmed: Warmed) -> list[str]:
    """A cycle in words."""
    lines = list(warmed.failures)
    lines.append(warmed.note or f"warmed {warmed.bodies:,} bodies of {warmed.apps:,} apps in {warmed.seconds:.3f} s")
    return lines


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
