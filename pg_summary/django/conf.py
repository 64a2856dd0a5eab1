"""The settings: `PG_SUMMARY = {...}` in Django's, each of these names optional.

REDIS_URL            where the bodies are kept; None: nowhere. Default: PG_SUMMARY_REDIS_URL or REDIS_URL in the
                     environment, else redis://127.0.0.1:6379/0
KEY_PREFIX           prefix of every key in Redis. Default: PG_SUMMARY_KEY_PREFIX in the environment, else nothing
REDIS_TIMEOUT        the most seconds to wait for Redis
DATABASE             alias of the database that pg-summary is installed in
API_SCHEMA           schema of its functions; None: found by the connection's search_path
STATEMENT_TIMEOUT    seconds that a summary may take in PostgreSQL; keep it below the workers' own timeout
TTL                  {cache prefix: seconds} for which bodies stay fresh, to change the defaults
HARD_TTL             seconds until a body that could not be computed again is forgotten
STALE_WHILE_REVALIDATE  seconds for which a browser may show a body that is no longer fresh while it asks again
RETRY_AFTER          seconds that a 503 asks the caller to wait
VIEW_BASE            class that the views derive from: the API server's own, with its authorization and rate limits
HEALTH_VIEW_BASE     class that pg-summary/health derives from: a load balancer has no token
APPS                 function that takes the request and returns the ids of the apps that the caller may choose from;
                     None: every active app
CONFERENCE_URL       address of a conference's own page, to which the dashboard's lists link, with placeholders {id},
                     {conference_id} and {app_id}; empty: no links
REPLACE_UPSTREAM     True: the endpoints replace the API server's own of the same names, and their bodies also contain
                     what those contain
WARM_DAYS            windows that the warmer keeps warm, in days
WARM_TIME_ZONES      time zones for which the warmer keeps them warm
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

from pg_summary.cache import SummaryCache, find_key_prefix, find_redis_url
from pg_summary.cache.summary_cache import HARD_TTL_S
from pg_summary.cache.warmer import DAYS, TIME_ZONES
from pg_summary.cache.window import LONGEST_DAYS

DEFAULTS = {
    "REDIS_URL": "",
    "KEY_PREFIX": "",
    "REDIS_TIMEOUT": 0.5,
    "DATABASE": "default",
    "API_SCHEMA": None,
    "STATEMENT_TIMEOUT": 5.0,
    "TTL": {},
    "HARD_TTL": HARD_TTL_S,
    "STALE_WHILE_REVALIDATE": 300,
    "RETRY_AFTER": 5,
    "VIEW_BASE": "django.views.View",
    "HEALTH_VIEW_BASE": "django.views.View",
    "APPS": None,
    "CONFERENCE_URL": "",
    "REPLACE_UPSTREAM": False,
    "WARM_DAYS": DAYS,
    "WARM_TIME_ZONES": TIME_ZONES,
}
NO_URL = (
    "REDIS_URL can't be used: it must be redis://HOST:PORT/0, rediss://, unix://, "
    "redis+cluster://HOST:PORT,HOST:PORT or redis+sentinel://HOST:PORT,HOST:PORT/NAME, with no options but redis-py's "
    "(PG_SUMMARY['REDIS_URL'], else PG_SUMMARY_REDIS_URL or REDIS_URL of the environment)"
)
log = logging.getLogger("pg_summary")


def chosen() -> dict[str, Any]:
    """A setting of the project."""
    return getattr(settings, "PG_SUMMARY", {})


def setting(name: str) -> Any:
    return chosen().get(name, DEFAULTS[name])


def is_days(value: Any) -> bool:
    """Whether the warmer can keep a window of that length warm."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST_DAYS


def redis_url() -> str | None:
    """Where the bodies are kept."""
    url = setting("REDIS_URL")
    return None if url is None else find_redis_url(url)


@lru_cache(maxsize=None)
def cache() -> SummaryCache:
    """The cache of this process. If the URL can't be used, it keeps nothing."""
    try:
        return _cache(redis_url())
    except ValueError:
        log.warning("pg-summary: %s; every request computes", NO_URL)  # the URL may hold a password, its parts too
        return _cache(None)


def _cache(url: str | None) -> SummaryCache:
    return SummaryCache(
        url,
        ttls=setting("TTL"),
        hard_ttl=setting("HARD_TTL"),
        # A computation that still runs when its lock expires has been cancelled by then.
        lock_ttl=setting("STATEMENT_TIMEOUT") + 5,
        timeout=setting("REDIS_TIMEOUT"),
        key_prefix=find_key_prefix(setting("KEY_PREFIX")),
    )


def _forget(setting: str = "", **_: object) -> None:
    if setting == "PG_SUMMARY":
        cache.cache_clear()


setting_changed.connect(_forget)
