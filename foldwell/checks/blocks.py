"""A finished PDF comes in; what it says goes out block by block, in reading order, with the place of each.

The order is that of the structure tree, across the pages: a trifold's cover is read before its inside, wherever they
are printed. A file without a tree is read page by page.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from msgspec import Struct, field

from foldwell.checks import pdfium
from foldwell.checks.pdfium import Handle
from foldwell.checks.reading import INLINE, UnreadablePdf, is_turned, marked_objects, marked_text
from foldwell.checks.words import LIGATURES, UNREAD

WITHIN = frozenset({"Lbl", "LBody", "TH", "TD"})  # they part words, but a list's item and a table's row are one block
GUTTER = 30.0  # points: two panels are farther apart (a quarter inch on each side of a fold), columns of one are not
_ALIKE = LIGATURES | UNREAD


class Place(Struct, frozen=True, order=True):
    """Where something stands: its page, and which panel of those on the page, all counted from 1 and from the left."""

    page: int
    panel: int = 1
    panels: int = 1

    def __str__(self) -> str:
        return f"page {self.page}" + (f", panel {self.panel} of {self.panels}" if self.panels > 1 else "")


class Block(Struct, frozen=True):
    """A heading, a paragraph, an item of a list, a row of a table, or what is said of a picture."""

    role: str
    words: tuple[str, ...]
    place: Place

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of any depth."""
        return self.role.startswith("H") and self.role[1:].isdigit()


class Reading(Struct, frozen=True):
    """All that a file says: its title and language, its blocks in reading order, and where its links lead."""

    title: str
    language: str
    pages: int
    blocks: tuple[Block, ...]
    links: tuple[str, ...]


class _Page(Struct):
    """What pdfium found on a page: each marked sequence's text and left edge, and the panels' left edges."""

    text: dict[int, str]
    left: dict[int, float]
    panels: list[float]
    whole: str

    def place(self, number: int, sequence: int) -> Place:
        """The place of a sequence on the page, which is the one of this `number`."""
        left = self.left.get(sequence, 0.0)
        panel = max(sum(edge <= left + 0.01 for edge in self.panels), 1)
        return Place(number, panel, max(len(self.panels), 1))


class _Growing(Struct):
    """A block that is being read."""

    role: str
    parts: list[str] = field(default_factory=list)
    place: Place | None = None


def read_blocks(pdf: bytes) -> Reading:
    """What a file says. Raises UnreadablePdf."""
    pages = _read_pages(pdf)
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            root = opened.Root
            tree = root.get("/StructTreeRoot")
            blocks = list(_Walk(opened, pages).blocks(tree)) if tree is not None else []
            return Reading(
                str(opened.docinfo.get("/Title", "")), str(root.get("/Lang", "")), len(pages),
                tuple(blocks or _page_by_page(pages)), tuple(_links(opened)),
            )  # fmt: skip
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise UnreadablePdf("it is damaged: get or build it again") from fault


def _page_by_page(pages: list[_Page]) -> Iterator[Block]:
    for number, page in enumerate(pages, 1):
        words = _words([page.whole])
        if words:
            yield Block("Page", words, Place(number))


def _words(parts: list[str]) -> tuple[str, ...]:
    words = (word.translate(_ALIKE) for word in "".join(parts).split())
    return tuple(word for word in words if word)


def _links(opened: pikepdf.Pdf) -> Iterator[str]:
    for page in opened.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                yield str(action.URI)


class _Walk:
    """Goes through a structure tree and collects its blocks."""

    def __init__(self, opened: pikepdf.Pdf, pages: list[_Page]) -> None:
        self._numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
        self._pages = pages
        self._growing = _Growing("")
        self._before = Place(1)

    def blocks(self, tree: Any) -> Iterator[Block]:
        """The blocks that have words, in reading order."""
        yield from self._element(tree, None, "")
        yield from self._done("")

    def _done(self, role: str) -> Iterator[Block]:
        """The block that was growing, where it has words; the next one has the role given."""
        grown, self._growing = self._growing, _Growing(role)
        words = _words(grown.parts)
        if words:
            self._before = grown.place or self._before
            yield Block(grown.role, words, self._before)

    def _element(self, element: Any, page: int | None, above: str) -> Iterator[Block]:
        role = str(element.get("/S", ""))[1:]
        if "/Pg" in element:
            page = self._numbers.get(element.Pg.objgen, page)
        opens = role not in INLINE and role not in WITHIN
        if opens:
            yield from self._done(role)
        elif role in WITHIN:
            self._growing.parts.append(" ")
        if "/Alt" in element:
            self._tell(str(element.Alt), page)
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else () if kids is None else (kids,):
            if isinstance(kid, int):
                self._content(page, kid)
            elif "/S" in kid:
                yield from self._element(kid, page, role if opens else above)
            elif "/MCID" in kid:
                self._content(self._numbers.get(kid.Pg.objgen) if "/Pg" in kid else page, int(kid.MCID))
        if opens:
            yield from self._done(above)
        elif role in WITHIN:
            self._growing.parts.append(" ")

    def _content(self, page: int | None, sequence: int) -> None:
        if page is not None:
            text = self._pages[page - 1].text.get(sequence, "")
            self._growing.parts.append(text)
            if self._growing.place is None and text.strip():
                self._growing.place = self._pages[page - 1].place(page, sequence)

    def _tell(self, words: str, page: int | None) -> None:
        """What is said of a picture. It stands where the block before it does, where that is on the same page."""
        self._growing.parts.append(f" {words} ")
        if self._growing.place is None and page is not None and page != self._before.page:
            self._growing.place = Place(page, 1, max(len(self._pages[page - 1].panels), 1))


def _read_pages(pdf: bytes) -> list[_Page]:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None)
    if not document:
        raise UnreadablePdf("it is damaged, locked with a password, or no PDF: get or build it again")
    try:
        turned = is_turned(document)
        return [_read_page(document, number, turned) for number in range(pdfium.FPDF_GetPageCount(document))]
    finally:
        pdfium.FPDF_CloseDocument(document)


def _read_page(document: Handle, number: int, turned: bool) -> _Page:
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        left: dict[int, float] = {}
        spans = []
        edges = [ctypes.c_float() for _ in range(4)]
        for sequence, item in marked_objects(page):
            pdfium.FPDFPageObj_GetBounds(item, *edges)
            spans.append((edges[0].value, edges[2].value))
            left.setdefault(sequence, edges[0].value)
        return _Page(marked_text(page, text, turned), left, _panels(spans), _whole(text))
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _panels(spans: list[tuple[float, float]]) -> list[float]:
    """The left edges of what stands side by side with a gutter between, from top to foot."""
    panels: list[float] = []
    reach = float("-inf")
    for start, end in sorted(spans):
        if start - reach >= GUTTER:
            panels.append(start)
        reach = max(reach, end)
    return panels


def _whole(text: Handle) -> str:
    count = pdfium.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    size = pdfium.FPDFText_GetText(text, 0, count, buffer) if count > 0 else 0
    return bytes(buffer)[: max(size - 1, 0) * 2].decode("utf-16-le", "replace")
