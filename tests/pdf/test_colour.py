from __future__ import annotations

import pytest
from msgspec.structs import replace

from foldwell.layout.document import INK, PAPER, Colour
from foldwell.pdf.colour import REGISTRATION, PressInks, ScreenInks, press_value, screen_value
from foldwell.pdf.press_profile import PressProfile

from .hand_made import COLOURS, PRIMARY
from .press import press_profile

RUST = Colour("picture", 1.0, (0.8, 0.4, 0.2))


@pytest.fixture(scope="module")
def profile() -> PressProfile:
    return press_profile()


def test_a_role_has_its_screen_value() -> None:
    assert screen_value(PRIMARY, COLOURS) == pytest.approx((0x0B / 255, 0x5D / 255, 0x5E / 255))


def test_strength_mixes_with_white() -> None:
    full = screen_value(INK, COLOURS)
    half = screen_value(Colour("ink", 0.5), COLOURS)
    assert half == pytest.approx(tuple((1 + part) / 2 for part in full))
    assert screen_value(Colour("ink", 0.0), COLOURS) == (1, 1, 1)


def test_paper_is_white_and_a_picture_keeps_its_own() -> None:
    assert screen_value(PAPER, COLOURS) == (1, 1, 1)
    assert screen_value(Colour("", 1.0, (0.1, 0.2, 0.3)), COLOURS) == pytest.approx((0.1, 0.2, 0.3))


def test_on_the_press_a_role_has_its_four_inks_and_a_tint_thins_them_all() -> None:
    assert press_value(PRIMARY, COLOURS, None) == pytest.approx((0.9, 0.4, 0.55, 0.2))
    assert press_value(Colour("primary", 0.3), COLOURS, None) == pytest.approx((0.27, 0.12, 0.165, 0.06))
    assert press_value(PAPER, COLOURS, None) == (0, 0, 0, 0)


def test_a_picture_s_own_colour_goes_through_the_profile(profile: PressProfile) -> None:
    cyan, magenta, yellow, black = press_value(RUST, COLOURS, profile)
    assert magenta > cyan  # a warm red has little cyan, most yellow, some magenta and hardly any black
    assert yellow > magenta > black
    assert press_value(Colour("picture", 1.0, (1.0, 1.0, 1.0)), COLOURS, profile) == (0, 0, 0, 0)
    with pytest.raises(ValueError, match="no profile"):
        press_value(RUST, COLOURS, None)


def test_greys_are_black_alone_with_or_without_a_profile(profile: PressProfile) -> None:
    grey = Colour("picture", 1.0, (0.25, 0.25, 0.25))
    assert press_value(grey, COLOURS, None) == press_value(grey, COLOURS, profile) == (0, 0, 0, 0.75)


def test_letters_in_the_text_s_colour_and_small_ones_are_black_alone_and_overprint() -> None:
    inks = PressInks(COLOURS, None)
    assert inks.text(INK, 32) == inks.text(PRIMARY, 9.5) == ("0 0 0 1 k", True)
    assert inks.text(Colour("ink", 0.4), 12) == ("0 0 0 0.4 k", False)
    assert inks.text(PRIMARY, 10) == ("0.9 0.4 0.55 0.2 k", False)
    assert inks.text(PAPER, 8) == ("0 0 0 0 k", False)


def test_words_on_a_full_field_are_reversed_out_of_it_or_black() -> None:
    dark, pale = COLOURS, replace(COLOURS, primary=COLOURS.tint)
    reversed_out, black = ("0 0 0 0 k", False), ("0 0 0 1 k", True)
    for size in (8, 32):  # small letters in white are no letters in black
        assert PressInks(dark, None).text(Colour("on-primary"), size) == reversed_out
        assert PressInks(pale, None).text(Colour("on-primary"), size) == black
    assert ScreenInks(pale).text(Colour("on-primary"), 12).operator == ScreenInks(pale).text(INK, 12).operator


def test_a_shade_of_the_brand_has_its_own_value_in_both_spaces() -> None:
    shade = Colour("accent-text")
    assert max(screen_value(shade, COLOURS)) < max(screen_value(Colour("accent"), COLOURS))
    cyan, magenta, yellow, black = press_value(shade, COLOURS, None)
    assert (cyan, magenta, yellow) == pytest.approx((0.1, 0.7, 0.95))
    assert black > 0.05
    assert press_value(Colour("primary-text"), COLOURS, None) == press_value(PRIMARY, COLOURS, None)


def test_areas_have_the_role_s_inks_and_rules_in_the_text_s_colour_are_black() -> None:
    inks = PressInks(COLOURS, None)
    assert inks.area(INK).operator == "0 0 0 0.9 k"
    assert inks.line(Colour("ink", 0.3)).operator == "0 0 0 0.3 K"
    assert inks.line(PRIMARY).operator == "0.9 0.4 0.55 0.2 K"


def test_marks_are_on_every_plate() -> None:
    inks = PressInks(COLOURS, None)
    assert inks.text(REGISTRATION, 6).operator == inks.area(REGISTRATION).operator == "/All cs 1 scn"
    assert inks.line(REGISTRATION).operator == "/All CS 1 SCN"
    assert inks.spaces["All"].startswith("[/Separation/All/DeviceCMYK")


def test_a_screen_has_no_plates() -> None:
    inks = ScreenInks(COLOURS)
    assert inks.text(PAPER, 8) == inks.area(PAPER) == ("1 1 1 rg", False)
    assert inks.line(PAPER) == ("1 1 1 RG", False)
