"""What a role may try that owns nothing of pg-summary: functions in the API schema that fit a call better than ours,
operators, casts and objects in schemas of its own, SQL in every text. None of it runs with the rights of another.

What is on the search_path of a reader or a writer, and temporary objects, is attacked in tests/sql/test_session_settings.py.
"""

from __future__ import annotations

from contextlib import contextmanager
from random import Random

import psycopg
import pytest
from oracle import Oracle, read_source
from program import pg_summary
from questions import FUNCTIONS, SUMMARIES, ask, check, check_all
from source_rows import APPS, Writer
from support import drain, open_connection

# Also those that serve the cache and the health check.
API = [*FUNCTIONS, "pg_summary_apps", "pg_summary_apps_json", "pg_summary_health", "pg_summary_identity"]
ROLES = ["stranger_role", "reader_role", "refresher_role"]
# As docs/operations.md has it.
MAY_REFRESH = """
grant usage on schema pgsummary to refresher_role;
grant execute on function pgsummary.refresh(integer), pgsummary.refresh_views(interval) to refresher_role;
grant select on pgsummary.state, pgsummary.status to refresher_role
"""
TEXTS = [
    "'", "''", '"', "\\", "\\'", "';select pg_sleep(60)--", "' or '1'='1", "'); drop table conference; --", "$$", "$q$",
    "%", "%%", "%s", "%I", "_", "{}", "{a,b}", "null", "E'\\x27'", "a\nb", "\u2019", "\uff07", "\x7f", "\u202e", "é" * 5000,
    ":x", "${x}", "/*", "--", "chr(39)",
]  # fmt: skip
GROUP_BY = {
    "quality_summary": "day",
    "conference_summary": "day",
    "issue_summary": "code",
    "connection_summary": "type",
    "session_summary": "os",
}
CHOICES = [(name + twin, "group_by") for name in GROUP_BY for twin in ("", "_json")] + [
    ("conference_summary", "time_zone"), ("dashboard_summary", "time_zone"), ("conference_list", "status"),
]  # fmt: skip
FILTERED = [name for name in SUMMARIES if name not in ("conference_filter_options", "dashboard_summary")]


@pytest.fixture(scope="module")
def world(shared_database):
    """A folded world with some changes that are not folded, and the roles."""
    with open_connection(shared_database) as connection:
        for role in ROLES:
            connection.execute(f"create role {role}")
        Writer(connection, Random(11)).grow(10)
        drain(connection)
        Writer(connection, Random(12)).grow(2)
        for (signature,) in signatures(connection):
            connection.execute(f"grant execute on function {signature} to reader_role")
        connection.execute(MAY_REFRESH)
    yield shared_database
    with open_connection(shared_database) as connection:
        for role in ROLES:
            connection.execute(f"drop owned by {role}")
            connection.execute(f"drop role {role}")


def signatures(connection) -> list:
    return connection.execute(
        "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and proname = any(%s)",
        [API],
    ).fetchall()


@pytest.fixture
def session(world):
    """A superuser's transaction, rolled back in the end."""
    with open_connection(world, autocommit=False) as connection:
        yield connection
        connection.rollback()


@contextmanager
def acting_as(connection, role: str):
    connection.execute(f"set role {role}")
    yield
    connection.execute("reset role")


def set_traps(connection) -> int:
    """As the stranger, beside each function of the API: one for every shorter list of its parameters, which a call that leaves
    out any fits exactly, and one that takes names for texts. Whoever calls one is told so. How many there are.
    """
    functions = connection.execute(
        "select proname, proargtypes::regtype[]::text[], pronargdefaults from pg_proc "
        "where pronamespace = 'public'::regnamespace and proname = any(%s)",
        [API],
    ).fetchall()
    connection.execute("grant create on schema public to stranger_role")
    traps = set()
    for name, types, defaults in functions:
        for length in range(len(types) - defaults, len(types)):
            traps.add((name, *types[:length]))
        traps.add((name, *("name" if t == "text" else t for t in types)))
        traps.add((name, *("text" for _ in types)))
        traps.add((name, "text"))
    traps -= {(name, *types) for name, types, _ in functions}
    with acting_as(connection, "stranger_role"):
        for name, *types in sorted(traps):
            connection.execute(
                f"create function public.{name}({', '.join(types)}) returns setof record language plpgsql as "
                f"$$ begin raise exception 'sprung as %: {name}({len(types)})', current_user; end $$"
            )
    return len(traps)


def call_in_full(connection, name: str):
    """The answer of a function to a call that gives each argument with its type, and so can mean no other."""
    names, types = connection.execute(
        "select proargnames[1:pronargs], proargtypes::regtype[]::text[] from pg_proc "
        "where pronamespace = 'public'::regnamespace and proname = %s and prosecdef",
        [name],
    ).fetchone()
    given = {"app_id": APPS[0], "group_by": GROUP_BY.get(name.replace("_json", "")), "time_zone": "UTC", "fill": False}
    arguments = ", ".join(f"%s::{t}" for t in types)
    values = [given.get(n) for n in names or []]
    return connection.execute(f"select * from public.{name}({arguments})", values, binary=True).fetchall()


def test_functions_that_fit_better_are_not_called(session):
    """Wherever one of ours calls another, it says every argument with its type."""
    compared = [name for name in API if name != "pg_summary_health"]  # which tells the time
    before = {name: call_in_full(session, name) for name in compared}
    assert set_traps(session) > 100
    with acting_as(session, "reader_role"):
        assert {name: call_in_full(session, name) for name in compared} == before
        call_in_full(session, "pg_summary_health")
    with acting_as(session, "refresher_role"):
        session.execute("select from pgsummary.refresh()")
        session.execute("select pgsummary.refresh_views('0 s')")
    assert session.execute("select * from pgsummary.misfits()").fetchall() == []
    assert session.execute("select * from pgsummary.verify()").fetchall() == []


def test_functions_that_fit_better_do_not_reach_the_program(source_database):
    """An installer who reads the status, verifies and uninstalls runs only our functions."""
    assert pg_summary("install", dsn=source_database).code == 0
    with open_connection(source_database) as connection:
        connection.execute("do $$ begin create role stranger_role; exception when duplicate_object then end $$")
        set_traps(connection)
        try:
            connection.execute("drop trigger pgsummary_log_row on conference")
            for command, code in [("status", 3), ("install", 0), ("refresh", 0), ("status", 0), ("verify", 0)]:
                result = pg_summary(command, dsn=source_database)
                assert result.code == code and "sprung" not in result.out + result.err, (command, result)
            result = pg_summary("uninstall", "--yes", dsn=source_database)
            assert result.code == 0, result.err
        finally:
            connection.execute("drop owned by stranger_role")


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_text_is_a_value_and_never_sql(session, text):
    """In each text parameter, and in the rows that it is compared with."""
    writer = Writer(session, Random(text))
    session.execute(
        "update app_session set platform = jsonb_build_object('browser', jsonb_build_object('name', %s::text), "
        "'os', jsonb_build_object('name', %s::text)), geo_ip = jsonb_build_object('country_code', %s::text), "
        "app_version = left(%s, 16) where id in (select id from app_session order by id limit 9)",
        [text] * 4,
    )
    session.execute(
        "update app_issue set code = left(%s, 32) where id in (select id from app_issue order by id limit 9)", [text]
    )
    writer.change_issue()
    oracle = Oracle(read_source(session))
    with acting_as(session, "reader_role"):
        for name in FILTERED:
            for parameter in ("browser", "os", "country", "app_version"):
                check(session, oracle, name, app_id=APPS[0], **{parameter: text})
            check(session, oracle, name, app_id=APPS[1], browser=text, os=text, country=text, app_version=text)
        check(session, oracle, "conference_list", app_id=APPS[0], issue_code=text)
        for name, parameter in CHOICES:
            session.execute("savepoint before")
            with pytest.raises(psycopg.errors.InvalidParameterValue) as raised:
                ask(session, name, app_id=APPS[0], **{parameter: text})
            assert raised.value.diag.message_primary.startswith(f"{name.replace('_json', '')}: {parameter} ")
            session.execute("rollback to before")
    session.execute("select from pgsummary.refresh()")
    check(session, oracle, "dashboard_summary", app_id=APPS[0])
    check(session, oracle, "dashboard_summary", app_id=APPS[0], browser=text)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from pgsummary.conference_fact",
        "select * from pgsummary.change_log",
        "select * from conference",
        "select pgsummary.read_conferences('{}')",
        "select pgsummary.ask('x', null, null, null, null, null, null, null)",
        "select pgsummary.repair()",
        "select pgsummary.mark_everything()",
        "delete from pgsummary.change_log",
        "insert into pgsummary.change_log (kind) values ('*')",
        "create table pgsummary.mine (x int)",
        "create function pgsummary.now() returns int language sql as 'select 1'",
        "create trigger t after insert on mine for each row execute function pgsummary.log_conference()",
        "drop trigger pgsummary_log_row on conference",
        "alter function public.conference_summary security invoker",
        "comment on function public.conference_summary_json is 'mine'",
        "refresh materialized view pgsummary.conference_daily",
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not(session, role, statement):
    """A reader may only ask, a refresher only refresh."""
    with acting_as(session, role):
        session.execute("create temp table mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)
        session.rollback()


def test_who_refreshes_runs_nothing_of_his_own(session):
    """A search_path of traps and temporary objects in the session that refreshes."""
    session.execute("create schema trap authorization refresher_role")
    with acting_as(session, "refresher_role"):
        session.execute(
            "create function trap.spring() returns boolean language plpgsql as "
            "$$ begin raise exception 'sprung as %', current_user; end $$"
        )
        for left, right in [("uuid", "uuid"), ("text", "text"), ("int", "int"), ("timestamptz", "timestamptz")]:
            session.execute(
                f"create function trap.eq({left}, {right}) returns boolean language sql as 'select trap.spring()'"
            )
            for operator in ("=", "<", "<=", ">", ">=", "<>"):
                session.execute(
                    f"create operator trap.{operator} (leftarg = {left}, rightarg = {right}, function = trap.eq)"
                )
        for table in ("change_log", "conference", "app_issue", "conference_fact", "state", "rollup_day"):
            session.execute(f"create temp table {table} (id int)")
        session.execute("set search_path = trap, pg_temp, public, pg_catalog")
        session.execute("select * from pgsummary.refresh(3)")
        session.execute("select * from pgsummary.refresh(100000)")
        session.execute("select pgsummary.refresh_views('0 s'::pg_catalog.interval)")
        session.execute("reset search_path")
        session.execute("discard temp")
    assert session.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(session)


def test_roles_with_odd_names(source_database):
    """A role's name is a name wherever it is said."""
    role = 'x"; drop table conference; --'
    quoted = '"' + role.replace('"', '""') + '"'
    with open_connection(source_database) as connection:
        connection.execute(f"create role {quoted}")
        try:
            assert pg_summary("install", "--grant-to", role, dsn=source_database).code == 0
            connection.execute(f"set role {quoted}")
            connection.execute("select dashboard_summary(%s)", [APPS[0]])
            connection.execute("reset role")
            assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
        finally:
            connection.execute(f"drop owned by {quoted}")
            connection.execute(f"drop role {quoted}")


def test_no_app_is_found_by_sql(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    for name in ("' or true --", "Shop' --", "%", "S_op"):
        assert pg_summary("show", "conference-summary", "--app", name, dsn=source_database).code == 1


def test_show_calls_no_function_of_others(source_database):
    """One in another schema, which is found first, with fewer parameters."""
    assert pg_summary("install", "--api-schema", "summaries", dsn=source_database).code == 0
    with open_connection(source_database) as connection:
        connection.execute("do $$ begin create role stranger_role; exception when duplicate_object then end $$")
        connection.execute("create schema authorization stranger_role")
        connection.execute("set role stranger_role")
        connection.execute(
            "create function stranger_role.conference_filter_options_json(uuid) returns jsonb language sql as 'select null::jsonb'"
        )
        connection.execute(
            "create function stranger_role.connection_summary(app_id uuid, created_at_gte timestamptz) "
            "returns table (name text, count bigint) language sql as $$ select 'sprung', 1 $$"
        )
        connection.execute("reset role")
        try:
            for command in ("connection-summary", "conference-filter-options"):
                result = pg_summary("show", command, "--app", str(APPS[0]), dsn=source_database)
                assert result.code == 0 and "sprung" not in result.out, result
        finally:
            connection.execute("drop owned by stranger_role")


def test_rights_that_a_restore_lost_are_seen_and_mended(source_database):
    """As pg_restore --no-acl leaves it: everybody may call everything."""
    assert pg_summary("install", dsn=source_database).code == 0
    with open_connection(source_database) as connection:
        connection.execute("do $$ begin create role stranger_role; exception when duplicate_object then end $$")
        connection.execute("update pg_proc set proacl = null where proname in ('issue_summary', 'ask', 'refresh')")
        status = pg_summary("status", dsn=source_database)
        assert status.code == 3
        modified = [line.split()[2].split("(")[0] for line in status.out.splitlines() if line.startswith("MODIFIED")]
        assert sorted(modified) == ["pgsummary.ask", "pgsummary.refresh", "public.issue_summary"]
        assert pg_summary("install", dsn=source_database).code == 0
        open_to_all = (
            "select p.proname from pgsummary.installed_object o join pg_proc p on p.proname = o.object "
            "where o.kind = 'function' and has_function_privilege('stranger_role', p.oid, 'EXECUTE')"
        )
        assert connection.execute(open_to_all).fetchall() == []
        assert pg_summary("status", dsn=source_database).code == 0
