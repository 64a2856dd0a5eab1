-- Stage 30, internal: what the log takes back from the facts of conferences (-1) and adds from their source (+1),
-- within the range and the filters. Inlined, so that a caller pays for the columns it reads; hence no SET.
create or replace function pgsummary.conference_delta(
    cov pgsummary.coverage,
    changed uuid [],
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (
    n integer,
    created_at timestamptz,
    duration integer,
    participants integer,
    status smallint,
    codes text []
)
language sql
stable
parallel safe
as $conference_delta$
select -1, f.created_at, f.duration, f.participants, f.status,
    array(select t.value from unnest(f.codes) as c (id) join pgsummary.term t on t.id = c.id)
from unnest(changed) as k (id)
cross join lateral (
    select x.* from pgsummary.conference_fact x where x.id = k.id offset 0
) f
where f.app = cov.app and f.created_at >= cov.lower_bound and f.created_at < cov.upper_bound
    and (not cov.filtered or pgsummary.any_selected(f.profiles, cov.mask))
union all
select 1, l.created_at, l.duration, l.participants, l.status, l.codes
from pgsummary.live_conferences(changed) l
where l.app_id = conference_delta.app_id and l.created_at >= cov.lower_bound and l.created_at < cov.upper_bound
    and (not cov.filtered or exists (
        select from unnest(l.profiles) as p (key)
        where pgsummary.profile_passes(
            p.key, conference_delta.browser, conference_delta.os, conference_delta.country, conference_delta.app_version
        )
    ))
$conference_delta$;

comment on function pgsummary.conference_delta(pgsummary.coverage, uuid [], uuid, text, text, text, text) is
'signed rows of the conferences that changed since the last refresh, names spelled out';
