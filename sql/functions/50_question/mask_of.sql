-- Stage 50, question: which profiles the filters select.
create or replace function pgsummary.mask_of(terms integer [], from_profiles boolean)
returns bit varying
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $mask_of$
declare
    last_id constant integer := (select max(p.id) from pgsummary.profile p);
    mask bit varying;
    selected bit varying;
begin
    if from_profiles then
        return (
            select string_agg(case
                when g.id > 0
                    and (terms[1] = -1 or p.browser = terms[1]) and (terms[2] = -1 or p.os = terms[2])
                    and (terms[3] = -1 or p.country = terms[3]) and (terms[4] = -1 or p.app_version = terms[4])
                    then '1'
                else '0'
            end, '' order by g.id)::bit varying
            from generate_series(0, last_id) as g (id)
            left join pgsummary.profile p on p.id = g.id
        );
    end if;
    for place in 1 .. 4 loop
        continue when terms[place] = -1;
        selected := (
            select v.profiles from pgsummary.filter_value v
            where v.dimension = place and v.term = terms[place]
        );
        if selected is null then
            return null;
        elsif mask is null then
            mask := selected;
        elsif length(mask) <= length(selected) then
            mask := mask & substring(selected from 1 for length(mask));
        else
            mask := substring(mask from 1 for length(selected)) & selected;
        end if;
    end loop;
    -- One bit for each profile, because a read beyond the end is an error.
    return mask || repeat('0', last_id + 1 - length(mask))::bit varying;
end
$mask_of$;

comment on function pgsummary.mask_of(integer [], boolean) is
'one bit per profile: whether it has these terms (browser, OS, country, app version; -1: any), by the sets of '
'filter_value or, for a snapshot older than these sets, by the profiles themselves; null if no profile has one of '
'them';
