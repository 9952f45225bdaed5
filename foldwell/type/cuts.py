"""Who draws what: the runs of a paragraph come in, its text cut by face and direction, each cut shaped, goes out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from foldwell.type import bidi_runs
from foldwell.type.faces import Face
from foldwell.type.fonts import FontBook
from foldwell.type.shaping import Shaped, shape, stretches
from foldwell.type.symbols import is_symbol, symbol

_begin_of = attrgetter("begin")
Levels = tuple[int, ...] | None  # the direction of each character; None where all run from left to right


class Look(NamedTuple):
    """A run without its place in the YAML: all that decides how it looks. `size` and `rise` are points."""

    text: str
    face: str
    size: float
    owner: int
    rise: float
    symbol: bool
    features: tuple[str, ...] = ()


class Cut(Struct, frozen=True, eq=False):
    """Characters of the text that one face draws in one direction, or one drawn sign, which has no shape.

    `run` is the index of the run that they come from, and `run_begin` where that run begins in the text.
    """

    begin: int
    end: int
    level: int
    run: int
    run_begin: int
    look: Look
    face: Face
    shaped: Shaped | None

    @property
    def sign_advance(self) -> float:
        """The advance of a drawn sign in points; `text` of its look need not be the sign alone."""
        return (
            0.0
            if self.shaped is not None
            else symbol(self.look.text[self.begin - self.run_begin]).advance * (self.look.size)
        )


class DrawnText(Struct, frozen=True):
    """The text of a paragraph, its cuts in reading order, and the characters that no font has: (run, offset, char)."""

    text: str
    cuts: tuple[Cut, ...]
    missing: tuple[tuple[int, int, str], ...]

    def between(self, begin: int, end: int) -> tuple[Cut, ...]:
        """The cuts that have characters from `begin` to `end`."""
        first = bisect_right(self.cuts, begin, key=_begin_of) - 1
        return self.cuts[first : bisect_left(self.cuts, end, key=_begin_of)]

    def source(self, at: int) -> tuple[int, int]:
        """The run, and the offset in it, of a character of the text."""
        cut = self.cuts[bisect_right(self.cuts, at, key=_begin_of) - 1]
        return cut.run, at - cut.run_begin


def draw(runs: Iterable[tuple[int, Look]], language: str, book: FontBook) -> DrawnText:
    """Find for each character the face that sets it, and shape. `runs` are the looks with their indexes.

    `language` is a BCP 47 tag. Raises FontFault for a face that cannot be used.
    """
    looks = [(run, look) for run, look in runs if look.text]
    text = "".join(look.text for _, look in looks)
    base = bidi_runs.paragraph_level(text, language)
    levels = bidi_runs.embedding_levels(text, base) if base or bidi_runs.has_rtl(text) else None
    cuts: list[Cut] = []
    missing: list[tuple[int, int, str]] = []
    begin = 0
    for run, look in looks:
        for low, high, face, lacking in _drawn_by(look, book):
            if lacking:
                missing.append((run, low, lacking))
            for first, last, level in _by_level(begin + low, begin + high, levels):
                shaped = None if face is None else _shape(face, text, first, last, level, language, look.features)
                by_face = look if face is None or face.key == look.face else look._replace(face=face.key)
                cuts.append(Cut(first, last, level, run, begin, by_face, face or book.by_key(look.face), shaped))
        begin += len(look.text)
    return DrawnText(text, tuple(cuts), tuple(missing))


def _drawn_by(look: Look, book: FontBook) -> list[tuple[int, int, Face | None, str]]:
    """Begin, end, face (None for a drawn sign), and the character that no font has, if that is why."""
    wanted = book.by_key(look.face)
    found: list[tuple[int, int, Face | None, str]] = []
    for low, high, sign in _by_symbol(look.text) if look.symbol else ((0, len(look.text), False),):
        if sign:
            found.append((low, high, None, ""))
            continue
        for stretch in stretches(look.text[low:high], wanted, book):
            face = None if stretch.symbol else stretch.face
            found.append((low + stretch.begin, low + stretch.end, face, stretch.missing))
    return found


def _shape(face: Face, text: str, begin: int, end: int, level: int, language: str, wanted: tuple[str, ...]) -> Shaped:
    """Arabic letters join across the borders of faces and runs, so right-to-left text is shown its neighbours."""
    features = face.having(wanted)
    if level % 2 == 0:
        return shape(face, text[begin:end], False, language, "", "", features)
    before, after = text[max(0, begin - 1) : begin], text[end : end + 1]
    return shape(face, text[begin:end], True, language, before, after, features)


def _by_level(begin: int, end: int, levels: Levels) -> Sequence[tuple[int, int, int]]:
    """The stretch cut where the direction changes: begin, end, level."""
    if levels is None:
        return ((begin, end, 0),)
    found = []
    low = begin
    for at in range(begin + 1, end + 1):
        if at == end or levels[at] != levels[low]:
            found.append((low, at, levels[low]))
            low = at
    return found


def _by_symbol(text: str) -> list[tuple[int, int, bool]]:
    """The text cut around its drawn signs: begin, end, whether it is one."""
    found: list[tuple[int, int, bool]] = []
    for at, char in enumerate(text):
        if is_symbol(char):
            found.append((at, at + 1, True))
        elif found and not found[-1][2]:
            found[-1] = (found[-1][0], at + 1, False)
        else:
            found.append((at, at + 1, False))
    return found
