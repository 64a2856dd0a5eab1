select r.min_sec, count(c.id) as count
from (values
    (0, 60), (60, 180), (180, 300), (300, 600), (600, 900), (900, 1200),
    (1200, 1500), (1500, 1800), (1800, 2400), (2400, 3000), (3000, 3600), (3600, null)
) as r (min_sec, max_sec)
left join conference c
    on c.app_id = %(app_id)s and c.is_active and c.created_at >= %(created_at_gte)s
    and c.duration >= r.min_sec and (r.max_sec is null or c.duration < r.max_sec)
group by r.min_sec
order by r.min_sec
