-- Stage 40, refresh: takes a batch off the log and folds it. Log, facts and rollups commit together or not at all.
create or replace function pgsummary.refresh(batch_size integer default 5000)
returns table (folded bigint, changes_left boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set random_page_cost = 1.1
set work_mem = '64MB'
set jit = off
as $refresh$
declare
    batch bigint[];
    last_id bigint;
    settled record;
    logged_to bigint;
    calls uuid[];
    conferences uuid[];
    sessions uuid[];
    connections uuid[];
    issues uuid[];
    started constant timestamptz := clock_timestamp();
    days_left boolean := false;
begin
    if batch_size is null or batch_size < 1 then
        raise exception 'refresh: batch_size % is not allowed', coalesce(batch_size::text, 'null')
        using errcode = 'invalid_parameter_value', hint = 'batch_size is the number of changes to fold, 1 or more.';
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'refresh: another refresh is running'
        using errcode = 'SM001', hint = 'One refresh at a time is enough: wait for it, or leave the work to it.';
    end if;
    perform pgsummary.check_state('refresh', folding => true);
    -- First of all, before this transaction gets an id.
    settled := pgsummary.settle_log();
    perform pgsummary.notice_triggers();
    perform pgsummary.spread_everything();
    logged_to := (select q.last_value from pgsummary.change_log_id_seq q);
    batch := array(select l.id from pgsummary.backlog() l order by l.id limit batch_size);
    if batch <> '{}' then
        last_id := batch[cardinality(batch)];
        -- A large batch is worth plans of its own; for a small one these would take longer than the work.
        if cardinality(batch) < 1000 then
            perform set_config('plan_cache_mode', 'force_generic_plan', true);
        end if;
        -- These may name more than the batch, committed meanwhile: that is folded now and once more, to no effect.
        conferences := pgsummary.changed_conferences(last_id, 'Ccsnilp');
        calls := array(
            select l.entity from pgsummary.backlog() l where l.id <= last_id and l.kind = 'o'
            except
            select c.id from unnest(conferences) as c (id)
        );
        sessions := pgsummary.changed_sessions(last_id);
        connections := pgsummary.changed_connections(last_id);
        issues := pgsummary.changed_issues(last_id);
        perform pgsummary.add_to_rollups(
            pgsummary.fold_calls(calls)
            || pgsummary.fold_conferences(conferences)
            || pgsummary.fold_sessions(sessions)
            || pgsummary.fold_connections(connections)
            || pgsummary.fold_issues(issues)
        );
        delete from pgsummary.change_log l using unnest(batch) as k (id) where l.id = k.id;
    end if;
    if not exists (select from pgsummary.backlog()) then
        loop
            days_left := pgsummary.segment_day();
            exit when not days_left or clock_timestamp() > started + interval '1 second';
        end loop;
    end if;
    update pgsummary.state s
    set refreshed_at = clock_timestamp(), views_dirty = s.views_dirty or batch <> '{}',
        settled_id = settled.settled_id, settling_id = settled.settling_id, settling_xid = settled.settling_xid,
        -- What was logged when this began is folded: the first fold has ended, whatever writers have added meanwhile.
        backfilled_at = coalesce(s.backfilled_at, case
            when not exists (select from pgsummary.backlog() l where l.id <= logged_to) then clock_timestamp()
        end);
    return query
    select cardinality(batch)::bigint, days_left or exists (select from pgsummary.backlog());
end
$refresh$;

comment on function pgsummary.refresh(integer) is
'folds one batch of the change log into facts and rollups, in the caller''s transaction: how many changes it folded '
'and whether more, or days to segment, are left. SM001 where another refresh holds the lock';
