-- Connections by set-up time. A time is cast only if it is a real one: a bad one must not fail the query.
-- Most texts that Python writes are recognised by shape and order, which is faster than a regular expression.
with negotiation as materialized (
    select
        n.connection_info #>> '{negotiations,0,start_time}' as start_time,
        n.connection_info #>> '{negotiations,0,end_time}' as end_time
    from app_connection n
    join conference c on c.id = n.conference_id
    where c.app_id = %(app_id)s and n.created_at >= %(since)s and n.is_active
        and n.connection_info #>> '{negotiations,0,status}' = 'connected' /* filter connection */
),

setup as materialized (
    select
        case
            when (
                start_time like t.usual and end_time like t.usual and left(start_time, 14) = left(end_time, 14)
                and d.digits !~ '\D' and length(d.digits) = 48 and left(start_time, 4) > '0000'
                and substr(start_time, 6, 2) between '01' and '12'
                and substr(start_time, 9, 2) between '01' and '28' and substr(start_time, 12, 2) <= '23'
                and substr(start_time, 15, 2) <= '59' and substr(end_time, 15, 2) <= '59'
                and substr(start_time, 18, 2) <= '59' and substr(end_time, 18, 2) <= '59'
            ) or (start_time ~ t.any_real and end_time ~ t.any_real)
            then extract(epoch from end_time::timestamptz - start_time::timestamptz) * 1000
        end as ms
    from negotiation
    cross join (values (
        '____-__-__ __:__:__.______+00:00',
        '^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)'
        '[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-5]):?[0-5]\d)?$'
    )) as t (usual, any_real)
    cross join lateral (select translate(start_time || end_time, '-: .+', '')) as d (digits)
),

counted as (
    select width_bucket(ms, '{0,250,500,750,1000,1500,2000,2500,3000,4000,5000}') as place, count(*) as n
    from setup
    where ms >= 0
    group by 1
)

select r.range, r.min_ms, r.max_ms, coalesce(c.n, 0) as count
from (values
    (1, '< 250 ms', 0, 250), (2, '250 - 500 ms', 250, 500), (3, '500 - 750 ms', 500, 750),
    (4, '750 - 1000 ms', 750, 1000), (5, '1000 - 1500 ms', 1000, 1500), (6, '1500 - 2000 ms', 1500, 2000),
    (7, '2000 - 2500 ms', 2000, 2500), (8, '2500 - 3000 ms', 2500, 3000), (9, '3000 - 4000 ms', 3000, 4000),
    (10, '4000 - 5000 ms', 4000, 5000), (11, '> 5000 ms', 5000, null)
) as r (place, range, min_ms, max_ms)
left join counted c on c.place = r.place
order by r.place
