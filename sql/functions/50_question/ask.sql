-- Stage 50, question: makes the question of a call, and decides what answers which part of its range: facts up to the
-- first quarter-hour, quarter-hours up to the first whole day, days, months, days, quarter-hours, facts. With filters,
-- the segmented months and days, and facts for the rest. The facts of archived days hold only the quarter-hour, so the
-- quarter-hour in which a bound lies counts as a whole.
create or replace function pgsummary.ask(
    caller text,
    app_id uuid,
    created_at_gte timestamptz,
    created_at_lte timestamptz,
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null,
    group_by text default 'day',
    time_zone text default 'UTC',
    timed boolean default false
)
returns pgsummary.question
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $ask$
declare
    q pgsummary.question;
    format integer;
    -- read_* reads rows between these.
    first_instant constant timestamptz := '0001-01-01 00:00:00+00';
    end_of_time constant timestamptz := '10000-01-01 00:00:00+00';
    quarter constant interval := interval '15 minutes';
    lo timestamptz := greatest(created_at_gte, first_instant);
    -- Inclusive to the microsecond, so up to but without the next one.
    hi timestamptz := case
        when created_at_lte < end_of_time then created_at_lte + interval '1 microsecond' else end_of_time
    end;
    rolled_from timestamptz;
    day_from timestamptz;
    day_to timestamptz;
    archived timestamptz;
    terms integer[];
    values_asked integer;
begin
    perform pgsummary.check_app_id(caller, app_id);
    perform pgsummary.check_state(caller);
    q.zone := pgsummary.check_time_zone(caller, time_zone);
    q.is_utc := lower(q.zone) in ('etc/utc', 'etc/gmt');
    q.by_hour := group_by = 'hour';
    q.timed := timed;
    select s.rollup_format, s.archived_before into format, q.archived_before from pgsummary.state s where s.singleton;
    archived := q.archived_before::timestamp at time zone 'UTC';
    q.app_id := app_id;
    q.browser := nullif(browser, '');
    q.os := nullif(os, '');
    q.country := nullif(country, '');
    q.app_version := nullif(app_version, '');
    q.filtered := num_nonnulls(q.browser, q.os, q.country, q.app_version) > 0;
    if lo < hi then
        if lo < archived then
            lo := case
                when q.filtered then date_trunc('day', lo at time zone 'UTC') at time zone 'UTC'
                else pgsummary.quarter_hour_of(lo)
            end;
        end if;
        if hi < archived then
            hi := hi - interval '1 microsecond';
            hi := case
                when q.filtered then (date_trunc('day', hi at time zone 'UTC') + interval '1 day') at time zone 'UTC'
                else pgsummary.quarter_hour_of(hi) + interval '15 minutes'
            end;
        end if;
    end if;
    q.lower_bound := lo;
    q.upper_bound := hi;
    if lo >= hi then
        return q;
    end if;
    q.app := (select a.key from pgsummary.app_key a where a.app_id = ask.app_id);
    if q.filtered then
        terms := array(
            select case
                when f.value is null then -1
                when lower(f.value collate "C") = 'unknown' then 0
                -- No profile has -3.
                else coalesce(
                    (select t.id from pgsummary.term t where t.hash = sha256(convert_to(f.value, 'SQL_ASCII'))), -3
                )
            end
            from unnest(array[q.browser, q.os, q.country, q.app_version]) with ordinality as f (value, dimension)
            order by f.dimension
        );
        values_asked := cardinality(array_remove(terms, -1));
        -- A choice of several values that never occurred on a busy day has no segment: it is counted from facts.
        q.segment := (
            select s.id
            from pgsummary.segment s
            where s.browser = terms[1] and s.os = terms[2] and s.country = terms[3] and s.app_version = terms[4]
        );
        q.mask := pgsummary.mask_of(terms, format is null);
        if q.mask is null then
            q.app := null;
        end if;
    end if;
    if q.app is null then
        return q;
    end if;
    -- Segments hold days, which do not show the hour.
    if format is null or timed and q.by_hour and q.filtered then
        q.fact_from := array[lo];
        q.fact_to := array[hi];
        return q;
    end if;

    rolled_from := lo;
    if timed and not q.is_utc then
        -- Before this, only facts show the local day.
        rolled_from := least(greatest(lo, pgsummary.whole_quarters_since()), hi);
    end if;
    day_from := date_trunc('day', rolled_from at time zone 'UTC') at time zone 'UTC';
    if day_from < rolled_from then
        day_from := day_from + interval '24 hours';
    end if;
    day_to := date_trunc('day', hi at time zone 'UTC') at time zone 'UTC';
    if day_from < day_to and not (timed and q.by_hour) then
        q.first_day := (day_from at time zone 'UTC')::date;
        q.end_day := (day_to at time zone 'UTC')::date;
    else
        -- No whole day, or by the hour: one piece from end to end.
        day_from := hi;
        day_to := hi;
    end if;
    if q.first_day is not null then
        q.month_from := date_trunc('month', (q.first_day - 1)::timestamp) + interval '1 month';
        q.month_to := date_trunc('month', q.end_day::timestamp);
        if q.filtered and q.month_from < q.month_to then
            -- Up to the first month that is not segmented deeply enough.
            q.month_to := coalesce((
                select min(m.month)
                from pgsummary.rollup_month m
                where m.app = q.app and m.kind in ('c', 's', 'q', 'i') and m.month >= q.month_from and m.month < q.month_to
                    and not exists (
                        select from pgsummary.segmented_month s
                        where s.app = q.app and s.month = m.month and s.depth >= values_asked
                    )
            ), q.month_to);
        end if;
        if q.month_from < q.month_to then
            q.day_from := array[q.first_day, q.month_to];
            q.day_to := array[q.month_from, q.end_day];
        else
            q.month_from := null;
            q.day_from := array[q.first_day];
            q.day_to := array[q.end_day];
        end if;
    end if;
    if timed and not q.is_utc then
        select
            array_agg(m.lo order by m.lo) filter (where not m.by_fact),
            array_agg(m.hi order by m.lo) filter (where not m.by_fact),
            array_agg(m.lo order by m.lo) filter (where m.by_fact),
            array_agg(m.hi order by m.lo) filter (where m.by_fact)
        into q.moved_quarter_from, q.moved_quarter_to, q.moved_fact_from, q.moved_fact_to
        from (
            -- The shorter of the two parts of a day. Archived days have no quarter-hours.
            select
                q.filtered or d.day < coalesce(q.archived_before, '-infinity') as by_fact,
                (d.day::timestamp + case when c.cut <= 48 then 0 else c.cut end * quarter) at time zone 'UTC' as lo,
                (d.day::timestamp + case when c.cut <= 48 then c.cut else 96 end * quarter) at time zone 'UTC' as hi
            from (
                select s.day from pgsummary.segmented_day s
                where q.filtered and s.app = q.app and s.day >= q.first_day and s.day < q.end_day
                    and s.depth >= values_asked
                union all
                select r.day from pgsummary.rollup_day r
                where not q.filtered and r.app = q.app and r.segment = 0 and r.kind = 'q'
                    and r.day >= q.first_day and r.day < q.end_day
            ) d
            cross join lateral pgsummary.day_cut(d.day, q.zone) c
            offset 0
        ) m
        where m.lo < m.hi;
    end if;
    if q.filtered then
        -- The gaps between the days that are segmented deeply enough.
        select array_agg(g.lo), array_agg(g.hi) into q.fact_from, q.fact_to
        from (
            select lag(d.hi, 1, q.lower_bound) over (order by d.lo) as lo, d.lo as hi
            from (
                select s.day::timestamp at time zone 'UTC' as lo, (s.day + 1)::timestamp at time zone 'UTC' as hi
                from unnest(q.day_from, q.day_to) as e (lo, hi)
                join pgsummary.segmented_day s on s.app = q.app and s.day >= e.lo and s.day < e.hi and s.depth >= values_asked
                union all
                select q.month_from::timestamp at time zone 'UTC', q.month_to::timestamp at time zone 'UTC'
                where q.month_from is not null
                union all
                select q.upper_bound, q.upper_bound
            ) d
        ) g
        where g.lo < g.hi;
        return q;
    end if;

    select array_agg(c.quarter_from), array_agg(c.quarter_to) into q.quarter_from, q.quarter_to
    from (values (rolled_from, day_from), (day_to, q.upper_bound)) as e (lo, hi)
    cross join lateral (
        -- The first quarter-hour that begins at lo or later, the last that has ended by hi. Archived days have none.
        select
            greatest(
                pgsummary.quarter_hour_of(e.lo + interval '15 minutes' - interval '1 microsecond'), archived
            ) as quarter_from,
            pgsummary.quarter_hour_of(e.hi) as quarter_to
    ) c
    where c.quarter_from < c.quarter_to;
    select array_agg(f.lo), array_agg(f.hi) into q.fact_from, q.fact_to
    from (
        select lag(p.hi, 1, q.lower_bound) over (order by p.lo, p.hi) as lo, p.lo as hi
        from (
            select u.lo, u.hi from unnest(q.quarter_from, q.quarter_to) as u (lo, hi)
            union all
            select day_from, day_to where q.first_day is not null
            union all
            select q.upper_bound, q.upper_bound
        ) p
    ) f
    where f.lo < f.hi;
    return q;
end
$ask$;

comment on function pgsummary.ask(
    text, uuid, timestamptz, timestamptz, text, text, text, text, text, text, boolean
) is
'the question of these parameters, with the rollups and facts that answer each part of its range; both bounds '
'inclusive, null = open; timed: more than statuses is wanted by time (see question). '
'22004 if app_id is null, 22023 for an unknown time_zone, and the errors of check_state';
