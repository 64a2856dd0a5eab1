-- Stage 50, question: any_selected for a conference with many profiles.
create or replace function pgsummary.any_selected_of_many(profiles integer [], mask bit varying)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $any_selected_of_many$
declare
    profile integer;
begin
    foreach profile in array profiles loop
        if get_bit(mask, profile) = 1 then
            return true;
        end if;
    end loop;
    return false;
end
$any_selected_of_many$;

comment on function pgsummary.any_selected_of_many(integer [], bit varying) is
'whether any of these profiles is selected by a mask (see question)';
