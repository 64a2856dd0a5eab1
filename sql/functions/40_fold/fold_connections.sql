-- Stage 40, fold: updates the facts of these connections to what read_connections returns; returns what rollups lack.
create or replace function pgsummary.fold_connections(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_connections$
declare
    -- Only one statement reads the source, and only once, so that all of a fact is from one moment.
    fresh pgsummary.connection_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.relayed, l.setup_bin
        )::pgsummary.connection_reading
        from pgsummary.read_connections(fold_connections.ids) l
    );
    gone pgsummary.connection_fact[];
    come pgsummary.connection_fact[];
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
        select n.id, n.created_at, a.key as app, coalesce(p.id, 0) as profile, n.relayed, n.setup_bin
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        left join profile_number p on p.key = n.profile
    ),
    changed as materialized (
        select o.fact as before, n.fact as after
        from (select f as fact from pgsummary.connection_fact f where f.id = any (fold_connections.ids)) o
        full join (select row(n.*)::pgsummary.connection_fact as fact from new_fact n) n on (n.fact).id = (o.fact).id
        where n.fact is distinct from o.fact
    ),
    deleted as (
        delete from pgsummary.connection_fact f using changed c where f.id = (c.before).id and (c.after).id is null
    ),
    written as (
        insert into pgsummary.connection_fact
        select (c.after).* from changed c where (c.after).id is not null
        on conflict (id) do update set
            (created_at, app, profile, relayed, setup_bin) = row(
                excluded.created_at, excluded.app, excluded.profile, excluded.relayed, excluded.setup_bin
            )
    )
    select
        array_agg(c.before) filter (where (c.before).id is not null),
        array_agg(c.after) filter (where (c.after).id is not null)
    into gone, come
    from changed c;
    return pgsummary.increments_between(gone, come);
end
$fold_connections$;

comment on function pgsummary.fold_connections(uuid []) is
'updates the facts of these connections from their source, and returns what the rollups lack: nothing the second time';
