"""The texture of text: a laid-out document comes in; what catches the eye instead of the words goes out as notes.

White streaks through a paragraph (rivers), line ends that stand like rungs (ladders), the same word twice at one edge
(stacks), and a last line that is one short word. The breaker cannot always avoid them; a writer can, by a word more or
less. Small print is left alone: sources are quoted as they are, and nobody reads them for pleasure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import Literal

from msgspec import Struct

from foldwell.checks.reading import INLINE
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Document, Panel, Text
from foldwell.type.opportunities import BREAKING_SPACES, SOFT_HYPHEN

# In ragged text the spaces keep their width, about a quarter of an em and narrower than the white between lines. Four
# that meet by chance are not seen as one shape by somebody who looks at the page; five may be. Two that overlap by less
# than half are closed by the letters at their sides.
RIVER_LINES = 5
RIVER_OVERLAP = 0.5  # of the narrower space
STACK_LETTERS = 6  # shorter words (you, have, which) stand above each other all the time, and are not seen
STACK_LINES = 3  # except when there are three of them
STRAY_LINES = 3  # lines of a paragraph whose last may not be one short word; two lines are read at a glance
STRAY_PART = 0.2  # of the widest line
SMALL_PRINT = 10.0  # points
SAME_LINE = 0.6  # parts of the size by which baselines of one line may differ; superscripts rise by a third
HYPHENS = ("-", "\u2010", SOFT_HYPHEN)
_EDGES = "“”‘’\"'()[].,;:!?…"

Kind = Literal["river", "ladder", "stack", "stray"]
Line = tuple[Text, ...]


class Flaw(Struct, frozen=True):
    """What is wrong with a paragraph's texture: how many lines it takes, the word it is about, and where it begins."""

    kind: Kind
    lines: int
    word: str
    span: Span


def check_texture(document: Document, layout: str, sink: Sink) -> None:
    """Note each flaw (`texture`) with the paragraph's place in the YAML; `layout` is the layout's name."""
    for flaw in flaws_of(document):
        sink.note("texture", f"in the {layout}, {_told(flaw)}", flaw.span,
                  "reword the paragraph: a word more or less before this place is enough")  # fmt: skip


def flaws_of(document: Document) -> Iterator[Flaw]:
    """All flaws of all paragraphs, in the order of the panels."""
    for panel in document.panels():
        for lines in paragraphs_of(document, panel):
            if max(item.size for line in lines for item in line) >= SMALL_PRINT:
                yield from _flaws(lines)


def paragraphs_of(document: Document, panel: Panel) -> list[list[Line]]:
    """The lines of each paragraph, heading, item and cell on a panel; one that runs over two columns counts as two.

    Superscripts stand in their lines.
    """
    blocks: dict[int, list[list[list[Text]]]] = {}
    for item in panel.items:
        if not isinstance(item, Text) or item.element is None:
            continue
        columns = blocks.setdefault(_block_of(document, item.element), [[]])
        line = columns[-1][-1] if columns[-1] else None
        down = item.baseline - line[0].baseline if line else inf
        if line is not None and abs(down) < SAME_LINE * line[0].size:
            line.append(item)
        elif down > 0:
            columns[-1].append([item])
        else:
            columns.append([[item]])
    return [[tuple(line) for line in lines] for columns in blocks.values() for lines in columns]


def _block_of(document: Document, element: int) -> int:
    while document.elements[element].role in INLINE:
        element = document.elements[element].parent or 0
    return element


def _flaws(lines: Sequence[Line]) -> Iterator[Flaw]:
    yield from _rivers(lines)
    yield from _ladders(lines)
    yield from _stacks(lines, lambda words: words[0])
    yield from _stacks(lines, lambda words: words[-1])
    last = _words(lines[-1])
    widest = max(_right(line) - _left(line) for line in lines)
    short = _right(lines[-1]) - _left(lines[-1]) < STRAY_PART * widest
    if len(lines) >= STRAY_LINES and len(last) == 1 and short:
        yield Flaw("stray", 1, last[0], lines[-1][0].span)


def _rivers(lines: Sequence[Line]) -> Iterator[Flaw]:
    """Runs of spaces one under the other; each space goes on the longest run that ends above it."""
    running: list[tuple[float, float, int]] = []  # the spaces of the line before: left, right, lines so far
    for number, line in enumerate([*lines, ()]):
        here = [(left, right, 1 + _run_above(left, right, running)) for left, right in _spaces(line)]
        for left, right, count in running:
            if count >= RIVER_LINES and not any(_under(left, right, space) for space in here):
                first = lines[number - count]
                yield Flaw("river", count, "", first[0].span)
        running = here


def _run_above(left: float, right: float, above: Sequence[tuple[float, float, int]]) -> int:
    return max((space[2] for space in above if _under(left, right, space)), default=0)


def _under(left: float, right: float, space: tuple[float, float, int]) -> bool:
    shared = min(right, space[1]) - max(left, space[0])
    return shared >= RIVER_OVERLAP * min(right - left, space[1] - space[0]) > 0


def _spaces(line: Line) -> list[tuple[float, float]]:
    """From where to where each space between two words goes; those at the line's ends are not seen."""
    ends = _right(line) if line else 0.0
    found: list[tuple[float, float]] = []
    for item in line:
        pen = item.rect.x
        for glyph in item.glyphs:
            if glyph.text in BREAKING_SPACES and glyph.text and item.rect.x <= pen < ends - 0.01:
                found.append((pen, pen + glyph.advance))
            pen += glyph.advance
    return [space for space in found if space[0] > _left(line)]


def _ladders(lines: Sequence[Line]) -> Iterator[Flaw]:
    rungs = [_said(line).endswith(HYPHENS) for line in lines]
    for number, (one, other) in enumerate(pairwise(rungs)):
        if one and other:
            yield Flaw("ladder", 2, "", lines[number][0].span)


def _stacks(lines: Sequence[Line], edge: Callable[[list[str]], str]) -> Iterator[Flaw]:
    """Runs of lines with the same word at one edge."""
    words = [edge(_words(line) or [""]).strip(_EDGES).casefold() for line in lines]
    begin = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and words[end] == words[begin]:
            continue
        count, letters = end - begin, sum(map(str.isalpha, words[begin]))
        if count >= (2 if letters >= STACK_LETTERS else STACK_LINES) and letters:
            yield Flaw("stack", count, words[begin], lines[begin][0].span)
        begin = end


def _said(line: Line) -> str:
    return "".join(item.text for item in line).rstrip(BREAKING_SPACES)


def _words(line: Line) -> list[str]:
    """The line's words; the numbers of citations, which are raised and smaller, belong to none."""
    size = max(item.size for item in line)
    return "".join(item.text for item in line if item.size > 0.9 * size).split()


def _left(line: Line) -> float:
    return min(item.rect.x for item in line)


def _right(line: Line) -> float:
    return max(item.rect.right for item in line)


def _told(flaw: Flaw) -> str:
    match flaw.kind:
        case "river":
            return f"the spaces of {flaw.lines} lines stand under each other and draw a white streak through the text"
        case "ladder":
            return "two lines running end in a hyphen"
        case "stack":
            return f"{flaw.lines} lines running have “{flaw.word}” at the same edge"
        case "stray":
            return f"a paragraph ends with “{flaw.word}” alone on its last line"
