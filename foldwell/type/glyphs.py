"""What setting type hands on: glyphs in pieces in lines. All lengths in points; y offsets count upwards."""

from __future__ import annotations

from msgspec import Struct

from foldwell.diagnostics import Span


class Glyph(Struct, frozen=True):
    """One glyph as it is drawn.

    `text` is what it stands for: the characters of its cluster on the cluster's first glyph, "" on the others. `dx` and
    `dy` shift the drawing without moving the pen.
    """

    gid: int
    advance: float
    text: str
    dx: float = 0.0
    dy: float = 0.0


class StyledRun(Struct, frozen=True):
    """Text to be set: words, the face and size, and `owner`, the index of the inline run that it came from.

    `rise` lifts the baseline (superscripts). `symbol` marks a drawn character. `rows` are the inline run's: for each
    further line of the YAML that it covers, where its words begin (offset in `text`, line, column). `features` are the
    OpenType tags of the figures and capitals that are asked for.
    """

    text: str
    face: str
    size: float
    owner: int
    span: Span
    rise: float = 0.0
    symbol: bool = False
    rows: tuple[tuple[int, int, int], ...] = ()
    features: tuple[str, ...] = ()


class HardBreak(Struct, frozen=True):
    """A line break that the writer asked for, among the runs of a paragraph."""

    span: Span


class Piece(Struct, frozen=True):
    r"""Glyphs of one face, size and owner that follow each other in a line; x counts from the line's left edge.

    `actual` is set where the glyphs do not spell the text (a hyphen put in at a line end is "\u00ad", a reordered
    cluster its characters). A drawn character has `symbol` and no glyphs. `text` is the piece's text in logical order.
    """

    x: float
    width: float
    face: str
    size: float
    rise: float
    owner: int
    glyphs: tuple[Glyph, ...]
    text: str
    actual: str | None = None
    symbol: str | None = None


class SetLine(Struct, frozen=True):
    """One line of a paragraph, its pieces in logical (reading) order.

    `width` is the natural width without the space at its end, which is nevertheless among the glyphs of the last piece:
    text extraction and screen readers need it. `span` is the place in the YAML of the line's first character.
    """

    pieces: tuple[Piece, ...]
    width: float
    text: str
    span: Span
    hyphenated: bool = False
