"""How good calls were: tiles with the change against the period before, and the trend in line with the conferences."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from oracle import ZoneInfo

pytestmark = pytest.mark.slow

ZONE = "Europe/Berlin"
TILES = ["Conferences", "Call minutes", "Failure ratio", "With warnings", "Set-up time p95", "Relayed connections"]


def percent(ratio):
    return "–" if ratio is None else f"{100 * ratio:.1f}".rstrip("0").rstrip(".") + "%"


def tiles(dashboard):
    """By name: the value, and the change."""
    shown = dashboard.page.locator(".totals > div").evaluate_all(
        "tiles => tiles.map(tile => ['dt', 'strong', '.change'].map(each => tile.querySelector(each).innerText))"
    )
    return {name: (value, change) for name, value, change in shown}


@pytest.mark.parametrize("filters", [{}, {"browser": "Firefox"}])
def test_tiles(dashboard, sql, filters):
    dashboard.open(days=30, **filters)
    quality = sql("dashboard_summary", time_zone=ZONE, **filters)["quality_summary"]
    total, previous = quality["total"], quality["previous"]
    shown = tiles(dashboard)
    assert list(shown) == TILES
    assert shown["Conferences"][0] == f"{total['conferences']:,}"
    assert shown["Failure ratio"][0] == percent(total["error_ratio"])
    assert shown["Relayed connections"][0] == percent(total["relayed_ratio"])
    assert shown["Set-up time p95"][0] == f"{total['setup_p95_ms']:,.0f} ms"
    points = 100 * (total["error_ratio"] - previous["error_ratio"])
    if abs(points) >= 0.1:
        word = "higher" if points > 0 else "lower"
        assert shown["Failure ratio"][1].startswith(f"{points:+.1f}".rstrip("0").rstrip("."))
        assert shown["Failure ratio"][1].endswith(f"points {word}")
    else:
        assert shown["Failure ratio"][1]
    assert "Compared with the 30 days before." in dashboard.page.locator(".against").inner_text()


def test_without_a_period_before_no_change_is_told(dashboard):
    def answer(route):
        response = route.fetch()
        body = response.json()
        body["quality_summary"]["previous"] = None
        route.fulfill(response=response, json=body)

    dashboard.page.route("**/dashboard/summary?*", answer)
    dashboard.open()
    assert {change for _, change in tiles(dashboard).values()} == {""}
    assert dashboard.page.locator(".against").inner_text() == ""


@pytest.mark.parametrize("days", [7, 1])
def test_the_trend(dashboard, sql, days):
    """By day, or for one day by the hour: the numbers of SQL, and a gap where there are none."""
    dashboard.open(days=days)
    grain = "hour" if days == 1 else "day"
    rows = sql("quality_summary", days=days, group_by=grain, time_zone=ZONE)["data"]
    found = {
        row.get("bucket", row["date"]).replace("Z", ".000Z"): [
            percent(row["error_ratio"]),
            percent(row["relayed_ratio"]),
            *("–" if row[name] is None else f"{row[name]:,.0f}" for name in ("setup_p50_ms", "setup_p95_ms")),
        ]
        for row in rows
    }
    table = {row[0]: row[1:] for row in dashboard.table("quality")}
    assert dashboard.card("quality").locator("h2").inner_text() == f"Quality by {grain}"
    assert {period: values for period, values in table.items() if set(values) != {"–"}} == {
        period: values for period, values in found.items() if set(values) != {"–"}
    }
    assert list(table) == [row[0] for row in dashboard.table("conference")]
    drawn = (
        dashboard.card("quality")
        .locator("canvas")
        .evaluate_all("all => all.map(({ chart }) => chart.data.datasets.map(({ data }) => data))")
    )
    assert [len(lines) for lines in drawn] == [2, 2]
    assert [value is None for value in drawn[0][0]] == [values[0] == "–" for values in table.values()]


def test_days_stand_in_line_with_those_of_the_conferences(dashboard):
    dashboard.open()
    places = dashboard.page.locator(
        ".card[data-chart=conference] canvas, .card[data-chart=quality] canvas"
    ).evaluate_all(
        """all => all.map(canvas => {
            const { x } = canvas.chart.scales
            const { left } = canvas.getBoundingClientRect()
            return [0, canvas.chart.data.labels.length - 1].map(each => Math.round(left + x.getPixelForValue(each)))
        })"""
    )
    assert len(places) == 3
    for other in places[1:]:
        assert other == pytest.approx(places[0], abs=1)


def test_a_failure_ratio_leads_to_the_conferences_that_failed(dashboard, sql):
    dashboard.open(days=7)
    dashboard.table("quality")
    link = dashboard.card("quality").locator("tbody tr td:nth-child(2) a").first
    place = link.evaluate("link => link.closest('tr').rowIndex - 1")
    errors = dashboard.numbers("conference")[place][3]
    link.click()
    dashboard.page.locator("dialog .count").wait_for()
    assert dashboard.list_count() == errors > 0


@pytest.mark.parametrize("name, part", [("browser", "browsers"), ("os", "os")])
def test_versions_and_the_way_back(dashboard, sql, name, part):
    dashboard.open(country="US")
    page, card = dashboard.page, dashboard.card(name)
    first = sql("session_summary", group_by=None, country="US")[part][0]
    dashboard.asked.clear()
    card.get_by_role("button", name=f"Versions of {first['name']}", exact=True).click()
    card.get_by_role("button", name="Back to").wait_for()
    assert card.get_by_role("button", name="Back to").evaluate("button => button === document.activeElement")
    card.locator(".bar-list").wait_for()
    assert f"Versions of {first['name']}" in card.locator("h2").inner_text()
    assert card.locator(".hint").inner_text() == "Sessions by version"
    expected = sql("session_summary", group_by=f"{name}_version", country="US", **{name: first["name"]})["data"]
    assert dashboard.numbers(name) == [(row["name"], row["count"]) for row in expected]
    assert sum(row["count"] for row in expected) == first["count"]
    assert [urlsplit(url).path for url in dashboard.asked] == ["/v1/sessions/summary"]
    # Each has its list, as long as it says.
    card.locator("tbody a").first.click()
    page.locator("dialog .count").wait_for()
    version = {name: first["name"], f"{name}_version": expected[0]["name"]}
    assert expected[0]["name"] in page.locator("dialog h2").inner_text()
    assert dashboard.list_count() == sql("conference_list", country="US", **version)["count"] > 0
    assert len([url for url in dashboard.asked if "sessions/summary" in url]) == 1
    dashboard.close_list()
    dashboard.asked.clear()
    card.get_by_role("button", name="as a table").click()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    button = card.get_by_role("button", name=f"Versions of {first['name']}", exact=True)
    button.wait_for()
    assert button.evaluate("button => button === document.activeElement")
    assert dashboard.asked == []


def test_versions_are_asked_for_only_when_looked_at(dashboard):
    dashboard.open()
    assert not [url for url in dashboard.asked if "sessions/summary" in url]


def archive(dashboard, before):
    """Has the server say that days before a date are archived."""

    def answer(route):
        response = route.fetch()
        body = {**response.json(), "archived_before": str(before)}
        if "results" in body:
            kept = [row for row in body["results"] if row["created_at"] >= str(before)]
            body.update(results=kept, count=len(kept))
        route.fulfill(response=response, body=json.dumps(body))

    for path in ("dashboard/summary", "conferences/list"):
        dashboard.page.route(f"**/{path}?*", answer)


def test_bars_of_archived_days_have_numbers_and_say_that_their_list_is_gone(dashboard):
    before = datetime.now(ZoneInfo("UTC")).date() - timedelta(days=10)
    archive(dashboard, before)
    dashboard.open(time_zone="UTC")
    page, card = dashboard.page, dashboard.card("conference")
    days = dashboard.numbers("conference")
    rows = card.locator("tbody tr")
    marked = [place for place in range(len(days)) if "archived" in rows.nth(place).locator("th").inner_text()]
    assert marked == [place for place, day in enumerate(days) if day[0] < str(before)]
    dashboard.asked.clear()
    card.get_by_role("button", name="as a table").click()
    value = dashboard.click_bar("conference", 3)
    page.locator("dialog .state").wait_for()
    said = " ".join(page.locator("dialog .state").inner_text().split())
    shown = f"{before:%a, %b} {before.day}, {before.year}"
    assert said == (
        f"{value} conferences Days before {shown} (UTC) are archived: their numbers stay, but their lists are gone."
    )
    assert dashboard.asked == []
    dashboard.close_list()
    # A list of the whole window has what is left, and says so.
    dashboard.card("issue").locator("a").first.click()
    page.locator("dialog .archived").wait_for()
    assert shown in page.locator("dialog .archived").inner_text()
    count = int(dashboard.card("issue").locator(".value").first.inner_text().replace(",", ""))
    assert dashboard.list_says().endswith(f"(the bar counts {count:,} conferences)")
