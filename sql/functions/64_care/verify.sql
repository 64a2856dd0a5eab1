-- Stage 64, care: compares facts with their source and rollups with facts. What the log names may differ.
create or replace function pgsummary.verify(app_id uuid default null)
returns table (kind text, entity text, problem text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_generic_plan
set jit = off
as $verify$
#variable_conflict use_column
declare
    wanted_app constant uuid := verify.app_id;
    app_number constant integer := (select a.key from pgsummary.app_key a where a.app_id = wanted_app);
    archived_before constant date := (select s.archived_before from pgsummary.state s);
    chunk record;
begin
    perform pgsummary.check_state('verify', folding => true);
    return query select 'state', p.object, p.message from pgsummary.problems() p;
    if exists (select from pgsummary.problems() p where p.code = 'SM003') then
        -- Nothing can be compared.
        return;
    end if;
    return query
    with fact as (
        select f.id, a.app_id, f.created_at, f.duration, f.participants, f.status,
            array(
                select p.key collate "C" from pgsummary.profile p where p.id = any (f.profiles) order by 1
            ) as profiles,
            array(select t.value collate "C" from pgsummary.term t where t.id = any (f.codes) order by 1) as codes,
            f.setup_ms
        from pgsummary.conference_fact f
        join pgsummary.app_key a on a.key = f.app
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.id, l.app_id, l.created_at, l.duration, l.participants, l.status,
            array(select x.key collate "C" from unnest(l.profiles) as x (key) order by 1) as profiles,
            array(select x.code collate "C" from unnest(l.codes) as x (code) order by 1) as codes,
            l.setup_ms
        from pgsummary.read_conferences(array(select c.id from public.conference c)) l
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'conference', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_conferences()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    return query
    with fact as (
        select f.id, a.app_id, f.created_at, p.key as profile,
            x.city, x.country_code, x.latitude, x.longitude, b.value as browser_version, o.value as os_version
        from pgsummary.session_fact f
        join pgsummary.app_key a on a.key = f.app
        join pgsummary.profile p on p.id = f.profile
        left join pgsummary.place x on x.id = f.place
        left join pgsummary.term b on b.id = f.browser_version
        left join pgsummary.term o on o.id = f.os_version
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.id, l.app_id, l.created_at, l.profile,
            case when m.shown then l.city end as city, case when m.shown then l.country_code end as country_code,
            case when m.shown then l.latitude end as latitude, case when m.shown then l.longitude end as longitude,
            l.browser_version, l.os_version
        from pgsummary.read_sessions(array(select s.id from public.app_session s)) l
        cross join lateral (select pgsummary.is_on_map(l.city, l.latitude, l.longitude) as shown) m
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'session', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_sessions()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    return query
    with fact as (
        select f.id, a.app_id, f.created_at, case when p.id > 0 then p.key end as profile, f.relayed, f.setup_bin
        from pgsummary.connection_fact f
        join pgsummary.app_key a on a.key = f.app
        join pgsummary.profile p on p.id = f.profile
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.*
        from pgsummary.read_connections(array(select n.id from public.app_connection n)) l
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'connection', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_connections()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    return query
    with fact as (
        select f.id, a.app_id, f.created_at, case when p.id > 0 then p.key end as profile, t.value as code,
            g.key as gum_error
        from pgsummary.issue_fact f
        join pgsummary.app_key a on a.key = f.app
        join pgsummary.profile p on p.id = f.profile
        join pgsummary.term t on t.id = f.code
        left join pgsummary.gum_error g on g.id = f.gum_error
        where wanted_app is null or a.app_id = wanted_app
    ),
    live as (
        select l.*
        from pgsummary.read_issues(array(select i.id from public.app_issue i)) l
        where wanted_app is null or l.app_id = wanted_app
    )
    select 'issue', coalesce(f.id, l.id)::text,
        case when l.id is null then 'left over' when f.id is null then 'missing' else 'differs' end
    from fact f
    full join live l on l.id = f.id
    where (f.*) is distinct from (l.*)
        and not exists (
            select from unnest(pgsummary.changed_issues()) as c (id) where c.id = coalesce(f.id, l.id)
        );

    -- Day by day, so that no array grows with the history; with one plan for all, as making it takes longer than a day.
    for chunk in
        select r.app, r.day from pgsummary.rollup_day r
        union
        select r.app, r.day from pgsummary.rollup_segment r
        union
        select r.app, (r.bucket at time zone 'UTC')::date from pgsummary.rollup_quarter_hour r
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.conference_fact f
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.session_fact f
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.connection_fact f
        union
        select f.app, (f.created_at at time zone 'UTC')::date from pgsummary.issue_fact f
        order by 1, 2
    loop
        continue when wanted_app is not null and chunk.app is distinct from app_number;
        continue when chunk.day < archived_before;
        return query
        with increments as materialized (
            select pgsummary.increments_of_day(chunk.app, chunk.day) as list
        ),
        quarter_hours as materialized (
            select d.* from increments i cross join lateral pgsummary.increments_by_quarter_hour(i.list) d
        ),
        drift as (
            select 'rollup_day' as kind, format('kind %s', coalesce(e.kind, r.kind)) as place
            from (
                select q.kind, q.measure, q.value, sum(q.n) as n
                from quarter_hours q
                where q.kind <> 't'
                group by 1, 2, 3
                having sum(q.n) <> 0
            ) e
            full join (
                select r.kind, u.measure, u.value, u.n
                from pgsummary.rollup_day r
                cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
                where r.app = chunk.app and r.day = chunk.day
            ) r on r.kind = e.kind and r.measure = e.measure and r.value = e.value
            where e.n is distinct from r.n
            union
            select 'rollup_segment', format('segment %s', coalesce(e.segment, r.segment))
            from (select d.* from increments i cross join lateral pgsummary.increments_by_segment(i.list) d) e
            full join (
                select r.segment, u.measure, u.value, sum(u.n) as n
                from pgsummary.rollup_segment r
                cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
                where r.app = chunk.app and r.day = chunk.day
                group by 1, 2, 3
                having sum(u.n) <> 0
            ) r on r.segment = e.segment and r.measure = e.measure and r.value = e.value
            where e.n is distinct from r.n
            union
            select 'rollup_time', 'by quarter'
            from (select t.* from increments i cross join lateral pgsummary.increments_by_time(i.list) t) e
            full join (
                select r.running from pgsummary.rollup_time r where r.app = chunk.app and r.day = chunk.day
            ) r on true
            where e.running is distinct from r.running
            union
            select 'rollup_quarter_hour', pgsummary.iso(coalesce(e.bucket, r.bucket))
            from quarter_hours e
            full join (
                select r.kind, r.bucket, u.measure, u.value, u.n
                from pgsummary.rollup_quarter_hour r
                cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
                where r.app = chunk.app and r.bucket >= chunk.day::timestamp at time zone 'UTC'
                    and r.bucket < (chunk.day + 1)::timestamp at time zone 'UTC'
            ) r on r.bucket = e.bucket and r.kind = e.kind and r.measure = e.measure and r.value = e.value
            where e.n is distinct from r.n
        )
        select d.kind, format('%s %s %s', a.app_id, chunk.day, d.place), 'differs from the sum of facts'
        from drift d
        join pgsummary.app_key a on a.key = chunk.app;
    end loop;

    return query
    select 'archived_day', format('%s %s', a.app_id, coalesce(c.day, d.day)), 'differs from what was archived'
    from pgsummary.archived_checksums('-infinity', archived_before) c
    full join pgsummary.archived_day d on d.app = c.app and d.day = c.day
    join pgsummary.app_key a on a.key = coalesce(c.app, d.app)
    where c.checksum is distinct from d.checksum and (wanted_app is null or a.app_id = wanted_app);

    return query
    with summed as (
        select r.app, r.kind, date_trunc('month', r.day::timestamp)::date as month, u.measure, u.value, sum(u.n) as n
        from pgsummary.rollup_day r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where wanted_app is null or r.app = app_number
        group by 1, 2, 3, 4, 5
    ),
    kept as (
        select r.app, r.kind, r.month, u.measure, u.value, sum(u.n) as n
        from pgsummary.rollup_month r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where wanted_app is null or r.app = app_number
        group by 1, 2, 3, 4, 5
        having sum(u.n) <> 0
    )
    select distinct 'rollup_month', format('%s %s kind %s', a.app_id, d.month, d.kind), 'differs from the sum of days'
    from (
        (select s.* from summed s except all select k.* from kept k)
        union all
        (select k.* from kept k except all select s.* from summed s)
    ) d
    join pgsummary.app_key a on a.key = d.app;

    return query
    with summed as (
        select m.app, m.month, r.segment, u.measure, pgsummary.month_value(u.measure, u.value, r.day) as value, sum(u.n) as n
        from pgsummary.segmented_month m
        join pgsummary.rollup_segment r
            on r.app = m.app and r.day >= m.month and r.day < m.month + interval '1 month'
        join pgsummary.segment g on g.id = r.segment and pgsummary.depth_of(g) <= m.depth
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where wanted_app is null or m.app = app_number
        group by 1, 2, 3, 4, 5
        having sum(u.n) <> 0
    ),
    kept as (
        select r.app, r.month, r.segment, u.measure, u.value, sum(u.n) as n
        from pgsummary.rollup_segment_month r
        cross join lateral unnest(r.measures, r.vals, r.counts) as u (measure, value, n)
        where wanted_app is null or r.app = app_number
        group by 1, 2, 3, 4, 5
        having sum(u.n) <> 0
    )
    select distinct
        'rollup_segment_month', format('%s %s segment %s', a.app_id, d.month, d.segment), 'differs from the sum of days'
    from (
        (select s.* from summed s except all select k.* from kept k)
        union all
        (select k.* from kept k except all select s.* from summed s)
    ) d
    join pgsummary.app_key a on a.key = d.app;
end
$verify$;

comment on function pgsummary.verify(uuid) is
'what drifted, in one app or in all: reasons why functions refuse to answer (kind state, see problems), facts that are '
'missing, left over or differ from their source (and are not in the log), rollups that differ from the sum of facts, '
'archived days that differ from their checksum (which only a backup can repair). '
'If it returns no rows, every answer is right';
