"""Marks at the edges of lines hang out of the measure; lines of headings are equally long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.diagnostics import Sink
from foldwell.type.breaking import Chunk, Paragraph, break_lines
from foldwell.type.glyphs import SetLine
from foldwell.type.paragraph import set_paragraph

from .samples import ARABIC, BOLD, SENTENCES, book, run

MEASURE = 150.0
HANG = 4.0


def setting(
    text: str, align: str = "start", language: str = "en", hang: float = HANG, size: float = 12, balance: bool = False
) -> tuple[SetLine, ...]:
    runs = [run(text, size=size)]
    return set_paragraph(runs, MEASURE, align, language, book(), Sink(), hang=hang, balance=balance)


def left(line: SetLine) -> float:
    return min(piece.x for piece in line.pieces)


def right(line: SetLine) -> float:
    return max(piece.x + piece.width for piece in line.pieces)


@pytest.mark.parametrize("mark", ["“", "‘", "’", "«", "-", "–", "—", "•"])
def test_marks_hang_at_the_left_of_ragged_lines(mark: str) -> None:
    [plain], [hung] = setting(f"{mark}Yes", hang=0), setting(f"{mark}Yes")
    assert left(plain) == 0
    assert -HANG <= left(hung) < -0.5
    assert (hung.text, hung.width) == (plain.text, plain.width)


@pytest.mark.parametrize("word", ["Yes", "(Yes)", "7 days", "☐ Yes"])
def test_letters_and_figures_stay_at_the_edge(word: str) -> None:
    [line] = setting(word)
    assert left(line) == 0


def test_a_large_mark_hangs_no_farther_than_it_may() -> None:
    [line] = setting("“Go”", size=40)
    assert left(line) == -HANG


@pytest.mark.parametrize("mark", ["”", ".", ",", "-"])
def test_closing_marks_hang_where_lines_end_at_the_edge(mark: str) -> None:
    [ended] = setting(f"Yes{mark}", "end")
    assert MEASURE + 0.5 < right(ended) <= MEASURE + HANG
    [ragged] = setting(f"Yes{mark}")
    assert right(ragged) == pytest.approx(ragged.width)


def test_justified_lines_fill_the_measure_and_let_their_marks_hang() -> None:
    words = SENTENCES.replace(",", "").replace(".", "").split()
    for text, hangs in ((" ".join(words), False), (", ".join(words), True)):
        found = setting(text, "justify")
        assert len(found) > 5
        for line in found[:-1]:
            over = right(line) - MEASURE
            assert over > 0.5 if hangs else abs(over) < 0.01


def test_centred_lines_are_balanced_without_their_marks() -> None:
    [bare], [line] = setting("Yes", "center"), setting("“Yes”", "center")
    quote = setting("“")[0].width
    share = -left(setting("“Yes")[0]) / quote
    assert left(line) + share * quote == pytest.approx(left(bare) - (1 - share) * quote)


def test_right_to_left_lines_are_mirrored() -> None:
    [plain], [hung] = setting(f"«{ARABIC[:4]}", language="ar", hang=0), setting(f"«{ARABIC[:4]}", language="ar")
    assert right(plain) == pytest.approx(MEASURE)
    assert MEASURE + 0.5 < right(hung) <= MEASURE + HANG
    [ended] = setting(f"{ARABIC[:4]}.", "end", "ar")
    assert -HANG <= left(ended) < -0.5


@given(
    st.lists(st.sampled_from(["“opioid", "pain”", "(dose)", "–", "—", "7", "LDN,", "work.", "سلام", "•"]), min_size=1),
    st.sampled_from(["start", "end", "center", "justify"]), st.sampled_from(["en", "ar"]),
)  # fmt: skip
def test_nothing_hangs_out_farther_than_it_may(words: list[str], align: str, language: str) -> None:
    text = " ".join(words)
    plain, hung = setting(text, align, language, hang=0), setting(text, align, language)
    assert [line.text for line in hung] == [line.text for line in plain]
    for line, before in zip(hung, plain, strict=True):
        shown = [piece for piece in line.pieces if piece.width > 0]
        assert min(piece.x for piece in shown) >= min(0, left(before)) - HANG - 0.01
        assert max(piece.x + piece.width for piece in shown) <= max(MEASURE, right(before)) + HANG + 0.01


CHUNKS = st.lists(st.builds(Chunk, st.floats(5, 60), st.just(4.0)), min_size=2, max_size=9)


@given(CHUNKS)
def test_balanced_lines_are_the_fewest_and_as_even_as_can_be(chunks: list[Chunk]) -> None:
    ends = break_lines(chunks, 100.0, balance=True)
    assert len(ends) == len(break_lines(chunks, 100.0))
    assert cost(chunks, ends) == pytest.approx(min(cost(chunks, other) for other in ways(chunks, len(ends))))


def cost(chunks: list[Chunk], ends: list[int]) -> float:
    paragraph = Paragraph(chunks, 100.0, balance=True)
    return sum(paragraph.ragged(begin, end - 1) for begin, end in zip([0, *ends], ends, strict=False))


def ways(chunks: list[Chunk], lines: int) -> list[list[int]]:
    """Every way to set the chunks in so many lines."""

    def on(begin: int, left_over: int) -> list[list[int]]:
        if left_over == 1:
            return [[len(chunks)]]
        return [[end, *rest] for end in range(begin + 1, len(chunks)) for rest in on(end, left_over - 1)]

    return on(0, lines)


def test_a_heading_has_no_stray_last_word() -> None:
    words = [run("Do not take it together with opioids", BOLD, size=15)]
    ragged, even = (
        set_paragraph(words, 248.0, "start", "en", book(), Sink(), balance=balance) for balance in (False, True)
    )
    assert len(even) == len(ragged) == 2
    assert abs(even[0].width - even[1].width) < abs(ragged[0].width - ragged[1].width)
    assert min(line.width for line in even) > 0.6 * max(line.width for line in even)
