"""Every summary as a chart in the terminal, as JSON or as CSV."""

from __future__ import annotations

import csv
import json
import uuid
from typing import Any, Iterable, NamedTuple, TextIO

import psycopg
from psycopg.abc import Buffer
from psycopg.types.datetime import TimestamptzLoader
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pg_summary.connection import only_value
from pg_summary.errors import NotInstalled, PgSummaryError, translate
from pg_summary.summaries import SUMMARIES

STATUS_COLOURS = (("success", "green"), ("warning", "yellow"), ("error", "red"), ("ongoing", "blue"))
BAR_WIDTH = 50


class Chart(NamedTuple):
    """How a summary is drawn: the columns that label a bar, and the column that measures it."""

    title: str
    labels: tuple[str, ...] = ()
    measure: str = ""


CHARTS = {
    "conference_summary": Chart("Conferences", ("date",), "total"),
    "conference_duration_summary": Chart("Conferences by duration", ("range",), "count"),
    "conference_participant_count_summary": Chart("Conferences by participants", ("participants",), "conferences"),
    "issue_summary": Chart("Issues", ("title",), "count"),
    "issue_gum_summary": Chart("getUserMedia errors", ("name", "message"), "count"),
    "connection_summary": Chart("Connections", ("name",), "count"),
    "connection_setup_time_summary": Chart("Connections by set-up time", ("range",), "count"),
    "session_summary": Chart("Sessions", ("name",), "count"),
    "session_geo_summary": Chart("Sessions by city", ("city", "country_code"), "count"),
    "quality_summary": Chart("Quality"),
    "conference_filter_options": Chart("Filters", ("dimension", "value"), "sessions"),
    "conference_list": Chart("Conferences, newest first"),
    "dashboard_summary": Chart("Dashboard"),
}


class Request(NamedTuple):
    """What to show: the last `days` days of an app, by parameters of the SQL function (None: its default)."""

    chart: str
    app_id: uuid.UUID
    days: float
    parameters: dict[str, Any]

    def arguments(self) -> dict[str, Any]:
        summary = SUMMARIES[self.chart]
        allowed = summary.filters
        allowed += ("group_by",) if summary.groups else ()
        allowed += ("time_zone",) if summary.time_zone else ()
        allowed += ("fill",) if self.chart in ("conference_summary", "quality_summary") else ()
        return {name: value for name, value in self.parameters.items() if name in allowed and value is not None}


def find_api_schema(conn: psycopg.Connection) -> str:
    """The schema of the API functions, from the catalogue, which every role may read. Raises NotInstalled."""
    row = conn.execute(
        "select n.nspname from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace "
        # Anyone may create a function of that name: ours has the owner of our schema.
        "join pg_catalog.pg_namespace ours on ours.nspname = 'pgsummary' and ours.nspowner = p.proowner "
        "where p.proname = 'conference_filter_options_json' and p.proargtypes[0] = 'uuid'::regtype"
    ).fetchone()
    if row is None:
        raise NotInstalled("pg-summary is not installed in this database", "Run pg-summary install.")
    return str(row[0])


def find_app(conn: psycopg.Connection, id_or_name: str | None) -> uuid.UUID:
    """The app with this id or name; None: the only app. Raises PgSummaryError, which names the candidates."""
    try:
        return uuid.UUID(id_or_name or "")
    except ValueError:
        pass
    try:
        schema = only_value(conn, "select source_schema from pgsummary.state")
        apps = conn.execute(
            psycopg.sql.SQL("select id, name from {}.app order by created_at, id").format(
                psycopg.sql.Identifier(schema)
            )
        ).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        raise PgSummaryError("this role may not read the names of apps", "Give --app the app's id.") from None
    found = [app for app in apps if id_or_name in (None, app[1])]
    if len(found) == 1:
        only: uuid.UUID = found[0][0]
        return only
    names = ", ".join(f"{name} ({key})" for key, name in (found or apps)[:10]) or "none"
    if not apps:
        problem = "this database has no app"
    elif id_or_name:
        problem = f"{len(found)} apps are called {id_or_name}" if found else f"no app is called {id_or_name}"
    else:
        problem = "--app is required: this database has several apps"
    raise PgSummaryError(problem, f"The apps are: {names}. --app takes an id or a name.")


def rows(conn: psycopg.Connection, request: Request) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and the rows that the function returns."""
    cursor = _call(conn, request, "select *", "")
    return [column.name for column in cursor.description or ()], cursor.fetchall()


def json_text(conn: psycopg.Connection, request: Request) -> str:
    """The JSON that the function's twin returns, as PostgreSQL writes it."""
    ((text,),) = _call(conn, request, "select {chart}::text", "_json")
    return str(text)


def write_csv(conn: psycopg.Connection, request: Request, out: TextIO) -> None:
    names, found = rows(conn, request)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in found)


def _cell(value: Any) -> Any:
    """A value for CSV: JSON stays JSON, booleans too."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (bool, dict)) else value


class _Instant(TimestamptzLoader):
    """Loads instants; those that Python can't hold stay as PostgreSQL writes them."""

    def load(self, data: Buffer) -> Any:
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


def draw(conn: psycopg.Connection, request: Request, console: Console) -> None:
    """Print the chart; for the dashboard, each of its charts."""
    if request.chart == "dashboard_summary":
        for name in CHARTS:
            if name not in ("dashboard_summary", "conference_list"):
                draw(conn, request._replace(chart=name), console)
        return
    chart = CHARTS[request.chart]
    names, found = rows(conn, request)
    group = request.arguments().get("group_by")
    title = "{}{}, the last {:g} days".format(chart.title, " by " + group if group else "", request.days)
    if not chart.measure:
        console.print(_listed(title, names, found))
        return
    entries = [dict(zip(names, row)) for row in found]
    console.print(_bars(title, chart, entries, group) if entries else Text(title + ": nothing"))
    console.print()


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=None, pad_edge=False)


def _listed(title: str, names: list[str], found: list[tuple[Any, ...]]) -> Table:
    """The rows as they are."""
    table = _table(title)
    for name in names:
        table.add_column(name)
    for row in found:
        table.add_row(*map(_text, row))
    return table


def _bars(title: str, chart: Chart, entries: list[dict[str, Any]], group: str | None) -> Table:
    """A bar for each entry, beside its label."""
    table = _table(title)
    for name in chart.labels:
        table.add_column(name, overflow="ellipsis", max_width=40)
    table.add_column(chart.measure, justify="right")
    table.add_column("", no_wrap=True)
    most = max(entry[chart.measure] for entry in entries)
    for entry in entries:
        labels = [_text(entry[name]) for name in chart.labels]
        if group == "hour" and "bucket" in entry:
            labels = [Text(entry["bucket"].strftime("%Y-%m-%d %H:%M %Z"))]
        table.add_row(*labels, f"{entry[chart.measure]:,}", _bar(entry, chart.measure, most))
    return table


def _text(value: Any) -> Text:
    """A value for a table: ratios, minutes and times rounded for reading."""
    if isinstance(value, float):
        return Text(f"{value:.3g}" if abs(value) < 1 else f"{value:,.0f}")
    return Text("" if value is None else str(value))


def _call(conn: psycopg.Connection, request: Request, select: str, suffix: str) -> psycopg.Cursor[tuple[Any, ...]]:
    arguments = request.arguments()
    named: list[psycopg.sql.Composable] = [
        psycopg.sql.SQL("{} => {}").format(psycopg.sql.Identifier(name), psycopg.sql.Placeholder(name))
        for name in arguments
    ]
    if arguments.get("fill"):
        # Empty buckets reach up to an end.
        named.append(psycopg.sql.SQL("created_at_lte => now()"))
    query = psycopg.sql.SQL(
        select + " from {schema}.{function}"
        "(app_id => %(app_id)s, created_at_gte => now() - %(days)s * interval '24 hours'{more}) as {chart}"
    ).format(
        schema=psycopg.sql.Identifier(find_api_schema(conn)),
        function=psycopg.sql.Identifier(request.chart + suffix),
        chart=psycopg.sql.Identifier(request.chart),
        more=psycopg.sql.SQL("").join(psycopg.sql.SQL(", ") + part for part in named),
    )
    try:
        cursor = conn.cursor()
        cursor.adapters.register_loader("timestamptz", _Instant)
        return cursor.execute(query, {"app_id": request.app_id, "days": request.days, **arguments})
    except psycopg.Error as error:
        raise translate(error) from error


def _bar(entry: dict[str, Any], measure: str, most: int) -> Text:
    parts: Iterable[tuple[str, str]] = STATUS_COLOURS if "success" in entry else ((measure, "cyan"),)
    bar, drawn, summed = Text(), 0, 0
    for name, colour in parts:
        summed += entry[name]
        cells = round(BAR_WIDTH * summed / most) if most else 0
        bar.append("█" * (cells - drawn), style=colour)
        drawn = max(drawn, cells)
    if summed and not drawn:
        bar.append("▏")
    return bar
