"""Parameters that are wrong in every way: a 400 that names them, never a 500, and nothing asked of the cache."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pg_summary.sandbox.data import MAIN_APP
from pg_summary.summaries import SUMMARIES

LONG = "x" * 10_240
INJECTIONS = ["'; drop table conference; --", "1) or 1=1", "%s", "%(app_id)s", "$1", "\\'", '"', "{}", "../../etc"]
# Of the right length; most of them Python would read.
NO_UUIDS = [
    "0x" + "1" * 30,
    "+" + "1" * 31,
    "1" * 15 + "_" + "1" * 16,
    "1" * 31 + "\n",
    "1" * 32 + "----",
    "11111111-1111-1111-111111111111-1111",
    "\u0661" * 32,
]
PATHS = [summary.path for summary in SUMMARIES.values()]


def assert_refused(response, parameter: str, code: str = "invalid_parameters") -> None:
    assert response.status == 400, response
    assert response.json.keys() == {"error_code", "message"}
    assert response.json["error_code"] == code and parameter in response.json["message"]
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_app_id(api, path):
    assert_refused(api.get(f"/v1/{path}"), "appId", "missing_parameters")
    assert_refused(api.get(f"/v1/{path}", appId=""), "appId", "missing_parameters")
    for value in (
        "x",
        "1",
        str(MAIN_APP) + "0",
        "{" + str(MAIN_APP) + "}",
        f"urn:uuid:{MAIN_APP}",
        "\0",
        *NO_UUIDS,
        *INJECTIONS,
    ):
        assert_refused(api.get(f"/v1/{path}", appId=value), "appId")


BAD = [
    *(("created_at_gte", v) for v in ("yesterday", "2026-13-01T00:00:00Z", "2026-02-30", "1", "0001-01-01T00:00:00+23:00",
                                      "9999-12-31T23:59:59-23:00", "2026-11-01\n", "2026-11-01T00:00:00Z\n",
                                      "2026-11-01T00:00:00 0200\n", "\u0662026-11-01", "2026-11-01T00:00:0\u0661Z",
                                      "2026-11-01T00:00:00 \u0660\u0662:00", "2026-W01-1", "2026-11-01T25:00:00Z", "infinity", "now", "2026-11-01T00:00:00+99:00")),
    *(("created_at_lte", v) for v in ("tomorrow", "20261301", "-infinity")),
    *(("days", v) for v in ("0", "-1", "1.5", "x", "36501", "9" * 30, "1e3", "٣", "+3", " 3", "3\n")),
    *(("no_cache", v) for v in ("yes", "TRUE", "2")),
    *((p, "x" + "\0") for p in ("browser", "os", "country", "app_version", "created_at_gte", "days", "no_cache")),
    *((p, LONG[:3000]) for p in ("browser", "os", "country", "app_version", "created_at_lte", "days")),
]  # fmt: skip


@pytest.mark.parametrize("parameter, value", BAD)
def test_parameters_of_all(api, parameter, value):
    query = {"appId": MAIN_APP, parameter: value}
    assert_refused(api.get("/v1/conferences/duration-summary", **query), parameter)


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "UTC+3", "+03:00", "EST5EDT4,M3.2.0", "x" * 65, "Europe/Paris\n", "é", *INJECTIONS]
)
@pytest.mark.parametrize("path", ["conferences/summary", "dashboard/summary"])
def test_time_zone(api, path, zone):
    assert_refused(api.summary(path, time_zone=zone), "time_zone")


@pytest.mark.parametrize("path", ["conferences/summary", "issues/summary", "connections/summary", "sessions/summary"])
@pytest.mark.parametrize("group", ["year", "DAY", "day ", "day\0", *INJECTIONS])
def test_group_by(api, path, group):
    assert_refused(api.summary(path, group_by=group), "group_by")


LIST = [
    *(("status", v) for v in ("fine", "ERROR", *INJECTIONS)),
    *((p, v) for p in ("duration_gte", "duration_lt", "participants", "limit", "offset")
      for v in ("-1", "x", "1.5", "2147483648", "9" * 400, "1_0", "NaN", "1\n")),
    *((p, v) for p in ("setup_time_gte", "setup_time_lt") for v in ("-1", "nan", "inf", "1e400", "0x10", "1_0", "1\n", "1.5\n", "\u0661.5")),
    *(("participant_id", v) for v in ("x", *NO_UUIDS)),
    *(("relayed", v) for v in ("yes", "TRUE", "2", "r", *INJECTIONS)),
    *((p, v) for p in ("issue_code", "city", "city_country", "gum_error", "browser_version", "os_version")
      for v in ("a\0", LONG[:1001])),
    ("limit", "1000"), ("limit", "101"),
]  # fmt: skip


@pytest.mark.parametrize("parameter, value", LIST)
def test_parameters_of_the_list(api, parameter, value):
    assert_refused(api.summary("conferences/list", **{parameter: value}), parameter)


def test_a_page_has_at_most_a_hundred_rows(api):
    assert_refused(api.summary("conferences/list", limit=101), "limit must be a whole number from 0 to 100")
    assert len(api.summary("conferences/list", limit=100).json["results"]) == 100


@pytest.mark.parametrize("path", PATHS)
def test_a_parameter_given_twice(api, path):
    assert_refused(api.summary(path, appId=[MAIN_APP, MAIN_APP]), "appId")
    assert_refused(api.summary(path, days=[30, 7]), "days")


@pytest.mark.parametrize("path", PATHS)
def test_more_parameters_than_the_server_reads(api, path):
    response = api.raw(f"/v1/{path}?appId={MAIN_APP}" + 1000 * "&x")
    assert_refused(response, "more parameters")


def test_days_and_bounds_at_once(api):
    assert_refused(api.summary("issues/summary", created_at_gte="2026-11-01T00:00:00Z"), "days")


def test_a_line_that_is_too_long_for_the_server(api):
    response = api.summary("issues/summary", browser=LONG)
    assert response.status in (400, 414)


@pytest.mark.parametrize("value", [*INJECTIONS, "Ünïcödé 🦊", "‮gnirts", "<script>alert(1)</script>", "x" * 1000])
@pytest.mark.parametrize("parameter", ["browser", "os", "country", "app_version"])
def test_any_text_may_be_a_filter(api, parameter, value):
    response = api.summary("connections/summary", **{parameter: value})
    assert response.status == 200
    assert response.json == {"data": [{"name": "Direct", "count": 0}, {"name": "Relayed", "count": 0}]}


def test_parameters_that_are_none_of_ours_are_ignored(api):
    assert api.summary("issues/summary", _="1763942400").status == 200
    assert api.summary("issues/summary", utm="x").state == "hit"


def test_an_empty_parameter_is_none(api):
    empty = dict.fromkeys(
        ("browser", "os", "country", "app_version", "created_at_lte", "time_zone", "group_by", "no_cache"), ""
    )
    assert api.summary("conferences/summary").state == "miss"
    assert api.summary("conferences/summary", **empty).state == "hit"


names = st.sampled_from(
    ["appId", "created_at_gte", "created_at_lte", "days", "browser", "os", "country", "app_version", "time_zone", "group_by",
     "no_cache", "status", "issue_code", "duration_gte", "setup_time_lt", "participants", "participant_id", "limit", "offset"]
)  # fmt: skip
values = st.one_of(
    st.text(max_size=40),
    st.binary(max_size=20).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(
        [
            str(MAIN_APP),
            "2026-11-01T00:00:00Z",
            "2026-11-01",
            "30",
            "true",
            "UTC",
            "day",
            "Unknown",
            "error",
            *INJECTIONS,
        ]
    ),
    st.datetimes().map(str),
    st.integers().map(str),
    st.floats().map(str),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PATHS), st.lists(st.tuples(names, values), max_size=6), st.booleans())
def test_any_query_string_is_answered_or_refused(api, path, pairs, has_app):
    if has_app:
        pairs = [("appId", str(MAIN_APP)), *(pair for pair in pairs if pair[0] != "appId")]
    query = "&".join(
        f"{name}={quote(value, safe='', encoding='utf-8', errors='surrogatepass')}" for name, value in pairs
    )
    response = api.raw(f"/v1/{path}?{query}")
    assert response.status in (200, 400), (response, query)
    if response.status == 400:
        assert response.json.keys() == {"error_code", "message"}
