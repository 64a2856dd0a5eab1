"""What tests/release.py checks before a release is tagged."""

import pytest
from release import problems

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-31\n\n### Added\n\n- Something.\n"


@pytest.fixture
def project(tmp_path):
    """A project whose parts agree on 1.2.0."""
    for folder in ("pg_summary", "tests/upgrade"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "pg_summary" / "__init__.py").write_text('__version__ = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "tests" / "upgrade" / "1.2.0.sql.gz").touch()
    return tmp_path


def test_parts_that_agree(project):
    assert problems("1.2.0", project) == []


def test_a_version_that_is_nowhere(project):
    assert [problem.split()[0] for problem in problems("1.3.0", project)] == [
        "pg_summary/__init__.py",
        "CHANGELOG.md",
        "tests/upgrade/1.3.0.sql.gz",
    ]


def test_changes_that_are_not_released(project):
    (project / "CHANGELOG.md").write_text(CHANGELOG.replace("[Unreleased]\n", "[Unreleased]\n\n- Something else.\n"))
    assert problems("1.2.0", project) == ["CHANGELOG.md has unreleased changes"]
