"""Tasks that go on for ever, over one connection that is made anew whenever it is lost."""

from __future__ import annotations

from typing import Any, Callable, Iterator, NamedTuple, Sequence

import psycopg

from pg_summary.connection import connect
from pg_summary.errors import Busy, Cancelled, PgSummaryError, Unreachable
from pg_summary.install import catalogue
from pg_summary.schedule import Schedule

LONGEST_BACK_OFF_S = 30.0


class Task(NamedTuple):
    """`run(conn, stop)` returns a named tuple with `skipped`, `note` and `failed`, like `nothing`; raises
    PgSummaryError."""

    name: str
    run: Callable[[psycopg.Connection, Callable[[], bool]], Any]
    nothing: Any


class Daemon:
    """Runs the tasks one after the other, every so many seconds, until SIGTERM or SIGINT."""

    def __init__(self, dsn: str | None, every: float, tasks: Sequence[Task]) -> None:
        self.dsn, self.tasks, self.schedule = dsn, tasks, Schedule(every)

    def cycles(self) -> Iterator[dict[str, Any]]:
        """Run, and yield what each task returned. The first connection must succeed; raises NotInstalled.

        A task that fails does not keep the others from running. Without a connection the next cycle begins after a
        pause, which grows.
        """
        conn = connect(self.dsn)
        catalogue.require_installed(conn)
        back_off = 1.0
        for skipped in self.schedule.cycles():
            results = {task.name: task.nothing._replace(skipped=skipped) for task in self.tasks}
            try:
                if conn.closed:
                    conn = connect(self.dsn)
                for task in self.tasks:
                    results[task.name] = self._run(task, conn)._replace(skipped=skipped)
                    if self.schedule.is_stopped():
                        break
                back_off = 1.0
            except Unreachable as error:
                conn.close()
                note = f"{error}; next attempt in {back_off:.0f} s"
                results = {
                    name: result._replace(note=result.note or note, failed=True) for name, result in results.items()
                }
                self.schedule.retry_in(back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_S)
            yield results
        conn.close()

    def _run(self, task: Task, conn: psycopg.Connection) -> Any:
        try:
            return task.run(conn, self.schedule.is_stopped)
        except Unreachable:
            raise
        except Busy as error:
            # Another process does it.
            return task.nothing._replace(note=str(error))
        except PgSummaryError as error:
            if len(self.tasks) == 1 and not isinstance(error, Cancelled):
                raise
            return task.nothing._replace(note=str(error), failed=True)
