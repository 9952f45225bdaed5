"""What a reader must find: a story comes in, its words in reading order go out, each with the place it was written.

Words that the program adds are part of it, and there are only these: the numbers of citations, lists and sources, the
bullets of lists, and the interface words that the story carries. Drawn signs are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from foldwell.checks.expected_showing import boxes, numbered, shown
from foldwell.content.composing import story as told
from foldwell.content.composing.story import Story, StoryBlock
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.text.runs import Inline, Run
from foldwell.diagnostics import Span


class Passage(Struct, frozen=True):
    """The words of one paragraph, label or cell."""

    words: tuple[str, ...]
    span: Span


def passages(story: Story, layout: LayoutSpec) -> Iterator[Passage]:
    """Everything that the edition says, in the order in which it is read."""
    told_regions: set[str] = set()
    for panel in layout.reading_order:
        for row in layout.panels[panel].rows:
            if row.feature == "emergency":
                yield from _emergency(story)
            elif row.feature:
                yield from _feature(story)
            for name in row.regions:
                region = story.region(name)
                if region is not None and name not in told_regions:
                    told_regions.add(name)
                    for section in region.sections:
                        for block in section.blocks:
                            yield from _block(block)


def signs(story: Story) -> int:
    """How many drawn signs the edition has in its text, and how many boxes to tick."""
    blocks = [block for region in story.regions for section in region.sections for block in section.blocks]
    others = (story.title, story.line, story.clinic, story.tagline, story.emergency)
    return sum(_signs_of(value) for value in (*blocks, *others))


def _signs_of(value: object) -> int:
    if isinstance(value, Run):
        return len(value.text) if value.role == "symbol" else 0
    if value is None or isinstance(value, str | Span):  # most of what there is, and no more to look into
        return 0
    if isinstance(value, tuple):
        return sum(_signs_of(part) for part in value)
    if isinstance(value, told.Listing) and value.marker == "tick":
        return len(value.items) + sum(_signs_of(item) for item in value.items)
    fields = getattr(value, "__struct_fields__", ())
    return boxes(value) + sum(_signs_of(getattr(value, name)) for name in fields)


def _feature(story: Story) -> Iterator[Passage]:
    for inline in (story.title, story.line, story.clinic, story.tagline, story.draft_line):
        if inline:
            yield from _inline(inline, story.span)


def _emergency(story: Story) -> Iterator[Passage]:
    if story.emergency is not None:
        for inline in (story.emergency.title, *story.emergency.paragraphs):
            yield from _inline(inline, story.emergency.span)


def _inline(inline: Inline, fallback: Span) -> Iterator[Passage]:
    text = "".join((part.text if part.role != "symbol" else "") if isinstance(part, Run) else " " for part in inline)
    words = tuple(text.split())
    if words:
        yield Passage(words, inline[0].span if inline else fallback)


def _block(block: StoryBlock) -> Iterator[Passage]:  # one short case for each kind of block
    span = block.span
    match block:
        case told.Heading(inline=inline) | told.Paragraph(inline=inline):
            yield from _inline(inline, span)
        case told.Listing(marker=marker, items=items):
            for number, item in enumerate(items, 1):
                if marker != "tick":
                    yield Passage((f"{number}." if marker == "number" else "•",), item.span)
                for paragraph in item.paragraphs:
                    yield from _inline(paragraph, item.span)
        case told.CalloutBox(title=title, label=label, blocks=blocks):
            yield from _inline(title, span) if title else iter((Passage(tuple(label.split()), span),))
            for part in blocks:
                yield from _block(part)
        case told.TableGrid(caption=caption, header=header, rows=rows):
            for cell in (*((caption,) if caption else ()), *header, *(cell for row in rows for cell in row)):
                yield from _inline(cell, span)
        case told.Pairs(pairs=pairs):
            for pair in pairs:
                yield from _inline(pair.first, pair.span)
                yield from _inline(pair.second, pair.span)
        case told.QuoteBlock(inline=inline, who=who):
            yield from _inline(inline, span)
            yield from _inline(who or (), span)
        case told.Picture(caption=caption, points=points):
            yield from _inline(caption or (), span)
            for inline, place in numbered(points):
                yield from _inline(inline, place)
        case told.QrCode(label=name, printed=printed):
            yield from _inline(name, span)
            yield from _inline(printed, span)
        case told.ContactCard(lines=lines):
            for line in lines:
                yield from _inline(line.inline, span)
        case told.WriteInLines(label=name):
            yield from _inline(name, span)
        case told.SourceList(entries=entries):
            for entry in entries:
                yield Passage((f"{entry.number}.",), entry.span)
                yield from _inline(entry.inline, entry.span)
        case told.HairRule() | told.Space():
            return
        case _:  # what patients look at rather than read
            for inline, place in shown(block):
                yield from _inline(inline, place)
