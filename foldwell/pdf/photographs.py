"""A laid-out image comes in; what is shown of its file, cut and tinted, goes out as an image for a screen or a press.

All of it happens to the pixels, so that nothing in the file is see-through: the press's path stays as it is. An image
that is neither cut nor tinted goes the way of `pictures.py`.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.models.clinic import Colours
from foldwell.layout.document import Colour, Image
from foldwell.layout.pictures.raster import WANTED_PPI
from foldwell.pdf.colour import press_value, screen_value
from foldwell.pdf.pictures import (
    Picture,
    decoded,
    most_ink,
    on_press,
    opened_picture,
    read_picture,
    read_press_picture,
    written,
)
from foldwell.pdf.press_profile import PressProfile

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

QUALITY = 88  # of JPEG: below some 85 skies show steps
DARKEST = 0.3  # of each part of a colour on the screen: its shade that stands for black
DARKEST_COLOURS, DARKEST_BLACK = 0.85, 0.7  # on the press: of its own inks, and of what black is left to add
LEAST_MIDDLE, MOST_MIDDLE = 0.25, 0.72  # how dark and how light the grey may be that becomes the colour itself

Scale = tuple[tuple[float, ...], ...]  # three values of each channel: of the darkest shade, the colour, the paper


class _Wanted(Struct, frozen=True):
    """What is to be made of a file: the part of it, how large in pixels at most, and the scale of its tint with the
    grey (0 to 1) that becomes the colour itself."""

    crop: tuple[float, float, float, float]
    size: tuple[int, int]
    scale: Scale | None = None
    middle: float = 0.5


def screen_picture(image: Image, colours: Colours) -> Picture:
    """The picture for a screen or an office printer. Raises OSError where the file cannot be read."""
    if image.crop is None and image.tone is None:
        return read_picture(image.file)
    scale = _screen_scale(image.tone, colours) if image.tone else None
    return _for_screen(image.file, _wanted(image, scale, colours), *_stamp(image.file))


def press_picture(image: Image, colours: Colours, profile: PressProfile | None) -> Picture:
    """The picture for a press; a tint is printed in the inks of its colour, for which no profile is needed.

    Raises OSError where the file cannot be read, ValueError for one in colour while there is no profile.
    """
    if image.crop is None and image.tone is None:
        return read_press_picture(image.file, profile)
    scale = _press_scale(image.tone, colours, profile) if image.tone else None
    return _for_press(image.file, _wanted(image, scale, colours), profile, *_stamp(image.file))


def _stamp(file: str) -> tuple[int, int]:
    stat = Path(file).stat()
    return stat.st_mtime_ns, stat.st_size


def _wanted(image: Image, scale: Scale | None, colours: Colours) -> _Wanted:
    across, down = (max(round(side / 72 * WANTED_PPI), 1) for side in (image.rect.width, image.rect.height))
    crop = image.crop or (0.0, 0.0, 1.0, 1.0)
    if scale is None or image.tone is None:
        return _Wanted(crop, (across, down))
    red, green, blue = screen_value(image.tone, colours)
    grey = 0.299 * red + 0.587 * green + 0.114 * blue  # as Pillow reckons (ITU-R BT.601)
    return _Wanted(crop, (across, down), scale, min(max(grey, LEAST_MIDDLE), MOST_MIDDLE))


def _screen_scale(tone: Colour, colours: Colours) -> Scale:
    full = screen_value(tone, colours)
    return tuple(part * DARKEST for part in full), full, (1.0, 1.0, 1.0)


def _press_scale(tone: Colour, colours: Colours, profile: PressProfile | None) -> Scale:
    full = press_value(tone, colours, profile)
    *inks, black = full
    return (*(part * DARKEST_COLOURS for part in inks), black + (1 - black) * DARKEST_BLACK), full, (0.0,) * 4


@lru_cache(maxsize=8)
def _for_screen(file: str, wanted: _Wanted, _changed: int, _size: int) -> Picture:
    pixels, _ = _shown(file, wanted)
    if wanted.scale is not None:
        pixels = _tinted(pixels, wanted.scale, wanted.middle, "RGB")
    packed = BytesIO()
    pixels.save(packed, "JPEG", quality=QUALITY)
    return replace(written(pixels, None), encoding="DCTDecode", data=packed.getvalue())


@lru_cache(maxsize=4)
def _for_press(file: str, wanted: _Wanted, profile: PressProfile | None, _changed: int, _size: int) -> Picture:
    pixels, tagged = _shown(file, wanted)
    if wanted.scale is not None:
        pixels = _tinted(pixels, wanted.scale, wanted.middle, "CMYK")
    else:
        pixels.info["icc_profile"] = tagged
        pixels = on_press(pixels, profile, file)
    return replace(written(pixels, None), ink=most_ink(pixels))


def _shown(file: str, wanted: _Wanted) -> tuple[Pixels, bytes | None]:
    """The part of a picture that is shown, upright, on white, with no more pixels than are wanted; its own profile."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    with opened_picture(file) as opened:
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    pixels, mask = decoded(upright)
    if mask is not None:
        pixels = Pillow.composite(pixels, Pillow.new(pixels.mode, pixels.size, "white"), mask)
    left, top, right, bottom = (
        round(part * side) for part, side in zip(wanted.crop, (*pixels.size, *pixels.size), strict=True)
    )
    pixels = pixels.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    if pixels.width > wanted.size[0]:
        pixels = pixels.resize(wanted.size, Pillow.Resampling.LANCZOS)
    return pixels, upright.info.get("icc_profile")


def _tinted(pixels: Pixels, scale: Scale, middle: float, mode: str) -> Pixels:
    """The picture in shades of one colour: each channel of them follows the grey of the picture."""
    from PIL import Image as Pillow

    grey = pixels.convert("L")
    channels = [grey.point(_curve(values, middle)) for values in zip(*scale, strict=True)]
    return Pillow.merge(mode, channels)


def _curve(values: tuple[float, ...], middle: float) -> list[int]:
    """For each of the 256 greys the value of a channel: straight from the darkest to the colour and on to the paper."""
    dark, full, paper = values

    def at(grey: float) -> float:
        if grey < middle:
            return dark + (full - dark) * grey / middle
        return full + (paper - full) * (grey - middle) / (1 - middle)

    return [round(at(step / 255) * 255) for step in range(256)]
