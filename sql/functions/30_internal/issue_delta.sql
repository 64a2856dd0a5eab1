-- Stage 30, internal: what the log takes back from the facts of issues (-1) and adds from their source (+1), within
-- the range and the filters. Inlined, so that a caller pays for the columns it reads; hence no SET.
create or replace function pgsummary.issue_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (n integer, code text, gum_error text)
language sql
stable
parallel safe
as $issue_delta$
select -1, (select t.value from pgsummary.term t where t.id = f.code),
    (select g.key from pgsummary.gum_error g where g.id = f.gum_error)
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.issue_fact x where x.id = k.id offset 0
) f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1)
union all
select 1, l.code, l.gum_error
from pgsummary.live_issues(changed) l
where l.app_id = issue_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.profile_passes(
        l.profile, issue_delta.browser, issue_delta.os, issue_delta.country, issue_delta.app_version
    ))
$issue_delta$;

comment on function pgsummary.issue_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the issues that changed since the last refresh, names spelled out';
