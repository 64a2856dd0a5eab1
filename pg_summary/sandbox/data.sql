-- The demo's data: what a session needs to fill the source tables, made of temporary objects only.
--
-- Every value is a pure function of a number by hashing, so that two loads with the same parameters are
-- equal and nothing depends on the order of the work. Numbers nest: a conference has n (from its hour,
-- app and place in the hour); its seats, sessions, connections and issues are n multiplied by a constant
-- plus their own place.
--
-- The caller sets the search_path to the schema of the source tables, runs this file, then
-- pg_temp.demo_start once and pg_temp.demo_load for stretches of hours, each in a transaction of its own.

-- A number in [0, 1) that depends on nothing but n and the salt.
create function pg_temp.u(n bigint, salt integer) returns float8 language sql immutable as $$
select (pg_catalog.hashint8extended(n, salt) & 4503599627370495)::float8 / 4503599627370496
$$;

-- A number from a bell curve around 0 (logistic: heavier tails than a normal one), for log-normal-like
-- values.
create function pg_temp.bell(n bigint, salt integer) returns float8 language sql immutable as $$
select ln((0.000001 + pg_temp.u(n, salt)) / (1.000001 - pg_temp.u(n, salt)))
$$;

create function pg_temp.make_id(kind text, n bigint) returns uuid language sql immutable as $$
select md5(kind || n::text)::uuid
$$;

-- The numbers of participants: of a returning one, of an SFU; a guest's is above 0.
create function pg_temp.regular(app_no integer, place integer) returns bigint language sql immutable as $$
select -(app_no * 1000000000::bigint + place)
$$;

create function pg_temp.sfu(app_no integer, region integer) returns bigint language sql immutable as $$
select -(5000000000000 + app_no * 100 + region)
$$;

-- The instant as Python's str(datetime) and its relatives write it; mostly the first way.
create function pg_temp.stamp(at timestamptz, n bigint) returns text language sql stable as $$
select to_char(
    at at time zone 'UTC'
    + case when pg_temp.u(n, 90) < 0.02 then interval '330 minutes' else interval '0' end,
    case
        when pg_temp.u(n, 90) < 0.02 then 'YYYY-MM-DD"T"HH24:MI:SS.US+05:30'
        when pg_temp.u(n, 90) < 0.05 then 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
        when pg_temp.u(n, 90) < 0.09 then 'YYYY-MM-DD HH24:MI:SS.US'
        when pg_temp.u(n, 90) < 0.1 then 'YYYY-MM-DD HH24:MI:SS'
        else 'YYYY-MM-DD HH24:MI:SS.US+00:00'
    end
)
$$;

-- A negotiation as connection_info holds it; done is null while it runs.
create function pg_temp.negotiation(kind text, begun timestamptz, done timestamptz, failed boolean, n bigint)
returns jsonb language sql stable as $$
select jsonb_build_object(
    'type', kind,
    'status', case when failed then 'failed' when done is null then 'connecting' else 'connected' end,
    'start_time', pg_temp.stamp(begun, n),
    'end_time', pg_temp.stamp(done, n),
    'duration', extract(epoch from done - begun)::integer
)
$$;

-- Spreads weighted rows over slots 0 to 4095, so that a choice is one equality join.
create function pg_temp.slots(running numeric, weight numeric, total numeric)
returns setof integer language sql immutable as $$
select generate_series(
    ceil((running - weight) / total * 4096)::integer, ceil(running / total * 4096)::integer - 1
)
$$;

-- The apps: share of the conferences, how many an hour that is, how many returning participants.
create temp table demo_app (no integer, id uuid, name text, share float8, hourly float8, regulars integer);

-- Browsers and systems: weight, browser, newest major version, how many older ones, engine, system, its
-- version and the version's name, kind of device and vendor.
create temp table demo_client as
with model as (
    select * from (values
        (21.0, 'Chrome', 142, 4, 'Blink', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (13.0, 'Chrome', 142, 4, 'Blink', 'macOS', '10.15.7', 'Catalina', 'desktop', 'Apple'),
        (2.2, 'Chrome', 142, 2, 'Blink', 'Linux', null, null, 'desktop', null),
        (2.0, 'Chrome', 141, 2, 'Blink', 'Chrome OS', '16433.41.0', null, 'desktop', null),
        (9.0, 'Chrome', 142, 5, 'Blink', 'Android', '14', null, 'mobile', null),
        (3.5, 'Chrome', 142, 3, 'Blink', 'Android', '13', 'Tiramisu', 'mobile', 'Samsung'),
        (1.8, 'Chrome', 142, 2, 'Blink', 'iOS', '18.6', null, 'mobile', 'Apple'),
        (0.4, 'Chrome', 140, 2, 'Blink', 'HarmonyOS', '4.2', null, 'mobile', 'Huawei'),
        (7.5, 'Safari', 26, 3, 'WebKit', 'macOS', '10.15.7', 'Catalina', 'desktop', 'Apple'),
        (9.5, 'Safari', 26, 3, 'WebKit', 'iOS', '18.6', null, 'mobile', 'Apple'),
        (2.0, 'Safari', 18, 2, 'WebKit', 'iOS', '17.7', null, 'tablet', 'Apple'),
        (8.0, 'Microsoft Edge', 142, 4, 'Blink', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (1.2, 'Microsoft Edge', 142, 2, 'Blink', 'macOS', '10.15.7', 'Catalina', 'desktop', 'Apple'),
        (3.6, 'Firefox', 145, 4, 'Gecko', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (1.6, 'Firefox', 145, 3, 'Gecko', 'Linux', null, null, 'desktop', null),
        (1.3, 'Firefox', 145, 3, 'Gecko', 'macOS', '10.15', 'Catalina', 'desktop', 'Apple'),
        (0.7, 'Firefox', 144, 2, 'Gecko', 'Android', '14', null, 'mobile', null),
        (4.2, 'Electron', 37, 3, 'Blink', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (2.4, 'Electron', 37, 3, 'Blink', 'macOS', '10.15.7', 'Catalina', 'desktop', 'Apple'),
        (1.5, 'Samsung Internet for Android', 28, 3, 'Blink', 'Android', '14', null, 'mobile', 'Samsung'),
        (0.9, 'Opera', 123, 2, 'Blink', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (0.3, 'Opera', 123, 1, 'Blink', 'macOS', '10.15.7', 'Catalina', 'desktop', 'Apple'),
        (0.5, 'Yandex Browser', 25, 2, 'Blink', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (0.35, 'Vivaldi', 7, 2, 'Blink', 'Windows', 'NT 10.0', '10', 'desktop', null),
        (0.3, 'Chromium', 141, 2, 'Blink', 'Linux', null, null, 'desktop', null),
        (0.25, 'UC Browser', 17, 1, 'Blink', 'Android', '12', null, 'mobile', null),
        (0.15, 'WebKit', 605, 1, 'WebKit', 'Tizen', '7.0', null, 'tv', 'Samsung')
    ) as m (weight, browser, newest, older, engine, os, os_version, os_name, device, vendor)
),

release as (
    select
        m.weight * power(0.45, age.n)::numeric as weight,
        jsonb_build_object(
            'browser', jsonb_build_object('name', m.browser, 'version', (m.newest - age.n) || '.0.0.0'),
            'os', jsonb_strip_nulls(
                jsonb_build_object('name', m.os, 'version', m.os_version, 'versionName', m.os_name)
            ),
            'platform', jsonb_strip_nulls(jsonb_build_object('type', m.device, 'vendor', m.vendor)),
            'engine', jsonb_build_object('name', m.engine)
        ) as platform
    from model m
    cross join lateral generate_series(0, m.older) as age (n)
),

running as (
    select r.*, sum(weight) over (order by platform) as upto, sum(weight) over () as total from release r
)

select slot, platform from running cross join lateral pg_temp.slots(upto, weight, total) as slot
union all
-- Odd values that an ingest accepts: from slot 4096 on.
select 4095 + row_number() over (), platform
from (values
    (null), ('null'), ('{}'), ('[]'), ('"Chrome"'), ('42'), ('true'),
    ('{"os": {"name": "Windows", "version": "NT 10.0"}}'),
    ('{"browser": {"name": "Chrome", "version": "142.0.0.0"}}'),
    ('{"browser": null, "os": null}'),
    ('{"browser": {}, "os": {}}'),
    ('{"browser": "Chrome", "os": ["Windows"]}'),
    ('{"browser": {"name": ""}, "os": {"name": ""}}'),
    ('{"browser": {"name": null}, "os": {"name": null}}'),
    ('{"browser": {"name": 42}, "os": {"name": {"en": "Windows"}}}'),
    ('{"engine": {"name": "Blink"}}')
) as ugly (platform_text)
cross join lateral (select platform_text::jsonb) as p (platform);

-- Places: share of the country among all, the city's share within it, coordinates in degrees.
create temp table demo_place as
with city as (
    select * from (values
        ('US', 26, 'NY', 'New York', 20, 40.7128, -74.006),
        ('US', 26, 'CA', 'San Jose', 14, 37.3382, -121.8863),
        ('US', 26, 'CA', 'Los Angeles', 12, 34.0522, -118.2437),
        ('US', 26, 'IL', 'Chicago', 9, 41.8781, -87.6298),
        ('US', 26, 'TX', 'Austin', 7, 30.2672, -97.7431),
        ('US', 26, 'TX', 'Dallas', 6, 32.7767, -96.797),
        ('US', 26, 'WA', 'Seattle', 7, 47.6062, -122.3321),
        ('US', 26, 'MA', 'Boston', 6, 42.3601, -71.0589),
        ('US', 26, 'CO', 'Denver', 4, 39.7392, -104.9903),
        ('US', 26, 'GA', 'Atlanta', 5, 33.749, -84.388),
        ('US', 26, 'FL', 'Miami', 5, 25.7617, -80.1918),
        ('US', 26, 'AZ', 'Phoenix', 3, 33.4484, -112.074),
        ('US', 26, 'OR', 'Portland', 2, 45.5152, -122.6784),
        ('US', 26, 'ME', 'Portland', 1, 43.6591, -70.2568),
        ('DE', 10, 'BE', 'Berlin', 30, 52.52, 13.405),
        ('DE', 10, 'BY', 'Munich', 20, 48.1351, 11.582),
        ('DE', 10, 'HH', 'Hamburg', 15, 53.5511, 9.9937),
        ('DE', 10, 'HE', 'Frankfurt am Main', 12, 50.1109, 8.6821),
        ('DE', 10, 'NW', 'Cologne', 12, 50.9375, 6.9603),
        ('DE', 10, 'SN', 'Leipzig', 6, 51.3397, 12.3731),
        ('GB', 9, 'ENG', 'London', 50, 51.5074, -0.1278),
        ('GB', 9, 'ENG', 'Manchester', 18, 53.4808, -2.2426),
        ('GB', 9, 'SCT', 'Edinburgh', 9, 55.9533, -3.1883),
        ('GB', 9, 'ENG', 'Birmingham', 12, 52.4862, -1.8904),
        ('GB', 9, 'ENG', 'Bristol', 6, 51.4545, -2.5879),
        ('FR', 6, 'IDF', 'Paris', 55, 48.8566, 2.3522),
        ('FR', 6, 'ARA', 'Lyon', 18, 45.764, 4.8357),
        ('FR', 6, 'PAC', 'Marseille', 12, 43.2965, 5.3698),
        ('FR', 6, 'OCC', 'Toulouse', 9, 43.6047, 1.4442),
        ('IN', 7, 'KA', 'Bengaluru', 32, 12.9716, 77.5946),
        ('IN', 7, 'MH', 'Mumbai', 24, 19.076, 72.8777),
        ('IN', 7, 'DL', 'Delhi', 20, 28.7041, 77.1025),
        ('IN', 7, 'TG', 'Hyderabad', 14, 17.385, 78.4867),
        ('IN', 7, 'TN', 'Chennai', 9, 13.0827, 80.2707),
        ('BR', 4, 'SP', 'São Paulo', 50, -23.5505, -46.6333),
        ('BR', 4, 'RJ', 'Rio de Janeiro', 22, -22.9068, -43.1729),
        ('BR', 4, 'PR', 'Curitiba', 9, -25.4284, -49.2733),
        ('BR', 4, 'PE', 'Recife', 6, -8.0476, -34.877),
        ('CA', 4, 'ON', 'Toronto', 40, 43.6532, -79.3832),
        ('CA', 4, 'BC', 'Vancouver', 22, 49.2827, -123.1207),
        ('CA', 4, 'QC', 'Montréal', 22, 45.5017, -73.5673),
        ('CA', 4, 'AB', 'Calgary', 8, 51.0447, -114.0719),
        ('NL', 3, 'NH', 'Amsterdam', 50, 52.3676, 4.9041),
        ('NL', 3, 'ZH', 'Rotterdam', 22, 51.9244, 4.4777),
        ('NL', 3, 'UT', 'Utrecht', 16, 52.0907, 5.1214),
        ('ES', 3, 'MD', 'Madrid', 42, 40.4168, -3.7038),
        ('ES', 3, 'CT', 'Barcelona', 36, 41.3851, 2.1734),
        ('ES', 3, 'VC', 'Valencia', 12, 39.4699, -0.3763),
        ('IT', 2.6, '25', 'Milan', 40, 45.4642, 9.19),
        ('IT', 2.6, '62', 'Rome', 34, 41.9028, 12.4964),
        ('IT', 2.6, '21', 'Turin', 12, 45.0703, 7.6869),
        ('PL', 2.4, '14', 'Warsaw', 44, 52.2297, 21.0122),
        ('PL', 2.4, '12', 'Kraków', 26, 50.0647, 19.945),
        ('PL', 2.4, '02', 'Wrocław', 14, 51.1079, 17.0385),
        ('RO', 2.2, 'B', 'Bucharest', 50, 44.4268, 26.1025),
        ('RO', 2.2, 'CJ', 'Cluj-Napoca', 30, 46.7712, 23.6236),
        ('RO', 2.2, 'IS', 'Iași', 10, 47.1585, 27.6014),
        ('AU', 2, 'NSW', 'Sydney', 44, -33.8688, 151.2093),
        ('AU', 2, 'VIC', 'Melbourne', 36, -37.8136, 144.9631),
        ('AU', 2, 'QLD', 'Brisbane', 12, -27.4698, 153.0251),
        ('JP', 2, '13', 'Tokyo', 60, 35.6762, 139.6503),
        ('JP', 2, '27', 'Osaka', 24, 34.6937, 135.5023),
        ('JP', 2, '40', 'Fukuoka', 8, 33.5902, 130.4017),
        ('MX', 1.6, 'CMX', 'Mexico City', 56, 19.4326, -99.1332),
        ('MX', 1.6, 'JAL', 'Guadalajara', 22, 20.6597, -103.3496),
        ('MX', 1.6, 'NLE', 'Monterrey', 18, 25.6866, -100.3161),
        ('UA', 1.4, '30', 'Kyiv', 56, 50.4501, 30.5234),
        ('UA', 1.4, '46', 'Lviv', 28, 49.8397, 24.0297),
        ('SE', 1.3, 'AB', 'Stockholm', 60, 59.3293, 18.0686),
        ('SE', 1.3, 'O', 'Gothenburg', 24, 57.7089, 11.9746),
        ('CH', 1.2, 'ZH', 'Zürich', 56, 47.3769, 8.5417),
        ('CH', 1.2, 'GE', 'Geneva', 28, 46.2044, 6.1432),
        ('PT', 1.1, '11', 'Lisbon', 60, 38.7223, -9.1393),
        ('PT', 1.1, '13', 'Porto', 30, 41.1579, -8.6291),
        ('AT', 1, '9', 'Vienna', 76, 48.2082, 16.3738),
        ('AT', 1, '6', 'Graz', 14, 47.0707, 15.4395),
        ('BE', 0.9, 'BRU', 'Brussels', 66, 50.8503, 4.3517),
        ('BE', 0.9, 'VLG', 'Antwerp', 24, 51.2194, 4.4025),
        ('IE', 0.9, 'L', 'Dublin', 80, 53.3498, -6.2603),
        ('IE', 0.9, 'M', 'Cork', 16, 51.8985, -8.4756),
        ('DK', 0.8, '84', 'Copenhagen', 76, 55.6761, 12.5683),
        ('DK', 0.8, '82', 'Aarhus', 18, 56.1629, 10.2039),
        ('NO', 0.7, '03', 'Oslo', 80, 59.9139, 10.7522),
        ('NO', 0.7, '46', 'Bergen', 16, 60.3913, 5.3221),
        ('FI', 0.6, '18', 'Helsinki', 90, 60.1699, 24.9384),
        ('CZ', 0.7, '10', 'Prague', 76, 50.0755, 14.4378),
        ('CZ', 0.7, '64', 'Brno', 20, 49.1951, 16.6068),
        ('GR', 0.5, 'I', 'Athens', 84, 37.9838, 23.7275),
        ('HU', 0.5, 'BU', 'Budapest', 90, 47.4979, 19.0402),
        ('BG', 0.5, '22', 'Sofia', 80, 42.6977, 23.3219),
        ('RS', 0.4, '00', 'Belgrade', 84, 44.7866, 20.4489),
        ('HR', 0.3, '21', 'Zagreb', 84, 45.815, 15.9819),
        ('TR', 0.9, '34', 'Istanbul', 70, 41.0082, 28.9784),
        ('TR', 0.9, '06', 'Ankara', 24, 39.9334, 32.8597),
        ('IL', 0.7, 'TA', 'Tel Aviv', 84, 32.0853, 34.7818),
        ('AE', 0.6, 'DU', 'Dubai', 80, 25.2048, 55.2708),
        ('AE', 0.6, 'AZ', 'Abu Dhabi', 18, 24.4539, 54.3773),
        ('ZA', 0.8, 'GP', 'Johannesburg', 54, -26.2041, 28.0473),
        ('ZA', 0.8, 'WC', 'Cape Town', 40, -33.9249, 18.4241),
        ('NG', 0.7, 'LA', 'Lagos', 84, 6.5244, 3.3792),
        ('KE', 0.5, '30', 'Nairobi', 90, -1.2921, 36.8219),
        ('EG', 0.5, 'C', 'Cairo', 90, 30.0444, 31.2357),
        ('AR', 0.9, 'C', 'Buenos Aires', 72, -34.6037, -58.3816),
        ('AR', 0.9, 'X', 'Córdoba', 18, -31.4201, -64.1888),
        ('CL', 0.6, 'RM', 'Santiago', 90, -33.4489, -70.6693),
        ('CO', 0.8, 'DC', 'Bogotá', 66, 4.711, -74.0721),
        ('CO', 0.8, 'ANT', 'Medellín', 28, 6.2442, -75.5812),
        ('PE', 0.4, 'LMA', 'Lima', 90, -12.0464, -77.0428),
        ('SG', 1, '01', 'Singapore', 100, 1.3521, 103.8198),
        ('PH', 0.9, '00', 'Manila', 70, 14.5995, 120.9842),
        ('PH', 0.9, '07', 'Cebu City', 26, 10.3157, 123.8854),
        ('ID', 0.8, 'JK', 'Jakarta', 82, -6.2088, 106.8456),
        ('VN', 0.6, 'SG', 'Ho Chi Minh City', 60, 10.8231, 106.6297),
        ('VN', 0.6, 'HN', 'Hanoi', 34, 21.0278, 105.8342),
        ('KR', 0.8, '11', 'Seoul', 80, 37.5665, 126.978),
        ('KR', 0.8, '26', 'Busan', 16, 35.1796, 129.0756),
        ('TW', 0.4, 'TPE', 'Taipei', 90, 25.033, 121.5654),
        ('NZ', 0.5, 'AUK', 'Auckland', 80, -36.8485, 174.7633),
        ('NZ', 0.5, 'WGN', 'Wellington', 18, -41.2866, 174.7756),
        ('PK', 0.5, 'PB', 'Lahore', 60, 31.5204, 74.3587)
    ) as c (country, country_weight, region, city, city_weight, latitude, longitude)
),

share as (
    select
        country_weight * city_weight / sum(city_weight) over (partition by country) as weight,
        jsonb_build_object(
            'country_code', country, 'region_code', region, 'city', city,
            'latitude', latitude, 'longitude', longitude
        ) as geo_ip
    from city
),

running as (
    select s.*, sum(weight) over (order by geo_ip) as upto, sum(weight) over () as total from share s
)

select
    slot,
    -- Some proxies send the coordinates as text.
    case
        when slot % 16 = 0 then geo_ip || jsonb_build_object(
            'latitude', geo_ip ->> 'latitude', 'longitude', geo_ip ->> 'longitude'
        )
        else geo_ip
    end as geo_ip
from running cross join lateral pg_temp.slots(upto, weight, total) as slot
union all
select 4095 + row_number() over (), geo_ip
from (values
    (null), ('null'), ('{}'), ('[]'), ('"US"'), ('7'),
    ('{"country_code": null, "city": null, "latitude": null, "longitude": null}'),
    ('{"country_code": "", "city": "", "latitude": "", "longitude": ""}'),
    ('{"country_code": "US"}'),
    ('{"city": "Atlantis", "latitude": 31.25, "longitude": -24.25}'),
    ('{"country_code": 49, "city": 12, "latitude": 52.52, "longitude": 13.405}'),
    ('{"country_code": "FR", "city": "Paris", "latitude": "north", "longitude": "east"}'),
    ('{"country_code": "FR", "city": "Paris", "latitude": "NaN", "longitude": "Infinity"}'),
    ('{"country_code": "FR", "city": "Paris", "latitude": [48.8566], "longitude": {"deg": 2.3522}}'),
    ('{"country_code": "DE", "city": "Berlin", "latitude": 0, "longitude": 0}'),
    ('{"country_code": "DE", "city": "Berlin", "latitude": "0.0", "longitude": "0"}'),
    ('{"country_code": "DE", "city": "Berlin", "latitude": " 52.52 ", "longitude": "13.405"}'),
    ('{"country_code": "DE", "city": "Berlin", "latitude": 52.52}'),
    ('{"country_code": "ES", "city": "Madrid", "latitude": "4.04168e1", "longitude": "-3.7038"}'),
    ('{"country_code": "GB", "city": "London", "latitude": 951.5, "longitude": -1200}'),
    ('{"country_code": "IT", "latitude": 41.9028, "longitude": 12.4964}')
) as ugly (geo_text)
cross join lateral (select geo_text::jsonb) as g (geo_ip);

-- What else a session sends; 64 variants.
create temp table demo_kit as
select
    slot,
    jsonb_build_object(
        'audio', jsonb_build_object(
            'echoCancellation', true, 'noiseSuppression', slot % 3 > 0, 'autoGainControl', true
        ),
        'video', jsonb_build_object(
            'width', jsonb_build_object('ideal', (array[640, 1280, 1920])[1 + slot % 3]),
            'height', jsonb_build_object('ideal', (array[360, 720, 1080])[1 + slot % 3]),
            'frameRate', 30
        )
    ) as constraints,
    (
        select jsonb_agg(jsonb_build_object(
            'kind', d.kind,
            'label', d.label,
            'deviceId', left(md5(d.kind || slot || d.label), 16),
            'groupId', left(md5('' || slot), 8)
        ))
        from (values
            ('audioinput', 'Built-in Microphone'),
            ('videoinput', (array['FaceTime HD Camera', 'HD Webcam C920'])[1 + slot % 2])
        ) as d (kind, label)
    ) as devices,
    jsonb_build_object(
        'plan', (array['free', 'team', 'enterprise'])[1 + slot % 3],
        'team', 'team-' || slot % 17,
        'beta', slot % 8 = 0
    ) as metadata,
    (array['livekit', 'mediasoup', null, 'jitsi', 'livekit', 'livekit'])[1 + slot % 6] as webrtc_sdk
from generate_series(0, 63) as slot;

-- Issues: type, weight within its type, code, data, whether it speaks of a connection.
create temp table demo_issue as
with model as (
    select type, weight, code, data_text::jsonb as data, of_connection
    from (values
        ('w', 24.0, 'low_emos', '{"emos": 2.9}', true), ('w', 12.0, 'low_emos', null, true),
        ('w', 20.0, 'turn_used', null, true), ('w', 6.0, 'tcp_used', null, true),
        ('w', 11.0, 'connection_disconnected', null, true), ('w', 4.0, 'connection_failed', null, true),
        ('w', 7.0, 'multiple_rejoins', null, false),
        ('w', 5.0, 'icecandidateerror', '{"errorCode": 701, "url": "stun:stun.example.com:3478"}', true),
        ('w', 0.4, 'bandwidth_limited', '{"kbps": 140}', true),
        ('w', 0.2, 'sdk_custom', '{"note": "from the app"}', false),
        ('e', 30.0, 'no_connection', null, false), ('e', 24.0, 'ice_failed', null, true),
        ('e', 22.0, 'very_low_emos', '{"emos": 1.4}', true), ('e', 12.0, 'no_media_access', null, false),
        ('e', 10.0, 'connection_failed', null, true), ('e', 0.5, 'server_gone', '{"code": 1006}', false)
    ) as m (type, weight, code, data_text, of_connection)
    union all
    select 'w', weight, 'getusermedia_error', jsonb_build_object('name', name, 'message', message), false
    from (values
        (4.5, 'NotAllowedError', 'Permission denied'), (1.2, 'NotAllowedError', 'Permission dismissed'),
        (2.1, 'NotFoundError', 'Requested device not found'), (0.5, 'OverconstrainedError', ''),
        (1.4, 'NotReadableError', 'Could not start video source'), (0.5, 'NotReadableError', 'Device in use'),
        (0.3, 'AbortError', 'Timeout starting video source'), (0.2, 'TypeError', null)
    ) as g (weight, name, message)
),

running as (
    select
        m.*,
        sum(weight) over (partition by type order by code collate "C", data::text collate "C") as upto,
        sum(weight) over (partition by type) as total
    from model m
)

select slot, type, code, data, of_connection
from running cross join lateral pg_temp.slots(upto, weight, total) as slot
union all
select 4095 + row_number() over (order by t.type, u.place), t.type, u.code, u.data_text::jsonb, false
from (values ('w'), ('e')) as t (type)
cross join (values
    (1, 'getusermedia_error', null), (2, 'getusermedia_error', 'null'), (3, 'getusermedia_error', '{}'),
    (4, 'getusermedia_error', '[]'), (5, 'getusermedia_error', '"NotAllowedError"'),
    (6, 'getusermedia_error', '5'),
    (7, 'getusermedia_error', '{"message": "Permission denied"}'),
    (8, 'getusermedia_error', '{"name": "", "message": "no name"}'),
    (9, 'getusermedia_error', '{"name": null, "message": null}'),
    (10, 'getusermedia_error', '{"name": 8, "message": {"text": "Permission denied"}}'),
    (11, 'low_emos', '[{"emos": "NaN"}]'), (12, 'turn_used', '"relay"'), (13, '', null),
    (14, 'Unknown code ☂', '{}')
) as u (place, code, data_text);

-- Malformed connection infos.
create temp table demo_info as
with first_negotiation as (
    select jsonb_build_object(
        'type', 'initial', 'status', 'connected', 'start_time', start_text::jsonb, 'end_time', end_text::jsonb
    ) as negotiation
    from (values
        ('null', 'null'), ('"2026-04-09 13:49:00+00:00"', 'null'), ('1775742540', '1775742541'), ('{}', '[]'),
        ('"2026-04-09 13:49:01+00:00"', '"2026-04-09 13:49:00"'),
        ('"2026-02-30 10:00:00"', '"2026-02-30 10:00:01"'),
        ('"2026-04-09 25:00:00"', '"2026-04-09 25:00:01"'),
        ('"2026-04-09T13:49Z"', '"2026-04-09T13:49:00.4Z"'),
        ('"2026-04-09 05:49:00-0800"', '"2026-04-09 13:49:02"'),
        ('"infinity"', '"infinity"'), ('"yesterday"', '"now"'), ('""', '""')
    ) as t (start_text, end_text)
),

odd as (
    select jsonb_build_object('negotiations', jsonb_build_array(negotiation)) as info from first_negotiation
    union all
    select info_text::jsonb
    from (values
        (null), ('null'), ('{}'), ('[]'), ('"connected"'), ('0'), ('{"detected_tcp": true}'),
        ('{"negotiations": null}'), ('{"negotiations": {}}'), ('{"negotiations": []}'),
        ('{"negotiations": [null]}'), ('{"negotiations": ["connected"]}'), ('{"negotiations": [[]]}'),
        ('{"negotiations": [{"status": "connected"}]}'),
        ('{"negotiations": [{"status": 1, "start_time": "2026-04-09", "end_time": "2026-04-09 13:50"}]}'),
        ('{"negotiations": [{"start_time": "2026-04-09 13:49:00", "end_time": "2026-04-09 13:49:01"}]}')
    ) as i (info_text)
)

select row_number() over () - 1 as slot, info from odd;

create temp table demo_seat (
    n bigint,
    app_id uuid,
    conference_id uuid,
    created_at timestamptz,
    occasions integer,
    length float8,
    outcome integer,
    connects boolean,
    over_sfu boolean,
    sfu_id uuid,
    seat integer,
    person bigint,
    participant_id uuid,
    peer_id uuid
) on commit delete rows;

create temp table demo_session (
    s bigint,
    id uuid,
    n bigint,
    conference_id uuid,
    participant_id uuid,
    peer_id uuid,
    person bigint,
    outcome integer,
    connections integer,
    started_at timestamptz,
    ended_at timestamptz
) on commit delete rows;

analyze demo_client, demo_place, demo_kit, demo_issue, demo_info;

-- The organization, the apps and the returning participants.
create function pg_temp.demo_start(started_at timestamptz, scale float8) returns void
language plpgsql as $demo_start$
begin
    insert into demo_app
    select
        no, pg_temp.make_id('app', no), name, share, 42000 / 720.0 * scale * share,
        greatest(20, round(19000 * scale * share))::integer
    from (values
        (1, 'Meridian Meet', 1.0), (2, 'Clinic Connect', 0.08), (3, 'Open Classroom', 0.03)
    ) as a (no, name, share);
    insert into organization
    values (pg_temp.make_id('organization', 1), 'Meridian', started_at - interval '400 days', true);
    insert into app
    select
        a.id, a.name, md5('key' || a.no), null, 10000, true, '{}', started_at - interval '390 days', true,
        pg_temp.make_id('organization', 1)
    from demo_app a;
    insert into participant
    select
        pg_temp.make_id('participant', p.person),
        'user-' || -p.person,
        case when pg_temp.u(p.person, 2) < 0.8 then 'User ' || place end,
        false,
        started_at - pg_temp.u(p.person, 1) * interval '300 days',
        pg_temp.u(p.person, 3) >= 0.004,
        a.id
    from demo_app a
    cross join lateral generate_series(1, a.regulars) as place
    cross join lateral (select pg_temp.regular(a.no, place)) as p (person);
    insert into participant
    select
        pg_temp.make_id('participant', p.person), 'sfu-' || region, 'SFU ' || region, true,
        started_at - interval '380 days', true, a.id
    from demo_app a
    cross join generate_series(0, 7) as region
    cross join lateral (select pg_temp.sfu(a.no, region)) as p (person);
end
$demo_start$;

-- The conferences created from first_hour on, for some hours, within [started_at, ended_at): they and all
-- that belongs to them, as the tables hold it at ended_at.
create function pg_temp.demo_load(
    first_hour timestamptz, hours integer, started_at timestamptz, ended_at timestamptz, release_days integer
) returns void language plpgsql as $demo_load$
begin
    -- One row per seat of a conference, with what is common to them all.
    insert into demo_seat
    with conference as materialized (
        select
            a.no as app_no,
            a.id as app_id,
            a.regulars,
            c.n,
            h.at + pg_temp.u(c.n, 1) * interval '1 hour' as created_at,
            -- Two people most often, three on average.
            case
                when pg_temp.u(c.n, 2) < 0.08 then 1
                when pg_temp.u(c.n, 2) < 0.55 then 2
                when pg_temp.u(c.n, 2) < 0.76 then 3
                when pg_temp.u(c.n, 2) < 0.88 then 4
                when pg_temp.u(c.n, 2) < 0.93 then 5
                when pg_temp.u(c.n, 2) < 0.96 then 6
                else 7 + floor(power(pg_temp.u(c.n, 3), 2) * 8)::integer
            end as seats,
            -- A few are rooms where the same people meet again every week: an old conference's row changes.
            case
                when pg_temp.u(c.n, 4) < 0.03 then 2 + floor(pg_temp.u(c.n, 5) * 4)::integer
                else 1
            end as occasions,
            -- Seconds: half of them under 11 minutes.
            least(21600, exp(6.5 + 0.75 * pg_temp.bell(c.n, 6))) as length,
            -- Sometimes a bad day.
            case when pg_temp.u(t.no / 24, 7) < 0.05 then 0.2 else 0 end as trouble
        from generate_series(0, hours - 1) as place
        cross join lateral (select first_hour + place * interval '1 hour') as h (at)
        cross join lateral (
            select extract(epoch from h.at)::bigint / 3600, h.at at time zone 'UTC'
        ) as t (no, utc)
        cross join demo_app a
        cross join lateral (
            select
                a.hourly
                * (array[1.22, 1.3, 1.32, 1.27, 1.09, 0.42, 0.38])[extract(isodow from t.utc)::integer]
                * (array[
                    0.38, 0.3, 0.28, 0.32, 0.4, 0.52, 0.72, 1.02, 1.42, 1.62, 1.58, 1.4,
                    1.28, 1.5, 1.78, 1.86, 1.76, 1.5, 1.24, 0.98, 0.8, 0.66, 0.56, 0.46
                ])[1 + extract(hour from t.utc)::integer] / 1.0142
        ) as w (mean)
        cross join lateral generate_series(1, floor(w.mean + pg_temp.u(t.no * 4 + a.no, 8))::integer) as i
        cross join lateral (select (t.no * 4 + a.no) * 100000 + i) as c (n)
    ),

    drawn as materialized (
        select
            c.*,
            case
                when pg_temp.u(c.n, 9) >= 0.10 + 0.055 * least(c.seats, 10) + c.trouble then 0
                when pg_temp.u(c.n, 10) < 0.62 then 1
                else 2
            end as outcome,
            pg_temp.u(c.n, 11) >= case when c.seats = 1 then 0.6 else 0.03 end as connects,
            c.seats = 1
            or c.app_no = 1 and pg_temp.u(c.n, 12) < case when c.seats > 3 then 0.9 else 0.2 end as over_sfu
        from conference c
        where c.created_at >= started_at and c.created_at < ended_at
    )

    select
        d.n, d.app_id, pg_temp.make_id('conference', d.n), d.created_at, d.occasions, d.length, d.outcome,
        d.connects, d.over_sfu, sfu.id, seat, p.person, i.id,
        case
            when d.over_sfu then sfu.id
            else coalesce(lead(i.id) over conference, first_value(i.id) over conference)
        end
    from drawn d
    cross join lateral (
        select pg_temp.make_id('participant', pg_temp.sfu(d.app_no, floor(pg_temp.u(d.n, 30) * 8)::integer))
    ) as sfu (id)
    cross join lateral generate_series(1, d.seats) as seat
    cross join lateral (
        select case
            -- Seven in ten have been here before, some of them daily.
            when pg_temp.u(d.n * 16 + seat, 13) < 0.7
            then pg_temp.regular(
                d.app_no, 1 + floor(power(pg_temp.u(d.n * 16 + seat, 14), 2) * d.regulars)::integer
            )
            else d.n * 16 + seat
        end
    ) as p (person)
    cross join lateral (select pg_temp.make_id('participant', p.person)) as i (id)
    window conference as (partition by d.n order by seat);

    insert into participant
    select
        participant_id,
        'guest-' || person,
        case when pg_temp.u(person, 2) < 0.5 then 'Guest ' || person % 10000 end,
        false,
        created_at,
        pg_temp.u(person, 3) >= 0.004,
        app_id
    from demo_seat
    where person > 0;

    insert into conference
    select
        c.conference_id,
        'room-' || left(md5('room' || c.n), 16),
        case
            when pg_temp.u(c.n, 15) < 0.7
            then (array['Stand-up', 'Planning', 'Interview', 'Sales call', '1:1', 'Support'])[
                1 + floor(pg_temp.u(c.n, 16) * 6)::integer
            ]
        end,
        '{}',
        case when c.connects then c.created_at + interval '2 seconds' end,
        case when r.ongoing then c.created_at + (o.begun - 1) * interval '7 days' + interval '2 seconds' end,
        case
            when c.connects and r.done > 0
            then c.created_at + (r.done - 1) * interval '7 days' + c.length * interval '1 second'
        end,
        r.ongoing,
        case when c.connects then floor(c.length)::integer * r.done else 0 end,
        c.created_at,
        pg_temp.u(c.n, 17) >= 0.008,
        c.app_id
    from demo_seat c
    cross join lateral (select extract(epoch from ended_at - c.created_at)) as age (s)
    cross join lateral (
        select
            least(c.occasions, 1 + floor(age.s / 604800)::integer),
            least(c.occasions, greatest(0, 1 + floor((age.s - c.length) / 604800)::integer))
    ) as o (begun, done)
    cross join lateral (select o.done, c.connects and o.done < o.begun) as r (done, ongoing)
    where c.seat = 1;

    insert into participant_conferences (participant_id, conference_id)
    select participant_id, conference_id
    from (
        select participant_id, conference_id, n from demo_seat where pg_temp.u(n * 16 + seat, 18) >= 0.005
        union
        select sfu_id, conference_id, n from demo_seat where over_sfu
    ) as link
    order by n, participant_id;

    insert into demo_session
    select
        k.s, pg_temp.make_id('session', k.s), c.n, c.conference_id, c.participant_id,
        c.peer_id, c.person, c.outcome,
        case
            when not c.connects or pg_temp.u(k.s, 21) < 0.05 then 0
            when pg_temp.u(k.s, 21) < 0.9 then 1
            else 2
        end,
        t.started_at,
        case when t.ended_at < demo_load.ended_at then t.ended_at end
    from demo_seat c
    cross join lateral generate_series(0, c.occasions - 1) as occasion
    cross join generate_series(0, 1) as again
    cross join lateral (select ((c.n * 8 + occasion) * 16 + c.seat) * 2 + again) as k (s)
    cross join lateral (select c.created_at + occasion * interval '7 days') as m (began_at)
    cross join lateral (
        select
            m.began_at + interval '1 second' * case
                when again = 1 then c.length * (0.4 + 0.4 * pg_temp.u(k.s, 19))
                when c.seat = 1 then pg_temp.u(k.s, 19)
                else 1 + c.length * 0.4 * power(pg_temp.u(k.s, 19), 3)
            end,
            m.began_at + c.length * (0.85 + 0.15 * pg_temp.u(k.s, 20)) * interval '1 second'
    ) as t (started_at, ended_at)
    where (again = 0 or pg_temp.u(k.s, 22) < 0.06) and t.started_at < demo_load.ended_at
    union all
    -- Some SFUs report as a participant does.
    select k.s, pg_temp.make_id('session', k.s), n, conference_id, sfu_id, sfu_id, -1, 0, 0, created_at, null
    from demo_seat
    cross join lateral (select n * 256) as k (s)
    where seat = 1 and over_sfu and pg_temp.u(n, 23) < 0.05;

    insert into app_session
    select
        s.id,
        kit.constraints,
        kit.devices,
        client.platform,
        kit.metadata,
        place.geo_ip,
        case
            when pg_temp.u(s.s, 41) < 0.02 then null
            when pg_temp.u(s.s, 41) < 0.03 then ''
            -- A release every release_days, adopted within five times as long; names repeat after 900 days.
            else '5.' || (
                50 + floor(extract(epoch from s.started_at) / (86400 * release_days))::integer
                - least(4, floor(-1.2 * ln(1 - pg_temp.u(s.s, 42)))::integer)
            ) % (900 / release_days) || '.0'
        end,
        kit.webrtc_sdk,
        '{}',
        coalesce(greatest(0, extract(epoch from s.ended_at - s.started_at)::integer), 0),
        case when s.ended_at is not null then greatest(s.ended_at, s.started_at) end,
        null,
        s.started_at,
        pg_temp.u(s.s, 43) >= 0.008,
        s.conference_id,
        s.participant_id
    from demo_session s
    join demo_kit kit on kit.slot = floor(pg_temp.u(s.person, 44) * 64)::integer
    join demo_client client on client.slot = case
        when s.person = -1 then 4096
        when pg_temp.u(s.s, 45) < 0.008
        then 4096 + floor(pg_temp.u(s.s, 46) * (select count(*) - 4096 from demo_client))::integer
        when pg_temp.u(s.s, 47) < 0.85 then floor(pg_temp.u(s.person, 48) * 4096)::integer
        else floor(pg_temp.u(s.s, 48) * 4096)::integer
    end
    join demo_place place on place.slot = case
        when s.person = -1 then 4096
        when pg_temp.u(s.s, 49) < 0.008
        then 4096 + floor(pg_temp.u(s.s, 50) * (select count(*) - 4096 from demo_place))::integer
        when pg_temp.u(s.s, 51) < 0.94 then floor(pg_temp.u(s.person, 52) * 4096)::integer
        else floor(pg_temp.u(s.s, 52) * 4096)::integer
    end;

    insert into app_connection
    with connection as materialized (
        select
            s.*,
            k.c,
            s.outcome = 2 and pg_temp.u(k.c, 61) < 0.35 or pg_temp.u(k.c, 61) < 0.02 as failed,
            pg_temp.u(k.c, 62) < 0.18 as relayed,
            s.started_at + (0.3 + pg_temp.u(k.c, 63)) * interval '1 second' as began_at
        from demo_session s
        cross join lateral generate_series(0, s.connections - 1) as i
        cross join lateral (select s.s * 2 + i) as k (c)
    ),

    timed as materialized (
        select
            c.*,
            case when d.at < demo_load.ended_at then d.at end as done_at,
            least(coalesce(c.ended_at, demo_load.ended_at) - c.began_at, interval '6 hours') as lasted,
            case
                when d.at >= demo_load.ended_at or pg_temp.u(c.c, 67) < 0.75 then 0
                when pg_temp.u(c.c, 67) < 0.92 then 1
                else 2
            end as more
        from connection c
        -- Milliseconds: 550 in the middle, longer over a relay.
        cross join lateral (
            select c.began_at + interval '1 second' * case
                when c.failed then 15
                else exp(6.3 + 0.62 * pg_temp.bell(c.c, 64) + case when c.relayed then 0.5 else 0 end) / 1000
            end
        ) as d (at)
    )

    select
        pg_temp.make_id('connection', t.c),
        case
            when t.failed and pg_temp.u(t.c, 65) < 0.3 then null
            when t.relayed then 'r'
            when pg_temp.u(t.c, 65) < 0.44 then 'h'
            when pg_temp.u(t.c, 65) < 0.82 then 's'
            else 'p'
        end,
        case
            when t.failed then 'failed'
            when t.ended_at is not null then 'closed'
            when t.done_at is not null then 'connected'
            else 'connecting'
        end,
        case
            when ugly.slot is not null then ugly.info
            else jsonb_build_object(
                'detected_tcp', pg_temp.u(t.c, 66) < 0.05,
                'detected_turn', t.relayed,
                'negotiations',
                jsonb_build_array(pg_temp.negotiation('initial', t.began_at, t.done_at, t.failed, t.c))
                || case
                    when t.more > 0 then jsonb_build_array(pg_temp.negotiation(
                        'renegotiation', t.began_at + 0.3 * t.lasted, t.done_at + 0.3 * t.lasted, false, t.c
                    ))
                    else '[]'
                end
                || case
                    when t.more > 1 then jsonb_build_array(pg_temp.negotiation(
                        'renegotiation', t.began_at + 0.6 * t.lasted, t.done_at + 0.6 * t.lasted, false, t.c
                    ))
                    else '[]'
                end
            )
        end,
        t.began_at,
        case when t.ended_at is not null then greatest(t.ended_at, t.began_at) end,
        coalesce(greatest(0, extract(epoch from t.ended_at - t.began_at)::integer), 0),
        t.began_at,
        pg_temp.u(t.c, 68) >= 0.008,
        t.conference_id,
        t.participant_id,
        t.peer_id,
        t.id
    from timed t
    left join demo_info ugly
        on ugly.slot = case when pg_temp.u(t.c, 69) < 0.012
            then floor(pg_temp.u(t.c, 70) * (select count(*) from demo_info))::bigint end;

    insert into app_issue (
        id, type, code, data, created_at, is_active, conference_id, connection_id, participant_id, session_id
    )
    select
        pg_temp.make_id('issue', d.i),
        kind.type,
        kind.code,
        kind.data,
        d.at,
        pg_temp.u(d.i, 81) >= case when d.outcome = 0 then 1 else 0.008 end,
        case when pg_temp.u(d.i, 82) >= 0.01 then d.conference_id end,
        case when kind.of_connection and d.connections > 0 then pg_temp.make_id('connection', d.s * 2) end,
        case when pg_temp.u(d.i, 83) >= 0.01 then d.participant_id end,
        d.id
    from (
        select
            s.*,
            k.i,
            -- The first issue of the session at seat 1 decides the status of the conference.
            case
                when s.outcome < 2 then 'w'
                when pg_temp.u(k.i, 84) < 0.3 or k.i % 8 = 0 and s.s / 2 % 16 = 1 then 'e'
                else 'w'
            end as type,
            s.started_at + pg_temp.u(k.i, 85) * interval '1 second'
            * greatest(1, extract(epoch from coalesce(s.ended_at, demo_load.ended_at) - s.started_at)) as at
        from demo_session s
        cross join lateral generate_series(
            case when s.s / 2 % 16 = 1 then 0 else 1 end,
            case
                when s.outcome > 0 then floor(pg_temp.u(s.s, 86) * 5)::integer
                when pg_temp.u(s.s, 86) < 0.01 then 1  -- taken back afterwards: not active
                else -1
            end
        ) as x
        cross join lateral (select s.s * 8 + x) as k (i)
    ) as d
    join demo_issue kind on kind.type = d.type and kind.slot = case
        when pg_temp.u(d.i, 87) < 0.012
        then 4096 + case when d.type = 'w' then 14 else 0 end + floor(pg_temp.u(d.i, 88) * 14)::integer
        else floor(pg_temp.u(d.i, 89) * 4096)::integer
    end
    where d.at < demo_load.ended_at;
end
$demo_load$;
