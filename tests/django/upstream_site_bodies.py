"""The bodies of upstream's eight summaries: constants of the shapes that its code has."""

BODIES = {
    "conferences/summary": {
        "data": [{"date": "2026-11-01", "success": 1, "warning": 0, "error": 2, "ongoing": 0, "total": 3}]
    },
    "conferences/duration-summary": {
        "data": [
            {"range": "< 1 m", "min_sec": 0, "max_sec": 60, "count": 5},
            {"range": "> 60 m", "min_sec": 3600, "max_sec": None, "count": 0},
        ]
    },
    "conferences/participant-count-summary": {"data": [{"participants": 2, "conferences": 9}], "total_conferences": 9},
    "issues/summary": {"data": [{"code": "ice_failed", "title": "ICE failed", "count": 4}]},
    "issues/gum-summary": {"data": [{"name": "NotAllowedError", "message": "denied", "count": 7}], "total": 7},
    "connections/summary": {"data": [{"name": "Direct", "count": 3}, {"name": "Relayed", "count": 1}]},
    "connections/setup-time-summary": {
        "data": [
            {"range": "< 250 ms", "min_ms": 0, "max_ms": 250, "count": 1, "conference_ids": ["0"]},
            {"range": "> 5000 ms", "min_ms": 5000, "max_ms": None, "count": 0, "conference_ids": []},
        ]
    },
    "sessions/summary": {
        "browsers": [{"name": "Chrome", "count": 1}],
        "os": [{"name": "Linux", "count": 1}],
        "countries": [{"code": "DE", "count": 1}],
        "cities": [{"city": "Berlin", "latitude": 52.5, "longitude": 13.4, "count": 1}],
    },
}


def shape(body, path=""):
    """Each place of a body, with the types that are there."""
    if isinstance(body, dict):
        return set().union(*(shape(value, f"{path}.{name}") for name, value in body.items()))
    if isinstance(body, list):
        return {f"{path}[]"}.union(*(shape(value, f"{path}[]") for value in body))
    return {f"{path}: {'number' if isinstance(body, (int, float)) else type(body).__name__}"}
