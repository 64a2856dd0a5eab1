"""Every summary in the terminal, as JSON and as CSV."""

import csv
import io
import json

import pytest
from program import APP, connect, pg_summary

from pg_summary.show import CHARTS


@pytest.fixture(scope="module")
def shown(server):
    """A database that a module's tests only read."""
    from program import add_conferences, create_source_schema

    server.create_database("shown")
    with connect(server.dsn("shown")) as connection:
        create_source_schema(connection)
        add_conferences(connection, 90)
    assert pg_summary("install", dsn=server.dsn("shown")).code == 0
    yield server.dsn("shown")
    server.drop_database("shown")


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart(shown, chart):
    drawn = pg_summary("show", chart.replace("_", "-"), "--app", "Shop", dsn=shown)
    assert drawn.code == 0 and drawn.out.strip(), drawn.err
    with connect(shown) as connection:
        query = f"select {chart}_json(%s, created_at_gte => now() - interval '30 days')"
        expected = connection.execute(query, [APP]).fetchone()[0]
    assert json.loads(pg_summary("show", chart, "--app", APP, "--json", dsn=shown).out) == expected


def test_csv_is_the_rows_of_the_function(shown):
    out = pg_summary("show", "conference-duration-summary", "--csv", dsn=shown).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 12 and sum(int(row["count"]) for row in rows) == 90
    assert rows[0]["range"] == "< 1 m" and rows[-1]["max_sec"] == ""


def test_options_reach_the_function(shown):
    hours = pg_summary(
        "show",
        "conference-summary",
        "--group-by",
        "hour",
        "--time-zone",
        "Asia/Kathmandu",
        "--days",
        "0.5",
        "--csv",
        dsn=shown,
    )
    assert hours.code == 0 and sum(int(row["total"]) for row in csv.DictReader(io.StringIO(hours.out))) == 90
    filtered = pg_summary("show", "conference-summary", "--browser", "Chrome", "--country", "US", "--csv", dsn=shown)
    assert list(csv.DictReader(io.StringIO(filtered.out))) == []
    bars = pg_summary("show", "conference-summary", "--days", "1", dsn=shown).out
    assert "█" in bars and "Conferences, the last 1 days" in bars


def test_bad_values_say_what_is_allowed(shown):
    result = pg_summary("show", "conference-summary", "--group-by", "year", dsn=shown)
    assert result.code == 1 and "group_by" in result.err and "year" in result.err and "hint: " in result.err
    result = pg_summary("show", "conference-summary", "--time-zone", "Mars/Base", dsn=shown)
    assert result.code == 1 and "Mars/Base" in result.err
    result = pg_summary("show", "issue-summary", "--app", "Nope", dsn=shown)
    assert result.code == 1 and "Shop" in result.err
