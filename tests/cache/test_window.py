"""What counts as a rolling window, and which requests share a key."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pg_summary.cache import SummaryRequest, between, last_days
from pg_summary.summaries import CACHED, SUMMARIES

NOW = datetime(2026, 11, 24, 12, 0, 0, 123456, timezone.utc)
APP = "11111111-1111-1111-1111-111111111111"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TWO_MINUTES = timedelta(minutes=2)

days = st.integers(1, 4000)
within = st.timedeltas(-TWO_MINUTES, TWO_MINUTES)
instants = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(lambda t: t.replace(tzinfo=timezone.utc))


@given(days, within)
def test_days_before_now_are_rolling_whatever_the_millisecond(n, off):
    window = between(NOW - n * DAY + off, None, NOW)
    assert window == last_days(n)
    assert window.bounds(NOW) == (NOW - n * DAY, None)


@given(days, within, st.sampled_from([-HOUR, HOUR]))
def test_an_hour_off_is_rolling_too_and_another(n, off, hour):
    window = between(NOW - n * DAY + hour + off, None, NOW)
    assert window.span == n * DAY - hour
    assert window.identity != last_days(n).identity
    assert window.bounds(NOW) == (NOW - n * DAY + hour, None)


@pytest.mark.parametrize(
    "since, until",
    [
        (NOW - 30 * DAY, NOW),
        (NOW - 30 * DAY - TWO_MINUTES - timedelta(microseconds=1), None),
        (NOW - 30 * DAY + TWO_MINUTES + timedelta(microseconds=1), None),
        (NOW - 30 * DAY - 2 * HOUR, None),
        (NOW - 30 * DAY - HOUR / 2, None),
        (NOW, None),
        (NOW - HOUR, None),
        (NOW + 3 * DAY, None),
        (None, NOW),
        (None, None),
    ],
)
def test_anything_else_has_its_exact_bounds(since, until):
    window = between(since, until, NOW)
    assert window.span is None
    assert window.bounds(NOW + 5 * HOUR) == (since, until)


def test_the_hour_before_a_day_is_the_least_rolling_window():
    assert between(NOW - 23 * HOUR, None, NOW).span == 23 * HOUR
    assert between(NOW - 22 * HOUR, None, NOW).span is None


@given(st.none() | instants, st.none() | instants, st.none() | instants, st.none() | instants)
def test_exact_windows_are_one_if_their_bounds_are(a, b, c, d):
    one, other = between(a, b, NOW), between(c, d, NOW)
    assert (one.identity == other.identity) == (one == other)


def test_the_same_instant_in_two_zones_is_one_window():
    since = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
    other = since.astimezone(timezone(timedelta(hours=5)))
    assert between(since, since, NOW).identity == between(other, other, NOW).identity


names = st.sampled_from([summary.name for summary in CACHED])
values = st.sampled_from([None, "", "Chrome", "chrome", "Unknown", "unknown", "un\u212anown", "a:b", '"', "é"])
requests = st.builds(
    SummaryRequest,
    names,
    st.sampled_from([APP, APP.replace("1", "2")]),
    st.sampled_from([last_days(30), last_days(7), between(NOW, None, NOW), between(None, NOW, NOW)]),
    st.sampled_from([None, "day", "hour"]),
    st.sampled_from(["UTC", "Europe/Paris"]),
    values,
    values,
    values,
    values,
)


def meaning(request: SummaryRequest):
    """What decides the answer, spelled out."""
    summary = SUMMARIES[request.name]
    filters = [getattr(request, name) or None for name in ("browser", "os", "country", "app_version")]
    filters = ["Unknown" if f in ("Unknown", "unknown") else f for f in filters]
    return (
        request.name,
        request.app_id,
        request.window,
        (request.group_by or summary.group_by) if summary.groups else None,
        request.time_zone if summary.time_zone else None,
        filters if summary.filters else None,
    )


@given(requests, requests)
def test_two_requests_share_a_key_exactly_if_they_mean_the_same(one, other):
    assert (one.key("x") == other.key("x")) == (meaning(one) == meaning(other))


@given(requests)
def test_two_databases_share_no_key(request):
    assert request.key("x") != request.key("y") and request.key("x").split(":")[:2] == request.key("y").split(":")[:2]


@given(requests)
def test_a_key_is_of_the_contracts_shape(request):
    prefix, app, dates, filters = request.key("x").split(":")
    assert prefix == SUMMARIES[request.name].prefix and app == request.app_id
    assert len(dates) == len(filters) == 16 and int(dates, 16) + int(filters, 16) >= 0


def test_each_summary_has_a_prefix_of_its_own():
    assert len({summary.prefix for summary in CACHED}) == len(CACHED)


@given(requests.filter(lambda request: request.window.span))
def test_a_rolling_request_survives_being_written_down(request):
    assert SummaryRequest.deserialize(request.serialize()) == request
