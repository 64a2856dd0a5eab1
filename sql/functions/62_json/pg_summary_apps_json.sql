-- Stage 62, JSON: the apps that a dashboard can be opened for, as the body of the endpoint.
create or replace function public.pg_summary_apps_json()
returns jsonb
language sql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $pg_summary_apps_json$
    select jsonb_build_object('data', coalesce(
        jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name) order by a.created_at, a.id), '[]'
    ))
    from public.app a
    where a.is_active
$pg_summary_apps_json$;

comment on function public.pg_summary_apps_json() is
'{data: [{id, name}]}: all active apps, the oldest first. Source: app.';

revoke all on function public.pg_summary_apps_json() from public;
