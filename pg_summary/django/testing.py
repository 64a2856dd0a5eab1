"""pg-summary in the test databases of a Django project, and no Redis between its tests.

With Django's runner, serial, --parallel and --keepdb:

    class Runner(PgSummaryTestRunnerMixin, DiscoverRunner): ...          # TEST_RUNNER = "project.runner.Runner"

With pytest-django, also under xdist, in conftest.py:

    from pg_summary.django.testing import django_db_setup  # noqa: F401
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.test.runner import DiscoverRunner, ParallelTestSuite
from django.test.utils import override_settings

from pg_summary.django.conf import chosen, setting

PROGRAM = "from pg_summary.cli import main; main()"
# The connection parameters that belong to libpq, by Django's names for them.
PARAMETERS = {"database": "dbname"}
PARAMETERS.update(
    (name, name)
    for name in (
        "dbname",
        "user",
        "password",
        "host",
        "port",
        "service",
        "passfile",
        "options",
        "connect_timeout",
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
    )
)


def without_redis() -> override_settings:
    """The same settings without a cache: a body must not outlive the test whose rows it counts."""
    return override_settings(PG_SUMMARY={**chosen(), "REDIS_URL": None})


def install(connection: Any, **changed: Any) -> None:
    """Install pg-summary in the database of a connection, if it has the source tables. changed: other parameters."""
    given = {**connection.get_connection_params(), **changed}
    known = {PARAMETERS[name]: value for name, value in given.items() if name in PARAMETERS and value is not None}
    command = [sys.executable, "-c", PROGRAM, "install"]
    if setting("API_SCHEMA"):
        command += ["--api-schema", setting("API_SCHEMA")]
    ran = subprocess.run(
        command,
        env={**os.environ, "PG_SUMMARY_DSN": " ".join(f"{name}={_quoted(value)}" for name, value in known.items())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if ran.returncode:
        said = ran.stdout.decode(errors="replace").strip()
        raise ImproperlyConfigured(f"pg-summary install failed in database {known.get('dbname')}: {said}")


def _quoted(value: Any) -> str:
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _has_source(connection: Any) -> bool:
    return connection.vendor == "postgresql" and "conference" in connection.introspection.table_names()


@contextmanager
def installing() -> Iterator[None]:
    """While this is active, test databases get pg-summary, before they are cloned for --parallel."""
    wrapped = []
    for connection in connections.all():
        creation = connection.creation
        wrapped.append(creation)
        creation.create_test_db = _then_install(creation.create_test_db, connection)
        creation.clone_test_db = _then_install_clone(creation.clone_test_db, connection)
    try:
        yield
    finally:
        for creation in wrapped:
            del creation.create_test_db, creation.clone_test_db


def _then_install(create: Any, connection: Any) -> Any:
    def created(*args: Any, **options: Any) -> Any:
        name = create(*args, **options)
        if _has_source(connection):
            install(connection)
        return name

    return created


def _then_install_clone(clone: Any, connection: Any) -> Any:
    def cloned(suffix: Any, *args: Any, **options: Any) -> None:
        has_source = _has_source(connection)
        clone(suffix, *args, **options)
        # A kept clone is from an earlier run; a new one is a copy of the database with the new install.
        if has_source and options.get("keepdb"):
            name = connection.creation.get_test_db_clone_settings(suffix)["NAME"]
            connection.close()
            install(connection, **{key: name for key in ("database", "dbname")})

    return cloned


def _set_up_process(*_: Any) -> None:
    without_redis().enable()


# The type of a mixin's `super()`, which only a type checker needs.
_Runner: Any = DiscoverRunner if TYPE_CHECKING else object


class _Suite(ParallelTestSuite):
    """Without fork, processes have the settings of the project's module again, so change them again."""

    process_setup = _set_up_process


class PgSummaryTestRunnerMixin(_Runner):
    """A base class for a test runner, before DiscoverRunner or the project's own runner."""

    parallel_test_suite = _Suite

    def setup_test_environment(self, **options: Any) -> None:
        super().setup_test_environment(**options)
        self._without_redis = without_redis()
        self._without_redis.enable()

    def teardown_test_environment(self, **options: Any) -> None:
        self._without_redis.disable()
        super().teardown_test_environment(**options)

    def setup_databases(self, **options: Any) -> Any:
        with installing():
            return super().setup_databases(**options)


try:
    import pytest
except ImportError:
    pass
else:

    @pytest.fixture(scope="session")
    def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
        """Wraps pytest-django's fixture of the same name."""
        with django_db_blocker.unblock():
            for connection in connections.all():
                if _has_source(connection):
                    install(connection)
        with without_redis():
            yield
