-- Stage 40, fold: gives each new profile its number, its terms and its segments of one value.
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
    fresh pgsummary.profile[];
begin
    if unknown = '{}' then
        return;
    end if;
    perform pgsummary.learn_terms(array(
        select v.value
        from unnest(unknown) as k (key)
        cross join lateral unnest((k.key::text[])[1:4]) as v (value)
    ));
    with
    part as materialized (
        select k.key, v.value, v.dimension
        from unnest(unknown) as k (key)
        cross join lateral unnest(k.key::text[]) with ordinality as v (value, dimension)
    ),
    term as materialized (
        select d.value, t.id
        from (select distinct p.value from part p where p.dimension <= 4) d
        join pgsummary.term t on t.hash = sha256(convert_to(d.value, 'SQL_ASCII'))
    ),
    spelled as (
        select p.key, bool_or(p.dimension = 5 and p.value is not null) as has_platform,
            array_agg(coalesce(t.id, 0) order by p.dimension) as terms
        from part p
        left join term t on t.value = p.value
        group by p.key
    )
    -- Only the holder of the refresh lock comes here: the next number is free.
    select array_agg(row(
        last_id + s.place, s.key, sha256(convert_to(s.key, 'SQL_ASCII')), s.has_platform, s.terms[1], s.terms[2], s.terms[3],
        s.terms[4], '{}'
    )::pgsummary.profile)
    into fresh
    from (select x.*, row_number() over (order by x.key collate "C") as place from spelled x) s;
    perform pgsummary.learn_segments(fresh, 4);
    insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
    select f.id, f.key, f.hash, f.has_platform, f.browser, f.os, f.country, f.app_version, s.segments
    from unnest(fresh) f
    cross join lateral pgsummary.segments_of(f, 4) s;
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
'adds the profiles that the dictionary lacks, with their terms and their segments of one value, and to filter_value '
'what selects them';
