"""Other windows than the last days: two dates, hours, weeks and months; incomplete periods are marked."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from oracle import ZoneInfo
from test_charts import check_periods

pytestmark = pytest.mark.slow

ZONE = "Europe/Berlin"


def bounds(first: date, last: date, zone: str = ZONE) -> dict[str, datetime]:
    """The instants of these local days, as the functions of SQL take them."""
    start, end = (
        datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) for day in (first, last + timedelta(days=1))
    )
    return {"created_at_gte": start, "created_at_lte": end.astimezone(timezone.utc) - timedelta(microseconds=1)}


@pytest.fixture(scope="module")
def today():
    return datetime.now(ZoneInfo(ZONE)).date()


def test_two_dates_by_keyboard(dashboard, sql, today):
    """From the button to the charts without a mouse; and back by the browser's own button."""
    first, last = today - timedelta(days=40), today - timedelta(days=12)
    page = dashboard.open().page
    page.get_by_role("button", name="Dates").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=from]:focus").wait_for()
    for place, day in enumerate((first, last)):
        if place:
            # Its own button, which opens a calendar, lies between.
            while not page.locator("input[name=to]:focus").count():
                page.keyboard.press("Tab")
        page.keyboard.type(day.strftime("%m%d%Y"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**from={first}&to={last}**")
    dashboard.drawn()
    assert dashboard.query["time_zone"] == ZONE
    assert "days" not in dashboard.query
    within = bounds(first, last)
    check_periods(dashboard, sql("conference_summary", time_zone=ZONE, **within), (29,))
    durations = sql("conference_duration_summary", **within)["data"]
    assert dashboard.numbers("conference_duration") == [(row["range"], row["count"]) for row in durations]
    assert dashboard.card("conference").locator("tbody small").count() == 0
    page.go_back()
    dashboard.drawn()
    assert page.get_by_role("button", name="30 days").get_attribute("aria-pressed") == "true"
    assert page.locator("input[name=from]").count() == 0


def test_dates_in_the_wrong_order_are_put_in_order(dashboard, today):
    first, last = today - timedelta(days=9), today - timedelta(days=3)
    page = dashboard.open().page
    page.get_by_role("button", name="Dates").click()
    page.locator("input[name=from]").fill(str(last))
    page.locator("input[name=to]").fill(str(first))
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(f"**from={first}&to={last}**")


def test_a_link_to_dates_shows_the_same_elsewhere(open_dashboard, today):
    """Whatever the zone of the visitor; after that, the last days are those of the visitor's own zone again."""
    dates = {"from": today - timedelta(days=9), "to": today - timedelta(days=3), "time_zone": "Asia/Tokyo"}
    first = open_dashboard(timezone_id="Asia/Tokyo").open(**dates)
    second = open_dashboard(timezone_id="America/New_York").open(**dates)
    assert second.numbers("conference") == first.numbers("conference")
    assert second.page.locator("input[name=from]").input_value() == str(dates["from"])
    first.page.get_by_role("button", name="7 days").click()
    first.drawn()
    assert set(first.query) == {"appId", "days"}


def test_lists_lie_between_the_dates(dashboard, sql, today):
    first, last = today - timedelta(days=40), today - timedelta(days=12)
    dashboard.open(**{"from": first, "to": last, "time_zone": ZONE})
    for name, arguments in (("issue", {}), ("connection", {"relayed": False})):
        card = dashboard.card(name)
        (card.locator("a") if name == "issue" else card.locator(".legend a")).first.click()
        dashboard.page.locator("dialog .count").wait_for()
        if name == "issue":
            row = max(sql("issue_summary", **bounds(first, last))["data"], key=lambda row: row["conferences"])
            assert dashboard.list_count() == row["conferences"]
        else:
            assert dashboard.list_count() == sql("conference_list", **bounds(first, last), **arguments)["count"]
        dashboard.close_list()
    page = dashboard.page
    page.get_by_role("link", name="Conferences", exact=True).click()
    page.locator(".conferences-page .count").wait_for()
    expected = sql("conference_list", **bounds(first, last))["count"]
    assert page.locator(".conferences-page .count strong").inner_text() == f"{expected:,}"


@pytest.mark.parametrize("zone", [ZONE, "Asia/Kathmandu"])
def test_one_day_is_by_the_hour(dashboard, sql, today, zone):
    day = today - timedelta(days=3)
    dashboard.open(**{"from": day, "to": day, "time_zone": zone})
    hours = sql("conference_summary", group_by="hour", time_zone=zone, **bounds(day, day, zone))
    check_periods(dashboard, hours, (24,))
    card = dashboard.card("conference")
    assert card.locator("h2").inner_text() == "Conferences by hour"
    links = card.locator("tbody td:last-child a")
    for place in range(links.count()):
        value = int(links.nth(place).inner_text())
        links.nth(place).click()
        dashboard.page.locator("dialog .count").wait_for()
        assert dashboard.list_count() == value
        dashboard.close_list()


def test_hours_are_asked_for_besides_and_no_more_often(dashboard):
    dashboard.open(days=1)
    asked = [urlsplit(url) for url in dashboard.asked]
    assert len({each.path for each in asked}) == len(asked)
    by_hour = [each.path for each in asked if parse_qs(each.query).get("group_by") == ["hour"]]
    assert "/v1/conferences/summary" in by_hour
    dashboard.asked.clear()
    dashboard.page.get_by_role("link", name="Conferences", exact=True).click()
    dashboard.page.get_by_role("link", name="Dashboard").click()
    assert not [url for url in dashboard.asked if "summary" in url]


@pytest.mark.parametrize("grain, rows", [("week", (13, 14, 15)), ("month", (3, 4))])
def test_weeks_and_months_where_the_server_sums_them_up(dashboard, sql, grain, rows):
    """As it does for long windows."""
    body = sql("conference_summary", days=90, group_by=grain, time_zone=ZONE)

    def answer(route):
        response = route.fetch()
        changed = {**response.json(), "conference_summary": {**body, "group_by": grain}}
        route.fulfill(response=response, json=changed)

    dashboard.page.route("**/dashboard/summary?*", answer)
    dashboard.open(days=90)
    check_periods(dashboard, body, rows)
    card = dashboard.card("conference")
    assert card.locator("h2").inner_text() == f"Conferences by {grain}"
    for place in (0, -2, -1):
        link = card.locator("tbody tr").nth(place).locator("td").last.locator("a")
        value = int(link.inner_text().replace(",", ""))
        link.click()
        dashboard.page.locator("dialog .count").wait_for()
        assert dashboard.list_count() == value
        dashboard.close_list()


def test_what_is_not_whole_is_marked(dashboard, today):
    dashboard.open(days=7)
    dashboard.table("conference")
    rows = dashboard.card("conference").locator("tbody th")
    assert "cut off" in rows.first.inner_text()
    assert "so far" in rows.last.inner_text()
    assert dashboard.card("conference").locator("tbody small").count() == 2
    assert "Incomplete day: cut off or so far" in dashboard.card("conference").locator(".legend").inner_text()
    dashboard.open(**{"from": today - timedelta(days=7), "to": today, "time_zone": ZONE})
    dashboard.table("conference")
    assert dashboard.card("conference").locator("tbody small").all_inner_texts() == ["so far"]
    assert "Incomplete day: so far" in dashboard.card("conference").locator(".legend").inner_text()


@pytest.mark.parametrize("wrong", [{"from": "2026-02-30", "to": "2026-03-02"}, {"from": "2026-11-01"}, {"to": "x"}])
def test_what_is_no_date_is_the_usual_window(dashboard, wrong):
    page = dashboard.open(**wrong).page
    assert page.get_by_role("button", name="30 days").get_attribute("aria-pressed") == "true"
