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
        env={**os.environ, "TMPDIR": str(directory), "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_tour_twice(open_directory):
    for _ in range(2):
        tour = start(open_directory, scale=0.01, live_rounds=3)
        output = tour.communicate(timeout=300)[0]
        assert tour.returncode == 0, output
        assert output.count("7 of 7") == 3
        assert re.search(r"refresh: [1-9]\d* folded", output)
        assert "Conferences, the last 30 days" in output
        for name in demo.COMPARED:
            assert re.search(rf"{name} +[\d.]+ ms +\d+ ms +\d+", output), name
        assert re.search(r"status 200 +hit +[\d,]+ bytes", output) and "status 400" in output
        assert list(open_directory.iterdir()) == []


def test_kept_until_it_is_ended(open_directory):
    tour = start(open_directory, scale=0.01, live_rounds=0, keep=True)
    lines = []
    for line in tour.stdout:
        lines.append(line)
        found = re.search(r"-h (\S+) -p (\d+) -U postgres -d peermetrics$", line)
        if found:
            break
    assert found, "".join(lines)
    host, port = found.groups()
    with psycopg.connect(host=host, port=port, user="postgres", dbname="peermetrics") as conn:
        assert conn.execute("select count(*) > 0 from conference").fetchone() == (True,)
    url = re.search(r"dashboard: (\S+)/\?appId", "".join(lines)).group(1)
    with urllib.request.urlopen(f"{url}/v1/apps") as response:
        assert len(json.load(response)["results"]) == 3
    tour.send_signal(signal.SIGTERM)
    output = tour.communicate(timeout=60)[0]
    assert tour.returncode == 0, output
    assert list(open_directory.iterdir()) == []


def test_a_kill_in_the_middle_cleans_up(open_directory):
    tour = start(open_directory, scale=0.01)
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
        with pytest.raises(PgSummaryError, match="plain SQL counts: issue_summary"):
            demo._compare(conn)
