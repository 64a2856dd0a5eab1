"""What the page asks of the server: at most one request per endpoint, and none on a return."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest


def paths(urls):
    return Counter(urlsplit(url).path for url in urls)


def test_all_charts_make_one_request_to_an_endpoint(dashboard):
    dashboard.open()
    assert dashboard.page.locator(".card[data-state=ready]").count() == 11
    counted = paths(dashboard.asked)
    size = sum(len(response.body()) for response in dashboard.responses)
    print(f"\nrequests of a page load with all charts: {dict(counted)}, {size:,} bytes before compression")
    assert set(counted.values()) == {1}
    assert set(counted) == {"/v1/pg-summary/apps", "/v1/dashboard/summary"}
    assert size < 50_000


def test_it_asks_for_the_rolling_window_in_the_browsers_zone(dashboard):
    dashboard.open(browser="Chrome")
    query = parse_qs(urlsplit(dashboard.asked[-1]).query)
    assert (query["days"], query["time_zone"], query["browser"]) == (["30"], ["Europe/Berlin"], ["Chrome"])
    assert "created_at_gte" not in query


@pytest.mark.parametrize("zone", ["Etc/Unknown", "+05:30"])
def test_it_asks_in_utc_where_the_browsers_zone_has_no_name(dashboard, zone):
    dashboard.page.add_init_script(
        "const resolved = Intl.DateTimeFormat.prototype.resolvedOptions;"
        " Intl.DateTimeFormat.prototype.resolvedOptions = function () {"
        f" return {{ ...resolved.call(this), timeZone: '{zone}' }} }}"
    )
    dashboard.open(time_zone=zone)
    assert dashboard.page.locator(".card[data-state=ready]").count() == 11
    assert dashboard.page.locator("select[name=time_zone]").input_value() == "UTC"


def test_a_return_from_another_view_asks_nothing_and_shows_the_same(dashboard):
    dashboard.open().renew()
    before = dashboard.page.locator("main .grid").inner_text()
    dashboard.page.get_by_role("link", name="Conferences", exact=True).click()
    dashboard.page.locator(".conferences-page .count").wait_for()
    dashboard.asked.clear()
    dashboard.page.get_by_role("link", name="Dashboard").click()
    assert dashboard.page.locator("main .grid").is_visible()
    assert dashboard.page.locator("main .grid").inner_text() == before
    dashboard.page.wait_for_timeout(300)
    assert dashboard.asked == []


def test_a_question_asked_before_is_answered_without_a_request(dashboard):
    dashboard.open().renew()
    dashboard.page.get_by_role("button", name="7 days").click()
    dashboard.drawn()
    dashboard.asked.clear()
    dashboard.page.get_by_role("button", name="30 days").click()
    dashboard.drawn()
    dashboard.page.wait_for_timeout(300)
    assert dashboard.asked == []


def test_a_body_that_the_browser_has_is_not_sent_again(dashboard):
    dashboard.open()
    dashboard.page.reload()
    dashboard.drawn()
    statuses = [response.status for response in dashboard.responses if "dashboard/summary" in response.url]
    sent = [
        response.request.sizes()["responseBodySize"]
        for response in dashboard.responses
        if "dashboard/summary" in response.url
    ]
    assert len(statuses) == 2
    assert sent[0] > 0 and sent[1] == 0


def test_refresh_now_asks_past_the_cache(dashboard, web_dsn):
    from program import connect

    dashboard.open(days=7)
    total = dashboard.page.locator(".totals dd").first
    before = int(total.inner_text().split()[0].replace(",", ""))
    with connect(web_dsn) as connection:
        row = connection.execute(
            "update conference set is_active = false where id = (select id from conference where is_active and"
            " app_id = 'f92ea183-9dc1-6d73-96db-358365da7066' and created_at < now() - interval '2 days'"
            " order by created_at desc limit 1) returning id"
        ).fetchone()
        connection.commit()
        dashboard.page.get_by_role("button", name="Refresh now").click()
        dashboard.page.locator(".totals dd", has_text=f"{before - 1:,}").first.wait_for()
        connection.execute("update conference set is_active = true where id = %s", row)
        connection.commit()
    dashboard.page.get_by_role("button", name="Refresh now").click()
    dashboard.page.locator(".totals dd", has_text=f"{before:,}").first.wait_for()
