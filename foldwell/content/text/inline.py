"""Words with variables filled in come in; paragraphs of runs go out: emphasis, links, citations, symbols, line breaks.

Every run knows the place in the YAML where it begins, and where each further line of the YAML that it covers begins.
Results are remembered by the words, their place and the numbers of their citations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.content.languages import Habits, interface
from foldwell.content.models.located import Prose
from foldwell.content.text.paragraphs import Paragraph, Piece
from foldwell.content.text.runs import Break, Inline, Run, runs
from foldwell.content.text.typographer import OPAQUE, typeset
from foldwell.content.text.variables import Filled
from foldwell.diagnostics import Diagnostic, Sink, Span

LONGEST = 20_000  # characters of one text; far more than a sheet holds
ROOM = 512  # texts of some 1 kB with the places of their words: all brochures of a clinic

Numbering = Callable[[str, Span, Sink], int]  # a source's id and where it is cited → its number


class _Parsed(Struct, frozen=True):
    """Paragraphs without the numbers of their citations, what is cited, and what there was to complain of."""

    paragraphs: tuple[Inline, ...]
    cited: tuple[tuple[str, Span], ...]
    complaints: tuple[Diagnostic, ...]
    numbered: dict[tuple[int, ...], tuple[Inline, ...]] = field(default_factory=dict)


_parsed: dict[tuple[Filled, str, bool, bool], _Parsed] = {}


def parse_inline(
    filled: Filled, language: str, numbering: Numbering, sink: Sink, *, ranges: bool = True, links: bool = True
) -> tuple[Inline, ...]:
    """The paragraphs of a text; a blank line parts them, a single line end is a space.

    `numbering` is called for each citation in reading order and gives its number. `ranges` and `links` say whether
    7-10 becomes 7–10 and whether addresses become links. Complaints: `block-in-text`, `link-address`, `citation-form`,
    `stray-mark`, `cite-after-number`, `text-size`.
    """
    key = (filled, language, ranges, links)
    parsed = _parsed.pop(key, None) or _parse(filled, interface(language).habits, ranges, links)
    _parsed[key] = parsed  # behind all others: the first is the one that was asked for longest ago
    if len(_parsed) > ROOM:
        del _parsed[next(iter(_parsed))]
    if parsed.complaints:
        sink.extend(parsed.complaints)
    if not parsed.cited:
        return parsed.paragraphs
    numbers = tuple(numbering(source, span, sink) for source, span in parsed.cited)
    if numbers not in parsed.numbered:
        parsed.numbered[numbers] = _with_numbers(parsed.paragraphs, iter(numbers))
    return parsed.numbered[numbers]


def _with_numbers(paragraphs: tuple[Inline, ...], numbers: Iterator[int]) -> tuple[Inline, ...]:
    def numbered(part: Run | Break) -> Run | Break:
        is_number = isinstance(part, Run) and part.role == "cite" and part.target is not None
        return replace(part, text=str(next(numbers))) if is_number and isinstance(part, Run) else part

    return tuple(tuple(numbered(part) for part in paragraph) for paragraph in paragraphs)


def _parse(filled: Filled, habits: Habits, ranges: bool, links: bool) -> _Parsed:
    sink = Sink()
    if len(filled.text) > LONGEST:
        message = f"this text is {len(filled.text):,} characters long, and a text may have {LONGEST:,}"
        sink.error("text-size", message, filled.prose.span, "divide it into several blocks")
        return _Parsed((), (), tuple(sink.found))
    paragraphs: list[Inline] = []
    lines, sources = filled.text.split("\n"), filled.prose.text.split("\n")
    begin = 0
    for end in range(len(lines) + 1):
        if end == len(lines) or not lines[end].strip():
            if begin < end:
                paragraph = Paragraph(filled, sources, begin, sink, links)
                paragraph.read(lines[begin:end])
                found = _as_runs(_typeset(paragraph.pieces, habits, ranges), filled.prose)
                paragraphs.extend([found] if found else [])
            begin = end + 1
    cited = tuple(
        (run.target, run.span)
        for paragraph in paragraphs
        for run in runs(paragraph)
        if run.role == "cite" and run.target is not None
    )
    return _Parsed(tuple(paragraphs), cited, tuple(sink.found))


def _typeset(pieces: list[Piece | None], habits: Habits, ranges: bool) -> list[Piece | None]:
    def shown(piece: Piece | None) -> tuple[str, bool]:
        if piece is None:
            return "\n", True
        return (OPAQUE, True) if piece.role == "cite" else (piece.text, piece.fixed)

    texts = typeset([shown(piece) for piece in pieces], habits, ranges=ranges)
    return [
        piece if piece is None or piece.fixed or piece.text == text else replace(piece, text=text)
        for piece, text in zip(pieces, texts, strict=True)
        if piece is None or text
    ]


def _as_runs(pieces: list[Piece | None], prose: Prose) -> Inline:
    """Pieces of one look joined into runs."""
    parts: list[Run | Break] = []
    last: Piece | None = None
    for piece in pieces:
        before = parts[-1] if parts else None
        if piece is None:
            parts.append(Break(before.span if isinstance(before, Run) else prose.span))
        elif last is not None and isinstance(before, Run) and last.looks_like(piece):
            place = prose.node.place(piece.row, piece.column)
            further = () if piece.row == last.row else ((len(before.text), place.line, place.column),)
            parts[-1] = replace(before, text=before.text + piece.text, rows=before.rows + further)
        else:
            parts.append(_as_run(piece, prose))
        last = piece
    return tuple(parts)


def _as_run(piece: Piece, prose: Prose) -> Run:
    width = len(piece.text) if piece.target is None else len(piece.target) + 1  # a citation is written @id
    span = prose.node.place(piece.row, piece.column, max(1, width))
    look = (piece.strong, piece.emphasis, piece.position, piece.link, piece.group)
    return Run(piece.text, span, *look, piece.role, piece.target)
