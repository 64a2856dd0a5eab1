"""The dashboard as endpoints with an ORM compute it: the framework's aggregates where it has them, Python for the JSON.

Written for this comparison, in the way such endpoints are written; run with Django set up on the demo's site.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Value, When
from django.db.models.functions import TruncDate

from pg_summary.demo.site.models import Conference, Connection, Issue, Session

LIMITS = (60, 180, 300, 600, 900, 1200, 1500, 1800, 2400, 3000, 3600)
SETUP_LIMITS = (250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000)


def dashboard(app: UUID, since: datetime) -> dict[str, Any]:
    """Every chart of the last days, computed anew."""
    conferences = Conference.objects.filter(app_id=app, is_active=True, created_at__gte=since)
    of_app = {"conference__app_id": app, "is_active": True, "created_at__gte": since}
    return {
        "conference_summary": _by_day(conferences),
        "conference_duration_summary": _histogram(conferences.values_list("duration", flat=True), LIMITS),
        "conference_participant_count_summary": _by_participants(conferences),
        "issue_summary": list(Issue.objects.filter(**of_app).values("code").annotate(count=Count("id"))),
        "issue_gum_summary": _gum_errors(Issue.objects.filter(code="getusermedia_error", **of_app)),
        "connection_summary": list(Connection.objects.filter(**of_app).values("type").annotate(count=Count("id"))),
        "connection_setup_time_summary": _histogram(_setup_times(Connection.objects.filter(**of_app)), SETUP_LIMITS),
        "session_summary": _by_platform(Session.objects.filter(**of_app)),
    }


def conference_summary(app: UUID, since: datetime) -> list[dict[str, Any]]:
    """One chart alone: conferences by day and status."""
    return _by_day(Conference.objects.filter(app_id=app, is_active=True, created_at__gte=since))


def _by_day(conferences: Any) -> list[dict[str, Any]]:
    issues = Issue.objects.filter(conference_id=OuterRef("id"), is_active=True)
    status = Case(
        When(ongoing=True, then=Value("ongoing")),
        When(Exists(issues.filter(type="e")), then=Value("error")),
        When(Exists(issues.filter(type="w")), then=Value("warning")),
        default=Value("success"),
        output_field=CharField(),
    )
    days: dict[Any, Counter[str]] = {}
    rows = conferences.annotate(day=TruncDate("created_at"), status=status)
    for row in rows.values("day", "status").annotate(count=Count("id")).order_by("day"):
        days.setdefault(row["day"], Counter())[row["status"]] += row["count"]
    return [{"date": day, **counts, "total": sum(counts.values())} for day, counts in days.items()]


def _by_participants(conferences: Any) -> Counter[int]:
    counted = conferences.filter(participants__is_active=True, participants__is_sfu=False)
    return Counter(counted.annotate(n=Count("participants", distinct=True)).values_list("n", flat=True))


def _gum_errors(issues: Any) -> Counter[str]:
    return Counter(_part(data, "name") or "Unknown" for data in issues.values_list("data", flat=True) if data)


def _setup_times(connections: Any) -> list[float]:
    times = []
    for info in connections.values_list("connection_info", flat=True).iterator():
        negotiations = _part(info, "negotiations")
        first = negotiations[0] if isinstance(negotiations, list) and negotiations else None
        if _part(first, "status") == "connected":
            try:
                start, end = (datetime.fromisoformat(first[name]) for name in ("start_time", "end_time"))
                times.append(1000 * (end - start).total_seconds())
            except (KeyError, TypeError, ValueError):
                pass
    return times


def _by_platform(sessions: Any) -> dict[str, Counter]:
    browsers, systems, countries, cities = Counter(), Counter(), Counter(), Counter()
    for platform, place in sessions.values_list("platform", "geo_ip").iterator():
        if platform:
            browsers[str(_part(_part(platform, "browser"), "name"))] += 1
            systems[str(_part(_part(platform, "os"), "name"))] += 1
        if place:
            countries[str(_part(place, "country_code"))] += 1
            cities[str(_part(place, "city")), str(_part(place, "country_code"))] += 1
    return {"browsers": browsers, "os": systems, "countries": countries, "cities": cities}


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _histogram(values: Any, limits: tuple[int, ...]) -> Counter[int]:
    return Counter(sum(value >= limit for limit in limits) for value in values)
