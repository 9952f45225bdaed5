"""Dose calendars: weeks with a box to tick for each day come in, a table goes out, one slab a row; no row is cut."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.composing.story_showing import DoseCalendar, DoseWeek
from foldwell.content.models.theme import theme_of
from foldwell.content.text.runs import Inline, moved
from foldwell.diagnostics import Span
from foldwell.layout.blocks.captions import caption_above
from foldwell.layout.blocks.tables import CELL_GAP, CELL_PAD, column_widths, row_rule
from foldwell.layout.column import Column
from foldwell.layout.document import Drawing, Rect
from foldwell.layout.pictures.symbols import level_line, symbol_shape
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import AFTER_HEADING, FREE, LONE_ITEM, Slab, with_first, with_last
from foldwell.layout.tray import Tray
from foldwell.type.symbols import MIDDLE, symbol

BOX = "☐"
BOX_SIZE = 1.37  # em of the table's text: 15 pt beside 11 pt, whose sides come to 4 mm; a pen finds them
ROW = 24.0  # points: as tall as a line to write on (see blocks.WRITE_IN_GAP)
WRITING = 22.0  # points for a dose written by hand, under the week's name
DAY_GAP = 2.0  # points between two days, which are centred in their columns
BESIDE_DAYS = CELL_GAP / 2  # the first day's column has room at its edges already
LINE_ROOM = 36.0  # points: a dose is written on half an inch

Edges = tuple[float, float]  # a column's left edge and width


class _Plan(Struct, frozen=True):
    """Where the columns stand, in the order in which they are read. In a narrow column of text the doses stand under
    the names of the weeks (`under`)."""

    week: Edges
    dose: Edges
    days: tuple[Edges, ...]
    day_style: str
    under: bool


def calendar_slabs(setter: Setter, block: DoseCalendar, column: Column) -> list[Slab]:
    """The calendar as slabs: caption, header, weeks."""
    element = setter.tree.open("Table", column.element, block.span)
    slabs: list[Slab] = []
    if block.caption:
        caption = setter.tree.open("Caption", element, block.span)
        slabs = caption_above(setter, block.caption, column, caption)
    plan = _plan(setter, block, column)
    header = _header(setter, block, plan, element)
    slabs.append(replace(_ruled(setter, header, column, head=True), break_cost=AFTER_HEADING if slabs else FREE))
    for number, week in enumerate(block.weeks, 1):
        row = _week(setter, week, plan, element)
        row = row if number == len(block.weeks) else _ruled(setter, row, column)
        slabs.append(replace(row, break_cost=AFTER_HEADING if number == 1 else LONE_ITEM))
    return with_last(with_first(slabs, before=setter.look("table").before), after=setter.leading)


# Columns --------------------------------------------------------------------------------------------------------------


def _plan(setter: Setter, block: DoseCalendar, column: Column) -> _Plan:
    """The names of days as large as those of the other columns if all find room so, else smaller; and where that does
    not help, doses under the weeks' names. Days take more than they need where there is more."""
    (week, week_least), (dose, dose_least) = _widths(setter, block, 0), _widths(setter, block, 1)
    styles = {style: _day_width(setter, block, style) for style in ("table_head", "caption")}
    besides = column.measure - BESIDE_DAYS
    wanted = week + CELL_GAP + dose
    style = next((name for name, width in styles.items() if wanted <= besides - block.days * width), "caption")
    day = styles[style]
    under = wanted > besides - block.days * day
    if not under:
        day = max(day, min((besides - wanted - CELL_GAP) / block.days, 2 * day))
    rest = besides - block.days * day
    if rest < (least := max(week_least, dose_least)):
        setter.sink.error(
            "calendar-narrow", "the names of the days leave no room for those of the weeks", block.span,
            "write shorter ones under `days`, such as M or Mo, or place the section in a wider region",
        )  # fmt: skip
        rest = least
    week, dose = (rest, rest) if under else column_widths([week, dose], [week_least, dose_least], rest)
    edges = [(0.0, week), (0.0 if under else week + CELL_GAP, dose)]
    edges += [(column.measure - (block.days - number) * day, day) for number in range(block.days)]
    if setter.rtl:
        edges = [(column.measure - left - width, width) for left, width in edges]
    first, second, *days = [(column.x + left, width) for left, width in edges]
    return _Plan(first, second, tuple(days), style, under)


def _widths(setter: Setter, block: DoseCalendar, index: int) -> tuple[float, float]:
    """How wide the column of names (0) or of doses (1) would like to be, and must be for its longest word."""
    filled = [(week.label, week.dose)[index] for week in block.weeks]
    cells = [(block.header[index], "table_head"), *((cell, "table") for cell in filled if cell)]
    room = 0.0 if all(filled) else LINE_ROOM
    natural = max(setter.natural_width(cell, setter.look(style)) for cell, style in cells)
    narrowest = max(setter.widest_word(cell, setter.look(style)) for cell, style in cells)
    return max(natural, room) + 0.5, max(narrowest, room) + 0.5


def _day_width(setter: Setter, block: DoseCalendar, style: str) -> float:
    heads = (setter.natural_width(_head(day), setter.look(style)) for day in block.header[2:])
    return max(symbol(BOX).advance * _box_size(setter), *heads) + DAY_GAP


def _head(inline: Inline) -> Inline:
    """A head in bold, in whatever style."""
    return moved(inline, strong=True)


# Rows -----------------------------------------------------------------------------------------------------------------


def _header(setter: Setter, block: DoseCalendar, plan: _Plan, table: int) -> Slab:
    """The heads of the columns, standing on the row's foot."""
    row = setter.tree.open("TR", table, block.span)
    places = ((plan.week, "table_head"), (plan.dose, "table_head"), *((day, plan.day_style) for day in plan.days))
    colour = setter.look("table_head").colour
    cells = []
    for number, (inline, ((x, width), style)) in enumerate(zip(block.header, places, strict=True)):
        cell = _heading_cell(setter, row, "Column", block.span)
        align = "center" if number > 1 else None
        cells.append(setter.paragraph(_head(inline), style, cell, width, x=x, role=None, colour=colour, align=align))
    piles = [[*cells[0], *cells[1]], *cells[2:]] if plan.under else cells
    baseline = CELL_PAD + max(_height(lines[:-1]) + lines[-1].baseline for lines in piles)
    tray = Tray()
    for lines in piles:
        tray.set(lines, baseline - _height(lines[:-1]) - lines[-1].baseline)
    return replace(tray.slab(block.span, "row"), height=tray.bottom + CELL_PAD)


def _heading_cell(setter: Setter, row: int, scope: str, span: Span) -> int:
    return setter.tree.open("TH", row, span, attributes=(("Table", "Scope", scope),))


def _height(cell: list[Slab]) -> float:
    return sum(slab.height for slab in cell)


def _week(setter: Setter, week: DoseWeek, plan: _Plan, table: int) -> Slab:
    """A week: its name, its dose or a line to write one on, and the boxes, all centred on the row's height."""
    row = setter.tree.open("TR", table, week.span)
    element = _heading_cell(setter, row, "Row", week.span)
    colour = setter.look("table_head").colour
    (week_x, week_width), (dose_x, dose_width) = plan.week, plan.dose
    name = setter.paragraph(week.label, "table", element, week_width, x=week_x, role=None, colour=colour)
    element = setter.tree.open("TD", row, week.span)
    dose = setter.paragraph(week.dose or (), "table", element, dose_width, x=dose_x, role=None)
    stacked = _height(name) + (_height(dose) or WRITING)
    height = max(ROW, (stacked if plan.under else max(_height(name), _height(dose))) + 2 * CELL_PAD)
    tray = Tray()
    if plan.under:
        top = (height - stacked) / 2
        tray.set([*name, *dose], top)
    else:
        tray.set(name, (height - _height(name)) / 2)
        tray.set(dose, (height - _height(dose)) / 2)
    if not week.dose:
        shape = level_line(dose_width, colour_of("ink 45%"), theme_of(setter.layout).rule)
        # Beside the boxes the line stands on their feet.
        foot = height - CELL_PAD - 3.0 if plan.under else height / 2 + MIDDLE * _box_size(setter)
        tray.draw(setter, (shape,), Rect(dose_x, foot, dose_width, 0.0), week.span)
    for x, width in plan.days:
        tray.items.append(_box(setter, row, x + width / 2, height / 2, week.span))
    return replace(tray.slab(week.span, "row"), height=height)


def _box(setter: Setter, row: int, x: float, y: float, span: Span) -> Drawing:
    """A box to tick, around a point, in a cell of its own."""
    cell = setter.tree.open("TD", row, span)
    shapes, drop = symbol_shape(BOX, _box_size(setter), colour_of(setter.layout.bullet))
    wide = symbol(BOX).advance * _box_size(setter)
    rect = Rect(x - wide / 2, y + MIDDLE * _box_size(setter) - drop, wide, drop)
    return Drawing(setter.tree.number(cell), cell, rect, shapes, span, actual=BOX)


def _box_size(setter: Setter) -> float:
    """The em of the boxes' sign (points)."""
    return BOX_SIZE * setter.look("table").size


def _ruled(setter: Setter, row: Slab, column: Column, head: bool = False) -> Slab:
    """The row with a rule at its foot, as tables have them."""
    rule = row_rule(setter, column.x, row.height, column.measure, row.span, head)
    return replace(row, items=(*row.items, rule))
