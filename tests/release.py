"""Checks before a release is tagged that its parts agree: `python tests/release.py 0.3.0`.

The version of the package, its section in the changelog, the install SQL kept to upgrade from, and no unreleased lines.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def problems(version: str, root: Path = ROOT) -> list[str]:
    """What does not agree with this version, a sentence each."""
    found = []
    package = re.search(r'__version__ = "(.+)"', (root / "pg_summary" / "__init__.py").read_text(encoding="utf-8"))
    if package is None or package.group(1) != version:
        found.append(f"pg_summary/__init__.py has the version {package.group(1) if package else 'of none'}")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md has no section with a date for {version}")
    unreleased = re.search(r"^## \[Unreleased\]\n(.*?)^## \[", changelog, re.MULTILINE | re.DOTALL)
    if unreleased and unreleased.group(1).strip():
        found.append("CHANGELOG.md has unreleased changes")
    if not (root / "tests" / "upgrade" / f"{version}.sql.gz").exists():
        found.append(f"tests/upgrade/{version}.sql.gz is missing: run python tests/upgrade/make_fixture.py")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/release.py VERSION")
    sys.exit("\n".join(problems(sys.argv[1])) or None)
