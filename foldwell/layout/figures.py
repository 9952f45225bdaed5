"""Figures and QR codes: a picture's file or an address comes in, one slab goes out, tagged as a Figure."""

from __future__ import annotations

from dataclasses import replace

from foldwell.content.story import Picture, QrCode, words_of
from foldwell.layout.column import Column
from foldwell.layout.document import Drawing, Image, Item, Rect
from foldwell.layout.qr import qr_shapes
from foldwell.layout.raster import check_resolution, read_raster
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import FREE, NEVER, PendingLink, Slab, shifted
from foldwell.layout.svg import read_svg

QR_SIZE = 72.0  # points; 1 in is read by any phone at reading distance
QR_GAP = 12.0
NARROWEST = 70.0  # points: less than this beside a code is no measure for a label
TALLEST = 320.0  # points: a figure taller than this would leave a panel no text


def figure_slabs(setter: Setter, block: Picture, column: Column) -> list[Slab]:
    """A figure in the middle of its column, with its caption below."""
    element = None
    if block.alt is not None:
        element = setter.tree.open("Figure", column.element, block.span, alt=block.alt)
    drawn = _drawn(setter, block, element, column)
    if drawn is None:
        return []
    slabs = [Slab(drawn.rect.height, (drawn,), block.span, before=setter.half, after=setter.half, what="figure")]
    if block.caption:
        caption = setter.paragraph(block.caption, "caption", column.element, column.measure, x=column.x)
        slabs.extend(replace(slab, break_cost=NEVER) for slab in caption)
    return slabs


def _drawn(setter: Setter, block: Picture, element: int | None, column: Column) -> Item | None:
    width = column.measure * block.width
    path = column.files / block.file
    if path.suffix.lower() == ".svg":
        svg = read_svg(path, block.span, setter.sink)
        if svg is None:
            return None
        scale = min(width / svg.width, TALLEST / svg.height)
        rect = _centred(column, svg.width * scale, svg.height * scale)
        return Drawing(setter.tree.number(element), element, rect, svg.shapes, block.span, scale=scale)
    raster = read_raster(path, block.span, setter.sink)
    if raster is None:
        return None
    scale = min(width / raster.width_px, TALLEST / raster.height_px)
    rect = _centred(column, raster.width_px * scale, raster.height_px * scale)
    check_resolution(raster, rect.width, block.span, setter.sink)
    return Image(setter.tree.number(element), element, rect, str(path), block.span)


def _centred(column: Column, width: float, height: float) -> Rect:
    return Rect(column.x + (column.measure - width) / 2, 0.0, width, height)


def qr_slabs(setter: Setter, block: QrCode, column: Column) -> list[Slab]:
    """A QR code with its label and address beside it, or below it in a narrow column."""
    look = setter.look("label")
    shape = qr_shapes(block.address, QR_SIZE, look.colour, block.span, setter.sink)
    if shape is None:
        return []
    alt = f"{words_of(block.label)} {block.address}"
    figure = setter.tree.open("Figure", column.element, block.span, alt=alt)
    beside = column.measure - QR_SIZE - QR_GAP
    narrow = beside < NARROWEST
    code_x = column.x + column.measure - QR_SIZE if setter.rtl else column.x
    code = Drawing(
        setter.tree.number(figure), figure, Rect(code_x, 0.0, QR_SIZE, QR_SIZE), (shape,), block.span
    )  # fmt: skip
    x = column.x if narrow or setter.rtl else column.x + QR_SIZE + QR_GAP
    measure = column.measure if narrow else beside
    words = setter.paragraph(block.label, "label", column.element, measure, x=x)
    words += setter.paragraph(block.printed, "caption", column.element, measure, x=x)
    if narrow:
        first = Slab(QR_SIZE + 4, (code,), block.span, before=setter.half, what="qr")
        return [first, *(replace(slab, break_cost=NEVER) for slab in words)]
    return [_joined(setter, code, words, block)]


def _joined(setter: Setter, code: Drawing, words: list[Slab], block: QrCode) -> Slab:
    """Code and words as one slab, the words centred on the code's height."""
    text_height = sum(slab.height for slab in words)
    y = max((QR_SIZE - text_height) / 2, 0.0)
    items: list[Item] = [code]
    links: list[PendingLink] = []
    for slab in words:
        placed = shifted(slab, y)
        items.extend(placed.items)
        links.extend(placed.links)
        y += slab.height
    return Slab(
        max(QR_SIZE, text_height), tuple(items), block.span, before=setter.half, after=setter.half,
        break_cost=FREE, links=tuple(links), words=sum(slab.words for slab in words), what="qr",
    )  # fmt: skip
