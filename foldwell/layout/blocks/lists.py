"""A list comes in, slabs go out: each item with its bullet, number or box to tick hanging before it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from foldwell.content.composing.story import Item, Listing
from foldwell.content.text.runs import Run
from foldwell.diagnostics import Span
from foldwell.layout.column import Column
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import BETWEEN_ITEMS, FREE, IN_ITEM, LONE_ITEM, Slab, with_first

NUMBERING = {"bullet": "Disc", "number": "Decimal", "tick": "Square"}  # ISO 32000-1, table 347
LABEL_GAP = 4.5  # points between a number or a box to tick and its text


def listing_slabs(setter: Setter, block: Listing, column: Column) -> list[Slab]:
    """A list with bullets, numbers or boxes to tick."""
    attributes = (("List", "ListNumbering", NUMBERING[block.marker]),)
    element = setter.tree.open("L", column.element, block.span, attributes=attributes)
    inner = replace(column, element=element)
    indent = item_indent(setter, block, column)
    slabs: list[Slab] = []
    for number in range(1, len(block.items) + 1):
        made = item_slabs(setter, block, number, indent, inner)
        slabs.extend(with_first(made, break_cost=cost_between(number, len(block.items))))
    return slabs


def item_slabs(setter: Setter, block: Listing, number: int, indent: float, column: Column) -> list[Slab]:
    """One item of a list, counted from 1, `indent` points in from the column, under the list's element."""
    item = block.items[number - 1]
    return _list_item(setter, item, _label(block.marker, number, item.span), indent, column)


def cost_between(number: int, count: int) -> float:
    """The cost of ending a panel before an item: one item alone, before or after the break, looks lost."""
    if number == 1:
        return FREE
    return LONE_ITEM if number in (2, count) else BETWEEN_ITEMS


def _label(marker: str, number: int, span: Span) -> Run:
    if marker == "number":
        return Run(f"{number}.", span, strong=True)
    if marker == "tick":
        return Run("☐", span, role="symbol")
    return Run("•", span)


def item_indent(setter: Setter, block: Listing, column: Column) -> float:
    """How far the items stand in (points): the layout's indent, or more where numbers or boxes would touch the text."""
    if block.marker == "bullet":
        return setter.layout.indent
    label = _label(block.marker, len(block.items), block.span)
    return max(setter.layout.indent, setter.natural_width((label,), setter.look(column.item_text)) + LABEL_GAP)


def _list_item(setter: Setter, item: Item, label: Run, indent: float, column: Column) -> list[Slab]:
    style = column.item_text
    entry = setter.tree.open("LI", column.element, item.span)
    head = _label_items(setter, label, style, entry, indent, column)
    body = setter.tree.open("LBody", entry, item.span)
    left, right = (0.0, indent) if setter.rtl else (indent, 0.0)
    slabs: list[Slab] = []
    for paragraph in item.paragraphs:
        inner = column.inside(body, left, right)
        slabs.extend(setter.paragraph(
            paragraph, style, body, inner.measure, x=inner.x, role=None if len(item.paragraphs) == 1 else "P",
            colour=column.colour,
        ))  # fmt: skip
    slabs = [replace(slab, break_cost=max(slab.break_cost, IN_ITEM)) for slab in slabs]
    return with_first(slabs, items=(*head, *slabs[0].items))


def _label_items(setter: Setter, label: Run, style: str, entry: int, indent: float, column: Column) -> tuple[Any, ...]:
    """The bullet, number or box of a list item, at the outer edge of the column."""
    element = setter.tree.open("Lbl", entry, label.span)
    made = setter.paragraph(
        (label,), style, element, indent, x=column.x, role=None,
        colour=colour_of(setter.layout.bullet), align="start",
    )  # fmt: skip
    if not setter.rtl:
        return made[0].items
    shift = column.measure - indent
    return tuple(replace(item, rect=item.rect.moved(shift, 0.0)) for item in made[0].items)
