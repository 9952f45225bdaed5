"""A panel and where it stands come in; its part of a page's content goes out, painted anew only where that is needed.

A panel's operators begin from the page's first graphics state and leave nothing behind, so that they do not depend on
what stands around it. What they do depend on is compared before they are used again: the names of fonts and pictures
in the file, and where the structure tree places each item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from foldwell.layout.document import Drawing, Image, Panel, Rect
from foldwell.pdf.colour import Inks
from foldwell.pdf.content_stream import GraphicsStates, PageCode
from foldwell.pdf.marking import Claims, PlacedItem, Run, TreePlaces, placed_items, runs
from foldwell.pdf.notation import text_string
from foldwell.pdf.resources import Demands, Names, Resources, demands_of
from foldwell.pdf.reuse import Made
from foldwell.type.fonts import FontBook

Mark = tuple[int, int]  # where an item is painted: the page's number, and its sequence's number there


class Ground(NamedTuple):
    """The page that a panel stands on: its number, its height (points), and how many sequences it has already."""

    page: int
    height: float
    sequences: int


@dataclass(frozen=True, slots=True)
class PaintedPanel:
    """A panel's operators, the element of each of its sequences, and by number each item's mark and place on the page.

    `see_through` tells that what is under it shows through somewhere. The rest is what the operators depend on.
    """

    code: bytes
    sequences: tuple[int, ...]
    marks: Mapping[int, Mark]
    rects: Mapping[int, Rect]
    states: Mapping[str, str]
    see_through: bool
    demands: Demands
    names: Names
    claims: Claims


_painted: Made[PaintedPanel] = Made(256)  # of some 50 kB: all sheets of a clinic for desk and e-mail


class PanelPainter:
    """Paints the panels of one file."""

    def __init__(self, book: FontBook, inks: Inks, resources: Resources, places: TreePlaces) -> None:
        self._book = book
        self._inks = inks
        self._resources = resources
        self._places = places

    def paint(self, panel: Panel, ground: Ground) -> PaintedPanel:
        """The panel painted. Raises ValueError where the tree does not hold each of its items once."""
        things = (panel, self._inks, self._book)
        known = _painted.known(things, ground)
        if known is None or self._resources.names(known.demands) != known.names or not self._places.hold(known.claims):
            known = _painted.keep(self._anew(panel, ground), things, ground)
        self._places.claim(known.claims, panel)
        self._resources.states.entries.update(known.states)
        return known

    def _anew(self, panel: Panel, ground: Ground) -> PaintedPanel:
        items = list(placed_items((panel,), self._book))
        demands = demands_of(items, self._book)
        names = self._resources.names(demands)
        states = GraphicsStates()
        code = PageCode(ground.height, self._resources.fonts, states, self._inks)
        sequences: list[int] = []
        marks: dict[int, Mark] = {}
        rects: dict[int, Rect] = {}
        for run in runs(items, self._places):
            mcid = ground.sequences + len(sequences)
            self.run(run, code, mcid)
            if run.element is not None:
                sequences.append(run.element)
                for on_sheet in run.items:
                    marks[on_sheet.item.number] = (ground.page, mcid)
                    rects[on_sheet.item.number] = on_sheet.rect
        claims = self._places.claims(item.item for item in items)
        return PaintedPanel(
            b"q\n%b\nQ" % code.finish(),
            tuple(sequences),
            marks,
            rects,
            states.entries,
            code.see_through,
            demands,
            names,
            claims,
        )

    def run(self, run: Run, code: PageCode, mcid: int) -> None:
        """Paint what shares a sequence, which has this number if it belongs to an element."""
        if run.element is None:
            code.begin_mark("Artifact", f"<<{run.artifact}>>")
        else:
            tag = self._places.role(run.element) if run.actual is None else "Span"
            actual = "" if run.actual is None else f"/ActualText{text_string(run.actual)}"
            code.begin_mark(tag, f"<</MCID {mcid}{actual}>>")
        for on_sheet in run.items:
            self._item(on_sheet, code)
        code.end_mark()

    def _item(self, on_sheet: PlacedItem, code: PageCode) -> None:
        item, dx, dy, spelling, _ = on_sheet
        if isinstance(item, Image):
            name, see_through = self._resources.picture(item)
            code.picture(name, on_sheet.rect, see_through=see_through, clip=item.clip)
        elif isinstance(item, Drawing):
            code.drawing(item, dx, dy)
        elif spelling is not None:
            code.text(item, spelling, dx, dy)
