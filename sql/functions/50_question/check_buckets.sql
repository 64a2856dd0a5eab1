-- Stage 50, question: refuses to fill a range with more buckets than anybody could look at.
create or replace function pgsummary.check_buckets(
    caller text, group_by text, first_instant timestamptz, last_instant timestamptz
)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $check_buckets$
declare
    most constant integer := 10000;
    hours constant integer := case group_by when 'hour' then 1 when 'day' then 24 when 'week' then 168 else 720 end;
    wanted constant float8 := date_part('epoch', last_instant - first_instant) / 3600 / hours;
begin
    if wanted > most then
        raise exception '%: fill over % is not allowed: group_by % makes about % buckets, and at most % can be filled',
            caller, justify_days(date_trunc('day', last_instant - first_instant)), quote_literal(group_by), round(wanted), most
        using errcode = 'invalid_parameter_value',
            hint = 'Ask for a shorter range (created_at_gte, created_at_lte), for longer buckets (group_by), or only '
                'for those with conferences (fill => false).';
    end if;
end
$check_buckets$;

comment on function pgsummary.check_buckets(text, text, timestamptz, timestamptz) is
'22023 if more than 10,000 buckets lie between two instants';
