-- Stage 10, tables: dictionaries. Facts and rollups hold small numbers for what these tables spell out.
-- Values come from clients and may have any size, so a hash is unique instead of the value.
create table pgsummary.app_key (
    app_id uuid primary key,
    key integer generated always as identity unique
);

comment on table pgsummary.app_key is 'the number of an app in facts and rollups';

create table pgsummary.term (
    id integer generated always as identity primary key,
    value text not null,
    hash bytea not null unique
);

comment on table pgsummary.term is 'names, country codes, app versions and issue codes; 0 in a fact means missing';

create table pgsummary.segment (
    id integer generated always as identity primary key,
    browser integer not null,
    os integer not null,
    country integer not null,
    app_version integer not null,
    unique (browser, os, country, app_version)
);

comment on table pgsummary.segment is
'a choice of one to four filter values: a term, 0 for missing, -1 where that dimension is not filtered';

create table pgsummary.profile (
    -- Small numbers, reused after a profile is dropped (see prune), because a mask has one bit for each profile (see
    -- mask_of).
    id integer primary key,
    key text not null,
    hash bytea not null unique,
    has_platform boolean not null,
    browser integer not null,
    os integer not null,
    country integer not null,
    app_version integer not null,
    segments integer [] not null
);

comment on table pgsummary.profile is
'the values of a session that filters can select: browser, OS, country and app version (terms, 0 missing), and the '
'segments that it is in: the 4 of one value and, once it occurs on a busy day, all 15; profile 0 stands for rows '
'without an active session';

create table pgsummary.filter_value (
    dimension smallint not null,
    term integer not null,
    profiles bit varying not null,
    primary key (dimension, term)
);

comment on table pgsummary.filter_value is
'which profiles a filter value selects: bit i stands for profile i, bits beyond the end are 0. Dimensions: 1 '
'browser, 2 OS, 3 country, 4 app version; term 0 stands for missing';

create table pgsummary.place (
    id integer generated always as identity primary key,
    hash bytea not null unique,
    city text not null,
    country_code text,
    latitude float8 not null,
    longitude float8 not null
);

comment on table pgsummary.place is 'a city at one pair of coordinates';

create table pgsummary.gum_error (
    id integer generated always as identity primary key,
    key text not null,
    hash bytea not null unique,
    name text,
    message text
);

comment on table pgsummary.gum_error is 'a getUserMedia error: name and message, null where missing';

insert into pgsummary.profile (id, key, hash, has_platform, browser, os, country, app_version, segments)
values (0, '', '', false, -2, -2, -2, -2, '{}');
