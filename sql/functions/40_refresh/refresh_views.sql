-- Stage 40, refresh: the materialized views, where something under them changed and the last time is long enough ago.
create or replace function pgsummary.refresh_views(min_age interval default '5 minutes')
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set quote_all_identifiers = off
as $refresh_views$
declare
    view_name text;
    refreshed integer := 0;
begin
    if not exists (
        select from pgsummary.state s
        where s.views_dirty
            and (s.views_refreshed_at is null or s.views_refreshed_at <= clock_timestamp() - min_age)
    ) then
        return 0;
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'refresh_views: another refresh is running'
        using errcode = 'SM001', hint = 'One refresh at a time is enough: wait for it, or leave the work to it.';
    end if;
    foreach view_name in array array['conference_daily', 'session_daily', 'connection_daily', 'issue_daily'] loop
        execute format('refresh materialized view concurrently pgsummary.%I', view_name);
        refreshed := refreshed + 1;
    end loop;
    update pgsummary.state s set views_dirty = false, views_refreshed_at = clock_timestamp();
    return refreshed;
end
$refresh_views$;

comment on function pgsummary.refresh_views(interval) is
'refreshes the materialized views if something under them changed and min_age has passed since the last time; how many '
'it refreshed. SM001 where another refresh holds the lock';
