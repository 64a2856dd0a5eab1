-- Stage 40, fold: updates the facts of these conferences to what read_conferences returns; returns what rollups lack.
create or replace function pgsummary.fold_conferences(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_conferences$
declare
    -- Only one statement reads the source, and only once, so that all of a fact is from one moment.
    fresh pgsummary.conference_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.duration, l.participants, l.status, l.profiles, l.codes, l.setup_ms
        )::pgsummary.conference_reading
        from pgsummary.read_conferences(fold_conferences.ids) l
    );
    gone pgsummary.conference_fact[];
    come pgsummary.conference_fact[];
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
    changed as materialized (
        select o.fact as before, n.fact as after
        from (select f as fact from pgsummary.conference_fact f where f.id = any (fold_conferences.ids)) o
        full join (select row(n.*)::pgsummary.conference_fact as fact from new_fact n) n on (n.fact).id = (o.fact).id
        where n.fact is distinct from o.fact
    ),
    deleted as (
        delete from pgsummary.conference_fact f using changed c where f.id = (c.before).id and (c.after).id is null
    ),
    written as (
        insert into pgsummary.conference_fact
        select (c.after).* from changed c where (c.after).id is not null
        on conflict (id) do update set
            (created_at, app, duration, participants, status, profiles, codes, setup_ms) = row(
                excluded.created_at, excluded.app, excluded.duration, excluded.participants,
                excluded.status, excluded.profiles, excluded.codes, excluded.setup_ms
            )
    )
    select
        array_agg(c.before) filter (where (c.before).id is not null),
        array_agg(c.after) filter (where (c.after).id is not null)
    into gone, come
    from changed c;
    return pgsummary.increments_between(gone, come);
end
$fold_conferences$;

comment on function pgsummary.fold_conferences(uuid []) is
'updates the facts of these conferences from their source, and returns what the rollups lack: nothing the second time';
