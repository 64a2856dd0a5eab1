-- Stage 53, chart: tallies of time as the rows of conference_summary.
create or replace function pgsummary.conference_chart(
    caller text,
    q pgsummary.question,
    tallies pgsummary.tally [],
    group_by text,
    fill boolean default false,
    fill_from timestamptz default null,
    fill_to timestamptz default null
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
set search_path = pg_catalog, pg_temp
as $conference_chart$
#variable_conflict use_column
declare
    fill_first timestamptz;
    fill_last timestamptz;
begin
    if fill then
        select b.first_instant, b.last_instant into fill_first, fill_last
        from pgsummary.fill_bounds(caller, q, tallies, group_by, fill_from, fill_to) b;
    end if;
    return query
    with cell as (
        select
            case when q.by_hour then t.at else date_trunc(group_by, t.at) end as at,
            coalesce(sum(t.n) filter (where t.value = 0), 0)::bigint as success,
            coalesce(sum(t.n) filter (where t.value = 1), 0)::bigint as warning,
            coalesce(sum(t.n) filter (where t.value = 2), 0)::bigint as error,
            coalesce(sum(t.n) filter (where t.value = 3), 0)::bigint as ongoing,
            sum(t.n)::bigint as total
        from unnest(tallies) t
        where t.measure = pgsummary.measure('time')
        group by 1
        having sum(t.n) > 0
    ),
    counted as (
        select pgsummary.cell_start(q, c.at) as bucket, c.*
        from cell c
    )
    select c.bucket,
        case when q.by_hour then c.bucket at time zone q.zone else c.at end::date,
        c.success, c.warning, c.error, c.ongoing, c.total
    from counted c
    where not fill
    union all
    select b.bucket, b.date, coalesce(sum(c.success), 0)::bigint, coalesce(sum(c.warning), 0)::bigint,
        coalesce(sum(c.error), 0)::bigint, coalesce(sum(c.ongoing), 0)::bigint, coalesce(sum(c.total), 0)::bigint
    from (
        select x.bucket, x.date from pgsummary.buckets(group_by, q.zone, fill_first, fill_last) x
        where fill and fill_first <= fill_last
        union
        select c.bucket, case when q.by_hour then c.bucket at time zone q.zone else c.at end::date from counted c
        where fill
    ) b
    left join counted c on c.bucket = b.bucket
    group by 1, 2
    order by 1, 2;
end
$conference_chart$;

comment on function pgsummary.conference_chart(
    text, pgsummary.question, pgsummary.tally [], text, boolean, timestamptz, timestamptz
) is
'rows of conference_summary, with fill also the empty buckets between two instants; 22023 if there are too many of '
'these';
