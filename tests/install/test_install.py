"""Fresh, again, interrupted, concurrent and upgrade are one code path; uninstall leaves nothing."""

import re
import signal
import subprocess
import time

import psycopg
import pytest
from program import APP, add_conferences, connect, pg_summary, start, total
from support import client_program

from pg_summary import install as installer
from pg_summary.install import catalogue, files


def schema_dump(server, dsn: str) -> str:
    """What pg_dump says of the schema, without what differs from run to run."""
    done = subprocess.run([client_program(server, "pg_dump"), "-s", dsn], stdout=subprocess.PIPE, check=True, text=True)
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict")))


def words(dsn: str) -> dict:
    """The status word of each object by name."""
    lines = [line.split(maxsplit=2) for line in pg_summary("status", "--all", dsn=dsn).out.splitlines()]
    return {line[2]: line[0] for line in lines if line and line[0].isupper()}


def catalogue_of(connection) -> list:
    return connection.execute(
        "select kind, name, definition_hash from pgsummary.installed_object order by 1, 2"
    ).fetchall()


def test_install_answers_and_again_does_nothing(source_database):
    first = pg_summary("install", dsn=source_database)
    assert first.code == 0, first.err
    with connect(source_database) as connection:
        assert total(connection) == 50
        assert connection.execute("select count(*) from pgsummary.conference_fact").fetchone()[0] == 50
        before = catalogue_of(connection)
        xmins = connection.execute("select max(xmin::text::bigint) from pg_proc").fetchone()
        dry = pg_summary("install", "--dry-run", dsn=source_database)
        again = pg_summary("install", dsn=source_database)
        assert (dry.code, dry.out) == (0, "")
        assert again.code == 0 and "nothing to do" in again.err
        assert catalogue_of(connection) == before
        assert connection.execute("select max(xmin::text::bigint) from pg_proc").fetchone() == xmins


def test_dry_run_is_what_runs(source_database, server):
    """The statements that the server saw are those that the dry run printed, byte for byte and in order."""
    planned = pg_summary("install", "--dry-run", dsn=source_database)
    assert planned.code == 0
    with connect(server.dsn()) as admin:
        name = psycopg.conninfo.conninfo_to_dict(source_database)["dbname"]
        admin.execute(f"alter database {name} set log_statement = 'all'")
    before = server.log.stat().st_size
    assert pg_summary("install", dsn=source_database).code == 0
    with open(server.log, encoding="utf-8") as log:
        log.seek(before)
        seen = log.read()
    position = 0
    # What begins with a backslash is psql's.
    statements = files.split("".join(line for line in planned.out.splitlines(True) if line[0] != "\\"))
    assert len(statements) > 100
    for statement in statements:
        logged = statement.replace("\n", "\n\t")
        found = seen.find("statement: " + logged + "\n", position)
        assert found >= 0, statement
        position = found + len(logged)


def test_dry_run_changes_nothing(source_database, server):
    before = schema_dump(server, source_database)
    assert pg_summary("install", "--dry-run", dsn=source_database).code == 0
    assert schema_dump(server, source_database) == before


def test_offline_is_a_fresh_install(source_database):
    online = pg_summary("install", "--dry-run", dsn=source_database)
    offline = pg_summary("install", "--dry-run", "--offline")
    assert offline.code == 0 and offline.out == online.out
    assert pg_summary("install", "--offline").code == 2


def test_the_printed_script_installs_with_psql(source_database, server):
    script = pg_summary("install", "--dry-run", dsn=source_database).out
    subprocess.run(
        [client_program(server, "psql"), "-q", "-v", "ON_ERROR_STOP=1", source_database],
        input=script,
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    assert pg_summary("status", dsn=source_database).code == 0
    assert "nothing to do" in pg_summary("install", dsn=source_database).err


@pytest.mark.parametrize("extra", [(), ("--grant-to", "reader", "--always", "--api-schema", "my api")])
def test_uninstall_leaves_the_database_as_it_was(source_database, server, extra):
    with connect(source_database) as connection:
        connection.execute("do $$ begin create role reader; exception when duplicate_object then end $$")
    before = schema_dump(server, source_database)
    assert pg_summary("install", *extra, dsn=source_database).code == 0
    assert schema_dump(server, source_database) != before
    refused = pg_summary("uninstall", dsn=source_database, stdin="n\n")
    assert refused.code == 1 and "function" in refused.err and "trigger" in refused.err
    assert pg_summary("status", dsn=source_database).code == 0
    assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
    assert schema_dump(server, source_database) == before
    assert pg_summary("uninstall", "--yes", dsn=source_database).code == 1


def test_uninstall_refuses_where_something_else_depends_on_us(source_database, server):
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        connection.execute(f"create view theirs as select * from conference_summary('{APP}')")
    before = schema_dump(server, source_database)
    result = pg_summary("uninstall", "--yes", dsn=source_database)
    assert result.code == 1 and "theirs" in result.err
    assert schema_dump(server, source_database) == before


def test_an_equal_index_is_not_built_again_and_stays(source_database):
    with connect(source_database) as connection:
        connection.execute("create index idx_conf_app_created on conference (app_id, created_at desc)")
        pg_summary("install", dsn=source_database)
        names = "select indexname from pg_indexes where tablename in ('conference', 'app_issue')"
        ours = {row[0] for row in connection.execute(names) if row[0].startswith("pgsummary_")}
        assert ours == {"pgsummary_issue_conference_type"}
        assert "nothing to do" in pg_summary("install", dsn=source_database).err
        assert pg_summary("status", dsn=source_database).code == 0
        pg_summary("uninstall", "--yes", dsn=source_database)
        left = {row[0] for row in connection.execute(names)}
        assert "idx_conf_app_created" in left and not any(name.startswith("pgsummary_") for name in left)


def test_an_invalid_index_that_was_left_behind_is_built_anew(source_database):
    with connect(source_database) as connection:
        connection.execute("create index pgsummary_conference_app_created_at on conference (id)")
        connection.execute(
            "update pg_index set indisvalid = false where indexrelid = 'pgsummary_conference_app_created_at'::regclass"
        )
        assert pg_summary("install", dsn=source_database).code == 0
        definition, valid = connection.execute(
            "select pg_get_indexdef(indexrelid), indisvalid from pg_index "
            "where indexrelid = 'pgsummary_conference_app_created_at'::regclass"
        ).fetchone()
        assert valid and "(app_id, created_at DESC)" in definition


def test_no_base_indexes_and_no_backfill(source_database):
    assert pg_summary("install", "--no-base-indexes", "--no-backfill", dsn=source_database).code == 0
    with connect(source_database) as connection:
        assert connection.execute("select count(*) from pgsummary.conference_fact").fetchone()[0] == 0
        assert total(connection) == 50
        count = "select count(*) from pg_indexes where indexname like 'pgsummary\\_%' and schemaname = 'public'"
        assert connection.execute(count).fetchone()[0] == 0
    assert "nothing to do" in pg_summary("install", "--no-base-indexes", "--no-backfill", dsn=source_database).err
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        assert connection.execute("select count(*) from pgsummary.conference_fact").fetchone()[0] == 50
        assert connection.execute(count).fetchone()[0] == 2


@pytest.mark.parametrize("schemas", [("Peer Metrics", "my api"), ("o'Neil", 'say "hi"'), ("user", "select")])
def test_names_that_need_quoting(empty_database, server, schemas):
    from pg_summary.sandbox.source import create_source_schema

    source, api = schemas
    with connect(empty_database) as connection:
        create_source_schema(connection, source)
        add_conferences(connection, 7, source)
        before = schema_dump(server, empty_database)
        named = ("--source-schema", source, "--api-schema", api)
        result = pg_summary("install", *named, dsn=empty_database)
        assert result.code == 0, result.err
        assert total(connection, api) == 7
        add_conferences(connection, 2, source)
        assert total(connection, api) == 9
        assert pg_summary("refresh", dsn=empty_database).code == 0
        assert total(connection, api) == 9
        # What is installed where need not be said again.
        assert "nothing to do" in pg_summary("install", dsn=empty_database).err
        assert pg_summary("status", dsn=empty_database).code == 0
        assert pg_summary("show", "conference-summary", "--app", "Shop", "--json", dsn=empty_database).code == 0
        assert pg_summary("uninstall", "--yes", dsn=empty_database).code == 0
    assert schema_dump(server, empty_database) == before


def test_moving_the_api_to_another_schema(source_database):
    pg_summary("install", dsn=source_database)
    refused = pg_summary("install", "--api-schema", "api", dsn=source_database)
    assert refused.code == 1 and "API in schema public" in refused.err and "--yes" in refused.err
    with connect(source_database) as connection:
        assert total(connection) == 50
        result = pg_summary("install", "--api-schema", "api", "--yes", dsn=source_database)
        assert result.code == 0 and "moved the functions of the API from schema public to api" in result.err
        assert total(connection, "api") == 50
        left = "select to_regproc('public.conference_summary') is not null"
        assert not connection.execute(left).fetchone()[0]


def test_a_reader_needs_nothing_but_the_grant(source_database, server):
    with connect(source_database) as connection:
        connection.execute("drop role if exists dashboard")
        connection.execute("create role dashboard login")
        result = pg_summary("install", "--api-schema", "api", "--grant-to", "dashboard", dsn=source_database)
        assert result.code == 0, result.err
        again = pg_summary("install", "--grant-to", "dashboard", dsn=source_database)
        assert "nothing to do" in again.err
        connection.execute("set role dashboard")
        assert total(connection, "api") == 50
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from conference")
        connection.execute("reset role")
        connection.execute("create role stranger")
        connection.execute("grant usage on schema api to stranger")
        connection.execute("set role stranger")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            total(connection, "api")
        connection.execute("reset role")
        as_reader = psycopg.conninfo.make_conninfo(source_database, user="dashboard")
        shown = pg_summary("show", "conference-summary", "--app", APP, "--csv", dsn=as_reader)
        assert shown.code == 0 and shown.out.startswith("bucket,date,")
        connection.execute("revoke usage on schema api from stranger")
        connection.execute("drop role stranger")
        pg_summary("uninstall", "--yes", dsn=source_database)
        connection.execute("drop role dashboard")


def test_always(source_database):
    pg_summary("install", dsn=source_database)
    states = "select distinct tgenabled::text from pg_trigger where tgname like 'pgsummary%'"
    with connect(source_database) as connection:
        assert connection.execute(states).fetchall() == [("O",)]
        assert pg_summary("install", "--always", dsn=source_database).code == 0
        assert connection.execute(states).fetchall() == [("A",)]
        assert "nothing to do" in pg_summary("install", dsn=source_database).err


def test_status_words_and_an_install_that_mends(source_database):
    pg_summary("install", dsn=source_database)
    assert set(words(source_database).values()) == {"INSTALLED"}
    with connect(source_database) as connection:
        before = catalogue_of(connection)
        connection.execute("drop trigger pgsummary_log_row on conference")
        connection.execute("alter table participant disable trigger pgsummary_log_row")
        connection.execute("alter function conference_summary stable cost 7")
        connection.execute("drop index pgsummary.session_fact_app_created_at")
        connection.execute("drop function session_summary_json")
        connection.execute("update pgsummary.installed_object set source_hash = '' where object = 'issue_summary'")
        add_conferences(connection, 5)  # unseen: the trigger is gone
        found = words(source_database)
        assert pg_summary("status", dsn=source_database).code == 3
        assert {name: word for name, word in found.items() if word != "INSTALLED"} == {
            "pgsummary_log_row on public.conference": "MISSING",
            "pgsummary_log_row on public.participant": "MODIFIED",
            next(name for name in found if name.startswith("public.conference_summary(")): "MODIFIED",
            "pgsummary.session_fact_app_created_at": "MISSING",
            next(name for name in found if name.startswith("public.session_summary_json(")): "MISSING",
            next(name for name in found if name.startswith("public.issue_summary(")): "OUTDATED",
        }
        assert pg_summary("install", dsn=source_database).code == 0
        assert catalogue_of(connection) == before
        assert total(connection) == 55
    assert pg_summary("status", dsn=source_database).code == 0


def test_an_upgrade_replaces_drops_and_keeps_who_may_read(source_database):
    """As if an older release had been installed: another result, a function that is gone, no migration."""
    with connect(source_database) as connection:
        connection.execute("do $$ begin create role old_reader; exception when duplicate_object then end $$")
        pg_summary("install", "--grant-to", "old_reader", dsn=source_database)
        before = catalogue_of(connection)
        connection.execute("drop function connection_summary")
        connection.execute(
            "create function connection_summary(app_id uuid, created_at_gte timestamptz default null, "
            "created_at_lte timestamptz default null, group_on text default 'type', "
            "browser text default null, "
            "os text default null, country text default null, app_version text default null) "
            "returns table (what text) language sql as 'select null::text'"
        )
        connection.execute("create function pgsummary.forgotten() returns int language sql as 'select 1'")
        connection.execute("update pgsummary.state set version = '0.0.9'")
        connection.execute(
            "update pgsummary.installed_object set declaration = 'older', source_hash = 'older' "
            "where object = 'connection_summary'"
        )
        connection.execute(
            "insert into pgsummary.installed_object "
            "values (99, 'function', 'forgotten', 'pgsummary.forgotten()', 'functions/x.sql', '', '', '')"
        )
        assert pg_summary("status", dsn=source_database).code == 3
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0, result.err
        assert catalogue_of(connection) == before
        connection.execute("set role old_reader")
        connection.execute("select * from connection_summary(%s)", [APP])
        connection.execute("reset role")


def test_what_a_call_needs_stays_until_it_has_ended(source_database):
    """A call that began before an upgrade goes on with the functions and types of before."""
    pg_summary("install", dsn=source_database)
    left = "select to_regprocedure('pgsummary.forgotten()') is not null"
    with connect(source_database) as connection, connect(source_database, autocommit=False) as reader:
        connection.execute("create function pgsummary.forgotten() returns int language sql as 'select 1'")
        connection.execute(
            "insert into pgsummary.installed_object "
            "values (99, 'function', 'forgotten', 'pgsummary.forgotten()', 'functions/x.sql', '', '', '')"
        )
        reader.execute("select * from connection_summary(%s)", [APP])
        upgrade = start("install", "--dsn", source_database)
        with pytest.raises(subprocess.TimeoutExpired):
            upgrade.wait(4)
        assert connection.execute(left).fetchone() == (True,)
        reader.rollback()
        assert upgrade.wait(30) == 0, upgrade.communicate()
        assert connection.execute(left).fetchone() == (False,)


def test_a_database_of_a_newer_release(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        connection.execute("update pgsummary.state set version = '99.0.0'")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 5 and "99.0.0" in result.err
        for command in ("status", "verify"):
            assert pg_summary(command, dsn=source_database).code == 5
        connection.execute("update pgsummary.state set version = '1.0.0'")
        connection.execute("insert into pgsummary.migration (name, sha256) values ('9999_later.sql', '')")
        assert pg_summary("install", dsn=source_database).code == 5


@pytest.mark.slow
def test_a_locked_table_is_a_clear_error_and_blocks_nobody(source_database):
    with connect(source_database, autocommit=False) as blocker:
        blocker.execute("update conference set duration = duration")
        result = pg_summary("install", "--lock-timeout", "60ms", dsn=source_database)
        assert result.code == 4, result.err
        assert f"pid {blocker.info.backend_pid}" in result.err
        assert blocker.execute("select to_regnamespace('pgsummary')").fetchone() == (None,)
        blocker.rollback()
    assert pg_summary("install", dsn=source_database).code == 0


@pytest.mark.slow
def test_twenty_installers_at_once(source_database):
    running = [start("install", "--dsn", source_database) for _ in range(20)]
    codes = []
    for process in running:
        process.communicate(timeout=120)
        codes.append(process.returncode)
    assert 0 in codes and set(codes) <= {0, 4}, codes
    assert pg_summary("install", dsn=source_database).code == 0
    assert pg_summary("status", dsn=source_database).code == 0
    with connect(source_database) as connection:
        assert total(connection) == 50


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["update pgsummary.state", "create index concurrently", "pgsummary.refresh("])
def test_kill_9_midway_then_again(source_database, server, moment):
    """An installer killed while the server is at this statement: the next one completes what it began."""
    with connect(source_database) as connection:
        add_conferences(connection, 20000)
        expected = connection.execute("select count(*) from conference").fetchone()[0]
        process = start("install", "--dsn", source_database)
        watch = "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and query like %s"
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if connection.execute(watch, [f"%{moment}%"]).fetchone()[0]:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        gone = (
            "select count(*) from pg_stat_activity "
            "where application_name = 'pg-summary' and datname = current_database()"
        )
        while connection.execute(gone).fetchone()[0]:
            assert time.monotonic() < deadline
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0, result.err
        assert total(connection) == expected
        assert connection.execute("select count(*) from pgsummary.conference_fact").fetchone()[0] == expected
        assert connection.execute("select count(*) from pg_index where not indisvalid").fetchone()[0] == 0
    assert pg_summary("status", dsn=source_database).code == 0
    assert "nothing to do" in pg_summary("install", dsn=source_database).err


def test_migrations_of_columns_that_no_summary_reads_stay_free(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        connection.execute("alter table conference rename column conference_info to info")
        connection.execute("alter table participant alter column participant_name type text")
        connection.execute("alter table app_session drop column webrtc_sdk")
        connection.execute("alter table app_connection add column extra jsonb")
        add_conferences(connection, 3)
        assert total(connection) == 53
    assert pg_summary("refresh", dsn=source_database).code == 0
    assert pg_summary("status", dsn=source_database).code == 0


def test_a_column_that_a_summary_reads(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        connection.execute("alter table app_session rename column geo_ip to geo")
        for command in ("status", "verify"):
            result = pg_summary(command, dsn=source_database)
            assert result.code == 3 and "public.app_session.geo_ip does not exist" in result.out + result.err, command
        connection.execute("insert into participant_conferences select 1, id, id from participant limit 0")
        connection.execute("alter table app_session rename column geo to geo_ip")
    assert pg_summary("status", dsn=source_database).code == 0


def test_the_locks_of_an_install_leave_time_before_a_deadlock_is_looked_for():
    """PostgreSQL does not end a writer that waits for all six tables in turn, even if the work in between takes long."""
    planned = installer.offline(installer.Options())
    waits = [int(wait) for wait in re.findall(r"lock_timeout = (\d+)", "\n".join(planned.preamble))]
    assert waits and 6 * max(waits) <= catalogue.EMPTY.deadlock_timeout_ms / 2


def test_a_publication_of_everything_is_named(source_database):
    with connect(source_database) as connection:
        connection.execute("create publication everything for all tables")
    result = pg_summary("install", dsn=source_database)
    assert result.code == 0 and "publication everything is FOR ALL TABLES" in result.err + result.out
    assert "everything" not in pg_summary("install", dsn=source_database).err


@pytest.mark.slow
def test_a_time_limit_of_the_role_does_not_cut_off_the_work(source_database):
    """A limit so short that no batch ends within it."""
    with connect(source_database) as connection:
        add_conferences(connection, 15_000)
        short = psycopg.conninfo.make_conninfo(source_database, options="-c statement_timeout=250")
        result = pg_summary("install", dsn=short)
        assert result.code == 0, result.err
        add_conferences(connection, 15_000)
        for command in ("refresh", "verify"):
            result = pg_summary(command, dsn=short)
            assert result.code == 0, result.err
        assert total(connection) == 30_050


def test_the_first_fold_is_over_when_what_was_there_is_folded(source_database):
    """Also by refreshes alone, and while writers go on; not sooner."""
    assert pg_summary("install", "--no-backfill", dsn=source_database).code == 0
    backfilled = "select backfilled_at is not null from pgsummary.state"
    with connect(source_database) as connection, connect(source_database, autocommit=False) as writer:
        connection.execute("select from pgsummary.refresh(20)")
        assert connection.execute(backfilled).fetchone() == (False,)
        assert "first fold" in pg_summary("status", dsn=source_database).out
        connection.execute("select from pgsummary.refresh(20)")
        assert connection.execute(backfilled).fetchone() == (False,)
        add_conferences(writer, 30)
        writer.commit()
        connection.execute("select from pgsummary.refresh(20)")
        assert connection.execute(backfilled).fetchone() == (False,)
        connection.execute("select from pgsummary.refresh(20)")
        assert connection.execute(backfilled).fetchone() == (True,)
        assert "first fold" not in pg_summary("status", dsn=source_database).out
        assert total(connection) == 80


def test_tables_without_their_data_are_told_from_answers(source_database):
    """As a restore without the data of the schema pgsummary leaves them."""
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        tables = connection.execute(
            "select string_agg(format('pgsummary.%I', c.relname), ', ') from pg_class c "
            "where c.relnamespace = 'pgsummary'::regnamespace and c.relkind = 'r'"
        ).fetchone()[0]
        connection.execute(f"truncate {tables}")
        with pytest.raises(psycopg.Error) as caught:
            total(connection)
        assert caught.value.sqlstate == "SM005" and "pg-summary install" in caught.value.diag.message_hint
        for command in (["status"], ["verify"], ["refresh"]):
            result = pg_summary(*command, dsn=source_database)
            assert result.code == 1 and "are empty" in result.err and "Traceback" not in result.err, result
            assert "pg-summary install" in result.err
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0 and "from scratch" in result.err and "are empty" in result.err, result.err
        assert total(connection) == 50
    assert pg_summary("status", dsn=source_database).code == 0
    assert pg_summary("verify", dsn=source_database).code == 0
