-- Stage 10, tables: the log of causes. Triggers append, readers resolve, refresh empties.
-- No sequence and no unique key: whatever a restore or a script leaves of either, no writer's append fails by it.
create table pgsummary.change_log (
    -- The transaction that wrote the row; of a marker for everything the largest number, so that it is found without
    -- an index of its own, which every writer would pay for; 0 of what a release before 0.3.0 wrote.
    xid bigint not null default txid_current(),
    kind "char" not null,
    entity uuid,
    conference_id uuid,
    logged_at timestamptz not null default now(),
    error text,
    closed_before date
)
-- A queue: it is emptied as fast as it fills, so that it wants to be vacuumed often and must never be
-- truncated, for which vacuum would lock writers out.
with (
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_threshold = 1000000000,
    vacuum_truncate = off
);

-- A publication FOR ALL TABLES forbids deletes from a table that has no replica identity.
alter table pgsummary.change_log replica identity full;

comment on table pgsummary.change_log is
'what changed in the source tables since the last refresh, by cause: o the call of a conference (ongoing, duration), '
'c a conference, C a conference and all that hangs on it, s a session (and its connections and issues), '
'n a connection, i an issue, p a participant, l a link of a participant, * everything; error: why the trigger could '
'not tell what had changed (null: it could); closed_before: the change is of days before that one, which were archived '
'when it was made, and reaches nothing else: it counts for nothing as long as they are';

create type pgsummary.cause as (kind "char", entity uuid, conference_id uuid);

comment on type pgsummary.cause is 'what a row of change_log says';

create table pgsummary.backlog_start (
    xid bigint not null,
    set_by bigint not null
);

alter table pgsummary.backlog_start replica identity full;

comment on table pgsummary.backlog_start is
'one row, or none before the first fold: no row of change_log of a transaction below xid is left, and none can appear; '
'it counts only if the transaction set_by wrote it, and not a restore (see backlog)';
