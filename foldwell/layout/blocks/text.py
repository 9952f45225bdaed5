"""Blocks of text come in, slabs go out, tagged: one function a kind. Tables and pictures have modules of their own."""

from __future__ import annotations

from msgspec.structs import replace

from foldwell.content.composing.story import (
    CalloutBox,
    ContactCard,
    HairRule,
    Heading,
    Listing,
    Pairs,
    Paragraph,
    QuoteBlock,
    SourceList,
    Space,
    WriteInLines,
)
from foldwell.content.models.theme import HeadingMark, theme_of
from foldwell.content.text.runs import Inline, Run
from foldwell.diagnostics import Span
from foldwell.layout.blocks.lists import listing_slabs
from foldwell.layout.column import Column
from foldwell.layout.document import Colour, Drawing, Rect, Shape
from foldwell.layout.pictures.symbols import callout_icon, level_line, rectangle
from foldwell.layout.setting import CAPITALS, Look, Setter, colour_of
from foldwell.layout.slabs import (
    AFTER_HEADING,
    BETWEEN_ITEMS,
    FREE,
    IN_CALLOUT,
    IN_ITEM,
    LONE_ITEM,
    NEVER,
    Box,
    Slab,
    with_first,
    with_last,
)
from foldwell.layout.tray import Tray, enlarged
from foldwell.layout.under_heading import spaced

ABOVE_CAPITALS = 0.42  # em between the capitals of a heading and a theme's mark above them
BAR_LENGTH = 1.6  # em: how long a short bar above a heading is
TEXT_EDGE = 1.5  # paddings from a box's side to its text: room for a bar, also where there is none, so that all align
WRITE_IN_GAP = 24.0  # points between two lines to write on: handwriting needs 8 mm


def heading_slabs(setter: Setter, block: Heading, column: Column) -> list[Slab]:
    """A heading; what follows it is kept with it."""
    element = setter.tree.open(f"H{block.level}", column.element, block.span)
    style = column.heading if block.level == 2 else f"h{min(block.level, 3)}"
    slabs = setter.paragraph(block.inline, style, element, column.measure, x=column.x, role=None)
    slabs = [replace(slab, what="heading", break_cost=FREE if i == 0 else NEVER) for i, slab in enumerate(slabs)]
    slabs = spaced(setter, style, slabs)
    mark = theme_of(setter.layout).heading
    if mark is None or block.level != 2 or not slabs:
        return slabs
    return with_first(slabs, items=(_heading_mark(setter, mark, style, block.span, column), *slabs[0].items))


def _heading_mark(setter: Setter, mark: HeadingMark, style: str, span: Span, column: Column) -> Drawing:
    """The theme's line or bar above a heading, an artifact. It takes no room: it stands in the space above the heading,
    and at the top of a panel a little above its text."""
    look = setter.look(style)
    width = column.measure if mark.kind == "line" else min(BAR_LENGTH * look.size, column.measure)
    x = column.x + column.measure - width if setter.rtl else column.x
    y = look.baseline - mark.weight - _above_baseline(setter, look)
    shape = Shape(rectangle(0.0, 0.0, width, mark.weight), fill=colour_of(mark.colour))
    return Drawing(setter.tree.number(None), None, Rect(x, y, width, mark.weight), (shape,), span)


def _above_baseline(setter: Setter, look: Look) -> float:
    """How far above a heading's baseline its mark stands (points). At the heads of panels, marks above headings on the
    grid are level, whatever the size of the headings: all stand as high as that of an `h2`."""
    common = setter.look("h2")
    if "none" in (look.grid, common.grid):
        return (CAPITALS + ABOVE_CAPITALS) * look.size
    return (CAPITALS + ABOVE_CAPITALS) * common.size + common.lift - look.lift


def paragraph_slabs(setter: Setter, block: Paragraph, column: Column) -> list[Slab]:
    """A paragraph in its own style, or in the column's style of plain text."""
    style = column.text if block.style == "body" else block.style
    return setter.paragraph(block.inline, style, column.element, column.measure, x=column.x, colour=column.colour)


def callout_slabs(setter: Setter, block: CalloutBox, column: Column) -> list[Slab]:
    """A callout: a ground with a title and an icon, kept whole where that is possible."""
    look = setter.layout.callouts[block.kind]  # type: ignore[index]  # the schema knows the four kinds
    element = setter.tree.open("Div", column.element, block.span)
    padding = setter.layout.callout_padding
    bar = colour_of(look.bar) if look.bar else None
    box = Box(colour_of(look.ground), bar, padding, column.x, column.measure)
    beside = padding * TEXT_EDGE
    left, right = (padding, beside) if setter.rtl else (beside, padding)
    inner = replace(column.inside(element, left, right), text="callout", colour=colour_of(look.text))
    title = block.title or (Run(block.label, block.span),)
    slabs = _callout_title(setter, block, title, colour_of(look.title), inner)
    for part in block.blocks:
        made = listing_slabs(setter, part, inner) if isinstance(part, Listing) else paragraph_slabs(setter, part, inner)
        first_cost = AFTER_HEADING if part is block.blocks[0] else BETWEEN_ITEMS
        slabs.extend(with_first(made, break_cost=first_cost))
    first, last = slabs[0], slabs[-1]
    space = setter.look("callout_title").before
    slabs = [
        replace(slab, box=box, grid="none", break_cost=max(slab.break_cost, IN_CALLOUT), what="callout")
        for slab in slabs
    ]
    slabs = with_first(slabs, before=space, break_cost=first.break_cost)
    return with_last(slabs, after=max(space, last.after))


def _callout_title(setter: Setter, block: CalloutBox, title: Inline, colour: Colour, column: Column) -> list[Slab]:
    """The title with the kind's icon before it; the icon's text equivalent is the kind's word."""
    look = setter.look("callout_title")
    size = look.size * 1.15
    element = setter.tree.open("P", column.element, block.span)
    actual = f"{block.label}: " if block.title else None  # without a title of its own the kind's word is the title
    owner = element if actual else None
    number = setter.tree.number(owner)
    left, right = (0.0, size + 6) if setter.rtl else (size + 6, 0.0)
    inner = column.inside(element, left, right)
    slabs = setter.paragraph(title, "callout_title", element, inner.measure, x=inner.x, role=None, colour=colour)
    x = column.x + column.measure - size if setter.rtl else column.x
    rect = Rect(x, look.baseline - size * 0.82, size, size)
    icon = Drawing(number, owner, rect, callout_icon(block.kind, size, colour), block.span, actual=actual)
    slabs = [replace(slab, break_cost=NEVER) for slab in slabs]
    return with_first(slabs, items=(icon, *slabs[0].items), break_cost=FREE, before=0.0)


def pairs_slabs(setter: Setter, block: Pairs, column: Column) -> list[Slab]:
    """Facts as labels beside their values, or questions above their answers."""
    if block.kind == "facts":
        return _facts(setter, block, column)
    slabs: list[Slab] = []
    for pair in block.pairs:
        asked = setter.paragraph(pair.first, "question", column.element, column.measure, x=column.x)
        answer = setter.paragraph(pair.second, column.text, column.element, column.measure, x=column.x)
        slabs.extend(with_first([replace(s, break_cost=NEVER) for s in asked], break_cost=FREE))
        slabs.extend(with_first(answer, before=asked[-1].after if asked else 0.0, break_cost=AFTER_HEADING))
    return slabs


def _facts(setter: Setter, block: Pairs, column: Column) -> list[Slab]:
    """Labels in a column of their own, as wide as the widest but at most two fifths of the measure."""
    label_look, gap = setter.look("label"), 10.0
    widest = max(setter.natural_width(pair.first, label_look) for pair in block.pairs)
    label_width = min(widest + 0.1, column.measure * 0.4)
    element = setter.tree.open("L", column.element, block.span, attributes=(("List", "ListNumbering", "None"),))
    slabs: list[Slab] = []
    for pair in block.pairs:
        entry = setter.tree.open("LI", element, pair.span)
        label_x = column.x + column.measure - label_width if setter.rtl else column.x
        label = setter.tree.open("Lbl", entry, pair.span)
        names = setter.paragraph(pair.first, "label", label, label_width, x=label_x, role=None)
        body = setter.tree.open("LBody", entry, pair.span)
        value_x = column.x if setter.rtl else column.x + label_width + gap
        values = setter.paragraph(
            pair.second, column.item_text, body, column.measure - label_width - gap, x=value_x, role=None
        )
        slabs.append(_abreast(names, values))
    return [replace(slab, break_cost=FREE if i == 0 else BETWEEN_ITEMS) for i, slab in enumerate(slabs)]


def _abreast(left: list[Slab], right: list[Slab]) -> Slab:
    """Two short columns of lines as one slab with their first baselines aligned."""
    baseline = max(left[0].baseline, right[0].baseline)
    tray = Tray()
    for column in (left, right):
        tray.set(column, baseline - column[0].baseline)
    made = tray.slab(right[0].span, "facts", baseline=baseline, grid=right[0].grid)
    return replace(made, before=right[0].before, after=right[-1].after)


def quote_slabs(setter: Setter, block: QuoteBlock, column: Column) -> list[Slab]:
    """A quotation with a bar at its side."""
    element = setter.tree.open("BlockQuote", column.element, block.span)
    box = Box(Colour("paper"), colour_of("accent-graphic"), 0.0, column.x, column.measure)
    indent = setter.layout.indent
    inner = column.inside(element, *((0.0, indent) if setter.rtl else (indent, 0.0)))
    slabs = setter.paragraph(block.inline, "quote", element, inner.measure, x=inner.x)
    if block.who:
        who = setter.paragraph(block.who, "caption", element, inner.measure, x=inner.x)
        slabs.extend(with_first(who, break_cost=NEVER))
    return [replace(slab, box=box) for slab in slabs]


def contact_slabs(setter: Setter, block: ContactCard, column: Column) -> list[Slab]:
    """The clinic's particulars, a line each; where they are too much, it is the block that is complained of."""
    slabs: list[Slab] = []
    for line in block.lines:
        style = "contact_name" if line.kind == "name" else "contact"
        made = setter.paragraph(line.inline, style, column.element, column.measure, x=column.x)
        slabs.extend(with_first(made, break_cost=FREE if not slabs else IN_ITEM))
    return [replace(slab, span=block.span) for slab in slabs]


def write_in_slabs(setter: Setter, block: WriteInLines, column: Column) -> list[Slab]:
    """A label and lines to write on. The few labels of a small form are rather kept together."""
    slabs = setter.paragraph(block.label, column.text, column.element, column.measure, x=column.x)
    slabs = with_first(slabs, break_cost=LONE_ITEM if block.follows else FREE)
    slabs = with_last(slabs, after=0.0)  # the first line has the room to write in above it
    return [*slabs, *writing_lines(setter, block.lines, column.x, column.measure, block.span)]


def _line(setter: Setter, measure: float, colour: str) -> Shape:
    """A line across the measure, as heavy as all thin lines of the theme."""
    return level_line(measure, colour_of(colour), theme_of(setter.layout).rule)


def writing_lines(setter: Setter, count: int, x: float, measure: float, span: Span) -> list[Slab]:
    """Lines to write on, each with the room for handwriting above it; who reads large print writes large."""
    shape = _line(setter, measure, "ink 45%")
    gap = WRITE_IN_GAP * max(enlarged(setter), 1.0)
    slabs = []
    for number in range(count):
        drawing = Drawing(setter.tree.number(None), None, Rect(x, gap - 2, measure, 0.0), (shape,), span)
        after = setter.half if number == count - 1 else 0.0
        slabs.append(Slab(gap, (drawing,), span, break_cost=IN_ITEM, after=after, what="lines"))
    return slabs


def sources_slabs(setter: Setter, block: SourceList, column: Column) -> list[Slab]:
    """The numbered list of sources; citations link to its entries."""
    element = setter.tree.open("L", column.element, block.span, attributes=(("List", "ListNumbering", "Decimal"),))
    look = setter.look("sources")
    indent = look.size * (1.3 if len(block.entries) < 10 else 1.9)
    slabs: list[Slab] = []
    for entry in block.entries:
        item = setter.tree.open("LI", element, entry.span)
        setter.tree.anchors[entry.key] = item
        label = setter.tree.open("Lbl", item, entry.span)
        text = Run(f"{entry.number}.", entry.span)
        label_x = column.x + column.measure - indent if setter.rtl else column.x
        number = setter.paragraph((text,), "sources", label, indent, x=label_x, role=None)
        body = setter.tree.open("LBody", item, entry.span)
        x = column.x if setter.rtl else column.x + indent
        made = setter.paragraph(entry.inline, "sources", body, column.measure - indent, x=x, role=None)
        slabs.extend(with_first(made, items=(*number[0].items, *made[0].items), break_cost=FREE))
    return with_last(slabs, after=setter.leading)


def rule_slabs(setter: Setter, block: HairRule, column: Column) -> list[Slab]:
    """A hairline."""
    return [rule_slab(setter, block.span, column.x, column.measure, setter.half)]


def rule_slab(setter: Setter, span: Span, x: float, measure: float, space: float) -> Slab:
    """A hairline across the measure with space above and below it."""
    shape = _line(setter, measure, setter.layout.rule)
    drawing = Drawing(setter.tree.number(None), None, Rect(x, 0.25, measure, 0.0), (shape,), span)
    return Slab(0.5, (drawing,), span, before=space, after=space, break_cost=LONE_ITEM, what="rule")


def space_slabs(setter: Setter, block: Space, column: Column) -> list[Slab]:
    """Empty space; at the top of a panel there is none."""
    del column
    return [Slab(block.halves * setter.half, (), block.span, what="space")]
