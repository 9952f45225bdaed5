"""A hand-made document for the tests of painting: two sheets with one of everything that a tagged PDF can get wrong."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pikepdf
import uharfbuzz as hb  # type: ignore[import-untyped]  # no types
import yaml

from foldwell.content.composing.story import Form
from foldwell.content.models.clinic import ClinicColour, Colours
from foldwell.content.models.fonts import Fonts
from foldwell.content.models.validate import model_of
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import (
    INK,
    Bookmark,
    Colour,
    Document,
    Drawing,
    Element,
    Image,
    Item,
    Link,
    Panel,
    Rect,
    Shape,
    Sheet,
    Text,
)
from foldwell.layout.tree import Tree
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import Glyph
from foldwell.type.symbols import Command

FONTS = Path(__file__).parents[2] / "fonts"
SPAN = Span("brochures/sample.yaml", 1, 1)
REGULAR = "atkinson/regular/upright"
BOLD = "atkinson/bold/upright"
PRIMARY = Colour("primary")
COLOURS = Colours(
    ink=ClinicColour(screen="#1b1b1f", cmyk=(0, 0, 0, 90)),
    primary=ClinicColour(screen="#0b5d5e", cmyk=(90, 40, 55, 20)),
    accent=ClinicColour(screen="#c4622d", cmyk=(10, 70, 95, 5)),
    tint=ClinicColour(screen="#e3f0ee", cmyk=(10, 0, 7, 0)),
    alert=ClinicColour(screen="#a61b1b", cmyk=(20, 100, 100, 15)),
)
FORM = Form("LDN-01", 1, datetime.date(2026, 11, 22), datetime.date(2027, 11, 22), False)


@cache
def font_book() -> FontBook:
    """The faces of the repository's fonts.yaml."""
    sink = Sink()
    fonts = model_of(Fonts, yaml.safe_load((FONTS / "fonts.yaml").read_text("utf-8")))
    book = FontBook.open(fonts, FONTS, sink)
    assert book is not None, sink.found
    return book


def shaped(text: str, face: str, size: float) -> tuple[Glyph, ...]:
    """The text through HarfBuzz, with kerning and ligatures."""
    font = font_book().by_key(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font.hb_font, buffer, {})
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    scale = size / font.upem
    glyphs = []
    seen: set[int] = set()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        meaning = "" if info.cluster in seen else text[info.cluster : ends[info.cluster]]
        seen.add(info.cluster)
        offset = (position.x_offset * scale, position.y_offset * scale)
        glyphs.append(Glyph(info.codepoint, position.x_advance * scale, meaning, *offset))
    return tuple(glyphs)


def box(width: float, height: float) -> tuple[Command, ...]:
    """A rectangle's path."""
    return (("M", (0, 0)), ("L", (width, 0)), ("L", (width, height)), ("L", (0, height)), ("Z", ()))


class Writer:
    """Puts items into a tree and a row, one line below the other."""

    def __init__(self) -> None:
        self.tree = Tree(SPAN)
        self.items: list[Item] = []
        self.links: list[Link] = []
        self.x = 18.0
        self.y = 30.0

    def text(
        self, words: str, element: int | None, *, face: str = REGULAR, size: float = 12.0, colour: Colour = INK,
        actual: str | None = None, glyphs: tuple[Glyph, ...] | None = None, follow: bool = False,
    ) -> Text:  # fmt: skip
        """Words on the next line, or with `follow` after those before them."""
        row = glyphs if glyphs is not None else shaped(words, face, size)
        width = sum(glyph.advance for glyph in row)
        x, y = self.x, self.y
        if follow:
            before = self.items[-1].rect
            x, y = before.right, before.y + size
        else:
            self.y += size * 4 / 3
        rect = Rect(x, y - size, width, size * 1.25)
        item = Text(self.tree.number(element), element, rect, y, face, size, row, colour, words, SPAN, actual)
        self.items.append(item)
        return item

    def drawing(
        self, element: int | None, rect: Rect, *shapes: Shape, actual: str | None = None, scale: float = 1.0
    ) -> Drawing:
        """Shapes at a place of the panel."""
        item = Drawing(self.tree.number(element), element, rect, shapes, SPAN, actual, scale)
        self.items.append(item)
        return item

    def image(self, element: int | None, rect: Rect, file: Path) -> Image:
        """A picture at a place of the panel."""
        item = Image(self.tree.number(element), element, rect, str(file), SPAN)
        self.items.append(item)
        return item

    def link(self, words: str, element: int, address: str | None = None, target: int | None = None) -> None:
        """Words after those before them that can be clicked."""
        index = self.tree.open("Link", element, SPAN)
        item = self.text(words, index, colour=PRIMARY, follow=True)
        self.links.append(Link(item.rect, index, address, target, words))

    def take(self, name: str, rect: Rect) -> Panel:
        """The panel of all that was put down since the last one."""
        panel = Panel(name, rect, rect, tuple(self.items), tuple(self.links))
        self.items, self.links, self.y = [], [], 30.0
        return panel


def code_of(page: pikepdf.Page) -> str:
    """All that a page's parts paint."""
    return "\n".join(part.read_bytes().decode("ascii") for part in page.Contents)


def document(
    sheets: tuple[Sheet, ...], order: tuple[str, ...], elements: tuple[Element, ...], **more: object
) -> Document:
    """A document in English with the sample's colours."""
    given: dict[str, object] = {"bookmarks": (), "title": "Low dose naltrexone", "duplex": None} | more
    return Document(
        sheets=sheets, reading_order=order, elements=elements, subject="What it is & how it is taken",
        author="Michael Rothman MD", language="en", form=FORM, colours=COLOURS, **given,  # type: ignore[arg-type]  # fields by name
    )  # fmt: skip


def one_panel(writer: Writer, **more: object) -> Document:
    """A document of one sheet with one panel: all that the writer has put down."""
    panel = writer.take("page", Rect(0, 0, 400, 300))
    return document((Sheet("front", 400, 300, (panel,)),), ("page",), writer.tree.finish(), **more)


def _cover(w: Writer) -> tuple[Panel, int]:
    w.drawing(None, Rect(0, 0, 200, 120), Shape(box(200, 120), fill=Colour("tint")))
    title = w.tree.open("H1", w.tree.open("Sect", 0, SPAN, title="Cover"), SPAN)
    w.text("Low dose ", title, face=BOLD, size=24, colour=PRIMARY)
    w.text("naltrexone", title, face=BOLD, size=24, colour=PRIMARY)
    figure = w.tree.open("Figure", 0, SPAN, alt="A small circle in widening rings")
    rings = [
        Shape(box(60 - 20 * n, 40), fill=Colour("accent", 0.5), stroke=INK, width=0.75, opacity=0.5, dash=(2, 1), cap=1)
        for n in range(2)
    ]
    w.drawing(figure, Rect(20, 150, 60, 40), *rings)
    w.text("Form LDN-01 · Revision 1", None, size=8)
    return w.take("cover", Rect(200, 0, 200, 300)), title


def _list(w: Writer, sect: int) -> None:
    listing = w.tree.open("L", sect, SPAN, attributes=(("List", "ListNumbering", "Disc"),))
    for words in ("Take it in the evening. ", "Tell every clinician. "):
        entry = w.tree.open("LI", listing, SPAN)
        w.text("• ", w.tree.open("Lbl", entry, SPAN))
        w.text(words, w.tree.open("LBody", entry, SPAN), follow=True)
    w.tree.open("LI", listing, SPAN)  # an empty element: it must not reach the file


def _table(w: Writer, sect: int) -> None:
    table = w.tree.open("Table", sect, SPAN)
    rows = (("Condition", "Studies found"), ("Pain", ""), ("Fatigue", "mixed"))
    for place, cells in enumerate(rows):
        row = w.tree.open("TR", table, SPAN)
        for column, words in enumerate(cells):
            scope = (("Table", "Scope", "Column" if place == 0 else "Row"),) if place == 0 or column == 0 else ()
            cell = w.tree.open("TH" if scope else "TD", row, SPAN, attributes=scope)
            if words:
                w.text(f"{words} ", cell, face=BOLD if scope else REGULAR, size=10)


def _inside(w: Writer, title: int, picture: Path) -> tuple[Panel, int]:
    sect = w.tree.open("Sect", 0, SPAN, title="How it is taken")
    heading = w.tree.open("H2", sect, SPAN)
    w.text("How it is taken", heading, face=BOLD, size=14)
    paragraph = w.tree.open("P", sect, SPAN)
    w.text("Usually 4.5\u00a0mg. AVATAR Te ", paragraph)
    w.text("See ", paragraph)
    w.link("the label", paragraph, address="https://example.org/ldn?lang=español")
    w.text(" or ", paragraph, follow=True)
    w.link("the cover", paragraph, target=title)
    w.text(". A medi", paragraph, follow=True)
    w.text("-", paragraph, follow=True, actual="\u00ad")
    w.text("cine ", paragraph)
    tick = w.drawing(
        paragraph, Rect(18, w.y, 9, 9), Shape((("M", (0, 0)), ("L", (9, 9))), stroke=INK, width=1), actual="✓"
    )
    w.y = tick.rect.bottom + 16
    w.text("Yes. ", paragraph)
    _list(w, sect)
    _table(w, sect)
    photo = w.tree.open("Figure", sect, SPAN, alt="A capsule on a hand")
    w.image(photo, Rect(120, 220, 60, 40), picture)
    note = w.tree.open("Note", sect, SPAN)
    w.text("1 Younger J. Pain. 2013. ", note, size=8)
    return w.take("inside", Rect(200, 0, 200, 300)), heading


def sample(folder: Path) -> Document:
    """Two sheets whose panels read otherwise than they stand, with everything but right-to-left text."""
    from PIL import Image as Pixels

    picture = folder / "capsule.png"
    Pixels.new("RGBA", (6, 4), (200, 90, 40, 128)).save(picture)
    w = Writer()
    cover, title = _cover(w)
    sect = w.tree.open("Sect", 0, SPAN)
    crossing = w.tree.open("P", sect, SPAN)
    w.text("This paragraph begins on the flap ", crossing)
    flap = w.take("flap", Rect(0, 0, 200, 300))
    w.text("and ends inside. ", crossing)
    left = w.take("left", Rect(0, 0, 200, 300))
    inside, heading = _inside(w, title, picture)
    tick = Drawing(-1, None, Rect(200, 6, 1, 9), (Shape(box(0.5, 9), fill=Colour("ink", 0.5)),), SPAN)
    sheets = (Sheet("outside", 400, 300, (flap, cover), (tick,), (200.0,)), Sheet("inside", 400, 300, (left, inside)))
    bookmarks = (Bookmark("Low dose naltrexone", 0, title), Bookmark("¿Cómo se toma?", 1, heading))
    order = ("cover", "flap", "left", "inside")
    return document(sheets, order, w.tree.finish(), bookmarks=bookmarks, duplex="DuplexFlipShortEdge")
