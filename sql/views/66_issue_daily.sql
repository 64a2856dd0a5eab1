-- Stage 66, views: issues by UTC day and code, for BI tools.
create materialized view pgsummary.issue_daily as
select
    a.app_id,
    r.day,
    t.value as code,
    pgsummary.issue_title(t.value) as title,
    coalesce(sum(u.n) filter (where u.measure = pgsummary.measure('issue_code')), 0)::bigint as issues,
    coalesce(sum(u.n) filter (where u.measure = pgsummary.measure('conference_code')), 0)::bigint as conferences
from pgsummary.rollup_day r
cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
join pgsummary.app_key a on a.key = r.app
join pgsummary.term t on t.id = u.value
where
    r.segment = 0 and r.kind in ('i', 'c')
    and u.measure in (pgsummary.measure('issue_code'), pgsummary.measure('conference_code'))
group by a.app_id, r.day, t.value;

create unique index issue_daily_key on pgsummary.issue_daily (app_id, day, code);

comment on materialized view pgsummary.issue_daily is
'issues created on a UTC day by app and code, and the conferences created on that day that have such an issue; as of '
'state.views_refreshed_at';
