"""A gradient's dictionary comes in, the colours that it runs through go out (ISO 32000-1, 8.7.4)."""

from __future__ import annotations

from foldwell.checks.preflight.colours import Paint, Space
from foldwell.checks.preflight.functions import values_over
from foldwell.checks.preflight.objects import PdfObject, entry, numbers, whole

ALONG_A_LINE = (2, 3)  # axial and radial: colours are a function of one number


def shading_paint(shading: PdfObject, space: Space) -> Paint:
    """The colours of a gradient in its space; none where only drawing it could tell."""
    function = entry(shading, "/Function")
    if function is None or whole(entry(shading, "/ShadingType")) not in ALONG_A_LINE:
        return Paint(space)
    start, end = numbers(entry(shading, "/Domain"), 2) or (0.0, 1.0)
    colours = values_over(function, (start, end))
    good = colours is not None and all(len(colour) >= space.count for colour in colours)
    return Paint(space, tuple(colours or ()) if good else ())
