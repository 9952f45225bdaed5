from __future__ import annotations

import pytest

from foldwell.content.text import addresses
from foldwell.type.symbols import STROKE, SYMBOLS, is_symbol, symbol

WANTED = "☐☑☒✓✔✗✘→←↑↓•①②③④⑤⑥⑦⑧⑨★☆☎✉"


def test_every_wanted_sign_is_drawn_and_others_are_not() -> None:
    assert all(map(is_symbol, WANTED))
    assert not is_symbol("a")
    with pytest.raises(KeyError):
        symbol("a")


def test_content_and_type_know_the_same_signs() -> None:
    """One that only type knew would be drawn, and not be counted among the signs of the YAML."""
    assert set(addresses.SYMBOLS) == set(SYMBOLS) - {"•"}  # which every face has, and which begins a list


@pytest.mark.parametrize("char", list(SYMBOLS))
def test_a_sign_stays_in_its_advance_and_near_the_capitals(char: str) -> None:
    shape = symbol(char)
    for part in shape.parts:
        half = 0.0 if part.filled else part.stroke / 2
        assert part.commands[0][0] == "M"
        for name, numbers in part.commands:
            assert len(numbers) == {"M": 2, "L": 2, "C": 6, "Z": 0}[name]
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                assert half - 0.02 <= x <= shape.advance - half + 0.02
                assert half - 0.15 <= y <= 0.82 - half


def test_all_signs_have_one_stroke_and_the_circled_digits_a_finer_one() -> None:
    strokes = {char: {part.stroke for part in shape.parts if not part.filled} for char, shape in SYMBOLS.items()}
    assert {stroke for char, found in strokes.items() if not "①" <= char <= "⑨" for stroke in found} == {STROKE}
    assert len({frozenset(found) for char, found in strokes.items() if "①" <= char <= "⑨"}) == 1


def test_signs_that_mean_different_things_look_different() -> None:
    same = {frozenset("✓✔"), frozenset("✗✘")}
    for one in SYMBOLS:
        for other in SYMBOLS:
            if one < other and frozenset((one, other)) not in same:
                assert symbol(one) != symbol(other)
