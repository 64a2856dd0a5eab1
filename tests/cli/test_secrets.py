"""No password is printed, nor a part of one, however it is written: in DSNs, in URLs of databases and of Redis."""

from __future__ import annotations

import pytest
from program import pg_summary, start
from test_refresh import Lines

from pg_summary.errors import redact

# The parts of the passwords are words that occur nowhere else.
PARTS = ("xyzzy", "plugh", "frobozz")
WRITTEN = [
    "postgresql://u:xyzzy@plugh@127.0.0.1:1/x",
    "postgresql://u:xyzzy/plugh@127.0.0.1:1/x",
    "postgresql://u:xyzzy:plugh@127.0.0.1:1/x",
    "postgresql://u:xyzzy?plugh#frobozz@127.0.0.1:1/x",
    "postgresql://u:xyzzy%plugh@127.0.0.1:1/x",
    "postgresql://u:xyzzy%40plugh@127.0.0.1:1/x",
    "postgresql://u:xyzzy plugh@127.0.0.1:1/x",
    "postgresql://u:xyzzy[plugh]@127.0.0.1:1/x",
    "postgresql://u@127.0.0.1:1/x?password=xyzzy&plugh=1",
    "postgresql://u@127.0.0.1:1/x?sslpassword=xyzzy%plugh",
    "postgres://u:xyzzy@127.0.0.1:port/x",
    "host=127.0.0.1 port=1 password=xyzzy plugh user=u",
    "host=127.0.0.1 port=1 user=u password=xyzzy plugh",
    "host=127.0.0.1 port=1 password='xyzzy plugh user=u",
    "host=127.0.0.1 port=1 password='xyzzy\\'plugh' frobozz user=u",
    "host=127.0.0.1 port=1 password = xyzzy'plugh user=u",
    "host=127.0.0.1 port=1 password=xyzzy\\ plugh user=u nonsense",
    "password=xyzzy=plugh host=127.0.0.1 port=1 user=u",
]  # fmt: skip
REDIS = [
    "redis://:xyzzy@plugh@127.0.0.1:1/0",
    "redis://u:xyzzy/plugh@127.0.0.1:1/0",
    "redis://:xyzzy plugh@127.0.0.1:port/0",
    "rediss://u:xyzzy#plugh@127.0.0.1:1/0",
    "redis://127.0.0.1:1/0?password=xyzzy&socket_timeout=plugh",
    "http://u:xyzzy@plugh/0",
]


def assert_hidden(result) -> None:
    said = result.out + result.err
    assert said and not [part for part in PARTS if part in said], said


@pytest.mark.parametrize("dsn", WRITTEN)
def test_a_dsn(dsn):
    for command in (["status"], ["install"], ["uninstall", "--yes"], ["show", "issue-summary"]):
        assert_hidden(pg_summary(*command, dsn=dsn))
    for variable in ("PG_SUMMARY_DSN", "DATABASE_URL"):
        assert_hidden(pg_summary("status", **{variable: dsn}))


@pytest.mark.parametrize("dsn", [WRITTEN[0], WRITTEN[1], WRITTEN[11]])
def test_a_dsn_of_a_daemon(dsn):
    process = start("refresh", "--every", "100ms", "--json", "--dsn", dsn)
    lines = Lines(process)
    lines.wait_for(lambda line: "waiting" in line or "error" in line)
    process.terminate()
    process.wait(30)
    assert not [part for part in PARTS if part in "".join(lines.lines)], lines.lines


@pytest.mark.parametrize("url", REDIS)
def test_a_redis_url(source_database, url):
    assert pg_summary("install", dsn=source_database).code == 0
    for result in (
        pg_summary("warm", "--redis-url", url, dsn=source_database),
        pg_summary("warm", "--json", dsn=source_database, REDIS_URL=url),
    ):
        assert result.code == 1
        assert_hidden(result)


@pytest.mark.parametrize("dsn", WRITTEN[:4] + REDIS[:1])
@pytest.mark.parametrize("command", [[], ["status"], ["show"], ["status", "--all"]])
def test_an_address_where_none_belongs(command, dsn):
    result = pg_summary(*command, dsn)
    assert result.code == 2
    assert_hidden(result)


def test_only_passwords_are_masked():
    said = "connection to server at 127.0.0.1, port 5432 failed: user peer does not exist in peermetrics"
    assert redact(said, "postgresql://peer:s3cret@db:5432/peermetrics") == said
    assert redact("the secret is it's, says 5432", "password='it\\'s' port=5432") == "the secret is ***, says 5432"
