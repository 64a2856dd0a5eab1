"""Every endpoint, to be included below the version: path("v1/", include("pg_summary.django.urls"))."""

from django.urls import path

from pg_summary.django.views import ConferenceListView, HealthView, SummaryView
from pg_summary.summaries import CACHED, SUMMARIES

app_name = "pg_summary"

urlpatterns = [path(summary.path, SummaryView.as_view(summary=summary.name), name=summary.name) for summary in CACHED]
urlpatterns += [
    path(SUMMARIES["conference_list"].path, ConferenceListView.as_view(), name="conference_list"),
    path("pg-summary/health", HealthView.as_view(), name="health"),
]
