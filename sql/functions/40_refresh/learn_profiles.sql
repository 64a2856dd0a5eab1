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
    -- Every choice of its values, as bits (1 browser, 2 OS, 4 country, 8 app version), those of one value first.
    wanted as materialized (
        select
            p.key, c.place,
            case when c.bits & 1 > 0 then p.terms[1] else -1 end as browser,
            case when c.bits & 2 > 0 then p.terms[2] else -1 end as os,
            case when c.bits & 4 > 0 then p.terms[3] else -1 end as country,
            case when c.bits & 8 > 0 then p.terms[4] else -1 end as app_version
        from part p
        cross join unnest('{1,2,4,8,3,5,6,9,10,12,7,11,13,14,15}'::integer[]) with ordinality as c (bits, place)
    ),
    learnt as (
        insert into pgsummary.segment (browser, os, country, app_version)
        select distinct w.browser, w.os, w.country, w.app_version
        from wanted w
        on conflict do nothing
        returning id, browser, os, country, app_version
    ),
    known as (
        select l.id, l.browser, l.os, l.country, l.app_version from learnt l
        union all
        select s.id, s.browser, s.os, s.country, s.app_version
        from (select distinct w.browser, w.os, w.country, w.app_version from wanted w) d
        join pgsummary.segment s using (browser, os, country, app_version)
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
        array_agg(k.id order by w.place)
    from part p
    join wanted w on w.key = p.key
    join known k using (browser, os, country, app_version)
    group by p.key, p.terms;
end
$learn_profiles$;

comment on function pgsummary.learn_profiles(text []) is
'adds the profiles that the dictionary lacks, with their terms and segments';
