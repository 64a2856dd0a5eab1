"""A state that cannot be answered from is noticed, is said by every face with the next step, and has a way out."""

from __future__ import annotations

import subprocess
from random import Random

import psycopg
import pytest
from program import pg_summary
from psycopg.conninfo import conninfo_to_dict
from questions import check_all
from source_rows import APPS, Writer
from support import client_program, drain, install, open_connection

from pg_summary.sandbox.source import create_source_schema

TABLES = ["conference", "participant", "participant_conferences", "app_session", "app_connection", "app_issue"]
ASK = f"select * from conference_summary('{APPS[0]}')"


@pytest.fixture
def world(connection):
    """A folded world of rows, and the connection."""
    Writer(connection, Random(5)).grow(12)
    drain(connection)
    return connection


def refusal(connection, question: str = ASK) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as caught:
        connection.execute(question)
    return caught.value


def check_refused(connection, code: str, message: str, hint: str) -> None:
    """Answers refuse with this code, and every face of SQL says the same."""
    error = refusal(connection)
    assert (error.sqlstate, error.diag.message_primary) == (code, f"conference_summary: {message}")
    assert hint in error.diag.message_hint
    said = connection.execute("select code, message, hint from pgsummary.problems()").fetchall()
    assert (code, message, error.diag.message_hint) in said
    health = connection.execute("select pg_summary_health()").fetchone()[0]
    assert message in [problem["message"] for problem in health["problems"]]


def check_well(connection) -> None:
    """Nothing is wrong, every answer is right, before a fold and after it."""
    assert connection.execute("select * from pgsummary.problems()").fetchall() == []
    check_all(connection)
    drain(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    assert connection.execute("select pg_summary_health() -> 'problems'").fetchone() == ([],)
    check_all(connection)


def states(connection) -> list:
    rows = connection.execute("select entity, problem from pgsummary.verify() where kind = 'state'").fetchall()
    return [row[1] for row in rows]


@pytest.mark.parametrize("trigger", ["pgsummary_log_row", "pgsummary_log_truncate"])
def test_disabled_triggers_are_refused_and_what_went_by_them_is_found(world, trigger):
    for table in TABLES:
        world.execute(f"alter table {table} disable trigger {trigger}")
        message = f"triggers of pg-summary on table public.{table} are disabled"
        check_refused(world, "SM006", message, "Run pg-summary install")
        assert states(world) == [message]
        assert world.execute("select triggers_off, problems from pgsummary.status").fetchone() == (1, 1)
        world.execute("update conference set duration = 2147483647 - duration")
        world.execute(f"alter table {table} enable trigger {trigger}")
        # On again: nobody knows what changed meanwhile, until a refresh has marked everything.
        check_refused(world, "SM006", "triggers of pg-summary were switched off and on again: changes may have been "
                      "missed", "pg-summary refresh")  # fmt: skip
        world.execute("select from pgsummary.refresh(1)")
        check_well(world)


@pytest.fixture
def copy(world, server, database):
    """A connection to a copy of the world's database, made with CREATE DATABASE ... TEMPLATE; no refresh has run there."""
    template = conninfo_to_dict(database)["dbname"]
    world.close()
    server.create_database(f"{template}_copy", template=template)
    with open_connection(server.dsn(f"{template}_copy")) as connection:
        yield connection
    server.drop_database(f"{template}_copy")


def test_a_copy_is_well(copy):
    """A copy of a database has new rows in the catalogue, but the same owners."""
    check_well(copy)


def test_triggers_that_were_off_in_a_copy_are_noticed(copy):
    copy.execute("alter table conference disable trigger user")
    copy.execute("update conference set duration = 2147483647 - duration")
    copy.execute("alter table conference enable trigger user")
    message = "triggers of pg-summary were switched off and on again: changes may have been missed"
    check_refused(copy, "SM006", message, "pg-summary refresh")
    copy.execute("select from pgsummary.refresh(1)")
    check_well(copy)


def test_a_refresh_folds_what_was_logged_though_a_trigger_is_off(world):
    world.execute("alter table app_issue disable trigger pgsummary_log_row")
    world.execute("update conference set duration = 2147483647 - duration")
    drain(world)
    assert refusal(world).sqlstate == "SM006"


def test_who_marks_everything_after_switching_triggers_is_answered(world):
    world.execute("alter table conference disable trigger user")
    world.execute("update conference set duration = 2147483647 - duration")
    world.execute("alter table conference enable trigger user")
    world.execute("select pgsummary.mark_everything()")
    check_well(world)


def test_an_install_that_makes_triggers_again_refuses_nothing(world, database):
    world.execute("drop trigger pgsummary_log_row on conference")
    check_refused(world, "SM006", "table public.conference lacks triggers of pg-summary", "Run pg-summary install")
    world.execute("update conference set duration = 2147483647 - duration")
    install(database)
    check_well(world)


def test_a_table_made_again_is_refused_until_the_next_install(world, database):
    for statement in [
        "alter table participant_conferences rename to links_of_old",
        "create table participant_conferences (like links_of_old including all)",
        "insert into participant_conferences select * from links_of_old limit 3",
    ]:
        world.execute(statement)
    message = "table public.participant_conferences lacks triggers of pg-summary: they are on public.links_of_old"
    check_refused(world, "SM006", message, "Run pg-summary install")
    assert states(world) == [message]
    world.execute("alter sequence participant_conferences_id_seq owned by participant_conferences.id")
    world.execute("drop table links_of_old")
    install(database)
    check_well(world)


def test_a_table_that_was_renamed_is_named(world):
    world.execute("alter table app_issue rename to issue")
    message = "table public.app_issue does not exist: its triggers are on public.issue"
    check_refused(world, "SM003", message, "Rename the table back")
    with pytest.raises(psycopg.Error) as caught:
        drain(world)
    assert caught.value.sqlstate == "SM003" and caught.value.diag.message_primary == f"refresh: {message}"
    world.execute("alter table issue rename to app_issue")
    check_well(world)


def test_a_schema_that_was_changed_is_named(world):
    world.execute("create schema elsewhere")
    world.execute("alter table conference set schema elsewhere")
    check_refused(world, "SM003", "table public.conference does not exist: its triggers are on elsewhere.conference",
                  "--source-schema")  # fmt: skip
    world.execute("alter table elsewhere.conference set schema public")
    check_well(world)


@pytest.mark.parametrize("always", [False, True])
def test_a_pause_is_refused_and_resume_finds_what_changed(world, always):
    if always:
        world.execute("update pgsummary.state set always = true")
        world.execute("select pgsummary.resume()")
        check_well(world)
    world.execute("select pgsummary.pause()")
    error = refusal(world)
    assert error.sqlstate == "SM006" and "pg-summary has been paused since" in error.diag.message_primary
    assert "pgsummary.resume()" in error.diag.message_hint
    assert "paused since" in states(world)[0]
    world.execute("update app_session set app_version = '9'")
    with world.transaction():
        # A load leaves checks of foreign keys pending, with which no table can be altered.
        Writer(world, Random(6)).new_conference()
        world.execute("select pgsummary.resume()")
    kinds = {row[0] for row in world.execute("select tgenabled from pg_trigger where tgname like 'pgsummary%'")}
    assert kinds == {"A" if always else "O"}
    assert world.execute("select paused_at from pgsummary.state").fetchone() == (None,)
    check_well(world)


def test_triggers_that_are_meant_for_replicated_changes_must_be_always(world):
    world.execute("update pgsummary.state set always = true")
    world.execute("select pgsummary.resume()")
    drain(world)
    world.execute("alter table conference enable trigger pgsummary_log_row")
    message = "triggers of pg-summary on table public.conference do not fire for replicated changes"
    check_refused(world, "SM006", message, "resume()")
    assert world.execute("select triggers_off from pgsummary.status").fetchone() == (1,)
    world.execute("select pgsummary.resume()")
    check_well(world)


def test_a_subscription_to_the_source_tables_needs_triggers_that_are_always(world):
    world.execute("create subscription s connection 'dbname=nowhere' publication p with (connect = false)")
    try:
        world.execute(
            "insert into pg_subscription_rel (srsubid, srrelid, srsubstate, srsublsn) "
            "select s.oid, 'app_issue'::regclass, 'r', '0/0' from pg_subscription s"
        )
        check_refused(
            world, "SM006", "a subscription writes to table public.app_issue, for which triggers of pg-summary do not fire",
            "--always",
        )  # fmt: skip
        world.execute("update pgsummary.state set always = true")
        world.execute("select pgsummary.resume()")
        check_well(world)
    finally:
        world.execute("alter subscription s set (slot_name = none)")
        world.execute("drop subscription s")


def test_data_restored_into_an_installed_database_is_noticed_and_reset(world, server, database):
    """pg_dump --data-only of one installed database into another, which has rows of its own."""
    server.create_database("restored_into")
    there = server.dsn("restored_into")
    try:
        with open_connection(there) as other:
            create_source_schema(other)
            install(there)
            dump = subprocess.run(
                [client_program(server, "pg_dump"), "--data-only", database], stdout=subprocess.PIPE, check=True
            ).stdout
            subprocess.run(
                [client_program(server, "psql"), "-qX", there], input=dump, check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            assert other.execute("select count(*) > 0 from conference").fetchone()[0]
            message = "the tables in schema pgsummary hold the data of two databases"
            check_refused(other, "SM008", message, "Run pg-summary install")
            for statement in ("select from pgsummary.refresh()", "select from pgsummary.verify()"):
                assert refusal(other, statement).sqlstate == "SM008"
            other.execute("select pgsummary.reset()")
            check_well(other)
            Writer(other, Random(7)).change()
            check_well(other)
    finally:
        server.drop_database("restored_into")


def test_an_own_backup_restored_over_itself_is_noticed(world, server, database):
    dump = subprocess.run(
        [client_program(server, "pg_dump"), "--data-only", "-n", "pgsummary", database],
        stdout=subprocess.PIPE, check=True,
    ).stdout  # fmt: skip
    subprocess.run(
        [client_program(server, "psql"), "-qX", database], input=dump, check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert refusal(world).sqlstate == "SM008"
    world.execute("select pgsummary.reset()")
    check_well(world)


def test_a_whole_restore_is_answered_immediately(world, server, database):
    """Other tables, other triggers, other transaction ids: and nothing is wrong."""
    world.execute("update conference set duration = 2147483647 - duration where not ongoing")
    server.create_database("restored_whole")
    try:
        dump = subprocess.run([client_program(server, "pg_dump"), database], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(
            [client_program(server, "psql"), "-qX", "-v", "ON_ERROR_STOP=1", server.dsn("restored_whole")], input=dump,
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with open_connection(server.dsn("restored_whole")) as other:
            check_well(other)
    finally:
        server.drop_database("restored_whole")


def test_a_reset_has_everything_folded_again(world):
    Writer(world, Random(8)).change()
    tables = [
        row[0]
        for row in world.execute(
            "select relname from pg_class where relnamespace = 'pgsummary'::regnamespace and relkind = 'r'"
        )
    ]
    world.execute("select pgsummary.reset()")
    left = {t for t in tables if world.execute(f"select exists (select from pgsummary.{t})").fetchone()[0]}
    assert left == {
        "change_log", "generation", "installed_object", "migration", "profile", "state", "time_zone", "time_zone_alias",
    }  # fmt: skip
    assert world.execute("select kind from pgsummary.change_log").fetchall() == [("*",)]
    check_well(world)


def test_a_reset_makes_the_state_that_a_restore_left_out(world):
    world.execute("truncate pgsummary.state, pgsummary.generation, pgsummary.conference_fact, pgsummary.rollup_day")
    check_refused(world, "SM005", "the tables in schema pgsummary are empty", "Run pg-summary install")
    assert world.execute("select pg_summary_health() ->> 'version'").fetchone() == (None,)
    world.execute("select pgsummary.reset()")
    check_well(world)
    assert world.execute("select source_schema, api_schema, always from pgsummary.state").fetchone() == (
        "public", "public", False,
    )  # fmt: skip


def test_a_reset_leaves_older_snapshots_their_answers(world, connect):
    older = connect(autocommit=False)
    older.execute("set transaction isolation level repeatable read")
    before = older.execute(ASK).fetchall()
    world.execute("select pgsummary.reset()")
    drain(world)
    assert older.execute(ASK).fetchall() == before != []


def test_a_snapshot_older_than_the_install_is_not_blamed_on_a_restore(source_database):
    with open_connection(source_database, autocommit=False) as older, open_connection(source_database) as connection:
        older.execute("set transaction isolation level repeatable read")
        older.execute("select count(*) from conference")
        assert pg_summary("install", "--no-base-indexes", dsn=source_database).code == 0
        questions = {
            ASK: "conference_summary",
            f"select * from conference_list('{APPS[0]}')": "conference_list",
            f"select dashboard_summary('{APPS[0]}')": "dashboard_summary",
            f"select issue_gum_summary_json('{APPS[0]}')": "issue_gum_summary",
        }
        for question, name in questions.items():
            older.execute("savepoint s")
            error = refusal(older, question)
            assert error.sqlstate == "SM007" and error.diag.message_primary.startswith(
                f"{name}: this transaction began"
            )
            assert "new one" in error.diag.message_hint
            older.execute("rollback to s")
        older.rollback()
        assert older.execute(ASK).fetchall() == connection.execute(ASK).fetchall()


def test_a_right_that_the_installer_lost_is_named(source_database):
    with open_connection(source_database) as connection:
        (database,) = connection.execute("select current_database()").fetchone()
        connection.execute("create role owner_of_ours login")
        try:
            for statement in [
                f'grant create on database "{database}" to owner_of_ours',
                "grant usage, create on schema public to owner_of_ours",
                "grant select, trigger on all tables in schema public to owner_of_ours",
            ]:
                connection.execute(statement)
            as_owner = psycopg.conninfo.make_conninfo(source_database, user="owner_of_ours")
            assert pg_summary("install", "--no-base-indexes", dsn=as_owner).code == 0
            connection.execute(ASK)
            connection.execute("revoke select on app_session from owner_of_ours")
            check_refused(
                connection, "SM009", "owner_of_ours may not read table public.app_session",
                "GRANT SELECT ON TABLE public.app_session TO owner_of_ours",
            )  # fmt: skip
            connection.execute(connection.execute("select substr(hint, 6) from pgsummary.problems()").fetchone()[0])
            connection.execute(ASK)
            connection.execute("revoke usage on schema public from owner_of_ours, public")
            check_refused(
                connection, "SM009", "owner_of_ours may not use schema public",
                "GRANT USAGE ON SCHEMA public TO owner_of_ours",
            )  # fmt: skip
            connection.execute("grant usage on schema public to owner_of_ours")
            connection.execute(ASK)
        finally:
            connection.execute("drop owned by owner_of_ours cascade")
            connection.execute("drop role owner_of_ours")


def test_bytes_that_are_not_of_the_encoding_stop_no_refresh(server):
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
        admin.execute("create database bytes encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0")
    try:
        dsn = server.dsn("bytes")
        with open_connection(dsn) as connection:
            create_source_schema(connection)
            install(dsn)
            connection.execute("set client_encoding = 'SQL_ASCII'")
            writer = Writer(connection, Random(9))
            writer.prepare()
            app = APPS[0]
            for statement in [
                f"insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
                f"values ('{app}', 'x', false, 1, now(), true, '{app}')",
                f"insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id) "
                f"values ('{app}', 'x', false, now(), true, '{app}')",
                "create function odd() returns text language sql as $$select chr(255) || 'x'$$",
                f"insert into app_session (id, conference_id, participant_id, platform, geo_ip, app_version, created_at, "
                f"is_active, duration) values ('{app}', '{app}', '{app}', "
                "jsonb_build_object('browser', jsonb_build_object('name', odd()), 'os', jsonb_build_object('name', odd())), "
                "jsonb_build_object('city', odd(), 'country_code', odd(), 'latitude', 1, 'longitude', 2), odd(), now(), "
                "true, 0)",
                f"insert into app_issue (id, conference_id, session_id, type, code, data, created_at, is_active) "
                f"select gen.id, '{app}', '{app}', 'e', gen.code, jsonb_build_object('name', odd(), 'message', odd()), "
                f"now(), true from (values ('{app}'::uuid, 'getusermedia_error'), (md5('y')::uuid, odd())) gen (id, code)",
            ]:
                connection.execute(statement)
            drain(connection)
            assert connection.execute("select * from pgsummary.verify()").fetchall() == []
            for function in ("issue_summary", "issue_gum_summary", "session_summary", "session_geo_summary"):
                found = connection.execute(
                    f"select encode(x::text::bytea, 'hex') from {function}('{app}') x"
                ).fetchall()
                assert any("ff78" in row[0].decode() for row in found), function
            assert connection.execute(
                f"select sum(count) from session_summary('{app}', browser => odd())"
            ).fetchone() == (1,)
            assert connection.execute(
                f"select count(*) from conference_list('{app}', issue_code => odd())"
            ).fetchone() == (1,)
    finally:
        server.drop_database("bytes")
