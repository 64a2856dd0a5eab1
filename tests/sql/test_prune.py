"""Prune drops what nothing refers to any more and nothing else; numbers are reused; and a name can be forgotten."""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from names import DICTIONARIES, prune, traces
from oracle import Oracle, read_source
from questions import FILTERED, check, check_all
from source_rows import APPS, Writer
from support import drain

APP = APPS[0]
# A unique person: names that only this session, its issue and its connection have.
SECRET = "Zephyrine"
PERSON = f"""
insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id)
select md5('{SECRET}c' || n)::uuid, '{SECRET}' || n, '{{}}', false, 60, '2026-03-01'::timestamptz + n * interval '1 day', true,
    '{APP}' from generate_series(1, 3) n;
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
values (md5('{SECRET}p')::uuid, '{SECRET}', false, '2026-03-01', true, '{APP}');
insert into app_session
    (id, conference_id, participant_id, platform, geo_ip, app_version, created_at, is_active, duration)
select md5('{SECRET}s' || n)::uuid, md5('{SECRET}c' || n)::uuid, md5('{SECRET}p')::uuid,
    '{{"browser": {{"name": "{SECRET} browser", "version": "12"}}, "os": {{"name": "{SECRET} os", "version": "3"}}}}',
    '{{"country_code": "{SECRET} land", "city": "{SECRET} city", "latitude": 1.5, "longitude": 2.5}}',
    '{SECRET} v', '2026-03-01'::timestamptz + n * interval '1 day', true, 0 from generate_series(1, 3) n;
insert into app_issue (id, conference_id, session_id, type, code, data, created_at, is_active)
select md5('{SECRET}i' || n)::uuid, md5('{SECRET}c' || n)::uuid, md5('{SECRET}s' || n)::uuid, 'e',
    case n when 1 then '{SECRET} code' else 'getusermedia_error' end,
    '{{"name": "{SECRET} error", "message": "{SECRET} message"}}', '2026-03-01'::timestamptz + n * interval '1 day', true
from generate_series(1, 3) n;
"""
GONE = f"""
delete from app_issue where code like '{SECRET}%' or data::text like '%{SECRET}%';
delete from app_session where app_version like '{SECRET}%';
delete from participant where participant_id = '{SECRET}';
delete from conference where conference_id like '{SECRET}%';
"""


def check_filtered(connection, **filters) -> None:
    oracle = Oracle(read_source(connection))
    for name in FILTERED:
        check(connection, oracle, name, app_id=APP, **filters)


def busy(connection, sessions: int = 1) -> None:
    """From so many sessions on, days get segments of all four values."""
    connection.execute("update pgsummary.state set busy_day_sessions = %s", [sessions])


@pytest.fixture
def world(connection):
    """A folded world in which a person was, and is not any more."""
    busy(connection)
    writer = Writer(connection, Random("prune"))
    writer.grow(20)
    # A newer day, so that the person's get segments.
    connection.execute(PERSON)
    drain(connection)
    assert {"term", "profile", "place", "gum_error"} <= {name for name, _ in traces(connection, SECRET)}
    connection.execute(GONE)
    drain(connection)
    return connection


def test_a_person_is_forgotten(world):
    """Even if months and segments hold a name twice, once with a negative count."""
    connection = world
    connection.execute("vacuum analyze")
    connection.execute("select from pgsummary.refresh_views('0')")
    assert traces(connection, SECRET)
    dropped = prune(connection)
    assert all(dropped[d] > 0 for d in DICTIONARIES), dropped
    connection.execute("vacuum analyze")
    assert traces(connection, SECRET) == []
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(connection)
    assert set(prune(connection).values()) == {0}


def test_numbers_are_given_again(world):
    """So that masks grow with the profiles that there are, and not with those that there ever were."""
    connection = world
    most = "select max(id) from pgsummary.profile"
    for n in range(5):
        prune(connection)
        connection.execute(PERSON.replace(SECRET, f"{SECRET}{n}"))
        drain(connection)
        check_all(connection)
        check_filtered(connection, browser=f"{SECRET}{n} browser")
        check_filtered(connection, browser=f"{SECRET}{n} browser", os=f"{SECRET}{n} os")
        connection.execute(GONE)
        if n == 0:
            highest = connection.execute(most).fetchone()[0]
        drain(connection)
    assert connection.execute(most).fetchone()[0] == highest
    prune(connection)
    assert connection.execute(
        "select count(*) from pgsummary.filter_value where length(profiles) > (select max(id) + 1 from pgsummary.profile)"
    ).fetchone() == (0,)
    check_all(connection)


def test_a_snapshot_from_before_sees_what_was_dropped(connect, world):
    """The anomaly: a reader whose facts have numbers that mean nothing any more, or something else by now."""
    world.execute(PERSON)
    drain(world)
    reader = connect()
    with reader.transaction():
        reader.execute("set transaction isolation level repeatable read")
        before = Oracle(read_source(reader))
        world.execute(GONE)
        drain(world)
        assert prune(world)["profile"] > 0
        Writer(world, Random("after")).grow(10)
        world.execute(PERSON.replace(SECRET, "Nobody"))
        drain(world)
        check_all(reader)
        check_filtered(reader, browser=f"{SECRET} browser")
        check_filtered(reader, browser="Nobody browser", country="US")
        assert Oracle(read_source(reader)).conference_summary(app_id=APP) == before.conference_summary(app_id=APP)
    check_all(world)


@pytest.mark.parametrize("late", ["refresh", "prune"])
def test_neither_works_from_a_snapshot_before_the_other(connect, world, late):
    """The anomaly: facts that hold a dropped name, if a role's transactions are repeatable read."""
    world.execute(PERSON)
    drain(world)
    world.execute(GONE)
    other = connect()
    with pytest.raises(psycopg.errors.SerializationFailure), other.transaction():
        other.execute("set transaction isolation level repeatable read")
        other.execute("select from app")
        if late == "refresh":
            drain(world)
            prune(world)
            world.execute(PERSON)
            other.execute("select from pgsummary.refresh()")
        else:
            drain(world)
            world.execute(PERSON)
            drain(world)
            prune(other)
    drain(world)
    check_all(world)


def test_nobody_waits_for_it(connect, world):
    """It leaves to a refresh what that holds, and a refresh leaves it; writers and readers never notice."""
    holder = connect()
    with holder.transaction():
        prune(holder)
        writer = connect()
        writer.execute("set lock_timeout = '50ms'")
        Writer(writer, Random("beside")).grow(5)
        check_all(writer)
        with pytest.raises(psycopg.Error) as error:
            writer.execute("select from pgsummary.refresh()")
        assert error.value.sqlstate == "SM001"
    with holder.transaction():
        holder.execute("select from pgsummary.refresh()")
        for call in ("prune('term')", f"forget_app('{APP}')"):
            with pytest.raises(psycopg.Error) as error:
                world.execute(f"select from pgsummary.{call}")
            assert error.value.sqlstate == "SM001"


@pytest.mark.parametrize("dictionary", [None, "", "state", "terms"])
def test_other_dictionaries_are_refused(world, dictionary):
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="^prune: dictionary .* is not allowed"):
        world.execute("select pgsummary.prune(%s)", [dictionary])


def test_an_app_is_forgotten_whole(world):
    """Once its rows are gone, which would be folded again; of the others nothing changes."""
    connection, other = world, str(APPS[1])
    connection.execute(PERSON)
    connection.execute("update conference set app_id = %s where conference_id like %s", [other, f"{SECRET}%"])
    drain(connection)
    with pytest.raises(psycopg.errors.ObjectInUse, match=f"^forget_app: app {other} still has .* conferences"):
        connection.execute("select from pgsummary.forget_app(%s)", [other])
    # What is folded of them is removed as well, and the log may name what is gone.
    its = "(select id from conference where app_id = %s)"
    for table in ("app_issue", "app_connection"):
        connection.execute(
            f"delete from {table} where session_id in (select id from app_session where conference_id in {its})",
            [other],
        )
    for table in ("app_issue", "app_connection", "app_session", "participant_conferences"):
        connection.execute(f"delete from {table} where conference_id in {its}", [other])
    connection.execute("delete from conference where app_id = %s", [other])
    removed = dict(connection.execute("select * from pgsummary.forget_app(%s)", [other]).fetchall())
    assert removed["app_key"] == 1 and all(
        removed[t] > 0
        for t in ("conference_fact", "session_fact", "rollup_day", "rollup_month", "rollup_time", "rollup_quarter_hour",
                  "rollup_segment", "segmented_day")
    ), removed  # fmt: skip
    check_all(connection)
    drain(connection)
    prune(connection)
    connection.execute("select from pgsummary.refresh_views('0')")
    connection.execute("vacuum analyze")
    assert traces(connection, SECRET) == [] and traces(connection, other) == []
    assert connection.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(connection)
    assert set(dict(connection.execute("select * from pgsummary.forget_app(%s)", [other]).fetchall()).values()) == {0}
    with pytest.raises(psycopg.errors.NullValueNotAllowed):
        connection.execute("select from pgsummary.forget_app(null)")
