begin isolation level read committed read write;
set local search_path = pg_catalog, pg_temp;
set local standard_conforming_strings = on;
set local check_function_bodies = off;
set local client_min_messages = warning;
set local statement_timeout = 0;
set local lock_timeout = 150;
do $install$
begin
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.install')) then
        raise exception 'install: another session installs or uninstalls pg-summary'
        using errcode = 'SM002', hint = 'Run this again when it has finished.';
    end if;
end
$install$;
create schema pgsummary;
comment on schema pgsummary is
'pg-summary: what it remembers of the source tables (change log, facts, rollups) and its internal functions';
create table pgsummary.state (
    singleton boolean primary key default true check (singleton),
    version text,
    source_schema text not null default 'public',
    api_schema text not null default 'public',
    always boolean not null default false,
    installed_at timestamptz,
    backfilled_at timestamptz,
    refreshed_at timestamptz,
    views_refreshed_at timestamptz,
    views_dirty boolean not null default true,
    busy_day integer not null default 6000
);
comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes were through (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values';
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
    primary key (kind, name)
);
comment on table pgsummary.installed_object is
'every object of ours in the order of the install, by the name that drops it: with the hash of what its file says, of '
'its declaration (of functions) and of what the catalogue said after the install. status compares, uninstall drops';
create table pgsummary.change_log (
    id bigint generated always as identity primary key,
    kind "char" not null,
    entity uuid,
    conference_id uuid,
    logged_at timestamptz not null default now()
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
comment on table pgsummary.change_log is
'what changed in the source tables since the last refresh, by cause: o the call of a conference (ongoing, duration), '
'c a '
'conference, C a conference and all that hangs on it, s a session (and its connections and issues), n a connection, i '
'an issue, p a participant, l a link '
'of a participant, * everything';
create table pgsummary.app_key (
    app_id uuid primary key,
    key integer generated always as identity unique
);
comment on table pgsummary.app_key is 'the number of an app in facts and rollups';
create table pgsummary.term (
    id integer generated always as identity primary key,
    value text not null,
    hash bytea not null unique
);
comment on table pgsummary.term is 'names, country codes, app versions and issue codes; 0 in a fact means missing';
create table pgsummary.segment (
    id integer generated always as identity primary key,
    browser integer not null,
    os integer not null,
    country integer not null,
    app_version integer not null,
    unique (browser, os, country, app_version)
);
comment on table pgsummary.segment is
'a choice of one to four filter values: a term, 0 for missing, -1 where that dimension is not filtered';
create table pgsummary.profile (
    -- Without gaps, so that an array can say of each profile whether a filter selects it (see cover).
    id integer primary key,
    key text not null,
    hash bytea not null unique,
    has_platform boolean not null,
    browser integer not null,
    os integer not null,
    country integer not null,
    app_version integer not null,
    segments integer [] not null
);
comment on table pgsummary.profile is
'what the filters can tell about a session: browser, OS, country and app version together (terms, 0 missing), and '
'the 15 segments it falls in, those of one value first; profile 0 is that of a row without an active session';
create table pgsummary.place (
    id integer generated always as identity primary key,
    hash bytea not null unique,
    city text not null,
    country_code text,
    latitude float8 not null,
    longitude float8 not null
);
comment on table pgsummary.place is 'a city at one pair of coordinates';
create table pgsummary.gum_error (
    id integer generated always as identity primary key,
    key text not null,
    hash bytea not null unique,
    name text,
    message text
);
comment on table pgsummary.gum_error is 'a getUserMedia error: name and message, null where missing';
insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
values (0, '', '', false, -2, -2, -2, -2, '{}');
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
'one row to an active conference: status (0 success, 1 warning, 2 error, 3 ongoing), duration (s), participants, the '
'profiles of its active sessions, the codes of its active issues, the set-up times (ms) of its active connections';
create table pgsummary.session_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    profile integer not null,
    place integer
);
comment on table pgsummary.session_fact is 'one row to an active session';
create table pgsummary.connection_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    profile integer not null,
    relayed smallint,
    setup_range smallint
);
comment on table pgsummary.connection_fact is
'one row to an active connection: relayed (1 or 0, null without a type), range of its set-up time (1 to 11)';
create table pgsummary.issue_fact (
    id uuid primary key,
    created_at timestamptz not null,
    app integer not null,
    profile integer not null,
    code integer not null,
    gum_error integer
);
comment on table pgsummary.issue_fact is 'one row to an active issue of a conference that has a code';
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
    longitude float8
);
create type pgsummary.connection_reading as (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    relayed smallint,
    setup_range smallint
);
create type pgsummary.issue_reading as (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    code text,
    gum_error text
);
comment on type pgsummary.conference_reading is 'a row of live_conferences';
comment on type pgsummary.session_reading is 'a row of live_sessions';
comment on type pgsummary.connection_reading is 'a row of live_connections';
comment on type pgsummary.issue_reading is 'a row of live_issues';
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
create table pgsummary.rollup_day (
    app integer not null,
    segment integer not null,
    kind "char" not null,
    day date not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, segment, kind, day)
)
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
comment on table pgsummary.rollup_day is
'sums of facts by app and UTC day, for ranges without filters; segment is 0 (a snapshot older than the upgrade from '
'0.1.0 sees others). Kinds: c conferences (s status, d duration range, p participants, k issue code), t conferences in '
'time (t: quarter of the day * 4 + status), s sessions (b browser, o OS, c country, v app version), p places of '
'sessions (p), n connections (r relayed, s set-up range), i issues (k code, g getUserMedia error)';
create table pgsummary.rollup_quarter (
    app integer not null,
    kind "char" not null,
    bucket timestamptz not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, kind, bucket)
)
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
comment on table pgsummary.rollup_quarter is
'the same sums by 15 minutes of UTC, for the cut-off days of a range without filters; kind t is not needed here';
create table pgsummary.rollup_segment (
    app integer not null,
    segment integer not null,
    day date not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, segment, day)
)
with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
comment on table pgsummary.rollup_segment is
'the same sums by segment and UTC day, all kinds in one row, for ranges with filters; only of days in segmented_day. '
'Measures are those that segment_measure gives; a value may come more than once, also with a negative count';
create table pgsummary.segmented_day (
    app integer not null,
    day date not null,
    depth smallint not null,
    primary key (app, day)
);
comment on table pgsummary.segmented_day is
'the days that rollup_segment holds: with segments of how many values at most (depth: 1, on busy days 4). With '
'filters, other days are counted from facts: those not over yet, and with several values those that are not busy';
create type pgsummary.increment as (
    app integer,
    kind "char",
    bucket timestamptz,
    profiles integer [],
    measure "char",
    value integer,
    n integer
);
create type pgsummary.coverage as (
    app integer,
    segment integer,
    filtered boolean,
    mask bit varying,
    lower_bound timestamptz,
    upper_bound timestamptz,
    day_from date,
    day_to date,
    quarter_from timestamptz [],
    quarter_to timestamptz [],
    fact_from timestamptz [],
    fact_to timestamptz []
);
comment on type pgsummary.increment is 'what a fold adds to the rollups';
comment on type pgsummary.coverage is
'how a range is covered: whole days and quarters by rollups, its ends by facts; mask has a bit to each profile id: '
'whether the filters select it';
create table pgsummary.time_zone (name text primary key);
comment on table pgsummary.time_zone is 'IANA time zones of this server, in lower case, as they were at the install';
insert into pgsummary.time_zone (name)
select distinct lower(n.name) from pg_catalog.pg_timezone_names n;
insert into pgsummary.migration (name, sha256)
values ('0001_segments.sql', '5651cf53476b9c7ca03b1552d17e449c9c8b38e9f9fb2e5ee8a8307bc1dab0ba');
create or replace function pgsummary.coordinate(value jsonb)
returns float8
language sql
immutable
parallel safe
as $coordinate$
select case
    when pg_catalog.jsonb_typeof(value) = 'number' and pg_catalog.abs(value::numeric) between 0.000001 and 1000
        then value::float8
    when pg_catalog.jsonb_typeof(value) in ('number', 'string') then pgsummary.odd_coordinate(value)
end
$coordinate$;
comment on function pgsummary.coordinate(jsonb) is
'degrees, from a finite JSON number or a string that is a plain decimal number; null for anything else';
create or replace function pgsummary.gum_error_key(code text, data jsonb)
returns text
language sql
stable
parallel safe
as $gum_error_key$
select case
    when code = 'getusermedia_error' and pg_catalog.jsonb_typeof(data) = 'object' and data <> '{}'
        then array[pgsummary.json_text(data, '{name}'), pgsummary.json_text(data, '{message}')]::text
end
$gum_error_key$;
comment on function pgsummary.gum_error_key(text, jsonb) is
'array literal {name, message} of a getUserMedia error, null where missing; null for any other issue';
create or replace function pgsummary.is_on_map(city text, latitude float8, longitude float8)
returns boolean
language sql
immutable
parallel safe
as $is_on_map$
select city is not null and latitude is not null and longitude is not null
    and not (latitude = 0 and longitude = 0)
$is_on_map$;
comment on function pgsummary.is_on_map(text, float8, float8) is
'whether city and coordinates are a place on the map: both readable, not both zero';
create or replace function pgsummary.json_text(value jsonb, path text [])
returns text
language sql
immutable
parallel safe
as $json_text$
select case when pg_catalog.jsonb_typeof(value #> path) = 'string' then nullif(value #>> path, '') end
$json_text$;
comment on function pgsummary.json_text(jsonb, text []) is
'the non-empty JSON string at a path; null for anything else';
create or replace function pgsummary.live_conferences(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    duration integer,
    participants integer,
    status smallint,
    profiles text [],
    codes text [],
    setup_ms float8 []
)
language sql
stable
parallel safe
as $live_conferences$
select
    c.id,
    c.app_id,
    c.created_at,
    c.duration,
    (
        -- From the sessions of the conference: those of a participant may be many.
        select pg_catalog.count(distinct p.id)::integer
        from (select x.participant_id from public.app_session x where x.conference_id = c.id offset 0) s
        join public.participant p on p.id = s.participant_id
        where p.is_active
            and not p.is_sfu
            and exists (
                select from public.participant_conferences pc
                where pc.participant_id = p.id and pc.conference_id = c.id
            )
    ),
    case
        when c.ongoing then 3
        else coalesce((
            select pg_catalog.max(case i.type when 'e' then 2 when 'w' then 1 end)
            from public.app_issue i
            where i.conference_id = c.id and i.is_active
        ), 0)
    end::smallint,
    array(
        select distinct pgsummary.profile_key(s.platform, s.geo_ip, s.app_version)
        from public.app_session s
        where s.conference_id = c.id and s.is_active
    ),
    array(
        select distinct i.code::text
        from public.app_issue i
        where i.conference_id = c.id and i.is_active and i.code <> ''
    ),
    array(
        select t.ms
        from public.app_connection n
        cross join lateral pgsummary.setup_ms(n.connection_info) as t (ms)
        where n.conference_id = c.id and n.is_active and t.ms is not null
        order by t.ms
    )
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.conference x where x.id = k.id offset 0
) c
where c.is_active and c.created_at >= '0001-01-01 00:00:00+00' and c.created_at < '10000-01-01 00:00:00+00'
$live_conferences$;
comment on function pgsummary.live_conferences(uuid []) is
'the active conferences among these ids. duration in seconds; status 0 success, 1 warning, 2 error, 3 ongoing; '
'participants are linked, active, no SFU and have a session; profiles of active sessions (see profile_key), codes of '
'active issues, set-up times in ms of active connections. Source: conference, participant, participant_conferences, '
'app_session, app_connection, app_issue';
create or replace function pgsummary.live_connections(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    relayed smallint,
    setup_range smallint
)
language sql
stable
parallel safe
as $live_connections$
select
    n.id,
    c.app_id,
    n.created_at,
    case when s.id is not null then pgsummary.profile_key(s.platform, s.geo_ip, s.app_version) end,
    case when n.type = 'r' then 1 when n.type is not null then 0 end::smallint,
    pgsummary.setup_range(pgsummary.setup_ms(n.connection_info))
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.app_connection x where x.id = k.id offset 0
) n
join public.conference c on c.id = n.conference_id
left join public.app_session s on s.id = n.session_id and s.is_active
where n.is_active and n.created_at >= '0001-01-01 00:00:00+00' and n.created_at < '10000-01-01 00:00:00+00'
$live_connections$;
comment on function pgsummary.live_connections(uuid []) is
'the active connections among these ids: profile of the active session or null, relayed (1, 0, null without a type), '
'range '
'of the set-up time (1 to 11, see setup_ranges). Source: app_connection, app_session, conference';
create or replace function pgsummary.live_issues(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    code text,
    gum_error text
)
language sql
stable
parallel safe
as $live_issues$
select
    i.id,
    c.app_id,
    i.created_at,
    case when s.id is not null then pgsummary.profile_key(s.platform, s.geo_ip, s.app_version) end,
    i.code::text,
    pgsummary.gum_error_key(i.code, i.data)
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.app_issue x where x.id = k.id offset 0
) i
join public.conference c on c.id = i.conference_id
left join public.app_session s on s.id = i.session_id and s.is_active
where i.is_active and i.code <> ''
    and i.created_at >= '0001-01-01 00:00:00+00' and i.created_at < '10000-01-01 00:00:00+00'
$live_issues$;
comment on function pgsummary.live_issues(uuid []) is
'the active issues with a code and a conference among these ids: profile of the active session or null, getUserMedia '
'error '
'(see gum_error_key). Source: app_issue, app_session, conference';
create or replace function pgsummary.live_sessions(ids uuid [])
returns table (
    id uuid,
    app_id uuid,
    created_at timestamptz,
    profile text,
    city text,
    country_code text,
    latitude float8,
    longitude float8
)
language sql
stable
parallel safe
as $live_sessions$
select
    s.id,
    c.app_id,
    s.created_at,
    pgsummary.profile_key(s.platform, s.geo_ip, s.app_version),
    pgsummary.json_text(s.geo_ip, '{city}'),
    pgsummary.json_text(s.geo_ip, '{country_code}'),
    pgsummary.coordinate(s.geo_ip -> 'latitude'),
    pgsummary.coordinate(s.geo_ip -> 'longitude')
from pg_catalog.unnest(ids) as k (id)
cross join lateral (
    select x.* from public.app_session x where x.id = k.id offset 0
) s
join public.conference c on c.id = s.conference_id
where s.is_active and s.created_at >= '0001-01-01 00:00:00+00' and s.created_at < '10000-01-01 00:00:00+00'
$live_sessions$;
comment on function pgsummary.live_sessions(uuid []) is
'the active sessions among these ids: profile (see profile_key), city, country and coordinates in degrees, null '
'where missing. Source: app_session, conference';
create or replace function pgsummary.negotiation_time(written text)
returns timestamptz
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $negotiation_time$
declare
    year constant text := substr(written, 1, 4);
    month constant text := substr(written, 6, 2);
    day constant text := substr(written, 9, 2);
begin
    -- No captures: they make a pattern thirty times as slow.
    if length(written) > 40 or written !~ (
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?'
        '(Z|[+-](0[0-9]|1[0-5]):?[0-5][0-9])?$'
    ) or year = '0000' or month not between '01' and '12' or day not between '01' and '31' then
        return null;
    end if;
    if day > '28' and day::integer > (case
        when month in ('04', '06', '09', '11') then 30
        when month <> '02' then 31
        when year::integer % 4 = 0 and (year::integer % 100 <> 0 or year::integer % 400 = 0) then 29
        else 28
    end) then
        return null;
    end if;
    return (written || case when substr(written, 11) ~ '[Z+-]' then '' else 'Z' end)::timestamptz;
end
$negotiation_time$;
comment on function pgsummary.negotiation_time(text) is
'the instant of a negotiation time, UTC where it names no offset; null for anything that is no real date and time';
create or replace function pgsummary.odd_coordinate(value jsonb)
returns float8
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $odd_coordinate$
declare
    written text := value #>> '{}';
    part text[];
    number numeric;
begin
    if jsonb_typeof(value) = 'number' then
        number := written::numeric;
    elsif written ~ '^[+-]?[0-9]{1,3}([.][0-9]{1,15})?$' then
        return written::float8;
    else
        -- Sign, whole part without leading zeros, fraction, exponent.
        part := regexp_match(written, '^([+-]?)0*([0-9]*)([.][0-9]*)?(?:[eE]([+-]?)0*([0-9]+))?$');
        if part is null or written !~ '^[+-]?[.]?[0-9]' then
            return null;
        end if;
        if length(part[2]) > 1000 or length(part[5]) > 3 then
            if coalesce(part[2], '') || coalesce(part[3], '') !~ '[1-9]' or part[4] = '-' then
                return 0;
            end if;
            return null;
        end if;
        -- No digit after the thousandth of a fraction changes a float8.
        number := (
            part[1] || '0' || part[2] || left(coalesce(part[3], ''), 1000) || coalesce('e' || part[4] || part[5], '')
        )::numeric;
    end if;
    -- Beyond these bounds the cast to float8 fails instead of rounding.
    if abs(number) >= 1.79769313486231580793728971e308 then
        return null;
    elsif abs(number) <= 2.4703282292062327e-324 then
        return 0;
    end if;
    return number::float8;
end
$odd_coordinate$;
comment on function pgsummary.odd_coordinate(jsonb) is
'degrees of a coordinate that a cast could fail on: a JSON number or a string; null where it is not readable';
create or replace function pgsummary.profile_key(platform jsonb, geo_ip jsonb, app_version text)
returns text
language sql
stable
parallel safe
as $profile_key$
select array[
    pgsummary.json_text(platform, '{browser,name}'),
    pgsummary.json_text(platform, '{os,name}'),
    pgsummary.json_text(geo_ip, '{country_code}'),
    nullif(app_version, ''),
    case when pg_catalog.jsonb_typeof(platform) = 'object' and platform <> '{}' then 'platform' end
]::text
$profile_key$;
comment on function pgsummary.profile_key(jsonb, jsonb, text) is
'array literal {browser, OS, country code, app version, "platform" if there is one} of a session; null where missing';
create or replace function pgsummary.setup_ms(connection_info jsonb)
returns float8
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_ms$
declare
    negotiation constant jsonb := connection_info -> 'negotiations' -> 0;
    started constant text := negotiation ->> 'start_time';
    ended constant text := negotiation ->> 'end_time';
    elapsed interval;
begin
    if started is null or ended is null
        or negotiation -> 'status' is distinct from '"connected"'::jsonb
        or jsonb_typeof(connection_info -> 'negotiations') <> 'array'
    then
        return null;
    end if;
    -- What Python writes within an hour is by far the most frequent, and told by its shape; days over 28 need a
    -- calendar.
    if started like '____-__-__ __:__:__.______+00:00' and ended like '____-__-__ __:__:__.______+00:00'
        and left(started, 14) = left(ended, 14)
        and substr(started, 1, 4) || substr(started, 6, 2) || substr(started, 9, 2) || substr(started, 12, 2)
        || substr(started, 15, 2) || substr(started, 18, 2) || substr(started, 21, 6)
        || substr(ended, 15, 2) || substr(ended, 18, 2) || substr(ended, 21, 6) !~ '[^0-9]'
        and started > '0001' collate "C" and substr(started, 6, 2) between '01' and '12'
        and substr(started, 9, 2) between '01' and '28' and substr(started, 12, 2) <= '23'
        and substr(started, 15, 2) <= '59' and substr(started, 18, 2) <= '59'
        and substr(ended, 15, 2) <= '59' and substr(ended, 18, 2) <= '59'
    then
        elapsed := ended::timestamptz - started::timestamptz;
    else
        if jsonb_typeof(negotiation -> 'start_time') <> 'string' or jsonb_typeof(negotiation -> 'end_time') <> 'string'
        then
            return null;
        end if;
        elapsed := pgsummary.negotiation_time(ended) - pgsummary.negotiation_time(started);
    end if;
    if elapsed < interval '0' then
        return null;
    end if;
    return round(extract(epoch from elapsed) * 1000000)::bigint / 1000.0::float8;
end
$setup_ms$;
comment on function pgsummary.setup_ms(jsonb) is
'milliseconds from start to end of the first negotiation, if it is connected and both times can be read';
create or replace function pgsummary.setup_range(ms float8)
returns smallint
language sql
immutable
parallel safe
as $setup_range$
select nullif(pg_catalog.width_bucket(
    ms, '{0,250,500,750,1000,1500,2000,2500,3000,4000,5000}'::float8 []
), 0)::smallint
$setup_range$;
comment on function pgsummary.setup_range(float8) is 'id in setup_ranges of a set-up time in ms';
create index if not exists change_log_everything on pgsummary.change_log (id) where kind = '*';
create index if not exists conference_fact_app_created_at on pgsummary.conference_fact (app, created_at, id);
create index if not exists conference_fact_profiles
on pgsummary.conference_fact using gin (profiles) with (fastupdate = off);
create index if not exists session_fact_app_created_at
on pgsummary.session_fact (app, created_at) include (profile, place);
create index if not exists connection_fact_app_created_at
on pgsummary.connection_fact (app, created_at) include (profile, relayed, setup_range);
create index if not exists issue_fact_app_created_at
on pgsummary.issue_fact (app, created_at) include (profile, code, gum_error);
create or replace function pgsummary.any_selected(profiles integer [], mask bit varying)
returns boolean
language sql
immutable
parallel safe
as $any_selected$
select case
    when profiles[1] is null then false
    when pg_catalog.get_bit(mask, profiles[1]) = 1 then true
    when profiles[2] is null then false
    when pg_catalog.get_bit(mask, profiles[2]) = 1 then true
    when profiles[3] is null then false
    when pg_catalog.get_bit(mask, profiles[3]) = 1 then true
    when profiles[4] is null then false
    when pg_catalog.get_bit(mask, profiles[4]) = 1 then true
    when profiles[5] is null then false
    else pgsummary.any_selected_of_many(profiles, mask)
end
$any_selected$;
comment on function pgsummary.any_selected(integer [], bit varying) is
'whether any of these profiles is selected by a mask (see coverage)';
create or replace function pgsummary.any_selected_of_many(profiles integer [], mask bit varying)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $any_selected_of_many$
declare
    profile integer;
begin
    foreach profile in array profiles loop
        if get_bit(mask, profile) = 1 then
            return true;
        end if;
    end loop;
    return false;
end
$any_selected_of_many$;
comment on function pgsummary.any_selected_of_many(integer [], bit varying) is
'whether any of these profiles is selected by a mask (see coverage)';
create or replace function pgsummary.any_within(numbers float8 [], lower_bound float8, upper_bound float8)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $any_within$
select exists (
    select from unnest(numbers) as n (number)
    where (lower_bound is null or n.number >= lower_bound) and (upper_bound is null or n.number < upper_bound)
)
$any_within$;
comment on function pgsummary.any_within(float8 [], float8, float8) is
'whether any of the numbers is at least the one bound and less than the other; null is no bound';
create or replace function pgsummary.buckets(
    group_by text, time_zone text, first_instant timestamptz, last_instant timestamptz
)
returns table (bucket timestamptz, date date)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $buckets$
select
    case when group_by = 'hour' then h.at else pgsummary.local_start(d.date, buckets.time_zone) end,
    coalesce(d.date, (h.at at time zone buckets.time_zone)::date)
from (select date_trunc(group_by, first_instant at time zone buckets.time_zone) as first_local) f
left join lateral generate_series(
    f.first_local, last_instant at time zone buckets.time_zone, ('1 ' || group_by)::interval
) as s (local_start) on group_by <> 'hour'
cross join lateral (select s.local_start::date as date) d
left join lateral (
    -- By the half hour, for some clocks change by one.
    select distinct date_trunc('hour', i.at, buckets.time_zone) as at
    from generate_series(
        date_trunc('hour', first_instant, buckets.time_zone), last_instant, interval '30 minutes'
    ) as i (at)
) h on group_by = 'hour'
-- A zone that crosses the date line skips a day.
where group_by <> 'day'
    or (pgsummary.local_start(d.date, buckets.time_zone) at time zone buckets.time_zone)::date = d.date
$buckets$;
comment on function pgsummary.buckets(text, text, timestamptz, timestamptz) is
'the buckets (hour, day, week, month of a time zone) from the one of the first instant to the one of the last';
create or replace function pgsummary.changed_conferences(
    up_to bigint default 9223372036854775807, causes text default 'oCcsnilp'
)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_conferences$
begin
    if not exists (select from pgsummary.change_log) then
        return '{}';
    end if;
    if exists (select from pgsummary.change_log l where l.kind = '*' and l.id <= up_to) then
        return array(
            select c.id from public.conference c
            union
            select f.id from pgsummary.conference_fact f
        );
    end if;
    return array(
        select l.conference_id
        from pgsummary.change_log l
        where l.id <= up_to and l.conference_id is not null and position(l.kind::text in causes) > 0
        union
        select s.conference_id
        from pgsummary.change_log l
        join public.app_session s on s.participant_id = l.entity
        where l.id <= up_to and l.kind = 'p' and position('p' in causes) > 0
    );
end
$changed_conferences$;
comment on function pgsummary.changed_conferences(bigint, text) is
'ids of the conferences whose facts may differ from their source, by change_log up to an id; on request only by some '
'kinds of cause (see change_log)';
create or replace function pgsummary.changed_connections(up_to bigint default 9223372036854775807)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_connections$
begin
    if not exists (select from pgsummary.change_log) then
        return '{}';
    end if;
    if exists (select from pgsummary.change_log l where l.kind = '*' and l.id <= up_to) then
        return array(
            select x.id from public.app_connection x
            union
            select f.id from pgsummary.connection_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.change_log l
        where l.id <= up_to and l.kind = 'n'
        union
        select x.id
        from pgsummary.change_log l
        join public.app_connection x on x.conference_id = l.entity
        where l.id <= up_to and l.kind = 'C'
        union
        select x.id
        from pgsummary.change_log l
        join public.app_connection x on x.session_id = l.entity
        where l.id <= up_to and l.kind = 's'
    );
end
$changed_connections$;
comment on function pgsummary.changed_connections(bigint) is
'ids of the connections whose facts may differ from their source, by change_log up to an id';
create or replace function pgsummary.changed_issues(up_to bigint default 9223372036854775807)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_issues$
begin
    if not exists (select from pgsummary.change_log) then
        return '{}';
    end if;
    if exists (select from pgsummary.change_log l where l.kind = '*' and l.id <= up_to) then
        return array(
            select x.id from public.app_issue x
            union
            select f.id from pgsummary.issue_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.change_log l
        where l.id <= up_to and l.kind = 'i'
        union
        select x.id
        from pgsummary.change_log l
        join public.app_issue x on x.conference_id = l.entity
        where l.id <= up_to and l.kind = 'C'
        union
        select x.id
        from pgsummary.change_log l
        join public.app_issue x on x.session_id = l.entity
        where l.id <= up_to and l.kind = 's'
    );
end
$changed_issues$;
comment on function pgsummary.changed_issues(bigint) is
'ids of the issues whose facts may differ from their source, by change_log up to an id';
create or replace function pgsummary.changed_sessions(up_to bigint default 9223372036854775807)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed_sessions$
begin
    if not exists (select from pgsummary.change_log) then
        return '{}';
    end if;
    if exists (select from pgsummary.change_log l where l.kind = '*' and l.id <= up_to) then
        return array(
            select x.id from public.app_session x
            union
            select f.id from pgsummary.session_fact f
        );
    end if;
    return array(
        select l.entity
        from pgsummary.change_log l
        where l.id <= up_to and l.kind = 's'
        union
        select x.id
        from pgsummary.change_log l
        join public.app_session x on x.conference_id = l.entity
        where l.id <= up_to and l.kind = 'C'
    );
end
$changed_sessions$;
comment on function pgsummary.changed_sessions(bigint) is
'ids of the sessions whose facts may differ from their source, by change_log up to an id';
create or replace function pgsummary.check_app_id(caller text, app_id uuid)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_app_id$
begin
    if app_id is null then
        raise exception '%: app_id must not be null', caller
        using errcode = 'null_value_not_allowed', hint = 'Pass the id of an app: app_id => ''...''.';
    end if;
end
$check_app_id$;
comment on function pgsummary.check_app_id(text, uuid) is '22004 where app_id is null';
create or replace function pgsummary.check_choice(caller text, parameter text, value text, allowed text [])
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_choice$
begin
    if value is null or value <> all (allowed) then
        raise exception '%: % % is not allowed', caller, parameter, coalesce(quote_literal(left(value, 100)), 'null')
        using errcode = 'invalid_parameter_value',
            hint = format('%s is one of %s.', parameter, array_to_string(allowed, ', '));
    end if;
end
$check_choice$;
comment on function pgsummary.check_choice(text, text, text, text []) is
'22023 with the allowed values as its hint, unless the value is one of them';
create or replace function pgsummary.check_not_negative(caller text, parameter text, value integer)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_not_negative$
begin
    if value < 0 then
        raise exception '%: % % is not allowed', caller, parameter, value
        using errcode = 'invalid_parameter_value', hint = format('%s is 0 or more.', parameter);
    end if;
end
$check_not_negative$;
comment on function pgsummary.check_not_negative(text, text, integer) is '22023 for a negative value';
create or replace function pgsummary.check_row_security(caller text)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_row_security$
begin
    if row_security_active('public.conference'::regclass)
        or row_security_active('public.participant'::regclass)
        or row_security_active('public.participant_conferences'::regclass)
        or row_security_active('public.app_session'::regclass)
        or row_security_active('public.app_connection'::regclass)
        or row_security_active('public.app_issue'::regclass)
    then
        raise exception '%: row-level security hides rows of the source tables from %', caller, current_user
        using errcode = 'SM004', hint = 'The role that owns pg-summary must see all rows: let it own the tables, '
            'without FORCE ROW LEVEL SECURITY, or give it BYPASSRLS.';
    end if;
end
$check_row_security$;
comment on function pgsummary.check_row_security(text) is
'SM004 where policies of the source tables apply to the role that runs this';
create or replace function pgsummary.check_time_zone(caller text, value text)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_time_zone$
begin
    if exists (select from pgsummary.time_zone z where z.name = lower(value))
        -- The server's list may have grown since the install.
        or exists (select from pg_timezone_names n where lower(n.name) = lower(value))
    then
        return;
    end if;
    raise exception '%: time_zone % is not allowed', caller, coalesce(quote_literal(left(value, 100)), 'null')
    using errcode = 'invalid_parameter_value',
        hint = 'time_zone is an IANA name such as UTC, Europe/Berlin or Asia/Kolkata: '
            'select name from pg_timezone_names.';
end
$check_time_zone$;
comment on function pgsummary.check_time_zone(text, text) is '22023 unless the value is the name of a time zone';
create or replace function pgsummary.conference_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, code text, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $conference_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.value, null::text, sum(u.n) from pgsummary.rollup_counts(cov, 'c', array[wanted]) u group by 1;
    if cov.fact_from is not null then
        if wanted = 'k' then
            return query
            select u.code, null::text, count(*)
            from pgsummary.conference_edges(cov) f
            cross join lateral unnest(f.codes) as u (code)
            group by 1;
        else
            return query
            select case wanted
                when 's' then f.status::integer when 'd' then pgsummary.duration_range(f.duration) else f.participants
            end, null::text, count(*)
            from pgsummary.conference_edges(cov) f
            group by 1;
        end if;
    end if;
    -- Only what can move this measure, or what a filter sees of a session.
    changed := pgsummary.changed_conferences(causes => case wanted
        when 's' then 'oCci' when 'd' then 'oCc' when 'p' then 'Ccslp' else 'Cci'
    end || case when cov.filtered then 's' else '' end);
    -- One statement to a measure, so that none pays for the columns of another.
    if changed = '{}' then
        return;
    elsif wanted = 's' then
        return query
        select d.status::integer, null::text, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        group by 1, 2;
    elsif wanted = 'd' then
        return query
        select pgsummary.duration_range(d.duration), null::text, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        group by 1, 2;
    elsif wanted = 'p' then
        return query
        select d.participants, null::text, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        group by 1, 2;
    else
        return query
        select null::integer, u.code, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        cross join lateral unnest(d.codes) as u (code)
        group by 1, 2;
    end if;
end
$conference_counts$;
comment on function pgsummary.conference_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'conferences of a coverage by value (of codes: the term, or the code itself where it comes from the log); a value may '
'come more than once, with a negative n from the log';
create or replace function pgsummary.conference_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (
    n integer,
    created_at timestamptz,
    duration integer,
    participants integer,
    status smallint,
    codes text []
)
language sql
stable
parallel safe
as $conference_delta$
select -1, f.created_at, f.duration, f.participants, f.status,
    array(select t.value from unnest(f.codes) as c (id) join pgsummary.term t on t.id = c.id)
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.conference_fact x where x.id = k.id offset 0
) f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.any_selected(f.profiles, cov.mask))
union all
select 1, l.created_at, l.duration, l.participants, l.status, l.codes
from pgsummary.live_conferences(changed) l
where l.app_id = conference_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or exists (
        select from unnest(l.profiles) as p (key)
        where pgsummary.profile_passes(
        p.key, conference_delta.browser, conference_delta.os, conference_delta.country, conference_delta.app_version
    )
    ))
$conference_delta$;
comment on function pgsummary.conference_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the conferences that changed since the last refresh, names spelled out';
create or replace function pgsummary.conference_edges(cov pgsummary.coverage)
returns setof pgsummary.conference_fact
language sql
stable
parallel safe
as $conference_edges$
select f.*
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.*
    from pgsummary.conference_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pgsummary.any_selected(f.profiles, cov.mask)
$conference_edges$;
comment on function pgsummary.conference_edges(pgsummary.coverage) is
'the conference facts that a coverage takes one by one, filters applied';
create or replace function pgsummary.conference_measures(fact pgsummary.conference_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $conference_measures$
select 'c'::"char", 's'::"char", fact.status::integer
union all
select 'c', 'x', fact.participants * 16 + coalesce(pgsummary.duration_range(fact.duration), 0)
union all
select 'c', 'k', u.code from unnest(fact.codes) as u (code)
$conference_measures$;
comment on function pgsummary.conference_measures(pgsummary.conference_fact) is
'kind, measure and value (see rollup_day) of everything that one conference counts for';
create or replace function pgsummary.conference_page(
    caller text,
    app_id uuid,
    created_at_gte timestamptz,
    created_at_lte timestamptz,
    status text,
    issue_code text,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer,
    participant_id uuid,
    max_rows integer,
    skip_rows integer,
    browser text,
    os text,
    country text,
    app_version text,
    out ids uuid [],
    out total bigint
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $conference_page$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
    wanted_status smallint;
    wanted_code integer;
    -- So few conferences may match a rare filter that they are looked up instead of searched for.
    few constant integer := 1000;
    selected bigint;
    among uuid[];
    changed uuid[];
    matching_ids uuid[];
    matching_times timestamptz[];
    page_size constant bigint := coalesce(max_rows, 50);
    page_start constant bigint := coalesce(skip_rows, 0);
    -- What the rollups count by, where only one thing is asked for.
    measure "char";
    wanted_value integer;
begin
    cov := pgsummary.cover(caller, app_id, created_at_gte, created_at_lte, browser, os, country, app_version);
    if status is not null then
        perform pgsummary.check_choice(caller, 'status', status, '{success,warning,error,ongoing}');
        wanted_status := array_position(array['success', 'warning', 'error', 'ongoing'], status) - 1;
    end if;
    perform pgsummary.check_not_negative(caller, 'max_rows', max_rows);
    perform pgsummary.check_not_negative(caller, 'skip_rows', skip_rows);
    if issue_code is not null then
        wanted_code := coalesce(
            (select t.id from pgsummary.term t where t.hash = sha256(convert_to(issue_code, 'UTF8'))), -1
        );
    end if;
    -- Only what can move a conference into or out of the list.
    changed := pgsummary.changed_conferences(causes => 'Cc'
        || case when status is null then '' else 'oi' end
        || case when issue_code is null then '' else 'i' end
        || case when duration_gte is null and duration_lt is null then '' else 'o' end
        || case when setup_time_gte is null and setup_time_lt is null then '' else 'n' end
        || case when participants is null then '' else 'slp' end
        || case when cov.filtered then 's' else '' end
    );

    if participant_id is not null then
        among := array(
            select pc.conference_id
            from public.participant_conferences pc
            where pc.participant_id = conference_page.participant_id
        );
        changed := array(select unnest(changed) intersect select unnest(among));
    elsif cov.filtered then
        selected := (
            select coalesce(sum(u.n), 0) from pgsummary.rollup_counts(cov, 'c', array['s'::"char"]) u
        ) + (select count(*) from pgsummary.conference_edges(cov));
        if selected <= few then
            among := array(
                select f.id
                from pgsummary.conference_fact f
                where f.profiles && array(select p.id from pgsummary.profile p where get_bit(cov.mask, p.id) = 1)
                    and f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
            );
        end if;
    end if;
    if changed <> '{}' then
        select array_agg(l.id), array_agg(l.created_at) into matching_ids, matching_times
        from pgsummary.matching_live(
            cov, changed, app_id, wanted_status, issue_code, duration_gte, duration_lt, setup_time_gte,
            setup_time_lt, conference_page.participants, browser, os, country, app_version
        ) l;
    end if;
    total := coalesce(cardinality(matching_ids), 0);
    if among is not null then
        select matching_ids || array_agg(f.id), matching_times || array_agg(f.created_at) into matching_ids, matching_times
        from (select unnest(among) as id except select unnest(changed)) k
        cross join lateral (select x.* from pgsummary.conference_fact x where x.id = k.id offset 0) f
        where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
            and (not cov.filtered or pgsummary.any_selected(f.profiles, cov.mask))
            and pgsummary.fact_matches(
                f, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                conference_page.participants
            );
        total := coalesce(cardinality(matching_ids), 0);
        ids := array(
            select x.id
            from unnest(matching_ids, matching_times) as x (id, created_at)
            order by x.created_at desc, x.id desc
            limit page_size offset page_start
        );
        return;
    end if;

    if duration_gte is null and duration_lt is null and setup_time_gte is null and setup_time_lt is null
        and num_nonnulls(status, issue_code, participants) <= 1
    then
        measure := case when issue_code is not null then 'k' when participants is not null then 'p' else 's' end;
        wanted_value := coalesce(wanted_status, wanted_code, participants);
        if wanted_value is null and cov.filtered then
            total := total + selected;
        else
            total := total + (
                select coalesce(sum(u.n), 0)
                from pgsummary.rollup_counts(cov, 'c', array[measure]) u
                where wanted_value is null or u.value = wanted_value
            ) + (
                select count(*)
                from pgsummary.conference_edges(cov) f
                where (wanted_status is null or f.status = wanted_status)
                    and (wanted_code is null or f.codes @> array[wanted_code])
                    and (conference_page.participants is null or f.participants = conference_page.participants)
            );
        end if;
    else
        total := total + (
            select count(*)
            from pgsummary.matching_facts(
                cov, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                conference_page.participants
            )
        );
    end if;
    if changed <> '{}' then
        total := total - (
            select count(*)
            from pgsummary.matching_facts(
                cov, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                conference_page.participants
            ) f
            where f.id = any (changed)
        );
    end if;

    ids := array(
        select x.id
        from (
            (
                -- As many as may have changed come on top of the page, and are then left out.
                select f.id, f.created_at
                from (
                    select m.id, m.created_at
                    from pgsummary.matching_facts(
                        cov, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                        conference_page.participants
                    ) m
                    order by m.created_at desc, m.id desc
                    limit page_start + page_size + cardinality(changed)
                ) f
                where not exists (select from unnest(changed) as c (id) where c.id = f.id)
            )
            union all
            select l.id, l.created_at from unnest(matching_ids, matching_times) as l (id, created_at)
        ) x
        order by x.created_at desc, x.id desc
        limit page_size offset page_start
    );
end
$conference_page$;
comment on function pgsummary.conference_page(
    text, uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
) is
'ids of one page of conference_list, newest first, and the number of all that match. 22023 for an unknown status, a '
'negative max_rows or skip_rows';
create or replace function pgsummary.connection_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $connection_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.value, sum(u.n) from pgsummary.rollup_counts(cov, 'n', array[wanted]) u group by 1;
    if cov.fact_from is not null then
        return query
        select case wanted when 'r' then f.relayed else f.setup_range end::integer, count(*)
        from pgsummary.connection_edges(cov) f
        group by 1;
    end if;
    changed := pgsummary.changed_connections();
    if changed = '{}' then
        return;
    elsif wanted = 'r' then
        return query
        select d.relayed::integer, sum(d.n)
        from pgsummary.connection_delta(
            cov, changed, connection_counts.app_id, connection_counts.browser, connection_counts.os,
            connection_counts.country, connection_counts.app_version
        ) d
        group by 1;
    else
        return query
        select d.setup_range::integer, sum(d.n)
        from pgsummary.connection_delta(
            cov, changed, connection_counts.app_id, connection_counts.browser, connection_counts.os,
            connection_counts.country, connection_counts.app_version
        ) d
        group by 1;
    end if;
end
$connection_counts$;
comment on function pgsummary.connection_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'connections of a coverage by value; one may come more than once, with a negative n from the log';
create or replace function pgsummary.connection_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (n integer, relayed smallint, setup_range smallint)
language sql
stable
parallel safe
as $connection_delta$
select -1, f.relayed, f.setup_range
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.connection_fact x where x.id = k.id offset 0
) f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1)
union all
select 1, l.relayed, l.setup_range
from pgsummary.live_connections(changed) l
where l.app_id = connection_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.profile_passes(
        l.profile, connection_delta.browser, connection_delta.os, connection_delta.country, connection_delta.app_version
    ))
$connection_delta$;
comment on function pgsummary.connection_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the connections that changed since the last refresh, names spelled out';
create or replace function pgsummary.connection_edges(cov pgsummary.coverage)
returns table (profile integer, relayed smallint, setup_range smallint)
language sql
stable
parallel safe
as $connection_edges$
select f.profile, f.relayed, f.setup_range
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.relayed, x.setup_range
    from pgsummary.connection_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1
$connection_edges$;
comment on function pgsummary.connection_edges(pgsummary.coverage) is
'the connection facts that a coverage takes one by one, filters applied';
create or replace function pgsummary.connection_measures(fact pgsummary.connection_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $connection_measures$
select 'n'::"char", 'r'::"char", fact.relayed::integer where fact.relayed is not null
union all
select 'n', 's', fact.setup_range::integer where fact.setup_range is not null
$connection_measures$;
comment on function pgsummary.connection_measures(pgsummary.connection_fact) is
'kind, measure and value (see rollup_day) of everything that one connection counts for';
create or replace function pgsummary.cover(
    caller text,
    app_id uuid,
    created_at_gte timestamptz,
    created_at_lte timestamptz,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns pgsummary.coverage
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $cover$
declare
    cov pgsummary.coverage;
    -- What live_* reads lies between these.
    first_instant constant timestamptz := '0001-01-01 00:00:00+00';
    end_of_time constant timestamptz := '10000-01-01 00:00:00+00';
    lo constant timestamptz := greatest(created_at_gte, first_instant);
    -- Inclusive to the microsecond, hence up to and without the next one.
    hi constant timestamptz := case
        when created_at_lte < end_of_time then created_at_lte + interval '1 microsecond' else end_of_time
    end;
    day_from timestamptz;
    day_to timestamptz;
    quarter_from timestamptz;
    quarter_to timestamptz;
    terms integer[];
begin
    perform pgsummary.check_app_id(caller, app_id);
    perform pgsummary.check_row_security(caller);
    cov.app := (select a.key from pgsummary.app_key a where a.app_id = cover.app_id);
    cov.lower_bound := lo;
    cov.upper_bound := hi;
    cov.filtered := false;
    if coalesce(browser, '') <> '' or coalesce(os, '') <> ''
        or coalesce(country, '') <> '' or coalesce(app_version, '') <> ''
    then
        cov.filtered := true;
        terms := array[
            pgsummary.filter_term(browser), pgsummary.filter_term(os),
            pgsummary.filter_term(country), pgsummary.filter_term(app_version)
        ];
        cov.segment := (
            select s.id
            from pgsummary.segment s
            where s.browser = terms[1] and s.os = terms[2] and s.country = terms[3] and s.app_version = terms[4]
        );
        cov.mask := (
            select string_agg(case
                when p.id > 0
                    and (terms[1] = -1 or p.browser = terms[1]) and (terms[2] = -1 or p.os = terms[2])
                    and (terms[3] = -1 or p.country = terms[3]) and (terms[4] = -1 or p.app_version = terms[4])
                    then '1'
                else '0'
            end, '' order by p.id)::bit varying
            from pgsummary.profile p
        );
    end if;

    if lo >= hi or cov.app is null or (cov.filtered and position(b'1' in cov.mask) = 0) then
        -- Nothing is in facts or rollups.
        cov.day_from := 'infinity';
        cov.day_to := 'infinity';
        return cov;
    end if;

    day_from := date_trunc('day', lo at time zone 'UTC') at time zone 'UTC';
    if day_from < lo then
        day_from := day_from + interval '24 hours';
    end if;
    day_to := date_trunc('day', hi at time zone 'UTC') at time zone 'UTC';
    if day_from <= day_to then
        cov.day_from := (day_from at time zone 'UTC')::date;
        cov.day_to := (day_to at time zone 'UTC')::date;
    else
        -- No whole day: one piece from end to end.
        cov.day_from := 'infinity';
        cov.day_to := 'infinity';
        day_from := hi;
        day_to := hi;
    end if;
    if cov.filtered then
        -- The gaps between the days that are segmented deeply enough.
        select array_agg(g.lo), array_agg(g.hi) into cov.fact_from, cov.fact_to
        from (
            select lag(d.hi, 1, cov.lower_bound) over (order by d.lo) as lo, d.lo as hi
            from (
                select s.day::timestamp at time zone 'UTC' as lo, (s.day + 1)::timestamp at time zone 'UTC' as hi
                from pgsummary.segmented_day s
                where s.app = cov.app and s.day >= cov.day_from and s.day < cov.day_to
                    and s.depth >= cardinality(array_remove(terms, -1))
                union all
                select cov.upper_bound, cov.upper_bound
            ) d
        ) g
        where g.lo < g.hi;
        return cov;
    end if;

    quarter_from := lo;
    if lo < day_from then
        quarter_from := pgsummary.quarter_of(lo);
        if quarter_from < lo then
            quarter_from := quarter_from + interval '15 minutes';
        end if;
        quarter_from := least(quarter_from, day_from);
    end if;
    quarter_to := case when day_to < hi then pgsummary.quarter_of(hi) else hi end;
    if day_from = hi and day_to = hi then
        -- One piece, perhaps within a quarter.
        if quarter_from > pgsummary.quarter_of(hi) then
            cov.fact_from := array[lo];
            cov.fact_to := array[hi];
            return cov;
        end if;
        quarter_to := pgsummary.quarter_of(hi);
        cov.quarter_from := array[quarter_from];
        cov.quarter_to := array[quarter_to];
    else
        cov.quarter_from := array[quarter_from, day_to];
        cov.quarter_to := array[day_from, quarter_to];
    end if;
    cov.fact_from := array[lo, quarter_to];
    cov.fact_to := array[quarter_from, hi];
    return cov;
end
$cover$;
comment on function pgsummary.cover(text, uuid, timestamptz, timestamptz, text, text, text, text) is
'how the range and the filters of a summary are covered by rollups and facts; both bounds inclusive, null = open. '
'22004 where app_id is null';
create or replace function pgsummary.duration_range(seconds integer)
returns integer
language sql
immutable
parallel safe
as $duration_range$
select nullif(pg_catalog.width_bucket(
    seconds, '{0,60,180,300,600,900,1200,1500,1800,2400,3000,3600}'::integer []
), 0)
$duration_range$;
comment on function pgsummary.duration_range(integer) is 'id in duration_ranges of a duration in seconds';
create or replace function pgsummary.duration_ranges()
returns table (id integer, range text, min_sec integer, max_sec integer)
language sql
immutable
parallel safe
as $duration_ranges$
values
    (1, '< 1 m', 0, 60),
    (2, '1 - 3 m', 60, 180),
    (3, '3 - 5 m', 180, 300),
    (4, '5 - 10 m', 300, 600),
    (5, '10 - 15 m', 600, 900),
    (6, '15 - 20 m', 900, 1200),
    (7, '20 - 25 m', 1200, 1500),
    (8, '25 - 30 m', 1500, 1800),
    (9, '30 - 40 m', 1800, 2400),
    (10, '40 - 50 m', 2400, 3000),
    (11, '50 - 60 m', 3000, 3600),
    (12, '> 60 m', 3600, null)
$duration_ranges$;
comment on function pgsummary.duration_ranges() is
'the 12 ranges of a conference''s duration in seconds; the lower bound belongs to the range, the upper does not';
create or replace function pgsummary.fact_matches(
    fact pgsummary.conference_fact,
    status smallint,
    code integer,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer
)
returns boolean
language sql
immutable
parallel safe
as $fact_matches$
select (fact_matches.status is null or fact.status = fact_matches.status)
    and (fact_matches.code is null or fact_matches.code = any (fact.codes))
    and (fact_matches.duration_gte is null or fact.duration >= fact_matches.duration_gte)
    and (fact_matches.duration_lt is null or fact.duration < fact_matches.duration_lt)
    and (
        (fact_matches.setup_time_gte is null and fact_matches.setup_time_lt is null)
        or pgsummary.any_within(fact.setup_ms, fact_matches.setup_time_gte, fact_matches.setup_time_lt)
    )
    and (fact_matches.participants is null or fact.participants = fact_matches.participants)
$fact_matches$;
comment on function pgsummary.fact_matches(
    pgsummary.conference_fact, smallint, integer, integer, integer, float8, float8, integer
) is
'whether a conference fact has these values; null lets all pass';
create or replace function pgsummary.filter_passes(filter text, value text)
returns boolean
language sql
immutable
parallel safe
as $filter_passes$
select case
    when coalesce(filter, '') = '' then true
    when pg_catalog.lower(filter collate "C") = 'unknown' then value is null
    else coalesce(value = filter, false)
end
$filter_passes$;
comment on function pgsummary.filter_passes(text, text) is
'whether a value, null where missing, passes a filter: null or empty lets all pass, Unknown in any case the missing';
create or replace function pgsummary.filter_term(filter text)
returns integer
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $filter_term$
select case
    when filter is null or filter = '' then -1
    when lower(filter collate "C") = 'unknown' then 0
    else coalesce(
        (select t.id from pgsummary.term t where t.hash = sha256(convert_to(filter, 'UTF8'))), -3
    )
end
$filter_term$;
comment on function pgsummary.filter_term(text) is
'-1 for no filter, 0 for Unknown in any case (missing), the id of a term, -3 for a value that no fact has';
create or replace function pgsummary.iso(instant timestamptz)
returns text
language sql
stable
parallel safe
as $iso$
select case when pg_catalog.isfinite(instant) then pg_catalog.to_char(
    instant at time zone 'UTC',
    case when pg_catalog.date_trunc('second', instant) = instant
        then 'YYYY-MM-DD"T"HH24:MI:SS"Z"' else 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
    end
) end
$iso$;
comment on function pgsummary.iso(timestamptz) is
'ISO 8601 in UTC, with a fraction where there is one; null for infinity';
create or replace function pgsummary.issue_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, key text, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $issue_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.value, null::text, sum(u.n) from pgsummary.rollup_counts(cov, 'i', array[wanted]) u group by 1;
    if cov.fact_from is not null then
        return query
        select case wanted when 'k' then f.code else f.gum_error end, null::text, count(*)
        from pgsummary.issue_edges(cov) f
        where wanted = 'k' or f.gum_error is not null
        group by 1;
    end if;
    changed := pgsummary.changed_issues();
    if changed = '{}' then
        return;
    elsif wanted = 'k' then
        return query
        select null::integer, d.code, sum(d.n)
        from pgsummary.issue_delta(
            cov, changed, issue_counts.app_id, issue_counts.browser, issue_counts.os, issue_counts.country,
            issue_counts.app_version
        ) d
        group by 2;
    else
        return query
        select null::integer, d.gum_error, sum(d.n)
        from pgsummary.issue_delta(
            cov, changed, issue_counts.app_id, issue_counts.browser, issue_counts.os, issue_counts.country,
            issue_counts.app_version
        ) d
        where d.gum_error is not null
        group by 2;
    end if;
end
$issue_counts$;
comment on function pgsummary.issue_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'issues of a coverage by value: the term or the getUserMedia error; null with its key where it comes from the log';
create or replace function pgsummary.issue_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (n integer, code text, gum_error text)
language sql
stable
parallel safe
as $issue_delta$
select -1, (select t.value from pgsummary.term t where t.id = f.code),
    (select g.key from pgsummary.gum_error g where g.id = f.gum_error)
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.issue_fact x where x.id = k.id offset 0
) f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1)
union all
select 1, l.code, l.gum_error
from pgsummary.live_issues(changed) l
where l.app_id = issue_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.profile_passes(
        l.profile, issue_delta.browser, issue_delta.os, issue_delta.country, issue_delta.app_version
    ))
$issue_delta$;
comment on function pgsummary.issue_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the issues that changed since the last refresh, names spelled out';
create or replace function pgsummary.issue_edges(cov pgsummary.coverage)
returns table (profile integer, code integer, gum_error integer)
language sql
stable
parallel safe
as $issue_edges$
select f.profile, f.code, f.gum_error
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.code, x.gum_error
    from pgsummary.issue_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1
$issue_edges$;
comment on function pgsummary.issue_edges(pgsummary.coverage) is
'the issue facts that a coverage takes one by one, filters applied';
create or replace function pgsummary.issue_measures(fact pgsummary.issue_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $issue_measures$
select 'i'::"char", 'k'::"char", fact.code
union all
select 'i', 'g', fact.gum_error where fact.gum_error is not null
$issue_measures$;
comment on function pgsummary.issue_measures(pgsummary.issue_fact) is
'kind, measure and value (see rollup_day) of everything that one issue counts for';
create or replace function pgsummary.issue_title(code text)
returns text
language sql
immutable
parallel safe
as $issue_title$
select case code
    when 'no_media_access' then 'Could not access any media device'
    when 'ice_failed' then 'Connection could not be established'
    when 'no_connection' then 'The participant could not establish a connection'
    when 'very_low_emos' then 'The participant had a very bad experience during the conference'
    when 'getusermedia_error' then 'Problem accessing media'
    when 'icecandidateerror' then 'ICE candidate error'
    when 'connection_disconnected' then 'Connection disconnected'
    when 'connection_failed' then 'Connection failed'
    when 'multiple_rejoins' then 'Multiple rejoins'
    when 'tcp_used' then 'Media sent over TCP'
    when 'turn_used' then 'Connection relayed through a TURN server'
    when 'low_emos' then 'Participant had a less than ideal experience'
    else code
end
$issue_title$;
comment on function pgsummary.issue_title(text) is 'the title of an issue code; an unknown code is its own title';
create or replace function pgsummary.local_start(local_date date, time_zone text)
returns timestamptz
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $local_start$
declare
    midnight constant timestamptz := local_date::timestamp at time zone time_zone;
    hours constant interval := interval '3 hours';
    set_back constant interval :=
        ((midnight - hours) at time zone time_zone) + hours - (midnight at time zone time_zone);
begin
    if set_back > interval '0' and ((midnight - set_back) at time zone time_zone)::date = local_date then
        return midnight - set_back;
    end if;
    return midnight;
end
$local_start$;
comment on function pgsummary.local_start(date, text) is 'the first instant of a date in a time zone';
create or replace function pgsummary.log_app_connection()
returns trigger
language plpgsql
security definer
as $log_app_connection$
declare
    cause pg_catalog."char" := 'n';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.id;
        new_id := new.id;
        old_conference := old.conference_id;
        new_conference := new.conference_id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.id, old.conference_id, old.session_id, old.is_active, old.created_at, old.type,
                    pg_catalog.jsonb_array_element(
                        pg_catalog.jsonb_object_field(old.connection_info, 'negotiations'), 0
                    )),
                row(new.id, new.conference_id, new.session_id, new.is_active, new.created_at, new.type,
                    pg_catalog.jsonb_array_element(
                        pg_catalog.jsonb_object_field(new.connection_info, 'negotiations'), 0
                    ))
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_app_connection$;
comment on function pgsummary.log_app_connection() is
'row trigger: appends the app_connection row that changed to change_log, unless nothing that a summary reads changed';
create or replace function pgsummary.log_app_issue()
returns trigger
language plpgsql
security definer
as $log_app_issue$
declare
    cause pg_catalog."char" := 'i';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.id;
        new_id := new.id;
        old_conference := old.conference_id;
        new_conference := new.conference_id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.id, old.conference_id, old.session_id, old.is_active, old.created_at, old.type,
                    old.code, old.data),
                row(new.id, new.conference_id, new.session_id, new.is_active, new.created_at, new.type,
                    new.code, new.data)
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_app_issue$;
comment on function pgsummary.log_app_issue() is
'row trigger: appends the app_issue row that changed to change_log, unless nothing that a summary reads changed';
create or replace function pgsummary.log_app_session()
returns trigger
language plpgsql
security definer
as $log_app_session$
declare
    cause pg_catalog."char" := 's';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.id;
        new_id := new.id;
        old_conference := old.conference_id;
        new_conference := new.conference_id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.id, old.conference_id, old.participant_id, old.is_active, old.created_at,
                    old.app_version, old.platform, old.geo_ip),
                row(new.id, new.conference_id, new.participant_id, new.is_active, new.created_at,
                    new.app_version, new.platform, new.geo_ip)
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_app_session$;
comment on function pgsummary.log_app_session() is
'row trigger: appends the app_session row that changed to change_log, unless nothing that a summary reads changed';
create or replace function pgsummary.log_conference()
returns trigger
language plpgsql
security definer
as $log_conference$
declare
    cause pg_catalog."char" := 'C';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.id;
        new_id := new.id;
        old_conference := old.id;
        new_conference := new.id;
        if old_id is not null and new_id is not null then
            -- One that appears, goes or changes its app takes all that hangs on it along; else only itself, or nothing
            -- but its call, which is by far the most frequent.
            if pg_catalog.record_image_eq(row(old.id, old.app_id), row(new.id, new.app_id)) then
                if not pg_catalog.record_image_eq(
                    row(old.created_at, old.is_active), row(new.created_at, new.is_active)
                ) then
                    cause := 'c';
                elsif not pg_catalog.record_image_eq(
                    row(old.ongoing, old.duration), row(new.ongoing, new.duration)
                ) then
                    cause := 'o';
                else
                    return null;
                end if;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_conference$;
comment on function pgsummary.log_conference() is
'row trigger: appends the conference row that changed to change_log, unless nothing that a summary reads changed';
create or replace function pgsummary.log_participant()
returns trigger
language plpgsql
security definer
as $log_participant$
declare
    cause pg_catalog."char" := 'p';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.id;
        new_id := new.id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.id, old.is_active, old.is_sfu),
                row(new.id, new.is_active, new.is_sfu)
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_participant$;
comment on function pgsummary.log_participant() is
'row trigger: appends the participant row that changed to change_log, unless nothing that a summary reads changed';
create or replace function pgsummary.log_participant_conferences()
returns trigger
language plpgsql
security definer
as $log_participant_conferences$
declare
    cause pg_catalog."char" := 'l';
    old_id pg_catalog.uuid;
    new_id pg_catalog.uuid;
    old_conference pg_catalog.uuid;
    new_conference pg_catalog.uuid;
    everything pg_catalog.bool := false;
begin
    begin
        -- OLD is null at an INSERT and NEW at a DELETE.
        old_id := old.conference_id;
        new_id := new.conference_id;
        old_conference := old.conference_id;
        new_conference := new.conference_id;
        if old_id is not null and new_id is not null then
            if pg_catalog.record_image_eq(
                row(old.participant_id, old.conference_id),
                row(new.participant_id, new.conference_id)
            ) then
                return null;
            end if;
        end if;
    exception
        when others then
            -- A column was renamed or dropped: all may have changed.
            everything := true;
    end;
    if everything then
        insert into pgsummary.change_log (kind) values ('*');
        return null;
    end if;
    if new_id is not null then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, new_id, new_conference);
    end if;
    if old_id is not null
        and not pg_catalog.record_image_eq(row(old_id, old_conference), row(new_id, new_conference))
    then
        insert into pgsummary.change_log (kind, entity, conference_id) values (cause, old_id, old_conference);
    end if;
    return null;
end
$log_participant_conferences$;
comment on function pgsummary.log_participant_conferences() is
'row trigger: appends the participant_conferences row that changed to change_log, unless nothing that a summary '
'reads changed';
create or replace function pgsummary.log_truncate()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $log_truncate$
begin
    perform pgsummary.mark_everything();
    return null;
end
$log_truncate$;
comment on function pgsummary.log_truncate() is 'statement trigger: marks everything as changed after a TRUNCATE';
create or replace function pgsummary.mark_everything()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $mark_everything$
insert into pgsummary.change_log (kind) values ('*');
$mark_everything$;
comment on function pgsummary.mark_everything() is
'appends the marker * to change_log: the next refreshes compare every fact with its source';
create or replace function pgsummary.matching_facts(
    cov pgsummary.coverage,
    status smallint,
    code integer,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer
)
returns table (id uuid, created_at timestamptz)
language sql
stable
parallel safe
as $matching_facts$
select f.id, f.created_at
from pgsummary.conference_fact f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.any_selected(f.profiles, cov.mask))
    and pgsummary.fact_matches(
        f, matching_facts.status, matching_facts.code, matching_facts.duration_gte, matching_facts.duration_lt,
        matching_facts.setup_time_gte, matching_facts.setup_time_lt, matching_facts.participants
    )
$matching_facts$;
comment on function pgsummary.matching_facts(
    pgsummary.coverage, smallint, integer, integer, integer, float8, float8, integer
) is
'the conference facts of a coverage that match; null lets all pass';
create or replace function pgsummary.matching_live(
    cov pgsummary.coverage,
    ids uuid [],
    app_id uuid,
    status smallint,
    code text,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer,
    browser text,
    os text,
    country text,
    app_version text
)
returns table (id uuid, created_at timestamptz)
language sql
stable
parallel safe
as $matching_live$
select l.id, l.created_at
from pgsummary.live_conferences(matching_live.ids) l
where l.app_id = matching_live.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or exists (
        select from unnest(l.profiles) as p (key)
        where pgsummary.profile_passes(
            p.key, matching_live.browser, matching_live.os, matching_live.country, matching_live.app_version
        )
    ))
    and (matching_live.status is null or l.status = matching_live.status)
    and (matching_live.code is null or matching_live.code = any (l.codes))
    and (matching_live.duration_gte is null or l.duration >= matching_live.duration_gte)
    and (matching_live.duration_lt is null or l.duration < matching_live.duration_lt)
    and (
        (matching_live.setup_time_gte is null and matching_live.setup_time_lt is null)
        or exists (
            select from unnest(l.setup_ms) as s (ms)
            where (matching_live.setup_time_gte is null or s.ms >= matching_live.setup_time_gte)
                and (matching_live.setup_time_lt is null or s.ms < matching_live.setup_time_lt)
        )
    )
    and (matching_live.participants is null or l.participants = matching_live.participants)
$matching_live$;
comment on function pgsummary.matching_live(
    pgsummary.coverage, uuid [], uuid, smallint, text, integer, integer, float8, float8, integer, text, text, text,
    text
) is
'those of the conferences within a coverage that match; null lets all pass';
create or replace function pgsummary.place_counts(
    cov pgsummary.coverage,
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (city text, country_code text, latitude float8, longitude float8, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $place_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select p.city, p.country_code, p.latitude, p.longitude, u.n
    from (select x.value, sum(x.n) as n from pgsummary.rollup_counts(cov, 'p', array['p'::"char"]) x group by x.value) u
    cross join lateral (select x.* from pgsummary.place x where x.id = u.value offset 0) p;
    if cov.fact_from is not null then
        return query
        select p.city, p.country_code, p.latitude, p.longitude, s.n
        from (select f.place, count(*) as n from pgsummary.session_edges(cov) f group by f.place) s
        cross join lateral (select x.* from pgsummary.place x where x.id = s.place offset 0) p;
    end if;
    changed := pgsummary.changed_sessions();
    if changed <> '{}' then
        return query
        select d.city, d.country_code, d.latitude, d.longitude, sum(d.n)
        from pgsummary.session_delta(
            cov, changed, place_counts.app_id, place_counts.browser, place_counts.os, place_counts.country,
            place_counts.app_version
        ) d
        where pgsummary.is_on_map(d.city, d.latitude, d.longitude)
        group by 1, 2, 3, 4;
    end if;
end
$place_counts$;
comment on function pgsummary.place_counts(pgsummary.coverage, uuid, text, text, text, text) is
'sessions of a coverage by place; one may come more than once, with a negative n from the log';
create or replace function pgsummary.profile_passes(
    profile text, browser text, os text, country text, app_version text
)
returns boolean
language sql
stable
parallel safe
as $profile_passes$
select profile is not null
    and pgsummary.filter_passes(browser, (profile::text [])[1])
    and pgsummary.filter_passes(os, (profile::text [])[2])
    and pgsummary.filter_passes(country, (profile::text [])[3])
    and pgsummary.filter_passes(app_version, (profile::text [])[4])
$profile_passes$;
comment on function pgsummary.profile_passes(text, text, text, text, text) is
'whether a profile (see profile_key) passes the four filters; a row without an active session never does';
create or replace function pgsummary.quarter_of(instant timestamptz)
returns timestamptz
language sql
stable
parallel safe
as $quarter_of$
select case
    -- Seconds as float8 hold microseconds for some centuries only.
    when instant between '1800-01-01 00:00:00+00' and '2200-01-01 00:00:00+00'
        then pg_catalog.to_timestamp(pg_catalog.floor(pg_catalog.date_part('epoch', instant) / 900) * 900)
    else (
        pg_catalog.date_trunc('hour', instant at time zone 'UTC')
        + pg_catalog.make_interval(mins => extract(minute from instant at time zone 'UTC')::integer / 15 * 15)
    ) at time zone 'UTC'
end
$quarter_of$;
comment on function pgsummary.quarter_of(timestamptz) is 'start of the 15 minutes of UTC that an instant falls in';
create or replace function pgsummary.quarter_of_day(instant timestamptz)
returns integer
language sql
stable
parallel safe
as $quarter_of_day$
select (
    (pg_catalog.floor(pg_catalog.date_part('epoch', instant) / 900)::bigint % 96 + 96) % 96
)::integer
$quarter_of_day$;
comment on function pgsummary.quarter_of_day(timestamptz) is
'which 15 minutes of its UTC day an instant falls in, 0 to 95';
create or replace function pgsummary.rollup_counts(cov pgsummary.coverage, kind "char", measures "char" [])
returns table (measure "char", value integer, n integer)
language sql
stable
parallel safe
as $rollup_counts$
select u.measure, u.value, u.n
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
where not cov.filtered and r.app = cov.app and r.segment = 0 and r.kind = rollup_counts.kind
    and r.day >= cov.day_from and r.day < cov.day_to
    and u.measure = any (rollup_counts.measures)
union all
select u.measure, u.value, u.n
from unnest(cov.quarter_from, cov.quarter_to) as e (lo, hi)
cross join lateral (
    select q.measures, q.vals, q.counts
    from pgsummary.rollup_quarter q
    where q.app = cov.app and q.kind = rollup_counts.kind and q.bucket >= e.lo and q.bucket < e.hi
    offset 0
) r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
where u.measure = any (rollup_counts.measures)
union all
select
    m.measure,
    case
        when m.kept = 't' then u.value % 4
        when m.kept <> 'x' then u.value
        when m.measure = 'd' then nullif(u.value % 16, 0)
        else u.value / 16
    end,
    u.n
from pgsummary.rollup_segment r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join (
    select w.measure, pgsummary.segment_measure(rollup_counts.kind, w.measure) as kept
    from unnest(rollup_counts.measures) as w (measure)
) m on m.kept = u.measure
where cov.filtered and r.app = cov.app and r.segment = cov.segment
    and r.day >= cov.day_from and r.day < cov.day_to
$rollup_counts$;
comment on function pgsummary.rollup_counts(pgsummary.coverage, "char", "char" []) is
'counts by measure and value in the days and quarters of a coverage; a value may come more than once';
create or replace function pgsummary.segment_measure(kind "char", measure "char")
returns "char"
language sql
immutable
parallel safe
as $segment_measure$
select case kind::text || measure::text
    -- In time, which the status is not told without.
    when 'cs' then 't'
    when 'cd' then 'x'
    when 'cp' then 'x'
    -- One letter to a measure, for all kinds are in one row.
    when 'ns' then 'u'
    when 'pp' then 'l'
    when 'ik' then 'i'
    else measure
end::"char"
$segment_measure$;
comment on function pgsummary.segment_measure("char", "char") is
'the measure of rollup_segment that stands for this one of rollup_day; x is participants * 16 + duration range';
create or replace function pgsummary.session_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char" [],
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (measure "char", value integer, name text, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $session_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.measure, u.value, null::text, sum(u.n)
    from pgsummary.rollup_counts(cov, 's', wanted) u
    group by 1, 2;
    if cov.fact_from is not null then
        return query
        select
            m.measure,
            case
                when not p.has_platform and m.measure in ('b', 'o') then -1
                else case m.measure
                    when 'b' then p.browser when 'o' then p.os when 'c' then p.country else p.app_version
                end
            end,
            null::text,
            sum(s.n)::bigint
        from (select f.profile, count(*) as n from pgsummary.session_edges(cov) f group by f.profile) s
        cross join lateral (select x.* from pgsummary.profile x where x.id = s.profile offset 0) p
        cross join unnest(wanted) as m (measure)
        group by 1, 2;
    end if;
    changed := pgsummary.changed_sessions();
    if changed <> '{}' then
        return query
        select
            m.measure,
            case
                when p.parts[5] is null and m.measure in ('b', 'o') then -1
                when p.parts[m.place] is null then 0
            end,
            case when p.parts[5] is not null or m.measure in ('c', 'v') then p.parts[m.place] end,
            sum(d.n)::bigint
        from (
            select x.profile, sum(x.n) as n
            from pgsummary.session_delta(
                cov, changed, session_counts.app_id, session_counts.browser, session_counts.os,
                session_counts.country, session_counts.app_version
            ) x
            group by x.profile
        ) d
        cross join lateral (select d.profile::text[] as parts) p
        cross join (
            select w.measure, position(w.measure::text in 'bocv') as place from unnest(wanted) as w (measure)
        ) m
        group by 1, 2, 3;
    end if;
end
$session_counts$;
comment on function pgsummary.session_counts(pgsummary.coverage, uuid, "char" [], text, text, text, text) is
'sessions of a coverage by measure and value: the term, 0 missing, -1 missing for want of a platform; null with '
'its name where it comes from the log';
create or replace function pgsummary.session_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (n integer, profile text, city text, country_code text, latitude float8, longitude float8)
language sql
stable
parallel safe
as $session_delta$
select -1, (select p.key from pgsummary.profile p where p.id = f.profile),
    x.city, x.country_code, x.latitude, x.longitude
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.session_fact x where x.id = k.id offset 0
) f left join pgsummary.place x on x.id = f.place
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1)
union all
select 1, l.profile, l.city, l.country_code, l.latitude, l.longitude
from pgsummary.live_sessions(changed) l
where l.app_id = session_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.profile_passes(
        l.profile, session_delta.browser, session_delta.os, session_delta.country, session_delta.app_version
    ))
$session_delta$;
comment on function pgsummary.session_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the sessions that changed since the last refresh, names spelled out';
create or replace function pgsummary.session_edges(cov pgsummary.coverage)
returns table (profile integer, place integer)
language sql
stable
parallel safe
as $session_edges$
select f.profile, f.place
from unnest(cov.fact_from, cov.fact_to) as e (lo, hi)
cross join lateral (
    select x.profile, x.place
    from pgsummary.session_fact x
    where x.app = cov.app and x.created_at >= e.lo and x.created_at < e.hi
    offset 0
) f
where not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1
$session_edges$;
comment on function pgsummary.session_edges(pgsummary.coverage) is
'the session facts that a coverage takes one by one, filters applied';
create or replace function pgsummary.session_measures(fact pgsummary.session_fact)
returns table (kind "char", measure "char", value integer)
language sql
immutable
parallel safe
as $session_measures$
-- One row for the session; measures_of makes the four values of its profile of it.
select 's'::"char", 'n'::"char", 0
union all
select 'p', 'p', fact.place where fact.place is not null
$session_measures$;
comment on function pgsummary.session_measures(pgsummary.session_fact) is
'kind, measure and value (see rollup_day) of everything that one session counts for';
create or replace function pgsummary.setup_ranges()
returns table (id integer, range text, min_ms integer, max_ms integer)
language sql
immutable
parallel safe
as $setup_ranges$
values
    (1, '< 250 ms', 0, 250),
    (2, '250 - 500 ms', 250, 500),
    (3, '500 - 750 ms', 500, 750),
    (4, '750 - 1000 ms', 750, 1000),
    (5, '1000 - 1500 ms', 1000, 1500),
    (6, '1500 - 2000 ms', 1500, 2000),
    (7, '2000 - 2500 ms', 2000, 2500),
    (8, '2500 - 3000 ms', 2500, 3000),
    (9, '3000 - 4000 ms', 3000, 4000),
    (10, '4000 - 5000 ms', 4000, 5000),
    (11, '> 5000 ms', 5000, null)
$setup_ranges$;
comment on function pgsummary.setup_ranges() is
'the 11 ranges of a connection''s set-up time in ms; the lower bound belongs to the range, the upper does not';
create or replace function pgsummary.status_counts(
    cov pgsummary.coverage,
    app_id uuid,
    by_utc_day boolean,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (at timestamptz, status smallint, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $status_counts$
#variable_conflict use_column
declare
    -- Until then some zone had an offset, or changed its clocks at a minute, that is no multiple of 15 minutes: only
    -- facts tell the local day there.
    whole_quarters_since constant timestamptz := '2022-10-03 00:00:00+00';
    first_day constant date := case when not by_utc_day then (whole_quarters_since at time zone 'UTC')::date end;
    changed uuid[];
begin
    if by_utc_day then
        return query
        select r.day::timestamp at time zone 'UTC', u.value::smallint, u.n::bigint
        from pgsummary.rollup_day r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where not cov.filtered and r.app = cov.app and r.segment = 0 and r.kind = 'c'
            and r.day >= cov.day_from and r.day < cov.day_to
            and u.measure = 's'
        union all
        select r.day::timestamp at time zone 'UTC', (u.value % 4)::smallint, sum(u.n)
        from pgsummary.rollup_segment r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where cov.filtered and r.app = cov.app and r.segment = cov.segment
            and r.day >= cov.day_from and r.day < cov.day_to
            and u.measure = 't'
        group by 1, 2;
    else
        return query
        select
            (r.day::timestamp + u.value / 4 * interval '15 minutes') at time zone 'UTC', (u.value % 4)::smallint,
            u.n::bigint
        from (
            select d.day, d.measures, d.vals, d.counts
            from pgsummary.rollup_day d
            where not cov.filtered and d.app = cov.app and d.segment = 0 and d.kind = 't'
                and d.day >= greatest(cov.day_from, first_day) and d.day < cov.day_to
            union all
            select d.day, d.measures, d.vals, d.counts
            from pgsummary.rollup_segment d
            where cov.filtered and d.app = cov.app and d.segment = cov.segment
                and d.day >= greatest(cov.day_from, first_day) and d.day < cov.day_to
        ) r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where u.measure = 't';
        if cov.lower_bound < whole_quarters_since then
            return query
            select date_trunc('minute', f.created_at), f.status, count(*)
            from pgsummary.conference_fact f
            where f.app = cov.app and f.created_at >= cov.lower_bound
                and f.created_at < least(cov.upper_bound, whole_quarters_since)
                and (
                    not cov.filtered
                    or pgsummary.any_selected(f.profiles, cov.mask)
                )
            group by 1, 2;
        end if;
    end if;
    if cov.quarter_from is not null then
        return query
        select r.bucket, u.value::smallint, u.n::bigint
        from unnest(cov.quarter_from, cov.quarter_to) as e (lo, hi)
        cross join lateral (
            select q.bucket, q.measures, q.vals, q.counts
            from pgsummary.rollup_quarter q
            where q.app = cov.app and q.kind = 'c' and q.bucket >= e.lo and q.bucket < e.hi
                and (by_utc_day or q.bucket >= whole_quarters_since)
            offset 0
        ) r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where u.measure = 's';
    end if;
    if cov.fact_from is not null then
        return query
        select
            case
                when by_utc_day then (f.created_at at time zone 'UTC')::date::timestamp at time zone 'UTC'
                else pgsummary.quarter_of(f.created_at)
            end,
            f.status,
            count(*)
        from pgsummary.conference_edges(cov) f
        where by_utc_day or f.created_at >= whole_quarters_since
        group by 1, 2;
    end if;
    -- Only what can move a status, or what a filter sees of a session.
    changed := pgsummary.changed_conferences(causes => 'oCci' || case when cov.filtered then 's' else '' end);
    if changed <> '{}' then
        return query
        select date_trunc('minute', d.created_at), d.status, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, status_counts.app_id, status_counts.browser, status_counts.os, status_counts.country,
            status_counts.app_version
        ) d
        group by 1, 2;
    end if;
end
$status_counts$;
comment on function pgsummary.status_counts(pgsummary.coverage, uuid, boolean, text, text, text, text) is
'conferences of a coverage by status and an instant in the same bucket: of the UTC day, the quarter or the minute; '
'one may '
'come more than once, with a negative n from the log';
create or replace function pgsummary.status_name(status smallint)
returns text
language sql
immutable
parallel safe
as $status_name$
select (array['success', 'warning', 'error', 'ongoing'])[status + 1]
$status_name$;
comment on function pgsummary.status_name(smallint) is 'the name of a status: 0 success, 1 warning, 2 error, 3 ongoing';
create or replace function pgsummary.add_to_rollups(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $add_to_rollups$
begin
    if increments is null or increments = '{}' then
        return;
    end if;

    with change as materialized (
        select c.* from pgsummary.increments_by_quarter(increments) c
    ),
    touched as materialized (
        select distinct c.app, c.kind, c.bucket from change c
    ),
    merged as (
        select x.app, x.kind, x.bucket, x.measure, x.value, sum(x.n)::integer as n
        from (
            select c.app, c.kind, c.bucket, c.measure, c.value, c.n from change c
            union all
            select t.app, t.kind, t.bucket, u.measure, u.value, u.n
            from touched t
            join pgsummary.rollup_quarter r on r.app = t.app and r.kind = t.kind and r.bucket = t.bucket
            cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        ) x
        group by 1, 2, 3, 4, 5
    ),
    gathered as materialized (
        select
            m.app, m.kind, m.bucket, array_agg(m.measure) filter (where m.n <> 0) as measures,
            array_agg(m.value) filter (where m.n <> 0) as vals, array_agg(m.n) filter (where m.n <> 0) as counts
        from merged m
        group by m.app, m.kind, m.bucket
    ),
    emptied as (
        delete from pgsummary.rollup_quarter r
        using gathered g
        where g.vals is null and r.app = g.app and r.kind = g.kind and r.bucket = g.bucket
    )
    insert into pgsummary.rollup_quarter (app, kind, bucket, measures, vals, counts)
    select g.app, g.kind, g.bucket, g.measures, g.vals, g.counts
    from gathered g
    where g.vals is not null
    on conflict (app, kind, bucket) do update set
        measures = excluded.measures, vals = excluded.vals, counts = excluded.counts;

    with change as materialized (
        select c.* from pgsummary.increments_by_day(increments) c
    ),
    touched as materialized (
        select distinct c.app, c.kind, c.day from change c
    ),
    merged as (
        select x.app, x.kind, x.day, x.measure, x.value, sum(x.n)::integer as n
        from (
            select c.app, c.kind, c.day, c.measure, c.value, c.n from change c
            union all
            select t.app, t.kind, t.day, u.measure, u.value, u.n
            from touched t
            join pgsummary.rollup_day r on r.app = t.app and r.segment = 0 and r.kind = t.kind and r.day = t.day
            cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        ) x
        group by 1, 2, 3, 4, 5
    ),
    gathered as materialized (
        select
            m.app, m.kind, m.day, array_agg(m.measure) filter (where m.n <> 0) as measures,
            array_agg(m.value) filter (where m.n <> 0) as vals, array_agg(m.n) filter (where m.n <> 0) as counts
        from merged m
        group by m.app, m.kind, m.day
    ),
    emptied as (
        delete from pgsummary.rollup_day r
        using gathered g
        where g.vals is null and r.app = g.app and r.segment = 0 and r.kind = g.kind and r.day = g.day
    )
    insert into pgsummary.rollup_day (app, segment, kind, day, measures, vals, counts)
    select g.app, 0, g.kind, g.day, g.measures, g.vals, g.counts
    from gathered g
    where g.vals is not null
    on conflict (app, segment, kind, day) do update set
        measures = excluded.measures, vals = excluded.vals, counts = excluded.counts;

    perform pgsummary.add_to_segments(increments);
    -- A day of which nothing is left.
    with emptied as (
        delete from pgsummary.segmented_day s
        using (select distinct i.app, (i.bucket at time zone 'UTC')::date as day from unnest(increments) i) d
        where s.app = d.app and s.day = d.day
            and not exists (
                select from pgsummary.rollup_day r
                where r.app = d.app and r.segment = 0 and r.kind in ('c', 's', 'n', 'i') and r.day = d.day
            )
        returning s.app, s.day
    )
    delete from pgsummary.rollup_segment r
    using emptied e
    where r.app = e.app and r.day = e.day;
end
$add_to_rollups$;
comment on function pgsummary.add_to_rollups(pgsummary.increment []) is
'adds signed counts to rollup_quarter, rollup_day and, where their day is segmented, rollup_segment';
create or replace function pgsummary.add_to_segments(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $add_to_segments$
begin
    insert into pgsummary.rollup_segment as r (app, segment, day, measures, vals, counts)
    select i.app, i.segment, i.day, array_agg(i.measure), array_agg(i.value), array_agg(i.n)
    from pgsummary.increments_by_segment(increments) i
    group by 1, 2, 3
    on conflict (app, segment, day) do update set
        (measures, vals, counts) = (
            select a.measures, a.vals, a.counts
            from pgsummary.appended(
                r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
            ) a
        );
end
$add_to_segments$;
comment on function pgsummary.add_to_segments(pgsummary.increment []) is
'adds signed counts to rollup_segment, spread over the segments of their profiles; only those of segmented days';
create or replace function pgsummary.appended(
    inout measures "char" [],
    inout vals integer [],
    inout counts integer [],
    more_measures "char" [],
    more_vals integer [],
    more_counts integer []
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $appended$
declare
    step constant integer := 128;
    size_before constant integer := cardinality(counts);
begin
    measures := measures || more_measures;
    vals := vals || more_vals;
    counts := counts || more_counts;
    if cardinality(counts) / step > size_before / step then
        select coalesce(array_agg(s.measure), '{}'), coalesce(array_agg(s.value), '{}'), coalesce(array_agg(s.n), '{}')
        into measures, vals, counts
        from (
            select u.measure, u.value, sum(u.n)::integer as n
            from unnest(measures, vals, counts) as u (measure, value, n)
            group by 1, 2
            having sum(u.n) <> 0
        ) s;
    end if;
end
$appended$;
comment on function pgsummary.appended("char" [], integer [], integer [], "char" [], integer [], integer []) is
'a histogram (measures, vals, counts) and another one after it, summed up now and then';
create or replace function pgsummary.fold_calls(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_calls$
declare
    increments pgsummary.increment[];
begin
    with changed as materialized (
        select f.id, f.app, f.created_at, f.profiles, f.status as old_status, f.duration as old_duration,
            f.participants, l.status, l.duration
        from (select n.id, n.status, n.duration from pgsummary.live_conferences(fold_calls.ids) n) l
        cross join lateral (select x.* from pgsummary.conference_fact x where x.id = l.id offset 0) f
        where (l.status, l.duration) is distinct from (f.status, f.duration)
    ),
    written as (
        update pgsummary.conference_fact f
        set status = c.status, duration = c.duration
        from changed c
        where f.id = c.id
    ),
    summed as (
        select c.app, pgsummary.quarter_of(c.created_at) as bucket, d.profiles, m.measure, m.value,
            sum(m.n)::integer as n
        from changed c
        -- Only segments ask for profiles.
        left join lateral (
            select c.profiles from pgsummary.segmented_day s
            where s.app = c.app and s.day = (c.created_at at time zone 'UTC')::date
            offset 0
        ) d on true
        cross join lateral (
            values
                ('s'::"char", c.old_status::integer, -1),
                ('s', c.status, 1),
                ('x', c.participants * 16 + coalesce(pgsummary.duration_range(c.old_duration), 0), -1),
                ('x', c.participants * 16 + coalesce(pgsummary.duration_range(c.duration), 0), 1)
        ) as m (measure, value, n)
        group by 1, 2, 3, 4, 5
        having sum(m.n) <> 0
    )
    select array_agg(row(s.app, 'c', s.bucket, s.profiles, s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_calls$;
comment on function pgsummary.fold_calls(uuid []) is
'brings status and duration in the facts of these conferences up to their source, and returns what the rollups lack';
create or replace function pgsummary.fold_conferences(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_conferences$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.conference_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.duration, l.participants, l.status, l.profiles, l.codes, l.setup_ms
        )::pgsummary.conference_reading
        from pgsummary.live_conferences(fold_conferences.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(
        select distinct k.key from unnest(fresh) n cross join lateral unnest(n.profiles) as k (key)
    ));
    perform pgsummary.learn_terms(array(
        select distinct k.code from unnest(fresh) n cross join lateral unnest(n.codes) as k (code)
    ));
    with
    reading as materialized (
        select n.* from unnest(fresh) n
    ),
    profiles_of as materialized (
        select u.id, array_agg(p.id order by p.id) as profiles
        from (select n.id, k.key from reading n cross join lateral unnest(n.profiles) as k (key)) u
        join (
            select d.key, x.id
            from (select distinct k.key from reading n cross join lateral unnest(n.profiles) as k (key)) d
            join pgsummary.profile x on x.hash = sha256(convert_to(d.key, 'UTF8'))
        ) p on p.key = u.key
        group by u.id
    ),
    codes_of as materialized (
        select u.id, array_agg(t.id order by t.id) as codes
        from (select n.id, k.code from reading n cross join lateral unnest(n.codes) as k (code)) u
        join (
            select d.code, x.id
            from (select distinct k.code from reading n cross join lateral unnest(n.codes) as k (code)) d
            join pgsummary.term x on x.hash = sha256(convert_to(d.code, 'UTF8'))
        ) t on t.code = u.code
        group by u.id
    ),
    new_fact as materialized (
        select
            n.id, n.created_at, a.key as app, n.duration, n.participants, n.status,
            coalesce(p.profiles, '{}') as profiles, coalesce(c.codes, '{}') as codes, n.setup_ms
        from reading n
        join pgsummary.app_key a on a.app_id = n.app_id
        left join profiles_of p on p.id = n.id
        left join codes_of c on c.id = n.id
    ),
    old_fact as materialized (
        select f.* from pgsummary.conference_fact f where f.id = any (fold_conferences.ids)
    ),
    gone as materialized (
        select o.* from old_fact o
        left join new_fact n on n.id = o.id
        where n.id is null or (n.*) is distinct from (o.*)
    ),
    come as materialized (
        select n.* from new_fact n
        left join old_fact o on o.id = n.id
        where o.id is null or (n.*) is distinct from (o.*)
    ),
    deleted as (
        delete from pgsummary.conference_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.conference_fact (id, created_at, app, duration, participants, status, profiles, codes,
        setup_ms)
        select c.id, c.created_at, c.app, c.duration, c.participants, c.status, c.profiles, c.codes, c.setup_ms
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            duration = excluded.duration,
            participants = excluded.participants,
            status = excluded.status,
            profiles = excluded.profiles,
            codes = excluded.codes,
            setup_ms = excluded.setup_ms
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, d.profiles, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        -- Only segments ask for profiles.
        left join lateral (
            select s.profiles from pgsummary.segmented_day x
            where x.app = s.app and x.day = (s.created_at at time zone 'UTC')::date
            offset 0
        ) d on true
        cross join lateral pgsummary.conference_measures(
            row(s.id, s.created_at, s.app, s.duration, s.participants, s.status, s.profiles, s.codes,
            s.setup_ms)::pgsummary.conference_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, s.profiles, s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_conferences$;
comment on function pgsummary.fold_conferences(uuid []) is
'brings the facts of these conferences up to their source, and returns what the rollups lack; a second time nothing';
create or replace function pgsummary.fold_connections(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_connections$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.connection_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.relayed, l.setup_range
        )::pgsummary.connection_reading
        from pgsummary.live_connections(fold_connections.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'UTF8'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, coalesce(p.id, 0) as profile, n.relayed, n.setup_range
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        left join profile_number p on p.key = n.profile
    ),
    old_fact as materialized (
        select f.* from pgsummary.connection_fact f where f.id = any (fold_connections.ids)
    ),
    gone as materialized (
        select o.* from old_fact o
        left join new_fact n on n.id = o.id
        where n.id is null or (n.*) is distinct from (o.*)
    ),
    come as materialized (
        select n.* from new_fact n
        left join old_fact o on o.id = n.id
        where o.id is null or (n.*) is distinct from (o.*)
    ),
    deleted as (
        delete from pgsummary.connection_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.connection_fact (id, created_at, app, profile, relayed, setup_range)
        select c.id, c.created_at, c.app, c.profile, c.relayed, c.setup_range
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            profile = excluded.profile,
            relayed = excluded.relayed,
            setup_range = excluded.setup_range
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, s.profile, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        cross join lateral pgsummary.connection_measures(
            row(s.id, s.created_at, s.app, s.profile, s.relayed, s.setup_range)::pgsummary.connection_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, array[s.profile], s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_connections$;
comment on function pgsummary.fold_connections(uuid []) is
'brings the facts of these connections up to their source, and returns what the rollups lack; a second time nothing';
create or replace function pgsummary.fold_issues(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_issues$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.issue_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.code, l.gum_error
        )::pgsummary.issue_reading
        from pgsummary.live_issues(fold_issues.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    perform pgsummary.learn_terms(array(select distinct n.code from unnest(fresh) n));
    perform pgsummary.learn_gum_errors(array(select distinct n.gum_error from unnest(fresh) n));
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'UTF8'))
    ),
    code_number as materialized (
        select k.code, t.id
        from (select distinct n.code from unnest(fresh) n) k
        join pgsummary.term t on t.hash = sha256(convert_to(k.code, 'UTF8'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, coalesce(p.id, 0) as profile, c.id as code, g.id as gum_error
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        join code_number c on c.code = n.code
        left join profile_number p on p.key = n.profile
        left join pgsummary.gum_error g on g.hash = sha256(convert_to(n.gum_error, 'UTF8'))
    ),
    old_fact as materialized (
        select f.* from pgsummary.issue_fact f where f.id = any (fold_issues.ids)
    ),
    gone as materialized (
        select o.* from old_fact o
        left join new_fact n on n.id = o.id
        where n.id is null or (n.*) is distinct from (o.*)
    ),
    come as materialized (
        select n.* from new_fact n
        left join old_fact o on o.id = n.id
        where o.id is null or (n.*) is distinct from (o.*)
    ),
    deleted as (
        delete from pgsummary.issue_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.issue_fact (id, created_at, app, profile, code, gum_error)
        select c.id, c.created_at, c.app, c.profile, c.code, c.gum_error
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            profile = excluded.profile,
            code = excluded.code,
            gum_error = excluded.gum_error
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, s.profile, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        cross join lateral pgsummary.issue_measures(
            row(s.id, s.created_at, s.app, s.profile, s.code, s.gum_error)::pgsummary.issue_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, array[s.profile], s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_issues$;
comment on function pgsummary.fold_issues(uuid []) is
'brings the facts of these issues up to their source, and returns what the rollups lack; a second time nothing';
create or replace function pgsummary.fold_sessions(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_sessions$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.session_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.city, l.country_code, l.latitude, l.longitude
        )::pgsummary.session_reading
        from pgsummary.live_sessions(fold_sessions.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    perform pgsummary.learn_places(fresh);
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'UTF8'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, p.id as profile, c.id as place
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        join profile_number p on p.key = n.profile
        left join pgsummary.place c
            on pgsummary.is_on_map(n.city, n.latitude, n.longitude)
            and c.hash = pgsummary.place_hash(n.city, n.country_code, n.latitude, n.longitude)
    ),
    old_fact as materialized (
        select f.* from pgsummary.session_fact f where f.id = any (fold_sessions.ids)
    ),
    gone as materialized (
        select o.* from old_fact o
        left join new_fact n on n.id = o.id
        where n.id is null or (n.*) is distinct from (o.*)
    ),
    come as materialized (
        select n.* from new_fact n
        left join old_fact o on o.id = n.id
        where o.id is null or (n.*) is distinct from (o.*)
    ),
    deleted as (
        delete from pgsummary.session_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.session_fact (id, created_at, app, profile, place)
        select c.id, c.created_at, c.app, c.profile, c.place
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            profile = excluded.profile,
            place = excluded.place
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, s.profile, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        cross join lateral pgsummary.session_measures(
            row(s.id, s.created_at, s.app, s.profile, s.place)::pgsummary.session_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, array[s.profile], s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_sessions$;
comment on function pgsummary.fold_sessions(uuid []) is
'brings the facts of these sessions up to their source, and returns what the rollups lack; a second time nothing';
create or replace function pgsummary.increments_by_day(increments pgsummary.increment [])
returns table (app integer, kind "char", day date, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_day$
select i.app, m.kind, (i.bucket at time zone 'UTC')::date, m.measure, m.value, pg_catalog.sum(i.n)::integer
from unnest(increments) i
cross join lateral (
    select i.kind, v.measure, v.value
    from pgsummary.measures_of(i.kind, i.measure, i.value, i.profiles) v
    union all
    -- A status counts in its quarter as well, for days that are not those of UTC.
    select 't'::"char", 't'::"char", pgsummary.quarter_of_day(i.bucket) * 4 + i.value
    where i.kind = 'c' and i.measure = 's'
) m
group by 1, 2, 3, 4, 5
having pg_catalog.sum(i.n) <> 0
$increments_by_day$;
comment on function pgsummary.increments_by_day(pgsummary.increment []) is
'increments as rollup_day counts them';
create or replace function pgsummary.increments_by_quarter(increments pgsummary.increment [])
returns table (app integer, kind "char", bucket timestamptz, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_quarter$
select i.app, i.kind, i.bucket, m.measure, m.value, pg_catalog.sum(i.n)::integer
from unnest(increments) i
cross join lateral pgsummary.measures_of(i.kind, i.measure, i.value, i.profiles) m
group by 1, 2, 3, 4, 5
having pg_catalog.sum(i.n) <> 0
$increments_by_quarter$;
comment on function pgsummary.increments_by_quarter(pgsummary.increment []) is
'increments as rollup_quarter counts them';
create or replace function pgsummary.increments_by_segment(increments pgsummary.increment [])
returns table (app integer, segment integer, day date, measure "char", value integer, n integer)
language sql
stable
parallel safe
as $increments_by_segment$
with by_day as materialized (
    select d.app, d.day, d.depth, i.kind, i.profiles, m.measure, m.value, pg_catalog.sum(i.n)::integer as n
    from unnest(increments) i
    join pgsummary.segmented_day d on d.app = i.app and d.day = (i.bucket at time zone 'UTC')::date
    cross join lateral (
        select
            pgsummary.segment_measure(i.kind, i.measure) as measure,
            case
                when i.kind = 'c' and i.measure = 's' then pgsummary.quarter_of_day(i.bucket) * 4 + i.value else i.value
            end as value
    ) m
    group by 1, 2, 3, 4, 5, 6, 7
    having pg_catalog.sum(i.n) <> 0
),
-- What the same profiles count for, of a conference those of all its sessions: once in each segment of any of them.
by_profiles as materialized (
    select
        b.app, b.day, b.depth, b.profiles, pg_catalog.array_agg(m.measure) as measures,
        pg_catalog.array_agg(m.value) as vals, pg_catalog.array_agg(b.n) as counts
    from by_day b
    cross join lateral (
        select b.measure, b.value where b.kind <> 's'
        union all
        select v.measure, v.value
        from pgsummary.measures_of(b.kind, b.measure, b.value, b.profiles) v
        where b.kind = 's'
    ) m
    group by 1, 2, 3, 4
)
select x.app, x.segment, x.day, x.measure, x.value, pg_catalog.sum(x.n)::integer
from (
    select g.app, g.day, g.segment, unnest(g.measures) as measure, unnest(g.vals) as value, unnest(g.counts) as n
    from (
        select b.app, b.day, b.measures, b.vals, b.counts, unnest(array(
            select distinct s.segment
            from unnest(b.profiles) as k (id)
            join pgsummary.profile p on p.id = k.id
            cross join lateral unnest(case b.depth when 1 then p.segments[1:4] else p.segments end) as s (segment)
        )) as segment
        from by_profiles b
    ) g
) x
group by 1, 2, 3, 4, 5
having pg_catalog.sum(x.n) <> 0
$increments_by_segment$;
comment on function pgsummary.increments_by_segment(pgsummary.increment []) is
'increments as rollup_segment counts them: those of days in segmented_day';
create or replace function pgsummary.increments_of_day(app integer, day date)
returns pgsummary.increment []
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $increments_of_day$
with bound as (
    select
        increments_of_day.day::timestamp at time zone 'UTC' as lo,
        (increments_of_day.day + 1)::timestamp at time zone 'UTC' as hi
),
counted as (
    select pgsummary.quarter_of(f.created_at) as bucket, f.profiles, m.kind, m.measure, m.value
    from bound b
    join pgsummary.conference_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.conference_measures(row(f.*)::pgsummary.conference_fact) m
    union all
    select pgsummary.quarter_of(f.created_at), array[f.profile], m.kind, m.measure, m.value
    from bound b
    join pgsummary.session_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.session_measures(row(f.*)::pgsummary.session_fact) m
    union all
    select pgsummary.quarter_of(f.created_at), array[f.profile], m.kind, m.measure, m.value
    from bound b
    join pgsummary.connection_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.connection_measures(row(f.*)::pgsummary.connection_fact) m
    union all
    select pgsummary.quarter_of(f.created_at), array[f.profile], m.kind, m.measure, m.value
    from bound b
    join pgsummary.issue_fact f on f.app = increments_of_day.app and f.created_at >= b.lo and f.created_at < b.hi
    cross join lateral pgsummary.issue_measures(row(f.*)::pgsummary.issue_fact) m
)
select array_agg(row(increments_of_day.app, c.kind, c.bucket, c.profiles, c.measure, c.value, c.n)::pgsummary.increment)
from (
    select x.kind, x.bucket, x.profiles, x.measure, x.value, count(*)::integer as n
    from counted x
    group by 1, 2, 3, 4, 5
) c
$increments_of_day$;
comment on function pgsummary.increments_of_day(integer, date) is
'the increments that the facts of an app and a UTC day come to';
create or replace function pgsummary.learn_apps(app_ids uuid [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_apps$
insert into pgsummary.app_key (app_id)
select distinct k.app_id
from unnest(app_ids) as k (app_id)
where not exists (select from pgsummary.app_key a where a.app_id = k.app_id);
$learn_apps$;
comment on function pgsummary.learn_apps(uuid []) is 'adds the apps that app_key lacks';
create or replace function pgsummary.learn_gum_errors(gum_error_keys text [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_gum_errors$
insert into pgsummary.gum_error (key, hash, name, message)
select k.key, sha256(convert_to(k.key, 'UTF8')), (k.key::text [])[1], (k.key::text [])[2]
from (select distinct u.key from unnest(gum_error_keys) as u (key) where u.key is not null) k
where not exists (
    select from pgsummary.gum_error known where known.hash = sha256(convert_to(k.key, 'UTF8'))
);
$learn_gum_errors$;
comment on function pgsummary.learn_gum_errors(text []) is 'adds the getUserMedia errors that the dictionary lacks';
create or replace function pgsummary.learn_places(sessions pgsummary.session_reading [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_places$
insert into pgsummary.place (hash, city, country_code, latitude, longitude)
select distinct on (k.hash) k.hash, k.city, k.country_code, k.latitude, k.longitude
from (
    select
        pgsummary.place_hash(s.city, s.country_code, s.latitude, s.longitude) as hash,
        s.city, s.country_code, s.latitude, s.longitude
    from (
        select distinct n.city, n.country_code, n.latitude, n.longitude
        from unnest(sessions) n
        where pgsummary.is_on_map(n.city, n.latitude, n.longitude)
    ) s
) k
where not exists (select from pgsummary.place known where known.hash = k.hash);
$learn_places$;
comment on function pgsummary.learn_places(pgsummary.session_reading []) is 'adds the places that the dictionary lacks';
create or replace function pgsummary.learn_profiles(profile_keys text [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $learn_profiles$
declare
    unknown text[] := array(
        select k.key
        from (select distinct u.key from unnest(profile_keys) as u (key) where u.key is not null) k
        where not exists (
            select from pgsummary.profile p where p.hash = sha256(convert_to(k.key, 'UTF8'))
        )
    );
begin
    if unknown = '{}' then
        return;
    end if;
    perform pgsummary.learn_terms(array(
        select v.value
        from unnest(unknown) as k (key)
        cross join lateral unnest((k.key::text[])[1:4]) as v (value)
    ));
    with part as materialized (
        select
            k.key,
            array(
                select pgsummary.term_id(v.value)
                from unnest((k.key::text[])[1:4]) with ordinality as v (value, dimension)
                order by v.dimension
            ) as terms
        from unnest(unknown) as k (key)
    ),
    -- Every choice of its values, as bits (1 browser, 2 OS, 4 country, 8 app version), those of one value first.
    wanted as materialized (
        select
            p.key, c.place,
            case when c.bits & 1 > 0 then p.terms[1] else -1 end as browser,
            case when c.bits & 2 > 0 then p.terms[2] else -1 end as os,
            case when c.bits & 4 > 0 then p.terms[3] else -1 end as country,
            case when c.bits & 8 > 0 then p.terms[4] else -1 end as app_version
        from part p
        cross join unnest('{1,2,4,8,3,5,6,9,10,12,7,11,13,14,15}'::integer[]) with ordinality as c (bits, place)
    ),
    learnt as (
        insert into pgsummary.segment (browser, os, country, app_version)
        select distinct w.browser, w.os, w.country, w.app_version
        from wanted w
        on conflict do nothing
        returning id, browser, os, country, app_version
    ),
    known as (
        select l.id, l.browser, l.os, l.country, l.app_version from learnt l
        union all
        select s.id, s.browser, s.os, s.country, s.app_version
        from (select distinct w.browser, w.os, w.country, w.app_version from wanted w) d
        join pgsummary.segment s using (browser, os, country, app_version)
    )
    insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
    -- Only the holder of the refresh lock comes here: the next number is free.
    select
        (select max(x.id) from pgsummary.profile x) + row_number() over (order by p.key collate "C"),
        p.key,
        sha256(convert_to(p.key, 'UTF8')),
        (p.key::text[])[5] is not null,
        p.terms[1],
        p.terms[2],
        p.terms[3],
        p.terms[4],
        array_agg(k.id order by w.place)
    from part p
    join wanted w on w.key = p.key
    join known k using (browser, os, country, app_version)
    group by p.key, p.terms;
end
$learn_profiles$;
comment on function pgsummary.learn_profiles(text []) is
'adds the profiles that the dictionary lacks, with their terms and segments';
create or replace function pgsummary.learn_terms(term_values text [])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $learn_terms$
insert into pgsummary.term (value, hash)
select t.value, t.hash
from (
    select distinct on (sha256(convert_to(k.value, 'UTF8'))) k.value, sha256(convert_to(k.value, 'UTF8')) as hash
    from unnest(term_values) as k (value)
    where k.value is not null
) t
where not exists (select from pgsummary.term known where known.hash = t.hash);
$learn_terms$;
comment on function pgsummary.learn_terms(text []) is 'adds the terms that the dictionary lacks';
create or replace function pgsummary.measures_of(kind "char", measure "char", value integer, profiles integer [])
returns table (measure "char", value integer)
language sql
stable
parallel safe
as $measures_of$
select measures_of.measure, measures_of.value
where measures_of.kind <> 's' and measures_of.measure <> 'x'
union all
select 'd', measures_of.value % 16 where measures_of.measure = 'x' and measures_of.value % 16 > 0
union all
select 'p', measures_of.value / 16 where measures_of.measure = 'x'
union all
select v.measure, v.value
from pgsummary.profile p
cross join lateral (
    values
        ('b'::"char", case when p.has_platform then p.browser else -1 end),
        ('o'::"char", case when p.has_platform then p.os else -1 end),
        ('c'::"char", p.country),
        ('v'::"char", p.app_version)
) as v (measure, value)
where measures_of.kind = 's' and p.id = profiles[1]
$measures_of$;
comment on function pgsummary.measures_of("char", "char", integer, integer []) is
'the measures and values that an increment counts for; -1 is a session without a platform';
create or replace function pgsummary.misfits()
returns table (function_name text, error text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $misfits$
declare
    probe record;
begin
    for probe in
        -- Ours alone, with every argument and its type: who may create in the API schema could put a function there
        -- that fits a shorter call better, and that would run with our rights.
        select n.nspname::text as schema, p.proname::text as name, (
            select string_agg(
                format('%L::%s', case
                    when a.position > 1 then null
                    when p.proname like 'live%' then '{}'
                    else '00000000-0000-0000-0000-000000000000'
                end, a.type::regtype), ', ' order by a.position
            )
            from unnest(p.proargtypes) with ordinality as a (type, position)
        ) as arguments
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        cross join pgsummary.state s
        where p.proowner in (select o.proowner from pg_proc o where o.pronamespace = 'pgsummary'::regnamespace)
            and ((n.nspname = 'pgsummary' and p.proname like 'live!_%' escape '!')
                or (n.nspname = s.api_schema and p.proname = 'conference_list'))
        order by p.proname
    loop
        begin
            execute format('select count(x.*) from %I.%I(%s) x', probe.schema, probe.name, probe.arguments);
        exception
            when others then
                function_name := probe.name;
                error := sqlerrm;
                return next;
        end;
    end loop;
    -- A trigger whose column is gone fails no writer: it marks everything as changed, each time.
    return query
    select p.proname::text, format('column %s.%s does not exist', t.tgrelid::regclass, c.name)
    from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid
    cross join lateral (
        select distinct m[1] as name from regexp_matches(p.prosrc, '(?:new|old)[.]([a-z_]+)', 'g') m
    ) c
    where t.tgname = 'pgsummary_log_row' and p.pronamespace = 'pgsummary'::regnamespace
        and not exists (
            select from pg_attribute a
            where a.attrelid = t.tgrelid and a.attname = c.name and not a.attisdropped
        )
    order by 1, 2;
end
$misfits$;
comment on function pgsummary.misfits() is
'functions of pg-summary that fail on the source tables as they are now, each with the error; none where all fit';
create or replace function pgsummary.place_hash(city text, country_code text, latitude float8, longitude float8)
returns bytea
language sql
stable
parallel safe
as $place_hash$
select pg_catalog.sha256(
    pg_catalog.convert_to(array[city, country_code]::text, 'UTF8')
    || pg_catalog.float8send(latitude) || pg_catalog.float8send(longitude)
)
$place_hash$;
comment on function pgsummary.place_hash(text, text, float8, float8) is 'hash of a place: city, country, coordinates';
create or replace function pgsummary.refresh(batch_size integer default 5000)
returns table (folded bigint, changes_left boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set random_page_cost = 1.1
set work_mem = '64MB'
set jit = off
as $refresh$
declare
    batch bigint[];
    last_id bigint;
    calls uuid[];
    conferences uuid[];
    sessions uuid[];
    connections uuid[];
    issues uuid[];
    started constant timestamptz := clock_timestamp();
    days_left boolean := false;
begin
    if batch_size is null or batch_size < 1 then
        raise exception 'refresh: batch_size % is not allowed', coalesce(batch_size::text, 'null')
        using errcode = 'invalid_parameter_value', hint = 'batch_size is the number of changes to fold, 1 or more.';
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'refresh: another refresh is running'
        using errcode = 'SM001', hint = 'One refresh at a time is enough: wait for it, or leave the work to it.';
    end if;
    perform pgsummary.check_row_security('refresh');
    perform pgsummary.spread_everything();
    batch := array(select l.id from pgsummary.change_log l order by l.id limit batch_size);
    if batch <> '{}' then
        last_id := batch[cardinality(batch)];
        -- A large batch is worth plans of its own; for a small one these would take longer than the work.
        if cardinality(batch) < 1000 then
            perform set_config('plan_cache_mode', 'force_generic_plan', true);
        end if;
        -- These may name more than the batch, committed meanwhile: that is folded now and once more, to no effect.
        conferences := pgsummary.changed_conferences(last_id, 'Ccsnilp');
        calls := array(
            select l.entity from pgsummary.change_log l where l.id <= last_id and l.kind = 'o'
            except
            select c.id from unnest(conferences) as c (id)
        );
        sessions := pgsummary.changed_sessions(last_id);
        connections := pgsummary.changed_connections(last_id);
        issues := pgsummary.changed_issues(last_id);
        perform pgsummary.add_to_rollups(
            pgsummary.fold_calls(calls)
            || pgsummary.fold_conferences(conferences)
            || pgsummary.fold_sessions(sessions)
            || pgsummary.fold_connections(connections)
            || pgsummary.fold_issues(issues)
        );
        delete from pgsummary.change_log l using unnest(batch) as k (id) where l.id = k.id;
    end if;
    if not exists (select from pgsummary.change_log) then
        loop
            days_left := pgsummary.segment_day();
            exit when not days_left or clock_timestamp() > started + interval '1 second';
        end loop;
    end if;
    update pgsummary.state s
    set refreshed_at = clock_timestamp(), views_dirty = s.views_dirty or batch <> '{}';
    return query
    select cardinality(batch)::bigint, days_left or exists (select from pgsummary.change_log);
end
$refresh$;
comment on function pgsummary.refresh(integer) is
'folds one batch of the change log into facts and rollups, in the caller''s transaction: how many changes it folded '
'and whether more, or days to segment, are left. SM001 where another refresh holds the lock';
create or replace function pgsummary.refresh_views(min_age interval default '5 minutes')
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $refresh_views$
declare
    view_name text;
    refreshed integer := 0;
begin
    if not exists (
        select from pgsummary.state s
        where s.views_dirty
            and (s.views_refreshed_at is null or s.views_refreshed_at <= clock_timestamp() - min_age)
    ) then
        return 0;
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'refresh_views: another refresh is running'
        using errcode = 'SM001', hint = 'One refresh at a time is enough: wait for it, or leave the work to it.';
    end if;
    foreach view_name in array array['conference_daily', 'session_daily', 'connection_daily', 'issue_daily'] loop
        execute format('refresh materialized view concurrently pgsummary.%I', view_name);
        refreshed := refreshed + 1;
    end loop;
    update pgsummary.state s set views_dirty = false, views_refreshed_at = clock_timestamp();
    return refreshed;
end
$refresh_views$;
comment on function pgsummary.refresh_views(interval) is
'refreshes the materialized views if something under them changed and min_age has passed since the last time; how many '
'it refreshed. SM001 where another refresh holds the lock';
create or replace function pgsummary.repair(app_id uuid default null)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_custom_plan
set jit = off
as $repair$
declare
    kinds text[];
    entities text[];
    broken record;
begin
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'repair: another refresh is running'
        using errcode = 'SM001', hint = 'Stop the refresh, or wait for it, and repair again.';
    end if;
    select array_agg(v.kind), array_agg(v.entity) into kinds, entities from pgsummary.verify(repair.app_id) v;
    -- The rollups become the sum of the facts as these are. Then the log names the facts that are wrong, and the next
    -- refresh brings facts and rollups along together.
    for broken in
        select distinct a.key as app, split_part(v.entity, ' ', 2)::date as day
        from unnest(kinds, entities) as v (kind, entity)
        join pgsummary.app_key a on a.app_id = split_part(v.entity, ' ', 1)::uuid
        where v.kind in ('rollup_day', 'rollup_quarter', 'rollup_segment')
    loop
        delete from pgsummary.rollup_day r where r.app = broken.app and r.day = broken.day;
        delete from pgsummary.rollup_segment r where r.app = broken.app and r.day = broken.day;
        delete from pgsummary.rollup_quarter r
        where r.app = broken.app and r.bucket >= broken.day::timestamp at time zone 'UTC'
            and r.bucket < (broken.day + 1)::timestamp at time zone 'UTC';
        perform pgsummary.add_to_rollups(pgsummary.increments_of_day(broken.app, broken.day));
        update pgsummary.state s set views_dirty = true;
    end loop;
    insert into pgsummary.change_log (kind, entity, conference_id)
    select
        case v.kind when 'conference' then 'c' when 'session' then 's' when 'connection' then 'n' else 'i' end::"char",
        v.entity::uuid,
        case when v.kind = 'conference' then v.entity::uuid end
    from unnest(kinds, entities) as v (kind, entity)
    where v.kind in ('conference', 'session', 'connection', 'issue');
    return coalesce(cardinality(kinds), 0);
end
$repair$;
comment on function pgsummary.repair(uuid) is
'rebuilds the rollups that verify finds wrong and logs the facts that it finds wrong, for the next refresh to mend: '
'how '
'many there were. SM001 where another refresh holds the lock';
create or replace function pgsummary.segment_day()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set work_mem = '256MB'
as $segment_day$
#variable_conflict use_column
declare
    next record;
begin
    -- The newest day of an app still grows, and most of what a refresh folds is of it: it has no segments to keep. What
    -- clients date in the future makes no day old.
    select r.app, r.day, (
        select sum(u.n)
        from unnest(r.measures, r.counts) as u (measure, n)
        where u.measure = 'c'
    ) as sessions
    into next
    from pgsummary.rollup_day r
    where r.segment = 0 and r.kind = 's'
        and r.day < (
            select max(x.day) from pgsummary.rollup_day x
            where x.app = r.app and x.segment = 0 and x.kind = 's' and x.day <= (now() at time zone 'UTC')::date
        )
        and not exists (select from pgsummary.segmented_day s where s.app = r.app and s.day = r.day)
    order by r.day desc, r.app
    limit 1;
    if next.day is null then
        return false;
    end if;
    insert into pgsummary.segmented_day (app, day, depth)
    select next.app, next.day, case when next.sessions >= s.busy_day then 4 else 1 end
    from pgsummary.state s;
    perform pgsummary.add_to_segments(pgsummary.increments_of_day(next.app, next.day));
    return true;
end
$segment_day$;
comment on function pgsummary.segment_day() is
'segments the newest day that is over (its app has a newer one) and has no segments yet: of one value, on a busy day '
'of up to four; false where there is none';
create or replace function pgsummary.spread_everything()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $spread_everything$
begin
    if not exists (select from pgsummary.change_log l where l.kind = '*') then
        return;
    end if;
    -- One statement, one snapshot: what is committed later has been logged by its own triggers.
    with marker as (
        delete from pgsummary.change_log l where l.kind = '*'
    )
    insert into pgsummary.change_log (kind, entity, conference_id)
    select x.kind, x.id, x.conference_id
    from (
        select 'C'::"char" as kind, k.id, k.id as conference_id, c.created_at
        from (
            select c.id from public.conference c
            union
            select f.id from pgsummary.conference_fact f
        ) k
        left join public.conference c on c.id = k.id
        union all
        select 's', f.id, null, f.created_at
        from pgsummary.session_fact f
        where not exists (
            select from public.app_session s join public.conference c on c.id = s.conference_id where s.id = f.id
        )
        union all
        select 'n', f.id, null, f.created_at
        from pgsummary.connection_fact f
        where not exists (
            select from public.app_connection n join public.conference c on c.id = n.conference_id where n.id = f.id
        )
        union all
        select 'i', f.id, null, f.created_at
        from pgsummary.issue_fact f
        where not exists (
            select from public.app_issue i join public.conference c on c.id = i.conference_id where i.id = f.id
        )
    ) x
    order by x.created_at;
end
$spread_everything$;
comment on function pgsummary.spread_everything() is
'turns the marker * into one cause per conference and per orphaned fact';
create or replace function pgsummary.term_id(term_value text)
returns integer
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $term_id$
select case
    when term_value is null then 0
    else (select t.id from pgsummary.term t where t.hash = sha256(convert_to(term_value, 'UTF8')))
end
$term_id$;
comment on function pgsummary.term_id(text) is 'id of a term: 0 for null, null where the dictionary lacks it';
create or replace function pgsummary.verify(app_id uuid default null)
returns table (kind text, entity text, problem text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_custom_plan
set jit = off
as $verify$
#variable_conflict use_column
declare
    wanted_app constant uuid := verify.app_id;
    app_number constant integer := (select a.key from pgsummary.app_key a where a.app_id = wanted_app);
    chunk record;
begin
    perform pgsummary.check_row_security('verify');
    return query
    with fact as (
        select f.id, a.app_id, f.created_at, f.duration, f.participants, f.status,
            array(
                select p.key collate "C" from pgsummary.profile p where p.id = any (f.profiles) order by 1
            ) as profiles,
            array(select t.value collate "C" from pgsummary.term t where t.id = any (f.codes) order by 1) as codes,
            f.setup_ms
        from pgsummary.conference_fact f
        join pgsummary.app_key a on a.key = f.app
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.id, l.app_id, l.created_at, l.duration, l.participants, l.status,
            array(select x.key collate "C" from unnest(l.profiles) as x (key) order by 1) as profiles,
            array(select x.code collate "C" from unnest(l.codes) as x (code) order by 1) as codes,
            l.setup_ms
        from pgsummary.live_conferences(array(select c.id from public.conference c)) l
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'conference', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_conferences()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    return query
    with fact as (
        select f.id, a.app_id, f.created_at, p.key as profile,
            x.city, x.country_code, x.latitude, x.longitude
        from pgsummary.session_fact f
        join pgsummary.app_key a on a.key = f.app
        join pgsummary.profile p on p.id = f.profile
        left join pgsummary.place x on x.id = f.place
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.id, l.app_id, l.created_at, l.profile,
            case when m.shown then l.city end as city, case when m.shown then l.country_code end as country_code,
            case when m.shown then l.latitude end as latitude, case when m.shown then l.longitude end as longitude
        from pgsummary.live_sessions(array(select s.id from public.app_session s)) l
        cross join lateral (select pgsummary.is_on_map(l.city, l.latitude, l.longitude) as shown) m
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'session', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_sessions()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    return query
    with fact as (
        select f.id, a.app_id, f.created_at, case when p.id > 0 then p.key end as profile, f.relayed, f.setup_range
        from pgsummary.connection_fact f
        join pgsummary.app_key a on a.key = f.app
        join pgsummary.profile p on p.id = f.profile
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.*
        from pgsummary.live_connections(array(select n.id from public.app_connection n)) l
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'connection', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_connections()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    return query
    with fact as (
        select f.id, a.app_id, f.created_at, case when p.id > 0 then p.key end as profile, t.value as code,
            g.key as gum_error
        from pgsummary.issue_fact f
        join pgsummary.app_key a on a.key = f.app
        join pgsummary.profile p on p.id = f.profile
        join pgsummary.term t on t.id = f.code
        left join pgsummary.gum_error g on g.id = f.gum_error
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.*
        from pgsummary.live_issues(array(select i.id from public.app_issue i)) l
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'issue', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_issues()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    -- Day by day, so that no array grows with history.
    for chunk in
        select r.app, r.day from pgsummary.rollup_day r
        union
        select r.app, r.day from pgsummary.rollup_segment r
        union
        select r.app, (r.bucket at time zone 'UTC')::date from pgsummary.rollup_quarter r
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.conference_fact f
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.session_fact f
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.connection_fact f
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.issue_fact f
        order by 1, 2
    loop
        continue when wanted_app is not null and chunk.app is distinct from app_number;
        return query
        with increments as materialized (
            select pgsummary.increments_of_day(chunk.app, chunk.day) as list
        ),
        drift as (
            select 'rollup_day' as kind, format('kind %s', coalesce(e.kind, r.kind)) as place
            from (select d.* from increments i cross join lateral pgsummary.increments_by_day(i.list) d) e
            full join (
                select r.kind, u.measure, u.value, u.n
                from pgsummary.rollup_day r
                cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
                where r.app = chunk.app and r.day = chunk.day
            ) r on r.kind = e.kind and r.measure = e.measure and r.value = e.value
            where e.n is distinct from r.n
            union
            select 'rollup_segment', format('segment %s', coalesce(e.segment, r.segment))
            from (select d.* from increments i cross join lateral pgsummary.increments_by_segment(i.list) d) e
            full join (
                select r.segment, u.measure, u.value, sum(u.n) as n
                from pgsummary.rollup_segment r
                cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
                where r.app = chunk.app and r.day = chunk.day
                group by 1, 2, 3
                having sum(u.n) <> 0
            ) r on r.segment = e.segment and r.measure = e.measure and r.value = e.value
            where e.n is distinct from r.n
            union
            select 'rollup_quarter', pgsummary.iso(coalesce(e.bucket, r.bucket))
            from (select d.* from increments i cross join lateral pgsummary.increments_by_quarter(i.list) d) e
            full join (
                select r.kind, r.bucket, u.measure, u.value, u.n
                from pgsummary.rollup_quarter r
                cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
                where r.app = chunk.app and r.bucket >= chunk.day::timestamp at time zone 'UTC'
                    and r.bucket < (chunk.day + 1)::timestamp at time zone 'UTC'
            ) r on r.bucket = e.bucket and r.kind = e.kind and r.measure = e.measure and r.value = e.value
            where e.n is distinct from r.n
        )
        select d.kind, format('%s %s %s', a.app_id, chunk.day, d.place), 'differs from the sum of facts'
        from drift d
        join pgsummary.app_key a on a.key = chunk.app;
    end loop;
end
$verify$;
comment on function pgsummary.verify(uuid) is
'what drifted, of one app or all: facts that are missing, left over or differ from their source (and are not in the '
'log), '
'rollups that differ from the sum of facts. No row is the proof that all answers are right';
create or replace function public.conference_duration_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (range text, min_sec integer, max_sec integer, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_duration_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'conference_duration_summary', conference_duration_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    select r.range, r.min_sec, r.max_sec, coalesce(sum(c.n), 0)::bigint
    from pgsummary.duration_ranges() r
    left join pgsummary.conference_counts(
        cov, conference_duration_summary.app_id, 'd', conference_duration_summary.browser,
        conference_duration_summary.os,
        conference_duration_summary.country, conference_duration_summary.app_version
    ) c on c.value = r.id
    group by r.id, r.range, r.min_sec, r.max_sec
    order by r.id;
end
$conference_duration_summary$;
comment on function public.conference_duration_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'Conferences by duration, always all 12 ranges in order. created_at_gte, created_at_lte: both inclusive, '
'null = open. range is its label, min_sec belongs to it, max_sec (null in the last) does not; count is '
'conferences. browser, os, country, app_version: filters on the session, null or empty = none, Unknown = '
'missing. Errors: 22004 app_id is null. Source: rollups, facts and log of conference_fact.';
revoke all on function public.conference_duration_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.conference_duration_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $conference_duration_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'range', s.range, 'min_sec', s.min_sec, 'max_sec', s.max_sec, 'count', s.count
            ) order by s.row_number), '[]')
        )
        from public.conference_duration_summary(
            conference_duration_summary_json.app_id,
            conference_duration_summary_json.created_at_gte,
            conference_duration_summary_json.created_at_lte,
            conference_duration_summary_json.browser,
            conference_duration_summary_json.os,
            conference_duration_summary_json.country,
            conference_duration_summary_json.app_version
        ) with ordinality as s (range, min_sec, max_sec, count, row_number)
    );
end
$conference_duration_summary_json$;
comment on function public.conference_duration_summary_json(uuid, timestamptz, timestamptz, text, text, text, text) is
'JSON of conference_duration_summary, same parameters: {data: [{range, min_sec, max_sec, count}]}.';
revoke all on function public.conference_duration_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.conference_filter_options(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null
)
returns table (dimension text, value text, sessions bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_filter_options$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover('conference_filter_options', conference_filter_options.app_id,
    created_at_gte, created_at_lte);
begin
    return query
    with counted as (
        select m.place, m.dimension, coalesce(c.name, t.value, 'Unknown') as value, sum(c.n) as n
        from pgsummary.session_counts(cov, conference_filter_options.app_id, '{b,o,c,v}') c
        join (
            values (1, 'browser', 'b'::"char"), (2, 'os', 'o'), (3, 'country', 'c'), (4, 'app_version', 'v')
        ) as m (place, dimension, measure) on m.measure = c.measure
        left join pgsummary.term t on t.id = c.value
        group by 1, 2, 3
        having sum(c.n) > 0
    )
    select c.dimension, c.value, c.n::bigint
    from counted c
    order by c.place, c.n desc, c.value collate "C";
end
$conference_filter_options$;
comment on function public.conference_filter_options(uuid, timestamptz, timestamptz) is
'The values a filter can choose: dimension (browser, os, country, app_version), value, sessions of the '
'range that have it, most frequent first, then by value. Unknown are the sessions without one. '
'created_at_gte, created_at_lte: both inclusive, null = open. Errors: 22004 app_id is null. Source: '
'rollups, facts and log of session_fact.';
revoke all on function public.conference_filter_options(uuid, timestamptz, timestamptz) from public;
create or replace function public.conference_filter_options_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $conference_filter_options_json$
begin
    return (
        select jsonb_build_object('browser', '[]'::jsonb, 'os', '[]'::jsonb, 'country', '[]'::jsonb, 'app_version',
        '[]'::jsonb)
            || coalesce(jsonb_object_agg(d.dimension, d.choices), '{}')
        from (
            select s.dimension, jsonb_agg(
                jsonb_build_object('value', s.value, 'sessions', s.sessions) order by s.row_number
            ) as choices
            from public.conference_filter_options(
                conference_filter_options_json.app_id, conference_filter_options_json.created_at_gte,
                conference_filter_options_json.created_at_lte
            ) with ordinality as s (dimension, value, sessions, row_number)
            group by s.dimension
        ) d
    );
end
$conference_filter_options_json$;
comment on function public.conference_filter_options_json(uuid, timestamptz, timestamptz) is
'JSON of conference_filter_options, same parameters: {browser: [{value, sessions}], os: [...], country: '
'[...], app_version: [...]}.';
revoke all on function public.conference_filter_options_json(uuid, timestamptz, timestamptz) from public;
create or replace function public.conference_list(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    status text default null,
    issue_code text default null,
    duration_gte integer default null,
    duration_lt integer default null,
    setup_time_gte float8 default null,
    setup_time_lt float8 default null,
    participants integer default null,
    participant_id uuid default null,
    max_rows integer default 50,
    skip_rows integer default 0,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns setof pgsummary.listed_conference
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_list$
#variable_conflict use_column
begin
    return query
    select
        c.id, c.conference_id::text, c.conference_name::text, c.start_time, c.call_start, c.end_time, c.ongoing,
        c.duration, c.created_at, pgsummary.status_name(l.status),
        exists (
            select from public.app_issue i where i.conference_id = c.id and i.type = 'e' and i.is_active
        ),
        exists (
            select from public.app_issue i where i.conference_id = c.id and i.type = 'w' and i.is_active
        ),
        l.participants, p.total
    from pgsummary.conference_page(
        'conference_list',
        conference_list.app_id,
        conference_list.created_at_gte,
        conference_list.created_at_lte,
        conference_list.status,
        conference_list.issue_code,
        conference_list.duration_gte,
        conference_list.duration_lt,
        conference_list.setup_time_gte,
        conference_list.setup_time_lt,
        conference_list.participants,
        conference_list.participant_id,
        conference_list.max_rows,
        conference_list.skip_rows,
        conference_list.browser,
        conference_list.os,
        conference_list.country,
        conference_list.app_version
    ) p
    cross join lateral pgsummary.live_conferences(p.ids) l
    join public.conference c on c.id = l.id
    order by c.created_at desc, c.id desc;
end
$conference_list$;
comment on function public.conference_list(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
) is
'The conferences that match, newest first, then by id descending; total_count is how many match in all. '
'created_at_gte, created_at_lte: both inclusive, null = open. status: success, warning, error or ongoing; '
'issue_code: has such an active issue; duration_gte, duration_lt: seconds; setup_time_gte, setup_time_lt: '
'some active connection took that many ms to set up; participants: how many it has; participant_id: linked '
'to it; null = any. max_rows, skip_rows: the page. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown status, '
'negative max_rows or skip_rows. Source: facts, log, conference, app_issue.';
revoke all on function public.conference_list(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
) from public;
create or replace function public.conference_list_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    status text default null,
    issue_code text default null,
    duration_gte integer default null,
    duration_lt integer default null,
    setup_time_gte float8 default null,
    setup_time_lt float8 default null,
    participants integer default null,
    participant_id uuid default null,
    max_rows integer default 50,
    skip_rows integer default 0,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $conference_list_json$
begin
    return (
        select jsonb_build_object(
            'results', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'id', c.id, 'conference_id', c.conference_id, 'conference_name', c.conference_name,
                    'start_time', pgsummary.iso(c.start_time), 'call_start', pgsummary.iso(c.call_start),
                    'end_time', pgsummary.iso(c.end_time), 'ongoing', c.ongoing, 'duration', c.duration,
                    'created_at', pgsummary.iso(c.created_at), 'status', pgsummary.status_name(l.status),
                    'has_errors', exists (
                        select from public.app_issue i where i.conference_id = c.id and i.type = 'e' and i.is_active
                    ),
                    'has_warnings', exists (
                        select from public.app_issue i where i.conference_id = c.id and i.type = 'w' and i.is_active
                    ),
                    'participants_count', l.participants
                ) order by c.created_at desc, c.id desc)
                from pgsummary.live_conferences(p.ids) l
                join public.conference c on c.id = l.id
            ), '[]'),
            'count', p.total
        )
        from pgsummary.conference_page(
            'conference_list',
            conference_list_json.app_id,
            conference_list_json.created_at_gte,
            conference_list_json.created_at_lte,
            conference_list_json.status,
            conference_list_json.issue_code,
            conference_list_json.duration_gte,
            conference_list_json.duration_lt,
            conference_list_json.setup_time_gte,
            conference_list_json.setup_time_lt,
            conference_list_json.participants,
            conference_list_json.participant_id,
            conference_list_json.max_rows,
            conference_list_json.skip_rows,
            conference_list_json.browser,
            conference_list_json.os,
            conference_list_json.country,
            conference_list_json.app_version
        ) p
    );
end
$conference_list_json$;
comment on function public.conference_list_json(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
) is
'JSON of conference_list, same parameters: {results: [{id, conference_id, conference_name, start_time, '
'call_start, end_time, ongoing, duration, created_at, status, has_errors, has_warnings, '
'participants_count}], count}, times in ISO 8601 UTC, count of all that match.';
revoke all on function public.conference_list_json(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
) from public;
create or replace function public.conference_participant_count_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (participants integer, conferences bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_participant_count_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'conference_participant_count_summary', conference_participant_count_summary.app_id, created_at_gte,
        created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    select c.value, sum(c.n)::bigint
    from pgsummary.conference_counts(
        cov, conference_participant_count_summary.app_id, 'p', conference_participant_count_summary.browser,
        conference_participant_count_summary.os,
        conference_participant_count_summary.country, conference_participant_count_summary.app_version
    ) c
    group by c.value
    having sum(c.n) > 0
    order by c.value;
end
$conference_participant_count_summary$;
comment on function public.conference_participant_count_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) is
'Conferences by number of participants, ordered by it. created_at_gte, created_at_lte: both inclusive, '
'null = open. participants are linked, active, no SFU and have a session. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is '
'null. Source: rollups, facts and log of conference_fact.';
revoke all on function public.conference_participant_count_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.conference_participant_count_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $conference_participant_count_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'participants', s.participants, 'conferences', s.conferences
            ) order by s.row_number), '[]'),
            'total_conferences', coalesce(sum(s.conferences), 0)
        )
        from public.conference_participant_count_summary(
            conference_participant_count_summary_json.app_id,
            conference_participant_count_summary_json.created_at_gte,
            conference_participant_count_summary_json.created_at_lte,
            conference_participant_count_summary_json.browser,
            conference_participant_count_summary_json.os,
            conference_participant_count_summary_json.country,
            conference_participant_count_summary_json.app_version
        ) with ordinality as s (participants, conferences, row_number)
    );
end
$conference_participant_count_summary_json$;
comment on function public.conference_participant_count_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) is
'JSON of conference_participant_count_summary, same parameters: {data: [{participants, conferences}], '
'total_conferences}.';
revoke all on function public.conference_participant_count_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.conference_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'day',
    time_zone text default 'UTC',
    fill boolean default false,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (
    bucket timestamptz,
    date date,
    success bigint,
    warning bigint,
    error bigint,
    ongoing bigint,
    total bigint
)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
    is_utc constant boolean := lower(time_zone) in ('utc', 'etc/utc', 'gmt');
begin
    perform pgsummary.check_choice('conference_summary', 'group_by', group_by, '{hour,day,week,month}');
    perform pgsummary.check_time_zone('conference_summary', time_zone);
    cov := pgsummary.cover(
        'conference_summary', conference_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    return query
    with instant as (
        select c.at, c.status, sum(c.n) as n
        from pgsummary.status_counts(
            cov, conference_summary.app_id, group_by <> 'hour' and is_utc,
            conference_summary.browser, conference_summary.os, conference_summary.country,
            conference_summary.app_version
        ) c
        group by 1, 2
    ),
    summed as (
        select
            b.hour,
            case when b.hour is null
                then date_trunc(group_by, i.at at time zone time_zone) else b.hour at time zone time_zone
            end::date as date,
            i.status, sum(i.n) as n
        from instant i
        cross join lateral (
            select case when group_by = 'hour' then date_trunc('hour', i.at, time_zone) end as hour
        ) b
        group by 1, 2, 3
    ),
    counted as (
        select
            case
                when s.hour is not null then s.hour
                when is_utc then s.date::timestamp at time zone 'UTC'
                else pgsummary.local_start(s.date, time_zone)
            end as bucket,
            s.date,
            coalesce(sum(s.n) filter (where s.status = 0), 0)::bigint as success,
            coalesce(sum(s.n) filter (where s.status = 1), 0)::bigint as warning,
            coalesce(sum(s.n) filter (where s.status = 2), 0)::bigint as error,
            coalesce(sum(s.n) filter (where s.status = 3), 0)::bigint as ongoing,
            sum(s.n)::bigint as total
        from summed s
        group by s.hour, s.date
        having sum(s.n) > 0
    )
    select c.bucket, c.date, c.success, c.warning, c.error, c.ongoing, c.total
    from counted c
    union all
    select b.bucket, b.date, 0, 0, 0, 0, 0
    from (
        select
            coalesce(
                case when isfinite(created_at_gte) then created_at_gte end, min(c.bucket)
            ) as first,
            coalesce(
                case when isfinite(created_at_lte) then created_at_lte end, max(c.bucket)
            ) as last
        from counted c
    ) r
    cross join lateral pgsummary.buckets(group_by, time_zone, r.first, r.last) b
    where fill and r.first <= r.last and not exists (select from counted c where c.bucket = b.bucket)
    order by 1, 2;
end
$conference_summary$;
comment on function public.conference_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'Conferences by status in buckets of time, ordered by bucket. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: hour, day, week (from Monday) or month of time_zone, an IANA name; fill '
'adds the empty buckets of the range. bucket is the instant a bucket starts, date its local date; success, '
'warning, error, ongoing, total are conferences. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown group_by or '
'time_zone. Source: rollups, facts and log of conference_fact.';
revoke all on function public.conference_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
create or replace function public.conference_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'day',
    time_zone text default 'UTC',
    fill boolean default false,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $conference_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(
                case when conference_summary_json.group_by = 'hour'
                    then jsonb_build_object('bucket', pgsummary.iso(s.bucket)) else '{}'
                end
                || jsonb_build_object(
                    'date', s.date, 'success', s.success, 'warning', s.warning, 'error', s.error, 'ongoing', s.ongoing,
                    'total', s.total
                ) order by s.bucket
            ), '[]')
        )
        from public.conference_summary(
            conference_summary_json.app_id,
            conference_summary_json.created_at_gte,
            conference_summary_json.created_at_lte,
            conference_summary_json.group_by,
            conference_summary_json.time_zone,
            conference_summary_json.fill,
            conference_summary_json.browser,
            conference_summary_json.os,
            conference_summary_json.country,
            conference_summary_json.app_version
        ) s
    );
end
$conference_summary_json$;
comment on function public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) is
'JSON of conference_summary, same parameters: {data: [{date, success, warning, error, ongoing, total}]}; '
'by the hour each with its bucket too, the instant it starts.';
revoke all on function public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
) from public;
create or replace function public.connection_setup_time_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (range text, min_ms integer, max_ms integer, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $connection_setup_time_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'connection_setup_time_summary', connection_setup_time_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    select r.range, r.min_ms, r.max_ms, coalesce(sum(c.n), 0)::bigint
    from pgsummary.setup_ranges() r
    left join pgsummary.connection_counts(
        cov, connection_setup_time_summary.app_id, 's', connection_setup_time_summary.browser,
        connection_setup_time_summary.os,
        connection_setup_time_summary.country, connection_setup_time_summary.app_version
    ) c on c.value = r.id
    group by r.id, r.range, r.min_ms, r.max_ms
    order by r.id;
end
$connection_setup_time_summary$;
comment on function public.connection_setup_time_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'Connections by set-up time (first negotiation, if connected), always all 11 ranges in order. '
'created_at_gte, created_at_lte: both inclusive, null = open. range is its label, min_ms belongs to it, '
'max_ms (null in the last) does not; count is connections. browser, os, country, app_version: filters on '
'the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null. Source: rollups, '
'facts and log of connection_fact.';
revoke all on function public.connection_setup_time_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.connection_setup_time_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $connection_setup_time_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'range', s.range, 'min_ms', s.min_ms, 'max_ms', s.max_ms, 'count', s.count
            ) order by s.row_number), '[]')
        )
        from public.connection_setup_time_summary(
            connection_setup_time_summary_json.app_id,
            connection_setup_time_summary_json.created_at_gte,
            connection_setup_time_summary_json.created_at_lte,
            connection_setup_time_summary_json.browser,
            connection_setup_time_summary_json.os,
            connection_setup_time_summary_json.country,
            connection_setup_time_summary_json.app_version
        ) with ordinality as s (range, min_ms, max_ms, count, row_number)
    );
end
$connection_setup_time_summary_json$;
comment on function public.connection_setup_time_summary_json(uuid, timestamptz, timestamptz, text, text, text, text) is
'JSON of connection_setup_time_summary, same parameters: {data: [{range, min_ms, max_ms, count}]}.';
revoke all on function public.connection_setup_time_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.connection_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'type',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $connection_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
begin
    perform pgsummary.check_choice('connection_summary', 'group_by', group_by, '{type}');
    cov := pgsummary.cover(
        'connection_summary', connection_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    return query
    select t.name, coalesce(sum(c.n), 0)::bigint
    from (values (0, 'Direct'), (1, 'Relayed')) as t (relayed, name)
    left join pgsummary.connection_counts(
        cov, connection_summary.app_id, 'r', connection_summary.browser, connection_summary.os,
        connection_summary.country, connection_summary.app_version
    ) c on c.value = t.relayed
    group by t.relayed, t.name
    order by t.relayed;
end
$connection_summary$;
comment on function public.connection_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Connections by type, always Direct and Relayed. created_at_gte, created_at_lte: both inclusive, null = '
'open. group_by: type; a connection without a type is not counted. browser, os, country, app_version: '
'filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 '
'unknown group_by. Source: rollups, facts and log of connection_fact.';
revoke all on function public.connection_summary(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
create or replace function public.connection_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'type',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $connection_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'name', s.name, 'count', s.count
            ) order by s.row_number), '[]')
        )
        from public.connection_summary(
            connection_summary_json.app_id,
            connection_summary_json.created_at_gte,
            connection_summary_json.created_at_lte,
            connection_summary_json.group_by,
            connection_summary_json.browser,
            connection_summary_json.os,
            connection_summary_json.country,
            connection_summary_json.app_version
        ) with ordinality as s (name, count, row_number)
    );
end
$connection_summary_json$;
comment on function public.connection_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of connection_summary, same parameters: {data: [{name, count}]}.';
revoke all on function public.connection_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
create or replace function public.dashboard_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    time_zone text default 'UTC',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set jit = off
as $dashboard_summary$
declare
    sessions jsonb;
begin
    perform pgsummary.check_app_id('dashboard_summary', app_id);
    perform pgsummary.check_time_zone('dashboard_summary', time_zone);
    sessions := public.session_summary_json(
        dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte, null,
        dashboard_summary.browser, dashboard_summary.os, dashboard_summary.country, dashboard_summary.app_version
    );
    return jsonb_build_object(
        'conference_summary', public.conference_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            'day', dashboard_summary.time_zone, false, dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'conference_duration_summary', public.conference_duration_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'conference_participant_count_summary', public.conference_participant_count_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'issue_summary', public.issue_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            'code', dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'issue_gum_summary', public.issue_gum_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'connection_summary', public.connection_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            'type', dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'connection_setup_time_summary', public.connection_setup_time_summary_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte,
            dashboard_summary.browser, dashboard_summary.os,
            dashboard_summary.country, dashboard_summary.app_version
        ),
        'session_summary', sessions,
        'session_geo_summary', jsonb_build_object('data', sessions -> 'cities'),
        'conference_filter_options', public.conference_filter_options_json(
            dashboard_summary.app_id, dashboard_summary.created_at_gte, dashboard_summary.created_at_lte
        )
    );
end
$dashboard_summary$;
comment on function public.dashboard_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Every chart of the dashboard, keyed by the name of its function, each value as its endpoint sends it; '
'conference_summary by day of time_zone. created_at_gte, created_at_lte: both inclusive, null = open. '
'browser, os, country, app_version: filters on the session, null or empty = none, Unknown = missing. '
'Errors: 22004 app_id is null; 22023 unknown time_zone. Source: the ..._json functions.';
revoke all on function public.dashboard_summary(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
create or replace function public.dashboard_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    time_zone text default 'UTC',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $dashboard_summary_json$
begin
    return (
        select public.dashboard_summary(
            dashboard_summary_json.app_id, dashboard_summary_json.created_at_gte, dashboard_summary_json.created_at_lte,
            dashboard_summary_json.time_zone,
            dashboard_summary_json.browser, dashboard_summary_json.os, dashboard_summary_json.country,
            dashboard_summary_json.app_version
        )
    );
end
$dashboard_summary_json$;
comment on function public.dashboard_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'The same as dashboard_summary, under the name that every summary has.';
revoke all on function public.dashboard_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
create or replace function public.issue_gum_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, message text, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $issue_gum_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'issue_gum_summary', issue_gum_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    with counted as (
        select coalesce(x.parts[1], 'Unknown') as name, coalesce(x.parts[2], '') as message, sum(x.n) as n
        from (
            select coalesce(c.key, g.key)::text[] as parts, c.n
            from pgsummary.issue_counts(
        cov, issue_gum_summary.app_id, 'g', issue_gum_summary.browser, issue_gum_summary.os,
        issue_gum_summary.country, issue_gum_summary.app_version
    ) c
            left join pgsummary.gum_error g on g.id = c.value
        ) x
        group by 1, 2
        having sum(x.n) > 0
    )
    select
        c.name,
        coalesce(
            (array_agg(c.message order by c.n desc, c.message collate "C") filter (where c.message <> ''))[1], ''
        ),
        sum(c.n)::bigint
    from counted c
    group by c.name
    order by 3 desc, c.name collate "C";
end
$issue_gum_summary$;
comment on function public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'getUserMedia errors by name, most frequent first, then by name. created_at_gte, created_at_lte: both '
'inclusive, null = open. message is the commonest of that name, the smallest of equals, empty where none. '
'browser, os, country, app_version: filters on the session, null or empty = none, Unknown = missing. '
'Errors: 22004 app_id is null. Source: rollups, facts and log of issue_fact.';
revoke all on function public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text) from public;
create or replace function public.issue_gum_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $issue_gum_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'name', s.name, 'message', s.message, 'count', s.count
            ) order by s.row_number), '[]'),
            'total', coalesce(sum(s.count), 0)
        )
        from public.issue_gum_summary(
            issue_gum_summary_json.app_id,
            issue_gum_summary_json.created_at_gte,
            issue_gum_summary_json.created_at_lte,
            issue_gum_summary_json.browser,
            issue_gum_summary_json.os,
            issue_gum_summary_json.country,
            issue_gum_summary_json.app_version
        ) with ordinality as s (name, message, count, row_number)
    );
end
$issue_gum_summary_json$;
comment on function public.issue_gum_summary_json(uuid, timestamptz, timestamptz, text, text, text, text) is
'JSON of issue_gum_summary, same parameters: {data: [{name, message, count}], total}.';
revoke all on function public.issue_gum_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.issue_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'code',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (code text, title text, count bigint, conferences bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $issue_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
begin
    perform pgsummary.check_choice('issue_summary', 'group_by', group_by, '{code}');
    cov := pgsummary.cover(
        'issue_summary', issue_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    return query
    with counted as (
        select coalesce(x.code, t.value) as code, sum(x.issues) as issues, sum(x.conferences) as conferences
        from (
            select c.value, c.key as code, c.n as issues, 0 as conferences
            from pgsummary.issue_counts(
        cov, issue_summary.app_id, 'k', issue_summary.browser, issue_summary.os,
        issue_summary.country, issue_summary.app_version
    ) c
            union all
            select c.value, c.code, 0, c.n
            from pgsummary.conference_counts(
        cov, issue_summary.app_id, 'k', issue_summary.browser, issue_summary.os,
        issue_summary.country, issue_summary.app_version
    ) c
        ) x
        left join pgsummary.term t on t.id = x.value
        group by 1
    )
    select c.code, pgsummary.issue_title(c.code), c.issues::bigint, c.conferences::bigint
    from counted c
    where c.issues > 0
    order by c.issues desc, c.code collate "C";
end
$issue_summary$;
comment on function public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Issues by code, most frequent first, then by code. created_at_gte, created_at_lte: both inclusive, null = '
'open. group_by: code. title is what the code is called; count is issues created in the range; conferences '
'is conferences created in the range with such an issue. browser, os, country, app_version: filters on the '
'session, null or empty = none, Unknown = missing. Errors: 22004 app_id is null; 22023 unknown group_by. '
'Source: rollups, facts and log of issue_fact and conference_fact.';
revoke all on function public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
create or replace function public.issue_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'code',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $issue_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'code', s.code, 'title', s.title, 'count', s.count, 'conferences', s.conferences
            ) order by s.row_number), '[]')
        )
        from public.issue_summary(
            issue_summary_json.app_id,
            issue_summary_json.created_at_gte,
            issue_summary_json.created_at_lte,
            issue_summary_json.group_by,
            issue_summary_json.browser,
            issue_summary_json.os,
            issue_summary_json.country,
            issue_summary_json.app_version
        ) with ordinality as s (code, title, count, conferences, row_number)
    );
end
$issue_summary_json$;
comment on function public.issue_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of issue_summary, same parameters: {data: [{code, title, count, conferences}]}.';
revoke all on function public.issue_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
create or replace function public.pg_summary_apps()
returns jsonb
language sql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $pg_summary_apps$
    select coalesce(jsonb_agg(a.id order by a.id), '[]') from public.app a where a.is_active
$pg_summary_apps$;
comment on function public.pg_summary_apps() is
'The ids of all active apps, as one array. Source: app.';
revoke all on function public.pg_summary_apps() from public;
create or replace function public.pg_summary_health()
returns jsonb
language plpgsql
stable
parallel restricted
security definer
set search_path = pg_catalog, pg_temp
as $pg_summary_health$
begin
    return (
        select jsonb_build_object(
            'version', s.version,
            'backlog', s.backlog,
            'oldest_change_age_s', s.oldest_change_age_s,
            'refreshed_at', pgsummary.iso(s.refreshed_at)
        )
        from pgsummary.status s
    );
end
$pg_summary_health$;
comment on function public.pg_summary_health() is
'{version, backlog (changes not folded yet), oldest_change_age_s (of the oldest of them, in seconds, null = none), '
'refreshed_at (the last refresh)}. Source: pgsummary.status.';
revoke all on function public.pg_summary_health() from public;
create or replace function public.session_geo_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (city text, country_code text, latitude float8, longitude float8, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $session_geo_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover(
        'session_geo_summary', session_geo_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
begin
    return query
    with counted as (
        select c.city, c.country_code, c.latitude, c.longitude, sum(c.n) as n
        from pgsummary.place_counts(
        cov, session_geo_summary.app_id, session_geo_summary.browser, session_geo_summary.os,
        session_geo_summary.country, session_geo_summary.app_version
    ) c
        group by c.city, c.country_code, c.latitude, c.longitude
        having sum(c.n) > 0
    )
    select m.city, m.country_code, m.latitude, m.longitude, m.sessions::bigint
    from (
        select
            c.city, c.country_code, c.latitude, c.longitude,
            sum(c.n) over (partition by c.city, c.country_code) as sessions,
            row_number() over (
                partition by c.city, c.country_code order by c.n desc, c.latitude, c.longitude
            ) as rank
        from counted c
    ) m
    where m.rank = 1
    order by m.sessions desc, m.city collate "C", m.country_code collate "C";
end
$session_geo_summary$;
comment on function public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text) is
'Sessions by city, most frequent first, then by city: one row to a city and country, at its commonest '
'coordinates (degrees). created_at_gte, created_at_lte: both inclusive, null = open. Sessions with a city '
'and readable coordinates, not both zero. browser, os, country, app_version: filters on the session, null '
'or empty = none, Unknown = missing. Errors: 22004 app_id is null. Source: rollups, facts and log of '
'session_fact.';
revoke all on function public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text) from public;
create or replace function public.session_geo_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set jit = off
as $session_geo_summary_json$
begin
    return (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(jsonb_build_object(
                'city', s.city, 'country_code', s.country_code, 'latitude', s.latitude, 'longitude', s.longitude,
                'count', s.count
            ) order by s.row_number), '[]')
        )
        from public.session_geo_summary(
            session_geo_summary_json.app_id,
            session_geo_summary_json.created_at_gte,
            session_geo_summary_json.created_at_lte,
            session_geo_summary_json.browser,
            session_geo_summary_json.os,
            session_geo_summary_json.country,
            session_geo_summary_json.app_version
        ) with ordinality as s (city, country_code, latitude, longitude, count, row_number)
    );
end
$session_geo_summary_json$;
comment on function public.session_geo_summary_json(uuid, timestamptz, timestamptz, text, text, text, text) is
'JSON of session_geo_summary, same parameters: {data: [{city, country_code, latitude, longitude, count}]}.';
revoke all on function public.session_geo_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
) from public;
create or replace function public.session_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'browser',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $session_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
    measure "char";
begin
    perform pgsummary.check_choice('session_summary', 'group_by', group_by, '{browser,os,country,app_version}');
    cov := pgsummary.cover(
        'session_summary', session_summary.app_id, created_at_gte, created_at_lte,
        browser, os, country, app_version
    );
    measure := case group_by when 'browser' then 'b' when 'os' then 'o' when 'country' then 'c' else 'v' end;
    return query
    with counted as (
        select coalesce(c.name, t.value, 'Unknown') as name, sum(c.n) as n
        from pgsummary.session_counts(
            cov, session_summary.app_id, array[measure], session_summary.browser, session_summary.os,
            session_summary.country, session_summary.app_version
        ) c
        left join pgsummary.term t on t.id = c.value
        -- Browsers and systems of sessions with a platform, countries of those with a code.
        where coalesce(c.value, 1) > case when measure = 'c' then 0 else -1 end
        group by 1
        having sum(c.n) > 0
    )
    select c.name, c.n::bigint
    from counted c
    order by c.n desc, c.name collate "C";
end
$session_summary$;
comment on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Sessions by one of their values, most frequent first, then by name. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: browser, os, country or app_version. Browsers and systems are those of '
'sessions with a platform, countries those with a country code; Unknown is missing. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is '
'null; 22023 unknown group_by. Source: rollups, facts and log of session_fact.';
revoke all on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
create or replace function public.session_summary_json(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'browser',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $session_summary_json$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
begin
    if session_summary_json.group_by is not null then
        return (
            select jsonb_build_object('data', coalesce(
                jsonb_agg(jsonb_build_object('name', s.name, 'count', s.count) order by s.row_number), '[]'
            ))
            from public.session_summary(
                session_summary_json.app_id, session_summary_json.created_at_gte, session_summary_json.created_at_lte,
                session_summary_json.group_by, session_summary_json.browser, session_summary_json.os,
                session_summary_json.country, session_summary_json.app_version
            ) with ordinality as s (name, count, row_number)
        );
    end if;
    cov := pgsummary.cover(
        'session_summary_json', session_summary_json.app_id, created_at_gte, created_at_lte, browser, os, country,
        app_version
    );
    return (
        with counted as (
            select c.measure, coalesce(c.name, t.value, 'Unknown') as name, sum(c.n)::bigint as n
            from pgsummary.session_counts(
                cov, session_summary_json.app_id, '{b,o,c}', session_summary_json.browser, session_summary_json.os,
                session_summary_json.country, session_summary_json.app_version
            ) c
            left join pgsummary.term t on t.id = c.value
            -- As in session_summary.
            where coalesce(c.value, 1) > case when c.measure = 'c' then 0 else -1 end
            group by 1, 2
            having sum(c.n) > 0
        )
        select jsonb_build_object(
            'browsers', coalesce(jsonb_agg(
                jsonb_build_object('name', c.name, 'count', c.n) order by c.n desc, c.name collate "C"
            ) filter (where c.measure = 'b'), '[]'),
            'os', coalesce(jsonb_agg(
                jsonb_build_object('name', c.name, 'count', c.n) order by c.n desc, c.name collate "C"
            ) filter (where c.measure = 'o'), '[]'),
            'countries', coalesce(jsonb_agg(
                jsonb_build_object('code', c.name, 'count', c.n) order by c.n desc, c.name collate "C"
            ) filter (where c.measure = 'c'), '[]'),
            'cities', public.session_geo_summary_json(
                session_summary_json.app_id, session_summary_json.created_at_gte, session_summary_json.created_at_lte,
                session_summary_json.browser, session_summary_json.os, session_summary_json.country,
                session_summary_json.app_version
            ) -> 'data'
        )
        from counted c
    );
end
$session_summary_json$;
comment on function public.session_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'JSON of session_summary, same parameters: {data: [{name, count}]}; with group_by null everything at once: '
'{browsers: [{name, count}], os: [{name, count}], countries: [{code, count}], cities: [{city, '
'country_code, latitude, longitude, count}]}.';
revoke all on function public.session_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
create materialized view pgsummary.conference_daily as
select
    a.app_id,
    r.day,
    coalesce(sum(u.n) filter (where u.value = 0), 0)::bigint as success,
    coalesce(sum(u.n) filter (where u.value = 1), 0)::bigint as warning,
    coalesce(sum(u.n) filter (where u.value = 2), 0)::bigint as error,
    coalesce(sum(u.n) filter (where u.value = 3), 0)::bigint as ongoing,
    sum(u.n)::bigint as total
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
where r.segment = 0 and r.kind = 'c' and u.measure = 's'
group by a.app_id, r.day;
create unique index conference_daily_key on pgsummary.conference_daily (app_id, day);
comment on materialized view pgsummary.conference_daily is
'conferences by app, UTC day and status, as of state.views_refreshed_at; conference_summary is exact at any moment';
create materialized view pgsummary.connection_daily as
select
    a.app_id,
    r.day,
    coalesce(sum(u.n) filter (where u.measure = 'r' and u.value = 0), 0)::bigint as direct,
    coalesce(sum(u.n) filter (where u.measure = 'r' and u.value = 1), 0)::bigint as relayed,
    coalesce(sum(u.n) filter (where u.measure = 's'), 0)::bigint as set_up,
    coalesce(sum(u.n) filter (where u.measure = 's' and u.value <= 4), 0)::bigint as set_up_within_1s,
    coalesce(sum(u.n) filter (where u.measure = 's' and u.value = 11), 0)::bigint as set_up_after_5s
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
where r.segment = 0 and r.kind = 'n'
group by a.app_id, r.day;
create unique index connection_daily_key on pgsummary.connection_daily (app_id, day);
comment on materialized view pgsummary.connection_daily is
'connections by app and UTC day: direct, relayed, those with a set-up time, within a second, after 5 seconds and more; '
'as of state.views_refreshed_at';
create materialized view pgsummary.issue_daily as
select
    a.app_id,
    r.day,
    t.value as code,
    pgsummary.issue_title(t.value) as title,
    coalesce(sum(u.n) filter (where r.kind = 'i'), 0)::bigint as issues,
    coalesce(sum(u.n) filter (where r.kind = 'c'), 0)::bigint as conferences
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
join pgsummary.term t on t.id = u.value
where r.segment = 0 and r.kind in ('i', 'c') and u.measure = 'k'
group by a.app_id, r.day, t.value;
create unique index issue_daily_key on pgsummary.issue_daily (app_id, day, code);
comment on materialized view pgsummary.issue_daily is
'issues created on a UTC day by app and code, and the conferences created on that day that have such an issue; as of '
'state.views_refreshed_at';
create materialized view pgsummary.session_daily as
select
    a.app_id,
    r.day,
    case u.measure
        when 'b' then 'browser' when 'o' then 'os' when 'c' then 'country' else 'app_version'
    end as dimension,
    -- One row to a value, however long it is: an index entry has its limits.
    t.id as term,
    coalesce(t.value, 'Unknown') as value,
    sum(u.n)::bigint as sessions
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
left join pgsummary.term t on t.id = u.value
-- As in session_summary: browsers and systems of sessions with a platform, countries of those with a code.
where
    r.segment = 0 and r.kind = 's' and u.measure in ('b', 'o', 'c', 'v') and u.value >= 0
    and (u.value > 0 or u.measure <> 'c')
group by a.app_id, r.day, u.measure, t.id;
create unique index session_daily_key on pgsummary.session_daily (app_id, day, dimension, term);
comment on materialized view pgsummary.session_daily is
'sessions by app, UTC day, dimension (browser, os, country, app_version) and value, as of state.views_refreshed_at';
create or replace view pgsummary.size as
select
    c.relname::text as name,
    greatest(c.reltuples, 0)::bigint as rows,
    pg_total_relation_size(c.oid) as bytes
from pg_class c
where c.relnamespace = 'pgsummary'::regnamespace and c.relkind in ('r', 'm');
comment on view pgsummary.size is
'tables and materialized views of pg-summary: estimated rows, bytes with indexes';
create or replace view pgsummary.status as
select
    s.version,
    s.source_schema,
    s.api_schema,
    l.backlog,
    l.oldest_change,
    round(extract(epoch from clock_timestamp() - l.oldest_change)::numeric, 1) as oldest_change_age_s,
    s.refreshed_at,
    s.views_refreshed_at
from pgsummary.state s
cross join (
    select count(*) as backlog, min(c.logged_at) as oldest_change from pgsummary.change_log c
) l;
comment on view pgsummary.status is
'one row: version, where it is installed, changes not folded yet (backlog), when the oldest of them was logged and '
'its age '
'in seconds, last refresh of facts and of materialized views';
update pgsummary.state
set version = '0.2.0', source_schema = 'public', api_schema = 'public', always = false, installed_at = now(), backfilled_at = null;
revoke all on schema pgsummary from public;
revoke all on all functions in schema pgsummary from public;
create trigger pgsummary_log_row
after insert or update or delete on public.app_connection
for each row execute function pgsummary.log_app_connection();
create trigger pgsummary_log_truncate
after truncate on public.app_connection
for each statement execute function pgsummary.log_truncate();
create trigger pgsummary_log_row
after insert or update or delete on public.app_issue
for each row execute function pgsummary.log_app_issue();
create trigger pgsummary_log_truncate
after truncate on public.app_issue
for each statement execute function pgsummary.log_truncate();
create trigger pgsummary_log_row
after insert or update or delete on public.app_session
for each row execute function pgsummary.log_app_session();
create trigger pgsummary_log_truncate
after truncate on public.app_session
for each statement execute function pgsummary.log_truncate();
create trigger pgsummary_log_row
after insert or update or delete on public.conference
for each row execute function pgsummary.log_conference();
create trigger pgsummary_log_truncate
after truncate on public.conference
for each statement execute function pgsummary.log_truncate();
create trigger pgsummary_log_row
after insert or update or delete on public.participant
for each row execute function pgsummary.log_participant();
create trigger pgsummary_log_truncate
after truncate on public.participant
for each statement execute function pgsummary.log_truncate();
create trigger pgsummary_log_row
after insert or update or delete on public.participant_conferences
for each row execute function pgsummary.log_participant_conferences();
create trigger pgsummary_log_truncate
after truncate on public.participant_conferences
for each statement execute function pgsummary.log_truncate();
select pgsummary.mark_everything();
do $install$
declare
    misfit record;
begin
    for misfit in select m.function_name, m.error from pgsummary.misfits() m limit 1 loop
        raise exception 'install: % does not fit the source tables: %', misfit.function_name, misfit.error
        using errcode = 'SM003', hint = 'Are all migrations of the PeerMetrics API server applied?';
    end loop;
end
$install$;
delete from pgsummary.installed_object where file <> '';
insert into pgsummary.installed_object
    (position, kind, object, name, file, source_hash, declaration, definition_hash)
select
    v.position, v.kind, v.object, c.name, v.file, v.source_hash, v.declaration, c.definition_hash
from (values
    (2, 'index', 'pgsummary_conference_app_created_at', 'public.pgsummary_conference_app_created_at', 'indexes/05_base_conference_created_at.sql', '42cb551df4c977445d8f4e02712b55418c1d066ef5823e2dddaf5b31f2e06448', ''),
    (3, 'index', 'pgsummary_issue_conference_type', 'public.pgsummary_issue_conference_type', 'indexes/05_base_issue_conference_type.sql', '5879e8339ff9c5c90f1cfc3b41447745f609a4b64cd98360dd035ab6b4658967', ''),
    (4, 'schema', 'pgsummary', 'pgsummary', 'tables/10_schema.sql', '1e0458b20b5027708fde1a2b1c8943908cf20ca9e3593b03005f41cf9c73a123', ''),
    (5, 'table', 'state', 'pgsummary.state', 'tables/10_schema.sql', 'ce38c59b00d2c10c582c06b64283b2d54b7f18f0a9b7e98ae2e7b8bf9e48a777', ''),
    (6, 'table', 'migration', 'pgsummary.migration', 'tables/10_schema.sql', 'c7e4202a65568bd4dc0d25f6556e973d869eb4072d61f207dc661c4fd5e092b4', ''),
    (7, 'table', 'installed_object', 'pgsummary.installed_object', 'tables/10_schema.sql', '6d351d27d63008015a50e6c1a7ede9086454d8798219782aa5aaae38b8a3b2cb', ''),
    (8, 'table', 'change_log', 'pgsummary.change_log', 'tables/10_change_log.sql', '1145d9f4f78462c0202516dc191b5bcb36fe4aa3753ecb16ebd262460d044a3a', ''),
    (9, 'table', 'app_key', 'pgsummary.app_key', 'tables/10_dictionaries.sql', 'cdeb39f5ff3781b70e7057234d10c2d8d246eaa4124792a6ed0d7b2f8cfd45a1', ''),
    (10, 'table', 'term', 'pgsummary.term', 'tables/10_dictionaries.sql', '1430da367c3611678eca6918a2d36e5314934e2689ff1ad39e88cb32bed2a54c', ''),
    (11, 'table', 'segment', 'pgsummary.segment', 'tables/10_dictionaries.sql', '13abd337a27966e8e851b87f7594ff6e1e43cb3700672a9ae7593f49de4c1a5a', ''),
    (12, 'table', 'profile', 'pgsummary.profile', 'tables/10_dictionaries.sql', '5635147616f3c6ca432ef1169d0856cb0315f3c9fd2e70ebfe2c41265ce1aaf8', ''),
    (13, 'table', 'place', 'pgsummary.place', 'tables/10_dictionaries.sql', '582d8c2017699ab0ac14dd3077d222890536d7ad175dfdddee7f920464097091', ''),
    (14, 'table', 'gum_error', 'pgsummary.gum_error', 'tables/10_dictionaries.sql', 'bdf07d8947f6ced0195f1de2fa772e902695ec54843f0f340d90ddf05d1cffda', ''),
    (15, 'table', 'conference_fact', 'pgsummary.conference_fact', 'tables/10_facts.sql', '739d05f0bb8a085822d1b1bbfa9cc27a7a9b9482682b738a1a4abd27ee1d2004', ''),
    (16, 'table', 'session_fact', 'pgsummary.session_fact', 'tables/10_facts.sql', '4d95ec573647ec40fbf1c2471b8ceafac6a09ede5ab0a4a4735a260f8b31bfe4', ''),
    (17, 'table', 'connection_fact', 'pgsummary.connection_fact', 'tables/10_facts.sql', 'b343d18637940e20993503a41a0111cc13c2a122faaf4dda9f7066b9087a3c84', ''),
    (18, 'table', 'issue_fact', 'pgsummary.issue_fact', 'tables/10_facts.sql', 'd0688d8a31bd629e6d7a9cd667af90ec39406377d86b89a83d8f5379a53c93b6', ''),
    (19, 'type', 'conference_reading', 'pgsummary.conference_reading', 'tables/10_facts.sql', '8cea3355d47310d87ce864433ea3a1ba5ae6d5f07f4fea754de1c4b781c4b6c1', ''),
    (20, 'type', 'session_reading', 'pgsummary.session_reading', 'tables/10_facts.sql', '37496f3dba8dda9cc7b3615862fd567b5f7f79b99178b1b88fec4ee6932f5242', ''),
    (21, 'type', 'connection_reading', 'pgsummary.connection_reading', 'tables/10_facts.sql', '6f5418df9c9235a54d32b3d5ef33687602a0362c28fbfc96799173704fd34192', ''),
    (22, 'type', 'issue_reading', 'pgsummary.issue_reading', 'tables/10_facts.sql', '644be05105d4e6b642b9e4412e9974c9994e8241afe07dd13bafd1d0b4f4e73e', ''),
    (23, 'type', 'listed_conference', 'pgsummary.listed_conference', 'tables/10_facts.sql', '80f197e1a236123fae2a2cecc04ee38c33f7d37c7580768850b9dd71902f1aca', ''),
    (24, 'table', 'rollup_day', 'pgsummary.rollup_day', 'tables/10_rollups.sql', '9a3001954e4dc4078e7374065ce25379775fa710a35a278411bcfbf0f95459ce', ''),
    (25, 'table', 'rollup_quarter', 'pgsummary.rollup_quarter', 'tables/10_rollups.sql', '360522d0eb2b53fd36c212977ea8517f4035db3914c7f4f73f9e2721f3f976ba', ''),
    (26, 'table', 'rollup_segment', 'pgsummary.rollup_segment', 'tables/10_rollups.sql', 'cdf05a213718ba9f13b179c7995380314c057af74d3b4746a4b83729fec3011b', ''),
    (27, 'table', 'segmented_day', 'pgsummary.segmented_day', 'tables/10_rollups.sql', 'c08f9af425d0c3d1c50ee9672a4fb955eefb5bb1f092c80d05abd810c48b8cae', ''),
    (28, 'type', 'increment', 'pgsummary.increment', 'tables/10_rollups.sql', 'd82c9dd825d89f8b7f53fde9e3b0a4a0fc44d42ed214361ba275dea8bf52a057', ''),
    (29, 'type', 'coverage', 'pgsummary.coverage', 'tables/10_rollups.sql', '0f99aaddde1110035719b6e9a0db52c3c7d59110d43a1b96f3a7c771c2c8a43d', ''),
    (30, 'table', 'time_zone', 'pgsummary.time_zone', 'tables/10_time_zone.sql', '05c02bba3228e17119968870463c591b897f44cbac9c996633f78f85e085f645', ''),
    (31, 'function', 'coordinate', 'pgsummary.coordinate(jsonb)', 'functions/20_live/coordinate.sql', 'b7c1b2ef354fc6b9b02e4d9fc446d15b24c2e013724c9935c0710ddf8c132cd7', '2f93be5c04beb14c3d33cb1d91486bcc402f9f3327a7dcbeab5c621b2d8b5364'),
    (32, 'function', 'gum_error_key', 'pgsummary.gum_error_key(text, jsonb)', 'functions/20_live/gum_error_key.sql', '6d24c0a3af13ac01e62e055d40159e6a10c5b820a41cc23c70eebdb27d9c944b', 'e7ed0539c52f0b5a9930bdd6aa869bfd0d42293cd97001a8c2594dc5d946c755'),
    (33, 'function', 'is_on_map', 'pgsummary.is_on_map(text, float8, float8)', 'functions/20_live/is_on_map.sql', '05d0e25008397943f7174bd42a5e8756190284ad79fe1d1eda8c793dfed88c0d', '6671dac779519799ab6b5a7d8295b918589d0ca4443010d7297f8adc11ac3faf'),
    (34, 'function', 'json_text', 'pgsummary.json_text(jsonb, text [])', 'functions/20_live/json_text.sql', '09309da7a21a3d69c5b1632ebb7c4e8a928fcd9d200f375ee04196edb683eca7', '9237107d92ac175ef022f01b02dba7b46922946566c133e65981638c9a48fd1a'),
    (35, 'function', 'live_conferences', 'pgsummary.live_conferences(uuid [])', 'functions/20_live/live_conferences.sql', 'cb2031be14d4e6a48a9f317424d6955beffb86f09577d781338ccba5403c2199', '6b0125c09c0b18da0579e812b3f6efe35f941fb6b9a081faa8993055df36442d'),
    (36, 'function', 'live_connections', 'pgsummary.live_connections(uuid [])', 'functions/20_live/live_connections.sql', '10dc824ce532ba2f11c1cf8f0e0a745f8d3d0129468fb0b1b2dd25825d74c993', 'dda6bde731173aaeb6d7900d4d06d6575f7dfc59c76f21f2d7bbc3e0546bc853'),
    (37, 'function', 'live_issues', 'pgsummary.live_issues(uuid [])', 'functions/20_live/live_issues.sql', '0518879426386f19e1589882af64279a19cb46e7f21871225494ce0cb2acdb60', '6ed804170a240b58f61e14103183943a517d20bc3500a37653760e0f1b23c1a0'),
    (38, 'function', 'live_sessions', 'pgsummary.live_sessions(uuid [])', 'functions/20_live/live_sessions.sql', 'b9a7c0057bbc1eb94b0fe3dcdfd02f5e4307f9222daa984de84e4f7ca86a57f3', '2095c50fc3a85f579143eb05e31229fc9203f4220d47e25bb61b4ebea05ab3cc'),
    (39, 'function', 'negotiation_time', 'pgsummary.negotiation_time(text)', 'functions/20_live/negotiation_time.sql', 'adbd1ca362b18163ef5a1b3babc9c12bfadb0be23f9f82421850594584adab01', '494e73cfebe1949ec664170ad40d6299a3eb7ac1a85cf1cf3c60dc45a61b2933'),
    (40, 'function', 'odd_coordinate', 'pgsummary.odd_coordinate(jsonb)', 'functions/20_live/odd_coordinate.sql', '9d043f87c25ed09072c0b2cf2c89df250a794933af3443c9bc70c6e014e021e1', '2f93be5c04beb14c3d33cb1d91486bcc402f9f3327a7dcbeab5c621b2d8b5364'),
    (41, 'function', 'profile_key', 'pgsummary.profile_key(jsonb, jsonb, text)', 'functions/20_live/profile_key.sql', 'd7175281cad8b40cc09c5599d9e7b4ace9229f055a780dce22ea204def04d782', '9c80f50ade40a0a17f33a88f08d5e8911b400ba528956da615eac856aa0a03a0'),
    (42, 'function', 'setup_ms', 'pgsummary.setup_ms(jsonb)', 'functions/20_live/setup_ms.sql', '873305f2d5223ff146cd52207988d5749f42338edca7fcad574d8dbae0f9bd90', '866ed5a52efe5adc4f6ed259f41d5f5008f0cf1975f2ec6ba813d9fb33321dfc'),
    (43, 'function', 'setup_range', 'pgsummary.setup_range(float8)', 'functions/20_live/setup_range.sql', '1a88d1f3d141e42ca6e1e5cacf1e3cc4eb6790565da8cc5c387fcae433b5ec5f', '3485d672e0e416cdfbe86b6361dfed348e84cb5184eb60513dd27e8c6a9d7d74'),
    (44, 'index', 'change_log_everything', 'pgsummary.change_log_everything', 'indexes/25_change_log.sql', 'dfd04d727c70e67ae0a262a604e7243c98ee5e826d6e48f5960fd97fd99dc62e', ''),
    (45, 'index', 'conference_fact_app_created_at', 'pgsummary.conference_fact_app_created_at', 'indexes/25_facts.sql', '10d643db819f34a3c7f07791099f252216ecec835e728f3763008423084ad615', ''),
    (46, 'index', 'conference_fact_profiles', 'pgsummary.conference_fact_profiles', 'indexes/25_facts.sql', '2b0f12df5659397a1ac4616490a928ea3251faedeae413bd2b22beffa0d463bc', ''),
    (47, 'index', 'session_fact_app_created_at', 'pgsummary.session_fact_app_created_at', 'indexes/25_facts.sql', '7a93420da0559fe21e63f79d821ea539f2b03df4df913ca2dd5066bebc88e213', ''),
    (48, 'index', 'connection_fact_app_created_at', 'pgsummary.connection_fact_app_created_at', 'indexes/25_facts.sql', 'fada647dd5b30e17bacfa27c0a0ea50cc05d8b99cdbd884d3b24f73cdc534688', ''),
    (49, 'index', 'issue_fact_app_created_at', 'pgsummary.issue_fact_app_created_at', 'indexes/25_facts.sql', '25b554ec4fba9002f26b5fc1be6391b601f4be1f11b6d253fb7d78971ab6f44b', ''),
    (50, 'function', 'any_selected', 'pgsummary.any_selected(integer [], bit varying)', 'functions/30_internal/any_selected.sql', 'ff4191a8e523071b8d3af3176f84493d82755647302f99af67a1dcaa703ba277', '4fb77c5a447efeb0199589b7b4391db403860a85ae61bd88ab3643ec7801a619'),
    (51, 'function', 'any_selected_of_many', 'pgsummary.any_selected_of_many(integer [], bit varying)', 'functions/30_internal/any_selected_of_many.sql', '14a2ebc76f9c0b43f58956446195ed637edd4392a08a6f18185c37167feee494', '4fb77c5a447efeb0199589b7b4391db403860a85ae61bd88ab3643ec7801a619'),
    (52, 'function', 'any_within', 'pgsummary.any_within(float8 [], float8, float8)', 'functions/30_internal/any_within.sql', '4b625d6d4aab0c8ce53ff321daf92d00f598986e25d7561a3484019737823d69', '2dd931b49a0eaeb15a9d4c75cdb1edd624c98e2752e6d75189219ff2b702b617'),
    (53, 'function', 'buckets', 'pgsummary.buckets(text, text, timestamptz, timestamptz)', 'functions/30_internal/buckets.sql', '3fa237701208e30812300a28f1783fb75482073823bd6740f081801bc09599dc', '39ae986ad898d19f0a1cdb71a21a14bef0ce6e8a1139c9c7d776f9574290706e'),
    (54, 'function', 'changed_conferences', 'pgsummary.changed_conferences(bigint, text)', 'functions/30_internal/changed_conferences.sql', 'cfd1a480ce3bd5811e9feccc998df0443cb9937575821c087e1dd80a7dd44ec2', 'b2ae0a3fc6bbb96abd062ecff07228226fded1ede722d0e587e165d555e43a16'),
    (55, 'function', 'changed_connections', 'pgsummary.changed_connections(bigint)', 'functions/30_internal/changed_connections.sql', '8df6c529afca0d9465b34fcc3b8c5138ca295c53871c16f5dd69fba1ec23fad8', '7e69e74aec2a938a6b4f079cc29aea1b05083e2c5aa525229aeed6d1e4bd900d'),
    (56, 'function', 'changed_issues', 'pgsummary.changed_issues(bigint)', 'functions/30_internal/changed_issues.sql', '29624c4fa2b191a9cdb6ff24b0b6c88825a1271120c413812b6e6a1ec3e32edf', '7e69e74aec2a938a6b4f079cc29aea1b05083e2c5aa525229aeed6d1e4bd900d'),
    (57, 'function', 'changed_sessions', 'pgsummary.changed_sessions(bigint)', 'functions/30_internal/changed_sessions.sql', 'a66bf6747f89798312090de508adfc7ae405600a9456d0f1e87fc2b69d5b0fd4', '7e69e74aec2a938a6b4f079cc29aea1b05083e2c5aa525229aeed6d1e4bd900d'),
    (58, 'function', 'check_app_id', 'pgsummary.check_app_id(text, uuid)', 'functions/30_internal/check_app_id.sql', 'cf3f618d20eaf07f2cb66f7ab6c8c27716b232fc98991387488c8b4e26472f50', '6d8520fbc0bc9b35b72d927087f6a48019ee547d23233e7d0b8a8b03c0ea257d'),
    (59, 'function', 'check_choice', 'pgsummary.check_choice(text, text, text, text [])', 'functions/30_internal/check_choice.sql', '64703d9f60bc7d216f105c2423a372b3aee6adb886bee1df7088aa9f90032d31', '2b45299dd344f89d78d812b9deac7e871de1c676af4c82893a3077667cbf6db4'),
    (60, 'function', 'check_not_negative', 'pgsummary.check_not_negative(text, text, integer)', 'functions/30_internal/check_not_negative.sql', '1ae51c306a303d6f3f05af3b36746e6243ec666b17de3717aa4b34cdaf58e090', '6bb1c69b8a9a9228fb6a276e44ae1d2273799a5cfaa456f8e045ad24b8c37f9f'),
    (61, 'function', 'check_row_security', 'pgsummary.check_row_security(text)', 'functions/30_internal/check_row_security.sql', '10cc672a8b5b33ab89047b87c5cf1afad24e57f6d11521a1a4e9e80fd70b5a63', '722210d1a0b95101462278d0fc7dcaab044ec5f429580c477d179a5227908ef1'),
    (62, 'function', 'check_time_zone', 'pgsummary.check_time_zone(text, text)', 'functions/30_internal/check_time_zone.sql', 'e7536b79e2757919ca71aff2f55c66635e29dc3dc026f430286bfeefee67f87b', '50228a9a7bf51cf9a53f4ab000164bb463fc94e03232970633080f9dec309491'),
    (63, 'function', 'conference_counts', 'pgsummary.conference_counts(pgsummary.coverage, uuid, "char", text, text, text, text)', 'functions/30_internal/conference_counts.sql', '8940fdfd4ad786e1a2432c0bab77b250d763c6792b3a151f9dd44e9bfb8a887a', 'eacace24996a9d7734fbb399054a7e5cea5b25060e81d8c4b53f1496fa22c712'),
    (64, 'function', 'conference_delta', 'pgsummary.conference_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/conference_delta.sql', 'cc2e9486bcbdcbb2ec78d3964fa678e2f172d0c1655d1361a05a911a461e6628', '0aa8bf02adc80483ee1eafd906f0d9b4d254115c6bb7535e02ef61e721928fde'),
    (65, 'function', 'conference_edges', 'pgsummary.conference_edges(pgsummary.coverage)', 'functions/30_internal/conference_edges.sql', 'b468d7931568931967c0afeb4dcdd35b57412a37133fb25e470947481a8dcb09', 'cd9e82cf79f44f2ca4aea0d9651d9ce452d2ff6c5eb838c4edc7e65e27ff866d'),
    (66, 'function', 'conference_measures', 'pgsummary.conference_measures(pgsummary.conference_fact)', 'functions/30_internal/conference_measures.sql', 'f9b26d61f138321feddf8ec684d14acb5e613c70171565d301318d30d6d6f089', '18ea6b008e8c207398238a23ba215754aa47cbd1d65547e6be2c35945205758c'),
    (67, 'function', 'conference_page', 'pgsummary.conference_page(
    text, uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
)', 'functions/30_internal/conference_page.sql', '7e57ba7f05b4ac78e7d8964614595594d00768604a2e79b955934ffc07e6e916', '3dc4d9fb55e59f54388118e2138b0c5f90df85ef499f46084a7fe5f25927e231'),
    (68, 'function', 'connection_counts', 'pgsummary.connection_counts(pgsummary.coverage, uuid, "char", text, text, text, text)', 'functions/30_internal/connection_counts.sql', '0aedbfa0d98d43a6cca7d3d38d1dd23cfb9ec262b61a48770f8a441bbf333b5d', 'a8c27de3b30bd683dd41876fafdf7cccc436126abff0ac1ae4be0e894eaf9d71'),
    (69, 'function', 'connection_delta', 'pgsummary.connection_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/connection_delta.sql', 'b958ddc3d964955108f09708902b45469e45fb0619821c74cb73f9ce631607b0', 'd612c47769d7599efc04e3e4d43c419e8ef6322a9aa8ed8036c67edb758dda25'),
    (70, 'function', 'connection_edges', 'pgsummary.connection_edges(pgsummary.coverage)', 'functions/30_internal/connection_edges.sql', '7cb6f36e16f4fbd5bd84d790f2e0000e6a6ee7b0763dac302f99591f2507818f', '55b176b37dd3e39a0a7328c814c6afdd8786a69f4c6a69f34881ef48e74500d6'),
    (71, 'function', 'connection_measures', 'pgsummary.connection_measures(pgsummary.connection_fact)', 'functions/30_internal/connection_measures.sql', '1a7d5461edf7015887e72f3cb28235e6b7f82f365430a972563339bb33a6bec3', '9af33af8172903cf06fdbbdec6c5b505babed16d457feb1c11104453c0917adc'),
    (72, 'function', 'cover', 'pgsummary.cover(text, uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/30_internal/cover.sql', '94a7172e47913d7ea5940a0bf2300d827357ae3af9b9560853344a020beaf284', '82d48e2be007a7e83f223f5469c61e5eba3d4155ffe35aca1f411ef19bf8945b'),
    (73, 'function', 'duration_range', 'pgsummary.duration_range(integer)', 'functions/30_internal/duration_range.sql', '8bb9d0adfdb4352660823c7952e5ee6ba27cd2dbe781bcbb105a60db79e87477', '244c61a04d65cd6a33c44f7d31741fad875c950f8fb626b643b2b1ed37274c45'),
    (74, 'function', 'duration_ranges', 'pgsummary.duration_ranges()', 'functions/30_internal/duration_ranges.sql', 'b3c3985d8a7a687758a312f9310f739ff2db07f72e06603f903a5a14dfcec82b', 'be820ac85950ad840440b4b6ca30873e9cda16fa140209431c3fcf05985c2747'),
    (75, 'function', 'fact_matches', 'pgsummary.fact_matches(
    pgsummary.conference_fact, smallint, integer, integer, integer, float8, float8, integer
)', 'functions/30_internal/fact_matches.sql', '3b1c52ba0008aab79eee37a53a6818050212ab3d909c1181dffcc67502370dee', 'e9e03eb80ad5e4171a821815f4340519de7adb2e5968e26d27a8dd3002f5b565'),
    (76, 'function', 'filter_passes', 'pgsummary.filter_passes(text, text)', 'functions/30_internal/filter_passes.sql', '7ffddc270879a696fab870d762d2e1389a6d0daf6fa23e290b515d6e7c10bc5b', '43d05b03134a547abc5016fdf53be1e16748c577e3a8b05800e04ab3f9fc28fa'),
    (77, 'function', 'filter_term', 'pgsummary.filter_term(text)', 'functions/30_internal/filter_term.sql', '9769d7f3d3ec00066cd0298339aec6a59bbf8eeb7f7138c0741f92f97fe89838', '61d19c57653a43eccd3152705b4aa6898b622335ea39f433db38404869aa2363'),
    (78, 'function', 'iso', 'pgsummary.iso(timestamptz)', 'functions/30_internal/iso.sql', 'b9ffbfb5f62ac1bd398df725861a02b37f0c09a4ef6d4c66c862d730f16e4382', '5a5a815e4326ee1045b89fc421268421f1708907bc8c6c42bf5827ed24194766'),
    (79, 'function', 'issue_counts', 'pgsummary.issue_counts(pgsummary.coverage, uuid, "char", text, text, text, text)', 'functions/30_internal/issue_counts.sql', '48a1c8f22b02c02fe6310f72888c4e30791a39883f8a2c2118d4c68ca5d98cce', '67210ef20f91b517b69b25cee1b2647c5980b02a69ea5c144b97eece3c9a0e48'),
    (80, 'function', 'issue_delta', 'pgsummary.issue_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/issue_delta.sql', 'ddf82db7d960bfcd77d1cdc2e6e0f9da919d7b73fbb5f42f06ef67cfb8e5932b', '5c5276d294eaa90e60bb86695b9a17b4ddc0a211b3dbb29ba91eaa965cb809db'),
    (81, 'function', 'issue_edges', 'pgsummary.issue_edges(pgsummary.coverage)', 'functions/30_internal/issue_edges.sql', '5f652160fd0f2deb9755f9aca591320c8d907102b20af2cc3057486377f2b47e', '718bfb5cd1727396687056d67478b7d48554a8254f62f0d39e5de7e90226e6b0'),
    (82, 'function', 'issue_measures', 'pgsummary.issue_measures(pgsummary.issue_fact)', 'functions/30_internal/issue_measures.sql', 'c70557943a19f5ff6ac24c1731f26b054e68a7876be4dcbd8ec6d30ce6488ffa', 'e0e993c844a613e2792507f7f8fce75fc83c509a5931a18b3011e0d1a425b5f5'),
    (83, 'function', 'issue_title', 'pgsummary.issue_title(text)', 'functions/30_internal/issue_title.sql', 'aed15dbeea9b77cebc3f3a16b5043243fe3ba9613c67bc8fff103f7e29f020ff', '643733c2d3f756448e304ca3803a9f768830b749611caed7ebdf8bd5a3c4074f'),
    (84, 'function', 'local_start', 'pgsummary.local_start(date, text)', 'functions/30_internal/local_start.sql', '57ac39df77a2423e7322fead6ee70f6617ac5232e87108f1a63b5276911bf993', 'd3f95b6dc255b809d63c1601d678efbde5583e37abce8615d89cb18f73670b42'),
    (85, 'function', 'log_app_connection', 'pgsummary.log_app_connection()', 'functions/30_internal/log_app_connection.sql', '6934ea36975ed62d332085fb5bdd02c5da021367d9487f5d6e82d3510f927e40', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (86, 'function', 'log_app_issue', 'pgsummary.log_app_issue()', 'functions/30_internal/log_app_issue.sql', '2fd3b0618f44815cace582781e20f35e2f0894de04c0878c4bbbdbef89c48c5b', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (87, 'function', 'log_app_session', 'pgsummary.log_app_session()', 'functions/30_internal/log_app_session.sql', '45ba8dbb3f3cef5911bcc9c0d7f9ae48ea59ee80e9c655b50b96741b29015bc9', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (88, 'function', 'log_conference', 'pgsummary.log_conference()', 'functions/30_internal/log_conference.sql', 'f7bf5ea3a3f9ac813fe0925c6c4255fcdf110e0b9d567908e6e669e4554ac88f', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (89, 'function', 'log_participant', 'pgsummary.log_participant()', 'functions/30_internal/log_participant.sql', '43dcb6017f2902f72456c06db5459c8c8b1973281b7305205fb1686693667f3a', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (90, 'function', 'log_participant_conferences', 'pgsummary.log_participant_conferences()', 'functions/30_internal/log_participant_conferences.sql', 'ee41e3bd1de6770e9b0dfcaa825e274ee1f7ed4c32efe0e4b677042a7723a604', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (91, 'function', 'log_truncate', 'pgsummary.log_truncate()', 'functions/30_internal/log_truncate.sql', '77c8c74683803c4048595deed09b926511837e47829e732ec0c4a8619f9a784e', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (92, 'function', 'mark_everything', 'pgsummary.mark_everything()', 'functions/30_internal/mark_everything.sql', 'b665f16c2e651f5b2515d9a3cfef6070d28e605323a01ba5fac26535a4bd0b3b', '5df3568ab8343728d3c7160ca5650c9c2b89d9726655fb22325a529c798bf345'),
    (93, 'function', 'matching_facts', 'pgsummary.matching_facts(
    pgsummary.coverage, smallint, integer, integer, integer, float8, float8, integer
)', 'functions/30_internal/matching_facts.sql', '86a8c1c689178eb6deac5faa991d33fcef33b55f6bbbc53e7f4ab3467dc8cb33', 'e37bccb14349e7504a6c65d2a918c41f34783b262d54a57b8159905655409bfc'),
    (94, 'function', 'matching_live', 'pgsummary.matching_live(
    pgsummary.coverage, uuid [], uuid, smallint, text, integer, integer, float8, float8, integer, text, text, text,
    text
)', 'functions/30_internal/matching_live.sql', '1d21c7266b8ef61f7a4867a43862a306b759de65a472562080d6b1c1c4a6a83d', '4f0ebdf8eae692d1af0f5875b239eef37f7d20481550b5c404653b9e9bbb0c60'),
    (95, 'function', 'place_counts', 'pgsummary.place_counts(pgsummary.coverage, uuid, text, text, text, text)', 'functions/30_internal/place_counts.sql', '8e44d13a98ff79ab01aaa6273f69d4b83795d5208b2a26dbbcdf6b681138d1be', '94aeac5066073ac3b1173dad5ba9252db790274b2712560630bbd7b7ff38f0a9'),
    (96, 'function', 'profile_passes', 'pgsummary.profile_passes(text, text, text, text, text)', 'functions/30_internal/profile_passes.sql', '0a2ba40433e9825572ff2761eb33bc412a439d28b246bfd6d753a8233c20ac5b', 'dc45cbb9dc87d2aab7501b4921fa116c1067cbef3890dc83f9eb7e3aac20c745'),
    (97, 'function', 'quarter_of', 'pgsummary.quarter_of(timestamptz)', 'functions/30_internal/quarter_of.sql', '36f85b7de75fcd5fd9d39cf67b36e8d3e44d9be190223da343fdc6237c6d310a', '9f0235d97b3b754468bfde6dac169d50ee016fc435716c0060b31fbf04195f92'),
    (98, 'function', 'quarter_of_day', 'pgsummary.quarter_of_day(timestamptz)', 'functions/30_internal/quarter_of_day.sql', '1af90fca5be79072b1d89ef8943189daf3f2b97838c074f795591df1eb4b4577', '2dd6c4f718683038e0df25e7495abd9c95e4f62aa2b73e21dec79cd904fd86f6'),
    (99, 'function', 'rollup_counts', 'pgsummary.rollup_counts(pgsummary.coverage, "char", "char" [])', 'functions/30_internal/rollup_counts.sql', 'eb080a12b4c0031e03dc7d39cb0aaed162e15d80933ce36ab0cbe50a0b13634e', '1264816afb28b993b4b8323b4bec3524ed4469d6f75d1ba6c513c8f8a1d2318f'),
    (100, 'function', 'segment_measure', 'pgsummary.segment_measure("char", "char")', 'functions/30_internal/segment_measure.sql', '966569c333e6aec0f5c4c758ffdc29a15c3abe9e9453ccc389eea16f4e38eb22', 'ae5641c4dbb998129807bce2d30f982ff49f71a0d0201810651ab8a2860f0267'),
    (101, 'function', 'session_counts', 'pgsummary.session_counts(pgsummary.coverage, uuid, "char" [], text, text, text, text)', 'functions/30_internal/session_counts.sql', '36ae5c27e20fab7a324c6cdbf6090012cd01edc91fb8f2747c4c823cf8256e26', '8f0391ac7c988aa571d19e933d90cacc4017a6a7eeb2ecf2fd99580dd683828b'),
    (102, 'function', 'session_delta', 'pgsummary.session_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/session_delta.sql', '3b22f4983900a404bf6094461e636f0220d2c26ec7d5a94d3e883a0d5f54e9a9', 'df88823d116872a8d3acf1a74205639a8636b4444f3f9829138613a1f4555651'),
    (103, 'function', 'session_edges', 'pgsummary.session_edges(pgsummary.coverage)', 'functions/30_internal/session_edges.sql', '82afd617c4c90a61087ad036cac61eddf46c2ccb86618f98ab2a62a0407cf4b6', 'af72e65be467b43a24a7addd17c9d7dad2eb15989b0250d7af35f5adde707e47'),
    (104, 'function', 'session_measures', 'pgsummary.session_measures(pgsummary.session_fact)', 'functions/30_internal/session_measures.sql', '182e1eff55f524374ff7a24159b60de50b736b3d0bbe659ee21b55e56949019d', '41a24c5468471334e6f68b08a9bf02dbbdc1d9dd20433fcb610bc9c8b471a8e5'),
    (105, 'function', 'setup_ranges', 'pgsummary.setup_ranges()', 'functions/30_internal/setup_ranges.sql', 'd750371962c2b572e187cb7092f524610642194778f2fe3ab0778d2801935d3f', 'af184807b4cce875d472a01b1ec2a69fa56d187c494b1a4b7a99906780f0bd05'),
    (106, 'function', 'status_counts', 'pgsummary.status_counts(pgsummary.coverage, uuid, boolean, text, text, text, text)', 'functions/30_internal/status_counts.sql', '16d84d9549f89b73a8e9ffd0f01bf1a01defab580a789fdfc533a0890f1c0688', '12fedb3f7a554e002134d658c10311bd8d5211b9f1bdf658a53b1656ed2879b9'),
    (107, 'function', 'status_name', 'pgsummary.status_name(smallint)', 'functions/30_internal/status_name.sql', 'ae47fe2fcdb4ed6da09a42509cd09e0069ebeed7570f17ca0ea2e7eab04107ef', '7615398f3749ac26663946c254b4ddf73e0f766413ed32530cfb756b0f03bd0b'),
    (108, 'function', 'add_to_rollups', 'pgsummary.add_to_rollups(pgsummary.increment [])', 'functions/40_refresh/add_to_rollups.sql', 'bcfad149245c1acc8abf11a55fc54608c091069b707243f81434760897429fdc', 'c427631d461ccd2778fa48530ad2739b6daa42da5cce2dfb8df4bde12b87e327'),
    (109, 'function', 'add_to_segments', 'pgsummary.add_to_segments(pgsummary.increment [])', 'functions/40_refresh/add_to_segments.sql', 'bcca87b779dc9c2cdf9a7a762727c32f8d193df387a687be192ea17f3294b43e', 'c427631d461ccd2778fa48530ad2739b6daa42da5cce2dfb8df4bde12b87e327'),
    (110, 'function', 'appended', 'pgsummary.appended("char" [], integer [], integer [], "char" [], integer [], integer [])', 'functions/40_refresh/appended.sql', '34af57687326f32046ea492f2d0cf408f0edbad52ad77100af92fb85f10a2087', '8e2969a73dfa01bfda44f0984e7d15c742cc8fae1266eeb60d8fff0e5b1ddc21'),
    (111, 'function', 'fold_calls', 'pgsummary.fold_calls(uuid [])', 'functions/40_refresh/fold_calls.sql', '27882b5b0bac2c8de22f044cf2441585f0d5d34c13162967a08efdfb791ed6a1', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (112, 'function', 'fold_conferences', 'pgsummary.fold_conferences(uuid [])', 'functions/40_refresh/fold_conferences.sql', '879af64259e047b29391c6a75af0cbab14bea7f89f12f135780b6482599161d3', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (113, 'function', 'fold_connections', 'pgsummary.fold_connections(uuid [])', 'functions/40_refresh/fold_connections.sql', '6db9327a8c0ed77f41aeae0d1765067af500e53664b87e82b978308092795167', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (114, 'function', 'fold_issues', 'pgsummary.fold_issues(uuid [])', 'functions/40_refresh/fold_issues.sql', 'c7f98f3285fbdf9123a6ab8a3145bf2c62ad062918dcbf0976edac029f8ad5af', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (115, 'function', 'fold_sessions', 'pgsummary.fold_sessions(uuid [])', 'functions/40_refresh/fold_sessions.sql', '8a4223015ec0a1376204342c31ae426c081df250e9ebf5114f233ddde357cd30', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (116, 'function', 'increments_by_day', 'pgsummary.increments_by_day(pgsummary.increment [])', 'functions/40_refresh/increments_by_day.sql', '7b5736937ca877b61e37cf8d88cba83f28cef74ce8f1c7ea1a1c08b1e9fdbe4c', 'd921b232a87638b8c403b1e8fcc90668aebcc2c425ca115161b9b38fd9e96253'),
    (117, 'function', 'increments_by_quarter', 'pgsummary.increments_by_quarter(pgsummary.increment [])', 'functions/40_refresh/increments_by_quarter.sql', 'eb04c373a662cda9bf2e00278c52c671a70226b03993711287192dd0dd95419d', '1a4cc972c4967d117a35ed2c0ad2c7ad6090223642a5aa65a24ea3afca8909b2'),
    (118, 'function', 'increments_by_segment', 'pgsummary.increments_by_segment(pgsummary.increment [])', 'functions/40_refresh/increments_by_segment.sql', '953aea7ab7b0a15242871fe2a624222ab1fa545dd5c25c09a57bd94efac855dd', 'fe8f0e6e8e09e52241527711c7e7bcf539808e233219fc27d8ee14975c74a566'),
    (119, 'function', 'increments_of_day', 'pgsummary.increments_of_day(integer, date)', 'functions/40_refresh/increments_of_day.sql', 'cb4ba771bdf5e19da6950c40d8d4816f4fe3cf4925fab8569f602f6d1451db32', 'be3174428ca74c2b715d048bc2642a7f0d7e1ceaf2604e474af4aaaff009e00f'),
    (120, 'function', 'learn_apps', 'pgsummary.learn_apps(uuid [])', 'functions/40_refresh/learn_apps.sql', 'fecd7f1ff4e016186ae59cda88b130b0253b4f1be42270dfe99a6a554e052813', '2ec2ad3492ff67a01086fc2c7a4b61ce84aa7993b896f7b19e3fc1e7b483329b'),
    (121, 'function', 'learn_gum_errors', 'pgsummary.learn_gum_errors(text [])', 'functions/40_refresh/learn_gum_errors.sql', 'b1334a1d60ef2fb4cedc03e9b037513f038632b187719ee6bb8e3b4283bdc25c', '08d34e355e3dd9ea50bc6d8e08bec9af48e524e758e0ce64fd5775acd684fd08'),
    (122, 'function', 'learn_places', 'pgsummary.learn_places(pgsummary.session_reading [])', 'functions/40_refresh/learn_places.sql', 'dcd44dd15abfd9a3be9330b316a7f667e79331b0e8befb654fec483f6f9636aa', '50b84d4f39f18caeef2a94558b54b682c1d3c314226f7b5610743b88f16b9096'),
    (123, 'function', 'learn_profiles', 'pgsummary.learn_profiles(text [])', 'functions/40_refresh/learn_profiles.sql', '486d238044eb4a6d05b22a9060a61093d046108731ce463cc2754c1b8ee906ba', 'd53ffc710b36437fde5531d5061af0a05e25b544ace52d3ef9e61ba6cbd23fd5'),
    (124, 'function', 'learn_terms', 'pgsummary.learn_terms(text [])', 'functions/40_refresh/learn_terms.sql', '8923a673565c6159e90196953cb754726a62e072b08937e8e999d900e7bdf4ed', '6722effc0b7f42782d27cd9b1c339f9a50f3ad672ceeff4c740295e950602abf'),
    (125, 'function', 'measures_of', 'pgsummary.measures_of("char", "char", integer, integer [])', 'functions/40_refresh/measures_of.sql', '050c522be5492864eb984672d307db6a0498170d45a9e99aca65a0e2297906e9', '5db230e37769640ee8ab4bc1940ca64afba475a52b2b509ca5eb02c7c7fdf008'),
    (126, 'function', 'misfits', 'pgsummary.misfits()', 'functions/40_refresh/misfits.sql', 'a04d4479fd32639fbac6c4ee3ac53d43e2f37cf0b68436ce7dc2b26cb9b8ccad', 'd3724f21cb91ed2a3d7d5eaf8a7c75cd2a801aa03660e87d48a9a33772f889f1'),
    (127, 'function', 'place_hash', 'pgsummary.place_hash(text, text, float8, float8)', 'functions/40_refresh/place_hash.sql', '9e2ccc83e6cfc250a1c3c825eb72cb4364a7bfed14f75123182698c9aeb6a1e5', '7e2ff36eb0bf29ff685b0419ec23f2106aba8e3f480080ee311b292fee8ecee5'),
    (128, 'function', 'refresh', 'pgsummary.refresh(integer)', 'functions/40_refresh/refresh.sql', '214210971164d6f2c5dfddd53f92f85fd639af41d1b71bf034cd11f679d08e62', '0a1b45c0ae9849d7e53f69130536889bab275bd04ae5c66e9322c67741e3bac7'),
    (129, 'function', 'refresh_views', 'pgsummary.refresh_views(interval)', 'functions/40_refresh/refresh_views.sql', '3976130dce42e76b8ef04d29fd494013e8446a3bb0899d7420796cc8ccd504f0', 'c63219aee91acfd9f2841452c4a1a3ca3714dfbc9819948a6d8a8189f839e7be'),
    (130, 'function', 'repair', 'pgsummary.repair(uuid)', 'functions/40_refresh/repair.sql', '5fcf4dd133d36506962a833473cc0fbd9f36ce928381a261bce0e55d2b0518c2', '6fa336a05324b409d2ca37f943f5139f2295c17a1f05d9d6271a2478fe275a78'),
    (131, 'function', 'segment_day', 'pgsummary.segment_day()', 'functions/40_refresh/segment_day.sql', 'c8a7e4713e7920ebcc329ea452c17d0127372d7356a4f59cb486ca9f1e0bc487', '9993d02a12a4112dfab1fe3339ee60674fc576c6f7aa5fd063da1dac742ea94a'),
    (132, 'function', 'spread_everything', 'pgsummary.spread_everything()', 'functions/40_refresh/spread_everything.sql', '511f0b90978b6adfe9166ab7c6ee2ac6bbf6bedbd83681868e73f39e1a0e45a7', '5df3568ab8343728d3c7160ca5650c9c2b89d9726655fb22325a529c798bf345'),
    (133, 'function', 'term_id', 'pgsummary.term_id(text)', 'functions/40_refresh/term_id.sql', '979d5644c5563b7044a9c9ebe7123a92e94cdc50a41f6a86069c9f60fbe4d8c0', 'b3bbca98aff51149bd94e73d9dec19d228a0bf38add98f7f85fcae330f13da21'),
    (134, 'function', 'verify', 'pgsummary.verify(uuid)', 'functions/40_refresh/verify.sql', 'eb0c93eb03003a9eb9543cbcb8e15959b0e7f314ca3fd3aba5145b5d221db1e4', 'a439ecfe62271e9b766edf83bc64ceec5a6c4f8b9c10f139db6dd68c106afb9c'),
    (135, 'trigger', 'pgsummary_log_row', 'public.app_connection', 'triggers/45_app_connection.sql', 'dab1b4f27232346fed448412bf6466f3732a96bff33da86da80849834f497e68', ''),
    (136, 'trigger', 'pgsummary_log_truncate', 'public.app_connection', 'triggers/45_app_connection.sql', 'efc75b6de4b9c476419902768e8882ccb8799c5b307e6932fd65b41f0db4c20d', ''),
    (137, 'trigger', 'pgsummary_log_row', 'public.app_issue', 'triggers/45_app_issue.sql', '04f3272426696381c14d2e1054b386f8afc51ad228f594fb0cbf17014e9d378e', ''),
    (138, 'trigger', 'pgsummary_log_truncate', 'public.app_issue', 'triggers/45_app_issue.sql', 'e2b14b6a784b02022314a284600e27a145d3ac02054cceaf753fabbdc3ec3c3c', ''),
    (139, 'trigger', 'pgsummary_log_row', 'public.app_session', 'triggers/45_app_session.sql', 'a2e008a8e586c350904ac67ada3643c310039b3317a462f6d2328c3b59934e87', ''),
    (140, 'trigger', 'pgsummary_log_truncate', 'public.app_session', 'triggers/45_app_session.sql', 'ef8f1e3d26cf6f0eaa6acef662f06c6cde214bca511d3177dc296bdae7f694ea', ''),
    (141, 'trigger', 'pgsummary_log_row', 'public.conference', 'triggers/45_conference.sql', '79799a883142ecc81dfacccbfd9b605ab5fae5247c46aa8efbff524540404396', ''),
    (142, 'trigger', 'pgsummary_log_truncate', 'public.conference', 'triggers/45_conference.sql', '4eefd2c148fa0ee17b8c8ad74cb1919fda72615742dc4257e0a61c335a0fea13', ''),
    (143, 'trigger', 'pgsummary_log_row', 'public.participant', 'triggers/45_participant.sql', '740bb55ae20b67d65aacb7f05a0933b649d04117dffd2e0e731e56393183276f', ''),
    (144, 'trigger', 'pgsummary_log_truncate', 'public.participant', 'triggers/45_participant.sql', '6b98ee1a99d2bd7a473e1e10cd8486e822f80576a14b875aaa5ec479761c870d', ''),
    (145, 'trigger', 'pgsummary_log_row', 'public.participant_conferences', 'triggers/45_participant_conferences.sql', '6a4346b7927638e029b5b677fed6d36d348e2576cb841c44f7892f215dfd6519', ''),
    (146, 'trigger', 'pgsummary_log_truncate', 'public.participant_conferences', 'triggers/45_participant_conferences.sql', 'ce7ec8e09ca6edf79a8273a067d424ec3d3c0ad7abc8e53979328005118028da', ''),
    (147, 'function', 'conference_duration_summary', 'public.conference_duration_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/conference_duration_summary.sql', 'a453d6b8c4d69cfa8e8862272d381052b92336205123caaa90d34bbebda21354', 'a96eb5ff3ae05c3f8ad35841e053ffb005e920c62e8ccb8f1203804b55093f6a'),
    (148, 'function', 'conference_duration_summary_json', 'public.conference_duration_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/conference_duration_summary_json.sql', 'cffec6370012f0cb81aa7830df0cde1f6fa18e88d9a44b8a1d0ffeb87565975b', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (149, 'function', 'conference_filter_options', 'public.conference_filter_options(uuid, timestamptz, timestamptz)', 'functions/50_api/conference_filter_options.sql', '1605bab28decf1cba36194f80223c73af34c105d0c5c3976f40266aca1b5b456', '13df40dbba78f485b66bc7d2895af40222dc29f40d07ea8f4417a6940a024584'),
    (150, 'function', 'conference_filter_options_json', 'public.conference_filter_options_json(uuid, timestamptz, timestamptz)', 'functions/50_api/conference_filter_options_json.sql', '5b40f547cd3f16805feb92cf9247df52afb5c1b4ef41454b8b73c413223b080c', '67e085471b1d641ec461d5759c5d37d73dbbbf503edb12227905ae6992b9990a'),
    (151, 'function', 'conference_list', 'public.conference_list(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
)', 'functions/50_api/conference_list.sql', 'd5f2a0fe584884514e70cd86f0d8eecc8b0d392d80365916962aaf5ec9c372bd', '1992d1a444215f9c31ebeffb2e0cd15094dd28e7459f3a931d8a6a84f88fbf16'),
    (152, 'function', 'conference_list_json', 'public.conference_list_json(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
)', 'functions/50_api/conference_list_json.sql', 'e2d14902358e435bacb7a1b2ee3c5949153bf11491d87889d1c2d1f7f133f849', 'cced81cc8016eb8de3f398bdf04822552b69ad2a886594a73befaefbe70e72db'),
    (153, 'function', 'conference_participant_count_summary', 'public.conference_participant_count_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
)', 'functions/50_api/conference_participant_count_summary.sql', '5cac9aaa84723f099ee9e8ac5588ae5e66b7603b942defc1e7daab49ee90d4cd', '258081084ae15f4bc18f1c37fe684f03cb5dbdaf86dba887c1f6de3dcd0d2cbe'),
    (154, 'function', 'conference_participant_count_summary_json', 'public.conference_participant_count_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
)', 'functions/50_api/conference_participant_count_summary_json.sql', 'ecbafc67e6de6d7ad5d3bfa6eac7098ee71fc1d0a7598dc0461a1a17a5ce16a6', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (155, 'function', 'conference_summary', 'public.conference_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
)', 'functions/50_api/conference_summary.sql', 'b77dd666b4f7f88be69d5c75dcac145a0582b1a58915b01c99dcc03728f0f460', '0c9066e38c60b1204f014cad9ebd0ae3826005a75d7a67111e42c980f526d7a1'),
    (156, 'function', 'conference_summary_json', 'public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
)', 'functions/50_api/conference_summary_json.sql', '88c1a6a2a8310476c76d4125e6172f652296ce55ba483ac5b2726cdfe1d58198', 'c73f56cb0727a11941714f3b5242ee5aec723cd7d0ba929df30dc547abbec78f'),
    (157, 'function', 'connection_setup_time_summary', 'public.connection_setup_time_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/connection_setup_time_summary.sql', 'b15e5cb2dc1013820d947b50dede4d25beea16be1fce670fb0c3daa2def1fad5', 'acc59af412f1b73a812082110e2429ba3abc5fb52245270182a48419296b068f'),
    (158, 'function', 'connection_setup_time_summary_json', 'public.connection_setup_time_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/connection_setup_time_summary_json.sql', '6b4cecd3488924c89cbc6c29cf4e450454730a0fb1b685e29200e08ed71ccf0c', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (159, 'function', 'connection_summary', 'public.connection_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/connection_summary.sql', '055e35c8c45ccb4772f5df9af3ad96c48e43009387d06c1459061253970c3f1f', '53d6dd9999b77bcc609cb328f3f9dfec10dcb4fa9c1bee145192218fd906cddc'),
    (160, 'function', 'connection_summary_json', 'public.connection_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/connection_summary_json.sql', '44bd0a3e0cd55eb8d609628e96300d1dd1e2165a4123273b469a8a01b0187ea4', '651254291336c623350e56576e0947f188fd1e6c25fe6576665eac95565e2e76'),
    (161, 'function', 'dashboard_summary', 'public.dashboard_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/dashboard_summary.sql', '6d77e1bff7121d1fb8bcada0ee7b7b7c7c87355d18284bc672844024dc4d9793', 'c88d9d619d5046cf8eb73579baeefe8afe95b5ecf0a0fa2447a3abfe71b22fbc'),
    (162, 'function', 'dashboard_summary_json', 'public.dashboard_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/dashboard_summary_json.sql', '50123694df96bda15111db0f1f1435b9e5a35fa6fb4419e21debe4e027e22946', 'c88d9d619d5046cf8eb73579baeefe8afe95b5ecf0a0fa2447a3abfe71b22fbc'),
    (163, 'function', 'issue_gum_summary', 'public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/issue_gum_summary.sql', '16c48206246937d346a04ef7a5171eeb732a1c846ae989c359d9fb8c529459f6', '52244e178b9b3b3e60b750abdb20d6aba5dd07538b298601efe459fcbdc1a1ae'),
    (164, 'function', 'issue_gum_summary_json', 'public.issue_gum_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/issue_gum_summary_json.sql', '422ee7a8f39430a2df442c21015f2c504721bbb4dc56135e26a98f06eb45643d', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (165, 'function', 'issue_summary', 'public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/issue_summary.sql', '0876a48e24638f3b94e92e66ff59c2baf0838d14b559ca235a06399589a0f857', '62fa5b4ed638c916ef03cc0c895c91b7135234f9d7134fddd7ff78cce0490bc3'),
    (166, 'function', 'issue_summary_json', 'public.issue_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/issue_summary_json.sql', '4410a8c173fd66bd326213eb8823d3ec44b5551da3c93377d83e445c92867188', '48cd1b2e234395b40ba070f36c03b5a1ffd081d212b43bfb9880a0c9537c3448'),
    (167, 'function', 'pg_summary_apps', 'public.pg_summary_apps()', 'functions/50_api/pg_summary_apps.sql', '095d62296d5392816d33207299fde3967e9895f3341bc23b81f425a6d78a96d3', 'f86734bf2cead144957f7eb6ac519fba5add188631c98f3a5f0bc539b959daa1'),
    (168, 'function', 'pg_summary_health', 'public.pg_summary_health()', 'functions/50_api/pg_summary_health.sql', 'cea33b2ff0276cfdfeb2b81bd519049bf86ba669f1b98aeba160f3a7820c1793', 'f86734bf2cead144957f7eb6ac519fba5add188631c98f3a5f0bc539b959daa1'),
    (169, 'function', 'session_geo_summary', 'public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/session_geo_summary.sql', '278040ccd5006c9e3ecfbbd3622966587fd230b14b06984a659ef7f42d2291ff', '3770c2045afd2bfc792e0c96cbf30abd4b588c3337771e13b1acea23a3aed2fd'),
    (170, 'function', 'session_geo_summary_json', 'public.session_geo_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/session_geo_summary_json.sql', 'd7f97ca67693594385dabe6d10ac20bcc9a00ade197c164bd3de3dd515778b55', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (171, 'function', 'session_summary', 'public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/session_summary.sql', '62e8e7ad6fce9738f7192ab455bfb1c452f443147f4d6b8cfaa4b99e714591ff', '3978d668251410fc15ff07551157d5be8f39031d55b4d0b753804d8afeb9500a'),
    (172, 'function', 'session_summary_json', 'public.session_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/session_summary_json.sql', '619cdbe44da0f5e533aaec383429fc588c2717ead18a0a24299efe0dbd6a978f', 'a4308e108e2a99799c6ef6887b26690b9d4f223056d1a19ceaa69d404ac627d7'),
    (173, 'materialized view', 'conference_daily', 'pgsummary.conference_daily', 'views/60_conference_daily.sql', '63eb1d3acc92e1d100658273f1ba3b5da159ee81249e2b72e4f1614e77da0b6a', ''),
    (174, 'index', 'conference_daily_key', 'pgsummary.conference_daily_key', 'views/60_conference_daily.sql', '2d83509504dd407eda0aab484c3a5e2187b8726dff982d6d5f0b848d2d188bc6', ''),
    (175, 'materialized view', 'connection_daily', 'pgsummary.connection_daily', 'views/60_connection_daily.sql', '897ba72d37e045309f5b923d31f88733f9a151a0db7cadd365c400cb2f708ff8', ''),
    (176, 'index', 'connection_daily_key', 'pgsummary.connection_daily_key', 'views/60_connection_daily.sql', '403514803b5a1b2d445297c2811a101d40c926e37b6836912a9b45144c0aef3f', ''),
    (177, 'materialized view', 'issue_daily', 'pgsummary.issue_daily', 'views/60_issue_daily.sql', 'd7d7cd2f9926db483a43c5477215da9e8e16ba3fef66a343098d649d595c946d', ''),
    (178, 'index', 'issue_daily_key', 'pgsummary.issue_daily_key', 'views/60_issue_daily.sql', '087dbed1ea1fe28a8f25f5f551c722ee5910a8e0da340e21d80dae54af12af55', ''),
    (179, 'materialized view', 'session_daily', 'pgsummary.session_daily', 'views/60_session_daily.sql', 'dc5f9f3db0cb3294dd2e88e4fe652370fb05599fff114368fb7b291824eedeb7', ''),
    (180, 'index', 'session_daily_key', 'pgsummary.session_daily_key', 'views/60_session_daily.sql', 'd0c2cc08805c707f4967a8e87e75421b137f74b08c3042b0ac58192c51d65643', ''),
    (181, 'view', 'size', 'pgsummary.size', 'views/70_size.sql', 'a0a7eab3b0c0df69ea67f430f0aaa19037578d44829ae25350841c32817bb2c7', ''),
    (182, 'view', 'status', 'pgsummary.status', 'views/70_status.sql', 'e7e0bbd616bb7e11ef23ff87867be900ba547e70a5c6b87f2bfceeacfcb41f72', '')
) as v (position, kind, object, reference, file, source_hash, declaration)
join (select d.kind, d.oid, d.object, d.name, md5(d.definition) as definition_hash
from (
    select
        'schema' as kind, n.oid, n.nspname::text as object, quote_ident(n.nspname) as name,
        '' as definition
    from pg_namespace n
    union all
    select
        case c.relkind
            when 'r' then 'table' when 'c' then 'type' when 'v' then 'view' else 'materialized view'
        end,
        c.oid, c.relname, format('%I.%I', n.nspname, c.relname),
        case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) else concat_ws(
            E'\n',
            (
                select string_agg(
                    concat_ws(
                        ' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                        pg_get_expr(e.adbin, e.adrelid)
                    ), E'\n' order by a.attname
                )
                from pg_attribute a
                left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            ),
            (
                select string_agg(pg_get_constraintdef(k.oid), E'\n' order by k.conname)
                from pg_constraint k
                where k.conrelid = c.oid and k.contype <> 'n'
            )
        ) end
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pgsummary' and c.relkind in ('r', 'c', 'v', 'm')
    union all
    select
        'index', i.indexrelid, c.relname, format('%I.%I', n.nspname, c.relname),
        pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('pgsummary', (select s.source_schema from pgsummary.state s))
    union all
    select
        'function', p.oid, p.proname,
        format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)),
        pg_get_functiondef(p.oid)
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.prokind = 'f'
        and n.nspname in ('pgsummary', (select s.api_schema from pgsummary.state s))
        and not exists (
            select from pg_depend e
            where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e'
        )
    union all
    select
        'trigger', t.tgrelid, t.tgname, format('%I on %I.%I', t.tgname, n.nspname, c.relname),
        pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and p.pronamespace = to_regnamespace('pgsummary')
) d) c
on c.kind = v.kind and c.object = v.object and c.oid = case v.kind
    when 'schema' then to_regnamespace(v.reference)::oid
    when 'function' then to_regprocedure(v.reference)::oid
    else to_regclass(v.reference)::oid
end;
commit;
set statement_timeout = 0;
set lock_timeout = 60000;
create index concurrently pgsummary_conference_app_created_at on public.conference (app_id, created_at desc);
create index concurrently pgsummary_issue_conference_type on public.app_issue (conference_id, type);
reset lock_timeout;
reset statement_timeout;
begin isolation level read committed read write;
set local search_path = pg_catalog, pg_temp;
set local standard_conforming_strings = on;
set local check_function_bodies = off;
set local client_min_messages = warning;
set local statement_timeout = 0;
set local lock_timeout = 150;
do $install$
begin
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.install')) then
        raise exception 'install: another session installs or uninstalls pg-summary'
        using errcode = 'SM002', hint = 'Run this again when it has finished.';
    end if;
end
$install$;
delete from pgsummary.installed_object where file <> '';
insert into pgsummary.installed_object
    (position, kind, object, name, file, source_hash, declaration, definition_hash)
select
    v.position, v.kind, v.object, c.name, v.file, v.source_hash, v.declaration, c.definition_hash
from (values
    (2, 'index', 'pgsummary_conference_app_created_at', 'public.pgsummary_conference_app_created_at', 'indexes/05_base_conference_created_at.sql', '42cb551df4c977445d8f4e02712b55418c1d066ef5823e2dddaf5b31f2e06448', ''),
    (3, 'index', 'pgsummary_issue_conference_type', 'public.pgsummary_issue_conference_type', 'indexes/05_base_issue_conference_type.sql', '5879e8339ff9c5c90f1cfc3b41447745f609a4b64cd98360dd035ab6b4658967', ''),
    (4, 'schema', 'pgsummary', 'pgsummary', 'tables/10_schema.sql', '1e0458b20b5027708fde1a2b1c8943908cf20ca9e3593b03005f41cf9c73a123', ''),
    (5, 'table', 'state', 'pgsummary.state', 'tables/10_schema.sql', 'ce38c59b00d2c10c582c06b64283b2d54b7f18f0a9b7e98ae2e7b8bf9e48a777', ''),
    (6, 'table', 'migration', 'pgsummary.migration', 'tables/10_schema.sql', 'c7e4202a65568bd4dc0d25f6556e973d869eb4072d61f207dc661c4fd5e092b4', ''),
    (7, 'table', 'installed_object', 'pgsummary.installed_object', 'tables/10_schema.sql', '6d351d27d63008015a50e6c1a7ede9086454d8798219782aa5aaae38b8a3b2cb', ''),
    (8, 'table', 'change_log', 'pgsummary.change_log', 'tables/10_change_log.sql', '1145d9f4f78462c0202516dc191b5bcb36fe4aa3753ecb16ebd262460d044a3a', ''),
    (9, 'table', 'app_key', 'pgsummary.app_key', 'tables/10_dictionaries.sql', 'cdeb39f5ff3781b70e7057234d10c2d8d246eaa4124792a6ed0d7b2f8cfd45a1', ''),
    (10, 'table', 'term', 'pgsummary.term', 'tables/10_dictionaries.sql', '1430da367c3611678eca6918a2d36e5314934e2689ff1ad39e88cb32bed2a54c', ''),
    (11, 'table', 'segment', 'pgsummary.segment', 'tables/10_dictionaries.sql', '13abd337a27966e8e851b87f7594ff6e1e43cb3700672a9ae7593f49de4c1a5a', ''),
    (12, 'table', 'profile', 'pgsummary.profile', 'tables/10_dictionaries.sql', '5635147616f3c6ca432ef1169d0856cb0315f3c9fd2e70ebfe2c41265ce1aaf8', ''),
    (13, 'table', 'place', 'pgsummary.place', 'tables/10_dictionaries.sql', '582d8c2017699ab0ac14dd3077d222890536d7ad175dfdddee7f920464097091', ''),
    (14, 'table', 'gum_error', 'pgsummary.gum_error', 'tables/10_dictionaries.sql', 'bdf07d8947f6ced0195f1de2fa772e902695ec54843f0f340d90ddf05d1cffda', ''),
    (15, 'table', 'conference_fact', 'pgsummary.conference_fact', 'tables/10_facts.sql', '739d05f0bb8a085822d1b1bbfa9cc27a7a9b9482682b738a1a4abd27ee1d2004', ''),
    (16, 'table', 'session_fact', 'pgsummary.session_fact', 'tables/10_facts.sql', '4d95ec573647ec40fbf1c2471b8ceafac6a09ede5ab0a4a4735a260f8b31bfe4', ''),
    (17, 'table', 'connection_fact', 'pgsummary.connection_fact', 'tables/10_facts.sql', 'b343d18637940e20993503a41a0111cc13c2a122faaf4dda9f7066b9087a3c84', ''),
    (18, 'table', 'issue_fact', 'pgsummary.issue_fact', 'tables/10_facts.sql', 'd0688d8a31bd629e6d7a9cd667af90ec39406377d86b89a83d8f5379a53c93b6', ''),
    (19, 'type', 'conference_reading', 'pgsummary.conference_reading', 'tables/10_facts.sql', '8cea3355d47310d87ce864433ea3a1ba5ae6d5f07f4fea754de1c4b781c4b6c1', ''),
    (20, 'type', 'session_reading', 'pgsummary.session_reading', 'tables/10_facts.sql', '37496f3dba8dda9cc7b3615862fd567b5f7f79b99178b1b88fec4ee6932f5242', ''),
    (21, 'type', 'connection_reading', 'pgsummary.connection_reading', 'tables/10_facts.sql', '6f5418df9c9235a54d32b3d5ef33687602a0362c28fbfc96799173704fd34192', ''),
    (22, 'type', 'issue_reading', 'pgsummary.issue_reading', 'tables/10_facts.sql', '644be05105d4e6b642b9e4412e9974c9994e8241afe07dd13bafd1d0b4f4e73e', ''),
    (23, 'type', 'listed_conference', 'pgsummary.listed_conference', 'tables/10_facts.sql', '80f197e1a236123fae2a2cecc04ee38c33f7d37c7580768850b9dd71902f1aca', ''),
    (24, 'table', 'rollup_day', 'pgsummary.rollup_day', 'tables/10_rollups.sql', '9a3001954e4dc4078e7374065ce25379775fa710a35a278411bcfbf0f95459ce', ''),
    (25, 'table', 'rollup_quarter', 'pgsummary.rollup_quarter', 'tables/10_rollups.sql', '360522d0eb2b53fd36c212977ea8517f4035db3914c7f4f73f9e2721f3f976ba', ''),
    (26, 'table', 'rollup_segment', 'pgsummary.rollup_segment', 'tables/10_rollups.sql', 'cdf05a213718ba9f13b179c7995380314c057af74d3b4746a4b83729fec3011b', ''),
    (27, 'table', 'segmented_day', 'pgsummary.segmented_day', 'tables/10_rollups.sql', 'c08f9af425d0c3d1c50ee9672a4fb955eefb5bb1f092c80d05abd810c48b8cae', ''),
    (28, 'type', 'increment', 'pgsummary.increment', 'tables/10_rollups.sql', 'd82c9dd825d89f8b7f53fde9e3b0a4a0fc44d42ed214361ba275dea8bf52a057', ''),
    (29, 'type', 'coverage', 'pgsummary.coverage', 'tables/10_rollups.sql', '0f99aaddde1110035719b6e9a0db52c3c7d59110d43a1b96f3a7c771c2c8a43d', ''),
    (30, 'table', 'time_zone', 'pgsummary.time_zone', 'tables/10_time_zone.sql', '05c02bba3228e17119968870463c591b897f44cbac9c996633f78f85e085f645', ''),
    (31, 'function', 'coordinate', 'pgsummary.coordinate(jsonb)', 'functions/20_live/coordinate.sql', 'b7c1b2ef354fc6b9b02e4d9fc446d15b24c2e013724c9935c0710ddf8c132cd7', '2f93be5c04beb14c3d33cb1d91486bcc402f9f3327a7dcbeab5c621b2d8b5364'),
    (32, 'function', 'gum_error_key', 'pgsummary.gum_error_key(text, jsonb)', 'functions/20_live/gum_error_key.sql', '6d24c0a3af13ac01e62e055d40159e6a10c5b820a41cc23c70eebdb27d9c944b', 'e7ed0539c52f0b5a9930bdd6aa869bfd0d42293cd97001a8c2594dc5d946c755'),
    (33, 'function', 'is_on_map', 'pgsummary.is_on_map(text, float8, float8)', 'functions/20_live/is_on_map.sql', '05d0e25008397943f7174bd42a5e8756190284ad79fe1d1eda8c793dfed88c0d', '6671dac779519799ab6b5a7d8295b918589d0ca4443010d7297f8adc11ac3faf'),
    (34, 'function', 'json_text', 'pgsummary.json_text(jsonb, text [])', 'functions/20_live/json_text.sql', '09309da7a21a3d69c5b1632ebb7c4e8a928fcd9d200f375ee04196edb683eca7', '9237107d92ac175ef022f01b02dba7b46922946566c133e65981638c9a48fd1a'),
    (35, 'function', 'live_conferences', 'pgsummary.live_conferences(uuid [])', 'functions/20_live/live_conferences.sql', 'cb2031be14d4e6a48a9f317424d6955beffb86f09577d781338ccba5403c2199', '6b0125c09c0b18da0579e812b3f6efe35f941fb6b9a081faa8993055df36442d'),
    (36, 'function', 'live_connections', 'pgsummary.live_connections(uuid [])', 'functions/20_live/live_connections.sql', '10dc824ce532ba2f11c1cf8f0e0a745f8d3d0129468fb0b1b2dd25825d74c993', 'dda6bde731173aaeb6d7900d4d06d6575f7dfc59c76f21f2d7bbc3e0546bc853'),
    (37, 'function', 'live_issues', 'pgsummary.live_issues(uuid [])', 'functions/20_live/live_issues.sql', '0518879426386f19e1589882af64279a19cb46e7f21871225494ce0cb2acdb60', '6ed804170a240b58f61e14103183943a517d20bc3500a37653760e0f1b23c1a0'),
    (38, 'function', 'live_sessions', 'pgsummary.live_sessions(uuid [])', 'functions/20_live/live_sessions.sql', 'b9a7c0057bbc1eb94b0fe3dcdfd02f5e4307f9222daa984de84e4f7ca86a57f3', '2095c50fc3a85f579143eb05e31229fc9203f4220d47e25bb61b4ebea05ab3cc'),
    (39, 'function', 'negotiation_time', 'pgsummary.negotiation_time(text)', 'functions/20_live/negotiation_time.sql', 'adbd1ca362b18163ef5a1b3babc9c12bfadb0be23f9f82421850594584adab01', '494e73cfebe1949ec664170ad40d6299a3eb7ac1a85cf1cf3c60dc45a61b2933'),
    (40, 'function', 'odd_coordinate', 'pgsummary.odd_coordinate(jsonb)', 'functions/20_live/odd_coordinate.sql', '9d043f87c25ed09072c0b2cf2c89df250a794933af3443c9bc70c6e014e021e1', '2f93be5c04beb14c3d33cb1d91486bcc402f9f3327a7dcbeab5c621b2d8b5364'),
    (41, 'function', 'profile_key', 'pgsummary.profile_key(jsonb, jsonb, text)', 'functions/20_live/profile_key.sql', 'd7175281cad8b40cc09c5599d9e7b4ace9229f055a780dce22ea204def04d782', '9c80f50ade40a0a17f33a88f08d5e8911b400ba528956da615eac856aa0a03a0'),
    (42, 'function', 'setup_ms', 'pgsummary.setup_ms(jsonb)', 'functions/20_live/setup_ms.sql', '873305f2d5223ff146cd52207988d5749f42338edca7fcad574d8dbae0f9bd90', '866ed5a52efe5adc4f6ed259f41d5f5008f0cf1975f2ec6ba813d9fb33321dfc'),
    (43, 'function', 'setup_range', 'pgsummary.setup_range(float8)', 'functions/20_live/setup_range.sql', '1a88d1f3d141e42ca6e1e5cacf1e3cc4eb6790565da8cc5c387fcae433b5ec5f', '3485d672e0e416cdfbe86b6361dfed348e84cb5184eb60513dd27e8c6a9d7d74'),
    (44, 'index', 'change_log_everything', 'pgsummary.change_log_everything', 'indexes/25_change_log.sql', 'dfd04d727c70e67ae0a262a604e7243c98ee5e826d6e48f5960fd97fd99dc62e', ''),
    (45, 'index', 'conference_fact_app_created_at', 'pgsummary.conference_fact_app_created_at', 'indexes/25_facts.sql', '10d643db819f34a3c7f07791099f252216ecec835e728f3763008423084ad615', ''),
    (46, 'index', 'conference_fact_profiles', 'pgsummary.conference_fact_profiles', 'indexes/25_facts.sql', '2b0f12df5659397a1ac4616490a928ea3251faedeae413bd2b22beffa0d463bc', ''),
    (47, 'index', 'session_fact_app_created_at', 'pgsummary.session_fact_app_created_at', 'indexes/25_facts.sql', '7a93420da0559fe21e63f79d821ea539f2b03df4df913ca2dd5066bebc88e213', ''),
    (48, 'index', 'connection_fact_app_created_at', 'pgsummary.connection_fact_app_created_at', 'indexes/25_facts.sql', 'fada647dd5b30e17bacfa27c0a0ea50cc05d8b99cdbd884d3b24f73cdc534688', ''),
    (49, 'index', 'issue_fact_app_created_at', 'pgsummary.issue_fact_app_created_at', 'indexes/25_facts.sql', '25b554ec4fba9002f26b5fc1be6391b601f4be1f11b6d253fb7d78971ab6f44b', ''),
    (50, 'function', 'any_selected', 'pgsummary.any_selected(integer [], bit varying)', 'functions/30_internal/any_selected.sql', 'ff4191a8e523071b8d3af3176f84493d82755647302f99af67a1dcaa703ba277', '4fb77c5a447efeb0199589b7b4391db403860a85ae61bd88ab3643ec7801a619'),
    (51, 'function', 'any_selected_of_many', 'pgsummary.any_selected_of_many(integer [], bit varying)', 'functions/30_internal/any_selected_of_many.sql', '14a2ebc76f9c0b43f58956446195ed637edd4392a08a6f18185c37167feee494', '4fb77c5a447efeb0199589b7b4391db403860a85ae61bd88ab3643ec7801a619'),
    (52, 'function', 'any_within', 'pgsummary.any_within(float8 [], float8, float8)', 'functions/30_internal/any_within.sql', '4b625d6d4aab0c8ce53ff321daf92d00f598986e25d7561a3484019737823d69', '2dd931b49a0eaeb15a9d4c75cdb1edd624c98e2752e6d75189219ff2b702b617'),
    (53, 'function', 'buckets', 'pgsummary.buckets(text, text, timestamptz, timestamptz)', 'functions/30_internal/buckets.sql', '3fa237701208e30812300a28f1783fb75482073823bd6740f081801bc09599dc', '39ae986ad898d19f0a1cdb71a21a14bef0ce6e8a1139c9c7d776f9574290706e'),
    (54, 'function', 'changed_conferences', 'pgsummary.changed_conferences(bigint, text)', 'functions/30_internal/changed_conferences.sql', 'cfd1a480ce3bd5811e9feccc998df0443cb9937575821c087e1dd80a7dd44ec2', 'b2ae0a3fc6bbb96abd062ecff07228226fded1ede722d0e587e165d555e43a16'),
    (55, 'function', 'changed_connections', 'pgsummary.changed_connections(bigint)', 'functions/30_internal/changed_connections.sql', '8df6c529afca0d9465b34fcc3b8c5138ca295c53871c16f5dd69fba1ec23fad8', '7e69e74aec2a938a6b4f079cc29aea1b05083e2c5aa525229aeed6d1e4bd900d'),
    (56, 'function', 'changed_issues', 'pgsummary.changed_issues(bigint)', 'functions/30_internal/changed_issues.sql', '29624c4fa2b191a9cdb6ff24b0b6c88825a1271120c413812b6e6a1ec3e32edf', '7e69e74aec2a938a6b4f079cc29aea1b05083e2c5aa525229aeed6d1e4bd900d'),
    (57, 'function', 'changed_sessions', 'pgsummary.changed_sessions(bigint)', 'functions/30_internal/changed_sessions.sql', 'a66bf6747f89798312090de508adfc7ae405600a9456d0f1e87fc2b69d5b0fd4', '7e69e74aec2a938a6b4f079cc29aea1b05083e2c5aa525229aeed6d1e4bd900d'),
    (58, 'function', 'check_app_id', 'pgsummary.check_app_id(text, uuid)', 'functions/30_internal/check_app_id.sql', 'cf3f618d20eaf07f2cb66f7ab6c8c27716b232fc98991387488c8b4e26472f50', '6d8520fbc0bc9b35b72d927087f6a48019ee547d23233e7d0b8a8b03c0ea257d'),
    (59, 'function', 'check_choice', 'pgsummary.check_choice(text, text, text, text [])', 'functions/30_internal/check_choice.sql', '64703d9f60bc7d216f105c2423a372b3aee6adb886bee1df7088aa9f90032d31', '2b45299dd344f89d78d812b9deac7e871de1c676af4c82893a3077667cbf6db4'),
    (60, 'function', 'check_not_negative', 'pgsummary.check_not_negative(text, text, integer)', 'functions/30_internal/check_not_negative.sql', '1ae51c306a303d6f3f05af3b36746e6243ec666b17de3717aa4b34cdaf58e090', '6bb1c69b8a9a9228fb6a276e44ae1d2273799a5cfaa456f8e045ad24b8c37f9f'),
    (61, 'function', 'check_row_security', 'pgsummary.check_row_security(text)', 'functions/30_internal/check_row_security.sql', '10cc672a8b5b33ab89047b87c5cf1afad24e57f6d11521a1a4e9e80fd70b5a63', '722210d1a0b95101462278d0fc7dcaab044ec5f429580c477d179a5227908ef1'),
    (62, 'function', 'check_time_zone', 'pgsummary.check_time_zone(text, text)', 'functions/30_internal/check_time_zone.sql', 'e7536b79e2757919ca71aff2f55c66635e29dc3dc026f430286bfeefee67f87b', '50228a9a7bf51cf9a53f4ab000164bb463fc94e03232970633080f9dec309491'),
    (63, 'function', 'conference_counts', 'pgsummary.conference_counts(pgsummary.coverage, uuid, "char", text, text, text, text)', 'functions/30_internal/conference_counts.sql', '8940fdfd4ad786e1a2432c0bab77b250d763c6792b3a151f9dd44e9bfb8a887a', 'eacace24996a9d7734fbb399054a7e5cea5b25060e81d8c4b53f1496fa22c712'),
    (64, 'function', 'conference_delta', 'pgsummary.conference_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/conference_delta.sql', 'cc2e9486bcbdcbb2ec78d3964fa678e2f172d0c1655d1361a05a911a461e6628', '0aa8bf02adc80483ee1eafd906f0d9b4d254115c6bb7535e02ef61e721928fde'),
    (65, 'function', 'conference_edges', 'pgsummary.conference_edges(pgsummary.coverage)', 'functions/30_internal/conference_edges.sql', 'b468d7931568931967c0afeb4dcdd35b57412a37133fb25e470947481a8dcb09', 'cd9e82cf79f44f2ca4aea0d9651d9ce452d2ff6c5eb838c4edc7e65e27ff866d'),
    (66, 'function', 'conference_measures', 'pgsummary.conference_measures(pgsummary.conference_fact)', 'functions/30_internal/conference_measures.sql', 'f9b26d61f138321feddf8ec684d14acb5e613c70171565d301318d30d6d6f089', '18ea6b008e8c207398238a23ba215754aa47cbd1d65547e6be2c35945205758c'),
    (67, 'function', 'conference_page', 'pgsummary.conference_page(
    text, uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
)', 'functions/30_internal/conference_page.sql', '7e57ba7f05b4ac78e7d8964614595594d00768604a2e79b955934ffc07e6e916', '3dc4d9fb55e59f54388118e2138b0c5f90df85ef499f46084a7fe5f25927e231'),
    (68, 'function', 'connection_counts', 'pgsummary.connection_counts(pgsummary.coverage, uuid, "char", text, text, text, text)', 'functions/30_internal/connection_counts.sql', '0aedbfa0d98d43a6cca7d3d38d1dd23cfb9ec262b61a48770f8a441bbf333b5d', 'a8c27de3b30bd683dd41876fafdf7cccc436126abff0ac1ae4be0e894eaf9d71'),
    (69, 'function', 'connection_delta', 'pgsummary.connection_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/connection_delta.sql', 'b958ddc3d964955108f09708902b45469e45fb0619821c74cb73f9ce631607b0', 'd612c47769d7599efc04e3e4d43c419e8ef6322a9aa8ed8036c67edb758dda25'),
    (70, 'function', 'connection_edges', 'pgsummary.connection_edges(pgsummary.coverage)', 'functions/30_internal/connection_edges.sql', '7cb6f36e16f4fbd5bd84d790f2e0000e6a6ee7b0763dac302f99591f2507818f', '55b176b37dd3e39a0a7328c814c6afdd8786a69f4c6a69f34881ef48e74500d6'),
    (71, 'function', 'connection_measures', 'pgsummary.connection_measures(pgsummary.connection_fact)', 'functions/30_internal/connection_measures.sql', '1a7d5461edf7015887e72f3cb28235e6b7f82f365430a972563339bb33a6bec3', '9af33af8172903cf06fdbbdec6c5b505babed16d457feb1c11104453c0917adc'),
    (72, 'function', 'cover', 'pgsummary.cover(text, uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/30_internal/cover.sql', '94a7172e47913d7ea5940a0bf2300d827357ae3af9b9560853344a020beaf284', '82d48e2be007a7e83f223f5469c61e5eba3d4155ffe35aca1f411ef19bf8945b'),
    (73, 'function', 'duration_range', 'pgsummary.duration_range(integer)', 'functions/30_internal/duration_range.sql', '8bb9d0adfdb4352660823c7952e5ee6ba27cd2dbe781bcbb105a60db79e87477', '244c61a04d65cd6a33c44f7d31741fad875c950f8fb626b643b2b1ed37274c45'),
    (74, 'function', 'duration_ranges', 'pgsummary.duration_ranges()', 'functions/30_internal/duration_ranges.sql', 'b3c3985d8a7a687758a312f9310f739ff2db07f72e06603f903a5a14dfcec82b', 'be820ac85950ad840440b4b6ca30873e9cda16fa140209431c3fcf05985c2747'),
    (75, 'function', 'fact_matches', 'pgsummary.fact_matches(
    pgsummary.conference_fact, smallint, integer, integer, integer, float8, float8, integer
)', 'functions/30_internal/fact_matches.sql', '3b1c52ba0008aab79eee37a53a6818050212ab3d909c1181dffcc67502370dee', 'e9e03eb80ad5e4171a821815f4340519de7adb2e5968e26d27a8dd3002f5b565'),
    (76, 'function', 'filter_passes', 'pgsummary.filter_passes(text, text)', 'functions/30_internal/filter_passes.sql', '7ffddc270879a696fab870d762d2e1389a6d0daf6fa23e290b515d6e7c10bc5b', '43d05b03134a547abc5016fdf53be1e16748c577e3a8b05800e04ab3f9fc28fa'),
    (77, 'function', 'filter_term', 'pgsummary.filter_term(text)', 'functions/30_internal/filter_term.sql', '9769d7f3d3ec00066cd0298339aec6a59bbf8eeb7f7138c0741f92f97fe89838', '61d19c57653a43eccd3152705b4aa6898b622335ea39f433db38404869aa2363'),
    (78, 'function', 'iso', 'pgsummary.iso(timestamptz)', 'functions/30_internal/iso.sql', 'b9ffbfb5f62ac1bd398df725861a02b37f0c09a4ef6d4c66c862d730f16e4382', '5a5a815e4326ee1045b89fc421268421f1708907bc8c6c42bf5827ed24194766'),
    (79, 'function', 'issue_counts', 'pgsummary.issue_counts(pgsummary.coverage, uuid, "char", text, text, text, text)', 'functions/30_internal/issue_counts.sql', '48a1c8f22b02c02fe6310f72888c4e30791a39883f8a2c2118d4c68ca5d98cce', '67210ef20f91b517b69b25cee1b2647c5980b02a69ea5c144b97eece3c9a0e48'),
    (80, 'function', 'issue_delta', 'pgsummary.issue_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/issue_delta.sql', 'ddf82db7d960bfcd77d1cdc2e6e0f9da919d7b73fbb5f42f06ef67cfb8e5932b', '5c5276d294eaa90e60bb86695b9a17b4ddc0a211b3dbb29ba91eaa965cb809db'),
    (81, 'function', 'issue_edges', 'pgsummary.issue_edges(pgsummary.coverage)', 'functions/30_internal/issue_edges.sql', '5f652160fd0f2deb9755f9aca591320c8d907102b20af2cc3057486377f2b47e', '718bfb5cd1727396687056d67478b7d48554a8254f62f0d39e5de7e90226e6b0'),
    (82, 'function', 'issue_measures', 'pgsummary.issue_measures(pgsummary.issue_fact)', 'functions/30_internal/issue_measures.sql', 'c70557943a19f5ff6ac24c1731f26b054e68a7876be4dcbd8ec6d30ce6488ffa', 'e0e993c844a613e2792507f7f8fce75fc83c509a5931a18b3011e0d1a425b5f5'),
    (83, 'function', 'issue_title', 'pgsummary.issue_title(text)', 'functions/30_internal/issue_title.sql', 'aed15dbeea9b77cebc3f3a16b5043243fe3ba9613c67bc8fff103f7e29f020ff', '643733c2d3f756448e304ca3803a9f768830b749611caed7ebdf8bd5a3c4074f'),
    (84, 'function', 'local_start', 'pgsummary.local_start(date, text)', 'functions/30_internal/local_start.sql', '57ac39df77a2423e7322fead6ee70f6617ac5232e87108f1a63b5276911bf993', 'd3f95b6dc255b809d63c1601d678efbde5583e37abce8615d89cb18f73670b42'),
    (85, 'function', 'log_app_connection', 'pgsummary.log_app_connection()', 'functions/30_internal/log_app_connection.sql', '6934ea36975ed62d332085fb5bdd02c5da021367d9487f5d6e82d3510f927e40', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (86, 'function', 'log_app_issue', 'pgsummary.log_app_issue()', 'functions/30_internal/log_app_issue.sql', '2fd3b0618f44815cace582781e20f35e2f0894de04c0878c4bbbdbef89c48c5b', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (87, 'function', 'log_app_session', 'pgsummary.log_app_session()', 'functions/30_internal/log_app_session.sql', '45ba8dbb3f3cef5911bcc9c0d7f9ae48ea59ee80e9c655b50b96741b29015bc9', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (88, 'function', 'log_conference', 'pgsummary.log_conference()', 'functions/30_internal/log_conference.sql', 'f7bf5ea3a3f9ac813fe0925c6c4255fcdf110e0b9d567908e6e669e4554ac88f', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (89, 'function', 'log_participant', 'pgsummary.log_participant()', 'functions/30_internal/log_participant.sql', '43dcb6017f2902f72456c06db5459c8c8b1973281b7305205fb1686693667f3a', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (90, 'function', 'log_participant_conferences', 'pgsummary.log_participant_conferences()', 'functions/30_internal/log_participant_conferences.sql', 'ee41e3bd1de6770e9b0dfcaa825e274ee1f7ed4c32efe0e4b677042a7723a604', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (91, 'function', 'log_truncate', 'pgsummary.log_truncate()', 'functions/30_internal/log_truncate.sql', '77c8c74683803c4048595deed09b926511837e47829e732ec0c4a8619f9a784e', 'fa208467ea9bfe19d6c91fd306edb8798470b7928f72854015c5f59476d1332f'),
    (92, 'function', 'mark_everything', 'pgsummary.mark_everything()', 'functions/30_internal/mark_everything.sql', 'b665f16c2e651f5b2515d9a3cfef6070d28e605323a01ba5fac26535a4bd0b3b', '5df3568ab8343728d3c7160ca5650c9c2b89d9726655fb22325a529c798bf345'),
    (93, 'function', 'matching_facts', 'pgsummary.matching_facts(
    pgsummary.coverage, smallint, integer, integer, integer, float8, float8, integer
)', 'functions/30_internal/matching_facts.sql', '86a8c1c689178eb6deac5faa991d33fcef33b55f6bbbc53e7f4ab3467dc8cb33', 'e37bccb14349e7504a6c65d2a918c41f34783b262d54a57b8159905655409bfc'),
    (94, 'function', 'matching_live', 'pgsummary.matching_live(
    pgsummary.coverage, uuid [], uuid, smallint, text, integer, integer, float8, float8, integer, text, text, text,
    text
)', 'functions/30_internal/matching_live.sql', '1d21c7266b8ef61f7a4867a43862a306b759de65a472562080d6b1c1c4a6a83d', '4f0ebdf8eae692d1af0f5875b239eef37f7d20481550b5c404653b9e9bbb0c60'),
    (95, 'function', 'place_counts', 'pgsummary.place_counts(pgsummary.coverage, uuid, text, text, text, text)', 'functions/30_internal/place_counts.sql', '8e44d13a98ff79ab01aaa6273f69d4b83795d5208b2a26dbbcdf6b681138d1be', '94aeac5066073ac3b1173dad5ba9252db790274b2712560630bbd7b7ff38f0a9'),
    (96, 'function', 'profile_passes', 'pgsummary.profile_passes(text, text, text, text, text)', 'functions/30_internal/profile_passes.sql', '0a2ba40433e9825572ff2761eb33bc412a439d28b246bfd6d753a8233c20ac5b', 'dc45cbb9dc87d2aab7501b4921fa116c1067cbef3890dc83f9eb7e3aac20c745'),
    (97, 'function', 'quarter_of', 'pgsummary.quarter_of(timestamptz)', 'functions/30_internal/quarter_of.sql', '36f85b7de75fcd5fd9d39cf67b36e8d3e44d9be190223da343fdc6237c6d310a', '9f0235d97b3b754468bfde6dac169d50ee016fc435716c0060b31fbf04195f92'),
    (98, 'function', 'quarter_of_day', 'pgsummary.quarter_of_day(timestamptz)', 'functions/30_internal/quarter_of_day.sql', '1af90fca5be79072b1d89ef8943189daf3f2b97838c074f795591df1eb4b4577', '2dd6c4f718683038e0df25e7495abd9c95e4f62aa2b73e21dec79cd904fd86f6'),
    (99, 'function', 'rollup_counts', 'pgsummary.rollup_counts(pgsummary.coverage, "char", "char" [])', 'functions/30_internal/rollup_counts.sql', 'eb080a12b4c0031e03dc7d39cb0aaed162e15d80933ce36ab0cbe50a0b13634e', '1264816afb28b993b4b8323b4bec3524ed4469d6f75d1ba6c513c8f8a1d2318f'),
    (100, 'function', 'segment_measure', 'pgsummary.segment_measure("char", "char")', 'functions/30_internal/segment_measure.sql', '966569c333e6aec0f5c4c758ffdc29a15c3abe9e9453ccc389eea16f4e38eb22', 'ae5641c4dbb998129807bce2d30f982ff49f71a0d0201810651ab8a2860f0267'),
    (101, 'function', 'session_counts', 'pgsummary.session_counts(pgsummary.coverage, uuid, "char" [], text, text, text, text)', 'functions/30_internal/session_counts.sql', '36ae5c27e20fab7a324c6cdbf6090012cd01edc91fb8f2747c4c823cf8256e26', '8f0391ac7c988aa571d19e933d90cacc4017a6a7eeb2ecf2fd99580dd683828b'),
    (102, 'function', 'session_delta', 'pgsummary.session_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text)', 'functions/30_internal/session_delta.sql', '3b22f4983900a404bf6094461e636f0220d2c26ec7d5a94d3e883a0d5f54e9a9', 'df88823d116872a8d3acf1a74205639a8636b4444f3f9829138613a1f4555651'),
    (103, 'function', 'session_edges', 'pgsummary.session_edges(pgsummary.coverage)', 'functions/30_internal/session_edges.sql', '82afd617c4c90a61087ad036cac61eddf46c2ccb86618f98ab2a62a0407cf4b6', 'af72e65be467b43a24a7addd17c9d7dad2eb15989b0250d7af35f5adde707e47'),
    (104, 'function', 'session_measures', 'pgsummary.session_measures(pgsummary.session_fact)', 'functions/30_internal/session_measures.sql', '182e1eff55f524374ff7a24159b60de50b736b3d0bbe659ee21b55e56949019d', '41a24c5468471334e6f68b08a9bf02dbbdc1d9dd20433fcb610bc9c8b471a8e5'),
    (105, 'function', 'setup_ranges', 'pgsummary.setup_ranges()', 'functions/30_internal/setup_ranges.sql', 'd750371962c2b572e187cb7092f524610642194778f2fe3ab0778d2801935d3f', 'af184807b4cce875d472a01b1ec2a69fa56d187c494b1a4b7a99906780f0bd05'),
    (106, 'function', 'status_counts', 'pgsummary.status_counts(pgsummary.coverage, uuid, boolean, text, text, text, text)', 'functions/30_internal/status_counts.sql', '16d84d9549f89b73a8e9ffd0f01bf1a01defab580a789fdfc533a0890f1c0688', '12fedb3f7a554e002134d658c10311bd8d5211b9f1bdf658a53b1656ed2879b9'),
    (107, 'function', 'status_name', 'pgsummary.status_name(smallint)', 'functions/30_internal/status_name.sql', 'ae47fe2fcdb4ed6da09a42509cd09e0069ebeed7570f17ca0ea2e7eab04107ef', '7615398f3749ac26663946c254b4ddf73e0f766413ed32530cfb756b0f03bd0b'),
    (108, 'function', 'add_to_rollups', 'pgsummary.add_to_rollups(pgsummary.increment [])', 'functions/40_refresh/add_to_rollups.sql', 'bcfad149245c1acc8abf11a55fc54608c091069b707243f81434760897429fdc', 'c427631d461ccd2778fa48530ad2739b6daa42da5cce2dfb8df4bde12b87e327'),
    (109, 'function', 'add_to_segments', 'pgsummary.add_to_segments(pgsummary.increment [])', 'functions/40_refresh/add_to_segments.sql', 'bcca87b779dc9c2cdf9a7a762727c32f8d193df387a687be192ea17f3294b43e', 'c427631d461ccd2778fa48530ad2739b6daa42da5cce2dfb8df4bde12b87e327'),
    (110, 'function', 'appended', 'pgsummary.appended("char" [], integer [], integer [], "char" [], integer [], integer [])', 'functions/40_refresh/appended.sql', '34af57687326f32046ea492f2d0cf408f0edbad52ad77100af92fb85f10a2087', '8e2969a73dfa01bfda44f0984e7d15c742cc8fae1266eeb60d8fff0e5b1ddc21'),
    (111, 'function', 'fold_calls', 'pgsummary.fold_calls(uuid [])', 'functions/40_refresh/fold_calls.sql', '27882b5b0bac2c8de22f044cf2441585f0d5d34c13162967a08efdfb791ed6a1', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (112, 'function', 'fold_conferences', 'pgsummary.fold_conferences(uuid [])', 'functions/40_refresh/fold_conferences.sql', '879af64259e047b29391c6a75af0cbab14bea7f89f12f135780b6482599161d3', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (113, 'function', 'fold_connections', 'pgsummary.fold_connections(uuid [])', 'functions/40_refresh/fold_connections.sql', '6db9327a8c0ed77f41aeae0d1765067af500e53664b87e82b978308092795167', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (114, 'function', 'fold_issues', 'pgsummary.fold_issues(uuid [])', 'functions/40_refresh/fold_issues.sql', 'c7f98f3285fbdf9123a6ab8a3145bf2c62ad062918dcbf0976edac029f8ad5af', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (115, 'function', 'fold_sessions', 'pgsummary.fold_sessions(uuid [])', 'functions/40_refresh/fold_sessions.sql', '8a4223015ec0a1376204342c31ae426c081df250e9ebf5114f233ddde357cd30', '2b344a762dc0e722430ba1d23b0a5fdd596106a4ef052066d3df4e64a9a611fc'),
    (116, 'function', 'increments_by_day', 'pgsummary.increments_by_day(pgsummary.increment [])', 'functions/40_refresh/increments_by_day.sql', '7b5736937ca877b61e37cf8d88cba83f28cef74ce8f1c7ea1a1c08b1e9fdbe4c', 'd921b232a87638b8c403b1e8fcc90668aebcc2c425ca115161b9b38fd9e96253'),
    (117, 'function', 'increments_by_quarter', 'pgsummary.increments_by_quarter(pgsummary.increment [])', 'functions/40_refresh/increments_by_quarter.sql', 'eb04c373a662cda9bf2e00278c52c671a70226b03993711287192dd0dd95419d', '1a4cc972c4967d117a35ed2c0ad2c7ad6090223642a5aa65a24ea3afca8909b2'),
    (118, 'function', 'increments_by_segment', 'pgsummary.increments_by_segment(pgsummary.increment [])', 'functions/40_refresh/increments_by_segment.sql', '953aea7ab7b0a15242871fe2a624222ab1fa545dd5c25c09a57bd94efac855dd', 'fe8f0e6e8e09e52241527711c7e7bcf539808e233219fc27d8ee14975c74a566'),
    (119, 'function', 'increments_of_day', 'pgsummary.increments_of_day(integer, date)', 'functions/40_refresh/increments_of_day.sql', 'cb4ba771bdf5e19da6950c40d8d4816f4fe3cf4925fab8569f602f6d1451db32', 'be3174428ca74c2b715d048bc2642a7f0d7e1ceaf2604e474af4aaaff009e00f'),
    (120, 'function', 'learn_apps', 'pgsummary.learn_apps(uuid [])', 'functions/40_refresh/learn_apps.sql', 'fecd7f1ff4e016186ae59cda88b130b0253b4f1be42270dfe99a6a554e052813', '2ec2ad3492ff67a01086fc2c7a4b61ce84aa7993b896f7b19e3fc1e7b483329b'),
    (121, 'function', 'learn_gum_errors', 'pgsummary.learn_gum_errors(text [])', 'functions/40_refresh/learn_gum_errors.sql', 'b1334a1d60ef2fb4cedc03e9b037513f038632b187719ee6bb8e3b4283bdc25c', '08d34e355e3dd9ea50bc6d8e08bec9af48e524e758e0ce64fd5775acd684fd08'),
    (122, 'function', 'learn_places', 'pgsummary.learn_places(pgsummary.session_reading [])', 'functions/40_refresh/learn_places.sql', 'dcd44dd15abfd9a3be9330b316a7f667e79331b0e8befb654fec483f6f9636aa', '50b84d4f39f18caeef2a94558b54b682c1d3c314226f7b5610743b88f16b9096'),
    (123, 'function', 'learn_profiles', 'pgsummary.learn_profiles(text [])', 'functions/40_refresh/learn_profiles.sql', '486d238044eb4a6d05b22a9060a61093d046108731ce463cc2754c1b8ee906ba', 'd53ffc710b36437fde5531d5061af0a05e25b544ace52d3ef9e61ba6cbd23fd5'),
    (124, 'function', 'learn_terms', 'pgsummary.learn_terms(text [])', 'functions/40_refresh/learn_terms.sql', '8923a673565c6159e90196953cb754726a62e072b08937e8e999d900e7bdf4ed', '6722effc0b7f42782d27cd9b1c339f9a50f3ad672ceeff4c740295e950602abf'),
    (125, 'function', 'measures_of', 'pgsummary.measures_of("char", "char", integer, integer [])', 'functions/40_refresh/measures_of.sql', '050c522be5492864eb984672d307db6a0498170d45a9e99aca65a0e2297906e9', '5db230e37769640ee8ab4bc1940ca64afba475a52b2b509ca5eb02c7c7fdf008'),
    (126, 'function', 'misfits', 'pgsummary.misfits()', 'functions/40_refresh/misfits.sql', 'a04d4479fd32639fbac6c4ee3ac53d43e2f37cf0b68436ce7dc2b26cb9b8ccad', 'd3724f21cb91ed2a3d7d5eaf8a7c75cd2a801aa03660e87d48a9a33772f889f1'),
    (127, 'function', 'place_hash', 'pgsummary.place_hash(text, text, float8, float8)', 'functions/40_refresh/place_hash.sql', '9e2ccc83e6cfc250a1c3c825eb72cb4364a7bfed14f75123182698c9aeb6a1e5', '7e2ff36eb0bf29ff685b0419ec23f2106aba8e3f480080ee311b292fee8ecee5'),
    (128, 'function', 'refresh', 'pgsummary.refresh(integer)', 'functions/40_refresh/refresh.sql', '214210971164d6f2c5dfddd53f92f85fd639af41d1b71bf034cd11f679d08e62', '0a1b45c0ae9849d7e53f69130536889bab275bd04ae5c66e9322c67741e3bac7'),
    (129, 'function', 'refresh_views', 'pgsummary.refresh_views(interval)', 'functions/40_refresh/refresh_views.sql', '3976130dce42e76b8ef04d29fd494013e8446a3bb0899d7420796cc8ccd504f0', 'c63219aee91acfd9f2841452c4a1a3ca3714dfbc9819948a6d8a8189f839e7be'),
    (130, 'function', 'repair', 'pgsummary.repair(uuid)', 'functions/40_refresh/repair.sql', '5fcf4dd133d36506962a833473cc0fbd9f36ce928381a261bce0e55d2b0518c2', '6fa336a05324b409d2ca37f943f5139f2295c17a1f05d9d6271a2478fe275a78'),
    (131, 'function', 'segment_day', 'pgsummary.segment_day()', 'functions/40_refresh/segment_day.sql', 'c8a7e4713e7920ebcc329ea452c17d0127372d7356a4f59cb486ca9f1e0bc487', '9993d02a12a4112dfab1fe3339ee60674fc576c6f7aa5fd063da1dac742ea94a'),
    (132, 'function', 'spread_everything', 'pgsummary.spread_everything()', 'functions/40_refresh/spread_everything.sql', '511f0b90978b6adfe9166ab7c6ee2ac6bbf6bedbd83681868e73f39e1a0e45a7', '5df3568ab8343728d3c7160ca5650c9c2b89d9726655fb22325a529c798bf345'),
    (133, 'function', 'term_id', 'pgsummary.term_id(text)', 'functions/40_refresh/term_id.sql', '979d5644c5563b7044a9c9ebe7123a92e94cdc50a41f6a86069c9f60fbe4d8c0', 'b3bbca98aff51149bd94e73d9dec19d228a0bf38add98f7f85fcae330f13da21'),
    (134, 'function', 'verify', 'pgsummary.verify(uuid)', 'functions/40_refresh/verify.sql', 'eb0c93eb03003a9eb9543cbcb8e15959b0e7f314ca3fd3aba5145b5d221db1e4', 'a439ecfe62271e9b766edf83bc64ceec5a6c4f8b9c10f139db6dd68c106afb9c'),
    (135, 'trigger', 'pgsummary_log_row', 'public.app_connection', 'triggers/45_app_connection.sql', 'dab1b4f27232346fed448412bf6466f3732a96bff33da86da80849834f497e68', ''),
    (136, 'trigger', 'pgsummary_log_truncate', 'public.app_connection', 'triggers/45_app_connection.sql', 'efc75b6de4b9c476419902768e8882ccb8799c5b307e6932fd65b41f0db4c20d', ''),
    (137, 'trigger', 'pgsummary_log_row', 'public.app_issue', 'triggers/45_app_issue.sql', '04f3272426696381c14d2e1054b386f8afc51ad228f594fb0cbf17014e9d378e', ''),
    (138, 'trigger', 'pgsummary_log_truncate', 'public.app_issue', 'triggers/45_app_issue.sql', 'e2b14b6a784b02022314a284600e27a145d3ac02054cceaf753fabbdc3ec3c3c', ''),
    (139, 'trigger', 'pgsummary_log_row', 'public.app_session', 'triggers/45_app_session.sql', 'a2e008a8e586c350904ac67ada3643c310039b3317a462f6d2328c3b59934e87', ''),
    (140, 'trigger', 'pgsummary_log_truncate', 'public.app_session', 'triggers/45_app_session.sql', 'ef8f1e3d26cf6f0eaa6acef662f06c6cde214bca511d3177dc296bdae7f694ea', ''),
    (141, 'trigger', 'pgsummary_log_row', 'public.conference', 'triggers/45_conference.sql', '79799a883142ecc81dfacccbfd9b605ab5fae5247c46aa8efbff524540404396', ''),
    (142, 'trigger', 'pgsummary_log_truncate', 'public.conference', 'triggers/45_conference.sql', '4eefd2c148fa0ee17b8c8ad74cb1919fda72615742dc4257e0a61c335a0fea13', ''),
    (143, 'trigger', 'pgsummary_log_row', 'public.participant', 'triggers/45_participant.sql', '740bb55ae20b67d65aacb7f05a0933b649d04117dffd2e0e731e56393183276f', ''),
    (144, 'trigger', 'pgsummary_log_truncate', 'public.participant', 'triggers/45_participant.sql', '6b98ee1a99d2bd7a473e1e10cd8486e822f80576a14b875aaa5ec479761c870d', ''),
    (145, 'trigger', 'pgsummary_log_row', 'public.participant_conferences', 'triggers/45_participant_conferences.sql', '6a4346b7927638e029b5b677fed6d36d348e2576cb841c44f7892f215dfd6519', ''),
    (146, 'trigger', 'pgsummary_log_truncate', 'public.participant_conferences', 'triggers/45_participant_conferences.sql', 'ce7ec8e09ca6edf79a8273a067d424ec3d3c0ad7abc8e53979328005118028da', ''),
    (147, 'function', 'conference_duration_summary', 'public.conference_duration_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/conference_duration_summary.sql', 'a453d6b8c4d69cfa8e8862272d381052b92336205123caaa90d34bbebda21354', 'a96eb5ff3ae05c3f8ad35841e053ffb005e920c62e8ccb8f1203804b55093f6a'),
    (148, 'function', 'conference_duration_summary_json', 'public.conference_duration_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/conference_duration_summary_json.sql', 'cffec6370012f0cb81aa7830df0cde1f6fa18e88d9a44b8a1d0ffeb87565975b', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (149, 'function', 'conference_filter_options', 'public.conference_filter_options(uuid, timestamptz, timestamptz)', 'functions/50_api/conference_filter_options.sql', '1605bab28decf1cba36194f80223c73af34c105d0c5c3976f40266aca1b5b456', '13df40dbba78f485b66bc7d2895af40222dc29f40d07ea8f4417a6940a024584'),
    (150, 'function', 'conference_filter_options_json', 'public.conference_filter_options_json(uuid, timestamptz, timestamptz)', 'functions/50_api/conference_filter_options_json.sql', '5b40f547cd3f16805feb92cf9247df52afb5c1b4ef41454b8b73c413223b080c', '67e085471b1d641ec461d5759c5d37d73dbbbf503edb12227905ae6992b9990a'),
    (151, 'function', 'conference_list', 'public.conference_list(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
)', 'functions/50_api/conference_list.sql', 'd5f2a0fe584884514e70cd86f0d8eecc8b0d392d80365916962aaf5ec9c372bd', '1992d1a444215f9c31ebeffb2e0cd15094dd28e7459f3a931d8a6a84f88fbf16'),
    (152, 'function', 'conference_list_json', 'public.conference_list_json(
    uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, integer, integer,
    text, text, text, text
)', 'functions/50_api/conference_list_json.sql', 'e2d14902358e435bacb7a1b2ee3c5949153bf11491d87889d1c2d1f7f133f849', 'cced81cc8016eb8de3f398bdf04822552b69ad2a886594a73befaefbe70e72db'),
    (153, 'function', 'conference_participant_count_summary', 'public.conference_participant_count_summary(
    uuid, timestamptz, timestamptz, text, text, text, text
)', 'functions/50_api/conference_participant_count_summary.sql', '5cac9aaa84723f099ee9e8ac5588ae5e66b7603b942defc1e7daab49ee90d4cd', '258081084ae15f4bc18f1c37fe684f03cb5dbdaf86dba887c1f6de3dcd0d2cbe'),
    (154, 'function', 'conference_participant_count_summary_json', 'public.conference_participant_count_summary_json(
    uuid, timestamptz, timestamptz, text, text, text, text
)', 'functions/50_api/conference_participant_count_summary_json.sql', 'ecbafc67e6de6d7ad5d3bfa6eac7098ee71fc1d0a7598dc0461a1a17a5ce16a6', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (155, 'function', 'conference_summary', 'public.conference_summary(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
)', 'functions/50_api/conference_summary.sql', 'b77dd666b4f7f88be69d5c75dcac145a0582b1a58915b01c99dcc03728f0f460', '0c9066e38c60b1204f014cad9ebd0ae3826005a75d7a67111e42c980f526d7a1'),
    (156, 'function', 'conference_summary_json', 'public.conference_summary_json(
    uuid, timestamptz, timestamptz, text, text, boolean, text, text, text, text
)', 'functions/50_api/conference_summary_json.sql', '88c1a6a2a8310476c76d4125e6172f652296ce55ba483ac5b2726cdfe1d58198', 'c73f56cb0727a11941714f3b5242ee5aec723cd7d0ba929df30dc547abbec78f'),
    (157, 'function', 'connection_setup_time_summary', 'public.connection_setup_time_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/connection_setup_time_summary.sql', 'b15e5cb2dc1013820d947b50dede4d25beea16be1fce670fb0c3daa2def1fad5', 'acc59af412f1b73a812082110e2429ba3abc5fb52245270182a48419296b068f'),
    (158, 'function', 'connection_setup_time_summary_json', 'public.connection_setup_time_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/connection_setup_time_summary_json.sql', '6b4cecd3488924c89cbc6c29cf4e450454730a0fb1b685e29200e08ed71ccf0c', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (159, 'function', 'connection_summary', 'public.connection_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/connection_summary.sql', '055e35c8c45ccb4772f5df9af3ad96c48e43009387d06c1459061253970c3f1f', '53d6dd9999b77bcc609cb328f3f9dfec10dcb4fa9c1bee145192218fd906cddc'),
    (160, 'function', 'connection_summary_json', 'public.connection_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/connection_summary_json.sql', '44bd0a3e0cd55eb8d609628e96300d1dd1e2165a4123273b469a8a01b0187ea4', '651254291336c623350e56576e0947f188fd1e6c25fe6576665eac95565e2e76'),
    (161, 'function', 'dashboard_summary', 'public.dashboard_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/dashboard_summary.sql', '6d77e1bff7121d1fb8bcada0ee7b7b7c7c87355d18284bc672844024dc4d9793', 'c88d9d619d5046cf8eb73579baeefe8afe95b5ecf0a0fa2447a3abfe71b22fbc'),
    (162, 'function', 'dashboard_summary_json', 'public.dashboard_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/dashboard_summary_json.sql', '50123694df96bda15111db0f1f1435b9e5a35fa6fb4419e21debe4e027e22946', 'c88d9d619d5046cf8eb73579baeefe8afe95b5ecf0a0fa2447a3abfe71b22fbc'),
    (163, 'function', 'issue_gum_summary', 'public.issue_gum_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/issue_gum_summary.sql', '16c48206246937d346a04ef7a5171eeb732a1c846ae989c359d9fb8c529459f6', '52244e178b9b3b3e60b750abdb20d6aba5dd07538b298601efe459fcbdc1a1ae'),
    (164, 'function', 'issue_gum_summary_json', 'public.issue_gum_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/issue_gum_summary_json.sql', '422ee7a8f39430a2df442c21015f2c504721bbb4dc56135e26a98f06eb45643d', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (165, 'function', 'issue_summary', 'public.issue_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/issue_summary.sql', '0876a48e24638f3b94e92e66ff59c2baf0838d14b559ca235a06399589a0f857', '62fa5b4ed638c916ef03cc0c895c91b7135234f9d7134fddd7ff78cce0490bc3'),
    (166, 'function', 'issue_summary_json', 'public.issue_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/issue_summary_json.sql', '4410a8c173fd66bd326213eb8823d3ec44b5551da3c93377d83e445c92867188', '48cd1b2e234395b40ba070f36c03b5a1ffd081d212b43bfb9880a0c9537c3448'),
    (167, 'function', 'pg_summary_apps', 'public.pg_summary_apps()', 'functions/50_api/pg_summary_apps.sql', '095d62296d5392816d33207299fde3967e9895f3341bc23b81f425a6d78a96d3', 'f86734bf2cead144957f7eb6ac519fba5add188631c98f3a5f0bc539b959daa1'),
    (168, 'function', 'pg_summary_health', 'public.pg_summary_health()', 'functions/50_api/pg_summary_health.sql', 'cea33b2ff0276cfdfeb2b81bd519049bf86ba669f1b98aeba160f3a7820c1793', 'f86734bf2cead144957f7eb6ac519fba5add188631c98f3a5f0bc539b959daa1'),
    (169, 'function', 'session_geo_summary', 'public.session_geo_summary(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/session_geo_summary.sql', '278040ccd5006c9e3ecfbbd3622966587fd230b14b06984a659ef7f42d2291ff', '3770c2045afd2bfc792e0c96cbf30abd4b588c3337771e13b1acea23a3aed2fd'),
    (170, 'function', 'session_geo_summary_json', 'public.session_geo_summary_json(uuid, timestamptz, timestamptz, text, text, text, text)', 'functions/50_api/session_geo_summary_json.sql', 'd7f97ca67693594385dabe6d10ac20bcc9a00ade197c164bd3de3dd515778b55', '717fde729cd06ac27aa4a2d69bedaef399461d769c962a3ff66e7b43c48aa826'),
    (171, 'function', 'session_summary', 'public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/session_summary.sql', '62e8e7ad6fce9738f7192ab455bfb1c452f443147f4d6b8cfaa4b99e714591ff', '3978d668251410fc15ff07551157d5be8f39031d55b4d0b753804d8afeb9500a'),
    (172, 'function', 'session_summary_json', 'public.session_summary_json(uuid, timestamptz, timestamptz, text, text, text, text, text)', 'functions/50_api/session_summary_json.sql', '619cdbe44da0f5e533aaec383429fc588c2717ead18a0a24299efe0dbd6a978f', 'a4308e108e2a99799c6ef6887b26690b9d4f223056d1a19ceaa69d404ac627d7'),
    (173, 'materialized view', 'conference_daily', 'pgsummary.conference_daily', 'views/60_conference_daily.sql', '63eb1d3acc92e1d100658273f1ba3b5da159ee81249e2b72e4f1614e77da0b6a', ''),
    (174, 'index', 'conference_daily_key', 'pgsummary.conference_daily_key', 'views/60_conference_daily.sql', '2d83509504dd407eda0aab484c3a5e2187b8726dff982d6d5f0b848d2d188bc6', ''),
    (175, 'materialized view', 'connection_daily', 'pgsummary.connection_daily', 'views/60_connection_daily.sql', '897ba72d37e045309f5b923d31f88733f9a151a0db7cadd365c400cb2f708ff8', ''),
    (176, 'index', 'connection_daily_key', 'pgsummary.connection_daily_key', 'views/60_connection_daily.sql', '403514803b5a1b2d445297c2811a101d40c926e37b6836912a9b45144c0aef3f', ''),
    (177, 'materialized view', 'issue_daily', 'pgsummary.issue_daily', 'views/60_issue_daily.sql', 'd7d7cd2f9926db483a43c5477215da9e8e16ba3fef66a343098d649d595c946d', ''),
    (178, 'index', 'issue_daily_key', 'pgsummary.issue_daily_key', 'views/60_issue_daily.sql', '087dbed1ea1fe28a8f25f5f551c722ee5910a8e0da340e21d80dae54af12af55', ''),
    (179, 'materialized view', 'session_daily', 'pgsummary.session_daily', 'views/60_session_daily.sql', 'dc5f9f3db0cb3294dd2e88e4fe652370fb05599fff114368fb7b291824eedeb7', ''),
    (180, 'index', 'session_daily_key', 'pgsummary.session_daily_key', 'views/60_session_daily.sql', 'd0c2cc08805c707f4967a8e87e75421b137f74b08c3042b0ac58192c51d65643', ''),
    (181, 'view', 'size', 'pgsummary.size', 'views/70_size.sql', 'a0a7eab3b0c0df69ea67f430f0aaa19037578d44829ae25350841c32817bb2c7', ''),
    (182, 'view', 'status', 'pgsummary.status', 'views/70_status.sql', 'e7e0bbd616bb7e11ef23ff87867be900ba547e70a5c6b87f2bfceeacfcb41f72', '')
) as v (position, kind, object, reference, file, source_hash, declaration)
join (select d.kind, d.oid, d.object, d.name, md5(d.definition) as definition_hash
from (
    select
        'schema' as kind, n.oid, n.nspname::text as object, quote_ident(n.nspname) as name,
        '' as definition
    from pg_namespace n
    union all
    select
        case c.relkind
            when 'r' then 'table' when 'c' then 'type' when 'v' then 'view' else 'materialized view'
        end,
        c.oid, c.relname, format('%I.%I', n.nspname, c.relname),
        case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) else concat_ws(
            E'\n',
            (
                select string_agg(
                    concat_ws(
                        ' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                        pg_get_expr(e.adbin, e.adrelid)
                    ), E'\n' order by a.attname
                )
                from pg_attribute a
                left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            ),
            (
                select string_agg(pg_get_constraintdef(k.oid), E'\n' order by k.conname)
                from pg_constraint k
                where k.conrelid = c.oid and k.contype <> 'n'
            )
        ) end
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pgsummary' and c.relkind in ('r', 'c', 'v', 'm')
    union all
    select
        'index', i.indexrelid, c.relname, format('%I.%I', n.nspname, c.relname),
        pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('pgsummary', (select s.source_schema from pgsummary.state s))
    union all
    select
        'function', p.oid, p.proname,
        format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)),
        pg_get_functiondef(p.oid)
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.prokind = 'f'
        and n.nspname in ('pgsummary', (select s.api_schema from pgsummary.state s))
        and not exists (
            select from pg_depend e
            where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e'
        )
    union all
    select
        'trigger', t.tgrelid, t.tgname, format('%I on %I.%I', t.tgname, n.nspname, c.relname),
        pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and p.pronamespace = to_regnamespace('pgsummary')
) d) c
on c.kind = v.kind and c.object = v.object and c.oid = case v.kind
    when 'schema' then to_regnamespace(v.reference)::oid
    when 'function' then to_regprocedure(v.reference)::oid
    else to_regclass(v.reference)::oid
end;
commit;
select folded, changes_left from pgsummary.refresh(20000);
select pgsummary.refresh_views('0 s');
vacuum (analyze) pgsummary.conference_fact, pgsummary.session_fact, pgsummary.connection_fact, pgsummary.issue_fact, pgsummary.rollup_day, pgsummary.rollup_quarter, pgsummary.rollup_segment, pgsummary.segmented_day, pgsummary.segment, pgsummary.profile, pgsummary.change_log;
update pgsummary.state set backfilled_at = now();
