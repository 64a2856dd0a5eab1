-- Stage 42, rollup: adds increments to the segments of their days, where these are segmented.
create or replace function pgsummary.add_to_segments(increments pgsummary.increment [])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $add_to_segments$
declare
    -- Until they occur on a busy day, profiles have but segments of one value.
    shallow constant pgsummary.profile[] := array(
        select p
        from (
            select distinct unnest(i.profiles) as id
            from unnest(increments) i
            join pgsummary.segmented_day d on d.app = i.app and d.day = (i.bucket at time zone 'UTC')::date
            where d.depth > 1
        ) k
        cross join lateral (select x.* from pgsummary.profile x where x.id = k.id offset 0) p
        where cardinality(p.segments) = 4
    );
begin
    if shallow <> '{}' then
        perform pgsummary.learn_segments(shallow, 15);
        update pgsummary.profile p
        set segments = s.segments
        from unnest(shallow) f
        cross join lateral pgsummary.segments_of(f, 15) s
        where p.id = f.id;
    end if;
    insert into pgsummary.rollup_segment as r (app, segment, day, measures, vals, counts)
    select i.app, i.segment, i.day, array_agg(i.measure), array_agg(i.value), array_agg(i.n)
    from pgsummary.increments_by_segment(increments) i
    group by 1, 2, 3
    on conflict (app, segment, day) do update set
        (measures, vals, counts) = (
            select a.measures, a.vals, a.counts
            from pgsummary.appended(
                r.measures, r.vals, r.counts, excluded.measures, excluded.vals, excluded.counts
            ) a
        );
end
$add_to_segments$;

comment on function pgsummary.add_to_segments(pgsummary.increment []) is
'adds signed counts to rollup_segment, spread over the segments of their profiles; only those of segmented days';
