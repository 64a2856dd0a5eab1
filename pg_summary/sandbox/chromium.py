"""Where Chromium is, for what tests, measures and draws the dashboard."""

from __future__ import annotations

import os
import shutil


def find_chromium() -> str | None:
    """The program that PG_SUMMARY_CHROMIUM names, or chromium or chromium-browser on PATH."""
    return os.environ.get("PG_SUMMARY_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
