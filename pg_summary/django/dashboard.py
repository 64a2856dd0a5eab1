"""The dashboard, with the address of the endpoints: path("dashboard/", include("pg_summary.django.dashboard"))."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import escape
from django.views.static import serve

import pg_summary
from pg_summary.django.conf import setting

FILES = Path(pg_summary.__file__).parent / "dashboard"
HEALTH = "pg-summary/health"
# As in the built index.html.
BASE = '<meta name="pg-summary-api" content="/v1/">'
CONFERENCE = '<meta name="pg-summary-conference" content="">'


def page(request: HttpRequest) -> HttpResponse:
    """index.html with the address at which pg_summary.django.urls is included, and that of a conference's own page."""
    base = reverse("pg_summary:health")[: -len(HEALTH)]
    html = (FILES / "index.html").read_text(encoding="utf-8")
    html = html.replace(BASE, BASE.replace("/v1/", escape(base)))
    html = html.replace(CONFERENCE, CONFERENCE.replace('""', f'"{escape(setting("CONFERENCE_URL"))}"'))
    return _revalidated(HttpResponse(html))


def file(request: HttpRequest, name: str) -> HttpResponse:
    """A script, a style sheet."""
    return _revalidated(serve(request, f"assets/{name}", document_root=str(FILES)))


def _revalidated(response: HttpResponse) -> HttpResponse:
    """The names of the files contain no hash."""
    response["Cache-Control"] = "no-cache"
    return response


app_name = "pg_summary_dashboard"
urlpatterns = [path("", page, name="page"), path("index.html", page), path("assets/<path:name>", file)]
