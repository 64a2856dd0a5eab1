"""What a project's test runner looks like with ours in it."""

from django.test.runner import DiscoverRunner

from pg_summary.django.testing import PgSummaryTestRunnerMixin


class Runner(PgSummaryTestRunnerMixin, DiscoverRunner):
    pass
