"""Redis, used so that it can only help: short timeouts, and a circuit breaker that leaves it alone while it is away."""

from __future__ import annotations

import threading
import time
from typing import Callable, TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

Result = TypeVar("Result")


class StoreError(Exception):
    """Redis did not do what it was asked: it is away, slow, full, or holds another type under the key."""


class Store:
    """Asks a Redis (or Valkey) server.

    timeout: seconds to wait for a connection or an answer, at most.
    After `failures` of them in a row nothing is asked for `pause` seconds; then one caller tries.
    Raises ValueError where the URL is none of Redis, or has an option that there is not.
    """

    def __init__(self, url: str, timeout: float = 0.5, failures: int = 3, pause: float = 2.0) -> None:
        self.failures, self.pause = failures, pause
        self.client = redis.Redis.from_url(
            url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0)
        )
        pool = self.client.connection_pool
        pool.connection_kwargs["decode_responses"] = False  # entries are bytes, whatever the URL says
        try:
            pool.connection_class(**pool.connection_kwargs)
        except Exception as error:
            # What no connection can be made with; it does not connect yet.
            raise ValueError(f"an option can't be used: {error}") from error
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_until = 0.0

    def ask(self, operation: Callable[[redis.Redis], Result]) -> Result:
        """What the operation on the client returns. Raises StoreError."""
        if not self._may_try():
            raise StoreError("Redis is left alone: it failed a moment ago")
        try:
            result = operation(self.client)
        except redis.ResponseError as error:
            # It is there, and says no.
            self._note(failed=False)
            raise StoreError(str(error)) from error
        except Exception as error:
            self._note(failed=True)
            raise StoreError(str(error)) from error
        self._note(failed=False)
        return result

    @property
    def is_open(self) -> bool:
        """Whether Redis is left alone at the moment."""
        return self._failed >= self.failures and time.monotonic() < self._closed_until

    def _may_try(self) -> bool:
        if self._failed < self.failures:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + self.pause
            return True

    def _note(self, failed: bool) -> None:
        if not failed and not self._failed:
            return
        with self._lock:
            self._failed = self._failed + 1 if failed else 0
            if self._failed >= self.failures:
                self._closed_until = time.monotonic() + self.pause
