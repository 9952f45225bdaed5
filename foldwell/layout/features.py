"""What the program sets from the brochure and the clinic rather than from blocks: a handout's head, grounds and bands.

A masthead and a rectangle on the panel come in; items in the panel's own coordinates go out.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from foldwell.content.composing.story import CoverPhoto, Story
from foldwell.content.models.layout_spec import PanelSpec
from foldwell.content.text.runs import Inline, words_of
from foldwell.diagnostics import Span
from foldwell.layout.blocks.figures import picture
from foldwell.layout.document import ARTIFACT, Bookmark, Colour, Drawing, Field, Item, Rect, Shape
from foldwell.layout.pictures.symbols import rectangle
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import PendingLink, Slab, moved_item, moved_link

TITLE_SHARE = 0.64  # of a head's width: the title's, where the clinic's name leaves so much
MOST_NAME = 0.45  # of a head's width: the clinic's name takes no more to stay on one line
HEAD_GAP = 16.0  # points between the two


class Feature(Struct, frozen=True):
    """Items and links of a feature, how tall it came out (points), the section of the tree that it stands in, the
    fields of colour under it, and the lines in it that can be shortened where it is too tall."""

    items: tuple[Item, ...]
    links: tuple[PendingLink, ...]
    height: float
    section: int | None = None
    fields: tuple[Field, ...] = ()
    lines: tuple[Slab, ...] = ()


class Masthead(Struct, frozen=True):
    """What a cover or a head says and shows, of all that a story holds; `form` is the number of the form."""

    title: Inline
    line: Inline | None
    clinic: Inline
    tagline: Inline | None
    logo: str | None
    art: str | None
    art_place: Span | None
    photo: CoverPhoto | None
    form: str
    span: Span

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the pictures' files, as the YAML gives them."""
        return tuple(name for name in (self.logo, self.art, self.photo and self.photo.file) if name)


def masthead_of(story: Story) -> Masthead:
    """The masthead of a story."""
    return Masthead(
        story.title, story.line, story.clinic, story.tagline, story.logo, story.art, story.art_place, story.photo,
        story.form.form, story.span,
    )  # fmt: skip


class Stack:
    """Puts paragraphs under each other from a point downwards."""

    def __init__(self, setter: Setter, x: float, y: float, measure: float) -> None:
        self.setter, self.x, self.y, self.measure = setter, x, y, measure
        self.items: list[Item] = []
        self.links: list[PendingLink] = []

    def add(
        self, inline: Inline, style: str, element: int, role: str, align: str | None = None, colour: str | None = None
    ) -> None:
        """Set a paragraph below what stands here; `colour` is a layout's name of one."""
        if role.startswith("H"):
            element = self.setter.tree.open(role, element, inline[0].span)
        slabs = self.setter.paragraph(
            inline, style, element, self.measure, role=None if role.startswith("H") else role, align=align,
            colour=colour_of(colour) if colour else None,
        )  # fmt: skip
        for number, slab in enumerate(slabs):
            self.y += slab.before if number == 0 and self.items else 0.0
            self.items.extend(moved_item(item, self.x, self.y) for item in slab.items)
            self.links.extend(moved_link(link, self.x, self.y) for link in slab.links)
            self.y += slab.height + slab.after


def titled_section(setter: Setter, title: Inline, span: Span) -> int:
    """A section of the structure tree that stands under its title, with its bookmark."""
    words = words_of(title)
    sect = setter.tree.open("Sect", 0, span, title=words)
    setter.tree.bookmarks.append(Bookmark(words, 0, sect))
    return sect


def head(setter: Setter, masthead: Masthead, live: Rect, files: Path) -> Feature:
    """The head of a handout: title and line on one side, the clinic's logo and name on the other."""
    sect = titled_section(setter, masthead.title, masthead.span)
    share = _title_share(setter, masthead, live.width)
    rtl = setter.rtl
    left = Stack(setter, live.right - share if rtl else live.x, live.y, share)
    left.add(masthead.title, "cover_title", sect, "H1")
    if masthead.line:
        left.add(masthead.line, "cover_line", sect, "P")
    side = live.width - share - HEAD_GAP
    right = Stack(setter, live.x if rtl else live.right - side, live.y, side)
    logo_height = setter.layout.cover.logo_height
    items: list[Item] = list(left.items)
    if masthead.logo:
        logo = picture(setter, files / masthead.logo, Rect(0.0, live.y, side, logo_height), masthead.span)
        if logo is not None:
            items.append(moved_item(logo, live.x if rtl else live.right - logo.rect.width, 0.0))
            right.y += logo.rect.height + 6
    right.add(masthead.clinic, "clinic_name", sect, "P", align="end")
    if masthead.tagline:
        right.add(masthead.tagline, "clinic_line", sect, "P", align="end")
    items.extend(right.items)
    return Feature(tuple(items), (*left.links, *right.links), max(left.y, right.y) - live.y, sect)


def _title_share(setter: Setter, masthead: Masthead, width: float) -> float:
    """How much of a head's width its title gets (points): what the clinic's name leaves that wants to stay on one line,
    unless the title would then take more lines than it has to."""
    fixed = width * TITLE_SHARE
    name = setter.natural_width(masthead.clinic, setter.look("clinic_name")) + 0.1
    left = min(fixed, width - HEAD_GAP - min(name, width * MOST_NAME))
    look = setter.look("cover_title")
    title = setter.natural_width(masthead.title, look) + 0.1
    if title <= fixed:
        return max(left, title)
    narrow, wide = (len(setter.lines(masthead.title, look, measure)) for measure in (left, fixed))
    return left if narrow == wide else fixed


def ground(rect: Rect, colour: Colour, span: Span, radius: float = 0.0) -> Drawing:
    """The ground of a region, an artifact."""
    shape = Shape(rectangle(0.0, 0.0, rect.width, rect.height, radius), fill=colour)
    return Drawing(ARTIFACT, None, rect, (shape,), span)


def fields(spec: PanelSpec, panel: Rect, safe: float, edge: float = 0.0) -> tuple[Field, ...]:
    """A panel's ground and bands up to its edges. A band is as tall as its layout says where a printer leaves `safe`
    (points) of the paper white, and taller by that where the colour runs up to the edge. There, a band on white paper
    also ends with the text, `edge` points from the sides."""
    edge = 0.0 if spec.ground else edge
    found = []
    if spec.ground:
        found.append(Field(Rect(0.0, 0.0, panel.width, panel.height), colour_of(spec.ground), spec.span))
    for band in spec.bands:
        height = band.height + safe
        y = 0.0 if band.side == "top" else panel.height - height
        found.append(Field(Rect(0.0, y, panel.width, height), colour_of(band.colour), band.span, apart=edge))
    return tuple(found)
