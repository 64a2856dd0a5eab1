-- Stage 30, internal: issues by the value of one measure: code or getUserMedia error.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.issue_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, key text, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $issue_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.value, null::text, sum(u.n) from pgsummary.rollup_counts(cov, 'i', array[wanted]) u group by 1;
    if cov.fact_from is not null then
        return query
        select case wanted when pgsummary.measure('issue_code') then f.code else f.gum_error end, null::text, count(*)
        from pgsummary.issue_edges(cov) f
        where wanted = pgsummary.measure('issue_code') or f.gum_error is not null
        group by 1;
    end if;
    changed := pgsummary.changed_issues();
    if changed = '{}' then
        return;
    elsif wanted = pgsummary.measure('issue_code') then
        return query
        select null::integer, d.code, sum(d.n)
        from pgsummary.issue_delta(
            cov, changed, issue_counts.app_id, issue_counts.browser, issue_counts.os, issue_counts.country,
            issue_counts.app_version
        ) d
        group by 2;
    else
        return query
        select null::integer, d.gum_error, sum(d.n)
        from pgsummary.issue_delta(
            cov, changed, issue_counts.app_id, issue_counts.browser, issue_counts.os, issue_counts.country,
            issue_counts.app_version
        ) d
        where d.gum_error is not null
        group by 2;
    end if;
end
$issue_counts$;

comment on function pgsummary.issue_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'issues of a coverage by value: the term or the getUserMedia error; null with its key where it comes from the log';
