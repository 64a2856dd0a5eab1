"""Bodies of summaries in Redis: computed by one caller at a time, served to all, and never worse than without."""

from __future__ import annotations

import random
import time
from datetime import datetime, timezone
from typing import Any, Callable, Mapping, NamedTuple

from redis.exceptions import LockError
from redis.lock import Lock

from pg_summary.cache.entry import Entry, decode, digest, encode
from pg_summary.cache.request import SummaryRequest
from pg_summary.cache.store import Store, StoreError
from pg_summary.cache.usage import Usage

HIT, MISS, STALE, BYPASS = "hit", "miss", "stale", "bypass"
HARD_TTL_S = 3600
JITTER = 1 / 6  # 60 s +- 10 s
FIRST_WAIT_S, LONGEST_WAIT_S = 0.01, 0.1

Ask = Callable[[str, "list[Any]"], str]


class Answer(NamedTuple):
    """A body of JSON text, its hash, where it came from, its age in seconds and for how many more it is fresh."""

    body: str
    etag: str
    state: str
    age: float
    fresh_for: float


class SummaryCache:
    """A cache of JSON text by key.

    url: of Redis or Valkey; None: every call computes.
    ttls: seconds of freshness by cache prefix, where they are not to be those of the summaries.
    hard_ttl: seconds until a body that nobody could compute anew is forgotten.
    lock_ttl: seconds after which another may compute though the first has not ended; more than a statement may take.
    patience: seconds to wait for another's first computation before computing too.
    retry_after: seconds in which a stale body is served without an attempt, after one that failed.
    """

    def __init__(
        self,
        url: str | None,
        ttls: Mapping[str, float] | None = None,
        hard_ttl: float = HARD_TTL_S,
        lock_ttl: float = 10.0,
        patience: float = 3.0,
        retry_after: float = 2.0,
        timeout: float = 0.5,
    ) -> None:
        self.store = Store(url, timeout) if url else None
        self.usage = Usage(self.store) if self.store else None
        self.ttls = dict(ttls or {})
        self.hard_ttl, self.lock_ttl, self.patience, self.retry_after = hard_ttl, lock_ttl, patience, retry_after

    def answer(self, request: SummaryRequest, ask: Ask, schema: str | None = None, no_cache: bool = False) -> Answer:
        """The body that a request is answered with; `ask` runs SQL with parameters and returns the one text."""
        ttl = self._ttl(request)
        return self.fetch(request.key, ttl, lambda: _ask(request, ask, schema), no_cache, request)

    def warm(self, request: SummaryRequest, ask: Ask, schema: str | None = None) -> None:
        """Compute the body of a request and store it, though nobody asked, unless somebody is at it. Raises what `ask`
        does, and StoreError."""
        key = request.key
        lock = self._lock(key)
        if lock is None:
            return
        self._compute(key, self._ttl(request), lambda: _ask(request, ask, schema), None, lock, no_cache=True)

    def fetch(
        self,
        key: str,
        ttl: float,
        compute: Callable[[], str],
        no_cache: bool = False,
        request: SummaryRequest | None = None,
    ) -> Answer:
        """The body under the key while it is fresh (about `ttl` seconds), else what `compute` returns.

        One caller at a time computes, over all processes: the others get the stale body at once, or, where there
        is none, wait for the first. What `compute` raises is raised where no body can be served. `request`, what was
        asked, is remembered for the warmer.
        """
        started = time.monotonic()
        if self.store is None:
            return self._computed(key, compute(), ttl, started, BYPASS if no_cache else MISS)
        answer = self._fetch(key, ttl, compute, no_cache)
        self.usage.count(answer.state, _prefix(key))
        self.usage.count("seconds", _prefix(key), time.monotonic() - started)
        if request:
            self.usage.note(request)
        self.usage.flush()
        return answer

    def _fetch(self, key: str, ttl: float, compute: Callable[[], str], no_cache: bool) -> Answer:
        give_up = time.monotonic() + self.patience
        wait, entry = FIRST_WAIT_S, None
        try:
            while True:
                entry, is_rubbish = self._read(key)
                if entry and entry.fresh_for > 0 and not no_cache:
                    return _served(entry, HIT)
                lock = self._lock(key)
                if lock and not no_cache:
                    # Another may have stored it between the look and the lock.
                    entry, is_rubbish = self._read(key)
                    if entry and entry.fresh_for > 0:
                        self._release(key, lock)
                        return _served(entry, HIT)
                if lock or no_cache:
                    if is_rubbish:
                        self.usage.count("rubbish", _prefix(key))
                    return self._compute(key, ttl, compute, entry, lock, no_cache)
                if entry:
                    return _served(entry, STALE)
                if time.monotonic() > give_up:
                    return self._compute(key, ttl, compute, None, None, no_cache)
                time.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT_S)
        except StoreError:
            self.usage.count("store_error", _prefix(key))
        return self._compute(key, ttl, compute, entry, None, no_cache)

    def _compute(
        self,
        key: str,
        ttl: float,
        compute: Callable[[], str],
        entry: Entry | None,
        lock: Lock | None,
        no_cache: bool,
    ) -> Answer:
        """Compute, store, and let go of the lock. Where that fails, the body that there was serves a little longer."""
        started = time.monotonic()
        try:
            body = compute()
        except Exception:
            self.usage.count("error", _prefix(key))
            if entry is None:
                self._release(key, lock)
                raise
            # The lock stays for a moment, so that not everybody tries what has just failed.
            self._keep(key, lock)
            return _served(entry, STALE)
        self.usage.count("computed", _prefix(key))
        self.usage.count("computed_seconds", _prefix(key), time.monotonic() - started)
        answer = self._computed(key, body, ttl, started, BYPASS if no_cache else MISS)
        self._write(key, answer)
        self._release(key, lock)
        return answer

    def _ttl(self, request: SummaryRequest) -> float:
        return self.ttls.get(request.summary.prefix, request.summary.ttl)

    def _computed(self, key: str, body: str, ttl: float, started: float, state: str) -> Answer:
        """The age counts from before the computation: its snapshot was taken then."""
        age = time.monotonic() - started
        return Answer(body, digest(key, body), state, age, ttl * random.uniform(1 - JITTER, 1 + JITTER) - age)

    def _read(self, key: str) -> tuple[Entry | None, bool]:
        """The entry under the key, and whether something else lies there."""
        stored, left_ms = self.store.ask(
            lambda client: client.pipeline(transaction=False).get(key).pttl(key).execute(raise_on_error=False)
        )
        # An error here says that something of another type lies under the key: as good as nothing.
        entry = decode(key, stored, left_ms) if isinstance(stored, bytes) and isinstance(left_ms, int) else None
        return entry, stored is not None and entry is None

    def _write(self, key: str, answer: Answer) -> None:
        fresh_ms = round(1000 * (answer.fresh_for + answer.age))
        hard_ms = max(round(1000 * self.hard_ttl), fresh_ms)
        left_ms = hard_ms - round(1000 * answer.age)
        stored = encode(key, answer.body, fresh_ms, hard_ms)
        try:
            there, _ = self._read(key)
            # One that was begun later, by no_cache, knows more; Redis tells ages in milliseconds.
            if left_ms > 0 and not (there and there.age < answer.age - 0.01):
                self.store.ask(lambda client: client.set(key, stored, px=left_ms))
        except StoreError:
            self.usage.count("store_error", _prefix(key))

    def _lock(self, key: str) -> Lock | None:
        lock = Lock(self.store.client, f"{key}:lock", timeout=self.lock_ttl, thread_local=False)
        return lock if self.store.ask(lambda client: lock.acquire(blocking=False)) else None

    def _release(self, key: str, lock: Lock | None) -> None:
        self._settle(key, lock, lambda lock: lock.release())

    def _keep(self, key: str, lock: Lock | None) -> None:
        self._settle(key, lock, lambda lock: lock.extend(self.retry_after, replace_ttl=True))

    def _settle(self, key: str, lock: Lock | None, settle: Callable[[Lock], Any]) -> None:
        """Whatever goes wrong with a lock, its own time ends it."""
        if lock is None:
            return
        try:
            self.store.ask(lambda client: settle(lock))
        except (StoreError, LockError):
            self.usage.count("store_error", _prefix(key))


def _ask(request: SummaryRequest, ask: Ask, schema: str | None) -> str:
    return ask(*request.query(datetime.now(timezone.utc), schema))


def _served(entry: Entry, state: str) -> Answer:
    return Answer(entry.body, entry.digest, state, entry.age, entry.fresh_for)


def _prefix(key: str) -> str:
    return key.split(":", 1)[0]
