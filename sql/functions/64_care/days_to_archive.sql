-- Stage 64, care: the days that can be archived before a date.
create or replace function pgsummary.days_to_archive(before date)
returns table (day date, conferences bigint, sessions bigint, connections bigint, issues bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $days_to_archive$
select
    (f.created_at at time zone 'UTC')::date,
    count(*) filter (where f.kind = 'c'), count(*) filter (where f.kind = 's'),
    count(*) filter (where f.kind = 'n'), count(*) filter (where f.kind = 'i')
from pgsummary.app_key a
cross join lateral (
    select 'c' as kind, x.created_at from pgsummary.conference_fact x
    where x.app = a.key and x.created_at < before::timestamp at time zone 'UTC'
    union all
    select 's', x.created_at from pgsummary.session_fact x
    where x.app = a.key and x.created_at < before::timestamp at time zone 'UTC'
    union all
    select 'n', x.created_at from pgsummary.connection_fact x
    where x.app = a.key and x.created_at < before::timestamp at time zone 'UTC'
    union all
    select 'i', x.created_at from pgsummary.issue_fact x
    where x.app = a.key and x.created_at < before::timestamp at time zone 'UTC'
) f
group by 1
order by 1
$days_to_archive$;

comment on function pgsummary.days_to_archive(date) is
'the UTC days before a date that are not archived and have rows, oldest first, each with the number of its facts';
