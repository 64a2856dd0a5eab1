"""The app whose models are the source tables, under PeerMetrics' own label."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "pg_summary.sandbox.site"
    label = "app"
