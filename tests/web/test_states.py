"""Errors, a slow server, no network, nothing to show: each looks like what it is, and old charts stay."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from pg_summary.sandbox.api_server import ApiServer

pytestmark = pytest.mark.slow

SUMMARY = re.compile("/v1/dashboard/summary")
CONFERENCES = ".card[data-chart=conference]"


def refuse(status):
    return lambda route: route.fulfill(status=status, json={"error_code": "x", "message": "Not <b>today</b>."})


def test_no_database_and_then_one(open_dashboard, server, template):
    """Without a database an error and a button, which mends it once there is one."""
    with ApiServer(server.dsn("web_late"), None, workers=1) as api:
        dashboard = open_dashboard(api.url).open(wait=False)
        page = dashboard.page
        page.locator(f"{CONFERENCES}[data-state=loading]", has_text="No answer yet, trying again").wait_for()
        page.locator(f"{CONFERENCES}[data-state=error]", has_text="the database can't be reached").wait_for()
        assert page.locator(".card[data-state=error]").count() == 11
        server.create_database("web_late", template=template)
        dashboard.card("conference").get_by_role("button", name="Try again").click()
        page.locator(f"{CONFERENCES}[data-state=empty]", has_text="No data in this window").wait_for()
        assert page.locator(".card[data-state=empty]").count() == 11
        assert page.locator(".totals").inner_text().count("–") == 5
    server.drop_database("web_late")


def test_a_refused_question_is_not_asked_again(dashboard):
    dashboard.page.route(SUMMARY, refuse(400))
    dashboard.open(wait=False)
    dashboard.page.locator(f"{CONFERENCES}[data-state=error]").wait_for()
    assert "Not <b>today</b>." in dashboard.card("conference").inner_text()
    assert len([url for url in dashboard.asked if SUMMARY.search(url)]) == 1


def test_a_failed_refresh_keeps_the_charts_and_says_so(dashboard):
    page = dashboard.open().page
    before = dashboard.numbers("conference_duration")
    page.route(SUMMARY, refuse(400))
    page.get_by_role("button", name="Refresh now").click()
    page.get_by_role("alert").get_by_text("Could not be refreshed: Not <b>today</b>.").wait_for()
    assert page.locator(".card[data-state=ready]").count() == 11
    assert dashboard.numbers("conference_duration") == before
    page.unroute(SUMMARY)
    page.get_by_role("button", name="Refresh now").click()
    page.locator(".data-age[data-state=fresh]").wait_for()
    assert page.get_by_role("alert").count() == 0


def test_a_server_that_stumbles_is_asked_again(dashboard):
    page = dashboard.open().page
    page.route(SUMMARY, refuse(503))
    page.get_by_role("button", name="Refresh now").click()
    page.get_by_role("alert").get_by_text("No answer yet, trying again").wait_for()
    assert page.locator(".card[data-state=ready]").count() == 11
    page.unroute(SUMMARY)
    page.locator(".data-age[data-state=fresh]").wait_for()


def test_a_slow_server(dashboard):
    """The charts of the question before stay, dimmed, until the answer to the new one is there."""
    page = dashboard.open().page
    held = []
    page.route(SUMMARY, lambda route: held.append(route))
    page.get_by_role("button", name="7 days").click()
    page.locator(f"{CONFERENCES}[aria-busy=true] .body.previous").wait_for()
    assert page.locator(f"{CONFERENCES}[data-state=ready]").count() == 1
    assert page.locator(".data-age[data-state=fetching]").count() == 1
    held[0].continue_()
    dashboard.drawn()
    assert page.locator(".previous").count() == 0


def test_another_app_shows_nothing_of_the_one_before(dashboard):
    page = dashboard.open().page
    page.route(SUMMARY, lambda route: None)
    page.locator("label.app select").select_option(index=1)
    page.locator(f"{CONFERENCES}[data-state=loading]").wait_for()
    assert page.locator(".totals").inner_text().count("–") == 6


def test_offline_and_back(dashboard):
    page = dashboard.open().page
    page.context.set_offline(True)
    page.get_by_role("alert").get_by_text("You are offline. The page shows what it last loaded.").wait_for()
    assert page.locator(".card[data-state=ready]").count() == 11
    page.get_by_role("button", name="90 days").click()
    page.context.set_offline(False)
    dashboard.drawn()
    assert page.get_by_role("alert").count() == 0
    assert len(dashboard.numbers("conference")) >= 13  # by week, where days do not fit in a body


def test_the_age_of_the_data_is_the_servers(dashboard):
    """A body from the cache is shown with its age in the cache."""
    import time

    dashboard.open(days=7, os="Linux")
    time.sleep(2)
    dashboard.page.reload()
    dashboard.drawn()
    age = int(re.search(r"(\d+) s old", dashboard.page.locator(".age").inner_text()).group(1))
    assert age >= 2


def test_no_filters_match(dashboard):
    dashboard.open(country="XX")
    assert dashboard.page.locator(".card[data-state=empty]").count() == 11
    assert dashboard.page.locator("select[name=country]").input_value() == "XX"


def test_an_app_that_does_not_exist(dashboard):
    dashboard.open(appId="00000000-0000-0000-0000-000000000000")
    assert dashboard.page.locator(".card[data-state=empty]").count() == 11


def test_an_address_full_of_nonsense(dashboard):
    dashboard.open(days="<b>", time_zone="Mars/Olympus", list="x=1&status=", page="-3", view="?", refresh="now")
    assert dashboard.page.locator(".card[data-state=ready]").count() == 11
    assert dashboard.page.get_by_role("button", name="30 days").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("date", ["2026-13-45", "foo", "2026-11-1", "275760-09-13"])
def test_a_list_of_a_date_that_is_none(dashboard, sql, date):
    """It is the list without the date; an error of the page would fail the test."""
    dashboard.open(list=f"date={date}&status=error", page="1e300")
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.page.locator("dialog h2").inner_text() == "Conferences: Error"
    assert dashboard.list_count() == sql("conference_list", status="error")["count"]


def test_polling_stops_in_a_hidden_tab(dashboard):
    page = dashboard.page
    page.clock.install()
    dashboard.open(refresh="10")
    dashboard.asked.clear()
    page.clock.run_for(10_500)
    page.wait_for_timeout(100)
    assert len(dashboard.asked) == 1
    page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })")
    page.clock.run_for(60_000)
    page.wait_for_timeout(100)
    assert len(dashboard.asked) == 1


@pytest.mark.parametrize(
    "answer, told",
    [
        ({"status": 401, "json": {"detail": "Token expired."}}, "Token expired. Sign in again, then reload this page."),
        (
            {"status": 403, "json": {"detail": "Authentication credentials were not provided."}},
            "Authentication credentials were not provided. If your session has ended: sign in again",
        ),
        (
            {"status": 200, "content_type": "text/html", "body": "<form><input type='password'></form>"},
            "Your session has ended. Sign in again, then reload this page.",
        ),
    ],
    ids=["401", "403", "login page"],
)
def test_a_session_that_has_ended_is_told_and_not_polled(dashboard, answer, told):
    page = dashboard.page
    page.clock.install()
    dashboard.open(refresh="10")
    page.route(SUMMARY, lambda route: route.fulfill(**answer))
    page.clock.run_for(10_500)
    page.get_by_role("alert").get_by_text(told).wait_for()
    assert page.locator(".card[data-state=ready]").count() == 11
    dashboard.asked.clear()
    page.clock.run_for(120_000)
    page.wait_for_timeout(100)
    assert dashboard.asked == []
    # Signed in again, in another tab: a look at this one takes the polling up.
    page.unroute(SUMMARY)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator(".data-age[data-state=fresh]").wait_for()
    page.clock.run_for(10_500)
    page.wait_for_timeout(100)
    assert len(dashboard.asked) == 2


def test_a_session_that_had_ended_before(dashboard):
    page = dashboard.page
    page.route(SUMMARY, lambda route: route.fulfill(status=401, json={"detail": "Not signed in."}))
    dashboard.open(wait=False)
    page.locator(f"{CONFERENCES}[data-state=error]", has_text="Sign in again, then reload this page.").wait_for()


@pytest.mark.parametrize(
    "body",
    [{}, [], {"data": []}, "text", {"conference_summary": {"rows": []}}],
    ids=["empty", "list", "another", "text", "parts"],
)
def test_an_answer_of_another_shape_is_told(dashboard, body):
    """It shows an error that says so, not "Loading..." forever."""
    dashboard.page.route(SUMMARY, lambda route: route.fulfill(json=body))
    dashboard.open(wait=False)
    dashboard.page.locator(f"{CONFERENCES}[data-state=error]").wait_for()
    assert dashboard.page.locator(".card[data-state=error]").count() == 11
    said = dashboard.card("conference").inner_text()
    assert "can’t read the answer" in said or "is not JSON" in said


def test_a_chart_whose_numbers_are_none_is_told(dashboard):
    """The others are shown."""

    def spoil(route):
        body = route.fetch().json()
        body["issue_gum_summary"]["data"] = [None]
        route.fulfill(json=body)

    dashboard.page.route(SUMMARY, spoil)
    dashboard.open()
    assert "can read" in dashboard.card("issue_gum").inner_text()
    assert dashboard.page.locator(".card[data-state=ready]").count() == 10


def test_lists_and_apps_of_another_shape_are_told(dashboard):
    page = dashboard.page
    page.route("**/v1/conferences/list?*", lambda route: route.fulfill(json={"data": []}))
    dashboard.open(list="status=error")
    page.locator("dialog [role=alert]", has_text="can’t read the answer").wait_for()
    page.route("**/v1/pg-summary/apps?*", lambda route: route.fulfill(json={"apps": []}))
    page.goto(dashboard.site)
    page.locator("main.state", has_text="can’t read the answer").wait_for()


def test_a_map_that_could_not_be_loaded_is_told(dashboard):
    page = dashboard.page
    page.route("**/assets/CityMap.js", lambda route: route.abort())
    dashboard.open(wait=False)
    card = dashboard.card("session_geo")
    card.get_by_text("could not be loaded; its numbers are in the table").wait_for()
    assert len(dashboard.numbers("session_geo")) > 5
    page.unroute("**/assets/CityMap.js")
    card.get_by_role("button", name="as a table").click()
    card.get_by_role("button", name="Reload the page").click()
    page.locator(".map .outline").wait_for(state="attached")


@pytest.mark.parametrize("hours", [-31, 9])
def test_now_is_the_servers(open_dashboard, sql, hours):
    """A browser whose clock is hours off shows the server's days, and their lists."""
    right = open_dashboard().open(days=7)
    expected, days = right.labels("conference"), right.numbers("conference")
    busy = next(place for place, row in enumerate(days) if row[-1])
    wrong = open_dashboard()
    wrong.page.clock.install(time=datetime.now(timezone.utc) + timedelta(hours=hours))
    wrong.open(days=7)
    for _ in range(2):  # The second time, the browser's cache has the body and the server says that it is the same.
        assert (wrong.labels("conference"), wrong.numbers("conference")) == (expected, days)
        age = wrong.page.locator(".age").inner_text()
        assert re.match(r"\s*Data \d+ (s|min) old", age), age
        wrong.card("conference").locator("tbody tr").nth(busy).locator("td a").last.click()
        wrong.page.locator("dialog .count").wait_for()
        assert wrong.list_count() == days[busy][-1]
        wrong.page.go_back()
        wrong.page.reload()
        wrong.drawn()
    wrong.page.get_by_role("button", name="Dates").click()
    last, first = days[-1][0], datetime.strptime(days[-1][0], "%Y-%m-%d") - timedelta(days=6)
    shown = [wrong.page.locator(f"input[name={each}]").input_value() for each in ("from", "to")]
    assert shown == [f"{first:%Y-%m-%d}", last]
    assert wrong.page.locator("input[name=to]").get_attribute("max") == last
