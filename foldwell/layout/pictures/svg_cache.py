"""A picture's shapes come in and go to a small file; they come back out of it for the next build.

svglib and what it needs take some 90 ms to import, more than all the rest of a build; the file saves that. It is named
by the hash of the SVG's bytes, lies in the workspace's `.foldwell/`, and can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from pathlib import Path
from typing import Any

from foldwell.layout.document import Colour, Shape
from foldwell.type.symbols import Command

FORMAT = 1  # to be raised whenever the same SVG would give other shapes
Drawn = tuple[float, float, tuple[Shape, ...]]  # width and height in points, and the shapes in a box of that size
_NUMBERS_OF = {"M": 2, "L": 2, "C": 6, "Z": 0}


def workspace_of(path: Path) -> Path | None:
    """The folder above a file that holds brochures/ and layouts/, or None."""
    above = path.resolve().parents
    return next((up for up in above if (up / "brochures").is_dir() and (up / "layouts").is_dir()), None)


def cache_file(path: Path, digest: str) -> Path | None:
    """Where the shapes of an SVG with this hash are kept; None outside a workspace."""
    workspace = workspace_of(path)
    return workspace / ".foldwell" / "svg" / f"{digest}-{FORMAT}.json" if workspace else None


def load_shapes(file: Path) -> Drawn | None:
    """Width, height and shapes as they were kept; None where there are none or the file is damaged."""
    try:
        kept = json.loads(file.read_bytes())
        width, height = (_finite(side) for side in kept["size"])
        return width, height, tuple(_shape(entry) for entry in kept["shapes"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def keep_shapes(file: Path, width: float, height: float, shapes: tuple[Shape, ...]) -> None:
    """Keep shapes for later. A folder that cannot be written to costs time at the next build and nothing else."""
    import tempfile  # only what is new is written

    text = json.dumps({"size": [width, height], "shapes": [_entry(shape) for shape in shapes]}, separators=(",", ":"))
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".svg-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _entry(shape: Shape) -> dict[str, Any]:
    commands = [[letter, *values] for letter, values in shape.commands]
    return {
        "d": commands, "fill": _paint(shape.fill), "stroke": _paint(shape.stroke), "width": shape.width,
        "even_odd": shape.even_odd, "opacity": shape.opacity, "dash": shape.dash, "cap": shape.cap, "join": shape.join,
    }  # fmt: skip


def _paint(colour: Colour | None) -> list[Any] | None:
    return None if colour is None else [colour.role, colour.strength, colour.rgb]


def _shape(entry: dict[str, Any]) -> Shape:
    return Shape(
        tuple(_command(letter, values) for letter, *values in entry["d"]),
        _colour(entry["fill"]),
        _colour(entry["stroke"]),
        _finite(entry["width"]),
        bool(entry["even_odd"]),
        _finite(entry["opacity"]),
        tuple(_finite(part) for part in entry["dash"]),
        int(entry["cap"]),
        int(entry["join"]),
    )


def _command(letter: str, values: list[Any]) -> Command:
    if len(values) != _NUMBERS_OF[letter]:
        raise ValueError(letter)
    return letter, tuple(_finite(value) for value in values)


def _colour(entry: list[Any] | None) -> Colour | None:
    if entry is None:
        return None
    role, strength, rgb = entry
    if rgb is None:
        return Colour(str(role), _finite(strength))
    red, green, blue = (_finite(part) for part in rgb)
    return Colour(str(role), _finite(strength), (red, green, blue))


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(number)
    return number
