"""The dashboard as endpoints with an ORM compute it: the framework's aggregates where it has them, Python for the JSON.

Written for this comparison, in the way such endpoints are written. As a program it times them beside ours, over one
Django connection: `python -m benchmarks.orm APP SINCE REPEAT`, with the environment of the demo's site.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import datetime, timezone
from typing import Any, Callable

import django

django.setup()

from django.db.models import Case, CharField, Count, Exists, OuterRef, Value, When  # noqa: E402
from django.db.models.functions import TruncDate  # noqa: E402

from benchmarks.timing import times_ms  # noqa: E402
from pg_summary.cache import SummaryRequest, Window  # noqa: E402
from pg_summary.django.database import ask  # noqa: E402
from pg_summary.sandbox.site.models import Conference, Connection, Issue, Session  # noqa: E402

LIMITS = (60, 180, 300, 600, 900, 1200, 1500, 1800, 2400, 3000, 3600)
SETUP_LIMITS = (250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000)


class Question:
    """An app and a range; each method is a chart, by the name of its summary."""

    def __init__(self, app: str, since: datetime) -> None:
        self.conferences = Conference.objects.filter(app_id=app, is_active=True, created_at__gte=since)
        self.of_app = {"conference__app_id": app, "is_active": True, "created_at__gte": since}

    def conference_summary(self) -> list[dict[str, Any]]:
        issues = Issue.objects.filter(conference_id=OuterRef("id"), is_active=True)
        status = Case(
            When(ongoing=True, then=Value("ongoing")),
            When(Exists(issues.filter(type="e")), then=Value("error")),
            When(Exists(issues.filter(type="w")), then=Value("warning")),
            default=Value("success"),
            output_field=CharField(),
        )
        days: dict[Any, Counter[str]] = {}
        rows = self.conferences.annotate(day=TruncDate("created_at"), status=status)
        for row in rows.values("day", "status").annotate(count=Count("id")).order_by("day"):
            days.setdefault(row["day"], Counter())[row["status"]] += row["count"]
        return [{"date": str(day), **counts, "total": sum(counts.values())} for day, counts in days.items()]

    def conference_duration_summary(self) -> list[dict[str, int]]:
        return _histogram(self.conferences.values_list("duration", flat=True), LIMITS)

    def conference_participant_count_summary(self) -> list[dict[str, int]]:
        counted = self.conferences.filter(participants__is_active=True, participants__is_sfu=False)
        numbers = Counter(counted.annotate(n=Count("participants", distinct=True)).values_list("n", flat=True))
        return [{"participants": n, "conferences": count} for n, count in sorted(numbers.items())]

    def issue_summary(self) -> list[dict[str, Any]]:
        counted = {"count": Count("id"), "conferences": Count("conference", distinct=True)}
        return list(Issue.objects.filter(**self.of_app).values("code").annotate(**counted).order_by("-count"))

    def issue_gum_summary(self) -> list[dict[str, Any]]:
        issues = Issue.objects.filter(code="getusermedia_error", **self.of_app)
        return _ranked(_part(data, "name") for data in issues.values_list("data", flat=True) if data)

    def connection_summary(self) -> list[dict[str, Any]]:
        return list(Connection.objects.filter(**self.of_app).values("type").annotate(count=Count("id")))

    def connection_setup_time_summary(self) -> list[dict[str, int]]:
        times = []
        for info in Connection.objects.filter(**self.of_app).values_list("connection_info", flat=True).iterator():
            negotiations = _part(info, "negotiations")
            first = negotiations[0] if isinstance(negotiations, list) and negotiations else None
            if _part(first, "status") == "connected":
                try:
                    start, end = (datetime.fromisoformat(first[name]) for name in ("start_time", "end_time"))
                    times.append(1000 * (end - start).total_seconds())
                except (KeyError, TypeError, ValueError):
                    pass
        return _histogram(times, SETUP_LIMITS)

    def session_summary(self) -> dict[str, list[dict[str, Any]]]:
        rows = list(Session.objects.filter(**self.of_app).values_list("platform", "geo_ip"))
        platforms = [platform for platform, _ in rows if platform]
        places = [place for _, place in rows if place]
        return {
            "browsers": _ranked(_part(_part(platform, "browser"), "name") for platform in platforms),
            "os": _ranked(_part(_part(platform, "os"), "name") for platform in platforms),
            "countries": _ranked(_part(place, "country_code") for place in places),
            "cities": _ranked(f"{_part(place, 'city')}, {_part(place, 'country_code')}" for place in places),
        }


CHARTS = [name for name in vars(Question) if not name.startswith("_")]


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _ranked(names: Any) -> list[dict[str, Any]]:
    counted = Counter(name if isinstance(name, str) and name else "Unknown" for name in names)
    return [{"name": name, "count": count} for name, count in counted.most_common()]


def _histogram(values: Any, limits: tuple[int, ...]) -> list[dict[str, int]]:
    counted = Counter(sum(value >= limit for limit in limits) for value in values)
    return [{"range": n, "count": counted[n]} for n in range(len(limits) + 1)]


def _encoded(*charts: Callable[[], Any]) -> str:
    return json.dumps([chart() for chart in charts])


def main(app: str, since: datetime, repeat: int) -> dict[str, dict[str, Any]]:
    """By summary: the times of both in milliseconds, and the bytes of our body."""
    question = Question(app, since)
    figures = {}
    for name in [*CHARTS, "dashboard_summary"]:
        request = SummaryRequest(name, app, Window(since))
        query = request.query(datetime.now(timezone.utc))
        charts = [getattr(question, each) for each in (CHARTS if name == "dashboard_summary" else [name])]
        figures[name] = {
            "ours": times_ms(lambda: ask(*query), repeat),  # noqa: B023
            "orm": times_ms(lambda: _encoded(*charts), repeat),  # noqa: B023
            "bytes": len(ask(*query).encode()),
        }
    return figures


if __name__ == "__main__":
    app, since, repeat = sys.argv[1:]
    print(json.dumps(main(app, datetime.fromisoformat(since), int(repeat))))
