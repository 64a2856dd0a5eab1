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
as $conference_filter_options$
#variable_conflict use_column
declare
    cov pgsummary.coverage := pgsummary.cover('conference_filter_options', conference_filter_options.app_id, created_at_gte, created_at_lte);
    changed uuid[] := pgsummary.changed_sessions();
begin
    return query
    with counted as (
        select x.dimension, coalesce(case when x.value is null then x.text else t.value end, 'Unknown') as value,
            sum(x.n) as n
        from (
            select m.dimension, greatest(u.value, 0) as value, null as text, u.n
            from (values (1, 'b'::"char"), (2, 'o'), (3, 'c'), (4, 'v')) as m (dimension, measure)
            cross join lateral pgsummary.rollup_counts(cov, 's', m.measure) u
            union all
            select v.dimension, v.value, null, 1
            from pgsummary.session_edges(cov) f
            join pgsummary.profile p on p.id = f.profile
            cross join lateral (
                values (1, p.browser), (2, p.os), (3, p.country), (4, p.app_version)
            ) as v (dimension, value)
            union all
            select m.dimension, null, (d.profile::text [])[m.dimension], d.n
            from pgsummary.session_delta(cov, changed, conference_filter_options.app_id) d
            cross join generate_series(1, 4) as m (dimension)
        ) x
        left join pgsummary.term t on t.id = x.value
        group by 1, 2
        having sum(x.n) > 0
    )
    select (array['browser', 'os', 'country', 'app_version'])[c.dimension], c.value, c.n::bigint
    from counted c
    order by c.dimension, c.n desc, c.value collate "C";
end
$conference_filter_options$;

comment on function public.conference_filter_options(uuid, timestamptz, timestamptz) is
'The values a filter can choose: dimension (browser, os, country, app_version), value, sessions of the '
'range that have it, most frequent first, then by value. Unknown are the sessions without one. '
'created_at_gte, created_at_lte: both inclusive, null = open. Errors: 22004 app_id is null. Source: '
'rollups, facts and log of session_fact.';

revoke all on function public.conference_filter_options(uuid, timestamptz, timestamptz) from public;
