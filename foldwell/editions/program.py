"""What makes the files: the program's own source and the packages it stands on come in, their fingerprint goes out.

The same fingerprint gives the same bytes. It is of contents, never of dates or places, so that two computers with the
same program agree. Light to import.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from foldwell import __version__

_SOURCE = Path(__file__).parent.parent
# What has a hand in the pages; a test holds this list against pyproject.toml. Fonts are told by fonts.yaml's SHA-256.
PACKAGES = (
    "reportlab", "pyyaml", "msgspec", "markdown-it-py", "uharfbuzz", "python-bidi", "pyphen", "segno", "svglib",
    "lxml", "tinycss2", "cssselect2", "lucide", "pillow", "pypdfium2", "pikepdf",
)  # fmt: skip
_INSTALLED = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*)\.dist-info")


class Program(Struct, frozen=True):
    """A fingerprint (SHA-256, hexadecimal), and what it is of, by name: versions, and the hash of the source."""

    fingerprint: str
    parts: dict[str, str]


@lru_cache(maxsize=1)
def program() -> Program:
    """The program that runs. It is read once; whoever changes it while it runs is told of by the next run."""
    parts = {
        "foldwell": __version__,
        "source": _hash_source(),
        "python": sys.version.split()[0],
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **_versions(),
    }
    return Program(hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest(), parts)


def files_under(folder: Path) -> list[tuple[str, str]]:
    """All files in a folder and below, but for what Python compiled: each by its name from there, with slashes, and by
    its path. In the order of the names. An editor's lock may be a link that leads nowhere: it is none."""
    return sorted(_found(str(folder), ""))


def _found(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """By os.scandir, which tells files from folders at once: Path.rglob takes six times as long."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _found(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield prefix + entry.name, entry.path


def _hash_source() -> str:
    digest = hashlib.sha256()
    for name, path in files_under(_SOURCE):
        if not name.rpartition("/")[2].startswith("."):
            digest.update(f"{name}\0{_hash(path)}\n".encode())
    return digest.hexdigest()


def _hash(path: str) -> str:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path or a buffer for each of hundreds takes longer
        return hashlib.sha256(file.read()).hexdigest()


def _versions() -> dict[str, str]:
    """The packages' versions, by the names of their folders: asking importlib.metadata takes longer than a page."""
    found: dict[str, str] = {}
    for folder in map(Path, sys.path):
        if folder.name.endswith("-packages") and folder.is_dir():
            for path in sorted(folder.glob("*.dist-info")):
                match = _INSTALLED.fullmatch(path.name)
                if match is not None:  # the first folder on the path is the one that is imported from
                    found.setdefault(re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"])
    return {name: found.get(name, "not known") for name in PACKAGES}
