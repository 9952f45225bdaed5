"""Breaking paragraphs into lines by total fit: boxes with glue and penalties come in, the ends of the lines go out.

After Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11
(1981): every way of breaking the paragraph is weighed as a whole, and the one with the least demerits is taken. Here a
box, the glue after it and the penalty of ending a line there are one Chunk.

Ragged text: the fewest lines that hold the words, and among those the least raggedness, which is the sum of the squared
shortfalls. The last line is free, unless it is a single word or very short; in a heading, which is to be balanced, it
counts like the others, and no word that a line can hold is parted at its own hyphen. Justified text: demerits are
Knuth and Plass's, from the ratio by which a line's glue is stretched or shrunk, in passes with growing tolerance.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import inf

from msgspec import Struct
from msgspec.structs import replace

SLACK = 0.01  # points by which a line may be too long: rounding, far under what can be seen
ONE_WORD = 30.0  # a last line of one word; as a line that is 55 % short, less as it comes nearer to this part:
ONE_PART = 0.6
SHORT_LAST = 8.0  # a last line of hardly any width, less as it comes nearer to this part of the measure:
SHORT_PART = 0.3
TWO_HYPHENS = 10.0  # two lines running that end in a hyphen
IN_HEADING = 2000.0  # a heading's line that ends inside a word that no line holds: as twenty empty lines
ENDS = 24  # ends weighed for each line, from the farthest back; a line of words has fewer
OVERFULL = 1e6  # a box that is wider than its line; it stands alone

STRETCH, SHRINK = 0.5, 0.33  # parts of a space by which justified text may widen or narrow it (Knuth's cmr10: 1/2, 1/3)
TOLERANCES = (1.6, 4.0, inf)  # greatest stretch ratios, pass by pass
BAD = 1e4  # badness beyond which nothing gets worse


class Chunk(Struct, frozen=True):
    """A box of `width` points, of which `inner` are spaces inside; then a space, where a line may end at a penalty.

    `hyphen` is the width of the hyphen that is put in where a line ends here (0: none).
    """

    width: float
    space: float = 0.0
    penalty: float = 0.0
    hyphen: float = 0.0
    inner: float = 0.0


class Paragraph:
    """Chunks and the measure of the lines (points), with what it costs to set some of them as a line.

    With `balance`, a last line that falls short costs what any other does.
    """

    def __init__(self, chunks: Sequence[Chunk], measure: float, balance: bool = False) -> None:
        self.chunks = chunks
        self.balance = balance
        self.measure = max(measure, 1e-3)
        spaces = [0.0, *accumulate(chunk.width + chunk.space for chunk in chunks)]
        glue = [0.0, *accumulate(chunk.inner + chunk.space for chunk in chunks)]
        self.begins = spaces[:-1]
        self.ends = [begin + chunk.width for begin, chunk in zip(spaces, chunks, strict=False)]
        self._glue_begins = glue[:-1]
        self._glue_ends = [begin + chunk.inner for begin, chunk in zip(glue, chunks, strict=False)]

    def natural(self, first: int, last: int) -> float:
        """The width of the chunks `first` to `last` as one line, hyphen included."""
        return self.ends[last] + self.chunks[last].hyphen - self.begins[first]

    def glue(self, first: int, last: int) -> float:
        """The width of the spaces inside that line."""
        return self._glue_ends[last] - self._glue_begins[first]

    def _common(self, first: int, last: int) -> float:
        """What ragged and justified lines pay alike."""
        chunks = self.chunks
        if last == len(chunks) - 1:
            if first == 0 or self.glue(first, last) > 0.0:
                return 0.0
            return ONE_WORD * max(0.0, 1.0 - self.natural(first, last) / (ONE_PART * self.measure))
        twice = first > 0 and chunks[last].hyphen and chunks[first - 1].hyphen
        return chunks[last].penalty + (TWO_HYPHENS if twice else 0.0)

    def ragged(self, first: int, last: int) -> float:
        """The cost of a ragged line: the square of its shortfall in tenths of the measure, and penalties."""
        natural = self.natural(first, last)
        if natural > self.measure + SLACK:
            return OVERFULL if first == last else inf
        cost = self._common(first, last)
        if last < len(self.chunks) - 1 or self.balance:
            torn = self.balance and last < len(self.chunks) - 1 and self.chunks[last].space == 0
            return cost + 100.0 * (1.0 - natural / self.measure) ** 2 + (IN_HEADING if torn else 0.0)
        part = natural / self.measure
        if first > 0 and part < SHORT_PART:
            cost += SHORT_LAST * (1.0 - part / SHORT_PART)
        return cost

    def justified(self, first: int, last: int, tolerance: float) -> float:
        """The demerits of a justified line (Knuth and Plass, p. 1128); infinite where the ratio is out of bounds."""
        missing = self.measure - self.natural(first, last)
        glue = self.glue(first, last)
        if missing < -SLACK - SHRINK * glue:
            return OVERFULL**2 if first == last else inf
        if missing < 0:
            badness = 100.0 * (-missing / (SHRINK * glue)) ** 3 if glue > 0 else 0.0
        elif last == len(self.chunks) - 1:
            badness = 0.0  # the last line's glue stretches for nothing
        else:
            ratio = missing / (STRETCH * glue) if glue > 0 else (inf if missing > SLACK else 0.0)
            if ratio > tolerance:
                return inf
            badness = min(100.0 * ratio**3, BAD)
        return (1.0 + badness + 10.0 * self._common(first, last)) ** 2

    def reach(self, first: int, shrink: float) -> int:
        """The last chunk that may be on a line if it begins with `first`, hyphens left aside; at least `first`."""
        limit = self.measure + SLACK + self.begins[first]
        last = first
        while last + 1 < len(self.chunks) and self._shrunk_end(first, last + 1, shrink) <= limit:
            last += 1
        return last

    def _shrunk_end(self, first: int, last: int, shrink: float) -> float:
        return self.ends[last] - (shrink * self.glue(first, last) if shrink else 0.0)

    def floors(self) -> list[int]:
        """For the fewest lines: the least chunk that each line may begin with so that the rest fits.

        Found from the end of the paragraph, after a greedy pass has counted the lines.
        """
        first, lines = 0, 0
        while first < len(self.chunks):
            last = self.reach(first, 0.0)
            while last > first and self.natural(first, last) > self.measure + SLACK:
                last -= 1
            first, lines = last + 1, lines + 1
        floors = [0] * (lines + 1)
        floors[lines] = len(self.chunks)
        for line in range(lines - 1, -1, -1):
            begin = floors[line + 1] - 1
            end = self.ends[begin]
            while begin > 0 and end - self.begins[begin - 1] <= self.measure + SLACK:
                begin -= 1
            floors[line] = max(begin, 0)
        return floors


def break_lines(chunks: Sequence[Chunk], measure: float, justify: bool = False, balance: bool = False) -> list[int]:
    """The number of the chunk after each line's last; never fails.

    A chunk that is wider than the measure (points) stands alone on a line. `balance` is for ragged lines: it makes them
    all as long as each other, as far as that can be had.
    """
    if not chunks:
        return []
    if balance and not justify:
        words, numbers = _whole_words(chunks, measure)
        return [numbers[after - 1] for after in _ragged(Paragraph(words, measure, balance))]
    paragraph = Paragraph(chunks, measure, balance)
    if not justify:
        return _ragged(paragraph)
    return next(ends for tolerance in TOLERANCES if (ends := _justified(paragraph, tolerance)) is not None)


def _whole_words(chunks: Sequence[Chunk], measure: float) -> tuple[list[Chunk], list[int]]:
    """The chunks with the parts of each word joined, "off-" and "label", as far as a line holds them; and the number of
    the chunk after each one's last."""
    words: list[Chunk] = []
    ends: list[int] = []
    for number, chunk in enumerate(chunks, 1):
        before = words[-1] if words else None
        if before is not None and before.space == 0 and before.width + chunk.width + chunk.hyphen <= measure + SLACK:
            words[-1] = replace(chunk, width=before.width + chunk.width, inner=before.inner + chunk.inner)
            ends[-1] = number
        else:
            words.append(chunk)
            ends.append(number)
    return words, ends


Steps = list[dict[int, tuple[float, int]]]  # for each line: where it may end → the least cost so far, where it began


def _ragged(paragraph: Paragraph) -> list[int]:
    floors = paragraph.floors()
    count = len(paragraph.chunks)
    frontier = {0: 0.0}
    steps: Steps = []
    for line in range(len(floors) - 1):
        step: dict[int, tuple[float, int]] = {}
        reaches = {first: paragraph.reach(first, 0.0) for first in frontier}
        lowest = max(floors[line + 1] - 1, max(reaches.values()) - ENDS)
        for first, before in frontier.items():
            for last in range(max(first, lowest), reaches[first] + 1):
                cost = before + paragraph.ragged(first, last)
                if cost < inf and (last + 1 not in step or cost < step[last + 1][0]):
                    step[last + 1] = (cost, first)
        steps.append(step)
        frontier = {end: cost for end, (cost, _) in step.items() if end < count}
    return _trace(steps, count, len(steps) - 1)


def _justified(paragraph: Paragraph, tolerance: float) -> list[int] | None:
    count = len(paragraph.chunks)
    frontier = {0: 0.0}
    steps: Steps = []
    best, best_line = inf, -1
    while frontier:
        line = len(steps)
        step: dict[int, tuple[float, int]] = {}
        for first, before in frontier.items():
            for last in range(first, paragraph.reach(first, SHRINK) + 1):
                cost = before + paragraph.justified(first, last, tolerance)
                if cost < best and (last + 1 not in step or cost < step[last + 1][0]):
                    step[last + 1] = (cost, first)
        steps.append(step)
        if count in step and step[count][0] < best:
            best, best_line = step[count][0], line
        frontier = {end: cost for end, (cost, _) in step.items() if end < count}
    return _trace(steps, count, best_line) if best < inf else None


def _trace(steps: Steps, count: int, line: int) -> list[int]:
    ends = [count]
    while line > 0:
        ends.append(steps[line][ends[-1]][1])
        line -= 1
    return ends[::-1]
