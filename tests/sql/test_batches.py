"""How much a refresh takes off the log: what one batch reaches is bounded, and a conference is read once."""

from __future__ import annotations

import pytest
from support import drain

ROOMS = """
insert into organization values (md5('o')::uuid, 'o', now(), true);
insert into app (id, name, api_key, domain, "interval", recording, durations_days, organization_id, created_at, is_active)
values (md5('app')::uuid, 'a', 'a', '', 1000, false, '{}', md5('o')::uuid, now(), true);
insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id)
select md5('room ' || n)::uuid, n, false, 90, '2026-03-03 10:00:00+00', true, md5('app')::uuid from generate_series(1, 4) n;
insert into participant (id, participant_id, participant_name, is_sfu, created_at, is_active, app_id)
values (md5('ann')::uuid, 'ann', 'ann', false, now(), true, md5('app')::uuid);
insert into app_session (id, conference_id, participant_id, created_at, is_active, duration)
select md5('session ' || n)::uuid, md5('room ' || n)::uuid, md5('ann')::uuid, '2026-03-03 10:00:00+00', true, 0
from generate_series(1, 4) n;
"""
# Issues of the four rooms in turn.
ISSUES = """
insert into app_issue (id, session_id, conference_id, participant_id, type, code, created_at, is_active)
select md5('issue ' || n)::uuid, md5('session ' || n %% 4 + 1)::uuid, md5('room ' || n %% 4 + 1)::uuid, md5('ann')::uuid, 'w',
    'code', '2026-03-03 10:00:00+00', true
from generate_series(1, %s) n
"""


@pytest.fixture
def rooms(transaction):
    """A connection with four conferences in the database, folded."""
    transaction.execute(ROOMS)
    drain(transaction)
    return transaction


def refresh(conn, *batch_size) -> tuple[int, bool]:
    placeholder = "%s" if batch_size else ""
    return conn.execute(f"select folded, changes_left from pgsummary.refresh({placeholder})", batch_size).fetchone()


def test_a_conference_is_folded_with_all_that_the_log_says_of_it(rooms):
    rooms.execute(ISSUES, [40])
    for left in (True, True, True):
        assert refresh(rooms, 1) == (10, left)
        per_room = rooms.execute("select count(*) from pgsummary.change_log group by conference_id").fetchall()
        assert {count for (count,) in per_room} == {10}
    assert refresh(rooms, 1)[0] == 10
    assert rooms.execute("select count(*) from pgsummary.verify()").fetchone() == (0,)


def test_a_batch_is_bounded_by_the_rows_that_it_reaches(rooms):
    rooms.execute("set local session_replication_role = replica")
    rooms.execute(ISSUES, [80000])
    rooms.execute("set local session_replication_role = origin")
    # Each of four causes reaches 20,000 rows.
    rooms.execute("update conference set app_id = md5('other')::uuid")
    assert refresh(rooms) == (2, True)
    assert refresh(rooms)[0] == 2
    assert rooms.execute("select count(*) from pgsummary.issue_fact").fetchone() == (80000,)


def test_one_cause_is_folded_whatever_it_reaches(rooms):
    rooms.execute("set local session_replication_role = replica")
    rooms.execute(ISSUES, [160000])
    rooms.execute("set local session_replication_role = origin")
    rooms.execute("update conference set app_id = md5('other')::uuid where id = md5('room 1')::uuid")
    assert refresh(rooms) == (1, False)


def test_status_says_how_long_the_fold_takes(rooms):
    def takes():
        return rooms.execute("select backlog, fold_takes_s from pgsummary.status").fetchone()

    assert takes() == (0, None)
    rooms.execute(ISSUES, [400])
    assert takes() == (400, None)
    drain(rooms)
    assert takes() == (0, 0)
    rooms.execute("update app_issue set code = 'another'")
    backlog, seconds = takes()
    assert backlog == 400 and seconds > 0
    rooms.execute("update pgsummary.state set folds_per_s = 50")
    assert takes() == (400, 8)
    rooms.execute("select pgsummary.mark_everything()")
    assert takes() == (401, None)
