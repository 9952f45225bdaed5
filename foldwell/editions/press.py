"""The press: one workspace's fonts, layouts and clinic are read once, and editions made from them.

A brochure's file and a layout's name come in; finished bytes go out, read back and compared with the YAML's words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from foldwell.checks.reviewing import check_review
from foldwell.checks.contrast import check_contrast
from foldwell.checks.placeholders import check_placeholders
from foldwell.checks.words import check_words
from foldwell.content.brochure import Brochure
from foldwell.content.clinic import Clinic
from foldwell.content.compose import compose
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.placing import check_placing
from foldwell.content.read import read_brochure, read_clinic, read_fonts, read_layout
from foldwell.content.story import Story
from foldwell.diagnostics import Sink
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.layout.check import check_layout
from foldwell.layout.document import Document
from foldwell.layout.fit import lay_out
from foldwell.pdf import paint
from foldwell.type.fonts import FontBook


@dataclass(frozen=True, slots=True)
class Edition:
    """One PDF: which brochure, layout and target, for which clinic's folder, on which paper, and its file."""

    brochure: BrochureFile
    layout: str
    target: str
    path: Path


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

    @classmethod
    def open(cls, workspace: Workspace, clinic: str | None, paper: str | None, sink: Sink) -> Press | None:
        """Read what is shared; None where it cannot be read (the sink says why)."""
        path = workspace.clinic_path(clinic, sink)
        root = workspace.root
        read = read_clinic(path, root, sink) if path else None
        fonts = read_fonts(root / "fonts" / "fonts.yaml", root, sink)
        book = FontBook.open(fonts, root / "fonts", sink) if fonts else None
        if path is None or read is None or book is None:
            return None
        check_contrast(read, sink)
        check_placeholders(read, sink)
        press = cls(workspace, read, path, book, {}, paper)
        for name in workspace.layout_names():
            spec = read_layout(workspace.layout_path(name), root, sink)
            if spec is not None and check_layout(spec, sink):
                press.layouts[name] = spec
        return press

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
            check_placing(brochure, self.layouts, mine)
            check_review(brochure, mine)
            if brochure.language != file.language:
                mine.error("language", f"the file's name says `{file.language}`", brochure.span,
                           f"write `language: {file.language}`, or rename the file")  # fmt: skip
        sink.extend(mine.found)
        return None if mine.failed else brochure

    def make(self, brochure: Brochure, edition: Edition, sink: Sink, *, painted: bool = True) -> Made | None:
        """Compose, lay out, paint and read back one edition; None where it has errors."""
        mine = Sink(sources=sink.sources)
        made = self._make(brochure, edition, mine, painted)
        sink.extend(mine.found)
        return None if mine.failed else made

    def _make(self, brochure: Brochure, edition: Edition, sink: Sink, painted: bool) -> Made | None:
        layout = self.layouts[edition.layout]
        story = compose(brochure, self.clinic, edition.layout, layout, sink)
        if story is None:
            return None
        files = self.workspace.brochures
        document = lay_out(story, layout, self.clinic, self.book, sink, files=files, paper=self.paper)
        if document is None:
            return None
        pdf = paint(document, self.book, edition.target) if painted else b""
        if painted:
            check_words(pdf, story, layout, document, sink)
        return Made(pdf, story, document)
