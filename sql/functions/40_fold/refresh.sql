-- Stage 40, fold: takes a batch from the log and folds it. Log, facts and rollups commit together or not at all.
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
    -- Some two seconds of work.
    most_rows constant integer := 30000;
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    batch tid[];
    ignored tid[];
    ignored_causes pgsummary.cause[];
    causes pgsummary.cause[];
    logged_to bigint;
    calls uuid[];
    conferences uuid[];
    sessions uuid[];
    connections uuid[];
    issues uuid[];
    started constant timestamptz := clock_timestamp();
    seconds float8;
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
    perform pgsummary.notice_gaps();
    perform pgsummary.spread_everything();
    logged_to := txid_current();
    -- The oldest causes, up to batch_size of them or until they reach a number of rows, and with them all other log
    -- rows of the same conferences, so that each is read once. A later marker for everything is left to the next
    -- refresh.
    with oldest as materialized (
        select l.kind, coalesce(l.conference_id, l.entity, nobody) as about, row_number() over (order by l.xid, l.place) as n
        from pgsummary.backlog() l
        where l.kind <> '*'
        order by l.xid, l.place
        limit batch_size
    ),
    weighed as (
        select a.about, sum(w.n) over (order by a.first_n) - w.n as rows_before
        from (select o.about, min(o.n) as first_n, bool_and(o.kind = 'o') as call_only from oldest o group by 1) a
        cross join lateral (
            select 1 as n where a.call_only
            union all
            select r.n from pgsummary.rows_reached(a.about) r where not a.call_only
        ) w
    )
    select
        coalesce(array_agg(l.place), '{}'),
        coalesce(array_agg(row(l.kind, l.entity, l.conference_id)::pgsummary.cause), '{}')
    into batch, causes
    from pgsummary.backlog() l
    where l.kind <> '*'
        -- IS TRUE makes the planner hash it: it does not know how long the log is, and a join would scan it for each
        -- row.
        and (
            coalesce(l.conference_id, l.entity, nobody) in (select w.about from weighed w where w.rows_before < most_rows)
        ) is true;
    -- Changes of archived days: if another transaction has meanwhile attached newer rows, those are folded; the rest is
    -- dropped.
    select
        coalesce(array_agg(l.place), '{}'),
        coalesce(array_agg(row(l.kind, l.entity, l.conference_id)::pgsummary.cause), '{}')
    into ignored, ignored_causes
    from (
        select x.ctid as place, x.*
        from pgsummary.change_log x
        where x.closed_before <= (select s.archived_before from pgsummary.state s where s.singleton)
        limit batch_size
    ) l;
    causes := causes || ignored_causes;
    if causes <> '{}' then
        -- A large batch is worth its own plans; for a small one, planning would take longer than the work.
        if cardinality(causes) < 1000 then
            perform set_config('plan_cache_mode', 'force_generic_plan', true);
        end if;
        select
            array_agg(x.id) filter (where x.kind = 'c' and x.call_only),
            array_agg(x.id) filter (where x.kind = 'c' and not x.call_only),
            array_agg(x.id) filter (where x.kind = 's'),
            array_agg(x.id) filter (where x.kind = 'n'),
            array_agg(x.id) filter (where x.kind = 'i')
        into calls, conferences, sessions, connections, issues
        from (
            select r.kind, r.id, bool_and(r.call_only) as call_only
            from (
                select 'c'::"char" as kind, c.conference_id as id, true as call_only
                from unnest(causes) c
                where c.kind = 'o'
                union all
                select r.kind, r.id, false
                from pgsummary.reached(array(select c from unnest(causes) c where c.kind <> 'o')) r
            ) r
            group by 1, 2
        ) x;
        perform pgsummary.add_to_rollups(
            pgsummary.fold_calls(calls)
            || pgsummary.fold_conferences(conferences)
            || pgsummary.fold_sessions(sessions)
            || pgsummary.fold_connections(connections)
            || pgsummary.fold_issues(issues)
        );
        delete from pgsummary.change_log l using unnest(batch || ignored) as k (place) where l.ctid = k.place;
        perform pgsummary.settle_log();
        seconds := extract(epoch from clock_timestamp() - started);
    end if;
    if not exists (select from pgsummary.backlog()) then
        days_left := pgsummary.segment_days(started + interval '1 second')
            or pgsummary.segment_months(started + interval '1 second');
    end if;
    update pgsummary.state s
    set refreshed_at = clock_timestamp(), views_dirty = s.views_dirty or batch <> '{}',
        ignored_changes = s.ignored_changes + cardinality(ignored),
        folds_per_s = case when cardinality(batch) < 100 then s.folds_per_s else cardinality(batch) / seconds end,
        -- Everything logged before this began is folded: the first fold has ended, whatever writers have added
        -- meanwhile.
        backfilled_at = coalesce(s.backfilled_at, case
            when not exists (select from pgsummary.backlog() l where l.xid <= logged_to) then clock_timestamp()
        end);
    return query
    select cardinality(batch)::bigint, days_left or exists (select from pgsummary.backlog()) or exists (
        select from pgsummary.change_log l
        where l.closed_before <= (select s.archived_before from pgsummary.state s where s.singleton)
    );
end
$refresh$;

comment on function pgsummary.refresh(integer) is
'folds one batch of the change log into facts and rollups, in the caller''s transaction: the oldest batch_size '
'changes, fewer if these reach many rows, and the others of the same conferences. Returns how many changes it folded, '
'without those of archived days, which it drops, and whether more changes, or days to segment, remain. SM001 if '
'another refresh holds the lock';
