"""Setting text: inline content and a style's name come in, slabs of lines with tagged items go out."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.languages import interface
from foldwell.content.models.clinic import Typefaces
from foldwell.content.models.layout_spec import LayoutSpec, TextStyle
from foldwell.content.text.runs import Inline, Run, runs
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Colour, Drawing, Fit, Item, Rect, Text
from foldwell.layout.pictures.symbols import symbol_shape
from foldwell.layout.slabs import FREE, IN_PARAGRAPH, WIDOW, PendingLink, Slab
from foldwell.layout.tree import Tree
from foldwell.type.faces import LINING, OLDSTYLE, SMALL_CAPS, TABULAR
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import HardBreak, Piece, SetLine, StyledRun
from foldwell.type.paragraph import natural_width, set_paragraph

SMALL_SHIFTED = 0.66  # size of superscripts and subscripts, in parts of the text's
SUPERSCRIPT = 0.34  # rise in em of the text
SUBSCRIPT = -0.16
SAFE = 18.0  # points that words keep from a fold and from the paper's edge: 0.25 in (see docs/layouts.md)
CAPITALS = 0.7  # em: the height of capitals above the baseline, near enough for all faces
HANG = 4.0  # points by which marks at the edges of lines may hang out of the measure, at most
NAMES = {OLDSTYLE: "old-style figures", TABULAR: "figures of one width", SMALL_CAPS: "small capitals"}


class Look(Struct, frozen=True):
    """A text style with fitting applied; lengths in points."""

    family: str
    bold: bool
    italic: bool
    size: float
    leading: float
    colour: Colour
    before: float
    after: float
    align: str
    grid: str
    lift: float
    hyphenate: bool
    balance: bool
    features: tuple[str, ...]
    ascent: float
    descent: float

    @property
    def baseline(self) -> float:
        """From the top of a line's leading down to its baseline: the glyphs' box is centred in the leading."""
        return (self.leading - self.ascent - self.descent) / 2 + self.ascent


def in_prose(look: Look) -> Look:
    """The style with figures as wide as they are drawn: only numbers under each other need figures of one width."""
    return replace(look, features=tuple(tag for tag in look.features if tag != TABULAR))


@lru_cache(maxsize=256)
def colour_of(name: str) -> Colour:
    """A layout's `primary 20%` as a Colour."""
    role, _, strength = name.partition(" ")
    return Colour(role, int(strength.rstrip("%")) / 100 if strength else 1.0)


def fitted_size(style: TextStyle, less: float) -> float:
    """A style's size where fitting takes up to `less` (both in points): only what fits gives way, down to its floor."""
    return max(style.size - less, style.floor or 0.0) if style.fits else style.size


def hanging_room(layout: LayoutSpec) -> float:
    """How far marks may hang out of the measure (points): never nearer to a fold or the paper's edge than is safe."""
    margins = layout.margins
    room = margins.edge - max(layout.safe, SAFE)
    if layout.fold != "none":
        room = min(room, margins.fold - SAFE)
    return min(max(room, 0.0), HANG)


def asked_for(style: TextStyle) -> tuple[str, ...]:
    """The OpenType tags of the figures and capitals that a style asks for."""
    figures = OLDSTYLE if style.figures == "oldstyle" else LINING
    return (figures, *((TABULAR,) if style.tabular else ()), *((SMALL_CAPS,) if style.caps == "small" else ()))


def gives_leading(style: TextStyle) -> bool:
    """Whether fitting takes leading from the style: it fits, or keeps to the grid, which is tightened."""
    return style.fits or style.grid != "none"


class Terms:
    """What setting depends on besides the words. Two are equal when nothing could be set differently under them."""

    def __init__(
        self, layout: LayoutSpec, typefaces: Typefaces, book: FontBook, language: str, rtl: bool, fit: Fit
    ) -> None:
        self.layout, self.book, self.language, self.rtl, self.fit = layout, book, language, rtl, fit
        self.families = {"text": typefaces.text, "display": typefaces.display}
        self._key = (id(layout), typefaces.text, typefaces.display, book, language, rtl, fit)
        self._hash = hash(self._key)
        self.leading = layout.styles["body"].leading - fit.leading

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    def spacing(self, halves: float) -> float:
        """Half lines of space as points; fitting takes whole half lines and leaves at least one where there was one."""
        return (halves if halves <= 1 else max(halves - self.fit.space_steps, 1.0)) * (self.leading / 2)


@lru_cache(maxsize=1024)
def _resolved(terms: Terms, name: str) -> tuple[Look, tuple[str, ...]]:
    """A style under some terms, and the figures and capitals that it asks for in vain, by their OpenType tags."""
    style, fit = terms.layout.styles[name], terms.fit
    size = fitted_size(style, fit.size)
    leading = style.leading - (fit.leading if gives_leading(style) else 0.0)
    family = terms.families[style.family]
    face = terms.book.face(family, style.weight, style.italic)
    wanted = asked_for(style)
    look = Look(
        family, style.weight == "bold", style.italic, size, leading, colour_of(style.colour),
        terms.spacing(style.before), terms.spacing(style.after), style.align, style.grid, style.lift, style.hyphenate,
        style.balance, wanted, face.ascent * size, face.descent * size,
    )  # fmt: skip
    return look, tuple(tag for tag in wanted if face.lacks(tag))


class Setter:
    """Sets text under some terms; it grows the structure tree as it goes, and complains into the sink."""

    def __init__(self, terms: Terms, sink: Sink, tree: Tree) -> None:
        self.terms = terms
        self.layout, self.rtl, self.fit = terms.layout, terms.rtl, terms.fit
        self.sink = sink
        self.tree = tree
        self._looks: dict[str, Look] = {}
        self.leading = terms.leading
        self.half = self.leading / 2
        self.hang = hanging_room(terms.layout)

    def look(self, style: str) -> Look:
        """The resolved style; an unknown name is a fault of the layout that `check_layout` has complained of."""
        known = self._looks.get(style)
        if known is None:
            known, lacking = _resolved(self.terms, style)
            self._looks[style] = known
            if lacking:
                self._note_lacking(self.layout.styles[style], lacking)
        return known

    def _note_lacking(self, style: TextStyle, lacking: tuple[str, ...]) -> None:
        face = self.terms.book.face(self.terms.families[style.family], style.weight, style.italic)
        for tag in lacking:
            self.sink.note(
                "no-feature", f"{face.name} has no {NAMES[tag]}, and a style asks for them in vain", style.span,
                "the text is set plainly; fonts.yaml names typefaces that have them, such as Noto Sans",
            )  # fmt: skip

    def lines(self, inline: Inline, look: Look, measure: float, align: str | None = None) -> tuple[SetLine, ...]:
        """The inline content broken into lines of at most `measure` points."""
        terms = self.terms
        return set_paragraph(
            self._styled(inline, look), measure, align or look.align, terms.language, terms.book, self.sink,
            look.hyphenate, self.hang, look.balance,
        )  # fmt: skip

    def _styled(self, inline: Inline, look: Look) -> list[StyledRun | HardBreak]:
        return [
            self._run(part, owner, look) if isinstance(part, Run) else HardBreak(part.span)
            for owner, part in enumerate(inline)
        ]

    def _run(self, run: Run, owner: int, look: Look) -> StyledRun:
        weight = "bold" if look.bold or run.strong else "regular"
        face = self.terms.book.face(look.family, weight, look.italic or run.emphasis)
        shifted = run.position != ""
        rise = {"sup": SUPERSCRIPT, "sub": SUBSCRIPT}.get(run.position, 0.0) * look.size
        size = look.size * SMALL_SHIFTED if shifted else look.size
        return StyledRun(run.text, face.key, size, owner, run.span, rise, run.role == "symbol", run.rows, look.features)

    def natural_width(self, inline: Inline, look: Look) -> float:
        """The width of the content on one line (points)."""
        return natural_width(self._styled(inline, look), self.terms.language, self.terms.book)

    def widest_word(self, inline: Inline, look: Look) -> float:
        """The width of the longest of the content's words (points)."""
        words = (replace(run, text=word) for run in runs(inline) for word in run.text.split(" ") if word)
        return max((self.natural_width((word,), look) for word in words), default=0.0)

    def paragraph(
        self, inline: Inline, style: str, element: int, measure: float, *, x: float = 0.0, role: str | None = "P",
        colour: Colour | None = None, align: str | None = None, prose: bool = False,
    ) -> list[Slab]:  # fmt: skip
        """A paragraph as slabs, one a line. `role` None puts the text into `element` itself (Lbl, LBody, …); with
        `prose`, figures are as wide as they are drawn, also in a style of figures of one width."""
        look = in_prose(self.look(style)) if prose else self.look(style)
        lines = self.lines(inline, look, measure, align)
        if not lines:
            return []
        owner = element if role is None else self.tree.open(role, element, lines[0].span)
        tagger = Tagger(self, inline, owner)
        slabs = []
        last = len(lines) - 1
        for number, line in enumerate(lines):
            items, links = tagger.items(line, look, x, look.baseline, colour or look.colour)
            edge = number in (1, last)
            slabs.append(
                Slab(
                    look.leading, items, line.span, look.baseline + look.lift, look.grid,
                    look.before if number == 0 else 0.0, look.after if number == last else 0.0,
                    FREE if number == 0 else WIDOW if edge else IN_PARAGRAPH,
                    links, words=len(line.text.split()), what="text",
                )
            )  # fmt: skip
        return slabs

    def running(self, inline: Inline, style: str, measure: float) -> list[Slab]:
        """Running matter (ISO 32000-1, 14.8.2.2.2): text that is no content, as slabs of artifacts, without links."""
        look = self.look(style)
        tagger = Tagger(self, inline, None)
        return [
            Slab(look.leading, tagger.items(line, look, 0.0, look.baseline, look.colour)[0], line.span, look.baseline)
            for line in self.lines(inline, look, measure)
        ]


class Tagger:
    """Gives the pieces of one paragraph's lines their elements: links and references get elements of their own.

    Without an element, all pieces are artifacts.
    """

    def __init__(self, setter: Setter, inline: Inline, element: int | None) -> None:
        self._setter = setter
        self._inline = inline
        self._element = element
        self._links: dict[tuple[int, str | None, str | None], int] = {}

    def _element_of(self, run: Run) -> int | None:
        if self._element is None or (run.link is None and run.target is None):
            return self._element
        key = (run.group, run.link, run.target)
        if key not in self._links:
            tree = self._setter.tree
            parent = tree.open("Reference", self._element, run.span) if run.role == "cite" else self._element
            self._links[key] = tree.open("Link", parent, run.span)
        return self._links[key]

    def items(
        self, line: SetLine, look: Look, x: float, baseline: float, colour: Colour
    ) -> tuple[tuple[Item, ...], tuple[PendingLink, ...]]:
        """The line's pieces as items, their baseline `baseline` points down and their left edge at `x`, and links."""
        items: list[Item] = []
        links: dict[int, PendingLink] = {}
        for piece in line.pieces:
            run = self._inline[piece.owner]
            assert isinstance(run, Run)  # noqa: S101  # a Break has no pieces
            element = self._element_of(run)
            item = self._item(piece, look, x, baseline, colour, element, run.span)
            items.append(item)
            if element is not None and element != self._element:
                self._join_link(links, element, item.rect, run)
        return tuple(items), tuple(links.values())

    def _item(
        self, piece: Piece, look: Look, x: float, baseline: float, colour: Colour, element: int | None, span: Span
    ) -> Item:
        number = self._setter.tree.number(element)
        line = baseline - piece.rise
        if piece.symbol is not None:
            shape, drop = symbol_shape(piece.symbol, piece.size, colour)
            rect = Rect(x + piece.x, line - drop, piece.width, drop)
            return Drawing(number, element, rect, shape, span, actual=piece.actual or piece.symbol)
        scale = piece.size / look.size
        rect = Rect(x + piece.x, line - look.ascent * scale, piece.width, (look.ascent + look.descent) * scale)
        return Text(
            number, element, rect, line, piece.face, piece.size, piece.glyphs, colour, piece.text, span, piece.actual
        )

    def _join_link(self, links: dict[int, PendingLink], element: int, rect: Rect, run: Run) -> None:
        old = links.get(element)
        if old is not None:
            left, top = min(old.rect.x, rect.x), min(old.rect.y, rect.y)
            rect = Rect(left, top, max(old.rect.right, rect.right) - left, max(old.rect.bottom, rect.bottom) - top)
        description = self._description(run)
        links[element] = PendingLink(rect, element, run.link, run.target, description)

    def _description(self, run: Run) -> str:
        """What a screen reader says for a link: where it leads, in words where these say it better."""
        if run.role == "cite":
            return f"{interface(self._setter.terms.language).words.source} {run.text}"
        if run.link is None or run.link.startswith(("tel:", "mailto:")):
            return run.text
        return run.link
