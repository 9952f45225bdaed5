"""Colours by role come in, the numbers and operators of a PDF colour space go out."""

from __future__ import annotations

from foldwell.content.clinic import Colours
from foldwell.layout.document import Colour

TARGETS = ("desk",)
_WHITE = (1.0, 1.0, 1.0)


def resolve(colour: Colour, colours: Colours, target: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1: the role's screen value, mixed with white by its strength.

    Raises ValueError for a target that is not painted in RGB.
    """
    if target not in TARGETS:
        raise ValueError(f"no colours for the target {target!r}")
    if colour.rgb is not None:
        full = colour.rgb
    elif colour.role == "paper":
        full = _WHITE
    else:
        full = getattr(colours, colour.role).rgb
    red, green, blue = (1 - colour.strength * (1 - part) for part in full)
    return red, green, blue
