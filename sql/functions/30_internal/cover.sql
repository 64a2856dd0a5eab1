-- Stage 30, internal: how a range is put together: facts up to the first quarter, quarters up to the first whole day,
-- days, quarters, facts. With filters the segmented days, and facts for the rest.
create or replace function pgsummary.cover(
    caller text,
    app_id uuid,
    created_at_gte timestamptz,
    created_at_lte timestamptz,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns pgsummary.coverage
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $cover$
declare
    cov pgsummary.coverage;
    -- What live_* reads lies between these.
    first_instant constant timestamptz := '0001-01-01 00:00:00+00';
    end_of_time constant timestamptz := '10000-01-01 00:00:00+00';
    lo constant timestamptz := greatest(created_at_gte, first_instant);
    -- Inclusive to the microsecond, hence up to and without the next one.
    hi constant timestamptz := case
        when created_at_lte < end_of_time then created_at_lte + interval '1 microsecond' else end_of_time
    end;
    day_from timestamptz;
    day_to timestamptz;
    quarter_from timestamptz;
    quarter_to timestamptz;
    terms integer[];
begin
    perform pgsummary.check_app_id(caller, app_id);
    perform pgsummary.check_state(caller);
    cov.app := (select a.key from pgsummary.app_key a where a.app_id = cover.app_id);
    cov.lower_bound := lo;
    cov.upper_bound := hi;
    cov.filtered := false;
    if coalesce(browser, '') <> '' or coalesce(os, '') <> ''
        or coalesce(country, '') <> '' or coalesce(app_version, '') <> ''
    then
        cov.filtered := true;
        terms := array[
            pgsummary.filter_term(browser), pgsummary.filter_term(os),
            pgsummary.filter_term(country), pgsummary.filter_term(app_version)
        ];
        cov.segment := (
            select s.id
            from pgsummary.segment s
            where s.browser = terms[1] and s.os = terms[2] and s.country = terms[3] and s.app_version = terms[4]
        );
        cov.mask := (
            select string_agg(case
                when p.id > 0
                    and (terms[1] = -1 or p.browser = terms[1]) and (terms[2] = -1 or p.os = terms[2])
                    and (terms[3] = -1 or p.country = terms[3]) and (terms[4] = -1 or p.app_version = terms[4])
                    then '1'
                else '0'
            end, '' order by p.id)::bit varying
            from pgsummary.profile p
        );
    end if;

    if lo >= hi or cov.app is null or (cov.filtered and position(b'1' in cov.mask) = 0) then
        -- Nothing is in facts or rollups.
        cov.day_from := 'infinity';
        cov.day_to := 'infinity';
        return cov;
    end if;

    day_from := date_trunc('day', lo at time zone 'UTC') at time zone 'UTC';
    if day_from < lo then
        day_from := day_from + interval '24 hours';
    end if;
    day_to := date_trunc('day', hi at time zone 'UTC') at time zone 'UTC';
    if day_from <= day_to then
        cov.day_from := (day_from at time zone 'UTC')::date;
        cov.day_to := (day_to at time zone 'UTC')::date;
    else
        -- No whole day: one piece from end to end.
        cov.day_from := 'infinity';
        cov.day_to := 'infinity';
        day_from := hi;
        day_to := hi;
    end if;
    if cov.filtered then
        -- The gaps between the days that are segmented deeply enough.
        select array_agg(g.lo), array_agg(g.hi) into cov.fact_from, cov.fact_to
        from (
            select lag(d.hi, 1, cov.lower_bound) over (order by d.lo) as lo, d.lo as hi
            from (
                select s.day::timestamp at time zone 'UTC' as lo, (s.day + 1)::timestamp at time zone 'UTC' as hi
                from pgsummary.segmented_day s
                where s.app = cov.app and s.day >= cov.day_from and s.day < cov.day_to
                    and s.depth >= cardinality(array_remove(terms, -1))
                union all
                select cov.upper_bound, cov.upper_bound
            ) d
        ) g
        where g.lo < g.hi;
        return cov;
    end if;

    quarter_from := lo;
    if lo < day_from then
        quarter_from := pgsummary.quarter_of(lo);
        if quarter_from < lo then
            quarter_from := quarter_from + interval '15 minutes';
        end if;
        quarter_from := least(quarter_from, day_from);
    end if;
    quarter_to := case when day_to < hi then pgsummary.quarter_of(hi) else hi end;
    if day_from = hi and day_to = hi then
        -- One piece, perhaps within a quarter.
        if quarter_from > pgsummary.quarter_of(hi) then
            cov.fact_from := array[lo];
            cov.fact_to := array[hi];
            return cov;
        end if;
        quarter_to := pgsummary.quarter_of(hi);
        cov.quarter_from := array[quarter_from];
        cov.quarter_to := array[quarter_to];
    else
        cov.quarter_from := array[quarter_from, day_to];
        cov.quarter_to := array[day_from, quarter_to];
    end if;
    cov.fact_from := array[lo, quarter_to];
    cov.fact_to := array[quarter_from, hi];
    return cov;
end
$cover$;

comment on function pgsummary.cover(text, uuid, timestamptz, timestamptz, text, text, text, text) is
'how the range and the filters of a summary are covered by rollups and facts; both bounds inclusive, null = open. '
'22004 where app_id is null';
