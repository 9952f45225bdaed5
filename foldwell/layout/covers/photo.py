"""A photograph and the window that it is to fill come in; the part of it that is shown goes out, as an item."""

from __future__ import annotations

import math
from pathlib import Path

from foldwell.content.composing.story import CoverPhoto
from foldwell.layout.document import Image, Rect
from foldwell.layout.pictures.raster import WANTED_PPI, RasterPicture, read_raster
from foldwell.layout.setting import Setter, colour_of
from foldwell.type.symbols import Command

Crop = tuple[float, float, float, float]


def photo(setter: Setter, shown: CoverPhoto, files: Path, box: Rect, clip: tuple[Command, ...]) -> Image | None:
    """The photograph filling a box, cut to the path `clip`; None where its file cannot be shown, which the sink tells.

    It is decoration, an artifact: a cover's words say all that it says.
    """
    path = files / shown.file
    if path.suffix.lower() == ".svg":
        setter.sink.error(
            "picture-kind", f"{path.name} is a drawing, and a `photo` is a PNG or a JPEG", shown.span,
            f"write `art: {shown.file}` in place of `photo:`",
        )  # fmt: skip
        return None
    pixels = read_raster(path, shown.span, setter.sink)
    if pixels is None:
        return None
    crop = crop_around(shown.focus, pixels.width_px / pixels.height_px, box.width / box.height)
    _check_sharpness(setter, pixels, crop, box, shown)
    tone = colour_of(shown.tint) if shown.tint else None
    return Image(setter.tree.number(None), None, box, str(path), shown.span, crop, tone, clip)


def crop_around(focus: tuple[float, float], proportion: float, wanted: float) -> Crop:
    """The largest part of a picture that has the wanted proportion (width by height), with the focus as near to its
    middle as the picture's edges allow. Focus and part are in parts of the picture's width and height."""
    width, height = min(wanted / proportion, 1.0), min(proportion / wanted, 1.0)
    left = min(max(focus[0] - width / 2, 0.0), 1.0 - width)
    top = min(max(focus[1] - height / 2, 0.0), 1.0 - height)
    return tuple(round(part, 5) for part in (left, top, left + width, top + height))  # type: ignore[return-value]  # four of them


def _check_sharpness(setter: Setter, pixels: RasterPicture, crop: Crop, box: Rect, shown: CoverPhoto) -> None:
    """Warn where fewer than WANTED_PPI pixels of the part that is shown fall on an inch of paper."""
    ppi = pixels.width_px * (crop[2] - crop[0]) / (box.width / 72)
    if ppi < WANTED_PPI - 0.5:
        larger = WANTED_PPI / ppi
        setter.sink.warn(
            "picture-coarse", f"the part of the photograph that the cover shows has {ppi:.0f} pixels per inch, and "
            "will look soft", shown.span, f"use one of at least {math.ceil(pixels.width_px * larger)} by "
            f"{math.ceil(pixels.height_px * larger)} pixels",
        )  # fmt: skip
