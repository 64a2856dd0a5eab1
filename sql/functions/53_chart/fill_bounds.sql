-- Stage 53, chart: the instants between which buckets are filled; for an open end, the instant of the first or last
-- cell with a count.
create or replace function pgsummary.fill_bounds(
    caller text,
    q pgsummary.question,
    tallies pgsummary.tally [],
    group_by text,
    fill_from timestamptz,
    fill_to timestamptz,
    out first_instant timestamptz,
    out last_instant timestamptz
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $fill_bounds$
begin
    select
        coalesce(case when isfinite(fill_from) then fill_from end, pgsummary.cell_start(q, min(t.at))),
        coalesce(case when isfinite(fill_to) then fill_to end, pgsummary.cell_start(q, max(t.at)))
    into first_instant, last_instant
    from unnest(tallies) t
    where t.n <> 0;
    perform pgsummary.check_buckets(caller, group_by, first_instant, last_instant);
end
$fill_bounds$;

comment on function pgsummary.fill_bounds(
    text, pgsummary.question, pgsummary.tally [], text, timestamptz, timestamptz
) is
'the first and the last instant that fill fills; 22023 if these are too many buckets';
