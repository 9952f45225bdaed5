"""A finished PDF and what staff read off a printer's calibration sheet come in; the PDF for that printer goes out.

The sheet is turned over from left to right, as a page of a book. Where the front moves to the right, the back must move
to the left, so that the folds of both sides stay on each other. Lengths are points, y runs down.
"""

from __future__ import annotations

import io
from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct

from foldwell.desk.settings import Calibration, EdgeLoss
from foldwell.diagnostics import Sink
from foldwell.layout.document import Document, Rect, Sheet, Text

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

FOLD_PLAY = 2.0  # points; the folded-in panel is 4.5 pt narrower on letter paper (see docs/layouts.md): less than half
SLACK = 0.05  # points; less than printers can place
MM = 72 / 25.4
EDGES = ("left", "top", "right", "bottom")
TURNED_OVER_SHORT_EDGE = "DuplexFlipShortEdge"

Edges = tuple[float, float, float, float]  # in the order of EDGES


class Step(Struct, frozen=True):
    """How far the whole sheet moves on the paper, as seen from its front (points)."""

    right: float = 0.0
    down: float = 0.0


class _Side(Struct, frozen=True):
    """How the printer treats one side of a sheet: whether it is turned by 180 degrees, which way (1 or -1) it goes to
    the right and down on its own page when the sheet steps that way, its own shift, and its white edges."""

    width: float
    height: float
    turned: bool
    ways: tuple[int, int]
    shift: tuple[float, float]
    lost: Edges

    def moved(self, step: Step) -> tuple[float, float]:
        """How far this side's content moves to the right and down on its own page, besides being turned."""
        return self.ways[0] * step.right - self.shift[0], self.ways[1] * step.down - self.shift[1]

    def on_paper(self, box: Rect) -> Rect:
        """Where a box of the content comes to lie without any step: the printer's shift and ours cancel out."""
        if self.turned:
            return Rect(self.width - box.right, self.height - box.bottom, box.width, box.height)
        return box


def calibrated(pdf: bytes, calibration: Calibration, step: Step | None = None) -> bytes:
    """The PDF with each page's content where this printer must be given it; tags and words stay as they are.

    The back moves against the shift that was read off, and is turned by 180 degrees where the sheet is to be turned on
    its short edge and the printer only turns on the long one. `step` comes from `step_off_edges`. The same bytes and
    numbers give the same bytes.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        short_edge = _is_turned_on_short_edge(opened)
        changed = False
        for number, page in enumerate(opened.pages):
            width, height = (float(side) for side in page.mediabox[2:])
            side = _side(width, height, number, short_edge, calibration)
            right, down = side.moved(step or Step())
            if side.turned or right or down:
                _move(page, (-1.0, width + right, height - down) if side.turned else (1.0, right, -down))
                changed = True
        if not changed:
            return pdf
        out = io.BytesIO()
        opened.save(
            out, deterministic_id=True, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return out.getvalue()


def step_off_edges(document: Document, calibration: Calibration, sink: Sink) -> Step | None:
    """The least step that brings all words and pictures of the sheet into what the printer can print; mostly none.

    None, with a complaint `edge-lost`, where there is no such step: nothing is ever made smaller, and a folded sheet
    moves sideways by no more than FOLD_PLAY, since the folds move along.
    """
    lows, highs = [-inf, -inf], [inf, inf]
    sides = [
        (sheet, _side(sheet.width, sheet.height, number, document.duplex == TURNED_OVER_SHORT_EDGE, calibration))
        for number, sheet in enumerate(document.sheets)
    ]
    for sheet, side in sides:
        box = _live_matter(sheet)
        if box is None:
            continue
        room = _room(side.on_paper(box), side)
        for axis, (low, high) in enumerate((room[::2], room[1::2])):
            least, most = (low, high) if side.ways[axis] > 0 else (-high, -low)
            lows[axis], highs[axis] = max(lows[axis], least), min(highs[axis], most)
    if any(sheet.folds for sheet in document.sheets):
        lows[0], highs[0] = max(lows[0], -FOLD_PLAY), min(highs[0], FOLD_PLAY)
    if any(low > high + SLACK for low, high in zip(lows, highs, strict=True)):
        for sheet, side in sides:
            _complain(sheet, side, calibration, sink)
        return None
    right, down = (_nearest_to_none(low, high) for low, high in zip(lows, highs, strict=True))
    return Step(right, down)


def _side(width: float, height: float, number: int, short_edge: bool, calibration: Calibration) -> _Side:
    """Page `number` (from 0) as the printer treats it.

    The calibration sheet lies on its long side. How a printer turns an upright page to print it is not known, so there
    the larger losses are taken, and the shift, which matters to folds alone, is left as it is.
    """
    is_back, lying = number % 2 == 1, width > height
    turned = is_back and short_edge and calibration.flips == "long"
    ways = (1, 1) if not is_back else (1, -1) if turned else (-1, 1)
    shift = (calibration.shift_right, calibration.shift_down) if is_back and lying else (0.0, 0.0)
    return _Side(width, height, turned, ways, shift, _lost(calibration.edges, ways, lying))


def _lost(edges: EdgeLoss, ways: tuple[int, int], lying: bool) -> Edges:
    """The white edges as this side's page has them: the paper's left edge is on the right of its back."""
    if not lying:
        across, along = max(edges.top, edges.bottom), max(edges.left, edges.right)
        return across, along, across, along
    left, right = (edges.left, edges.right)[:: ways[0]]
    top, bottom = (edges.top, edges.bottom)[:: ways[1]]
    return left, top, right, bottom


def _live_matter(sheet: Sheet) -> Rect | None:
    """What must be on the paper: content and running lines. Grounds and bands may lose their edges."""
    rects = [
        item.rect.moved(panel.rect.x, panel.rect.y)
        for panel in sheet.panels
        for item in panel.items
        if item.element is not None or isinstance(item, Text)
    ]
    if not rects:
        return None
    left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
    return Rect(left, top, max(rect.right for rect in rects) - left, max(rect.bottom for rect in rects) - top)


def _room(box: Rect, side: _Side) -> Edges:
    """How far the box may go: at least to the right, at least down, at most to the right, at most down."""
    left, top, right, bottom = side.lost
    return left - box.x, top - box.y, side.width - right - box.right, side.height - bottom - box.bottom


def _nearest_to_none(low: float, high: float) -> float:
    near = min(max(low, 0.0), high)
    return 0.0 if abs(near) <= SLACK else near


def _complain(sheet: Sheet, side: _Side, calibration: Calibration, sink: Sink) -> None:
    """Say of each edge where words stand in what the printer leaves white."""
    box = _live_matter(sheet)
    if box is None:
        return
    room = _room(side.on_paper(box), side)
    for edge, lost, missing in zip(EDGES, side.lost, (room[0], room[1], -room[2], -room[3]), strict=True):
        if missing > SLACK:
            sink.error(
                "edge-lost",
                f"this printer leaves {lost / MM:.1f} mm white at the {edge} edge of side `{sheet.name}`, and words or "
                f"pictures stand {(lost - missing) / MM:.1f} mm from it",
                calibration.edges.span,
                "read the calibration sheet again, or print on a printer that prints nearer to the edge",
            )


def _is_turned_on_short_edge(pdf: Pdf) -> bool:
    import pikepdf

    wishes = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    return str(wishes.get("/Duplex", "")) == f"/{TURNED_OVER_SHORT_EDGE}"


def _move(page: Page, place: tuple[float, float, float]) -> None:
    """Put the page's content and its links where `place` says: 1 or -1 for both axes, and where the origin goes."""
    import pikepdf

    turn, x, y = place
    page.contents_add(f"q {turn:g} 0 0 {turn:g} {x:.4f} {y:.4f} cm\n".encode("ascii"), prepend=True)
    page.contents_add(b"\nQ")
    for annotation in page.get("/Annots", pikepdf.Array()):
        left, low, right, high = (float(number) for number in annotation.Rect)
        xs, ys = sorted((turn * left + x, turn * right + x)), sorted((turn * low + y, turn * high + y))
        annotation.Rect = pikepdf.Array([round(number, 4) for number in (xs[0], ys[0], xs[1], ys[1])])
