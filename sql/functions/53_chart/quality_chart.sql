-- Stage 53, chart: tallies as the rows of quality_summary.
create or replace function pgsummary.quality_chart(
    caller text,
    q pgsummary.question,
    tallies pgsummary.tally [],
    group_by text,
    fill boolean default false,
    fill_from timestamptz default null,
    fill_to timestamptz default null,
    newest integer default null
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
as $quality_chart$
#variable_conflict use_column
declare
    of_status constant "char" := pgsummary.measure('status');
    of_time constant "char" := pgsummary.measure('time');
    of_seconds constant "char" := pgsummary.measure('seconds');
    of_session constant "char" := pgsummary.measure('session');
    of_relayed constant "char" := pgsummary.measure('relayed');
    of_bin constant "char" := pgsummary.measure('setup_bin');
    fill_first timestamptz;
    fill_last timestamptz;
begin
    if fill and group_by <> 'all' then
        select b.first_instant, b.last_instant into fill_first, fill_last
        from pgsummary.fill_bounds(caller, q, tallies, group_by, fill_from, fill_to) b;
    end if;
    return query
    with counted as materialized (
        select
            case
                when group_by = 'all' then null when group_by in ('hour', 'day') then t.at else date_trunc(group_by, t.at)
            end as at,
            case t.measure when of_time then of_status else t.measure end as measure,
            -- Seconds come in units, some of which may be negative.
            case when t.measure <> of_seconds then t.value end as value,
            sum(case t.measure when of_seconds then t.n * t.value else t.n end)::bigint as n
        from unnest(tallies) t
        where t.measure in (of_status, of_time, of_seconds, of_session, of_relayed, of_bin)
            and (group_by = 'all' or t.at is not null)
        group by 1, 2, 3
        having sum(case t.measure when of_seconds then t.n * t.value else t.n end) <> 0
    ),
    cell as (
        select
            c.at,
            coalesce(sum(c.n) filter (where c.measure = of_status), 0)::bigint as conferences,
            coalesce(sum(c.n) filter (where c.measure = of_status and c.value = 2), 0)::bigint as errors,
            coalesce(sum(c.n) filter (where c.measure = of_status and c.value = 1), 0)::bigint as warnings,
            coalesce(sum(c.n) filter (where c.measure = of_status and c.value = 3), 0)::bigint as ongoing,
            coalesce(sum(c.n) filter (where c.measure = of_seconds), 0)::float8 / 60 as call_minutes,
            coalesce(sum(c.n) filter (where c.measure = of_session), 0)::bigint as sessions,
            coalesce(sum(c.n) filter (where c.measure = of_relayed), 0)::bigint as connections,
            coalesce(sum(c.n) filter (where c.measure = of_relayed and c.value = 1), 0)::bigint as relayed,
            array_agg(c.value order by c.value) filter (where c.measure = of_bin) as bins,
            array_agg(c.n order by c.value) filter (where c.measure = of_bin) as bin_counts,
            sum(c.n) filter (where c.measure = of_bin)::bigint as set_up
        from counted c
        group by 1
    ),
    found as (
        select
            coalesce(pgsummary.cell_start(q, c.at), '-infinity') as start, c.*,
            case
                when newest is null or row_number() over (order by c.at desc) <= newest
                    then pgsummary.nearest_ranks(c.bins, c.bin_counts, c.set_up, '{50,90,95,99}')
            end as ranks
        from cell c
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
        pgsummary.setup_bin_ms(f.ranks[1]),
        pgsummary.setup_bin_ms(f.ranks[2]),
        pgsummary.setup_bin_ms(f.ranks[3]),
        pgsummary.setup_bin_ms(f.ranks[4])
    from wanted w
    left join found f on f.start = w.start
    order by 1, 2;
end
$quality_chart$;

comment on function pgsummary.quality_chart(
    text, pgsummary.question, pgsummary.tally [], text, boolean, timestamptz, timestamptz, integer
) is
'rows of quality_summary, with fill also the empty buckets between two instants; one row for all; newest: percentiles '
'only for that many of the newest buckets that are not empty; 22023 if there are too many buckets';
