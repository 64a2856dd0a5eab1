-- Stage 10, tables: the server's time zones by name. The view that knows them reads hundreds of files.
create table pgsummary.time_zone (name text primary key);

comment on table pgsummary.time_zone is 'IANA time zones of this server, in lower case, as they were at the install';

insert into pgsummary.time_zone (name)
select distinct lower(n.name) from pg_catalog.pg_timezone_names n;

-- Browsers use old names and new ones.
create table pgsummary.time_zone_alias (
    name text primary key,
    zone text not null
);

comment on table pgsummary.time_zone_alias is
'names of time zones, in lower case, that some servers do not know yet or no longer, with today''s name (from IANA''s '
'file backward): each may stand for the other';

insert into pgsummary.time_zone_alias (name, zone)
select distinct
    n.name, split_part(a.names, ' ', 1) as zone
from
    unnest(array[
        'africa/abidjan africa/timbuktu', 'africa/cairo egypt', 'africa/nairobi africa/asmera',
        'africa/tripoli libya', 'america/adak america/atka us/aleutian', 'america/anchorage us/alaska',
        'america/argentina/buenos_aires america/buenos_aires',
        'america/argentina/catamarca america/argentina/comodrivadavia america/catamarca',
        'america/argentina/cordoba america/cordoba america/rosario', 'america/argentina/jujuy america/jujuy',
        'america/argentina/mendoza america/mendoza', 'america/chicago us/central',
        'america/denver america/shiprock navajo us/mountain', 'america/detroit us/michigan',
        'america/edmonton america/yellowknife canada/mountain', 'america/halifax canada/atlantic',
        'america/havana cuba',
        'america/indiana/indianapolis america/fort_wayne america/indianapolis us/east-indiana',
        'america/indiana/knox america/knox_in us/indiana-starke', 'america/iqaluit america/pangnirtung',
        'america/jamaica jamaica', 'america/kentucky/louisville america/louisville',
        'america/los_angeles us/pacific', 'america/manaus brazil/west', 'america/mazatlan mexico/bajasur',
        'america/mexico_city mexico/general', 'america/new_york us/eastern', 'america/noronha brazil/denoronha',
        'america/nuuk america/godthab', 'america/panama america/coral_harbour', 'america/phoenix us/arizona',
        'america/puerto_rico america/kralendijk america/lower_princes america/marigot',
        'america/puerto_rico america/st_barthelemy america/virgin',
        'america/regina canada/saskatchewan', 'america/rio_branco america/porto_acre brazil/acre',
        'america/santiago chile/continental', 'america/sao_paulo brazil/east',
        'america/st_johns canada/newfoundland',
        'america/tijuana america/ensenada america/santa_isabel mexico/bajanorte',
        'america/toronto america/montreal america/nipigon america/thunder_bay canada/eastern',
        'america/vancouver canada/pacific', 'america/whitehorse canada/yukon',
        'america/winnipeg america/rainy_river canada/central', 'asia/ashgabat asia/ashkhabad',
        'asia/dhaka asia/dacca', 'asia/ho_chi_minh asia/saigon', 'asia/hong_kong hongkong',
        'asia/jerusalem asia/tel_aviv israel', 'asia/kathmandu asia/katmandu', 'asia/kolkata asia/calcutta',
        'asia/macau asia/macao', 'asia/makassar asia/ujung_pandang', 'asia/nicosia europe/nicosia',
        'asia/seoul rok', 'asia/shanghai asia/chongqing asia/chungking asia/harbin prc',
        'asia/singapore singapore', 'asia/taipei roc', 'asia/tehran iran', 'asia/thimphu asia/thimbu',
        'asia/tokyo japan', 'asia/ulaanbaatar asia/choibalsan asia/ulan_bator', 'asia/urumqi asia/kashgar',
        'asia/yangon asia/rangoon', 'atlantic/faroe atlantic/faeroe', 'atlantic/reykjavik iceland',
        'australia/adelaide australia/south', 'australia/brisbane australia/queensland',
        'australia/broken_hill australia/yancowinna', 'australia/darwin australia/north',
        'australia/hobart australia/currie australia/tasmania', 'australia/lord_howe australia/lhi',
        'australia/melbourne australia/victoria', 'australia/perth australia/west',
        'australia/sydney australia/act australia/canberra australia/nsw',
        'etc/gmt etc/gmt+0 etc/gmt-0 etc/gmt0 etc/greenwich gmt gmt+0 gmt-0 gmt0 greenwich',
        'etc/utc etc/uct etc/universal etc/zulu uct utc universal zulu', 'europe/belgrade europe/podgorica',
        'europe/berlin arctic/longyearbyen atlantic/jan_mayen', 'europe/chisinau europe/tiraspol',
        'europe/dublin eire', 'europe/helsinki europe/mariehamn', 'europe/istanbul asia/istanbul turkey',
        'europe/kyiv europe/kiev europe/uzhgorod europe/zaporozhye', 'europe/lisbon portugal',
        'europe/london europe/belfast gb gb-eire', 'europe/moscow w-su', 'europe/prague europe/bratislava',
        'europe/rome europe/san_marino europe/vatican', 'europe/warsaw poland', 'europe/zurich europe/busingen',
        'pacific/auckland antarctica/south_pole nz', 'pacific/chatham nz-chat',
        'pacific/easter chile/easterisland', 'pacific/guadalcanal pacific/ponape',
        'pacific/honolulu pacific/johnston us/hawaii', 'pacific/kanton pacific/enderbury',
        'pacific/kwajalein kwajalein', 'pacific/pago_pago pacific/samoa us/samoa',
        'pacific/port_moresby pacific/truk pacific/yap'
    ]) as a (names)
cross join lateral unnest(string_to_array(a.names, ' ')) as n (name);
