"""Bad input is refused with the error code of the contract, the parameter, the value and the allowed values."""

from __future__ import annotations

import psycopg
import pytest
from oracle import DURATION_RANGES, SETUP_RANGES
from questions import FUNCTIONS, TYPES, ask
from source_rows import APPS, NO_APP, Writer

GROUPED = {
    "conference_summary": "hour, day, week, month",
    "quality_summary": "hour, day, week, month, all",
    "issue_summary": "code",
    "connection_summary": "type",
    "session_summary": "browser, os, country, app_version, browser_version, os_version",
}
BAD_CHOICES = [
    *((name, "group_by", value, allowed) for name, allowed in GROUPED.items() for value in ("minute", "", "DAY")),
    *((name, "time_zone", value, "IANA") for name in ("conference_summary", "quality_summary", "dashboard_summary")
      for value in ("Mars/Olympus", "", "CET-1CEST", "+02:00", "Europe/Berlin'; drop table conference; --")),
    *(("conference_list", "status", value, "success, warning, error, ongoing") for value in ("", "Error", "lost")),
    ("conference_list", "max_rows", -1, "0 or more"),
    ("conference_list", "skip_rows", -7, "0 or more"),
    ("session_geo_summary", "max_rows", -1, "0 or more"),
]  # fmt: skip


def refusal(connection, name, **parameters) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as caught:
        ask(connection, name, **parameters)
    connection.rollback()
    return caught.value


@pytest.mark.parametrize("twin", ["", "_json"])
@pytest.mark.parametrize(("name", "parameter", "value", "allowed"), BAD_CHOICES)
def test_a_value_that_is_not_allowed(transaction, name, twin, parameter, value, allowed):
    error = refusal(transaction, name + twin, app_id=NO_APP, **{parameter: value})
    assert error.sqlstate == "22023"
    message = error.diag.message_primary
    assert message.startswith(name) and parameter in message and str(value).replace("'", "''") in message
    assert allowed in error.diag.message_hint


@pytest.mark.parametrize("name", sorted(GROUPED))
def test_a_null_group_by_is_refused(transaction, name):
    error = refusal(transaction, name, app_id=NO_APP, group_by=None)
    assert error.sqlstate == "22023" and "group_by null" in error.diag.message_primary


def test_a_null_time_zone_is_refused(transaction):
    error = refusal(transaction, "conference_summary", app_id=NO_APP, time_zone=None)
    assert error.sqlstate == "22023" and "time_zone null" in error.diag.message_primary


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_null_app(transaction, name):
    error = refusal(transaction, name, app_id=None)
    assert error.sqlstate == "22004"
    assert error.diag.message_primary.startswith(name.replace("_json", "")[:12])
    assert "app_id" in error.diag.message_primary


def test_a_long_value_is_cut_in_the_message(transaction):
    error = refusal(transaction, "session_summary", app_id=NO_APP, group_by="x" * 10**6)
    assert len(error.diag.message_primary) < 300


@pytest.mark.parametrize("batch_size", [0, -1, None])
def test_a_batch_size_that_folds_nothing(transaction, batch_size):
    Writer(transaction, None).prepare()
    with pytest.raises(psycopg.Error) as caught:
        transaction.execute("select from pgsummary.refresh(%s::int)", [batch_size])
    assert caught.value.sqlstate == "22023" and "batch_size" in caught.value.diag.message_primary
    transaction.rollback()


@pytest.mark.parametrize("case", ["no such app", "reversed range"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_nothing_to_count_is_an_empty_summary(transaction, name, case):
    parameters = {"app_id": NO_APP}
    if case == "reversed range":
        parameters = {"app_id": APPS[0], "created_at_gte": "2026-02-01", "created_at_lte": "2026-01-01"}
    answer = ask(transaction, name, **parameters)
    if name == "conference_duration_summary":
        assert answer == [(*r, 0) for r in DURATION_RANGES]
    elif name == "connection_setup_time_summary":
        assert answer == [(*r, 0) for r in SETUP_RANGES]
    elif name == "connection_summary":
        assert answer == [("Direct", 0), ("Relayed", 0)]
    elif isinstance(answer, list):
        assert answer == []
    else:
        assert not any(count_in(answer))


def count_in(body):
    """Every count in a JSON body."""
    if isinstance(body, list):
        for item in body:
            yield from count_in(item)
    elif isinstance(body, dict):
        for key, value in body.items():
            if key in ("count", "total", "total_conferences", "conferences", "sessions") and not isinstance(
                value, dict
            ):
                yield value
            else:
                yield from count_in(value)


def test_every_parameter_is_known_to_these_tests(transaction):
    known = {*TYPES, "group_by", "time_zone", "browser", "os", "country", "app_version", "status", "issue_code"}
    known |= {"city", "city_country", "gum_error", "browser_version", "os_version"}
    rows = transaction.execute(
        "select proname, proargnames[:pronargs] from pg_proc "
        "where pronamespace = 'public'::regnamespace and proname = any(%s)", [FUNCTIONS],
    ).fetchall()  # fmt: skip
    assert {name for name, _ in rows} == set(FUNCTIONS)
    for name, arguments in rows:
        assert arguments[0] == "app_id" and set(arguments) <= known, name
