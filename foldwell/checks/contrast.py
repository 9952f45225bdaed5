"""Contrast: a clinic's colours and the layouts come in, complaints about what is hard to read go out (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from foldwell.checks.colour_pairs import PAPER, Pair, pairs_of
from foldwell.content.models.clinic import Clinic, Colours
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.palette import base_of, palette_of, place_of
from foldwell.content.shades import contrast, luminance
from foldwell.diagnostics import Sink, Span
from foldwell.layout.setting import colour_of
from foldwell.pdf.colour import screen_value


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


def blamed(colours: Colours, colour: str, ground: str) -> Span | None:
    """Where the clinic can mend a pair of a layout's colours: at the colour; at the ground's where the colour is paper
    or is worked out from others. None where both are paper."""
    roles = [colour_of(name).role for name in (colour, ground)]
    if roles[0] != base_of(roles[0]):
        roles.reverse()
    return next((place_of(colours, role) for role in roles if role != PAPER), None)


def _complain(colours: Colours, layout: str, pair: Pair, ratio: float, light: bool, sink: Sink) -> None:
    on_field = colour_of(pair.ground).role.endswith("-field")  # every clinic has words for it: the theme chose others
    span = None if on_field else blamed(colours, pair.colour, pair.ground)
    sink.error(
        "contrast",
        f"{_named(colours, pair.colour)} on {_named(colours, pair.ground)} has a contrast of {ratio:.1f}, "
        f"and readers need {pair.least:g} for {pair.what} in the layout {layout}",
        span or pair.span, *_change(colours, pair, light),
        *([f"the layout names the colour in line {pair.span.line} of {pair.span.path}"] if span else []),
    )  # fmt: skip


def _named(colours: Colours, name: str) -> str:
    """A layout's colour in words; with the value where that is what is printed."""
    if colour_of(name).role == PAPER:
        return "white paper"
    return f"`{name}` {palette_of(colours).of(name).screen}" if " " not in name else f"`{name}`"


def _change(colours: Colours, pair: Pair, light: bool) -> tuple[str, ...]:
    """What the clinic can do: choose a darker or lighter colour, or another ground. What is worked out from others
    cannot be chosen; a ground that is a brand colour in full has a shade on which its words can be read."""
    colour, ground = (colour_of(name).role for name in (pair.colour, pair.ground))
    if colour == f"on-{ground}":
        shade = palette_of(colours).of(f"{ground}-field").screen
        return f"choose a darker `{ground}`, such as {shade}", f"or let the layout name `{ground}-field` as the ground"
    if ground.endswith("-field"):
        return (f"on `{ground}` write in `on-{base_of(ground)}`, which can be read there whatever the brand is",)
    ways = {base_of(ground): "darker" if light else "lighter"}
    if colour == base_of(colour):
        ways[colour] = "lighter" if light else "darker"
    words = [f"a {way} `{role}`" for role, way in reversed(ways.items()) if role != PAPER]
    return (f"choose {' or '.join(words)}" if words else "choose another colour for one of the two",)
