"""The old lists, the summaries beside them, and the dashboard at the root."""

from django.urls import include, path

from pg_summary.sandbox.site import views

urlpatterns = [
    path("v1/", include("pg_summary.django.urls")),
    path("v1/apps", views.apps),
    path("v1/conferences", views.require_app(views.conferences)),
    path("v1/sessions", views.require_app(views.sessions)),
    path("v1/connections", views.require_app(views.connections)),
    path("v1/issues", views.require_app(views.issues)),
    path("hello", views.hello),
    path("", include("pg_summary.django.dashboard")),
]
