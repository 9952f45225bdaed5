"""The cover of a folded sheet: a masthead, a panel and a theme come in; picture, title and the clinic's mark go out.

A picture stands in a window on paper with the title below it, or both stand on a full field of colour. The picture is
the brochure's own, a drawing or a photograph, or one that is made from the number of its form. Words stand on paper or
on plain colour, never on a picture.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from foldwell.content.identity import by_identity
from foldwell.content.models.clinic import Colours
from foldwell.content.models.theme import CoverLook, theme_of
from foldwell.content.shades import distance
from foldwell.layout.blocks.figures import picture
from foldwell.layout.covers.art import cover_art
from foldwell.layout.covers.forms import window
from foldwell.layout.covers.photo import photo
from foldwell.layout.document import Drawing, Field, Item, Rect, Shape
from foldwell.layout.features import Feature, Masthead, Stack, titled_section
from foldwell.layout.folds import PanelPlan
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import PendingLink, moved_item, moved_link

WITHOUT_ART = 0.2  # of the live area's height: where the title of a cover without a picture begins
FIELD_PADDING = 12.0  # points: how far words stand inside the live area on a field, which ends a little outside of it
FIELD_FOOT = 20.0  # points between the last line on a field and the field's end
ABOVE_MARK = 18.0  # points between a field, or the title on paper, and the clinic's mark below it
ALIKE = 0.07  # in OKLab: two fields of colour that differ by less run into each other
THINNED = 0.4  # of an accent that is like the primary
LEAST_ART = 90.0  # points: a picture that is less tall than this says nothing


class _Place(Struct, frozen=True):
    """Where a cover is set: its panel, the folder of pictures, how far an office printer keeps from the edge, and how
    strong the accent is in art that is drawn for it."""

    plan: PanelPlan
    files: Path
    safe: float
    accent: float

    @property
    def live(self) -> Rect:
        """The panel's live area."""
        return self.plan.live


class _Mark(Struct, frozen=True):
    """The clinic's mark at the foot of the live area, and the y of its top (points)."""

    items: tuple[Item, ...]
    links: tuple[PendingLink, ...]
    top: float


def cover(setter: Setter, masthead: Masthead, plan: PanelPlan, files: Path, accent: float) -> Feature:
    """The cover as the layout's theme has it; `accent` is how strong the accent is drawn in art."""
    look = theme_of(setter.layout).cover
    place = _Place(plan, files, setter.layout.safe, accent)
    sect = titled_section(setter, masthead.title, masthead.span)
    if look.field is None:
        return _on_paper(setter, masthead, look, place, sect)
    return _on_field(setter, masthead, look, look.field, place, sect)


@by_identity(64)  # clinics
def accent_beside(colours: Colours) -> float:
    """How strong the accent is drawn in art: full, or thinned where nobody could tell it from the primary."""
    return 1.0 if distance(colours.primary.rgb, colours.accent.rgb) >= ALIKE else THINNED


def _on_paper(setter: Setter, masthead: Masthead, look: CoverLook, place: _Place, sect: int) -> Feature:
    """Picture over the upper part, the title large below it, a line, and the clinic's mark at the foot. A long title
    takes from the picture's height what it needs."""
    style, live = setter.layout.cover, place.live
    title = _title(setter, masthead, look, live, sect)
    mark = _clinic_mark(setter, masthead, sect, live, place.files)
    room = mark.top - title.y - live.y
    share = live.height * style.art_share
    left = min(share, room - style.gap - ABOVE_MARK)
    least = min(share, LEAST_ART)
    art = None
    if left >= least:
        art = _picture(setter, masthead, look, Rect(live.x, live.y, live.width, left), place)
    top = art.rect.bottom + style.gap if art else live.y + min(live.height * WITHOUT_ART, max(room, 0.0))
    _check_room(setter, masthead, least - left if _brings_picture(masthead) else -room)
    return _made(art, title, top, mark, live.height, sect)


def _on_field(setter: Setter, masthead: Masthead, look: CoverLook, colour: str, place: _Place, sect: int) -> Feature:
    """A field of colour from the edge of the paper down to the clinic's mark, the title in its lower part."""
    theme, live, panel = theme_of(setter.layout), place.live, place.plan.rect
    room = _padded(setter, masthead, live)
    title = _title(setter, masthead, look, room, sect)
    mark = _clinic_mark(setter, masthead, sect, room, place.files)
    foot = mark.top - ABOVE_MARK
    top = foot - FIELD_FOOT - title.y
    above = top - setter.layout.cover.gap
    own: Item | None = None
    shapes: tuple[Shape, ...] = ()
    frame = _framed(live, above)
    _check_room(setter, masthead, LEAST_ART - frame.height if _brings_picture(masthead) else live.y - top)
    if _brings_picture(masthead) and frame.height >= LEAST_ART:
        own = _picture(setter, masthead, look, frame, place)
        own = own and moved_item(own, 0.0, (frame.height - own.rect.height) / 2)
    elif look.art != "none" and above - place.safe >= LEAST_ART:
        room_of_art = Rect(place.safe, place.safe, panel.width - 2 * place.safe, above - place.safe)
        shapes, _ = cover_art(look.art, masthead.form, room_of_art, place.accent)
    ground = Field(Rect(0.0, 0.0, panel.width, foot), colour_of(colour), masthead.span, shapes, True, theme.corners)
    return _made(own, title, top, mark, live.height, sect, (ground,))


def _framed(live: Rect, bottom: float) -> Rect:
    """The room of a brochure's own picture on a field, as far from the field's upper edge as from its sides."""
    top = live.x + FIELD_PADDING  # a field ends as far from the top as from the sides
    return Rect(live.x + FIELD_PADDING, top, live.width - 2 * FIELD_PADDING, bottom - top)


def _made(
    art: Item | None, title: Stack, top: float, mark: _Mark, height: float, sect: int, fields: tuple[Field, ...] = ()
) -> Feature:
    """All parts of a cover, the title moved down to `top`."""
    items = (moved_item(item, 0.0, top) for item in title.items)
    links = (moved_link(link, 0.0, top) for link in title.links)
    pictures = (art,) if art else ()
    return Feature((*pictures, *items, *mark.items), (*links, *mark.links), height, sect, fields)


def _padded(setter: Setter, masthead: Masthead, live: Rect) -> Rect:
    """The live area, less what words keep from the edge of a field: more at the side where they begin, and nothing that
    the longest word of the title needs."""
    spare = max(live.width - setter.widest_word(masthead.title, setter.look("cover_title")) - 0.5, 0.0)
    begin = min(FIELD_PADDING, spare)
    end = min(FIELD_PADDING / 2, spare - begin)
    return Rect(live.x + (end if setter.rtl else begin), live.y, live.width - begin - end, live.height)


def _title(setter: Setter, masthead: Masthead, look: CoverLook, room: Rect, sect: int) -> Stack:
    """Title and line, from the top of the panel downwards: they are moved to where they belong."""
    title = Stack(setter, room.x, 0.0, room.width)
    title.add(masthead.title, "cover_title", sect, "H1", colour=look.title)
    if masthead.line:
        title.add(masthead.line, "cover_line", sect, "P", colour=look.line)
    return title


def _brings_picture(masthead: Masthead) -> bool:
    return masthead.art is not None or masthead.photo is not None


def _check_room(setter: Setter, masthead: Masthead, over: float) -> None:
    """Complain of a title that is taller by `over` points than its room, beside the brochure's own picture."""
    if over > 0.01:
        setter.sink.error(
            "cover-full", f"the title and its line are {over:.0f} points too tall for the cover", masthead.span,
            "shorten the title to six words or fewer, or the line below it",
        )  # fmt: skip


def _picture(setter: Setter, masthead: Masthead, look: CoverLook, box: Rect, place: _Place) -> Item | None:
    """The cover's picture in a box, an artifact: the brochure's own, or one made from the number of its form."""
    if box.height <= 0:
        return None
    corners = theme_of(setter.layout).corners
    if masthead.photo is not None:
        return photo(setter, masthead.photo, place.files, box, window(look.window, box.width, box.height, corners))
    if masthead.art is not None:
        drawn = picture(setter, place.files / masthead.art, box, masthead.art_place or masthead.span)
        return None if drawn is None else moved_item(drawn, (box.width - drawn.rect.width) / 2, 0.0)
    if look.art == "none":
        return None
    shapes, height = cover_art(look.art, masthead.form, Rect(0.0, 0.0, box.width, box.height), place.accent)
    cut = window(look.window, box.width, height, corners)
    rect = Rect(box.x, box.y, box.width, height)
    return Drawing(setter.tree.number(None), None, rect, shapes, masthead.span, clip=cut)


def _clinic_mark(setter: Setter, masthead: Masthead, sect: int, live: Rect, files: Path) -> _Mark:
    """Logo, name and tag line standing on the bottom of the live area, their edge that of the title."""
    logo_height = setter.layout.cover.logo_height if masthead.logo else 0.0
    logo_width = 0.0
    drawing: Item | None = None
    if masthead.logo:
        drawing = picture(setter, files / masthead.logo, Rect(live.x, 0.0, live.width, logo_height), masthead.span)
        logo_width = drawing.rect.width + 10 if drawing else 0.0
    words = Stack(setter, live.x + (0.0 if setter.rtl else logo_width), 0.0, live.width - logo_width)
    words.add(masthead.clinic, "clinic_name", sect, "P")
    if masthead.tagline:
        words.add(masthead.tagline, "clinic_line", sect, "P")
    height = max(words.y, logo_height)
    top = live.bottom - height
    items = [moved_item(item, 0.0, top + (height - words.y) / 2) for item in words.items]
    if drawing is not None:
        dx = live.width - drawing.rect.width if setter.rtl else 0.0
        items.insert(0, moved_item(drawing, dx, top + (height - drawing.rect.height) / 2))
    return _Mark(tuple(items), tuple(words.links), top)
