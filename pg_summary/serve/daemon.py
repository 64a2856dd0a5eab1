"""Tasks that run forever, over one connection that is made again whenever it is lost.

Whatever the database does, the daemon waits and goes on: only SIGTERM and SIGINT end it.
"""

from __future__ import annotations

import threading
import time
from operator import attrgetter
from typing import Any, Callable, Iterator, NamedTuple, Sequence

import psycopg

from pg_summary.connection import connect, unhurried
from pg_summary.errors import BadAddress, Busy, PgSummaryError, Unreachable, translate
from pg_summary.install import catalogue
from pg_summary.serve.schedule import Schedule

LONGEST_BACK_OFF_S = 30.0


class Task(NamedTuple):
    """`run(conn, stop)` returns a named tuple with `skipped`, `note` and `failed`, like `nothing`; raises
    PgSummaryError. `words` makes a log line from a result with a note."""

    name: str
    run: Callable[[psycopg.Connection, Callable[[], bool]], Any]
    nothing: Any
    words: Callable[[Any], str] = attrgetter("note")


class Daemon:
    """Runs the tasks one after the other, at an interval in seconds, until SIGTERM or SIGINT.

    `say` reports a problem once, when it begins or changes, and once more when it is over.
    """

    def __init__(
        self, dsn: str | None, every: float, tasks: Sequence[Task], say: Callable[[str], None] = lambda line: None
    ) -> None:
        self.dsn, self.tasks, self.schedule, self.say = dsn, tasks, Schedule(every), say
        self._conn: psycopg.Connection | None = None
        self._lost: tuple[float, set[str]] | None = None  # since when it can't work, and what was reported
        self._said: dict[str, Any] = {}  # by task, the result with the last note that was reported

    def cycles(self) -> Iterator[dict[str, Any]]:
        """Run, and yield what each task returned. Raises BadAddress.

        A failed task does not keep the others from running. Without a connection, the next cycle begins after a
        growing pause.
        """
        back_off = 1.0
        for skipped in self.schedule.cycles():
            results = {task.name: task.nothing._replace(skipped=skipped) for task in self.tasks}
            ran = []
            try:
                for task in self.tasks:
                    results[task.name] = self._run(task, self._connected())._replace(skipped=skipped)
                    ran.append(task)
                    if self.schedule.is_stopped():
                        break
                back_off = 1.0
                self._is_back()
                for task in ran:
                    self._tell(task, results[task.name])
            except BadAddress:
                raise
            except PgSummaryError as error:
                if self.schedule.is_stopped():
                    break
                self._is_lost(error)
                results = {
                    name: result._replace(note=result.note or str(error), failed=True)
                    for name, result in results.items()
                }
                self.schedule.retry_in(back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_S)
            yield results
        self._close()

    def _connected(self) -> psycopg.Connection:
        """The connection, made again if it was lost while idle, for example to a time-out of idle sessions."""
        if self._conn is not None:
            try:
                with unhurried(self._conn, writes=False):
                    return self._conn
            except PgSummaryError:
                self._close()
        self._conn = self._connect()
        with unhurried(self._conn, writes=False):
            catalogue.require_installed(self._conn)
        return self._conn

    def _connect(self) -> psycopg.Connection:
        """Connect in a thread, so that no name server or database that does not answer delays a signal."""
        made: list[psycopg.Connection | PgSummaryError] = []

        def make() -> None:
            try:
                made.append(connect(self.dsn))
            except PgSummaryError as error:
                made.append(error)
            except Exception as error:
                made.append(Unreachable(f"no connection to the database: {error}"))

        maker = threading.Thread(target=make, daemon=True)
        maker.start()
        while maker.is_alive():
            maker.join(0.2)
            if self.schedule.is_stopped():
                raise Unreachable("stopped before there was a connection")
        if isinstance(made[0], PgSummaryError):
            raise made[0]
        return made[0]

    def _run(self, task: Task, conn: psycopg.Connection) -> Any:
        try:
            return task.run(conn, self.schedule.is_stopped)
        except Busy as error:
            # Another process does it.
            return task.nothing._replace(note=str(error))
        except Unreachable:
            raise
        except Exception as error:
            failure = translate(error) if isinstance(error, psycopg.Error) else error
            if isinstance(failure, Unreachable):
                raise failure from error
            # The next cycle connects to whatever the address leads to then, for example after a failover.
            self._close()
            note = str(failure) if isinstance(failure, PgSummaryError) else f"{type(failure).__name__}: {failure}"
            return task.nothing._replace(note=f"{task.name}: {note}", failed=True)

    def _close(self) -> None:
        if self._conn is not None:
            self._conn.close()
            self._conn = None

    def _is_lost(self, error: PgSummaryError) -> None:
        self._close()
        since, said = self._lost or (time.monotonic(), set())
        # Each reason once: what ended the connection may differ from what prevents the next one.
        if str(error) not in said:
            hint = f" ({error.hint.rstrip('.')})" if error.hint else ""
            self.say(f"{error}{hint}; waiting, and trying again every 1 to {LONGEST_BACK_OFF_S:.0f} s")
        self._lost = since, said | {str(error)}

    def _is_back(self) -> None:
        if self._lost is not None:
            self.say(f"the database is back after {time.monotonic() - self._lost[0]:.0f} s")
            self._lost = None

    def _tell(self, task: Task, result: Any) -> None:
        before = self._said.get(task.name)
        if result.note is None:
            if before is not None and before.failed:
                self.say(f"{task.name}: all is well again")
            self._said.pop(task.name, None)
        elif before is None or before.note != result.note:
            self.say(task.words(result))
            self._said[task.name] = result
