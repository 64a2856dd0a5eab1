"""`pg-summary run` in a process of its own."""

from __future__ import annotations

import os
import sys
from typing import Mapping, Sequence

from pg_summary.sandbox.program import Program


class RunDaemon(Program):
    """Refreshes and warms; /healthz, /readyz and /metrics are at `url`. redis_url: None to refresh only."""

    def __init__(self, dsn: str, redis_url: str | None, every: str = "5s") -> None:
        super().__init__()
        self.dsn, self.redis_url, self.every = dsn, redis_url, every
        self.url = f"http://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        listen = ["--every", self.every, "--listen", f"127.0.0.1:{self.port}"]
        return [sys.executable, "-m", "pg_summary.cli", "run", *listen, *([] if self.redis_url else ["--no-warm"])]

    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "PG_SUMMARY_DSN": self.dsn, "PG_SUMMARY_REDIS_URL": self.redis_url or ""}
