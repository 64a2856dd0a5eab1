-- Stage 70, views: how fresh the facts are. Answers are exact whatever it shows; a long log makes them slower.
create or replace view pgsummary.status as
select
    s.version,
    s.source_schema,
    s.api_schema,
    l.backlog,
    l.oldest_change,
    round(extract(epoch from clock_timestamp() - l.oldest_change)::numeric, 1) as oldest_change_age_s,
    s.refreshed_at,
    s.views_refreshed_at,
    t.triggers_off,
    p.problems,
    l.fallbacks,
    case when not l.everything then round((l.backlog / s.folds_per_s)::numeric, 1) end as fold_takes_s,
    s.archived_before,
    s.ignored_changes
from pgsummary.state s
cross join
    lateral (
        -- Everything in the log: a role that may read this view may not have the right to call backlog().
        select
            count(*) as backlog,
            min(c.logged_at) as oldest_change,
            count(c.error) as fallbacks,
            coalesce(bool_or(c.kind = '*'), false) as everything
        from pgsummary.change_log c
        where c.closed_before is null or c.closed_before > coalesce(s.archived_before, '-infinity')
    ) l
cross join (
    select count(*) as triggers_off
    from pgsummary.installed_object o
    cross join pgsummary.state m
    where
        o.kind = 'trigger' and not exists (
            select
            from pg_trigger g
            join pg_class c on c.oid = g.tgrelid
            join pg_namespace n on n.oid = c.relnamespace
            where
                g.tgname = o.object and (g.tgenabled = 'A' or (g.tgenabled = 'O' and not m.always))
                and o.name = format('%I on %I.%I', g.tgname, n.nspname, c.relname)
        )
) t
cross join (select count(*) as problems from pgsummary.problem) p;

comment on view pgsummary.status is
'one row: version, where it is installed, changes not folded yet (backlog), when the oldest of them was logged and its '
'age in seconds, last refresh of facts and of materialized views, how many triggers are missing or do not fire as they '
'should (triggers_off), how many reasons there are to refuse answers (problems; select * from pgsummary.problem), how '
'many changes of the backlog a trigger could not compare (fallbacks; why: change_log.error), fold_takes_s: about how '
'many seconds refreshes will take for the backlog, at the speed of the last larger one (null: not known yet, or '
'everything must be compared), archived_before: the date before which days are archived (null: none), and how many '
'changes of their rows were ignored (ignored_changes)';
