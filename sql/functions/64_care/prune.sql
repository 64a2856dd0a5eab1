-- Stage 64, care: drops from a dictionary what nothing refers to any more. Each dictionary has its own transaction, so
-- that refreshes can run in between. Writers and readers never wait for it, and a reader with an older snapshot still
-- finds all names: a number is reused only where the deletion is visible.
create or replace function pgsummary.prune(dictionary text)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set jit = off
as $prune$
declare
    of_day pgsummary.rollup_segment;
    of_month pgsummary.rollup_segment_month;
begin
    if dictionary is null or dictionary not in ('profile', 'segment', 'term', 'place', 'gum_error') then
        raise exception 'prune: dictionary % is not allowed', coalesce(quote_literal(dictionary), 'null')
        using errcode = 'invalid_parameter_value',
            hint = 'Use one of these, in this order: profile, segment, term, place, gum_error.';
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'prune: another refresh is running'
        using errcode = 'SM001', hint = 'Wait for it, and prune again.';
    end if;
    perform pgsummary.check_state('prune', folding => true);
    -- Every fold updates this row: if our snapshot is older than a fold, and does not see its facts, this fails.
    update pgsummary.state s set views_dirty = s.views_dirty;
    -- A late row may say that there are fewer of a value than the other row has; their sum says that there are none.
    for of_day in select r.* from pgsummary.rollup_segment r where r.late loop
        perform pgsummary.add_late(array[of_day], '{}');
    end loop;
    for of_month in select r.* from pgsummary.rollup_segment_month r where r.late loop
        perform pgsummary.add_late('{}', array[of_month]);
    end loop;
    return case dictionary
        when 'profile' then pgsummary.prune_profiles()
        when 'segment' then pgsummary.prune_segments()
        else pgsummary.prune_names(dictionary)
    end;
end
$prune$;

comment on function pgsummary.prune(text) is
'drops from a dictionary (profile, segment, term, place or gum_error; in this order, as each refers to the next) what '
'no fact and no rollup refers to any more; returns how many rows. 22023 for another name, SM001 if another refresh '
'holds the lock';
