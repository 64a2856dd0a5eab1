-- Stage 53, chart: tallies as the rows of quality_summary.
create or replace function pgsummary.quality_chart(
    caller text,
    q pgsummary.question,
    tallies pgsummary.tally [],
    rolled pgsummary.histogram [],
    group_by text,
    fill boolean default false,
    fill_from timestamptz default null,
    fill_to timestamptz default null
)
returns table (
    bucket timestamptz,
    date date,
    conferences bigint,
    errors bigint,
    warnings bigint,
    ongoing bigint,
    error_ratio float8,
    call_minutes float8,
    sessions bigint,
    connections bigint,
    relayed_ratio float8,
    setup_p50_ms float8,
    setup_p90_ms float8,
    setup_p95_ms float8,
    setup_p99_ms float8
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
as $quality_chart$
#variable_conflict use_column
declare
    of_status constant "char" := pgsummary.measure('status');
    of_time constant "char" := pgsummary.measure('time');
    of_seconds constant "char" := pgsummary.measure('seconds');
    of_session constant "char" := pgsummary.measure('session');
    of_relayed constant "char" := pgsummary.measure('relayed');
    of_bin constant "char" := pgsummary.measure('setup_bin');
    of_conferences constant "char"[] := array[of_status, of_time];
    of_counts constant "char"[] := array[of_status, of_time, of_seconds, of_session, of_relayed];
    fill_first timestamptz;
    fill_last timestamptz;
begin
    if fill and group_by <> 'all' then
        select b.first_instant, b.last_instant into fill_first, fill_last
        from pgsummary.fill_bounds(caller, q, tallies || array(
            select row(null, null, null, h.at, 1)::pgsummary.tally from unnest(rolled) h
        ), group_by, fill_from, fill_to) b;
    end if;
    return query
    with histogram as materialized (
        select
            case
                when group_by = 'all' then '-infinity' when group_by in ('hour', 'day') then h.at
                else date_trunc(group_by, h.at)
            end as at,
            h.sign, h.measures, h.vals, h.counts
        from unnest(rolled) h
    ),
    tally as materialized (
        select
            case
                when group_by = 'all' then '-infinity' when group_by in ('hour', 'day') then t.at
                else date_trunc(group_by, t.at)
            end as at,
            t.measure, t.value, t.n::float8 as n
        from unnest(tallies) t
        where group_by = 'all' or t.at is not null
    ),
    cell as (
        select
            c.at,
            coalesce(sum(c.n) filter (where c.measure = any (of_conferences)), 0)::bigint as conferences,
            coalesce(sum(c.n) filter (where c.measure = any (of_conferences) and c.value = 2), 0)::bigint as errors,
            coalesce(sum(c.n) filter (where c.measure = any (of_conferences) and c.value = 1), 0)::bigint as warnings,
            coalesce(sum(c.n) filter (where c.measure = any (of_conferences) and c.value = 3), 0)::bigint as ongoing,
            -- Seconds come in units, which may take back what others say.
            coalesce(sum(c.n * c.value) filter (where c.measure = of_seconds), 0) / 60 as call_minutes,
            coalesce(sum(c.n) filter (where c.measure = of_session), 0)::bigint as sessions,
            coalesce(sum(c.n) filter (where c.measure = of_relayed), 0)::bigint as connections,
            coalesce(sum(c.n) filter (where c.measure = of_relayed and c.value = 1), 0)::bigint as relayed
        from (
            select t.at, t.measure, t.value, t.n
            from tally t
            where t.measure = any (of_counts)
            union all
            select h.at, w.measure, u.value, (h.sign * u.n)::float8
            from histogram h
            cross join unnest(of_counts) as w (measure)
            cross join lateral pgsummary.values_of(h.measures, h.vals, h.counts, w.measure) u
        ) c
        group by 1
        -- What the log takes back leaves no empty bucket.
        having sum(c.n) filter (where c.measure <> of_seconds) <> 0
            or sum(c.n * c.value) filter (where c.measure = of_seconds) <> 0
    ),
    -- Percentiles by nearest rank: the first bin up to which there are enough. In float8, for a sum of bigint is numeric.
    bins as (
        select r.at, array_agg(r.value order by r.value) as vals, array_agg(r.up_to order by r.value) as up_to,
            max(r.up_to) as n
        from (
            -- Rows of the same bin count together.
            select b.at, b.value, sum(b.n) over (partition by b.at order by b.value) as up_to
            from (
                select t.at, t.value, t.n
                from tally t
                where t.measure = of_bin
                union all
                select h.at, u.value, (h.sign * u.n)::float8
                from histogram h
                cross join lateral pgsummary.values_of(h.measures, h.vals, h.counts, of_bin) u
            ) b
        ) r
        group by r.at
        having max(r.up_to) > 0
    ),
    found as (
        select
            case group_by when 'all' then '-infinity' else pgsummary.cell_start(q, at) end as start,
            at, c.conferences, c.errors, c.warnings, c.ongoing, c.call_minutes, c.sessions, c.connections, c.relayed,
            b.vals[width_bucket(ceil(50 * b.n / 100) - 1, b.up_to) + 1] as p50,
            b.vals[width_bucket(ceil(90 * b.n / 100) - 1, b.up_to) + 1] as p90,
            b.vals[width_bucket(ceil(95 * b.n / 100) - 1, b.up_to) + 1] as p95,
            b.vals[width_bucket(ceil(99 * b.n / 100) - 1, b.up_to) + 1] as p99
        from cell c
        full join bins b using (at)
    ),
    wanted as (
        select f.start, case when q.by_hour then f.start at time zone q.zone else f.at end::date as date
        from found f
        where group_by <> 'all'
        union
        select b.bucket, b.date
        from pgsummary.buckets(group_by, q.zone, fill_first, fill_last) b
        where fill and group_by <> 'all' and fill_first <= fill_last
        union
        select '-infinity', null
        where group_by = 'all'
    )
    select
        nullif(w.start, '-infinity'),
        w.date,
        coalesce(f.conferences, 0),
        coalesce(f.errors, 0),
        coalesce(f.warnings, 0),
        coalesce(f.ongoing, 0),
        f.errors / nullif(f.conferences - f.ongoing, 0)::float8,
        coalesce(f.call_minutes, 0),
        coalesce(f.sessions, 0),
        coalesce(f.connections, 0),
        f.relayed / nullif(f.connections, 0)::float8,
        pgsummary.setup_bin_ms(f.p50),
        pgsummary.setup_bin_ms(f.p90),
        pgsummary.setup_bin_ms(f.p95),
        pgsummary.setup_bin_ms(f.p99)
    from wanted w
    left join found f on f.start = w.start
    order by 1, 2;
end
$quality_chart$;

comment on function pgsummary.quality_chart(
    text, pgsummary.question, pgsummary.tally [], pgsummary.histogram [], text, boolean, timestamptz, timestamptz
) is
'rows of quality_summary, with fill also the empty buckets between two instants; one row for all; rolled: more to '
'count; 22023 if there are too many buckets';
