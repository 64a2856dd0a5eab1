"""Runs pg-summary as its users do, on databases that hold the source tables and a few rows."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import NamedTuple

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql

from pg_summary.cli import main
from pg_summary.sandbox.source import create_source_schema

COMMAND = [sys.executable, "-c", "from pg_summary.cli import main; main()"]
APP = "00000000-0000-0000-0000-00000000000a"
_names = (f"program_{n}" for n in itertools.count())


class Result(NamedTuple):
    code: int
    out: str
    err: str


def environment(**extra: str) -> dict[str, str | None]:
    """Changes to this process's environment: nothing in it may lead to another database."""
    led = {name: None for name in os.environ if name.startswith("PG") or name == "DATABASE_URL"}
    return {**led, "COLUMNS": "120", **extra}


def pg_summary(*arguments: str, dsn: str | None = None, stdin: str = "", **env: str) -> Result:
    """Run a command to its end, in this process."""
    where = ["--dsn", dsn] if dsn else []
    try:
        runner = CliRunner(mix_stderr=False)  # click 8.1
    except TypeError:
        runner = CliRunner()
    command = [*arguments, *where]
    done = runner.invoke(main, command, input=stdin, env=environment(**env), prog_name="pg-summary")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Result(done.exit_code, done.stdout, done.stderr)


def start(*arguments: str, **env: str) -> subprocess.Popen:
    """Start a command that goes on."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        env={k: v for k, v in {**os.environ, **environment(**env)}.items() if v is not None},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )


def connect(dsn: str, **options: object) -> psycopg.Connection:
    options.setdefault("autocommit", True)
    return psycopg.connect(dsn, **options)


def add_conferences(connection: psycopg.Connection, count: int, schema: str = "public") -> None:
    """An app called Shop and so many conferences of it, one a minute until now."""
    with connection.transaction():
        connection.execute(sql.SQL("set local search_path = {}").format(sql.Identifier(schema)))
        connection.execute(
            "insert into organization (id, name, created_at, is_active) "
            "values (%s, 'Org', now(), true) on conflict do nothing",
            [APP],
        )
        connection.execute(
            "insert into app (id, name, is_active, created_at, api_key, domain, interval, recording, "
            "durations_days, organization_id) "
            "values (%s, 'Shop', true, now(), 'key', '', 10, false, '{}', %s) on conflict do nothing",
            [APP, APP],
        )
        connection.execute(
            "insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id) "
            "select g.id, g.id::text, false, g.n %% 4000, now() - g.n * interval '1 minute', true, %s "
            "from (select n, md5(clock_timestamp()::text || n)::uuid as id from generate_series(1, %s) n) g",
            [APP, count],
        )


def total(connection: psycopg.Connection, schema: str = "public") -> int:
    """How many conferences of the app there are, as conference_summary says."""
    query = sql.SQL("select coalesce(sum(total), 0) from {}.conference_summary(%s)").format(sql.Identifier(schema))
    return connection.execute(query, [APP]).fetchone()[0]


@pytest.fixture
def source_database(server):
    """The connection string of a database with the source tables and 50 conferences, nothing installed."""
    name = next(_names)
    server.create_database(name)
    with connect(server.dsn(name)) as connection:
        create_source_schema(connection)
        add_conferences(connection, 50)
    yield server.dsn(name)
    server.drop_database(name)


@pytest.fixture
def empty_database(server):
    """The connection string of a database without any table."""
    name = next(_names)
    server.create_database(name)
    yield server.dsn(name)
    server.drop_database(name)
