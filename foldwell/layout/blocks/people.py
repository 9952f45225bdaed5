"""A pictogram array comes in, slabs go out: people (or sheets of paper, or dots) drawn one by one, those that it
happened to filled, with the label.

One person is one figure, and the whole is always seen (AHRQ, "Communicating risk"; IPDAS: one denominator throughout).
The two kinds differ in shape as well as in colour, so that a grey copy says the same.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from msgspec.structs import replace

from foldwell.content.composing.story_showing import People, PeopleGroup
from foldwell.layout.blocks.captions import caption_above
from foldwell.layout.column import Column
from foldwell.layout.document import Colour, Drawing, Rect, Shape
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import FREE, LONE_ITEM, NEVER, Slab, with_first, with_last
from foldwell.layout.tray import Tray, enlarged
from foldwell.type.symbols import Command, Path, circle

HAPPENED = Colour("primary-graphic")
OTHERS = Colour("primary-graphic", 0.12)
OUTLINE = Colour("ink", 0.5)
LINE = 0.55  # points: the outline of those that it did not happen to
TALLNESS = {"person": 2.15, "sheet": 1.3, "dot": 1.0, "square": 1.0}  # height in parts of a figure's width
WIDEST = 13.0  # points for one figure and the gap beside it, where there are many
FEW = {"person": 21.0, "sheet": 31.0, "dot": 26.0}  # the same for up to ten: some 32 pt high at most
SOME = 0.8  # of that, for up to 20
FIGURE = 0.72  # of the room for one person, the rest is gap
ROW_GAP = 0.34  # of a figure's width, between rows
AISLE = 0.6  # of the gap more after each ten (or five, in rows of 25), so that they can be counted
LABEL_GAP = 4.0
ABREAST = 400.0  # points: from this measure on, groups stand side by side, to be compared at a glance
BETWEEN = 26.0
CROWD = 100  # more than these are drawn as small squares


def people_slabs(setter: Setter, block: People, column: Column) -> list[Slab]:
    """The caption, and each group's people with its label beneath; side by side where the measure is wide."""
    slabs: list[Slab] = []
    if block.caption:
        slabs = with_last(caption_above(setter, block.caption, column), after=LABEL_GAP)
    abreast = len(block.groups) if column.measure >= ABREAST and len(block.groups) <= 3 else 1
    width = (column.measure - BETWEEN * (abreast - 1)) / abreast
    for at in range(0, len(block.groups), abreast):
        tray = Tray()
        for place, group in enumerate(block.groups[at : at + abreast]):
            left = (width + BETWEEN) * (abreast - 1 - place if setter.rtl else place)
            _set_group(setter, tray, group, block, replace(column, x=column.x + left, measure=width))
        slab = tray.slab(block.groups[at].span, "people")
        cost = LONE_ITEM if at else NEVER if slabs else FREE
        slabs.append(replace(slab, before=setter.half, break_cost=cost))
    return with_last(with_first(slabs, before=setter.half), after=setter.half)


def _set_group(setter: Setter, tray: Tray, group: PeopleGroup, block: People, column: Column) -> None:
    element = setter.tree.open("Figure", column.element, group.span, alt=group.alt)
    shapes, width, height = crowd(
        group.count, block.of, round(column.measure, 2), setter.rtl, block.shape, enlarged(setter)
    )  # fmt: skip
    x = column.x + column.measure - width if setter.rtl else column.x
    number = setter.tree.number(element)
    tray.items.append(Drawing(number, element, Rect(x, 0.0, width, height), shapes, group.span))
    label = setter.paragraph(
        group.inline, column.text, column.element, column.measure, x=column.x, colour=column.colour
    )  # fmt: skip
    tray.set(label, height + LABEL_GAP)


@lru_cache(maxsize=64)
def crowd(
    count: int, of: int, measure: float, rtl: bool = False, shape: str = "person", times: float = 1.0
) -> tuple[tuple[Shape, ...], float, float]:
    """`of` people, sheets or dots in rows, the first `count` of them filled; and how wide and high they stand.

    Lengths are points. Few are drawn larger than many, and all of them `times` as large where the text is."""
    row = _row_length(of, measure)
    block = 5 if row == 25 else 10
    aisles = (min(row, of) - 1) // block
    room = min(measure / (row + aisles * AISLE * (1 - FIGURE)), _widest(of, shape) * times)
    wide, gap = room * FIGURE, room * (1 - FIGURE)
    drawn = "square" if of > CROWD and shape != "dot" else shape
    one, high = DRAWN[drawn], wide * TALLNESS[drawn]
    drop = high + max(wide * ROW_GAP, 2.0)
    filled: list[Command] = []
    others: list[Command] = []
    width = min(row, of) * room - gap + aisles * AISLE * gap
    for index in range(of):
        line, place = divmod(index, row)
        x = place * room + place // block * AISLE * gap
        x = width - wide - x if rtl else x
        (filled if index < count else others).extend(one(x, line * drop, wide, high))
    shapes = (
        *((Shape(tuple(filled), HAPPENED, HAPPENED, LINE, join=1),) if filled else ()),
        *((Shape(tuple(others), OTHERS, OUTLINE, LINE, join=1),) if others else ()),
    )
    return shapes, width, ceil(of / row) * drop - (drop - high)


def _widest(of: int, shape: str) -> float:
    """The room for one figure (points), at most."""
    if of > 20:
        return WIDEST
    return FEW[shape] if of <= 10 else FEW[shape] * SOME


def _row_length(of: int, measure: float) -> int:
    """How many stand in a row: always tens or 25, so that rows can be counted."""
    if of > CROWD:
        return 50 if measure >= 200 else 25
    if of <= 10:
        return of
    if of <= 20 or measure < 130:
        return 10
    return 25 if measure >= 280 and of % 25 == 0 else 20


def _person(x: float, y: float, wide: float, high: float) -> Path:
    """A head close over shoulders, arms and legs, standing in a rectangle of `wide` by `high` points."""

    def at(letter: str, *numbers: float) -> Command:
        return letter, tuple(
            round(y + n * high if i % 2 else x + n * wide, 2) for i, n in enumerate(numbers)
        )  # fmt: skip

    head = circle(x + wide / 2, y + 0.127 * high, 0.127 * high)
    return (
        *((letter, tuple(round(n, 2) for n in numbers)) for letter, numbers in head),
        at("M", 0.32, 0.295), at("L", 0.68, 0.295), at("C", 0.87, 0.295, 1.0, 0.34, 1.0, 0.44),
        at("L", 1.0, 0.61), at("C", 1.0, 0.67, 0.84, 0.67, 0.84, 0.61), at("L", 0.82, 0.5),
        at("L", 0.79, 0.95), at("C", 0.785, 1.01, 0.56, 1.01, 0.55, 0.95), at("L", 0.5, 0.69),
        at("L", 0.45, 0.95), at("C", 0.44, 1.01, 0.215, 1.01, 0.21, 0.95), at("L", 0.18, 0.5),
        at("L", 0.16, 0.61), at("C", 0.16, 0.67, 0.0, 0.67, 0.0, 0.61),
        at("L", 0.0, 0.44), at("C", 0.0, 0.34, 0.13, 0.295, 0.32, 0.295), at("Z"),
    )  # fmt: skip


def _sheet(x: float, y: float, wide: float, high: float) -> Path:
    """A sheet of paper whose corner is folded: the corner stands apart, so that it is seen without lines, too."""
    fold, gap = 0.34 * wide, 0.09 * wide
    right, foot, cut = x + wide, y + high, x + wide - fold - gap
    corner, under = x + wide - fold, y + fold + gap
    return (
        *_polygon((x, y), (cut, y), (cut, under), (right, under), (right, foot), (x, foot)),
        *_polygon((corner, y), (right, y + fold), (corner, y + fold)),
    )


def _dot(x: float, y: float, wide: float, high: float) -> Path:
    return tuple((letter, tuple(round(n, 2) for n in numbers)) for letter, numbers in circle(
        x + wide / 2, y + high / 2, wide / 2))  # fmt: skip


def _square(x: float, y: float, wide: float, high: float) -> Path:
    return _polygon((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))


def _polygon(*corners: tuple[float, float]) -> Path:
    first, *rest = ((round(x, 2), round(y, 2)) for x, y in corners)
    return ("M", first), *(("L", corner) for corner in rest), ("Z", ())


DRAWN = {"person": _person, "sheet": _sheet, "dot": _dot, "square": _square}
