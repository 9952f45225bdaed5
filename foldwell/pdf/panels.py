"""A panel and where it stands come in; its part of a page's content goes out, painted anew only where that is needed.

A panel is painted in stretches of some items that follow each other. A stretch begins from the page's first graphics
state and leaves nothing behind, so that it does not depend on what stands around it. What it does depend on is compared
before it is used again: the names of fonts and pictures in the file, and where the structure tree places each item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from msgspec import Struct

from foldwell.content.identity import Made
from foldwell.layout.document import Drawing, Image, Item, Panel, Text
from foldwell.pdf.colour import Inks
from foldwell.pdf.content_stream import GraphicsStates, PageCode
from foldwell.pdf.marking import PAGE, Claims, PlacedItem, Run, TreePlaces, joined_claims, placed, runs
from foldwell.pdf.notation import text_string
from foldwell.pdf.resources import Demands, Names, Resources, demands_of, joined_demands
from foldwell.type.fonts import FontBook

STRETCH = 12  # items, or more up to where the next element begins: what is painted anew where one of them is new
Mark = tuple[int, int]  # where an item is painted: the page's number, and its sequence's number there


class Ground(NamedTuple):
    """The page that a panel stands on: its number, its height (points), and how many sequences it has already."""

    page: int
    height: float
    sequences: int = 0


class Stretch(Struct, frozen=True):
    """Items that are painted: their operators, the element of each sequence, and by number each item's mark and place.

    `see_through` tells that what is under them shows through somewhere. The rest is what the operators depend on.
    """

    code: bytes
    sequences: tuple[int, ...]
    marks: Mapping[int, Mark]
    placed: Mapping[int, PlacedItem]
    states: Mapping[str, str]
    see_through: bool
    demands: Demands
    names: Names
    claims: Claims


_stretches: Made[Stretch] = Made(512)  # of some 10 kB: all sheets of a clinic for desk and e-mail
_wholes: Made[Stretch] = Made(192)  # of some 50 kB, most of which the stretches hold as well
_panels: Made[tuple[Stretch, ...]] = Made(96)


class PanelPainter:
    """Paints the panels of one file."""

    def __init__(self, book: FontBook, inks: Inks, resources: Resources, places: TreePlaces) -> None:
        self._book = book
        self._inks = inks
        self._resources = resources
        self._places = places

    def paint(self, panel: Panel, ground: Ground) -> tuple[Stretch, ...]:
        """All of a panel. Its running matter is apart from the rest: a revision changes there, and what did not change
        is neither deflated again nor looked for in the tree. Raises ValueError where the tree misplaces an item."""
        things, values = (panel, self._inks), (ground, self._book)  # the books of two clinics are equal
        whole = _panels.known(things, values)
        if whole is None or not all(map(self._holds, whole)):
            whole = _panels.keep(tuple(self._apart(panel, ground)), things, values)
        for stretch in whole:
            self._resources.states.entries.update(stretch.states)
        return whole

    def paint_marks(self, marks: tuple[Item, ...], ground: Ground) -> Stretch:
        """A page's marks of production, which stand in the page's own axes."""
        made = self._stretch(marks, (0.0, 0.0), ground, production=True)
        self._resources.states.entries.update(made.states)
        return made

    def _holds(self, stretch: Stretch) -> bool:
        """Whether this file gives what was painted before the same names, and the tree places its items alike."""
        return self._resources.names(stretch.demands) == stretch.names and self._places.hold(stretch.claims)

    def _apart(self, panel: Panel, ground: Ground) -> Iterator[Stretch]:
        corner, sequences = (panel.rect.x, panel.rect.y), ground.sequences
        for _, parts in groupby(stretches(panel.items), _begins_running):
            whole = self._whole(list(parts), corner, ground._replace(sequences=sequences))
            sequences += len(whole.sequences)
            yield whole

    def _whole(self, parts: list[tuple[Item, ...]], corner: tuple[float, float], ground: Ground) -> Stretch:
        """Items that follow each other, some more for each part, as one stretch."""
        things, values = (*chain.from_iterable(parts), self._inks), (corner, ground, self._book)
        known = _wholes.known(things, values)
        if known is None or not self._holds(known):
            known = _wholes.keep(self._joined(parts, corner, ground), things, values)
        return known

    def _joined(self, parts: list[tuple[Item, ...]], corner: tuple[float, float], ground: Ground) -> Stretch:
        painted: list[Stretch] = []
        sequences = ground.sequences
        for items in parts:
            painted.append(self._stretch(items, corner, ground._replace(sequences=sequences)))
            sequences += len(painted[-1].sequences)
        return painted[0] if len(painted) == 1 else self._join(painted)

    def _join(self, parts: list[Stretch]) -> Stretch:
        """Stretches as one; what they call for has its names already."""
        marks: dict[int, Mark] = {}
        where: dict[int, PlacedItem] = {}
        states: dict[str, str] = {}
        for part in parts:
            marks.update(part.marks)
            where.update(part.placed)
            states.update(part.states)
        demands = joined_demands([part.demands for part in parts])
        return Stretch(
            b"\n".join([part.code for part in parts]), tuple(chain.from_iterable([part.sequences for part in parts])),
            marks, where, states, any(part.see_through for part in parts), demands,
            self._resources.names(demands), joined_claims([part.claims for part in parts]),
        )  # fmt: skip

    def _stretch(
        self, items: tuple[Item, ...], corner: tuple[float, float], ground: Ground, *, production: bool = False
    ) -> Stretch:
        things, values = (*items, self._inks), (corner, ground, self._book, production)
        known = _stretches.known(things, values)
        if known is None or not self._holds(known):
            known = _stretches.keep(self._painted(items, corner, ground, production), things, values)
        return known

    def _painted(
        self, items: tuple[Item, ...], corner: tuple[float, float], ground: Ground, production: bool
    ) -> Stretch:
        on_page = [placed(item, *corner, self._book) for item in items]
        demands = demands_of(on_page)
        names = self._resources.names(demands)
        states = GraphicsStates()
        code = PageCode(ground.height, self._resources.fonts, states, self._inks)
        sequences: list[int] = []
        marks: dict[int, Mark] = {}
        where: dict[int, PlacedItem] = {}
        for run in [Run(None, PAGE, items=on_page)] if production else runs(on_page, self._places):
            mcid = ground.sequences + len(sequences)
            self._run(run, code, mcid)
            if run.element is not None:
                sequences.append(run.element)
                for each in run.items:
                    marks[each.item.number] = (ground.page, mcid)
                    where[each.item.number] = each
        return Stretch(
            b"q\n%b\nQ" % code.finish(), tuple(sequences), marks, where, states.entries,
            code.see_through, demands, names, self._places.claims(items),
        )  # fmt: skip

    def _run(self, run: Run, code: PageCode, mcid: int) -> None:
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


def stretches(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The items of a panel in order of painting; those that could share a sequence are not parted. Running matter, in
    which a revision and its date stand, is apart from the rest."""
    start = 0
    for index in range(1, len(items)):
        before, item = items[index - 1], items[index]
        if item.element != before.element and (index - start >= STRETCH or _is_running(item)):
            yield tuple(items[start:index])
            start = index
    yield tuple(items[start:])


def _begins_running(items: tuple[Item, ...]) -> bool:
    return any(map(_is_running, items[:1]))


def _is_running(item: Item) -> bool:
    return item.element is None and isinstance(item, Text)
