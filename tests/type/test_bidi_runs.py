from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.type.bidi_runs import base_level, embedding_levels, has_rtl, visual_order

HEBREW = "אבגדה"


def shown(text: str, base: int) -> str:
    levels = embedding_levels(text, base)
    return "".join(text[index] for index in visual_order(levels))


@pytest.mark.parametrize(
    ("language", "level"),
    [
        ("en", 0),
        ("es-MX", 0),
        ("arn", 0),
        ("ar", 1),
        ("he-IL", 1),
        ("fa", 1),
        ("UR", 1),
        ("ckb", 1),
        ("pa-Arab", 1),
        ("pa-Arab-PK", 1),
        ("pa", 0),
        ("az-Latn", 0),
        ("ur-Latn", 0),
        ("sr-Latn", 0),
        ("es-419", 0),
    ],
)
def test_the_language_gives_the_direction(language: str, level: int) -> None:
    assert base_level(language) == level


def test_only_text_that_needs_it_is_looked_at() -> None:
    assert not has_rtl("Take 4.5 mg – “once” a day ☐ é ж")
    assert all(map(has_rtl, ("a א", "ب", "\u200f")))


def test_numbers_run_from_left_to_right_inside_hebrew() -> None:
    assert shown(f"x {HEBREW} 12 y", 0) == f"x 12 {HEBREW[::-1]} y"
    assert shown(f"{HEBREW} 12", 1) == f"12 {HEBREW[::-1]}"


def test_latin_words_keep_their_order_in_a_hebrew_line() -> None:
    assert shown(f"{HEBREW} low dose", 1) == f"low dose {HEBREW[::-1]}"


def test_brackets_go_with_what_they_hold() -> None:  # rule N0
    assert embedding_levels(f"mg (LDN) {HEBREW}", 1)[3:8] == (2, 2, 2, 2, 2)
    assert embedding_levels(f"{HEBREW} (LDN) {HEBREW}", 1)[6] == 1
    assert embedding_levels(f"a ({HEBREW}) b", 0)[2] == 0
    assert embedding_levels(f"{HEBREW} ({HEBREW[:2]}) b", 0)[9] == 1


def test_marks_of_direction_have_a_level_too() -> None:
    text = f"a\u2067{HEBREW}\u2069\u00adb"
    assert len(embedding_levels(text, 0)) == len(text)


@given(st.lists(st.integers(0, 5), max_size=20))
def test_the_order_on_a_line_is_a_permutation(levels: list[int]) -> None:
    assert sorted(visual_order(levels)) == list(range(len(levels)))


@given(st.text(st.sampled_from("aB1 ()[]אב،ع\u200f\u202b\u202c\u00ad.,"), max_size=25), st.sampled_from([0, 1]))
def test_every_character_has_a_level_not_under_the_base(text: str, base: int) -> None:
    levels = embedding_levels(text, base)
    assert len(levels) == len(text)
    assert all(level >= base for level in levels)
