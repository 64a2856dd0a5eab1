"""Every endpoint, to be included at a prefix of its own: path("v1/summaries/", include("pg_summary.django.urls")).

It may also be the API server's own v1/, if that has no endpoints of these names or you replace them (REPLACE_UPSTREAM).
"""

from typing import Any

from django.db import connections, transaction
from django.urls import path

from pg_summary.django.conf import setting
from pg_summary.django.views import AppsView, ConferenceListView, HealthView, SummaryView
from pg_summary.summaries import SUMMARIES, cached

app_name = "pg_summary"


def _by_itself(view: Any) -> Any:
    """Exempt from ATOMIC_REQUESTS: no transaction can be opened while PostgreSQL is away."""
    for alias in connections:
        view = transaction.non_atomic_requests(using=alias)(view)
    return view


urlpatterns = [
    path(
        summary.path,
        _by_itself(SummaryView.as_view(summary=summary.name)),
        name=summary.stands_for or summary.name,
    )
    for summary in cached(setting("REPLACE_UPSTREAM"))
]
urlpatterns += [
    path(SUMMARIES["conference_list"].path, _by_itself(ConferenceListView.as_view()), name="conference_list"),
    path("pg-summary/apps", _by_itself(AppsView.as_view()), name="apps"),
    path("pg-summary/health", _by_itself(HealthView.as_view()), name="health"),
]
