"""The PeerMetrics-shaped API server of the demo, in processes of its own."""

from __future__ import annotations

import os
import sys
from typing import Mapping, Sequence

from psycopg.conninfo import conninfo_to_dict

from pg_summary.sandbox.program import Program

VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}


class ApiServer(Program):
    """Serves `pg_summary.sandbox.site` on 127.0.0.1, at `url`.

    redis_url: None for no cache. python: the interpreter that runs it. variables: further ones of its environment.
    settings: Python source of a dict that adds to PG_SUMMARY in the site's settings.
    """

    def __init__(
        self,
        dsn: str,
        redis_url: str | None,
        workers: int = 2,
        threads: int = 8,
        settings: str = "{}",
        python: str = sys.executable,
        variables: Mapping[str, str] = {},
    ) -> None:
        super().__init__()
        self.workers, self.threads, self.python = workers, threads, python
        self.url = f"http://127.0.0.1:{self.port}"
        known = conninfo_to_dict(dsn)
        self._variables = {name: str(known[key]) for key, name in VARIABLES.items() if key in known}
        self._variables.update(variables, PG_SUMMARY_REDIS_URL=redis_url or "", PG_SUMMARY_SITE_SETTINGS=settings)

    def command(self) -> Sequence[str]:
        return [
            self.python,
            "-m",
            "gunicorn",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            str(self.workers),
            "--threads",
            str(self.threads),
            "--graceful-timeout",
            "5",
            "--timeout",
            "60",
            "pg_summary.sandbox.site.wsgi",
        ]

    def environment(self) -> Mapping[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES.values()}
        # It may keep files of its own in its user's home.
        home = {"HOME": str(self.base)} if self.is_open else {}
        return {**inherited, **self._variables, **home}
