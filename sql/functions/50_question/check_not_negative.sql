-- Stage 50, question: refuses a negative number of rows.
create or replace function pgsummary.check_not_negative(caller text, parameter text, value integer)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_not_negative$
begin
    if value < 0 then
        raise exception '%: % % is not allowed', caller, parameter, value
        using errcode = 'invalid_parameter_value', hint = format('%s is 0 or more.', parameter);
    end if;
end
$check_not_negative$;

comment on function pgsummary.check_not_negative(text, text, integer) is '22023 for a negative value';
