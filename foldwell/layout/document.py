"""What layout hands to paint: sheets of panels of items, and the structure tree. Plain, frozen data.

Lengths are points. The origin of a panel's items is the panel's top left corner, of a sheet's items the sheet's; y runs
down. Every item that carries content names its element in the structure tree; one without an element is an artifact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from msgspec import Struct, field

from foldwell.content.composing.story import Form
from foldwell.content.models.clinic import Colours
from foldwell.diagnostics import Span
from foldwell.type.glyphs import Glyph
from foldwell.type.symbols import Command


class Colour(Struct, frozen=True):
    """A colour by its role (ink, primary, accent, tint, alert, paper) at a strength from 0 to 1 on white paper.

    `rgb` is set only for a colour of a picture that belongs to no role (three numbers from 0 to 1).
    """

    role: str
    strength: float = 1.0
    rgb: tuple[float, float, float] | None = None


ARTIFACT = -1  # the number of all items that no element of the tree holds
INK = Colour("ink")
PAPER = Colour("paper")


class Rect(Struct, frozen=True):
    """A rectangle from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    def holds(self, other: Rect, slack: float = 0.01) -> bool:
        """Whether the other rectangle lies inside this one."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def moved(self, dx: float, dy: float) -> Rect:
        """The rectangle shifted."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def inset(self, by: float) -> Rect:
        """The rectangle inside this one, `by` points from each of its sides."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class Text(Struct, frozen=True):
    """Glyphs on one baseline, in one face, size and colour, of one structure element.

    `number` is the item's own number in the document, which the elements' `kids` refer to, or ARTIFACT. `text` is the
    text in logical order and `actual` what to read instead of the glyphs (ISO 32000-1, 14.9.4), where they do not spell
    it.
    """

    number: int
    element: int | None
    rect: Rect
    baseline: float
    face: str
    size: float
    glyphs: tuple[Glyph, ...]
    colour: Colour
    text: str
    span: Span
    actual: str | None = None


class Shape(Struct, frozen=True):
    """A path, filled or stroked or both; `opacity` below 1 lets what is under it show through."""

    commands: tuple[Command, ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.0
    even_odd: bool = False
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    cap: int = 0
    join: int = 0


class Drawing(Struct, frozen=True):
    """Shapes that belong together: a symbol, a chart, an SVG, a tint, a rule. `actual` is a symbol's text equivalent.

    The shapes' coordinates count from the top left corner of `rect` (y down) and are multiplied by `scale`, so that a
    drawing is moved or resized without touching its paths. Nothing shows outside `clip`, a path in the same axes.
    """

    number: int
    element: int | None
    rect: Rect
    shapes: tuple[Shape, ...]
    span: Span
    actual: str | None = None
    scale: float = 1.0
    clip: tuple[Command, ...] = ()


class Image(Struct, frozen=True, eq=False):
    """A picture of pixels (PNG or JPEG), drawn into its rectangle. Two are never equal (`eq=False`), even of the same
    file: what it holds may have changed.

    Of the upright picture only `crop` is shown: left, top, right and bottom in parts of its size. With a `tone` it is
    drawn in that colour alone, from its darkest shade to paper. Nothing shows outside `clip`, a path that counts from
    the rectangle's corner.
    """

    number: int
    element: int | None
    rect: Rect
    file: str
    span: Span
    crop: tuple[float, float, float, float] | None = None
    tone: Colour | None = None
    clip: tuple[Command, ...] = ()


Item = Union[Text, Drawing, Image]


class Link(Struct, frozen=True):
    """A place to click: to a web, mail or telephone address, or to an element of the document."""

    rect: Rect
    element: int
    address: str | None
    target: int | None
    description: str


class Field(Struct, frozen=True):
    """Plain colour under everything else on a panel, up to where the paper is trimmed (in the panel's own axes).

    Each painting cuts it back to what its printer can colour, or lets it run on beyond the trim. `art` is drawn on it
    and cut with it, in the panel's axes. A field that is `framed` keeps as far from a fold as from the paper's edge
    where it is cut back, with corners of `radius` points, so that it stands free on all sides; any other keeps `apart`
    (points) from the panel's sides there.
    """

    rect: Rect
    colour: Colour
    span: Span
    art: tuple[Shape, ...] = ()
    framed: bool = False
    radius: float = 0.0
    apart: float = 0.0


class Panel(Struct, frozen=True):
    """A panel of a sheet (or the whole of it): its place on the sheet, its live area, and what stands on it."""

    name: str
    rect: Rect
    live: Rect
    items: tuple[Item, ...]
    links: tuple[Link, ...] = ()
    fields: tuple[Field, ...] = ()


class Sheet(Struct, frozen=True):
    """One side of the paper; `items` are marks (fold ticks), which are never content. Folds are x positions.

    `safe` is how far from the paper's edge an office printer begins to print (points).
    """

    name: str
    width: float
    height: float
    panels: tuple[Panel, ...]
    items: tuple[Item, ...] = ()
    folds: tuple[float, ...] = ()
    safe: float = 0.0


class Element(Struct, frozen=True):
    """A node of the structure tree. `kids` are, in reading order, elements ("e", index) and items ("i", number).

    `attributes` are (owner, key, value) triples such as ("Table", "Scope", "Column") (ISO 32000-1, 14.8.5).
    """

    role: str
    parent: int | None
    kids: tuple[tuple[str, int], ...]
    span: Span
    title: str | None = None
    alt: str | None = None
    attributes: tuple[tuple[str, str, Union[str, float, tuple[float, ...]]], ...] = ()


class Bookmark(Struct, frozen=True):
    """An entry of the outline: its words, depth from 0, and the element that it leads to."""

    title: str
    depth: int
    element: int


class Fit(Struct, frozen=True):
    """What fitting spent: half-leading steps of space, points of leading, points of size."""

    space_steps: int = 0
    leading: float = 0.0
    size: float = 0.0

    @property
    def spent(self) -> bool:
        """Whether anything was tightened."""
        return bool(self.space_steps or self.leading or self.size)


class Document(Struct, frozen=True):
    """A laid-out edition. `elements[0]` is the Document element; `reading_order` names the panels."""

    sheets: tuple[Sheet, ...]
    reading_order: tuple[str, ...]
    elements: tuple[Element, ...]
    bookmarks: tuple[Bookmark, ...]
    title: str
    subject: str
    author: str
    language: str
    form: Form
    colours: Colours
    duplex: str | None = None  # "DuplexFlipShortEdge", "DuplexFlipLongEdge" or None for a single page
    fit: Fit = field(default_factory=Fit)

    def panels(self) -> Iterator[Panel]:
        """The panels in reading order."""
        by_name = {panel.name: panel for sheet in self.sheets for panel in sheet.panels}
        return (by_name[name] for name in self.reading_order)

    def items(self) -> Iterator[Item]:
        """All items of all panels in reading order of panels."""
        return (item for panel in self.panels() for item in panel.items)
