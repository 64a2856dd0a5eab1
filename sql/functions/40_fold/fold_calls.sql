-- Stage 40, fold: folds conferences of which only the call changed. Participants, profiles and codes of their facts are
-- unchanged, or the log has another cause for them.
create or replace function pgsummary.fold_calls(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_calls$
declare
    increments pgsummary.increment[];
begin
    with changed as materialized (
        select f.id, f.app, f.created_at, f.profiles, f.status as old_status, f.duration as old_duration,
            f.participants, l.status, l.duration
        from (select n.id, n.status, n.duration from pgsummary.read_conferences(fold_calls.ids) n) l
        cross join lateral (select x.* from pgsummary.conference_fact x where x.id = l.id offset 0) f
        where (l.status, l.duration) is distinct from (f.status, f.duration)
    ),
    written as (
        update pgsummary.conference_fact f
        set status = c.status, duration = c.duration
        from changed c
        where f.id = c.id
    ),
    summed as (
        select c.app, m.kind, pgsummary.quarter_hour_of(c.created_at) as bucket, d.profiles, m.measure, m.value,
            sum(m.n)::integer as n
        from changed c
        -- Only segments need profiles.
        left join lateral (
            select c.profiles from pgsummary.segmented_day s
            where s.app = c.app and s.day = (c.created_at at time zone 'UTC')::date
            offset 0
        ) d on true
        cross join lateral (
            values
                ('c'::"char", pgsummary.measure('status'), c.old_status::integer, -1),
                ('c', pgsummary.measure('status'), c.status, 1),
                ('c', pgsummary.measure('size'), pgsummary.packed_size(c.participants, c.old_duration), -1),
                ('c', pgsummary.measure('size'), pgsummary.packed_size(c.participants, c.duration), 1)
            union all
            select 'q', pgsummary.measure('seconds'), s.value, -s.n from pgsummary.seconds_in(c.old_duration) s
            union all
            select 'q', pgsummary.measure('seconds'), s.value, s.n from pgsummary.seconds_in(c.duration) s
        ) as m (kind, measure, value, n)
        group by 1, 2, 3, 4, 5, 6
        having sum(m.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, s.profiles, s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_calls$;

comment on function pgsummary.fold_calls(uuid []) is
'updates status and duration in the facts of these conferences from their source, and returns what the rollups lack';
