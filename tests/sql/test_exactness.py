"""Every function equals the oracle after any changes, with refreshes of any size between them, in the writer's own
open transaction. PG_SUMMARY_EXAMPLES sets how many histories are tried.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from names import prune
from oracle import Oracle, read_source
from questions import check, check_all, random_question
from source_rows import Writer
from support import drain, open_connection

EXAMPLES = int(os.environ.get("PG_SUMMARY_EXAMPLES", "25"))
SEEDS = st.integers(0, 2**32 - 1)
PROFILE = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
FOLDED = [
    "conference_fact", "session_fact", "connection_fact", "issue_fact", "rollup_month", "rollup_day", "rollup_time",
    "rollup_quarter_hour", "rollup_segment", "segmented_day", "rollup_segment_month", "segmented_month", "filter_value",
]  # fmt: skip
# From how many sessions on a day gets segments of several values: all days, some, none.
BUSY_DAYS = [0, 4, 6000]


def set_busy_day(connection, sessions: int) -> None:
    connection.execute("update pgsummary.state set busy_day_sessions = %s", [sessions])


def check_folded(connection) -> None:
    """When all is folded, facts match the live rows, rollups are their sums, and one more refresh changes nothing."""
    drain(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []

    def contents():
        return [
            connection.execute(f"select md5(string_agg(t::text, ' ' order by t::text)) from pgsummary.{t} t").fetchone()
            for t in FOLDED
        ]

    before = contents()
    assert connection.execute("select folded, changes_left from pgsummary.refresh()").fetchall() == [(0, False)]
    assert contents() == before


def history(connection):
    """A state machine that writes, refreshes and asks within one transaction of the connection."""

    class History(RuleBasedStateMachine):
        steps = 0

        def writer(self, seed):
            """A writer that makes other ids in each step, also where the seed is the same."""
            self.steps += 1
            return Writer(connection, Random(f"{seed} {self.steps}"))

        @initialize(
            seed=SEEDS, conferences=st.integers(0, 6), fold=st.booleans(), busy_day_sessions=st.sampled_from(BUSY_DAYS)
        )
        def begin(self, seed, conferences, fold, busy_day_sessions):
            set_busy_day(connection, busy_day_sessions)
            self.writer(seed).grow(conferences)
            if fold:
                drain(connection)

        @rule(kind=st.sampled_from(Writer.GROW + Writer.CHANGE), seed=SEEDS)
        def change(self, kind, seed):
            getattr(self.writer(seed), kind)()

        @rule(kinds=st.lists(st.sampled_from(Writer.CHANGE), max_size=8), seed=SEEDS)
        def change_some(self, kinds, seed):
            writer = self.writer(seed)
            for kind in kinds:
                getattr(writer, kind)()

        @rule(batch_size=st.sampled_from([1, 2, 5, 40, 100000]))
        def refresh(self, batch_size):
            connection.execute("select from pgsummary.refresh(%s)", [batch_size])

        @rule(ahead=st.sampled_from([-1000, -1, 1, 2**32]), xid=st.sampled_from([0, 2**40, 2**62]), alone=st.booleans())
        def restore(self, ahead, xid, alone):
            """Another server's start of the backlog, in place of ours or beside it."""
            if alone:
                connection.execute("delete from pgsummary.backlog_start")
            connection.execute("insert into pgsummary.backlog_start values (%s, txid_current() + %s)", [xid, ahead])

        @rule()
        def prune(self):
            prune(connection)

        @rule(seed=SEEDS)
        def ask(self, seed):
            random = Random(seed)
            oracle = Oracle(read_source(connection))
            for _ in range(8):
                name, parameters = random_question(random, oracle)
                check(connection, oracle, name, **parameters)

        def teardown(self):
            try:
                if connection.info.transaction_status == connection.info.transaction_status.INTRANS:
                    check_all(connection)
                    check_folded(connection)
                    check_all(connection)
            finally:
                connection.rollback()

    return History


def test_any_history_is_answered_exactly(transaction):
    run_state_machine_as_test(history(transaction), settings=PROFILE)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(max(1, EXAMPLES // 8)))
def test_larger_worlds(shared_database, seed):
    """Hundreds of rows, so that buckets hold many, folded in pieces; then every question again from a rebuild."""
    random = Random(seed)
    with open_connection(shared_database, autocommit=False) as connection:
        set_busy_day(connection, BUSY_DAYS[seed % 3])
        writer = Writer(connection, random)
        writer.grow(60)
        for step in range(12):
            for _ in range(15):
                writer.change()
            connection.execute("select from pgsummary.refresh(%s)", [random.choice([1, 17, 200, 100000])])
            oracle = Oracle(read_source(connection))
            for _ in range(12):
                name, parameters = random_question(random, oracle)
                check(connection, oracle, name, **parameters)
            if step % 6 == 5:
                check_folded(connection)
                check_all(connection)
        connection.execute("select pgsummary.mark_everything()")
        check_all(connection)
        check_folded(connection)
        check_all(connection)
        connection.rollback()
