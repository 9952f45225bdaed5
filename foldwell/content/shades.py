"""sRGB colours come in; how light they look to readers, their darker shades and their printing inks go out."""

from __future__ import annotations

import math

Rgb = tuple[float, float, float]  # red, green and blue from 0 to 1
Inks = tuple[float, float, float, float]  # cyan, magenta, yellow and black in percent
Oklch = tuple[float, float, float]  # lightness from 0 to 1, chroma, hue in radians

WHITE: Rgb = (1.0, 1.0, 1.0)
BLACK: Rgb = (0.0, 0.0, 0.0)
MOST_INK = 280.0  # percent of one full plate: what sheet-fed presses commonly bear on uncoated paper
_BLACK_START = 0.2  # black dots show in pale tints, so black ink begins to replace grey at a fifth of its depth
_GREY = 0.02  # a colour whose parts differ by less is grey, which black ink alone prints truest
_STEPS = 16  # halvings of an interval: finer than the 255 steps of a screen


def rgb_of(screen: str) -> Rgb:
    """`#rrggbb` as three numbers from 0 to 1."""
    red, green, blue = (int(screen[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def screen_of(rgb: Rgb) -> str:
    """The nearest `#rrggbb`."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in rgb)


def thinned(rgb: Rgb, strength: float) -> Rgb:
    """The colour at a strength from 0 to 1 on white paper."""
    red, green, blue = (1 - strength * (1 - part) for part in rgb)
    return red, green, blue


def luminance(rgb: Rgb) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (_linear(part) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grey_of(rgb: Rgb) -> float:
    """The grey that an RGB colour is printed as without colours, from 0 (black) to 1 (ISO 32000-1, 10.3.2)."""
    red, green, blue = rgb
    return 0.3 * red + 0.59 * green + 0.11 * blue


def grey_contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours where a printer without colours has made greys of them."""
    light, dark = grey_of(one), grey_of(other)
    return contrast((light, light, light), (dark, dark, dark))


def least_contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours on a screen or printed in grey, whichever is less."""
    return min(contrast(one, other), grey_contrast(one, other))


def oklch_of(rgb: Rgb) -> Oklch:
    """Lightness, chroma and hue as people see them (Björn Ottosson, "A perceptual color space", 2020: OKLab)."""
    red, green, blue = (_linear(part) for part in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def rgb_of_oklch(colour: Oklch) -> Rgb:
    """The colour on a screen; of one that no screen shows, the most colourful of the same lightness and hue."""
    lightness, chroma, hue = colour
    shown = _unbounded(lightness, chroma, hue)
    if not _is_shown(shown):
        low, high = 0.0, chroma
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if _is_shown(_unbounded(lightness, middle, hue)) else (low, middle)
        shown = _unbounded(lightness, low, hue)
    red, green, blue = (_gamma(min(1.0, max(0.0, part))) for part in shown)
    return red, green, blue


def distance(one: Rgb, other: Rgb) -> float:
    """How far apart two colours look: 0 for the same, 1 for black and white (Euclidean in OKLab)."""
    (light, chroma, hue), (other_light, other_chroma, other_hue) = oklch_of(one), oklch_of(other)
    a = chroma * math.cos(hue) - other_chroma * math.cos(other_hue)
    b = chroma * math.sin(hue) - other_chroma * math.sin(other_hue)
    return math.hypot(light - other_light, a, b)


def shade_of(rgb: Rgb, others: tuple[Rgb, ...], ratio: float, *, lighter: bool = False) -> Rgb:
    """The nearest darker (or lighter) shade of a colour, its hue kept, that reaches a ratio beside all others on
    screens and in grey; black (or white) where none does. The colour itself should not reach it."""
    fails, chroma, hue = oklch_of(rgb)
    holds = 1.0 if lighter else 0.0
    for _ in range(_STEPS):
        middle = (holds + fails) / 2
        shade = rgb_of_oklch((middle, chroma, hue))
        reached = all(least_contrast(shade, other) >= ratio for other in others)
        holds, fails = (middle, fails) if reached else (holds, middle)
    return rgb_of_oklch((holds, chroma, hue))


def inks_of(rgb: Rgb) -> Inks:
    """Printing inks of a screen colour by grey-component replacement: black takes the place of what grey there is from
    a fifth of its depth on, and the others print what is left (as if inks were pure: ask the press for a proof)."""
    if max(rgb) - min(rgb) < _GREY:
        return 0.0, 0.0, 0.0, float(round(100 * (1 - sum(rgb) / 3)))
    black = max(0.0, (1 - max(rgb) - _BLACK_START) / (1 - _BLACK_START))
    cyan, magenta, yellow = (100 * (1 - part / (1 - black)) for part in rgb)
    return _limited((cyan, magenta, yellow, 100 * black))


def inks_of_shade(inks: Inks, was: Rgb, now: Rgb) -> Inks:
    """The inks of a shade of a colour whose inks are known: a darker one has more black, in a lighter one all four are
    thinned."""
    cyan, magenta, yellow, black = inks
    if sum(now) > sum(was):
        share = (3 - sum(now)) / (3 - sum(was))
        return _limited((cyan * share, magenta * share, yellow * share, black * share))
    light = sum(now) / sum(was) if any(was) else 1.0
    return _limited((cyan, magenta, yellow, 100 - (100 - black) * light))


def _limited(inks: Inks) -> Inks:
    """Inks in whole percent; the three colours give way where all four together are more than a press bears."""
    *colours, black = inks
    share = min(1.0, (MOST_INK - black) / sum(colours)) if any(colours) else 1.0
    cyan, magenta, yellow = (float(round(part * share)) for part in colours)
    return cyan, magenta, yellow, float(round(black))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _unbounded(lightness: float, chroma: float, hue: float) -> Rgb:
    """Linear red, green and blue; below 0 or above 1 where no screen shows the colour."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _is_shown(linear: Rgb) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in linear)
