"""A list of icons comes in, slabs go out: each icon at the edge, its words beside it. The words say all."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from foldwell.content.composing.story_showing import IconItem, IconList
from foldwell.content.icon_set import icon_svg
from foldwell.diagnostics import Span
from foldwell.layout.blocks.lists import cost_between
from foldwell.layout.column import Column
from foldwell.layout.document import Colour, Drawing, Rect, Shape
from foldwell.layout.pictures.svg import drawing_of
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import Slab
from foldwell.layout.tray import Tray, enlarged
from foldwell.type.symbols import MIDDLE

TALL = 1.85  # em of the words beside it: 22 pt beside 12 pt
STROKE = 1.6  # points beside text of 12 pt: one weight of line for all icons of a layout, whatever their size
GAP = 9.0  # points between an icon and its words
WIDE = 330.0  # points: from this measure on, two stand side by side
BETWEEN = 20.0  # points between these two
SPACE = 9.0  # points between two rows


def icon_slabs(setter: Setter, block: IconList, column: Column) -> list[Slab]:
    """Icons with their words, in one column or in two that are read row by row."""
    attributes = (("List", "ListNumbering", "None"),)
    element = setter.tree.open("L", column.element, block.span, attributes=attributes)
    abreast = 2 if column.measure >= WIDE * enlarged(setter) and len(block.items) > 1 else 1
    width = (column.measure - BETWEEN * (abreast - 1)) / abreast
    rows = [block.items[at : at + abreast] for at in range(0, len(block.items), abreast)]
    slabs = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, item in enumerate(row):
            left = (width + BETWEEN) * (abreast - 1 - place if setter.rtl else place)
            cells.append((item, replace(column, element=element, x=column.x + left, measure=width)))
        slab = _row(setter, cells)
        before = setter.half if number == 1 else SPACE
        after = setter.leading if number == len(rows) else SPACE
        slabs.append(replace(slab, before=before, after=after, break_cost=cost_between(number, len(rows))))
    return slabs


def _row(setter: Setter, cells: list[tuple[IconItem, Column]]) -> Slab:
    """Icons side by side with their first lines on one baseline; an icon is centred on the capitals of its line."""
    tray = Tray()
    style = cells[0][1].item_text
    look = setter.look(style)
    size = TALL * look.size
    line = max(look.baseline, size / 2 + MIDDLE * look.size)  # where the first baseline is, from the slab's top
    for item, column in cells:
        entry = setter.tree.open("LI", column.element, item.span)
        body = setter.tree.open("LBody", entry, item.span)
        icon_x = column.x + column.measure - size if setter.rtl else column.x
        rect = Rect(icon_x, line - MIDDLE * look.size - size / 2, size, size)
        shapes, scale = icon_shapes(setter, item.icon, size, Colour("primary-graphic"), column.files, item.span)
        tray.draw(setter, shapes, rect, item.span, scale)
        left, right = (0.0, size + GAP) if setter.rtl else (size + GAP, 0.0)
        inner = column.inside(body, left, right)
        words = setter.paragraph(item.inline, style, body, inner.measure, x=inner.x, role=None, colour=column.colour)
        tray.set(words, line - look.baseline)
    return tray.slab(cells[0][0].span, "icons", baseline=line)


def icon_shapes(
    setter: Setter, name: str, size: float, colour: Colour, files: Path, span: Span
) -> tuple[tuple[Shape, ...], float]:
    """An icon in one colour and the icons' one weight of line, in a square of `size` points once it is scaled; and the
    scale. `files` is a folder of the workspace that remembers the drawing."""
    picture = drawing_of(icon_svg(name), Path(f"{name}.svg"), span, setter.sink, near=files / f"{name}.svg")
    if picture is None:
        return (), 1.0
    scale = size / picture.width
    return _inked(picture.shapes, colour, STROKE * enlarged(setter) / scale), scale


def icon(setter: Setter, name: str, rect: Rect, colour: Colour, files: Path, span: Span) -> Drawing:
    """An icon in a square, an artifact: it is for what the words beside it say."""
    shapes, scale = icon_shapes(setter, name, rect.width, colour, files, span)
    return Drawing(setter.tree.number(None), None, rect, shapes, span, scale=scale)


@lru_cache(maxsize=256)
def _inked(shapes: tuple[Shape, ...], colour: Colour, width: float) -> tuple[Shape, ...]:
    return tuple(
        replace(
            shape, fill=colour if shape.fill else None, stroke=colour if shape.stroke else None,
            width=width,
        )
        for shape in shapes
    )  # fmt: skip
