from __future__ import annotations

import pytest

from foldwell.layout.document import INK, PAPER, Colour
from foldwell.pdf.colour import resolve

from .hand_made import COLOURS


def test_a_role_has_its_screen_value() -> None:
    assert resolve(Colour("primary"), COLOURS, "desk") == pytest.approx((0x0B / 255, 0x5D / 255, 0x5E / 255))


def test_strength_mixes_with_white() -> None:
    full = resolve(INK, COLOURS, "desk")
    half = resolve(Colour("ink", 0.5), COLOURS, "desk")
    assert half == pytest.approx(tuple((1 + part) / 2 for part in full))
    assert resolve(Colour("ink", 0.0), COLOURS, "desk") == (1, 1, 1)


def test_paper_is_white_and_a_picture_keeps_its_own() -> None:
    assert resolve(PAPER, COLOURS, "desk") == (1, 1, 1)
    assert resolve(Colour("", 1.0, (0.1, 0.2, 0.3)), COLOURS, "desk") == pytest.approx((0.1, 0.2, 0.3))


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(ValueError, match="'press'"):
        resolve(INK, COLOURS, "press")
