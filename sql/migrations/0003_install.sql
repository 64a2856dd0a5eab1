-- What an install writes down besides: whom it granted the functions of the API, and what a definition means.
alter table pgsummary.state add column granted_to text [] not null default '{}';

alter table pgsummary.installed_object add column meaning text not null default '';

comment on table pgsummary.installed_object is
'every object of ours in the order of the install, by the name that drops it: with the hash of what its file says, of '
'its declaration (of functions), of what it means (without comments and white space, of triggers and of functions that '
'define stored numbers) and of what the catalogue said after the install (an index that is yet to be built: none). '
'status compares, uninstall drops';
