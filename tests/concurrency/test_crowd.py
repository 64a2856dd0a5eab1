"""Writers, refreshers and readers together for a few seconds: no deadlock, no error of ours, every answer exact."""

from __future__ import annotations

import os
import threading
import time
from random import Random

import psycopg
from oracle import Oracle, read_source
from questions import check, check_all, random_question
from source_rows import Writer
from support import drain

SECONDS = float(os.environ.get("PG_SUMMARY_CROWD_SECONDS", "4"))
WRITERS = 4
# TRUNCATE is left out: PostgreSQL shows its result to older snapshots too. Changes of many rows in no order can
# deadlock with each other, without us.
ALONE = {"truncate", "touch_many", "delete_conference"}
KINDS = [k for k in Writer.GROW + Writer.CHANGE if k not in ALONE]
# What writers do to each other: the row another one refers to is gone, or the link exists by now.
THEIRS = (psycopg.errors.ForeignKeyViolation, psycopg.errors.UniqueViolation)


def test_a_crowd(connect):
    world = connect()
    Writer(world, Random(0)).grow(8)
    end = time.monotonic() + SECONDS
    failures, counts = [], {"write": 0, "refresh": 0, "busy": 0, "ask": 0}

    def actor(act, name):
        connection = connect(autocommit=name == "write")
        random = Random(f"{name} {threading.get_ident()}")

        def run():
            while time.monotonic() < end and not failures:
                try:
                    counts[act(connection, random) or name] += 1
                except Exception as error:
                    failures.append(error)

        return threading.Thread(target=run)

    def write(connection, random):
        try:
            getattr(Writer(connection, random), random.choice(KINDS))()
        except THEIRS:
            pass

    def write_transaction(connection, random):
        """As the ingest does: some new rows in one transaction, now and then rolled back."""
        writer = Writer(connection, random)
        try:
            for _ in range(5):
                getattr(writer, random.choice([k for k in Writer.GROW if k != "link"]))()
            if random.random() < 0.2:
                connection.rollback()
            connection.commit()
        except THEIRS:
            connection.rollback()

    def refresh(connection, random):
        try:
            connection.execute("select from pgsummary.refresh(%s)", [random.choice([3, 50, 5000])])
            connection.commit()
        except psycopg.Error as error:
            connection.rollback()
            if error.sqlstate != "SM001":
                raise
            return "busy"

    def read(connection, random):
        connection.execute("set transaction isolation level repeatable read")
        oracle = Oracle(read_source(connection))
        for _ in range(10):
            name, parameters = random_question(random, oracle)
            check(connection, oracle, name, **parameters)
        connection.rollback()

    crowd = [actor(write, "write") for _ in range(WRITERS)] + [actor(refresh, "refresh") for _ in range(2)]
    crowd += [actor(read, "ask"), actor(write_transaction, "write")]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    if failures:
        raise failures[0]
    assert counts["write"] > 100 and counts["refresh"] > 2 and counts["ask"] > 0, counts
    check_all(world)
    drain(world)
    assert world.execute("select * from pgsummary.verify()").fetchall() == []
    check_all(world)
