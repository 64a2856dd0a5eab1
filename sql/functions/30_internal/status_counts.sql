-- Stage 30, internal: conferences by status and time, as finely as the caller's buckets ask for.
-- Rollups, edges and delta are statements of their own: small plans, and no delta where nothing changed.
create or replace function pgsummary.status_counts(
    cov pgsummary.coverage,
    app_id uuid,
    by_utc_day boolean,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns table (at timestamptz, status smallint, n bigint)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $status_counts$
#variable_conflict use_column
declare
    -- Until then some zone had an offset, or changed its clocks at a minute, that is no multiple of 15 minutes: only
    -- facts tell the local day there.
    whole_quarters_since constant timestamptz := '2022-10-03 00:00:00+00';
    first_day constant date := case when not by_utc_day then (whole_quarters_since at time zone 'UTC')::date end;
    changed uuid[];
begin
    if by_utc_day then
        return query
        select r.day::timestamp at time zone 'UTC', u.value::smallint, u.n::bigint
        from pgsummary.rollup_day r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where not cov.filtered and r.app = cov.app and r.segment = 0 and r.kind = 'c'
            and r.day >= cov.day_from and r.day < cov.day_to
            and u.measure = pgsummary.measure('status')
        union all
        select r.day::timestamp at time zone 'UTC', pgsummary.unpacked(pgsummary.measure('status'), u.value)::smallint, sum(u.n)
        from pgsummary.rollup_segment r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where cov.filtered and r.app = cov.app and r.segment = cov.segment
            and r.day >= cov.day_from and r.day < cov.day_to
            and u.measure = pgsummary.measure('time')
        group by 1, 2;
    else
        return query
        select
            (r.day::timestamp + u.value / 4 * interval '15 minutes') at time zone 'UTC', (u.value % 4)::smallint,
            u.n::bigint
        from (
            select d.day, d.measures, d.vals, d.counts
            from pgsummary.rollup_day d
            where not cov.filtered and d.app = cov.app and d.segment = 0 and d.kind = 't'
                and d.day >= greatest(cov.day_from, first_day) and d.day < cov.day_to
            union all
            select d.day, d.measures, d.vals, d.counts
            from pgsummary.rollup_segment d
            where cov.filtered and d.app = cov.app and d.segment = cov.segment
                and d.day >= greatest(cov.day_from, first_day) and d.day < cov.day_to
        ) r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where u.measure = pgsummary.measure('time');
        if cov.lower_bound < whole_quarters_since then
            return query
            select date_trunc('second', f.created_at), f.status, count(*)
            from pgsummary.conference_fact f
            where f.app = cov.app and f.created_at >= cov.lower_bound
                and f.created_at < least(cov.upper_bound, whole_quarters_since)
                and (
                    not cov.filtered
                    or pgsummary.any_selected(f.profiles, cov.mask)
                )
            group by 1, 2;
        end if;
    end if;
    if cov.quarter_from is not null then
        return query
        select r.bucket, u.value::smallint, u.n::bigint
        from unnest(cov.quarter_from, cov.quarter_to) as e (lo, hi)
        cross join lateral (
            select q.bucket, q.measures, q.vals, q.counts
            from pgsummary.rollup_quarter q
            where q.app = cov.app and q.kind = 'c' and q.bucket >= e.lo and q.bucket < e.hi
                and (by_utc_day or q.bucket >= whole_quarters_since)
            offset 0
        ) r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where u.measure = pgsummary.measure('status');
    end if;
    if cov.fact_from is not null then
        return query
        select
            case
                when by_utc_day then (f.created_at at time zone 'UTC')::date::timestamp at time zone 'UTC'
                else pgsummary.quarter_of(f.created_at)
            end,
            f.status,
            count(*)
        from pgsummary.conference_edges(cov) f
        where by_utc_day or f.created_at >= whole_quarters_since
        group by 1, 2;
    end if;
    -- Only what can move a status, or what a filter sees of a session.
    changed := pgsummary.changed_conferences(causes => pgsummary.causes_of(pgsummary.measure('status'), cov.filtered));
    if changed <> '{}' then
        return query
        select date_trunc('second', d.created_at), d.status, sum(d.n)
        from pgsummary.conference_delta(
            cov, changed, status_counts.app_id, status_counts.browser, status_counts.os, status_counts.country,
            status_counts.app_version
        ) d
        group by 1, 2;
    end if;
end
$status_counts$;

comment on function pgsummary.status_counts(pgsummary.coverage, uuid, boolean, text, text, text, text) is
'conferences of a coverage by status and an instant in the same bucket: of the UTC day, the quarter or the second; '
'one may come more than once, with a negative n from the log';
