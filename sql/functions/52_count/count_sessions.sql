-- Stage 52, count: sessions by any measures, in one pass (see count_conferences).
create or replace function pgsummary.count_sessions(q pgsummary.question, wanted "char" [])
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set extra_float_digits = 1
as $count_sessions$
declare
    of_place constant "char" := pgsummary.measure('place');
    of_browser_version constant "char" := pgsummary.measure('browser_version');
    of_os_version constant "char" := pgsummary.measure('os_version');
    of_session constant "char" := pgsummary.measure('session');
    by_place constant boolean := of_place = any (wanted);
    by_browser_version constant boolean := of_browser_version = any (wanted);
    by_os_version constant boolean := of_os_version = any (wanted);
    by_profile constant boolean := not wanted <@ array[of_place, of_browser_version, of_os_version, of_session];
    by_session constant boolean := of_session = any (wanted);
    kinds constant "char"[] := array_remove(array[
        case when by_profile then 's' end, case when by_place then 'p' end,
        case when by_browser_version or by_os_version then 'v' end
    ], null);
    changed constant uuid[] := pgsummary.changed_sessions();
    moved pgsummary.question := q;
    tallies pgsummary.tally[] := pgsummary.rolled_up(q, kinds, array_remove(wanted, of_session));
begin
    if by_session and q.moved_fact_from is not null then
        moved.fact_from := q.moved_fact_from;
        moved.fact_to := q.moved_fact_to;
        tallies := tallies || array(
            select row(of_session, 0, null, m.at, s.n * m.sign)::pgsummary.tally
            from (
                select width_bucket(f.created_at, q.moved_fact_from) as place, sum(f.n) as n
                from pgsummary.loose_sessions(moved, '{}') f
                group by 1
            ) s
            cross join lateral pgsummary.moves(q, q.moved_fact_from[s.place]) m
        );
    end if;
    if q.fact_from is not null or changed <> '{}' then
        tallies := tallies || array(
            select row(m.measure, m.value, null, m.at, sum(g.n))::pgsummary.tally
            from (
                select f.profile, f.place, f.browser_version, f.os_version, f.instant, sum(f.n) as n,
                    grouping(f.profile, f.place, f.browser_version, f.os_version, f.instant) as left_out
                from (
                    select s.n, case when by_profile then s.profile end as profile,
                        case when by_place then s.place end as place,
                        case when by_browser_version then s.browser_version end as browser_version,
                        case when by_os_version then s.os_version end as os_version,
                        case when by_session and q.timed then pgsummary.time_group(q, s.created_at) end as instant
                    from pgsummary.loose_sessions(q, changed) s
                ) f
                group by grouping sets (f.profile, f.place, f.browser_version, f.os_version, f.instant)
            ) g
            cross join lateral (
                select of_place as measure, g.place as value, null::timestamp as at
                where g.left_out = 23 and g.place is not null
                union all
                select of_browser_version, g.browser_version, null
                where g.left_out = 27 and g.browser_version is not null
                union all
                select of_os_version, g.os_version, null where g.left_out = 29 and g.os_version is not null
                union all
                select of_session, 0, pgsummary.time_cell(q, g.instant) where by_session and g.left_out = 30
                union all
                select v.measure, v.value, null
                from (select x.* from pgsummary.profile x where x.id = g.profile and g.left_out = 15 offset 0) p
                cross join lateral pgsummary.measures(row(p.*)::pgsummary.profile) v
                where v.measure = any (wanted)
            ) m
            group by m.measure, m.value, m.at
        );
    end if;
    if changed <> '{}' then
        tallies := tallies || array(
            select row(m.measure, m.value, m.name, m.at, g.n)::pgsummary.tally
            from (
                select s.profile, s.place, s.browser_version, s.os_version, s.instant, count(*) as n,
                    grouping(s.profile, s.place, s.browser_version, s.os_version, s.instant) as left_out
                from (
                    select
                        case when by_profile then l.profile end as profile,
                        case when by_place and pgsummary.is_on_map(l.city, l.latitude, l.longitude)
                            then array[l.city, l.country_code, l.latitude::text, l.longitude::text]
                        end as place,
                        case when by_browser_version then l.browser_version end as browser_version,
                        case when by_os_version then l.os_version end as os_version,
                        case when by_session and q.timed then pgsummary.time_group(q, l.created_at) end as instant
                    from pgsummary.read_sessions(changed) l
                    where l.app_id = q.app_id and l.created_at >= q.lower_bound and l.created_at < q.upper_bound
                        and (not q.filtered or pgsummary.profile_passes(q, l.profile))
                ) s
                group by grouping sets (s.profile, s.place, s.browser_version, s.os_version, s.instant)
            ) g
            cross join lateral (
                select of_place as measure, null::integer as value, g.place::text as name, null::timestamp as at
                where g.left_out = 23 and g.place is not null
                union all
                select of_browser_version, null, g.browser_version, null
                where g.left_out = 27 and g.browser_version is not null
                union all
                select of_os_version, null, g.os_version, null where g.left_out = 29 and g.os_version is not null
                union all
                select of_session, 0, null, pgsummary.time_cell(q, g.instant) where by_session and g.left_out = 30
                union all
                select w.measure,
                    case
                        when w.place < 3 and (g.profile::text[])[5] is null then -1
                        when (g.profile::text[])[w.place] is null then 0
                    end,
                    case when w.place > 2 or (g.profile::text[])[5] is not null then (g.profile::text[])[w.place] end,
                    null
                from (
                    values
                        (1, pgsummary.measure('browser')), (2, pgsummary.measure('os')),
                        (3, pgsummary.measure('country')), (4, pgsummary.measure('app_version'))
                ) as w (place, measure)
                where g.left_out = 15 and w.measure = any (wanted)
            ) m
        );
    end if;
    return tallies;
end
$count_sessions$;

comment on function pgsummary.count_sessions(pgsummary.question, "char" []) is
'sessions of a question by any of browser, os, country, app_version (a term, 0 missing, -1 missing because there '
'is no platform, null with its name if it comes from the log), browser_version, os_version (a term, or null with the '
'name) and place (a place, or null with array literal {city, '
'country code, latitude, longitude}); session: all of them, without the rollups (see rolled_quality), in a timed '
'question by time';
