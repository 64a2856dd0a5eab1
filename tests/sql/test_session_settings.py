"""No setting of a session, and nothing that a role may create, changes an answer, a refresh or a log row."""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from oracle import Oracle, read_source
from questions import FUNCTIONS, check, check_all, random_question
from source_rows import APPS, Writer
from support import drain, open_connection

SETTINGS = [
    ("search_path", ""),
    ("search_path", "pg_temp, pgsummary"),
    ("search_path", "nowhere"),
    ("TimeZone", "Asia/Kathmandu"),
    ("TimeZone", "America/St_Johns"),
    ("TimeZone", "<+03>-3:30"),
    # Zones that call something else UTC, GMT, Z or MST.
    ("TimeZone", "UTC-5"),
    ("TimeZone", "GMT+7"),
    ("TimeZone", "Z-5"),
    ("TimeZone", "Europe/Moscow"),
    ("DateStyle", "German, DMY"),
    ("DateStyle", "SQL, MDY"),
    ("DateStyle", "Postgres, YMD"),
    ("IntervalStyle", "sql_standard"),
    ("IntervalStyle", "iso_8601"),
    ("bytea_output", "escape"),
    ("extra_float_digits", "-15"),
    ("extra_float_digits", "3"),
    ("standard_conforming_strings", "off"),
    ("backslash_quote", "off"),
    ("array_nulls", "off"),
    ("transform_null_equals", "on"),
    ("quote_all_identifiers", "on"),
    ("timezone_abbreviations", "Australia"),
    ("default_transaction_isolation", "serializable"),
    ("default_transaction_isolation", "repeatable read"),
    ("default_transaction_deferrable", "on"),
    ("row_security", "off"),
    ("exit_on_error", "on"),
    ("plpgsql.extra_errors", "all"),
    ("plpgsql.variable_conflict", "use_variable"),
    ("xmloption", "document"),
    ("check_function_bodies", "off"),
    ("session_replication_role", "local"),
    ("debug_parallel_query", "on"),
    ("force_parallel_mode", "on"),
    ("default_table_access_method", "heap"),
    ("default_text_search_config", "simple"),
    ("plan_cache_mode", "force_generic_plan"),
    ("plan_cache_mode", "force_custom_plan"),
    ("constraint_exclusion", "on"),
    ("work_mem", "64kB"),
    ("enable_hashagg", "off"),
    ("enable_indexscan", "off"),
    ("enable_nestloop", "off"),
    ("jit_above_cost", "0"),
]


def oddly_set(dsn, name, value) -> psycopg.Connection:
    """A session with one odd setting, made as a role's default would make it: before the first statement."""
    connection = psycopg.connect(dsn)
    try:
        # PostgreSQL 19 and later may refuse what earlier ones take.
        connection.execute("select set_config(%s, %s, false)", [name, value])
    except psycopg.Error as error:
        connection.close()
        pytest.skip(f"this server has no {name} = {value}: {error}")
    return connection


@pytest.fixture(scope="module")
def filled(shared_database):
    """A world that is folded in part, committed; a test rolls back what it adds."""
    with open_connection(shared_database) as connection:
        writer = Writer(connection, Random(7))
        writer.grow(12)
        # Digits that are lost when a float8 is printed short.
        connection.execute(
            'update app_session set geo_ip = \'{"city": "Ulm", "latitude": 48.40108412345678, "longitude": 0.1}\' '
            "where id in (select id from app_session order by id limit 5)"
        )
        drain(connection)
        with connection.transaction():  # a parent may go before its children, as its keys are deferred
            for _ in range(20):
                writer.change()
    return shared_database


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_settings_of_a_reader(filled, name, value):
    with open_connection(filled) as plain:
        oracle = Oracle(read_source(plain))
    random = Random(name + value)
    mere_reader = oddly_set(filled, name, value)
    try:
        for function in FUNCTIONS:
            check(mere_reader, oracle, function, app_id=APPS[0])
        for _ in range(8):
            function, parameters = random_question(random, oracle)
            check(mere_reader, oracle, function, **parameters)
    finally:
        mere_reader.close()


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_settings_of_a_writer_and_of_a_refresher(filled, name, value):
    session = oddly_set(filled, name, value)
    try:
        session.execute("set local search_path = public")
        writer = Writer(session, Random(name + value))
        for _ in range(10):
            writer.change()
        session.execute("select set_config(%s, %s, true)", [name, value])
        while session.execute("select changes_left from pgsummary.refresh(500)").fetchone()[0]:
            pass
        session.execute("set local search_path = public")
        session.execute("set local timezone = 'UTC'")
        session.execute("set local datestyle = 'ISO, MDY'")
        check_all(session)
        session.execute("reset all")
        assert session.execute("select * from pgsummary.verify()").fetchall() == []
    finally:
        session.rollback()
        session.close()


@pytest.mark.parametrize("zone", ["CET", "EET", "MET", "WET", "EST", "MST", "HST", "GMT", "UCT", "Zulu"])
def test_a_zone_whose_name_is_an_abbreviation_too(filled, zone):
    """PostgreSQL would take it for the abbreviation: without summer time, or as the session's zone has it."""
    with open_connection(filled) as connection:
        oracle = Oracle(read_source(connection))
        for setting in ("timezone = 'Europe/Moscow'", "timezone_abbreviations = 'Australia'"):
            connection.execute(f"set {setting}")
            for group_by in ("hour", "day", "week", "month"):
                check(connection, oracle, "conference_summary", app_id=APPS[0], time_zone=zone, group_by=group_by)


def test_no_zone_is_computed_in_by_an_abbreviation(filled):
    with open_connection(filled) as connection:
        connection.execute("set timezone = 'UTC'")
        ambiguous = connection.execute(
            "select n.name from pg_timezone_names n join pg_timezone_abbrevs a "
            "on lower(a.abbrev) = lower(pgsummary.check_time_zone('test', n.name))"
        ).fetchall()
        assert ambiguous == []


HOSTILE = """
create schema trap authorization mallory;
set role mallory;
create table trap.sprung (what text);
create function trap.spring(what text) returns boolean language plpgsql as $$ begin raise exception 'sprung as %: %', current_user, what; end $$;
create function trap.uuid_eq(uuid, uuid) returns boolean language sql as $$ select trap.spring('=') $$;
create function trap.text_eq(text, text) returns boolean language sql as $$ select trap.spring('=') $$;
create function trap.int_eq(int, int) returns boolean language sql as $$ select trap.spring('=') $$;
create function trap.time_ge(timestamptz, timestamptz) returns boolean language sql as $$ select trap.spring('>=') $$;
create function trap.get(jsonb, text) returns text language sql as $$ select trap.spring('->>')::text $$;
create operator trap.= (leftarg = uuid, rightarg = uuid, function = trap.uuid_eq);
create operator trap.= (leftarg = text, rightarg = text, function = trap.text_eq);
create operator trap.= (leftarg = int, rightarg = int, function = trap.int_eq);
create operator trap.>= (leftarg = timestamptz, rightarg = timestamptz, function = trap.time_ge);
create operator trap.->> (leftarg = jsonb, rightarg = text, function = trap.get);
create function trap.lower(text) returns text language sql as $$ select trap.spring('lower')::text $$;
create function trap.date_trunc(text, timestamptz, text) returns timestamptz language sql
as $$ select case when trap.spring('date_trunc') then 'epoch'::timestamptz end $$;

create function trap.hashtext(text) returns int language sql as $$ select trap.spring('hashtext')::int $$;
create function trap.now() returns timestamptz language sql as $$ select case when trap.spring('now') then 'epoch'::timestamptz end $$;
create temp table conference (id uuid);
create temp table app_issue (id uuid);
create temp table change_log (id bigint);
create temp table conference_fact (id uuid);
create type pg_temp.coverage as (x int);
create type pg_temp.uuid as (x int);
create type pg_temp.text as (x int);
set search_path = trap, pg_temp, public, pg_catalog;
"""


@pytest.fixture
def mallory(filled):
    """A session of a role that may only call the API and write rows, with traps before everything on its path."""
    with open_connection(filled, autocommit=False) as session:
        session.execute("create role mallory")
        session.execute("grant select, insert, update, delete on all tables in schema public to mallory")
        session.execute("grant usage on schema public to mallory")
        for (signature,) in session.execute(
            "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace "
            "and proname = any(%s)", [FUNCTIONS],
        ).fetchall():  # fmt: skip
            session.execute(f"grant execute on function {signature} to mallory")
        oracle = Oracle(read_source(session))
        for statement in HOSTILE.split(";\n"):
            if statement.strip():
                session.execute(statement)
        yield session, oracle
        session.rollback()


def test_what_a_role_creates_does_not_reach_the_functions(mallory):
    session, oracle = mallory
    for function in FUNCTIONS:
        named = {"browser": "Chrome"} if "options" not in function else {}
        rows = session.execute(
            f"select * from public.{function}(app_id => %s::pg_catalog.uuid"
            + "".join(f", {k} => %s::pg_catalog.text" for k in named) + ")",
            [APPS[0], *named.values()], binary=True,
        ).fetchall()  # fmt: skip
        wanted = getattr(oracle, function)(APPS[0], **named)
        assert len(rows) == len(wanted) if isinstance(wanted, list) else len(rows) == 1


def test_what_a_role_creates_does_not_reach_the_triggers(mallory):
    session, _ = mallory
    session.execute("set constraints all immediate")
    session.execute("update public.app_issue set type = 'w', is_active = true")
    session.execute("update public.app_session set app_version = 'trap'")
    session.execute("update public.conference set duration = 5")
    session.execute("update public.participant set is_sfu = false")
    session.execute("delete from public.app_connection")
    session.execute("reset role")
    session.execute("select from pgsummary.refresh(100000)")
    session.execute("reset search_path")
    session.execute("discard temp")
    check_all(session)


def test_a_role_that_was_granted_nothing_else(filled):
    """EXECUTE on the functions and USAGE on their schema are enough; without them everything is refused."""
    with open_connection(filled, autocommit=False) as session:
        oracle = Oracle(read_source(session))
        session.execute("create role mere_reader")
        session.execute("set role mere_reader")
        for function in FUNCTIONS:
            session.execute("savepoint before")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"select * from public.{function}(%s)", [APPS[0]])
            session.execute("rollback to before")
        session.execute("reset role")
        for (signature,) in session.execute(
            "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace "
            "and proname = any(%s)", [FUNCTIONS],
        ).fetchall():  # fmt: skip
            session.execute(f"grant execute on function {signature} to mere_reader")
        session.execute("set role mere_reader")
        for function in FUNCTIONS:
            check(session, oracle, function, app_id=APPS[0])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("select from pgsummary.refresh()")
        session.rollback()
