"""With a keyboard, a screen reader, little room, in the dark: axe-core finds nothing, and pictures are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

KINDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe():
    """The source of axe-core."""
    package = pytest.importorskip(
        "axe_playwright_python", reason="NO TESTS OF ACCESS: axe-playwright-python is missing"
    )
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe):
    page.evaluate(axe)
    found = page.evaluate("kinds => axe.run(document, { runOnly: kinds })", KINDS)["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_axe_finds_nothing(open_dashboard, axe, screenshots, width, color_scheme):
    dashboard = open_dashboard(viewport={"width": width, "height": 844}, color_scheme=color_scheme).open()
    page = dashboard.page
    page.screenshot(path=screenshots / f"dashboard-{width}-{color_scheme}.png", full_page=True)
    assert violations(page, axe) == []
    for button in page.get_by_role("button", name="as a table").all():
        button.click()
    assert violations(page, axe) == []
    dashboard.card("issue").locator("a").first.click()
    page.locator("dialog tbody tr").first.wait_for()
    page.screenshot(path=screenshots / f"list-{width}-{color_scheme}.png")
    assert violations(page, axe) == []
    dashboard.close_list()
    page.get_by_role("link", name="Conferences", exact=True).click()
    page.locator(".conferences-page tbody tr").first.wait_for()
    page.screenshot(path=screenshots / f"conferences-{width}-{color_scheme}.png", full_page=True)
    assert violations(page, axe) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1360])
def test_nothing_is_wider_than_the_screen(open_dashboard, width):
    dashboard = open_dashboard(viewport={"width": width, "height": 844}).open(days=90)
    assert dashboard.page.evaluate("document.documentElement.scrollWidth") <= width
    for card in dashboard.page.locator(".card").all():
        box = card.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_by_keyboard(dashboard):
    """From a chart's table to the list behind a bar and back, without a mouse."""
    page = dashboard.open().page
    button = dashboard.card("conference_duration").get_by_role("button", name="as a table")
    button.focus()
    page.keyboard.press("Enter")
    link = dashboard.card("conference_duration").locator("tbody a").first
    value = int(link.inner_text())
    for _ in range(6):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.locator("dialog .count").wait_for()
    assert dashboard.list_count() == value
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")
    assert link.evaluate("link => link === document.activeElement")


def test_the_circles_of_the_map_are_no_stops_of_the_tab_key(dashboard):
    page = dashboard.open().page
    circles = page.locator(".map .city")
    circles.first.wait_for(state="attached")
    assert circles.count() > 5
    assert set(circles.evaluate_all("all => all.map(each => each.getAttribute('tabindex'))")) == {"-1"}
    page.locator(".map").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('.city')")
    assert not page.evaluate("document.querySelector('.map').contains(document.activeElement)")


def test_every_picture_has_a_text(dashboard):
    page = dashboard.open().page
    labels = page.locator("canvas").evaluate_all(
        "canvases => canvases.map(canvas => canvas.getAttribute('aria-label'))"
    )
    assert len(labels) == 7
    assert all("the same numbers are in the table" in label for label in labels)


def test_less_motion_for_whom_it_disturbs(open_dashboard):
    still = open_dashboard(reduced_motion="reduce").open()
    still.page.get_by_role("button", name="Refresh now").click()
    still.page.locator(".data-age[data-state=fresh]").wait_for()
    assert (
        still.card("conference_duration").locator("canvas").evaluate("canvas => canvas.chart.options.animation")
        is False
    )
