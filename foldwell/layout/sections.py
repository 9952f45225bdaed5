"""Sections of the story come in, slabs go out: each block is made by the maker of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from foldwell.content.story import (
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
    words_of,
)
from foldwell.diagnostics import Diagnostic, Sink
from foldwell.layout import blocks
from foldwell.layout.column import Column
from foldwell.layout.document import Bookmark
from foldwell.layout.figures import figure_slabs, qr_slabs
from foldwell.layout.lists import listing_slabs
from foldwell.layout.setting import Setter, Terms
from foldwell.layout.slabs import AFTER_HEADING, IN_ITEM, Slab, with_first
from foldwell.layout.tables import table_slabs
from foldwell.layout.tree import Growth, Tree
from foldwell.layout.verdict import check_required

MAKERS: dict[type, Callable[[Setter, Any, Column], list[Slab]]] = {
    Heading: blocks.heading_slabs,
    Paragraph: blocks.paragraph_slabs,
    Listing: listing_slabs,
    CalloutBox: blocks.callout_slabs,
    TableGrid: table_slabs,
    Pairs: blocks.pairs_slabs,
    QuoteBlock: blocks.quote_slabs,
    Picture: figure_slabs,
    QrCode: qr_slabs,
    ContactCard: blocks.contact_slabs,
    WriteInLines: blocks.write_in_slabs,
    SourceList: blocks.sources_slabs,
    HairRule: blocks.rule_slabs,
    Space: blocks.space_slabs,
}


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section as it was set: its slabs, what it adds to the structure tree, and what was wrong with it."""

    slabs: tuple[Slab, ...]
    growth: Growth
    complaints: tuple[Diagnostic, ...]


def set_section(section: StorySection, terms: Terms, column: Column) -> SetSection:
    """A section set in a column. The same section under the same terms is set once in a process, unless it holds
    pictures, whose files may have changed."""
    if any(isinstance(block, Picture) for block in section.blocks):
        return _set_section(section, terms, column)
    return _remembered(section, terms, column)


def _set_section(section: StorySection, terms: Terms, column: Column) -> SetSection:
    sink, tree = Sink(), Tree(section.span)
    slabs = _section_slabs(Setter(terms, sink, tree), section, column)
    if section.required:
        check_required(slabs, terms.layout.fold != "none", sink)
    return SetSection(tuple(slabs), tree.growth(), tuple(sink.found))


_remembered = lru_cache(maxsize=1024)(_set_section)


def _section_slabs(setter: Setter, section: StorySection, column: Column) -> list[Slab]:
    """A section as slabs under a Sect element of its own, with a bookmark at its heading."""
    sect = setter.tree.open("Sect", column.element, section.span, title=section.title or None)
    if section.title:
        setter.tree.bookmarks.append(Bookmark(section.title, 0, sect))
    inner = replace(column, element=sect)
    slabs: list[Slab] = []
    for block in section.blocks:
        made = MAKERS[type(block)](setter, block, inner)
        if slabs and slabs[-1].what == "heading":
            made = with_first(made, break_cost=AFTER_HEADING)
        elif slabs and isinstance(block, Listing) and slabs[-1].words and _leads_in(section.blocks, block):
            made = with_first(made, break_cost=max(made[0].break_cost, IN_ITEM))
        slabs.extend(made)
    return slabs


def _leads_in(blocks: tuple[StoryBlock, ...], listing: Listing) -> bool:
    """Whether the paragraph before a list ends with a colon, and so belongs to it."""
    before = blocks[blocks.index(listing) - 1]
    return isinstance(before, Paragraph) and words_of(before.inline).rstrip().endswith(":")
