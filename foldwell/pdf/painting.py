"""A laid-out Document and the font book come in, the bytes of a tagged PDF file go out (PDF/UA-1 and PDF/A-2A)."""

from __future__ import annotations

from functools import cache

from foldwell.layout.document import Colour, Document, Drawing, Image, Link, Panel, Sheet
from foldwell.pdf.colour import TARGETS, resolve
from foldwell.pdf.content_stream import OpacityStates, PageCode
from foldwell.pdf.embedded_fonts import FontsInUse
from foldwell.pdf.links import add_annotation, add_outline, finish_annotations
from foldwell.pdf.marking import PAGE, Run, TreePlaces, panels_in_order, placed, placed_items, runs
from foldwell.pdf.metadata import add_metadata
from foldwell.pdf.notation import text_string
from foldwell.pdf.pictures import Picture, add_picture, read_picture
from foldwell.pdf.reportlab_parts import Page, Part, TaggedFile, compressed_stream
from foldwell.pdf.structure import Painted, Spot, StructureTree
from foldwell.type.fonts import FontBook


def paint(document: Document, book: FontBook, target: str = "desk") -> bytes:
    """The PDF file of a document; the same document gives the same bytes.

    Raises ValueError for an unknown target and where pages and structure tree do not hold the same items, OSError for a
    picture that cannot be read.
    """
    if target not in TARGETS:
        raise ValueError(f"unknown target {target!r}")
    return _Painting(document, book, target).file_bytes()


class _Painting:
    """What the pages of one file share."""

    def __init__(self, document: Document, book: FontBook, target: str) -> None:
        self._document = document
        self._book = book
        self._file = TaggedFile()
        self._tree = StructureTree(self._file, document.elements)
        self._places = TreePlaces(document)
        self._painted = Painted()
        self._links: list[tuple[Link, Panel]] = []
        self._fonts = FontsInUse(book)
        self._states = OpacityStates()
        self._pictures: dict[Picture, tuple[str, Part]] = {}

        @cache
        def rgb(colour: Colour) -> tuple[float, float, float]:
            return resolve(colour, document.colours, target)

        self._rgb = rgb

    def file_bytes(self) -> bytes:
        """Paint all sheets and write the file."""
        file, painted = self._file, self._painted
        for sheet in self._document.sheets:
            self._sheet(sheet)
        lost = self._places.unclaimed()
        if lost:
            raise ValueError(f"the structure tree holds items that stand on no sheet: {lost}")
        finish_annotations(painted, self._links, self._spot)
        self._fonts.embed(file)
        file.set_resources(self._states.entries, {name: part.ref for name, part in self._pictures.values()})
        file.set_catalog({"StructTreeRoot": self._tree.add(painted).ref})
        outline = add_outline(file, self._document.bookmarks, self._spot)
        if outline is not None:
            file.set_catalog({"Outlines": outline.ref, "PageMode": "/UseOutlines"})
        return file.write(add_metadata(file, self._document))

    def _spot(self, element: int) -> Spot:
        return self._tree.first_spot(element, self._painted)

    def _sheet(self, sheet: Sheet) -> None:
        page = self._file.begin_page(sheet.width, sheet.height)
        code = PageCode(sheet.height, self._fonts, self._states, self._rgb)
        panels = panels_in_order(self._document, sheet)
        sequences: list[int] = []
        for run in runs(placed_items(panels, self._book), self._places):
            self._run(run, page, code, sequences)
        if sheet.items:
            self._run(
                Run(None, PAGE, items=[placed(item, 0.0, 0.0, self._book) for item in sheet.items]),
                page,
                code,
                sequences,
            )
        self._painted.sequences.append(sequences)
        for panel in panels:
            for link in panel.links:
                add_annotation(self._file, page, self._painted, link)
                self._links.append((link, panel))
        page.Contents = compressed_stream(code.finish())
        if code.see_through:
            page.Group = "<</S/Transparency/CS/DeviceRGB>>"

    def _run(self, run: Run, page: Page, code: PageCode, sequences: list[int]) -> None:
        if run.element is None:
            code.begin_mark("Artifact", f"<<{run.artifact}>>")
        else:
            tag = self._document.elements[run.element].role if run.actual is None else "Span"
            actual = "" if run.actual is None else f"/ActualText{text_string(run.actual)}"
            code.begin_mark(tag, f"<</MCID {len(sequences)}{actual}>>")
        for on_sheet in run.items:
            item, dx, dy, spelling, _ = on_sheet
            if isinstance(item, Image):
                picture = read_picture(item.file)
                code.picture(self._resource(picture), on_sheet.rect, see_through=picture.alpha is not None)
            elif isinstance(item, Drawing):
                code.drawing(item, dx, dy)
            elif spelling is not None:
                code.text(item, spelling, dx, dy)
            if run.element is not None:
                self._painted.spots[item.number] = Spot(page, len(sequences), on_sheet)
        code.end_mark()
        if run.element is not None:
            sequences.append(run.element)

    def _resource(self, picture: Picture) -> str:
        if picture not in self._pictures:
            self._pictures[picture] = (f"I{len(self._pictures) + 1}", add_picture(self._file, picture))
        return self._pictures[picture][0]
