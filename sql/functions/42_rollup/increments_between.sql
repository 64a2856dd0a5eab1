-- Stage 42, rollup: what the rollups lack when facts of one kind are replaced. The increments of old and new add up.
create or replace function pgsummary.increments_between(gone anyarray, come anyarray)
returns pgsummary.increment []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set enable_sort = off
as $increments_between$
begin
    return (
        select array_agg(row(i.app, i.kind, i.bucket, i.profiles, i.measure, i.value, i.n)::pgsummary.increment)
        from (
            select
                s.app, m.kind, pgsummary.quarter_hour_of(s.created_at) as bucket,
                -- Except for sessions, only segments need profiles.
                case when m.kind = 's' or d.segmented then m.profiles end as profiles,
                m.measure, m.value, sum(s.n * m.n)::integer as n
            from (
                select -1 as n, g.app, g.created_at, g as fact from unnest(gone) g
                union all
                select 1, c.app, c.created_at, c from unnest(come) c
            ) s
            cross join lateral (
                select exists (
                    select from pgsummary.segmented_day x
                    where x.app = s.app and x.day = (s.created_at at time zone 'UTC')::date
                ) as segmented
                offset 0
            ) d
            cross join lateral pgsummary.measures(s.fact) m
            group by 1, 2, 3, 4, 5, 6
            having sum(s.n * m.n) <> 0
        ) i
    );
end
$increments_between$;

comment on function pgsummary.increments_between(anyarray, anyarray) is
'the increments of facts of one kind: of the old ones with -1, of the new ones with 1';
