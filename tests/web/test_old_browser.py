"""Safari 15.0, as far as another browser can play it: without what it has not, and without a newer syntax."""

from __future__ import annotations

# What came with Safari 15.4 and later.
LACKING = """
delete Array.prototype.at; delete String.prototype.at; delete Array.prototype.findLast; delete Array.prototype.findLastIndex
delete Array.prototype.toSorted; delete Array.prototype.toReversed; delete Array.prototype.with; delete Object.hasOwn
delete Object.groupBy; delete Intl.supportedValuesOf; delete window.structuredClone; delete crypto.randomUUID
delete AbortSignal.timeout; delete AbortSignal.any; delete Promise.withResolvers; delete Array.fromAsync
delete HTMLDialogElement.prototype.show; delete HTMLDialogElement.prototype.showModal
delete HTMLDialogElement.prototype.close; delete HTMLDialogElement.prototype.open
delete window.scheduler; delete window.navigation; delete Element.prototype.checkVisibility
"""


def test_charts_and_lists_without_what_came_later(open_dashboard, sql):
    dashboard = open_dashboard()
    dashboard.page.add_init_script(LACKING)
    page = dashboard.open().page
    assert page.locator(".card[data-state=ready]").count() == 11
    expected = [(row["range"], row["count"]) for row in sql("conference_duration_summary")["data"]]
    assert dashboard.numbers("conference_duration") == expected
    link = dashboard.card("issue").locator("a").first
    link.focus()
    page.keyboard.press("Enter")
    page.locator("dialog .count").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Close"
    assert dashboard.list_count() > 0
    box = page.locator("dialog").bounding_box()
    assert 0 <= box["x"] and box["x"] + box["width"] <= 1360
    dashboard.close_list()
    assert link.evaluate("link => link === document.activeElement")
    page.locator("select[name=os]").select_option("Windows")
    dashboard.drawn()
    dashboard.card("issue").locator("a").first.click()
    page.locator("dialog .count").wait_for()
    page.get_by_role("button", name="Close").click()
    page.locator("dialog").wait_for(state="hidden")
