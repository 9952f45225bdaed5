"""A chart comes in, slabs go out: a table of names and values, tagged as one, with bars or dots that say the same.

The scale is an axis of reportlab.graphics; what stands on it becomes shapes in the table's rows.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.composing.story_showing import DataChart, Datum
from foldwell.content.models.theme import theme_of
from foldwell.content.text.runs import Inline
from foldwell.diagnostics import Span
from foldwell.layout.blocks.captions import caption_above
from foldwell.layout.column import Column
from foldwell.layout.document import Colour, Rect, Shape
from foldwell.layout.pictures.symbols import level_line, rectangle
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import AFTER_HEADING, FREE, IN_CALLOUT, NEVER, Slab
from foldwell.layout.tray import Tray, enlarged
from foldwell.type.symbols import MIDDLE, Path, circle

MARK = Colour("primary-graphic")
TRACK = Colour("primary-graphic", 0.18)
AXIS = Colour("ink", 0.5)
THICK = 10.0  # points: a bar
DOT = 4.6  # points: a dot's radius
WIDE = 300.0  # points: from this measure on, the name stands beside its bar
GAP = 8.0
ROW_PAD = 4.0
MOST_NAME = 0.38  # of the measure, for names beside bars


class _Plan(Struct, frozen=True):
    """Where the parts of a row stand, from the column's left edge (of a language that reads from left to right)."""

    name: float  # the width of the names
    bar: float  # where bars begin
    room: float  # how long the scale is
    value: float  # the width of the values
    wide: bool


def chart_slabs(setter: Setter, block: DataChart, column: Column) -> list[Slab]:
    """Caption, header and a row for each value; kept whole where that is possible."""
    element = setter.tree.open("Table", column.element, block.span)
    slabs: list[Slab] = []
    if block.caption:
        caption = setter.tree.open("Caption", element, block.span)
        slabs = caption_above(setter, block.caption, column, caption)
    chart = _Chart(setter, block, column, element)
    slabs.append(chart.header())
    lengths = lengths_on_scale(tuple(datum.value for datum in block.data), block.to, chart.plan.room)
    slabs.extend(chart.row(datum, length) for datum, length in zip(block.data, lengths, strict=True))
    rows = len(block.data)
    costs = [FREE, *[NEVER] * (len(slabs) - rows - 1), AFTER_HEADING, *[IN_CALLOUT] * (rows - 1)]
    last = len(slabs) - 1
    return [
        replace(
            slab, break_cost=costs[i], before=setter.half if i == 0 else slab.before,
            after=setter.half if i == last else slab.after,
        )
        for i, slab in enumerate(slabs)
    ]  # fmt: skip


def _plan(setter: Setter, block: DataChart, measure: float) -> _Plan:
    look, head = setter.look("table"), setter.look("table_head")
    value = max(setter.natural_width(datum.shown, look) for datum in block.data) + 0.5
    if measure < WIDE * enlarged(setter):
        value = min(value, measure * 0.5)
        return _Plan(measure, 0.0, measure - value - GAP, value, wide=False)
    named = [*((datum.label, look) for datum in block.data), (block.header[0], head)]
    name = min(max(setter.natural_width(inline, style) for inline, style in named) + 0.5, measure * MOST_NAME)
    return _Plan(name, name + GAP, measure - name - value - 2 * GAP, min(value, measure * 0.3), wide=True)


@lru_cache(maxsize=256)
def lengths_on_scale(values: tuple[float, ...], to: float | None, room: float) -> tuple[float, ...]:
    """How long each value is on a scale of `room` points that begins at nothing, and ends at `to` or at the next round
    number from the largest value on."""
    from reportlab.graphics.charts.axes import XValueAxis

    axis = XValueAxis()
    axis.valueMin, axis.valueMax = 0, to
    axis.rangeRound = "ceiling"
    axis.setPosition(0, 0, room)
    axis.configure([values if any(values) else (1.0,)])
    return tuple(round(float(axis.scale(value)), 3) for value in values)  # type: ignore[no-untyped-call]  # no types


class _Chart:
    """Sets the rows of one chart; what reads from right to left is the mirror image."""

    def __init__(self, setter: Setter, block: DataChart, column: Column, element: int) -> None:
        self.setter, self.block, self.column, self.element = setter, block, column, element
        self.plan = _plan(setter, block, column.measure)
        self.line = setter.look("table")
        self.rule = theme_of(setter.layout).rule
        self.thick, self.dot = THICK * enlarged(setter), DOT * enlarged(setter)

    def header(self) -> Slab:
        """The names of both columns over a line."""
        tray, plan = Tray(), self.plan
        row = self.setter.tree.open("TR", self.element, self.block.span)
        widths = (plan.name, plan.room + GAP + plan.value) if plan.wide else self._halves()
        second_at = plan.bar if plan.wide else self.column.measure - widths[1]
        for inline, left, width, align in (
            (self.block.header[0], 0.0, widths[0], "start"),
            (self.block.header[1], second_at, widths[1], "start" if plan.wide else "end"),
        ):
            cell = self._cell("TH", row, inline, ("Table", "Scope", "Column"))
            self._set(tray, inline, "table_head", cell, left, width, ROW_PAD, align)
        line = level_line(self.column.measure, MARK, 2 * self.rule)
        tray.draw(
            self.setter, (line,), Rect(self.column.x, tray.bottom + ROW_PAD, self.column.measure, 0.0), self.block.span
        )
        return tray.slab(self.block.span, "row")

    def _halves(self) -> tuple[float, float]:
        """The widths of the two names of columns over each other's ends: the second as wide as it likes, up to half."""
        measure = self.column.measure
        wish = self.setter.natural_width(self.block.header[1], self.setter.look("table_head")) + 0.5
        second = min(wish, measure * 0.5)
        return measure - second - GAP, second

    def row(self, datum: Datum, length: float) -> Slab:
        """One value: its name, its bar or dot, its words; the name stands above the bar where it is narrow."""
        tray, plan = Tray(), self.plan
        row = self.setter.tree.open("TR", self.element, datum.span)
        name = self._cell("TH", row, datum.label, ("Table", "Scope", "Row"))
        named = self._set(tray, datum.label, "table", name, 0.0, plan.name, ROW_PAD)
        top = ROW_PAD if plan.wide else named - 1.0
        middle = top + self.line.baseline - MIDDLE * self.line.size
        self._mark(tray, length, middle, datum.span)
        value = self._cell("TD", row, datum.shown)
        at, follows = self.column.measure - plan.value, not plan.wide and self.block.to is None
        if follows:  # the value stands at the end of its bar, else in a column of values
            at = min(length + (self.dot if self.block.kind == "dot" else 0.0) + GAP * 0.8, at)
        self._set(tray, datum.shown, "table", value, at, plan.value, top, "start" if follows else "end")
        return tray.slab(datum.span, "row")

    def _mark(self, tray: Tray, length: float, middle: float, span: Span) -> None:
        """The bar or dot: an artifact, for the value says the same. Where the writer says how far the scale goes, its
        whole length is seen."""
        plan, dots = self.plan, self.block.kind == "dot"
        high = 2 * self.dot if dots else self.thick
        shapes: list[Shape] = []
        if self.block.to is not None or dots:
            whole = plan.room if self.block.to is not None or plan.wide else length
            thin = 2.0 if dots else self.thick
            shapes.append(Shape(self._bar(whole, (high - thin) / 2, thin), TRACK))
        if dots:
            at = plan.room - length if self.setter.rtl else length
            shapes.append(Shape(circle(at, self.dot, self.dot), MARK))
        elif length > 0:
            shapes.append(Shape(self._bar(length, 0.0, self.thick), MARK))
        start = plan.room if self.setter.rtl else 0.0
        shapes.append(Shape((("M", (start, -2.0)), ("L", (start, high + 2.0))), stroke=AXIS, width=1.5 * self.rule))
        left = self._left(plan.bar, plan.room)
        tray.draw(self.setter, tuple(shapes), Rect(left, middle - high / 2, plan.room, high), span)

    def _bar(self, length: float, top: float, thick: float) -> Path:
        return rectangle(self.plan.room - length if self.setter.rtl else 0.0, top, length, thick)

    def _left(self, x: float, width: float) -> float:
        """The left edge of a part, `x` points from where lines begin."""
        return self.column.x + (self.column.measure - x - width if self.setter.rtl else x)

    def _cell(self, role: str, row: int, inline: Inline, *attributes: tuple[str, str, str]) -> int:
        return self.setter.tree.open(role, row, inline[0].span, attributes=attributes)

    def _set(
        self, tray: Tray, inline: Inline, style: str, cell: int, x: float, width: float, y: float, align: str = "start"
    ) -> float:
        made = self.setter.paragraph(inline, style, cell, width, x=self._left(x, width), role=None, align=align)
        return tray.set(made, y)
