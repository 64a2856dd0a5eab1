-- Stage 64, care: removes an app completely. The next prune drops the names that only its rows had.
create or replace function pgsummary.forget_app(app_id uuid)
returns table (table_name text, removed bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $forget_app$
declare
    app_number integer;
    rows_left bigint;
begin
    if app_id is null then
        raise exception 'forget_app: app_id must not be null'
        using errcode = 'null_value_not_allowed', hint = 'Pass the id of an app.';
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'forget_app: another refresh is running'
        using errcode = 'SM001', hint = 'Wait for it, and run this again.';
    end if;
    perform pgsummary.check_state('forget_app', folding => true);
    -- As in prune.
    update pgsummary.state s set views_dirty = true;
    rows_left := (select count(*) from public.conference c where c.app_id = forget_app.app_id);
    if rows_left > 0 then
        raise exception 'forget_app: app % still has % conferences in the source tables', app_id, rows_left
        using errcode = 'object_in_use', hint = 'Delete them and all that belongs to them first, or they are folded again.';
    end if;
    app_number := (select a.key from pgsummary.app_key a where a.app_id = forget_app.app_id);
    -- Every table of ours with a column for the app, except the dictionary itself.
    for table_name in
        select c.relname
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'app' and not a.attisdropped
        where c.relnamespace = 'pgsummary'::regnamespace and c.relkind = 'r'
        order by c.relname
    loop
        execute format('delete from pgsummary.%I x where x.app = $1', table_name) using app_number;
        get diagnostics removed = row_count;
        return next;
    end loop;
    delete from pgsummary.app_key a where a.app_id = forget_app.app_id;
    table_name := 'app_key';
    get diagnostics removed = row_count;
    return next;
end
$forget_app$;

comment on function pgsummary.forget_app(uuid) is
'removes an app from facts, rollups of every grain (also of archived days) and app_key; returns how many rows of each '
'table. The next prune drops names that only this app had. 22004 if app_id is null, 55006 while the app has '
'conferences in the source tables, which would be folded again, SM001 if another refresh holds the lock';
