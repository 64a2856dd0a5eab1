"""The one home of a measure: what is said of it there is what happens. Each cause alone moves each measure that it is
said to move, and no other; a letter means one measure; code asks by name.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from support import drain

from pg_summary.install import files

MEASURES = (
    "status", "time", "duration_range", "participants", "size", "conference_code", "seconds", "session", "browser", "os", "country",
    "app_version", "place", "browser_version", "os_version", "relayed", "setup_bin", "issue_code", "gum_error",
)  # fmt: skip
# Two in one of rollup_segment, or four of rollup_day in one increment.
PACKED = {
    "time": {"status"},
    "size": {"duration_range", "participants"},
    "session": {"browser", "os", "country", "app_version"},
}

# Two apps; a call of the first one with all that hangs on it; an empty one; and a newer day, so that this one gets segments.
WORLD = """
insert into organization values (md5('o')::uuid, 'o', now(), true);
insert into app (id, name, api_key, domain, "interval", recording, durations_days, organization_id, created_at, is_active)
select md5(n)::uuid, n, n, '', 1000, false, '{}', md5('o')::uuid, now(), true from unnest('{one,two}'::text[]) n;
insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id)
select md5(n)::uuid, n, false, 90, at, true, md5('one')::uuid
from (values ('call', timestamptz '2026-03-03 10:00:00+00'), ('empty', '2026-03-03 11:00:00+00'),
    ('new', '2026-03-04 10:00:00+00')) c (n, at);
insert into participant (id, participant_id, participant_name, is_sfu, created_at, is_active, app_id)
select md5(n)::uuid, n, n, false, now(), true, md5('one')::uuid from unnest('{ann,bob,sue}'::text[]) n;
insert into participant_conferences (participant_id, conference_id)
select md5(n)::uuid, md5('call')::uuid from unnest('{ann,bob,sue}'::text[]) n;
insert into app_session (id, conference_id, participant_id, platform, geo_ip, app_version, created_at, is_active, duration)
select md5('session ' || p)::uuid, md5(c)::uuid, md5(p)::uuid,
    jsonb_build_object('browser', jsonb_build_object('name', b), 'os', jsonb_build_object('name', o)),
    jsonb_build_object('country_code', 'DE', 'city', 'Berlin', 'latitude', 52.5, 'longitude', 13.4), '1.0', at, true, 0
from (values ('call', 'ann', 'Chrome', 'Linux', timestamptz '2026-03-03 10:00:00+00'),
    ('call', 'bob', 'Chrome', 'Linux', '2026-03-03 10:00:00+00'),
    ('new', 'ann', 'Chrome', 'Linux', '2026-03-04 10:00:00+00')) s (c, p, b, o, at)
where c <> 'new';
insert into app_session (id, conference_id, participant_id, created_at, is_active, duration)
values (md5('new')::uuid, md5('new')::uuid, md5('ann')::uuid, '2026-03-04 10:00:00+00', true, 0);
insert into app_connection (id, session_id, conference_id, participant_id, peer_id, type, state, connection_info,
    created_at, is_active, duration)
select md5('connection')::uuid, md5('session ann')::uuid, md5('call')::uuid, md5('ann')::uuid, md5('bob')::uuid, 'r', 'new',
    '{"negotiations": [{"status": "connected", "start_time": "2026-03-03 10:00:00", "end_time": "2026-03-03 10:00:01"}]}',
    '2026-03-03 10:00:00+00', true, 0;
insert into app_issue (id, session_id, conference_id, participant_id, type, code, data, created_at, is_active)
select md5('issue')::uuid, md5('session ann')::uuid, md5('call')::uuid, md5('ann')::uuid, 'e', 'getusermedia_error',
    '{"name": "NotAllowedError"}', '2026-03-03 10:00:00+00', true;
"""

# What logs a cause, in ways that together move all that it can.
CHANGES = {
    "o": ["update conference set ongoing = true, duration = 500 where id = md5('call')::uuid"],
    "c": ["update conference set is_active = false where id = md5('call')::uuid"],
    "C": ["update conference set app_id = md5('two')::uuid where id = md5('call')::uuid"],
    "s": [
        "update app_session set is_active = false where id = md5('session ann')::uuid",
        "update app_session set conference_id = md5('empty')::uuid where id = md5('session ann')::uuid",
        "insert into app_session (id, conference_id, participant_id, created_at, is_active, duration) "
        "values (md5('session sue')::uuid, md5('call')::uuid, md5('sue')::uuid, '2026-03-03 10:00:00+00', true, 0)",
        'update app_session set platform = \'{"browser": {"name": "Firefox"}}\' where id = md5(\'session ann\')::uuid',
    ],
    "n": [
        "update app_connection set type = 'h', connection_info = '{}' where id = md5('connection')::uuid",
        "delete from app_connection",
    ],
    "i": [
        "update app_issue set type = 'w', code = 'other' where id = md5('issue')::uuid",
        "update app_issue set conference_id = md5('empty')::uuid where id = md5('issue')::uuid",
        "delete from app_issue",
    ],
    "p": [
        "update participant set is_sfu = true where id = md5('ann')::uuid",
        "update participant set is_active = false where id = md5('bob')::uuid",
    ],
    "l": ["delete from participant_conferences where participant_id = md5('ann')::uuid"],
}


@pytest.fixture
def world(transaction):
    """A connection with the world in it, folded, its first day with segments of several values."""
    transaction.execute("update pgsummary.state set busy_day_sessions = 0")
    transaction.execute(WORLD)
    drain(transaction)
    assert transaction.execute("select count(*) from pgsummary.segmented_day").fetchone() == (1,)
    return transaction


def letters(conn) -> dict[str, str]:
    """The letter of each measure."""
    return dict(
        conn.execute("select n, pgsummary.measure(n)::text from unnest(%s::text[]) as n", [list(MEASURES)]).fetchall()
    )


def said(conn, filtered: bool) -> dict[str, set]:
    """The causes that can move each measure, as the measure's home says."""
    rows = conn.execute(
        "select n, pgsummary.causes_of(pgsummary.measure(n), %s) from unnest(%s::text[]) as n",
        [filtered, list(MEASURES)],
    )
    return {name: set(causes) for name, causes in rows}


def counts(conn, table: str) -> dict[str, Counter]:
    """What the rollups of a table say, by letter."""
    found: dict[str, Counter] = {}
    kind = "'s'" if table == "rollup_segment" else "kind"
    for letter, *key, n in conn.execute(
        f"select u.measure::text, r.app, {kind}, r.day, u.value, {'r.segment' if kind != 'kind' else '0'}, sum(u.n) "
        f"from pgsummary.{table} r cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n) "
        "group by 1, 2, 3, 4, 5, 6 having sum(u.n) <> 0"
    ):
        found.setdefault(letter, Counter())[tuple(key)] = n
    if table == "rollup_day":  # the axis of time is kept beside it
        (letter,) = conn.execute("select pgsummary.measure('time')::text").fetchone()
        for *key, running in conn.execute("select app, day, running from pgsummary.rollup_time"):
            found.setdefault(letter, Counter())[tuple(key)] = running
    return found


def moved(conn, table: str, change: str, cause: str) -> set[str]:
    """The letters whose counts differ after a change whose cause is the only one in the log."""
    conn.execute("savepoint before")
    before = counts(conn, table)
    conn.execute(change)
    logged = conn.execute("select distinct kind::text from pgsummary.change_log").fetchall()
    assert logged == [(cause,)], change
    drain(conn)
    after = counts(conn, table)
    conn.execute("rollback to before")
    return {letter for letter in {*before, *after} if before.get(letter) != after.get(letter)}


def test_each_cause_moves_what_it_is_said_to_move_and_nothing_else(world):
    by_letter = {letter: name for name, letter in letters(world).items()}
    causes = said(world, filtered=False)
    for cause, changes in CHANGES.items():
        names = {by_letter[letter] for change in changes for letter in moved(world, "rollup_day", change, cause)}
        names |= {whole for whole, parts in PACKED.items() if parts & names}
        assert names == {name for name in MEASURES if cause in causes[name]}, cause


def test_with_filters_each_cause_moves_what_it_is_said_to_move_and_nothing_else(world):
    known = letters(world)
    packed = dict(
        world.execute(
            "select n, pgsummary.packed_in(pgsummary.measure(n))::text from unnest(%s::text[]) as n", [list(MEASURES)]
        ).fetchall()
    )
    causes = said(world, filtered=True)
    # A number that holds two measures moves with either; the four of a profile are what a session is.
    can_move = {
        letter: set().union(*(causes[name] for name in MEASURES if packed[name] == letter))
        for name, letter in known.items()
        if packed[name] == letter and name != "session"
    }
    for cause, changes in CHANGES.items():
        found = set().union(*(moved(world, "rollup_segment", change, cause) for change in changes))
        assert found == {letter for letter, those in can_move.items() if cause in those}, cause


def test_a_letter_means_one_measure(transaction):
    known = letters(transaction)
    assert None not in known.values() and len(set(known.values())) == len(MEASURES)
    assert transaction.execute("select pgsummary.measure('no such')").fetchone() == (None,)


@pytest.mark.parametrize("participants", [0, 1, 12345])
@pytest.mark.parametrize(("duration", "duration_range"), [(None, None), (0, 1), (59, 1), (60, 2), (90000, 12)])
def test_what_is_packed_is_unpacked(transaction, participants, duration, duration_range):
    assert transaction.execute(
        "select pgsummary.unpacked(pgsummary.measure('participants'), x.v), "
        "pgsummary.unpacked(pgsummary.measure('duration_range'), x.v) "
        "from (select pgsummary.packed_size(%s, %s)) as x (v)",
        [participants, duration],
    ).fetchone() == (participants, duration_range)


@pytest.mark.parametrize("status", range(4))
def test_a_status_is_unpacked_from_its_time(transaction, status):
    assert transaction.execute(
        "select pgsummary.unpacked(pgsummary.measure('status'), pgsummary.packed_time('2026-03-03 23:59+00', %s))",
        [status],
    ).fetchone() == (status,)


def test_code_asks_for_measures_by_names_that_there_are():
    """An unknown name would be null, and a name instead of a letter would be cut to its first character."""
    asked = set()
    for file in files.load():
        asked |= set(re.findall(r"pgsummary\.measure\('(\w+)'\)", file.text))
        cut = re.findall(r"pgsummary\.(?:causes_of|packed_in|unpacked|spread_measure)\(\s*'[^']*'", file.text)
        assert cut == [], file.name
    assert asked <= set(MEASURES)


def test_the_name_of_a_measure_costs_nothing(transaction):
    plan = transaction.execute("explain (verbose, costs off) select pgsummary.causes_of(pgsummary.measure('os'), true)")
    assert "Output: 'Css'::text" in plan.fetchall()[1][0]
