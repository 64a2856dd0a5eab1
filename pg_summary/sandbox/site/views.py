"""What the API server had before: lists of every row, without pages, for a browser to aggregate."""

from __future__ import annotations

from typing import Any, Callable, Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils.dateparse import parse_datetime

from pg_summary.sandbox.site.models import App, Conference, Connection, Issue, Session


def apps(request: HttpRequest) -> HttpResponse:
    """The apps that the dashboard can show."""
    found = App.objects.filter(is_active=True).order_by("created_at", "id").values("id", "name")
    return JsonResponse({"results": list(found)})


def conferences(request: HttpRequest) -> HttpResponse:
    """Every conference of the range, with its issues and participants."""
    rows = _in_range(Conference.objects.filter(app_id=request.GET.get("appId")), request)
    rows = rows.prefetch_related("participants", "issue_set")
    return _listed(
        {
            "id": row.id,
            "conference_id": row.conference_id,
            "conference_name": row.conference_name,
            "conference_info": row.conference_info,
            "start_time": row.start_time,
            "call_start": row.call_start,
            "end_time": row.end_time,
            "ongoing": row.ongoing,
            "duration": row.duration,
            "created_at": row.created_at,
            "issues": [{"type": issue.type, "code": issue.code} for issue in row.issue_set.all() if issue.is_active],
            "participants": [each.id for each in row.participants.all() if each.is_active and not each.is_sfu],
        }
        for row in rows
    )


def sessions(request: HttpRequest) -> HttpResponse:
    """Every session of the range."""
    rows = _in_range(Session.objects.filter(conference__app_id=request.GET.get("appId")), request)
    return _listed(
        rows.values("id", "conference_id", "participant_id", "platform", "geo_ip", "app_version", "created_at")
    )


def connections(request: HttpRequest) -> HttpResponse:
    """Every connection of the range."""
    rows = _in_range(Connection.objects.filter(conference__app_id=request.GET.get("appId")), request)
    return _listed(rows.values("id", "conference_id", "session_id", "type", "connection_info", "created_at"))


def issues(request: HttpRequest) -> HttpResponse:
    """Every issue of the range."""
    rows = _in_range(Issue.objects.filter(conference__app_id=request.GET.get("appId")), request)
    return _listed(rows.values("id", "conference_id", "session_id", "type", "code", "data", "created_at"))


def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can do, which benchmarks compare the endpoints with."""
    return HttpResponse("hello")


def _in_range(rows: QuerySet, request: HttpRequest) -> QuerySet:
    rows = rows.filter(is_active=True).order_by("-created_at")
    for parameter, condition in (("created_at_gte", "created_at__gte"), ("created_at_lte", "created_at__lte")):
        bound = parse_datetime(request.GET.get(parameter, ""))
        if bound:
            rows = rows.filter(**{condition: bound})
    return rows


def _listed(rows: Iterable[Any]) -> HttpResponse:
    return JsonResponse(list(rows), safe=False)


def require_app(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a request without an app."""

    def required(request: HttpRequest) -> HttpResponse:
        return view(request) if request.GET.get("appId") else HttpResponseBadRequest("appId is missing")

    return required
