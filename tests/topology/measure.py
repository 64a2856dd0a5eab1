"""What each topology costs the primary, and how fast a subscriber follows: `python tests/topology/measure.py`.

All servers run on this one machine, so that times are good for comparison only; bytes of the write-ahead log are exact.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from program import pg_summary  # noqa: E402
from replication import base_backup, publish, subscribe  # noqa: E402
from support import open_connection, wait_until  # noqa: E402

from pg_summary.sandbox.data import load  # noqa: E402
from pg_summary.sandbox.server import Server  # noqa: E402
from pg_summary.sandbox.source import create_source_schema  # noqa: E402

CALLS = 100
BULK = 50_000
ROUNDS = 20  # of which the quickest counts, for whatever else the machine does
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "8GB",
    "shared_buffers": "256MB",
}
# A call as the ingest writes it: a row in each of the six tables, with JSON of the size that clients send.
INGEST = """
create function ingest() returns void language plpgsql as $$
declare
    s app_session;
    n app_connection;
    c conference;
    call uuid := md5(random()::text || clock_timestamp())::uuid;
    person uuid := md5(random()::text || clock_timestamp())::uuid;
    session uuid := md5(random()::text || clock_timestamp())::uuid;
begin
    select * into n from app_connection where connection_info ? 'negotiations' order by id limit 1;
    select * into s from app_session where id = n.session_id;
    select * into c from conference where id = n.conference_id;
    insert into conference (id, conference_id, ongoing, duration, created_at, is_active, app_id)
    values (call, call, true, 0, now(), true, c.app_id);
    insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
    values (person, person, false, now(), true, c.app_id);
    insert into participant_conferences (participant_id, conference_id) values (person, call);
    s.id := session; s.conference_id := call; s.participant_id := person; s.created_at := now();
    insert into app_session select s.*;
    n.id := session; n.conference_id := call; n.participant_id := person; n.session_id := session; n.created_at := now();
    insert into app_connection select n.*;
    insert into app_issue (id, type, code, created_at, is_active, conference_id, session_id, participant_id)
    values (session, 'w', 'tcp_used', now(), true, call, session, person);
end
$$
"""


def primary(stack: ExitStack, summaries: bool, **settings: str) -> Server:
    """A server with some weeks of data, with pg-summary or without."""
    server = stack.enter_context(Server(settings={**SETTINGS, **settings}))
    with open_connection(server.dsn()) as connection:
        load(connection, days=14, scale=0.1)
        connection.execute(INGEST)
        connection.execute("vacuum analyze")
    if summaries:
        assert pg_summary("install", dsn=server.dsn()).code == 0
    return server


def standby(stack: ExitStack, server: Server) -> None:
    directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    directory.chmod(0o711)
    base_backup(server, directory / "data")
    settings = {**SETTINGS, "hot_standby_feedback": "on", "primary_conninfo": server.dsn()}
    stack.enter_context(Server(settings=settings, data_dir=directory / "data"))


def subscriber(stack: ExitStack, server: Server, summaries: bool) -> Server:
    received = stack.enter_context(Server(settings=SETTINGS))
    with open_connection(received.dsn()) as connection:
        create_source_schema(connection)
    if summaries:
        assert pg_summary("install", "--always", dsn=received.dsn()).code == 0
    publish(server)
    subscribe(received, server)
    with open_connection(received.dsn()) as connection:
        wait_until(connection, "select bool_and(srsubstate = 'r') from pg_subscription_rel")
    return received


def ingest(server: Server) -> tuple[float, float]:
    """Milliseconds and bytes of the write-ahead log per call."""
    with open_connection(server.dsn()) as connection:
        connection.execute("select ingest()")
        (before,) = connection.execute("select pg_current_wal_lsn()").fetchone()
        took = min(
            seconds(lambda: [connection.execute("select ingest()") for _ in range(CALLS)]) for _ in range(ROUNDS)
        )
        (written,) = connection.execute("select pg_current_wal_lsn() - %s", [before]).fetchone()
    return took * 1000 / CALLS, float(written) / CALLS / ROUNDS


def follow(server: Server) -> float:
    """Rows a second that a subscriber applies, of one large transaction."""

    def applied() -> None:
        (written,) = connection.execute("select pg_current_wal_lsn()").fetchone()
        wait_until(connection, "select bool_and(replay_lsn >= %s) from pg_stat_replication", written)

    took = []
    with open_connection(server.dsn()) as connection:
        for number in range(ROUNDS // 4):
            connection.execute(
                "insert into app_issue (id, type, code, created_at, is_active, conference_id, session_id) "
                "select md5(n::text || %s)::uuid, 'w', 'tcp_used', now(), true, i.conference_id, i.session_id "
                "from generate_series(1, %s) n, (select * from app_issue limit 1) i",
                [str(number), BULK],
            )
            took.append(seconds(applied))
    return BULK / min(took)


def seconds(act: Callable[[], object]) -> float:
    begin = time.monotonic()
    act()
    return time.monotonic() - begin


def main() -> None:
    print("| a call ingested by the primary | ms | bytes of WAL |\n| --- | ---: | ---: |")
    with ExitStack() as stack:
        report("nothing of ours", primary(stack, False))
    with ExitStack() as stack:
        server = primary(stack, True)
        report("pg-summary", server)
        standby(stack, server)
        report("pg-summary, a hot standby", server)
    followed = {}
    for summaries in (False, True):
        with ExitStack() as stack:
            server = primary(stack, False, wal_level="logical")
            subscriber(stack, server, summaries)
            if summaries:
                report("nothing of ours, a subscriber with pg-summary", server)
            followed[summaries] = follow(server)
    print(f"\nA subscriber applies {followed[False]:,.0f} rows a second, {followed[True]:,.0f} with pg-summary on it.")


def report(what: str, server: Server) -> None:
    milliseconds, written = ingest(server)
    print(f"| {what} | {milliseconds:.2f} | {written:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
