"""A text like one that was read before, and that one's tree, come in; its tree goes out, with the very same nodes for
what has not changed. None goes out where a text must be read as a whole.

The text is cut at the keys that begin in its first column, and a changed piece at the keys one level in. A piece in the
same words on the same line means the same as before: a key in its own column ends whatever stands above it, unless that
is a quoted text or a list in brackets, and such a piece cannot be read by itself. Anything unusual (a tab, dashes, a
quoted key, a key that stands twice, …) is left to those who read the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from foldwell.content.reading.nodes import Mapping, Node, Scalar
from foldwell.diagnostics import Span

Entry = tuple[Scalar, Node]
MOST = 50  # places; where more have changed, to read the whole takes less time

_KEY = re.compile(r" *([A-Za-z_][A-Za-z0-9_-]{0,99}):(?=[ \n]|\Z)")
_NOTHING = re.compile(r"(?: *(?:#[^\n]*)?\n)*")  # blank lines and comments
# A key with nothing behind it, and the indentation of what stands below it.
_HEAD = re.compile(rf"[^:]*:(?: *| +#[^\n]*)\n{_NOTHING.pattern}(?P<indent> +)(?=[^ \n#])")


class Earlier(Struct, frozen=True):
    """A text, and the tree that it was read into without any complaint."""

    text: str
    root: Mapping


class Piece(NamedTuple):
    """A key with all that belongs to it: its line (from 0), the name of the key that it stands under, and the text."""

    line: int
    under: str
    name: str
    text: str


def reread(text: str, earlier: Earlier, read: Callable[[Piece], Node | None]) -> Mapping | None:
    """The tree of a text; `read` reads a part of it, and gives None where there is anything to complain of."""
    pieces, known = _pieces(text), _paired(_pieces(earlier.text), earlier.root)
    if not pieces or not known:
        return None
    divided = _divisions((piece for piece in pieces if piece not in known), known)
    parts = (part for piece in pieces for part in divided.get(piece, (piece,)))
    runs = list(_runs(part for part in parts if part not in known))
    if len(runs) > MOST:
        return None
    for run in runs:
        found = _paired(run, read(run[0]._replace(text="".join(piece.text for piece in run))))
        if not found:
            return None
        known.update(found)
    return _mapping(_entry(piece, divided.get(piece), known) for piece in pieces)


def _entry(piece: Piece, parts: tuple[Piece, ...] | None, known: dict[Piece, Entry]) -> Entry:
    """What a piece was read into, or its parts: the first of them is its key."""
    if parts is None:
        return known[piece]
    head, *inside = map(known.__getitem__, parts)
    return head[0], _mapping(inside)


def _divisions(changed: Iterable[Piece], known: dict[Piece, Entry]) -> dict[Piece, tuple[Piece, ...]]:
    """How changed pieces are divided of which a part is as it was; what such parts were read into joins `known`."""
    before = {piece.name: piece for piece in known}
    divided: dict[Piece, tuple[Piece, ...]] = {}
    for piece in changed:
        old = before.get(piece.name)
        parts, old_parts = _divide(piece), _divide(old) if old else ()
        value = known[old][1] if old else None
        of_parts = _paired(old_parts[1:], value)
        if old and any(part in of_parts for part in parts[1:]):
            divided[piece] = parts
            known.update({old_parts[0]: known[old], **of_parts})
    return divided


def _runs(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces on the same level that follow on each other in the text, which are quicker to read in one go."""
    run: list[Piece] = []
    end = 0
    for piece in pieces:
        if run and (piece.line, piece.under) != (end, run[0].under):
            yield tuple(run)
            run = []
        run.append(piece)
        end = piece.line + piece.text.count("\n")
    if run:
        yield tuple(run)


def _divide(piece: Piece) -> tuple[Piece, ...]:
    """A piece whose value is keys: what stands before the first of them, and a piece for each; else nothing."""
    head = _HEAD.match(piece.text)
    if head is None:
        return ()
    indent = len(head["indent"])
    begin = head.end() - indent
    above = piece.text[:begin]
    parts = _pieces(piece.text[begin:], piece.line + above.count("\n"), piece.name, indent)
    return (piece._replace(text=above), *parts) if parts else ()


@lru_cache(maxsize=16)  # the earlier text was the new one before
def _pieces(text: str, line: int = 0, under: str = "", indent: int = 0) -> tuple[Piece, ...]:
    """The keys of a text that begin in a column, each with what belongs to it; none where that cannot be told."""
    cuts = [found.span() for found in _beginnings(indent).finditer("\n" + text)]
    places = [begin for begin, end in cuts if end - begin == indent + 1]
    if not places or len(places) < len(cuts) or "\t" in text or not _NOTHING.fullmatch(text, 0, places[0]):
        return ()
    line += text.count("\n", 0, places[0])
    pieces = []
    for begin, end in zip(places, [*places[1:], len(text)], strict=True):
        key = _KEY.match(text, begin)
        if key is None:
            return ()
        pieces.append(Piece(line, under, key[1], text[begin:end]))
        line += text.count("\n", begin, end)
    return tuple(pieces) if len({piece.name for piece in pieces}) == len(pieces) else ()


@cache
def _beginnings(indent: int) -> re.Pattern[str]:
    """Lines that are indented no further, apart from comments."""
    return re.compile(rf"\n {{0,{indent}}}(?=[^ \n#])")


def _paired(pieces: tuple[Piece, ...], mapping: Node | None) -> dict[Piece, Entry]:
    """Pieces with what they were read into; none where these are not the same keys on the same lines."""
    if not isinstance(mapping, Mapping):
        return {}
    if [(piece.name, piece.line + 1) for piece in pieces] != [(key.text, key.span.line) for key, _ in mapping]:
        return {}
    return dict(zip(pieces, mapping.entries, strict=True))


def _mapping(entries: Iterable[Entry]) -> Mapping:
    """Keys and values as one mapping, which stands where its first key does."""
    found = tuple(entries)
    first = found[0][0].span
    return Mapping(found, Span(first.path, first.line, first.column))
