"""Every endpoint, to be included below the version: path("v1/", include("pg_summary.django.urls"))."""

from django.db import connections, transaction
from django.urls import path

from pg_summary.django.views import ConferenceListView, HealthView, SummaryView
from pg_summary.summaries import CACHED, SUMMARIES

app_name = "pg_summary"


def _by_itself(view):
    """Without the transaction that ATOMIC_REQUESTS opens first: there is none to be had while PostgreSQL is away."""
    for alias in connections:
        view = transaction.non_atomic_requests(using=alias)(view)
    return view


urlpatterns = [
    path(summary.path, _by_itself(SummaryView.as_view(summary=summary.name)), name=summary.name) for summary in CACHED
]
urlpatterns += [
    path(SUMMARIES["conference_list"].path, _by_itself(ConferenceListView.as_view()), name="conference_list"),
    path("pg-summary/health", _by_itself(HealthView.as_view()), name="health"),
]
