"""Measure everything in one run on one server: `python -m benchmarks --help`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Sequence

import click
from rich.console import Console
from rich.progress import Progress

from benchmarks import answers, comparison, data, held_back, install, refresh, report, serving, writers

# In this order: answers are timed on what the backfill wrote, the last two leave rows behind.
SECTIONS = {
    "answers": answers.answers,
    "filters": answers.filters,
    "windows": answers.windows,
    "backlog": answers.backlog,
    "refresh": refresh.refresh,
    "comparison": comparison.comparison,
    "held_back": held_back.held_back,
    "writers": writers.writers,
    "serving": serving.serving,
}


_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


def _sections(context: click.Context, parameter: click.Parameter, value: str | None) -> Sequence[str]:
    known = [*SECTIONS, "install"]
    chosen = value.split(",") if value else known
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: choose from {', '.join(known)}")
    return chosen


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="1: 42,000 main-app conferences a month.")
@click.option("--factor", default=10.0, show_default=True, help="The second size is so many times the first.")
@click.option(
    "--days",
    default=data.DAYS,
    show_default=True,
    type=click.IntRange(31),
    help="History; of more than 90 days with app versions that come and go every two.",
)
@click.option("--only", callback=_sections, help=f"Some of {','.join(SECTIONS)},install.")
@click.option("--repeat", default=9, show_default=True, type=click.IntRange(1), help="Calls to a median.")
@click.option("--json", "json_file", type=_FILE, help="Write all figures to this file.")
@click.option("--markdown", "markdown_file", type=_FILE, help="Write the tables to this file.")
@click.option("--dsn", help="A server to create databases on; by default one of our own.")
def main(
    scale: float,
    factor: float,
    days: int,
    only: Sequence[str],
    repeat: int,
    json_file: Path | None,
    markdown_file: Path | None,
    dsn: str | None,
) -> None:
    """Measure pg-summary beside plain SQL, at two sizes on one server."""
    talk = Console(stderr=True)
    results: dict[str, dict[str, Any]] = {}
    with data.open_server(dsn) as server:
        machine = data.describe(server)
        for size in [scale] if factor == 1 else [scale, scale * factor]:
            _measure(talk, server, size, days, only, repeat, results)
    if json_file:
        json_file.write_text(json.dumps({"machine": machine, "results": results}, indent=2) + "\n")
    facts = ", ".join(f"{name} {value}" for name, value in machine.items())
    sheets = report.sheets(results)
    if markdown_file:
        text = "\n".join([f"{facts}\n", *map(report.markdown, sheets)])
        markdown_file.write_text(text, encoding="utf-8")
    # Tables are wide: nothing is cut off where the output goes to a file.
    console = Console(width=None if Console().is_terminal else 240)
    console.print(f"{facts}\n")
    for sheet in sheets:
        report.show(console, sheet)


def _measure(
    talk: Console,
    server: str,
    size: float,
    days: int,
    only: Sequence[str],
    repeat: int,
    results: dict[str, dict[str, Any]],
) -> None:
    """Add what the chosen sections measure at one size."""
    with Progress(console=talk) as progress:
        task = progress.add_task(f"{size:g}x: data")

        def step(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        with data.database(server, size, step, days) as database:
            progress.stop()
            installed = install.install(database)
            if "install" in only:
                results.setdefault("install", {})[f"{size:g}"] = installed
            for name, measure in SECTIONS.items():
                if name in only:
                    start = time.monotonic()
                    results.setdefault(name, {})[f"{size:g}"] = measure(database, repeat)
                    talk.print(f"{size:g}x: {name} in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
