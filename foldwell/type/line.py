"""One line: a stretch of a paragraph's text and who draws it come in, pieces with their places go out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from foldwell.diagnostics import Span
from foldwell.type.bidi_runs import visual_order
from foldwell.type.cuts import Cut
from foldwell.type.glyphs import Glyph, Piece, SetLine
from foldwell.type.opportunities import BREAKING_SPACES, SOFT_HYPHEN
from foldwell.type.shaping import Shaped, as_read, shape, sized

# How much of a mark hangs out of the measure, in parts of its advance: it has little ink, and an edge with a hole in it
# looks indented (after R. Schlicht, "The microtype package", 2004-2023, tables of protrusion, for text faces).
_BEGINNING = dict.fromkeys("“”„«»\"‘’‚‹›'", 0.5) | dict.fromkeys("-\u2010\u2011–", 0.5) | {"—": 0.3, "•": 0.2}
_ENDING = _BEGINNING | dict.fromkeys(".,،۔", 0.7) | dict.fromkeys(":;!?؛؟", 0.2)
UNPLACED = Span("", 0, 0)  # the place of a line is filled in last


class Line(Struct, frozen=True):
    """A line to be set: text from `begin` to `end`, its room in points, and how it is to stand there.

    Marks at its edges may hang out of the measure by up to `hang` points.
    """

    text: str
    begin: int
    end: int
    hyphenated: bool
    measure: float
    align: str
    last: bool
    base: int
    hang: float = 0.0

    @property
    def content(self) -> int:
        """Where the text ends, without the spaces after it."""
        end = self.end
        while end > self.begin and self.text[end - 1] in BREAKING_SPACES:
            end -= 1
        return end


class _Part(Struct, frozen=True):
    """A piece without its place, with its level; `width` leaves out a space at the line's end, `advance` does not."""

    piece: Piece
    level: int
    advance: float


def set_line(line: Line, cuts: Sequence[Cut], language: str) -> SetLine:
    """The pieces of a line in reading order, placed from left to right in the order that the directions ask for."""
    parts = _parts(line, cuts, language)
    natural = sum(part.piece.width for part in parts)
    left, right = _hung(line, parts)
    room = line.measure - natural + left + right
    if line.align == "justify" and (not line.last or room < 0):
        parts = _justified(parts, room)
        natural = sum(part.piece.width for part in parts)
        room = line.measure - natural + left + right
    pieces = _placed(line, parts, max(_shift(line, room), 0.0) - left)
    return SetLine(pieces, natural, "".join(piece.text for piece in pieces), UNPLACED, line.hyphenated)


def _shift(line: Line, room: float) -> float:
    if line.align == "center":
        return room / 2
    to_the_right = (line.align == "end") != (line.base == 1)
    return room if to_the_right else 0.0


def _hung(line: Line, parts: Sequence[_Part]) -> tuple[float, float]:
    """How far the marks at the line's left and right edge hang out (points); where it begins on the right, mirrored."""
    if not line.hang or not parts:
        return 0.0, 0.0
    order = _order(line, parts)
    shown = [glyph for index in order for glyph in parts[index].piece.glyphs if glyph.text.strip()]
    if not shown or any(parts[index].piece.symbol for index in (order[0], order[-1])):
        return 0.0, 0.0
    tables = (_ENDING, _BEGINNING) if line.base else (_BEGINNING, _ENDING)
    left, right = (
        min(table.get(glyph.text, 0.0) * glyph.advance, line.hang)
        for table, glyph in zip(tables, (shown[0], shown[-1]), strict=True)
    )
    return left, right


def _order(line: Line, parts: Sequence[_Part]) -> Sequence[int]:
    """The parts from left to right."""
    if not line.base and all(part.level == 0 for part in parts):
        return range(len(parts))
    return visual_order([part.level for part in parts])


def _placed(line: Line, parts: Sequence[_Part], left: float) -> tuple[Piece, ...]:
    order = _order(line, parts)
    if line.base:  # what stands leftmost is the space at the line's end: it hangs out of the measure
        left -= sum(part.advance - part.piece.width for part in parts)
    places = [0.0] * len(parts)
    for index in order:
        places[index] = left
        left += parts[index].advance
    return tuple([_at(part.piece, x) for part, x in zip(parts, places, strict=True)])


def _at(piece: Piece, x: float) -> Piece:
    """The piece with its place in the line: made anew field by field, since `replace` takes five times as long."""
    return Piece(
        x, piece.width, piece.face, piece.size, piece.rise, piece.owner, piece.glyphs, piece.text, piece.actual,
        piece.symbol,
    )  # fmt: skip


def _parts(line: Line, cuts: Sequence[Cut], language: str) -> list[_Part]:
    parts: list[_Part] = []
    content = line.content
    last: Cut | None = None
    for cut in cuts:
        begin, end = max(cut.begin, line.begin), min(cut.end, line.end)
        if begin >= end:
            continue
        last = cut
        if cut.shaped is None:
            parts.append(_sign(line.text[begin], cut))
            continue
        if begin < content < end and (cut.level % 2 or line.base):  # rule L1: spaces at its end have the base level
            parts += _pieces(line.text, cut, begin, content, content, language)
            parts += _pieces(line.text, replace(cut, level=line.base), content, end, content, language)
        elif begin >= content:
            parts += _pieces(line.text, replace(cut, level=line.base), begin, end, content, language)
        else:
            parts += _pieces(line.text, cut, begin, end, content, language)
    if line.hyphenated and last is not None:
        parts.append(_hyphen(last, language))
    return parts


def _sign(char: str, cut: Cut) -> _Part:
    look, width = cut.look, cut.sign_advance
    piece = Piece(0.0, width, look.face, look.size, look.rise, look.owner, (), char, None, char)
    return _Part(piece, cut.level, width)


def _hyphen(cut: Cut, language: str) -> _Part:
    look = cut.look
    glyphs = sized(shape(cut.face, "-", False, language), look.size)
    width = sum(glyph.advance for glyph in glyphs)
    piece = Piece(0.0, width, look.face, look.size, look.rise, look.owner, glyphs, SOFT_HYPHEN, SOFT_HYPHEN)
    return _Part(piece, cut.level, width)


def _pieces(text: str, cut: Cut, begin: int, end: int, content: int, language: str) -> list[_Part]:
    """The characters from `begin` to `end` of one cut; those from `content` on are spaces at the end of the line."""
    whole = cut.shaped
    assert whole is not None  # noqa: S101  # signs went another way
    rtl = cut.level % 2 == 1
    first, last = begin - cut.begin, end - cut.begin
    if whole.rtl == rtl and _clean(whole.text, first) and _clean(whole.text, last):
        shaped = whole
    else:  # letters that stood together are parted: a ligature or a kern of the two must go
        features = cut.face.having(cut.look.features)
        shaped, first, last = shape(cut.face, text[begin:end], rtl, language, "", "", features), 0, end - begin
    inner = () if rtl else [at for bundle in shaped.bundles for at in bundle if first < at < last]
    visible = first + content - begin
    return [
        _part(cut, shaped, low, high, min(max(visible, low), high))
        for low, high in pairwise((first, *inner, last))
        if shaped.counts[low] < shaped.counts[high]  # what is never drawn makes no piece
    ]


def _part(cut: Cut, shaped: Shaped, low: int, high: int, visible: int) -> _Part:
    look = cut.look
    glyphs = sized(shaped, look.size)[shaped.span(low, high)]
    words = as_read(shaped.text[low:high])
    spelt = cut.level % 2 == 0 and not any(low <= begin < high for begin, _ in shaped.bundles)
    if spelt and words != shaped.text[low:high]:
        spelt = words == "".join([glyph.text for glyph in glyphs])
    width = (shaped.edges[visible] - shaped.edges[low]) * look.size
    advance = (shaped.edges[high] - shaped.edges[low]) * look.size
    actual = None if spelt else words
    piece = Piece(0.0, width, look.face, look.size, look.rise, look.owner, glyphs, words, actual)
    return _Part(piece, cut.level, advance)


def _clean(text: str, at: int) -> bool:
    """Whether shaped text may be parted here without shaping it again: at its ends and after a space."""
    return at in (0, len(text)) or text[at - 1] in BREAKING_SPACES or text[at] in BREAKING_SPACES


def _justified(parts: Sequence[_Part], room: float) -> list[_Part]:
    """The parts with their spaces widened or narrowed so that the line fills its measure."""
    gaps = [_gaps(part) for part in parts]
    count = sum(gaps)
    if count == 0:
        return list(parts)
    each = room / count
    return [_widened(part, gap, each) if gap else part for part, gap in zip(parts, gaps, strict=True)]


def _gaps(part: _Part) -> int:
    """How many spaces of the part stand inside the line."""
    spaces = sum(glyph.text == " " for glyph in part.piece.glyphs)
    return spaces - _hanging(part)


def _hanging(part: _Part) -> int:
    """How many spaces of the part hang out at the line's end."""
    if part.advance <= part.piece.width:
        return 0
    words = part.piece.text
    return len(words) - len(words.rstrip(" "))


def _widened(part: _Part, gaps: int, each: float) -> _Part:
    """The first `gaps` spaces of the part widened; right-to-left parts have no space that hangs out."""
    glyphs: list[Glyph] = []
    left_over = gaps
    for glyph in part.piece.glyphs:
        if glyph.text == " " and left_over > 0:
            left_over -= 1
            glyphs.append(replace(glyph, advance=glyph.advance + each))
        else:
            glyphs.append(glyph)
    piece = replace(part.piece, glyphs=tuple(glyphs), width=part.piece.width + gaps * each)
    return _Part(piece, part.level, part.advance + gaps * each)
