-- Stage 30, internal: what the log takes back from the facts of sessions (-1) and adds from their source (+1), within
-- the range and the filters. Inlined, so that a caller pays for the columns it reads; hence no SET.
create or replace function pgsummary.session_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (n integer, profile text, city text, country_code text, latitude float8, longitude float8)
language sql
stable
parallel safe
as $session_delta$
select -1, (select p.key from pgsummary.profile p where p.id = f.profile),
    x.city, x.country_code, x.latitude, x.longitude
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.session_fact x where x.id = k.id offset 0
) f left join pgsummary.place x on x.id = f.place
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1)
union all
select 1, l.profile, l.city, l.country_code, l.latitude, l.longitude
from pgsummary.live_sessions(changed) l
where l.app_id = session_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.profile_passes(
        l.profile, session_delta.browser, session_delta.os, session_delta.country, session_delta.app_version
    ))
$session_delta$;

comment on function pgsummary.session_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the sessions that changed since the last refresh, names spelled out';
