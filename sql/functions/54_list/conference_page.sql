-- Stage 54, list: which conferences a list shows, and how many match in all.
create or replace function pgsummary.conference_page(
    caller text,
    app_id uuid,
    created_at_gte timestamptz,
    created_at_lte timestamptz,
    status text,
    issue_code text,
    duration_gte integer,
    duration_lt integer,
    setup_time_gte float8,
    setup_time_lt float8,
    participants integer,
    participant_id uuid,
    city text,
    city_country text,
    gum_error text,
    relayed boolean,
    browser_version text,
    os_version text,
    max_rows integer,
    skip_rows integer,
    browser text,
    os text,
    country text,
    app_version text,
    out ids uuid [],
    out total bigint
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $conference_page$
#variable_conflict use_column
declare
    q pgsummary.question;
    -- city_country as a filter, which rules out most conferences early.
    there pgsummary.question;
    -- Archived days have no list.
    since constant timestamptz := greatest(
        created_at_gte, (select s.archived_before::timestamp at time zone 'UTC' from pgsummary.state s)
    );
    by_source constant boolean := num_nonnulls(
        city, city_country, gum_error, relayed, browser_version, os_version
    ) > 0;
    wanted_status smallint;
    wanted_code integer;
    -- If few of many conferences match, looking them up is quicker than searching the range; of fewer, it is slower, as an
    -- old database has thousands of profiles to look up.
    few constant integer := 1000;
    many constant integer := 10000;
    selected bigint;
    among uuid[];
    changed uuid[];
    matching_ids uuid[];
    matching_times timestamptz[];
    page_size constant bigint := coalesce(max_rows, 50);
    page_start constant bigint := coalesce(skip_rows, 0);
    -- The measure that rollups count, if there is only one parameter.
    measure "char";
    wanted_value integer;
begin
    q := pgsummary.ask(caller, app_id, since, created_at_lte, browser, os, country, app_version);
    there.filtered := false;
    if city_country is not null then
        there := pgsummary.ask(caller, app_id, since, created_at_lte, country => city_country);
    end if;
    if status is not null then
        perform pgsummary.check_choice(caller, 'status', status, '{success,warning,error,ongoing}');
        wanted_status := array_position(array['success', 'warning', 'error', 'ongoing'], status) - 1;
    end if;
    perform pgsummary.check_not_negative(caller, 'max_rows', max_rows);
    perform pgsummary.check_not_negative(caller, 'skip_rows', skip_rows);
    if issue_code is not null then
        wanted_code := coalesce(
            (select t.id from pgsummary.term t where t.hash = sha256(convert_to(issue_code, 'SQL_ASCII'))), -1
        );
    end if;
    -- Only causes that can move a conference into or out of the list.
    changed := pgsummary.changed_conferences(causes => 'Cc'
        || case when status is null then '' else pgsummary.causes_of(pgsummary.measure('status')) end
        || case when issue_code is null then '' else pgsummary.causes_of(pgsummary.measure('conference_code')) end
        || case
            when duration_gte is null and duration_lt is null then ''
            else pgsummary.causes_of(pgsummary.measure('duration_range'))
        end
        || case when setup_time_gte is null and setup_time_lt is null then '' else 'n' end
        || case when participants is null then '' else pgsummary.causes_of(pgsummary.measure('participants')) end
        || case when gum_error is null then '' else pgsummary.causes_of(pgsummary.measure('conference_code')) end
        || case when q.filtered or there.filtered then 's' else '' end
    );

    if participant_id is not null then
        among := array(
            select pc.conference_id
            from public.participant_conferences pc
            where pc.participant_id = conference_page.participant_id
        );
        changed := array(select unnest(changed) intersect select unnest(among));
    elsif q.filtered then
        selected := (
            select coalesce(sum(u.n), 0) from unnest(pgsummary.rolled_up(q, '{c}', array[pgsummary.measure('status')])) u
        ) + (select count(*) from pgsummary.loose_conferences(q, '{}'));
        if selected <= few and many < (
            select count(*)
            from (
                select from pgsummary.conference_fact f
                where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
                limit many + 1
            ) x
        ) then
            among := array(
                select f.id
                from pgsummary.conference_fact f
                where f.profiles && array(select p.id from pgsummary.profile p where get_bit(q.mask, p.id) = 1)
                    and f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
            );
        end if;
    end if;
    if changed <> '{}' then
        select array_agg(l.id), array_agg(l.created_at) into matching_ids, matching_times
        from pgsummary.matching_live(
            q, changed, wanted_status, issue_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
            conference_page.participants
        ) l;
    end if;
    if among is not null then
        select matching_ids || array_agg(f.id), matching_times || array_agg(f.created_at) into matching_ids, matching_times
        from (select unnest(among) as id except select unnest(changed)) k
        cross join lateral (select x.* from pgsummary.conference_fact x where x.id = k.id offset 0) f
        where f.app = q.app and f.created_at >= q.lower_bound and f.created_at < q.upper_bound
            and (not q.filtered or pgsummary.any_selected(f.profiles, q.mask))
            and pgsummary.fact_matches(
                f, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                conference_page.participants
            );
    end if;
    if by_source then
        select m.ids, m.times into matching_ids, matching_times
        from pgsummary.matching_source(
            q, among is null, changed, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte,
            setup_time_lt, conference_page.participants, there, city, city_country, gum_error, relayed, browser_version,
            os_version, matching_ids, matching_times
        ) m;
    end if;
    total := coalesce(cardinality(matching_ids), 0);
    if among is not null or by_source then
        ids := array(
            select x.id
            from unnest(matching_ids, matching_times) as x (id, created_at)
            order by x.created_at desc, x.id desc
            limit page_size offset page_start
        );
        return;
    end if;

    if duration_gte is null and duration_lt is null and setup_time_gte is null and setup_time_lt is null
        and num_nonnulls(status, issue_code, participants) <= 1
    then
        measure := case
            when issue_code is not null then pgsummary.measure('conference_code')
            when participants is not null then pgsummary.measure('participants')
            else pgsummary.measure('status')
        end;
        wanted_value := coalesce(wanted_status, wanted_code, participants);
        if wanted_value is null and q.filtered then
            total := total + selected;
        else
            total := total + (
                select coalesce(sum(u.n), 0)
                from unnest(pgsummary.rolled_up(q, '{c}', array[measure])) u
                where wanted_value is null or u.value = wanted_value
            ) + (
                select count(*)
                from pgsummary.loose_conferences(q, '{}') f
                where (wanted_status is null or f.status = wanted_status)
                    and (wanted_code is null or f.codes @> array[wanted_code])
                    and (conference_page.participants is null or f.participants = conference_page.participants)
            );
        end if;
    else
        total := total + (
            select count(*)
            from pgsummary.matching_facts(
                q, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                conference_page.participants
            )
        );
    end if;
    if changed <> '{}' then
        total := total - (
            select count(*)
            from pgsummary.matching_facts(
                q, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                conference_page.participants
            ) f
            where f.id = any (changed)
        );
    end if;

    ids := array(
        select x.id
        from (
            (
                -- As many more as may have changed, which are then left out.
                select f.id, f.created_at
                from (
                    select m.id, m.created_at
                    from pgsummary.matching_facts(
                        q, wanted_status, wanted_code, duration_gte, duration_lt, setup_time_gte, setup_time_lt,
                        conference_page.participants
                    ) m
                    order by m.created_at desc, m.id desc
                    limit page_start + page_size + cardinality(changed)
                ) f
                where not exists (select from unnest(changed) as c (id) where c.id = f.id)
            )
            union all
            select l.id, l.created_at from unnest(matching_ids, matching_times) as l (id, created_at)
        ) x
        order by x.created_at desc, x.id desc
        limit page_size offset page_start
    );
end
$conference_page$;

comment on function pgsummary.conference_page(
    text, uuid, timestamptz, timestamptz, text, text, integer, integer, float8, float8, integer, uuid, text, text,
    text, boolean, text, text, integer, integer, text, text, text, text
) is
'ids of one page of conference_list, newest first, and the number of all that match. 22023 for an unknown status, a '
'negative max_rows or skip_rows';
