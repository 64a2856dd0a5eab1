"""The numbers on the page are those of the SQL functions, under every filter, window and time zone."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta, timezone

import pytest

FILTERS = ("browser", "os", "country", "app_version")
# A chart's card, its part of the summary, and the rows that its table should have.
EXPECTED = {
    "issue": (
        "issue_summary",
        lambda body: sorted(
            ((row["title"], row["conferences"], row["count"]) for row in body["data"]), key=lambda row: -row[1]
        ),
    ),
    "conference_duration": (
        "conference_duration_summary",
        lambda body: [(row["range"], row["count"]) for row in body["data"]],
    ),
    "connection_setup_time": (
        "connection_setup_time_summary",
        lambda body: [(row["range"], row["count"]) for row in body["data"]],
    ),
    "browser": ("session_summary", lambda body: [(row["name"], row["count"]) for row in body["browsers"]]),
    "os": ("session_summary", lambda body: [(row["name"], row["count"]) for row in body["os"]]),
    "session_geo": ("session_geo_summary", lambda body: [(row["city"], row["count"]) for row in body["data"]]),
    "issue_gum": ("issue_gum_summary", lambda body: [(row["name"], row["count"]) for row in body["data"]]),
    "connection": ("connection_summary", lambda body: [(row["name"], row["count"]) for row in body["data"]]),
}


STATUSES = ("success", "warning", "error", "ongoing", "total")


def check_periods(dashboard, body, how_many):
    """Compares the conferences over time with the body of conference_summary: every period, and numbers where there are any."""
    shown = {row[0].replace(".000Z", "Z"): row[1:] for row in dashboard.numbers("conference")}
    found = {
        (row["bucket"].replace("+00:00", "Z") if "bucket" in row else row["date"]): tuple(
            row[name] for name in STATUSES
        )
        for row in body["data"]
    }
    assert {period: values for period, values in shown.items() if values[-1]} == found
    assert len(shown) in how_many


def check_all(dashboard, sql, days=30, time_zone="Europe/Berlin", **filters):
    """Compares every chart with the summary that SQL gives."""
    body = sql("dashboard_summary", days=days, time_zone=time_zone, **filters)
    for name, (key, rows) in EXPECTED.items():
        if dashboard.card(name).get_attribute("data-state") == "empty":
            assert all(row[1] == 0 for row in rows(body[key])), name
        else:
            assert dashboard.numbers(name) == rows(body[key]), name
    if days == 1:
        hours = sql("conference_summary", days=1, group_by="hour", time_zone=time_zone, **filters)
        check_periods(dashboard, hours, (24, 25, 26))
    else:
        conferences = body["conference_summary"]
        # Where days don't fit into the body, it has weeks.
        periods = range(days // 7, days // 7 + 3) if "group_by" in conferences else range(days, days + 3)
        assert days == 90 or "group_by" not in conferences
        check_periods(dashboard, conferences, periods)
    participants = {int(row[0]): row[1] for row in dashboard.numbers("conference_participant_count")}
    assert {number: count for number, count in participants.items() if count} == {
        row["participants"]: row["conferences"] for row in body["conference_participant_count_summary"]["data"]
    }
    return body


@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_every_window(dashboard, sql, days):
    dashboard.open(days=days)
    check_all(dashboard, sql, days=days)


@pytest.mark.parametrize("time_zone", ["UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Kiritimati"])
def test_time_zones(open_dashboard, sql, time_zone):
    by_address = open_dashboard().open(days=7, time_zone=time_zone)
    check_all(by_address, sql, days=7, time_zone=time_zone)
    by_browser = open_dashboard(timezone_id=time_zone).open(days=7)
    assert by_browser.numbers("conference") == by_address.numbers("conference")


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter(dashboard, sql, name):
    dashboard.open()
    options = sql("conference_filter_options")[name]
    select = dashboard.page.locator(f"select[name={name}]")
    offered = select.locator("option").evaluate_all("options => options.map(({ value }) => value)")
    assert offered == ["", *(each["value"] for each in options)]
    value = options[1]["value"]
    select.select_option(value)
    dashboard.drawn()
    check_all(dashboard, sql, **{name: value})
    assert dashboard.query[name] == value


def test_filters_together_and_cleared(dashboard, sql):
    dashboard.open(browser="Chrome", os="Windows")
    check_all(dashboard, sql, browser="Chrome", os="Windows")
    dashboard.page.get_by_role("button", name="Clear filters").click()
    dashboard.drawn()
    check_all(dashboard, sql)


def test_sessions_without_a_browser(dashboard, sql):
    dashboard.open(browser="Unknown")
    check_all(dashboard, sql, browser="Unknown")


def test_totals(dashboard, sql):
    dashboard.open()
    days = sql("dashboard_summary", time_zone="Europe/Berlin")["conference_summary"]["data"]
    success, warning, error, ongoing = (
        sum(day[name] for day in days) for name in ("success", "warning", "error", "ongoing")
    )
    ended = success + warning + error
    shown = dashboard.page.locator(".totals").inner_text()
    assert f"{ended + ongoing:,}" in shown
    assert f"{100 * error / ended:.1f}".rstrip("0").rstrip(".") + "%" in shown


def test_the_canvas_shows_the_numbers_of_the_table(dashboard):
    dashboard.open()
    for name in ("conference_duration", "connection_setup_time", "conference_participant_count"):
        drawn = dashboard.card(name).locator("canvas").evaluate("canvas => canvas.chart.data.datasets[0].data")
        assert drawn == [row[1] for row in dashboard.numbers(name)]
    drawn = (
        dashboard.card("conference")
        .locator("canvas")
        .evaluate("canvas => canvas.chart.data.datasets.map(({ data }) => data)")
    )
    assert list(zip(*drawn)) == [row[1:5] for row in dashboard.numbers("conference")]


def test_the_running_day_is_marked_and_gaps_are_zero(dashboard):
    dashboard.open(app_version="no such version")
    assert dashboard.card("conference").get_attribute("data-state") == "empty"
    dashboard.open()
    table = dashboard.table("conference")
    assert len(table) == 31
    assert dashboard.card("conference").locator("tbody tr", has_text="so far").count() == 1
    assert "so far" in dashboard.card("conference").locator("tbody tr").last.inner_text()


def read_csv(download):
    with open(download.path(), encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def parsed(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


def test_csv_is_what_is_on_screen(dashboard):
    dashboard.open(country="DE")
    with dashboard.page.expect_download() as download:
        dashboard.card("browser").get_by_role("button", name="as CSV").click()
    head, *lines = read_csv(download.value)
    assert head == ["Browser", "Sessions", "From", "To", "Time zone", "Filters"]
    assert [(line[0], int(line[1])) for line in lines] == dashboard.numbers("browser")
    for _, _, since, until, *others in lines:
        assert others == ["Europe/Berlin", "country = DE"]
        assert parsed(until) - parsed(since) == timedelta(days=30)
        assert abs(parsed(until) - datetime.now(timezone.utc)) < timedelta(minutes=2)
    assert download.value.suggested_filename.startswith("browsers-30-days-")
    with dashboard.page.expect_download() as download:
        dashboard.page.get_by_role("button", name="Download all as CSV").click()
    head, *lines = read_csv(download.value)
    assert head[-4:] == ["From", "To", "Time zone", "Filters"]
    assert {line[0] for line in lines} == {
        "Conferences by day", "Most common issues", "Conference duration", "Connection set-up time",
        "Number of participants", "Where sessions come from", "Browsers", "Operating systems", "getUserMedia errors",
        "Relayed connections", "Quality by day",
    }  # fmt: skip
    told = lines[0][-4:]
    assert told[2:] == ["Europe/Berlin", "country = DE"]
    for name, count in dashboard.numbers("browser"):
        assert ["Browsers", name, "", "Sessions", str(count), *told] in lines
