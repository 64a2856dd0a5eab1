-- Conferences by duration.
with counted as (
    select
        width_bucket(c.duration, '{0,60,180,300,600,900,1200,1500,1800,2400,3000,3600}'::integer []) as place,
        count(*) as n
    from conference c
    where c.app_id = %(app_id)s and c.created_at >= %(since)s and c.is_active /* filter conference */
    group by 1
)

select r.range, r.min_sec, r.max_sec, coalesce(c.n, 0) as count
from (values
    (1, '< 1 m', 0, 60), (2, '1 - 3 m', 60, 180), (3, '3 - 5 m', 180, 300), (4, '5 - 10 m', 300, 600),
    (5, '10 - 15 m', 600, 900), (6, '15 - 20 m', 900, 1200), (7, '20 - 25 m', 1200, 1500),
    (8, '25 - 30 m', 1500, 1800), (9, '30 - 40 m', 1800, 2400), (10, '40 - 50 m', 2400, 3000),
    (11, '50 - 60 m', 3000, 3600), (12, '> 60 m', 3600, null)
) as r (place, range, min_sec, max_sec)
left join counted c on c.place = r.place
order by r.place
