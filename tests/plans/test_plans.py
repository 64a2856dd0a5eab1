"""Each of our indexes is used by the query that it exists for, at a size that gives the planner a choice.

The plans are those of the statements inside the functions, as auto_explain reports them.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest
from source_rows import APPS, Writer
from support import drain, list_as_of_many, open_connection

APP = APPS[0]
CONFERENCES = 6000
# Conferences over 60 days, with one session, connection and issue to each.
FILL = f"""
insert into conference (id, conference_id, conference_info, ongoing, duration, created_at, is_active, app_id)
select md5('c' || n)::uuid, n::text, '{{}}', false, n % 4000, '2026-01-01'::timestamptz + n * interval '14.4 minutes', true,
    '{APP}' from generate_series(1, {CONFERENCES}) n;
insert into participant (id, participant_id, is_sfu, created_at, is_active, app_id)
select md5('p')::uuid, 'p', false, now(), true, '{APP}';
insert into app_session (id, conference_id, participant_id, platform, created_at, is_active, duration)
select md5('s' || n)::uuid, md5('c' || n)::uuid, md5('p')::uuid,
    jsonb_build_object('browser', jsonb_build_object('name', 'browser ' || n % 9)),
    '2026-01-01'::timestamptz + n * interval '14.4 minutes', true, 0 from generate_series(1, {CONFERENCES}) n;
insert into app_connection (id, conference_id, participant_id, peer_id, session_id, type, state, created_at, is_active,
    duration)
select md5('n' || n)::uuid, md5('c' || n)::uuid, md5('p')::uuid, md5('p')::uuid, md5('s' || n)::uuid, 'h', '',
    '2026-01-01'::timestamptz + n * interval '14.4 minutes', true, 0 from generate_series(1, {CONFERENCES}) n;
insert into app_issue (id, conference_id, session_id, type, code, created_at, is_active)
select md5('i' || n)::uuid, md5('c' || n)::uuid, md5('s' || n)::uuid, 'w', 'code ' || n % 7,
    '2026-01-01'::timestamptz + n * interval '14.4 minutes', true from generate_series(1, {CONFERENCES}) n;
"""
# From the middle of a quarter to the middle of another: both ends are read from facts.
CUT = f"'{APP}', '2026-01-10 00:07:30+00', '2026-02-10 00:07:30+00'"
EXPECTED = [
    ("conference_fact_app_created_at", f"select * from conference_duration_summary({CUT})"),
    ("conference_fact_app_created_at", f"select * from conference_list({CUT}, max_rows => 20)"),
    ("conference_fact_profiles", f"select * from conference_list({CUT}, browser => 'browser 1', country => 'Unknown')"),
    ("session_fact_app_created_at", f"select * from session_summary({CUT})"),
    ("connection_fact_app_created_at", f"select * from connection_summary({CUT})"),
    ("issue_fact_app_created_at", f"select * from issue_summary({CUT})"),
    ("rollup_day_pkey", f"select * from conference_duration_summary({CUT})"),
    ("rollup_quarter_hour_pkey", f"select * from conference_duration_summary({CUT})"),
    ("rollup_segment_pkey", f"select * from conference_duration_summary({CUT}, browser => 'browser 1')"),
    ("rollup_segment_month_pkey", f"select * from session_summary('{APP}', browser => 'browser 1')"),
    ("rollup_segment_month_pkey", f"select * from conference_summary('{APP}', browser => 'browser 1')"),
    ("rollup_day_pkey", f"select * from quality_summary({CUT}, time_zone => 'Asia/Tokyo')"),
    ("rollup_quarter_hour_pkey", f"select * from quality_summary({CUT}, 'hour')"),
    ("rollup_segment_pkey", f"select * from quality_summary({CUT}, browser => 'browser 1')"),
    (
        "connection_fact_app_created_at",
        f"select * from quality_summary({CUT}, time_zone => 'Asia/Tokyo', browser => 'browser 1')",
    ),
    ("conference_pkey", f"select * from conference_list({CUT}, max_rows => 20)"),
    ("pgsummary_issue_conference_type", f"select * from conference_list({CUT}, max_rows => 20)"),
    ("change_log_xid", "select from pgsummary.refresh(5)"),
    ("change_log_closed_before", "select from pgsummary.refresh(5)"),
]
BIG = {"conference", "app_session", "app_connection", "app_issue", "conference_fact", "session_fact", "connection_fact",
       "issue_fact"}  # fmt: skip


@pytest.fixture(scope="module")
def explained(shared_database):
    """A database with thousands of rows, and a connection whose nested plans arrive as notices."""
    plans = []
    with open_connection(shared_database) as connection:
        Writer(connection, None).prepare()
        connection.execute(FILL)
        drain(connection)
        connection.execute("vacuum analyze")
        list_as_of_many(connection)
        # Something for a refresh to take, and for a reader to find in the log.
        connection.execute("update conference set duration = duration + 1 where conference_id in ('1', '2', '3')")
        connection.execute("load 'auto_explain'")
        for name, value in [
            ("log_min_duration", 0), ("log_nested_statements", "on"), ("log_format", "json"), ("log_level", "notice"),
            ("log_analyze", "on"),
        ]:  # fmt: skip
            connection.execute("select set_config(%s, %s, false)", [f"auto_explain.{name}", str(value)])
        connection.add_notice_handler(lambda notice: plans.append(notice.message_primary))
        yield connection, plans


def nodes(plan):
    """Every node of a plan."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def plans_of(explained, statement):
    """The nodes of all statements that a call runs; what it writes is rolled back."""
    connection, plans = explained
    plans.clear()
    connection.execute("begin")
    connection.execute(statement)
    connection.execute("rollback")
    found = [json.loads(p[p.index("{") :])["Plan"] for p in plans if "{" in p]
    assert found
    return [node for plan in found for node in nodes(plan)]


@pytest.mark.parametrize(("index", "statement"), EXPECTED, ids=lambda x: x.replace(CUT, "...") if " " in x else x)
def test_an_index_is_used_by_what_it_exists_for(explained, index, statement):
    used = {node.get("Index Name") for node in plans_of(explained, statement)}
    assert index in used, f"{index} is not among {sorted(filter(None, used))}"


@pytest.mark.parametrize(
    "statement", [s for _, s in EXPECTED[2:5] + EXPECTED[9:13]] + [EXPECTED[0][1], EXPECTED[1][1], EXPECTED[-1][1]]
)
def test_nothing_reads_a_big_table_whole(explained, statement):
    read = {n.get("Relation Name") for n in plans_of(explained, statement) if n["Node Type"] == "Seq Scan"}
    assert not read & BIG


def test_every_index_of_ours_is_expected_here(explained):
    connection, _ = explained
    names = {
        r[0] for r in connection.execute(
            "select indexrelid::regclass::text from pg_index i join pg_class t on t.oid = i.indrelid "
            "where t.relnamespace = 'pgsummary'::regnamespace and t.relkind = 'r' and not indisunique"
        )
    }  # fmt: skip
    assert {n.replace("pgsummary.", "") for n in names} <= {index for index, _ in EXPECTED}


ONCE = [
    "conference_summary", "conference_duration_summary", "conference_participant_count_summary", "issue_summary",
    "issue_gum_summary", "connection_summary", "connection_setup_time_summary", "session_summary", "session_geo_summary",
    "quality_summary", "conference_filter_options",
]  # fmt: skip


@pytest.mark.parametrize("name", [*ONCE, *(f"{name}_json" for name in ONCE), "dashboard_summary"])
def test_nothing_is_counted_twice(explained, name):
    """An inlined function evaluates a parameter as often as it names it."""
    connection, _ = explained

    def calls():
        return Counter(
            dict(
                connection.execute(
                    "select funcname, calls from pg_stat_xact_user_functions "
                    "where funcname ~ '^(ask|count_.*|rolled_quality|changed_.*)$'"
                ).fetchall()
            )
        )

    with connection.transaction(force_rollback=True):
        connection.execute("set local track_functions = 'all'")
        before = calls()
        connection.execute(f"select * from {name}({CUT})")
        made = calls() - before
    # The dashboard shows the range before, too.
    most = 2 if name == "dashboard_summary" else 1
    assert made["ask"] == most and max(made.values()) == most, made


def test_no_rollup_is_read_of_which_nothing_is_wanted(explained):
    read = {
        node["Relation Name"]
        for node in plans_of(explained, f"select * from conference_summary({CUT})")
        if node.get("Relation Name", "").startswith("rollup_") and node["Actual Loops"] > 0
    }
    assert read == {"rollup_time", "rollup_quarter_hour"}
