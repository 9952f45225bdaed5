"""The glyphs of a placed text come in; what they stand for and where the pen goes for them goes out.

Text extraction reads a glyph's ToUnicode entry. That does not do for a character that several glyphs make up together,
nor for text whose glyphs stand in another order than they are read: those get ActualText (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from foldwell.layout.document import Text
from foldwell.pdf.notation import number
from foldwell.type.faces import Face
from foldwell.type.glyphs import Glyph

Spelt = tuple[int, str]  # a glyph and what it stands for
DRIFT = 1.0  # thousandths of the em that glyphs may be off before they are put right: a hundredth of a point at 10 pt
_ROOM = 768  # lines of some 2 kB: what the sheets of a clinic share with the next one's
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})  # a reader searches for "4.5 mg" with a plain space
_NOTHING = "\u200b"  # what a glyph stands for that is read only as a part of its neighbour


class Row(NamedTuple):
    """Glyphs at one height: `rise` lifts them (points), each step moves the pen back (1/1000 em) before its glyphs."""

    rise: float
    steps: tuple[tuple[int, tuple[Spelt, ...]], ...]


class Spelling(NamedTuple):
    """How a text is shown: its rows, what is in them, and what to read instead where the glyphs cannot tell.

    The code of a glyph that stands for what the font itself says is its number. `own` has a bit for each such number:
    what many texts hold together is then told in no time. All others are `odd`, in order of painting; `usual` holds the
    operators where there are none.
    """

    rows: tuple[Row, ...]
    own: int
    odd: tuple[Spelt, ...]
    usual: str | None
    actual: str | None


class _Remembered(NamedTuple):
    glyphs: tuple[Glyph, ...]
    face: Face
    size: float
    actual: str | None
    spelling: Spelling


_remembered: dict[int, _Remembered] = {}


@lru_cache(maxsize=1 << 12)  # all that a clinic paints
def width(face: Face, gid: int) -> int:
    """The width that the file states for a glyph, in 1/1000 em."""
    return round(face.advance(gid) * 1000 / face.upem)


def spelling(item: Text, face: Face) -> Spelling:
    """How the glyphs of a text are shown in its face.

    Setting type hands on the very same glyphs for a line that has not changed, so they are known by their identity.
    """
    known = _remembered.pop(id(item.glyphs), None)
    if (
        known is None or known.glyphs is not item.glyphs or known.face is not face
        or known.size != item.size or known.actual != item.actual
    ):  # fmt: skip
        glyphs, actual = spelt(item)
        rows = tuple(_rows(glyphs, face, item.size))
        own, odd = _told_apart(rows, face)
        made = Spelling(rows, own, odd, None if odd else shown(rows, _glyph_code), actual)
        known = _Remembered(item.glyphs, face, item.size, item.actual, made)
    _remembered[id(item.glyphs)] = known  # behind all others: the first is the one that was asked for longest ago
    if len(_remembered) > _ROOM:
        del _remembered[next(iter(_remembered))]
    return known.spelling


@lru_cache(maxsize=64)
def usual_texts(face: Face) -> dict[int, str]:
    """What each glyph stands for by the font's own table; of several characters the first of Unicode's order."""
    return {
        face.hb_font.get_nominal_glyph(ord(char)): char.translate(_SPACES) for char in sorted(face.mapped, reverse=True)
    }


def _told_apart(rows: tuple[Row, ...], face: Face) -> tuple[int, tuple[Spelt, ...]]:
    """The glyphs that stand for what the font itself says, as bits, and the others in order of painting."""
    usual = usual_texts(face)
    own, odd = 0, []
    for gid, text in dict.fromkeys([pair for row in rows for _, run in row.steps for pair in run]):
        if usual.get(gid) == text:
            own |= 1 << gid
        else:
            odd.append((gid, text))
    return own, tuple(odd)


def spelt(item: Text) -> tuple[Sequence[Glyph], str | None]:
    """The glyphs to paint, each with what it stands for on its own, and what to read instead where they cannot tell.

    A single glyph stands for the whole item (the hyphen at a line's end for a soft hyphen). Where several make up one
    character, they stand for its parts: viewers that know no ActualText then still find a letter and its accent.
    """
    glyphs = [glyph for glyph in item.glyphs if glyph.advance or not _formless(glyph.text)]
    if item.actual is not None and len(glyphs) == 1:
        return [replace(glyphs[0], text=item.actual)], None
    if all(glyph.text for glyph in glyphs):
        return glyphs, item.actual
    whole = "".join(glyph.text for glyph in glyphs)
    return list(_parted(glyphs)), whole if item.actual is None else item.actual


def _formless(text: str) -> bool:
    """A joiner or the like: a character without a form, for which a shaper leaves an empty glyph of no width."""
    return bool(text) and all(unicodedata.category(char) == "Cf" for char in text)


def _parted(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    start = 0
    while start < len(glyphs):
        end = start + 1
        while end < len(glyphs) and not glyphs[end].text:
            end += 1
        cluster = glyphs[start:end]
        parts = unicodedata.normalize("NFD", cluster[0].text)
        if len(cluster) > 1 and len(parts) == len(cluster):
            yield from (replace(glyph, text=part) for glyph, part in zip(cluster, parts, strict=True))
        else:
            yield from cluster
        start = end


def _rows(glyphs: Sequence[Glyph], face: Face, size: float) -> Iterator[Row]:
    """The glyphs in rows. `wanted` is where the pen should be, `reached` where the widths in the file have put it."""
    scale = 1000 / size
    wanted = reached = rise = 0.0
    steps: list[tuple[int, list[Spelt]]] = []
    for glyph in glyphs:
        if glyph.dy != rise and steps:
            yield _row(rise, steps)
            steps = []
        rise = glyph.dy
        off = reached - wanted - glyph.dx * scale
        step = round(off) if abs(off) >= DRIFT else 0
        if step or not steps:
            steps.append((step, []))
        text = glyph.text if glyph.text and glyph.text.isascii() else glyph.text.translate(_SPACES) or _NOTHING
        steps[-1][1].append((glyph.gid, text))
        reached += width(face, glyph.gid) - step
        wanted += glyph.advance * scale
    if steps:
        yield _row(rise, steps)


def _row(rise: float, steps: list[tuple[int, list[Spelt]]]) -> Row:
    return Row(rise, tuple((step, tuple(run)) for step, run in steps))


def shown(rows: tuple[Row, ...], code: Callable[[Spelt], str]) -> str:
    """The operators that show rows of glyphs; those that stand higher or lower get a text rise (9.3.7)."""
    lines: list[str] = []
    for rise, steps in rows:
        if len(steps) == 1 and not steps[0][0]:
            line = f"<{''.join(map(code, steps[0][1]))}>Tj"
        else:
            parts = [f"{step or ''}<{''.join(map(code, run))}>" for step, run in steps]
            line = f"[{''.join(parts)}]TJ"
        lines.append(f"{number(rise)} Ts\n{line}\n0 Ts" if rise else line)
    return "\n".join(lines)


def _glyph_code(spelt: Spelt) -> str:
    return f"{spelt[0]:04X}"
