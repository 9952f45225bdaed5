"""Sections of the story come in, slabs go out: each block is made by the maker of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from foldwell.content.composing.story import (
    CalloutBox,
    ContactCard,
    HairRule,
    Heading,
    Listing,
    Pairs,
    Paragraph,
    Picture,
    QrCode,
    QuoteBlock,
    SourceList,
    Space,
    StoryBlock,
    StorySection,
    TableGrid,
    WriteInLines,
)
from foldwell.content.composing.story_showing import (
    AskCard,
    DataChart,
    DoseCalendar,
    IconList,
    People,
    TeachBackBox,
    TimeLine,
)
from foldwell.content.text.runs import Run, words_of
from foldwell.layout.blocks import text
from foldwell.layout.blocks.calendar import calendar_slabs
from foldwell.layout.blocks.cards import ask_slabs, teach_back_slabs
from foldwell.layout.blocks.charts import chart_slabs
from foldwell.layout.blocks.figures import figure_slabs, qr_slabs
from foldwell.layout.blocks.icons import icon_slabs
from foldwell.layout.blocks.lists import listing_slabs
from foldwell.layout.blocks.people import people_slabs
from foldwell.layout.blocks.tables import table_slabs
from foldwell.layout.blocks.timeline import timeline_slabs
from foldwell.layout.column import Column
from foldwell.layout.document import Bookmark
from foldwell.layout.matter import Gathering, Matter, set_apart
from foldwell.layout.setting import Setter, Terms
from foldwell.layout.slabs import (
    AFTER_HEADING,
    IN_ITEM,
    IN_REQUIRED,
    IN_SECTION,
    Galley,
    Slab,
    kept_together,
    with_first,
    with_last,
)
from foldwell.layout.standing import Standing
from foldwell.layout.tree import Lift, Tree
from foldwell.layout.under_heading import below_ink, first_ink
from foldwell.layout.verdict import check_required

MAKERS: dict[type, Callable[[Setter, Any, Column], list[Slab]]] = {
    Heading: text.heading_slabs,
    Paragraph: text.paragraph_slabs,
    Listing: listing_slabs,
    CalloutBox: text.callout_slabs,
    TableGrid: table_slabs,
    Pairs: text.pairs_slabs,
    QuoteBlock: text.quote_slabs,
    Picture: figure_slabs,
    QrCode: qr_slabs,
    ContactCard: text.contact_slabs,
    WriteInLines: text.write_in_slabs,
    SourceList: text.sources_slabs,
    HairRule: text.rule_slabs,
    Space: text.space_slabs,
    IconList: icon_slabs,
    People: people_slabs,
    DataChart: chart_slabs,
    DoseCalendar: calendar_slabs,
    TimeLine: timeline_slabs,
    AskCard: ask_slabs,
    TeachBackBox: teach_back_slabs,
}

LED_IN = (WriteInLines, IconList, DoseCalendar, DataChart)  # what the paragraph above them speaks of


def set_section(
    standing: Standing, section: StorySection, terms: Terms, column: Column, begin: Lift
) -> Matter[Galley]:  # fmt: skip
    """A section set in a column, its numbers raised to `begin` where they will stand. What pictures show depends on
    their files besides: see `picture_files`."""
    gathering = Gathering(Tree(section.span, begin), standing)
    slabs, lifts = _section_slabs(gathering, section, terms, column)
    slabs = _as_a_whole(slabs, section, Setter(terms, gathering.sink, gathering.tree), column)
    return gathering.matter(Galley(tuple(slabs), tuple(lifts)))


def picture_files(section: StorySection) -> Iterator[str]:
    """The names of the files that setting a section reads."""
    return (block.file for block in section.blocks if isinstance(block, Picture))


def _as_a_whole(slabs: list[Slab], section: StorySection, setter: Setter, column: Column) -> list[Slab]:
    """The slabs of a section with what it asks for as a whole."""
    layout = setter.layout
    if section.required:
        check_required(slabs, layout.fold != "none", setter.sink)
    if layout.sides[-1].repeats and slabs:  # sections stand under each other, those without a heading, too
        slabs = kept_together(slabs, IN_REQUIRED if section.required else IN_SECTION)
        return with_first(slabs, before=max(slabs[0].before, setter.look(column.heading).before))
    if not section.title:  # no heading sets it off from what is above it
        return with_first(slabs, before=max(slabs[0].before, setter.leading) if slabs else 0.0)
    return slabs


def _section_slabs(
    gathering: Gathering, section: StorySection, terms: Terms, column: Column
) -> tuple[list[Slab], list[Lift]]:
    """A section as slabs under a Sect element of its own, with a bookmark at its heading; and what the numbers of each
    slab are raised by."""
    sect = gathering.tree.open("Sect", column.element, section.span, title=section.title or None)
    if section.title:
        gathering.tree.bookmarks.append(Bookmark(section.title, 0, sect))
    slabs: list[Slab] = []
    lifts: list[Lift] = []
    before: StoryBlock | None = None
    for number, block in enumerate(section.blocks):
        place = ("block", number)
        matter = gathering.standing.again(place, _set_block, block, terms, column)
        made, lift = gathering.graft(place, matter, sect)
        if made and slabs and slabs[-1].what == "heading":
            made = with_first(made, break_cost=AFTER_HEADING, ink=first_ink(made[0]))
        elif isinstance(block, Heading) and slabs:
            slabs = with_last(slabs, foot=below_ink(slabs[-1]))
        elif made and isinstance(before, Paragraph) and slabs[-1].words and _leads_in(before, block):
            made = with_first(made, break_cost=max(made[0].break_cost, IN_ITEM))
        slabs.extend(made)
        lifts.extend([lift] * len(made))
        before = block
    return (with_last(slabs, foot=below_ink(slabs[-1])) if slabs else slabs), lifts


def _set_block(block: StoryBlock, terms: Terms, column: Column) -> Matter[list[Slab]]:
    """A block set in a column, by itself: where one of its neighbours changes, it stays as it is."""
    return set_apart(terms, block.span, lambda setter: MAKERS[type(block)](setter, block, column))


def _leads_in(before: Paragraph, block: StoryBlock) -> bool:
    """Whether a paragraph belongs to the block after it: it ends with a colon, or the block says nothing alone."""
    said = words_of(tuple(part for part in before.inline if not (isinstance(part, Run) and part.position == "sup")))
    return said.rstrip().endswith(":") or isinstance(block, LED_IN) or _is_to_tick(block)


def _is_to_tick(block: StoryBlock) -> bool:
    return isinstance(block, Listing) and block.marker == "tick"
