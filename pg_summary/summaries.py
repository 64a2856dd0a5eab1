"""Every summary by the name of its SQL function: its parameters, its endpoint, how long its body stays fresh."""

from __future__ import annotations

from typing import NamedTuple

FILTERS = ("browser", "os", "country", "app_version")


class Summary(NamedTuple):
    """`group_by` is the default of the endpoint; a body is fresh for `ttl` seconds (0: never cached). `stands_for`: the
    summary whose endpoint has this body instead, where it replaces the API server's own.
    """

    name: str
    path: str
    prefix: str
    ttl: int
    groups: tuple[str, ...] = ()
    group_by: str | None = None
    time_zone: bool = False
    filters: tuple[str, ...] = FILTERS
    stands_for: str | None = None


SUMMARIES = {
    summary.name: summary
    for summary in (
        Summary(
            "conference_summary",
            "conferences/summary",
            "conf_summary",
            60,
            ("hour", "day", "week", "month"),
            "day",
            time_zone=True,
        ),
        Summary("conference_duration_summary", "conferences/duration-summary", "conf_duration_summary", 120),
        Summary(
            "conference_participant_count_summary",
            "conferences/participant-count-summary",
            "conf_participant_count_summary",
            120,
        ),
        Summary("issue_summary", "issues/summary", "issues_summary", 60, ("code",), "code"),
        Summary("issue_gum_summary", "issues/gum-summary", "issues_gum_summary", 60),
        Summary("connection_summary", "connections/summary", "connections_summary", 60, ("type",), "type"),
        Summary(
            "connection_setup_time_summary", "connections/setup-time-summary", "connections_setup_time_summary", 120
        ),
        Summary(
            "connection_setup_time_conferences",
            "connections/setup-time-summary",
            "connections_setup_time_conferences",
            120,
            stands_for="connection_setup_time_summary",
        ),
        Summary(
            "session_summary", "sessions/summary", "sessions_summary", 300, (*FILTERS, "browser_version", "os_version")
        ),
        Summary("session_geo_summary", "sessions/geo-summary", "sessions_geo_summary", 300),
        Summary(
            "quality_summary",
            "quality/summary",
            "quality_summary",
            60,
            ("hour", "day", "week", "month", "all"),
            "day",
            time_zone=True,
        ),
        Summary("conference_filter_options", "conferences/filter-options", "conf_filter_options", 300, filters=()),
        Summary("dashboard_summary", "dashboard/summary", "dashboard_summary", 60, time_zone=True),
        Summary("conference_list", "conferences/list", "", 0),
    )
}
CACHED = tuple(summary for summary in SUMMARIES.values() if summary.ttl and not summary.stands_for)
_REPLACING = {summary.stands_for: summary for summary in SUMMARIES.values() if summary.stands_for}


def cached(replace_upstream: bool) -> tuple[Summary, ...]:
    """The summaries that the endpoints send, also those that replace the API server's own."""
    return tuple(_REPLACING.get(summary.name, summary) if replace_upstream else summary for summary in CACHED)
