"""The value of a cache key: a line that shows whether the rest is valid, and the body as PostgreSQL wrote it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

MAGIC = b"pgsummary1"
LONGEST_LINE = 100


class Entry(NamedTuple):
    """A body, its hash, its age in seconds, and for how many more seconds it is fresh (negative: it is stale)."""

    body: str
    digest: str
    age: float
    fresh_for: float


def encode(key: str, body: str, fresh_ms: int, hard_ms: int) -> bytes:
    """The bytes to store under the key for `hard_ms` milliseconds."""
    return b"%s %s %d %d\n%s" % (MAGIC, digest(key, body).encode(), fresh_ms, hard_ms, body.encode())


def decode(key: str, stored: bytes | None, left_ms: int) -> Entry | None:
    """What `encode` made for this very key, with `left_ms` of its time left in Redis; None for anything else.

    Only Redis' clock tells its age, so that the clocks of servers need not agree.
    """
    if not stored:
        return None
    line, _, rest = stored.partition(b"\n")
    try:
        magic, recorded, fresh_ms, hard_ms = line[:LONGEST_LINE].split(b" ")
        body = rest.decode()
        age_ms = int(hard_ms) - left_ms
        fresh_for = (int(fresh_ms) - age_ms) / 1000
    except ValueError:
        return None
    found = digest(key, body)
    if magic != MAGIC or left_ms < 0 or recorded.decode("ascii", "replace") != found:
        return None
    return Entry(body, found, max(age_ms, 0) / 1000, fresh_for)


def digest(key: str, body: str) -> str:
    """A hash that tells a body under its key from any other; the ETag of the response."""
    return hashlib.blake2b(f"{key}\n{body}".encode(), digest_size=16).hexdigest()
