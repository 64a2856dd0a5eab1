-- Stage 60, API: every chart of the dashboard in one call.
create or replace function public.dashboard_summary(
    app_id uuid,
    created_at_gte timestamptz default null,
    created_at_lte timestamptz default null,
    time_zone text default 'UTC',
    browser text default null,
    os text default null,
    country text default null,
    app_version text default null
)
returns jsonb
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set array_nulls = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $dashboard_summary$
#variable_conflict use_variable
declare
    q constant pgsummary.question := pgsummary.ask(
        'dashboard_summary', app_id, created_at_gte, created_at_lte, browser, os, country, app_version, 'day', time_zone,
        timed => true
    );
    of_values constant "char"[] := array[
        pgsummary.measure('browser'), pgsummary.measure('os'), pgsummary.measure('country')
    ];
    options constant "char"[] := of_values || pgsummary.measure('app_version');
    rolled constant pgsummary.histogram[] := pgsummary.rolled_quality(q);
    conferences constant pgsummary.tally[] := pgsummary.count_conferences(q, array[
        pgsummary.measure('time'), pgsummary.measure('duration_range'), pgsummary.measure('participants'),
        pgsummary.measure('conference_code'), pgsummary.measure('seconds')
    ]);
    sessions constant pgsummary.tally[] := pgsummary.count_sessions(
        q,
        (case when q.filtered then of_values else options end)
        || array[pgsummary.measure('place'), pgsummary.measure('session')]
    );
    of_connections constant "char"[] := array[pgsummary.measure('relayed'), pgsummary.measure('setup_bin')];
    connections constant pgsummary.tally[] := pgsummary.count_connections(q, of_connections);
    issues constant pgsummary.tally[] := pgsummary.count_issues(
        q, array[pgsummary.measure('issue_code'), pgsummary.measure('gum_error')]
    );
    quality constant pgsummary.tally[] := conferences || sessions || connections;
    rolled_of_range constant pgsummary.tally[] := pgsummary.tallies_of(
        rolled, of_connections || pgsummary.measure('seconds') || pgsummary.measure('session')
    );
    -- The range of the same length just before; a rolling window ends now.
    length constant interval := case
        when isfinite(created_at_gte)
            then case when isfinite(created_at_lte) then created_at_lte else now() end - created_at_gte
    end;
    previous constant pgsummary.question := case
        when length is not null then pgsummary.ask(
            'dashboard_summary', app_id,
            -- There is nothing before the year 1.
            case when length < created_at_gte - timestamptz '0001-01-01 00:00:00+00' then created_at_gte - length end,
            created_at_gte - interval '1 microsecond', browser, os, country, app_version
        )
    end;
    body jsonb;
    quality_of_range jsonb;
    most_bytes constant integer := 50000;
    bytes_left integer;
    axis text;
    timed jsonb;
begin
    body := jsonb_build_object(
        'conference_duration_summary', (
            select pgsummary.body(jsonb_agg(c), 'ranges') from pgsummary.duration_chart(conferences) c
        ),
        'conference_participant_count_summary', (
            select jsonb_build_object(
                'data', coalesce(jsonb_agg(c), '[]'), 'total_conferences', coalesce(sum(c.conferences), 0)
            )
            from pgsummary.participant_chart(conferences) c
        ),
        'issue_summary', (
            select pgsummary.body(jsonb_agg(c), 'codes', 20) from pgsummary.issue_chart(issues || conferences) c
        ),
        'issue_gum_summary', (
            select pgsummary.body(jsonb_agg(c), 'names', 20) || jsonb_build_object('total', coalesce(sum(c.count), 0))
            from pgsummary.gum_chart(issues) c
        ),
        'connection_summary', (
            select pgsummary.body(jsonb_agg(c), 'types') from pgsummary.relay_chart(rolled_of_range || connections) c
        ),
        'connection_setup_time_summary', (
            select pgsummary.body(jsonb_agg(c), 'ranges') from pgsummary.setup_chart(rolled_of_range || connections) c
        ),
        'session_summary', pgsummary.session_body(sessions),
        'session_geo_summary', (
            select pgsummary.body(jsonb_agg(c), 'cities') from pgsummary.city_chart(sessions) c
        ),
        'conference_filter_options', pgsummary.option_body(case
            when q.filtered then pgsummary.count_sessions(
                pgsummary.ask('dashboard_summary', app_id, created_at_gte, created_at_lte), options
            )
            else sessions
        end),
        'archived_before', q.archived_before
    );
    quality_of_range := jsonb_build_object(
        'total', (
            select to_jsonb(c) - '{bucket,date}'::text[]
            from pgsummary.quality_chart('dashboard_summary', q, rolled_of_range || quality, null, 'all') c
        ),
        'previous', (
            select to_jsonb(c) - '{bucket,date}'::text[]
            from pgsummary.quality_chart(
                'dashboard_summary', previous, pgsummary.count_quality(previous), pgsummary.rolled_quality(previous), 'all'
            ) c
            where length is not null
        )
    );
    bytes_left := most_bytes - octet_length(body::text) - octet_length(quality_of_range::text);
    -- Names are never shortened: if they alone take more, no axis helps.
    bytes_left := case when bytes_left > 0 then bytes_left else most_bytes end;
    -- The finest axis with which the body fits.
    foreach axis in array '{day,week,month}'::text[] loop
        -- More buckets than this never fit (each takes 340 bytes or more), so making them is useless.
        continue when axis <> 'month' and (
            select count(distinct date_trunc(axis, t.at)) > least(150, bytes_left / 340)
            from unnest(conferences) t
            where t.at is not null
        );
        timed := jsonb_build_object(
            'conference_summary', (
                select pgsummary.axis_body(jsonb_agg(to_jsonb(c) - 'bucket'), 'total', most.buckets)
                from pgsummary.conference_chart('dashboard_summary', q, conferences, axis) c
            ),
            'quality_summary', (
                select pgsummary.axis_body(jsonb_agg(to_jsonb(c) - 'bucket'), 'conferences', most.buckets)
                from pgsummary.quality_chart('dashboard_summary', q, quality, rolled, axis) c
            )
        )
        from (select case axis when 'month' then greatest(bytes_left / 500, 6) else 150 end as buckets) most;
        exit when octet_length(timed::text) <= bytes_left;
    end loop;
    return body || (
        select jsonb_object_agg(
            t.key,
            t.value
            || case axis when 'day' then '{}' else jsonb_build_object('group_by', axis) end
            || case t.key when 'quality_summary' then quality_of_range else '{}' end
        )
        from jsonb_each(timed) t
    );
end
$dashboard_summary$;

comment on function public.dashboard_summary(uuid, timestamptz, timestamptz, text, text, text, text, text) is
'Every chart of the dashboard, keyed by the name of its function, each value as its endpoint sends it; '
'conference_summary by day of time_zone, or by the week or month (group_by) if with days it were over 50 KB; '
'quality_summary with data by the same buckets, total for the range, and '
'previous for the range of the same length just before (null without created_at_gte; without created_at_lte the range '
'ends now); archived_before: the date before which days are archived, or null. created_at_gte, created_at_lte: both '
'inclusive, null = open. browser, os, country, app_version: filters on the session, null or empty = none, Unknown = '
'missing. Errors: 22004 app_id is null; 22023 unknown time_zone. Source: the ..._json functions.';

revoke all on function public.dashboard_summary(
    uuid, timestamptz, timestamptz, text, text, text, text, text
) from public;
