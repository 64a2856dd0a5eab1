-- Stage 30, internal: what of the log is not folded yet. It starts behind what is folded for good: while a snapshot
-- stays open, vacuum can't remove those rows, and whoever started at the first would pass them all. Inlined, hence
-- no SET.
create or replace function pgsummary.backlog()
returns setof pgsummary.change_log
language sql
stable
parallel safe
as $backlog$
select l.*
from pgsummary.change_log l
where l.id > (
    -- Where ids have started anew (a sequence that was not copied with its table), it starts at the first.
    select case when q.last_value >= s.settled_id then s.settled_id else 0 end
    from pgsummary.state s
    cross join pgsummary.change_log_id_seq q
    where s.singleton
)
$backlog$;

comment on function pgsummary.backlog() is 'the rows of change_log that are to be folded (see settle_log)';
