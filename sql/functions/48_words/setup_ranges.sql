-- Stage 48, words: the ranges of connection_setup_time_summary.
create or replace function pgsummary.setup_ranges()
returns table (id integer, range text, min_ms integer, max_ms integer)
language sql
immutable
parallel safe
as $setup_ranges$
values
    (1, '< 250 ms', 0, 250),
    (2, '250 - 500 ms', 250, 500),
    (3, '500 - 750 ms', 500, 750),
    (4, '750 - 1000 ms', 750, 1000),
    (5, '1000 - 1500 ms', 1000, 1500),
    (6, '1500 - 2000 ms', 1500, 2000),
    (7, '2000 - 2500 ms', 2000, 2500),
    (8, '2500 - 3000 ms', 2500, 3000),
    (9, '3000 - 4000 ms', 3000, 4000),
    (10, '4000 - 5000 ms', 4000, 5000),
    (11, '> 5000 ms', 5000, null)
$setup_ranges$;

comment on function pgsummary.setup_ranges() is
'the 11 ranges of a connection''s set-up time in ms; the lower bound belongs to the range, the upper does not';
