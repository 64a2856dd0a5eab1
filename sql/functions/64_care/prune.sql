-- Stage 64, care: drops what a dictionary spells out and nothing says any more. One dictionary to a transaction, so
-- that refreshes go on in between. Writers and readers wait for none of it, and who reads an older snapshot finds all
-- that it names: a number is given again only where it is seen that it was dropped.
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
    -- Every fold updates this row: a snapshot from before one, to which its facts are not there, fails here.
    update pgsummary.state s set views_dirty = s.views_dirty;
    return case dictionary
        when 'profile' then pgsummary.prune_profiles()
        when 'segment' then pgsummary.prune_segments()
        else pgsummary.prune_names(dictionary)
    end;
end
$prune$;

comment on function pgsummary.prune(text) is
'drops from a dictionary (profile, segment, term, place or gum_error; in this order, as each says the next) what no '
'fact and no rollup says any more: how many rows. 22023 for another name, SM001 where another refresh holds the lock';
