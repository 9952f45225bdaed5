"""Make-up: galleys and the frames that they run through come in; what stands on each panel goes out."""

from __future__ import annotations

from operator import attrgetter

from foldwell.content.models.theme import theme_of
from foldwell.diagnostics import Span
from foldwell.layout.document import ARTIFACT, Drawing, Item, Rect, Shape
from foldwell.layout.flow import Filled, Frame, columns_height, fill, fill_pages
from foldwell.layout.grid import Grid
from foldwell.layout.pictures.symbols import rectangle
from foldwell.layout.setting import Terms
from foldwell.layout.slabs import Box, PendingLink, Slab, moved_item, moved_link
from foldwell.layout.stacking import Place, boxed
from foldwell.layout.tree import Lift

_OUTLINE = attrgetter(
    "height", "baseline", "grid", "before", "after", "break_cost", "what", "ink", "foot", "clear"
)  # fmt: skip  # all that decides where slabs stand, besides their boxes


class Alike:
    """Slabs, equal to others that would stand at the same places: another clinic's words rarely move a line."""

    __slots__ = ("_outline", "slabs")
    __hash__ = None  # type: ignore[assignment]  # it is only ever compared

    def __init__(self, slabs: tuple[Slab, ...]) -> None:
        self.slabs = slabs
        self._outline: list[object] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and (self.slabs == other.slabs or self.outline() == other.outline())

    def outline(self) -> list[object]:
        """What decides where the slabs stand."""
        if self._outline is None:
            boxes: dict[int, int] = {}
            self._outline = [
                _OUTLINE(slab) if slab.box is None
                else (*_OUTLINE(slab), boxes.setdefault(id(slab.box), len(boxes)), slab.box.padding)
                for slab in self.slabs
            ]  # fmt: skip
        return self._outline


def filled_in(alike: Alike, frames: tuple[Frame, ...], grid: Grid, first: tuple[int, ...], pages: bool) -> Filled:
    """Where slabs stand in frames, or on pages: see `fill` and `fill_pages`."""
    return (fill_pages if pages else fill)(alike.slabs, frames, grid, first)


def height_in_columns(alike: Alike, columns: tuple[Rect, ...], grid: Grid) -> float:
    """How tall columns side by side must be: see `columns_height`."""
    return columns_height(alike.slabs, columns, grid)


def make_up(
    places: tuple[Place, ...], slabs: tuple[Slab, ...], lifts: tuple[Lift, ...], x: float, terms: Terms
) -> tuple[tuple[Item, ...], tuple[PendingLink, ...]]:
    """The slabs of a frame at their places, `x` points from the panel's left edge, as items and links: boxes first,
    then what stands on them. `lifts` are what the numbers of each slab are raised by."""
    items: list[Item] = []
    links: list[PendingLink] = []
    begin = places[0].index
    for box, group in boxed(places, slabs):
        top = group[0].top - box.padding
        rect = Rect(x + box.x, top, box.width, group[-1].bottom - top)
        items.append(_ground(box, rect, slabs[group[0].index - begin].span, terms))
    for place, slab, (up, on) in zip(places, slabs, lifts, strict=True):
        items.extend([moved_item(item, x, place.top, up, on) for item in slab.items])
        links.extend([moved_link(link, x, place.top, up) for link in slab.links])
    return tuple(items), tuple(links)


def _ground(box: Box, rect: Rect, span: Span, terms: Terms) -> Drawing:
    """A box as it is drawn under its slabs, an artifact."""
    theme = theme_of(terms.layout)
    outline = rectangle(0, 0, rect.width, rect.height, theme.corners)
    shapes = [Shape(outline, fill=box.ground)]
    if box.bar:
        x = rect.width - theme.bar if terms.rtl else 0.0
        shapes.append(Shape(rectangle(x, 0, theme.bar, rect.height), fill=box.bar))
    clip = outline if box.bar and theme.corners else ()  # the bar goes round the corners with its ground
    return Drawing(ARTIFACT, None, rect, tuple(shapes), span, clip=clip)
