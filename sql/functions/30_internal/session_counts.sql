-- Stage 30, internal: sessions by values of their profile.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.session_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char" [],
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (measure "char", value integer, name text, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $session_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.measure, u.value, null::text, sum(u.n)
    from pgsummary.rollup_counts(cov, 's', wanted) u
    group by 1, 2;
    if cov.fact_from is not null then
        return query
        select
            m.measure,
            m.value,
            null::text,
            sum(s.n)::bigint
        from (select f.profile, count(*) as n from pgsummary.session_edges(cov) f group by f.profile) s
        cross join lateral (select x as profile from pgsummary.profile x where x.id = s.profile offset 0) p
        cross join lateral pgsummary.measures(p.profile) m
        where m.measure = any (wanted)
        group by 1, 2;
    end if;
    changed := pgsummary.changed_sessions();
    if changed <> '{}' then
        return query
        select
            m.measure,
            case when p.parts[5] is null and m.name in ('browser', 'os') then -1 when p.parts[m.place] is null then 0 end,
            case when p.parts[5] is not null or m.name not in ('browser', 'os') then p.parts[m.place] end,
            sum(d.n)::bigint
        from (
            select x.profile, sum(x.n) as n
            from pgsummary.session_delta(
                cov, changed, session_counts.app_id, session_counts.browser, session_counts.os,
                session_counts.country, session_counts.app_version
            ) x
            group by x.profile
        ) d
        cross join lateral (select d.profile::text[] as parts) p
        cross join (
            select w.measure, d.name, d.place::integer as place
            from unnest(wanted) as w (measure)
            join unnest('{browser,os,country,app_version}'::text[]) with ordinality as d (name, place)
                on pgsummary.measure(d.name) = w.measure
        ) m
        group by 1, 2, 3;
    end if;
end
$session_counts$;

comment on function pgsummary.session_counts(pgsummary.coverage, uuid, "char" [], text, text, text, text) is
'sessions of a coverage by measure and value: the term, 0 missing, -1 missing for want of a platform; null with '
'its name where it comes from the log';
