-- Stage 30, internal: sessions by place.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.place_counts(
    cov pgsummary.coverage,
    app_id uuid,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (city text, country_code text, latitude float8, longitude float8, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $place_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select p.city, p.country_code, p.latitude, p.longitude, u.n
    from (select x.value, sum(x.n) as n from pgsummary.rollup_counts(cov, 'p', array[pgsummary.measure('place')]) x group by x.value) u
    cross join lateral (select x.* from pgsummary.place x where x.id = u.value offset 0) p;
    if cov.fact_from is not null then
        return query
        select p.city, p.country_code, p.latitude, p.longitude, s.n
        from (select f.place, count(*) as n from pgsummary.session_edges(cov) f group by f.place) s
        cross join lateral (select x.* from pgsummary.place x where x.id = s.place offset 0) p;
    end if;
    changed := pgsummary.changed_sessions();
    if changed <> '{}' then
        return query
        select d.city, d.country_code, d.latitude, d.longitude, sum(d.n)
        from pgsummary.session_delta(
            cov, changed, place_counts.app_id, place_counts.browser, place_counts.os, place_counts.country,
            place_counts.app_version
        ) d
        where pgsummary.is_on_map(d.city, d.latitude, d.longitude)
        group by 1, 2, 3, 4;
    end if;
end
$place_counts$;

comment on function pgsummary.place_counts(pgsummary.coverage, uuid, text, text, text, text) is
'sessions of a coverage by place; one may come more than once, with a negative n from the log';
