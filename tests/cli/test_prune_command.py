"""pg-summary prune: what it drops, what it says, and what it asks."""

from __future__ import annotations

import json
import threading
import uuid

import names
import pytest
from program import APP, add_conferences, connect, pg_summary

SECRET = "Zephyrine"
# The planner keeps what it knew of a table that has become empty: another person stays.
PERSON = f"""
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
select md5('other')::uuid, 'other', false, now(), true, app_id from conference limit 1;
insert into app_session (id, conference_id, participant_id, platform, geo_ip, created_at, is_active, duration)
select md5('other')::uuid, id, md5('other')::uuid, '{{"browser": {{"name": "Chrome"}}}}',
    '{{"city": "Berlin", "latitude": 1.5, "longitude": 2.5}}', created_at, true, 0 from conference limit 1;
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
select md5('{SECRET}')::uuid, '{SECRET}', false, now(), true, app_id from conference limit 1;
insert into app_session (id, conference_id, participant_id, platform, geo_ip, created_at, is_active, duration)
select md5('{SECRET}')::uuid, id, md5('{SECRET}')::uuid, '{{"browser": {{"name": "{SECRET}"}}}}',
    '{{"city": "{SECRET} city", "latitude": 1.5, "longitude": 2.5}}', created_at, true, 0 from conference limit 1;
"""
GONE = f"delete from app_session where id = md5('{SECRET}')::uuid; delete from participant where participant_id = '{SECRET}'"


@pytest.fixture
def forgotten(source_database):
    """The connection string of an installed database, from which a person's rows were deleted a moment ago."""
    with connect(source_database) as connection:
        connection.execute(PERSON)
        pg_summary("install", dsn=source_database)
        connection.execute("vacuum (analyze) pgsummary.term, pgsummary.place")
        connection.execute(GONE)
    return source_database


def traces(dsn: str, needle: str = SECRET) -> list[tuple[str, int]]:
    with connect(dsn) as connection:
        return names.traces(connection, needle)


def test_it_folds_and_leaves_no_trace(forgotten):
    assert traces(forgotten) != []
    foreseen = pg_summary("prune", "--dry-run", "--json", dsn=forgotten)
    # What is not folded yet is still said by facts.
    assert json.loads(foreseen.out)["dropped"] == dict.fromkeys(["profile", "segment", "term", "place", "gum_error"], 0)
    pg_summary("refresh", dsn=forgotten)
    foreseen = json.loads(pg_summary("prune", "--dry-run", "--json", dsn=forgotten).out)
    assert foreseen["dry_run"] and foreseen["dropped"]["term"] >= 1 and foreseen["dropped"]["place"] == 1
    said = pg_summary("prune", "--dry-run", dsn=forgotten)
    assert said.out.startswith("would have dropped 1 ") and traces(forgotten) != []
    done = pg_summary("prune", "--json", dsn=forgotten)
    assert done.code == 0 and json.loads(done.out) == {**foreseen, "dry_run": False}
    assert traces(forgotten) == []
    assert pg_summary("prune", dsn=forgotten).out == "dropped nothing\n"
    assert pg_summary("verify", dsn=forgotten).code == 0


def test_one_call_is_enough(forgotten):
    assert pg_summary("prune", dsn=forgotten).code == 0
    assert traces(forgotten) == []


def test_it_waits_for_a_refresh(forgotten):
    with connect(forgotten, autocommit=False) as other:
        other.execute("select from pgsummary.refresh()")
        ended = threading.Timer(1, other.commit)
        ended.start()
        done = pg_summary("prune", dsn=forgotten)
        ended.join()
    assert done.code == 0 and traces(forgotten) == []


def test_an_app_is_forgotten_after_it_was_asked(forgotten):
    refused = pg_summary("prune", "--forget-app", APP, "--yes", dsn=forgotten)
    assert refused.code == 1 and f"app {APP} still has 50 conferences" in refused.err, refused
    with connect(forgotten) as connection:
        connection.execute("delete from app_session")
        connection.execute("delete from conference")
        connection.execute("delete from participant")
        connection.execute("delete from app")
    assert pg_summary("prune", "--forget-app", "Shop", dsn=forgotten).code == 2
    asked = pg_summary("prune", "--forget-app", APP, dsn=forgotten, stdin="n\n")
    assert asked.code == 1 and f"Remove app {APP} from database" in asked.err and "1 of app_key" in asked.err, asked
    assert traces(forgotten, APP) != []
    done = pg_summary("prune", "--forget-app", APP, "--json", dsn=forgotten, stdin="y\n")
    body = json.loads(done.out[done.out.index("{") :])
    assert body["app"] == APP and body["removed"]["app_key"] == 1, done
    assert traces(forgotten, APP) == []
    unknown = pg_summary("prune", "--forget-app", str(uuid.uuid4()), "--yes", dsn=forgotten)
    assert unknown.code == 0 and "it has no rows" in unknown.out


def test_it_refuses_what_it_cannot_prune(empty_database):
    missing = pg_summary("prune", dsn=empty_database)
    assert missing.code == 1 and "not installed" in missing.err


def test_a_failing_view_is_said(forgotten):
    """The anomaly: a materialized view that goes on to show a name, in silence."""
    with connect(forgotten) as connection:
        add_conferences(connection, 1)
        connection.execute("drop index pgsummary.session_daily_key")
    done = pg_summary("prune", dsn=forgotten)
    assert done.code == 1 and "session_daily could not be refreshed" in done.err, done
