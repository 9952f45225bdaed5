"""Pictures and QR codes: a picture's file or an address comes in; an item, or a slab tagged as a Figure, goes out."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from foldwell.content.composing.story import Picture, QrCode
from foldwell.content.text.runs import words_of
from foldwell.diagnostics import Span
from foldwell.layout.blocks.points import CAPTION_GAP, pointed_slabs
from foldwell.layout.column import Column
from foldwell.layout.document import Drawing, Image, Item, Rect, Shape
from foldwell.layout.pictures.qr import qr_code
from foldwell.layout.pictures.raster import check_resolution, read_raster
from foldwell.layout.pictures.svg import read_svg
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import NEVER, Slab, moved_item, with_first, with_last
from foldwell.layout.tray import Tray, enlarged

QR_SIZE = 72.0  # points; 1 in is read by any phone at reading distance
QR_GROWTH = 1.3  # times as large at most, where the text is large: an unsteady hand aims at it
QR_GAP = 9.0  # points between its quiet zone and the words beside it
NARROWEST = 70.0  # points: less than this beside a code is no measure for a label
TALLEST = 320.0  # points: a figure taller than this would leave a panel no text


def figure_slabs(setter: Setter, block: Picture, column: Column) -> list[Slab]:
    """A figure at the edge that the text begins at, with its caption close below."""
    element = None
    if block.alt is not None:
        element = setter.tree.open("Figure", column.element, block.span, alt=block.alt)
    box = Rect(column.x, 0.0, column.measure * block.width, TALLEST)
    drawn = picture(setter, column.files / block.file, box, block.span, element)
    if drawn is None:
        return []
    if setter.rtl:
        drawn = moved_item(drawn, column.measure - drawn.rect.width, 0.0)
    if block.points:
        return pointed_slabs(setter, block, drawn, column)
    slabs = [Slab(drawn.rect.height, (drawn,), block.span, before=setter.half, what="figure")]
    if block.caption:
        caption = setter.paragraph(block.caption, "caption", column.element, column.measure, x=column.x)
        slabs.extend(replace(slab, break_cost=NEVER) for slab in with_first(caption, before=CAPTION_GAP))
    return with_last(slabs, after=setter.half)


def picture(setter: Setter, path: Path, box: Rect, span: Span, element: int | None = None) -> Item | None:
    """A picture as large as the box allows, in its top left corner; decoration where it has no element. None where the
    file cannot be shown, which the sink then tells."""
    if path.suffix.lower() == ".svg":
        svg = read_svg(path, span, setter.sink)
        if svg is None:
            return None
        scale = min(box.width / svg.width, box.height / svg.height)
        rect = Rect(box.x, box.y, svg.width * scale, svg.height * scale)
        return Drawing(setter.tree.number(element), element, rect, svg.shapes, span, scale=scale)
    raster = read_raster(path, span, setter.sink)
    if raster is None:
        return None
    scale = min(box.width / raster.width_px, box.height / raster.height_px)
    rect = Rect(box.x, box.y, raster.width_px * scale, raster.height_px * scale)
    check_resolution(raster, rect.width, span, setter.sink)
    return Image(setter.tree.number(element), element, rect, str(path), span)


def qr_slabs(setter: Setter, block: QrCode, column: Column) -> list[Slab]:
    """A QR code with its label and address beside it, or below it in a narrow column."""
    look = setter.look("label")
    size = QR_SIZE * min(max(enlarged(setter), 1.0), QR_GROWTH)
    made = qr_code(block.address, size, block.span, setter.sink)
    if made is None:
        return []
    alt = f"{words_of(block.label)} {block.address}"
    figure = setter.tree.open("Figure", column.element, block.span, alt=alt)
    quiet = made.quiet  # the modules begin at the text's edge: the margin there is their quiet zone
    width = size - 2 * quiet
    beside = column.measure - size + quiet - QR_GAP
    narrow = beside < NARROWEST
    code_x = column.x + column.measure - width if setter.rtl else column.x
    shape = Shape(made.commands, fill=look.colour)
    code = Drawing(setter.tree.number(figure), figure, Rect(code_x, quiet, width, width), (shape,), block.span)
    x = column.x if narrow or setter.rtl else column.x + size - quiet + QR_GAP
    measure = column.measure if narrow else beside
    words = setter.paragraph(block.label, "label", column.element, measure, x=x)
    words += setter.paragraph(block.printed, "caption", column.element, measure, x=x)
    if narrow:
        first = Slab(size + 4, (code,), block.span, before=setter.half, what="qr")
        return [first, *(replace(slab, break_cost=NEVER) for slab in words)]
    return [_joined(setter, code, words, block, size)]


def _joined(setter: Setter, code: Drawing, words: list[Slab], block: QrCode, size: float) -> Slab:
    """Code and words as one slab, the words centred on the code's height."""
    tray = Tray([code], bottom=size)
    tray.set(words, max((size - sum(slab.height for slab in words)) / 2, 0.0))
    return replace(tray.slab(block.span, "qr"), before=setter.half, after=setter.half)
