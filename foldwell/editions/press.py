"""The press: one workspace's fonts, layouts and clinic are read once, and editions made from them.

A brochure's file and a layout's name come in; finished bytes go out, read back and compared with the YAML's words.
"""

from __future__ import annotations

import difflib
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.checks.contrast import check_contrast
from foldwell.checks.denominators import check_denominators
from foldwell.checks.grey import check_grey
from foldwell.checks.placeholders import check_placeholders
from foldwell.checks.released import check_raised
from foldwell.checks.reviewing import check_review
from foldwell.checks.words import check_words
from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import Story, picture_files
from foldwell.content.likeness import layouts_of
from foldwell.content.mailing import mail_title
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.releases import Releases
from foldwell.content.models.theme import PLAIN, Theme, dressed
from foldwell.content.placing import PLACED, check_dates, check_placing
from foldwell.content.read import (
    named_files,
    read_brochure,
    read_clinic,
    read_fonts,
    read_layout,
    read_releases,
    read_theme,
)
from foldwell.content.today import today
from foldwell.diagnostics import Diagnostic, Severity, Sink
from foldwell.editions.layout_notes import told_of
from foldwell.editions.memory import Memory, never_collect_the_machine
from foldwell.editions.request import Edition
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.layout.check import check_layout, check_likeness
from foldwell.layout.document import Document, Image
from foldwell.layout.fit import lay_out
from foldwell.layout.standing import state_of
from foldwell.pdf import PictureFault, for_shop, paint
from foldwell.type.fonts import FontBook, FontFault

# What no clinic changes: the presses of all clinics share it.
_checked, _placed = Memory(), Memory()
HEAVY = 10_000_000  # bytes; mail boxes commonly take 20 to 25 MB, and encoding adds a third


class Made(Struct, frozen=True):
    """A finished edition: its bytes and what it was laid out as."""

    pdf: bytes
    story: Story
    document: Document
    pages: int


class Press(Struct):
    """What all editions of one run share; where the clinic is not `sound` (it has errors), none of them is finished."""

    workspace: Workspace
    clinic: Clinic
    clinic_path: Path
    book: FontBook
    layouts: dict[str, LayoutSpec] = field(default_factory=dict)
    paper: str | None = None
    complaints: tuple[Diagnostic, ...] = ()
    sound: bool = True
    _unsound: frozenset[str] = frozenset()  # names of layouts that have errors
    _memory: Memory = field(default_factory=Memory)

    @classmethod
    def open(cls, workspace: Workspace, clinic: str | None, paper: str | None, sink: Sink) -> Press | None:
        """Read what is shared; None where it cannot be read (the sink says why)."""
        never_collect_the_machine()
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
        of_layouts = Sink(sources=sink.sources)
        theme = _read_theme(workspace, read, sink)
        layouts = {name: dressed(spec, theme) for name, spec in _read_layouts(workspace, of_layouts).items()}
        check_contrast(read, layouts, sink)
        check_placeholders(read, sink)
        grey = Sink()
        check_grey(read, layouts, grey)
        sink.extend(found for found in grey.found if found.severity is not Severity.NOTE)  # `check` tells those too
        _check_typefaces(read, book, sink)
        sound = not sink.failed  # a layout's faults are its own
        sink.extend(of_layouts.found)
        unsound = frozenset(workspace.layout_names()).difference(layouts)
        return cls(workspace, read, path, book, layouts, paper, tuple(sink.found), sound, unsound)

    def editions(
        self,
        file: BrochureFile,
        brochure: Brochure,
        layout: str | None,
        out: Path,
        targets: tuple[str, ...] = ("desk",),
    ) -> list[Edition]:
        """The editions of a brochure that the workspace asks for; `targets` are some of desk, email and shop."""
        slug = self.workspace.clinic_slug(self.clinic_path)
        folder = out / slug if slug else out
        editions = []
        for name in layouts_of(brochure, self.layouts):
            if layout in (None, name):
                stem = f"{file.name}.{file.language}.{name}{self._paper_suffix(name)}"
                editions += [Edition(file, name, target, folder / f"{stem}.{target}.pdf") for target in targets]
        return editions

    def _paper_suffix(self, layout: str) -> str:
        own = self.clinic.paper or self.layouts[layout].paper
        return f"-{self.paper}" if self.paper and self.paper != own else ""

    def read(self, file: BrochureFile, sink: Sink) -> Brochure | None:
        """The brochure, read and checked against the layouts; None where it has errors."""
        mine = Sink(sources=sink.sources)
        brochure = read_brochure(file.path, self.workspace.root, mine)
        if brochure is not None:
            released = self.releases(file, mine)
            _checked.recall(
                ("checks", file, self._unsound, today(), *self.layouts), (brochure, released, *self.layouts.values()),
                lambda checks: self._check(brochure, file, released, checks), mine,
            )  # fmt: skip
        sink.extend(mine.found)
        return None if mine.failed else brochure

    def files_of(self, brochure: Brochure) -> tuple[str, ...]:
        """The files that a brochure and the clinic name, from brochures/: pictures, the logo, a press's profile."""
        shop = self.clinic.print
        profile = (shop.profile,) if shop is not None and shop.profile is not None else ()
        return (*named_files(brochure), *named_files(self.clinic), *profile)

    def releases(self, file: BrochureFile, sink: Sink) -> Releases | None:
        """What was released of a brochure; None where nothing was."""
        return read_releases(self.workspace.releases_path(file), self.workspace.root, sink)

    def _check(self, brochure: Brochure, file: BrochureFile, released: Releases | None, sink: Sink) -> None:
        placed = (getattr(brochure, key) or None for key in PLACED)
        _placed.recall(
            (file, self._unsound, *self.layouts), (*placed, *self.layouts.values()),
            lambda placing: check_placing(brochure, self.layouts, placing, self._unsound), sink,
        )  # fmt: skip
        check_dates(brochure, sink)
        check_review(brochure, sink)
        check_raised(brochure, file.called, released, sink)
        check_denominators(brochure, sink)
        if brochure.language != file.language:
            message = f"the file's name says `{file.language}`, and this says `{brochure.language}`"
            sink.error("language", message, brochure.place("language"),
                       f"write `language: {file.language}`, or rename the file")  # fmt: skip

    def make(self, brochure: Brochure, edition: Edition, sink: Sink) -> Made | None:
        """Compose, lay out, paint and read back one edition; None where it has errors."""
        mine = Sink(sources=sink.sources)
        try:
            made = self._make(brochure, edition, mine)
        except FontFault as fault:
            made = None
            mine.extend([fault.diagnostic] if self.sound else ())  # a clinic's fault has been told with its place
        sink.extend(mine.found)
        return None if mine.failed or not self.sound else made

    def _make(self, brochure: Brochure, edition: Edition, sink: Sink) -> Made | None:
        laid_out = self.lay_out(brochure, edition, sink)
        if laid_out is None:
            return None
        story, document = laid_out
        if edition.target == "email" and brochure.mail_title is not None:
            key = ("mail title", edition.brochure.path, edition.layout)
            document = self._memory.recall(
                key, (document, brochure), lambda mine: _retitled(document, brochure, self.clinic, mine), sink
            )
        try:
            pdf = self.painted(document, edition, sink)
        except PictureFault as fault:
            places = (each.span for each in document.items() if isinstance(each, Image) and each.file == fault.file)
            sink.error("picture-damaged", f"{Path(fault.file).name} is damaged: its pixels cannot be read",
                       next(places, brochure.span), "get the file again, or save it anew")  # fmt: skip
            return None
        if pdf is None:
            return None
        if len(pdf) > HEAVY and edition.target != "shop":
            sink.warn("file-heavy", f"{edition.path.name} has {len(pdf) / 1e6:.0f} MB, too much for many mail boxes",
                      brochure.span, "save the pictures smaller: 300 pixels for a printed inch are enough")  # fmt: skip
        layout = self.layouts[edition.layout]
        self._memory.recall(
            ("words", edition.brochure.path, edition.layout, edition.target), (pdf, document),
            lambda mine: check_words(pdf, story, layout, document, mine), sink,
        )  # fmt: skip
        pages = document.reading_order if edition.target == "email" else document.sheets  # a phone shows panel by panel
        return Made(pdf, story, document, len(pages))

    def painted(self, document: Document, edition: Edition, sink: Sink) -> bytes | None:
        """The finished file's bytes; a document that has not changed is not painted again. None where a print shop
        could not print it."""
        if edition.target == "shop":
            return self._painted_for_shop(document, edition, sink)
        key = ("pdf", edition.brochure.path, edition.layout, edition.target)
        return self._memory.recall(key, (document,), lambda _: paint(document, self.book, edition.target), sink)

    def _painted_for_shop(self, document: Document, edition: Edition, sink: Sink) -> bytes | None:
        """Imported here: few builds need it. Its profile may change at any time, so nothing is remembered."""
        from foldwell.checks.brand import note_inks
        from foldwell.pdf.press_checks import shop_complaints
        from foldwell.pdf.print_shop import read_shop

        paper = self.paper or self.clinic.paper or self.layouts[edition.layout].paper
        mine = Sink(sources=sink.sources)
        shop = read_shop(self.clinic, paper, self.workspace.root, mine)
        if shop is not None:
            note_inks(self.clinic.colours, mine)
            shop_complaints(document, shop, mine)
        sink.extend(mine.found)
        return None if shop is None or mine.failed else paint(document, self.book, for_shop(shop))

    def lay_out(self, brochure: Brochure, edition: Edition, sink: Sink) -> tuple[Story, Document] | None:
        """Compose and lay out one edition. While brochure and pictures stay the same, so does the result."""
        layout, key = self.layouts[edition.layout], (edition.brochure.path, edition.layout)
        story = self._memory.recall(
            ("story", *key, edition.notice),
            (brochure,),
            lambda mine: compose(brochure, self.clinic, edition.layout, layout, mine, edition.notice),
            sink,
        )
        if story is None:
            return None
        files = self.workspace.brochures
        document = self._memory.recall(
            ("document", *key, edition.notice, *(state_of(files / name) for name in picture_files(story))),
            (story,),
            lambda mine: self._laid_out(story, edition.layout, mine),
            sink,
        )
        return None if document is None else (story, document)

    def _laid_out(self, story: Story, layout: str, sink: Sink) -> Document | None:
        mine = Sink(sources=sink.sources)
        document = lay_out(
            story, self.layouts[layout], self.clinic, self.book, mine,
            files=self.workspace.brochures, paper=self.paper,
        )  # fmt: skip
        sink.extend(told_of(mine.found, layout))
        return document


def _retitled(document: Document, brochure: Brochure, clinic: Clinic, sink: Sink) -> Document:
    """The document under the title that it is mailed with: windows and lists of files show it to bystanders."""
    return replace(document, title=mail_title(brochure, clinic, sink) or document.title)


def _read_layouts(workspace: Workspace, sink: Sink) -> dict[str, LayoutSpec]:
    """The sound layouts by name."""
    layouts = {}
    for name in workspace.layout_names():
        spec = read_layout(workspace.layout_path(name), workspace.root, sink)
        if spec is not None and check_layout(spec, sink):
            layouts[name] = spec
    check_likeness(layouts, workspace.layout_names(), sink)
    return layouts


def _read_theme(workspace: Workspace, clinic: Clinic, sink: Sink) -> Theme:
    """The clinic's theme; a plain one after a complaint, and where nobody asks for one and there is none."""
    names = workspace.theme_names()
    if clinic.theme in names:
        return read_theme(workspace.theme_path(clinic.theme), workspace.root, sink) or PLAIN
    if clinic.says("theme"):
        near = difflib.get_close_matches(clinic.theme, names, 1)
        sink.error("no-theme", f"there is no theme `{clinic.theme}`", clinic.place("theme"),
                   *([f"did you mean `{near[0]}`?"] if near else []),
                   f"there are: {', '.join(names) or 'none'}")  # fmt: skip
    return PLAIN


def _check_typefaces(clinic: Clinic, book: FontBook, sink: Sink) -> None:
    """Complain of families that fonts.yaml does not have."""
    for role in ("text", "display"):
        with suppress(FontFault):  # it is in the sink
            book.face(getattr(clinic.typefaces, role), sink=sink, span=clinic.typefaces.place(role))
