"""A steady schedule that SIGTERM and SIGINT end."""

from __future__ import annotations

import re
import signal
import time
from typing import Iterator

UNITS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600}


def seconds(text: str) -> float:
    """The seconds of a text such as 500ms, 30s or 5m (a bare number means seconds). Raises ValueError."""
    match = re.match(r"^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$", text.strip())
    found = float(match.group(1)) * UNITS[match.group(2) or "s"] if match else 0
    if found <= 0:
        raise ValueError(f"{text!r} is not a duration; use 500ms, 30s or 5m")
    return found


class Schedule:
    """Cycles at an interval in seconds. A late cycle is skipped, never queued."""

    def __init__(self, every: float) -> None:
        self.every = every
        # Not an Event: a signal that comes during its wait() would wait forever for its lock.
        self._stopped = False
        self._retry: float | None = None

    def stop(self, *_: object) -> None:
        self._stopped = True

    def is_stopped(self) -> bool:
        return self._stopped

    def retry_in(self, pause: float) -> None:
        """Let the next cycle, and only that, begin after this pause."""
        self._retry = pause

    def cycles(self) -> Iterator[int]:
        """Begin a cycle, and yield how many were skipped before it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        due, skipped = time.monotonic(), 0
        while not self._stopped:
            yield skipped
            now = time.monotonic()
            if self._retry is not None:
                due, skipped, self._retry = now + self._retry, 0, None
            else:
                skipped = int((now - due) // self.every)
                due += (skipped + 1) * self.every
            while not self._stopped and (left := due - time.monotonic()) > 0:
                time.sleep(min(0.1, left))
