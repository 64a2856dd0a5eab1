"""What an install says: whose rights the functions will have, what bounds its locks, and what it has done."""

from __future__ import annotations

import psycopg
import pytest
from program import connect, pg_summary, source_database  # noqa: F401

from pg_summary import __version__

WARNING = "is a superuser, and the functions of the API run with the rights of the role that installed them"


def test_a_superuser_is_warned_once_and_an_owner_never(source_database):  # noqa: F811
    first = pg_summary("install", "--no-base-indexes", dsn=source_database)
    assert first.code == 0 and f"postgres {WARNING}" in first.err and "docs/operations.md#privileges" in first.err
    assert WARNING not in pg_summary("install", "--no-base-indexes", dsn=source_database).err
    assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
    with connect(source_database) as connection:
        connection.execute("create role plain_installer login")
        try:
            connection.execute(f'grant create on database "{connection.info.dbname}" to plain_installer')
            connection.execute("grant usage, create on schema public to plain_installer")
            connection.execute("grant select, trigger on all tables in schema public to plain_installer")
            as_role = psycopg.conninfo.make_conninfo(source_database, user="plain_installer")
            plain = pg_summary("install", "--no-base-indexes", dsn=as_role)
            assert plain.code == 0 and "superuser" not in plain.err, plain
        finally:
            connection.execute("drop owned by plain_installer cascade")
            connection.execute("drop role plain_installer")


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_the_help_of_lock_timeout_says_what_bounds_it(command):
    said = " ".join(pg_summary(command, "--help").out.split())
    assert "How long a writer may have to wait in total" in said
    assert "at most half of the server's deadlock_timeout" in said


def test_what_it_has_done(source_database):  # noqa: F811
    database = psycopg.conninfo.conninfo_to_dict(source_database)["dbname"]
    install = ("install", "--no-base-indexes")
    assert f"installed pg-summary {__version__} in database {database}" in pg_summary(*install, dsn=source_database).err
    with connect(source_database) as connection:
        connection.execute("update pgsummary.state set version = '0.2.1'")
        connection.execute("drop function issue_summary_json")
    upgraded = pg_summary(*install, dsn=source_database)
    assert upgraded.code == 0
    assert f"upgraded pg-summary from 0.2.1 to {__version__} in database {database}" in upgraded.err
