"""What somebody else made under a name of ours is never replaced, called or dropped; and nobody has a right on what is
ours whom nobody gave it.
"""

from __future__ import annotations

import psycopg
import pytest
from program import connect, pg_summary, total

pytestmark = pytest.mark.slow

FUNCTION = "create function {} returns jsonb language sql as $$ select '[\"theirs\"]'::jsonb $$"


@pytest.fixture
def stranger(source_database):
    """A role that may create in the schema public."""
    with connect(source_database) as connection:
        connection.execute("do $$ begin create role first_comer login; exception when duplicate_object then end $$")
        connection.execute("grant usage, create on schema public to first_comer")
        yield psycopg.conninfo.make_conninfo(source_database, user="first_comer")
        connection.execute("drop owned by first_comer cascade")


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (FUNCTION.format("pg_summary_apps()"), "function public.pg_summary_apps()"),
        (FUNCTION.format("pg_summary_health()"), "function public.pg_summary_health()"),
        (FUNCTION.format("conference_summary(app_id uuid)"), "function public.conference_summary(uuid)"),
        (
            "create function log_mine() returns trigger language plpgsql as 'begin return null; end'; create trigger "
            "pgsummary_log_row after insert on conference for each row execute function log_mine()",
            "trigger pgsummary_log_row on public.conference",
        ),
        (
            "create index pgsummary_issue_conference_type on app_issue (code)",
            "index pgsummary_issue_conference_type",
        ),
        ("create schema pgsummary", "schema pgsummary"),
        ("create schema pgsummary; create table pgsummary.state (x int)", "schema pgsummary"),
    ],
)
def test_what_a_host_has_under_our_names_is_refused_by_name(source_database, made, named):
    definition = "select md5(string_agg(pg_get_functiondef(oid), '' order by oid)) from pg_proc where pronamespace = 'public'::regnamespace"
    with connect(source_database) as connection:
        connection.execute(made)
        before = connection.execute(definition).fetchone()
        result = pg_summary("install", dsn=source_database)
        assert result.code == 1 and named in result.err
        assert "did not make" in result.err or "could reach instead" in result.err
        if "function" in named:
            assert "--api-schema" in result.err
            assert pg_summary("install", "--api-schema", "api", dsn=source_database).code == 0
            assert total(connection, "api") == 50
            assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
        elif "schema" in named:
            assert "RENAME TO" in result.err
            for command in ("status", "refresh", "verify"):
                said = pg_summary(command, dsn=source_database)
                assert said.code == 1 and "pg-summary" in said.err and "column" not in said.err, said
        assert connection.execute(definition).fetchone() == before


def test_an_equal_index_of_the_hosts_under_our_name_stays_theirs(source_database):
    with connect(source_database) as connection:
        connection.execute("create index pgsummary_issue_conference_type on app_issue (conference_id, type)")
        assert pg_summary("install", dsn=source_database).code == 0
        assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
        assert connection.execute("select to_regclass('pgsummary_issue_conference_type')").fetchone()[0]


def test_an_owner_who_was_there_first(source_database, stranger):
    """As releases before left it: the function is recorded, and its owner is another."""
    with connect(source_database) as connection, connect(stranger) as theirs:
        assert pg_summary("install", dsn=source_database).code == 0
        connection.execute("alter function pg_summary_apps() owner to first_comer")
        status = pg_summary("status", dsn=source_database)
        assert status.code == 3 and "pg_summary_apps" in status.out, status.out
        for command in (["refresh"], ["verify"]):
            result = pg_summary(*command, dsn=source_database)
            assert result.code == 1 and "belongs to first_comer" in result.err, result
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0 and "pg_summary_apps" in result.err, result.err
        assert pg_summary("status", dsn=source_database).code == 0
        # And where that role has made something of its own of it, it is not ours any more.
        connection.execute("alter function pg_summary_apps() owner to first_comer")
        theirs.execute(FUNCTION.format("pg_summary_apps()").replace("create", "create or replace", 1))
        result = pg_summary("install", dsn=source_database)
        assert result.code == 1 and "public.pg_summary_apps() (owner: first_comer)" in result.err, result.err
        result = pg_summary("uninstall", "--yes", dsn=source_database)
        assert result.code == 0 and "did not drop function public.pg_summary_apps()" in result.err, result.err
        assert connection.execute("select pg_summary_apps()").fetchone()[0] == ["theirs"]


def test_a_function_that_comes_later_is_named(source_database, stranger):
    with connect(stranger) as theirs:
        assert pg_summary("install", dsn=source_database).code == 0
        theirs.execute(FUNCTION.format("dashboard_summary(app_id uuid)"))
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0 and "public.dashboard_summary(uuid) (owner: first_comer)" in result.err


def test_default_privileges_hand_out_nothing(source_database):
    """As Supabase has them: functions, tables and sequences to named roles."""
    with connect(source_database) as connection:
        connection.execute("do $$ begin create role anon; exception when duplicate_object then end $$")
        connection.execute("do $$ begin create role dashboard_role; exception when duplicate_object then end $$")
        for what in ("functions", "tables", "sequences", "schemas"):
            connection.execute(f"alter default privileges grant all on {what} to anon, dashboard_role")
        rights = (
            "select p.proname::text, a.grantee::regrole::text from pg_proc p cross join aclexplode(p.proacl) a "
            "where p.proowner <> a.grantee and (p.pronamespace = 'pgsummary'::regnamespace or p.proname like '%_summary') "
            "union all select c.relname::text, a.grantee::regrole::text from pg_class c cross join aclexplode(c.relacl) a "
            "where a.grantee <> c.relowner and c.relnamespace = 'pgsummary'::regnamespace "
            "union all select n.nspname::text, a.grantee::regrole::text from pg_namespace n cross join aclexplode(n.nspacl) a "
            "where a.grantee <> n.nspowner and n.nspname = 'pgsummary'"
        )
        try:
            result = pg_summary("install", "--grant-to", "dashboard_role", dsn=source_database)
            assert result.code == 0, result.err
            granted = connection.execute(rights).fetchall()
            assert granted and {role for _, role in granted} == {"dashboard_role"}
            assert all(name.endswith("_summary") for name, _ in granted), granted
            assert "nothing to do" in pg_summary("install", dsn=source_database).err
            # As a release before left it, or a view that was made again by hand.
            connection.execute("grant execute on function conference_summary, pgsummary.refresh to anon")
            connection.execute("grant select on pgsummary.conference_fact to anon")
            status = pg_summary("status", dsn=source_database)
            assert status.code == 3 and "anon" in status.out, status.out
            result = pg_summary("install", dsn=source_database)
            assert result.code == 0 and "default privileges had granted to anon" in result.err, result.err
            assert {role for _, role in connection.execute(rights).fetchall()} == {"dashboard_role"}
            assert pg_summary("status", dsn=source_database).code == 0
            connection.execute("set role dashboard_role")
            assert total(connection) == 50
            connection.execute("reset role")
            # Whoever was granted something by hand keeps it, and is named.
            connection.execute("create role by_hand")
            connection.execute("grant select on pgsummary.status to by_hand")
            assert "nothing to do" in pg_summary("install", dsn=source_database).err
            status = pg_summary("status", dsn=source_database)
            assert status.code == 0 and "by_hand" in status.out, status.out
        finally:
            for role in ("anon", "dashboard_role"):
                connection.execute(f"drop owned by {role}")
            connection.execute("drop owned by by_hand")
            connection.execute("drop role by_hand")
