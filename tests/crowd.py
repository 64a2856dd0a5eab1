"""Threads that write, refresh and ask at the same time, for tests that need a busy database."""

from __future__ import annotations

import threading
from collections import Counter
from random import Random

import psycopg
from oracle import Oracle, read_source
from questions import check, random_question
from source_rows import Writer

# TRUNCATE is left out: PostgreSQL shows its result to older snapshots too. Changes of many rows in no order can
# deadlock with each other, without us.
ALONE = {"truncate", "touch_many", "delete_conference"}
KINDS = [k for k in Writer.GROW + Writer.CHANGE if k not in ALONE]
# What writers do to each other: the row another one refers to is gone, or the link exists by now.
THEIRS = (psycopg.errors.ForeignKeyViolation, psycopg.errors.UniqueViolation)
# A server that was killed, is shutting down or is not up again; without a state the connection broke.
GONE = {None, "57P01", "57P02", "57P03"}


class Crowd:
    """Each actor does one thing over and over, on a connection of its own, as long as the `with` block lasts.

    The first error ends them all and is raised where the block ends; of a `mortal` server they forgive that it is
    gone, and connect again. `counts` says how often each has acted.
    """

    def __init__(self, mortal: bool = False):
        self.counts = Counter()
        self._gone = GONE if mortal else ()
        self._failures = []
        self._over = threading.Event()
        self._threads = []

    def add(self, act, connect, times: int = 1) -> None:
        """Start `act(connection, random)` so many times; what it returns is counted, else its name."""
        for _ in range(times):
            self._threads.append(threading.Thread(target=self._run, args=(act, connect)))
            self._threads[-1].start()

    def _run(self, act, connect) -> None:
        connection, random = None, Random()
        try:
            while not self._over.is_set():
                try:
                    if connection is None or connection.broken:
                        connection = connect()
                    self.counts[act(connection, random) or act.__name__] += 1
                except psycopg.OperationalError as error:
                    if error.sqlstate not in self._gone:
                        raise
                    self._over.wait(0.05)
        except Exception as error:
            self._failures.append(error)
            self._over.set()
        finally:
            if connection is not None:
                connection.close()

    def wait(self, seconds: float) -> bool:
        """Let them act for a while; whether all goes on well."""
        return not self._over.wait(seconds)

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, kind, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        if self._failures:
            raise self._failures[0]


def write(connection, random):
    """One random change; the connection is in autocommit."""
    try:
        getattr(Writer(connection, random), random.choice(KINDS))()
    except THEIRS:
        return "refused"


def write_transaction(connection, random):
    """As the ingest does: some new rows in one transaction, now and then rolled back."""
    writer = Writer(connection, random)
    try:
        with connection.transaction(force_rollback=random.random() < 0.2):
            for _ in range(5):
                getattr(writer, random.choice([k for k in Writer.GROW if k != "link"]))()
    except THEIRS:
        return "refused"


def refresh(connection, random):
    """Fold a batch of some size."""
    try:
        connection.execute("select from pgsummary.refresh(%s)", [random.choice([3, 50, 5000])])
    except psycopg.Error as error:
        if error.sqlstate != "SM001":
            raise
        return "busy"


def ask(connection, random):
    """Random questions in one snapshot, each answer compared with the oracle's."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        oracle = Oracle(read_source(connection))
        for _ in range(10):
            name, parameters = random_question(random, oracle)
            check(connection, oracle, name, **parameters)
