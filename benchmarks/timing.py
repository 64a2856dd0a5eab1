"""Medians of repeated calls over a warm connection."""

from __future__ import annotations

import time
from statistics import median
from typing import Any, Callable

# Seconds after which a call is not repeated any more, so that the slowest queries do not take hours.
BUDGET_S = 5.0
LEAST_CALLS = 3


def seconds(call: Callable[[], Any]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def times_ms(call: Callable[[], Any], repeat: int) -> list[float]:
    """The milliseconds of each of `repeat` calls, after a warm-up call; fewer if they are slow."""
    call()
    times: list[float] = []
    while len(times) < repeat and (len(times) < LEAST_CALLS or sum(times) < 1000 * BUDGET_S):
        times.append(1000 * seconds(call))
    return times


def median_ms(call: Callable[[], Any], repeat: int) -> float:
    """The median of `repeat` calls in milliseconds, after a warm-up call; fewer if they are slow."""
    return median(times_ms(call, repeat))
