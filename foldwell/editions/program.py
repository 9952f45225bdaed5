"""What makes the files: the program's own source and the packages it stands on come in, their fingerprint goes out.

The same fingerprint gives the same bytes. It is of contents, never of dates or places, so that two computers with the
same program agree. Light to import.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from foldwell import __version__

_SOURCE = Path(__file__).parent.parent
# What has a hand in the pages; a test holds this list against pyproject.toml. Fonts are told by fonts.yaml's SHA-256.
PACKAGES = (
    "reportlab", "pyyaml", "pydantic", "markdown-it-py", "uharfbuzz", "python-bidi", "pyphen", "segno", "svglib",
    "lxml", "tinycss2", "cssselect2", "lucide", "pillow", "pypdfium2", "pikepdf",
)  # fmt: skip
_INSTALLED = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*)\.dist-info")


@dataclass(frozen=True, slots=True)
class Program:
    """A fingerprint (SHA-256, hexadecimal), and what it is of, by name: versions, and the hash of the source."""

    fingerprint: str
    parts: dict[str, str]


@lru_cache(maxsize=1)
def program() -> Program:
    """The program that runs. It is read once; whoever changes it while it runs is told of by the next run."""
    parts = {
        "foldwell": __version__,
        "source": _hash_source(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **_versions(),
    }
    return Program(hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest(), parts)


def _hash_source() -> str:
    digest = hashlib.sha256()
    for path in sorted(_SOURCE.rglob("*")):
        if path.suffix == ".pyc" or path.name.startswith(".") or not path.is_file():
            continue
        digest.update(f"{path.relative_to(_SOURCE).as_posix()}\0{_hash(path)}\n".encode())
    return digest.hexdigest()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
