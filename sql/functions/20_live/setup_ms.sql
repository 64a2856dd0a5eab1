-- Stage 20, live: the set-up time of a connection, or null.
create or replace function pgsummary.setup_ms(connection_info jsonb)
returns float8
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_ms$
declare
    negotiations constant jsonb := connection_info -> 'negotiations';
    negotiation jsonb;
    elapsed_us bigint;
begin
    if jsonb_typeof(negotiations) is distinct from 'array' then
        return null;
    end if;
    negotiation := negotiations -> 0;
    if negotiation -> 'status' is distinct from '"connected"'::jsonb then
        return null;
    end if;
    elapsed_us := pgsummary.epoch_us(negotiation -> 'end_time') - pgsummary.epoch_us(negotiation -> 'start_time');
    if elapsed_us < 0 then
        return null;
    end if;
    return elapsed_us / 1000.0::float8;
end
$setup_ms$;

comment on function pgsummary.setup_ms(jsonb) is
'milliseconds from start to end of the first negotiation, if it is connected and both times can be read';
