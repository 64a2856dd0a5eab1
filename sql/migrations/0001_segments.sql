-- Segments of up to four filter values, kept of days that are over, in a table of their own. Facts and sums start anew:
-- the refreshes after an upgrade fold everything.
truncate pgsummary.conference_fact, pgsummary.session_fact, pgsummary.connection_fact, pgsummary.issue_fact;

truncate pgsummary.rollup_day, pgsummary.rollup_quarter, pgsummary.profile, pgsummary.segment;

insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
values (0, '', '', false, -2, -2, -2, -2, '{}');

alter table pgsummary.segment
drop column dimension,
drop column term,
add column browser integer not null,
add column os integer not null,
add column country integer not null,
add column app_version integer not null,
add unique (browser, os, country, app_version);

comment on table pgsummary.segment is
'a choice of one to four filter values: a term, 0 for missing, -1 where that dimension is not filtered';

comment on table pgsummary.profile is
'what the filters can tell about a session: browser, OS, country and app version together (terms, 0 missing), and '
'the 15 segments it falls in, those of one value first; profile 0 is that of a row without an active session';

alter table pgsummary.rollup_day
drop column segment,
add primary key (app, kind, day);

comment on table pgsummary.rollup_day is
'sums of facts by app and UTC day, for ranges without filters. Kinds: c conferences (s status, d duration range, '
'p participants, k issue code), t conferences in time (t: quarter of the day * 4 + status), s sessions (b browser, '
'o OS, c country, v app version), p places of sessions (l), n connections (r relayed, u set-up range), i issues '
'(i code, g getUserMedia error)';

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
'the same sums by segment and UTC day, all kinds in one row, for ranges with filters; only of days in segmented_day. t '
'stands for s too, and x (participants * 16 + duration range) for d and p; a value may come more than once, also with '
'a negative count';

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
