"""What the filters offer: zones by the names of today, and how many values the server left out."""

from __future__ import annotations

import json
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from support import drain, open_connection

from pg_summary.sandbox.data import MAIN_APP

APP = uuid.UUID(int=0x204)
MANY = 207  # Of a body's rows, 200 are sent.


@pytest.fixture(scope="module")
def many(web_dsn):
    """An app with more cities, browsers and codes of issues than an answer names; gone afterwards."""
    with open_connection(web_dsn) as connection:
        connection.execute(
            'insert into app select %s, %s, %s, domain, "interval", recording, durations_days, created_at, true,'
            " organization_id from app where id = %s",
            [APP, "many", "many", MAIN_APP],
        )
        key = uuid.uuid4()
        connection.execute(
            "insert into conference (id, conference_id, conference_name, ongoing, duration, created_at, is_active,"
            " app_id) values (%s, 'many', 'many', false, 90, now() - interval '3 hours', true, %s)",
            [key, APP],
        )
        connection.execute(
            "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)"
            " values (%s, 'many', false, now(), true, %s)",
            [key, APP],
        )
        for place in range(MANY):
            session = uuid.uuid4()
            browser = json.dumps({"browser": {"name": f"Browser {place}"}, "os": {"name": "Linux"}})
            city = {"country_code": "DE", "city": f"City {place}", "latitude": 50.5, "longitude": place / 10}
            connection.execute(
                "insert into app_session (id, platform, geo_ip, app_version, duration, created_at, is_active,"
                " conference_id, participant_id) values (%s, %s, %s, '1', 90, now() - interval '2 hours', true, %s, %s)",
                [session, browser, json.dumps(city), key, key],
            )
            connection.execute(
                "insert into app_issue (id, type, code, data, created_at, is_active, conference_id, session_id)"
                " values (%s, 'w', %s, null, now() - interval '1 hour', true, %s, %s)",
                [uuid.uuid4(), f"code_{place}", key, session],
            )
        drain(connection)
        yield APP
        for table in ("app_issue", "app_session"):
            connection.execute(f"delete from {table} where conference_id = %s", [key])
        for table in ("conference", "participant"):
            connection.execute(f"delete from {table} where id = %s", [key])
        connection.execute("delete from app where id = %s", [APP])
        drain(connection)


def test_what_the_server_left_out_is_told(dashboard, many, tmp_path):
    dashboard.open(appId=many, days=7)
    page = dashboard.page
    cities, issues = dashboard.card("session_geo"), dashboard.card("issue")
    assert cities.locator("p.more").inner_text() == f"and {MANY - 200} more: {MANY - 200} sessions"
    assert issues.locator("p.more").inner_text() == f"and {MANY - 20} more: {MANY - 20} issues"
    assert len(dashboard.table("session_geo")) == 200
    assert cities.locator("tfoot").inner_text() == f"and {MANY - 200} more: {MANY - 200} sessions"
    with page.expect_download() as download:
        cities.get_by_role("button", name="as CSV").click()
    last = open(download.value.path(), encoding="utf-8-sig").read().splitlines()[-1]
    assert last.startswith(f"{MANY - 200} more,,{MANY - 200},")
    options = page.locator("select[name=browser] option")
    assert options.count() == 202
    assert options.last.inner_text() == f"and {MANY - 200} more"
    assert options.last.is_disabled()
    assert page.locator("select[name=os] option", has_text="more").count() == 0


def test_zones_have_the_names_of_today(open_dashboard):
    dashboard = open_dashboard(timezone_id="Asia/Calcutta").open()
    select = dashboard.page.locator("select[name=time_zone]")
    assert select.input_value() == "Asia/Kolkata"
    assert parse_qs(urlsplit(dashboard.asked[-1]).query)["time_zone"] == ["Asia/Kolkata"]
    offered = select.locator("option").evaluate_all("options => options.map(({ value }) => value)")
    assert len(offered) == len(set(offered)) > 300
    for before, today in {
        "Asia/Saigon": "Asia/Ho_Chi_Minh",
        "Asia/Katmandu": "Asia/Kathmandu",
        "Europe/Kiev": "Europe/Kyiv",
        "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    }.items():
        assert before not in offered and today in offered


def test_a_link_with_a_zones_name_of_before_shows_that_zone(dashboard, sql):
    dashboard.open(days=7, time_zone="Asia/Saigon")
    assert dashboard.page.locator("select[name=time_zone]").input_value() == "Asia/Ho_Chi_Minh"
    days = {
        row["date"]: row["total"] for row in sql("conference_summary", days=7, time_zone="Asia/Ho_Chi_Minh")["data"]
    }
    assert {date: total for date, *_, total in dashboard.numbers("conference") if total} == days


def test_every_zone_that_is_offered_is_one_of_the_server(dashboard, web_dsn, sql):
    offered = dashboard.open().page.locator("select[name=time_zone] option")
    names = offered.evaluate_all("options => options.map(({ value }) => value)")
    with open_connection(web_dsn) as connection:
        known = {name for (name,) in connection.execute("select name from pg_timezone_names")}
    for name in sorted(set(names) - known):
        sql("conference_summary", days=1, time_zone=name)
