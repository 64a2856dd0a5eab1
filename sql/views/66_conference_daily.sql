-- Stage 66, views: conferences by UTC day, for BI tools.
create materialized view pgsummary.conference_daily as
select
    a.app_id,
    r.day,
    coalesce(sum(u.n) filter (where u.value = 0), 0)::bigint as success,
    coalesce(sum(u.n) filter (where u.value = 1), 0)::bigint as warning,
    coalesce(sum(u.n) filter (where u.value = 2), 0)::bigint as error,
    coalesce(sum(u.n) filter (where u.value = 3), 0)::bigint as ongoing,
    sum(u.n)::bigint as total
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
where r.segment = 0 and r.kind = 'c' and u.measure = pgsummary.measure('status')
group by a.app_id, r.day;

create unique index conference_daily_key on pgsummary.conference_daily (app_id, day);

comment on materialized view pgsummary.conference_daily is
'conferences by app, UTC day and status, as of state.views_refreshed_at; conference_summary is exact at any moment';
