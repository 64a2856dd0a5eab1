"""The test suite of a project with pg-summary: serial, in parallel, kept, and by pytest; with a Redis configured."""

from __future__ import annotations

import subprocess

import pytest
from caller import manage
from pythons import Unavailable, environment
from support import open_connection
from test_upstream import SETTINGS, site
from test_versions import COMBINATIONS

SUITE = "upstream_site.suite"


def environment_with(combination, *packages):
    """An environment of the combination from which pg-summary can be installed into a database too."""
    wanted = (combination.django, "redis>=5", "click>=8.1", "rich>=13", *packages)
    try:
        return environment(combination.python, wanted, with_project=False)
    except Unavailable as error:
        pytest.skip(f"{combination} CAN'T BE HAD HERE: {error}")


# psycopg2 serves Django, psycopg 3 the install.
OLD = (COMBINATIONS[1], ("psycopg2-binary==2.9.10", "psycopg[binary]>=3.2"))
NEW = (COMBINATIONS[-1], ("psycopg[binary]>=3.2",))


@pytest.fixture
def test_databases(server):
    """None of them are there before or after."""

    def drop():
        with open_connection(server.dsn("postgres")) as connection:
            names = connection.execute("select datname from pg_database where datname like 'test!_site%' escape '!'")
            for (name,) in names.fetchall():
                connection.execute(f'drop database "{name}"')

    drop()
    yield lambda name: server.dsn(name)
    drop()


@pytest.mark.slow
@pytest.mark.parametrize("combination, packages", [OLD, NEW], ids=str)
def test_serial_parallel_and_kept(site_database, valkey, test_databases, combination, packages):
    server = site(
        site_database, valkey, "prefix", python=environment_with(combination, *packages), use_tz=combination.use_tz
    )

    def run(*options):
        ran = manage(server, "test", SUITE, *options, timeout=300, DJANGO_SETTINGS_MODULE=SETTINGS)
        assert ran.returncode == 0 and "Ran 4 tests" in ran.stdout, ran.stdout

    run()
    run("--parallel", "2", "--keepdb")
    # As of an earlier day, when there was no pg-summary in it.
    with open_connection(test_databases("test_site_2")) as clone:
        clone.execute("drop schema pgsummary cascade")
    run("--parallel", "2", "--keepdb")
    run("--keepdb")


@pytest.mark.slow
def test_by_pytest(site_database, valkey, test_databases, tmp_path):
    python = environment_with(NEW[0], *NEW[1], "pytest>=7", "pytest-django>=4.5")
    server = site(site_database, valkey, "prefix", python=python)
    (tmp_path / "conftest.py").write_text("from pg_summary.django.testing import django_db_setup  # noqa: F401\n")
    (tmp_path / "test_it.py").write_text("from upstream_site.suite.test_summaries import Nothing, One, Two\n")
    ran = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        env={**server.environment(), "HOME": "/"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ran.returncode == 0 and "3 passed" in ran.stdout, ran.stdout
