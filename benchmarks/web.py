"""Measure the dashboard in a headless Chromium: `python -m benchmarks.web --help`.

One run starts PostgreSQL, Valkey and the demo API server, and loads 90 days of data at --scale and --factor times that.
"""

from __future__ import annotations

import statistics
import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence

import click
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql
from psycopg.conninfo import make_conninfo
from rich.console import Console

from benchmarks import data, report
from pg_summary import install as installer
from pg_summary.connection import connect
from pg_summary.sandbox import data as generated
from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.chromium import find_chromium
from pg_summary.sandbox.valkey import Valkey

DAYS = 30
ZONE = "Europe/Berlin"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
)
SUMMARY = f"/v1/dashboard/summary?appId={generated.MAIN_APP}&days={DAYS}&time_zone={ZONE}"
RAW_LISTS = Path(__file__).with_name("raw_lists.js")

# The time from asking until there are numbers, past the browser's own cache.
ASK = """async (url) => {
    const start = performance.now()
    const body = await (await fetch(url, { cache: 'no-store' })).text()
    JSON.parse(body)
    return performance.now() - start
}"""
# The time from the click until the charts are there again, laid out.
RETURN = """async () => {
    const [dashboard, conferences] = document.querySelectorAll('.top nav a')
    conferences.click()
    await new Promise(resolve => setTimeout(resolve, 300))
    const requests = performance.getEntriesByType('resource').length
    const start = performance.now()
    dashboard.click()
    await new Promise(resolve => queueMicrotask(resolve))
    const canvas = document.querySelector('.card[data-chart=conference] canvas')
    const shown = canvas.getBoundingClientRect().width > 0 && canvas.checkVisibility()
    const took = performance.now() - start
    await new Promise(resolve => setTimeout(resolve, 100))
    return [took, shown, performance.getEntriesByType('resource').length - requests]
}"""
# When the charts were there, in ms since the navigation began, and what was sent for them.
LOADED = """() => {
    const mark = name => performance.getEntriesByName(name)[0].startTime
    const asked = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/'))
    const sum = what => asked.reduce((all, each) => all + each[what], 0)
    return {
        charts: mark('charts-drawn'),
        all: Math.max(mark('charts-drawn'), mark('map-drawn')),
        requests: asked.length,
        transferred: sum('transferSize'),
        bytes: sum('decodedBodySize')
    }
}"""


@click.command()
@click.option("--scale", default=0.1, show_default=True, help="1: 42,000 main-app conferences a month.")
@click.option("--factor", default=10.0, show_default=True, help="The second size is so many times the first.")
@click.option(
    "--repeat", default=30, show_default=True, type=click.IntRange(3), help="Page loads, returns and requests."
)
@click.option(
    "--lists-up-to", default=1.0, show_default=True, help="Largest scale at which the raw lists are downloaded."
)
def main(scale: float, factor: float, repeat: int, lists_up_to: float) -> None:
    """Measure the dashboard beside the way it was, at two sizes."""
    program = find_chromium()
    if program is None:
        raise click.ClickException("no chromium on PATH; name one in PG_SUMMARY_CHROMIUM")
    talk = Console(stderr=True)
    measured: dict[str, dict[str, Any]] = {}
    with sync_playwright() as playwright, data.open_server(None) as server:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for size in [scale] if factor == 1 else [scale, scale * factor]:
            started = time.monotonic()
            with _site(server, size) as site:
                talk.print(f"{size:g}x: data, install and servers in {time.monotonic() - started:.0f} s")
                measured[f"{size:g}"] = _measure(browser, site, repeat, size <= lists_up_to)
        facts = {"browser": f"Chromium {browser.version}", **data.describe(server)}
    console = Console(width=None if Console().is_terminal else 160)
    console.print(", ".join(f"{name} {value}" for name, value in facts.items()), "\n")
    report.show(console, _sheet(measured))


@contextmanager
def _site(server: str, scale: float) -> Iterator[str]:
    """The address of an API server over a database of this size, with everything folded."""
    name = f"pg_summary_benchmark_web_{scale:g}"
    dsn = make_conninfo(server, dbname=name)
    with connect(server) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            with connect(dsn) as conn:
                generated.load(conn, data.DAYS, scale)
                installer.install(conn, installer.Options())
                conn.execute("vacuum (analyze)")
            with Valkey() as valkey, ApiServer(dsn, valkey.url) as api:
                yield api.url
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _measure(browser: Browser, site: str, repeat: int, with_lists: bool) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1360, "height": 900}, timezone_id=ZONE)
    page = context.new_page()
    page.set_default_timeout(0)
    first = _load(page, site)
    figures: dict[str, Any] = {name: first[name] for name in ("requests", "transferred", "bytes")}
    loads = [_load(page, site) for _ in range(repeat)]
    for name in ("charts", "all"):
        figures[name] = [each[name] for each in loads]
    returns = [page.evaluate(RETURN) for _ in range(repeat)]
    if not all(shown and not requests for _, shown, requests in returns):
        raise click.ClickException("a return to the page did not show the charts, or asked the server")
    figures["return"] = [took for took, _, _ in returns]
    figures["hit"] = [page.evaluate(ASK, SUMMARY) for _ in range(repeat)]
    figures["computed"] = [page.evaluate(ASK, f"{SUMMARY}&no_cache=true") for _ in range(repeat)]
    if with_lists:
        figures["lists"] = _lists(page)
    context.close()
    return figures


def _load(page: Page, site: str) -> Mapping[str, float]:
    page.goto(f"{site}/?appId={generated.MAIN_APP}&days={DAYS}")
    page.locator(".map .city").first.wait_for(state="attached")
    return page.evaluate(LOADED)


def _lists(page: Page) -> dict[str, Any]:
    """What the way it was takes, once: it is slow. Its counts must be those of the summary.

    But the participants: the lists do not say who never had a session, and count those too.
    """
    since = (datetime.now(timezone.utc) - timedelta(days=DAYS, minutes=5)).isoformat().replace("+00:00", "Z")
    found = page.evaluate(RAW_LISTS.read_text(), {"appId": str(generated.MAIN_APP), "since": since, "timeZone": ZONE})
    summary = page.evaluate(
        "async url => (await fetch(url)).json()", SUMMARY.replace(f"days={DAYS}", f"created_at_gte={since}")
    )
    counted = found.pop("counts")
    unequal = [name for name, rows in _expected(summary).items() if sorted(rows) != sorted(counted[name])]
    if unequal:
        raise click.ClickException(f"the lists give other numbers than the summary: {', '.join(unequal)}")
    return found


def _expected(summary: Mapping[str, Any]) -> dict[str, list]:
    """What raw_lists.js has to count, from a summary."""

    def rows(chart: str, *columns: str, part: str = "data") -> list:
        return [[row[column] for column in columns] for row in summary[chart][part]]

    return {
        "days": rows("conference_summary", "date", "success", "warning", "error", "ongoing"),
        "durations": rows("conference_duration_summary", "count"),
        "withIssue": [row for row in rows("issue_summary", "code", "conferences") if row[1]],
        "codes": rows("issue_summary", "code", "count"),
        "gumErrors": rows("issue_gum_summary", "name", "count"),
        "browsers": rows("session_summary", "name", "count", part="browsers"),
        "systems": rows("session_summary", "name", "count", part="os"),
        "cities": [
            [f"{city}|{code or 'null'}", n]
            for city, code, n in rows("session_geo_summary", "city", "country_code", "count")
        ],
        "relayed": rows("connection_summary", "name", "count"),
        "setupTimes": rows("connection_setup_time_summary", "count"),
    }


def _sheet(measured: Mapping[str, Mapping[str, Any]]) -> report.Sheet:
    def row(title: str, cell: Callable[[Mapping[str, Any]], str]) -> list[str]:
        return [title, *(cell(figures) for figures in measured.values())]

    def lists(cell: Callable[[Mapping[str, Any]], str]) -> Callable[[Mapping[str, Any]], str]:
        return lambda figures: cell(figures["lists"]) if "lists" in figures else ""

    return report.Sheet(
        f"The dashboard, {DAYS} days of the main app, p50 (p95, least)",
        ["", *(f"{scale}x" for scale in measured)],
        [
            row("page load to all charts drawn, but the map", lambda each: _spread(each["charts"])),
            row("page load to all charts drawn, with the map", lambda each: _spread(each["all"])),
            row("return from another view, without a request", lambda each: _spread(each["return"])),
            row("asking for the whole dashboard, cached", lambda each: _spread(each["hit"])),
            row("the same, computed by PostgreSQL", lambda each: _spread(each["computed"])),
            row("requests of a page load", lambda each: f"{each['requests']}"),
            row("bytes of a page load's data, decoded", lambda each: f"{each['bytes']:,}"),
            row("the same, as transferred", lambda each: f"{each['transferred']:,}"),
            row("the way it was: rows downloaded", lists(lambda each: f"{each['rows']:,}")),
            row("to the same numbers", lists(lambda each: f"{each['ms'] / 1000:,.1f} s")),
            row("of it counting in JavaScript", lists(lambda each: f"{each['reduce_ms'] / 1000:,.2f} s")),
            row("bytes, decoded", lists(lambda each: f"{each['bytes']:,}")),
            row("bytes, as transferred", lists(lambda each: f"{each['transferred']:,}")),
            row("times the bytes, decoded", lambda each: _ratio(each, "bytes")),
            row("times the bytes, transferred", lambda each: _ratio(each, "transferred")),
        ],
    )


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered):.1f} ms ({p95:.1f}, {ordered[0]:.1f})"


def _ratio(figures: Mapping[str, Any], what: str) -> str:
    return f"{figures['lists'][what] / figures[what]:,.0f}x" if "lists" in figures else ""


if __name__ == "__main__":
    main()
