-- Stage 10, tables: rollups, the sums of facts. A row is a sparse histogram: so many (counts) have this value (vals)
-- of that measure (measures). Small rows, so that a day is one row to read.
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
'0.1.0 sees others). Kinds: c conferences, s sessions, p their places, v their versions, i issues, q what charts show '
'over time: how long conferences took, how many sessions, connections; measures by their letters (see measure)';

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

comment on table pgsummary.rollup_quarter_hour is
'the same sums by 15 minutes of UTC, for the days that a range without filters cuts off; kind t: those of q by two '
'hours, for these and for the days of other time zones';

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

create table pgsummary.segmented_day (
    app integer not null,
    day date not null,
    depth smallint not null,
    primary key (app, day)
);

comment on table pgsummary.segmented_day is
'the days that rollup_segment holds: with segments of how many values at most (depth: 1, on busy days 4). With '
'filters, other days are counted from facts: those not over yet, and with several values those that are not busy';

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

-- Facts of a type, so that a measure reads them as it reads a fact.
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

-- What a fold adds to the rollups: n rows of these profiles have this value of that measure.
create type pgsummary.increment as (
    app integer,
    kind "char",
    bucket timestamptz,
    profiles integer [],
    measure "char",
    value integer,
    n integer
);

comment on type pgsummary.increment is 'what a fold adds to the rollups';
