"""Contrast: a clinic's colours come in, complaints about pairs that are hard to read go out (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from foldwell.content.clinic import Clinic, ClinicColour
from foldwell.diagnostics import Sink

TEXT = 4.5  # WCAG 2.2, 1.4.3: text under 18 pt
LONG_TEXT = 7.0  # WCAG 2.2, 1.4.6: what patients read at length

Rgb = tuple[float, float, float]
WHITE: Rgb = (1.0, 1.0, 1.0)


def luminance(rgb: Rgb) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tinted(colour: ClinicColour, strength: float) -> Rgb:
    """The colour at a strength from 0 to 1 on white paper."""
    red, green, blue = (1 - strength * (1 - c) for c in colour.rgb)
    return red, green, blue


def check_contrast(clinic: Clinic, sink: Sink) -> None:
    """Complain of every pair of colours that the layouts set text in and that does not reach its ratio."""
    colours = clinic.colours
    alert_ground = tinted(colours.alert, 0.09)
    pairs: tuple[tuple[str, ClinicColour, str, Rgb, float], ...] = (
        ("ink", colours.ink, "white paper", WHITE, LONG_TEXT),
        ("ink", colours.ink, "the tint", colours.tint.rgb, LONG_TEXT),
        ("ink", colours.ink, "the ground of warnings", alert_ground, LONG_TEXT),
        ("primary", colours.primary, "white paper", WHITE, TEXT),
        ("primary", colours.primary, "the tint", colours.tint.rgb, TEXT),
        ("alert", colours.alert, "white paper", WHITE, TEXT),
        ("alert", colours.alert, "the ground of warnings", alert_ground, TEXT),
    )
    for role, colour, name, ground, least in pairs:
        ratio = contrast(colour.rgb, ground)
        if ratio < least:
            sink.error(
                "contrast",
                f"`{role}` {colour.screen} on {name} has a contrast of {ratio:.1f}, and readers need {least:g}",
                colour.span, f"choose a darker `{role}`, or a lighter tint",
            )  # fmt: skip
