"""Asks a summary and compares its answer with the oracle's; random questions with ranges, filters and zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from oracle import FILTERS, STATUSES, UTC, Oracle, comparable, read_source
from source_rows import ANCHORS, APPS, CITIES, CODES, COUNTRIES, DURATIONS, NAMES, NO_APP, VERSIONS

FILTERED = [
    "conference_summary", "conference_duration_summary", "conference_participant_count_summary", "issue_summary",
    "issue_gum_summary", "connection_summary", "connection_setup_time_summary", "session_summary",
    "session_geo_summary", "quality_summary", "conference_list", "dashboard_summary",
]  # fmt: skip
SUMMARIES = [*FILTERED, "conference_filter_options"]
FUNCTIONS = [*SUMMARIES, *(f"{name}_json" for name in SUMMARIES), "connection_setup_time_conferences_json"]
ZONES = [
    "UTC", "Etc/UTC", "Europe/Berlin", "America/Los_Angeles", "America/Havana", "Atlantic/Azores", "Africa/Cairo",
    "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia",
    "Pacific/Kiritimati", "Etc/GMT+12", "Antarctica/Troll", "Africa/Casablanca", "America/New_York",
]  # fmt: skip
TYPES = {
    "app_id": "uuid", "created_at_gte": "timestamptz", "created_at_lte": "timestamptz", "fill": "boolean",
    "duration_gte": "integer", "duration_lt": "integer", "setup_time_gte": "float8", "setup_time_lt": "float8",
    "participants": "integer", "participant_id": "uuid", "relayed": "boolean", "max_rows": "integer", "skip_rows": "integer",
}  # fmt: skip


def ask(connection, name: str, schema: str = "public", **parameters: Any) -> Any:
    """The answer of a function: its rows as tuples, or its one JSON body."""
    arguments = ", ".join(f"{p} => %({p})s::{TYPES.get(p, 'text')}" for p in parameters)
    statement = f'select * from "{schema}".{name}({arguments})'
    rows = connection.execute(statement, parameters, binary=True).fetchall()
    if name.endswith("_json") or name == "dashboard_summary":
        ((body,),) = rows
        return body
    # Python holds equal instants of two zones for different where a clock goes back.
    return [tuple(v.astimezone(UTC) if isinstance(v, datetime) else v for v in row) for row in rows]


def check(connection, oracle: Oracle, name: str, **parameters: Any) -> None:
    """Compares one answer, values, types and order, with the oracle's."""
    answer = ask(connection, name, **parameters)
    room = room_of(answer) if name.startswith("dashboard") else {}
    wanted = getattr(oracle, name)(**parameters, **room)
    if isinstance(answer, dict):
        answer = comparable(answer)
    assert answer == wanted, f"{name}({parameters}):\n  answered {answer}\n  expected {wanted}"


def room_of(dashboard: dict) -> dict[str, Any]:
    """Which axis of time a dashboard had room for, and how many buckets of it: names of any length decide over that
    (tests/sql/test_sizes.py).
    """
    axes = dashboard["conference_summary"], dashboard.get("quality_summary", {"data": []})
    room = {"axis": axes[0].get("group_by", "day")}
    return {**room, "most": max(len(a["data"]) for a in axes)} if any("earlier" in a for a in axes) else room


def check_all(connection, oracle: Oracle | None = None, **parameters: Any) -> None:
    """Compares every function with the oracle, at what this connection sees; of the JSON twins, those that the body of
    the whole dashboard holds.
    """
    oracle = oracle or Oracle(read_source(connection))
    for app in [*APPS[1:], NO_APP]:
        check(connection, oracle, "dashboard_summary", app_id=app, **parameters)
    for name in [*SUMMARIES, "conference_list_json", "connection_setup_time_conferences_json"]:
        check(connection, oracle, name, app_id=APPS[0], **parameters)
    for group_by in ("os", "country", "app_version", "browser_version", "os_version"):
        check(connection, oracle, "session_summary", app_id=APPS[0], group_by=group_by, **parameters)
    for group_by in ("hour", "week", "month"):
        check(connection, oracle, "conference_summary", app_id=APPS[0], group_by=group_by, **parameters)
        check(connection, oracle, "quality_summary", app_id=APPS[0], group_by=group_by, **parameters)
    check(connection, oracle, "quality_summary", app_id=APPS[0], group_by="all", **parameters)


def random_bound(random):
    """The end of a range: on the edge of a quarter, hour, day or month, a microsecond beside it, or anywhere."""
    at = random.choice(ANCHORS)
    if random.randint(0, 1):
        at = at.replace(hour=0, minute=0) + timedelta(days=random.randint(-2, 2))
    at += timedelta(minutes=15) * random.choice([0, 1, 4, random.randint(-400, 400)])
    return at + timedelta(microseconds=random.choice([0, 0, -1, 1, random.randint(0, 899999999)]))


def random_range(random) -> dict:
    """Open, half open, a few days between, wide, a single instant, or reversed."""
    kind = random.randint(0, 7)
    first, second = random_bound(random), random_bound(random)
    if kind == 0:
        return {}
    if kind == 1:
        return {"created_at_gte": first}
    if kind == 2:
        return {"created_at_lte": first, "created_at_gte": None}
    if kind == 3:
        return {"created_at_gte": first, "created_at_lte": first + timedelta(minutes=15 * random.randint(0, 200))}
    if kind == 4:
        return {"created_at_gte": first, "created_at_lte": first}
    if kind == 5:
        return {"created_at_gte": max(first, second), "created_at_lte": min(first, second)}
    return {"created_at_gte": min(first, second), "created_at_lte": max(first, second)}


def random_filters(random) -> dict:
    """None to four filters: values that exist, `Unknown` in any case, and values that exist nowhere."""
    values = {"browser": NAMES, "os": NAMES, "country": COUNTRIES, "app_version": VERSIONS}
    count = random.choice([0, 0, 1, 1, 2, 3, 4])
    return {
        name: random.choice([*values[name][:3], random.choice(values[name]), "Unknown", "uNKNOWN", "nowhere", ""])
        for name in random.sample(FILTERS, count)
    }


def random_question(random, oracle: Oracle):
    """(function, parameters), any of them."""
    name = random.choice(FUNCTIONS)
    plain = name.replace("_json", "")
    parameters = {"app_id": random.choice([APPS[0], APPS[0], *APPS, NO_APP]), **random_range(random)}
    if plain in FILTERED or plain == "connection_setup_time_conferences":
        parameters.update(random_filters(random))
    if plain in ("conference_summary", "quality_summary"):
        groups = ["hour", "day", "week", "month"] + (["all"] if plain == "quality_summary" else [])
        parameters["group_by"] = random.choice(groups)
        parameters["time_zone"] = random.choice(ZONES)
        gte, lte = parameters.get("created_at_gte"), parameters.get("created_at_lte")
        if gte and lte and lte - gte < timedelta(days=100):
            parameters["fill"] = bool(random.randint(0, 1))
    elif plain == "dashboard_summary":
        parameters["time_zone"] = random.choice(ZONES)
    elif plain == "session_summary":
        groups = [*FILTERS, "browser_version", "os_version"] + ([None] if name.endswith("_json") else [])
        parameters["group_by"] = random.choice(groups)
    elif plain == "conference_list":
        parameters.update(random_list_choice(random, oracle))
    return name, parameters


def random_list_choice(random, oracle: Oracle) -> dict:
    """Some of conference_list's own parameters."""
    linked = sorted({p for people in oracle.linked.values() for p in people})
    versions = {
        name: [*sorted({s.versions[name] for s in oracle.sessions.values()})[:12], "Unknown", "unknown", "nowhere", ""]
        for name in ("browser_version", "os_version")
    }
    choices = {
        "status": random.choice(STATUSES),
        "issue_code": random.choice([c for c in CODES if c] + ["nowhere"]),
        "duration_gte": random.choice(DURATIONS),
        "duration_lt": random.choice(DURATIONS),
        "setup_time_gte": random.choice([0, 0.001, 249.999, 250, 1000.5]),
        "setup_time_lt": random.choice([0, 250, 500.0, 5000, 1e9]),
        "participants": random.randint(0, 3),
        "participant_id": random.choice(linked) if linked else NO_APP,
        "city": random.choice([*CITIES, "nowhere", ""]),
        "city_country": random.choice([*COUNTRIES, "uNKNOWN", "nowhere", ""]),
        "gum_error": random.choice(["NotAllowedError", "NotFoundError", "Unknown", "unknown", "Chrome", "nowhere", ""]),
        "relayed": bool(random.randint(0, 1)),
        **{name: random.choice(versions[name]) for name in versions},
        "max_rows": random.choice([0, 1, 3, 50, 2147483647]),
        "skip_rows": random.choice([0, 1, 5, 1000]),
    }
    return {name: choices[name] for name in random.sample(sorted(choices), random.choice([0, 1, 1, 2, 3]))}
