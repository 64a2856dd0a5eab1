"""A Django project like PeerMetrics' API server: its tables, the lists that it had, and our endpoints."""

import django

if django.VERSION < (3, 2):
    default_app_config = "pg_summary.sandbox.site.apps.SiteConfig"
