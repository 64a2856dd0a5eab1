"""Click-to-detail: the list behind a bar is as long as the bar says, and the address leads to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from oracle import ZoneInfo

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import MAIN_APP

pytestmark = pytest.mark.slow

STATUSES = ("success", "warning", "error", "ongoing")


def bars(dashboard, name):
    return (
        dashboard.card(name).locator("canvas").evaluate("canvas => canvas.chart.data.datasets.map(({ data }) => data)")
    )


@pytest.mark.parametrize("filters", [{}, {"os": "Windows", "country": "US"}])
def test_a_days_status(dashboard, sql, filters):
    dashboard.open(**filters)
    drawn = bars(dashboard, "conference")
    height = max(map(sum, zip(*drawn)))
    for series, status in enumerate(STATUSES[:3]):
        # The tallest segment of this status, tall enough for a click.
        place = max(range(len(drawn[series])), key=drawn[series].__getitem__)
        assert drawn[series][place] > height / 50
        value = dashboard.click_bar("conference", place, series)
        dashboard.page.locator("dialog .count").wait_for()
        assert dashboard.list_count() == value > 0
        assert dashboard.page.locator("dialog td.status").first.inner_text().strip().lower() == status
        dashboard.close_list()


def test_every_cell_of_every_day(dashboard):
    dashboard.open(days=7)
    dashboard.table("conference")
    links = dashboard.card("conference").locator("tbody a")
    for place in range(links.count()):
        link = links.nth(place)
        value = int(link.inner_text())
        link.click()
        dashboard.page.locator("dialog .count").wait_for()
        assert dashboard.list_count() == value
        dashboard.close_list()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Havana"])
def test_a_day_is_that_of_the_time_zone(dashboard, sql, zone):
    dashboard.open(time_zone=zone)
    row = dashboard.numbers("conference")[-3]
    dashboard.card("conference").locator("tbody tr").nth(-3).locator("td").last.locator("a").click()
    dashboard.page.locator("dialog .count").wait_for()
    start = datetime.strptime(row[0], "%Y-%m-%d").replace(tzinfo=ZoneInfo(zone))
    end = start + timedelta(days=1) - timedelta(microseconds=1)
    assert (
        dashboard.list_count() == row[-1] == sql("conference_list", created_at_gte=start, created_at_lte=end)["count"]
    )


@pytest.mark.parametrize(
    "name, lists",
    [
        ("conference_duration", lambda row: {"duration_gte": row["min_sec"], "duration_lt": row["max_sec"]}),
        ("connection_setup_time", lambda row: {"setup_time_gte": row["min_ms"], "setup_time_lt": row["max_ms"]}),
        ("conference_participant_count", lambda row: {"participants": row["participants"]}),
    ],
)
def test_histograms(dashboard, sql, name, lists):
    function = f"{name}_summary"
    dashboard.open(os="Windows")
    drawn = bars(dashboard, name)[0]
    data = sql(function, os="Windows")["data"]
    clicked = 0
    for place, value in enumerate(drawn):
        if value < max(drawn) / 30:
            continue
        assert dashboard.click_bar(name, place) == value
        dashboard.page.locator("dialog .count").wait_for()
        label = (
            dashboard.card(name).locator("canvas").evaluate("(canvas, place) => canvas.chart.data.labels[place]", place)
        )
        row = data[place] if name != "conference_participant_count" else {"participants": int(label)}
        assert dashboard.list_count() == sql("conference_list", os="Windows", **lists(row))["count"]
        if name != "connection_setup_time":  # whose bars count connections
            assert dashboard.list_count() == value
        clicked += 1
        dashboard.close_list()
    assert clicked > 3


def test_issues(dashboard, sql):
    dashboard.open()
    for place, row in enumerate(sorted(sql("issue_summary")["data"], key=lambda row: -row["conferences"])[:4]):
        dashboard.card("issue").locator("a").nth(place).click()
        dashboard.page.locator("dialog .count").wait_for()
        assert row["title"] in dashboard.page.locator("dialog h2").inner_text()
        assert dashboard.list_count() == row["conferences"]
        dashboard.close_list()


@pytest.mark.parametrize("name, key", [("browser", "browsers"), ("os", "os")])
def test_browsers_and_systems(dashboard, sql, name, key):
    dashboard.open(country="US")
    for place, row in enumerate(sql("session_summary", group_by=None, country="US")[key][:3]):
        dashboard.card(name).locator("a").nth(place).click()
        dashboard.page.locator("dialog .count").wait_for()
        assert row["name"] in dashboard.page.locator("dialog h2").inner_text()
        assert dashboard.list_count() == sql("conference_list", country="US", **{name: row["name"]})["count"]
        dashboard.close_list()


@pytest.mark.parametrize("name, part", [("browser", "browsers"), ("os", "os")])
def test_versions(open_dashboard, sql, name, part):
    """Even if somebody else opens the link who has not opened the versions."""
    first = open_dashboard().open()
    of = sql("session_summary", group_by=None)[part][1]["name"]
    versions = sql("session_summary", group_by=f"{name}_version", **{name: of})["data"]
    first.card(name).get_by_role("button", name=f"Versions of {of}", exact=True).click()
    links = first.card(name).locator(".bar-list a")
    assert len(versions) > 1
    for place, row in enumerate(versions[:4]):
        expected = sql("conference_list", **{f"{name}_version": row["name"]})["count"]
        address = links.nth(place).get_attribute("href")
        links.nth(place).click()
        first.page.locator("dialog .count").wait_for()
        says = f"{row['count']:,} {'session' if row['count'] == 1 else 'sessions'} in {expected:,} conference"
        assert first.list_says() == says + ("" if expected == 1 else "s")
        title = first.page.locator("dialog h2").inner_text()
        assert row["name"] in title
        first.close_list()
    second = open_dashboard()
    second.page.goto(f"{second.site}/{address}")
    second.page.locator("dialog .count", has_text="in").wait_for()
    assert (second.list_says(), second.page.locator("dialog h2").inner_text()) == (
        says + ("" if expected == 1 else "s"), title,
    )  # fmt: skip


def test_a_city_on_the_map(dashboard, sql):
    dashboard.open()
    cities = sql("session_geo_summary")["data"]
    place = next(n for n, row in enumerate(cities) if row["city"] == "Johannesburg")
    dashboard.page.locator(".map .city").nth(place).click()
    dashboard.page.locator("dialog .count").wait_for()
    assert "Johannesburg, South Africa" in dashboard.page.locator("dialog h2").inner_text()
    expected = sql("conference_list", city="Johannesburg", city_country="ZA")["count"]
    assert dashboard.list_count() == expected > 0
    assert dashboard.list_says() == f"{cities[place]['count']:,} sessions in {expected:,} conferences"


def test_get_user_media_errors(dashboard, sql):
    dashboard.open()
    for place, row in enumerate(sql("issue_gum_summary")["data"][:3]):
        dashboard.card("issue_gum").locator("a").nth(place).click()
        dashboard.page.locator("dialog .count").wait_for()
        assert row["name"] in dashboard.page.locator("dialog h2").inner_text()
        expected = sql("conference_list", gum_error=row["name"])["count"]
        assert dashboard.list_count() == expected > 0
        assert dashboard.list_says() == f"{row['count']:,} issues in {expected:,} conferences"
        dashboard.close_list()


@pytest.mark.parametrize("place, relayed", [(0, False), (1, True)])
def test_direct_and_relayed_connections(dashboard, sql, place, relayed):
    dashboard.open()
    count = sql("connection_summary")["data"][place]["count"]
    expected = sql("conference_list", relayed=relayed)["count"]
    says = f"{count:,} connections in {expected:,} conferences"
    dashboard.card("connection").locator(".legend a").nth(place).click()
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.list_says() == says
    dashboard.close_list()
    # The part of the ring.
    canvas = dashboard.card("connection").locator("canvas")
    canvas.scroll_into_view_if_needed()
    x, y = canvas.evaluate(
        """(canvas, place) => {
            const arc = canvas.chart.getDatasetMeta(0).data[place]
            const { x, y } = arc.getCenterPoint()
            return [x, y]
        }""",
        place,
    )
    canvas.click(position={"x": x, "y": y})
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.list_says() == says


def test_a_list_under_a_filter_claims_no_more_than_is_true(dashboard, sql):
    """A filter chooses a conference by any of its sessions, and a connection by its own."""
    dashboard.open(browser="Firefox")
    count = sql("connection_summary", browser="Firefox")["data"][1]["count"]
    expected = sql("conference_list", relayed=True, browser="Firefox")["count"]
    dashboard.card("connection").locator(".legend a").nth(1).click()
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.list_says() == f"{expected:,} conferences (the bar counts {count:,} connections)"


def test_a_list_of_conferences_says_just_how_many(dashboard, sql):
    dashboard.open()
    dashboard.card("issue").locator("a").first.click()
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.list_says() == f"{dashboard.list_count():,} conferences"


def test_rows_lead_to_the_conferences_own_page(open_dashboard, web_dsn, valkey, sql):
    """If a setting contains its address."""
    settings = "{'CONFERENCE_URL': '/conference/{id}?app={app_id}&of=\\'\"<{conference_id}>'}"
    with ApiServer(web_dsn, valkey.url, workers=1, settings=settings) as started:
        dashboard = open_dashboard(started.url).open(list="status=error")
        dashboard.page.locator("dialog tbody tr").first.wait_for()
        found = sql("conference_list", status="error", max_rows=1)["results"][0]
        link = dashboard.page.locator("dialog tbody th a").first
        shown = urlsplit(link.evaluate("link => link.href"))
        assert (shown.path, parse_qs(shown.query)["app"]) == (f"/conference/{found['id']}", [str(MAIN_APP)])
        assert parse_qs(shown.query)["of"] == [f"'\"<{found['conference_id']}>"]
        assert link.inner_text() == (found["conference_name"] or found["conference_id"])


def test_rows_are_text_where_no_setting_says_so(dashboard):
    dashboard.open(list="status=error")
    dashboard.page.locator("dialog tbody tr").first.wait_for()
    assert dashboard.page.locator("dialog tbody a").count() == 0


def test_pages_come_from_the_server(dashboard, sql):
    dashboard.open(list="status=success")
    dashboard.page.locator("dialog tbody tr").first.wait_for()
    rows = "rows => rows.map(row => row.querySelector('bdi').title)"
    expected = sql("conference_list", status="success", max_rows=50)
    shown = dashboard.page.locator("dialog tbody tr").evaluate_all(rows)
    dashboard.page.get_by_role("button", name="Older").click()
    dashboard.page.locator(".conference-list[aria-busy=false]").wait_for()
    assert dashboard.query["page"] == "2"
    shown += dashboard.page.locator("dialog tbody tr").evaluate_all(rows)
    assert shown == [row["conference_id"] for row in expected["results"]]
    assert dashboard.list_count() == expected["count"] > 50
    dashboard.page.go_back()
    dashboard.page.get_by_text("Page 1 of").wait_for()


def test_back_and_forward(dashboard):
    page = dashboard.open().page
    page.locator("select[name=browser]").select_option("Firefox")
    dashboard.drawn()
    firefox = dashboard.numbers("conference_duration")
    dashboard.card("issue").locator("a").first.click()
    page.locator("dialog .count").wait_for()
    with_list = page.url
    page.go_back()
    page.locator("dialog").wait_for(state="hidden")
    assert page.locator("select[name=browser]").input_value() == "Firefox"
    page.go_back()
    dashboard.drawn()
    assert page.locator("select[name=browser]").input_value() == ""
    assert dashboard.numbers("conference_duration") != firefox
    page.go_forward()
    dashboard.drawn()
    assert dashboard.numbers("conference_duration") == firefox
    page.go_forward()
    page.locator("dialog .count").wait_for()
    assert page.url == with_list


def test_a_link_opens_the_same_list_elsewhere(open_dashboard):
    first = open_dashboard().open(country="DE")
    link = first.card("os").locator("a").first
    address = link.get_attribute("href")
    link.click()
    first.page.locator("dialog .count").wait_for()
    second = open_dashboard()
    second.page.goto(f"{second.site}/{address}")
    second.page.locator("dialog .count").wait_for()
    assert second.list_count() == first.list_count()
    assert second.page.locator("dialog h2").inner_text() == first.page.locator("dialog h2").inner_text()


def test_a_link_to_a_day_opens_the_same_day_in_another_zone(open_dashboard):
    first = open_dashboard(timezone_id="Asia/Tokyo").open()
    count = first.numbers("conference")[-3][-1]
    link = first.card("conference").locator("tbody tr").nth(-3).locator("td").last.locator("a")
    address = link.get_attribute("href")
    link.click()
    first.page.locator("dialog .count").wait_for()
    assert first.query["time_zone"] == "Asia/Tokyo"
    second = open_dashboard(timezone_id="America/New_York")
    for shared in (f"{second.site}/{address}", first.page.url):
        second.page.goto(shared)
        second.page.locator("dialog .count").wait_for()
        assert second.list_count() == first.list_count() == count
        assert second.page.locator("dialog h2").inner_text() == first.page.locator("dialog h2").inner_text()
    first.close_list()
    assert "time_zone" not in first.query
    second.close_list()
    assert second.query["time_zone"] == "Asia/Tokyo"
    assert second.page.locator("select[name=time_zone]").input_value() == "Asia/Tokyo"


def test_the_conferences_view(dashboard, sql):
    page = dashboard.open(browser="Safari").page
    page.get_by_role("link", name="Conferences", exact=True).click()
    page.locator(".conferences-page .count").wait_for()
    count = page.locator(".conferences-page .count strong")
    assert count.inner_text() == f"{sql('conference_list', browser='Safari')['count']:,}"
    page.get_by_role("button", name="Error").click()
    expected = f"{sql('conference_list', browser='Safari', status='error')['count']:,}"
    count.get_by_text(expected, exact=True).wait_for()
    page.go_back()
    count.get_by_text(expected, exact=True).wait_for(state="detached")
