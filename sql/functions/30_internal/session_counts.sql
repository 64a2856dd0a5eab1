-- Stage 30, internal: sessions by values of their profile: b browser, o OS, c country, v app version.
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
            case
                when not p.has_platform and m.measure in ('b', 'o') then -1
                else case m.measure
                    when 'b' then p.browser when 'o' then p.os when 'c' then p.country else p.app_version
                end
            end,
            null::text,
            sum(s.n)::bigint
        from (select f.profile, count(*) as n from pgsummary.session_edges(cov) f group by f.profile) s
        cross join lateral (select x.* from pgsummary.profile x where x.id = s.profile offset 0) p
        cross join unnest(wanted) as m (measure)
        group by 1, 2;
    end if;
    changed := pgsummary.changed_sessions();
    if changed <> '{}' then
        return query
        select
            m.measure,
            case
                when p.parts[5] is null and m.measure in ('b', 'o') then -1
                when p.parts[m.place] is null then 0
            end,
            case when p.parts[5] is not null or m.measure in ('c', 'v') then p.parts[m.place] end,
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
            select w.measure, position(w.measure::text in 'bocv') as place from unnest(wanted) as w (measure)
        ) m
        group by 1, 2, 3;
    end if;
end
$session_counts$;

comment on function pgsummary.session_counts(pgsummary.coverage, uuid, "char" [], text, text, text, text) is
'sessions of a coverage by measure and value: the term, 0 missing, -1 missing for want of a platform; null with '
'its name where it comes from the log';
