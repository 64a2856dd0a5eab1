-- Stage 50, question: refuses a value that is not allowed for a parameter.
create or replace function pgsummary.check_choice(caller text, parameter text, value text, allowed text [])
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_choice$
begin
    if value is null or value <> all (allowed) then
        raise exception '%: % % is not allowed', caller, parameter, coalesce(quote_literal(left(value, 100)), 'null')
        using errcode = 'invalid_parameter_value',
            hint = format('%s is one of %s.', parameter, array_to_string(allowed, ', '));
    end if;
end
$check_choice$;

comment on function pgsummary.check_choice(text, text, text, text []) is
'22023 with the allowed values as its hint, unless the value is one of them';
