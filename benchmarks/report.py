"""Tables of the measurements, for the terminal and as markdown for the README."""

from __future__ import annotations

from statistics import median, quantiles
from typing import Any, Mapping, NamedTuple, Sequence

from rich.console import Console
from rich.table import Table

# By section, scale ("1", "10") and whatever the section measured.
Results = Mapping[str, Mapping[str, Any]]


class Sheet(NamedTuple):
    """A table: the first column holds names, the others figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def sheets(results: Results) -> list[Sheet]:
    """The tables of the sections that were run."""
    made: list[Sheet] = []
    for section, make in _SECTIONS.items():
        if section in results:
            made += make(results[section])
    return made


def show(console: Console, sheet: Sheet) -> None:
    table = Table(title=sheet.title, title_justify="left")
    for place, column in enumerate(sheet.columns):
        table.add_column(column, justify="right" if place else "left", no_wrap=not place)
    for row in sheet.rows:
        table.add_row(*row)
    console.print(table)
    for note in sheet.notes:
        console.print(note)
    console.print()


def markdown(sheet: Sheet) -> str:
    lines = [
        f"**{sheet.title}**",
        "",
        _line(sheet.columns),
        _line(["---"] + ["---:"] * (len(sheet.columns) - 1)),
        *map(_line, sheet.rows),
        "",
    ]
    for note in sheet.notes:
        lines += [note, ""]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _answers(by_scale: Mapping[str, Any]) -> list[Sheet]:
    scales = list(by_scale)
    columns = ["30 days, no filter"]
    for scale in scales:
        columns += [f"{scale}x: ours", "plain SQL", "ratio"]
    grows = len(scales) > 1
    if grows:
        columns += ["ours grows", "plain grows"]
    rows = []
    for name in by_scale[scales[0]]:
        figures = [by_scale[scale][name] for scale in scales]
        row = [name]
        for each in figures:
            row += [_ms(each["ours_ms"]), _ms(each.get("plain_ms")), _ratio(each)]
        if grows:
            row += [_growth(figures, "ours_ms"), _growth(figures, "plain_ms")]
        rows.append(row)
    return [Sheet("Answers", columns, rows)]


def _filters(by_scale: Mapping[str, Any]) -> list[Sheet]:
    made = []
    for scale, by_choice in by_scale.items():
        choices = list(by_choice)
        names = list(by_choice[choices[0]])
        rows = [
            [name] + [f"{_ms(by_choice[c][name]['ours_ms'])} ({_ratio(by_choice[c][name])})" for c in choices]
            for name in names
        ]
        cells = [(by_choice[c][name], f"{name} with {c}") for c in choices for name in names]
        slowest, where_slow = max(cells, key=lambda cell: cell[0]["ours_ms"])
        least, where_least = min(cells, key=lambda cell: cell[0]["plain_ms"] / cell[0]["ours_ms"])
        notes = [
            f"Slowest: {where_slow}, {_ms(slowest['ours_ms'])} (plain SQL {_ms(slowest['plain_ms'])}).",
            f"Smallest ratio: {where_least}, {_ratio(least)} "
            f"({_ms(least['ours_ms'])}, plain SQL {_ms(least['plain_ms'])}).",
        ]
        title = f"Filters at {scale}x: ours (ratio to plain SQL)"
        made.append(Sheet(title, ["30 days", *choices], rows, notes))
    return made


def _windows(by_scale: Mapping[str, Any]) -> list[Sheet]:
    made = []
    for scale, figures in by_scale.items():
        for title, found in (("Dashboards", figures["dashboards"]), ("conference_summary by day", figures["zones"])):
            first = next(iter(found.values()))
            rows = [
                [name, *(f"{_ms(ms)} ({ms / first[days]:.1f})" for days, ms in by_days.items())]
                for name, by_days in found.items()
            ]
            title = f"{title} at {scale}x, {figures['profiles']:,} profiles (in brackets: to the first row)"
            made.append(Sheet(title, ["", *(f"{days} d" for days in first)], rows))
    return made


def _backlog(by_scale: Mapping[str, Any]) -> list[Sheet]:
    scales = list(by_scale)
    rows = [[name] + [_ms(by_scale[scale][name]["ours_ms"]) for scale in scales] for name in by_scale[scales[0]]]
    columns = ["1,000 conferences changed since the last refresh", *(f"{scale}x" for scale in scales)]
    return [Sheet("Backlog", columns, rows)]


def _refresh(by_scale: Mapping[str, Any]) -> list[Sheet]:
    first = next(iter(by_scale.values()))
    rows = [
        ["calls of the newest day, folded in a second", *(f"{f['today_per_s']:,.0f}" for f in by_scale.values())],
        ["of so many at once", *(f"{f['today']:,}" for f in by_scale.values())],
        ["calls of any of 30 days, folded in a second", *(f"{f['many_per_s']:,.0f}" for f in by_scale.values())],
        ["of so many at once", *(f"{f['many']:,}" for f in by_scale.values())],
        [f"refresh after {first['few']} changed conferences", *(_ms(f["few_ms"]) for f in by_scale.values())],
        ["REFRESH MATERIALIZED VIEW CONCURRENTLY", *(_ms(f["views_ms"]) for f in by_scale.values())],
        ["ratio", *(f"{f['views_ms'] / f['few_ms']:,.0f}x" for f in by_scale.values())],
    ]
    return [Sheet("Refresh", ["calls end", *(f"{scale}x" for scale in by_scale)], rows)]


def _held_back(by_scale: Mapping[str, Any]) -> list[Sheet]:
    first = next(iter(by_scale.values()))
    rows = [
        ["dashboard before", *(_ms(f["before_ms"]) for f in by_scale.values())],
        [f"after {first['changes']:,} changes, all folded", *(_ms(f["held_ms"]) for f in by_scale.values())],
        ["refresh after the next 100", *(_ms(f["held_refresh_ms"]) for f in by_scale.values())],
        ["log", *(_mb(f["log_bytes"]) for f in by_scale.values())],
    ]
    return [Sheet("Vacuum held back", ["a snapshot stays open", *(f"{scale}x" for scale in by_scale)], rows)]


def _writers(by_scale: Mapping[str, Any]) -> list[Sheet]:
    made = []
    for scale, figures in by_scale.items():
        rows = [
            [table, *(_us(added.get(operation)) for operation in ("insert", "update", "delete"))]
            for table, added in figures["statements"].items()
        ]
        columns = ["triggers add to a statement", "insert", "update", "delete"]
        made.append(Sheet(f"Writers at {scale}x", columns, rows))
        rows = [[name, _us(f["without_us"]), f"{f['ratio']:.2f}"] for name, f in figures["bulk"].items()]
        columns = ["a statement of many rows", "a row without triggers", "times as long with them"]
        made.append(Sheet(f"Writers in bulk at {scale}x", columns, rows))
        rows = [
            [setting, _us(f["without_us"]), f"{f['added_percent']:+.1f} %"]
            for setting, f in figures["transactions"].items()
        ]
        columns = ["transaction of six inserts", "without triggers", "triggers add"]
        made.append(Sheet(f"An ingest's transaction at {scale}x", columns, rows))
    return made


def _serving(by_scale: Mapping[str, Any]) -> list[Sheet]:
    made = []
    for scale, figures in by_scale.items():
        bare = figures["warm"]["Django's bare view"]
        rows = [
            [
                name,
                _ms(f["p50_ms"]),
                _ms(f["p99_ms"]),
                f"{f['per_s']:,.0f}",
                f"{f['p50_ms'] - bare['p50_ms']:+.2f} ms",
                f"{f['bytes']:,.0f}" if "bytes" in f else "",
            ]
            for name, f in figures["warm"].items()
        ]
        columns = ["warm, one worker", "p50", "p99", "requests a second", "above the bare view", "bytes"]
        made.append(Sheet(f"Serving at {scale}x", columns, rows))
        rows = [[name, _ms(ours), _ms(orm), f"{orm / ours:,.0f}x"] for name, (ours, orm) in figures["cold"].items()]
        made.append(Sheet(f"A cold miss at {scale}x", ["30 days", "ours", "ORM and Python", "ratio"], rows))
        load, hour = figures["load"], figures["hour"]
        rows = [
            ["p50, p99 of dashboard/summary", f"{_ms(load['p50_ms'])}, {_ms(load['p99_ms'])}"],
            ["requests a second", f"{load['per_s']:,.0f}"],
            ["hit rate", f"{load['hit_percent']:.2f} %"],
            [f"hit rate of an hour, {hour['asked']:,} dashboards", f"{hour['hit_percent']:.2f} %"],
            ["a cycle of the warmer, 3 apps", _ms(hour["cycle_ms"])],
        ]
        made.append(Sheet(f"Under load at {scale}x", ["4 clients, 2 workers, warmer each second, a writer", ""], rows))
    return made


def _comparison(by_scale: Mapping[str, Any]) -> list[Sheet]:
    made = []
    ways = {"plain": "plain SQL", "views": "materialized views", "orm": "ORM and Python", "ours": "pg-summary"}
    for scale, figures in by_scale.items():
        rows = [
            [name, *(_spread(chart.get(way)) for way in ways), f"{chart['bytes']:,}"]
            for name, chart in figures["charts"].items()
        ]
        columns = ["30 days, p50 / p99", *ways.values(), "bytes of ours"]
        notes = ["p99: the slowest, where fewer than a hundred calls were timed."]
        made.append(Sheet(f"Comparison at {scale}x", columns, rows, notes))
        views_s, ours_s = (median(figures[f"{way}_refresh_s"]) for way in ("views", "ours"))
        rows = [
            ["a refresh every 30 s takes", "-", f"{views_s:.2f} s", "-", f"{ours_s:.3f} s"],
            ["an answer is old by up to", "0", f"{30 + views_s:.0f} s", "0", "0"],
            ["room", _mb(figures["plain_bytes"]), _mb(figures["views_bytes"]), "-", _mb(figures["ours_bytes"])],
            ["filters, any range and time zone", "yes", "no", "yes", "yes"],
        ]
        made.append(Sheet(f"What each costs at {scale}x", ["", *ways.values()], rows))
    return made


def _spread(times: Sequence[float] | None) -> str:
    if times is None:
        return "-"
    p99 = quantiles(times, n=100)[98] if len(times) >= 100 else max(times)
    return f"{_ms(median(times))} / {_ms(p99)}"


def _install(by_scale: Mapping[str, Any]) -> list[Sheet]:
    rows = [
        ["conferences", *(f"{f['conferences']:,}" for f in by_scale.values())],
        ["objects and base indexes", *(f"{f['objects_s']:.1f} s" for f in by_scale.values())],
        ["backfill", *(f"{f['backfill_s']:.1f} s" for f in by_scale.values())],
        ["conferences folded in a second", *(f"{f['conferences_per_s']:,.0f}" for f in by_scale.values())],
        ["source tables with indexes", *(_mb(f["source_bytes"]) for f in by_scale.values())],
        ["facts with indexes", *(_mb(f["facts_bytes"]) for f in by_scale.values())],
        ["rollups with indexes", *(_mb(f["rollups_bytes"]) for f in by_scale.values())],
        ["everything of pg-summary", *(_mb(f["all_bytes"]) for f in by_scale.values())],
        ["share of the source tables", *(f"{f['share_percent']:.0f} %" for f in by_scale.values())],
    ]
    return [Sheet("Install", ["three apps", *(f"{scale}x" for scale in by_scale)], rows)]


_SECTIONS = {
    "answers": _answers,
    "filters": _filters,
    "windows": _windows,
    "backlog": _backlog,
    "refresh": _refresh,
    "held_back": _held_back,
    "writers": _writers,
    "serving": _serving,
    "comparison": _comparison,
    "install": _install,
}


def _ms(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms" if value >= 10 else f"{value:.2f} ms"


def _us(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f} us"


def _mb(value: int) -> str:
    return f"{value / 1024**2:,.0f} MB"


def _ratio(figures: Mapping[str, float]) -> str:
    if "plain_ms" not in figures:
        return ""
    ratio = figures["plain_ms"] / figures["ours_ms"]
    return f"{ratio:,.0f}x" if ratio >= 10 else f"{ratio:.1f}x" if ratio >= 1 else f"{ratio:.2f}x"


def _growth(figures: Sequence[Mapping[str, float]], key: str) -> str:
    return f"{figures[-1][key] / figures[0][key]:.2f}x" if key in figures[0] else ""
