"""The brand: a clinic's colours and the layouts come in; what was worked out from them, and why, goes out as notes."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

from foldwell.checks.colour_pairs import pairs_of
from foldwell.content.models.clinic import ROLES, Clinic, Colours
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.palette import BRAND, GRAPHIC, TEXT, Palette, palette_of, place_of
from foldwell.content.shades import WHITE, contrast, distance
from foldwell.diagnostics import Sink
from foldwell.layout.setting import colour_of

UNSEEN = 0.06  # in OKLab, from white: creams and the palest greys, but not yellow, which is seen by its hue
LOOK_ALIKE = 0.08  # in OKLab: the crimsons and brick reds around the alert colour, but no orange, pink or brown


def check_brand(clinic: Clinic, layouts: Mapping[str, LayoutSpec], sink: Sink) -> None:
    """Note where sound layouts draw a shade of a brand colour since the colour itself is too pale (`brand-shade`),
    where one is no colour on paper (`brand-unseen`) or could be mistaken for alarm (`brand-alert`), and inks."""
    palette = palette_of(clinic.colours)
    used = {colour_of(pair.colour).role for layout in layouts.values() for pair in pairs_of(layout)}
    for role in BRAND:
        if f"{role}-text" in used:
            _note_shade(clinic.colours, palette, role, "text", sink)
        elif f"{role}-graphic" in used:
            _note_shade(clinic.colours, palette, role, "graphic", sink)
        own = palette.of(role)
        if distance(own.rgb, WHITE) < UNSEEN:
            sink.note(
                "brand-unseen", f"the {role} {own.screen} cannot be seen on white paper: covers, bands and the mark "
                "lose what is drawn in it", place_of(clinic.colours, role), f"choose another `{role}`",
            )  # fmt: skip
        if distance(own.rgb, palette.alert.rgb) < LOOK_ALIKE:
            sink.note(
                "brand-alert", f"the {role} {own.screen} looks much like the alert colour {palette.alert.screen}, and "
                "readers may take headings for warnings", place_of(clinic.colours, role),
                f"choose another `{role}`, or a darker or brighter `alert`",
            )  # fmt: skip
    note_inks(clinic.colours, sink)


def note_inks(colours: Colours, sink: Sink) -> None:
    """Note which of the clinic's colours have printing inks that were reckoned from the screen (`cmyk-derived`)."""
    palette = palette_of(colours)
    for role in ROLES:
        swatch = palette.of(role)
        if swatch.own and not swatch.own_inks:
            inks = ", ".join(f"{part:g}" for part in swatch.cmyk)
            sink.note(
                "cmyk-derived", f"the {role} {swatch.screen} has no `cmyk`: a print shop gets [{inks}], reckoned from "
                "the screen value", place_of(colours, role),
                f'write what your brand guide or print shop says: {{screen: "{swatch.screen}", cmyk: [{inks}]}}',
            )  # fmt: skip


def _note_shade(colours: Colours, palette: Palette, role: str, use: str, sink: Sink) -> None:
    own, shade = palette.of(role), palette.of(f"{role}-{use}")
    if shade == own:
        return
    what, drawn, least = ("text", "words", TEXT) if use == "text" else ("lines", "bullets and lines", GRAPHIC)
    ratio = contrast(own.rgb, WHITE)
    where = f"{floor(10 * ratio) / 10:.1f} to 1 on white" if ratio < least else f"under {least:g} to 1 on pale grounds"
    sink.note(
        "brand-shade", f"the {role} {own.screen} is too pale for {what} ({where}): {drawn} set in it are drawn in "
        f"{shade.screen}", place_of(colours, role),
        f"nothing need be done; where {shade.screen} does not suit the brand, choose a darker `{role}`",
    )  # fmt: skip
