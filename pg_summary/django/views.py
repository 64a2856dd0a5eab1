"""The endpoints. A view reads its parameters, makes one SQL call through the cache, and sets the headers."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.module_loading import import_string

from pg_summary import __version__
from pg_summary.cache import BYPASS, Answer, call
from pg_summary.cache.entry import digest
from pg_summary.cache.store import StoreError
from pg_summary.django.conf import cache, setting
from pg_summary.django.database import BadValue, Unavailable, ask
from pg_summary.django.health import ask_health, problems
from pg_summary.django.parameters import InvalidParameter, Parameters
from pg_summary.summaries import SUMMARIES


def _base(name: str) -> Any:
    try:
        return import_string(setting(name))
    except (ImportError, AttributeError) as error:
        raise ImproperlyConfigured(f"PG_SUMMARY[{name!r}]: {error}") from error


Base: Any = _base("VIEW_BASE")
HealthBase: Any = _base("HEALTH_VIEW_BASE")


class EndpointView(Base):
    """Errors as responses."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.respond(request)
        except InvalidParameter as error:
            return _error(400, error.error_code, str(error))
        except BadValue as error:
            return _error(400, "invalid_parameters", str(error))
        except Unavailable as error:
            response = _error(503, "database_unavailable", str(error))
            response["Retry-After"] = str(setting("RETRY_AFTER"))
            return response


class SummaryView(EndpointView):
    """The body of one summary, from the cache."""

    summary: str = ""

    def respond(self, request: HttpRequest) -> HttpResponse:
        return _respond(request, self.answer(_parameters(request)))

    def answer(self, parameters: Parameters) -> Answer:
        no_cache = parameters.flag("no_cache")
        request = parameters.summary_request(SUMMARIES[self.summary])
        return cache().answer(request, ask, setting("API_SCHEMA"), no_cache)


class ConferenceListView(SummaryView):
    """The conferences behind a bar, page by page: never cached."""

    summary = "conference_list"

    def answer(self, parameters: Parameters) -> Answer:
        arguments = parameters.list_arguments(SUMMARIES[self.summary])
        body = ask(*call("conference_list_json", arguments, setting("API_SCHEMA")))
        return Answer(body, digest("", body), BYPASS, 0, 0)


class AppsView(EndpointView):
    """The apps that the caller may choose from."""

    def respond(self, request: HttpRequest) -> HttpResponse:
        body = json.loads(ask(*call("pg_summary_apps_json", {}, setting("API_SCHEMA"))))
        if setting("APPS") is not None:
            allowed = {str(app_id) for app_id in import_string(setting("APPS"))(request)}
            body["data"] = [app for app in body["data"] if app["id"] in allowed]
        return _json(body, 200)


class HealthView(HealthBase):
    """The health of PostgreSQL, pg-summary and Redis: 200, or 503 if summaries can't be answered."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        health: dict[str, Any] = {"status": "ok", "program_version": __version__, "redis": _redis()}
        try:
            health["database"] = ask_health()
        except (BadValue, Unavailable) as error:
            health.update(status="unavailable", database=None, message=str(error))
            return _json(health, 503)
        found = problems(health["database"])
        if found:
            health.update(status="unavailable", message="; ".join(found))
        return _json(health, 503 if found else 200)


def _parameters(request: HttpRequest) -> Parameters:
    try:
        return Parameters(request.GET)
    except SuspiciousOperation as error:
        # DATA_UPLOAD_MAX_NUMBER_FIELDS
        raise InvalidParameter("the address has more parameters than this server reads") from error


def _redis() -> str:
    if not cache().has_store:
        return "off" if setting("REDIS_URL") is None else "unavailable"
    try:
        cache().store.ask(lambda client: client.ping())
    except StoreError:
        return "unavailable"
    return "ok"


def _respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    etag = f'W/"{answer.etag}"'
    response = HttpResponse(answer.body, content_type="application/json")
    response["ETag"] = etag
    if answer.state == BYPASS:
        response["Cache-Control"] = "private, no-cache"
    else:
        fresh = max(0, int(answer.fresh_for))
        response["Cache-Control"] = (
            f"private, max-age={fresh}, stale-while-revalidate={setting('STALE_WHILE_REVALIDATE')}"
        )
    # The API server authorizes callers by these.
    patch_vary_headers(response, ("Authorization", "Cookie"))
    response = get_conditional_response(request, etag=etag, response=response) or response
    response["X-Cache"] = answer.state
    response["X-Cache-Age"] = str(int(answer.age))
    # A browser's clock can be hours off; pages of other origins may read these headers, too.
    response["X-Now"] = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    response["Access-Control-Expose-Headers"] = "X-Cache, X-Cache-Age, X-Now"
    return response


def _error(status: int, error_code: str, message: str) -> HttpResponse:
    return _json({"error_code": error_code, "message": message}, status)


def _json(body: dict[str, Any], status: int) -> HttpResponse:
    response = HttpResponse(json.dumps(body), content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    # The log already says why PostgreSQL has no answer: Django would add a line that says less.
    response._has_been_logged = True
    return response
