"""Tables: a header row and rows of cells come in, one slab a row goes out; a row is never cut."""

from __future__ import annotations

import re

from msgspec.structs import replace

from foldwell.content.composing.story import TableGrid
from foldwell.content.models.theme import theme_of
from foldwell.content.text.runs import Inline, Run
from foldwell.diagnostics import Span
from foldwell.layout.blocks.captions import caption_above
from foldwell.layout.column import Column
from foldwell.layout.document import Drawing, Rect
from foldwell.layout.pictures.symbols import level_line
from foldwell.layout.setting import Setter, colour_of, in_prose
from foldwell.layout.slabs import AFTER_HEADING, BETWEEN_ITEMS, FREE, LONE_ITEM, Slab
from foldwell.layout.tray import Tray

CELL_GAP = 9.0  # points between two columns
SHORT = 8  # rows: a table of so few looks torn when a panel ends inside it
CELL_PAD = 3.5  # points above and below the text of a row
_ONE = r"[-+−±<>≤≥~≈]?\s?[$€£]?\d[\d.,:/½¼¾–-]*(?:\s?(?:[%°]\w?|[^\W\d]+\.?(?:/\w+)?))?"  # a number with its unit
_NUMBER = re.compile(rf"{_ONE}(?:\s[^\W\d]+\s{_ONE})?|[–—-]")  # also "1 to 3 days", "8 in 10", and a dash for none


def column_widths(natural: list[float], narrowest: list[float], measure: float) -> list[float]:
    """Widths of columns by content (points): all as wide as they like if there is room; else each keeps its longest
    word and the rest is shared in proportion to what each would like to have more."""
    room = measure - CELL_GAP * (len(natural) - 1)
    if sum(natural) <= room:
        spare = (room - sum(natural)) / len(natural)
        return [width + spare for width in natural]
    if sum(narrowest) >= room:
        return [room * width / sum(narrowest) for width in narrowest]
    wish = [max(want - least, 0.0) for want, least in zip(natural, narrowest, strict=True)]
    spare = room - sum(narrowest)
    return [least + spare * part / sum(wish) for least, part in zip(narrowest, wish, strict=True)]


def table_slabs(setter: Setter, block: TableGrid, column: Column) -> list[Slab]:
    """The table as slabs: caption, header, rows."""
    element = setter.tree.open("Table", column.element, block.span)
    slabs: list[Slab] = []
    if block.caption:
        caption = setter.tree.open("Caption", element, block.span)
        slabs = caption_above(setter, block.caption, column, caption)
    prose = tuple(not all(_is_number(row[index]) for row in block.rows) for index in range(len(block.header)))
    widths = _widths(setter, block, column.measure, prose)
    rows = [(block.header, True), *((row, False) for row in block.rows)]
    between = LONE_ITEM if len(block.rows) <= SHORT else BETWEEN_ITEMS * 4
    for number, (cells, head) in enumerate(rows):
        row = _Row(setter, block, column.x, widths, column.measure, prose)
        slab = row.set(cells, head, element, last=number == len(rows) - 1)
        cost = FREE if number == 0 and not slabs else AFTER_HEADING if number <= 1 else between
        slabs.append(replace(slab, break_cost=cost))
    space = setter.look("table").before
    return [
        replace(slab, before=space if i == 0 else slab.before, after=space if i == len(slabs) - 1 else slab.after)
        for i, slab in enumerate(slabs)
    ]


def _is_number(cell: Inline) -> bool:
    """Whether a cell holds a number, with its unit, and no other words; its citations aside."""
    words = "".join(part.text for part in cell if isinstance(part, Run) and part.role != "cite")
    return _NUMBER.fullmatch(words.strip()) is not None


def _widths(setter: Setter, block: TableGrid, measure: float, prose: tuple[bool, ...]) -> list[float]:
    natural, narrowest = [], []
    for index, as_prose in enumerate(prose):
        head, body = (
            in_prose(setter.look(style)) if as_prose else setter.look(style) for style in ("table_head", "table")
        )
        cells = [(block.header[index], head), *((row[index], body) for row in block.rows)]
        natural.append(max(setter.natural_width(cell, look) for cell, look in cells) + 0.5)
        narrowest.append(max(setter.widest_word(cell, look) for cell, look in cells) + 0.5)
    return column_widths(natural, narrowest, measure)


class _Row:
    """Sets the cells of one row side by side."""

    def __init__(
        self, setter: Setter, block: TableGrid, x: float, widths: list[float], measure: float, prose: tuple[bool, ...]
    ) -> None:
        self.setter, self.block, self.x, self.widths, self.measure = setter, block, x, widths, measure
        self.prose = prose  # of each column, whether it holds more than numbers

    def set(self, cells: tuple[Inline, ...], head: bool, table: int, last: bool) -> Slab:
        """One row as a slab under a TR element."""
        tree = self.setter.tree
        row = tree.open("TR", table, self.block.span)
        style = "table_head" if head else "table"
        tray = Tray()
        x = self.x + self.measure if self.setter.rtl else self.x
        for index, cell in enumerate(cells):
            width = self.widths[index]
            x = x - width if self.setter.rtl else x
            element = self._cell(row, cell, head, index)
            colour = None if not (head or self._names_row(index)) else self.setter.look("table_head").colour
            made = self.setter.paragraph(
                cell, style, element, width, x=x, role=None, colour=colour, prose=self.prose[index]
            )
            tray.set(made, CELL_PAD)
            x = x - CELL_GAP if self.setter.rtl else x + width + CELL_GAP
        height = tray.bottom + CELL_PAD
        if not last:
            tray.items.append(row_rule(self.setter, self.x, height, self.measure, self.block.span, head))
        span, baseline = _span_of(cells, self.block.span), CELL_PAD + self.setter.look(style).baseline
        return replace(tray.slab(span, "row", baseline=baseline), height=height)

    def _names_row(self, index: int) -> bool:
        return self.block.row_headers and index == 0

    def _cell(self, row: int, cell: Inline, head: bool, index: int) -> int:
        span = cell[0].span if cell else self.block.span
        if head or self._names_row(index):
            scope = "Column" if head else "Row"
            return self.setter.tree.open("TH", row, span, attributes=(("Table", "Scope", scope),))
        return self.setter.tree.open("TD", row, span)


def row_rule(setter: Setter, x: float, y: float, measure: float, span: Span, head: bool) -> Drawing:
    """The rule at a row's foot, an artifact; under the header it is twice as heavy."""
    thin = theme_of(setter.layout).rule
    line = level_line(measure, colour_of("primary-graphic" if head else setter.layout.rule), thin * 2 if head else thin)
    return Drawing(setter.tree.number(None), None, Rect(x, y, measure, 0.0), (line,), span)


def _span_of(cells: tuple[Inline, ...], fallback: Span) -> Span:
    return next((cell[0].span for cell in cells if cell), fallback)
