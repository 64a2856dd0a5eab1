"""The page in Firefox, where there is one: charts, a list, the map, axe. Driven by Firefox' own protocol, Marionette.

PG_SUMMARY_FIREFOX names the browser's program, else it is looked for on PATH.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pg_summary.sandbox.data import MAIN_APP

pytestmark = pytest.mark.slow

LIMIT_S = 60
READY = (
    "return document.querySelectorAll('.card[data-state=ready]').length === 11"
    " && !document.querySelector('[aria-busy=true]') && Boolean(document.querySelector('.map .outline'))"
)
# Calls back with what the script returned, or why it failed.
RUN = """
    const done = arguments[arguments.length - 1]
    const run = async function () { SCRIPT }
    run(...arguments).then(value => done({ value }), error => done({ error: String(error) }))
"""
TABLE = """
    const card = document.querySelector(`[data-chart=${arguments[0]}]`)
    if (!card.querySelector('table')) card.querySelector('.actions button').click()
    await new Promise(resolve => setTimeout(resolve, 50))
    return [...card.querySelectorAll('tbody tr')].map(row => [
        row.querySelector('bdi').title,
        ...[...row.querySelectorAll('td')].map(cell => Number(cell.innerText.replace(/,/g, ''))),
    ])
"""


def firefox() -> str | None:
    return os.environ.get("PG_SUMMARY_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A headless Firefox with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        preferences = {"marionette.port": port, "intl.accept_languages": "en-US", "app.update.enabled": False}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--marionette", "--profile", str(profile)]
        environment = {**os.environ, "HOME": str(profile), "TZ": "Europe/Berlin", "LANG": "en_US.UTF-8"}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._count = 0
        deadline = time.monotonic() + LIMIT_S
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S)
                break
            except OSError:
                assert time.monotonic() < deadline, "Firefox did not start"
                time.sleep(0.2)
        self._receive()
        self.command("WebDriver:NewSession")

    def _receive(self) -> Any:
        """A message: its length in bytes, a colon, JSON."""
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        data = b""
        while len(data) < int(length[:-1]):
            data += self._socket.recv(int(length[:-1]) - len(data))
        return json.loads(data)

    def command(self, name: str, **parameters: Any) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._receive()
        assert error is None, error
        return result

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns; it may await."""
        wrapped = RUN.replace("SCRIPT", script)
        result = self.command("WebDriver:ExecuteAsyncScript", script=wrapped, args=list(arguments), newSandbox=False)
        value = result["value"]
        assert "error" not in value, value
        return value.get("value")

    def wait(self, script: str) -> None:
        deadline = time.monotonic() + LIMIT_S
        while not self.run(script):
            assert time.monotonic() < deadline, f"never came true: {script}"
            time.sleep(0.1)

    def close(self) -> None:
        self._socket.close()
        self.process.terminate()
        self.process.wait(timeout=LIMIT_S)


@pytest.fixture(scope="module")
def page(site, tmp_path_factory):
    program = firefox()
    if program is None:
        pytest.skip("NO FIREFOX HERE: apt-get install firefox-esr, or PG_SUMMARY_FIREFOX")
    browser = Firefox(program, tmp_path_factory.mktemp("firefox"))
    try:
        browser.command("WebDriver:SetWindowRect", width=1360, height=900)
        query = urlencode({"appId": str(MAIN_APP), "time_zone": "Europe/Berlin"})
        browser.command("WebDriver:Navigate", url=f"{site}/?{query}")
        browser.wait(READY)
        yield browser
    finally:
        browser.close()


def test_charts_show_the_numbers(page, sql, screenshots):
    picture = page.command("WebDriver:TakeScreenshot", full=True)["value"]
    (screenshots / "dashboard-firefox.png").write_bytes(base64.b64decode(picture))
    durations = [[row["range"], row["count"]] for row in sql("conference_duration_summary")["data"]]
    assert page.run(TABLE, "conference_duration") == durations
    browsers = [[row["name"], row["count"]] for row in sql("session_summary", group_by=None)["browsers"]]
    assert page.run(TABLE, "browser") == browsers
    days = {row["date"]: row["total"] for row in sql("conference_summary", time_zone="Europe/Berlin")["data"]}
    assert {date: total for date, *_, total in page.run(TABLE, "conference") if total} == days
    assert page.run("return document.documentElement.scrollWidth <= window.innerWidth")


def test_a_bar_opens_its_list(page, sql):
    row = max(sql("issue_summary")["data"], key=lambda row: row["conferences"])
    page.run("document.querySelector('[data-chart=issue] .bar-list a').click()")
    page.wait("return Boolean(document.querySelector('dialog[open] .count'))")
    shown = page.run("return document.querySelector('dialog .count strong').innerText")
    assert int(shown.replace(",", "")) == row["conferences"]
    page.run("document.querySelector('dialog button[aria-label=Close]').click()")
    page.wait("return !document.querySelector('dialog').open")


def test_axe_finds_nothing(page):
    package = pytest.importorskip("axe_playwright_python", reason="NO TEST OF ACCESS: axe-playwright-python is missing")
    source = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    kinds = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.run(f"{source}\nreturn (await axe.run(document, {{ runOnly: {json.dumps(kinds)} }})).violations")
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
