"""The story: a brochure's words chosen and ordered for one layout, with variables filled in and inline text parsed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Union

from foldwell.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look.

    `position` is "" on the line, "sup" or "sub". `link` is the address of the link that it is part of, and `group`
    tells adjacent links (or citations) apart. `role` is "text"; "cite" for the number of a citation, which links to the
    entry of `target` in the list of sources; "symbol" for a drawn character (☐ ✓ → …) with `text` as its equivalent.
    `rows` says, for each further line of the YAML that the run covers, where its words begin: (offset in `text`, line,
    column).
    """

    text: str
    span: Span
    strong: bool = False
    emphasis: bool = False
    position: str = ""
    link: str | None = None
    group: int = 0
    role: str = "text"
    target: str | None = None
    rows: tuple[tuple[int, int, int], ...] = ()

    def at(self, offset: int) -> Span:
        """The place in the YAML of the character at `offset` (0-based) of the text."""
        begin, line, column = 0, self.span.line, self.span.column
        for row in self.rows:
            if row[0] <= offset:
                begin, line, column = row
        return Span(self.span.path, line, column + offset - begin)


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the writer asked for."""

    span: Span


Inline = tuple[Union[Run, Break], ...]


def words_of(inline: Inline) -> str:
    """The text of inline content, a line break as a space."""
    return "".join(part.text if isinstance(part, Run) else " " for part in inline)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    inline: Inline
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in a named style of the layout: body, notice, caption, lead, …"""

    inline: Inline
    span: Span
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its paragraphs."""

    paragraphs: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `marker` is bullet, number or tick."""

    marker: str
    items: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CalloutBox:
    """A callout with what stands in it; `label` is the kind's word in the edition's language ("Stop")."""

    kind: str
    label: str
    title: Inline | None
    blocks: tuple[Paragraph | Listing, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table: header cells, rows of cells, an optional caption."""

    caption: Inline | None
    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    row_headers: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value, or a question with its answer."""

    first: Inline
    second: Inline
    span: Span


@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts (kind "facts") or questions and answers (kind "questions")."""

    kind: str
    pairs: tuple[Pair, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A quotation and who said it."""

    inline: Inline
    who: Inline | None
    span: Span


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: the file's path (inside the workspace), its text equivalent and caption, its part of the measure."""

    file: str
    alt: str | None
    caption: Inline | None
    width: float
    span: Span


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code for an address, its label, and the address as it is printed beside it."""

    address: str
    label: Inline
    printed: Inline
    span: Span


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One line of a contact card: what kind of particular it is, and its words."""

    kind: str
    inline: Inline


@dataclass(frozen=True, slots=True)
class ContactCard:
    """The clinic's particulars."""

    lines: tuple[ContactLine, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class WriteInLines:
    """A label and a number of lines to write on."""

    label: Inline
    lines: int
    span: Span


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One entry of the list of sources."""

    number: int
    key: str
    inline: Inline
    span: Span


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources that the edition cites, in order of first citation."""

    entries: tuple[SourceEntry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class HairRule:
    """A hairline across the measure."""

    span: Span


@dataclass(frozen=True, slots=True)
class Space:
    """Empty space of some half lines."""

    halves: int
    span: Span


StoryBlock = Union[
    Heading, Paragraph, Listing, CalloutBox, TableGrid, Pairs, QuoteBlock, Picture, QrCode, ContactCard, WriteInLines,
    SourceList, HairRule, Space,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StorySection:
    """A section as one layout shows it; `name` is its key in the YAML, `title` its heading's words for bookmarks."""

    name: str
    title: str
    required: bool
    blocks: tuple[StoryBlock, ...]
    span: Span

    def __hash__(self) -> int:
        """By name, title and place alone: a hash of all words would cost more than comparing them once."""
        return hash((self.name, self.title, self.span))


@dataclass(frozen=True, slots=True)
class RegionStory:
    """The sections that stand in one region of a layout, in order."""

    region: str
    sections: tuple[StorySection, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What running matter says of the edition."""

    form: str
    revision: int
    date: datetime.date
    review_by: datetime.date
    draft: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that one layout of one brochure says for one clinic, in the layout's order of regions.

    `footer` is the running line; `draft_line` is set while no clinician has reviewed the words, and where
    the edition is past its review date.
    """

    title: Inline
    line: Inline | None
    art: str | None
    subject: str
    language: str
    clinic: Inline
    tagline: Inline | None
    logo: str | None
    form: Form
    footer: Inline
    draft_line: Inline | None
    regions: tuple[RegionStory, ...]
    span: Span

    def region(self, name: str) -> RegionStory | None:
        """The story of one region."""
        return next((region for region in self.regions if region.region == name), None)


def moved(inline: Inline, **changes: object) -> Inline:
    """The same inline content with some fields of every run changed."""
    return tuple(
        replace(part, **changes) if isinstance(part, Run) else part  # type: ignore[arg-type]  # fields by name
        for part in inline
    )


def runs(inline: Inline) -> Iterator[Run]:
    """The runs of inline content."""
    return (part for part in inline if isinstance(part, Run))


def picture_files(story: Story) -> tuple[str, ...]:
    """The names of all picture files that the story shows, as the YAML gives them."""
    blocks = (block for region in story.regions for section in region.sections for block in section.blocks)
    figures = (block.file for block in blocks if isinstance(block, Picture))
    return tuple(name for name in (story.art, story.logo, *figures) if name)
