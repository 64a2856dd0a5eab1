-- Stage 53, chart: rows as a body of limited size: the first of them, and the sum of the others.
create or replace function pgsummary.body(entries jsonb, noun text, max_rows integer default 200)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $body$
select case
    when entries is null then '{"data": []}'
    when jsonb_array_length(entries) <= max_rows then jsonb_build_object('data', entries)
    else (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(e.entry order by e.place) filter (where e.place <= max_rows), '[]'),
            'other', jsonb_build_object(
                noun, count(*) filter (where e.place > max_rows),
                'count', sum((e.entry ->> 'count')::bigint) filter (where e.place > max_rows)
            )
        )
        from jsonb_array_elements(entries) with ordinality as e (entry, place)
    )
end
$body$;

comment on function pgsummary.body(jsonb, text, integer) is
'{data: [...]} of an array of rows; if there are more than max_rows, also {other: {noun: how many more, count: their '
'sum}}';
