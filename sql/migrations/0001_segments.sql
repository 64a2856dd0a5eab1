-- Segments of up to four filter values, kept of days that are over, in a table of their own. What a snapshot sees that
-- is older than this upgrade is still right: facts and the sums without filters stay, and no day is segmented.
delete from pgsummary.rollup_day
where segment <> 0;

drop table pgsummary.segment;

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

insert into pgsummary.segment (browser, os, country, app_version)
select distinct
    case when c.bits & 1 > 0 then p.browser else -1 end as browser,
    case when c.bits & 2 > 0 then p.os else -1 end as os,
    case when c.bits & 4 > 0 then p.country else -1 end as country,
    case when c.bits & 8 > 0 then p.app_version else -1 end as app_version
from pgsummary.profile as p
cross join generate_series(1, 15) as c (bits)
where p.id > 0;

update pgsummary.profile p
set
    segments = array(
        select s.id
        from unnest('{1,2,4,8,3,5,6,9,10,12,7,11,13,14,15}'::integer []) with ordinality as c (bits, place)
        inner join pgsummary.segment as s
            on
                s.browser = case when c.bits & 1 > 0 then p.browser else -1 end
                and s.os = case when c.bits & 2 > 0 then p.os else -1 end
                and s.country = case when c.bits & 4 > 0 then p.country else -1 end
                and s.app_version = case when c.bits & 8 > 0 then p.app_version else -1 end
        order by c.place
    )
where p.id > 0;

comment on table pgsummary.profile is
'what the filters can tell about a session: browser, OS, country and app version together (terms, 0 missing), and '
'the 15 segments it falls in, those of one value first; profile 0 is that of a row without an active session';

comment on table pgsummary.rollup_day is
'sums of facts by app and UTC day, for ranges without filters; segment is 0 (a snapshot older than the upgrade from '
'0.1.0 sees others). Kinds: c conferences (s status, d duration range, p participants, k issue code), t conferences in '
'time (t: quarter of the day * 4 + status), s sessions (b browser, o OS, c country, v app version), p places of '
'sessions (p), n connections (r relayed, s set-up range), i issues (k code, g getUserMedia error)';

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

alter table pgsummary.state add column busy_day integer not null default 6000;

comment on table pgsummary.state is
'one row: what is installed where, when the first refreshes were through (backfilled_at; null: not yet), and when it '
'was last refreshed; busy_day: from how many sessions on a day gets segments of several values';

comment on type pgsummary.coverage is
'how a range is covered: whole days and quarters by rollups, its ends by facts; mask has a bit to each profile id: '
'whether the filters select it';
