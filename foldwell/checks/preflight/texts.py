"""A string that is shown comes in, the rectangle and the words of what is seen go out; the text's place moves on."""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

from foldwell.checks.preflight.faces import Face, Sign
from foldwell.checks.preflight.geometry import Box, Matrix, then
from foldwell.checks.preflight.state import State, TextPlace

Piece = bytes | float  # codes, or a step back in thousandths of an em (the numbers in a TJ array)
LEAST_GAP = 0.2  # em: a step forward that a reader takes for a space


class Shown(Struct, frozen=True):
    """What was shown: the rectangle in points of the page, the words, the height of the type, each sign's matrix."""

    box: Box
    words: str
    size: float
    signs: tuple[tuple[Sign, Matrix], ...]


def show(state: State, face: Face, place: TextPlace, pieces: Iterable[Piece]) -> Shown | None:
    """Set the pieces and move the place along (ISO 32000-1, 9.4.4). None where nothing but spaces was shown."""
    on_page = then(place.matrix, state.matrix)
    stretch = 1.0 if face.vertical else state.stretch
    pen, begin, end, words, seen = 0.0, math.inf, -math.inf, [], []
    for piece in pieces:
        if not isinstance(piece, bytes):
            pen -= piece / 1000 * state.size * stretch
            if -piece / 1000 > LEAST_GAP:
                words.append(" ")
            continue
        for sign in face.signs(piece):
            width = (-1.0 if face.vertical else sign.width) * state.size * stretch
            if sign.text.strip():
                begin, end = min(begin, pen, pen + width), max(end, pen, pen + width)
                seen.append((sign, then((1.0, 0.0, 0.0, 1.0, pen, 0.0), on_page)))
            words.append(sign.text)
            space = state.word_space if sign.code == 32 and not face.wide else 0.0
            pen += width + (state.letter_space + space) * stretch
    across, along = (0.0, pen) if face.vertical else (pen, 0.0)
    place.matrix = then((1.0, 0.0, 0.0, 1.0, across, along), place.matrix)
    if not seen:
        return None
    box = _box(state, face, begin, end).through(on_page)
    size = abs(state.size) * math.hypot(on_page[2], on_page[3])
    return Shown(box, "".join(words), size, tuple(seen))


def _box(state: State, face: Face, begin: float, end: float) -> Box:
    """In the text's own axes: along the line from `begin` to `end`."""
    if face.vertical:
        return Box(-state.size / 2, begin, state.size / 2, end)
    bottom, top = sorted((face.descent * state.size, face.ascent * state.size))
    return Box(begin, bottom + state.rise, end, top + state.rise)
