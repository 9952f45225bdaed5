"""Contrast: a clinic's colours and the layouts come in, complaints about what is hard to read go out (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from foldwell.checks.colour_pairs import PAPER, Pair, pairs_of
from foldwell.content.clinic import Clinic, ClinicColour, Colours
from foldwell.content.layout_spec import LayoutSpec
from foldwell.diagnostics import Sink
from foldwell.layout.setting import colour_of
from foldwell.pdf.colour import screen_value

Rgb = tuple[float, float, float]


def luminance(rgb: Rgb) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_contrast(clinic: Clinic, layouts: Mapping[str, LayoutSpec], sink: Sink) -> None:
    """Complain of every pair of colours in sound layouts that does not reach its ratio, once, at the clinic's colour.

    Of all that is set in the same two colours, what needs the highest ratio is named.
    """
    most: dict[tuple[str, str], tuple[str, Pair]] = {}
    for name, layout in layouts.items():
        for pair in pairs_of(layout):
            known = most.get((pair.colour, pair.ground))
            if known is None or known[1].least < pair.least:
                most[pair.colour, pair.ground] = (name, pair)
    for name, pair in most.values():
        text, ground = (screen_value(colour_of(colour), clinic.colours) for colour in (pair.colour, pair.ground))
        ratio = contrast(text, ground)
        if ratio < pair.least:
            _complain(clinic.colours, name, pair, ratio, luminance(text) > luminance(ground), sink)


def _complain(colours: Colours, layout: str, pair: Pair, ratio: float, light: bool, sink: Sink) -> None:
    roles = [role for role in (colour_of(pair.colour).role, colour_of(pair.ground).role) if role != PAPER]
    blamed: ClinicColour | None = getattr(colours, roles[0]) if roles else None
    sink.error(
        "contrast",
        f"{_named(colours, pair.colour)} on {_named(colours, pair.ground)} has a contrast of {ratio:.1f}, "
        f"and readers need {pair.least:g} for {pair.what} in the layout {layout}",
        blamed.span if blamed else pair.span, *_change(pair, light),
        f"the layout names the colour in line {pair.span.line} of {pair.span.path}",
    )  # fmt: skip


def _named(colours: Colours, name: str) -> str:
    """A layout's colour in words; with the clinic's value where that is what is printed."""
    if colour_of(name).role == PAPER:
        return "white paper"
    return f"`{name}` {getattr(colours, name).screen}" if " " not in name else f"`{name}`"


def _change(pair: Pair, light: bool) -> tuple[str, ...]:
    """What the clinic can do: choose a darker or lighter colour, or another ground."""
    ways = {colour_of(pair.ground).role: "darker" if light else "lighter"}
    ways[colour_of(pair.colour).role] = "lighter" if light else "darker"
    words = [f"a {way} `{role}`" for role, way in reversed(ways.items()) if role != PAPER]
    return (f"choose {' or '.join(words)}",) if words else ()
