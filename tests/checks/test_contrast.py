"""Contrast by the numbers of WCAG, and one complaint for each pair of colours that readers could not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.checks.contrast import check_contrast
from foldwell.content.models.clinic import Clinic, ClinicColour
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.read import read_clinic, read_layout
from foldwell.content.shades import Rgb, contrast, luminance
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.check import check_layout

LAYOUTS = sorted(path.stem for path in (ROOT / "layouts").glob("*.yaml"))
UNIT = st.floats(0, 1)
COLOUR = st.tuples(UNIT, UNIT, UNIT)


def clinic(**screens: str) -> Clinic:
    sink = Sink()
    own = read_clinic(ROOT / "brochures" / "clinic.yaml", ROOT, sink)
    assert own is not None
    roles = {role: replace(getattr(own.colours, role), screen=value) for role, value in screens.items()}
    return replace(own, colours=replace(own.colours, **roles))


Edit = Callable[[str], str]


def replaced(was: str, now: str) -> Edit:
    """Other words in a layout's text, where they stand once."""

    def edit(text: str) -> str:
        assert text.count(was) == 1, was
        return text.replace(was, now)

    return edit


def styled(name: str, **values: str) -> Edit:
    """Other values of a style."""

    def edit(text: str) -> str:
        found = re.search(rf"^  {name}: {{(.*)}}$", text, re.MULTILINE)
        assert found is not None
        keys = dict(part.split(": ", 1) for part in found[1].split(", ")) | values
        return text.replace(found[0], f"  {name}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}")

    return edit


def layout(name: str, folder: Path = ROOT, edit: Edit | None = None) -> LayoutSpec:
    """A layout of the repository, read from a copy in `folder` where some of it is to be changed."""
    path = ROOT / "layouts" / f"{name}.yaml"
    if edit is not None:
        text = edit(path.read_text(encoding="utf-8"))
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
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
    assert told(read, {name: layout(name) for name in LAYOUTS}) == []


def test_each_pair_is_told_once_with_what_needs_it_most() -> None:
    red = told(clinic(alert="#b48484"), {name: layout(name) for name in ("z-fold", "trifold")})
    assert red[0] == (
        "`alert` #b48484 on white paper has a contrast of 3.2, and readers need 4.5 for the style `draft` in the "
        "layout z-fold"
    )
    assert red.count(red[0]) == len([message for message in red if "on white paper" in message]) == 1
    assert pairs(red).count("`alert` #b48484 on `alert 9%`") == 1
    assert pairs(told(clinic(ink="#707070"), {name: layout(name) for name in ("z-fold", "trifold")})) == [
        "`ink` #707070 on white paper", "`ink` #707070 on `alert 9%`", "`ink` #707070 on `tint` #f5f0e6",
    ]  # fmt: skip


def test_a_pale_brand_is_no_complaint_since_words_are_set_in_a_shade_of_it() -> None:
    assert told(clinic(primary="#8a9a99", accent="#ffff66"), {name: layout(name) for name in LAYOUTS}) == []


def test_it_is_told_at_the_clinics_colour_with_its_place_in_the_layout() -> None:
    own, spec = clinic(alert="#b48484"), layout("trifold")
    sink = Sink()
    check_contrast(own, {"trifold": spec}, sink)
    assert own.colours.alert is not None
    assert {found.span for found in sink.found} == {own.colours.alert.span}
    first = next(found for found in sink.found if "white paper has" in found.message)
    line = spec.styles["draft"].span.line
    assert first.hints == (
        "choose a darker `alert`", f"the layout names the colour in line {line} of layouts/trifold.yaml",
    )  # fmt: skip


def test_a_dark_tint_is_told_with_every_text_on_it() -> None:
    """No shade of the brand can be read on it either; the tint is to be mended."""
    own = clinic(tint="#806040")
    sink = Sink()
    check_contrast(own, {"trifold": layout("trifold")}, sink)
    text, ink = sorted(sink.found, key=lambda found: "`ink`" in found.message)
    assert pairs([text.message, ink.message]) == [
        "`primary-text` #000000 on `tint` #806040", "`ink` #22302e on `tint` #806040",
    ]  # fmt: skip
    assert own.colours.ink is not None
    assert own.colours.tint is not None
    assert (ink.span, text.span) == (own.colours.ink.span, own.colours.tint.span)
    assert ink.hints[0] == "choose a darker `ink` or a lighter `tint`"
    assert text.hints[0] == "choose a lighter `tint`"


FAINT = "ink 55%"  # 3.6 to 1 on white: enough for large text and for drawings
STOP = "stop: {ground: alert 9%, title: alert, bar: alert}"
COVER = "    rows: [{feature: cover, fill: true}]\n    footer: draft"
BAND = "    bands: [{side: bottom, height: %s, colour: primary}]\n"
ON_PRIMARY = "%s on `primary` #1d5a56"
INK, PRIMARY, ALERT = "`ink` #22302e", "`primary-text` #1d5a56", "`alert` #a3261b"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        # WCAG's large text, 14 pt bold or 18 pt, may be fainter than other text
        (styled("h2", size="15pt", colour=FAINT), []),
        (styled("back_heading", size="12pt", colour=FAINT), [f"`{FAINT}` on white paper"]),
        (styled("h2", size="15pt", colour="accent"), ["`accent` #d9873f on white paper"]),
        (styled("h2", size="15pt", colour="accent-graphic"), []),
        (styled("back_heading", size="12pt", colour="accent-graphic"), ["`accent-graphic` #bc6c1e on white paper"]),
        (styled("back_heading", size="12pt", colour="accent-text"), []),
        # what is read at length needs more than what is looked up
        (styled("caption", colour="ink 70%"), []),
        (styled("list", colour="ink 70%"), ["`ink 70%` on white paper"]),
        # numbers of steps have the bullets' colour
        (replaced("bullet: primary-text", f"bullet: {FAINT}"),
         [f"`{FAINT}` on white paper", f"`{FAINT}` on `alert 9%`", f"`{FAINT}` on `tint` #f5f0e6"]),
        # grounds of callouts, regions and panels; text of one region runs on into another
        (replaced(STOP, "stop: {ground: alert, title: paper, text: paper, bar: alert}"),
         ["white paper on white paper", f"{PRIMARY} on {ALERT}"]),  # the sign in a white icon, and bullets
        (replaced("inside: {balance: true}", "inside: {balance: true, ground: primary}"),
         [ON_PRIMARY % INK, ON_PRIMARY % PRIMARY, ON_PRIMARY % "`primary-graphic` #1d5a56"]),
        (replaced(COVER, "    ground: primary\n" + COVER),
         [ON_PRIMARY % PRIMARY, ON_PRIMARY % INK, ON_PRIMARY % ALERT]),
        # a band in the margin is under the draft line alone, which stands on it or partly on paper
        (replaced(COVER, BAND % "10pt" + COVER), [ON_PRIMARY % ALERT]),
        (replaced(COVER, BAND % "2pt" + COVER), [ON_PRIMARY % ALERT]),
        (replaced(COVER, BAND % "40pt" + COVER), [ON_PRIMARY % PRIMARY, ON_PRIMARY % INK, ON_PRIMARY % ALERT]),
        (replaced(COVER, (BAND % "40pt").replace("bottom", "top") + COVER), [ON_PRIMARY % PRIMARY, ON_PRIMARY % INK]),
        (replaced(COVER, (BAND % "8pt").replace("bottom", "top") + COVER), []),
    ],
)  # fmt: skip
def test_what_the_layout_says_is_what_is_looked_at(tmp_path: Path, edit: Edit, expected: list[str]) -> None:
    assert pairs(told(clinic(), {"trifold": layout("trifold", tmp_path, edit)})) == expected


def test_words_on_a_full_red_are_refused_with_a_red_that_holds_them(tmp_path: Path) -> None:
    """White on #ff0000 has 4.0 to 1, which is enough for titles alone; in black nothing could be read in grey."""
    ground = replaced(COVER, "    ground: primary\n" + COVER)

    def on_primary(text: str) -> str:
        for style in ("cover_title", "cover_line", "clinic_name", "clinic_line", "draft"):
            text = styled(style, colour="on-primary")(text)
        return ground(text)

    spec = layout("trifold", tmp_path, on_primary)
    assert told(clinic(), {"trifold": spec}) == [
        message for message in told(clinic(), {"trifold": spec}) if "on white paper" in message
    ]
    sink = Sink()
    red = clinic(primary="#ff0000")
    check_contrast(red, {"trifold": spec}, sink)
    [found] = [found for found in sink.found if "on `primary`" in found.message]
    assert found.message.startswith("`on-primary` #ffffff on `primary` #ff0000 has a contrast of 4.0, and readers need")
    assert found.span == red.colours.primary.span
    assert found.hints[:2] == (
        "choose a darker `primary`, such as #ed0000", "or let the layout name `primary-field` as the ground",
    )  # fmt: skip
    cover = replace(spec.panels["cover"], ground="primary-field")
    spec = replace(spec, panels=spec.panels | {"cover": cover})
    assert [message for message in told(red, {"trifold": spec}) if "on white paper" not in message] == []


def test_white_on_white_is_the_layouts_fault(tmp_path: Path) -> None:
    spec = layout("trifold", tmp_path, styled("caption", colour="paper"))
    sink = Sink()
    check_contrast(clinic(), {"trifold": spec}, sink)
    [found] = [found for found in sink.found if "white paper on white paper" in found.message]
    assert found.span == spec.styles["caption"].span


def test_a_size_that_fitting_takes_away_counts_as_gone(tmp_path: Path) -> None:
    large = {"size": "18pt", "leading": "24pt", "colour": FAINT}
    still = layout("trifold", tmp_path, styled("quote", **large))
    assert told(clinic(), {"trifold": still}) == []
    gives = layout("trifold", tmp_path, styled("quote", fits="true", **large))
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
