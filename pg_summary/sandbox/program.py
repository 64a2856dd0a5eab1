"""A server program on a port of this machine, which ends when this process does, however this ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Mapping, Sequence, TypeVar

from pg_summary.errors import PgSummaryError

START_TIMEOUT = 30
STOP_TIMEOUT = 15
# Reads until this process has closed the pipe, or is gone; then ends the program and its children, and cleans up.
GUARD = 'read -r _; kill -CONT -"$1"; kill -TERM -"$1"; sleep 1; kill -KILL -"$1"; rm -rf "$2"'


class ProgramError(PgSummaryError):
    """A server program could not be found or started; the message ends with the tail of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tail(log: Path) -> str:
    """The last lines of a log, for an error message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


Self = TypeVar("Self", bound="Program")


class Program:
    """Runs a command that listens on `port`; a context manager. Subclasses say what to run."""

    def __init__(self) -> None:
        self.port = free_port()
        self._base: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return os.environ

    @property
    def base(self) -> Path:
        """The temporary directory of the program, while it is open."""
        assert self._base is not None, "it is not open: use it as a context manager"
        return self._base

    @property
    def is_open(self) -> bool:
        return self._base is not None

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def __enter__(self: Self) -> Self:
        self._base = Path(tempfile.mkdtemp(prefix="pg-summary-"))
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def start(self) -> None:
        """Start it, and wait until it accepts connections."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                list(self.command()),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=str(self.base),
                env=dict(self.environment()),
                start_new_session=True,  # a Ctrl-C is ours, not the program's
            )
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", str(self.pid), str(self.base)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._accepts():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise ProgramError(f"{self.command()[0]} did not start\n{self._log_tail()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it as SIGTERM does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it and its children as a crash would."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def pause(self) -> None:
        """Make it hang: it keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        self.stop()
        if self._base is not None:
            shutil.rmtree(str(self._base), ignore_errors=True)

    def _end(self, number: int) -> None:
        if self._process is None:
            return
        for each in (signal.SIGCONT, number):
            try:
                self._signal(each)
            except ProcessLookupError:
                pass
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._process = None
        if self._guard is not None:
            # Not by closing its pipe: it would remove the directory, which a restart needs.
            self._guard.kill()
            self._guard.wait()
            assert self._guard.stdin is not None  # a pipe
            self._guard.stdin.close()
            self._guard = None

    def _signal(self, number: int) -> None:
        """To the program and its children."""
        assert self._process is not None, "it does not run"
        os.killpg(self._process.pid, number)

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _log_tail(self) -> str:
        return tail(self.log)
