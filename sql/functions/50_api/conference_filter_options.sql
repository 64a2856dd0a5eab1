-- Stage 50, API: what the drop-downs of the filters offer.
create or replace function public.conference_filter_options(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null
)
returns table (dimension text, value text, sessions bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $conference_filter_options$
#variable_conflict use_column
declare
    dimensions constant text[] := '{browser,os,country,app_version}';
    cov pgsummary.coverage := pgsummary.cover('conference_filter_options', conference_filter_options.app_id,
    created_at_gte, created_at_lte);
begin
    return query
    with counted as (
        select m.place, m.dimension, coalesce(c.name, t.value, 'Unknown') as value, sum(c.n) as n
        from pgsummary.session_counts(
            cov, conference_filter_options.app_id,
            array(select pgsummary.measure(d.name) from unnest(dimensions) as d (name))
        ) c
        join unnest(dimensions) with ordinality as m (dimension, place) on pgsummary.measure(m.dimension) = c.measure
        left join pgsummary.term t on t.id = c.value
        group by 1, 2, 3
        having sum(c.n) > 0
    )
    select c.dimension, c.value, c.n::bigint
    from counted c
    order by c.place, c.n desc, c.value collate "C";
end
$conference_filter_options$;

comment on function public.conference_filter_options(uuid, timestamptz, timestamptz) is
'The values a filter can choose: dimension (browser, os, country, app_version), value, sessions of the '
'range that have it, most frequent first, then by value. Unknown are the sessions without one. '
'created_at_gte, created_at_lte: both inclusive, null = open. Errors: 22004 app_id is null. Source: '
'rollups, facts and log of session_fact.';

revoke all on function public.conference_filter_options(uuid, timestamptz, timestamptz) from public;
