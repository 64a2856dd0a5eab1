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
        cross join lateral unnest(array[
            k.key::jsonb ->> 1, k.key::jsonb ->> 2, k.key::jsonb ->> 3, k.key::jsonb ->> 4
        ]) as v (value)
    ));
    -- Every choice of at most two of the four values is a segment.
    with part as materialized (
        select
            k.key,
            pgsummary.term_id(k.key::jsonb ->> 1) as browser,
            pgsummary.term_id(k.key::jsonb ->> 2) as os,
            pgsummary.term_id(k.key::jsonb ->> 3) as country,
            pgsummary.term_id(k.key::jsonb ->> 4) as app_version
        from unnest(unknown) as k (key)
    ),
    choice (b, o, c, v) as (
        values
            (true, false, false, false), (false, true, false, false),
            (false, false, true, false), (false, false, false, true),
            (true, true, false, false), (true, false, true, false), (true, false, false, true),
            (false, true, true, false), (false, true, false, true), (false, false, true, true)
    ),
    wanted as materialized (
        select
            p.key,
            case when c.b then p.browser else -1 end as browser,
            case when c.o then p.os else -1 end as os,
            case when c.c then p.country else -1 end as country,
            case when c.v then p.app_version else -1 end as app_version
        from part p
        cross join choice c
    ),
    learnt as (
        insert into pgsummary.segment (browser, os, country, app_version)
        select w.browser, w.os, w.country, w.app_version from wanted w
        except
        select s.browser, s.os, s.country, s.app_version from pgsummary.segment s
        returning id, browser, os, country, app_version
    ),
    known as (
        select id, browser, os, country, app_version from learnt
        union all
        select id, browser, os, country, app_version from pgsummary.segment
    )
    insert into pgsummary.profile (hash, has_platform, browser, os, country, app_version, segments)
    select
        sha256(convert_to(p.key, 'UTF8')),
        (p.key::jsonb -> 0)::boolean,
        p.browser,
        p.os,
        p.country,
        p.app_version,
        array_agg(k.id order by k.id)
    from part p
    join wanted w on w.key = p.key
    join known k
        on k.browser = w.browser and k.os = w.os and k.country = w.country and k.app_version = w.app_version
    group by p.key, p.browser, p.os, p.country, p.app_version;
end
$learn_profiles$;

comment on function pgsummary.learn_profiles(text []) is
'adds the profiles that the dictionary lacks, with their terms and segments';
