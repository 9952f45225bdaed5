"""What somebody wants compared comes in, as it was typed; the PDF files that belong to it go out.

A side is a PDF, a folder of PDFs, a workspace, or a git revision of the workspace: the last two are built, with the
program as it is now, into a folder that is thrown away afterwards.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.checks.gate import notice_for
from foldwell.content.models.brochure import Brochure
from foldwell.content.today import today
from foldwell.diagnostics import Severity, Sink, render
from foldwell.editions.building import plan
from foldwell.editions.clinics import ALL, clinics_of
from foldwell.editions.request import Edition, Request
from foldwell.editions.workspace import Workspace
from foldwell.editions.writing import write_whole

PARTS = ("brochures", "layouts", "fonts")  # of a workspace; nothing else goes into a PDF
FOREVER = 120  # seconds: git has hung

Told = Callable[[int, int, str], None]  # how many are done, of how many, and which


class Side(Struct, frozen=True):
    """One side of a comparison: its name, its PDF files by the names they have in common, and what went wrong."""

    name: str
    files: dict[str, Path] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    built: bool = False


class Sides(Struct, frozen=True):
    """Opens sides. `scratch` is a folder to build in; `clinic` and `clinics` say whose editions are made, as in `build`
    (none: the workspace's own)."""

    workspace: Path
    scratch: Path
    clinic: str | None
    clinics: str | None
    told: Told

    def open(self, word: str, sink: Sink) -> Side | None:
        """The side that was typed; None with a complaint where there is no such thing."""
        path = Path(word)
        if not word.strip():  # Path takes it for this folder
            return self._revision(word, sink)
        if path.is_file():
            return Side(word, {path.name: path})
        if path.is_dir():
            return self._folder(word, path, sink)
        return self._revision(word, sink)

    def _folder(self, word: str, path: Path, sink: Sink) -> Side | None:
        if all((path / part).is_dir() for part in PARTS):
            return self._built(word, path)
        files = {each.relative_to(path).as_posix(): each for each in sorted(path.rglob("*.pdf")) if each.is_file()}
        if files:
            return Side(word, files)
        sink.error(
            "no-pdf", f"there is no PDF in the folder {word}, and it is not a workspace", None,
            "name a folder that `build` has written to, or one with brochures/, layouts/ and fonts/",
        )  # fmt: skip
        return None

    def _revision(self, word: str, sink: Sink) -> Side | None:
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{word}^{{commit}}")
        if commit is None:
            sink.error(
                "no-side", f"`{word}` is no file, no folder and no git revision of the workspace", None,
                "name two PDFs, two folders such as out, or two revisions such as v1.0 and HEAD",
                "the folder of a workspace (`.` is the one you are in) means its files as they are now",
            )  # fmt: skip
            return None
        prefix = os.fsdecode(self._git("rev-parse", "--show-prefix") or b"").removesuffix("\n")
        top = os.fsdecode(self._git("rev-parse", "--show-toplevel") or b"").removesuffix("\n")
        tree = f"{commit.decode().strip()}:{prefix}"
        there = (self._git("ls-tree", "--full-tree", "--name-only", tree) or b"").decode().splitlines()
        missing = [part for part in PARTS if part not in there]
        parts = (*PARTS, *self._typed_files(tree))
        archive = None if missing else self._git("archive", "--format=tar", tree, *parts, where=Path(top))
        if archive is None:
            why = f"has no {missing[0]}/" if missing else "cannot be read by git"
            sink.error("no-side", f"the workspace {why} in revision `{word}`", None,
                       "name a later revision, or a folder of PDFs")  # fmt: skip
            return None
        root = self.scratch / f"workspace-{len(list(self.scratch.iterdir()))}"
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            plain = [member for member in tar.getmembers() if member.isfile() or member.isdir()]
            if hasattr(tarfile, "data_filter"):  # Python 3.11.4
                tar.extraction_filter = tarfile.data_filter
            tar.extractall(root, plain)  # noqa: S202  # git writes no names that lead out of the folder
        return self._built(word, root)

    def _git(self, *words: str, where: Path | None = None) -> bytes | None:
        """What git answers in the workspace or elsewhere; None where it refuses, or is not there."""
        program = shutil.which("git")
        if program is None:
            return None
        here = str(self.workspace.resolve() if where is None else where)
        try:
            done = subprocess.run([program, "-C", here, *words], capture_output=True, timeout=FOREVER, check=False)  # noqa: S603  # found here
        except (OSError, ValueError, subprocess.TimeoutExpired):  # a name that no program can be given
            return None
        return done.stdout if done.returncode == 0 else None

    def _typed_files(self, tree: str) -> list[str]:
        """What `--clinic` and `--clinics` name of a revision, where it lies beside the parts of the workspace."""
        here = self.workspace.resolve()
        typed = [Path(word).resolve() for word in (self.clinic, self.clinics) if word is not None]
        names = [path.relative_to(here) for path in typed if path.is_relative_to(here) and path != here]
        beside = [name.as_posix() for name in names if name.parts[0] not in PARTS]
        return [name for name in beside if self._git("ls-tree", "--full-tree", tree, "--", name)]

    def _built(self, word: str, root: Path) -> Side:
        """The side that a workspace becomes when all its brochures are made."""
        out = self.scratch / f"made-{len(list(self.scratch.iterdir()))}"
        out.mkdir()
        sink = Sink()
        workspace = Workspace.open(root, sink)
        files = list(self._made(workspace, out, sink)) if workspace is not None else []
        errors = (found for found in sink.in_order() if found.severity is Severity.ERROR)
        problems = tuple(f"in {word}: {render(found, sink.sources)}" for found in errors)
        return Side(word, {path.relative_to(out).as_posix(): path for path in files}, problems, built=True)

    def _made(self, workspace: Workspace, out: Path, sink: Sink) -> Iterator[Path]:
        """The files of the editions that could be made, clinic after clinic."""
        clinic, many = (self._there(workspace.root, word) for word in (self.clinic, self.clinics))
        for there, word in ((clinic, self.clinic), (many, self.clinics)):
            if there is None and word is not None:
                sink.error("no-clinics", f"there is no `{word}` yet", None, "compare with a later revision that has it")
                return
        clinics = clinics_of(workspace, many, clinic, sink)
        mine, done = Sink(sources=sink.sources), 0
        for path in clinics.paths:
            request = Request(clinic=str(path), out=out, draft=True)  # nothing leaves the house
            planned = plan(workspace, request, mine)
            if planned is None:
                continue
            press, work = planned
            for edition in work:
                brochure = press.read(edition.brochure, mine)
                made = press.make(brochure, _dated(edition, brochure), mine) if brochure is not None else None
                if made is not None and write_whole(edition.path, made.pdf, mine):
                    yield edition.path
                done += 1
                self.told(done, max(done, len(work) * len(clinics.paths)), edition.path.name)
        sink.extend(clinics.told(mine.found))

    def _there(self, root: Path, word: str | None) -> str | None:
        """What was typed, as `root` has it: a path is typed from here, and a revision may hold another file there, or
        none, which gives None."""
        if word is None or word == ALL:
            return word
        typed, here = Path(word).resolve(), self.workspace.resolve()
        if not typed.exists() or not typed.is_relative_to(here):
            return word
        inside = root / typed.relative_to(here)
        return str(inside) if inside.exists() else None


def _dated(edition: Edition, brochure: Brochure) -> Edition:
    """The edition as `build` makes it: for the print shop, it says so where it is past its review date."""
    return replace(edition, notice=notice_for(brochure, today())) if edition.target == "shop" else edition
