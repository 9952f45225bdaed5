"""Cards to write on: questions to ask, and a box for patients' own words, come in; slabs on a common ground go out."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.composing.story import Item as ListItem
from foldwell.content.composing.story import Listing
from foldwell.content.composing.story_showing import AskCard, TeachBackBox
from foldwell.content.text.runs import Inline, moved
from foldwell.diagnostics import Span
from foldwell.layout.blocks.icons import icon
from foldwell.layout.blocks.lists import NUMBERING, item_indent, item_slabs
from foldwell.layout.blocks.text import TEXT_EDGE, writing_lines
from foldwell.layout.column import Column
from foldwell.layout.document import Rect
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import (
    AFTER_HEADING,
    FREE,
    IN_CALLOUT,
    IN_ITEM,
    NEVER,
    Box,
    Slab,
    with_first,
    with_last,
)
from foldwell.type.symbols import MIDDLE

ASK, SPEECH = "message-circle-question-mark", "message-square-quote"  # the icons
TITLE_GAP = 7.0  # points below a card's title, whose icon is taller than the line
BETWEEN_QUESTIONS = IN_ITEM * 2  # a card is rather cut between two questions than anywhere else


class _Card(Struct, frozen=True):
    """A card's ground and the column inside it; in a column that has a ground of its own there is no box in a box."""

    box: Box | None
    column: Column


def ask_slabs(setter: Setter, block: AskCard, column: Column) -> list[Slab]:
    """A card of questions with boxes to tick and lines for the answers, then lines for the patient's own questions."""
    card = _card(setter, block.span, column)
    inner = card.column
    slabs = _title(setter, ASK, block.title, block.span, inner)
    listing = Listing("tick", tuple(ListItem((question,), _span(question, block.span)) for question in block.questions),
                      block.span)  # fmt: skip
    attributes = (("List", "ListNumbering", NUMBERING["tick"]),)
    element = setter.tree.open("L", inner.element, block.span, attributes=attributes)
    indent = item_indent(setter, listing, inner)
    for number in range(1, len(block.questions) + 1):
        made = item_slabs(setter, listing, number, indent, replace(inner, element=element))
        cost = AFTER_HEADING if number == 1 else BETWEEN_QUESTIONS
        slabs += with_first(_with_lines(setter, made, block.lines, block.span, inner, indent), break_cost=cost)
    if block.own:
        label = moved(block.own_label, strong=True)
        made = setter.paragraph(label, inner.text, inner.element, inner.measure, x=inner.x, colour=inner.colour)
        made = with_first(made, before=setter.leading, break_cost=BETWEEN_QUESTIONS)
        slabs += _with_lines(setter, made, block.own, block.span, inner)
    return _on_ground(setter, card, slabs)


def teach_back_slabs(setter: Setter, block: TeachBackBox, column: Column) -> list[Slab]:
    """A box with beginnings of sentences, each with lines to finish it on in one's own words."""
    card = _card(setter, block.span, column)
    inner = card.column
    slabs = _title(setter, SPEECH, block.title, block.span, inner)
    for number, prompt in enumerate(block.prompts):
        made = setter.paragraph(prompt, inner.text, inner.element, inner.measure, x=inner.x, colour=inner.colour)
        cost = BETWEEN_QUESTIONS if number else AFTER_HEADING
        slabs += with_first(_with_lines(setter, made, block.lines, block.span, inner), break_cost=cost)
    return _on_ground(setter, card, slabs)


def _span(inline: Inline, fallback: Span) -> Span:
    return inline[0].span if inline else fallback


def _card(setter: Setter, span: Span, column: Column) -> _Card:
    look, padding = setter.layout.callouts["info"], setter.layout.callout_padding
    element = setter.tree.open("Div", column.element, span)
    if column.grounded:
        return _Card(None, replace(column, element=element))
    beside = padding * TEXT_EDGE
    left, right = (padding, beside) if setter.rtl else (beside, padding)
    box = Box(colour_of(look.ground), None, padding, column.x, column.measure)
    inner = replace(column.inside(element, left, right), text="callout", colour=colour_of(look.text))
    return _Card(box, inner)


def _title(setter: Setter, name: str, title: Inline, span: Span, column: Column) -> list[Slab]:
    """The card's title with its icon before it, which is decoration: the title says what the card is for."""
    look, colour = setter.look("callout_title"), colour_of(setter.layout.callouts["info"].title)
    size = look.size * 1.4
    left, right = (0.0, size + 6) if setter.rtl else (size + 6, 0.0)
    inner = column.inside(column.element, left, right)
    x = column.x + column.measure - size if setter.rtl else column.x
    rect = Rect(x, look.baseline - MIDDLE * look.size - size / 2, size, size)
    drawing = icon(setter, name, rect, colour, column.files, span)
    slabs = setter.paragraph(title, "callout_title", inner.element, inner.measure, x=inner.x, colour=colour)
    slabs = [replace(slab, break_cost=NEVER) for slab in slabs]
    slabs = with_first(slabs, items=(drawing, *slabs[0].items), break_cost=FREE)
    return with_last(slabs, after=TITLE_GAP)


def _with_lines(
    setter: Setter, made: list[Slab], count: int, span: Span, column: Column, indent: float = 0.0
) -> list[Slab]:
    """Text with lines to write on under it, from where the text begins."""
    if not count:
        return made
    x = column.x if setter.rtl else column.x + indent
    return [*with_last(made, after=0.0), *writing_lines(setter, count, x, column.measure - indent, span)]


def _on_ground(setter: Setter, card: _Card, slabs: list[Slab]) -> list[Slab]:
    """The slabs on the card's ground, as whole as it can be."""
    space = setter.look("callout_title").before
    whole = [replace(slab, box=card.box, grid="none", what="callout", break_cost=_cost(slab)) for slab in slabs]
    whole = with_first(whole, before=space, break_cost=FREE)
    return with_last(whole, after=max(space, whole[-1].after))


def _cost(slab: Slab) -> float:
    return slab.break_cost if slab.break_cost == BETWEEN_QUESTIONS else max(slab.break_cost, IN_CALLOUT)
