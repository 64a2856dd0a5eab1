"""The catalogue entries of all our objects: how functions are declared, who may call them, and where things are."""

from __future__ import annotations

import re

import pytest
from questions import FUNCTIONS
from support import open_connection

TABLES = ["conference", "participant", "participant_conferences", "app_session", "app_connection", "app_issue"]


@pytest.fixture(scope="module")
def functions(catalogue):
    """Every function of ours by name: its row of pg_proc."""
    rows = catalogue.execute(
        "select p.oid, p.proname, n.nspname, l.lanname, p.provolatile, p.proparallel, p.prosecdef, p.proconfig, "
        "pg_get_userbyid(p.proowner), obj_description(p.oid, 'pg_proc'), p.prosrc, p.proacl::text, p.prorettype::regtype::text "
        "from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang "
        "where n.nspname in ('pgsummary', 'public')"
    ).fetchall()
    keys = "oid name schema language volatile parallel definer config owner comment source acl result".split()
    return [dict(zip(keys, row)) for row in rows]


@pytest.fixture(scope="module")
def catalogue(shared_database):
    """A connection that reads the catalogue."""
    with open_connection(shared_database) as connection:
        yield connection


def test_the_api_is_the_contracts(functions):
    ours = [*FUNCTIONS, "pg_summary_apps", "pg_summary_apps_json", "pg_summary_health", "pg_summary_identity"]
    assert sorted(f["name"] for f in functions if f["schema"] == "public") == sorted(ours)


def test_api_functions_read_only_and_run_as_their_owner(functions):
    for f in functions:
        if f["schema"] == "public":
            # The identity catches an error, which no parallel plan may do.
            parallel = "u" if f["name"] == "pg_summary_identity" else "sr"
            assert f["volatile"] == "s" and f["definer"] and f["parallel"] in parallel, f["name"]


def test_what_writes_is_volatile(functions):
    writes = ("insert into ", "update pgsummary.", "delete from ", "refresh materialized")
    for f in functions:
        if any(w in f["source"].lower() for w in writes):
            assert f["volatile"] == "v" and f["parallel"] == "u", f["name"]


def test_every_function_pins_its_search_path_or_can_be_inlined(functions):
    for f in functions:
        settings = f["config"] or []
        pinned = any(s.replace('"', "").replace(" ", "") == "search_path=pg_catalog,pg_temp" for s in settings)
        if f["result"] == "trigger" and f["name"] != "log_truncate":
            # To pin a path takes as long as all the rest of a row trigger, and a writer waits for it.
            assert not settings, f["name"]
        elif f["language"] == "plpgsql" or f["definer"]:
            assert pinned, f["name"]
        elif not pinned:
            assert f["language"] == "sql" and not settings, f["name"]


def test_row_triggers_use_nothing_that_a_search_path_decides(functions):
    triggers = [f for f in functions if f["result"] == "trigger" and f["name"] != "log_truncate"]
    assert len(triggers) == 6
    for f in triggers:
        source = re.sub(r"--[^\n]*|'[^']*'", "", f["source"]).replace(":=", "")
        assert not re.search(r"[-+*/<>=~!@#%^&|`?]|\bdistinct\b|\bin\b|\blike\b|\bbetween\b", source), f["name"]
        calls = set(re.findall(r"(?<![\w.])([a-z_]+) ?\(", source))
        # GREATEST is not a function: it compares as the type's index does.
        assert calls <= {"row", "values", "change_log", "greatest"}, (f["name"], calls)
        types = re.findall(r"^ +\w+ ([\w.\"]+)(?: |;)", source.split("begin")[0], re.M)
        assert types and all(t.startswith("pg_catalog.") for t in types), (f["name"], types)


def test_functions_without_a_pinned_path_qualify_what_they_call(functions, catalogue):
    """They give the same answer where every name of pg_catalog is hidden behind others: see the tests of settings; here,
    that each call in their source names a schema or is no call.
    """
    words = {
        "in", "any", "all", "array", "values", "exists", "filter", "over", "row", "coalesce", "nullif", "greatest",
        "least", "cast", "extract", "select", "unnest", "and", "or", "not", "when", "then", "else", "case", "from", "join",
        "lateral", "on", "by", "as", "where", "with", "using", "interval", "ordinality", "materialized", "distinct", "is",
    }  # fmt: skip
    for f in functions:
        if f["language"] == "sql" and not f["config"]:
            source = re.sub(r"--[^\n]*|'[^']*'", "", f["source"])
            calls = re.findall(r"(?<![\w.\"])([a-z_][a-z_0-9]*) ?\(", source)
            called = {
                c for c in calls if c not in words
                and catalogue.execute("select exists (select from pg_proc where proname = %s)", [c]).fetchone()[0]
            }  # fmt: skip
            assert not called, (f["name"], called)


def test_every_object_is_explained(functions, catalogue):
    assert [f["name"] for f in functions if not f["comment"]] == []
    rows = catalogue.execute(
        "select c.relname from pg_class c where c.relnamespace = 'pgsummary'::regnamespace and c.relkind in ('r', 'v', 'm') "
        "and obj_description(c.oid, 'pg_class') is null"
    ).fetchall()
    assert rows == []


def test_nobody_was_granted_anything(functions, catalogue):
    """PUBLIC may call none of ours, look into none of ours and enter no schema of ours."""
    catalogue.execute("begin")
    catalogue.execute("create role nobody_in_particular")
    for f in functions:
        allowed = catalogue.execute(
            "select has_function_privilege('nobody_in_particular', %s::oid, 'execute')", [f["oid"]]
        ).fetchone()[0]
        reachable = catalogue.execute(
            "select has_schema_privilege('nobody_in_particular', %s, 'usage')", [f["schema"]]
        ).fetchone()[0]
        assert not (allowed and reachable), f["name"]
        assert not (allowed and f["definer"] and f["result"] != "trigger"), f["name"]
    assert not catalogue.execute(
        "select has_schema_privilege('nobody_in_particular', 'pgsummary', 'usage')"
    ).fetchone()[0]
    relations = catalogue.execute(
        "select relname from pg_class where relnamespace = 'pgsummary'::regnamespace and relkind in ('r', 'v', 'm') "
        "and has_table_privilege('nobody_in_particular', oid, 'select, insert, update, delete, truncate')"
    ).fetchall()
    assert relations == []
    catalogue.execute("rollback")


def test_nothing_of_ours_elsewhere(catalogue):
    """Outside our schema: the functions of the API, two triggers per table and the base indexes, each on record."""
    recorded = {r[0] for r in catalogue.execute("select kind from pgsummary.installed_object")}
    assert {"function", "trigger"} <= recorded
    triggers = catalogue.execute(
        "select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal order by 1, 2"
    ).fetchall()
    assert triggers == [
        (table, f"pgsummary_log_{what}") for table in sorted(TABLES) for what in ("row", "truncate")
    ]  # fmt: skip
    indexes = {
        r[0] for r in catalogue.execute(
            "select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid "
            "where c.relnamespace = 'public'::regnamespace and c.relname like '%pgsummary%'"
        )
    }  # fmt: skip
    listed = " ".join(r[0] for r in catalogue.execute("select name from pgsummary.installed_object"))
    assert all(name in listed for name in indexes)
    others = catalogue.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname "
        "not in ('pgsummary', 'public', 'pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%%'"
    ).fetchall()
    assert others == []


def test_triggers_name_no_column(catalogue):
    """Else Django could neither retype nor drop it."""
    rows = catalogue.execute(
        "select tgname from pg_trigger where not tgisinternal and (tgattr::text <> '' or tgqual is not null)"
    ).fetchall()
    assert rows == []


def test_nothing_depends_on_a_column_of_a_source_table(catalogue):
    """No view and no function with a parsed body holds a column of theirs; our own base indexes may."""
    rows = catalogue.execute(
        "select distinct d.classid::regclass, d.objid from pg_depend d where d.refclassid = 'pg_class'::regclass "
        "and d.refobjid in (select (%s || '.' || t)::regclass from unnest(%s::text[]) t) and d.refobjsubid > 0 "
        "and d.classid in ('pg_rewrite'::regclass, 'pg_proc'::regclass)", ["public", TABLES],
    ).fetchall()  # fmt: skip
    assert rows == []


def test_plpgsql_check_finds_nothing(catalogue, functions):
    """Missing columns, wrong types, variables never read, volatility: if the extension is available."""
    if not catalogue.execute("select from pg_available_extensions where name = 'plpgsql_check'").fetchall():
        pytest.skip("plpgsql_check is not available on this server: function bodies were NOT checked")
    catalogue.execute("create extension if not exists plpgsql_check")
    found = []
    for f in functions:
        if f["language"] == "plpgsql":
            tables = TABLES if f["result"] == "trigger" else [None]
            if f["result"] == "trigger" and f["name"] != "log_truncate":
                tables = [f["name"][4:]]
            for table in tables:
                relation = f"'public.{table}'::regclass" if table else "0"
                rows = catalogue.execute(
                    "select level, lineno, message from plpgsql_check_function_tb(%s::oid::regprocedure, "
                    # What takes facts of any kind is checked with those of conferences (the parameter is spelled so).
                    f"{relation}, performance_warnings => true, extra_warnings => true, security_warnings => true, "
                    "anyelememttype => 'pgsummary.conference_fact') "
                    "where level <> 'notice' and message <> 'target type is different type than source type'", [f["oid"]],
                ).fetchall()  # fmt: skip
                found += [(f["name"], *row) for row in rows]
    # It composes a call of quoted literals and the names of types, as regtype quotes them; the check knows no regtype.
    found = [f for f in found if (f[0], f[3]) != ("misfits", "text type variable is not sanitized")]
    # One must see the changes of the statement whose trigger calls it; the other deletes with a dynamic statement.
    volatile = [(name, "routine is marked as VOLATILE, should be STABLE") for name in ("closed_before", "prune_names")]
    found = [f for f in found if (f[0], f[3]) not in volatile]
    assert found == [], "\n".join(map(str, found))
