"""The start of the backlog moves on behind what is folded for good, and never past a change that is still to come."""

from __future__ import annotations

from random import Random

import pytest
from oracle import read_source
from questions import check_all
from source_rows import Writer
from support import drain

STATE = "select settled_id, settling_id, settling_xid from pgsummary.state"
LAST_ID = "select last_value from pgsummary.change_log_id_seq"
REFRESH = "select from pgsummary.refresh(100000)"


def change(connection, seed, times=5) -> None:
    """Changes that wait for no other writer's."""
    writer = Writer(connection, Random(seed))
    for _ in range(times):
        writer.new_issue()
        writer.new_session()


def settled(connection) -> int:
    return connection.execute(STATE).fetchone()[0]


def exact(connection) -> None:
    """Every answer is exact, and once all is folded still, with nothing left of the log."""
    check_all(connection)
    drain(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    assert connection.execute("select count(*) from pgsummary.change_log").fetchone() == (0,)
    check_all(connection)


def test_what_is_folded_is_settled_by_the_next_refresh(world):
    world.execute(REFRESH)
    assert settled(world) == world.execute(LAST_ID).fetchone()[0]
    change(world, 1)
    before = settled(world)
    world.execute(REFRESH)
    assert settled(world) == before
    world.execute(REFRESH)
    assert settled(world) == world.execute(LAST_ID).fetchone()[0]
    exact(world)


@pytest.mark.parametrize("end", ["commit", "rollback", "prepare"])
def test_it_waits_for_a_writer_who_has_a_lower_id(connect, world, end):
    slow = connect(autocommit=False)
    change(slow, 1)
    lowest = slow.execute("select min(id) from pgsummary.change_log").fetchone()[0]
    if end == "prepare":
        slow.execute("prepare transaction 'slow'")
    for seed in range(2, 6):
        change(world, seed)
        world.execute(REFRESH)
        world.execute(REFRESH)
        assert settled(world) < lowest
        check_all(world)
    if end == "prepare":
        world.execute("commit prepared 'slow'")
    else:
        getattr(slow, end)()
    exact(world)
    world.execute(REFRESH)
    world.execute(REFRESH)
    assert settled(world) == world.execute(LAST_ID).fetchone()[0]
    exact(world)


def test_it_waits_for_a_writer_who_began_before_the_batch_and_logs_after_it(connect, world):
    """A batch's last id says nothing of the ids that a running transaction may still get: they are above it."""
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
    lowest = slow.execute("select max(id) from pgsummary.change_log").fetchone()[0] - 19
    change(world, 3)
    for _ in range(3):
        refresher.execute(REFRESH)
    refresher.commit()
    world.execute(REFRESH)
    assert settled(world) < lowest
    check_all(world)
    slow.commit()
    exact(world)


def test_what_is_folded_in_part_is_not_settled(world):
    change(world, 1)
    lowest = world.execute("select min(id) from pgsummary.change_log").fetchone()[0]
    for _ in range(3):
        world.execute("select from pgsummary.refresh(3)")
        check_all(world)
    assert settled(world) < lowest
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
    assert settled(world) > settled(reader)
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
        world.execute(REFRESH)
    assert world.execute("select pg_relation_size('pgsummary.change_log') / 8192").fetchone()[0] > 40
    assert pages() < 20
    reader.rollback()
    exact(world)


@pytest.mark.parametrize("refreshed", [False, True])
def test_ids_that_start_anew_are_not_taken_for_folded(world, refreshed):
    """As where tables were copied to another server without their sequences."""
    change(world, 1)
    drain(world)
    world.execute(REFRESH)
    assert settled(world) > 10
    world.execute("alter sequence pgsummary.change_log_id_seq restart")
    change(world, 2, times=1)
    if refreshed:
        world.execute(REFRESH)
        assert world.execute(STATE).fetchone()[0] == 0
        change(world, 3)
    exact(world)


def test_transaction_ids_of_another_server_are_not_waited_for(world):
    change(world, 1)
    world.execute("update pgsummary.state set settling_id = 1, settling_xid = 4611686018427387904")
    for _ in range(3):
        world.execute(REFRESH)
    assert settled(world) == world.execute(LAST_ID).fetchone()[0]
    exact(world)
