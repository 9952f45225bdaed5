"""From drawn text to what the line breaker weighs: text, cuts and opportunities come in, chunks go out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from foldwell.type.breaking import Chunk
from foldwell.type.cuts import Cut, DrawnText
from foldwell.type.hyphens import hyphen_points
from foldwell.type.opportunities import BREAKING_SPACES, Opportunity, host_parts
from foldwell.type.shaping import shape

_INNER_SPACES = " \u00a0"


class Chunked(Struct, frozen=True):
    """Chunks, and where in the text each ends, its space included; `overlong` are the places of divided words."""

    chunks: tuple[Chunk, ...]
    ends: tuple[int, ...]
    overlong: tuple[tuple[int, int], ...] = ()


def chunked(drawn: DrawnText, found: Sequence[Opportunity], room: float, language: str) -> Chunked:
    """The text as chunks none of which is wider than `room` points, as far as that can be had.

    What no line can hold is divided: at a space that should have held it together, else where the language's patterns
    divide it, else between letters.
    """
    pen = pen_along(drawn.cuts)
    hyphen = max((_hyphen_width(cut, language) for cut in drawn.cuts if cut.shaped is not None), default=0.0)
    plain = _by_opportunity(drawn.text, pen, found, hyphen)
    if all(chunk.width + chunk.hyphen <= room for chunk in plain.chunks):
        return plain
    return _divided(drawn, pen, plain, room, hyphen, language)


def _hyphen_width(cut: Cut, language: str) -> float:
    return shape(cut.face, "-", False, language).edges[-1] * cut.look.size


def pen_along(cuts: Sequence[Cut]) -> list[float]:
    """How far the pen is along, in points, at each character of the text and at its end."""
    pen = [0.0]
    for cut in cuts:
        start = pen[-1]
        if cut.shaped is None:
            pen.append(start + cut.sign_advance)
        else:
            size = cut.look.size
            pen += [start + edge * size for edge in cut.shaped.edges[1:]]
    return pen


def _by_opportunity(text: str, pen: Sequence[float], found: Sequence[Opportunity], hyphen: float) -> Chunked:
    chunks, ends = [], []
    begin = 0
    held_together = "\u00a0" in text
    for place in (*found, Opportunity(len(text))):
        end = place.at
        content = end
        while content > begin and text[content - 1] in BREAKING_SPACES:
            content -= 1
        inner = 0.0
        if held_together or " " in text[begin:content]:
            inner = sum(pen[at + 1] - pen[at] for at in range(begin, content) if text[at] in _INNER_SPACES)
        put_in = hyphen if place.hyphen else 0.0
        chunks.append(Chunk(pen[content] - pen[begin], pen[end] - pen[content], place.penalty, put_in, inner))
        ends.append(end)
        begin = end
    return Chunked(tuple(chunks), tuple(ends))


def _divided(
    drawn: DrawnText, pen: Sequence[float], plain: Chunked, room: float, hyphen: float, language: str
) -> Chunked:
    chunks: list[Chunk] = []
    ends: list[int] = []
    overlong: list[tuple[int, int]] = []
    begin = 0
    for chunk, end in zip(plain.chunks, plain.ends, strict=True):
        content = begin + len(drawn.text[begin:end].rstrip(BREAKING_SPACES))
        rest = chunk
        if chunk.width + chunk.hyphen > room and content - begin > 1:
            places = _places(drawn.text, begin, content, hyphen, language)
            at = begin
            for stop in _stops(drawn.between(begin, content), pen, begin, content, room - chunk.hyphen, places):
                chunks.append(Chunk(pen[stop] - pen[at], hyphen=hyphen if stop in places.points else 0.0))
                ends.append(stop)
                at = stop
            rest = replace(chunk, width=pen[content] - pen[at])
            overlong.append((begin, content))
        chunks.append(rest)
        ends.append(end)
        begin = end
    return Chunked(tuple(chunks), tuple(ends), tuple(overlong))


class _Places(Struct, frozen=True):
    """Where an overlong word is best divided: at points with a hyphen of this width (points), or rather at gaps."""

    points: set[int]
    gaps: set[int]
    hyphen: float


def _places(text: str, begin: int, end: int, hyphen: float, language: str) -> _Places:
    gaps = [at + 1 for at in range(begin, end) if text[at] in _INNER_SPACES]
    gaps = sorted([*gaps, *(begin + at for at in host_parts(text[begin:end]))])
    words = [(low, text[low:high].rstrip(_INNER_SPACES)) for low, high in pairwise((begin, *gaps, end))]
    points = {low + point for low, word in words for point in hyphen_points(word, language)}
    return _Places(points, set(gaps), hyphen)


def _stops(cuts: Sequence[Cut], pen: Sequence[float], begin: int, end: int, room: float, places: _Places) -> list[int]:
    """Where to divide an overlong word, without its end: each part as long as fits, at least one cluster."""
    borders = [
        at
        for cut in cuts
        for at in range(max(begin + 1, cut.begin), min(end, cut.end))
        if cut.shaped is None or at == cut.begin or cut.shaped.boundary(at - cut.begin)
    ]
    stops: list[int] = []
    at = begin
    gap: int | None = None
    divisible: int | None = None
    for border, following in zip(borders, [*borders[1:], end], strict=True):
        if border in places.gaps:
            gap = border
        elif border in places.points and pen[border] - pen[at] + places.hyphen <= room:
            divisible = border
        if pen[following] - pen[at] > room:
            at = next(stop for stop in (gap, divisible, border) if stop is not None)
            stops.append(at)
            gap = None
            divisible = divisible if divisible is not None and divisible > at else None
    return stops
