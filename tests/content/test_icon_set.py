"""The icons that may be named: their names, their drawings, and what was probably meant."""

from __future__ import annotations

import pytest

from foldwell.content.icon_set import icon_names, icon_svg, is_icon, near_icons


def test_the_names_that_medicine_needs_are_there() -> None:
    wanted = {"phone", "pill", "heart-pulse", "moon", "glass-water", "calendar-days", "ambulance", "stethoscope"}
    assert wanted <= icon_names()
    assert is_icon("phone")
    assert not is_icon("Phone")


def test_an_icon_is_drawn_in_a_square_of_24_with_a_line_of_2() -> None:
    drawing = icon_svg("pill").decode()
    assert 'viewBox="0 0 24 24"' in drawing
    assert 'stroke-width="2"' in drawing
    with pytest.raises(KeyError):
        icon_svg("no-such-icon")


@pytest.mark.parametrize(
    ("written", "meant"), [("phoen", "phone"), ("telephone", "phone"), ("sunrize", "sunrise"), ("heart-beat", "heart")]
)
def test_near_names_are_found(written: str, meant: str) -> None:
    assert near_icons(written)[0] == meant
    assert len(near_icons(written)) <= 3


def test_nothing_is_near_to_nothing() -> None:
    assert near_icons("qqqqqq") == []
