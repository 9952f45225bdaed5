"""What an edition is made from: a workspace and a clinic come in, the SHA-256 of each input goes out, by its name.

For a build it is read before the files themselves are, with the time: what somebody saves meanwhile counts as not
known, so that it is made anew next time. Light to import.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from foldwell.editions.program import files_under, program
from foldwell.editions.workspace import Workspace

NONE = "none"  # in place of the hash of a file that is not there
UNKNOWN = "not known"  # of one that was saved during the build


class Inputs(Struct, frozen=True):
    """The hashes of what all editions of one clinic share: its file, layouts and themes by name, and all fonts. `begun`
    is when the build began, in nanoseconds, if there is one."""

    brochures: Path
    clinic: str
    layouts: dict[str, str]
    themes: dict[str, str]
    fonts: str
    begun: int | None = None

    @classmethod
    def read(cls, workspace: Workspace, clinic: Path, begun: int | None = None) -> Inputs:
        """Hash what is there now."""
        return cls(
            workspace.brochures,
            hash_file(clinic),
            {name: hash_file(workspace.layout_path(name)) for name in workspace.layout_names()},
            {name: hash_file(workspace.theme_path(name)) for name in workspace.theme_names()},
            _hash_folder(workspace.root / "fonts"),
            begun,
        )

    def of(self, brochure: Path, layout: str, theme: str, files: Iterable[str] = ()) -> dict[str, str]:
        """The inputs of one edition; `files` names the pictures and the like that the brochure and the clinic show,
        from the folder of brochures."""
        shown = {f"file {name}": self._hash(self.brochures / name) for name in sorted(set(files))}
        return {
            "content": self._hash(brochure),
            "clinic": self.clinic,
            "layout": self.layouts.get(layout, NONE),
            "theme": self.themes.get(theme, NONE),
            "fonts": self.fonts,
            "program": program().fingerprint,
            **shown,
        }

    def _hash(self, path: Path) -> str:
        return UNKNOWN if self.begun is not None and changed(path) >= self.begun else hash_file(path)


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; `none` where it cannot be read. The very same text for the same hash:
    thousands of editions are made from the same files."""
    try:
        return sys.intern(hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return NONE


def changed(path: Path) -> int:
    """When a file was saved, in nanoseconds; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _hash_folder(folder: Path) -> str:
    """Of all files in a folder, with their names."""
    digest = hashlib.sha256()
    for name, path in files_under(folder):
        if not name.rpartition("/")[2].startswith("."):
            digest.update(f"{name}\0{hash_file(Path(path))}\n".encode())
    return digest.hexdigest()
