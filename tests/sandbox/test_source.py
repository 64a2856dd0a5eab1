"""The source tables are those that PeerMetrics' migrations make."""

from __future__ import annotations

import psycopg

from pg_summary.sandbox.source import create_source_schema


def test_a_schema_that_needs_quoting(database):
    with psycopg.connect(database) as conn:
        create_source_schema(conn, "Peer Metrics")
        names = conn.execute("select tablename from pg_tables where schemaname = 'Peer Metrics'")
        assert {name for (name,) in names} == {
            "organization",
            "app",
            "conference",
            "participant",
            "participant_conferences",
            "app_session",
            "app_connection",
            "app_issue",
        }
        assert conn.execute("show search_path").fetchone() != ('"Peer Metrics", pg_catalog',)


def test_foreign_keys_are_deferred_and_indexed(database):
    with psycopg.connect(database) as conn:
        create_source_schema(conn)
        keys = conn.execute(
            "select c.conrelid::regclass::text, c.condeferrable and c.condeferred, c.confdeltype, exists ("
            "    select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]"
            ") from pg_constraint c where c.contype = 'f'"
        ).fetchall()
        assert len(keys) == 15
        assert all(key[1:] == (True, "a", True) for key in keys), keys


def test_the_dashboard_indexes_of_newer_installations_are_not_there(database):
    with psycopg.connect(database) as conn:
        create_source_schema(conn)
        found = conn.execute("select indexname from pg_indexes where indexname like 'idx%'").fetchall()
        assert found == []
