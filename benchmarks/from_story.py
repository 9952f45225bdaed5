"""From a composed brochure to an outline: the words that Foldwell sets, in its structure, for the peers to set."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.outline import Box, Grid, Items, Outline, Page, Part, Words
from foldwell.content.composing.story import (
    CalloutBox,
    ContactCard,
    Heading,
    Listing,
    Pairs,
    Paragraph,
    Picture,
    QrCode,
    QuoteBlock,
    SourceList,
    Story,
    StoryBlock,
    TableGrid,
    WriteInLines,
)
from foldwell.content.text.runs import Inline, words_of


def outline(story: Story, pages: list[tuple[float, float, int, list[str]]]) -> Outline:
    """The story on pages of (width, height, columns, names of the regions that stand on it); a cover is the title."""
    made = []
    for number, (width, height, columns, regions) in enumerate(pages):
        parts: list[Part] = list(_cover(story)) if number == 0 else []
        for name in regions:
            region = story.region(name)
            for section in region.sections if region else ():
                for block in section.blocks:
                    parts += _parts(block)
        parts.append(Words("small", _text(story.footer)))
        made.append(Page(width, height, columns, tuple(parts)))
    return Outline(_text(story.title), story.language, tuple(made))


def _cover(story: Story) -> Iterator[Part]:
    yield Words("title", _text(story.title))
    for inline in (story.line, story.clinic, story.tagline, story.draft_line):
        if inline:
            yield Words("p", _text(inline))


def _parts(block: StoryBlock) -> Iterator[Part]:
    match block:
        case Heading():
            yield Words("h1" if block.level <= 2 else "h2", _text(block.inline))
        case Paragraph() | Listing():
            yield _simple(block)
        case CalloutBox():
            title = (Words("h2", _text(block.title)),) if block.title else ()
            yield Box((*title, *(_simple(each) for each in block.blocks)))
        case TableGrid():
            yield from _captions(block.caption)
            yield Grid(tuple(tuple(_text(cell) for cell in row) for row in (block.header, *block.rows)))
        case SourceList():
            yield Items("sources", tuple(_text(entry.inline) for entry in block.entries))
        case _:
            yield from (Words("p", _text(inline)) for inline in _inlines(block))


def _inlines(block: StoryBlock) -> Iterator[Inline]:
    """The paragraphs of the blocks that have nothing but paragraphs; rules and spaces have none."""
    match block:
        case Pairs():
            for pair in block.pairs:
                yield pair.first
                yield pair.second
        case QuoteBlock():
            yield block.inline
            yield from (block.who,) if block.who else ()
        case Picture():
            yield from (block.caption,) if block.caption else ()
        case QrCode():
            yield block.label
            yield block.printed
        case ContactCard():
            yield from (line.inline for line in block.lines)
        case WriteInLines():
            yield block.label


def _simple(block: Paragraph | Listing) -> Words | Items:
    if isinstance(block, Paragraph):
        return Words("small" if block.style == "notice" else "p", _text(block.inline))
    texts = tuple(" ".join(_text(inline) for inline in item.paragraphs) for item in block.items)
    return Items("numbers" if block.marker == "number" else "bullets", texts)


def _captions(caption: Inline | None) -> Iterator[Words]:
    if caption:
        yield Words("p", _text(caption))


def _text(inline: Inline) -> str:
    return " ".join(words_of(inline).split())
