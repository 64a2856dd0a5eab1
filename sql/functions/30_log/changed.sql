-- Stage 30, log: the facts of one kind that the backlog reaches.
create or replace function pgsummary.changed(kind "char", causes text)
returns uuid []
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $changed$
declare
    logged constant pgsummary.cause[] := array(
        select row(l.kind, l.entity, l.conference_id)::pgsummary.cause
        from pgsummary.backlog() l
        where l.kind = '*' or position(l.kind::text in causes) > 0
        union all
        -- In a snapshot older than an upgrade, facts lack what the upgrade added: everything is read from its source.
        select row('*', null, null)::pgsummary.cause from pgsummary.state s where s.rollup_format is null
    );
begin
    if logged = '{}' then
        return '{}';
    end if;
    return array(select distinct r.id from pgsummary.reached(logged) r where r.kind = changed.kind);
end
$changed$;

comment on function pgsummary.changed("char", text) is
'ids of the facts of a kind (see reached) that may differ from their source, by these kinds of cause in the backlog';
