"""A laid-out document comes in; the pages that a target makes of its panels go out, each with its boxes and marks.

On a leaf everything is in the page's own points, y still running down: panels are moved to where they stand on the
page, and fields of colour are cut or let out to where the target's paper ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.identity import Made
from foldwell.layout.document import Document, Drawing, Field, Item, Panel, Rect, Shape, Sheet
from foldwell.layout.pictures.symbols import rectangle
from foldwell.pdf.marking import panels_in_order
from foldwell.pdf.press_marks import press_marks, slug_width
from foldwell.pdf.print_shop import Shop
from foldwell.type.fonts import FontBook

_TOUCHES = 0.01  # points: a field that comes this near to the trim is meant to reach it
_made: Made[Panel] = Made(128)  # of little more than the panels themselves


class Leaf(Struct, frozen=True):
    """A page: its size, its panels in reading order, marks of production, and what is left of it when it is cut."""

    width: float
    height: float
    panels: tuple[Panel, ...]
    marks: tuple[Item, ...] = ()
    trim: Rect | None = None
    bleed: Rect | None = None


def whole_sheets(document: Document) -> Iterator[Leaf]:
    """For an office printer: a page for each side of the paper, colour only where such a printer can put it."""
    for sheet in document.sheets:
        inside = Rect(sheet.safe, sheet.safe, sheet.width - 2 * sheet.safe, sheet.height - 2 * sheet.safe)
        panels = tuple(_standing(panel, inside, sheet.safe) for panel in panels_in_order(document, sheet))
        yield Leaf(sheet.width, sheet.height, panels, sheet.items)


def single_panels(document: Document) -> Iterator[Leaf]:
    """For screens: a page for each panel in reading order, as large as the panel, coloured to its edges."""
    for panel in document.panels():
        yield Leaf(panel.rect.width, panel.rect.height, (_alone(panel),))


def press_sheets(document: Document, book: FontBook, shop: Shop) -> Iterator[Leaf]:
    """For a print shop: each side with bleed, and marks in the slug around it; the office printer's ticks are left out.

    Without the press's profile nothing may show through (ISO 15930-4, 6.18): lighter colours stand for it then.
    """
    slug, by = slug_width(shop.bleed), shop.bleed
    for sheet in document.sheets:
        grown = Rect(-by, -by, sheet.width + 2 * by, sheet.height + 2 * by)
        panels = (_bled(panel, sheet, grown) for panel in panels_in_order(document, sheet))
        if shop.profile is None:
            panels = (replace(panel, items=tuple(map(_solid, panel.items))) for panel in panels)
        yield Leaf(
            sheet.width + 2 * slug, sheet.height + 2 * slug,
            tuple(replace(panel, rect=panel.rect.moved(slug, slug)) for panel in panels),
            press_marks(document, sheet, shop.bleed, book),
            Rect(slug, slug, sheet.width, sheet.height), grown.moved(slug, slug),
        )  # fmt: skip


def _standing(panel: Panel, inside: Rect, apart: float) -> Panel:
    """The panel with its grounds; the very same for the very same panel."""
    return _made.recall(lambda: _with_grounds(panel, inside, apart), (panel,), (inside, apart))


def _alone(panel: Panel) -> Panel:
    """The panel on a page of its own, with its grounds; the very same for the very same panel."""
    place = Rect(0.0, 0.0, panel.rect.width, panel.rect.height)
    return _made.recall(lambda: _with_grounds(replace(panel, rect=place), place), (panel,))


def _with_grounds(panel: Panel, inside: Rect, apart: float = 0.0) -> Panel:
    """The panel with its fields as its lowest items, cut to a rectangle of the page; where that
    cuts colour back by `apart` (points), they keep from the panel's sides, too, as they ask."""
    if not panel.fields:
        return panel
    grounds: list[Item] = []
    for field in panel.fields:
        place = field.rect.moved(panel.rect.x, panel.rect.y)
        by = 0.0 if not apart else apart if field.framed else field.apart
        left, top = max(place.x + by, inside.x), max(place.y, inside.y)
        width, height = min(place.right - by, inside.right) - left, min(place.bottom, inside.bottom) - top
        if width > 0 and height > 0:
            cut = Rect(left - panel.rect.x, top - panel.rect.y, width, height)
            grounds.extend(_painted(field, cut, panel, field.radius if by and field.framed else 0.0))
    return replace(panel, items=(*grounds, *panel.items), fields=())


def _painted(field: Field, cut: Rect, panel: Panel, radius: float) -> Iterator[Drawing]:
    """What is left of a field that is cut to a rectangle, and of the art on it."""
    outline = rectangle(0, 0, cut.width, cut.height, radius)
    yield Drawing(-1, None, cut, (Shape(outline, field.colour),), field.span)
    if field.art:
        whole = Rect(0.0, 0.0, panel.rect.width, panel.rect.height)  # the art counts from the panel's corner
        clip = rectangle(cut.x, cut.y, cut.width, cut.height, radius)
        yield Drawing(-1, None, whole, field.art, field.span, clip=clip)


def _bled(panel: Panel, sheet: Sheet, grown: Rect) -> Panel:
    """The panel with the fields that touch the sheet's edge let out into the bleed."""
    fields = []
    for field in panel.fields:
        place = field.rect.moved(panel.rect.x, panel.rect.y)
        left = grown.x if place.x <= _TOUCHES else place.x
        top = grown.y if place.y <= _TOUCHES else place.y
        right = grown.right if place.right >= sheet.width - _TOUCHES else place.right
        bottom = grown.bottom if place.bottom >= sheet.height - _TOUCHES else place.bottom
        rect = Rect(left - panel.rect.x, top - panel.rect.y, right - left, bottom - top)
        fields.append(replace(field, rect=rect))
    return _with_grounds(replace(panel, fields=tuple(fields)), grown)


def _solid(item: Item) -> Item:
    """The item with each see-through shape in the lighter colour that it has on white paper."""
    if not isinstance(item, Drawing) or all(shape.opacity == 1 for shape in item.shapes):
        return item
    return replace(item, shapes=tuple(_thinned(shape) for shape in item.shapes if shape.opacity > 0))


def _thinned(shape: Shape) -> Shape:
    if shape.opacity == 1:
        return shape
    fill, stroke = (
        colour and replace(colour, strength=colour.strength * shape.opacity) for colour in (shape.fill, shape.stroke)
    )
    return replace(shape, fill=fill, stroke=stroke, opacity=1.0)
