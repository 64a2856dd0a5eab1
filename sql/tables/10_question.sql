-- Stage 10, tables: the composite types that functions pass on while they compute an answer.
-- A question: made once per call (see ask), and passed on as a whole.
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
