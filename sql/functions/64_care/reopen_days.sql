-- Stage 64, care: opens archived days again: they are counted from the rows that exist, and what was kept of them is
-- dropped. It is one transaction: answers are exact before and after it.
create or replace function pgsummary.reopen_days(from_day date)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set plan_cache_mode = force_custom_plan
set jit = off
as $reopen_days$
declare
    bound constant date := (select s.archived_before from pgsummary.state s);
    lo constant timestamptz := from_day::timestamp at time zone 'UTC';
    hi constant timestamptz := bound::timestamp at time zone 'UTC';
    reopened bigint;
begin
    if from_day is null or bound is null or from_day >= bound then
        raise exception 'reopen_days: no day from % on is archived', coalesce(from_day::text, 'null')
        using errcode = 'invalid_parameter_value',
            hint = coalesce(format('All days before %s are archived.', bound), 'No day is archived.');
    end if;
    if not pg_try_advisory_xact_lock(hashtext('pgsummary.refresh')) then
        raise exception 'reopen_days: another refresh is running'
        using errcode = 'SM001', hint = 'Wait for it, and run this again.';
    end if;
    perform pgsummary.check_state('reopen_days');
    delete from pgsummary.rollup_day r where r.day >= from_day and r.day < bound;
    delete from pgsummary.rollup_time r where r.day >= from_day and r.day < bound;
    delete from pgsummary.rollup_segment r where r.day >= from_day and r.day < bound;
    delete from pgsummary.segmented_day s where s.day >= from_day and s.day < bound;
    perform pgsummary.sum_months(from_day, bound);
    -- The next refreshes sum them again.
    perform pgsummary.drop_months(array_agg(m.app), array_agg(m.month))
    from pgsummary.segmented_month m
    where m.month >= date_trunc('month', from_day::timestamp) and m.month < bound;
    with gone as (
        delete from pgsummary.archived_day d where d.day >= from_day returning d.day
    )
    select count(distinct g.day) into reopened from gone g;
    update pgsummary.state s set archived_before = nullif(from_day, '0001-01-01'), views_dirty = true;
    insert into pgsummary.change_log (kind, entity, conference_id)
    select 'C', k.id, k.id
    from (
        select c.id, c.created_at from public.conference c
        union all
        select s.conference_id, s.created_at from public.app_session s
        union all
        select n.conference_id, n.created_at from public.app_connection n
        union all
        select i.conference_id, i.created_at from public.app_issue i
    ) k
    where k.created_at >= lo and k.created_at < hi and k.id is not null
    group by k.id
    order by min(k.created_at);
    return reopened;
end
$reopen_days$;

comment on function pgsummary.reopen_days(date) is
'opens the archived days from a day on again: drops what was kept of them, and logs the rows that exist as '
'changed, so that answers count them immediately and the next refreshes fold them (see reopening for what is lost). '
'Returns how many days were archived. 22023 if none was, SM001 if another refresh holds the lock, and the errors of '
'check_state';
