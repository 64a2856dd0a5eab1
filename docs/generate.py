"""Writes docs/reference.md: the functions, views and tables of an installed database, and the commands.

    python docs/generate.py            write it
    python docs/generate.py --check    exit 1 where it is not what would be written

A server of its own is started, unless --dsn names a database with pg-summary installed in the schema public.
"""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import click
import psycopg

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from pg_summary import install as installer  # noqa: E402
from pg_summary.cli import EXIT_CODES, main  # noqa: E402
from pg_summary.connection import connect  # noqa: E402
from pg_summary.sandbox.server import Server  # noqa: E402
from pg_summary.sandbox.source import create_source_schema  # noqa: E402

REFERENCE = ROOT / "docs" / "reference.md"

# What a caller of the schema pgsummary may want to call; all else there is internal.
FOR_OPERATORS = (
    "refresh", "refresh_views", "verify", "repair", "archived_before", "days_to_archive", "archive_day", "reopening",
    "reopen_days", "prune", "forget_app", "misfits", "mark_everything",
)  # fmt: skip

INTRODUCTION = """\
# Reference

<!-- Written by docs/generate.py from an installed database and the program. Do not edit. -->

The functions of the API, those for operators, the views and tables, and the commands. How the numbers come
about is in [architecture.md](architecture.md); all errors are in [errors.md](errors.md).
"""

API = """\
## Functions

They lie in the API schema (`public`, unless `install --api-schema` says otherwise). A role may call them that
`install --grant-to` named; it needs no right on the source tables. Give parameters by name
(`app_id => '...'`): all but `app_id` have a default. Each summary has a twin `..._json`, which returns the
body of its HTTP endpoint as `jsonb`.
"""

OPERATORS = """\
## Functions for operators

In the schema `pgsummary`, for its owner and whom the owner grants them to. The commands call them.
"""

VIEWS = """\
## Views

In the schema `pgsummary`. The materialized views are for BI tools: as fresh as `pgsummary.status` says.
"""

TABLES = """\
## Tables

In the schema `pgsummary`. Internal: they may change with any release.
"""

COMMANDS = """\
## Commands

`pg-summary COMMAND`. Results go to stdout, talk to stderr. `--dsn` says where the database is, else the
environment: `PG_SUMMARY_DSN`, `DATABASE_URL`, then libpq's `PG*` variables.
"""

_FUNCTIONS = """
select
    p.oid::regproc::text as name,
    pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as result,
    d.description as comment,
    coalesce(
        (
            select array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum)
            from pg_type t
            join pg_attribute a on a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
            where t.oid = p.prorettype and t.typtype = 'c'
        ),
        '{}'
    ) as row_columns
from pg_proc p
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
where p.pronamespace = %s::regnamespace and p.proname = any (%s)
order by p.proname collate "C"
"""

_API_NAMES = """
select array_agg(o.object) from pgsummary.installed_object o
where o.file like any ('{functions/60_api/%%,functions/62_json/%%}')
"""

_RELATIONS = """
select
    c.oid::regclass::text as name,
    case c.relkind when 'm' then 'materialized view' when 'v' then 'view' else 'table' end as kind,
    d.description as comment,
    array(
        select quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum
    ) as columns
from pg_class c
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.relnamespace = 'pgsummary'::regnamespace and c.relkind = any (%s::"char"[])
order by c.relname collate "C"
"""


def reference(dsn: str) -> str:
    """The text of docs/reference.md, from the database `dsn`. Raises ValueError for what has no comment."""
    with connect(dsn) as conn, conn.transaction():
        conn.execute("set local search_path = public, pg_catalog")
        api_names = conn.execute(_API_NAMES).fetchone()[0]
        parts = [
            INTRODUCTION,
            API,
            *(_function(*row) for row in conn.execute(_FUNCTIONS, ["public", api_names])),
            OPERATORS,
            *(_function(*row) for row in conn.execute(_FUNCTIONS, ["pgsummary", list(FOR_OPERATORS)])),
            VIEWS,
            *(_relation(*row) for row in conn.execute(_RELATIONS, [["m", "v"]])),
            TABLES,
            *(_relation(*row) for row in conn.execute(_RELATIONS, [["r"]])),
        ]
    parts += [COMMANDS, *(_command(name, main.commands[name]) for name in sorted(main.commands)), EXIT_CODES]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _function(name: str, arguments: str, result: str, comment: str | None, row_columns: list[str]) -> str:
    if not comment:
        raise ValueError(f"function {name} has no comment")
    listed = re.sub(r"^TABLE\((.*)\)$", r"\1", result) if result.startswith("TABLE(") else ", ".join(row_columns)
    returns = f"returns table ({listed})" if listed else f"returns {result}"
    return "\n".join(
        [
            f"### {name}\n",
            "```sql",
            f"{name}({_broken(_short(arguments))})",
            _wrapped(_short(returns)),
            "```\n",
            comment,
        ]
    )


def _relation(name: str, kind: str, comment: str | None, columns: list[str]) -> str:
    if not comment:
        raise ValueError(f"{kind} {name} has no comment")
    listed = ", ".join(f"`{_short(column)}`" for column in columns)
    return f"### {name}\n\n{kind.capitalize()}: {comment}.\n\nColumns: {listed}."


def _command(name: str, command: click.Command) -> str:
    arguments = [param.human_readable_name for param in command.params if isinstance(param, click.Argument)]
    usage = " ".join(["pg-summary", name, "[OPTIONS]", *arguments])
    lines = [f"### pg-summary {name}\n", f"```\n{usage}\n```\n"]
    for paragraph in (command.help or "").split("\n\n"):
        lines.append(" ".join(paragraph.split()) + "\n")
    lines += ["| option | meaning | default | environment |", "| --- | --- | --- | --- |"]
    for param in command.params:
        if isinstance(param, click.Option):
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in _option(param)) + " |")
    lines += ["", command.epilog or ""]
    return "\n".join(lines)


def _option(param: click.Option) -> tuple[str, str, str, str]:
    takes = "" if param.is_flag else " " + (param.metavar or param.type.name.split()[0].upper())
    envvars = [param.envvar] if isinstance(param.envvar, str) else param.envvar or []
    return (
        ", ".join(f"`{opt}{takes}`" for opt in param.opts),
        " ".join((param.help or "").split()),
        str(param.default) if param.show_default else "",
        ", ".join(f"`{name}`" for name in envvars),
    )


def _short(declaration: str) -> str:
    """Types as they are written by hand."""
    for long, short in (
        ("timestamp with time zone", "timestamptz"),
        ("double precision", "float8"),
        (" DEFAULT ", " = "),
    ):
        declaration = declaration.replace(long, short)
    declaration = re.sub(r"= ('[^']*'|NULL)::[\w ]+(?=,|$)", r"= \1", declaration)
    return declaration.replace("= NULL", "= null")


def _broken(arguments: str) -> str:
    """One parameter on each line, if there are several."""
    return "\n    " + arguments.replace(", ", ",\n    ") + "\n" if "," in arguments else arguments


def _wrapped(line: str, width: int = 100) -> str:
    """The line, broken after commas."""
    lines, current = [], ""
    for piece in re.split(r"(?<=,) ", line):
        if current and len(current) + 1 + len(piece) > width:
            lines.append(current)
            current = "   "
        current += " " + piece if current else piece
    return "\n".join([*lines, current])


@contextmanager
def _installed_database() -> Iterator[str]:
    """The connection string of a new database with pg-summary installed."""
    with Server(settings={"fsync": "off"}) as server:
        server.create_database("reference")
        dsn = server.dsn("reference")
        with psycopg.connect(dsn) as conn:
            create_source_schema(conn)
        with connect(dsn) as conn:
            installer.install(conn, installer.Options())
        yield dsn


def run() -> int:
    """Write or check the reference; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where the file is stale")
    parser.add_argument("--dsn", help="a database with pg-summary installed  [default: a new one]")
    arguments = parser.parse_args()
    if arguments.dsn:
        text = reference(arguments.dsn)
    else:
        with _installed_database() as dsn:
            text = reference(dsn)
    if not arguments.check:
        REFERENCE.write_text(text, encoding="utf-8")
    elif not REFERENCE.exists() or REFERENCE.read_text(encoding="utf-8") != text:
        print(f"{REFERENCE.name} is stale: run python docs/generate.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run())
