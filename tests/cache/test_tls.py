"""Redis over TLS: one server, a cluster and the primary of Sentinels, each by its rediss URL, on real servers."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time

import pytest
import redis
from test_unusable import APPS, Database, Sentinel, all_are_warm, states

from pg_summary.cache import HIT, MISS, SummaryCache, Warmer
from pg_summary.sandbox.program import ProgramError, free_port
from pg_summary.sandbox.valkey import Valkey
from pg_summary.summaries import CACHED


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("NO OPENSSL HERE: apt-get install openssl")
    home = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(home / "key"), "-out", str(home / "crt")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return home


def encrypted(certificate, port: int) -> tuple:
    """The lines of a configuration that listen with TLS."""
    return (
        f"tls-port {port}", f"tls-cert-file {certificate / 'crt'}", f"tls-key-file {certificate / 'key'}",
        f"tls-ca-cert-file {certificate / 'crt'}", "tls-auth-clients no",
    )  # fmt: skip


@contextlib.contextmanager
def valkey_with_tls(certificate, *more: str, password: str = "secret"):
    """A server, and the port on which it takes TLS."""
    port = free_port()
    try:
        server = Valkey((*encrypted(certificate, port), *more), password=password).__enter__()
    except ProgramError as error:
        if "tls" not in str(error).lower():
            raise
        pytest.skip("THE VALKEY OR REDIS HERE KNOWS NO TLS")
    with contextlib.closing(server):
        yield server, port


def check_cached(cache: SummaryCache) -> None:
    assert states(cache, 3) == [MISS, HIT, HIT]
    assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)
    assert all_are_warm(cache)
    cache.store.probe()


def test_one_server(certificate):
    with valkey_with_tls(certificate) as (_, port):
        url = f"rediss://:secret@127.0.0.1:{port}/0"
        check_cached(SummaryCache(f"{url}?ssl_ca_certs={certificate / 'crt'}"))
        distrustful = SummaryCache(url)
        assert states(distrustful, 2) == [MISS, MISS], "nobody vouches for its certificate"
        assert "unreachable" in Warmer(distrustful).cycle(APPS, Database()).note


def test_a_cluster(certificate):
    with contextlib.ExitStack() as stack:
        buses = [free_port(), free_port()]
        nodes = [
            stack.enter_context(
                valkey_with_tls(
                    certificate, "cluster-enabled yes", f"cluster-port {bus}", "tls-cluster yes",
                    "cluster-require-full-coverage no",
                )
            )
            for bus in buses
        ]  # fmt: skip
        clients = [stack.enter_context(redis.Redis.from_url(node.url)) for node, _ in nodes]
        clients[0].execute_command("cluster", "addslotsrange", 0, 8191)
        clients[1].execute_command("cluster", "addslotsrange", 8192, 16383)
        clients[1].execute_command("cluster", "set-config-epoch", 2)
        clients[0].execute_command("cluster", "meet", "127.0.0.1", nodes[1][1], buses[1])
        deadline = time.monotonic() + 30
        for client in clients:
            while not {b"cluster_state:ok", b"cluster_slots_ok:16384"} <= set(
                client.execute_command("cluster", "info").split()
            ):
                assert time.monotonic() < deadline, client.execute_command("cluster", "nodes")
                time.sleep(0.02)
        check_cached(
            SummaryCache(f"rediss+cluster://:secret@127.0.0.1:{nodes[0][1]}?ssl_ca_certs={certificate / 'crt'}")
        )


class EncryptedSentinel(Sentinel):
    """It takes TLS, and speaks TLS to the primary."""

    def __init__(self, primary: Valkey, port: int, certificate) -> None:
        super().__init__(primary)
        self.primary_port, self.certificate, self.tls_port = port, certificate, free_port()

    def command(self) -> list:
        command = super().command()
        config = self.base / "sentinel.conf"
        text = config.read_text().replace(f"127.0.0.1 {self.primary.port} 1", f"127.0.0.1 {self.primary_port} 1")
        lines = (*encrypted(self.certificate, self.tls_port), "tls-replication yes", text)
        config.write_text("\n".join(lines))
        return command


def test_sentinels(certificate):
    with valkey_with_tls(certificate, "tls-replication yes") as (primary, port):
        with EncryptedSentinel(primary, port, certificate) as sentinel:
            url = f"rediss+sentinel://:secret@127.0.0.1:{sentinel.tls_port}/main/0"
            check_cached(SummaryCache(f"{url}?ssl_ca_certs={certificate / 'crt'}"))
