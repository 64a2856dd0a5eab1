-- Stage 30, internal: sessions by one value of their profile: b browser, o OS, c country, v app version.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.session_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, name text, n bigint)
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
    select u.value, null::text, sum(u.n) from pgsummary.rollup_counts(cov, 's', wanted) u group by 1;
    if cov.fact_from is not null then
        return query
        select case
            when not p.has_platform and wanted in ('b', 'o') then -1
            else case wanted when 'b' then p.browser when 'o' then p.os when 'c' then p.country else p.app_version end
        end, null::text, sum(s.n)::bigint
        from (select f.profile, count(*) as n from pgsummary.session_edges(cov) f group by f.profile) s
        join pgsummary.profile p on p.id = s.profile
        group by 1;
    end if;
    changed := pgsummary.changed_sessions();
    if changed <> '{}' then
        return query
        select
            case
                when p.parts[5] is null and wanted in ('b', 'o') then -1
                when p.parts[position(wanted::text in 'bocv')] is null then 0
            end,
            case when p.parts[5] is not null or wanted in ('c', 'v') then p.parts[position(wanted::text in 'bocv')] end,
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
        group by 1, 2;
    end if;
end
$session_counts$;

comment on function pgsummary.session_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'sessions of a coverage by value: the term, 0 missing, -1 missing for want of a platform; null with its name where it '
'comes from the log';
