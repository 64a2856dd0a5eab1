"""System checks: settings that are misspelt or mistyped, and a database without pg-summary or with another release."""

from __future__ import annotations

import json
from typing import Any

from django.core.checks import Error, Tags, Warning, register
from django.utils.module_loading import import_string

from pg_summary import __version__
from pg_summary.cache import call
from pg_summary.cache.store import Store
from pg_summary.cache.window import LONGEST_DAYS
from pg_summary.django.conf import DEFAULTS, NO_URL, chosen, is_days, redis_url, setting
from pg_summary.django.database import BadValue, Unavailable, ask
from pg_summary.summaries import CACHED

TYPES: dict[str, tuple[type, ...]] = {
    "REDIS_URL": (str, type(None)),
    "KEY_PREFIX": (str,),
    "API_SCHEMA": (str, type(None)),
    "DATABASE": (str,),
    "VIEW_BASE": (str,),
    "TTL": (dict,),
    "WARM_DAYS": (tuple, list),
    "WARM_TIME_ZONES": (tuple, list),
}
# The least and the most of what is a number of seconds: of a time-out 0 would be none at all.
SECONDS = (0, 10 * 365 * 86400)
SECONDS_OF = {"REDIS_TIMEOUT": (0.001, 3600), "STATEMENT_TIMEOUT": (0.001, 86400)}
PREFIXES = tuple(summary.prefix for summary in CACHED)


@register()
def check_settings(app_configs: Any, **_: Any) -> list:
    """E001: a name that is none of ours; E002: a value that the setting can't have; E003: no such view base;
    E004: a URL of Redis that can't be used.
    """
    problems = []
    for name, value in chosen().items():
        kinds = TYPES.get(name, (int, float))
        if name not in DEFAULTS:
            hint = "There are: " + ", ".join(sorted(DEFAULTS))
            problems.append(Error(f"PG_SUMMARY has no setting {name}", hint=hint, id="pg_summary.E001"))
        elif not isinstance(value, kinds) or isinstance(value, bool):
            wanted = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
            problems.append(Error(f"PG_SUMMARY[{name!r}] must be {wanted}", id="pg_summary.E002"))
        else:
            wanted = _wanted(name, value)
            if wanted:
                problems.append(Error(f"PG_SUMMARY[{name!r}] must be {wanted}", id="pg_summary.E002"))
    try:
        import_string(setting("VIEW_BASE"))
    except (ImportError, AttributeError) as error:
        problems.append(Error(f"PG_SUMMARY['VIEW_BASE']: {error}", id="pg_summary.E003"))
    if isinstance(setting("REDIS_URL"), TYPES["REDIS_URL"]) and not _is_redis_url(redis_url()):
        problems.append(Error(NO_URL, id="pg_summary.E004"))
    return problems


def _wanted(name: str, value: Any) -> str | None:
    """What a value of the right type must be, where it is not that."""
    if name == "WARM_DAYS" and not all(is_days(days) for days in value):
        return f"whole numbers from 1 to {LONGEST_DAYS}"
    if name == "WARM_TIME_ZONES" and not all(isinstance(zone, str) and zone for zone in value):
        return "names of time zones"
    if name == "TTL":
        if not all(prefix in PREFIXES for prefix in value):
            return "seconds by prefix, of which there are: " + ", ".join(PREFIXES)
        if not all(_is_seconds(seconds) for seconds in value.values()):
            return "seconds from {} to {}, by prefix".format(*SECONDS)
    limits = SECONDS_OF.get(name, SECONDS)
    if name not in TYPES and not _is_seconds(value, limits):
        return "seconds from {} to {}".format(*limits)
    return None


def _is_seconds(value: Any, limits: tuple[float, float] = SECONDS) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and limits[0] <= value <= limits[1]


def _is_redis_url(url: str | None) -> bool:
    try:
        return url is None or Store(url) is not None
    except ValueError:
        return False


@register(Tags.database)
def check_database(app_configs: Any, databases: Any = None, **_: Any) -> list:
    """W001: no pg-summary in the database; W002: another release than this program's."""
    if databases is not None and setting("DATABASE") not in databases or check_settings(app_configs):
        return []
    try:
        health = json.loads(ask(*call("pg_summary_health", {}, setting("API_SCHEMA"))))
    except (BadValue, Unavailable) as error:
        return [Warning(str(error), hint="Run pg-summary install.", id="pg_summary.W001")]
    if health["version"] != __version__:
        message = f"the database has pg-summary {health['version']}, this program is {__version__}"
        return [Warning(message, hint="Run pg-summary install.", id="pg_summary.W002")]
    return []
