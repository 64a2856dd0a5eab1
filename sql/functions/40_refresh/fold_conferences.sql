-- Stage 40, refresh: makes the facts of these conferences what live_conferences says; returns what rollups lack.
create or replace function pgsummary.fold_conferences(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_conferences$
declare
    -- One statement looks at the source, so that a fact is of one moment, and only once.
    fresh pgsummary.conference_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.duration, l.participants, l.status, l.profiles, l.codes, l.setup_ms
        )::pgsummary.conference_reading
        from pgsummary.live_conferences(fold_conferences.ids) l
    );
    increments pgsummary.increment[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(
        select distinct k.key from unnest(fresh) n cross join lateral unnest(n.profiles) as k (key)
    ));
    perform pgsummary.learn_terms(array(
        select distinct k.code from unnest(fresh) n cross join lateral unnest(n.codes) as k (code)
    ));
    with
    reading as materialized (
        select n.* from unnest(fresh) n
    ),
    profiles_of as materialized (
        select u.id, array_agg(p.id order by p.id) as profiles
        from (select n.id, k.key from reading n cross join lateral unnest(n.profiles) as k (key)) u
        join (
            select d.key, x.id
            from (select distinct k.key from reading n cross join lateral unnest(n.profiles) as k (key)) d
            join pgsummary.profile x on x.hash = sha256(convert_to(d.key, 'SQL_ASCII'))
        ) p on p.key = u.key
        group by u.id
    ),
    codes_of as materialized (
        select u.id, array_agg(t.id order by t.id) as codes
        from (select n.id, k.code from reading n cross join lateral unnest(n.codes) as k (code)) u
        join (
            select d.code, x.id
            from (select distinct k.code from reading n cross join lateral unnest(n.codes) as k (code)) d
            join pgsummary.term x on x.hash = sha256(convert_to(d.code, 'SQL_ASCII'))
        ) t on t.code = u.code
        group by u.id
    ),
    new_fact as materialized (
        select
            n.id, n.created_at, a.key as app, n.duration, n.participants, n.status,
            coalesce(p.profiles, '{}') as profiles, coalesce(c.codes, '{}') as codes, n.setup_ms
        from reading n
        join pgsummary.app_key a on a.app_id = n.app_id
        left join profiles_of p on p.id = n.id
        left join codes_of c on c.id = n.id
    ),
    old_fact as materialized (
        select f.* from pgsummary.conference_fact f where f.id = any (fold_conferences.ids)
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
        delete from pgsummary.conference_fact f
        using gone g
        where f.id = g.id and not exists (select from come c where c.id = g.id)
    ),
    written as (
        insert into pgsummary.conference_fact (id, created_at, app, duration, participants, status, profiles, codes,
        setup_ms)
        select c.id, c.created_at, c.app, c.duration, c.participants, c.status, c.profiles, c.codes, c.setup_ms
        from come c
        on conflict (id) do update set
            created_at = excluded.created_at,
            app = excluded.app,
            duration = excluded.duration,
            participants = excluded.participants,
            status = excluded.status,
            profiles = excluded.profiles,
            codes = excluded.codes,
            setup_ms = excluded.setup_ms
    ),
    signed as (
        select -1 as n, g.* from gone g
        union all
        select 1, c.* from come c
    ),
    summed as (
        select
            s.app, m.kind, pgsummary.quarter_of(s.created_at) as bucket, d.profiles, m.measure, m.value,
            sum(s.n)::integer as n
        from signed s
        -- Only segments ask for profiles.
        left join lateral (
            select s.profiles from pgsummary.segmented_day x
            where x.app = s.app and x.day = (s.created_at at time zone 'UTC')::date
            offset 0
        ) d on true
        cross join lateral pgsummary.measures(
            row(s.id, s.created_at, s.app, s.duration, s.participants, s.status, s.profiles, s.codes,
            s.setup_ms)::pgsummary.conference_fact
        ) m
        group by 1, 2, 3, 4, 5, 6
        having sum(s.n) <> 0
    )
    select array_agg(row(s.app, s.kind, s.bucket, s.profiles, s.measure, s.value, s.n)::pgsummary.increment)
    into increments
    from summed s;
    return increments;
end
$fold_conferences$;

comment on function pgsummary.fold_conferences(uuid []) is
'brings the facts of these conferences up to their source, and returns what the rollups lack; a second time nothing';
