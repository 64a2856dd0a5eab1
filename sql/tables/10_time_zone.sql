-- Stage 10, tables: the server's time zones by name. The view that knows them reads hundreds of files.
create table pgsummary.time_zone (name text primary key);

comment on table pgsummary.time_zone is 'IANA time zones of this server, in lower case, as they were at the install';

insert into pgsummary.time_zone (name)
select distinct lower(n.name) from pg_catalog.pg_timezone_names n;
