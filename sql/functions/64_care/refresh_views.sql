-- Stage 64, care: refreshes the materialized views if their sums changed and the last time is long enough ago.
create or replace function pgsummary.refresh_views(min_age interval default '5 minutes')
returns table (refreshed integer, problem text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set quote_all_identifiers = off
as $refresh_views$
declare
    daily record;
    is_due constant boolean := coalesce((
        select s.views_dirty and (
            s.views_refreshed_at is null
            -- A clock that was set back must not make a view look current.
            or s.views_refreshed_at not between clock_timestamp() - min_age and clock_timestamp()
        )
        from pgsummary.state s
    ), false);
begin
    refreshed := 0;
    for daily in
        select v.name, c.relispopulated
        from unnest(array['conference_daily', 'session_daily', 'connection_daily', 'issue_daily'])
            with ordinality as v (name, position)
        join pg_class c on c.relname = v.name and c.relkind = 'm' and c.relnamespace = 'pgsummary'::regnamespace
        where is_due or not c.relispopulated
        order by v.position
    loop
        -- Its holder does this, too. Nothing is lost: what is not done now is due at the next call.
        if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
            return next;
            return;
        end if;
        begin
            -- A restore may leave a view without rows, which nobody can read; CONCURRENTLY needs some to compare with.
            execute format(
                'refresh materialized view %s pgsummary.%I',
                case when daily.relispopulated then 'concurrently' else '' end, daily.name
            );
            refreshed := refreshed + 1;
        exception
            when others then
                problem := concat_ws('; ', problem, format(
                    'materialized view pgsummary.%I could not be refreshed: %s', daily.name, sqlerrm
                ));
        end;
    end loop;
    if is_due and problem is null then
        update pgsummary.state s set views_dirty = false, views_refreshed_at = clock_timestamp();
    end if;
    return next;
end
$refresh_views$;

comment on function pgsummary.refresh_views(interval) is
'refreshes the materialized views if their sums changed and the last time is min_age ago, and those that hold nothing '
'at all; returns how many it refreshed, and the problem with those that it could not refresh (null: none). Beside '
'another refresh it does nothing, and leaves them to the next call';
