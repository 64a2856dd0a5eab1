"""Writers, refreshers and readers together for a few seconds: no deadlock, no error of ours, every answer exact."""

from __future__ import annotations

import os
from random import Random

from crowd import Crowd, ask, refresh, write, write_transaction
from questions import check_all
from source_rows import Writer
from support import drain

SECONDS = float(os.environ.get("PG_SUMMARY_CROWD_SECONDS", "4"))


def test_a_crowd(connect):
    world = connect()
    Writer(world, Random(0)).grow(8)
    with Crowd() as crowd:
        crowd.add(write, connect, 4)
        crowd.add(write_transaction, connect)
        crowd.add(refresh, connect, 2)
        crowd.add(ask, connect)
        crowd.wait(SECONDS)
    counts = crowd.counts
    assert counts["write"] + counts["write_transaction"] > 100 and counts["refresh"] > 2 and counts["ask"] > 0, counts
    check_all(world)
    drain(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(world)
