-- Stage 10, tables: the schema that holds all our objects except the API functions and the triggers.
create schema pgsummary;

comment on schema pgsummary is
'pg-summary: what it remembers of the source tables (change log, facts, rollups) and its internal functions';

-- No key, so that a restore of data alone never fails here: it adds its row to that of the install.
create table pgsummary.generation (id uuid not null);

comment on table pgsummary.generation is
'one row that marks the tables of one install: the generation of state. A different one means that a '
'restore has put the data of two databases together (see check_state)';

insert into pgsummary.generation (id)
select md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)::uuid;

create table pgsummary.state (
    singleton boolean primary key default true check (singleton),
    version text,
    source_schema text not null default 'public',
    api_schema text not null default 'public',
    always boolean not null default false,
    granted_to text [] not null default '{}',
    installed_at timestamptz,
    backfilled_at timestamptz,
    refreshed_at timestamptz,
    views_refreshed_at timestamptz,
    views_dirty boolean not null default true,
    busy_day_sessions integer not null default 6000,
    rollup_format integer default 3,
    folds_per_s float8,
    generation uuid,
    paused_at timestamptz,
    trigger_ids bigint,
    trigger_xids xid [],
    log_xids xid [],
    owner_xids xid [],
    owner_database oid,
    unlogged_before bigint,
    archived_before date,
    ignored_changes bigint not null default 0
);

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes had finished (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day_sessions: a day with that many sessions gets segments of several values; '
'rollup_format: the format of the rollups, null for a snapshot that is older than the upgrade to this format; '
'folds_per_s: how many changes a second the last refresh of a hundred or more folded; generation: that of all our '
'tables; paused_at: since when our triggers are off (see pause); trigger_ids, trigger_xids, log_xids, owner_xids: '
'the triggers, the log and their owners as the last refresh saw them in the catalogue, empty or null if they were '
'not as they should be (see notice_gaps); owner_database: where it saw the owners; unlogged_before: transactions '
'before this one may have changed rows without logging them, and may still run; everything is compared once they have '
'ended; archived_before: UTC days before it are archived (see archived_day; null: none); ignored_changes: how many '
'changes of their rows were ignored';

insert into pgsummary.state (generation)
select g.id from pgsummary.generation g;

create table pgsummary.migration (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
);

comment on table pgsummary.migration is 'the upgrades of our tables that ran here, each with the hash of its file';

create table pgsummary.installed_object (
    position integer not null,
    kind text not null,
    object text not null,
    name text not null,
    file text not null,
    source_hash text not null,
    declaration text not null,
    definition_hash text not null,
    meaning text not null default '',
    primary key (kind, name)
);

comment on table pgsummary.installed_object is
'every object of ours in the order of the install, by the name that drops it: with the hash of what its file says, of '
'its declaration (of functions), of what it means (without comments and white space, of triggers and of functions that '
'define stored numbers) and of what the catalogue said after the install (an index that is yet to be built: none). '
'status compares, uninstall drops';
