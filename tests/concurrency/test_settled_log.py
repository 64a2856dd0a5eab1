"""The start of the backlog moves past everything that is settled, and never past a change that is still to come."""

from __future__ import annotations

import subprocess
from random import Random

import pytest
from oracle import read_source
from questions import check_all
from source_rows import Writer
from support import SETTINGS, bindir, client_program, drain, open_connection

from pg_summary.sandbox.server import Server

pytestmark = pytest.mark.slow

START = "select xid from pgsummary.backlog_start"
OLDEST = "select txid_snapshot_xmin(txid_current_snapshot())"
REFRESH = "select from pgsummary.refresh(100000)"


def change(connection, seed, times=5) -> None:
    """Changes that wait for no other writer's."""
    writer = Writer(connection, Random(seed))
    for _ in range(times):
        writer.new_issue()
        writer.new_session()


def start(connection) -> int:
    row = connection.execute(START).fetchone()
    return row[0] if row else 0


def start_counts(connection) -> bool:
    """Whether readers begin at the start that is written down: they do not see a row from before all times."""
    connection.execute("insert into pgsummary.change_log (xid, kind) values (1, 'i')")
    (seen,) = connection.execute("select exists (select from pgsummary.backlog() l where l.xid = 1)").fetchone()
    connection.execute("delete from pgsummary.change_log where xid = 1")
    return not seen


def exact(connection) -> None:
    """Every answer is exact, and once all is folded still, with nothing left of the log."""
    check_all(connection)
    drain(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    assert connection.execute("select count(*) from pgsummary.change_log").fetchone() == (0,)
    check_all(connection)


def burn(connection, transactions: int) -> None:
    """Uses up transaction ids, as other work on the server does."""
    connection.execute(f"do $$ begin for n in 1..{transactions} loop perform txid_current(); commit; end loop; end $$")


def test_what_is_folded_is_settled(world):
    for seed in range(2):
        change(world, seed)
        (before,) = world.execute("select max(xid) from pgsummary.change_log").fetchone()
        world.execute(REFRESH)
        assert before < start(world) <= world.execute(OLDEST).fetchone()[0]
        assert start_counts(world)
    exact(world)


@pytest.mark.parametrize("end", ["commit", "rollback", "prepare"])
def test_it_waits_for_a_writer_who_has_a_lower_id(connect, world, end):
    slow = connect(autocommit=False)
    change(slow, 1)
    (xid,) = slow.execute("select txid_current()").fetchone()
    if end == "prepare":
        slow.execute("prepare transaction 'slow'")
    for seed in range(2, 6):
        change(world, seed)
        world.execute(REFRESH)
        world.execute(REFRESH)
        assert start(world) <= xid
        check_all(world)
    if end == "prepare":
        world.execute("commit prepared 'slow'")
    else:
        getattr(slow, end)()
    exact(world)
    change(world, 6)
    world.execute(REFRESH)
    assert start(world) > xid
    exact(world)


def test_it_waits_for_a_writer_who_began_before_the_batch_and_logs_after_it(connect, world):
    slow = connect(autocommit=False)
    change(slow, 1, times=1)
    change(world, 2)
    world.execute(REFRESH)
    change(slow, 3)
    world.execute(REFRESH)
    slow.commit()
    exact(world)


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read", "serializable"])
def test_a_refresh_within_a_larger_transaction_settles_nothing_too_early(connect, world, isolation):
    """Its transaction id and its snapshot are older than what others do before it folds."""
    change(world, 1)
    refresher, slow = connect(autocommit=False), connect(autocommit=False)
    refresher.execute(f"set transaction isolation level {isolation}")
    refresher.execute("select txid_current()")
    refresher.execute("select from pgsummary.change_log")
    change(slow, 2)
    (xid,) = slow.execute("select txid_current()").fetchone()
    change(world, 3)
    for seed in range(4, 7):
        refresher.execute(REFRESH)
        change(refresher, seed)
    refresher.commit()
    world.execute(REFRESH)
    assert start(world) <= xid
    check_all(world)
    slow.commit()
    exact(world)


def test_a_refresh_in_a_savepoint(connect, world):
    """What it writes bears the id of a subtransaction: its start does not count, which loses nothing."""
    change(world, 1)
    with world.transaction():
        with world.transaction():
            world.execute(REFRESH)
        change(world, 2)
    exact(world)


def fold_a_conference(connection) -> int:
    """Folds the changes of one conference, and no others; returns how many changes remain, one or more."""
    (before,) = connection.execute("select count(*) from pgsummary.backlog()").fetchone()
    (folded,) = connection.execute("select folded from pgsummary.refresh(1)").fetchone()
    assert 0 < folded < before
    return before - folded


def test_what_is_folded_in_part_is_not_settled(world):
    change(world, 1, times=10)
    (lowest,) = world.execute("select min(xid) from pgsummary.change_log").fetchone()
    for _ in range(3):
        fold_a_conference(world)
        assert lowest < start(world) <= world.execute("select min(xid) from pgsummary.change_log").fetchone()[0]
        check_all(world)
    exact(world)


def test_a_transaction_is_folded_in_part(connect, world):
    """All that it logged has one transaction id: a batch ends within it, and only what is in the batch goes."""
    writer = connect(autocommit=False)
    change(writer, 1, times=10)
    writer.commit()
    for _ in range(2):
        left = fold_a_conference(world)
        assert world.execute("select count(*) from pgsummary.backlog()").fetchone() == (left,)
        check_all(world)
    exact(world)


def test_a_snapshot_from_before_sees_its_own_start(connect, world):
    change(world, 1)
    reader = connect(autocommit=False)
    reader.execute("set transaction isolation level repeatable read")
    before = read_source(reader)
    for seed in range(2, 5):
        change(world, seed)
        world.execute(REFRESH)
        check_all(reader)
    assert start(world) > start(reader)
    assert read_source(reader) == before
    reader.rollback()
    exact(world)


def test_nobody_goes_through_what_vacuum_cannot_remove(connect, world):
    reader = connect(autocommit=False)
    reader.execute("set transaction isolation level repeatable read")
    reader.execute("select from conference")

    def pages() -> int:
        plan = world.execute("explain (analyze, buffers, format json) select from pgsummary.backlog()").fetchone()[0]
        return plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]

    world.execute("set enable_seqscan = off")
    for _ in range(3):
        # Of sessions that are gone, and so of nothing.
        world.execute(
            "insert into pgsummary.change_log (kind, entity) select 'n', md5(n::text)::uuid from generate_series(1, 2000) n"
        )
        drain(world)
    assert world.execute("select pg_relation_size('pgsummary.change_log') / 8192").fetchone()[0] > 40
    assert pages() < 20
    reader.rollback()
    exact(world)


# What a restore may leave there: one row that another database wrote, ahead of or behind this one, or written by a
# transaction whose number ends alike; two rows; none.
STARTS = [
    "xid - 5, set_by - 5",
    "xid + 100000, set_by + 100000",
    "9223372036854775806, 1",
    "xid + 4294967296, txid_current() + 4294967296",
]


@pytest.mark.parametrize("how", ["replaced", "beside"])
@pytest.mark.parametrize("values", STARTS)
def test_a_start_that_was_restored_does_not_count(world, values, how):
    change(world, 1)
    drain(world)
    assert start_counts(world)
    with world.transaction():
        world.execute(f"insert into pgsummary.backlog_start select {values} from pgsummary.backlog_start")
        if how == "replaced":
            world.execute("delete from pgsummary.backlog_start where xmin <> txid_current()::text::xid")
    for seed in range(2, 4):
        change(world, seed)
        burn(world, 100)
        check_all(world)
    assert not start_counts(world)
    exact(world)
    assert start_counts(world)
    assert world.execute("select count(*) from pgsummary.backlog_start").fetchone() == (1,)


def test_without_a_start_the_log_is_read_from_its_first_row(world):
    change(world, 1)
    drain(world)
    world.execute("delete from pgsummary.backlog_start")
    change(world, 2)
    exact(world)


@pytest.mark.parametrize("ahead", ["source", "target"])
def test_a_dump_restored_into_another_server(request, server, database, connect, ahead):
    """Whose transaction ids are lower than those that the dump's log and its start name, or higher."""
    source = connect()
    Writer(source, Random(1)).grow(8)
    drain(source)
    change(source, 2)
    if ahead == "source":
        burn(source, 20000)
    change(source, 3)
    source.execute("select from pgsummary.refresh(10)")
    dump = subprocess.run([client_program(server, "pg_dump"), database], stdout=subprocess.PIPE, check=True).stdout
    with Server(bindir=bindir(request.config), settings=SETTINGS) as other:
        with open_connection(other.dsn()) as target:
            if ahead == "target":
                burn(target, source.execute("select txid_current()").fetchone()[0])
            subprocess.run(
                [client_program(server, "psql"), "-qX", "-v", "ON_ERROR_STOP=1", other.dsn()],
                input=dump, stdout=subprocess.DEVNULL, check=True,
            )  # fmt: skip
            (here,) = target.execute("select txid_current()").fetchone()
            assert (here < start(target)) == (ahead == "source")
            change(target, 4)
            check_all(target)
            # On past what the dump says is settled, without a refresh.
            burn(target, 30000)
            change(target, 5)
            check_all(target)
            exact(target)
            assert start_counts(target)


@pytest.mark.parametrize("seed", range(4))
def test_any_interleaving(connect, world, seed):
    """Writers whose transactions overlap, refreshes of all sizes between them, restores of the start and old log rows."""
    random = Random(seed)
    writers = [connect(autocommit=False) for _ in range(3)]
    held = connect(autocommit=False)
    for step in range(60):
        writer = random.choice(writers)
        act = random.choice(["write", "write", "commit", "rollback", "refresh", "refresh", "restore", "hold"])
        if act == "write":
            change(writer, f"{seed} {step}", times=random.randint(1, 3))
        elif act in ("commit", "rollback"):
            getattr(writer, act)()
        elif act == "refresh":
            world.execute("select from pgsummary.refresh(%s)", [random.choice([1, 3, 1000])])
        elif act == "restore":
            with world.transaction():
                if random.random() < 0.5:
                    world.execute("delete from pgsummary.backlog_start")
                world.execute(
                    "insert into pgsummary.backlog_start select txid_current() + %s, txid_current() + %s",
                    [random.randint(-50, 1000), random.choice([-7, 7, 1000, 4294967296])],
                )
                world.execute(
                    "insert into pgsummary.change_log (xid, kind, entity, conference_id) "
                    "select txid_current() + %s, 'i', i.id, i.conference_id from app_issue i order by i.id limit 2",
                    [random.randint(-100, 1000)],
                )
        elif act == "hold":
            held.rollback()
            held.execute("set transaction isolation level repeatable read")
            held.execute("select from conference")
        if step % 6 == 0:
            check_all(world)
    for writer in writers:
        writer.commit()
    exact(world)
