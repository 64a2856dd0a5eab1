"""Where bodies are kept, according to a URL: one server of Redis or Valkey, the primary that Sentinels name, or a
cluster."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple
from urllib.parse import unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.connection import parse_url
from redis.exceptions import (
    AskError,
    AuthenticationError,
    AuthorizationError,
    BusyLoadingError,
    ReadOnlyError,
    ResponseError,
)
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry
from redis.sentinel import MasterNotFoundError, Sentinel

SENTINEL_PORT = 26379


class RedisServer(NamedTuple):
    """`place` is for messages and holds no secret; `connect` returns a client of redis-py (that of a cluster connects
    immediately)."""

    place: str
    connect: Callable[[], Any]


def find_server(url: str, timeout: float) -> RedisServer:
    """The server at redis://, rediss:// (TLS) or unix://, the cluster at redis+cluster://HOST:PORT,HOST:PORT, or the
    primary at redis+sentinel://HOST:PORT,HOST:PORT/NAME; rediss+cluster:// and rediss+sentinel:// with TLS.

    timeout: the most seconds to wait for a connection or an answer.
    Raises ValueError if the URL is none of these, or has an option that redis-py does not know.
    """
    scheme, plus, kind = url.partition("://")[0].partition("+")
    if not plus:
        return _one(url, timeout)
    if scheme not in ("redis", "rediss") or kind not in ("cluster", "sentinel"):
        raise ValueError("the scheme must be redis, rediss or unix, or one of the first two with +cluster or +sentinel")
    parts = urlsplit(url)
    user, at, hosts = parts.netloc.rpartition("@")
    first, *others = hosts.split(",")
    make = _cluster if kind == "cluster" else _sentinel
    return make(f"{scheme}://{user}{at}{first}", others, parts.path, parts.query, timeout)


def describe(error: Exception, place: str, timeout: float) -> str:
    """What went wrong with Redis, as a sentence without a secret."""
    if isinstance(error, (BusyLoadingError, ReadOnlyError)):
        state = "is a read-only replica" if isinstance(error, ReadOnlyError) else "is still loading its data"
        return f"Redis at {place} {state}"
    if isinstance(error, MasterNotFoundError):
        return f"the Sentinels at {place} know no primary of that name, or are unreachable"
    if isinstance(error, (AuthenticationError, AuthorizationError)):
        return f"Redis at {place} refuses the user or the password"
    if isinstance(error, RedisTimeoutError):
        return f"Redis at {place} did not answer within {timeout:g} s"
    text = " ".join(str(error).split())
    if isinstance(error, AskError) or text.startswith(("MOVED ", "ASK ")):
        return f"Redis at {place} is part of a cluster; write redis+cluster:// in its URL"
    if "mode is not enabled" in text or "cluster support disabled" in text:
        return f"Redis at {place} is not a cluster (write redis:// in its URL), or refuses CLUSTER SLOTS to this user"
    if isinstance(error, ResponseError):
        return f"Redis at {place} refused: {text}"
    if isinstance(error, (redis.RedisError, OSError)):
        return f"Redis at {place} is unreachable"
    return f"Redis at {place} can't be used: {text}"


def _options(url: str, timeout: float) -> dict[str, Any]:
    """What redis-py reads in the URL of one server; it does not connect yet."""
    options = {
        **parse_url(url),
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(NoBackoff(), 0),
        "decode_responses": False,  # entries are bytes, whatever the URL says
    }
    return options


def _check(options: dict[str, Any]) -> None:
    """Raises ValueError if an option makes connections impossible."""
    kind = options.get("connection_class", redis.Connection)
    try:
        kind(**{name: value for name, value in options.items() if name not in ("connection_class", "max_connections")})
    except Exception as error:
        raise ValueError(f"an option can't be used: {error}") from error


def _one(url: str, timeout: float) -> RedisServer:
    options = _options(url, timeout)
    _check(options)
    client = redis.Redis(connection_pool=redis.ConnectionPool(**options))
    return RedisServer(options.get("path") or _place(_address(options)), lambda: client)


def _cluster(first: str, others: list[str], path: str, query: str, timeout: float) -> RedisServer:
    if path.strip("/") not in ("", "0"):
        raise ValueError("a cluster has only the database 0")
    options = _options(f"{first}?{query}", timeout)
    _check(options)
    nodes = [_address(options), *(_address(parse_url(f"redis://{other}")) for other in others)]
    # A key that has moved to another node is requested once more.
    options.update(retry=Retry(NoBackoff(), 1), ssl=options.pop("connection_class", None) is not None)
    for name in ("host", "port", "db"):
        options.pop(name, None)
    return RedisServer(
        _place(*nodes), lambda: RedisCluster(startup_nodes=[ClusterNode(*node) for node in nodes], **options)
    )


def _sentinel(first: str, others: list[str], path: str, query: str, timeout: float) -> RedisServer:
    name, _, database = path.strip("/").partition("/")
    if not name:
        raise ValueError("the name of the primary is missing: redis+sentinel://HOST:PORT,HOST:PORT/NAME")
    options = _options(f"{first}/{database}?{query}", timeout)
    own = {
        field: options.pop(f"sentinel_{field}") for field in ("username", "password") if f"sentinel_{field}" in options
    }
    _check(options)
    nodes = [_address(options, SENTINEL_PORT)]
    nodes += [_address(parse_url(f"redis://{other}"), SENTINEL_PORT) for other in others]
    options.pop("host", None)
    options.pop("port", None)
    if options.pop("connection_class", None):
        options["ssl"] = True
    shared = {field: value for field, value in options.items() if field not in ("username", "password", "db")}
    sentinel = Sentinel(nodes, sentinel_kwargs={**shared, **own}, **options)
    return RedisServer(f"{_place(*nodes)} ({unquote(name)})", lambda: sentinel.master_for(unquote(name)))


def _address(options: dict[str, Any], port: int = 6379) -> tuple[str, int]:
    return options.get("host", "localhost"), options.get("port", port)


def _place(*addresses: tuple[str, int]) -> str:
    return ", ".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in addresses)
