"""The tour: complete, exact, and nothing left behind, however it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request

import psycopg
import pytest

from pg_summary.demo import tour as demo
from pg_summary.errors import PgSummaryError


def start(directory, **arguments):
    """The tour in a process of its own, its temporary files in `directory`."""
    given = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    return subprocess.Popen(
        [sys.executable, "-u", "-c", f"from pg_summary.demo.tour import run; run({given})"],
        env={**os.environ, "TMPDIR": str(directory), "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def fits(line: str) -> bool:
    """Within 80 columns, but for an address or a path, which is not to be broken."""
    return len(line) <= 80 or max(map(len, line.split())) > 60


@pytest.mark.slow
def test_the_tour_kept_until_it_is_ended(open_directory):
    tour = start(open_directory, scale=0.01, days=31, live_rounds=2, keep=True)
    lines = []
    for line in tour.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("select * from conference_summary"):
            break
    output = "\n".join(lines)
    found = re.search(r"-h (\S+) \\\n  -p (\d+) -U postgres -d peermetrics$", output, re.MULTILINE)
    assert found, output
    assert lines[0].startswith("The tour of pg-summary ") and "minute" in output.partition("PostgreSQL 1")[0]
    host, port = found.groups()
    with psycopg.connect(host=host, port=port, user="postgres", dbname="peermetrics") as conn:
        assert conn.execute("select count(*) > 0 from conference").fetchone() == (True,)
    dashboard = re.search(r"^(http\S+)/\?appId", output, re.MULTILINE)
    assert dashboard.start() < output.index("A live writer")
    with urllib.request.urlopen(f"{dashboard.group(1)}/v1/apps") as response:
        assert len(json.load(response)["results"]) == 3
    with urllib.request.urlopen(dashboard.group(0)) as response:
        assert b"<script" in response.read()
    assert output.count("7 of 7") == 2
    assert re.search(r"7 of 7 +[1-9]\d* folded", output)
    assert "Conferences, the last 30 days" in output
    for name in demo.COMPARED:
        assert re.search(rf"{name} +[\d.]+ ms +\d+ ms +\d+", output), name
    assert re.search(r"summary\?days=30 +200 hit +[\d,.]+$", output, re.MULTILINE)
    assert re.search(r"archived in [\d.]+ s, then deleted [1-9][\d,]* rows: the chart is the same", output)
    assert re.search(r"time_zone=Mars/Olympus +400 ", output)
    tour.send_signal(signal.SIGTERM)
    rest = tour.communicate(timeout=60)[0]
    assert tour.returncode == 0, rest
    assert [line for line in lines + rest.splitlines() if not fits(line)] == []
    assert list(open_directory.iterdir()) == []


def test_the_tour_to_its_end(open_directory):
    tour = start(open_directory, scale=0.01, days=2, live_rounds=0)
    output = tour.communicate(timeout=300)[0]
    assert tour.returncode == 0 and output.rstrip().endswith("all their files are removed."), output
    assert list(open_directory.iterdir()) == []


def test_a_kill_in_the_middle_cleans_up(open_directory):
    tour = start(open_directory, scale=0.01, days=31)
    for line in tour.stdout:
        if line.startswith("loaded in"):
            break
    tour.send_signal(signal.SIGTERM)
    tour.communicate(timeout=60)
    assert tour.returncode != 0
    assert list(open_directory.iterdir()) == []


def test_an_answer_that_is_not_exact_is_told(monkeypatch, empty_database):
    with psycopg.connect(empty_database, autocommit=True) as conn:
        conn.execute("create schema pgsummary create view status as select 5 as backlog")
        monkeypatch.setattr(demo, "_ask", lambda conn, name, since: [(name, 1)])
        monkeypatch.setattr(demo, "_count", lambda conn, name, since: [(name, int(name != "issue_summary"))])
        with pytest.raises(PgSummaryError, match="differ from plain SQL: issue_summary"):
            demo._compare(conn)
