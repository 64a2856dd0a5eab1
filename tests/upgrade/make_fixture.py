"""Keeps the install SQL of a release, to upgrade from in the tests of all later ones: `python tests/upgrade/make_fixture.py`.

Run once, right before a release; the file of a release that is out is never made again.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from pg_summary import __version__
from pg_summary.install import Options, offline


def main() -> None:
    """What `pg-summary install --dry-run --offline` prints, packed, as <version>.sql.gz beside this file."""
    path = Path(__file__).with_name(f"{__version__}.sql.gz")
    script = "".join(f"{statement};\n" for statement in offline(Options()).script())
    path.write_bytes(gzip.compress(script.encode(), mtime=0))
    print(path)


if __name__ == "__main__":
    main()
