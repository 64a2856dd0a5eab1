"""pg-summary archive: what it says, its exit codes, and that answers stay when the rows are gone; run --keep does it daily."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from program import APP, connect, pg_summary, start
from support import wait_until
from test_refresh import Lines
from test_run import Daemon


def days_ago(days: int) -> str:
    """Reads the clock at each call, because a run of the tests may pass midnight."""
    return (datetime.now(timezone.utc).date() - timedelta(days=days)).isoformat()


@pytest.fixture
def database(source_database):
    """50 conferences of just now; one a day of the 100 days before, at noon UTC."""
    with connect(source_database) as connection:
        connection.execute(
            "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
            "select md5(n::text)::uuid, n::text, false, 60, (%s::date - n)::timestamp at time zone 'UTC' + interval '12 h', "
            "true, %s from generate_series(1, 100) n",
            [days_ago(0), APP],
        )
    pg_summary("install", dsn=source_database)
    return source_database


def totals(dsn: str) -> list:
    with connect(dsn) as connection:
        return connection.execute("select date, total from conference_summary(%s)", [APP]).fetchall()


def delete_closed(dsn: str) -> int:
    with connect(dsn) as connection:
        return connection.execute("delete from conference where created_at < pgsummary.archived_before()").rowcount


def test_archive_then_delete_the_rows(database):
    before = totals(database)
    done = pg_summary("archive", "--keep", "30d", dsn=database)
    assert done.code == 0 and done.err == ""
    assert done.out == (
        f"archived 70 days, {days_ago(100)} to {days_ago(31)}: 70 conferences, 0 sessions, 0 connections, 0 issues\n"
        f"all days before {days_ago(30)} are archived\n"
    )
    assert delete_closed(database) == 70 and totals(database) == before
    again = pg_summary("archive", "--keep", "30d", dsn=database)
    assert (again.code, again.out) == (0, f"no day to archive\nall days before {days_ago(30)} are archived\n")
    assert pg_summary("refresh", dsn=database).code == 0 and totals(database) == before
    assert pg_summary("verify", dsn=database).code == 0
    status = json.loads(pg_summary("status", "--json", dsn=database).out)
    assert (status["archived_before"], status["ignored_changes"], status["backlog"]) == (days_ago(30), 70, 0)


def test_dry_run_and_json(database):
    dry = json.loads(pg_summary("archive", "--before", days_ago(98), "--dry-run", "--json", dsn=database).out)
    counts = {"conferences": 1, "sessions": 0, "connections": 0, "issues": 0}
    days = [{"day": days_ago(100), **counts}, {"day": days_ago(99), **counts}]
    assert dry == {"archived_before": None, "dry_run": True, "days": days}
    text = pg_summary("archive", "--before", days_ago(98), "--dry-run", dsn=database)
    assert text.out.endswith("would archive 2 days: 2 conferences, 0 sessions, 0 connections, 0 issues\n")
    done = json.loads(pg_summary("archive", "--before", days_ago(98), "--json", dsn=database).out)
    assert done == {"archived_before": days_ago(98), "dry_run": False, "days": days}


def test_undo(database):
    before = totals(database)
    pg_summary("archive", "--keep", "30", dsn=database)
    asked = pg_summary("archive", "--undo", "--from", days_ago(40), dsn=database, stdin="n\n")
    assert asked.code == 1 and f"Open the days from {days_ago(40)} to {days_ago(31)} again?" in asked.err
    assert "gone" not in asked.err
    with connect(database) as connection:
        connection.execute("delete from conference where id in (md5('35')::uuid, md5('60')::uuid)")
    dry = json.loads(pg_summary("archive", "--undo", "--from", days_ago(40), "--dry-run", "--json", dsn=database).out)
    assert dry["rows"][0] == {"kind": "conferences", "counted": 10, "present": 9} and totals(database) == before
    asked = pg_summary("archive", "--undo", "--from", days_ago(40), dsn=database, stdin="n\n")
    assert "1 of their rows no longer exist and would no longer be counted." in asked.err
    done = pg_summary("archive", "--undo", "--from", days_ago(40), "--yes", dsn=database)
    assert done.code == 0 and done.out.endswith(f"opened 10 days again; all days before {days_ago(40)} are archived\n")
    assert totals(database) == [row for row in before if row[0].isoformat() != days_ago(35)]
    assert pg_summary("verify", dsn=database).code == 0
    nothing = pg_summary("archive", "--undo", "--from", days_ago(3), "--yes", dsn=database)
    assert nothing.code == 1 and nothing.err.startswith(f"error: no day from {days_ago(3)} on is archived")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give either --before or --keep"),
        (("--keep", "30d", "--before", "2026-01-01"), "give either --before or --keep"),
        (("--keep", "6d"), "the last 7 days stay open"),
        (("--keep", "soon"), "'soon' is not a number of days"),
        (("--before", "yesterday"), "'yesterday' is not a date"),
        (("--before", days_ago(6)), "the last 7 days stay open"),
        (("--undo",), "--undo requires --from"),
        (("--undo", "--from", "2026-01-01", "--keep", "30"), "--undo requires --from"),
        (("--keep", "30d", "--from", "2026-01-01"), "--from requires --undo"),
    ],
)
def test_usage(database, arguments, said):
    done = pg_summary("archive", *arguments, dsn=database)
    assert done.code == 2 and said in done.err
    with connect(database) as connection:
        assert connection.execute("select archived_before from pgsummary.state").fetchone() == (None,)


def test_triggers_off(database):
    with connect(database) as connection:
        connection.execute("alter table app_issue disable trigger pgsummary_log_row")
    done = pg_summary("archive", "--keep", "30d", dsn=database)
    assert done.code == 3 and "app_issue are disabled" in done.err
    with connect(database) as connection:
        assert connection.execute("select archived_before from pgsummary.state").fetchone() == (None,)


def test_verify_finds_what_was_tampered_with_and_cannot_mend_it(database):
    pg_summary("archive", "--keep", "30d", dsn=database)
    with connect(database) as connection:
        connection.execute("update pgsummary.rollup_day set counts[1] = counts[1] + 1 where day = %s", [days_ago(50)])
    for arguments in (["verify"], ["verify", "--repair"], ["verify"]):
        done = pg_summary(*arguments, dsn=database)
        assert done.code == 3 and f"archived_day {APP} {days_ago(50)}: differs from what was archived" in done.out
    assert "verify can't repair them" in pg_summary("verify", "--repair", dsn=database).err


def test_uninstall_and_rebuild_tell_what_would_be_lost(database):
    pg_summary("archive", "--keep", "30d", dsn=database)
    done = pg_summary("install", "--rebuild", dsn=database)
    assert done.code == 1 and f"the days before {days_ago(30)} are archived, and would be lost" in done.err
    asked = pg_summary("uninstall", dsn=database, stdin="n\n")
    assert (
        asked.code == 1
        and f"The days before {days_ago(30)} are archived, and their numbers would be lost." in asked.err
    )
    before = totals(database)
    delete_closed(database)
    with connect(database) as connection:
        connection.execute("drop function pgsummary.read_issues cascade")
    assert pg_summary("install", dsn=database).code == 0 and totals(database) == before
    with connect(database) as connection:
        connection.execute("update pgsummary.state set rollup_format = 2")
    done = pg_summary("install", dsn=database)
    assert done.code == 1 and "are archived in rollup format 2, but this release reads format 3" in done.err


def test_run_archives_daily(database):
    before = totals(database)
    with Daemon("--no-warm", "--keep", "30d", "--dsn", database) as daemon:
        daemon.lines.wait_for(lambda line: line == f"archived 70 days; all days before {days_ago(30)} are archived\n")
        assert delete_closed(database) == 70
        daemon.lines.wait_for(lambda line: line.startswith("folded 0"))
    assert totals(database) == before
    assert sum("archived" in line for line in daemon.lines.lines) == 1


def test_a_killed_command_has_closed_days_or_not(database):
    """Killed between two days, the rest is done by the next."""
    before = totals(database)
    with connect(database, autocommit=False) as holder, connect(database) as observer:
        holder.execute("lock table pgsummary.archived_day in share mode")
        process = start("archive", "--keep", "30d", "--json", "--dsn", database)
        lines = Lines(process)
        wait_until(observer, "select exists (select from pg_locks where not granted)")
        process.kill()
        process.wait()
        holder.rollback()
    assert lines.lines == [] and totals(database) == before
    assert pg_summary("archive", "--keep", "30d", dsn=database).code == 0
    delete_closed(database)
    assert totals(database) == before
