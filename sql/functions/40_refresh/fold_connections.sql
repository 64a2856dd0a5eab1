-- Stage 40, refresh: makes the facts of these connections what live_connections says; returns what rollups lack.
create or replace function pgsummary.fold_connections(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_connections$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.connection_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.relayed, l.setup_range
        )::pgsummary.connection_reading
        from pgsummary.live_connections(fold_connections.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'SQL_ASCII'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, coalesce(p.id, 0) as profile, n.relayed, n.setup_range
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        left join profile_number p on p.key = n.profile
    ),
    old_fact as materialized (
        select f.* from pgsummary.connection_fact f where f.id = any (fold_connections.ids)
    ),
    gone as materialized (
        select o.* from old_fact o
        left join new_fact n on n.id = o.id
        where n.id is null or (n.*) is distinct from (o.*)
    ),
    come as materialized (
        select n.* from new_fact n
        left join old_fact o on o.id = n.id
        where o.id is null or (n.*) is distinct from (o.*)
    ),
    deleted as (
        delete from pgsummary.connection_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.connection_fact (id, created_at, app, profile, relayed, setup_range)
        select c.id, c.created_at, c.app, c.profile, c.relayed, c.setup_range
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            profile = excluded.profile,
            relayed = excluded.relayed,
            setup_range = excluded.setup_range
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, s.profile, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        cross join lateral pgsummary.measures(
            row(s.id, s.created_at, s.app, s.profile, s.relayed, s.setup_range)::pgsummary.connection_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, array[s.profile], s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_connections$;

comment on function pgsummary.fold_connections(uuid []) is
'brings the facts of these connections up to their source, and returns what the rollups lack; a second time nothing';
