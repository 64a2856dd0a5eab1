"""What is printed besides results: messages, and the progress of long work."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Callable, ContextManager, Iterable, Iterator

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from pg_summary.errors import redact

# How often long work reports its progress without a terminal.
PROGRESS_S = 10.0


def say(line: str) -> None:
    """Print a message on stderr (results go to stdout), without any password."""
    click.echo(redact(line), err=True)


def say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def folding() -> ContextManager[Callable[[int, int], None]]:
    """Shows how many of the changes are folded."""
    return advancing("folded", "changes")


@contextmanager
def advancing(done_so: str, things: str) -> Iterator[Callable[[int, int], None]]:
    """Shows the progress of long work: as a bar or, without a terminal, in a line from time to time."""
    if sys.stderr.isatty():
        with Progress(
            TextColumn("{task.completed:,.0f} of {task.total:,.0f} " + things),
            BarColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            task = bar.add_task("", total=1, visible=False)
            yield lambda done, total: bar.update(task, completed=done, total=max(total, 1), visible=True)
        return
    said_at = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() >= said_at + PROGRESS_S:
            said_at = time.monotonic()
            say(f"{done_so} {done:,} of {total:,} {things}")

    yield tell


@contextmanager
def patiently(work: str) -> Iterator[None]:
    """Says from time to time that work of unknown duration goes on."""
    done, began = threading.Event(), time.monotonic()

    def tell() -> None:
        while not done.wait(PROGRESS_S):
            say(f"{work}, {time.monotonic() - began:.0f} s so far")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def jsonable(value: Any) -> Any:
    """A value that JSON does not know, as text or number."""
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
