-- Stage 53, chart: tallies as the body of conference_filter_options_json.
create or replace function pgsummary.option_body(tallies pgsummary.tally [])
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $option_body$
with ranked as (
    select o.dimension, o.value, o.sessions,
        row_number() over (partition by o.dimension order by o.sessions desc, o.value collate "C") as place
    from pgsummary.option_chart(tallies) o
),
dimension as (
    select r.dimension,
        jsonb_agg(jsonb_build_object('value', r.value, 'sessions', r.sessions) order by r.place)
            filter (where r.place <= 200) as choices,
        jsonb_build_object(
            'values', count(*) - 200, 'sessions', sum(r.sessions) filter (where r.place > 200)
        ) as other,
        count(*) > 200 as is_cut
    from ranked r
    group by r.dimension
)
select '{"browser": [], "os": [], "country": [], "app_version": []}'::jsonb
    || coalesce(jsonb_object_agg(d.dimension, d.choices), '{}')
    || case when bool_or(d.is_cut)
        then jsonb_build_object('other', jsonb_object_agg(d.dimension, d.other) filter (where d.is_cut)) else '{}'
    end
from dimension d
$option_body$;

comment on function pgsummary.option_body(pgsummary.tally []) is
'body of conference_filter_options_json: the 200 most frequent values of each dimension, the rest in other';
