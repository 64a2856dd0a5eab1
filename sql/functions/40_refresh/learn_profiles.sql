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
            select from pgsummary.profile p where p.hash = sha256(convert_to(k.key, 'SQL_ASCII'))
        )
    );
    last_id constant integer := (select max(p.id) from pgsummary.profile p);
    zeros bit varying;
begin
    if unknown = '{}' then
        return;
    end if;
    perform pgsummary.learn_terms(array(
        select v.value
        from unnest(unknown) as k (key)
        cross join lateral unnest((k.key::text[])[1:4]) as v (value)
    ));
    insert into pgsummary.segment (browser, os, country, app_version)
    select distinct c.browser, c.os, c.country, c.app_version
    from (select pgsummary.terms_of(k.key) as terms from unnest(unknown) as k (key) offset 0) p
    cross join lateral pgsummary.choices_of(p.terms) c
    where not exists (
        select from pgsummary.segment s
        where s.browser = c.browser and s.os = c.os and s.country = c.country and s.app_version = c.app_version
    );
    insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
    -- Only the holder of the refresh lock comes here: the next number is free.
    select
        last_id + row_number() over (order by p.key collate "C"),
        p.key,
        sha256(convert_to(p.key, 'SQL_ASCII')),
        (p.key::text[])[5] is not null,
        p.terms[1],
        p.terms[2],
        p.terms[3],
        p.terms[4],
        array(
            -- Each to the index: nothing tells the planner how many segments there are.
            select s.id
            from pgsummary.choices_of(p.terms) c
            cross join lateral (
                select x.id from pgsummary.segment x
                where x.browser = c.browser and x.os = c.os and x.country = c.country
                    and x.app_version = c.app_version
                offset 0
            ) s
            order by c.place
        )
    from (select k.key, pgsummary.terms_of(k.key) as terms from unnest(unknown) as k (key) offset 0) p;
    zeros := repeat('0', cardinality(unknown));
    insert into pgsummary.filter_value as f (dimension, term, profiles)
    select v.dimension, v.term,
        repeat('0', last_id + 1)::bit varying || bit_or(set_bit(zeros, p.id - last_id - 1, 1))
    from pgsummary.profile p
    cross join lateral (
        values (1, p.browser), (2, p.os), (3, p.country), (4, p.app_version)
    ) as v (dimension, term)
    where p.id > last_id
    group by 1, 2
    -- Numbers only grow: what is there stays, and ends before the first of these.
    on conflict (dimension, term) do update set
        profiles = f.profiles || substring(excluded.profiles from length(f.profiles) + 1);
end
$learn_profiles$;

comment on function pgsummary.learn_profiles(text []) is
'adds the profiles that the dictionary lacks, with their terms and segments, and to filter_value what selects them';
