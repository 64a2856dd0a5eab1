"""On paper, with colours that a person forces, from right to left, with other digits, with little room for numbers."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

A4_PX = 718  # 210 mm less two margins of 10, at 96 px to an inch
LIGHT_MUTED = "#566370"
INSIDE = """cards => cards.flatMap(card => {
    const around = card.getBoundingClientRect()
    return [...card.querySelectorAll('canvas, .map, .bar, .rank, .legend')].filter(each => {
        const { left, right, top, bottom } = each.getBoundingClientRect()
        return left < around.left - 1 || right > around.right + 1 || top < around.top || bottom > around.bottom + 1
    }).map(each => `${card.dataset.chart}: ${each.className || each.tagName}`)
})"""
STYLE = "(elements, name) => [...new Set(elements.map(each => getComputedStyle(each)[name]))]"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_on_paper_charts_stay_in_their_cards_and_are_drawn(open_dashboard, screenshots, color_scheme):
    dashboard = open_dashboard(color_scheme=color_scheme).open()
    page = dashboard.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_PX, "height": 1000})
    page.wait_for_function("document.querySelector('.canvas').clientHeight < 200")
    assert page.locator(".card").evaluate_all(INSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_PX
    for painted in (".bar", ".swatch", ".canvas"):
        assert page.locator(painted).evaluate_all(STYLE, "printColorAdjust") == ["exact"], painted
    # Paper is white whatever the screen was: what is on a canvas is drawn again.
    ticks = "canvases => canvases.map(({ chart }) => chart.options.scales?.x?.ticks.color).filter(Boolean)"
    assert set(page.locator("canvas").evaluate_all(ticks)) == {LIGHT_MUTED}
    assert (
        page.locator(".card").first.evaluate("card => getComputedStyle(card).backgroundColor") == "rgb(255, 255, 255)"
    )
    assert page.get_by_role("button", name="Refresh now").is_hidden()
    assert page.locator(".card .actions").first.is_hidden()
    assert page.locator(".bar-list button:visible").count() == 0
    page.screenshot(path=screenshots / f"paper-{color_scheme}.png", full_page=True)


def test_on_paper_it_is_a_few_pages(open_dashboard, tmp_path):
    dashboard = open_dashboard().open()
    pdf = dashboard.page.pdf(format="A4")
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type/Page/") <= 4


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_with_forced_colours_bars_and_statuses_are_still_seen(open_dashboard, screenshots, color_scheme):
    dashboard = open_dashboard(forced_colors="active", color_scheme=color_scheme).open()
    page = dashboard.page
    background = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    statuses = page.locator("[data-chart=conference] .swatch:not(.band)").evaluate_all(STYLE, "backgroundColor")
    assert len(statuses) == 4 and background not in statuses
    bar, track = (
        page.locator(f".bar-list {each}").evaluate_all(STYLE, "backgroundColor") for each in (".bar", ".track")
    )
    assert bar != track and background not in bar
    text = "canvas => [canvas.chart.options.scales.x.ticks.color, canvas.chart.data.datasets[0].backgroundColor]"
    assert dashboard.card("conference_duration").locator("canvas").evaluate(text) == ["CanvasText", "CanvasText"]
    assert page.locator(".card").evaluate_all(STYLE, "borderTopStyle") == ["solid"]
    # A legend's line looks as the chart's.
    quality = dashboard.card("quality")
    drawn = quality.locator("canvas").evaluate_all(
        "canvases => canvases.flatMap(({ chart }) => chart.data.datasets.map(({ borderColor }) => {"
        " document.body.style.cssText = `forced-color-adjust: none; accent-color: ${borderColor}`;"
        " return getComputedStyle(document.body).accentColor }))"
    )
    page.locator("body").evaluate("body => body.removeAttribute('style')")
    legend = quality.locator(".line").evaluate_all("lines => lines.map(each => getComputedStyle(each).borderTopColor)")
    assert len(set(drawn)) == 3 and legend == drawn
    page.screenshot(path=screenshots / f"forced-colours-{color_scheme}.png", full_page=True)


@pytest.mark.parametrize("width", [1360, 390])
def test_from_right_to_left(open_dashboard, screenshots, width):
    dashboard = open_dashboard(viewport={"width": width, "height": 844})
    dashboard.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })"
    )
    dashboard.open()
    page = dashboard.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".card").evaluate_all(INSIDE) == []
    title, actions = (dashboard.card("issue").locator(each).bounding_box() for each in ("h2", ".actions"))
    assert actions["x"] < title["x"] + title["width"] / 2
    bar = dashboard.card("issue").locator(".bar").last.bounding_box()
    track = dashboard.card("issue").locator(".track").last.bounding_box()
    assert bar["x"] + bar["width"] == pytest.approx(track["x"] + track["width"], abs=1)
    page.screenshot(path=screenshots / f"right-to-left-{width}.png", full_page=True)


def test_the_digits_are_the_readers(open_dashboard):
    dashboard = open_dashboard(locale="ar-EG").open()
    for name in ("conference", "conference_duration", "conference_participant_count", "browser"):
        dashboard.table(name)
    shown = dashboard.page.evaluate(
        "[...document.querySelectorAll('main td, main th[scope=row], .totals, .windows, .age, .more')]"
        ".map(each => each.innerText).filter(text => /[0-9]/.test(text))"
    )
    assert shown == []
    assert not any(
        character in "0123456789" for label in dashboard.labels("conference_duration") for character in label
    )


@pytest.mark.parametrize("width", [320, 390, 768, 1100, 1360])
def test_the_first_and_the_last_bar_have_a_label(open_dashboard, width):
    dashboard = open_dashboard(viewport={"width": width, "height": 844}).open()
    shown = dashboard.labels("conference_duration")
    assert (shown[0], shown[-1]) == ("< 1", "> 60")
    shown = dashboard.labels("connection_setup_time")
    assert (shown[0], shown[-1]) == ("< 250", "> 5000")
    assert dashboard.labels("conference")[-1] == "Today"
    # Side by side, none over another.
    overlap = """canvas => {
        const { x } = canvas.chart.scales
        x.ctx.font = `11px ${getComputedStyle(canvas).fontFamily}`
        const shown = x.ticks.map(({ label }, place) => ({ label, at: x.getPixelForTick(place) })).filter(each => each.label)
        return shown.slice(1).filter(({ label, at }, place) => {
            const before = shown[place]
            return at - before.at < (x.ctx.measureText(label).width + x.ctx.measureText(before.label).width) / 2
        }).map(({ label }) => label)
    }"""
    for name in ("conference", "conference_duration", "connection_setup_time", "conference_participant_count"):
        assert dashboard.card(name).locator("canvas").evaluate(overlap) == [], name


def test_large_numbers_at_an_axis_are_short(dashboard):
    dashboard.open()
    format = "canvas => [950, 99_999, 1_234_567].map(value => canvas.chart.options.scales.y.ticks.callback(value))"
    shown = dashboard.card("conference").locator("canvas").evaluate(format)
    assert shown == ["950", "99,999", "1.23M"]


def test_the_title_names_the_app(dashboard):
    page = dashboard.open().page
    app = page.locator("label.app select")
    assert page.title() == f"{app.locator('option:checked').inner_text()} – pg-summary dashboard"
    app.select_option(index=1)
    dashboard.drawn()
    assert page.title() == f"{app.locator('option:checked').inner_text()} – pg-summary dashboard"
