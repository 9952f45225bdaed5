"""What the program sets from the brochure and the clinic rather than from blocks: the cover, a handout's head, footers.

A story and a rectangle on the panel come in; items in the panel's own coordinates go out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from foldwell.content.layout_spec import PanelSpec
from foldwell.content.story import Inline, Story, runs, words_of
from foldwell.layout.document import Bookmark, Colour, Drawing, Field, Item, Rect, Shape
from foldwell.layout.figures import picture
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import PendingLink, Slab, moved_item, moved_link
from foldwell.layout.symbols import rectangle

BETWEEN = " · "  # between the parts of the form line


@dataclass(frozen=True, slots=True)
class Feature:
    """Items and links of a feature, how tall it came out (points), and the section of the tree that it stands in."""

    items: tuple[Item, ...]
    links: tuple[PendingLink, ...]
    height: float
    section: int | None = None


class _Stack:
    """Puts paragraphs under each other from a point downwards."""

    def __init__(self, setter: Setter, x: float, y: float, measure: float) -> None:
        self.setter, self.x, self.y, self.measure = setter, x, y, measure
        self.items: list[Item] = []
        self.links: list[PendingLink] = []

    def add(self, inline: Inline, style: str, element: int, role: str, align: str | None = None) -> None:
        """Set a paragraph below what stands here."""
        if role.startswith("H"):
            element = self.setter.tree.open(role, element, inline[0].span)
        slabs = self.setter.paragraph(
            inline, style, element, self.measure, role=None if role.startswith("H") else role, align=align
        )
        for number, slab in enumerate(slabs):
            self.y += slab.before if number == 0 and self.items else 0.0
            self.items.extend(moved_item(item, self.x, self.y) for item in slab.items)
            self.links.extend(moved_link(link, self.x, self.y) for link in slab.links)
            self.y += slab.height + slab.after


def cover(setter: Setter, story: Story, live: Rect, files: Path) -> Feature:
    """The cover: art over the upper part, the title large below it, a line, and the clinic's mark at the foot."""
    style = setter.layout.cover
    sect = _title_section(setter, story)
    items: list[Item] = []
    art_height = live.height * style.art_share if story.art else 0.0
    if story.art:
        art = _art(setter, files / story.art, Rect(live.x, live.y, live.width, art_height), story)
        art_height = max((item.rect.height for item in art), default=0.0)
        items.extend(art)
    top = live.y + art_height + (style.gap if story.art else live.height * 0.2)
    title = _Stack(setter, live.x, top, live.width)
    title.add(story.title, "cover_title", sect, "H1")
    if story.line:
        title.add(story.line, "cover_line", sect, "P")
    mark = _clinic_mark(setter, story, sect, live, files)
    if title.y > mark.height:
        over = title.y - mark.height
        setter.sink.error(
            "cover-full", f"the title and its line are {over:.0f} points too tall for the cover", story.span,
            "shorten the title to six words or fewer, or the line below it",
        )  # fmt: skip
    items.extend((*title.items, *mark.items))
    return Feature(tuple(items), (*title.links, *mark.links), live.height, sect)


def _title_section(setter: Setter, story: Story) -> int:
    """The section that the title and the clinic's name stand in, with its bookmark."""
    title = words_of(story.title)
    sect = setter.tree.open("Sect", 0, story.span, title=title)
    setter.tree.bookmarks.append(Bookmark(title, 0, sect))
    return sect


def _clinic_mark(setter: Setter, story: Story, sect: int, live: Rect, files: Path) -> Feature:
    """Logo, name and tag line standing on the bottom of the live area; `height` is the y of their top."""
    logo_height = setter.layout.cover.logo_height if story.logo else 0.0
    logo_width = 0.0
    drawing: Item | None = None
    if story.logo:
        drawing = picture(setter, files / story.logo, Rect(live.x, 0.0, live.width, logo_height), story.span)
        logo_width = drawing.rect.width + 10 if drawing else 0.0
    words = _Stack(setter, live.x + (0.0 if setter.rtl else logo_width), 0.0, live.width - logo_width)
    words.add(story.clinic, "clinic_name", sect, "P")
    if story.tagline:
        words.add(story.tagline, "clinic_line", sect, "P")
    height = max(words.y, logo_height)
    top = live.bottom - height
    items = [moved_item(item, 0.0, top + (height - words.y) / 2) for item in words.items]
    if drawing is not None:
        dx = live.width - drawing.rect.width if setter.rtl else 0.0
        items.insert(0, moved_item(drawing, dx, top + (height - drawing.rect.height) / 2))
    return Feature(tuple(items), tuple(words.links), top)


def head(setter: Setter, story: Story, live: Rect, files: Path) -> Feature:
    """The head of a handout: title and line on one side, the clinic's logo and name on the other."""
    sect = _title_section(setter, story)
    share = live.width * 0.64
    rtl = setter.rtl
    left = _Stack(setter, live.right - share if rtl else live.x, live.y, share)
    left.add(story.title, "cover_title", sect, "H1")
    if story.line:
        left.add(story.line, "cover_line", sect, "P")
    side = live.width - share - 16
    right = _Stack(setter, live.x if rtl else live.right - side, live.y, side)
    logo_height = setter.layout.cover.logo_height
    items: list[Item] = list(left.items)
    if story.logo:
        logo = picture(setter, files / story.logo, Rect(0.0, live.y, side, logo_height), story.span)
        if logo is not None:
            items.append(moved_item(logo, live.x if rtl else live.right - logo.rect.width, 0.0))
            right.y += logo.rect.height + 6
    right.add(story.clinic, "clinic_name", sect, "P", align="end")
    if story.tagline:
        right.add(story.tagline, "clinic_line", sect, "P", align="end")
    items.extend(right.items)
    return Feature(tuple(items), (*left.links, *right.links), max(left.y, right.y) - live.y, sect)


def footer_height(setter: Setter, story: Story, what: str, measure: float) -> float:
    """How tall a panel's running lines are (points)."""
    return sum(
        setter.look(style).leading * len(setter.lines(inline, setter.look(style), measure))
        for inline, style in _running_lines(setter, story, what, measure)
    )


def footer(setter: Setter, story: Story, what: str, live: Rect, bottom: float, section: int | None) -> Feature:
    """The running lines of a panel, standing on `bottom`: the draft line while there is one, form and dates.

    The draft line is content where the title stands (in `section`), and running matter elsewhere.
    """
    slabs: list[Slab] = []
    for inline, style in _running_lines(setter, story, what, live.width):
        if style == "draft" and section is not None:
            slabs.extend(setter.paragraph(inline, style, section, live.width))
        else:
            slabs.extend(setter.running(inline, style, live.width))
    height = sum(slab.height for slab in slabs)
    y = bottom - height
    items: list[Item] = []
    for slab in slabs:
        items.extend(moved_item(item, live.x, y) for item in slab.items)
        y += slab.height
    return Feature(tuple(items), (), height)


def _running_lines(setter: Setter, story: Story, what: str, measure: float) -> list[tuple[Inline, str]]:
    """What stands at the foot of a panel: `what` is form, draft or none."""
    lines = []
    if story.draft_line and what != "none":
        lines.append((story.draft_line, "draft"))
    if what == "form":
        lines.extend((line, "footer") for line in _form_lines(setter, story.footer, measure))
    return lines


def _form_lines(setter: Setter, form: Inline, measure: float) -> list[Inline]:
    """The form line in as many lines as it needs: no part of it is broken, and no dot between parts ends a line."""
    look, lines = setter.look("footer"), []
    parts = [replace(run, text=part) for run in runs(form) for part in run.text.split(BETWEEN) if part]
    line: Inline = ()
    for part in parts:
        longer = (*line, replace(part, text=BETWEEN), part) if line else (part,)
        if line and setter.natural_width(longer, look) > measure:
            lines.append(line)
            longer = (part,)
        line = longer
    return [*lines, line] if line else lines


def _art(setter: Setter, path: Path, box: Rect, story: Story) -> list[Item]:
    drawing = picture(setter, path, box, story.span)
    return [] if drawing is None else [moved_item(drawing, (box.width - drawing.rect.width) / 2, 0.0)]


def ground(setter: Setter, rect: Rect, colour: Colour, story: Story, radius: float = 0.0) -> Drawing:
    """The ground of a region, an artifact."""
    shape = Shape(rectangle(0.0, 0.0, rect.width, rect.height, radius), fill=colour)
    return Drawing(setter.tree.number(None), None, rect, (shape,), story.span)


def fields(spec: PanelSpec, panel: Rect, safe: float) -> tuple[Field, ...]:
    """A panel's ground and bands up to its edges. A band is as tall as its layout says where a printer leaves `safe`
    (points) of the paper white, and taller by that where the colour runs up to the edge."""
    found = []
    if spec.ground:
        found.append(Field(Rect(0.0, 0.0, panel.width, panel.height), colour_of(spec.ground), spec.span))
    for band in spec.bands:
        height = band.height + safe
        y = 0.0 if band.side == "top" else panel.height - height
        found.append(Field(Rect(0.0, y, panel.width, height), colour_of(band.colour), band.span))
    return tuple(found)
