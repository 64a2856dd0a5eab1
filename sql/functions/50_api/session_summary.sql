-- Stage 50, API: sessions by browser, operating system, country or version of the app.
create or replace function public.session_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    group_by text default 'browser',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (name text, count bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $session_summary$
#variable_conflict use_column
declare
    cov pgsummary.coverage;
    changed uuid[];
    measure "char";
    -- Where the value stands in a profile (see profile_key).
    place integer;
begin
    perform pgsummary.check_choice('session_summary', 'group_by', group_by, '{browser,os,country,app_version}');
    cov := pgsummary.cover(
        'session_summary', session_summary.app_id, created_at_gte, created_at_lte, browser, os, country, app_version
    );
    changed := pgsummary.changed_sessions();
    measure := case group_by when 'browser' then 'b' when 'os' then 'o' when 'country' then 'c' else 'v' end;
    place := case group_by when 'browser' then 1 when 'os' then 2 when 'country' then 3 else 4 end;
    return query
    with counted as (
        select coalesce(case when x.value is null then x.text else t.value end, 'Unknown') as name, sum(x.n) as n
        from (
            select u.value, null as text, u.n
            from pgsummary.rollup_counts(cov, 's', measure) u
            where u.value > 0 or (u.value = 0 and measure <> 'c')
            union all
            select p.value, null, 1
            from pgsummary.session_edges(cov) f
            join (
                select k.id, k.has_platform, case measure
                    when 'b' then k.browser when 'o' then k.os when 'c' then k.country else k.app_version
                end as value
                from pgsummary.profile k
            ) p on p.id = f.profile
            where case measure when 'c' then p.value > 0 when 'v' then true else p.has_platform end
            union all
            select null, (d.profile::text [])[place], d.n
            from pgsummary.session_delta(
                cov, changed, session_summary.app_id,
                session_summary.browser, session_summary.os, session_summary.country, session_summary.app_version
            ) d
            where case measure
                when 'c' then (d.profile::text [])[3] is not null
                when 'v' then true
                else (d.profile::text [])[5] is not null
            end
        ) x
        left join pgsummary.term t on t.id = x.value
        group by 1
        having sum(x.n) > 0
    )
    select c.name, c.n::bigint
    from counted c
    order by c.n desc, c.name collate "C";
end
$session_summary$;

comment on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Sessions by one of their values, most frequent first, then by name. created_at_gte, created_at_lte: both '
'inclusive, null = open. group_by: browser, os, country or app_version. Browsers and systems are those of '
'sessions with a platform, countries those with a country code; Unknown is missing. browser, os, country, '
'app_version: filters on the session, null or empty = none, Unknown = missing. Errors: 22004 app_id is '
'null; 22023 unknown group_by. Source: rollups, facts and log of session_fact.';

revoke all on function public.session_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) from public;
