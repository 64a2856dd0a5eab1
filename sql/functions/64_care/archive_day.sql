-- Stage 64, care: archives a UTC day of all apps. From then on its numbers stay as they are now, and changes of its
-- rows are not counted. It is one transaction: if it is killed, the day is not archived. A refresh waits until it has
-- ended. Writers do not wait, but what they commit meanwhile comes too late.
create or replace function pgsummary.archive_day(day date)
returns table (conferences bigint, sessions bigint, connections bigint, issues bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set work_mem = '256MB'
set jit = off
as $archive_day$
#variable_conflict use_column
declare
    -- Younger days may not have ended in every zone, and their calls still change.
    youngest constant date := (now() at time zone 'UTC')::date - 8;
    hi constant timestamptz := (archive_day.day + 1)::timestamp at time zone 'UTC';
    bound date;
    part record;
    lo timestamptz;
begin
    if archive_day.day is null or not isfinite(archive_day.day) or archive_day.day > youngest then
        raise exception 'archive_day: day % is not allowed', coalesce(archive_day.day::text, 'null')
        using errcode = 'invalid_parameter_value',
            hint = format('The last 7 days stay open: give %s or an earlier day.', youngest);
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'archive_day: another refresh is running'
        using errcode = 'SM001', hint = 'Wait for it, and archive again.';
    end if;
    perform pgsummary.check_state('archive_day');
    bound := (select s.archived_before from pgsummary.state s);
    if archive_day.day < bound then
        raise exception 'archive_day: % is archived already', archive_day.day
        using errcode = 'invalid_parameter_value', hint = format('All days before %s are archived.', bound);
    end if;
    if pgsummary.unfolded_before(hi) then
        raise exception 'archive_day: changes of % or earlier days are not folded yet', archive_day.day
        using errcode = 'SM010', hint = 'Run pg-summary refresh, and archive again.';
    end if;

    for part in
        select distinct a.key as app, (f.created_at at time zone 'UTC')::date as day
        from pgsummary.app_key a
        cross join lateral (
            select x.created_at from pgsummary.conference_fact x where x.app = a.key and x.created_at < hi
            union all
            select x.created_at from pgsummary.session_fact x where x.app = a.key and x.created_at < hi
            union all
            select x.created_at from pgsummary.connection_fact x where x.app = a.key and x.created_at < hi
            union all
            select x.created_at from pgsummary.issue_fact x where x.app = a.key and x.created_at < hi
        ) f
        order by 2, 1
    loop
        lo := part.day::timestamp at time zone 'UTC';
        if not exists (select from pgsummary.segmented_day s where s.app = part.app and s.day = part.day) then
            perform pgsummary.segment_day(part.app, part.day);
        end if;
        -- In an order that puts similar values side by side, so that they compress well.
        with conference as (
            delete from pgsummary.conference_fact f
            where f.app = part.app and f.created_at >= lo and f.created_at < lo + interval '1 day'
            returning row(
                null, pgsummary.quarter_hour_of(f.created_at), f.app, f.duration, f.participants, f.status, f.profiles,
                f.codes, '{}'
            )::pgsummary.conference_fact as fact
        ),
        session as (
            delete from pgsummary.session_fact f
            where f.app = part.app and f.created_at >= lo and f.created_at < lo + interval '1 day'
            returning row(
                null, pgsummary.quarter_hour_of(f.created_at), f.app, f.profile, f.place, f.browser_version, f.os_version
            )::pgsummary.session_fact as fact
        ),
        connection as (
            delete from pgsummary.connection_fact f
            where f.app = part.app and f.created_at >= lo and f.created_at < lo + interval '1 day'
            returning row(
                null, pgsummary.quarter_hour_of(f.created_at), f.app, f.profile, f.relayed, f.setup_bin
            )::pgsummary.connection_fact as fact
        ),
        issue as (
            delete from pgsummary.issue_fact f
            where f.app = part.app and f.created_at >= lo and f.created_at < lo + interval '1 day'
            returning row(
                null, pgsummary.quarter_hour_of(f.created_at), f.app, f.profile, f.code, f.gum_error
            )::pgsummary.issue_fact as fact
        )
        insert into pgsummary.archived_day (app, day, checksum, conferences, sessions, connections, issues)
        select
            part.app, part.day, '',
            array(select c.fact from conference c order by c.fact), array(select s.fact from session s order by s.fact),
            array(select n.fact from connection n order by n.fact), array(select i.fact from issue i order by i.fact);
        delete from pgsummary.rollup_quarter_hour r
        where r.app = part.app and r.bucket >= lo and r.bucket < lo + interval '1 day';
    end loop;
    update pgsummary.archived_day d
    set checksum = c.checksum
    from pgsummary.archived_checksums(coalesce(bound, '-infinity'), archive_day.day + 1) c
    where d.app = c.app and d.day = c.day;
    update pgsummary.state s set archived_before = archive_day.day + 1;
    return query
    select
        coalesce(sum(cardinality(d.conferences)), 0)::bigint, coalesce(sum(cardinality(d.sessions)), 0)::bigint,
        coalesce(sum(cardinality(d.connections)), 0)::bigint, coalesce(sum(cardinality(d.issues)), 0)::bigint
    from pgsummary.archived_day d
    where (bound is null or d.day >= bound) and d.day <= archive_day.day;
end
$archive_day$;

comment on function pgsummary.archive_day(date) is
'archives a UTC day and all earlier days that are not archived yet: makes its segments, keeps its facts without ids '
'(see archived_day), and moves state.archived_before. Returns how many facts these days had. 22023 for one of the last '
'7 days or an archived day, SM001 if another refresh holds the lock, SM010 if changes of the day are not folded, and '
'the errors of check_state';
