"""A page of a PDF comes in; the page as it is looked at goes out: its boxes in points, upright, and its code."""

from __future__ import annotations

from msgspec import Struct

from foldwell.checks.preflight.findings import INCH, MM, Place
from foldwell.checks.preflight.geometry import SAME, Box, Matrix
from foldwell.checks.preflight.marks import Mark
from foldwell.checks.preflight.objects import (
    PdfObject,
    content,
    entry,
    inherited,
    is_stream,
    items,
    number,
    numbers,
    whole,
)

LETTER = Box(0.0, 0.0, 612.0, 792.0)  # what readers take where a page has no size of its own
STEP = INCH / 8  # papers measured in inches are whole eighths of an inch
ROUNDING = 0.3  # points: A4 written as 595 × 842 is no inch paper for it, and letter as 611.9 is


class View(Struct, frozen=True):
    """A page: its number from 1, its boxes (None: the file does not say), the matrix that turns it upright."""

    number: int
    page: PdfObject
    matrix: Matrix
    media: Box
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    has_media: bool
    unit: float

    @property
    def edge(self) -> Box:
        """Where the sheet is cut, as far as one can tell."""
        return self.trim or self.bleed or self.crop or self.media

    @property
    def printed(self) -> Box:
        """What is printed besides marks: the trim with its bleed."""
        return self.bleed or self.edge

    @property
    def metric(self) -> bool:
        """Whether the trimmed paper is measured in millimetres."""
        sides = (self.edge.width, self.edge.height)
        return any(abs(side / STEP - round(side / STEP)) * STEP > ROUNDING for side in sides)

    @property
    def usual_bleed(self) -> float:
        """How much bleed is usual for the paper, in points."""
        return 3 * MM if self.metric else 0.125 * INCH

    def place(self, box: Box | None = None) -> Place:
        """Where a rectangle lies, for people."""
        if box is None:
            return Place(self.number)
        return Place(self.number, box, box.left - self.edge.left, self.edge.top - box.top, self.metric)

    def where(self, mark: Mark) -> tuple[Place, str]:
        """Where a mark lies, and what it is."""
        return self.place(mark.box), mark.what


def view_page(page: PdfObject, number_: int) -> View:
    """The view of a page dictionary. Boxes that are damaged count as missing."""
    raw_media = _corners(inherited(page, "/MediaBox"))
    turned = whole(inherited(page, "/Rotate")) or 0
    unit = number(entry(page, "/UserUnit")) or 1.0
    matrix = _upright(turned, unit)

    def box(value: PdfObject) -> Box | None:
        found = _corners(value)
        return found.through(matrix) if found else None

    return View(
        number_, page, matrix, (raw_media or LETTER).through(matrix), box(inherited(page, "/CropBox")),
        box(entry(page, "/BleedBox")), box(entry(page, "/TrimBox")) or box(entry(page, "/ArtBox")),
        raw_media is not None, unit,
    )  # fmt: skip


def code_of(page: PdfObject) -> tuple[bytes, bool]:
    """A page's code, its streams joined as one (ISO 32000-1, 7.8.2), and whether all of it could be read."""
    found = entry(page, "/Contents")
    streams = [found] if is_stream(found) else items(found)
    parts = [content(stream) for stream in streams]
    return b"\n".join(part for part in parts if part is not None), None not in parts


def _corners(value: PdfObject) -> Box | None:
    found = numbers(value, 4)
    if found is None:
        return None
    box = Box(*found).upright()
    return box if box.width > 0 and box.height > 0 else None


def _upright(turned: int, unit: float) -> Matrix:
    """The matrix by which a page that is shown turned (clockwise, in quarters) and in units of its own is looked at."""
    a, b, c, d, _, _ = {90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}.get(
        turned % 360, SAME
    )
    return (a * unit, b * unit, c * unit, d * unit, 0.0, 0.0)
