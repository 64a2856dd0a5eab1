-- Stage 64, care: repairs what verify finds.
create or replace function pgsummary.repair(app_id uuid default null)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_custom_plan
set jit = off
as $repair$
declare
    kinds text[];
    entities text[];
    broken record;
begin
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'repair: another refresh is running'
        using errcode = 'SM001', hint = 'Stop the refresh, or wait for it, and repair again.';
    end if;
    select array_agg(v.kind), array_agg(v.entity) into kinds, entities from pgsummary.verify(repair.app_id) v;
    -- The next refresh sums them again.
    perform pgsummary.drop_months(
        array_agg(a.key), array_agg(date_trunc('month', split_part(v.entity, ' ', 2)::timestamp)::date)
    )
    from unnest(kinds, entities) as v (kind, entity)
    join pgsummary.app_key a on a.app_id = split_part(v.entity, ' ', 1)::uuid
    where v.kind like 'rollup%';
    -- The rollups become the sum of the facts as they are. Then the log names the wrong facts, and the next refresh
    -- corrects facts and rollups together.
    for broken in
        select distinct a.key as app, split_part(v.entity, ' ', 2)::date as day
        from unnest(kinds, entities) as v (kind, entity)
        join pgsummary.app_key a on a.app_id = split_part(v.entity, ' ', 1)::uuid
        where v.kind in ('rollup_day', 'rollup_quarter_hour', 'rollup_segment', 'rollup_time')
    loop
        delete from pgsummary.rollup_day r where r.app = broken.app and r.day = broken.day;
        delete from pgsummary.rollup_segment r where r.app = broken.app and r.day = broken.day;
        delete from pgsummary.rollup_quarter_hour r
        where r.app = broken.app and r.bucket >= broken.day::timestamp at time zone 'UTC'
            and r.bucket < (broken.day + 1)::timestamp at time zone 'UTC';
        delete from pgsummary.rollup_time r where r.app = broken.app and r.day = broken.day;
        perform pgsummary.add_to_rollups(pgsummary.increments_of_day(broken.app, broken.day));
        update pgsummary.state s set views_dirty = true;
    end loop;
    -- Last, because the repaired days were added to their months, too.
    perform pgsummary.sum_months(min(b.day), max(b.day) + 1)
    from (
        select split_part(v.entity, ' ', 2)::date as day
        from unnest(kinds, entities) as v (kind, entity)
        where v.kind like 'rollup%'
    ) b
    having count(*) > 0;
    insert into pgsummary.change_log (kind, entity, conference_id)
    select
        case v.kind when 'conference' then 'c' when 'session' then 's' when 'connection' then 'n' else 'i' end::"char",
        v.entity::uuid,
        case when v.kind = 'conference' then v.entity::uuid end
    from unnest(kinds, entities) as v (kind, entity)
    where v.kind in ('conference', 'session', 'connection', 'issue');
    return coalesce(cardinality(kinds), 0);
end
$repair$;

comment on function pgsummary.repair(uuid) is
'rebuilds the rollups that verify finds wrong, and logs the facts that it finds wrong, so that the next refresh '
'corrects them; returns how many there were. SM001 if another refresh holds the lock';
