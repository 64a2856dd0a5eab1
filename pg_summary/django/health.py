"""The health that the database reports, and the problems that an operator has to know."""

from __future__ import annotations

import json
from typing import Any

from pg_summary.cache import call
from pg_summary.django.conf import setting
from pg_summary.django.database import ask


def ask_health() -> dict[str, Any]:
    """What pg_summary_health() returns. Raises BadValue and Unavailable."""
    return json.loads(ask(*call("pg_summary_health", {}, setting("API_SCHEMA"))))


def problems(health: dict[str, Any]) -> list[str]:
    """Why summaries fail or would be wrong, and what to do, in words; empty if all is well."""
    return [
        ". ".join(part.rstrip(".") for part in (problem["message"], problem["hint"]) if part)
        for problem in health.get("problems", ())
    ]
