"""The blocks of two files come in; those that stand or are read elsewhere, with the same words, go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from foldwell.checks.blocks import Block, Place

FIRST = 6  # words that tell which block is meant
ALMOST = 0.7  # of the words: a block that stands elsewhere with so many of them has moved
TELLING = 4  # words: shorter blocks are alike by chance
MANY = 40_000  # pairs of blocks that are weighed: more would take seconds, and such files have little in common

Opcode = tuple[str, int, int, int, int]  # as difflib has it: what happened, from where to where in old, and in new


class Move(Struct, frozen=True):
    """What stands elsewhere with the same words: headings, or the first words; `reordered` where it is read at another
    time, and not just printed at another place."""

    what: tuple[str, ...]
    before: Place
    after: Place
    reordered: bool


def moved_pairs(before: list[Block], after: list[Block], opcodes: list[Opcode]) -> dict[int, int]:
    """Blocks that were taken out at one place and put in at another, old index to new index: word for word, or with
    little changed (a citation's number)."""
    homes: dict[tuple[str, ...], list[int]] = {}
    for _, _, _, start, end in opcodes:
        for index in range(start, end):
            homes.setdefault(after[index].words, []).append(index)
    pairs: dict[int, int] = {}
    for _, start, end, _, _ in opcodes:
        for index in range(start, end):
            found = homes.get(before[index].words)
            if found:
                pairs[index] = found.pop(0)
    free = {index: number for number, code in enumerate(opcodes) for index in range(code[3], code[4])}
    for index in pairs.values():
        del free[index]
    gone = [(index, number) for number, code in enumerate(opcodes) for index in range(code[1], code[2])]
    for index, number in gone if len(gone) * len(free) <= MANY else ():
        if index in pairs or len(before[index].words) < TELLING:
            continue
        near = (new for new in free if free[new] != number and likeness(before[index], after[new]) >= ALMOST)
        new = next(near, None)
        if new is not None:
            pairs[index] = new
            del free[new]
    return pairs


def likeness(old: Block, new: Block) -> float:
    """How many of the words both blocks have, from 0 to 1, whatever their order."""
    return 2 * (Counter(old.words) & Counter(new.words)).total() / (len(old.words) + len(new.words))


def moved_together(before: list[Block], after: list[Block], pairs: dict[int, int]) -> Iterator[Move]:
    """Moved blocks that moved together, told as one."""
    run: list[int] = []
    for index in sorted(pairs):
        if run and (index != run[-1] + 1 or pairs[index] != pairs[run[-1]] + 1):
            yield _run(before, after, run, pairs)
            run = []
        run.append(index)
    if run:
        yield _run(before, after, run, pairs)


def _run(before: list[Block], after: list[Block], run: list[int], pairs: dict[int, int]) -> Move:
    headings = tuple(" ".join(before[index].words) for index in run if before[index].is_heading)
    what = headings or (_first_words(before[run[0]]),)
    return Move(what, before[run[0]].place, after[pairs[run[0]]].place, reordered=True)


def moved_in_place(before: list[Block], after: list[Block], told: set[str]) -> Iterator[Move]:
    """Headings, and panels that begin without one, which are read when they were but stand on another panel."""
    was, now = dict(_landmarks(before)), dict(_landmarks(after))
    moves: dict[tuple[Place, Place], list[str]] = {}
    for name, place in was.items():
        if name in now and now[name] != place and name not in told:
            moves.setdefault((place, now[name]), []).append(name)
    for (place, other), names in moves.items():
        yield Move(tuple(names), place, other, reordered=False)


def _landmarks(blocks: list[Block]) -> Iterator[tuple[str, Place]]:
    """By what one knows a panel again, where it is there once: its headings, and its first words without any."""
    headings = [block for block in blocks if block.is_heading]
    headed = {block.place for block in headings}
    firsts = {block.place: block for block in reversed(blocks) if block.place not in headed}
    marks = [(" ".join(block.words), block.place) for block in headings]
    marks += [(_first_words(block), place) for place, block in sorted(firsts.items())]
    times = Counter(name for name, _ in marks)
    yield from ((name, place) for name, place in marks if times[name] == 1)


def _first_words(block: Block) -> str:
    """The words by which a block is known."""
    return " ".join(block.words[:FIRST]) + (" …" if len(block.words) > FIRST else "")
