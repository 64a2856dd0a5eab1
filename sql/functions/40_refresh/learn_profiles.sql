-- Stage 40, refresh: gives each new profile its number, its terms and its segments.
create or replace function pgsummary.learn_profiles(profile_keys text [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $learn_profiles$
declare
    unknown text[] := array(
        select k.key
        from (select distinct u.key from unnest(profile_keys) as u (key) where u.key is not null) k
        where not exists (
            select from pgsummary.profile p where p.hash = sha256(convert_to(k.key, 'UTF8'))
        )
    );
begin
    if unknown = '{}' then
        return;
    end if;
    perform pgsummary.learn_terms(array(
        select v.value
        from unnest(unknown) as k (key)
        cross join lateral unnest((k.key::text[])[1:4]) as v (value)
    ));
    with part as materialized (
        select
            k.key,
            array(
                select pgsummary.term_id(v.value)
                from unnest((k.key::text[])[1:4]) with ordinality as v (value, dimension)
                order by v.dimension
            ) as terms
        from unnest(unknown) as k (key)
    ),
    wanted as materialized (
        select p.key, d.dimension, p.terms[d.dimension] as term
        from part p
        cross join generate_series(1, 4) as d (dimension)
    ),
    learnt as (
        insert into pgsummary.segment (dimension, term)
        select w.dimension, w.term from wanted w
        except
        select s.dimension, s.term from pgsummary.segment s
        returning id, dimension, term
    ),
    known as (
        select id, dimension, term from learnt
        union all
        select id, dimension, term from pgsummary.segment
    )
    insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
    -- Only the holder of the refresh lock comes here: the next number is free.
    select
        (select max(x.id) from pgsummary.profile x) + row_number() over (order by p.key collate "C"),
        p.key,
        sha256(convert_to(p.key, 'UTF8')),
        (p.key::text[])[5] is not null,
        p.terms[1],
        p.terms[2],
        p.terms[3],
        p.terms[4],
        array_agg(k.id order by k.id)
    from part p
    join wanted w on w.key = p.key
    join known k on k.dimension = w.dimension and k.term = w.term
    group by p.key, p.terms;
end
$learn_profiles$;

comment on function pgsummary.learn_profiles(text []) is
'adds the profiles that the dictionary lacks, with their terms and segments';
