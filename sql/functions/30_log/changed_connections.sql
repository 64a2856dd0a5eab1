-- Stage 30, log: the connections that the backlog reaches. Inlined, hence no SET.
create or replace function pgsummary.changed_connections(causes text default 'Csn')
returns uuid []
language sql
stable
parallel safe
as $changed_connections$
select pgsummary.changed('n', causes)
$changed_connections$;

comment on function pgsummary.changed_connections(text) is
'ids of the connections whose facts may differ from their source, because of any or only of some causes (see '
'causes_of)';
