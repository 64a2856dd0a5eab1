-- Stage 70, views: how fresh the facts are. Answers are exact whatever it says; a long log makes them slower.
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
    p.problems
from pgsummary.state s
cross join pgsummary.change_log_id_seq q
cross join
    lateral (
        select count(*) as backlog, min(c.logged_at) as oldest_change
        from pgsummary.change_log c
        -- As backlog() says, which who may read this view may perhaps not call.
        where c.id > case when q.last_value >= s.settled_id then s.settled_id else 0 end
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
'one row: version, where it is installed, changes not folded yet (backlog), when the oldest of them was logged and '
'its age in seconds, last refresh of facts and of materialized views, how many triggers are missing or do not fire as '
'they should (triggers_off), and how many reasons there are not to answer (problems; select * from pgsummary.problem)';
