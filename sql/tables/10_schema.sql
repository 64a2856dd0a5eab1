-- Stage 10, tables: the schema that holds everything of ours but the API functions and the triggers.
create schema pgsummary;

comment on schema pgsummary is
'pg-summary: what it remembers of the source tables (change log, facts, rollups) and its internal functions';

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
    busy_day integer not null default 6000,
    settled_id bigint not null default 0,
    settling_id bigint,
    settling_xid bigint
);

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes had finished (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values; settled_id: up to '
'where change_log is folded for good, settling_id and settling_xid: up to where next, and since which transaction';

insert into pgsummary.state default values;

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
