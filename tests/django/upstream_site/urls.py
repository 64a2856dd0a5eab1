"""Its own addresses, and ours at a prefix, or before or behind its own."""

from django.conf import settings
from django.urls import include, path

from upstream_site import views

v1 = [path(name, views.SummaryView.as_view(name=name)) for name in views.BODIES]
v1 += [
    path("apps", views.AppsView.as_view()),
    path("conferences", views.ConferencesView.as_view()),
    path("conferences/<uuid:pk>", views.ConferencesView.as_view()),
]
ours = include("pg_summary.django.urls")
urlpatterns = {
    "prefix": [path("v1/", include(v1)), path("v1/summaries/", ours)],
    "before": [path("v1/", ours), path("v1/", include(v1))],
    "behind": [path("v1/", include(v1)), path("v1/", ours)],
}[settings.MOUNT]
urlpatterns += [path("board/", include("pg_summary.django.dashboard"))]
