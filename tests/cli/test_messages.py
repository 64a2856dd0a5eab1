"""What is wrong, in one line on stderr, with the exit code of the contract; no password ever."""

import csv
import json

import psycopg
import pytest
from program import APP, add_conferences, connect, pg_summary

from pg_summary.cli import main
from pg_summary.errors import redact

COMMANDS = ["install", "refresh", "status", "verify", "uninstall", "show", "demo"]


def lines(result) -> list:
    return result.err.strip().splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    result = pg_summary(command, "--help")
    assert result.code == 0 and f"Example: pg-summary {command}" in " ".join(result.out.split())


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "demo"])
def test_help_names_the_environment_variables(command):
    options = [option for option in main.commands[command].params if getattr(option, "envvar", None)]
    text = pg_summary(command, "--help").out
    assert "PG_SUMMARY_DSN" in text
    assert len([option for option in options if "PG_SUMMARY_" in str(option.envvar)]) == len(options)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nope"],
        ["show"],
        ["show", "nope"],
        ["refresh", "--every", "soon"],
        ["show", "issue-summary", "--json", "--csv"],
    ],
)
def test_usage(arguments):
    assert pg_summary(*arguments).code == 2


@pytest.mark.parametrize(
    "command", [["install"], ["refresh"], ["status"], ["verify"], ["uninstall"], ["show", "issue-summary"]]
)
def test_no_server(command):
    result = pg_summary(*command, dsn="postgresql://u:s3cret@127.0.0.1:1/x")
    assert result.code == 1
    assert lines(result)[0].startswith("error: no connection to the database: ") and len(lines(result)) == 1
    assert "s3cret" not in result.out + result.err


def test_no_database(source_database):
    dsn = psycopg.conninfo.make_conninfo(source_database, dbname="nope")
    result = pg_summary("status", dsn=dsn)
    assert result.code == 1 and '"nope" does not exist' in result.err


@pytest.mark.parametrize(
    "dsn",
    ["host=x password=s3cret nonsense", "postgresql://u:s3cret@h:port:5/x", "postgresql://u:s3c%ret@h/x"],
)
def test_a_dsn_that_cannot_be_read(dsn):
    result = pg_summary("status", dsn=dsn)
    assert result.code == 1 and lines(result)[0].startswith("error: ")
    assert "s3c" not in result.out + result.err


def test_passwords_are_masked(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "hush")
    said = redact("a s3:cr@et and it's and hush", "postgresql://u:s3:cr@et@h/x", "password='it\\'s' host=h")
    assert "s3:cr@et" not in said and "hush" not in said


def test_the_environment_says_where(source_database):
    assert pg_summary("install", PG_SUMMARY_DSN=source_database).code == 0
    assert pg_summary("status", PG_SUMMARY_DSN=source_database, DATABASE_URL="postgresql://nope:1/").code == 0
    assert pg_summary("status", DATABASE_URL=source_database).code == 0
    parts = psycopg.conninfo.conninfo_to_dict(source_database)
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname"}
    assert pg_summary("status", **{name: str(parts[part]) for name, part in names.items() if part in parts}).code == 0


def test_not_installed(source_database):
    for command in (
        ["refresh"],
        ["status"],
        ["verify"],
        ["uninstall", "--yes"],
        ["show", "issue-summary", "--app", APP],
    ):
        result = pg_summary(*command, dsn=source_database)
        assert result.code == 1 and "not installed" in result.err and "pg-summary install" in result.err


def test_no_peermetrics_tables(empty_database, source_database):
    result = pg_summary("install", dsn=empty_database)
    assert result.code == 1
    for table in ("app", "app_session", "conference", "participant_conferences"):
        assert table in lines(result)[0]
    with connect(source_database) as connection:
        connection.execute("alter table app_issue rename to issue")
    result = pg_summary("install", dsn=source_database)
    assert result.code == 1 and lines(result)[0].endswith("schema public lacks app_issue")


def test_missing_privileges_name_the_grants_and_those_suffice(source_database):
    with connect(source_database) as connection:
        database = connection.info.dbname
        connection.execute("drop role if exists modest")
        connection.execute("create role modest login")
        connection.execute("revoke all on schema public from public")
        as_modest = psycopg.conninfo.make_conninfo(source_database, user="modest")
        result = pg_summary("install", "--no-base-indexes", dsn=as_modest)
        assert result.code == 1
        hint = lines(result)[1]
        for grant in (
            f"GRANT CREATE ON DATABASE {database} TO modest",
            "GRANT USAGE, CREATE ON SCHEMA public TO modest",
            "GRANT SELECT, TRIGGER ON TABLE public.conference TO modest",
        ):
            assert grant in hint
        connection.execute(hint[hint.index("GRANT") :])
        owned = pg_summary("install", dsn=as_modest)
        assert owned.code == 1 and "--no-base-indexes" in owned.err and "GRANT postgres TO modest" in owned.err
        result = pg_summary("install", "--no-base-indexes", dsn=as_modest)
        assert result.code == 0, result.err
        add_conferences(connection, 1)
        assert pg_summary("refresh", dsn=as_modest).code == 0
        shown = pg_summary("show", "conference-summary", "--app", "Shop", "--json", dsn=as_modest)
        assert sum(day["total"] for day in json.loads(shown.out)["data"]) == 51
        connection.execute("create role another login")
        as_another = psycopg.conninfo.make_conninfo(source_database, user="another")
        result = pg_summary("status", dsn=as_another)
        assert result.code == 1 and "permission denied" in result.err
        connection.execute("drop role another")
        assert pg_summary("uninstall", "--yes", dsn=source_database).code == 0
        connection.execute("drop owned by modest")
        connection.execute("drop role modest")


def test_grant_to_a_role_that_is_not_there(source_database):
    result = pg_summary("install", "--grant-to", "nobody here", dsn=source_database)
    assert result.code == 1 and "nobody here" in result.err
    assert pg_summary("status", dsn=source_database).code == 1


def test_another_refresh_or_install_runs(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database, autocommit=False) as other:
        other.execute("select * from pgsummary.refresh()")
        result = pg_summary("refresh", dsn=source_database)
        assert result.code == 4 and "another refresh is running" in result.err
        other.rollback()
        other.execute("select pg_advisory_xact_lock(hashtext('pgsummary.install'))")
        assert pg_summary("uninstall", "--yes", dsn=source_database).code == 4
        assert pg_summary("install", "--always", dsn=source_database).code == 4


def test_status_and_verify_as_json(source_database):
    pg_summary("install", dsn=source_database)
    status = json.loads(pg_summary("status", "--json", dsn=source_database).out)
    assert status["version"] and status["backlog"] == 0 and status["misfits"] == [] and status["backfilled"]
    assert {item["word"] for item in status["objects"]} == {"INSTALLED"}
    assert json.loads(pg_summary("verify", "--json", dsn=source_database).out) == {
        "problems": [],
        "repaired": 0,
        "state": [],
    }


def test_verify_finds_drift_and_repairs_it(source_database):
    pg_summary("install", dsn=source_database)
    with connect(source_database) as connection:
        connection.execute(
            "delete from pgsummary.conference_fact where id = (select id from pgsummary.conference_fact limit 1)"
        )
        assert pg_summary("verify", "--app", "Shop", dsn=source_database).code == 3
        found = pg_summary("verify", "--json", dsn=source_database)
        assert found.code == 3 and json.loads(found.out)["problems"]
        assert pg_summary("verify", "--repair", dsn=source_database).code == 0
    assert pg_summary("verify", dsn=source_database).code == 0


@pytest.mark.parametrize(
    "options",
    [
        "-c datestyle=German",
        pytest.param("-c intervalstyle=sql_standard", marks=pytest.mark.slow),
        pytest.param("-c quote_all_identifiers=on", marks=pytest.mark.slow),
        "-c default_transaction_read_only=on",
        pytest.param("-c timezone=UTC-5", marks=pytest.mark.slow),
        pytest.param("-c client_encoding=SQL_ASCII", marks=pytest.mark.slow),
    ],
)
def test_no_setting_of_a_role_matters(source_database, options):
    """All commands from install to uninstall; status and a second install find nothing that has changed."""
    odd = psycopg.conninfo.make_conninfo(source_database, options=options)
    with connect(source_database) as connection:
        connection.execute("update conference set end_time = 'infinity', start_time = '0044-03-15 BC'")
    for command, dsn in [
        (["install"], odd),
        (["status"], source_database),
        (["status"], odd),
        (["refresh"], odd),
        (["verify"], odd),
        (["show", "conference-summary"], odd),
        (["show", "conference-list"], odd),
        (["show", "conference-list", "--csv"], odd),
        (["show", "conference-list", "--json"], odd),
    ]:
        result = pg_summary(*command, dsn=dsn)
        assert result.code == 0 and "Traceback" not in result.err, (command, result)
    for dsn in (odd, source_database):
        assert "nothing to do" in pg_summary("install", dsn=dsn).err + pg_summary("install", dsn=dsn).out
    result = pg_summary("uninstall", "--yes", dsn=odd)
    assert result.code == 0, result
    with connect(source_database) as connection:
        assert connection.execute("select to_regnamespace('pgsummary')").fetchone() == (None,)


def test_a_dashboard_as_csv_is_json_in_a_cell(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    header, cell = csv.reader(pg_summary("show", "dashboard-summary", "--csv", dsn=source_database).out.splitlines())
    assert header == ["dashboard_summary"] and "conference_summary" in json.loads(cell[0])


def test_a_table_that_somebody_locks_is_waited_for_a_while_only(source_database):
    assert pg_summary("install", dsn=source_database).code == 0
    with connect(source_database, autocommit=False) as other:
        other.execute("lock table conference in access exclusive mode")
        assert pg_summary("status", dsn=source_database).code == 4


def test_a_role_that_is_gone_forbids_no_uninstall(source_database):
    with connect(source_database) as connection:
        connection.execute("drop role if exists passing")
        connection.execute("create role passing")
        assert pg_summary("install", "--api-schema", "api", "--grant-to", "passing", dsn=source_database).code == 0
        connection.execute("drop owned by passing")
        connection.execute("drop role passing")
    result = pg_summary("uninstall", "--yes", dsn=source_database)
    assert result.code == 0, result
