-- Stage 30, internal: a TRUNCATE names no rows, so that everything may have changed.
create or replace function pgsummary.log_truncate()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $log_truncate$
begin
    perform pgsummary.mark_everything();
    return null;
end
$log_truncate$;

comment on function pgsummary.log_truncate() is 'statement trigger: marks everything as changed after a TRUNCATE';
