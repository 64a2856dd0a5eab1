"""How a standby and a subscriber are made, as docs/topologies.md has it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from psycopg import sql
from support import client_program, open_connection

from pg_summary.sandbox.server import Server

TABLES = ["conference", "participant", "participant_conferences", "app_session", "app_connection", "app_issue"]


def base_backup(primary: Server, data_dir: Path) -> None:
    """Copies a running server with pg_basebackup, to be started as its standby with `primary_conninfo`.

    Not with -R, which writes what the client's version of libpq knows: the server's may be older here.
    """
    subprocess.run(
        [client_program(primary, "pg_basebackup"), "-d", primary.dsn(), "-D", str(data_dir), "-c", "fast"],
        check=True,
    )
    (data_dir / "standby.signal").touch()
    owner = primary.data_dir.stat()
    for path in [data_dir, *data_dir.rglob("*")]:
        os.chown(str(path), owner.st_uid, owner.st_gid)


def publish(publisher: Server, options: str = "", tables=TABLES) -> None:
    with open_connection(publisher.dsn()) as connection:
        connection.execute(f"create publication summaries for table {', '.join(tables)} {options}")


def subscribe(subscriber: Server, publisher: Server, name: str = "summaries") -> None:
    with open_connection(subscriber.dsn()) as connection:
        connection.execute(
            sql.SQL("create subscription {} connection {} publication summaries").format(
                sql.Identifier(name), sql.Literal(publisher.dsn())
            )
        )
