"""What two files say comes in; words added and removed, and what moved, go out in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from foldwell.checks.blocks import Block, Place, Reading
from foldwell.checks.words import LINE_END
from foldwell.editions.diff_moves import Move, Opcode, likeness, moved_in_place, moved_pairs, moved_together

AROUND = 6  # words that are shown on each side of a change
HALF = 0.5  # of the words: two blocks that have so many in common are one block, changed
LONGEST = 4000  # words that are compared one by one: more would take minutes, and nobody would read it

Kind = Literal["same", "added", "removed"]


class Piece(Struct, frozen=True):
    """Some words of a change, and what became of them."""

    kind: Kind
    text: str


class Change(Struct, frozen=True):
    """Words that changed: the heading they stand under, their place in the newer file (or where they stood)."""

    heading: str
    place: Place
    pieces: tuple[Piece, ...]


class WordChanges(Struct, frozen=True):
    """All that is read differently in two files."""

    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    added: int
    removed: int
    links_added: tuple[str, ...]
    links_removed: tuple[str, ...]
    title: tuple[str, str] | None

    def __bool__(self) -> bool:
        return bool(self.changes or self.moves or self.links_added or self.links_removed or self.title)


def compare_words(old: Reading, new: Reading) -> WordChanges:
    """What one has to read differently in the newer file."""
    before, after = _settled(old.blocks, new.blocks), _settled(new.blocks, old.blocks)
    matched = SequenceMatcher(None, [b.words for b in before], [b.words for b in after], autojunk=False)
    opcodes: list[Opcode] = [code for code in matched.get_opcodes() if code[0] != "equal"]
    pairs = moved_pairs(before, after, opcodes)
    changes = tuple(_changes(before, after, opcodes, pairs))
    runs = list(moved_together(before, after, pairs))
    told = {word for run in runs for word in run.what}
    gone, come = Counter(old.links) - Counter(new.links), Counter(new.links) - Counter(old.links)
    return WordChanges(
        changes,
        (*runs, *moved_in_place(before, after, told)),
        sum(_count(change, "added") for change in changes),
        sum(_count(change, "removed") for change in changes),
        tuple(come.elements()),
        tuple(gone.elements()),
        (old.title, new.title) if old.title != new.title else None,
    )


def _count(change: Change, kind: Kind) -> int:
    return sum(len(piece.text.split()) for piece in change.pieces if piece.kind == kind)


def _settled(blocks: Sequence[Block], others: Sequence[Block]) -> list[Block]:
    """The blocks with the hyphens at the ends of lines settled: a word may be broken in one file, and whole in another.

    pdfium does not tell whether such a hyphen is the word's own; how the word is spelt elsewhere does.
    """
    known = {word for block in (*others, *blocks) for word in block.words if LINE_END not in word}
    return [
        Block(block.role, tuple(_settle(word, known) for word in block.words), block.place)
        if any(LINE_END in word for word in block.words) else block
        for block in blocks
    ]  # fmt: skip


def _settle(word: str, known: set[str]) -> str:
    whole = word.replace(LINE_END, "")
    return whole if whole in known else word.replace(LINE_END, "-")


def _changes(before: list[Block], after: list[Block], opcodes: list[Opcode], pairs: dict[int, int]) -> Iterator[Change]:
    arrived = {new: old for old, new in pairs.items()}
    for _, start, end, begin, stop in opcodes:
        gone = [index for index in range(start, end) if index not in pairs]
        come = [index for index in range(begin, stop) if index not in arrived]
        moved = [([arrived[index]], [index]) for index in range(begin, stop) if index in arrived]
        parted = _words(before, gone) == _words(after, come)  # the same words in other paragraphs
        for old, new in (*(() if parted else _alike(before, after, gone, come)), *moved):
            pieces = _shortened(_pieces(_words(before, old), _words(after, new)))
            if any(piece.kind != "same" for piece in pieces):
                blocks, first = (after, new[0]) if new else (before, old[0])
                yield Change(_heading(blocks, first), blocks[first].place, pieces)


def _alike(
    before: list[Block], after: list[Block], gone: list[int], come: list[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Old blocks beside the new ones that took their place, in reading order: at least half of the words are the same.

    What has no such counterpart comes together with its neighbours that have none either.
    """
    left, new = gone, list[int]()
    few = len(gone) * len(come) <= LONGEST
    for index in come:
        place = next((n for n, old in enumerate(left) if few and likeness(before[old], after[index]) >= HALF), None)
        if place is None:
            new.append(index)
            continue
        yield left[:place], new
        yield [left[place]], [index]
        left, new = left[place + 1 :], []
    yield left, new


def _words(blocks: list[Block], indexes: list[int]) -> list[str]:
    return [word for index in indexes for word in blocks[index].words]


def _heading(blocks: list[Block], index: int) -> str:
    """The heading that a block stands under; nothing for what stands above all headings."""
    above = (block for block in reversed(blocks[: index + 1]) if block.is_heading)
    return " ".join(next((block.words for block in above), ()))


def _pieces(old: list[str], new: list[str]) -> list[tuple[Kind, list[str]]]:
    """Both texts as one, word by word. A single word that both have is no reason to part two changes."""
    if len(old) + len(new) > LONGEST:
        return _without_empty([("removed", old), ("added", new)])
    matched = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[tuple[Kind, list[str]]] = []
    gone: list[str] = []
    come: list[str] = []
    opcodes = matched.get_opcodes()
    for number, (kind, start, end, begin, stop) in enumerate(opcodes):
        lonely = kind == "equal" and end - start == 1 and 0 < number < len(opcodes) - 1
        if kind == "equal" and not lonely:
            pieces += [("removed", gone), ("added", come), ("same", old[start:end])]
            gone, come = [], []
        else:
            gone, come = gone + old[start:end], come + new[begin:stop]
    return _without_empty([*pieces, ("removed", gone), ("added", come)])


def _without_empty(pieces: Iterable[tuple[Kind, list[str]]]) -> list[tuple[Kind, list[str]]]:
    return [piece for piece in pieces if piece[1]]


def _shortened(pieces: list[tuple[Kind, list[str]]]) -> tuple[Piece, ...]:
    """The pieces with as many of the unchanged words as one needs to find the place."""
    shown = []
    for number, (kind, words) in enumerate(pieces):
        head = words[:AROUND] if number else []
        tail = words[-AROUND:] if number < len(pieces) - 1 else []
        if kind == "same" and len(words) > len(head) + len(tail):
            shown.append(Piece(kind, " ".join([*head, "…", *tail])))
        else:
            shown.append(Piece(kind, " ".join(words)))
    return tuple(shown)
