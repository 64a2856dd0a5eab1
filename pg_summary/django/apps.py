"""The app: registers the system checks."""

from django.apps import AppConfig


class PgSummaryConfig(AppConfig):
    name = "pg_summary.django"
    label = "pg_summary"
    verbose_name = "pg-summary"

    def ready(self) -> None:
        from pg_summary.django import checks  # noqa: F401
