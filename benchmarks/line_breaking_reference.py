"""The reference: a paragraph and a cost come in, the best of all ways to break it goes out. Slow, plain and exhaustive.

It shares no line of code with the breaker that is judged: a line's width is added up box by box, every first box is
tried for every last one, and nothing is pruned but lines that are too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.line_breaking_paragraphs import Given
from foldwell.type.breaking import ONE_PART, ONE_WORD, SHORT_LAST, SHORT_PART, SLACK, TWO_HYPHENS

Cost = Callable[[Given, int, int], float]  # of a line from the box `first` to before the box `end`


def shortfall(given: Given, first: int, end: int) -> float:
    """How many points the line falls short of the measure; below 0 where it is too long."""
    line = given.chunks[first:end]
    return given.measure - sum(box.width + box.space for box in line) + line[-1].space - line[-1].hyphen


def raggedness(given: Given, first: int, end: int) -> float:
    """The squared shortfall, in tenths of the measure so that no measure outweighs another; the last line is free."""
    if end == len(given.chunks):
        return 0.0
    return float((10.0 * max(shortfall(given, first, end), 0.0) / given.measure) ** 2)


def all_that_counts(given: Given, first: int, end: int) -> float:
    """Raggedness, and what Foldwell counts besides: unwelcome breaks, a word alone, a short last line, two hyphens."""
    boxes = given.chunks
    cost = raggedness(given, first, end)
    if end < len(boxes):
        twice = first > 0 and boxes[end - 1].hyphen > 0 and boxes[first - 1].hyphen > 0
        return cost + boxes[end - 1].penalty + (TWO_HYPHENS if twice else 0.0)
    if first > 0:
        spaces = sum(box.inner for box in boxes[first:]) + sum(box.space for box in boxes[first:-1])
        part = 1.0 - shortfall(given, first, end) / given.measure
        cost += ONE_WORD * max(0.0, 1.0 - part / ONE_PART) if spaces <= 0 else 0.0
        cost += SHORT_LAST * max(0.0, 1.0 - part / SHORT_PART)
    return cost


def best_breaks(given: Given, cost: Cost) -> list[int]:
    """The box after each line's last, in the fewest lines and with the least cost of these."""
    best = [(0, 0.0, 0)]  # up to each box: lines, cost, and where the last line begins
    for end in range(1, len(given.chunks) + 1):
        best.append(min((best[a][0] + 1, best[a][1] + cost(given, a, end), a) for a in _firsts(given, end)))
    ends = [len(given.chunks)]
    while best[ends[-1]][2] > 0:
        ends.append(best[ends[-1]][2])
    return ends[::-1]


def total(given: Given, ends: list[int], cost: Cost) -> float:
    """What a way of breaking the paragraph costs."""
    return sum(cost(given, first, end) for first, end in zip([0, *ends[:-1]], ends, strict=True))


def _firsts(given: Given, end: int) -> Iterator[int]:
    """Where a line may begin that ends before `end`; a box that is too wide stands alone."""
    yield end - 1
    yield from (first for first in range(end - 1) if shortfall(given, first, end) >= -SLACK)
