"""The source tables in partitions, as an operator may have them."""

from __future__ import annotations

BY_TIME = {
    "conference": ["app_id", "conference_id"],
    "app_session": ["conference_id", "participant_id"],
    "app_connection": ["conference_id", "session_id"],
    "app_issue": ["conference_id", "session_id"],
}
BY_HASH = {"participant": ("id", []), "participant_conferences": ("conference_id", ["participant_id"])}
SOURCE = [*BY_TIME, *BY_HASH]


def partition(connection, tables=SOURCE) -> None:
    """What an operator writes to have tables in partitions: no key can be without created_at, nor a reference to it."""
    for table, indexed in BY_TIME.items():
        if table not in tables:
            continue
        connection.execute(f"""
            alter table {table} rename to {table}_whole;
            create table {table} (like {table}_whole including defaults including constraints)
                partition by range (created_at);
            alter table {table} add primary key (id, created_at);
            create table {table}_old partition of {table} for values from (minvalue) to ('2025-10-01+00');
            create table {table}_q4 partition of {table} for values from ('2025-10-01+00') to ('2026-01-01+00');
            create table {table}_2026 partition of {table} for values from ('2026-01-01+00') to ('2027-01-01+00')
                partition by range (created_at);
            create table {table}_2026_h1 partition of {table}_2026 for values from (minvalue) to ('2026-07-01+00');
            create table {table}_2026_h2 partition of {table}_2026 for values from ('2026-07-01+00') to (maxvalue);
            create table {table}_rest partition of {table} default;
            insert into {table} select * from {table}_whole;
            drop table {table}_whole cascade;
        """)
        for column in indexed:
            connection.execute(f"create index on {table} ({column})")
    for table, (key, indexed) in BY_HASH.items():
        if table not in tables:
            continue
        connection.execute(f"""
            alter table {table} rename to {table}_whole;
            create table {table} (like {table}_whole including defaults) partition by hash ({key});
            create table {table}_0 partition of {table} for values with (modulus 2, remainder 0);
            create table {table}_1 partition of {table} for values with (modulus 2, remainder 1);
            drop table {table}_whole cascade;
        """)
        for column in [key, *indexed]:
            connection.execute(f"create index on {table} ({column})")
    if "participant" in tables:
        connection.execute("alter table participant add primary key (id)")
    if "participant_conferences" in tables:
        connection.execute("""
            create sequence link_ids;
            alter table participant_conferences alter id set default nextval('link_ids');
            alter table participant_conferences add unique (participant_id, conference_id);
        """)
