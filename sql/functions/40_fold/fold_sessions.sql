-- Stage 40, fold: updates the facts of these sessions to what read_sessions returns; returns what rollups lack.
create or replace function pgsummary.fold_sessions(ids uuid [])
returns pgsummary.increment []
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $fold_sessions$
declare
    -- Only one statement reads the source, and only once, so that all of a fact is from one moment.
    fresh pgsummary.session_reading[] := array(
        select row(
            l.id, l.app_id, l.created_at, l.profile, l.city, l.country_code, l.latitude, l.longitude, l.browser_version,
            l.os_version
        )::pgsummary.session_reading
        from pgsummary.read_sessions(fold_sessions.ids) l
    );
    gone pgsummary.session_fact[];
    come pgsummary.session_fact[];
begin
    perform pgsummary.learn_apps(array(select distinct n.app_id from unnest(fresh) n));
    perform pgsummary.learn_profiles(array(select distinct n.profile from unnest(fresh) n));
    perform pgsummary.learn_places(fresh);
    perform pgsummary.learn_terms(array(
        select n.browser_version from unnest(fresh) n union select n.os_version from unnest(fresh) n
    ));
    with
    profile_number as materialized (
        select k.key, p.id
        from (select distinct n.profile as key from unnest(fresh) n) k
        join pgsummary.profile p on p.hash = sha256(convert_to(k.key, 'SQL_ASCII'))
    ),
    term as materialized (
        select k.value, t.id
        from (
            select n.browser_version as value from unnest(fresh) n union select n.os_version from unnest(fresh) n
        ) k
        join pgsummary.term t on t.hash = sha256(convert_to(k.value, 'SQL_ASCII'))
    ),
    new_fact as materialized (
        select n.id, n.created_at, a.key as app, p.id as profile, c.id as place, b.id as browser_version,
            o.id as os_version
        from unnest(fresh) n
        join pgsummary.app_key a on a.app_id = n.app_id
        join profile_number p on p.key = n.profile
        left join term b on b.value = n.browser_version
        left join term o on o.value = n.os_version
        left join pgsummary.place c
            on pgsummary.is_on_map(n.city, n.latitude, n.longitude)
            and c.hash = pgsummary.place_hash(n.city, n.country_code, n.latitude, n.longitude)
    ),
    changed as materialized (
        select o.fact as before, n.fact as after
        from (select f as fact from pgsummary.session_fact f where f.id = any (fold_sessions.ids)) o
        full join (select row(n.*)::pgsummary.session_fact as fact from new_fact n) n on (n.fact).id = (o.fact).id
        where n.fact is distinct from o.fact
    ),
    deleted as (
        delete from pgsummary.session_fact f using changed c where f.id = (c.before).id and (c.after).id is null
    ),
    written as (
        insert into pgsummary.session_fact
        select (c.after).* from changed c where (c.after).id is not null
        on conflict (id) do update set
            (created_at, app, profile, place, browser_version, os_version) = row(
                excluded.created_at, excluded.app, excluded.profile, excluded.place, excluded.browser_version,
                excluded.os_version
            )
    )
    select
        array_agg(c.before) filter (where (c.before).id is not null),
        array_agg(c.after) filter (where (c.after).id is not null)
    into gone, come
    from changed c;
    return pgsummary.increments_between(gone, come);
end
$fold_sessions$;

comment on function pgsummary.fold_sessions(uuid []) is
'updates the facts of these sessions from their source, and returns what the rollups lack: nothing the second time';
