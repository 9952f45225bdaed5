"""A picture with numbered points comes in, slabs go out: the numbers on it, and what is there as a list with the same
numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import dist

from msgspec.structs import replace

from foldwell.content.composing.story import Picture
from foldwell.content.composing.story_showing import PicturePoint
from foldwell.content.text.runs import Inline, Run
from foldwell.layout.blocks.lists import cost_between
from foldwell.layout.column import Column
from foldwell.layout.document import PAPER, Colour, Item, Rect, Shape
from foldwell.layout.setting import Setter, Tagger
from foldwell.layout.slabs import AFTER_HEADING, Slab, with_first, with_last
from foldwell.layout.tray import Tray, enlarged
from foldwell.type.symbols import MIDDLE, circle

CAPTION_GAP = 3.0  # points between a picture and its caption
DISC = Colour("primary-text")  # dark enough for words in the colour of paper
RADIUS = 0.68  # em of the number's style
RIM = 1.2  # points of paper around a number on the picture
INDENT = 0.62  # em between a number and its words
BESIDE = 130.0  # points: with this much room beside the picture, the list stands there
GAP = 14.0
LIST_GAP = 8.0
ITEM_GAP = 4.0


def pointed_slabs(setter: Setter, block: Picture, drawn: Item, column: Column) -> list[Slab]:
    """The picture with its points and caption; the list stands below, or beside where there is room."""
    room = column.measure - drawn.rect.width - GAP
    beside = room >= BESIDE * enlarged(setter)
    tray = Tray([drawn], bottom=drawn.rect.height)
    _number_points(setter, tray, block, drawn.rect, column)
    measure = drawn.rect.width if beside else column.measure
    x = column.x + column.measure - measure if setter.rtl else column.x
    if block.caption:
        caption = setter.paragraph(block.caption, "caption", column.element, measure, x=x)
        tray.set(caption, drawn.rect.height + CAPTION_GAP)
    if beside:
        narrow = replace(column, x=column.x if setter.rtl else column.x + measure + GAP, measure=room)
        y = 0.0
        for slab in _listed(setter, block, narrow):
            y = tray.set([slab], y) + ITEM_GAP
        slabs = [tray.slab(block.span, "figure")]
    else:
        # Numbers say nothing alone: the list is kept with the picture.
        listed = with_first(_listed(setter, block, column), break_cost=AFTER_HEADING, before=LIST_GAP)
        slabs = [tray.slab(block.span, "figure"), *listed]
    return with_last(with_first(slabs, before=setter.half), after=setter.half)


def _number_points(setter: Setter, tray: Tray, block: Picture, box: Rect, column: Column) -> None:
    """A disc with a number on each point, as an artifact: the list has the same numbers. All of it stays inside the
    picture's box."""
    style = column.item_text
    radius = RADIUS * setter.look(style).size
    places: list[tuple[float, float]] = []
    for number, point in enumerate(block.points, 1):
        x = min(max(box.x + point.x * box.width, box.x + radius + RIM), box.right - radius - RIM)
        y = min(max(box.y + point.y * box.height, box.y + radius + RIM), box.bottom - radius - RIM)
        hidden = next((other for other, place in enumerate(places, 1) if dist(place, (x, y)) < radius), None)
        if hidden is not None:
            setter.sink.warn(
                "points-crowded", f"point {number} hides point {hidden} of the picture", point.span,
                "move one of the two with `at`, or make the picture wider",
            )  # fmt: skip
        places.append((x, y))
        rim = Shape(circle(radius + RIM, radius + RIM, radius + RIM), PAPER)
        disc = Shape(circle(radius + RIM, radius + RIM, radius), DISC)
        side = 2 * (radius + RIM)
        tray.draw(setter, (rim, disc), Rect(x - side / 2, y - side / 2, side, side), point.span)
        tray.items.extend(_centred(setter, _number(number, point), style, None, x, y))


def _listed(setter: Setter, block: Picture, column: Column) -> list[Slab]:
    """What is at the points, a slab each, under a list with the numbers as labels."""
    attributes = (("List", "ListNumbering", "Decimal"),)
    element = setter.tree.open("L", column.element, block.span, attributes=attributes)
    style = column.item_text
    look = setter.look(style)
    radius = RADIUS * look.size
    indent = 2 * radius + INDENT * look.size
    slabs = []
    for number, point in enumerate(block.points, 1):
        entry = setter.tree.open("LI", element, point.span)
        label = setter.tree.open("Lbl", entry, point.span)
        tray = Tray()
        x = column.x + column.measure - radius if setter.rtl else column.x + radius
        y = max(look.baseline - MIDDLE * look.size, radius)
        tray.draw(setter, (Shape(circle(radius, radius, radius), DISC),),
                  Rect(x - radius, y - radius, 2 * radius, 2 * radius), point.span)  # fmt: skip
        tray.items.extend(_centred(setter, _number(number, point), style, label, x, y))
        body = setter.tree.open("LBody", entry, point.span)
        inner = column.inside(body, *((0.0, indent) if setter.rtl else (indent, 0.0)))
        words = setter.paragraph(point.inline, style, body, inner.measure, x=inner.x, role=None, colour=column.colour)
        down = y + MIDDLE * look.size - look.baseline
        tray.set(words, down)
        slab = tray.slab(point.span, "text", baseline=look.baseline + down, grid=look.grid)
        slabs.append(replace(slab, before=ITEM_GAP, break_cost=cost_between(number, len(block.points))))
    return slabs


def _number(number: int, point: PicturePoint) -> Inline:
    return (Run(str(number), point.span, strong=True),)


def _centred(setter: Setter, inline: Inline, style: str, element: int | None, x: float, y: float) -> Iterator[Item]:
    """The items of a short text with the middle of its figures at a place."""
    look = setter.look(style)
    room = setter.natural_width(inline, look) + 1.0
    [line] = setter.lines(inline, look, room, "center")
    items, _ = Tagger(setter, inline, element).items(line, look, x - room / 2, y + MIDDLE * look.size, PAPER)
    yield from items
