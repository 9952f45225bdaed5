from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.pdf.notation import number, numbers, text_string


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.001, "0"),
        (12.0, "12"),
        (0.5, "0.5"),
        (1 / 3, "0.33"),
        (-2.345, "-2.35"),
        (1e-9, "0"),
        (792, "792"),
    ],
)
def test_numbers_are_short(value: float, written: str) -> None:
    assert number(value) == written


@given(st.floats(-1e6, 1e6))
def test_numbers_are_near_and_have_no_exponent(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.0051
    assert "e" not in number(value)


def test_several_numbers() -> None:
    assert numbers(1, 2.5, 3.999) == "1 2.5 4"


@given(st.text())
def test_text_strings_are_read_as_they_were(text: str) -> None:
    assert str(pikepdf.Object.parse(text_string(text).encode("ascii"))) == text


def test_plain_text_stays_readable() -> None:
    assert text_string("Form (LDN-01)") == r"(Form \(LDN-01\))"
