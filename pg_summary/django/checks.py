"""System checks: settings that are misspelt or mistyped, and a database without pg-summary or with another release."""

from __future__ import annotations

from typing import Any, Iterator

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.urls import URLPattern, get_resolver
from django.utils.module_loading import import_string

from pg_summary import __version__
from pg_summary.cache.store import Store
from pg_summary.cache.window import LONGEST_DAYS
from pg_summary.django.conf import DEFAULTS, NO_URL, chosen, is_days, redis_url, setting
from pg_summary.django.database import BadValue, Unavailable
from pg_summary.django.health import ask_health, problems
from pg_summary.summaries import SUMMARIES

TYPES: dict[str, tuple[type, ...]] = {
    "REDIS_URL": (str, type(None)),
    "KEY_PREFIX": (str,),
    "API_SCHEMA": (str, type(None)),
    "DATABASE": (str,),
    "VIEW_BASE": (str,),
    "HEALTH_VIEW_BASE": (str,),
    "APPS": (str, type(None)),
    "CONFERENCE_URL": (str,),
    "REPLACE_UPSTREAM": (bool,),
    "TTL": (dict,),
    "WARM_DAYS": (tuple, list),
    "WARM_TIME_ZONES": (tuple, list),
}
# The smallest and largest number of seconds: 0 would switch a time-out off.
SECONDS = (0, 10 * 365 * 86400)
SECONDS_OF = {"REDIS_TIMEOUT": (0.001, 3600), "STATEMENT_TIMEOUT": (0.001, 86400)}
# Where the docs mount the endpoints.
MOUNT = "v1/summaries/"
PREFIXES = tuple(summary.prefix for summary in SUMMARIES.values() if summary.ttl)


@register()
def check_settings(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """E001: an unknown name; E002: a value that the setting can't have; E003: no object has that path;
    E004: a URL of Redis that can't be used.
    """
    found = []
    for name, value in chosen().items():
        kinds = TYPES.get(name, (int, float))
        if name not in DEFAULTS:
            hint = "The settings are: " + ", ".join(sorted(DEFAULTS))
            found.append(Error(f"PG_SUMMARY has no setting {name}", hint=hint, id="pg_summary.E001"))
        elif not isinstance(value, kinds) or isinstance(value, bool) and bool not in kinds:
            wanted = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
            found.append(Error(f"PG_SUMMARY[{name!r}] must be {wanted}", id="pg_summary.E002"))
        else:
            lack = _wanted(name, value)
            if lack:
                found.append(Error(f"PG_SUMMARY[{name!r}] must be {lack}", id="pg_summary.E002"))
    for name in ("VIEW_BASE", "HEALTH_VIEW_BASE", "APPS"):
        try:
            if isinstance(setting(name), str):
                import_string(setting(name))
        except (ImportError, AttributeError) as error:
            found.append(Error(f"PG_SUMMARY[{name!r}]: {error}", id="pg_summary.E003"))
    if isinstance(setting("REDIS_URL"), TYPES["REDIS_URL"]) and not _is_redis_url(redis_url()):
        found.append(Error(NO_URL, id="pg_summary.E004"))
    return found


def _wanted(name: str, value: Any) -> str | None:
    """What a value of the right type must be, if it is not."""
    if name == "WARM_DAYS" and not all(is_days(days) for days in value):
        return f"whole numbers from 1 to {LONGEST_DAYS}"
    if name == "WARM_TIME_ZONES" and not all(isinstance(zone, str) and zone for zone in value):
        return "names of time zones"
    if name == "TTL":
        if not all(prefix in PREFIXES for prefix in value):
            return "seconds by prefix; the prefixes are: " + ", ".join(PREFIXES)
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
def check_database(app_configs: Any, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """W001: no pg-summary in the database; W002: another release than this program's; W005: summaries fail or may be
    wrong.
    """
    if databases is not None and setting("DATABASE") not in databases or check_settings(app_configs):
        return []
    try:
        health = ask_health()
    except (BadValue, Unavailable) as error:
        return [Warning(str(error), hint="Run pg-summary install.", id="pg_summary.W001")]
    found = [Warning(problem, id="pg_summary.W005") for problem in problems(health)]
    if health.get("version", __version__) != __version__:
        message = f"the database has pg-summary {health['version']}, this program is {__version__}"
        found.append(Warning(message, hint="Run pg-summary install.", id="pg_summary.W002"))
    return found


@register(Tags.urls)
def check_urls(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W003: our endpoints hide others with the same address; W004: others hide ours."""
    try:
        patterns = get_resolver().url_patterns
    except Exception:
        return []  # Django's own check says what is wrong with the URLs
    replaced, hidden = [], []
    for path in sorted(set(_our_paths(patterns))):
        first, *others = _answering(patterns, path)
        if not _is_ours(first):
            hidden.append(path)
        elif not setting("REPLACE_UPSTREAM") and any(
            # A pattern that matches nearly any address is not one of that name.
            not _is_ours(other) and other not in _answering(patterns, f"{path}-of-no-name")
            for other in others
        ):
            replaced.append(path)
    found = []
    if replaced:
        message = "pg-summary hides endpoints of the API server: " + ", ".join(replaced)
        hint = (
            f"Include pg_summary.django.urls at a prefix of its own, such as {MOUNT!r}, or, to replace them, set "
            "PG_SUMMARY['REPLACE_UPSTREAM'] = True."
        )
        found.append(Warning(message, hint=hint, id="pg_summary.W003"))
    if hidden:
        message = "other endpoints hide these of pg-summary, which are never reached: " + ", ".join(hidden)
        hint = (
            f"Include pg_summary.django.urls at a prefix of its own, such as {MOUNT!r}, or, to replace the others, "
            "before them, with PG_SUMMARY['REPLACE_UPSTREAM'] = True."
        )
        found.append(Warning(message, hint=hint, id="pg_summary.W004"))
    return found


def _our_paths(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """The addresses of our endpoints, without prefixes that have variable parts, which have no single address."""
    for pattern in patterns:
        route = getattr(pattern.pattern, "_route", None)
        if route is None or "<" in route:
            continue
        if not isinstance(pattern, URLPattern):
            yield from _our_paths(pattern.url_patterns, prefix + route)
        elif _is_ours(pattern):
            yield prefix + route


def _answering(patterns: list[Any], path: str) -> list[Any]:
    """All patterns that match a path, in the order in which Django tries them."""
    found = []
    for pattern in patterns:
        match = pattern.pattern.match(path)
        if not match:
            continue
        found += [pattern] if isinstance(pattern, URLPattern) else _answering(pattern.url_patterns, match[0])
    return found


def _is_ours(pattern: Any) -> bool:
    view = getattr(pattern.callback, "view_class", None)
    return view is not None and view.__module__ == "pg_summary.django.views"
