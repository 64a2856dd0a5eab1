-- Stage 30, internal: connections by the value of one measure: relayed (1 or 0) or set-up range.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.connection_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $connection_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.value, sum(u.n) from pgsummary.rollup_counts(cov, 'n', array[wanted]) u group by 1;
    if cov.fact_from is not null then
        return query
        select case wanted when pgsummary.measure('relayed') then f.relayed else f.setup_range end::integer, count(*)
        from pgsummary.connection_edges(cov) f
        group by 1;
    end if;
    changed := pgsummary.changed_connections();
    if changed = '{}' then
        return;
    elsif wanted = pgsummary.measure('relayed') then
        return query
        select d.relayed::integer, sum(d.n)
        from pgsummary.connection_delta(
            cov, changed, connection_counts.app_id, connection_counts.browser, connection_counts.os,
            connection_counts.country, connection_counts.app_version
        ) d
        group by 1;
    else
        return query
        select d.setup_range::integer, sum(d.n)
        from pgsummary.connection_delta(
            cov, changed, connection_counts.app_id, connection_counts.browser, connection_counts.os,
            connection_counts.country, connection_counts.app_version
        ) d
        group by 1;
    end if;
end
$connection_counts$;

comment on function pgsummary.connection_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'connections of a coverage by value; one may come more than once, with a negative n from the log';
