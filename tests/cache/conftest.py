"""An empty cache for each test."""

from __future__ import annotations

import pytest
import redis

from pg_summary.cache import SummaryCache


@pytest.fixture
def url(valkey):
    """An empty server's."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return valkey.url


@pytest.fixture
def client(url):
    with redis.Redis.from_url(url) as opened:
        yield opened


@pytest.fixture
def cache(url):
    return SummaryCache(url)
