from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.type.breaking import OVERFULL, SLACK, TOLERANCES, Chunk, Paragraph, break_lines

Cost = Callable[[int, int], float]
CHUNKS = st.lists(
    st.builds(
        Chunk,
        st.floats(7, 60),
        st.sampled_from([0.0, 3.0, 3.4]),
        st.sampled_from([0.0, 0.0, 1.0, 6.0]),
        st.sampled_from([0.0, 0.0, 4.0]),
    ),
    min_size=1,
    max_size=40,
)
MEASURES = st.floats(40, 160)


def totals(count: int, cost: Cost) -> dict[int, float]:
    """The least cost for each number of lines, by trying every line of every way (no pruning)."""
    best: list[dict[int, float]] = [{0: 0.0}]
    for end in range(1, count + 1):
        here: dict[int, float] = {}
        for first in range(end):
            for line, before in best[first].items():
                total = before + cost(first, end - 1)
                if total < here.get(line + 1, inf):
                    here[line + 1] = total
        best.append(here)
    return best[count]


def cost_of(ends: list[int], cost: Cost) -> float:
    begins = [0, *ends[:-1]]
    return sum(cost(first, end - 1) for first, end in zip(begins, ends, strict=True))


@given(CHUNKS, MEASURES)
def test_ragged_lines_are_the_fewest_and_the_least_ragged(chunks: list[Chunk], measure: float) -> None:
    paragraph = Paragraph(chunks, measure)
    ends = break_lines(chunks, measure)
    assert ends[-1] == len(chunks)
    assert ends == sorted(set(ends))
    by_lines = totals(len(chunks), paragraph.ragged)
    fewest = min(by_lines)
    assert len(ends) == fewest
    assert cost_of(ends, paragraph.ragged) == pytest.approx(by_lines[fewest])


@given(CHUNKS, MEASURES)
def test_justified_lines_have_the_least_demerits(chunks: list[Chunk], measure: float) -> None:
    paragraph = Paragraph(chunks, measure)
    ends = break_lines(chunks, measure, justify=True)
    for tolerance in TOLERANCES:

        def cost(first: int, last: int, bound: float = tolerance) -> float:
            return paragraph.justified(first, last, bound)

        best = min(totals(len(chunks), cost).values(), default=inf)
        if best < inf:
            assert cost_of(ends, cost) == pytest.approx(best)
            return
    raise AssertionError("the last tolerance takes anything")


@given(CHUNKS, MEASURES, st.booleans())
def test_a_line_is_too_long_only_where_one_box_is(chunks: list[Chunk], measure: float, justify: bool) -> None:
    paragraph = Paragraph(chunks, measure)
    begin = 0
    for end in break_lines(chunks, measure, justify):
        shrink = 0.34 * paragraph.glue(begin, end - 1) if justify else 0.0
        if paragraph.natural(begin, end - 1) - shrink > paragraph.measure + SLACK:
            assert end - begin == 1
        begin = end


def words(*widths: float, space: float = 4.0) -> list[Chunk]:
    return [Chunk(width, space) for width in widths]


def test_no_word_is_left_alone_on_the_last_line() -> None:
    assert break_lines(words(30, 30, 30, 20), 100.0) == [2, 4]
    assert break_lines(words(30, 30, 30), 100.0) == [3]


def test_a_shortfall_is_shared_out() -> None:
    chunks = words(40, 20, 30, 50, 60, 30, 40, 20)
    assert _first_fit(chunks, 100) == [3, 4, 6, 8]  # 98, 50, 94 points
    assert break_lines(chunks, 100.0) == [2, 4, 6, 8]  # 64, 84, 94 points


def _first_fit(chunks: list[Chunk], width: float) -> list[int]:
    paragraph = Paragraph(chunks, width)
    ends, first = [], 0
    for last in range(len(chunks)):
        if last > first and paragraph.natural(first, last) > width:
            ends.append(last)
            first = last
    return [*ends, len(chunks)]


def test_a_hyphen_is_avoided_where_it_saves_no_line() -> None:
    chunks = [Chunk(80, 4), Chunk(10, 0, 6.0, 4.0), Chunk(25, 4), Chunk(40)]
    assert break_lines(chunks, 100.0) == [1, 4]
    assert break_lines([*chunks[:3], Chunk(70)], 100.0) == [2, 4]


def test_a_box_wider_than_the_measure_stands_alone() -> None:
    assert break_lines(words(30, 300, 30), 100.0) == [1, 2, 3]
    assert Paragraph(words(30, 300, 30), 100.0).ragged(1, 1) == OVERFULL


def test_nothing_to_set_is_no_line_and_no_room_is_no_fault() -> None:
    assert break_lines([], 100.0) == []
    assert break_lines(words(10, 10), 0.0) == [1, 2]
    assert break_lines(words(10, 10), -5.0, justify=True) == [1, 2]


def test_a_very_long_paragraph_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        chunks = words(*((n * 37) % 41 + 8.0 for n in range(count)))
        begin = time.process_time()
        break_lines(chunks, 210.0)
        return time.process_time() - begin

    seconds(500)
    assert seconds(16_000) < 40 * max(seconds(1_000), 0.002)


HYPHENATED = [
    Chunk(30, 3.0),
    Chunk(20, 3.0),
    Chunk(20, 0.0, 2.0),
    Chunk(30, 3.0),
    Chunk(40),
]  # What does off-|label mean?


def test_a_heading_takes_a_line_more_rather_than_part_a_word_at_its_hyphen() -> None:
    assert break_lines(HYPHENATED, 80.0) == [3, 5]
    assert break_lines(HYPHENATED, 80.0, balance=True) == [2, 4, 5]


def test_a_heading_parts_a_word_that_no_line_holds() -> None:
    assert break_lines(HYPHENATED, 45.0, balance=True) == [1, 3, 4, 5]


@given(CHUNKS, MEASURES)
def test_a_heading_parts_a_word_only_where_its_parts_are_too_long_together(chunks: list[Chunk], measure: float) -> None:
    for end in break_lines(chunks, measure, balance=True)[:-1]:
        if chunks[end - 1].space == 0:
            begin = max((at for at in range(end) if at == 0 or chunks[at - 1].space > 0), default=0)
            after = next((at for at in range(end, len(chunks)) if chunks[at].space > 0), len(chunks) - 1)
            assert Paragraph(chunks, measure).natural(begin, after) > measure
