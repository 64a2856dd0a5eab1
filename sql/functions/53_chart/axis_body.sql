-- Stage 53, chart: buckets as a body of limited size: the newest of them, and the sum of the earlier ones.
create or replace function pgsummary.axis_body(buckets jsonb, noun text, max_buckets integer default 366)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $axis_body$
select case
    when buckets is null then '{"data": []}'
    when jsonb_array_length(buckets) <= max_buckets then jsonb_build_object('data', buckets)
    else (
        select jsonb_build_object(
            'data', coalesce(jsonb_agg(b.bucket order by b.place) filter (where b.is_new), '[]'),
            'earlier', jsonb_build_object(
                'buckets', count(*) filter (where not b.is_new),
                'count', sum((b.bucket ->> noun)::bigint) filter (where not b.is_new)
            )
        )
        from (
            select e.bucket, e.place, e.place > jsonb_array_length(buckets) - max_buckets as is_new
            from jsonb_array_elements(buckets) with ordinality as e (bucket, place)
        ) b
    )
end
$axis_body$;

comment on function pgsummary.axis_body(jsonb, text, integer) is
'{data: [...]} of an array of buckets, oldest first; if there are more than max_buckets, the newest, and {earlier: '
'{buckets: how many come before them, count: the sum of noun in these}}';
