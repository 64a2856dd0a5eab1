"""Views of upstream's kind: class methods over a base of its own, errors by a middleware."""

import json

from django.http import HttpResponse
from django.views import View
from upstream_site_bodies import BODIES

from pg_summary.sandbox.site.models import App, Conference


class Refused(Exception):
    pass


class ExceptionMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return _json({"error_code": str(error)}, 405) if isinstance(error, Refused) else None


class GenericView(View):
    """Limits rates before anything else, and refuses methods that a view does not have."""

    def dispatch(self, request, *args, **kwargs):
        if request.headers.get("X-Too-Many"):
            return _json({"error_code": "too_many"}, 429)
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get(cls, request, *args, **kwargs):
        raise Refused("method_not_allowed")

    @classmethod
    def post(cls, request, *args, **kwargs):
        raise Refused("method_not_allowed")


class SummaryView(GenericView):
    name = ""

    def get(self, request):
        return _json(BODIES[self.name])


class AppsView(GenericView):
    @classmethod
    def get(cls, request):
        return _json({"data": [{"id": str(app.id), "name": app.name} for app in App.objects.all()]})


class ConferencesView(GenericView):
    """By page, of the ids that a chart's bar has."""

    @classmethod
    def get(cls, request, pk=None):
        rows = Conference.objects.filter(app_id=request.GET["appId"], is_active=True)
        if request.GET.get("conference_ids"):
            rows = rows.filter(id__in=request.GET["conference_ids"].split(","))
        offset, limit = int(request.GET.get("offset", 0)), int(request.GET.get("limit", 50))
        page = [{"id": str(row.id)} for row in rows.order_by("id")[offset : offset + limit]]
        return _json({"results": page, "count": rows.count()})


def only_the_first(request):
    """An APPS setting: the caller may choose from one app."""
    return [App.objects.order_by("created_at", "id").first().id]


def _json(body, status=200):
    return HttpResponse(json.dumps(body), content_type="application/json", status=status)
