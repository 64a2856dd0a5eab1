"""Three charts in a page of somebody else: with its styles, its Chart.js plugins, its question, from another origin."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pg_summary.sandbox.data import MAIN_APP

pytestmark = pytest.mark.slow

WEB = Path(__file__).parents[2] / "web"
BASE_PATH = "/calls/v1/"
COOKIE = {"name": "session", "value": "somebody"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The page, built from web/tests/host."""
    if shutil.which("npm") is None:
        pytest.skip("NO TEST OF A FOREIGN PAGE: npm can't be had here")
    made = subprocess.run(["make", "web/node_modules/.ready"], cwd=WEB.parent, stdout=subprocess.DEVNULL)
    if made.returncode:
        pytest.skip("NO TEST OF A FOREIGN PAGE: the packages of web/ can't be had here")
    folder = tmp_path_factory.mktemp("host")
    command = [
        "npx",
        "vite",
        "build",
        "--config",
        "tests/host/vite.config.js",
        "--outDir",
        folder,
        "--logLevel",
        "warn",
    ]
    subprocess.run(command, cwd=WEB, check=True)
    return folder


class Page(SimpleHTTPRequestHandler):
    """The files of the page."""

    def log_message(self, *_):
        pass


class Gateway(BaseHTTPRequestHandler):
    """The API server as seen from another origin: below a base path, for those with a cookie, by the rules of CORS."""

    site = origin = ""

    def do_GET(self):
        if f"{COOKIE['name']}={COOKIE['value']}" not in self.headers.get("Cookie", ""):
            return self.answer(
                403, {}, json.dumps({"detail": "Authentication credentials were not provided."}).encode()
            )
        if not self.path.startswith(BASE_PATH):
            return self.answer(404, {}, b"")
        request = urllib.request.Request(self.site + self.path.replace(BASE_PATH, "/v1/", 1))
        try:
            with urllib.request.urlopen(request) as response:
                return self.answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return self.answer(error.code, error.headers, error.read())

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "content-length", "date", "server", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Access-Control-Allow-Origin", self.origin)
        self.send_header("Access-Control-Allow-Credentials", "true")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    """Starts servers on ports of their own; gives the address of each."""
    servers = []

    def start(handler):
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def open_page(open_dashboard, built, serve, site):
    """The page with three charts, opened by somebody who is signed in or not."""

    def make(signed_in=True):
        page_origin = serve(functools.partial(Page, directory=built))
        api_origin = serve(type("ApiGateway", (Gateway,), {"site": site, "origin": page_origin}))
        dashboard = open_dashboard(page_origin, color_scheme="dark")
        if signed_in:
            dashboard.page.context.add_cookies([{**COOKIE, "url": api_origin}])
        host = {"baseUrl": f"{api_origin}{BASE_PATH}", "appId": str(MAIN_APP)}
        dashboard.page.add_init_script(f"window.host = {json.dumps(host)}")
        dashboard.page.goto(page_origin)
        return dashboard

    return make


def ready(dashboard):
    dashboard.page.locator("body:not(:has([aria-busy=true])) .card[data-state=ready]").nth(2).wait_for()


def style(locator, *names):
    return locator.evaluate("(element, names) => names.map(name => getComputedStyle(element)[name])", list(names))


def test_three_charts_with_nothing_but_properties_and_the_client(open_page, sql):
    dashboard = open_page()
    ready(dashboard)
    expected = [(row["range"], row["count"]) for row in sql("conference_duration_summary")["data"]]
    assert dashboard.numbers("conference_duration") == expected
    issues = {row["title"]: row["conferences"] for row in sql("issue_summary")["data"]}
    assert {name: count for name, count, _ in dashboard.numbers("issue")} == issues
    total = sum(row["total"] for row in sql("conference_summary", time_zone="Europe/Berlin")["data"])
    assert sum(row[-1] for row in dashboard.numbers("conference")) == total
    # The two that share the dashboard's answer ask once.
    assert sorted(url.split("?")[0].split(BASE_PATH)[1] for url in dashboard.asked) == [
        "conferences/duration-summary",
        "dashboard/summary",
    ]


def test_the_question_is_the_pages(open_page, sql):
    dashboard = open_page()
    ready(dashboard)
    address = dashboard.page.url
    dashboard.page.get_by_role("button", name="Only Windows").click()
    ready(dashboard)
    expected = [(row["range"], row["count"]) for row in sql("conference_duration_summary", os="Windows")["data"]]
    assert dashboard.numbers("conference_duration") == expected
    assert dashboard.page.url == address


def test_lists_open_where_the_page_says(open_page, sql):
    dashboard = open_page()
    ready(dashboard)
    row = max(sql("issue_summary")["data"], key=lambda row: row["conferences"])
    dashboard.card("issue").locator(".bar-list button.link").first.click()
    opened = dashboard.page.evaluate("host.opened")
    assert [each["list"] for each in opened] == [{"issue_code": row["code"]}]
    assert opened[0]["days"] == 30 and opened[0]["asOf"] > 1.7e12
    # Without a place for them, values are not links.
    assert dashboard.card("conference_duration").locator("a, .link").count() == 0
    dashboard.table("conference_duration")
    assert dashboard.card("conference_duration").locator("tbody :is(a, .link)").count() == 0


def test_neither_styles_the_other(open_page):
    dashboard = open_page()
    ready(dashboard)
    page, card = dashboard.page, dashboard.card("issue")
    assert style(card, "backgroundColor", "borderTopStyle") == ["rgb(255, 255, 255)", "none"]
    assert style(card.locator("h2"), "fontSize", "textTransform", "marginTop") == ["15px", "none", "0px"]
    assert style(card.locator(".rank").first, "display", "marginLeft") == ["grid", "-6px"]
    assert style(card.locator(".bar-list li").first, "fontSize", "marginTop") == ["14px", "0px"]
    body, rank = (card.locator(each).first.bounding_box()["width"] for each in (".body", ".rank"))
    assert rank == pytest.approx(body + 12, abs=1)
    assert style(card.locator("header button").first, "textTransform", "paddingTop") == ["none", "2px"]
    assert style(page.locator("main > p"), "fontSize", "marginTop", "display", "opacity") == [
        "25px",
        "20px",
        "block",
        "1",
    ]
    assert style(page.locator("main > button"), "backgroundColor", "paddingTop") == ["rgb(255, 192, 203)", "30px"]
    assert style(page.locator("main > .row"), "display") == ["flex"]


def test_plugins_that_the_page_registered_draw_nothing_in_our_charts(open_page):
    dashboard = open_page()
    ready(dashboard)
    assert dashboard.page.locator("canvas").count() == 2
    assert dashboard.page.evaluate("host.drawn") == []
    shown = "canvases => canvases.map(({ chart }) => [Boolean(chart.legend), Boolean(chart.titleBlock)])"
    assert dashboard.page.locator("canvas").evaluate_all(shown) == [[False, False]] * 2


def test_without_a_cookie_nothing_is_shown(open_page):
    dashboard = open_page(signed_in=False)
    dashboard.page.locator(".card[data-state=error]").nth(2).wait_for()
    assert "Authentication credentials were not provided." in dashboard.card("issue").inner_text()
