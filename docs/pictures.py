"""Takes the pictures of the dashboard in docs/: light, dark, narrow, on paper and with forced colours.

    make web-pictures    (python docs/pictures.py)

It wants Chromium (or PG_SUMMARY_CHROMIUM) and Playwright's Python package. The server and the data are those of the
demo, unless --url names a running one.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from pg_summary import install as installer  # noqa: E402
from pg_summary.connection import connect  # noqa: E402
from pg_summary.sandbox.api_server import ApiServer  # noqa: E402
from pg_summary.sandbox.chromium import find_chromium  # noqa: E402
from pg_summary.sandbox.data import MAIN_APP, load  # noqa: E402
from pg_summary.sandbox.server import Server  # noqa: E402

DOCS = ROOT / "docs"
DAYS, SCALE = 90, 0.1
WIDE, NARROW, A4 = 1120, 390, 718
# What each picture is of: the width of the window, and what else a browser is told.
PICTURES: dict[str, tuple[int, dict[str, Any]]] = {
    "dashboard": (WIDE, {"color_scheme": "light"}),
    "dashboard-dark": (WIDE, {"color_scheme": "dark"}),
    "dashboard-narrow": (NARROW, {"color_scheme": "light"}),
    "dashboard-paper": (A4, {"color_scheme": "light", "media": "print"}),
    "dashboard-forced-colours": (WIDE, {"color_scheme": "dark", "forced_colors": "active"}),
}


def main() -> str | None:
    """Write the pictures. Returns what is missing for that."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--url", help="of a server that has the dashboard and the demo's data")
    url = parser.parse_args().url
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "Playwright is not installed: pip install playwright"
    program = find_chromium()
    if program is None:
        return "no chromium on PATH; name one in PG_SUMMARY_CHROMIUM"
    with sync_playwright() as playwright, site(url) as address:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, (width, told) in PICTURES.items():
            take(browser, address, DOCS / f"{name}.png", width, told)
    return None


@contextmanager
def site(url: str | None) -> Iterator[str]:
    """The address of a server with the demo's data: the one given, or a new one."""
    if url:
        yield url
        return
    with Server() as server:
        server.create_database("pictures")
        dsn = server.dsn("pictures")
        with connect(dsn) as conn:
            load(conn, DAYS, SCALE)
            installer.install(conn, installer.Options())
        with ApiServer(dsn, None) as api:
            yield api.url


def take(browser: Any, address: str, path: Path, width: int, told: dict[str, Any]) -> None:
    """Write a picture of the whole page, with everything drawn."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-US", timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(f"{address}/?appId={MAIN_APP}")
    page.locator(".map .city").first.wait_for(state="attached")
    page.emulate_media(**told)
    # The charts follow the size and the colours of their cards in the next frames.
    page.wait_for_timeout(1000)
    page.screenshot(path=path, full_page=True)
    print(path.relative_to(ROOT))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
