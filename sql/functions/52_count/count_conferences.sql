-- Stage 52, count: conferences by any measures, in one pass. Rollups, loose facts and what the log names are separate
-- statements, with small plans. Columns that are not wanted are null, in a CASE, so that they cost nothing.
create or replace function pgsummary.count_conferences(q pgsummary.question, wanted "char" [])
returns pgsummary.tally []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $count_conferences$
declare
    of_time constant "char" := pgsummary.measure('time');
    of_status constant "char" := pgsummary.measure('status');
    of_duration constant "char" := pgsummary.measure('duration_range');
    of_participants constant "char" := pgsummary.measure('participants');
    of_code constant "char" := pgsummary.measure('conference_code');
    of_seconds constant "char" := pgsummary.measure('seconds');
    by_time constant boolean := of_time = any (wanted);
    by_status constant boolean := of_status = any (wanted);
    by_duration constant boolean := of_duration = any (wanted);
    by_participants constant boolean := of_participants = any (wanted);
    by_code constant boolean := of_code = any (wanted);
    by_seconds constant boolean := of_seconds = any (wanted);
    -- Grouped by when they were (see time_group).
    by_instant constant boolean := by_time or by_seconds and q.timed;
    since constant timestamptz := case
        when q.is_utc then '-infinity'::timestamptz else pgsummary.whole_quarters_since()
    end;
    archived constant timestamptz := q.archived_before::timestamp at time zone 'UTC';
    changed constant uuid[] := pgsummary.changed_conferences(
        causes => pgsummary.causes_that_move(wanted, q.filtered)
    );
    moved pgsummary.question := q;
    tallies pgsummary.tally[] := pgsummary.rolled_up(q, '{c}', array_remove(array_remove(wanted, of_seconds), of_time));
begin
    if by_time then
        tallies := tallies || pgsummary.count_times(q);
    end if;
    if by_seconds and q.moved_fact_from is not null then
        moved.fact_from := q.moved_fact_from;
        moved.fact_to := q.moved_fact_to;
        tallies := tallies || array(
            select row(of_seconds, 1, null, m.at, s.seconds * m.sign)::pgsummary.tally
            from (
                select width_bucket(f.created_at, q.moved_fact_from) as place, sum(f.duration) as seconds
                from pgsummary.loose_conferences(moved, '{}') f
                group by 1
            ) s
            cross join lateral pgsummary.moves(q, q.moved_fact_from[s.place]) m
            where s.seconds <> 0
        );
    end if;
    if q.fact_from is not null or changed <> '{}' then
        tallies := tallies || array(
            select row(m.measure, m.value, null, m.at, sum(m.n))::pgsummary.tally
            from (
                select f.instant, f.status, f.duration, f.participants, f.codes, sum(f.n) as n,
                    sum(f.n * f.seconds) as seconds,
                    grouping(f.status, f.duration, f.participants, f.codes) as left_out
                from (
                    select
                        c.n,
                        -- count_times has the old ones, but not those of the log.
                        case
                            when by_instant and (q.timed or c.n < 0 or c.created_at >= since or c.created_at < archived)
                                then pgsummary.time_group(q, c.created_at)
                        end as instant,
                        case when by_time or by_status then c.status end as status,
                        case when by_duration then pgsummary.duration_range(c.duration) end as duration,
                        case when by_participants then c.participants end as participants,
                        case when by_code then c.codes end as codes,
                        case when by_seconds then c.duration::bigint end as seconds
                    from pgsummary.loose_conferences(q, changed) c
                ) f
                group by grouping sets ((f.instant, f.status), f.duration, f.participants, f.codes)
            ) g
            cross join lateral (
                select of_time as measure, g.status::integer as value, pgsummary.time_cell(q, g.instant) as at, g.n
                where by_time and g.left_out = 7 and g.instant is not null
                union all
                select of_seconds, 1, case when q.timed then pgsummary.time_cell(q, g.instant) end, g.seconds
                where by_seconds and g.left_out = 7
                union all
                select of_status, g.status, null, g.n where by_status and g.left_out = 7
                union all
                select of_duration, g.duration, null, g.n where by_duration and g.left_out = 11
                union all
                select of_participants, g.participants, null, g.n where by_participants and g.left_out = 13
                union all
                select of_code, u.code, null, g.n from unnest(g.codes) as u (code) where g.left_out = 14
            ) m
            group by m.measure, m.value, m.at
            having sum(m.n) <> 0
        );
    end if;
    if changed <> '{}' then
        tallies := tallies || array(
            select row(m.measure, m.value, m.name, m.at, m.n)::pgsummary.tally
            from (
                select c.instant, c.status, c.duration, c.participants, c.codes, count(*) as n,
                    sum(c.seconds) as seconds,
                    grouping(c.status, c.duration, c.participants, c.codes) as left_out
                from (
                    select
                        case when by_instant then pgsummary.time_group(q, l.created_at) end as instant,
                        case when by_time or by_status then l.status end as status,
                        case when by_duration then pgsummary.duration_range(l.duration) end as duration,
                        case when by_participants then l.participants end as participants,
                        case when by_code then l.codes end as codes,
                        case when by_seconds then l.duration::bigint end as seconds
                    from pgsummary.read_conferences(changed) l
                    where l.app_id = q.app_id and l.created_at >= q.lower_bound and l.created_at < q.upper_bound
                        and (not q.filtered or pgsummary.any_passes(q, l.profiles))
                ) c
                group by grouping sets ((c.instant, c.status), c.duration, c.participants, c.codes)
            ) g
            cross join lateral (
                select of_time as measure, g.status::integer as value, null as name,
                    pgsummary.time_cell(q, g.instant) as at, g.n
                where by_time and g.left_out = 7
                union all
                select of_seconds, 1, null, case when q.timed then pgsummary.time_cell(q, g.instant) end, g.seconds
                where by_seconds and g.left_out = 7 and g.seconds <> 0
                union all
                select of_status, g.status, null, null, g.n where by_status and g.left_out = 7
                union all
                select of_duration, g.duration, null, null, g.n where by_duration and g.left_out = 11
                union all
                select of_participants, g.participants, null, null, g.n where by_participants and g.left_out = 13
                union all
                select of_code, null, u.code, null, g.n from unnest(g.codes) as u (code) where g.left_out = 14
            ) m
        );
    end if;
    return tallies;
end
$count_conferences$;

comment on function pgsummary.count_conferences(pgsummary.question, "char" []) is
'conferences of a question by any of time, status, duration_range, participants and conference_code (a term, or the '
'code itself where it comes from the log); seconds: n times value of them, without the rollups (see rolled_quality), '
'in a timed question by time';
