"""The press: one workspace's fonts, layouts and clinic are read once, and editions made from them.

A brochure's file and a layout's name come in; finished bytes go out, read back and compared with the YAML's words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from foldwell.checks.contrast import check_contrast
from foldwell.checks.placeholders import check_placeholders
from foldwell.checks.reviewing import check_review
from foldwell.checks.words import check_words
from foldwell.content.brochure import Brochure
from foldwell.content.clinic import Clinic
from foldwell.content.compose import compose
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.placing import check_placing
from foldwell.content.read import read_brochure, read_clinic, read_fonts, read_layout
from foldwell.content.story import Story, picture_files
from foldwell.diagnostics import Diagnostic, Sink
from foldwell.editions.memory import Memory
from foldwell.editions.request import Edition
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.layout.check import check_layout
from foldwell.layout.document import Document
from foldwell.layout.fit import lay_out
from foldwell.pdf import paint
from foldwell.type.fonts import FontBook


@dataclass(frozen=True, slots=True)
class Made:
    """A finished edition: its bytes and what it was laid out as."""

    pdf: bytes
    story: Story
    document: Document


@dataclass(slots=True)
class Press:
    """What all editions of one run share."""

    workspace: Workspace
    clinic: Clinic
    clinic_path: Path
    book: FontBook
    layouts: dict[str, LayoutSpec] = field(default_factory=dict)
    paper: str | None = None
    complaints: tuple[Diagnostic, ...] = ()
    _memory: Memory = field(default_factory=Memory)

    @classmethod
    def open(cls, workspace: Workspace, clinic: str | None, paper: str | None, sink: Sink) -> Press | None:
        """Read what is shared; None where it cannot be read (the sink says why)."""
        mine = Sink(sources=sink.sources)
        press = cls._open(workspace, clinic, paper, mine)
        sink.extend(mine.found)
        return press

    @classmethod
    def _open(cls, workspace: Workspace, clinic: str | None, paper: str | None, sink: Sink) -> Press | None:
        path, root = workspace.clinic_path(clinic, sink), workspace.root
        read = read_clinic(path, root, sink) if path else None
        fonts = read_fonts(root / "fonts" / "fonts.yaml", root, sink)
        book = FontBook.open(fonts, root / "fonts", sink) if fonts else None
        if path is None or read is None or book is None:
            return None
        check_contrast(read, sink)
        check_placeholders(read, sink)
        layouts = {}
        for name in workspace.layout_names():
            spec = read_layout(workspace.layout_path(name), root, sink)
            if spec is not None and check_layout(spec, sink):
                layouts[name] = spec
        return cls(workspace, read, path, book, layouts, paper, tuple(sink.found))

    def editions(self, file: BrochureFile, brochure: Brochure, layout: str | None, out: Path) -> list[Edition]:
        """The editions of a brochure that the workspace asks for."""
        slug = self.workspace.clinic_slug(self.clinic_path)
        folder = out / slug if slug else out
        editions = []
        for name in brochure.layouts:
            if layout in (None, name) and name in self.layouts:
                full = f"{file.name}.{file.language}.{name}{self._paper_suffix(name)}.desk.pdf"
                editions.append(Edition(file, name, "desk", folder / full))
        return editions

    def _paper_suffix(self, layout: str) -> str:
        own = self.clinic.paper or self.layouts[layout].paper
        return f"-{self.paper}" if self.paper and self.paper != own else ""

    def read(self, file: BrochureFile, sink: Sink) -> Brochure | None:
        """The brochure, read and checked against the layouts; None where it has errors."""
        mine = Sink(sources=sink.sources)
        brochure = read_brochure(file.path, self.workspace.root, mine)
        if brochure is not None:
            self._memory.recall(
                ("checks", file.path), (brochure,), lambda checks: self._check(brochure, file, checks), mine
            )
        sink.extend(mine.found)
        return None if mine.failed else brochure

    def _check(self, brochure: Brochure, file: BrochureFile, sink: Sink) -> None:
        check_placing(brochure, self.layouts, sink)
        check_review(brochure, sink)
        if brochure.language != file.language:
            sink.error("language", f"the file's name says `{file.language}`", brochure.span,
                       f"write `language: {file.language}`, or rename the file")  # fmt: skip

    def make(self, brochure: Brochure, edition: Edition, sink: Sink) -> Made | None:
        """Compose, lay out, paint and read back one edition; None where it has errors."""
        mine = Sink(sources=sink.sources)
        made = self._make(brochure, edition, mine)
        sink.extend(mine.found)
        return None if mine.failed else made

    def _make(self, brochure: Brochure, edition: Edition, sink: Sink) -> Made | None:
        laid_out = self.lay_out(brochure, edition, sink)
        if laid_out is None:
            return None
        story, document = laid_out
        pdf = self.painted(document, edition, sink)
        layout = self.layouts[edition.layout]
        self._memory.recall(
            ("words", edition.brochure.path, edition.layout), (pdf, document),
            lambda mine: check_words(pdf, story, layout, document, mine), sink,
        )  # fmt: skip
        return Made(pdf, story, document)

    def painted(self, document: Document, edition: Edition, sink: Sink) -> bytes:
        """The finished file's bytes; a document that has not changed is not painted again."""
        key = ("pdf", edition.brochure.path, edition.layout, edition.target)
        return self._memory.recall(key, (document,), lambda _: paint(document, self.book, edition.target), sink)

    def lay_out(self, brochure: Brochure, edition: Edition, sink: Sink) -> tuple[Story, Document] | None:
        """Compose and lay out one edition. While brochure and pictures stay the same, so does the result."""
        layout, key = self.layouts[edition.layout], (edition.brochure.path, edition.layout)
        story = self._memory.recall(
            ("story", *key),
            (brochure,),
            lambda mine: compose(brochure, self.clinic, edition.layout, layout, mine),
            sink,
        )
        if story is None:
            return None
        files = self.workspace.brochures
        document = self._memory.recall(
            ("document", *key, *(_stamp(files / name) for name in picture_files(story))),
            (story,),
            lambda mine: lay_out(story, layout, self.clinic, self.book, mine, files=files, paper=self.paper),
            sink,
        )
        return None if document is None else (story, document)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does; (0, 0) for one that is not there, which layout complains of."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
