-- Stage 30, log: appends a row that a row trigger could not compare. If the trigger got as far as reading the row's ids
-- (it reads them last, after those of the conferences), the row is logged as changed; if not, everything is.
create or replace function pgsummary.append_after_error(
    operation text,
    cause "char",
    old_id uuid,
    old_conference uuid,
    new_id uuid,
    new_conference uuid,
    error text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $append_after_error$
begin
    if (old_id is null and operation <> 'INSERT') or (new_id is null and operation <> 'DELETE') then
        insert into pgsummary.change_log (xid, kind, error)
        values (9223372036854775807, '*', append_after_error.error);
    else
        insert into pgsummary.change_log (kind, entity, conference_id, error)
        select distinct cause, r.id, r.conference, append_after_error.error
        from (values (old_id, old_conference), (new_id, new_conference)) as r (id, conference)
        where r.id is not null;
    end if;
end
$append_after_error$;

comment on function pgsummary.append_after_error(text, "char", uuid, uuid, uuid, uuid, text) is
'appends the row of a trigger that failed to change_log, or the marker * if the trigger does not know the row';
