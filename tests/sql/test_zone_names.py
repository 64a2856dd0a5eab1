"""Both spellings of a time zone work on every server, whichever of them it knows."""

from __future__ import annotations

import shutil

import pytest
from questions import ask
from source_rows import APPS, NO_APP, Writer
from support import bindir, drain, install, open_connection

from pg_summary.sandbox.server import Server
from pg_summary.sandbox.source import create_source_schema

# Old name, name of today: one server lacks the first ones, another the second ones.
RENAMED = [
    ("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"),
    ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"), ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("America/Godthab", "America/Nuuk"), ("Asia/Katmandu", "Asia/Kathmandu"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["a new server", "an old server"])
def server_without(request, tmp_path_factory):
    """A connection to a copy of the server whose share/timezone lacks the old names, or those of today."""
    program = bindir(request.config)
    home = program.parent
    if not list(home.glob("share/**/timezone")):
        pytest.skip("this server has its time zones from the system")
    # A wheel has its libraries beside itself.
    root = home.parent if home.name == "pginstall" else home
    place = tmp_path_factory.mktemp("server")
    for path in (place, *place.parents[:2]):
        path.chmod(0o755)
    for directory in [root, *root.parent.glob(root.name + ".libs")]:
        shutil.copytree(directory, place / directory.name, symlinks=True)
    copy = place / root.name / program.relative_to(root)
    (zones,) = copy.parent.glob("share/**/timezone")
    for pair in RENAMED:
        (zones / pair[request.param == "an old server"]).unlink()
    with Server(bindir=copy) as server:
        server.create_database("zones")
        with open_connection(server.dsn("zones")) as connection:
            create_source_schema(connection)
            install(server.dsn("zones"))
            Writer(connection, None).prepare()
            connection.execute(
                "insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id) "
                "select md5(n::text)::uuid, n::text, '{}', false, 0, '2026-01-01'::timestamptz + n * interval '1 hour', true, "
                "%s from generate_series(1, 100) n", [APPS[0]],
            )  # fmt: skip
            drain(connection)
            yield connection


@pytest.mark.parametrize("pair", RENAMED, ids="-".join)
def test_either_name_is_the_same_zone(server_without, pair):
    known = {r[0] for r in server_without.execute("select name from pg_timezone_names")}
    assert len(known & set(pair)) == 1
    answers = [ask(server_without, "conference_summary", app_id=APPS[0], time_zone=name) for name in pair]
    assert answers[0] == answers[1] and len(answers[0]) >= 5
    assert answers[0] != ask(server_without, "conference_summary", app_id=APPS[0])
    assert ask(server_without, "dashboard_summary", app_id=NO_APP, time_zone=pair[0].upper())


def test_every_alias_leads_to_a_zone(transaction):
    """On a server that has all names, each of ours is one, or leads to one."""
    for (name,) in transaction.execute("select name from pgsummary.time_zone_alias").fetchall():
        zone = transaction.execute("select pgsummary.check_time_zone('test', %s)", [name]).fetchone()[0]
        assert transaction.execute("select now() at time zone %s is not null", [zone]).fetchone()[0]
