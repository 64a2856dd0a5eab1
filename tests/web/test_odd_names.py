"""Names from the data that are long, strange or hostile are shown as they are, and never as HTML."""

from __future__ import annotations

import json
import uuid

import pytest
from support import drain, open_connection

from pg_summary.sandbox.data import MAIN_APP

pytestmark = pytest.mark.slow

APP = uuid.UUID(int=0x0DD)
XSS = '<img src=x onerror="window.hacked=1">'
SCRIPT = "<script>window.hacked=1</script>"
NAMES = [
    XSS,
    f"\"{SCRIPT}'",
    "{{ constructor.constructor('window.hacked=1')() }}",
    "javascript:window.hacked=1",
    "مرورگر فایرفاکس",
    "\u202eemosrever\u202c",
    "🦊👩‍👩‍👧‍👦 Ünï©ødé 名前",
    "Long " + "x" * 900,
    "two  spaces\nand a line",
    "&lt;b&gt;&amp;",
]


@pytest.fixture(scope="module")
def odd(web_dsn):
    """An app of such names, which is gone afterwards."""
    with open_connection(web_dsn) as connection:
        connection.execute(
            'insert into app select %s, %s, %s, domain, "interval", recording, durations_days, created_at, true,'
            " organization_id from app where id = %s",
            [APP, XSS, "odd", MAIN_APP],
        )
        for place, name in enumerate(NAMES):
            key = uuid.uuid4()
            connection.execute(
                "insert into conference (id, conference_id, conference_name, ongoing, duration, created_at, is_active,"
                " app_id) values (%s, %s, %s, false, 90, now() - interval '3 hours', true, %s)",
                [key, f"{place}{name}"[:64], name[:64], APP],
            )
            connection.execute(
                "insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)"
                " values (%s, %s, false, now(), true, %s)",
                [key, str(key), APP],
            )
            connection.execute(
                "insert into participant_conferences (participant_id, conference_id) values (%s, %s)", [key, key]
            )
            platform = {"browser": {"name": name}, "os": {"name": name}}
            geo_ip = {"country_code": name, "city": name, "latitude": 10 * place - 40, "longitude": 30 * place - 150}
            connection.execute(
                "insert into app_session (id, platform, geo_ip, app_version, duration, created_at, is_active,"
                " conference_id, participant_id) values (%s, %s, %s, %s, 90, now() - interval '2 hours', true, %s, %s)",
                [key, json.dumps(platform), json.dumps(geo_ip), name[:16], key, key],
            )
            for code, data in ((name[:32], None), ("getusermedia_error", {"name": name, "message": name})):
                connection.execute(
                    "insert into app_issue (id, type, code, data, created_at, is_active, conference_id, session_id)"
                    " values (%s, 'e', %s, %s, now() - interval '1 hour', true, %s, %s)",
                    [uuid.uuid4(), code, json.dumps(data), key, key],
                )
        drain(connection)
        yield APP
        for table in ("app_issue", "app_session", "participant_conferences", "conference"):
            column = "conference_id" if table != "conference" else "id"
            connection.execute(
                f"delete from {table} where {column} in (select id from conference where app_id = %s)", [APP]
            )
        for table, column in (("participant", "app_id"), ("app", "id")):
            connection.execute(f"delete from {table} where {column} = %s", [APP])
        drain(connection)


def assert_nothing_ran(dashboard):
    assert dashboard.page.evaluate("window.hacked") is None
    assert dashboard.page.locator("#app img, #app script, img, body > script").count() == 0
    assert dashboard.problems == []


def test_charts_and_tables_show_names_as_they_are(open_dashboard, odd):
    for width in (1360, 390):
        dashboard = open_dashboard(viewport={"width": width, "height": 844}).open(appId=odd, days=7)
        for name in ("browser", "os", "session_geo", "issue_gum"):
            assert sorted(row[0] for row in dashboard.table(name)) == sorted(NAMES), name
        assert (
            sorted(row[0] for row in dashboard.table("issue"))[:-1]
            == sorted([name[:32] for name in NAMES] + ["Problem accessing media"])[:-1]
        )
        assert dashboard.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_nothing_ran(dashboard)


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_filters_and_lists_of_such_a_name(dashboard, odd, sql, place):
    dashboard.open(appId=odd, days=7, os=NAMES[place])
    assert dashboard.page.locator("select[name=os]").input_value() == NAMES[place]
    assert dashboard.table("browser") == [[NAMES[place], "1"]]
    dashboard.card("os").locator("a").first.click()
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.list_count() == 1
    shown = dashboard.page.locator("dialog tbody bdi").evaluate("name => name.textContent")
    assert shown == NAMES[place][:64]
    assert dashboard.page.locator("dialog h2 bdi").evaluate("name => name.textContent") == NAMES[place]
    assert_nothing_ran(dashboard)


def test_the_map_says_a_citys_name_as_it_is(dashboard, odd):
    dashboard.open(appId=odd, days=7, country=XSS)
    dashboard.page.locator(".map .city").first.hover()
    tooltip = dashboard.page.locator(".leaflet-tooltip")
    tooltip.wait_for()
    assert tooltip.evaluate("tooltip => tooltip.textContent") == f"{XSS}, {XSS}: 1"
    assert_nothing_ran(dashboard)


def test_what_is_no_filter_for_the_server_is_an_error_that_says_so(dashboard, odd):
    dashboard.open(appId=odd, browser="y" * 1001)
    assert "at most 1000 characters" in dashboard.card("browser").inner_text()


def test_the_page_allows_no_other_scripts(dashboard):
    dashboard.open()
    ran = dashboard.page.evaluate(
        """() => new Promise(resolve => {
            document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective))
            const script = document.createElement('script')
            script.textContent = 'window.hacked = 1'
            document.body.append(script)
        })"""
    )
    assert ran == "script-src-elem"
    assert dashboard.page.evaluate("window.hacked") is None
    dashboard.problems.clear()
