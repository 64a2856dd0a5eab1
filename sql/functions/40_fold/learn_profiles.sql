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
    -- Numbers of dropped profiles (see prune) are reused first, so that masks are no longer than necessary.
    numbers integer[];
    zeros bit varying;
    fresh pgsummary.profile[];
begin
    if unknown = '{}' then
        return;
    end if;
    with known as (
        select p.id, lead(p.id) over (order by p.id) as next_id from pgsummary.profile p
    )
    select array_agg(g.id order by g.place) into numbers
    from (
        select u.id, row_number() over (order by u.id) as place
        from known k
        cross join lateral generate_series(
            k.id + 1, coalesce(k.next_id - 1, k.id + cardinality(unknown))
        ) as u (id)
        where k.next_id is null or k.next_id > k.id + 1
    ) g
    where g.place <= cardinality(unknown);
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
    -- Only the holder of the refresh lock gets here, so these numbers are free.
    select array_agg(row(
        numbers[s.place], s.key, sha256(convert_to(s.key, 'SQL_ASCII')), s.has_platform, s.terms[1], s.terms[2], s.terms[3],
        s.terms[4], '{}'
    )::pgsummary.profile)
    into fresh
    from (select x.*, row_number() over (order by x.key collate "C") as place from spelled x) s;
    perform pgsummary.learn_segments(fresh, 4);
    insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
    select f.id, f.key, f.hash, f.has_platform, f.browser, f.os, f.country, f.app_version, s.segments
    from unnest(fresh) f
    cross join lateral pgsummary.segments_of(f, 4) s;
    zeros := repeat('0', numbers[cardinality(numbers)] + 1);
    insert into pgsummary.filter_value as f (dimension, term, profiles)
    select v.dimension, v.term, bit_or(set_bit(zeros, p.id, 1))
    from unnest(fresh) p
    cross join lateral (
        values (1, p.browser), (2, p.os), (3, p.country), (4, p.app_version)
    ) as v (dimension, term)
    group by 1, 2
    on conflict (dimension, term) do update set profiles =
        (f.profiles || repeat('0', length(excluded.profiles) - length(f.profiles))::bit varying)
        | (excluded.profiles || repeat('0', length(f.profiles) - length(excluded.profiles))::bit varying);
end
$learn_profiles$;

comment on function pgsummary.learn_profiles(text []) is
'adds the profiles that the dictionary lacks, with their terms and their segments of one value, and adds them to the '
'filter values that select them';
