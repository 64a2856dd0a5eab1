-- Stage 66, views: sessions by UTC day and by one of their values, for BI tools.
create materialized view pgsummary.session_daily as
select
    a.app_id,
    r.day,
    case u.measure
        when 'b' then 'browser' when 'o' then 'os' when 'c' then 'country' else 'app_version'
    end as dimension,
    -- One row per value, however long it is: an index entry has its limits.
    t.id as term,
    coalesce(t.value, 'Unknown') as value,
    sum(u.n)::bigint as sessions
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
left join pgsummary.term t on t.id = u.value
-- As in session_summary: browsers and systems of sessions with a platform, countries of those with a code.
where
    r.segment = 0 and r.kind = 's' and u.measure in ('b', 'o', 'c', 'v') and u.value >= 0
    and (u.value > 0 or u.measure <> 'c')
group by a.app_id, r.day, u.measure, t.id;

create unique index session_daily_key on pgsummary.session_daily (app_id, day, dimension, term);

comment on materialized view pgsummary.session_daily is
'sessions by app, UTC day, dimension (browser, os, country, app_version) and value, as of state.views_refreshed_at';
