"""Timelines: points in time come in, slabs go out: a dot for each on one line, when it is, and what happens then."""

from __future__ import annotations

from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.composing.story_showing import TimeLine, TimePoint
from foldwell.layout.column import Column
from foldwell.layout.document import Drawing, Rect, Shape
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import FREE, LONE_ITEM, Slab, with_first, with_last
from foldwell.layout.tray import Tray
from foldwell.type.symbols import MIDDLE, circle

WIDE = 27.0  # em: from here on, `when` stands beside its text
DOT = 0.33  # em: the dot's radius
STROKE = 1.5  # points: the line's width, as of icons at this size
RAIL = 1.65  # em from the column's edge to the text
WHEN_SHARE = 0.3  # of the measure, at most, where `when` stands beside its text
WHEN_GAP = 12.0  # points between the two


class _Place(Struct, frozen=True):
    """Where the words stand: `when` and the text each with its left edge and measure."""

    when: tuple[float, float]
    text: tuple[float, float]
    abreast: bool


def timeline_slabs(setter: Setter, block: TimeLine, column: Column) -> list[Slab]:
    """The timeline as one slab a point, so that its line is whole, tagged as a list with `when` as the labels."""
    attributes = (("List", "ListNumbering", "None"),)
    element = setter.tree.open("L", column.element, block.span, attributes=attributes)
    place = _place(setter, block, column)
    slabs: list[Slab] = []
    last = len(block.points) - 1
    for number, point in enumerate(block.points):
        ends = (number == 0, number == last)
        slab = _point(setter, point, place, ends, replace(column, element=element))
        slabs.append(replace(slab, break_cost=LONE_ITEM if number else FREE))  # a line in two pieces is hard to follow
    return with_last(with_first(slabs, before=setter.half), after=setter.leading)


def _place(setter: Setter, block: TimeLine, column: Column) -> _Place:
    look = setter.look("label")
    rail = RAIL * look.size
    measure = column.measure - rail
    start = column.x + (0.0 if setter.rtl else rail)
    if column.measure < WIDE * look.size:
        return _Place((start, measure), (start, measure), abreast=False)
    when = min(max(setter.natural_width(point.when, look) for point in block.points) + 0.1, measure * WHEN_SHARE)
    rest = measure - when - WHEN_GAP
    if setter.rtl:
        return _Place((start + measure - when, when), (start, rest), abreast=True)
    return _Place((start, when), (start + when + WHEN_GAP, rest), abreast=True)


def _point(setter: Setter, point: TimePoint, place: _Place, ends: tuple[bool, bool], column: Column) -> Slab:
    """A point: its words, its dot, and the line on to the next one's."""
    entry = setter.tree.open("LI", column.element, point.span)
    label = setter.tree.open("Lbl", entry, point.span)
    when = setter.paragraph(point.when, "label", label, place.when[1], x=place.when[0], role=None)
    body = setter.tree.open("LBody", entry, point.span)
    text_x, measure = place.text
    text = setter.paragraph(point.inline, column.item_text, body, measure, x=text_x, role=None, colour=column.colour)
    tray = Tray()
    baseline = max(when[0].baseline, text[0].baseline) if place.abreast else when[0].baseline
    under = tray.set(when, baseline - when[0].baseline)
    tray.set(text, baseline - text[0].baseline if place.abreast else under)
    grid = text[0].grid
    height = tray.bottom if ends[1] else tray.bottom + setter.half
    if grid != "none":  # as tall as so many steps of the grid, so that the next point follows without a gap
        height = ceil(height / setter.half - 0.001) * setter.half
    tray.items.insert(0, _rail(setter, point, baseline, height, ends, column))
    return replace(tray.slab(point.span, "point", baseline=baseline, grid=grid), height=height)


def _rail(
    setter: Setter, point: TimePoint, baseline: float, height: float, ends: tuple[bool, bool], column: Column
) -> Drawing:
    """The dot, centred on the first line's capitals, and the line from the point before and on to the next one."""
    size = setter.look("label").size
    middle, dot = baseline - MIDDLE * size, DOT * size
    top, bottom = (middle - dot if ends[0] else 0.0), (middle + dot if ends[1] else height)
    rect = Rect(column.x + (column.measure - 2 * dot if setter.rtl else 0.0), top, 2 * dot, bottom - top)
    shapes = [Shape(circle(dot, middle - top, dot), fill=colour_of("primary-graphic"))]
    if not all(ends):
        line = (("M", (dot, dot if ends[0] else 0.0)), ("L", (dot, middle - top if ends[1] else height - top)))
        shapes.insert(0, Shape(line, stroke=colour_of("primary-graphic 45%"), width=STROKE))
    return Drawing(setter.tree.number(None), None, rect, tuple(shapes), point.span)
