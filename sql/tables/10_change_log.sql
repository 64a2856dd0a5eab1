-- Stage 10, tables: the log of causes. Triggers append, readers resolve, refresh empties.
-- No sequence and no unique key, because a restore or a script may leave either in a state that fails appends.
create table pgsummary.change_log (
    -- The transaction that wrote the row. A marker for everything has the largest number, so that it is found without
    -- an index of its own, which would cost every writer; rows that a release before 0.3.0 wrote have 0.
    xid bigint not null default txid_current(),
    kind "char" not null,
    entity uuid,
    conference_id uuid,
    logged_at timestamptz not null default now(),
    error text,
    closed_before date
)
-- A queue: refreshes empty it as fast as it fills. So vacuum must run often, but must never truncate the file, because
-- it would lock writers out for that.
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
'c a conference, C a conference and all rows that belong to it, s a session (and its connections and issues), '
'n a connection, i an issue, p a participant, l a link of a participant, * everything; error: why the trigger could '
'not determine what had changed (null: it could); closed_before: the change reaches only days before this one, which '
'were archived when it was made; it is ignored while they are';

create type pgsummary.cause as (kind "char", entity uuid, conference_id uuid);

comment on type pgsummary.cause is 'the cause that a row of change_log holds';

create table pgsummary.backlog_start (
    xid bigint not null,
    set_by bigint not null
);

alter table pgsummary.backlog_start replica identity full;

comment on table pgsummary.backlog_start is
'one row, or none before the first fold: no row of change_log from a transaction below xid remains, and none can '
'appear; it is valid only if the transaction set_by wrote it, and not a restore (see backlog)';

-- No key: a restore may put rows of two servers side by side, and what it says is compared as a whole.
create table pgsummary.source_part (
    relation oid not null,
    root oid not null,
    filenode oid not null,
    link_xid bigint not null,
    trigger_xid bigint,
    name text not null,
    fires boolean not null,
    always boolean not null
);

alter table pgsummary.source_part replica identity full;

comment on table pgsummary.source_part is
'the partitions of the source tables (root) that the last refresh saw, empty where none is partitioned: with the file '
'that holds their rows, which a TRUNCATE changes, the transactions that attached them and made or switched their '
'trigger (null: rows pass none, as in a foreign table), and whether it fires, also for what is replicated. Rows that '
'come and go with a partition fire none (see notice_parts)';
