"""Redis that answers but cannot be used: read-only, slow, of a cluster, of Sentinels, or for a user with few rights.

The servers are real; the slow one is a real one behind a proxy that waits.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from urllib.parse import urlsplit

import pytest
import redis
from test_warmer import APPS, Database

from pg_summary.cache import HIT, MISS, STALE, SummaryCache, SummaryRequest, Warmer, last_days
from pg_summary.cache.store import StoreError
from pg_summary.cache.warmer import tell
from pg_summary.sandbox.program import Program, free_port
from pg_summary.sandbox.valkey import Valkey
from pg_summary.summaries import CACHED

pytestmark = pytest.mark.slow

REQUEST = SummaryRequest("dashboard_summary", APPS[0], last_days(30))
# What docs/serving.md says that a user must be allowed.
COMMANDS = "+get +set +del +pttl +expire +hincrbyfloat +hgetall +zincrby +zrange +zremrangebyrank"


class Proxy:
    """Hands bytes on to a server, each answer after `delay` seconds; counts the requests that were sent. `target`, the
    port, may change: connections that there are stay where they are, as behind a load balancer. tls: of who connects."""

    def __init__(self, target: int, tls: ssl.SSLContext | None = None) -> None:
        self.target, self.delay, self.requests = target, 0.0, 0
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", proxy.target)) as server:
                    threading.Thread(target=self.hand_back, args=(server,), daemon=True).start()
                    while data := self.request.recv(1 << 20):
                        proxy.requests += 1
                        server.sendall(data)

            def hand_back(self, server: socket.socket) -> None:
                with contextlib.suppress(OSError):
                    while data := server.recv(1 << 20):
                        time.sleep(proxy.delay)
                        self.request.sendall(data)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def get_request(self):
                connection, address = super().get_request()
                return (tls.wrap_socket(connection, server_side=True) if tls else connection), address

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def proxy(own_valkey):
    with Proxy(own_valkey.port) as started:
        yield started


def through(url: str, port: int) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.port}/", f":{port}/")


def states(cache: SummaryCache, times: int = 4) -> list[str]:
    return [cache.answer(REQUEST, Database()).state for _ in range(times)]


@contextlib.contextmanager
def replica_of(primary: Valkey):
    settings = (f"replicaof 127.0.0.1 {primary.port}", f"masterauth {primary.password}")
    with Valkey((*settings, "repl-diskless-load swapdb"), password=primary.password) as replica:
        with redis.Redis.from_url(replica.url) as client:
            while client.info("replication")["master_link_status"] != "up":
                time.sleep(0.02)
        yield replica


def test_a_hit_is_one_round_trip_and_a_miss_two(own_valkey, proxy, monkeypatch):
    cache = SummaryCache(through(own_valkey.url, proxy.port))
    states(cache, 2)
    monkeypatch.setattr("pg_summary.cache.usage.FLUSH_EVERY_S", 0.0)  # counts go along, every time

    def trips(request: SummaryRequest) -> tuple[str, int]:
        before = proxy.requests
        return cache.answer(request, Database()).state, proxy.requests - before

    assert [trips(REQUEST) for _ in range(3)] == [(HIT, 1)] * 3
    assert [trips(REQUEST._replace(browser=f"b{n}")) for n in range(3)] == [(MISS, 2)] * 3
    # Past its time.
    with redis.Redis.from_url(own_valkey.url) as client:
        for key in client.keys("dashboard_summary:*"):
            client.pexpire(key, max(1, client.pttl(key) - 80_000))
    time.sleep(0.05)
    assert trips(REQUEST) == (MISS, 2) and trips(REQUEST) == (HIT, 1)
    before, cycles = proxy.requests, Warmer(cache)
    assert cycles.cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)
    assert proxy.requests - before <= 2 * len(APPS) * len(CACHED) + 6
    assert cache.usage.totals()["hit:dashboard_summary"] >= 4


def test_a_slow_redis_is_left_alone(own_valkey, proxy, caplog):
    cache = SummaryCache(through(own_valkey.url, proxy.port))
    assert states(cache) == [MISS, HIT, HIT, HIT]
    proxy.delay = 0.3
    with caplog.at_level(logging.WARNING, "pg_summary"):
        while not cache.store.is_open:
            assert states(cache, 1) == [HIT]
            assert proxy.requests < 50
        before = proxy.requests
        assert MISS in states(cache, 3)
        assert proxy.requests <= before + 1
    (record,) = caplog.records
    assert record.getMessage().startswith(f"pg-summary: Redis at 127.0.0.1:{proxy.port} is slow: it took 0.")
    proxy.delay = 0.0
    cache.store._closed_until = 0.0
    assert states(cache, 3) == [HIT, HIT, HIT] and not cache.store.is_open


def test_a_moment_without_processor_time_is_not_a_slow_redis(own_valkey):
    """Then all waiting callers are late together."""
    store = SummaryCache(own_valkey.url).store
    threads = [threading.Thread(target=store.ask, args=(lambda client: time.sleep(0.3),)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not store.is_open
    store.probe()
    assert store._slow == 0


def test_a_primary_that_becomes_a_replica(own_valkey, proxy, caplog):
    """Behind the same address; the connections that there are stay with the old one."""
    with replica_of(own_valkey) as replica:
        cache = SummaryCache(through(own_valkey.url, proxy.port))
        cache.store.pause = 0.1
        assert states(cache, 2) == [MISS, HIT]
        with redis.Redis.from_url(replica.url) as new, redis.Redis.from_url(own_valkey.url) as old:
            new.replicaof("NO", "ONE")
            old.config_set("masterauth", replica.password)
            old.replicaof("127.0.0.1", replica.port)
            while old.info("replication")["master_link_status"] != "up":
                time.sleep(0.02)
        proxy.target = replica.port
        cold = REQUEST._replace(browser="Chrome")
        with caplog.at_level(logging.WARNING, "pg_summary"):
            found = [cache.answer(cold, Database()).state for _ in range(3)]
        assert found == [MISS, HIT, HIT], "the first is refused by the old primary, and stores its body in the new one"
        assert [record.getMessage() for record in caplog.records] == [
            f"pg-summary: Redis at 127.0.0.1:{proxy.port} is a read-only replica; PostgreSQL answers instead"
        ]
        cache.store.probe()


def test_a_read_only_replica(own_valkey, caplog):
    with replica_of(own_valkey) as replica:
        primary, cache = SummaryCache(own_valkey.url), SummaryCache(replica.url)
        assert states(primary, 1) == [MISS]
        with redis.Redis.from_url(own_valkey.url) as client:
            client.wait(1, 5000)
        with caplog.at_level(logging.WARNING, "pg_summary"):
            assert states(cache) == [HIT] * 4, "what another stores is of use"
            assert {cache.answer(REQUEST._replace(os="Linux"), Database()).state for _ in range(20)} == {MISS}
        said = f"Redis at 127.0.0.1:{replica.port} is a read-only replica"
        assert [record.getMessage() for record in caplog.records] == [f"pg-summary: {said}; PostgreSQL answers instead"]
        with pytest.raises(StoreError, match="read-only"):
            cache.store.probe()
        assert tell(Warmer(cache).cycle(APPS, Database())) == [f"warm: {said}"]


def allow(server: Valkey, rules: str) -> str:
    """A user's URL."""
    with redis.Redis.from_url(server.url) as client:
        client.execute_command("acl", "setuser", "few", "reset", "on", ">secret", *rules.split())
    return f"redis://few:secret@127.0.0.1:{server.port}/0"


def test_a_user_with_the_documented_rights_and_no_others(own_valkey):
    url = allow(own_valkey, f"~team:* {COMMANDS}")
    cache = SummaryCache(url, key_prefix="team:")
    assert states(cache, 3) == [MISS, HIT, HIT]
    assert cache.answer(REQUEST, Database(), no_cache=True).state == "bypass"
    assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)
    cache.store.probe()
    for n in range(3):
        with pytest.raises(RuntimeError):
            cache.answer(REQUEST._replace(browser=f"b{n}"), Database(broken=f"b{n}"))
    cache.usage.flush(at_once=True)
    totals = cache.usage.totals()
    assert totals["hit:dashboard_summary"] == 2 and not any(name.startswith("store_error") for name in totals)
    assert cache.usage.asked() == []
    with redis.Redis.from_url(own_valkey.url) as client:
        assert all(key.startswith(b"team:") for key in client.keys("*"))


@pytest.mark.parametrize("rules", ["~* +get +pttl", "~other:* +@all", "~* +@all -set", "~*"])
def test_a_user_who_may_not(own_valkey, rules, caplog):
    cache = SummaryCache(allow(own_valkey, rules))
    with caplog.at_level(logging.WARNING, "pg_summary"):
        assert states(cache, 10) == [MISS] * 10
    (record,) = caplog.records
    assert "refused" in record.getMessage() and "permission" in record.getMessage()
    assert "secret" not in record.getMessage()
    warmed = Warmer(cache).cycle(APPS, Database())
    assert warmed.failed and "permission" in warmed.note
    with pytest.raises(StoreError, match="permission"):
        cache.store.probe()


@pytest.fixture
def cluster():
    """A cluster of two nodes, each with half of the keys."""
    password = "secret"
    with contextlib.ExitStack() as stack:
        nodes, buses = [], [free_port(), free_port()]
        for bus in buses:
            settings = ("cluster-enabled yes", f"cluster-port {bus}", "cluster-require-full-coverage no")
            nodes.append(stack.enter_context(Valkey(settings, password=password)))
        clients = [stack.enter_context(redis.Redis.from_url(node.url)) for node in nodes]
        clients[0].execute_command("cluster", "addslotsrange", 0, 8191)
        clients[1].execute_command("cluster", "addslotsrange", 8192, 16383)
        clients[1].execute_command("cluster", "set-config-epoch", 2)
        clients[0].execute_command("cluster", "meet", "127.0.0.1", nodes[1].port, buses[1])
        for client in clients:
            while not {b"cluster_state:ok", b"cluster_slots_ok:16384"} <= set(
                client.execute_command("cluster", "info").split()
            ):
                time.sleep(0.02)
        yield nodes


def all_are_warm(cache: SummaryCache) -> bool:
    requests = [SummaryRequest(summary.name, app, last_days(30)) for summary in CACHED for app in APPS]
    return {cache.answer(request, Database()).state for request in requests} == {HIT}


def test_a_cluster(cluster):
    url = cluster[0].url.replace("redis://", "redis+cluster://").replace("/0", "")
    cache = SummaryCache(f"{url},127.0.0.1:1")
    assert states(cache, 3) == [MISS, HIT, HIT]
    assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)
    assert all_are_warm(cache)
    cache.usage.flush(at_once=True)
    assert cache.usage.totals()["hit:dashboard_summary"] >= 2
    cache.store.probe()
    for node in cluster:
        node.stop()
    assert set(states(cache, 10)) == {MISS} and cache.store.is_open
    for node in cluster:
        node.start()
    while states(cache, 1) != [HIT]:
        cache.store._closed_until = 0.0


def test_a_user_of_a_cluster_with_the_documented_rights_and_no_others(cluster):
    for node in cluster:
        url = allow(node, f"~team:* {COMMANDS} +cluster|slots +command")
    cache = SummaryCache(url.replace("redis://", "redis+cluster://"), key_prefix="team:")
    assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)
    assert all_are_warm(cache)
    cache.store.probe()


def test_a_cluster_that_is_away_when_it_is_first_asked():
    cache = SummaryCache(f"redis+cluster://127.0.0.1:{free_port()}")
    assert states(cache, 5) == [MISS] * 5 and cache.store.is_open


def test_a_node_of_a_cluster_asked_as_one_server(cluster, caplog):
    """Half of the keys lie elsewhere."""
    cache = SummaryCache(cluster[0].url)
    requests = [REQUEST._replace(browser=f"b{n}") for n in range(20)]
    with caplog.at_level(logging.WARNING, "pg_summary"):
        assert {cache.answer(request, Database()).state for request in requests} == {MISS}
    said = f"Redis at 127.0.0.1:{cluster[0].port} is part of a cluster; write redis+cluster:// in its URL"
    assert [record.getMessage() for record in caplog.records] == [f"pg-summary: {said}; PostgreSQL answers instead"]
    assert tell(Warmer(cache).cycle(APPS, Database())) == [f"warm: {said}"]


def test_what_is_not_a_cluster(own_valkey):
    url = own_valkey.url.replace("redis://", "redis+cluster://")
    warmed = Warmer(SummaryCache(url)).cycle(APPS, Database())
    said = f"Redis at 127.0.0.1:{own_valkey.port} is not a cluster (write redis:// in its URL), or "
    assert warmed.note == said + "refuses CLUSTER SLOTS to this user"


class Sentinel(Program):
    """Watches a primary, under the name `main`."""

    def __init__(self, primary: Valkey) -> None:
        super().__init__()
        self.primary = primary

    def command(self) -> list[str]:
        config = self.base / "sentinel.conf"
        config.write_text(
            f"bind 127.0.0.1\nport {self.port}\n"
            f"sentinel monitor main 127.0.0.1 {self.primary.port} 1\n"
            f"sentinel auth-pass main {self.primary.password}\n"
            "sentinel down-after-milliseconds main 300\nsentinel failover-timeout main 1000\n"
        )
        return [str(self.primary.program), str(config), "--sentinel"]


def test_sentinels(own_valkey):
    with Sentinel(own_valkey) as sentinel:
        hosts = f"127.0.0.1:{free_port()},127.0.0.1:{sentinel.port}"
        cache = SummaryCache(f"redis+sentinel://:{own_valkey.password}@{hosts}/main/0")
        assert states(cache, 3) == [MISS, HIT, HIT]
        assert Warmer(cache).cycle(APPS, Database()).bodies == len(APPS) * len(CACHED)
        assert all_are_warm(cache)
        cache.store.probe()
        other = SummaryCache(f"redis+sentinel://:{own_valkey.password}@{hosts}/nobody")
        assert set(states(other, 4)) == {MISS}
        assert "know no primary" in Warmer(other).cycle(APPS, Database()).note


def test_a_failover_by_sentinels(own_valkey):
    with replica_of(own_valkey) as replica, Sentinel(own_valkey) as sentinel:
        cache = SummaryCache(f"redis+sentinel://:{own_valkey.password}@127.0.0.1:{sentinel.port}/main")
        cache.store.pause = 0.05
        assert states(cache, 2) == [MISS, HIT]
        with redis.Redis(port=sentinel.port) as asked:
            deadline = time.monotonic() + 60
            while not asked.execute_command("sentinel", "replicas", "main"):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            own_valkey.stop()
            while states(cache, 2) != [HIT, HIT]:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            assert asked.execute_command("sentinel", "get-master-addr-by-name", "main")[1] == str(replica.port).encode()


@pytest.mark.parametrize(
    "url",
    [
        "redis+tls://127.0.0.1",
        "unix+cluster:///x",
        "redis+cluster://127.0.0.1:1/3",
        "redis+cluster://127.0.0.1:1?foo=bar",
        "redis+cluster://127.0.0.1:1,b:port",
        "redis+sentinel://127.0.0.1:1,127.0.0.1:2",
        "redis+sentinel://127.0.0.1:1/main?foo=bar",
    ],
)
def test_urls_that_cannot_be_used(url):
    with pytest.raises(ValueError):
        SummaryCache(url)


@pytest.mark.parametrize(
    "url, place",
    [
        ("rediss://u:secret@h:1/2", "h:1"),
        ("unix:///run/redis.sock?db=1", "/run/redis.sock"),
        ("rediss+cluster://u:secret@h:1,h2,[::1]:3?ssl_cert_reqs=none", "h:1, h2:6379, [::1]:3"),
        ("rediss+sentinel://u:secret@h,h2:2/a%20b/3?sentinel_password=secret", "h:26379, h2:2 (a b)"),
    ],
)
def test_where_it_is_for_messages(url, place):
    assert SummaryCache(url).store.server.place == place


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here to make a certificate")
def test_tls(own_valkey, tmp_path, caplog):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, *names, "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Proxy(own_valkey.port, context) as proxy:
        url = f"rediss://:{own_valkey.password}@localhost:{proxy.port}/0"
        assert states(SummaryCache(f"{url}?ssl_ca_certs={certificate}"), 3) == [MISS, HIT, HIT]
        with caplog.at_level(logging.WARNING, "pg_summary"):
            assert states(SummaryCache(url), 3) == [MISS] * 3, "a certificate that nobody vouches for"
        assert f"Redis at localhost:{proxy.port}" in caplog.records[0].getMessage()


def test_stale_where_nothing_can_be_stored(own_valkey):
    """What there is serves as a last resort."""
    cache = SummaryCache(own_valkey.url)
    states(cache, 1)
    with redis.Redis.from_url(own_valkey.url) as client:
        client.config_set("maxmemory", "1")
        for key in client.keys("dashboard_summary:*"):
            client.pexpire(key, max(1, client.pttl(key) - 80_000))
        time.sleep(0.05)
        assert cache.answer(REQUEST, Database(broken=APPS[0])).state == STALE
        with pytest.raises(StoreError, match="maxmemory"):
            cache.store.probe()
        client.config_set("maxmemory", "0")
