"""UPSTREAM_SITE_MOUNT: where our endpoints are: prefix, before (its own of the same names), behind (them)."""

import os

from pg_summary.sandbox.site.settings import *  # noqa: F403

INSTALLED_APPS += ["upstream_site.tables"]  # noqa: F405
ROOT_URLCONF = "upstream_site.urls"
MIDDLEWARE = ["upstream_site.views.ExceptionMiddleware"]
MOUNT = os.environ["UPSTREAM_SITE_MOUNT"]
TEST_RUNNER = "upstream_site.runner.Runner"
