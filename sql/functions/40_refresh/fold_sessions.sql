-- Stage 40, refresh: makes the facts of these sessions what live_sessions says; returns what rollups lack.
create or replace function pgsummary.fold_sessions(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_sessions$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.session_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.city, l.country_code, l.latitude, l.longitude
        )::pgsummary.session_reading
        from pgsummary.live_sessions(fold_sessions.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    perform pgsummary.learn_places(fresh);
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'SQL_ASCII'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, p.id as profile, c.id as place
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        join profile_number p on p.key = n.profile
        left join pgsummary.place c
            on pgsummary.is_on_map(n.city, n.latitude, n.longitude)
            and c.hash = pgsummary.place_hash(n.city, n.country_code, n.latitude, n.longitude)
    ),
    old_fact as materialized (
        select f.* from pgsummary.session_fact f where f.id = any (fold_sessions.ids)
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
        delete from pgsummary.session_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.session_fact (id, created_at, app, profile, place)
        select c.id, c.created_at, c.app, c.profile, c.place
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            profile = excluded.profile,
            place = excluded.place
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
            row(s.id, s.created_at, s.app, s.profile, s.place)::pgsummary.session_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, array[s.profile], s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_sessions$;

comment on function pgsummary.fold_sessions(uuid []) is
'brings the facts of these sessions up to their source, and returns what the rollups lack; a second time nothing';
