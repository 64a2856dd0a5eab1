-- Stage 48, words: the ranges of conference_duration_summary.
create or replace function pgsummary.duration_ranges()
returns table (id integer, range text, min_sec integer, max_sec integer)
language sql
immutable
parallel safe
as $duration_ranges$
values
    (1, '< 1 m', 0, 60),
    (2, '1 - 3 m', 60, 180),
    (3, '3 - 5 m', 180, 300),
    (4, '5 - 10 m', 300, 600),
    (5, '10 - 15 m', 600, 900),
    (6, '15 - 20 m', 900, 1200),
    (7, '20 - 25 m', 1200, 1500),
    (8, '25 - 30 m', 1500, 1800),
    (9, '30 - 40 m', 1800, 2400),
    (10, '40 - 50 m', 2400, 3000),
    (11, '50 - 60 m', 3000, 3600),
    (12, '> 60 m', 3600, null)
$duration_ranges$;

comment on function pgsummary.duration_ranges() is
'the 12 ranges of a conference''s duration in seconds; the lower bound belongs to the range, the upper does not';
