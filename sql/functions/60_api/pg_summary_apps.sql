-- Stage 60, API: the apps whose dashboards are worth keeping warm.
create or replace function public.pg_summary_apps()
returns jsonb
language sql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $pg_summary_apps$
    select coalesce(jsonb_agg(a.id order by a.id), '[]') from public.app a where a.is_active
$pg_summary_apps$;

comment on function public.pg_summary_apps() is
'The ids of all active apps, as one array. Source: app.';

revoke all on function public.pg_summary_apps() from public;
