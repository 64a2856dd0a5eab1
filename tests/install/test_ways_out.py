"""From every state that a restore, a rename or an owner leaves, install is the way out: it mends, or says in one
sentence what to do, and that works.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import psycopg
import pytest
from program import add_conferences, connect, pg_summary, total
from questions import check_all
from source_rows import Writer
from support import client_program, open_connection

from pg_summary.install import files
from pg_summary.sandbox.source import create_source_schema

pytestmark = pytest.mark.slow

OLD = Path(__file__).parents[1] / "upgrade"


def is_well(dsn: str, conferences: int | None = None) -> None:
    """All is installed, folded and right, and an install has nothing to do."""
    again = pg_summary("install", dsn=dsn)
    assert again.code == 0 and "nothing to do" in again.err, again.err
    for command in ("status", "refresh", "verify"):
        result = pg_summary(command, dsn=dsn)
        assert result.code == 0, (command, result)
    if conferences is not None:
        with connect(dsn) as connection:
            assert total(connection) == conferences


def dump(server, dsn: str, *options: str) -> str:
    done = subprocess.run(
        [client_program(server, "pg_dump"), *options, dsn], stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout


def restore(server, dsn: str, script: str) -> None:
    """As whoever feeds a dump to psql, and overlooks its errors."""
    subprocess.run(
        [client_program(server, "psql"), "-X", "-q", dsn],
        input=script,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )


@pytest.fixture
def other_database(server):
    """Another database with the source tables, nothing installed."""
    server.create_database("way_out")
    with connect(server.dsn("way_out")) as connection:
        create_source_schema(connection)
    yield server.dsn("way_out")
    server.drop_database("way_out")


def old_release(name: str) -> list[str]:
    path = OLD / name
    if path.exists():
        return files.split(path.read_text(encoding="utf-8"))
    import gzip

    return files.split(gzip.decompress((OLD / (name + ".gz")).read_bytes()).decode())


def test_an_old_dump_with_clean_over_a_newer_install(server, other_database, database):
    """Objects of the newer release that the older one does not know remain, and the older one is recorded."""
    with open_connection(other_database) as connection:
        Writer(connection, Random(4)).grow(5)
        for statement in old_release("0.1.0.sql"):
            connection.execute(statement)
    with open_connection(database) as connection:
        Writer(connection, Random(5)).grow(3)
    assert pg_summary("refresh", dsn=database).code == 0
    restore(server, database, dump(server, other_database, "--clean", "--if-exists"))
    result = pg_summary("install", dsn=database)
    assert result.code == 0, result.err
    is_well(database)
    with open_connection(database) as connection:
        check_all(connection)


def test_an_old_dump_over_a_newer_install_can_be_uninstalled(server, other_database, database):
    with open_connection(other_database) as connection:
        for statement in old_release("0.1.0.sql"):
            connection.execute(statement)
    restore(server, database, dump(server, other_database, "--clean", "--if-exists"))
    result = pg_summary("uninstall", "--yes", dsn=database)
    assert result.code == 0, result.err
    with connect(database) as connection:
        assert connection.execute("select to_regnamespace('pgsummary') is null").fetchone()[0]
        assert connection.execute("select count(*) from pg_trigger where not tgisinternal").fetchone()[0] == 0
        assert connection.execute("select to_regproc('conference_summary') is null").fetchone()[0]


def test_data_alone_restored_into_an_install(server, other_database, database):
    """Data that can't be distinguished from its own is made again on request."""
    with open_connection(other_database) as connection:
        Writer(connection, Random(4)).grow(5)
    assert pg_summary("install", dsn=other_database).code == 0
    restore(server, database, dump(server, other_database, "--data-only"))
    result = pg_summary("install", "--rebuild", dsn=database)
    assert result.code == 0 and "from scratch" in result.err, result.err
    is_well(database)
    with open_connection(database) as connection:
        check_all(connection)


def test_the_marks_of_two_databases_are_a_mixture(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        connection.execute("create table if not exists pgsummary.generation (id uuid not null)")
        connection.execute("alter table pgsummary.state add column if not exists generation uuid")
        connection.execute("insert into pgsummary.generation select md5(random()::text)::uuid")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0 and "the data of two databases" in result.err, result.err
    is_well(source_database, 50)


@pytest.mark.parametrize("lost", ["state", "installed_object", "conference_fact", "rollup_day"])
def test_a_table_that_is_not_there(source_database, lost):
    """Whoever was granted the functions keeps them, as far as that is known."""
    with connect(source_database) as connection:
        connection.execute("do $$ begin create role way_out_reader; exception when duplicate_object then end $$")
        assert pg_summary("install", "--grant-to", "way_out_reader", dsn=source_database).code == 0
        connection.execute(f"drop table pgsummary.{lost} cascade")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0 and "from scratch" in result.err and lost in result.err, result.err
        is_well(source_database, 50)
        if lost in ("conference_fact", "rollup_day"):
            connection.execute("set role way_out_reader")
            assert total(connection) == 50
            connection.execute("reset role")
        connection.execute("drop owned by way_out_reader")


def test_what_is_yours_and_depends_on_ours_forbids_to_make_it_again(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        connection.execute("create view theirs as select * from pgsummary.conference_fact")
        result = pg_summary("install", "--rebuild", dsn=source_database)
        assert result.code == 1 and "theirs" in result.err, result.err
        assert total(connection) == 50
        connection.execute("drop view theirs")
    assert pg_summary("install", "--rebuild", dsn=source_database).code == 0
    is_well(source_database, 50)


def test_source_tables_in_another_schema(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        connection.execute("create schema moved")
        for table in files.SOURCE_TABLES:
            connection.execute(f"alter table {table} set schema moved")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 1 and "were moved from schema public to schema moved" in result.err, result.err
        advice = result.err.splitlines()[-1]
        assert "install --source-schema moved" in advice
        result = pg_summary("install", "--source-schema", "moved", dsn=source_database)
        assert result.code == 0, result.err
        is_well(source_database, 50)
        # The indexes went along, and are still ours.
        assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
        left = "select count(*) from pg_class where relname like 'pgsummary%'"
        assert connection.execute(left).fetchone()[0] == 0


def test_a_table_that_was_renamed_is_named(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database) as connection:
        connection.execute("alter table conference rename to old_conference")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 1 and "renamed: conference (now public.old_conference)" in result.err, result.err
        status = pg_summary("status", dsn=source_database)
        assert status.code == 3 and "public.conference was renamed to public.old_conference" in status.out, status.out
        # And where another one is in its place, triggers go from the old one to the new one.
        connection.execute("create table conference (like old_conference including all)")
        connection.execute("insert into conference select * from old_conference limit 7")
        result = pg_summary("install", dsn=source_database)
        assert result.code == 0, result.err
        is_well(source_database, 7)
        on = "select count(*) from pg_trigger where not tgisinternal and tgrelid = 'old_conference'::regclass"
        assert connection.execute(on).fetchone()[0] == 0


@pytest.fixture
def roles(server):
    """Two roles that own nothing; what they own in the end goes with them."""
    with connect(server.dsn()) as connection:
        for role in ("first_owner", "second_owner"):
            connection.execute(f"create role {role} login")
    yield
    with connect(server.dsn()) as connection:
        for role in ("first_owner", "second_owner"):
            connection.execute(f"drop role {role}")


@pytest.fixture
def owned_database(source_database, roles):
    """What source_database is; in the end nothing in it belongs to the roles."""
    yield source_database
    with connect(source_database) as connection:
        for role in ("first_owner", "second_owner"):
            connection.execute(f"reassign owned by {role} to postgres")
            connection.execute(f"drop owned by {role}")


def own_tables(connection, schema: str, role: str) -> None:
    for (table,) in connection.execute(
        "select format('%%I.%%I', schemaname, tablename) from pg_tables where schemaname = %s", [schema]
    ).fetchall():
        connection.execute(f"alter table {table} owner to {role}")


def foreign(connection, owner: str) -> list:
    """What of ours belongs to another role."""
    return connection.execute(
        "select proname::text from pg_proc where pronamespace = 'pgsummary'::regnamespace and proowner <> %(o)s::regrole "
        "union all select relname::text from pg_class where relnamespace = 'pgsummary'::regnamespace "
        "and relkind in ('r', 'v', 'm', 'c') and relowner <> %(o)s::regrole "
        "union all select nspname::text from pg_namespace where nspname = 'pgsummary' and nspowner <> %(o)s::regrole",
        {"o": owner},
    ).fetchall()


@pytest.mark.parametrize("change", ["tables", "all tables", "schema"])
def test_after_the_owner_was_changed(owned_database, change):
    """The superuser's install mends it, and so does the new owner's when what it asks for was granted."""
    as_first = psycopg.conninfo.make_conninfo(owned_database, user="first_owner")
    as_second = psycopg.conninfo.make_conninfo(owned_database, user="second_owner")
    with connect(owned_database) as connection:
        connection.execute(f"grant create on database {connection.info.dbname} to first_owner, second_owner")
        connection.execute("grant usage, create on schema public to first_owner, second_owner")
        own_tables(connection, "public", "first_owner")
        assert pg_summary("install", dsn=as_first).code == 0
        if change == "schema":
            connection.execute("alter schema pgsummary owner to second_owner")
        else:
            own_tables(connection, "public", "second_owner")
        if change == "all tables":
            own_tables(connection, "pgsummary", "second_owner")
        refused = pg_summary("install", dsn=as_second)
        assert refused.code == 1 and "GRANT first_owner TO second_owner" in refused.err, refused.err
        connection.execute(refused.err[refused.err.index("GRANT") :].split(" or install")[0])
        assert pg_summary("status", dsn=owned_database).code == (0 if change == "tables" else 3)
        mended = pg_summary("install", dsn=as_second)
        assert mended.code == 0, mended.err
        owner = "second_owner" if change == "all tables" else "first_owner"
        assert foreign(connection, owner) == []
        connection.execute("set role second_owner" if change != "schema" else "set role first_owner")
        add_conferences(connection, 3)
        connection.execute("reset role")
        assert total(connection) == 53
        is_well(owned_database, 53)
        assert pg_summary("uninstall", "--yes", dsn=owned_database).code == 0


def test_a_superuser_upgrades_for_the_owner(owned_database):
    """What it makes belongs to the role that installed."""
    as_first = psycopg.conninfo.make_conninfo(owned_database, user="first_owner")
    with connect(owned_database) as connection:
        connection.execute(f"grant create on database {connection.info.dbname} to first_owner")
        connection.execute("grant usage, create on schema public to first_owner")
        own_tables(connection, "public", "first_owner")
        assert "superuser" not in pg_summary("install", dsn=as_first).err
        connection.execute("drop function session_summary_json, pgsummary.verify")
        connection.execute("drop view pgsummary.size")
        result = pg_summary("install", dsn=owned_database)
        assert result.code == 0 and "repaired" in result.err, result.err
        assert foreign(connection, "first_owner") == []
        is_well(as_first, 50)
        assert pg_summary("uninstall", "--yes", dsn=as_first).code == 0


def test_the_owner_of_the_tables_can_dump_where_another_role_installed(owned_database, server):
    with connect(owned_database) as connection:
        own_tables(connection, "public", "first_owner")
        result = pg_summary("install", dsn=owned_database)
        assert result.code == 0 and "granted SELECT on the tables of pg-summary to first_owner" in result.err, (
            result.err
        )
        as_first = psycopg.conninfo.make_conninfo(owned_database, user="first_owner")
        assert "CREATE SCHEMA pgsummary" in dump(server, as_first)
        is_well(owned_database, 50)
        connection.execute("revoke select on pgsummary.segment from first_owner")
        result = pg_summary("install", dsn=owned_database)
        assert result.code == 0 and "for pg_dump" in result.err
        assert dump(server, as_first)
        assert pg_summary("uninstall", "--yes", dsn=owned_database).code == 0


def marks(connection) -> int:
    """How often everything was marked as changed and is not folded yet."""
    return connection.execute("select count(*) from pgsummary.change_log where kind = '*'").fetchone()[0]


def test_only_what_defines_stored_numbers_makes_an_install_fold_again(source_database):
    """Not a file that moved, a comment, a message, the rights, nor a function that only answers."""
    assert pg_summary("install", dsn=source_database).code == 0
    changed = "update pgsummary.installed_object set {} where object = %s"
    with connect(source_database) as connection:
        connection.execute(
            "update pgsummary.installed_object set file = 'functions/elsewhere.sql' where file like 'f%'"
        )
        assert "nothing to do" in pg_summary("install", dsn=source_database).err
        for name in ("check_choice", "read_sessions", "log_app_issue", "conference_summary"):
            connection.execute(changed.format("source_hash = '-'"), [name])
            connection.execute("update pg_proc set proacl = null where proname = %s", [name])
            result = pg_summary("install", "--no-backfill", dsn=source_database)
            assert result.code == 0 and name in result.err and marks(connection) == 0, (name, result)
        connection.execute(changed.format("source_hash = '-', meaning = '-'"), ["read_sessions"])
        assert pg_summary("install", "--no-backfill", dsn=source_database).code == 0
        assert marks(connection) == 1
