"""Partitioned source tables: what comes and goes with a partition fires no trigger, and is noticed nevertheless."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
from datetime import date
from random import Random

import psycopg
import pytest
from archived import Archive
from partitions import BY_TIME, SOURCE, partition
from program import pg_summary
from psycopg.conninfo import make_conninfo
from questions import SUMMARIES, ask, check_all
from source_rows import APPS, Writer
from support import client_program, drain, open_connection

from pg_summary.sandbox.source import create_source_schema

APP = APPS[0]
names = (f"parts_{n}" for n in itertools.count())


@pytest.fixture(scope="module")
def parted(server):
    """The name of a database whose source tables are partitioned, with pg-summary installed and a folded world."""
    name = next(names)
    server.create_database(name)
    with open_connection(server.dsn(name)) as connection:
        create_source_schema(connection)
        partition(connection)
        installed = pg_summary("install", dsn=server.dsn(name))
        assert installed.code == 0, installed.err
        Writer(connection, Random("parts")).grow(25)
        # In each partition a conference with all that hangs on it.
        for n, day in enumerate(["2025-03-01", "2025-11-11", "2026-02-02", "2026-11-11", "2027-07-07"]):
            connection.execute(f"""
                insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id)
                values (md5('c{n}')::uuid, 'c{n}', false, 100, '{day}', true, '{APP}');
                insert into app_session (id, conference_id, participant_id, platform, created_at, is_active, duration)
                values (md5('s{n}')::uuid, md5('c{n}')::uuid, md5('p')::uuid, '{{"browser": {{"name": "Chrome"}}}}',
                    '{day}', true, 0);
                insert into app_issue (id, conference_id, session_id, type, code, created_at, is_active)
                values (md5('i{n}')::uuid, md5('c{n}')::uuid, md5('s{n}')::uuid, 'e', 'ice_failed', '{day}', true);
            """)
        drain(connection)
        check_all(connection)
    yield name
    server.drop_database(name)


@pytest.fixture
def dsn(server, parted):
    name = next(names)
    server.create_database(name, template=parted)
    yield server.dsn(name)
    server.drop_database(name)


@pytest.fixture
def world(dsn):
    """A connection to a copy of that database, in which a refresh has run."""
    with open_connection(dsn) as connection:
        drain(connection)
        yield connection


def refuses(connection, words: str) -> None:
    """Each face says it, no answer is given; and the next refreshes lead out of it, to answers that are exact."""
    with pytest.raises(psycopg.Error, match=f"^conference_summary: .*{words}.*: changes may have been missed") as e:
        connection.execute("select from conference_summary(%s)", [APP])
    assert e.value.sqlstate == "SM006"
    assert connection.execute(
        "select count(*) > 0 from pgsummary.verify() v where v.kind = 'state' and v.problem ~ %s", [words]
    ).fetchone()[0]
    drain(connection)
    check_all(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []


def test_any_writes_are_answered_exactly(world):
    """Rows that move from one partition to another, too."""
    writer = Writer(world, Random(3))
    for step in range(10):
        for _ in range(12):
            writer.change()
        if step % 3 == 0:
            world.execute(
                "update app_session set created_at = created_at + interval '1 year' where id = md5('s1')::uuid"
            )
            world.execute(
                "update conference set created_at = created_at + interval '9 months' where id = md5('c2')::uuid"
            )
        world.execute("select from pgsummary.refresh(%s)", [Random(step).choice([1, 20, 1000])])
        if step % 3 == 2:
            check_all(world)
    drain(world)
    check_all(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


@pytest.mark.parametrize("table", BY_TIME)
@pytest.mark.parametrize(
    "statement",
    ["alter table {0} detach partition {0}_q4", "drop table {0}_q4", "truncate {0}_q4",
     "alter table {0} detach partition {0}_2026", "truncate {0}_2026_h1", "drop table {0}_2026_h1"],
)  # fmt: skip
def test_what_goes_with_a_partition_is_noticed(world, table, statement):
    before = world.execute(f"select count(*) from {table}").fetchone()[0]
    world.execute(statement.format(table))
    assert world.execute(f"select count(*) from {table}").fetchone()[0] < before
    refuses(world, "was detached, dropped, emptied or rewritten")


@pytest.mark.parametrize("table", BY_TIME)
def test_what_comes_with_a_partition_is_noticed(world, table):
    """It is logged row by row; no more than these rows and what hangs on them is compared."""
    world.execute(f"alter table {table} detach partition {table}_q4")
    drain(world)
    world.execute(f"update {table}_q4 set is_active = not is_active")
    bounds = "for values from ('2025-10-01+00') to ('2026-01-01+00')"
    world.execute(f"alter table {table} attach partition {table}_q4 {bounds}")
    rows = world.execute(f"select count(*) from {table}_q4").fetchone()[0]
    folded = world.execute("select folded from pgsummary.refresh()").fetchone()[0]
    assert 0 < rows == folded
    drain(world)
    check_all(world)
    world.execute(f"alter table {table} detach partition {table}_q4")
    drain(world)
    world.execute(f"alter table {table} attach partition {table}_q4 {bounds}")
    refuses(world, "was added with rows")


@pytest.fixture(params=["template", "dump"])
def copied(server, parted, dsn, request):
    """A connection to a copy of that database, in which no refresh has run: as a staging copy, to be cut down."""
    if request.param == "template":
        with open_connection(dsn) as connection:
            yield connection
        return
    name = next(names)
    server.create_database(name)
    dump = subprocess.run(
        [client_program(server, "pg_dump"), server.dsn(parted)], stdout=subprocess.PIPE, check=True
    ).stdout
    psql = [client_program(server, "psql"), "-q", "-v", "ON_ERROR_STOP=1", server.dsn(name)]
    subprocess.run(psql, input=dump, stdout=subprocess.DEVNULL, check=True)
    with open_connection(server.dsn(name)) as connection:
        yield connection
    server.drop_database(name)


@pytest.mark.parametrize("statement", ["drop table {0}_q4", "alter table {0} detach partition {0}_q4"])
def test_what_goes_from_a_copy_before_its_first_refresh_is_noticed(copied, statement):
    """The anomaly: a restore whose catalogue looks unlike the one that the last refresh saw is believed to be whole."""
    check_all(copied)
    copied.execute(statement.format("app_session"))
    refuses(copied, "app_session_q4 was detached, dropped, emptied or rewritten")


def test_what_comes_to_a_copy_before_its_first_refresh_is_noticed(copied):
    copied.execute("""
        alter table conference detach partition conference_rest;
        create table conference_2027 partition of conference for values from ('2027-01-01+00') to ('2028-01-01+00');
        insert into conference_2027 select * from conference_rest where created_at >= '2027-01-01+00'
            and created_at < '2028-01-01+00';
        alter table conference detach partition conference_2027;
    """)
    refuses(copied, "conference_rest was detached, dropped, emptied or rewritten")
    copied.execute(
        "alter table conference attach partition conference_2027 for values from ('2027-01-01+00') to ('2028-01-01+00')"
    )
    refuses(copied, "conference_2027 was added with rows")


def test_a_copy_that_nobody_touches_answers_without_a_refresh(copied):
    check_all(copied)
    assert copied.execute("select * from pgsummary.verify()").fetchall() == []
    drain(copied)
    assert copied.execute("select count(*) from pgsummary.change_log").fetchone() == (0,)
    check_all(copied)


def test_a_partition_that_was_away_between_two_refreshes_is_noticed(world):
    """The anomaly: the same table is there as before, with other rows."""
    world.execute("alter table app_issue detach partition app_issue_q4")
    world.execute("update app_issue_q4 set type = 'w'")
    world.execute(
        "alter table app_issue attach partition app_issue_q4 for values from ('2025-10-01+00') to ('2026-01-01+00')"
    )
    refuses(world, "was detached, dropped, emptied or rewritten")


def test_partitions_within_a_partition_that_was_away_are_noticed(world):
    """The anomaly: a partition that holds no rows itself takes others along, which stay attached to it."""
    world.execute("alter table app_session detach partition app_session_2026")
    world.execute("update app_session_2026_h1 set platform = '{}'")
    bounds = "for values from ('2026-01-01+00') to ('2027-01-01+00')"
    world.execute(f"alter table app_session attach partition app_session_2026 {bounds}")
    refuses(world, "was detached, dropped, emptied or rewritten|was added with rows|switched off and on again")


def test_a_partition_that_is_detached_concurrently_is_noticed(world, dsn):
    """In two steps: a session that has yet to let go of the table keeps the second waiting."""
    if world.info.server_version < 140000:
        pytest.skip("PostgreSQL 14 is the first that can")
    with open_connection(dsn, autocommit=False) as reader, open_connection(dsn) as owner:
        # Beside a partition for all else, PostgreSQL refuses it.
        owner.execute("drop table app_session_rest")
        drain(owner)
        reader.execute("select from app_session limit 1")
        owner.execute("set lock_timeout = '500ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            owner.execute("alter table app_session detach partition app_session_q4 concurrently")
        reader.commit()
        refuses(world, "was detached, dropped, emptied or rewritten|was added with rows")
        owner.execute("alter table app_session detach partition app_session_q4 finalize")
    refuses(world, "was detached, dropped, emptied or rewritten")


def test_who_writes_into_a_partition_is_logged(world):
    world.execute("""
        insert into conference_q4 select (jsonb_populate_record(null::conference,
            to_jsonb(x) || jsonb_build_object('id', md5('direct'))
        )).* from conference_q4 x where x.id = md5('c1')::uuid;
        update app_session_q4 set conference_id = md5('direct')::uuid where id = md5('s1')::uuid;
        delete from app_issue_2026_h2 where id = md5('i3')::uuid;
        update conference_old set created_at = '2025-04-04' where id = md5('c0')::uuid;
    """)
    columns = "id, conference_id, ongoing, duration, created_at, is_active, app_id"
    with world.cursor().copy(f"copy conference_2026_h1 ({columns}) from stdin") as copy:
        copy.write_row(("00000000-0000-0000-0000-0000000000c0", "copied", False, 60, "2026-03-03", True, str(APP)))
    check_all(world)
    drain(world)
    check_all(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def archive_to(connection, day: date) -> Archive:
    archive = Archive()
    archive.close(connection, day)
    connection.execute("select from pgsummary.archive_day(%s)", [day])
    return archive


@pytest.mark.parametrize("way", ["drop table {0}_{1}", "alter table {0} detach partition {0}_{1}", "truncate {0}_{1}"])
def test_archived_days_outlive_their_partitions(world, way):
    """Archive, then drop: no number changes."""
    # No row of an open day belongs to one of an archived day, or the other way round.
    for child, parent in (
        ("app_session", "conference"), ("app_connection", "conference"), ("app_issue", "conference"),
        ("app_connection", "app_session"), ("app_issue", "app_session"),
    ):  # fmt: skip
        world.execute(f"""
            delete from {child} x using {parent} p
            where p.id = x.{parent.replace("app_", "")}_id
                and (p.created_at < '2026-01-01+00') <> (x.created_at < '2026-01-01+00')
        """)
    drain(world)
    archive = archive_to(world, date(2025, 12, 31))
    check_all(world, archive.oracle(world))
    before = {name: ask(world, name, app_id=APP) for name in SUMMARIES}
    for table in BY_TIME:
        for part in ("old", "q4"):
            world.execute(way.format(table, part))
            with pytest.raises(psycopg.Error, match=f"{table}_{part} was detached, dropped, emptied or rewritten"):
                world.execute("select from dashboard_summary(%s)", [APP])
            drain(world)
    assert {name: ask(world, name, app_id=APP) for name in SUMMARIES} == before
    check_all(world, archive.oracle(world))
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_what_hangs_on_rows_of_archived_days_goes_with_their_partition(world):
    """A session of today in a room of last year counts as long as the room is there."""
    world.execute("""
        update app_session set conference_id = md5('c1')::uuid where id = md5('s3')::uuid;
        update app_issue set session_id = md5('s1')::uuid where id = md5('i4')::uuid;
    """)
    drain(world)
    archive = archive_to(world, date(2025, 12, 31))
    check_all(world, archive.oracle(world))
    for table in ("conference", "app_session"):
        world.execute(f"begin; drop table {table}_q4; select pgsummary.mark_everything(); commit")
        check_all(world, archive.oracle(world))
        drain(world)
        check_all(world, archive.oracle(world))
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_rows_of_archived_days_come_and_move_without_a_change(world):
    drain(world)
    archive = archive_to(world, date(2025, 12, 31))
    world.execute("update app_issue set created_at = '2026-02-02' where id = md5('i1')::uuid")
    world.execute("update app_session set created_at = '2025-11-11' where id = md5('s3')::uuid")
    check_all(world, archive.oracle(world))
    drain(world)
    world.execute("""
        alter table conference detach partition conference_old;
        create table conference_older (like conference including defaults including constraints);
        insert into conference_older select (jsonb_populate_record(null::conference,
            to_jsonb(x) || jsonb_build_object('id', md5('older'), 'created_at', '2024-04-04')
        )).* from conference_q4 x where x.id = md5('c1')::uuid;
        alter table conference attach partition conference_older for values from (minvalue) to ('2025-01-01+00');
    """)
    refused = pg_summary("status", dsn=world.info.dsn)
    assert (
        refused.code == 3 and "conference_old was detached, dropped, emptied or rewritten" in refused.out + refused.err
    ), refused
    drain(world)
    check_all(world, archive.oracle(world))
    assert world.execute("select * from pgsummary.verify()").fetchall() == []


def test_every_face_says_what_went(world):
    dsn = world.info.dsn
    world.execute("drop table app_issue_2026_h1")
    words = "app_issue_2026_h1 was detached, dropped, emptied or rewritten since the last refresh"
    status, verified = pg_summary("status", dsn=dsn), pg_summary("verify", dsn=dsn)
    assert status.code == 3 and words in status.out + status.err, status
    assert verified.code != 0 and words in verified.out + verified.err, verified
    ((health,),) = world.execute("select pg_summary_health()").fetchall()
    assert words in health["problems"][0]["message"]
    # What --repair does: rows that went are left over, and no longer count.
    repaired = pg_summary("verify", "--repair", dsn=dsn)
    assert repaired.code in (0, 3), repaired
    drain(world)
    check_all(world)
    assert pg_summary("verify", dsn=dsn).code == 0
    assert pg_summary("status", dsn=dsn).code == 0


def test_a_partition_that_may_not_be_read_by_its_name_is_compared(server):
    """A role that owns pg-summary and not the tables: who attaches a partition grants it nothing."""
    name = next(names)
    server.create_database(name)
    keeper = make_conninfo(server.dsn(name), user="keeper")
    with open_connection(server.dsn(name)) as owner:
        create_source_schema(owner)
        partition(owner)
        owner.execute(f"""
            create role keeper login;
            grant create on database {name} to keeper;
            grant usage, create on schema public to keeper;
            grant select, trigger on all tables in schema public to keeper;
        """)
        Writer(owner, Random("keeper")).grow(10)
        installed = pg_summary("install", dsn=keeper)
        assert installed.code == 0, installed
        drain(owner)
        check_all(owner)
        owner.execute(f"""
            create table conference_2030 (like conference including defaults including constraints);
            insert into conference_2030 (id, conference_id, ongoing, duration, created_at, is_active, app_id)
            select md5(n::text)::uuid, n, false, 60, '2030-03-03', true, '{APP}' from generate_series(1, 3) n;
            alter table conference detach partition conference_rest;
        """)
        drain(owner)
        bounds = "for values from ('2030-01-01+00') to ('2031-01-01+00')"
        owner.execute(f"alter table conference attach partition conference_2030 {bounds}")
        refuses(owner, "conference_2030 was added with rows")
        assert pg_summary("uninstall", "--yes", dsn=server.dsn(name)).code == 0
        owner.execute("drop owned by keeper")
    server.drop_database(name)
    with open_connection(server.dsn("postgres")) as owner:
        owner.execute("drop role keeper")


@pytest.mark.parametrize("table", SOURCE)
def test_one_table_may_be_partitioned_alone(server, table):
    name = next(names)
    server.create_database(name)
    with open_connection(server.dsn(name)) as connection:
        create_source_schema(connection)
        partition(connection, [table])
        assert pg_summary("install", dsn=server.dsn(name)).code == 0
        writer = Writer(connection, Random(table))
        writer.grow(12)
        drain(connection)
        check_all(connection)
        for _ in range(30):
            # Where keys are left, in a table that is whole.
            with contextlib.suppress(psycopg.errors.ForeignKeyViolation):
                writer.change()
        check_all(connection)
        drain(connection)
        (part,) = connection.execute("select k.name from pgsummary.source_part k where k.name ~ '_(old|0)$'").fetchone()
        assert connection.execute(f"select count(*) > 0 from {part}").fetchone()[0]
        connection.execute(f"alter table {table} detach partition {part}")
        refuses(connection, "was detached, dropped, emptied or rewritten")
    server.drop_database(name)


def test_a_part_whose_rows_pass_no_trigger_is_refused_as_long_as_it_is_there(server):
    name = next(names)
    server.create_database(name)
    with open_connection(server.dsn(name)) as connection:
        create_source_schema(connection)
        assert pg_summary("install", dsn=server.dsn(name)).code == 0
        connection.execute("create table more () inherits (app_issue)")
        drain(connection)
        with pytest.raises(
            psycopg.Error, match="rows of public.more belong to table public.app_issue but fire no"
        ) as e:
            connection.execute("select from conference_summary(%s)", [APP])
        assert e.value.sqlstate == "SM006"
        connection.execute("alter table more no inherit app_issue")
        drain(connection)
        check_all(connection)
    server.drop_database(name)


def test_an_empty_partition_disturbs_nobody(world):
    """They are made ahead of time; what comes in afterwards passes triggers."""
    world.execute("""
        alter table conference detach partition conference_rest;
        insert into conference_2026_h1 (id, conference_id, ongoing, duration, created_at, is_active, app_id)
        select md5('m' || created_at)::uuid, conference_id, ongoing, duration, '2026-03-03', is_active, app_id
        from conference_rest;
        truncate conference_rest;
    """)
    drain(world)
    world.execute(
        "create table conference_2028 partition of conference for values from ('2028-01-01') to ('2029-01-01')"
    )
    check_all(world)
    assert pg_summary("verify", dsn=world.info.dsn).code == 0
    assert world.execute("select folded from pgsummary.refresh()").fetchone() == (0,)
    world.execute(
        "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
        "values (md5('x')::uuid, 'x', true, 1, '2028-02-02', true, %s)", [APP],
    )  # fmt: skip
    check_all(world)
    world.execute(
        "create table conference_2029 partition of conference for values from ('2029-01-01') to ('2030-01-01')"
    )
    world.execute(
        "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
        "values (md5('y')::uuid, 'y', true, 1, '2029-02-02', true, %s)", [APP],
    )  # fmt: skip
    refuses(world, "was added with rows")


def test_who_says_so_is_answered_all_the_while(world):
    world.execute("begin; drop table conference_q4; select pgsummary.mark_everything(); commit")
    check_all(world)
    drain(world)
    check_all(world)
    world.execute("truncate conference, participant_conferences")
    check_all(world)
    drain(world)
    check_all(world)


def test_a_trigger_of_one_partition_that_is_off_is_noticed(world):
    world.execute("alter table app_session_q4 disable trigger pgsummary_log_row")
    world.execute("delete from app_session where id = md5('s1')::uuid")
    with pytest.raises(psycopg.Error, match="triggers of pg-summary on partition .*app_session_q4 are disabled") as e:
        world.execute("select from conference_summary(%s)", [APP])
    assert e.value.sqlstate == "SM006"
    drain(world)
    with pytest.raises(psycopg.Error, match="are disabled"):
        world.execute("select from conference_summary(%s)", [APP])
    world.execute("select pgsummary.resume()")
    check_all(world)
    drain(world)
    check_all(world)
    world.execute("alter table app_session_q4 disable trigger pgsummary_log_row")
    world.execute("alter table app_session_q4 enable trigger pgsummary_log_row")
    refuses(world, "was detached, dropped, emptied or rewritten|switched off and on again")


def test_a_load_with_everything_paused(world):
    world.execute("select pgsummary.pause()")
    Writer(world, Random("load")).grow(5)
    with pytest.raises(psycopg.Error, match="has been paused since"):
        world.execute("select from conference_summary(%s)", [APP])
    world.execute("select pgsummary.resume()")
    check_all(world)
    drain(world)
    check_all(world)


def test_of_rows_that_share_an_id_the_newest_counts(world):
    """No key forbids it. The anomaly: a refresh that fails for ever, or a count that depends on the plan."""
    again = """
        insert into {0} select (jsonb_populate_record(null::{0},
            to_jsonb(x) || '{{"created_at": "{1}"}}')).* from {0} x where id = md5('{2}1')::uuid limit 1
    """
    for at in ("2025-01-01", "2026-12-12"):
        for table, letter in (("conference", "c"), ("app_session", "s"), ("app_issue", "i")):
            world.execute(again.format(table, at, letter))
        drain(world)
        assert world.execute("select * from pgsummary.verify()").fetchall() == []
        world.execute("select from dashboard_summary(%s)", [APP])
        ((at_now, n),) = world.execute(
            "select max(l.created_at)::date::text, count(*) from conference_list(%s, max_rows => 1000) l "
            "where l.id = md5('c1')::uuid", [APP]).fetchall()  # fmt: skip
        assert (at_now, n) == (max(at, "2025-11-11"), 1)
    for table, letter in (("conference", "c"), ("app_session", "s"), ("app_issue", "i")):
        world.execute(
            f"delete from {table} where id = md5('{letter}1')::uuid and created_at <> '2025-11-11'::timestamptz"
        )
    check_all(world)
    drain(world)
    check_all(world)


def test_it_is_installed_once_and_removed_whole(world):
    dsn = world.info.dsn
    again = pg_summary("install", dsn=dsn)
    assert again.code == 0 and "nothing to do" in again.err, again
    assert "table conference is partitioned: install does not build its index" in again.err
    assert "create index on public.conference (app_id, created_at desc)" in again.err
    world.execute(
        "create index on conference (app_id, created_at desc); create index on app_issue (conference_id, type)"
    )
    assert "partitioned" not in pg_summary("install", dsn=dsn).err
    status = pg_summary("status", dsn=dsn)
    assert status.code == 0 and "all is well" in status.out, status
    world.execute("drop trigger pgsummary_log_row on app_session")
    assert pg_summary("status", dsn=dsn).code == 3
    assert pg_summary("install", "--always", dsn=dsn).code == 0
    check_all(world)
    assert pg_summary("status", dsn=dsn).code == 0
    # Made again while all else stays.
    world.execute("update pgsummary.installed_object set source_hash = 'x' where kind = 'trigger'")
    assert pg_summary("install", dsn=dsn).code == 0
    check_all(world)
    drain(world)
    assert pg_summary("install", "--rebuild", dsn=dsn).code == 0
    check_all(world)
    assert pg_summary("uninstall", "--yes", dsn=dsn).code == 0
    assert world.execute("select count(*) from pg_trigger where tgname like 'pgsummary%'").fetchone() == (0,)
    assert world.execute("select to_regnamespace('pgsummary')").fetchone() == (None,)


def test_what_triggers_do_not_reach_is_refused(server):
    name = next(names)
    server.create_database(name)
    dsn = server.dsn(name)
    with open_connection(dsn) as connection:
        create_source_schema(connection)
        connection.execute("create table more () inherits (app_issue)")
        refused = pg_summary("install", dsn=dsn)
        assert refused.code == 1 and "not supported: app_issue" in refused.err, refused
        connection.execute("drop table more")
        partition(connection)
        connection.execute("drop index app_session_participant_id_idx")
        refused = pg_summary("install", dsn=dsn)
        assert (
            refused.code == 1
            and "lack indexes that pg-summary looks rows up by: app_session (participant_id)" in refused.err
        )
        assert "CREATE INDEX ON public.app_session (participant_id);" in refused.err
        connection.execute("create index on app_session (participant_id)")
        # A foreign partition can be of no table with a key.
        key = "select conname from pg_constraint where conrelid = 'app_session'::regclass and contype = 'p'"
        connection.execute(f"alter table app_session drop constraint {connection.execute(key).fetchone()[0]}")
        connection.execute("create index on app_session (id)")
        connection.execute("create foreign data wrapper nowhere; create server elsewhere foreign data wrapper nowhere")
        connection.execute(
            "create foreign table far partition of app_session for values from ('2040-01-01') to ('2041-01-01') "
            "server elsewhere"
        )
        refused = pg_summary("install", dsn=dsn)
        assert refused.code == 1 and "not supported: public.far" in refused.err, refused
        connection.execute("drop foreign table far")
        assert pg_summary("install", dsn=dsn).code == 0
    server.drop_database(name)


def test_rows_are_looked_up_by_index_in_every_partition(world):
    world.execute("analyze")
    for function, ids in (
        ("read_conferences", "c"),
        ("read_sessions", "s"),
        ("read_connections", "n"),
        ("read_issues", "i"),
    ):
        with world.transaction():
            world.execute("set local enable_seqscan = off")
            plan = world.execute(
                f"explain (costs off) select * from pgsummary.{function}(array[md5('{ids}1')::uuid])"
            ).fetchall()
        assert not [line for (line,) in plan if "Seq Scan" in line and "state" not in line], plan
