"""Redis, used so that it can only help: with short timeouts, and a circuit breaker that leaves it alone while it is
away or slow."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, TypeVar

import redis
from redis.exceptions import ReadOnlyError

from pg_summary.cache.server import describe, find_server

Result = TypeVar("Result")

# How long Redis must be slow without interruption before it is left alone: a moment without processor time does not
# make Redis slow.
SLOW_FOR_S = 1.0
PROBE_MS = 60_000


class StoreError(Exception):
    """Redis did not run a command: it is away, slow, full, read-only, or holds another type under the key."""


class Store:
    """Asks a Redis (or Valkey) server, a cluster of them, or the primary that Sentinels name; see `find_server`.

    timeout: the most seconds to wait for a connection or an answer; an answer that takes half of it is slow.
    prefix: every key starts with it.
    After `failures` failures in a row, or as many slow answers over a second, it asks nothing for `pause` seconds;
    then one caller tries again.
    Raises ValueError if the URL is not one of Redis, or has an unknown option.
    """

    def __init__(self, url: str, timeout: float = 0.5, failures: int = 3, pause: float = 2.0, prefix: str = "") -> None:
        self.server = find_server(url, timeout)
        self.timeout, self.failures, self.pause, self.prefix = timeout, failures, pause, prefix
        self.reason = ""
        self._client: Any = None
        self._lock = threading.Lock()
        self._failed = self._slow = 0
        self._slow_since = 0.0
        self._is_left_alone = False
        self._closed_until = self._reconnected_at = 0.0

    @property
    def client(self) -> Any:
        """The client of redis-py."""
        if self._client is None:
            self._client = self.server.connect()
        return self._client

    def ask(self, operation: Callable[[Any], Result]) -> Result:
        """What the operation on the client returns. Raises StoreError."""
        if not self._may_try():
            raise StoreError(self.reason)
        started = time.monotonic()
        try:
            result = operation(self.client)
        except redis.ResponseError as error:
            # It answers, and refuses.
            self._note(time.monotonic() - started)
            raise StoreError(self.refusal(error) or str(error)) from error
        except Exception as error:
            self.reason = describe(error, self.server.place, self.timeout)
            self._note(time.monotonic() - started, failed=True)
            raise StoreError(self.reason) from error
        self._note(time.monotonic() - started)
        return result

    def ask_all(self, queue: Callable[[Any], object]) -> list[Any]:
        """The results of the commands that `queue` puts on a pipeline, in one round trip; for a refused command, its
        error. Raises StoreError."""

        def run(client: Any) -> list[Any]:
            pipeline = client.pipeline(transaction=False)
            queue(pipeline)
            results: list[Any] = pipeline.execute(raise_on_error=False)
            for result in results:
                if isinstance(result, Exception) and not isinstance(result, redis.ResponseError):
                    raise result  # as the client of a cluster returns them
            return results

        return self.ask(run)

    def refusal(self, result: Any) -> str | None:
        """If a result shows that Redis refuses this command and will refuse others, the reason as a sentence.

        None for a key that holds another type. The primary that we connected to may be a replica now, behind the
        same address: then we connect again, at most every few seconds.
        """
        if not isinstance(result, redis.ResponseError) or str(result).startswith("WRONGTYPE"):
            return None
        if isinstance(result, ReadOnlyError):
            with self._lock:
                is_time = time.monotonic() >= self._reconnected_at + self.pause
                if is_time:
                    self._reconnected_at = time.monotonic()
            pool = getattr(self._client, "connection_pool", None)
            if is_time and pool is not None:
                pool.disconnect(inuse_connections=False)
        return describe(result, self.server.place, self.timeout)

    def probe(self) -> None:
        """Store something in the way of an entry: a Redis that can only be read is of no use. Raises StoreError."""
        self.ask(lambda client: client.set(f"{self.prefix}pg_summary:health", b"ok", px=PROBE_MS))

    @property
    def is_open(self) -> bool:
        """Whether Redis is left alone at the moment."""
        return self._is_left_alone and time.monotonic() < self._closed_until

    def _may_try(self) -> bool:
        if not self._is_left_alone:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + self.pause
            return True

    def _note(self, took: float, failed: bool = False) -> None:
        is_slow = took > self.timeout / 2
        if not failed and not is_slow and not self._failed and not self._slow:
            return
        with self._lock:
            now = time.monotonic()
            if failed:
                self._failed += 1
            elif is_slow:
                self._slow_since = self._slow_since if self._slow else now - took
                self._slow += 1
                self.reason = f"Redis at {self.server.place} is slow: it took {took:.2f} s to answer"
            else:
                self._failed = self._slow = 0
            lasts = self._slow >= self.failures and now - self._slow_since >= SLOW_FOR_S
            self._is_left_alone = self._failed >= self.failures or lasts
            if self._is_left_alone:
                self._closed_until = now + self.pause
