"""The story: a brochure's words chosen and ordered for one layout, with variables filled in and inline text parsed."""

from __future__ import annotations

import datetime
from typing import Union

from msgspec import Struct

from foldwell.content.composing.story_showing import (
    AskCard,
    DataChart,
    DoseCalendar,
    IconList,
    People,
    PicturePoint,
    TeachBackBox,
    TimeLine,
)
from foldwell.content.text.runs import Inline
from foldwell.diagnostics import Span


class Heading(Struct, frozen=True):
    """A heading of level 1 to 6."""

    level: int
    inline: Inline
    span: Span


class Paragraph(Struct, frozen=True):
    """A paragraph in a named style of the layout: body, notice, caption, lead, …"""

    inline: Inline
    span: Span
    style: str = "body"


class Item(Struct, frozen=True):
    """One item of a list: its paragraphs."""

    paragraphs: tuple[Inline, ...]
    span: Span


class Listing(Struct, frozen=True):
    """A list; `marker` is bullet, number or tick."""

    marker: str
    items: tuple[Item, ...]
    span: Span


class CalloutBox(Struct, frozen=True):
    """A callout with what stands in it; `label` is the kind's word in the edition's language ("Stop")."""

    kind: str
    label: str
    title: Inline | None
    blocks: tuple[Paragraph | Listing, ...]
    span: Span


class TableGrid(Struct, frozen=True):
    """A table: header cells, rows of cells, an optional caption."""

    caption: Inline | None
    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    row_headers: bool
    span: Span


class Pair(Struct, frozen=True):
    """A label with its value, or a question with its answer."""

    first: Inline
    second: Inline
    span: Span


class Pairs(Struct, frozen=True):
    """Facts (kind "facts") or questions and answers (kind "questions")."""

    kind: str
    pairs: tuple[Pair, ...]
    span: Span


class QuoteBlock(Struct, frozen=True):
    """A quotation and who said it."""

    inline: Inline
    who: Inline | None
    span: Span


class Picture(Struct, frozen=True):
    """A figure: the file's path (inside the workspace), its text equivalent and caption, its part of the measure, and
    the points that are numbered on it."""

    file: str
    alt: str | None
    caption: Inline | None
    width: float
    span: Span
    points: tuple[PicturePoint, ...] = ()


class QrCode(Struct, frozen=True):
    """A QR code for an address, its label, and the address as it is printed beside it."""

    address: str
    label: Inline
    printed: Inline
    span: Span


class ContactLine(Struct, frozen=True):
    """One line of a contact card: what kind of particular it is, and its words."""

    kind: str
    inline: Inline


class ContactCard(Struct, frozen=True):
    """The clinic's particulars."""

    lines: tuple[ContactLine, ...]
    span: Span


class WriteInLines(Struct, frozen=True):
    """A label and a number of lines to write on; `follows` says that it is one of few in a block, and not the first."""

    label: Inline
    lines: int
    span: Span
    follows: bool = False


class SourceEntry(Struct, frozen=True):
    """One entry of the list of sources."""

    number: int
    key: str
    inline: Inline
    span: Span


class SourceList(Struct, frozen=True):
    """The sources that the edition cites, in order of first citation."""

    entries: tuple[SourceEntry, ...]
    span: Span


class HairRule(Struct, frozen=True):
    """A hairline across the measure."""

    span: Span


class Space(Struct, frozen=True):
    """Empty space of some half lines."""

    halves: int
    span: Span


StoryBlock = Union[
    Heading, Paragraph, Listing, CalloutBox, TableGrid, Pairs, QuoteBlock, Picture, QrCode, ContactCard, WriteInLines,
    SourceList, HairRule, Space, IconList, People, DataChart, DoseCalendar, TimeLine, AskCard, TeachBackBox,
]  # fmt: skip


class StorySection(Struct, frozen=True):
    """A section as one layout shows it; `name` is its key in the YAML, `title` its heading's words for bookmarks."""

    name: str
    title: str
    required: bool
    blocks: tuple[StoryBlock, ...]
    span: Span

    def __hash__(self) -> int:
        """By name, title and place alone: a hash of all words would cost more than comparing them once."""
        return hash((self.name, self.title, self.span))


class RegionStory(Struct, frozen=True):
    """The sections that stand in one region of a layout, in order."""

    region: str
    sections: tuple[StorySection, ...]


class CoverPhoto(Struct, frozen=True):
    """A photograph on the cover: its file, the point of it that stays in sight (in parts of its width and height), and
    the colour that it is tinted with."""

    file: str
    focus: tuple[float, float]
    tint: str | None
    span: Span


class Form(Struct, frozen=True):
    """What running matter says of the edition."""

    form: str
    revision: int
    date: datetime.date
    review_by: datetime.date
    draft: bool


class EmergencyBox(Struct, frozen=True):
    """What to do when it cannot wait."""

    title: Inline
    paragraphs: tuple[Inline, ...]
    span: Span


class Story(Struct, frozen=True):
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
    emergency: EmergencyBox | None = None
    photo: CoverPhoto | None = None
    art_place: Span | None = None

    def region(self, name: str) -> RegionStory | None:
        """The story of one region."""
        return next((region for region in self.regions if region.region == name), None)


def picture_files(story: Story) -> tuple[str, ...]:
    """The names of all picture files that the story shows, as the YAML gives them."""
    blocks = (block for region in story.regions for section in region.sections for block in section.blocks)
    figures = (block.file for block in blocks if isinstance(block, Picture))
    photo = story.photo.file if story.photo else None
    return tuple(name for name in (story.art, photo, story.logo, *figures) if name)
