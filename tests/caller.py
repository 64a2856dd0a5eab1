"""How tests ask an API server over HTTP."""

from __future__ import annotations

import http.client
import json
import subprocess
import time
from typing import Any, Callable, NamedTuple
from urllib.parse import urlencode, urlsplit

from pg_summary.sandbox.api_server import ApiServer
from pg_summary.sandbox.data import MAIN_APP


class Response(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def state(self) -> str | None:
        return self.headers.get("x-cache")


class Caller:
    """Asks an API server."""

    def __init__(self, url: str) -> None:
        self.address = urlsplit(url).netloc

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET", **query: Any) -> Response:
        return self.raw(path + ("?" + urlencode(query, doseq=True) if query else ""), headers, method)

    def raw(self, target: str, headers: dict[str, str] | None = None, method: str = "GET") -> Response:
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            connection.request(method, target, headers=headers or {})
            response = connection.getresponse()
            return Response(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def summary(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Response:
        """An endpoint of ours, for the main app unless told otherwise."""
        return self.get(f"/v1/{path}", headers, **{"appId": MAIN_APP, "days": 30, **query})


def manage(server: ApiServer, *arguments: str, timeout: float = 60, **variables: str) -> subprocess.CompletedProcess:
    """Run a management command of the demo's site, with the settings of an API server (started or not)."""
    environment = {**server.environment(), "HOME": "/", "DJANGO_SETTINGS_MODULE": "pg_summary.sandbox.site.settings"}
    return subprocess.run(
        [server.python, "-m", "django", *arguments],
        env={**environment, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Try until it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
