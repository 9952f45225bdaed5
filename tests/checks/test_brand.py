"""Any two brand colours make pages that can be read, in every layout and theme; and the clinic is told of shades."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.checks.brand import check_brand, note_inks
from foldwell.checks.colour_pairs import Pair, pairs_of
from foldwell.checks.contrast import check_contrast
from foldwell.checks.grey import check_grey
from foldwell.cli import main
from foldwell.content.models.clinic import Clinic, Colours
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.theme import dressed
from foldwell.content.models.validate import model_of
from foldwell.content.read import read_clinic, read_layout, read_theme
from foldwell.diagnostics import Severity, Sink
from foldwell.layout.setting import colour_of
from foldwell.pdf.colour import ScreenInks

EXTREMES = (
    ("#ffff00", "#ffffff"), ("#ffffff", "#000000"), ("#000000", "#000000"), ("#ffffff", "#ffffff"),
    ("#0000ff", "#0000fe"), ("#ff0000", "#e30613"), ("#c8102e", "#a3201c"), ("#ff00ff", "#00ffff"),
    ("#00ff00", "#00c000"), ("#808080", "#777777"), ("#007bff", "#ffc107"), ("#d9873f", "#f5f0e6"),
)  # fmt: skip


def random_pairs(count: int) -> list[tuple[str, str]]:
    """As good as random, and the same everywhere and always."""
    digests = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(count))
    return [(f"#{digest[:6]}", f"#{digest[6:12]}") for digest in digests]


PAIRS = (*EXTREMES, *random_pairs(200 - len(EXTREMES)))


@cache
def clinic_file() -> Clinic:
    own = read_clinic(ROOT / "brochures" / "clinic.yaml", ROOT, Sink())
    assert own is not None
    return own


def branded(primary: object, accent: object, **others: object) -> Clinic:
    colours = model_of(Colours, {"primary": primary, "accent": accent, **others})
    return replace(clinic_file(), colours=colours)


@cache
def layouts() -> dict[str, LayoutSpec]:
    """Every layout in every theme."""
    made, sink = {}, Sink()
    for theme_path in sorted((ROOT / "layouts" / "themes").glob("*.yaml")):
        theme = read_theme(theme_path, ROOT, sink)
        for path in sorted((ROOT / "layouts").glob("*.yaml")):
            layout = read_layout(path, ROOT, sink)
            assert layout is not None, sink.found
            assert theme is not None, sink.found
            made[f"{path.stem} in {theme_path.stem}"] = dressed(layout, theme)
    return made


@cache
def every_pair() -> frozenset[tuple[str, str, float]]:
    found: list[Pair] = [pair for layout in layouts().values() for pair in pairs_of(layout)]
    return frozenset((pair.colour, pair.ground, pair.least) for pair in found)


def painted(name: str, inks: ScreenInks) -> tuple[float, ...]:
    """The colour as a PDF sets it."""
    return tuple(float(part) for part in inks.area(colour_of(name)).operator.split()[:3])


def ratio(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2's contrast ratio, written a second time."""
    light, dark = sorted((sum(share * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
                              for share, part in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))
                          for rgb in (one, other)), reverse=True)  # fmt: skip
    return (light + 0.05) / (dark + 0.05)


def test_the_layouts_and_themes_are_all_there() -> None:
    names = layouts().keys()
    assert {"trifold in calm", "handout in clear", "gate-fold in warm"} <= names
    assert {colour_of(colour).role for colour, _, _ in every_pair()} >= {"ink", "primary-text", "on-primary", "alert"}


@pytest.mark.parametrize("part", range(10))
def test_200_brands_can_be_read_everywhere(part: int) -> None:
    """Every text and ground of every layout in every theme, as painted; and nothing is refused, nor in grey."""
    for primary, accent in PAIRS[part::10]:
        clinic = branded(primary, accent)
        inks = ScreenInks(clinic.colours)
        short = {
            (colour, ground): ratio(painted(colour, inks), painted(ground, inks))
            for colour, ground, least in every_pair()
            if ratio(painted(colour, inks), painted(ground, inks)) < least
        }
        assert not short, (primary, accent)
        sink = Sink()
        check_contrast(clinic, layouts(), sink)
        check_grey(clinic, layouts(), sink)
        assert not [found.message for found in sink.found if found.severity is Severity.ERROR], (primary, accent)


def test_two_colours_are_enough_to_build_and_the_rest_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace(tmp_path / "shop", tiny=brochure(text_block("Drink water.")))
    path = root / "brochures" / "clinic.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("colours:\n")
    tail = rest[rest.index("typefaces:") :]
    colours = 'colours:\n  primary: "#f2b705"\n  accent: {screen: "#b3541e"}\n\n'
    path.write_text(head + colours + tail, encoding="utf-8")
    assert main(["build", "--workspace", str(root)]) == 0
    assert "brand-shade" not in capsys.readouterr().err
    main(["check", "--workspace", str(root)])
    told = capsys.readouterr().out
    line = text.count("\n", 0, len(head)) + 2
    assert f"brochures/clinic.yaml:{line}:12: note[brand-shade]: the primary #f2b705 is too pale for text" in told
    assert f"brochures/clinic.yaml:{line}:12: note[cmyk-derived]: the primary #f2b705 has no `cmyk`" in told
    assert f"brochures/clinic.yaml:{line + 1}:11: note[cmyk-derived]: the accent #b3541e has no `cmyk`" in told
    assert main(["build", "--target", "shop", "--draft", "--workspace", str(root)]) == 0
    told = capsys.readouterr().err
    assert told.count("cmyk-derived") == 2
    assert "brand-shade" not in told


def notes(clinic: Clinic) -> dict[str, list[str]]:
    sink = Sink()
    check_brand(clinic, {"trifold": layouts()["trifold in calm"], "warm": layouts()["trifold in warm"]}, sink)
    assert all(found.severity is Severity.NOTE and found.hints for found in sink.found)
    told: dict[str, list[str]] = {}
    for found in sink.found:
        told.setdefault(found.code, []).append(found.message)
    return told


INKS = {"cmyk": (1, 2, 3, 4)}


def test_a_shade_is_told_once_with_the_reason() -> None:
    pale = notes(branded({"screen": "#d9873f", **INKS}, {"screen": "#1d5a56", **INKS}))
    assert pale == {
        "brand-shade": [
            "the primary #d9873f is too pale for text (2.8 to 1 on white): words set in it are drawn in #985200"
        ]
    }
    nearly = notes(branded({"screen": "#767676", **INKS}, {"screen": "#1d5a56", **INKS}))
    assert nearly["brand-shade"] == [
        "the primary #767676 is too pale for text (under 4.5 to 1 on pale grounds): words set in it are drawn in "
        "#646464"
    ]


def test_a_brand_that_is_dark_enough_and_has_inks_needs_no_note() -> None:
    assert notes(branded({"screen": "#1d5a56", **INKS}, {"screen": "#583058", **INKS})) == {}


@pytest.mark.parametrize(("screen", "unseen"), [("#ffffff", True), ("#fdf6e3", True), ("#ffff00", False)])
def test_a_brand_that_paper_swallows_is_told(screen: str, unseen: bool) -> None:
    told = notes(branded({"screen": "#1d5a56", **INKS}, {"screen": screen, **INKS}))
    assert ("brand-unseen" in told) == unseen
    if unseen:
        assert told["brand-unseen"][0].startswith(f"the accent {screen} cannot be seen on white paper")


@pytest.mark.parametrize("red", ["#a6192e", "#c8102e", "#b5402a", "#a3201c"])
def test_a_brand_in_the_colour_of_alarm_is_told(red: str) -> None:
    told = notes(branded({"screen": red, **INKS}, {"screen": "#1d5a56", **INKS}))
    assert told["brand-alert"] == [
        f"the primary {red} looks much like the alert colour #a3201c, and readers may take headings for warnings"
    ]


@pytest.mark.parametrize("other", ["#d9873f", "#e6007e", "#7c2d12", "#5b2a86", "#000000"])
def test_other_colours_are_not_taken_for_alarm(other: str) -> None:
    assert "brand-alert" not in notes(branded({"screen": "#1d5a56", **INKS}, {"screen": other, **INKS}))


def test_inks_that_were_reckoned_are_told_of_the_clinics_own_colours_only() -> None:
    sink = Sink()
    note_inks(branded("#1d5a56", {"screen": "#d9873f", **INKS}, tint="#f5f0e6").colours, sink)
    assert [found.message for found in sink.found] == [
        "the primary #1d5a56 has no `cmyk`: a print shop gets [74, 20, 24, 56], reckoned from the screen value",
        "the tint #f5f0e6 has no `cmyk`: a print shop gets [4, 6, 10, 0], reckoned from the screen value",
    ]
