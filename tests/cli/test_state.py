"""What is wrong with the database is said by every face that shows it: once, in the same words, with exit code 3."""

from __future__ import annotations

import json

import pytest
from caller import wait_for
from program import add_conferences, connect, pg_summary, start
from test_refresh import Lines
from test_run import Daemon

OFF = "triggers of pg-summary on table public.app_issue are disabled"


@pytest.fixture
def installed(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    return source_database


@pytest.fixture
def broken(installed):
    with connect(installed) as connection:
        connection.execute("alter table app_issue disable trigger pgsummary_log_row")
        connection.execute("drop trigger pgsummary_log_row on conference")
        yield installed


def test_refresh_verify_and_status_say_so(broken):
    for command in (["refresh"], ["verify"], ["status"], ["verify", "--repair"]):
        result = pg_summary(*command, dsn=broken)
        assert (
            result.code == 3 and OFF in result.out + result.err and "pg-summary install" in result.out + result.err
        ), result
    refreshed = json.loads(pg_summary("refresh", "--json", dsn=broken).out)
    assert OFF in refreshed["note"] and refreshed["failed"]
    assert any(OFF in state for state in json.loads(pg_summary("verify", "--json", dsn=broken).out)["state"])
    status = json.loads(pg_summary("status", "--json", dsn=broken).out)
    assert not status["is_well"] and any(OFF in problem for problem in status["problems"])
    assert pg_summary("install", dsn=broken).code == 0
    for command in ("refresh", "verify", "status"):
        assert pg_summary(command, dsn=broken).code == 0


def test_the_daemon_says_so_once_and_again_when_it_changes(installed):
    with Daemon("--dsn", installed, "--no-warm") as daemon, connect(installed) as connection:

        def said(text):
            return len([line for line in daemon.lines.lines if text in line])

        daemon.lines.wait_for(lambda line: line.startswith("folded"))
        connection.execute("alter table app_issue disable trigger pgsummary_log_row")
        daemon.lines.wait_for(lambda line: OFF in line)
        connection.execute("alter table app_session rename column geo_ip to geo")
        gone = "column public.app_session.geo_ip does not exist"
        daemon.lines.wait_for(lambda line: gone in line)
        # A cycle is published right after its lines.
        wait_for(lambda: gone in daemon.get("/readyz")[1])
        code, body = daemon.get("/readyz")
        assert code == 503 and OFF in body and gone in body
        assert daemon.metric("pg_summary_triggers_off") == 1 and daemon.metric("pg_summary_problems") > 1
        connection.execute("alter table app_session rename column geo to geo_ip")
        connection.execute("alter table app_issue enable trigger pgsummary_log_row")
        daemon.lines.wait_for(lambda line: line.startswith("health: all is well again"))
        wait_for(lambda: daemon.get("/readyz")[0] == 200)
        assert daemon.metric("pg_summary_problems") == 0
        # Many cycles, but as many lines as there were changes.
        assert said(OFF) == 2 and said("all is well again") == 1, daemon.lines.lines


def test_a_daemon_that_only_refreshes_says_so_too(broken):
    process = start("refresh", "--every", "50ms", "--dsn", broken)
    lines = Lines(process)
    lines.wait_for(lambda line: OFF in line)
    process.terminate()
    assert process.wait(30) == 0


def test_status_begins_with_whether_all_is_well(installed):
    well = pg_summary("status", dsn=installed)
    first, *rest = well.out.splitlines()
    assert well.code == 0 and first.endswith(": all is well") and "INSTALLED" not in well.out
    everything = pg_summary("status", "--all", dsn=installed).out
    assert everything.splitlines()[0] == first and everything.count("INSTALLED") > 100
    with connect(installed) as connection:
        connection.execute("drop view pgsummary.size")
    lacking = pg_summary("status", dsn=installed)
    assert lacking.code == 3 and lacking.out.splitlines()[0].endswith(": 1 problem")
    assert lacking.out.splitlines()[1] == "- 1 object is MISSING (dropped): run pg-summary install"
    assert [line.split() for line in lacking.out.splitlines() if "MISSING " in line][1:] == [
        ["MISSING", "view", "pgsummary.size"]
    ]


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("refresh materialized view pgsummary.session_daily with no data", "populated"),
        ("update pgsummary.state set views_dirty = true, views_refreshed_at = 'infinity'", "current"),
        ("update pgsummary.state set views_dirty = true, views_refreshed_at = now() + interval '20 years'", "current"),
    ],
)
def test_views_that_a_restore_left_behind_are_mended(installed, before, word):
    with connect(installed) as connection:
        connection.execute(before)
        add_conferences(connection, 7)
        assert "folded 7 changes" in pg_summary("refresh", dsn=installed).out
        assert connection.execute("select count(*) >= 0 from pgsummary.session_daily").fetchone()[0], word
        if word == "current":
            row = connection.execute("select sum(total)::int from pgsummary.conference_daily").fetchone()
            assert row == (57,)
            stamp = "select not views_dirty and views_refreshed_at <= clock_timestamp() from pgsummary.state"
            assert connection.execute(stamp).fetchone()[0]


def test_what_the_database_reports_is_said_once():
    """A list of problems replaces what the program itself would say about triggers and columns."""
    from pg_summary.health import Misfit, sentences

    misfits = [Misfit("read_issues", "column i.code does not exist")]
    reported = [
        {"code": "SM006", "message": "triggers on table app_issue are disabled", "hint": "Run pg-summary install."},
        {"code": "SM003", "message": "column app_issue.code does not exist", "hint": None},
    ]
    assert sentences({"triggers_off": 1, "problems": reported}, misfits) == (
        "triggers on table app_issue are disabled. Run pg-summary install.",
        "column app_issue.code does not exist.",
    )
    assert len(sentences({"triggers_off": 1, "problems": []}, misfits)) == 2
    assert "2 problems" in sentences({"triggers_off": 1, "problems": 2}, [])[0]
    assert sentences({"triggers_off": 0, "problems": 0}, []) == ()


FORBID = """
create function forbid() returns event_trigger language plpgsql as $$ begin raise exception 'DDL is forbidden here'; end $$;
create event trigger forbid_ddl on ddl_command_start execute function forbid();
"""


def test_views_that_cannot_be_refreshed_stop_nothing(installed):
    with connect(installed) as connection:
        connection.execute("update pgsummary.state set views_dirty = true, views_refreshed_at = null")
        connection.execute(FORBID)
        try:
            add_conferences(connection, 7)
            once = pg_summary("refresh", dsn=installed)
            assert once.code == 3 and "folded 7 changes" in once.out
            assert "pgsummary.conference_daily could not be refreshed: DDL is forbidden here" in once.err
            with Daemon("--dsn", installed, "--no-warm") as daemon:
                daemon.lines.wait_for(lambda line: "DDL is forbidden here" in line)
                for count in (3, 5):
                    add_conferences(connection, count)
                    daemon.lines.wait_for(lambda line, n=count: line.startswith(f"folded {n} changes"))
                wait_for(lambda: daemon.get("/readyz")[0] == 503)
                assert len([line for line in daemon.lines.lines if "DDL is forbidden" in line]) == 1
            # A refresh beside another one does not report the views either.
            assert not connection.execute("select views_refreshed_at is not null from pgsummary.state").fetchone()[0]
        finally:
            connection.execute("drop event trigger forbid_ddl")
        assert pg_summary("refresh", dsn=installed).code == 0
        assert connection.execute("select sum(total)::int from pgsummary.conference_daily").fetchone() == (65,)


def test_views_are_left_to_another_refresh(installed):
    with connect(installed) as connection, connect(installed, autocommit=False) as other:
        connection.execute("update pgsummary.state set views_dirty = true, views_refreshed_at = null")
        other.execute("select pg_advisory_xact_lock(hashtext('pgsummary.refresh'))")
        query = "select refreshed, problem from pgsummary.refresh_views('0 s')"
        assert connection.execute(query).fetchone() == (0, None)
        assert connection.execute("select views_dirty from pgsummary.state").fetchone()[0]
        other.rollback()
        assert connection.execute(query).fetchone() == (4, None)
        assert connection.execute(query).fetchone() == (0, None)


def test_an_install_beside_a_daemon_ends_with_0(installed):
    """Its own refresh of the views meets the daemon's."""
    with connect(installed, autocommit=False) as other, Daemon("--dsn", installed, "--no-warm") as daemon:
        daemon.lines.wait_for(lambda line: line.startswith("folded"))
        other.execute("drop trigger pgsummary_log_row on conference")
        other.commit()
        assert pg_summary("install", dsn=installed).code == 0


def test_long_work_says_how_far_it_is(installed, monkeypatch):
    monkeypatch.setattr("pg_summary.cli.output.PROGRESS_S", 0.001)
    with connect(installed) as connection:
        add_conferences(connection, 50)
    assert "folded 5 of 50 changes" in pg_summary("refresh", "--batch-size", "5", dsn=installed).err
    assert "comparing with the source tables, " in pg_summary("verify", dsn=installed).err
