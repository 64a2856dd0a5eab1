"""Summaries through Redis: a body is computed once, by one caller at a time, and served to all.

    body = cached_summary("busiest:today", 60, compute)

If Redis is away, slow, full, read-only or holds something else, answers are slower, never wrong and never an error.
"""

from __future__ import annotations

import os
import threading
from typing import Callable

from pg_summary.cache.request import SummaryRequest, call
from pg_summary.cache.summary_cache import BYPASS, HIT, MISS, STALE, Answer, SummaryCache
from pg_summary.cache.warmer import Warmed, Warmer
from pg_summary.cache.window import Window, between, last_days

__all__ = [
    "BYPASS",
    "HIT",
    "MISS",
    "STALE",
    "Answer",
    "SummaryCache",
    "SummaryRequest",
    "Warmed",
    "Warmer",
    "Window",
    "between",
    "cached_summary",
    "call",
    "last_days",
    "find_key_prefix",
    "find_redis_url",
]

DEFAULT_URL = "redis://127.0.0.1:6379/0"

_default: SummaryCache | None = None
_making = threading.Lock()


def find_redis_url(chosen: str | None = None) -> str:
    """`chosen`, else PG_SUMMARY_REDIS_URL, REDIS_URL, or the server on this machine."""
    return chosen or os.environ.get("PG_SUMMARY_REDIS_URL") or os.environ.get("REDIS_URL") or DEFAULT_URL


def find_key_prefix(chosen: str | None = None) -> str:
    """The prefix of every key: `chosen`, else PG_SUMMARY_KEY_PREFIX, or nothing."""
    return chosen or os.environ.get("PG_SUMMARY_KEY_PREFIX") or ""


def cached_summary(
    cache_key: str, ttl: float, compute: Callable[[], str], no_cache: bool = False, cache: SummaryCache | None = None
) -> str:
    """The JSON text under the key, at most about `ttl` seconds old, or what `compute` returns, which is then stored.

    no_cache: compute again, and store the result. cache: instead of the one at `find_redis_url()`.
    """
    return (cache or _default_cache()).fetch(cache_key, ttl, compute, no_cache=no_cache).body


def _default_cache() -> SummaryCache:
    global _default
    with _making:
        if _default is None:
            _default = SummaryCache(find_redis_url(), key_prefix=find_key_prefix())
    return _default
