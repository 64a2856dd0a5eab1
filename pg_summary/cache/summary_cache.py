"""Bodies of summaries in Redis: computed by one caller at a time, served to all, and never worse than without.

Each body has a second key, its mark, which expires when the body is no longer fresh. A caller that finds no mark sets
one, in the round trip that reads the body, and so has the turn to compute: a hit takes one round trip, a miss two, and
no script has to run in Redis.
"""

from __future__ import annotations

import logging
import random
import time
from datetime import datetime, timezone
from typing import Any, Callable, Mapping, NamedTuple

from pg_summary.cache.entry import Entry, decode, digest, encode
from pg_summary.cache.request import IDENTITY, SummaryRequest, call, may_identify, short_hash
from pg_summary.cache.store import Store, StoreError
from pg_summary.cache.usage import Usage

HIT, MISS, STALE, BYPASS = "hit", "miss", "stale", "bypass"
# The values of a mark: the body is fresh, somebody computes it, or a computation has just failed.
FRESH, COMPUTING, FAILED = b"fresh", b"computing", b"failed"
HARD_TTL_S = 3600
JITTER = 1 / 6  # 60 s +- 10 s
FIRST_WAIT_S, LONGEST_WAIT_S = 0.01, 0.1
REPORT_EVERY_S = 60.0  # what is wrong with Redis
IDENTIFY_EVERY_S = 60.0  # for a database that has no identity yet

Ask = Callable[[str, "list[Any]"], str]
log = logging.getLogger("pg_summary")


class Answer(NamedTuple):
    """A body of JSON text, its hash, where it came from, its age in seconds and for how many more it is fresh."""

    body: str
    etag: str
    state: str
    age: float
    fresh_for: float


class OtherDatabase(Exception):
    """A different database answered than the one in the key: the connection leads elsewhere now."""

    def __init__(self, database: str, body: str) -> None:
        super().__init__("the connection leads to another database than a moment ago")
        self.database, self.body = database, body


class _Look(NamedTuple):
    """The entry of a key, and whether the value is not ours; whether the turn to compute is ours now; the mark,
    if it was requested; why Redis refused the turn."""

    entry: Entry | None
    is_invalid: bool
    has_turn: bool
    mark: bytes | None
    refusal: str | None


class SummaryCache:
    """A cache of JSON text by key.

    url: of Redis or Valkey, see `find_server`; None: every call computes.
    ttls: seconds of freshness by cache prefix, to override those of the summaries.
    hard_ttl: seconds until a body that nobody could compute again is forgotten.
    lock_ttl: seconds after which another caller may compute though the first has not ended; longer than a statement may
    take.
    patience: seconds to wait for another caller's first computation before computing too.
    retry_after: after a failed attempt, seconds in which a stale body is served without a new attempt.
    key_prefix: every key starts with it, to keep users of the same Redis apart.
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
        key_prefix: str = "",
    ) -> None:
        self._store = Store(url, timeout, prefix=key_prefix) if url else None
        self._usage = Usage(self._store) if self._store else None
        self.ttls = dict(ttls or {})
        self.hard_ttl, self.lock_ttl, self.patience, self.retry_after = hard_ttl, lock_ttl, patience, retry_after
        self._reported = -REPORT_EVERY_S
        self._identified = -IDENTIFY_EVERY_S

    @property
    def has_store(self) -> bool:
        """Whether bodies are kept anywhere; if not, there is neither `store` nor `usage`."""
        return self._store is not None

    @property
    def store(self) -> Store:
        """Where bodies are kept."""
        assert self._store is not None, "this cache has no Redis"
        return self._store

    @property
    def usage(self) -> Usage:
        """How often each summary is requested."""
        assert self._usage is not None, "this cache has no Redis"
        return self._usage

    def answer(self, request: SummaryRequest, ask: Ask, schema: str | None = None, no_cache: bool = False) -> Answer:
        """The body that answers a request; `ask` runs SQL with parameters and returns the one text."""
        ttl = self._ttl(request)
        database = self._database(ask, schema) if self.has_store else None
        if not database:
            started = time.monotonic()
            body = ask(*request.query(datetime.now(timezone.utc), schema))
            return self._computed(request.key(""), body, ttl, started, BYPASS if no_cache else MISS)
        try:
            return self._fetch_of(database, request, ask, schema, no_cache)
        except OtherDatabase as other:
            self.usage.database = database = other.database
        try:
            return self._fetch_of(database, request, ask, schema, no_cache)
        except OtherDatabase as other:
            # Two databases alternate: the second answer is right, and is not stored.
            return self._computed(request.key(""), other.body, ttl, time.monotonic(), BYPASS if no_cache else MISS)

    def _fetch_of(self, database: str, request: SummaryRequest, ask: Ask, schema: str | None, no_cache: bool) -> Answer:
        compute = self._computation(request, database, ask, schema)
        return self.fetch(request.key(database), self._ttl(request), compute, no_cache, request)

    def identify(self, ask: Ask, schema: str | None = None) -> str:
        """Find out which database `ask` leads to: "" if its pg-summary is too old to say. Raises what `ask` does."""
        self._identified = time.monotonic()
        can_tell = ask(*may_identify(schema)) == "true"
        self.usage.database = short_hash(ask(*call(IDENTITY, {}, schema))) if can_tell else ""
        return self.usage.database

    def warm(self, request: SummaryRequest, ask: Ask, schema: str | None = None) -> None:
        """Compute the body of a request and store it, unless somebody else is computing it. The database must be
        identified. Raises what `ask` does, StoreError and OtherDatabase."""
        database = self.usage.database
        key = request.key(database)
        mark = _mark(self._name(key))
        taken, found = self.usage.ask_all(lambda pipeline: self._queue_turn(pipeline, mark).get(mark))
        refusal = self.store.refusal(taken)
        if refusal:
            raise StoreError(refusal)
        if not taken and found in (COMPUTING, FAILED):
            return
        compute = self._computation(request, database, ask, schema)
        self._compute(key, self._ttl(request), compute, None, taken is True, no_cache=True, must_store=True)

    def fetch(
        self,
        key: str,
        ttl: float,
        compute: Callable[[], str],
        no_cache: bool = False,
        request: SummaryRequest | None = None,
    ) -> Answer:
        """The body under the key while it is fresh (about `ttl` seconds), else what `compute` returns.

        Among all processes, one caller at a time computes. The others get the stale body immediately or, if there is
        none, wait for the first caller. If no body can be served, this raises what `compute` raises. `request` is
        remembered for the warmer.
        """
        started = time.monotonic()
        if not self.has_store:
            return self._computed(key, compute(), ttl, started, BYPASS if no_cache else MISS)
        if request:
            self.usage.note(request)
        answer = self._fetch(key, ttl, compute, no_cache)
        self.usage.record(answer.state, _prefix(key), time.monotonic() - started)
        return answer

    def _fetch(self, key: str, ttl: float, compute: Callable[[], str], no_cache: bool) -> Answer:
        give_up = time.monotonic() + self.patience
        wait, entry, is_first = FIRST_WAIT_S, None, True
        has_turn = False
        try:
            while True:
                look = self._look(key, with_mark=not is_first)
                entry, has_turn = look.entry, look.has_turn
                if look.refusal:
                    self._note_trouble(key, look.refusal)
                if entry and entry.fresh_for > 0 and not no_cache:
                    if has_turn:
                        # Its mark was lost, or it never had one.
                        self._set_mark(key, FRESH, entry.fresh_for)
                    return _served(entry, HIT)
                # A mark without its body means nothing, nor does a value that is not a mark.
                is_lost = not is_first and look.mark not in (COMPUTING, FAILED)
                if any((has_turn, no_cache, look.refusal, is_lost)):
                    if look.is_invalid:
                        self.usage.count("invalid_entry", _prefix(key))
                    break
                if not is_first:
                    if entry:
                        return _served(entry, STALE)
                    if time.monotonic() > give_up:
                        break
                    time.sleep(wait)
                    wait = min(2 * wait, LONGEST_WAIT_S)
                is_first = False
        except StoreError as error:
            self._note_trouble(key, str(error))
        return self._compute(key, ttl, compute, entry, has_turn, no_cache)

    def _compute(
        self,
        key: str,
        ttl: float,
        compute: Callable[[], str],
        entry: Entry | None,
        has_turn: bool,
        no_cache: bool,
        must_store: bool = False,
    ) -> Answer:
        """Compute and store. If that fails, the old body is served a little longer, and the holder of the turn gives it
        back; after `lock_ttl` another caller may have it."""
        started = time.monotonic()
        try:
            body = compute()
        except Exception as error:
            has_turn = has_turn and time.monotonic() - started < self.lock_ttl - 0.1
            if entry is None or isinstance(error, OtherDatabase):
                if has_turn:
                    self._drop_mark(key)
                if not isinstance(error, OtherDatabase):
                    self.usage.count("error", _prefix(key))
                raise
            self.usage.count("error", _prefix(key))
            if has_turn:
                # So that not every caller tries what has just failed.
                self._set_mark(key, FAILED, self.retry_after)
            return _served(entry, STALE)
        self.usage.count("computed", _prefix(key))
        self.usage.count("computed_seconds", _prefix(key), time.monotonic() - started)
        answer = self._computed(self._name(key), body, ttl, started, BYPASS if no_cache else MISS)
        try:
            self._write(key, answer)
        except StoreError as error:
            if must_store:
                raise
            self._note_trouble(key, str(error))
        return answer

    def _ttl(self, request: SummaryRequest) -> float:
        return self.ttls.get(request.summary.prefix, request.summary.ttl)

    def _computed(self, key: str, body: str, ttl: float, started: float, state: str) -> Answer:
        """The age starts before the computation, when its snapshot was taken."""
        age = time.monotonic() - started
        return Answer(body, digest(key, body), state, age, ttl * random.uniform(1 - JITTER, 1 + JITTER) - age)

    def _database(self, ask: Ask, schema: str | None) -> str:
        """The identity of the database: each computation confirms it, so it is requested only once."""
        if self.usage.database or time.monotonic() < self._identified + IDENTIFY_EVERY_S:
            return self.usage.database
        database = self.identify(ask, schema)
        if not database:
            log.warning("pg-summary: nothing is cached until pg-summary install has upgraded the database")
        return database

    def _computation(self, request: SummaryRequest, database: str, ask: Ask, schema: str | None) -> Callable[[], str]:
        """Computes the body, and makes sure that it comes from the database in the key."""

        def compute() -> str:
            text = ask(*request.identified_query(datetime.now(timezone.utc), schema))
            identity, _, body = text.partition("\n")
            found = short_hash(identity)
            if found != database:
                raise OtherDatabase(found, body)
            return body

        return compute

    def _name(self, key: str) -> str:
        """The key in Redis."""
        return self.store.prefix + key

    def _queue_turn(self, pipeline: Any, mark: str) -> Any:
        return pipeline.set(mark, COMPUTING, nx=True, px=round(1000 * self.lock_ttl))

    def _look(self, key: str, with_mark: bool) -> _Look:
        name = self._name(key)
        mark = _mark(name)

        def queue(pipeline: Any) -> None:
            self._queue_turn(pipeline.get(name).pttl(name), mark)
            if with_mark:
                pipeline.get(mark)

        stored, left_ms, taken, *found = self.usage.ask_all(queue)
        # An error here means that the key holds another type, which counts as nothing.
        entry = decode(name, stored, left_ms) if isinstance(stored, bytes) and isinstance(left_ms, int) else None
        refusal = self.store.refusal(taken)
        return _Look(
            entry,
            is_invalid=stored is not None and entry is None and not (refusal and isinstance(stored, Exception)),
            has_turn=taken is True,
            mark=found[0] if found and isinstance(found[0], bytes) else None,
            refusal=refusal,
        )

    def _write(self, key: str, answer: Answer) -> None:
        """Store a body and its mark. Raises StoreError."""
        name = self._name(key)
        fresh_ms = round(1000 * (answer.fresh_for + answer.age))
        hard_ms = max(round(1000 * self.hard_ttl), fresh_ms)
        age_ms = round(1000 * answer.age)
        if age_ms >= hard_ms:
            return
        stored = encode(name, answer.body, fresh_ms, hard_ms)

        def queue(pipeline: Any) -> None:
            pipeline.get(name).pttl(name).set(name, stored, px=hard_ms - age_ms)
            _queue_mark(pipeline, _mark(name), fresh_ms - age_ms)

        before, before_ms, done, marked = self.usage.ask_all(queue, at_once=True)
        for result in (done, marked):
            refusal = self.store.refusal(result)
            if refusal:
                raise StoreError(refusal)
        there = decode(name, before, before_ms) if isinstance(before, bytes) and isinstance(before_ms, int) else None
        # A computation that began later, by no_cache, is newer: its body is put back. Redis counts ages in
        # milliseconds.
        if there and there.age < answer.age - 0.01:

            def put_back(pipeline: Any) -> None:
                pipeline.set(name, before, px=before_ms)
                _queue_mark(pipeline, _mark(name), round(1000 * there.fresh_for))

            self.store.ask_all(put_back)

    def _set_mark(self, key: str, mark: bytes, seconds: float) -> None:
        px = max(1, round(1000 * seconds))
        self._try(key, lambda client: client.set(_mark(self._name(key)), mark, px=px))

    def _drop_mark(self, key: str) -> None:
        self._try(key, lambda client: client.delete(_mark(self._name(key))))

    def _try(self, key: str, operation: Callable[[Any], Any]) -> None:
        """Whatever goes wrong with a mark, it expires by itself."""
        try:
            self.store.ask(operation)
        except StoreError as error:
            self._note_trouble(key, str(error))

    def _note_trouble(self, key: str, reason: str) -> None:
        """Count a failure of Redis; say why, once a minute at most."""
        self.usage.count("store_error", _prefix(key))
        now = time.monotonic()
        if now >= self._reported + REPORT_EVERY_S:
            self._reported = now
            log.warning("pg-summary: %s; PostgreSQL answers instead", reason)


def _queue_mark(pipeline: Any, mark: str, fresh_ms: int) -> None:
    if fresh_ms > 0:
        pipeline.set(mark, FRESH, px=fresh_ms)
    else:
        pipeline.delete(mark)


def _served(entry: Entry, state: str) -> Answer:
    return Answer(entry.body, entry.digest, state, entry.age, entry.fresh_for)


def _mark(name: str) -> str:
    return f"{name}:lock"


def _prefix(key: str) -> str:
    return key.split(":", 1)[0]
