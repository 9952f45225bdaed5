"""A clinic's colours come in; every colour that a layout may name goes out, what the clinic left open worked out.

Two brand colours are enough. What is worked out reaches its contrast ratio (WCAG 2.2, 1.4.3 and 1.4.11) on paper and on
every pale ground that layouts use, in colour and printed in grey.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from foldwell.content.models.clinic import ROLES, ClinicColour, Colours, Role
from foldwell.content.shades import (
    BLACK,
    WHITE,
    Inks,
    Rgb,
    distance,
    inks_of,
    inks_of_shade,
    least_contrast,
    oklch_of,
    rgb_of,
    rgb_of_oklch,
    screen_of,
    shade_of,
    thinned,
)
from foldwell.diagnostics import Span

TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
IN_HAND = 0.08  # of a ratio: the 256 steps of a screen and the rounding of numbers in a PDF take some of it
PALEST = 0.15  # the strength of a brand colour, or of alert, up to which it counts as a pale ground
Brand = Literal["primary", "accent"]
BRAND: tuple[Brand, ...] = ("primary", "accent")
_INK_LIGHTNESS, _INK_CHROMA = 0.24, 0.03  # near black: 7:1 is left on every pale ground
_TINT_LIGHTNESS, _TINT_CHROMA = 0.957, 0.014  # pale paper: seen beside white, also in grey
_NEUTRAL = 0.02  # the chroma below which people see no hue
_ALERT = "#a3201c"  # a red that is dark enough for small letters, and that nothing else is drawn in
_ALERT_INKS: Inks = (14.0, 96.0, 98.0, 20.0)


class Swatch(Struct, frozen=True):
    """A colour that is ready to use: on the screen as #rrggbb, in print as C M Y K in percent. `own` says whether the
    screen value stands in the clinic's file, `own_inks` whether the inks do."""

    screen: str
    cmyk: Inks
    own: bool = False
    own_inks: bool = False

    @property
    def rgb(self) -> Rgb:
        """The screen value as three numbers from 0 to 1."""
        return rgb_of(self.screen)


class Palette(Struct, frozen=True):
    """Every colour by what it is for. Of each brand colour there are: the colour itself; `_text` for words and
    `_graphic` for bullets, rules and icons on pale grounds; `_field` for full grounds; and `on_` for words on those."""

    ink: Swatch
    primary: Swatch
    accent: Swatch
    tint: Swatch
    alert: Swatch
    primary_text: Swatch
    accent_text: Swatch
    primary_graphic: Swatch
    accent_graphic: Swatch
    primary_field: Swatch
    accent_field: Swatch
    on_primary: Swatch
    on_accent: Swatch

    def of(self, role: str) -> Swatch:
        """The colour that a layout calls `primary-text`. Raises AttributeError for a name that is none."""
        found: Swatch = PAPER if role == "paper" else getattr(self, role.replace("-", "_"))
        return found


PAPER = Swatch("#ffffff", (0.0, 0.0, 0.0, 0.0))
_BLACK = Swatch("#000000", (0.0, 0.0, 0.0, 100.0))


def base_of(role: str) -> str:
    """The colour of the clinic's that another is worked out from: primary for `primary-text` and `on-primary`."""
    return role.removeprefix("on-").partition("-")[0]


def place_of(colours: Colours, role: str, key: str | None = None) -> Span:
    """Where a colour, or the one it is worked out from, stands in the clinic's file; or the value under its `key`."""
    own: ClinicColour | None = getattr(colours, base_of(role), None)
    if own is None:
        return colours.span
    return own.place(key) if key else own.span


def palette_of(colours: Colours) -> Palette:
    """Every colour of a clinic; worked out once."""
    given = ((role, getattr(colours, role)) for role in ROLES)
    return _palette(*((role, own.screen, own.cmyk) if own else (role, None, None) for role, own in given))


@lru_cache(maxsize=64)
def _palette(*given: tuple[Role, str | None, Inks | None]) -> Palette:
    own = {role: _own(screen, inks) for role, screen, inks in given if screen}
    primary, accent = own["primary"], own["accent"]
    ink = own.get("ink") or _ink(primary)
    tint = own.get("tint") or _tint(primary, accent)
    alert = own.get("alert") or Swatch(_ALERT, _ALERT_INKS)
    pale = tuple(thinned(each.rgb, PALEST) for each in (primary, accent, alert))
    grounds = (WHITE, tint.rgb, *pale)
    primary_field, on_primary = _field(primary, ink)
    accent_field, on_accent = _field(accent, ink)
    return Palette(
        ink, primary, accent, tint, alert,
        primary_text=_for_use(primary, grounds, TEXT), accent_text=_for_use(accent, grounds, TEXT),
        primary_graphic=_for_use(primary, grounds, GRAPHIC), accent_graphic=_for_use(accent, grounds, GRAPHIC),
        primary_field=primary_field, accent_field=accent_field, on_primary=on_primary, on_accent=on_accent,
    )  # fmt: skip


def _own(screen: str, inks: Inks | None) -> Swatch:
    return Swatch(screen, inks or inks_of(rgb_of(screen)), own=True, own_inks=inks is not None)


def _worked_out(rgb: Rgb) -> Swatch:
    return Swatch(screen_of(rgb), inks_of(rgb))


def _ink(primary: Swatch) -> Swatch:
    """A near black with a breath of the brand."""
    _, chroma, hue = oklch_of(primary.rgb)
    return _worked_out(rgb_of_oklch((_INK_LIGHTNESS, min(chroma, _INK_CHROMA), hue)))


def _tint(primary: Swatch, accent: Swatch) -> Swatch:
    """A pale ground in the accent's hue, or in the primary's where the accent is grey."""
    _, chroma, hue = max((oklch_of(each.rgb) for each in (accent, primary)), key=lambda lch: lch[1] >= _NEUTRAL)
    return _worked_out(rgb_of_oklch((_TINT_LIGHTNESS, min(chroma, _TINT_CHROMA), hue)))


def _for_use(brand: Swatch, grounds: tuple[Rgb, ...], least: float) -> Swatch:
    """The colour itself where it reaches a ratio on all grounds, else the lightest of its shades that does."""
    if all(least_contrast(brand.rgb, ground) >= least for ground in grounds):
        return brand
    return _shade(brand, shade_of(brand.rgb, grounds, least + IN_HAND))


def _field(brand: Swatch, ink: Swatch) -> tuple[Swatch, Swatch]:
    """A full ground, and what words on it are set in: paper, else ink, else black.

    In colour one of paper and black always reaches 4.5: on a ground of luminance L paper does up to L = 0.183, and
    black from L = 0.175 on. Printed in grey, vivid colours are darker than they look: a full red needs black in colour
    and paper in grey. Of such a brand the ground is a near shade on which one of them can be read in both.
    """
    for words in (PAPER, ink, _BLACK):
        if least_contrast(words.rgb, brand.rgb) >= TEXT:
            return brand, words
    darker = shade_of(brand.rgb, (WHITE,), TEXT + IN_HAND)
    lighter = shade_of(brand.rgb, (BLACK,), TEXT + IN_HAND, lighter=True)
    if distance(darker, brand.rgb) <= 2 * distance(lighter, brand.rgb):  # white words look less heavy
        return _shade(brand, darker), PAPER
    return _shade(brand, lighter), _BLACK


def _shade(brand: Swatch, rgb: Rgb) -> Swatch:
    inks = inks_of_shade(brand.cmyk, brand.rgb, rgb) if brand.own_inks else inks_of(rgb)
    return Swatch(screen_of(rgb), inks)
