"""Computes what dashboards will ask before they ask, for every active app."""

from __future__ import annotations

import secrets
import time
from typing import Callable, Iterator, NamedTuple, Sequence

from pg_summary.cache.request import SummaryRequest
from pg_summary.cache.store import StoreError
from pg_summary.cache.summary_cache import Ask, SummaryCache
from pg_summary.cache.window import last_days
from pg_summary.summaries import CACHED, Summary

LOCK = "pg_summary:warmer"
LOCK_TTL_S = 60
# What is warmed because it was asked may take so many seconds of a cycle, the most asked first.
ASKED_BUDGET_S = 5.0
DAYS = (30,)
TIME_ZONES = ("UTC",)


class Warmed(NamedTuple):
    """What a cycle did. `failures` are messages; `note` says why it did nothing, `failed` whether that is a fault."""

    apps: int = 0
    bodies: int = 0
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    skipped: int = 0
    note: str | None = None
    failed: bool = False


class Warmer:
    """Computes and stores every summary of every active app, for the last `days` and in the time zones given, and
    after these the frequent requests of the last hour, including their filters, for at most ASKED_BUDGET_S.

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
        """Warm everything once, unless another process is warming. Failures are reported and do not stop the rest.

        Raises what `ask` does if the database can't be identified.
        """
        started = time.monotonic()
        bodies, failures = 0, []
        if not self.cache.identify(ask, self.schema):
            return Warmed(note="the pg-summary of this database is too old: run pg-summary install", failed=True)
        try:
            turn = _Turn(self.cache)
            if not turn.take():
                return Warmed(note="another process is warming the cache")
            try:
                for request in self._requests(apps):
                    if stop():
                        break
                    if not turn.prolong():
                        failures.append("stopped: this took so long that another process is warming the cache now")
                        break
                    try:
                        self.cache.warm(request, ask, self.schema)
                        bodies += 1
                    except StoreError:
                        raise
                    except Exception as error:
                        failures.append(f"{request.name} of app {request.app_id}: {_one_line(error)}")
            finally:
                turn.give_back()
        except StoreError as error:
            took = time.monotonic() - started
            return Warmed(len(apps), bodies, tuple(failures), took, note=_one_line(error), failed=True)
        self.cache.usage.flush(at_once=True)
        return Warmed(len(apps), bodies, tuple(failures), time.monotonic() - started)

    def _requests(self, apps: Sequence[str]) -> Iterator[SummaryRequest]:
        """The requests of every dashboard, then other frequent requests while there is time."""
        standard = {request.key(""): request for app in apps for request in self._standard(app)}
        yield from standard.values()
        give_up = time.monotonic() + ASKED_BUDGET_S
        for request in self.cache.usage.asked():
            if time.monotonic() > give_up:
                break
            if request.app_id in apps and request.key("") not in standard:
                yield request

    def _standard(self, app: str) -> Iterator[SummaryRequest]:
        """The requests of every dashboard."""
        for days in self.days:
            for summary in self.summaries:
                # A page shows one day by the hour.
                groups = (None, "hour") if days == 1 and "hour" in summary.groups else (None,)
                for zone in self.time_zones if summary.time_zone else TIME_ZONES:
                    for group in groups:
                        yield SummaryRequest(summary.name, app, last_days(days), group, time_zone=zone)


class _Turn:
    """The right to warm, which one process has at a time: a key of Redis that expires by itself."""

    def __init__(self, cache: SummaryCache) -> None:
        self.store = cache.store
        self.key = f"{self.store.prefix}{LOCK}:{cache.usage.database}"
        self.token = secrets.token_hex(8).encode()
        self.taken_at = 0.0

    def take(self) -> bool:
        """Try to take it; returns whether it is ours now. Raises StoreError."""
        self.taken_at = time.monotonic()
        return bool(self.store.ask(lambda client: client.set(self.key, self.token, nx=True, px=self._ttl_ms())))

    def prolong(self) -> bool:
        """Extend it, if it is time; returns whether it is still ours. Raises StoreError."""
        if time.monotonic() < self.taken_at + LOCK_TTL_S / 3:
            return True
        now = time.monotonic()
        holder = self.store.ask(lambda client: client.get(self.key))
        if holder != self.token:
            # It has expired, unless another process has it.
            return holder is None and self.take()
        self.store.ask(lambda client: client.set(self.key, self.token, px=self._ttl_ms()))
        self.taken_at = now
        return True

    def give_back(self) -> None:
        try:
            if self.store.ask(lambda client: client.get(self.key)) == self.token:
                self.store.ask(lambda client: client.delete(self.key))
        except StoreError:
            pass  # it expires by itself

    def _ttl_ms(self) -> int:
        return round(1000 * LOCK_TTL_S)


def tell(warmed: Warmed, again: bool = False) -> list[str]:
    """A cycle in words; `again`: another follows."""
    lines = [f"warm: {failure}" for failure in warmed.failures]
    if warmed.note is None:
        lines.append(f"warmed {warmed.bodies:,} bodies of {warmed.apps:,} apps in {warmed.seconds:.3f} s")
    else:
        lines.append(f"warm: {warmed.note}" + ("; trying again in the next cycle" if again else ""))
    return lines


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
