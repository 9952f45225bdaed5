"""What earlier runs made: a brochure's inputs come in; where none has changed, its finished files go out again.

A build is kept under `.foldwell/made/` of the workspace, one file a brochure and request, which begins with a hash of
all that went into it: the program and the packages it stands on, the brochure, the clinic, layouts, fonts, pictures.
It may be deleted at any time. Nothing is kept of a brochure with errors, nor of one that was changed meanwhile. This
module is light to import: with nothing to do, a build need not load the machine.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from foldwell import __version__
from foldwell.content.today import today
from foldwell.diagnostics import Diagnostic, Severity, Sink, Span
from foldwell.editions.inputs import Inputs, changed, hash_file
from foldwell.editions.lock import Entry
from foldwell.editions.program import files_under
from foldwell.editions.request import Edition, Request, Result
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.editions.writing import write_whole

FORMAT = 4
_PACKAGE = Path(__file__).parent.parent


class KeptEdition(Struct, frozen=True):
    """A finished edition: its layout, target and file name, how it came out, the PDF itself, and its entry in the
    lock."""

    layout: str
    target: str
    file: str
    pages: int
    folded: bool
    pdf: bytes
    entry: Entry


class KeptBuild(Struct, frozen=True):
    """All editions of one brochure, and what there was to say about them."""

    editions: tuple[KeptEdition, ...]
    complaints: tuple[Diagnostic, ...]
    review_by: datetime.date  # on the day after it, there is more to say


class Kept:
    """The builds of one request in one workspace; to be opened before anything that goes into them is read. `target` is
    the only one that was asked for, if one was."""

    def __init__(self, workspace: Workspace, request: Request, clinic: Path) -> None:
        self._begun = time.time_ns()
        self.inputs = Inputs.read(workspace, clinic, self._begun)
        self._workspace = workspace
        self.target = request.target
        self._folder = workspace.root / ".foldwell" / "made"
        self._request = request
        self._common = self._hash_common()
        self._dress(clinic)

    def for_clinic(self, clinic: Path) -> Kept:
        """The same for another clinic: what all clinics share is not hashed again."""
        import copy  # only many clinics need it

        other = copy.copy(self)
        other.inputs = replace(self.inputs, clinic=hash_file(clinic))
        other._dress(clinic)
        return other

    def _dress(self, clinic: Path) -> None:
        slug, request = self._workspace.clinic_slug(clinic), self._request
        self._out = request.out / slug if slug else request.out
        asked = (slug, request.layout, request.target, request.paper, "draft" if request.draft else "")
        self._what = "-".join(filter(None, asked)) or "all"
        digest = self._common.copy()
        digest.update(f"{self._what} {clinic.name} {self.inputs.clinic}".encode())
        self._shared = digest.digest()

    def _hash_common(self) -> hashlib._Hash:
        root = self._workspace.root
        digest = hashlib.sha256(f"{FORMAT} {__version__} {sys.version}".encode())
        for stamp in _stamps(_PACKAGE):
            digest.update(stamp.encode())
        for folder in sys.path:  # installing or removing a package changes the folder that it lies in
            if folder.endswith("-packages"):
                digest.update(f"{folder} {changed(Path(folder))}".encode())
        layouts = map(self._workspace.layout_path, self._workspace.layout_names())
        themes = map(self._workspace.theme_path, self._workspace.theme_names())
        for path in (*layouts, *themes, root / "fonts" / "fonts.yaml"):
            digest.update(f"{path.name} {hash_file(path)}".encode())
        for stamp in _stamps(root / "fonts"):
            digest.update(stamp.encode())
        return digest

    def _path(self, file: BrochureFile) -> Path:
        return self._folder / f"{file.name}.{file.language}.{self._what}"

    def _head(self, file: BrochureFile, body: bytes) -> bytes:
        """The first line of a kept file: what the build was made from, and that nothing of it was lost since."""
        own = (file.path, self._workspace.releases_path(file))
        made_from = hashlib.sha256(self._shared + "".join(map(hash_file, own)).encode()).hexdigest()
        return f"{made_from} {hashlib.sha256(body).hexdigest()}".encode()

    def find(self, file: BrochureFile) -> KeptBuild | None:
        """The finished build of a brochure of which nothing has changed; None where there is none."""
        try:
            data = self._path(file).read_bytes()
            head, _, body = data.partition(b"\n")
            if head != self._head(file, body):
                return None
            about, _, blobs = body.partition(b"\n")
            return self._read(json.loads(about), blobs)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _read(self, about: dict[str, Any], blobs: bytes) -> KeptBuild | None:
        for name, digest in about["pictures"]:
            if hash_file(self._workspace.brochures / name) != digest:
                return None
        editions, start = [], 0
        for layout, target, file, pages, folded, size, locked in about["editions"]:
            entry = Entry.from_json(locked["file"], locked)
            editions.append(KeptEdition(layout, target, file, pages, folded, blobs[start : start + size], entry))
            start += size
        complaints = tuple(_complaint(entry) for entry in about["complaints"])
        review_by = datetime.date.fromisoformat(about["review_by"])
        return KeptBuild(tuple(editions), complaints, review_by) if _is_over(review_by) == about["overdue"] else None

    def keep(self, file: BrochureFile, build: KeptBuild, pictures: Iterable[str]) -> None:
        """Remember a finished build in place of an older one. A workspace that cannot be written to has no memory."""
        shown = {name: self._workspace.brochures / name for name in sorted(set(pictures))}
        if any(changed(path) >= self._begun for path in (file.path, *shown.values())):
            return  # somebody saved it during the build, which may have read what was there before
        about = {
            "pictures": [[name, hash_file(path)] for name, path in shown.items()],
            "editions": [
                [e.layout, e.target, e.file, e.pages, e.folded, len(e.pdf), {"file": e.entry.file, **e.entry.as_json()}]
                for e in build.editions
            ],
            "complaints": [_entry(complaint) for complaint in build.complaints],
            "review_by": build.review_by.isoformat(),
            "overdue": _is_over(build.review_by),
        }
        body = json.dumps(about, ensure_ascii=True).encode() + b"\n" + b"".join(e.pdf for e in build.editions)
        write_whole(self._path(file), (self._head(file, body), b"\n", body), Sink(), lasting=False)

    def give(self, file: BrochureFile, build: KeptBuild, sink: Sink) -> Iterator[Result]:
        """Put the kept files in their places, where they are not there already, and repeat what was said of them."""
        for complaint in build.complaints:
            if complaint.span is not None and complaint.span.path not in sink.sources:
                with contextlib.suppress(OSError, UnicodeDecodeError):
                    path = self._workspace.root / complaint.span.path
                    sink.sources[complaint.span.path] = path.read_bytes().decode("utf-8-sig")
        sink.extend(build.complaints)
        for kept in build.editions:
            edition = Edition(file, kept.layout, kept.target, self._out / kept.file)
            done = hash_file(edition.path) == hashlib.sha256(kept.pdf).hexdigest()
            done = done or write_whole(edition.path, kept.pdf, sink)
            yield Result(edition, kept.pages, len(kept.pdf), 0.0, kept.folded, done, True, kept.entry)


def _is_over(day: datetime.date) -> bool:
    return day < today()


def _stamps(folder: Path) -> Iterator[str]:
    """For each file under a folder its name, size and time of change."""
    for name, path in files_under(folder):
        status = os.stat(path)  # noqa: PTH116  # a Path for each of hundreds takes longer than to ask
        yield f"{name} {status.st_size} {status.st_mtime_ns}"


def _entry(complaint: Diagnostic) -> list[object]:
    span = complaint.span
    place = None if span is None else [span.path, span.line, span.column, span.length]
    return [int(complaint.severity), complaint.code, complaint.message, place, list(complaint.hints)]


def _complaint(entry: list[Any]) -> Diagnostic:
    severity, code, message, place, hints = entry
    return Diagnostic(Severity(severity), code, message, Span(*place) if place else None, tuple(hints))
