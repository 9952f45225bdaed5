"""Slabs: the pieces of a region's content that are stacked from top to bottom and never cut.

A line of a paragraph, a row of a table, a figure, a QR code: each is one slab. Between two slabs a panel may end, at a
cost. Items of a slab count from the slab's top left corner, x from the left edge of the region's frame.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from foldwell.diagnostics import Span
from foldwell.layout.document import Colour, Drawing, Item, Rect, Text
from foldwell.layout.tree import Lift

# What it costs to end a panel before a slab. Anything from LOUD up is told to the user where it could not be helped.
FREE = 0.0
BETWEEN_ITEMS = 40.0  # between two items of a list
LONE_ITEM = 600.0  # leaves the first or carries over the last item of a list alone
IN_PARAGRAPH = 120.0  # between two lines in the middle of a paragraph
IN_SECTION = 150.0  # anywhere in a section, besides, where there are pages enough to begin one on the next
IN_REQUIRED = 350.0  # the same in a required one
LOUD = 1000.0
IN_ITEM = 1500.0  # inside a list item
WIDOW = 2500.0  # one line of a paragraph left behind or carried over
IN_CALLOUT = 4000.0
AFTER_HEADING = 20000.0
NEVER = 1e9


class PendingLink(Struct, frozen=True):
    """A link whose target may not be laid out yet: `key` names an anchor of the tree."""

    rect: Rect
    element: int
    address: str | None
    key: str | None
    description: str


class Box(Struct, frozen=True, eq=False):
    """A ground that lies under all slabs that hold this very box: its colour, an optional bar, the padding around the
    text. Two boxes that look the same are still two (`eq=False`)."""

    ground: Colour
    bar: Colour | None
    padding: float
    x: float
    width: float


class Slab(Struct, frozen=True, eq=False):
    """One indivisible piece, known by its identity: what was done with the very same slabs before is remembered.

    `baseline` counts from its top; `grid` tells whether it snaps ("line", "half", "none"). Around headings the eye
    measures from ink to ink: `ink` is how far below its top a slab is seen to begin, `foot` how far above its bottom it
    is seen to end, and `clear` how much white a heading needs above it at least."""

    height: float
    items: tuple[Item, ...]
    span: Span
    baseline: float = 0.0
    grid: str = "none"
    before: float = 0.0
    after: float = 0.0
    break_cost: float = FREE
    links: tuple[PendingLink, ...] = ()
    box: Box | None = None
    words: int = 0
    what: str = ""
    ink: float = 0.0
    foot: float = 0.0
    clear: float = 0.0


class Galley(Struct, frozen=True, eq=False):
    """Slabs under each other, and for each what its numbers are raised by."""

    slabs: tuple[Slab, ...] = ()
    lifts: tuple[Lift, ...] = ()


def moved_item(item: Item, dx: float, dy: float, up: int = 0, on: int = 0) -> Item:
    """The item shifted, its element's number raised by `up` and its own by `on` (see `raised`).

    Items are made anew field by field: `replace` takes five times as long, and there are many.
    """
    rect, number, element = item.rect.moved(dx, dy), item.number, item.element
    if element is not None:
        number, element = number + on, element + up
    if isinstance(item, Text):
        return Text(
            number, element, rect, item.baseline + dy, item.face, item.size, item.glyphs, item.colour,
            item.text, item.span, item.actual,
        )  # fmt: skip
    if isinstance(item, Drawing):
        return Drawing(
            number, element, rect, item.shapes, item.span, item.actual, item.scale, item.clip
        )  # fmt: skip
    return replace(item, rect=rect, element=element, number=number)


def moved_link(link: PendingLink, dx: float, dy: float, up: int = 0) -> PendingLink:
    """The link shifted, its element's number raised by `up`."""
    return PendingLink(link.rect.moved(dx, dy), link.element + up, link.address, link.key, link.description)


def with_first(slabs: list[Slab], **changes: object) -> list[Slab]:
    """The slabs with some fields of the first changed."""
    return [replace(slabs[0], **changes), *slabs[1:]] if slabs else slabs


def with_last(slabs: list[Slab], **changes: object) -> list[Slab]:
    """The slabs with some fields of the last changed."""
    return [*slabs[:-1], replace(slabs[-1], **changes)] if slabs else slabs


def kept_together(slabs: list[Slab], cost: float) -> list[Slab]:
    """The slabs of a section, each break between them dearer by `cost`."""
    return [replace(slab, break_cost=slab.break_cost + cost) if n else slab for n, slab in enumerate(slabs)]


def shifted(slab: Slab, dy: float) -> Slab:
    """The slab with its items and links moved down inside it."""
    items = tuple(moved_item(item, 0.0, dy) for item in slab.items)
    return replace(slab, items=items, links=tuple(moved_link(link, 0.0, dy) for link in slab.links))
