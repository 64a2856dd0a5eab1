"""Every kind of odd data by name: nothing fails on it, and each case counts as the contract says.

Each case is asked before and after a refresh, and every function in the end.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from random import Random

import pytest
from questions import ask, check_all
from source_rows import (
    APPS,
    ODD_COORDINATES,
    ODD_DOCUMENTS,
    ODD_NAMES,
    ODD_TIMES,
    TIME_TEXTS,
    UNCOUNTED_TIMES,
    Writer,
)  # fmt: skip
from support import drain

APP = APPS[0]
NOON = datetime(2026, 4, 9, 12, tzinfo=timezone.utc)


class World:
    """One active conference with one participant, to hang rows on."""

    def __init__(self, connection):
        self.connection = connection
        Writer(connection, Random(0)).prepare()
        self.ids = Random(1)
        self.conference, self.participant = self.new_id(), self.new_id()
        self.add(
            "conference", id=self.conference, conference_id="room", conference_info="{}", ongoing=False, duration=60,
            created_at=NOON, is_active=True, app_id=APP,
        )  # fmt: skip
        self.add(
            "participant", id=self.participant, participant_id="p", is_sfu=False, created_at=NOON, is_active=True,
            app_id=APP,
        )  # fmt: skip

    def new_id(self):
        return Writer(None, self.ids).new_id()

    def add(self, table, **values):
        columns = ", ".join(f'"{c}"' for c in values)
        marks = ", ".join(["%s"] * len(values))
        self.connection.execute(f"insert into {table} ({columns}) values ({marks})", list(values.values()))
        return values.get("id")

    def child(self, table, **values):
        whole = {
            "id": self.new_id(), "conference_id": self.conference, "participant_id": self.participant,
            "created_at": NOON, "is_active": True,
        }  # fmt: skip
        return self.add(table, **{**whole, **values})

    def session(self, **values):
        return self.child("app_session", duration=0, **values)

    def connection_of(self, session, **values):
        fixed = {"session_id": session, "peer_id": self.participant, "state": "new", "duration": 0}
        return self.child("app_connection", **{**fixed, **values})

    def issue(self, session, **values):
        return self.child("app_issue", **{"session_id": session, "type": "e", "code": "ice_failed", **values})

    def ask(self, name, **parameters):
        """The answer, which must be the same from the log and, once it is folded, from facts and rollups."""
        before = ask(self.connection, name, app_id=APP, **parameters)
        drain(self.connection)
        after = ask(self.connection, name, app_id=APP, **parameters)
        assert before == after
        return after


@pytest.fixture
def world(transaction):
    """A world; whatever a test made of it, every function equals the oracle in the end."""
    world = World(transaction)
    yield world
    check_all(transaction)


@pytest.mark.parametrize("text", ODD_DOCUMENTS)
def test_a_platform_that_is_nothing(world, text):
    world.session(platform=text)
    wanted = [("Unknown", 1)] if text == '{"browser": "Chrome"}' else []
    assert world.ask("session_summary", group_by="browser") == wanted
    assert world.ask("session_summary", group_by="os") == wanted
    assert sum(r[4] for r in world.ask("session_geo_summary")) == 0
    assert world.ask("conference_duration_summary", browser="unKnown")[1][3] == 1
    assert ("browser", "Unknown", 1) in world.ask("conference_filter_options")


@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda n: json.dumps(n)[:20])
def test_a_name_that_is_no_name(world, name):
    world.session(
        platform=json.dumps({"browser": {"name": name}, "os": name}), geo_ip=json.dumps({"country_code": name})
    )
    found = name if isinstance(name, str) and name else None
    assert world.ask("session_summary", group_by="browser") == [(found or "Unknown", 1)]
    assert world.ask("session_summary", group_by="os") == [
        ("Chrome" if isinstance(name, dict) and "name" in name else "Unknown", 1)
    ]
    assert world.ask("session_summary", group_by="country") == ([(found, 1)] if found else [])


@pytest.mark.parametrize(
    ("browser", "wanted"),
    [({"name": "Chrome", "major": "119", "version": "7.1"}, "Chrome 119"), ({"name": "Chrome", "version": "119.0.1"}, "Chrome 119"),
     ({"name": "Chrome", "major": "", "version": "119"}, "Chrome 119"), ({"name": "Chrome", "major": 119, "version": "7"}, "Chrome 7"),
     ({"name": "Chrome", "major": "next"}, "Chrome next"), ({"name": "Chrome", "version": "v119"}, "Chrome"),
     ({"name": "Chrome", "version": 119}, "Chrome"), ({"name": "Chrome", "version": "\n119"}, "Chrome"),
     ({"name": "Chrome", "version": "٣"}, "Chrome"), ({"name": "Chrome"}, "Chrome"), ({"major": "119"}, "Unknown"),
     ({"name": "", "major": "119"}, "Unknown"), ({"name": ["Chrome"], "major": "119"}, "Unknown"), ("Chrome", "Unknown"),
     (["Chrome", "119"], "Unknown"), (None, "Unknown"), ({"name": "Chrome", "version": "1" * 3000 + ".2"}, "Chrome " + "1" * 3000)],
    ids=lambda v: json.dumps(v)[:40],
)  # fmt: skip
def test_versions_of_browsers(world, browser, wanted):
    world.session(platform=json.dumps({"browser": browser}))
    assert world.ask("session_summary", group_by="browser_version") == [(wanted, 1)]
    assert world.ask("session_summary", group_by="os_version", browser="nothing") == []


@pytest.mark.parametrize(
    ("system", "wanted"),
    [({"name": "Windows", "version": "10"}, "Windows 10"), ({"name": "Mac OS", "version": "10.15.7"}, "Mac OS 10.15.7"),
     ({"name": "Windows", "version": 10}, "Windows"), ({"name": "Windows", "version": ""}, "Windows"),
     ({"name": "Windows", "version": {}}, "Windows"), ({"name": "Linux"}, "Linux"), ({"version": "10"}, "Unknown"),
     ({"name": 5, "version": "10"}, "Unknown"), ("Linux", "Unknown"), (None, "Unknown")],
    ids=json.dumps,
)  # fmt: skip
def test_versions_of_systems(world, system, wanted):
    world.session(platform=json.dumps({"os": system}))
    assert world.ask("session_summary", group_by="os_version") == [(wanted, 1)]


@pytest.mark.parametrize("text", ODD_DOCUMENTS)
@pytest.mark.parametrize("group_by", ["browser_version", "os_version"])
def test_versions_of_a_platform_that_is_nothing(world, text, group_by):
    world.session(platform=text)
    assert world.ask("session_summary", group_by=group_by) == world.ask("session_summary", group_by=group_by[:-8])


@pytest.mark.parametrize("value", ODD_COORDINATES, ids=repr)
@pytest.mark.parametrize("which", ["latitude", "longitude"])
def test_a_coordinate_that_is_none(world, which, value):
    world.session(geo_ip=json.dumps({"city": "Berlin", "latitude": 52.5, "longitude": 13.4, which: value}))
    assert world.ask("session_geo_summary") == []


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("37.3", 37.3), ("-37.3", -37.3), ("+37.3", 37.3), ("3.73e1", 37.3), ("373E-1", 37.3), (37.3, 37.3), (1e-300, 1e-300),
     (999, 999.0), ("007", 7.0), ("0." + "1" * 2000, 1 / 9), (0, 0.0)],
)  # fmt: skip
def test_a_coordinate_that_can_be_read(world, value, wanted):
    world.session(geo_ip=json.dumps({"city": "Berlin", "latitude": value, "longitude": 13.4}))
    ((city, country, latitude, longitude, count),) = world.ask("session_geo_summary")
    assert (city, country, longitude, count) == ("Berlin", None, 13.4, 1)
    assert latitude == pytest.approx(wanted, rel=1e-15)


def test_numbers_beyond_float8_in_json(world):
    for number in ("1e400", "-1e400", "1" + "0" * 400, "1e-400"):
        world.session(geo_ip=f'{{"city": "far", "latitude": {number}, "longitude": {number}}}')
    world.ask("session_geo_summary")


def test_a_city_at_its_commonest_coordinates(world):
    for latitude, longitude in [(1, 2), ("3", "4"), (3.0, 4), (0, 0), (1, 2), ("3e0", 4)]:
        world.session(
            geo_ip=json.dumps({"city": "Ulm", "country_code": "DE", "latitude": latitude, "longitude": longitude})
        )
    world.session(geo_ip=json.dumps({"city": "Ulm", "country_code": "US", "latitude": 0, "longitude": 5}))
    assert world.ask("session_geo_summary") == [("Ulm", "DE", 3.0, 4.0, 5), ("Ulm", "US", 0.0, 5.0, 1)]


def negotiations(start, end, status="connected"):
    return json.dumps({"negotiations": [{"start_time": start, "end_time": end, "status": status}]})


def setup_count(world):
    return sum(r[3] for r in world.ask("connection_setup_time_summary"))


@pytest.mark.parametrize("value", ODD_TIMES, ids=repr)
@pytest.mark.parametrize("which", ["start_time", "end_time"])
def test_a_time_that_is_none(world, which, value):
    times = {"start_time": "1990-01-01 00:00:00", "end_time": "2199-01-01 00:00:00", which: value}
    session = world.session()
    world.connection_of(session, type="h", connection_info=negotiations(times["start_time"], times["end_time"]))
    assert setup_count(world) == 0
    assert world.ask("connection_summary") == [("Direct", 1), ("Relayed", 0)]


@pytest.mark.parametrize("value", TIME_TEXTS)
def test_a_time_that_can_be_read(world, value):
    world.connection_of(world.session(), type="r", connection_info=negotiations(value, value))
    assert world.ask("connection_setup_time_summary")[0] == ("< 250 ms", 0, 250, 1)


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [("2026-04-09 13:49:00", "2026-04-09 15:49:00.249999+02:00", "< 250 ms"),
     ("2026-04-09T13:49Z", "2026-04-09 13:49:00.25", "250 - 500 ms"),
     ("2026-04-09 13:49:00.9", "2026-04-09 13:49:01.4", "500 - 750 ms"),
     ("2026-12-31 23:59:59.999999", "2027-01-01 00:00:04.999998", "4000 - 5000 ms"),
     ("2026-12-31 23:59:59.999999", "2027-01-01 00:00:04.999999", "> 5000 ms"),
     ("0001-01-01 00:00:00+15:59", "9999-12-31 23:59:59-15:59", "> 5000 ms"),
     ("2026-04-09 13:49:00.000001", "2026-04-09 13:49:00", None)],
)  # fmt: skip
def test_set_up_times_at_the_edges(world, start, end, label):
    world.connection_of(world.session(), connection_info=negotiations(start, end))
    assert [r[0] for r in world.ask("connection_setup_time_summary") if r[3]] == ([label] if label else [])


def test_only_the_first_negotiation_sets_up(world):
    good = json.loads(negotiations("2026-04-09 13:49:00", "2026-04-09 13:49:01"))["negotiations"][0]
    session = world.session()
    for first in (dict(good, status="failed"), None, 5, [], [good], {}, dict(good, status=["connected"])):
        world.connection_of(session, connection_info=json.dumps({"negotiations": [first, good]}))
    for odd in (None, {}, good, {"0": good}, "x", 5, [[good]]):
        world.connection_of(session, connection_info=json.dumps({"negotiations": odd}))
    for text in ODD_DOCUMENTS:
        world.connection_of(session, connection_info=text)
    assert setup_count(world) == 0
    world.connection_of(session, connection_info=json.dumps({"negotiations": [good, dict(good, status="failed")]}))
    assert setup_count(world) == 1


@pytest.mark.parametrize(
    ("kind", "wanted"), [(None, (0, 0)), ("", (1, 0)), ("h", (1, 0)), ("r", (0, 1)), ("R", (1, 0))]
)
def test_types_of_connections(world, kind, wanted):
    world.connection_of(world.session(), type=kind)
    assert world.ask("connection_summary") == [("Direct", wanted[0]), ("Relayed", wanted[1])]


@pytest.mark.parametrize("text", [*ODD_DOCUMENTS, '{"message": "m"}', '{"name": "N", "message": 5}', '{"name": 5}'])
def test_data_of_a_getusermedia_error(world, text):
    session = world.session()
    world.issue(session, code="getusermedia_error", type="w", data=text)
    world.issue(session, code="low_emos", type="w", data='{"name": "N", "message": "of another code"}')
    wanted = {
        '{"message": "m"}': [("Unknown", "m", 1)],
        '{"name": "N", "message": 5}': [("N", "", 1)],
        '{"name": 5}': [("Unknown", "", 1)],
        '{"browser": "Chrome"}': [("Unknown", "", 1)],
    }
    assert world.ask("issue_gum_summary") == wanted.get(text, [])
    assert world.ask("issue_summary")[0][:3] == ("getusermedia_error", "Problem accessing media", 1)


def test_the_commonest_message_is_one_that_says_something(world):
    session = world.session()
    for message in ["", "", "", None, "b", "a", "b", "a", "c"]:
        data = json.dumps({"name": "N", "message": message})
        world.issue(session, code="getusermedia_error", data=data)
    assert world.ask("issue_gum_summary") == [("N", "a", 9)]


def test_codes_nobody_knows(world):
    session = world.session()
    for code in ["odd", "odd", "Ödd", "zoom", "", "ICE_FAILED"]:
        world.issue(session, code=code)
    assert world.ask("issue_summary") == [
        ("odd", "odd", 2, 1), ("ICE_FAILED", "ICE_FAILED", 1, 1), ("zoom", "zoom", 1, 1), ("Ödd", "Ödd", 1, 1),
    ]  # fmt: skip


def test_an_issue_without_a_code_still_makes_the_status(world):
    world.issue(world.session(), code="", type="w")
    assert world.ask("issue_summary") == []
    assert world.ask("conference_summary")[0][2:] == (0, 1, 0, 0, 1)


def test_an_issue_of_no_conference_counts_nowhere(world):
    world.issue(world.session(), conference_id=None)
    assert world.ask("issue_summary") == []
    assert world.ask("conference_summary")[0][2:] == (1, 0, 0, 0, 1)


@pytest.mark.parametrize("created_at", UNCOUNTED_TIMES)
def test_times_outside_of_the_calendar_count_nowhere(world, created_at):
    session = world.session(created_at=created_at, platform='{"browser": {"name": "Chrome"}}')
    world.connection_of(session, type="r", created_at=created_at)
    world.issue(session, created_at=created_at)
    assert world.ask("session_summary") == []
    assert world.ask("connection_summary") == [("Direct", 0), ("Relayed", 0)]
    assert world.ask("issue_summary") == []
    # What it says about its conference does not depend on when.
    assert world.ask("conference_summary", browser="Chrome")[0][2:] == (0, 0, 1, 0, 1)
    world.connection.execute("update conference set created_at = %s", [created_at])
    assert world.ask("conference_summary") == [] and world.ask("conference_list") == []
    world.connection.execute("update conference set created_at = '2026-04-09 12:00:00+00'")
    assert len(world.ask("conference_list")) == 1


@pytest.mark.parametrize("created_at", ["0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00"])
def test_the_first_and_the_last_instant_that_count(world, created_at):
    world.connection.execute("update conference set created_at = %s", [created_at])
    (row,) = world.ask("conference_summary")
    assert str(row[1]) == created_at[:10] and row[6] == 1


def test_infinite_bounds_are_open(world):
    wanted = world.ask("conference_summary")
    for gte, lte in [("-infinity", "infinity"), ("-infinity", None), (None, "infinity")]:
        assert world.ask_once("conference_summary", gte, lte) == wanted
    for gte, lte in [("infinity", None), (None, "-infinity"), ("infinity", "-infinity")]:
        assert world.ask_once("conference_summary", gte, lte) == []


def ask_once(self, name, gte, lte):
    return ask(self.connection, name, app_id=APP, created_at_gte=gte, created_at_lte=lte)


World.ask_once = ask_once


def test_huge_strings(world):
    huge = "\u00fc" * 200_000
    session = world.session(
        platform=json.dumps({"browser": {"name": huge}, "os": {"name": huge + "x"}}),
        geo_ip=json.dumps({"country_code": huge, "city": huge, "latitude": "1" * 100_000, "longitude": 1}),
    )
    world.issue(session, code="getusermedia_error", data=json.dumps({"name": huge, "message": huge}))
    info = {"negotiations": [{"status": "connected", "start_time": huge, "end_time": huge}]}
    world.connection_of(session, connection_info=json.dumps(info))
    assert world.ask("session_summary") == [(huge, 1)]
    assert world.ask("issue_gum_summary") == [(huge, huge, 1)]
    assert world.ask("conference_summary", browser=huge)[0][6] == 1
    assert world.ask("conference_summary", browser=huge, os=huge) == []


def test_deeply_nested_and_wide_json(world):
    deep = "[" * 500 + "]" * 500
    wide = json.dumps({f"k{n}": n for n in range(5000)})
    for text in (deep, wide):
        session = world.session(platform=text, geo_ip=text)
        world.connection_of(session, connection_info=text)
        world.issue(session, code="getusermedia_error", data=text)
    assert world.ask("session_summary") == [("Unknown", 1)]


def test_names_that_are_unknown_by_name(world):
    """A browser called Unknown is counted beside those without a name; the filter selects those without."""
    for name in ("Unknown", "unknown", "", None):
        world.session(platform=json.dumps({"browser": {"name": name}, "os": {"name": "x"}}))
    assert world.ask("session_summary") == [("Unknown", 3), ("unknown", 1)]
    assert world.ask("session_summary", browser="UNKNOWN") == [("Unknown", 2)]


@pytest.mark.parametrize(
    "value", ["%", "_", "'", '"', "\\", "a,b", "{}", "null", "NULL", " ", "\n", "\t", "🦊", "e\u0301", "é"]
)
def test_awkward_characters(world, value):
    world.session(platform=json.dumps({"browser": {"name": value}}), app_version=value[:16])
    world.session(platform=json.dumps({"browser": {"name": value + value}}), app_version=value)
    assert world.ask("session_summary", browser=value) == [(value, 1)]
    assert world.ask("session_summary", group_by="app_version", app_version=value) == [(value, 2)]
    world.issue(world.session(), code=value)
    assert world.ask("issue_summary") == [(value, value, 1, 1)]


def test_text_is_ordered_by_code_point(world):
    for name in ["b", "B", "a", "Z", "é", "z", "_", "名", "🦊", "\uffff"]:
        world.session(platform=json.dumps({"browser": {"name": name}}))
    names = [r[0] for r in world.ask("session_summary")]
    assert names == sorted(names)


def test_a_child_in_another_conference_than_its_session(world):
    """Its app is that of its own conference, its filters those of its own session."""
    other = world.new_id()
    world.add(
        "conference", id=other, conference_id="other", conference_info="{}", ongoing=False, duration=60, created_at=NOON,
        is_active=True, app_id=APPS[1],
    )  # fmt: skip
    session = world.session(platform='{"browser": {"name": "Chrome"}}')
    world.connection_of(session, conference_id=other, type="r")
    world.issue(session, conference_id=other)
    assert world.ask("connection_summary")[1] == ("Relayed", 0)
    assert ask(world.connection, "connection_summary", app_id=APPS[1], browser="Chrome")[1] == ("Relayed", 1)
    assert ask(world.connection, "conference_summary", app_id=APPS[1], browser="Chrome") == []
    assert ask(world.connection, "issue_summary", app_id=APPS[1], browser="Chrome")[0][2:] == (1, 0)
    assert ask(world.connection, "issue_summary", app_id=APPS[1])[0][2:] == (1, 1)


def test_an_inactive_session_passes_no_filter(world):
    session = world.session(platform='{"browser": {"name": "Chrome"}}', is_active=False)
    world.connection_of(session, type="r")
    assert world.ask("connection_summary")[1] == ("Relayed", 1)
    assert world.ask("connection_summary", browser="Chrome")[1] == ("Relayed", 0)
    assert world.ask("connection_summary", browser="Unknown")[1] == ("Relayed", 0)
    assert world.ask("conference_summary", browser="Chrome") == []


def test_an_inactive_conference_still_lends_its_app(world):
    session = world.session(platform='{"browser": {"name": "Chrome"}}')
    world.issue(session)
    world.connection.execute("update conference set is_active = false")
    assert world.ask("conference_summary") == []
    assert world.ask("session_summary") == [("Chrome", 1)]
    assert world.ask("issue_summary") == [("ice_failed", "Connection could not be established", 1, 0)]


def test_who_is_a_participant(world):
    """Linked, active, no SFU and with a session, active or not; each counts once."""

    def someone(linked=True, session=True, is_sfu=False, is_active=True):
        key = world.new_id()
        world.add(
            "participant",
            id=key,
            participant_id=key.hex,
            is_sfu=is_sfu,
            created_at=NOON,
            is_active=is_active,
            app_id=APP,
        )
        if linked:
            world.add("participant_conferences", participant_id=key, conference_id=world.conference)
        for active in (True, False) if session else ():
            world.session(participant_id=key, is_active=active)

    someone(linked=False)
    someone(session=False)
    someone(is_sfu=True)
    someone(is_active=False)
    assert world.ask("conference_participant_count_summary") == [(0, 1)]
    someone()
    someone()
    assert world.ask("conference_participant_count_summary") == [(2, 1)]


def test_all_filters_hold_on_one_and_the_same_session(world):
    for browser, os in (("Chrome", "macOS"), ("Firefox", "Linux")):
        world.session(platform=json.dumps({"browser": {"name": browser}, "os": {"name": os}}))
    assert world.ask("conference_duration_summary", browser="Chrome", os="macOS")[1][3] == 1
    assert world.ask("conference_duration_summary", browser="Chrome", os="Linux")[1][3] == 0
    assert world.ask("conference_duration_summary", browser="Chrome", os="macOS", country="Unknown")[1][3] == 1
    assert world.ask("conference_duration_summary", browser="", os="")[1][3] == 1


def test_bounds_are_inclusive_to_the_microsecond(world):
    for at, wanted in [("12:00:00", 1), ("11:59:59.999999", 0), ("12:00:00.000001", 0)]:
        at = f"2026-04-09 {at}+00"
        got = ask(world.connection, "conference_duration_summary", app_id=APP, created_at_gte=at, created_at_lte=at)
        assert sum(r[3] for r in got) == wanted


def test_lists_with_infinite_times(world):
    """A conference may start at any time: the list shows it and its body is valid JSON."""
    world.connection.execute("update conference set start_time = '-infinity', end_time = 'infinity'")
    body = ask(world.connection, "conference_list_json", app_id=APP)
    assert body["count"] == 1
    assert world.connection.execute("select start_time::text from conference_list(%s)", [APP]).fetchone() == (
        "-infinity",
    )
    world.connection.execute("update conference set start_time = null, end_time = null")
