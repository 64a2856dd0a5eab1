"""What every summary must answer, computed in plain Python from the raw rows of the source tables.

It shares nothing with the SQL under test: no statement, no time-zone arithmetic, no reading of JSON. `read_source`
fetches the rows as the reader's snapshot has them, `Oracle` answers each function of the same name.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

try:
    import zoneinfo
except ImportError:  # Python 3.8
    from backports import zoneinfo

ZoneInfo = zoneinfo.ZoneInfo

UTC = timezone.utc
QUARTER = timedelta(minutes=15)
FILTERS = ("browser", "os", "country", "app_version")
VERSIONS = ("browser_version", "os_version")
STATUSES = ("success", "warning", "error", "ongoing")
TITLES = {
    "no_media_access": "Could not access any media device",
    "ice_failed": "Connection could not be established",
    "no_connection": "The participant could not establish a connection",
    "very_low_emos": "The participant had a very bad experience during the conference",
    "getusermedia_error": "Problem accessing media",
    "icecandidateerror": "ICE candidate error",
    "connection_disconnected": "Connection disconnected",
    "connection_failed": "Connection failed",
    "multiple_rejoins": "Multiple rejoins",
    "tcp_used": "Media sent over TCP",
    "turn_used": "Connection relayed through a TURN server",
    "low_emos": "Participant had a less than ideal experience",
}
DURATION_RANGES = (
    ("< 1 m", 0, 60), ("1 - 3 m", 60, 180), ("3 - 5 m", 180, 300), ("5 - 10 m", 300, 600),
    ("10 - 15 m", 600, 900), ("15 - 20 m", 900, 1200), ("20 - 25 m", 1200, 1500), ("25 - 30 m", 1500, 1800),
    ("30 - 40 m", 1800, 2400), ("40 - 50 m", 2400, 3000), ("50 - 60 m", 3000, 3600), ("> 60 m", 3600, None),
)  # fmt: skip
SETUP_RANGES = (
    ("< 250 ms", 0, 250), ("250 - 500 ms", 250, 500), ("500 - 750 ms", 500, 750), ("750 - 1000 ms", 750, 1000),
    ("1000 - 1500 ms", 1000, 1500), ("1500 - 2000 ms", 1500, 2000), ("2000 - 2500 ms", 2000, 2500),
    ("2500 - 3000 ms", 2500, 3000), ("3000 - 4000 ms", 3000, 4000), ("4000 - 5000 ms", 4000, 5000),
    ("> 5000 ms", 5000, None),
)  # fmt: skip

# --- reading values ---


def instant(text: str | None) -> datetime | None:
    """A timestamptz as PostgreSQL prints it in UTC; None if it is infinite or outside the years 1 to 9999."""
    if text is None or not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00", text):
        return None
    text = text[:-3]
    form = "%Y-%m-%d %H:%M:%S.%f" if "." in text else "%Y-%m-%d %H:%M:%S"
    return datetime.strptime(text, form).replace(tzinfo=UTC)


def document(text: str | None) -> Any:
    """A jsonb column as Python has it, every number a float. SQL null and JSON null are both None."""
    return None if text is None else json.loads(text, parse_int=float)


def string(value: Any) -> str | None:
    """A non-empty JSON string or text, else None."""
    return value if isinstance(value, str) and value else None


def part(value: Any, *keys: str) -> Any:
    """The value under the keys of nested objects, None if there is no such object or key."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def coordinate(value: Any) -> float | None:
    """A finite JSON number, or a string that is a plain decimal number."""
    if isinstance(value, str):
        if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", value):
            return None
        value = float(value)
    elif isinstance(value, bool) or not isinstance(value, float):
        return None
    return value if math.isfinite(value) else None


TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
    r"(?:Z|([+-])([0-9]{2}):?([0-9]{2}))?"
)


def microseconds(value: Any) -> int | None:
    """A negotiation time in microseconds since 1970, None if it cannot be read."""
    found = TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day, hour, minute, second = (int(g or 0) for g in found.groups()[:6])
    try:
        wall = datetime(year, month, day, hour, minute, second, int((found[7] or "0").ljust(6, "0")))
    except ValueError:
        return None
    offset = timedelta()
    if found[8]:
        if int(found[9]) > 15 or int(found[10]) > 59:
            return None
        offset = timedelta(hours=int(found[9]), minutes=int(found[10])) * (-1 if found[8] == "-" else 1)
    return (wall - datetime(1970, 1, 1) - offset) // timedelta(microseconds=1)


def setup_ms(connection_info: Any) -> float | None:
    """Set-up time in milliseconds: of the first negotiation, if it is connected and both times can be read."""
    negotiations = part(connection_info, "negotiations")
    first = negotiations[0] if isinstance(negotiations, list) and negotiations else None
    if part(first, "status") != "connected":
        return None
    start, end = microseconds(part(first, "start_time")), microseconds(part(first, "end_time"))
    if start is None or end is None or end < start:
        return None
    return (end - start) / 1000


def browser_version(platform: Any) -> str:
    """Name and major version of the browser, as far as they can be read."""
    name, major = string(part(platform, "browser", "name")), string(part(platform, "browser", "major"))
    digits = re.match("[0-9]*", string(part(platform, "browser", "version")) or "")[0]
    return " ".join(filter(None, [name, major or digits])) if name else "Unknown"


def os_version(platform: Any) -> str:
    """Name and version of the operating system, as far as they can be read."""
    name, version = string(part(platform, "os", "name")), string(part(platform, "os", "version"))
    return " ".join(filter(None, [name, version])) if name else "Unknown"


def gum_error_of(issue: dict) -> tuple[str, str] | None:
    """(name, message) of a getUserMedia error; None for any other issue."""
    data = document(issue["data"])
    if issue["code"] != "getusermedia_error" or not isinstance(data, dict) or not data:
        return None
    return string(data.get("name")) or "Unknown", string(data.get("message")) or ""


def range_of(value: float | None, ranges) -> str | None:
    """The label of the range that holds a value."""
    if value is None:
        return None
    return next((label for label, low, high in ranges if value >= low and (high is None or value < high)), None)


class Near(float):
    """A set-up time that an answer may miss by 2.5 %, or by 1 ms where it is shorter than that."""

    def __eq__(self, other):
        return other is not None and abs(other - float(self)) <= (1 if self < 1 else 0.025 * float(self))

    __hash__ = float.__hash__


def nearest_rank(values: list[float], percent: int) -> Near | None:
    """The smallest of sorted values that at least that share does not exceed."""
    return Near(values[-(-len(values) * percent // 100) - 1]) if values else None


# --- buckets of local time ---


def first_date(day: date, group_by: str) -> date:
    """The first date of the day, week (from Monday) or month that a date lies in."""
    if group_by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if group_by == "month" else day


def bucket_of(at: datetime, group_by: str, zone: ZoneInfo):
    """(the instant at which the bucket starts, its local calendar date) of the bucket that holds an instant.

    An hour is one of the local clock at the offset in force: where clocks go back, the hour comes twice.
    """
    local = at.astimezone(zone)
    if group_by == "hour":
        start = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
        bucket = (start - local.utcoffset()).replace(tzinfo=UTC)
        return bucket, bucket.astimezone(zone).date()
    day = first_date(local.date(), group_by)
    return day_start(day, zone), day


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day starts: the first midnight, or what the clock jumps to where there is none."""
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def buckets_between(first: datetime, last: datetime, group_by: str, zone: ZoneInfo) -> set:
    """Every bucket that holds an instant from first to last, as (start, date)."""
    found = set()
    at = first
    while at < last:
        found.add(bucket_of(at, group_by, zone))
        at = datetime.fromtimestamp((at.timestamp() // 900 + 1) * 900, UTC)
    if first <= last:
        found.add(bucket_of(last, group_by, zone))
    return found


# --- the rows ---

COLUMNS = {
    "conference": "id, app_id, conference_id, conference_name, start_time, call_start, end_time, ongoing, duration, "
    "created_at, is_active",
    "participant": "id, is_sfu, is_active",
    "participant_conferences": "participant_id, conference_id",
    "app_session": "id, conference_id, participant_id, platform, geo_ip, app_version, created_at, is_active",
    "app_connection": "id, conference_id, session_id, type, connection_info, created_at, is_active",
    "app_issue": "id, conference_id, session_id, type, code, data, created_at, is_active",
}
AS_TEXT = {"start_time", "call_start", "end_time", "created_at", "platform", "geo_ip", "connection_info", "data"}


def read_source(connection, schema: str = "public") -> dict[str, list[dict]]:
    """The rows of the source tables as this connection sees them, in one statement per table."""
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('TimeZone'), current_setting('DateStyle')")
        assert cursor.fetchone()[0] == "UTC", "the oracle reads times as text in UTC"
        for table, columns in COLUMNS.items():
            names = columns.split(", ")
            picked = ", ".join(f"{n}::text" if n in AS_TEXT else n for n in names)
            cursor.execute(f'select {picked} from "{schema}".{table}')
            rows[table] = [dict(zip(names, row)) for row in cursor.fetchall()]
    return rows


@dataclass
class Session:
    """An app_session as the summaries see it."""

    app: Any
    conference: Any
    participant: Any
    created_at: datetime | None
    active: bool
    has_platform: bool
    values: dict[str, str | None]
    versions: dict[str, str]
    city: str | None
    latitude: float | None
    longitude: float | None

    def passes(self, filters: dict[str, str]) -> bool:
        """Whether it is active and has all the wanted values."""
        return self.active and all(
            self.values[name] is None if wanted.lower() == "unknown" else self.values[name] == wanted
            for name, wanted in filters.items()
        )


def has_versions(session: Session, **versions: str | None) -> bool:
    """Whether an active session with a platform counts for these versions; None is any."""
    return (
        session.active
        and session.has_platform
        and all(wanted is None or session.versions[name] == wanted for name, wanted in versions.items())
    )


def is_from(session: Session, city: str | None, country: str | None) -> bool:
    """Whether an active session is from a city and a country (`Unknown` in any case: none); None is any."""
    return (city is None or session.city == city) and session.passes({} if country is None else {"country": country})


class Oracle:
    """Answers each summary by its name, with the function's own parameters; rows are tuples in order."""

    archived_before: str | None = None

    def __init__(self, rows: dict[str, list[dict]]):
        self.conferences = {c["id"]: c for c in rows["conference"]}
        app_of = {c["id"]: c["app_id"] for c in rows["conference"]}
        self.sessions = {}
        for row in rows["app_session"]:
            platform, geo = document(row["platform"]), document(row["geo_ip"])
            self.sessions[row["id"]] = Session(
                app=app_of.get(row["conference_id"]),
                conference=row["conference_id"],
                participant=row["participant_id"],
                created_at=instant(row["created_at"]),
                active=row["is_active"],
                has_platform=isinstance(platform, dict) and platform != {},
                values={
                    "browser": string(part(platform, "browser", "name")),
                    "os": string(part(platform, "os", "name")),
                    "country": string(part(geo, "country_code")),
                    "app_version": string(row["app_version"]),
                },
                versions={"browser_version": browser_version(platform), "os_version": os_version(platform)},
                city=string(part(geo, "city")),
                latitude=coordinate(part(geo, "latitude")),
                longitude=coordinate(part(geo, "longitude")),
            )
        self.connections = [
            dict(
                c,
                app=app_of.get(c["conference_id"]),
                at=instant(c["created_at"]),
                setup=setup_ms(document(c["connection_info"])),
            )
            for c in rows["app_connection"]
            if c["is_active"]
        ]
        self.issues = [
            dict(i, app=app_of.get(i["conference_id"]), at=instant(i["created_at"]))
            for i in rows["app_issue"]
            if i["is_active"]
        ]
        for row in [*self.connections, *self.issues]:
            row["session"] = self.sessions.get(row["session_id"])
        self._describe_conferences(rows)
        # What the summaries count.
        self.counted = {
            "conferences": list(self.conferences.values()),
            "sessions": list(self.sessions.values()),
            "connections": self.connections,
            "issues": self.issues,
        }

    def _describe_conferences(self, rows) -> None:
        """Adds to each conference what its children say of it."""
        codes = defaultdict(set)
        people = {p["id"] for p in rows["participant"] if p["is_active"] and not p["is_sfu"]}
        self.linked, present, types = defaultdict(set), defaultdict(set), defaultdict(set)
        self.conference_sessions = defaultdict(list)
        for link in rows["participant_conferences"]:
            self.linked[link["conference_id"]].add(link["participant_id"])
        for session in self.sessions.values():
            present[session.conference].add(session.participant)
            self.conference_sessions[session.conference].append(session)
        for issue in self.issues:
            types[issue["conference_id"]].add(issue["type"])
            codes[issue["conference_id"]].add(issue["code"])
        for key, c in self.conferences.items():
            c["at"] = instant(c["created_at"])
            c["sessions"], c["codes"] = self.conference_sessions[key], codes[key]
            c["participants_count"] = len(people & self.linked[key] & present[key])
            c["has_errors"], c["has_warnings"] = "e" in types[key], "w" in types[key]
            c["status"] = (
                "ongoing"
                if c["ongoing"]
                else "error"
                if c["has_errors"]
                else "warning"
                if c["has_warnings"]
                else "success"
            )

    # What the range, the app and the filters select.

    def _range(self, created_at_gte, created_at_lte, is_filtered: bool):
        """Whether an instant lies in the range, as a function."""
        return lambda at: (
            at is not None
            and (created_at_gte is None or at >= created_at_gte)
            and (created_at_lte is None or at <= created_at_lte)
        )

    def _conferences(self, app_id, created_at_gte=None, created_at_lte=None, **filters):
        wanted = {k: v for k, v in filters.items() if v}
        in_range = self._range(created_at_gte, created_at_lte, bool(wanted))
        return [
            c
            for c in self.counted["conferences"]
            if c["app_id"] == app_id
            and c["is_active"]
            and in_range(c["at"])
            and (not wanted or any(s.passes(wanted) for s in c["sessions"]))
        ]

    def _sessions(self, app_id, created_at_gte=None, created_at_lte=None, **filters):
        wanted = {k: v for k, v in filters.items() if v}
        in_range = self._range(created_at_gte, created_at_lte, bool(wanted))
        return [s for s in self.counted["sessions"] if s.app == app_id and in_range(s.created_at) and s.passes(wanted)]

    def _children(self, kind, app_id, created_at_gte=None, created_at_lte=None, **filters):
        wanted = {k: v for k, v in filters.items() if v}
        in_range = self._range(created_at_gte, created_at_lte, bool(wanted))
        return [
            r
            for r in self.counted[kind]
            if r["app"] == app_id
            and in_range(r["at"])
            and (not wanted or (r["session"] is not None and r["session"].passes(wanted)))
        ]

    # The functions.

    def conference_summary(
        self, app_id, created_at_gte=None, created_at_lte=None, group_by="day", time_zone="UTC", fill=False, **filters
    ):
        zone = ZoneInfo(time_zone)
        counts = defaultdict(Counter)
        for c in self._conferences(app_id, created_at_gte, created_at_lte, **filters):
            counts[bucket_of(c["at"], group_by, zone)][c["status"]] += 1
        if fill:
            first = created_at_gte or min(counts, default=(None,))[0]
            last = created_at_lte or max(counts, default=(None,))[0]
            if first is not None and last is not None:
                for bucket in buckets_between(first, last, group_by, zone):
                    counts[bucket].update()
        return [(*b, *(counts[b][s] for s in STATUSES), sum(counts[b].values())) for b in sorted(counts)]

    def quality_summary(
        self, app_id, created_at_gte=None, created_at_lte=None, group_by="day", time_zone="UTC", fill=False, **filters
    ):
        zone = ZoneInfo(time_zone)
        span = (app_id, created_at_gte, created_at_lte)
        conferences = self._conferences(*span, **filters)
        sessions = self._sessions(*span, **filters)
        connections = self._children("connections", *span, **filters)
        everything = (None, None)

        def bucket(at):
            return everything if group_by == "all" else bucket_of(at, group_by, zone)

        found = defaultdict(lambda: ([], [], []))
        if group_by == "all":
            found[everything]
        for c in conferences:
            found[bucket(c["at"])][0].append(c)
        for s in sessions:
            found[bucket(s.created_at)][1].append(s)
        for c in connections:
            if c["type"] is not None or c["setup"] is not None:
                found[bucket(c["at"])][2].append(c)
        if fill and group_by != "all":
            first = created_at_gte or min(found, default=(None,))[0]
            last = created_at_lte or max(found, default=(None,))[0]
            if first is not None and last is not None:
                for empty in buckets_between(first, last, group_by, zone):
                    found[empty]
        return [(*key, *quality(*found[key])) for key in sorted(found)]

    def conference_duration_summary(self, *args, **kwargs):
        counts = Counter(range_of(c["duration"], DURATION_RANGES) for c in self._conferences(*args, **kwargs))
        return [(label, low, high, counts[label]) for label, low, high in DURATION_RANGES]

    def conference_participant_count_summary(self, *args, **kwargs):
        return sorted(Counter(c["participants_count"] for c in self._conferences(*args, **kwargs)).items())

    def issue_summary(self, *args, group_by="code", **kwargs):
        counts = Counter(i["code"] for i in self._children("issues", *args, **kwargs) if i["code"])
        having = Counter(code for c in self._conferences(*args, **kwargs) for code in c["codes"])
        rows = [(code, TITLES.get(code, code), n, having[code]) for code, n in counts.items()]
        return sorted(rows, key=lambda r: (-r[2], r[0]))

    def issue_gum_summary(self, *args, **kwargs):
        messages = defaultdict(Counter)
        for issue in self._children("issues", *args, **kwargs):
            error = gum_error_of(issue)
            if error:
                messages[error[0]][error[1]] += 1
        rows = []
        for name, found in messages.items():
            texts = sorted((m for m in found if m), key=lambda m, found=found: (-found[m], m))
            rows.append((name, texts[0] if texts else "", sum(found.values())))
        return sorted(rows, key=lambda r: (-r[2], r[0]))

    def connection_summary(self, *args, group_by="type", **kwargs):
        types = [c["type"] for c in self._children("connections", *args, **kwargs) if c["type"] is not None]
        relayed = types.count("r")
        return [("Direct", len(types) - relayed), ("Relayed", relayed)]

    def connection_setup_time_summary(self, *args, **kwargs):
        found = self._children("connections", *args, **kwargs)
        counts = Counter(range_of(c["setup"], SETUP_RANGES) for c in found)
        return [(label, low, high, counts[label]) for label, low, high in SETUP_RANGES]

    def session_summary(self, *args, group_by="browser", **kwargs):
        counts = Counter()
        for session in self._sessions(*args, **kwargs):
            value = {**session.values, **session.versions}[group_by]
            if group_by in ("browser", "os", *VERSIONS) and not session.has_platform:
                continue
            if group_by == "country" and value is None:
                continue
            counts[value or "Unknown"] += 1
        return sorted(counts.items(), key=lambda r: (-r[1], r[0]))

    def session_geo_summary(self, *args, **kwargs):
        places = defaultdict(Counter)
        for s in self._sessions(*args, **kwargs):
            if s.city and s.latitude is not None and s.longitude is not None and (s.latitude or s.longitude):
                places[s.city, s.values["country"]][s.latitude, s.longitude] += 1
        rows = []
        for (city, country), spots in places.items():
            (latitude, longitude), _ = min(spots.items(), key=lambda spot: (-spot[1], spot[0]))
            rows.append((city, country, latitude, longitude, sum(spots.values())))
        return sorted(rows, key=lambda r: (-r[4], r[0], r[1] is None, r[1] or ""))

    def conference_filter_options(self, app_id, created_at_gte=None, created_at_lte=None):
        found = self._sessions(app_id, created_at_gte, created_at_lte)
        rows = []
        for name in FILTERS:
            counts = Counter(s.values[name] or "Unknown" for s in found)
            rows += [(name, v, n) for v, n in sorted(counts.items(), key=lambda r: (-r[1], r[0]))]
        return rows

    def _listed(
        self,
        app_id,
        created_at_gte=None,
        created_at_lte=None,
        status=None,
        issue_code=None,
        duration_gte=None,
        duration_lt=None,
        setup_time_gte=None,
        setup_time_lt=None,
        participants=None,
        participant_id=None,
        city=None,
        city_country=None,
        gum_error=None,
        relayed=None,
        browser_version=None,
        os_version=None,
        **filters,
    ):
        codes, gum_errors, setups, relays = defaultdict(set), defaultdict(set), defaultdict(list), defaultdict(set)
        for issue in self.issues:
            codes[issue["conference_id"]].add(issue["code"])
            error = gum_error_of(issue)
            if error:
                gum_errors[issue["conference_id"]].add(error[0])
        for connection in self.connections:
            if connection["type"] is not None:
                relays[connection["conference_id"]].add(connection["type"] == "r")
            if connection["setup"] is not None:
                setups[connection["conference_id"]].append(connection["setup"])

        def matches(c):
            return (
                (status is None or c["status"] == status)
                and (issue_code is None or issue_code in codes[c["id"]])
                and (duration_gte is None or c["duration"] >= duration_gte)
                and (duration_lt is None or c["duration"] < duration_lt)
                and (
                    (setup_time_gte is None and setup_time_lt is None)
                    or any(
                        (setup_time_gte is None or s >= setup_time_gte) and (setup_time_lt is None or s < setup_time_lt)
                        for s in setups[c["id"]]
                    )
                )
                and (participants is None or c["participants_count"] == participants)
                and (participant_id is None or participant_id in self.linked[c["id"]])
                and (
                    (city is None and city_country is None)
                    or any(is_from(s, city, city_country) for s in self.conference_sessions[c["id"]])
                )
                and (gum_error is None or gum_error in gum_errors[c["id"]])
                and (relayed is None or relayed in relays[c["id"]])
                and (
                    (browser_version is None and os_version is None)
                    or any(
                        has_versions(s, browser_version=browser_version, os_version=os_version)
                        for s in self.conference_sessions[c["id"]]
                    )
                )
            )

        found = [c for c in self._conferences(app_id, created_at_gte, created_at_lte, **filters) if matches(c)]
        return sorted(found, key=lambda c: (c["at"], c["id"]), reverse=True)

    def conference_list(self, *args, max_rows=50, skip_rows=0, **kwargs):
        found = self._listed(*args, **kwargs)
        return [
            (
                c["id"],
                c["conference_id"],
                c["conference_name"],
                instant(c["start_time"]),
                instant(c["call_start"]),
                instant(c["end_time"]),
                c["ongoing"],
                c["duration"],
                c["at"],
                c["status"],
                c["has_errors"],
                c["has_warnings"],
                c["participants_count"],
                len(found),
            )
            for c in found[skip_rows : skip_rows + max_rows]
        ]

    # The JSON twins: the HTTP bodies, times as datetimes (see `comparable`).

    def conference_summary_json(self, *args, group_by="day", most=366, **kwargs):
        data = []
        for bucket, day, *counts in self.conference_summary(*args, group_by=group_by, **kwargs):
            entry = {"date": day.isoformat(), **dict(zip((*STATUSES, "total"), counts))}
            data.append({"bucket": bucket, **entry} if group_by == "hour" else entry)
        return axis(data, "total", most)

    def quality_summary_json(self, *args, group_by="day", most=150, **kwargs):
        data = []
        for bucket, day, *values in self.quality_summary(*args, group_by=group_by, **kwargs):
            entry = {"date": day and day.isoformat(), **dict(zip(QUALITY, values))}
            data.append({"bucket": bucket, **entry} if group_by == "hour" else entry)
        return axis(data, "conferences", most)

    def conference_duration_summary_json(self, *args, **kwargs):
        return {"data": keyed("range min_sec max_sec count", self.conference_duration_summary(*args, **kwargs))}

    def conference_participant_count_summary_json(self, *args, **kwargs):
        rows = self.conference_participant_count_summary(*args, **kwargs)
        return {"data": keyed("participants conferences", rows), "total_conferences": sum(r[1] for r in rows)}

    def issue_summary_json(self, *args, **kwargs):
        return {"data": keyed("code title count conferences", self.issue_summary(*args, **kwargs))}

    def issue_gum_summary_json(self, *args, **kwargs):
        rows = self.issue_gum_summary(*args, **kwargs)
        return {"data": keyed("name message count", rows), "total": sum(r[2] for r in rows)}

    def connection_summary_json(self, *args, **kwargs):
        return {"data": keyed("name count", self.connection_summary(*args, **kwargs))}

    def connection_setup_time_summary_json(self, *args, **kwargs):
        return {"data": keyed("range min_ms max_ms count", self.connection_setup_time_summary(*args, **kwargs))}

    def setup_conferences(self, label, max_rows, *args, **kwargs):
        """The ids of the conferences whose connections a range of the set-up time counts, the latest first."""
        latest = {}
        for c in self._children("connections", *args, **kwargs):
            if range_of(c["setup"], SETUP_RANGES) == label:
                latest[c["conference_id"]] = max(c["at"], latest.get(c["conference_id"], c["at"]))
        return sorted(latest, key=lambda id: (latest[id], id), reverse=True)[:max_rows]

    def connection_setup_time_conferences_json(self, *args, **kwargs):
        body = self.connection_setup_time_summary_json(*args, **kwargs)
        for row in body["data"]:
            row["conference_ids"] = [str(id) for id in self.setup_conferences(row["range"], 100, *args, **kwargs)]
        return body

    def session_summary_json(self, *args, group_by="browser", **kwargs):
        def rows(name, columns):
            return keyed(columns, self.session_summary(*args, group_by=name, **kwargs))

        if group_by is not None:
            return {"data": rows(group_by, "name count")}
        return {
            "browsers": rows("browser", "name count"),
            "os": rows("os", "name count"),
            "countries": rows("country", "code count"),
            "cities": self.session_geo_summary_json(*args, **kwargs)["data"],
        }

    def session_geo_summary_json(self, *args, **kwargs):
        rows = self.session_geo_summary(*args, **kwargs)
        return {"data": keyed("city country_code latitude longitude count", rows)}

    def conference_filter_options_json(self, *args, **kwargs):
        body = {name: [] for name in FILTERS}
        for dimension, value, sessions in self.conference_filter_options(*args, **kwargs):
            body[dimension].append({"value": value, "sessions": sessions})
        return body

    def conference_list_json(self, *args, max_rows=50, skip_rows=0, **kwargs):
        columns = (
            "id conference_id conference_name start_time call_start end_time ongoing duration created_at status "
            "has_errors has_warnings participants_count"
        )
        rows = self.conference_list(*args, max_rows=max_rows, skip_rows=skip_rows, **kwargs)
        results = [dict(r, id=str(r["id"])) for r in keyed(columns, rows)]
        count = len(self._listed(*args, **kwargs))
        return {"results": results, "count": count, "archived_before": self.archived_before}

    def dashboard_summary(
        self, app_id, created_at_gte=None, created_at_lte=None, time_zone="UTC", axis="day", most=150, **filters
    ):
        span = (app_id, created_at_gte, created_at_lte)
        by_time = {"time_zone": time_zone, "group_by": axis, "most": most, **filters}
        coarser = {} if axis == "day" else {"group_by": axis}
        body = {
            "conference_summary": {
                **self.conference_summary_json(*span, **by_time),
                **coarser,
            }
        }
        for name in (
            "conference_duration_summary",
            "conference_participant_count_summary",
            "issue_summary",
            "issue_gum_summary",
            "connection_summary",
            "connection_setup_time_summary",
            "session_geo_summary",
        ):
            body[name] = getattr(self, name + "_json")(*span, **filters)
        body["quality_summary"] = {
            **self.quality_summary_json(*span, **by_time),
            **coarser,
            "total": self._quality_of_all(*span, **filters),
            "previous": self._quality_before(*span, **filters),
        }
        body["session_summary"] = self.session_summary_json(*span, group_by=None, **filters)
        del body["session_summary"]["cities"]  # those of session_geo_summary
        body["conference_filter_options"] = self.conference_filter_options_json(*span)
        body["archived_before"] = self.archived_before
        return body

    dashboard_summary_json = dashboard_summary

    def _quality_of_all(self, *args, **filters):
        ((_, _, *values),) = self.quality_summary(*args, group_by="all", **filters)
        return dict(zip(QUALITY, values))

    def _quality_before(self, app_id, created_at_gte=None, created_at_lte=None, **filters):
        """Of the range of the same length just before; a rolling window ends now."""
        if created_at_gte is None:
            return None
        length = (created_at_lte or datetime.now(UTC)) - created_at_gte
        try:
            first = created_at_gte - length
        except OverflowError:
            first = None
        return self._quality_of_all(app_id, first, created_at_gte - timedelta(microseconds=1), **filters)


QUALITY = (
    "conferences", "errors", "warnings", "ongoing", "error_ratio", "call_minutes", "sessions", "connections",
    "relayed_ratio", "setup_p50_ms", "setup_p90_ms", "setup_p95_ms", "setup_p99_ms",
)  # fmt: skip


def quality(conferences, sessions, connections) -> list:
    """The values of QUALITY of these."""
    statuses = Counter(c["status"] for c in conferences)
    ended = len(conferences) - statuses["ongoing"]
    types = [c["type"] for c in connections if c["type"] is not None]
    setups = sorted(c["setup"] for c in connections if c["setup"] is not None)
    return [
        len(conferences),
        statuses["error"],
        statuses["warning"],
        statuses["ongoing"],
        statuses["error"] / ended if ended else None,
        float(sum(c["duration"] or 0 for c in conferences)) / 60,
        len(sessions),
        len(types),
        types.count("r") / len(types) if types else None,
        *(nearest_rank(setups, percent) for percent in (50, 90, 95, 99)),
    ]


def axis(buckets, noun, most):
    """The newest buckets, and the sum of the earlier ones."""
    earlier, data = buckets[:-most], buckets[-most:]
    counted = {"buckets": len(earlier), "count": sum(e[noun] for e in earlier)}
    return {"data": data, "earlier": counted} if earlier else {"data": data}


def keyed(columns: str, rows) -> list[dict]:
    """Rows as objects of the named columns; further values of a row are left out."""
    names = columns.split()
    return [dict(zip(names, row)) for row in rows]


ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)")
TIME_KEYS = {"bucket", "start_time", "call_start", "end_time", "created_at"}


def comparable(body: Any) -> Any:
    """An answer as the oracle would have it: the times in a JSON body, which must be ISO 8601 in UTC, as datetimes."""
    if isinstance(body, list):
        return [comparable(b) for b in body]
    if not isinstance(body, dict):
        return body
    return {
        key: iso_time(value) if key in TIME_KEYS and value is not None else comparable(value)
        for key, value in body.items()
    }


def iso_time(text: str) -> datetime:
    """The instant that an ISO 8601 time in UTC names."""
    assert ISO_TIME.fullmatch(text), f"{text!r} is not ISO 8601 in UTC"
    return instant(re.sub(r"(Z|\+00:00)$", "+00", text.replace("T", " ")))
