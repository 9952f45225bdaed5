"""Two brand colours in, every colour that a layout may name out: dark enough, in the brand's hue, with inks."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foldwell.content.models.clinic import ClinicColour, Colours
from foldwell.content.models.layout_spec import TextStyle
from foldwell.content.models.schema import json_schemas
from foldwell.content.models.validate import model_of
from foldwell.content.palette import GRAPHIC, PALEST, PAPER, TEXT, Palette, base_of, palette_of, place_of
from foldwell.content.shades import (
    BLACK,
    MOST_INK,
    WHITE,
    Rgb,
    contrast,
    distance,
    grey_of,
    inks_of,
    least_contrast,
    oklch_of,
    rgb_of,
    rgb_of_oklch,
    screen_of,
    shade_of,
    thinned,
)
from foldwell.diagnostics import Span

SCREEN = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
READ = 7.0


def colours(primary: object, accent: object, **others: Any) -> Colours:
    return model_of(Colours, {"primary": primary, "accent": accent, **others})


def grounds(palette: Palette) -> list[Rgb]:
    pale = [thinned(palette.of(role).rgb, PALEST) for role in ("primary", "accent", "alert")]
    return [WHITE, palette.tint.rgb, *pale]


@pytest.mark.parametrize(
    ("screen", "expected"),
    [
        ("#ffffff", (1.0, 0.0, None)),
        ("#000000", (0.0, 0.0, None)),
        ("#ff0000", (0.628, 0.2577, 0.5102)),
        ("#00ff00", (0.8664, 0.2948, 2.487)),
        ("#0000ff", (0.452, 0.3132, -1.6746)),
    ],
)  # CSS Color 4 in oklch(): red 62.8 % 0.2577 29.2°, lime 86.64 % 0.2948 142.5°, blue 45.2 % 0.3132 264°
def test_lightness_chroma_and_hue_are_those_of_css(screen: str, expected: tuple[float, float, float | None]) -> None:
    lightness, chroma, hue = oklch_of(rgb_of(screen))
    assert (lightness, chroma) == pytest.approx(expected[:2], abs=2e-4)
    assert expected[2] is None or hue == pytest.approx(expected[2], abs=2e-3)


@given(SCREEN)
def test_there_and_back(screen: str) -> None:
    assert screen_of(rgb_of(screen)) == screen
    assert screen_of(rgb_of_oklch(oklch_of(rgb_of(screen)))) == screen
    assert distance(rgb_of(screen), rgb_of(screen)) == 0


def test_what_no_screen_shows_keeps_its_lightness_and_hue() -> None:
    lightness, chroma, hue = oklch_of(rgb_of_oklch((0.5, 0.4, 2.5)))
    assert (lightness, hue) == pytest.approx((0.5, 2.5), abs=0.01)
    assert 0.1 < chroma < 0.4
    assert distance(BLACK, WHITE) == pytest.approx(1, abs=1e-3)


@given(SCREEN, st.sampled_from([GRAPHIC, TEXT, READ]))
def test_a_darker_shade_reaches_its_ratio_and_no_more_than_needed(screen: str, ratio: float) -> None:
    rgb = rgb_of(screen)
    if least_contrast(rgb, WHITE) < ratio:
        shade = shade_of(rgb, (WHITE,), ratio)
        assert ratio <= least_contrast(shade, WHITE) < ratio + 0.02
        assert contrast(shade, WHITE) >= ratio - 1e-9
        if min(oklch_of(shade)[1], oklch_of(rgb)[1]) > 0.02:
            turned = abs(oklch_of(shade)[2] - oklch_of(rgb)[2])
            assert min(turned, 2 * 3.14159265 - turned) < 0.02


def test_no_shade_reaches_a_ratio_on_a_dark_ground() -> None:
    assert screen_of(shade_of(rgb_of("#88aa66"), (rgb_of("#555555"),), TEXT)) == "#000000"


@given(SCREEN, SCREEN)
@example("#ffff00", "#ffffff")
@example("#000000", "#000000")
@example("#0000ff", "#0000fe")
@example("#ff0000", "#ff00ff")
@example("#808080", "#777777")
def test_everything_that_is_worked_out_can_be_read(primary: str, accent: str) -> None:
    palette = palette_of(colours(primary, accent))
    for ground in grounds(palette):
        for brand in ("primary", "accent"):
            assert least_contrast(palette.of(f"{brand}-text").rgb, ground) >= TEXT
            assert least_contrast(palette.of(f"{brand}-graphic").rgb, ground) >= GRAPHIC
        assert least_contrast(palette.ink.rgb, ground) >= READ
        assert least_contrast(palette.alert.rgb, ground) >= TEXT
    assert least_contrast(palette.on_primary.rgb, palette.primary_field.rgb) >= TEXT
    assert least_contrast(palette.on_accent.rgb, palette.accent_field.rgb) >= TEXT
    assert grey_of(palette.tint.rgb) < 0.97  # beside white it is seen
    inks = (sum(getattr(palette, name).cmyk) for name in Palette.__struct_fields__)
    assert all(part <= MOST_INK + 1 for part in inks)


@given(SCREEN)
def test_words_on_a_full_field_can_always_be_read_in_colour_in_paper_or_black(screen: str) -> None:
    assert max(contrast(rgb_of(screen), WHITE), contrast(rgb_of(screen), BLACK)) >= TEXT


def test_only_vivid_colours_need_another_shade_for_their_field_and_a_near_one() -> None:
    """Of 729 colours. What is vivid is darker in grey than it looks, so that it wants black and paper at once."""
    levels = [*range(0, 256, 32), 255]
    changed = []
    for red, green, blue in product(levels, repeat=3):
        own = (red / 255, green / 255, blue / 255)
        field = palette_of(colours(screen_of(own), "#1d5a56")).primary_field
        if not field.own:
            changed.append(own)
            assert distance(field.rgb, own) < 0.1
    assert 0 < len(changed) < 60
    assert min(oklch_of(each)[1] for each in changed) > 0.05


@pytest.mark.parametrize(
    ("screen", "field", "on"),
    [
        ("#ff0000", "#ed0000", "#ffffff"),  # a little darker: paper has 4.0 to 1 on full red
        ("#007bff", "#0071ec", "#ffffff"),
        ("#00c000", "#08c206", "#000000"),  # a little lighter: black has 4.3 to 1 in grey
    ],
)
def test_fields_of_vivid_colours(screen: str, field: str, on: str) -> None:
    palette = palette_of(colours("#1d5a56", {"screen": screen, "cmyk": [50, 60, 70, 20]}))
    assert (palette.accent_field.screen, palette.on_accent.screen) == (field, on)
    *inks, black = palette.accent_field.cmyk
    if on == "#ffffff":
        assert inks == [50, 60, 70]
        assert 20 < black < 40
    else:
        assert all(part < own for part, own in zip((*inks, black), (50, 60, 70, 20), strict=True))


@pytest.mark.parametrize(
    ("primary", "on", "graphic"),
    [
        ("#1d5a56", "#ffffff", "#1d5a56"),  # dark: as it is
        ("#ffff00", "ink", None),  # pale: its shades
        ("#ffffff", "ink", None),
        ("#000000", "#ffffff", "#000000"),
        ("#4a90d9", "#000000", None),  # between: neither paper nor ink, so black
    ],
)
def test_roles_of_a_brand(primary: str, on: str, graphic: str | None) -> None:
    palette = palette_of(colours(primary, "#1d5a56"))
    assert palette.on_primary.screen == (palette.ink.screen if on == "ink" else on)
    assert (palette.primary_graphic.screen == primary) == (graphic is not None)
    assert palette.primary.screen == primary
    assert palette.of("on-primary") is palette.on_primary
    assert palette.of("paper") is PAPER


def test_ink_is_toned_by_primary_and_tint_by_accent() -> None:
    palette = palette_of(colours("#1d5a56", "#d9873f"))
    red, green, blue = palette.ink.rgb
    assert red < blue <= green < 0.2
    red, green, blue = palette.tint.rgb
    assert 1 > red > green > blue > 0.9
    grey = palette_of(colours("#0033aa", "#888888")).tint.rgb
    assert grey[2] > grey[0]  # a grey accent leaves the tint to the primary
    assert len(set(palette_of(colours("#444444", "#888888")).tint.rgb)) == 1


def test_what_the_clinic_gives_is_what_is_used() -> None:
    given = {role: {"screen": f"#10203{n}", "cmyk": [n, 2, 3, 4]} for n, role in enumerate(("ink", "tint", "alert"))}
    palette = palette_of(colours("#1d5a56", "#d9873f", **given))
    for n, role in enumerate(("ink", "tint", "alert")):
        swatch = palette.of(role)
        assert (swatch.screen, swatch.cmyk, swatch.own, swatch.own_inks) == (f"#10203{n}", (n, 2, 3, 4), True, True)


@pytest.mark.parametrize(
    ("screen", "inks"),
    [
        ("#ffffff", (0, 0, 0, 0)),
        ("#000000", (0, 0, 0, 100)),
        ("#808080", (0, 0, 0, 50)),  # greys in black ink alone
        ("#00ffff", (100, 0, 0, 0)),
        ("#ff0000", (0, 100, 100, 0)),
        ("#f5f0e6", (4, 6, 10, 0)),  # no black dots in a pale tint
        ("#1d5a56", (74, 20, 24, 56)),
    ],
)
def test_inks_of_a_screen_colour(screen: str, inks: tuple[float, ...]) -> None:
    assert inks_of(rgb_of(screen)) == inks


@given(SCREEN)
def test_inks_mix_to_the_colour_again(screen: str) -> None:
    """As if inks were pure: what light a screen colour has, its inks leave; unless they are too much for a press."""
    rgb = rgb_of(screen)
    *colour, black = inks_of(rgb)
    assert sum((*colour, black)) <= MOST_INK + 2
    if sum((*colour, black)) < MOST_INK - 2:
        assert [(1 - part / 100) * (1 - black / 100) for part in colour] == pytest.approx(rgb, abs=0.02)


def test_a_shade_of_a_colour_with_inks_has_those_inks_and_more_black() -> None:
    palette = palette_of(colours("#1d5a56", {"screen": "#d9873f", "cmyk": [8, 54, 82, 2]}))
    *own, black = palette.accent.cmyk
    *darker, more = palette.accent_text.cmyk
    assert darker == own == [8, 54, 82]
    assert black + 20 < more < 60
    white = palette_of(colours({"screen": "#ffffff", "cmyk": [0, 0, 0, 0]}, "#000000")).primary_text.cmyk
    assert white[:3] == (0, 0, 0)
    assert 40 < white[3] < 80


def test_the_same_colours_are_worked_out_once() -> None:
    one, other = colours("#1d5a56", "#d9873f"), colours("#1d5a56", "#d9873f")
    assert palette_of(one) is palette_of(other)


def test_a_colour_may_be_its_screen_value_alone() -> None:
    assert model_of(ClinicColour, "#1d5a56") == ClinicColour(screen="#1d5a56")
    with pytest.raises(ValueError, match="cannot stand here"):
        model_of(ClinicColour, "teal")


def test_places_are_those_of_the_colour_a_role_comes_from() -> None:
    at = Span("brochures/clinic.yaml", 7, 3)
    own = Colours(
        primary=ClinicColour(screen="#1d5a56", span=at), accent=ClinicColour(screen="#d9873f"),
        span=Span("brochures/clinic.yaml", 5, 3),
    )  # fmt: skip
    assert place_of(own, "primary-text") == place_of(own, "on-primary") == place_of(own, "primary", "cmyk") == at
    assert place_of(own, "tint") == own.span
    assert [base_of(role) for role in ("on-accent", "accent-field", "ink")] == ["accent", "accent", "ink"]


@pytest.mark.parametrize("role", [name.replace("_", "-") for name in (*Palette.__struct_fields__, "paper")])
def test_a_layout_may_name_every_role_and_no_other(role: str) -> None:
    style = {"size": "12pt", "leading": "16pt"}
    assert model_of(TextStyle, {**style, "colour": role}).colour == role
    assert model_of(TextStyle, {**style, "colour": f"{role} 30%"})
    for wrong in (f"{role}-deep", f"on-{role}-text", f"{role} 0%", f"{role}s"):
        with pytest.raises(ValueError, match="cannot stand here"):
            model_of(TextStyle, {**style, "colour": wrong})


def test_the_schema_takes_a_colour_in_short_and_in_full() -> None:
    parts = json_schemas()["clinic"]["$defs"]
    assert parts["Colours"]["required"] == ["primary", "accent"]
    short, full = parts["ClinicColour"]["anyOf"]
    assert (short["type"], full["type"], full["required"]) == ("string", "object", ["screen"])
    assert short["pattern"] == full["properties"]["screen"]["pattern"]
    assert full["properties"]["cmyk"]["type"] == "array"
    assert full["additionalProperties"] is False
