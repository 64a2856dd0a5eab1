"""Row-level security on the source tables: a summary is over all rows, or it is refused; never over some of them.

Policies speak of the role that owns pg-summary, with whose rights the functions run: not of the one who asks.
"""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from oracle import Oracle, read_source
from program import APP, add_conferences, pg_summary, total
from psycopg.conninfo import make_conninfo
from questions import FUNCTIONS, ask, check_all
from source_rows import APPS, Writer
from support import drain, open_connection

TABLES = ["conference", "participant", "participant_conferences", "app_session", "app_connection", "app_issue"]
HIDDEN = "SM004"


@pytest.fixture
def owned(source_database):
    """The source tables belong to owner_role, to which row-level security applies if it is forced."""
    with open_connection(source_database) as connection:
        for role in ("owner_role", "other_role", "asker_role"):
            connection.execute(f"create role {role} login")
        (name,) = connection.execute("select current_database()").fetchone()
        connection.execute(f"grant create on database {name} to owner_role, other_role")
        connection.execute("grant usage, create on schema public to owner_role, other_role")
        for table in [*TABLES, "app", "organization"]:
            connection.execute(f"alter table {table} owner to owner_role")
        Writer(connection, Random(1)).grow(6)
        connection.execute(f"grant select, trigger on {', '.join(TABLES)}, app to other_role")
        connection.execute(f"grant select on {', '.join(TABLES)}, app to asker_role")
    yield source_database
    with open_connection(source_database) as connection:
        connection.execute("drop owned by owner_role, other_role, asker_role cascade")
        connection.execute("drop role owner_role, other_role, asker_role")


def secure(connection, force: bool = False) -> None:
    """Nobody to whom it applies sees any conference but those of one app."""
    for table in TABLES:
        connection.execute(f"alter table {table} enable row level security")
        if force:
            connection.execute(f"alter table {table} force row level security")
    connection.execute(f"create policy one_app on conference using (app_id = '{APPS[0]}')")


def test_the_owner_sees_all_and_who_asks_is_answered_for_all(owned):
    with open_connection(owned) as connection:
        secure(connection)
        install = pg_summary("install", "--grant-to", "asker_role", dsn=make_conninfo(owned, user="owner_role"))
        assert install.code == 0, install.err
        Writer(connection, Random(2)).grow(3)
        check_all(connection)
        rows = read_source(connection)
        connection.execute("set role asker_role")
        assert len({app for (app,) in connection.execute("select distinct app_id from conference")}) <= 1
        for app in APPS:
            assert ask(connection, "conference_summary", app_id=app) == Oracle(rows).conference_summary(app)
        assert total(connection) == 50


def test_policies_that_are_forced_later_are_an_error_and_no_smaller_number(owned):
    dsn = make_conninfo(owned, user="owner_role")
    assert pg_summary("install", dsn=dsn).code == 0
    with open_connection(owned) as connection, open_connection(dsn) as owner:
        secure(connection, force=True)
        for name in FUNCTIONS:
            with pytest.raises(psycopg.Error) as raised:
                ask(owner, name, app_id=APPS[0])
            assert raised.value.sqlstate == HIDDEN and "owner_role" in str(raised.value), name
        for statement in ("select pgsummary.refresh()", "select * from pgsummary.verify()"):
            with pytest.raises(psycopg.Error) as raised:
                owner.execute(statement)
            assert raised.value.sqlstate == HIDDEN
        status = pg_summary("status", dsn=dsn)
        assert status.code == 3 and "row-level security" in status.out + status.err
        # Writers go on.
        add_conferences(connection, 3)
        Writer(connection, Random(2)).grow(3)
        for table in TABLES:
            connection.execute(f"alter table {table} no force row level security")
        assert pg_summary("status", dsn=dsn).code == 0
        check_all(connection)
        drain(owner)
        assert owner.execute("select * from pgsummary.verify()").fetchall() == []
        check_all(connection)


def test_a_role_that_policies_apply_to_cannot_install(owned):
    dsn = make_conninfo(owned, user="other_role")
    with open_connection(owned) as connection:
        secure(connection)
        refused = pg_summary("install", "--no-base-indexes", dsn=dsn)
        assert refused.code == 1 and "row-level security" in refused.err, refused
        assert connection.execute("select to_regnamespace('pgsummary')").fetchone() == (None,)
        connection.execute("alter role other_role bypassrls")
        installed = pg_summary("install", "--no-base-indexes", dsn=dsn)
        assert installed.code == 0, installed.err
        assert total(connection) == 50 and ask(connection, "conference_summary", app_id=APP)
        check_all(connection)
