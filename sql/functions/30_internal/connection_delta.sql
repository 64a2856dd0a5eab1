-- Stage 30, internal: what the log takes back from the facts of connections (-1) and adds from their source (+1),
-- within the range and the filters. Inlined, so that a caller pays for the columns it reads; hence no SET.
create or replace function pgsummary.connection_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (n integer, relayed smallint, setup_range smallint)
language sql
stable
parallel safe
as $connection_delta$
select -1, f.relayed, f.setup_range
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.connection_fact x where x.id = k.id offset 0
) f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pg_catalog.get_bit(cov.mask, f.profile) = 1)
union all
select 1, l.relayed, l.setup_range
from pgsummary.live_connections(changed) l
where l.app_id = connection_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.profile_passes(
        l.profile, connection_delta.browser, connection_delta.os, connection_delta.country, connection_delta.app_version
    ))
$connection_delta$;

comment on function pgsummary.connection_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the connections that changed since the last refresh, names spelled out';
