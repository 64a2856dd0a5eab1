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
    first constant timestamp := (select min(t.at) from unnest(tallies) t where t.n <> 0);
    last constant timestamp := (select max(t.at) from unnest(tallies) t where t.n <> 0);
    -- Of an open end, the first or the last bucket that anything counts for.
    fill_first constant timestamptz := coalesce(
        case when isfinite(fill_from) then fill_from end, pgsummary.cell_start(q, first)
    );
    fill_last constant timestamptz := coalesce(
        case when isfinite(fill_to) then fill_to end, pgsummary.cell_start(q, last)
    );
begin
    if fill and group_by <> 'all' then
        perform pgsummary.check_buckets(caller, group_by, fill_first, fill_last);
    end if;
    return query
    with counted as materialized (
        select
            case
                when group_by = 'all' then null when q.by_hour then t.at else date_trunc(group_by, t.at)
            end as at,
            case t.measure when of_time then of_status else t.measure end as measure,
            -- Seconds come in units, which may take back what others say.
            case when t.measure <> of_seconds then t.value end as value,
            sum(case t.measure when of_seconds then t.n * t.value else t.n end)::bigint as n
        from unnest(tallies) t
        where t.measure in (of_status, of_time, of_seconds, of_session, of_relayed, of_bin)
            and (group_by = 'all' or t.at is not null)
        group by 1, 2, 3
        having sum(case t.measure when of_seconds then t.n * t.value else t.n end) <> 0
    ),
    -- By nearest rank: the bin in which the counts so far reach the share. In the same pass as the sums, for a join of two
    -- sets of unknown size may take the product of both.
    ranked as (
        select c.*,
            sum(c.n) filter (where c.measure = of_bin) over (partition by c.at order by c.measure = of_bin, c.value) as so_far,
            sum(c.n) filter (where c.measure = of_bin) over (partition by c.at) as set_up
        from counted c
        where c.measure <> of_bin or newest is null or c.at >= (
            select min(d.at) from (select distinct x.at from counted x order by x.at desc limit newest) d
        )
    ),
    cell as (
        select
            r.at,
            coalesce(sum(r.n) filter (where r.measure = of_status), 0)::bigint as conferences,
            coalesce(sum(r.n) filter (where r.measure = of_status and r.value = 2), 0)::bigint as errors,
            coalesce(sum(r.n) filter (where r.measure = of_status and r.value = 1), 0)::bigint as warnings,
            coalesce(sum(r.n) filter (where r.measure = of_status and r.value = 3), 0)::bigint as ongoing,
            coalesce(sum(r.n) filter (where r.measure = of_seconds), 0)::float8 / 60 as call_minutes,
            coalesce(sum(r.n) filter (where r.measure = of_session), 0)::bigint as sessions,
            coalesce(sum(r.n) filter (where r.measure = of_relayed), 0)::bigint as connections,
            coalesce(sum(r.n) filter (where r.measure = of_relayed and r.value = 1), 0)::bigint as relayed,
            min(r.value) filter (where r.measure = of_bin and 100 * r.so_far >= 50 * r.set_up) as p50,
            min(r.value) filter (where r.measure = of_bin and 100 * r.so_far >= 90 * r.set_up) as p90,
            min(r.value) filter (where r.measure = of_bin and 100 * r.so_far >= 95 * r.set_up) as p95,
            min(r.value) filter (where r.measure = of_bin and 100 * r.so_far >= 99 * r.set_up) as p99
        from ranked r
        group by 1
    ),
    found as (
        select coalesce(pgsummary.cell_start(q, c.at), '-infinity') as start, c.*
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
    text, pgsummary.question, pgsummary.tally [], text, boolean, timestamptz, timestamptz, integer
) is
'rows of quality_summary, also those of empty buckets between two instants where fill says so; one row of all; '
'percentiles of only so many buckets with anything in them, the newest, where newest says so; 22023 where buckets are '
'too many';
