-- Stage 30, log: a TRUNCATE names no rows, so everything may have changed.
create or replace function pgsummary.log_truncate()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $log_truncate$
begin
    perform pgsummary.mark_everything();
    return null;
exception
    when transaction_rollback or insufficient_resources or lock_not_available then
        -- These errors are temporary: a repeated TRUNCATE is logged.
        raise;
    when others then
        raise warning 'pg-summary: a TRUNCATE of % was not logged: %', tg_table_name, sqlerrm
        using hint = 'Answers are wrong until pg-summary install has run.';
        return null;
end
$log_truncate$;

comment on function pgsummary.log_truncate() is 'statement trigger: marks everything as changed after a TRUNCATE';
