"""What an office printer without colours makes of a clinic's colours is told where readers would lose something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image
from workspaces import ROOT, layout_of

from foldwell.checks.grey import check_grey
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.palette import palette_of
from foldwell.content.read import read_clinic
from foldwell.content.shades import contrast, grey_of, rgb_of
from foldwell.diagnostics import Severity, Sink

LEVEL = st.integers(0, 255)
LAYOUTS = sorted(path.stem for path in (ROOT / "layouts").glob("*.yaml"))


def clinic(name: str = "clinic.yaml", **screens: str) -> Clinic:
    own = read_clinic(ROOT / "brochures" / name, ROOT, Sink())
    assert own is not None
    roles = {role: replace(getattr(own.colours, role), screen=value) for role, value in screens.items()}
    return replace(own, colours=replace(own.colours, **roles))


def told(clinic: Clinic, layout: LayoutSpec) -> list[tuple[str, str]]:
    sink = Sink()
    check_grey(clinic, {"sheet": layout}, sink)
    assert all(found.span is not None and found.span.path.endswith(".yaml") for found in sink.found)
    assert all(found.hints for found in sink.found if found.severity is not Severity.NOTE)
    return [(found.code, found.message) for found in sink.found]


@given(LEVEL, LEVEL, LEVEL)
def test_grey_is_what_others_make_of_a_colour(red: int, green: int, blue: int) -> None:
    theirs = Image.new("RGB", (1, 1), (red, green, blue)).convert("L").getpixel((0, 0))
    assert isinstance(theirs, int)
    assert grey_of((red / 255, green / 255, blue / 255)) * 255 == pytest.approx(theirs, abs=1.5)


@pytest.mark.parametrize("name", ["clinic.yaml", "clinics/harbor-street.yaml"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_repository_can_be_printed_in_grey(name: str, layout: str) -> None:
    """Stop and info have titles of the same grey in both clinics; that is worth a note, since the icons differ."""
    assert {code for code, _ in told(clinic(name), layout_of(layout))} <= {"grey-alike"}


GARISH = {"tint": "#99ff99", "ink": "#000000"}  # with the violet #9933cc: far apart in colour, but not in grey


def test_words_that_only_colour_makes_readable_are_an_error() -> None:
    garish = clinic(alert="#9933cc", **GARISH)
    layout = replace(layout_of("trifold"), bullet="alert")
    assert contrast(rgb_of("#9933cc"), rgb_of("#99ff99")) > 4.6
    assert [message for code, message in told(garish, layout) if code == "grey-contrast"] == [
        "printed in grey, `alert` on `tint` has a contrast of 4.1, and readers need 4.5 for the numbers of steps "
        "(`bullet`) in the layout sheet"
    ]


def test_the_shade_of_the_brand_that_words_are_set_in_can_be_read_in_grey_too() -> None:
    violet = clinic(primary="#9933cc", **GARISH)
    assert palette_of(violet.colours).primary_text.screen != "#9933cc"
    assert "grey-contrast" not in [code for code, _ in told(violet, layout_of("trifold"))]


def test_what_colour_does_not_make_readable_either_is_told_by_another_check() -> None:
    assert "grey-contrast" not in [code for code, _ in told(clinic(alert="#c8a0a0"), layout_of("trifold"))]


def test_lines_and_grounds_that_fade_are_warned_of() -> None:
    layout = replace(layout_of("trifold"), rule="ink 5%")
    messages = [message for code, message in told(clinic(tint="#fdfcfb"), layout) if code == "grey-faint"]
    end = "cannot be seen on `paper` in the layout sheet"
    assert messages == [
        f"printed in grey, {what} {end}"
        for what in (
            "lines in `ink 5%`",
            "the ground of the callout `info` in `tint`",
            "the ground of the callout `tip` in `tint`",
        )
    ]


def test_titles_that_differ_in_grey_need_no_note() -> None:
    assert [code for code, _ in told(clinic(), layout_of("trifold"))] == ["grey-alike"]
    apart = clinic(alert="#5a0000", primary="#6f6f6f", ink="#000000")
    assert told(apart, layout_of("trifold")) == []
