-- Stage 20, read: the set-up time of a connection, or null.
create or replace function pgsummary.setup_ms(connection_info jsonb)
returns float8
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $setup_ms$
declare
    negotiation constant jsonb := connection_info -> 'negotiations' -> 0;
    started constant text := negotiation ->> 'start_time';
    ended constant text := negotiation ->> 'end_time';
    elapsed interval;
begin
    if started is null or ended is null
        or negotiation -> 'status' is distinct from '"connected"'::jsonb
        or jsonb_typeof(connection_info -> 'negotiations') <> 'array'
    then
        return null;
    end if;
    -- Texts that Python writes within one hour are by far the most frequent, and their shape shows them; days after the
    -- 28th need a calendar.
    if started like '____-__-__ __:__:__.______+00:00' and ended like '____-__-__ __:__:__.______+00:00'
        and left(started, 14) = left(ended, 14)
        and substr(started, 1, 4) || substr(started, 6, 2) || substr(started, 9, 2) || substr(started, 12, 2)
        || substr(started, 15, 2) || substr(started, 18, 2) || substr(started, 21, 6)
        || substr(ended, 15, 2) || substr(ended, 18, 2) || substr(ended, 21, 6) !~ '[^0-9]'
        and started > '0001' collate "C" and substr(started, 6, 2) between '01' and '12'
        and substr(started, 9, 2) between '01' and '28' and substr(started, 12, 2) <= '23'
        and substr(started, 15, 2) <= '59' and substr(started, 18, 2) <= '59'
        and substr(ended, 15, 2) <= '59' and substr(ended, 18, 2) <= '59'
    then
        elapsed := ended::timestamptz - started::timestamptz;
    else
        if jsonb_typeof(negotiation -> 'start_time') <> 'string' or jsonb_typeof(negotiation -> 'end_time') <> 'string'
        then
            return null;
        end if;
        elapsed := pgsummary.negotiation_time(ended) - pgsummary.negotiation_time(started);
    end if;
    if elapsed < interval '0' then
        return null;
    end if;
    return round(extract(epoch from elapsed) * 1000000)::bigint / 1000.0::float8;
end
$setup_ms$;

comment on function pgsummary.setup_ms(jsonb) is
'milliseconds from start to end of the first negotiation, if it is connected and both times can be read';
