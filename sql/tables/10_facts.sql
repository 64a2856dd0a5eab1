-- Stage 10, tables: facts. What read_* returned for each source row when a refresh last read it.
create table pgsummary.conference_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    duration integer,
    participants integer not null,
    status smallint not null,
    profiles integer [] not null,
    codes integer [] not null,
    setup_ms float8 [] not null
);

comment on table pgsummary.conference_fact is
'one row per active conference: status (0 success, 1 warning, 2 error, 3 ongoing), duration (s), participants, the '
'profiles of its active sessions, the codes of its active issues, the set-up times (ms) of its active connections';

create table pgsummary.session_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    profile integer not null,
    place integer,
    browser_version integer,
    os_version integer
);

comment on table pgsummary.session_fact is
'one row per active session: browser_version and os_version are terms, null without a platform';

create table pgsummary.connection_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    profile integer not null,
    relayed smallint,
    setup_bin smallint
);

comment on table pgsummary.connection_fact is
'one row per active connection: relayed (1 or 0, null without a type), bin of its set-up time (see setup_bin)';

create table pgsummary.issue_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    profile integer not null,
    code integer not null,
    gum_error integer
);

comment on table pgsummary.issue_fact is 'one row per active issue of a conference that has a code';

-- Rows of read_*, as types, so that an array can carry them from one statement of a fold to the next.
create type pgsummary.conference_reading as (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    duration integer,
    participants integer,
    status smallint,
    profiles text [],
    codes text [],
    setup_ms float8 []
);
create type pgsummary.session_reading as (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    city text,
    country_code text,
    latitude float8,
    longitude float8,
    browser_version text,
    os_version text
);
create type pgsummary.connection_reading as (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    relayed smallint,
    setup_bin smallint
);
create type pgsummary.issue_reading as (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    code text,
    gum_error text
);

comment on type pgsummary.conference_reading is 'a row of read_conferences';
comment on type pgsummary.session_reading is 'a row of read_sessions';
comment on type pgsummary.connection_reading is 'a row of read_connections';
comment on type pgsummary.issue_reading is 'a row of read_issues';

-- The rows of conference_list: a type, because columns of RETURNS TABLE could not share a name with a parameter.
create type pgsummary.listed_conference as (
    id uuid,
    conference_id text,
    conference_name text,
    start_time timestamptz,
    call_start timestamptz,
    end_time timestamptz,
    ongoing boolean,
    duration integer,
    created_at timestamptz,
    status text,
    has_errors boolean,
    has_warnings boolean,
    participants_count integer,
    total_count bigint
);

comment on type pgsummary.listed_conference is
'a row of conference_list: duration in seconds, total_count of all that match';
