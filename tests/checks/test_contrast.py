"""Contrast by the numbers of WCAG, and one complaint for each pair of colours that readers could not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.checks.contrast import Rgb, check_contrast, contrast, luminance
from foldwell.content.clinic import Clinic, ClinicColour
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.read import read_clinic, read_layout
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.check import check_layout

UNIT = st.floats(0, 1)
COLOUR = st.tuples(UNIT, UNIT, UNIT)


def clinic(**screens: str) -> Clinic:
    sink = Sink()
    own = read_clinic(ROOT / "brochures" / "clinic.yaml", ROOT, sink)
    assert own is not None
    roles = {role: getattr(own.colours, role).model_copy(update={"screen": value}) for role, value in screens.items()}
    return own.model_copy(update={"colours": own.colours.model_copy(update=roles)})


def layout(name: str, folder: Path = ROOT, was: str = "", now: str = "") -> LayoutSpec:
    """A layout of the repository, read from a copy in `folder` where some of it is to be changed."""
    path = ROOT / "layouts" / f"{name}.yaml"
    if was:
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1
        path = folder / f"{name}.yaml"
        path.write_text(text.replace(was, now), encoding="utf-8")
    sink = Sink()
    spec = read_layout(path, folder, sink)
    assert spec is not None, sink.found
    assert check_layout(spec, sink), sink.found
    return spec


def told(clinic: Clinic, layouts: dict[str, LayoutSpec]) -> list[str]:
    sink = Sink()
    check_contrast(clinic, layouts, sink)
    assert all(found.code == "contrast" and found.span and found.hints for found in sink.found)
    return [found.message for found in sink.found]


def pairs(messages: list[str]) -> list[str]:
    return [message.partition(" has")[0] for message in messages]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)  # the ratios that W3C and its testers publish for these pairs
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    def rgb(screen: str) -> Rgb:
        return ClinicColour(screen=screen, cmyk=(0, 0, 0, 0)).rgb

    assert contrast(rgb(one), rgb(other)) == pytest.approx(ratio, abs=0.01)


@given(COLOUR, COLOUR)
def test_the_ratio_has_no_order_and_lies_between_1_and_21(one: Rgb, other: Rgb) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21 + 1e-9
    assert contrast(one, one) == 1
    assert 0 <= luminance(one) <= 1 + 1e-9


@pytest.mark.parametrize("name", ["clinic.yaml", "clinics/harbor-street.yaml"])
def test_the_clinics_of_the_repository_can_be_read(name: str) -> None:
    sink = Sink()
    read = read_clinic(ROOT / "brochures" / name, ROOT, sink)
    assert read is not None
    assert told(read, {name: layout(name) for name in ("handout", "trifold")}) == []


def test_each_pair_is_told_once_with_what_needs_it_most() -> None:
    assert told(clinic(primary="#8a9a99"), {"trifold": layout("trifold")}) == [
        "`primary` #8a9a99 on white paper has a contrast of 2.9, and readers need 4.5 for the style `clinic_name` "
        "in the layout trifold",
        "`primary` #8a9a99 on `alert 9%` has a contrast of 2.5, and readers need 4.5 for the numbers of steps "
        "(`bullet`) in the layout trifold",
        "`primary` #8a9a99 on `tint` #f5f0e6 has a contrast of 2.6, and readers need 4.5 for the title of the callout "
        "`info` in the layout trifold",
        "white paper on `primary` #8a9a99 has a contrast of 2.9, and readers need 3 for the sign in the icon of the "
        "callout `info` in the layout trifold",
    ]
    assert pairs(told(clinic(ink="#707070"), {name: layout(name) for name in ("handout", "trifold")})) == [
        "`ink` #707070 on white paper", "`ink` #707070 on `tint` #f5f0e6", "`ink` #707070 on `alert 9%`",
    ]  # fmt: skip


def test_it_is_told_at_the_clinics_colour_with_its_place_in_the_layout() -> None:
    own, spec = clinic(primary="#8a9a99"), layout("handout")
    sink = Sink()
    check_contrast(own, {"handout": spec}, sink)
    assert {found.span for found in sink.found} == {own.colours.primary.span}
    first = next(found for found in sink.found if "white paper has" in found.message)
    line = spec.styles["clinic_name"].span.line
    assert first.hints == (
        "choose a darker `primary`", f"the layout names the colour in line {line} of layouts/handout.yaml",
    )  # fmt: skip
    on_tint = next(found for found in sink.found if "`tint`" in found.message)
    assert on_tint.hints[0] == "choose a darker `primary` or a lighter `tint`"


def test_a_dark_tint_is_told_with_every_text_on_it() -> None:
    assert pairs(told(clinic(tint="#806040"), {"handout": layout("handout")})) == [
        "`ink` #22302e on `tint` #806040", "`primary` #1d5a56 on `tint` #806040",
    ]  # fmt: skip


H2 = "h2: {family: display, weight: bold, size: 15pt, leading: 18pt, colour: "
BACK = "back_heading: {family: display, weight: bold, size: 12pt, leading: 16pt, colour: "
FAINT = "ink 55%"  # 3.6 to 1 on white: enough for large text and for drawings
STOP = "stop: {ground: alert 9%, title: alert, bar: alert}"
COVER = "    rows: [{feature: cover, fill: true}]\n    footer: draft"
BAND = "    bands: [{side: bottom, height: %s, colour: primary}]\n"
ON_PRIMARY = "%s on `primary` #1d5a56"
INK, PRIMARY, ALERT = "`ink` #22302e", "`primary` #1d5a56", "`alert` #a3261b"


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        # WCAG's large text, 14 pt bold or 18 pt, may be fainter than other text
        (H2 + "primary", H2 + FAINT, []),
        (BACK + "primary", BACK + FAINT, [f"`{FAINT}` on white paper"]),
        (H2 + "primary", H2 + "accent", ["`accent` #d9873f on white paper"]),
        # what is read at length needs more than what is looked up
        ("caption: {size", "caption: {colour: ink 70%, size", []),
        ("  list: {size", "  list: {colour: ink 70%, size", ["`ink 70%` on white paper"]),
        # numbers of steps have the bullets' colour
        ("bullet: primary", f"bullet: {FAINT}",
         [f"`{FAINT}` on white paper", f"`{FAINT}` on `alert 9%`", f"`{FAINT}` on `tint` #f5f0e6"]),
        # grounds of callouts, regions and panels; text of one region runs on into another
        (STOP, "stop: {ground: alert, title: paper, text: paper, bar: alert}",
         ["white paper on white paper", f"{PRIMARY} on {ALERT}"]),  # the sign in a white icon, and bullets
        ("inside: {balance: true}", "inside: {balance: true, ground: primary}",
         [ON_PRIMARY % INK, ON_PRIMARY % PRIMARY]),
        (COVER, "    ground: primary\n" + COVER, [ON_PRIMARY % PRIMARY, ON_PRIMARY % INK, ON_PRIMARY % ALERT]),
        # a band in the margin is under the draft line alone, which stands on it or partly on paper
        (COVER, BAND % "10pt" + COVER, [ON_PRIMARY % ALERT]),
        (COVER, BAND % "2pt" + COVER, [ON_PRIMARY % ALERT]),
        (COVER, BAND % "40pt" + COVER, [ON_PRIMARY % PRIMARY, ON_PRIMARY % INK, ON_PRIMARY % ALERT]),
        (COVER, (BAND % "40pt").replace("bottom", "top") + COVER, [ON_PRIMARY % PRIMARY, ON_PRIMARY % INK]),
        (COVER, (BAND % "8pt").replace("bottom", "top") + COVER, []),
    ],
)  # fmt: skip
def test_what_the_layout_says_is_what_is_looked_at(tmp_path: Path, was: str, now: str, expected: list[str]) -> None:
    assert pairs(told(clinic(), {"trifold": layout("trifold", tmp_path, was, now)})) == expected


def test_white_on_white_is_the_layouts_fault(tmp_path: Path) -> None:
    spec = layout("trifold", tmp_path, "caption: {size", "caption: {colour: paper, size")
    sink = Sink()
    check_contrast(clinic(), {"trifold": spec}, sink)
    [found] = [found for found in sink.found if "white paper on white paper" in found.message]
    assert found.span == spec.styles["caption"].span


def test_a_size_that_fitting_takes_away_counts_as_gone(tmp_path: Path) -> None:
    quote = "quote: {family: display, italic: false, size: 13pt, leading: 18pt"
    large = "size: 18pt, leading: 24pt, colour: " + FAINT
    still = layout("trifold", tmp_path, quote, "quote: {" + large)
    assert told(clinic(), {"trifold": still}) == []
    gives = layout("trifold", tmp_path, quote, "quote: {fits: true, " + large)
    assert pairs(told(clinic(), {"trifold": gives})) == [f"`{FAINT}` on white paper"]


def test_a_clinic_without_contrast_stops_the_press_and_a_layout_that_is_broken_does_not(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "shop", tiny=brochure(text_block("Drink water.")))
    handout = root / "layouts" / "handout.yaml"
    handout.write_text(handout.read_text(encoding="utf-8").replace("title: One", "titel: One"), encoding="utf-8")
    workspace = Workspace.open(root, Sink())
    assert workspace is not None
    press = Press.open(workspace, None, None, Sink())
    assert press is not None
    assert press.sound
    assert "handout" not in press.layouts
    own = root / "brochures" / "clinic.yaml"
    own.write_text(own.read_text(encoding="utf-8").replace("#22302e", "#92a09e"), encoding="utf-8")
    sink = Sink()
    press = Press.open(workspace, None, None, sink)
    assert press is not None
    assert not press.sound
    assert "contrast" in {found.code for found in sink.found}
