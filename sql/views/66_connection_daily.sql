-- Stage 66, views: connections by UTC day, for BI tools.
create materialized view pgsummary.connection_daily as
select
    a.app_id,
    r.day,
    coalesce(sum(u.n) filter (where u.measure = pgsummary.measure('relayed') and u.value = 0), 0)::bigint as direct,
    coalesce(sum(u.n) filter (where u.measure = pgsummary.measure('relayed') and u.value = 1), 0)::bigint as relayed,
    coalesce(sum(u.n) filter (where u.measure = pgsummary.measure('setup_bin')), 0)::bigint as set_up,
    coalesce(
        sum(u.n) filter (
            where u.measure = pgsummary.measure('setup_bin') and pgsummary.setup_range_of(u.value) <= 4
        ), 0
    )::bigint as set_up_within_1s,
    coalesce(
        sum(u.n) filter (
            where u.measure = pgsummary.measure('setup_bin') and pgsummary.setup_range_of(u.value) = 11
        ), 0
    )::bigint as set_up_after_5s
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
where r.segment = 0 and r.kind = 'q'
group by a.app_id, r.day;

create unique index connection_daily_key on pgsummary.connection_daily (app_id, day);

comment on materialized view pgsummary.connection_daily is
'connections by app and UTC day: direct, relayed, those with a set-up time, within a second, after 5 seconds and more; '
'as of state.views_refreshed_at';
