-- Stage 22, measure: the range of a set-up time from its bin. Inlined, hence no SET.
create or replace function pgsummary.setup_range_of(bin integer)
returns integer
language sql
immutable
parallel safe
as $setup_range_of$
-- Below 1024 it is the range itself, in facts that were not folded since 0.2.1.
select case when bin < 1024 then bin else bin / 1024 end
$setup_range_of$;

comment on function pgsummary.setup_range_of(integer) is 'id in setup_ranges of a bin (see setup_bin)';
