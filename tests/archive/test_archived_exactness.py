"""Every function equals the oracle, extended by what was closed, after any changes, archives and undos. The machine works
in one transaction of one connection, as that of tests/sql/test_exactness.py, and so does everything else here.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from random import Random

import pytest
from archived import Archive, delete_closed, time_of
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from names import prune
from questions import check, check_all, random_question
from source_rows import ANCHORS, Writer
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
BUSY_DAYS = [0, 4, 6000]
SOME = ["true", "hashtext(r.id::text) % 2 = 0"]
# Days around which there is something, the first and the last that anything is dated at, and any other.
DAYS = st.one_of(
    st.sampled_from([a.date() for a in ANCHORS]).flatmap(
        lambda day: st.integers(-3, 3).map(lambda n: day + timedelta(days=n))
    ),
    st.sampled_from([date(1, 1, 1), date(1883, 11, 18), date(1969, 12, 31), date(1970, 1, 1), date(2026, 11, 1)]),
)


def archive_to(connection, archive: Archive, day: date) -> None:
    """Close all days up to this one, as the command does, in at most a few transactions' worth of calls."""
    if archive.before is not None and day < archive.before:
        return
    drain(connection)
    archive.close(connection, day)
    connection.execute("select from pgsummary.archive_day(%s)", [day])
    assert connection.execute("select archived_before from pgsummary.state").fetchone() == (archive.before,)


def take_care(connection, name: str) -> None:
    """Actions of an operator that archived days must survive."""
    if name == "prune":
        prune(connection)
    else:
        connection.execute(f"select pgsummary.{name}()")


def check_kept(connection) -> None:
    """When all is folded, nothing has drifted, and one more refresh does not change archived days."""
    drain(connection)
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []


def history(connection):
    class History(RuleBasedStateMachine):
        steps = 0

        def writer(self, seed):
            self.steps += 1
            return Writer(connection, Random(f"{seed} {self.steps}"))

        @initialize(seed=SEEDS, conferences=st.integers(0, 6), busy_day_sessions=st.sampled_from(BUSY_DAYS))
        def begin(self, seed, conferences, busy_day_sessions):
            self.archive = Archive()
            connection.execute("update pgsummary.state set busy_day_sessions = %s", [busy_day_sessions])
            self.writer(seed).grow(conferences)

        @rule(kinds=st.lists(st.sampled_from(Writer.GROW + Writer.CHANGE), min_size=1, max_size=8), seed=SEEDS)
        def change(self, kinds, seed):
            writer = self.writer(seed)
            for kind in kinds:
                getattr(writer, kind)()

        @rule(batch_size=st.sampled_from([1, 5, 100000]))
        def refresh(self, batch_size):
            connection.execute("select from pgsummary.refresh(%s)", [batch_size])

        @rule(day=DAYS)
        def close(self, day):
            archive_to(connection, self.archive, day)

        @rule(day=DAYS)
        def undo(self, day):
            if self.archive.before is not None and day < self.archive.before:
                self.archive.reopen(day)
                connection.execute("select pgsummary.reopen_days(%s)", [day])

        @rule(seed=SEEDS)
        def delete(self, seed):
            delete_closed(connection, self.archive, Random(seed).choice(SOME))

        @rule(name=st.sampled_from(["mark_everything", "reset", "repair", "prune"]))
        def care(self, name):
            take_care(connection, name)

        @rule(seed=SEEDS)
        def ask(self, seed):
            random = Random(seed)
            oracle = self.archive.oracle(connection)
            for _ in range(8):
                name, parameters = random_question(random, oracle)
                check(connection, oracle, name, **parameters)

        def teardown(self):
            try:
                if connection.info.transaction_status == connection.info.transaction_status.INTRANS:
                    check_all(connection, self.archive.oracle(connection))
                    check_kept(connection)
                    check_all(connection, self.archive.oracle(connection))
            finally:
                connection.rollback()

    return History


def test_any_history_with_archives_is_answered_exactly(transaction):
    run_state_machine_as_test(history(transaction), settings=PROFILE)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(max(1, EXAMPLES // 12)))
def test_larger_archives(shared_database, seed):
    """Hundreds of rows; days closed one after the other, their rows deleted, then some taken back."""
    random, archive = Random(seed), Archive()
    with open_connection(shared_database, autocommit=False) as connection:
        connection.execute("update pgsummary.state set busy_day_sessions = %s", [BUSY_DAYS[seed % 3]])
        writer = Writer(connection, random)
        writer.grow(60)
        for day in sorted(random.sample([a.date() for a in ANCHORS], 4)):
            archive_to(connection, archive, day + timedelta(days=random.randint(-1, 1)))
            for _ in range(15):
                writer.change()
            if random.randint(0, 1):
                delete_closed(connection, archive, random.choice(SOME))
            connection.execute("select from pgsummary.refresh(%s)", [random.choice([1, 17, 100000])])
            oracle = archive.oracle(connection)
            for _ in range(20):
                name, parameters = random_question(random, oracle)
                check(connection, oracle, name, **parameters)
            check_kept(connection)
            check_all(connection, archive.oracle(connection))
        assert any(time_of(kind, row) for kind, rows in archive.rows.items() for row in rows)
        connection.rollback()
