"""Settings from the environment: PG* as libpq has them, PG_SUMMARY_REDIS_URL (empty: no cache)."""

import ast
import os
import secrets

SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
USE_TZ = os.environ.get("PG_SUMMARY_SITE_USE_TZ", "1") == "1"
TIME_ZONE = "UTC"
ROOT_URLCONF = "pg_summary.sandbox.site.urls"
WSGI_APPLICATION = "pg_summary.sandbox.site.wsgi.application"
INSTALLED_APPS = ["pg_summary.sandbox.site", "pg_summary.django"]
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("PGHOST", ""),
        "PORT": os.environ.get("PGPORT", ""),
        "USER": os.environ.get("PGUSER", ""),
        "PASSWORD": os.environ.get("PGPASSWORD", ""),
        "NAME": os.environ.get("PGDATABASE", "peermetrics"),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 2},
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {name: {"handlers": ["console"], "level": "WARNING"} for name in ("django", "pg_summary")},
}
PG_SUMMARY = {
    "REDIS_URL": os.environ.get("PG_SUMMARY_REDIS_URL") or None,
    **ast.literal_eval(os.environ.get("PG_SUMMARY_SITE_SETTINGS", "{}")),
}
