"""Setting paragraphs: runs of styled text and a measure come in, lines of placed glyphs go out.

A paragraph that was set before is remembered by what decides its look: words, faces, sizes, measure, alignment and
language. Where it stands in the YAML is filled in afterwards, so that moving a sentence costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from foldwell.diagnostics import Diagnostic, Severity, Sink, Span
from foldwell.type.bidi_runs import base_level, paragraph_level
from foldwell.type.breaking import break_lines
from foldwell.type.chunks import Chunked, chunked, pen_along
from foldwell.type.cuts import DrawnText, Look, draw
from foldwell.type.fonts import FontBook, FontFault
from foldwell.type.glyphs import HardBreak, SetLine, StyledRun
from foldwell.type.hyphens import has_patterns, hyphen_points
from foldwell.type.line import UNPLACED, Line, set_line
from foldwell.type.opportunities import BREAKING_SPACES, Opportunity, opportunities
from foldwell.type.shaping import missing_message

_OTHER_SIDE = {"start": "end", "end": "start"}  # Latin paragraphs stand on the side of the Arabic ones


class _Place(NamedTuple):
    """Where a run stands in the YAML; `rows` as in StyledRun."""

    span: Span
    rows: tuple[tuple[int, int, int], ...]

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of some of its characters: exact on lines that are known, else the run's own place."""
        begin, line, column = next((row for row in reversed(self.rows) if row[0] <= offset), (-1, 0, 0))
        if begin >= 0:
            return Span(self.span.path, line, column + offset - begin, length)
        if offset < self.span.length or self.rows:
            return Span(self.span.path, self.span.line, self.span.column + offset, length)
        return self.span


class _Trouble(Struct, frozen=True):
    """A complaint that is told again whenever the paragraph is: about `length` characters at `offset` of a run."""

    severity: Severity
    code: str
    message: str
    hints: tuple[str, ...]
    run: int
    offset: int
    length: int


class _Setting(Struct):
    """A paragraph as it was set: its lines, where each begins (run, offset), and what was wrong.

    `placed` are the places that were filled in last, with the lines that have them.
    """

    lines: tuple[SetLine, ...]
    begins: tuple[tuple[int, int], ...]
    troubles: tuple[_Trouble, ...]
    placed: tuple[tuple[_Place, ...], tuple[SetLine, ...]] = ((), ())

    def at(self, places: tuple[_Place, ...]) -> tuple[SetLine, ...]:
        """The lines with their places, given those of the runs."""
        known, lines = self.placed
        if known != places:
            lines = tuple(
                SetLine(line.pieces, line.width, line.text, places[run].at(offset), line.hyphenated)
                for line, (run, offset) in zip(self.lines, self.begins, strict=True)
            )
            self.placed = (places, lines)
        return lines


def set_paragraph(
    runs: Sequence[StyledRun | HardBreak],
    measure: float,
    align: str,
    language: str,
    book: FontBook,
    sink: Sink,
    hyphenate: bool = False,
    hang: float = 0.0,
    balance: bool = False,
) -> tuple[SetLine, ...]:
    """The lines of a paragraph; x positions count from the left edge of the measure, and include the alignment.

    `measure` is in points. `align` is "start", "end", "center" or "justify"; start is the right side where the language
    is written from right to left. `language` is a BCP 47 tag. Marks at the edges may hang out of the measure by up to
    `hang` points; `balance` makes all lines as long as each other, as far as that can be had. A character that no font
    has is an error in the sink, and an overlong word a note; neither stops the setting. Raises FontFault for a face
    that cannot be used.
    """
    looks = _looks(runs)
    try:
        setting = _set(looks, measure, align, language, book, hyphenate, hang, balance)
    except FontFault as fault:
        sink.add(fault.diagnostic)
        raise
    places = tuple([_Place(run.span, run.rows if isinstance(run, StyledRun) else ()) for run in runs])
    for trouble in setting.troubles:
        place = places[trouble.run].at(trouble.offset, trouble.length)
        sink.add(Diagnostic(trouble.severity, trouble.code, trouble.message, place, trouble.hints))
    return setting.at(places)


def natural_width(runs: Sequence[StyledRun | HardBreak], language: str, book: FontBook) -> float:
    """The width of a paragraph whose lines end only where the writer asked for it (points), without the spaces at their
    ends. What is wrong with it is told when it is set. Raises FontFault for a face that cannot be used."""
    return _natural(_looks(runs), language, book)


@lru_cache(maxsize=512)
def _natural(looks: tuple[Look | None, ...], language: str, book: FontBook) -> float:
    widest = 0.0
    for part in _parts(looks):
        drawn = draw(part, language, book)
        widest = max(widest, pen_along(drawn.cuts)[len(drawn.text.rstrip(BREAKING_SPACES))])
    return widest


def _looks(runs: Sequence[StyledRun | HardBreak]) -> tuple[Look | None, ...]:
    return tuple([
        Look(run.text, run.face, run.size, run.owner, run.rise, run.symbol, run.features)
        if isinstance(run, StyledRun) else None
        for run in runs
    ])  # fmt: skip


def _parts(looks: Sequence[Look | None]) -> Iterator[list[tuple[int, Look]]]:
    """The runs with words, each with its index, between the line breaks that the writer asked for."""
    part: list[tuple[int, Look]] = []
    for index, look in enumerate(looks):
        if look is None:
            yield part
            part = []
        elif look.text:
            part.append((index, look))
    yield part


@lru_cache(maxsize=512)  # of some 5 kB with their glyphs: thrice what the next clinic asks for again
def _set(
    looks: tuple[Look | None, ...], measure: float, align: str, language: str, book: FontBook, hyphenate: bool,
    hang: float, balance: bool,
) -> _Setting:  # fmt: skip
    setter = _Setter(measure, align, language, book, hyphenate, hang, balance)
    part: list[tuple[int, Look]] = []
    for index, look in enumerate(looks):
        if look is not None and look.text:
            part.append((index, look))
        elif look is None:
            if part:
                setter.add(_ending_in_space(part))
            else:
                setter.add_empty(index)
            part = []
    if part:
        setter.add(part)
    return _Setting(tuple(setter.lines), tuple(setter.begins), tuple(setter.troubles))


def _ending_in_space(part: list[tuple[int, Look]]) -> list[tuple[int, Look]]:
    """A space before a line break that the writer asked for, so that readers do not join the words at its sides."""
    index, look = part[-1]
    return part if look.text[-1].isspace() else [*part[:-1], (index, look._replace(text=look.text + " "))]


class _Setter:
    """Sets the parts of one paragraph, which are what lies between the line breaks that the writer asked for."""

    def __init__(
        self, measure: float, align: str, language: str, book: FontBook, hyphenate: bool, hang: float, balance: bool
    ) -> None:
        self.measure = measure
        self.hang = hang
        self.balance = balance
        self.align = align
        self.language = language
        self.book = book
        self.hyphenate = hyphenate
        self.lines: list[SetLine] = []
        self.begins: list[tuple[int, int]] = []
        self.troubles: list[_Trouble] = []

    def add_empty(self, run: int) -> None:
        """A line without words, where two line breaks follow each other."""
        self.lines.append(SetLine((), 0.0, "", UNPLACED))
        self.begins.append((run, 0))

    def add(self, part: list[tuple[int, Look]]) -> None:
        """Set a part."""
        drawn = draw(part, self.language, self.book)
        result = chunked(drawn, self._opportunities(drawn.text, part[0][0]), self.measure, self.language)
        broken = break_lines(result.chunks, self.measure, self.align == "justify", self.balance)
        self._complain(drawn, result)
        bounds = [0, *(result.ends[after - 1] for after in broken)]
        base = paragraph_level(drawn.text, self.language)
        align = self.align if base == base_level(self.language) else _OTHER_SIDE.get(self.align, self.align)
        for (begin, end), after in zip(pairwise(bounds), broken, strict=True):
            last = after == len(result.chunks)
            line = Line(
                drawn.text, begin, end, not last and result.chunks[after - 1].hyphen > 0,
                self.measure, align, last, base, self.hang,
            )  # fmt: skip
            self.lines.append(set_line(line, drawn.between(begin, end), self.language))
            self.begins.append(drawn.source(begin))

    def _opportunities(self, text: str, run: int) -> list[Opportunity]:
        if not self.hyphenate:
            return opportunities(text)
        if not has_patterns(self.language):
            message = f"words in the language “{self.language}” cannot be divided; lines break between words only"
            hints = ("set `hyphenate: false`, or put soft hyphens (U+00AD) into long words",)
            self.troubles.append(_Trouble(Severity.NOTE, "no-hyphenation", message, hints, run, 0, 1))
            return opportunities(text)
        return opportunities(text, lambda word: hyphen_points(word, self.language))

    def _complain(self, drawn: DrawnText, result: Chunked) -> None:
        for run, offset, char in drawn.missing:
            message, hints = missing_message(char)
            self.troubles.append(_Trouble(Severity.ERROR, "missing-glyph", message, hints, run, offset, 1))
        hints = ("put a soft hyphen (U+00AD) where it may be divided, or give a long address as a link with words",)
        for begin, end in result.overlong:
            word = drawn.text[begin:end]
            shown = word if len(word) <= 40 else word[:39] + "…"
            message = f"“{shown}” is wider than its column and was divided"
            run, offset = drawn.source(begin)
            self.troubles.append(_Trouble(Severity.NOTE, "overlong-word", message, hints, run, offset, len(word)))
