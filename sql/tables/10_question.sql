-- Stage 10, tables: the composite types of an answer on its way.
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
'app, range, filters and axis of time of a call, and how they are covered: of the whole days (first_day up to end_day) '
'months and days, of what is cut off quarters, and facts for the rest; before archived_before the facts are those of '
'archived_day. mask has one bit per profile: whether the filters select it; app, segment and mask are null where no '
'fact can match. timed: whether seconds, sessions and '
'connections are wanted by time, too; a whole day then counts for the local date of its noon, and what lies '
'on the other side of a local midnight is moved: quarters, and with filters facts';

-- How many rows have a value of a measure, perhaps at a time.
create type pgsummary.tally as (
    measure "char",
    value integer,
    name text,
    at timestamp,
    n bigint
);

comment on type pgsummary.tally is
'so many rows (n, negative where the log takes back) have this value of a measure; name: the value itself, where it '
'comes from the log; at: of the measure time, whose value is the status, and of a timed question seconds, session, '
'relayed and setup_bin, the local date, or the hour in UTC. The same may come more than once';
