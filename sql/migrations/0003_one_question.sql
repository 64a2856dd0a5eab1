-- One question, one pass: the log by transaction, measures with letters of their own, months and running counts, and
-- what tells a database that cannot be answered from.

-- The log goes by transaction instead of by a sequence, which a restore may set back.
-- Who is inside our functions is waited for, and who comes waits here, so that nobody goes on with a body that names
-- the columns that go: writers by the source tables, in the order of a call, then readers by what they all read first.
lock table
public.conference, public.participant, public.participant_conferences, public.app_session, public.app_connection,
public.app_issue
in share row exclusive mode;

lock table pgsummary.app_key in access exclusive mode;

-- Nothing is rewritten: a snapshot from before would see an empty log. What was logged so far gets 0 for its
-- transaction.
alter table pgsummary.change_log
drop constraint change_log_pkey,
drop column id,
add column xid bigint not null default 0,
add column error text,
add column closed_before date;

alter table pgsummary.change_log alter column xid set default txid_current();

alter table pgsummary.change_log replica identity full;

comment on table pgsummary.change_log is
'what changed in the source tables since the last refresh, by cause: o the call of a conference (ongoing, duration), '
'c a conference, C a conference and all rows that belong to it, s a session (and its connections and issues), '
'n a connection, i an issue, p a participant, l a link of a participant, * everything; error: why the trigger could '
'not determine what had changed (null: it could); closed_before: the change reaches only days before this one, which '
'were archived when it was made; it is ignored while they are';

create table pgsummary.backlog_start (
    xid bigint not null,
    set_by bigint not null
);

alter table pgsummary.backlog_start replica identity full;

comment on table pgsummary.backlog_start is
'one row, or none before the first fold: no row of change_log from a transaction below xid remains, and none can '
'appear; it is valid only if the transaction set_by wrote it, and not a restore (see backlog)';

alter table pgsummary.state
drop column settled_id,
drop column settling_id,
drop column settling_xid;

-- Names that say what they name: an hour's quarter is not a year's, and the number of sessions that make a day busy.
-- Made new, for a constraint would keep the old name; what the release before has, it may need until its last call has
-- ended.
create table pgsummary.rollup_quarter_hour (
    app integer not null,
    kind "char" not null,
    bucket timestamptz not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, kind, bucket)
)
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

insert into pgsummary.rollup_quarter_hour (app, kind, bucket, measures, vals, counts)
select
    app,
    kind,
    bucket,
    measures,
    vals,
    counts
from pgsummary.rollup_quarter;

alter table pgsummary.state add column busy_day_sessions integer not null default 6000;
update pgsummary.state set busy_day_sessions = busy_day;
alter table pgsummary.state drop column busy_day;

-- A letter of a measure is unique over all kinds of rows: places were p, set-up ranges s, codes of issues k.
update pgsummary.rollup_day
set measures = array_replace(array_replace(array_replace(measures, 'p', 'l'), 's', 'u'), 'k', 'i')
where kind in ('p', 'n', 'i');

update pgsummary.rollup_quarter_hour
set measures = array_replace(array_replace(array_replace(measures, 'p', 'l'), 's', 'u'), 'k', 'i')
where kind in ('p', 'n', 'i');

-- A batch of a fold, and how fast folds are.
create type pgsummary.cause as (kind "char", entity uuid, conference_id uuid);

comment on type pgsummary.cause is 'the cause that a row of change_log holds';

alter table pgsummary.state add column folds_per_s float8;

comment on table pgsummary.profile is
'the values of a session that filters can select: browser, OS, country and app version (terms, 0 missing), and the '
'segments that it is in: the 4 of one value and, once it occurs on a busy day, all 15; profile 0 stands for rows '
'without an active session';

-- The reading path: filters by sets of profiles, months, days of any zone from running counts, old names of zones.
create table pgsummary.filter_value (
    dimension smallint not null,
    term integer not null,
    profiles bit varying not null,
    primary key (dimension, term)
);

comment on table pgsummary.filter_value is
'which profiles a filter value selects: bit i stands for profile i, bits beyond the end are 0. Dimensions: 1 '
'browser, 2 OS, 3 country, 4 app version; term 0 stands for missing';

insert into pgsummary.filter_value (dimension, term, profiles)
select g.dimension, g.term, string_agg(repeat('0', g.gap) || '1', '' order by g.id)::bit varying as profiles
from (
    select
        v.dimension, v.term, p.id,
        p.id - 1 - lag(p.id, 1, -1) over (partition by v.dimension, v.term order by p.id) as gap
    from pgsummary.profile as p
    cross join
        lateral (
            values (1, p.browser), (2, p.os), (3, p.country), (4, p.app_version)
        ) as v (dimension, term)
    where p.id > 0
) as g
group by g.dimension, g.term;

create table pgsummary.rollup_month (
    app integer not null,
    kind "char" not null,
    month date not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, kind, month)
)
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

comment on table pgsummary.rollup_month is
'the same sums by month of UTC, for long ranges without filters';

insert into pgsummary.rollup_month (app, kind, month, measures, vals, counts)
select s.app, s.kind, s.month, array_agg(s.measure) as measures, array_agg(s.value) as vals, array_agg(s.n) as counts
from (
    select
        r.app, r.kind, date_trunc('month', r.day::timestamp)::date as month, u.measure, u.value,
        sum(u.n)::integer as n
    from pgsummary.rollup_day as r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.segment = 0 and r.kind <> 't'
    group by r.app, r.kind, date_trunc('month', r.day::timestamp), u.measure, u.value
) as s
group by s.app, s.kind, s.month;

create table pgsummary.rollup_time (
    app integer not null,
    day date not null,
    running integer [] not null,
    primary key (app, day)
)
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

comment on table pgsummary.rollup_time is
'conferences by UTC day, quarter-hour of the day (0 to 95) and status, for time axes without filters: running[4 * q + '
'status + 1] is how many the day had before quarter-hour q, 0 to 96, so that any stretch of the day is a difference of '
'two';

insert into pgsummary.rollup_time (app, day, running)
select
    r.app, r.day,
    array(
        select (sum(coalesce(u.n, 0)) over (partition by p.place % 4 order by p.place))::integer
        from generate_series(0, 387) as p (place)
        left join unnest(r.vals, r.counts) as u (value, n) on p.place = u.value + 4
        order by p.place
    ) as running
from pgsummary.rollup_day as r
where r.segment = 0 and r.kind = 't';

delete from pgsummary.rollup_day
where kind = 't';

create table pgsummary.rollup_segment_month (
    app integer not null,
    segment integer not null,
    is_time boolean not null,
    month date not null,
    late boolean not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, segment, is_time, month, late)
)
with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);

comment on table pgsummary.rollup_segment_month is
'the same sums by segment and month of UTC, for long ranges with filters; only of months in segmented_month. The '
'measure time has a row of its own (is_time), and its values count quarters of an hour from the start of the month; '
'late as in rollup_segment';

create table pgsummary.segmented_month (
    app integer not null,
    month date not null,
    depth smallint not null,
    primary key (app, month)
);

comment on table pgsummary.segmented_month is
'the months that rollup_segment_month holds: months that have ended and whose days are all in segmented_day; depth is '
'the least of these days';

-- Rows of before the upgrade have no format: a snapshot that sees them is answered from facts.
alter table pgsummary.state add column rollup_format integer;
update pgsummary.state set rollup_format = 3;
alter table pgsummary.state alter column rollup_format set default 3;

-- What is asked, made once per call (see ask) and passed whole.
create type pgsummary.question as (
    app_id uuid,
    browser text,
    os text,
    country text,
    app_version text,
    filtered boolean,
    zone text,
    is_utc boolean,
    by_hour boolean,
    app integer,
    segment integer,
    mask bit varying,
    lower_bound timestamptz,
    upper_bound timestamptz,
    archived_before date,
    first_day date,
    end_day date,
    month_from date,
    month_to date,
    day_from date [],
    day_to date [],
    quarter_from timestamptz [],
    quarter_to timestamptz [],
    fact_from timestamptz [],
    fact_to timestamptz [],
    timed boolean,
    moved_quarter_from timestamptz [],
    moved_quarter_to timestamptz [],
    moved_fact_from timestamptz [],
    moved_fact_to timestamptz []
);

comment on type pgsummary.question is
'app, range, filters and time axis of a call, and what answers which part of the range: rollups of months and days '
'the whole days (first_day up to end_day), rollups of quarter-hours the days that the range cuts off, facts the rest; '
'before archived_before the facts are those of archived_day. mask has one bit per profile: whether the filters select '
'it; app, segment and mask are null if no fact can match. timed: whether seconds, sessions and connections are wanted '
'by time, too; a whole day then counts for the local date of its noon, and the part on the other side of a local '
'midnight is moved to its own date, from quarter-hours or, with filters, from facts';

-- How many rows have a value of a measure, perhaps at a time.
create type pgsummary.tally as (
    measure "char",
    value integer,
    name text,
    at timestamp,
    n bigint
);

comment on type pgsummary.tally is
'n rows (negative where the log subtracts) have this value of a measure; name: the value itself, if it comes from the '
'log; at: the local date, or the hour in UTC, for the measure time, whose value is the status, and in a timed question '
'also for seconds, session, relayed and setup_bin. The same value may come more than once';

-- A row of a rollup on its way to a chart. Arrays take a fraction of the time that as many tallies take.
create type pgsummary.histogram as (
    at timestamp,
    sign integer,
    measures "char" [],
    vals integer [],
    counts integer []
);

comment on type pgsummary.histogram is
'counts of rows by measure and value (three arrays in step) at the local date, or the hour in UTC (at); sign -1: they '
'are subtracted';

create table pgsummary.time_zone_alias (
    name text primary key,
    zone text not null
);

comment on table pgsummary.time_zone_alias is
'names of time zones, in lower case, that some servers do not know yet or no longer, with today''s name (from IANA''s '
'file backward): each may stand for the other';

insert into pgsummary.time_zone_alias (name, zone)
select distinct
    n.name, split_part(a.names, ' ', 1) as zone
from
    unnest(array[
        'africa/abidjan africa/timbuktu', 'africa/cairo egypt', 'africa/nairobi africa/asmera',
        'africa/tripoli libya', 'america/adak america/atka us/aleutian', 'america/anchorage us/alaska',
        'america/argentina/buenos_aires america/buenos_aires',
        'america/argentina/catamarca america/argentina/comodrivadavia america/catamarca',
        'america/argentina/cordoba america/cordoba america/rosario', 'america/argentina/jujuy america/jujuy',
        'america/argentina/mendoza america/mendoza', 'america/chicago us/central',
        'america/denver america/shiprock navajo us/mountain', 'america/detroit us/michigan',
        'america/edmonton america/yellowknife canada/mountain', 'america/halifax canada/atlantic',
        'america/havana cuba',
        'america/indiana/indianapolis america/fort_wayne america/indianapolis us/east-indiana',
        'america/indiana/knox america/knox_in us/indiana-starke', 'america/iqaluit america/pangnirtung',
        'america/jamaica jamaica', 'america/kentucky/louisville america/louisville',
        'america/los_angeles us/pacific', 'america/manaus brazil/west', 'america/mazatlan mexico/bajasur',
        'america/mexico_city mexico/general', 'america/new_york us/eastern', 'america/noronha brazil/denoronha',
        'america/nuuk america/godthab', 'america/panama america/coral_harbour', 'america/phoenix us/arizona',
        'america/puerto_rico america/kralendijk america/lower_princes america/marigot',
        'america/puerto_rico america/st_barthelemy america/virgin',
        'america/regina canada/saskatchewan', 'america/rio_branco america/porto_acre brazil/acre',
        'america/santiago chile/continental', 'america/sao_paulo brazil/east',
        'america/st_johns canada/newfoundland',
        'america/tijuana america/ensenada america/santa_isabel mexico/bajanorte',
        'america/toronto america/montreal america/nipigon america/thunder_bay canada/eastern',
        'america/vancouver canada/pacific', 'america/whitehorse canada/yukon',
        'america/winnipeg america/rainy_river canada/central', 'asia/ashgabat asia/ashkhabad',
        'asia/dhaka asia/dacca', 'asia/ho_chi_minh asia/saigon', 'asia/hong_kong hongkong',
        'asia/jerusalem asia/tel_aviv israel', 'asia/kathmandu asia/katmandu', 'asia/kolkata asia/calcutta',
        'asia/macau asia/macao', 'asia/makassar asia/ujung_pandang', 'asia/nicosia europe/nicosia',
        'asia/seoul rok', 'asia/shanghai asia/chongqing asia/chungking asia/harbin prc',
        'asia/singapore singapore', 'asia/taipei roc', 'asia/tehran iran', 'asia/thimphu asia/thimbu',
        'asia/tokyo japan', 'asia/ulaanbaatar asia/choibalsan asia/ulan_bator', 'asia/urumqi asia/kashgar',
        'asia/yangon asia/rangoon', 'atlantic/faroe atlantic/faeroe', 'atlantic/reykjavik iceland',
        'australia/adelaide australia/south', 'australia/brisbane australia/queensland',
        'australia/broken_hill australia/yancowinna', 'australia/darwin australia/north',
        'australia/hobart australia/currie australia/tasmania', 'australia/lord_howe australia/lhi',
        'australia/melbourne australia/victoria', 'australia/perth australia/west',
        'australia/sydney australia/act australia/canberra australia/nsw',
        'etc/gmt etc/gmt+0 etc/gmt-0 etc/gmt0 etc/greenwich gmt gmt+0 gmt-0 gmt0 greenwich',
        'etc/utc etc/uct etc/universal etc/zulu uct utc universal zulu', 'europe/belgrade europe/podgorica',
        'europe/berlin arctic/longyearbyen atlantic/jan_mayen', 'europe/chisinau europe/tiraspol',
        'europe/dublin eire', 'europe/helsinki europe/mariehamn', 'europe/istanbul asia/istanbul turkey',
        'europe/kyiv europe/kiev europe/uzhgorod europe/zaporozhye', 'europe/lisbon portugal',
        'europe/london europe/belfast gb gb-eire', 'europe/moscow w-su', 'europe/prague europe/bratislava',
        'europe/rome europe/san_marino europe/vatican', 'europe/warsaw poland', 'europe/zurich europe/busingen',
        'pacific/auckland antarctica/south_pole nz', 'pacific/chatham nz-chat',
        'pacific/easter chile/easterisland', 'pacific/guadalcanal pacific/ponape',
        'pacific/honolulu pacific/johnston us/hawaii', 'pacific/kanton pacific/enderbury',
        'pacific/kwajalein kwajalein', 'pacific/pago_pago pacific/samoa us/samoa',
        'pacific/port_moresby pacific/truk pacific/yap'
    ]) as a (names)
cross join lateral unnest(string_to_array(a.names, ' ')) as n (name);

-- Comments that fresh tables have.
comment on table pgsummary.rollup_day is
'sums of facts by app and UTC day, for ranges without filters; segment is 0 (a snapshot older than the upgrade from '
'0.1.0 sees others). Kinds: c conferences, s sessions, p their places, v their versions, i issues, q what charts show '
'over time: how long conferences took, how many sessions, connections; measures by their letters (see measure)';

comment on table pgsummary.rollup_quarter_hour is
'the same sums by 15 minutes of UTC, for the days that a range without filters cuts off; kind t: those of q by two '
'hours, for these and for the days of other time zones';

-- What tells a database that cannot be answered from: a mark in a table of its own, and the triggers as last seen.
create table pgsummary.generation (id uuid not null);

comment on table pgsummary.generation is
'one row that marks the tables of one install: the generation of state. A different one means that a '
'restore has put the data of two databases together (see check_state)';

insert into pgsummary.generation (id)
select md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)::uuid;

alter table pgsummary.state
add column generation uuid,
add column paused_at timestamptz,
add column trigger_ids bigint,
add column trigger_xids xid [],
add column log_xids xid [],
add column owner_xids xid [],
add column owner_database oid,
add column unlogged_before bigint,
add column archived_before date,
add column ignored_changes bigint not null default 0;

update pgsummary.state set generation = (select g.id from pgsummary.generation as g);

-- Hashes are those of the bytes as they are, which in UTF8 and SQL_ASCII they were.
update pgsummary.term set hash = sha256(convert_to(value, 'SQL_ASCII'))
where getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

update pgsummary.gum_error set hash = sha256(convert_to(key, 'SQL_ASCII'))
where getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

update pgsummary.profile set hash = sha256(convert_to(key, 'SQL_ASCII'))
where id > 0 and getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

update pgsummary.place
set
    hash = sha256(
        convert_to(array[city, country_code]::text, 'SQL_ASCII') || float8send(latitude) || float8send(longitude)
    )
where getdatabaseencoding() not in ('UTF8', 'SQL_ASCII');

-- Sessions by version of browser and system.
alter table pgsummary.session_fact add column browser_version integer, add column os_version integer;

comment on table pgsummary.session_fact is
'one row per active session: browser_version and os_version are terms, null without a platform';

alter type pgsummary.session_reading add attribute browser_version text, add attribute os_version text;

-- Set-up times by bins of 5 %, of which the range follows; what is not folded yet has the range alone (see
-- setup_range_of). How long conferences took and how many sessions there were, by time.
alter table pgsummary.connection_fact rename column setup_range to setup_bin;

comment on table pgsummary.connection_fact is
'one row per active connection: relayed (1 or 0, null without a type), bin of its set-up time (see setup_bin)';

alter type pgsummary.connection_reading rename attribute setup_range to setup_bin;

-- What is wanted by time is one kind (q): connections (which were n), how many sessions, how long conferences took.
insert into pgsummary.rollup_quarter_hour (app, kind, bucket, measures, vals, counts)
select
    s.app, 'q' as kind, s.bucket, array_agg(s.measure) as measures, array_agg(s.value) as vals,
    array_agg(s.n) as counts
from (
    select r.app, r.bucket, u.measure, u.value, sum(u.n)::integer as n
    from pgsummary.rollup_quarter_hour as r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.kind = 'n'
    group by r.app, r.bucket, u.measure, u.value
    having sum(u.n) <> 0
    union all
    select r.app, r.bucket, 'n' as measure, 0 as value, sum(u.n)::integer as n
    from pgsummary.rollup_quarter_hour as r
    cross join lateral unnest(r.measures, r.counts) as u (measure, n)
    where r.kind = 's' and u.measure = 'c'
    group by r.app, r.bucket
    having sum(u.n) <> 0
    union all
    select
        f.app, q.bucket, 'e' as measure, u.value, sum(f.duration / u.value % 64)::integer as n
    from pgsummary.conference_fact as f
    cross join unnest('{1,64,4096,262144,16777216,1073741824}'::integer []) as u (value)
    cross join
        lateral (
            select
                (
                    date_trunc('hour', f.created_at at time zone 'UTC')
                    + make_interval(mins => extract(minute from f.created_at at time zone 'UTC')::integer / 15 * 15)
                ) at time zone 'UTC' as bucket
        ) as q
    group by f.app, q.bucket, u.value
    having sum(f.duration / u.value % 64) <> 0
) as s
group by s.app, s.bucket;

-- The same by two hours, for the days of other time zones.
insert into pgsummary.rollup_quarter_hour (app, kind, bucket, measures, vals, counts)
select
    s.app, 't' as kind, s.bucket, array_agg(s.measure) as measures, array_agg(s.value) as vals,
    array_agg(s.n) as counts
from (
    select r.app, h.bucket, u.measure, u.value, sum(u.n)::integer as n
    from pgsummary.rollup_quarter_hour as r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    cross join
        lateral (
            select
                (
                    date_trunc('day', r.bucket at time zone 'UTC')
                    + make_interval(hours => extract(hour from r.bucket at time zone 'UTC')::integer / 2 * 2)
                ) at time zone 'UTC' as bucket
        ) as h
    where r.kind = 'q'
    group by r.app, h.bucket, u.measure, u.value
    having sum(u.n) <> 0
) as s
group by s.app, s.bucket;

insert into pgsummary.rollup_day (app, segment, kind, day, measures, vals, counts)
select
    s.app, 0 as segment, 'q' as kind, s.day, array_agg(s.measure) as measures, array_agg(s.value) as vals,
    array_agg(s.n) as counts
from (
    select r.app, (r.bucket at time zone 'UTC')::date as day, u.measure, u.value, sum(u.n)::integer as n
    from pgsummary.rollup_quarter_hour as r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.kind = 'q'
    group by r.app, (r.bucket at time zone 'UTC')::date, u.measure, u.value
    having sum(u.n) <> 0
) as s
group by s.app, s.day;

insert into pgsummary.rollup_month (app, kind, month, measures, vals, counts)
select
    s.app, 'q' as kind, s.month, array_agg(s.measure) as measures, array_agg(s.value) as vals,
    array_agg(s.n) as counts
from (
    select
        r.app, date_trunc('month', r.day::timestamp)::date as month, u.measure, u.value,
        sum(u.n)::integer as n
    from pgsummary.rollup_day as r
    cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
    where r.kind = 'q'
    group by r.app, date_trunc('month', r.day::timestamp), u.measure, u.value
    having sum(u.n) <> 0
) as s
group by s.app, s.month;

delete from pgsummary.rollup_quarter_hour
where kind = 'n';
delete from pgsummary.rollup_day
where kind = 'n';
delete from pgsummary.rollup_month
where kind = 'n';

-- Segments lack the seconds: days get theirs again when all is folded, which takes less than to bring them along. A
-- snapshot from before is answered from facts (see rollup_format).
drop table pgsummary.rollup_segment;

create table pgsummary.rollup_segment (
    app integer not null,
    segment integer not null,
    day date not null,
    late boolean not null,
    measures "char" [] not null,
    vals integer [] not null,
    counts integer [] not null,
    primary key (app, segment, day, late)
)
with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);

comment on table pgsummary.rollup_segment is
'the same sums by segment and UTC day, all kinds in one row, for ranges with filters; only of days in segmented_day. '
'Measures are those that packed_in gives. What came to a day after it was segmented has a row of its own (late), to be '
'added to the other, as long as it is short';

delete from pgsummary.segmented_day;

-- Archived days.
create table pgsummary.archived_day (
    app integer not null,
    day date not null,
    closed_at timestamptz not null default now(),
    checksum bytea not null,
    conferences pgsummary.conference_fact [] not null,
    sessions pgsummary.session_fact [] not null,
    connections pgsummary.connection_fact [] not null,
    issues pgsummary.issue_fact [] not null,
    primary key (app, day)
);

comment on table pgsummary.archived_day is
'what an app and a UTC day counted when the day was archived: its facts without ids and set-up times, each at its '
'quarter of an hour. They replace rollup_quarter_hour, and serve the filters that the day has no segments for. '
'checksum: of these and of its rollups (see archived_checksums)';

-- What an install writes down besides: whom it granted the functions of the API, and what a definition means.
alter table pgsummary.state add column granted_to text [] not null default '{}';

alter table pgsummary.installed_object add column meaning text not null default '';

comment on table pgsummary.installed_object is
'every object of ours in the order of the install, by the name that drops it: with the hash of what its file says, of '
'its declaration (of functions), of what it means (without comments and white space, of triggers and of functions that '
'define stored numbers) and of what the catalogue said after the install (an index that is yet to be built: none). '
'status compares, uninstall drops';

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

comment on type pgsummary.conference_reading is 'a row of read_conferences';

comment on type pgsummary.session_reading is 'a row of read_sessions';

comment on type pgsummary.connection_reading is 'a row of read_connections';

comment on type pgsummary.issue_reading is 'a row of read_issues';

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
