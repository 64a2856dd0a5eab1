-- Stage 30, internal: conferences by the value of one measure.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.conference_counts(
    cov pgsummary.coverage,
    app_id uuid,
    wanted "char",
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (value integer, code text, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $conference_counts$
#variable_conflict use_column
declare
    changed uuid[];
begin
    return query
    select u.value, null::text, sum(u.n) from pgsummary.rollup_counts(cov, 'c', array[wanted]) u group by 1;
    if cov.fact_from is not null then
        if wanted = pgsummary.measure('conference_code') then
            return query
            select u.code, null::text, count(*)
            from pgsummary.conference_edges(cov) f
            cross join lateral unnest(f.codes) as u (code)
            group by 1;
        else
            return query
            select case wanted
                when pgsummary.measure('status') then f.status::integer
                when pgsummary.measure('duration_range') then pgsummary.duration_range(f.duration)
                else f.participants
            end, null::text, count(*)
            from pgsummary.conference_edges(cov) f
            group by 1;
        end if;
    end if;
    -- Only what can move this measure, or what a filter sees of a session.
    changed := pgsummary.changed_conferences(causes => pgsummary.causes_of(wanted, cov.filtered));
    -- One statement per measure, so that none pays for the columns of another.
    if changed = '{}' then
        return;
    elsif wanted = pgsummary.measure('status') then
        return query
        select d.status::integer, null::text, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        group by 1, 2;
    elsif wanted = pgsummary.measure('duration_range') then
        return query
        select pgsummary.duration_range(d.duration), null::text, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        group by 1, 2;
    elsif wanted = pgsummary.measure('participants') then
        return query
        select d.participants, null::text, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        group by 1, 2;
    else
        return query
        select null::integer, u.code, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, conference_counts.app_id, conference_counts.browser, conference_counts.os,
            conference_counts.country, conference_counts.app_version
        ) d
        cross join lateral unnest(d.codes) as u (code)
        group by 1, 2;
    end if;
end
$conference_counts$;

comment on function pgsummary.conference_counts(pgsummary.coverage, uuid, "char", text, text, text, text) is
'conferences of a coverage by value (of codes: the term, or the code itself where it comes from the log); a value may '
'come more than once, with a negative n from the log';
