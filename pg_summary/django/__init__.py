"""The endpoints of the summaries, as an app for a PeerMetrics API server, from Django 2.2 to the current one.

INSTALLED_APPS += ["pg_summary.django"] and path("v1/summaries/", include("pg_summary.django.urls")).
"""

import django

if django.VERSION < (3, 2):
    default_app_config = "pg_summary.django.apps.PgSummaryConfig"
