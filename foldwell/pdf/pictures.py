"""A picture file comes in, the entries and data of a PDF image go out (ISO 32000-1, 8.9.5).

A JPEG that is baseline, upright and grey or RGB is passed on as it is; everything else is decoded to 8 bits a channel,
with transparency as a soft mask. What a file may be and how large is decided before, when the content is read.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from foldwell.pdf.reportlab_parts import Part, TaggedFile

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB"}
_ORIENTATION = 0x0112  # the Exif tag; 1 is upright


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it goes into the file; `alpha` is its compressed soft mask, where it has one."""

    width: int
    height: int
    space: str
    encoding: str
    data: bytes
    alpha: bytes | None = None


def read_picture(file: str) -> Picture:
    """The picture in a file, remembered while the file stays the same. Raises OSError where it cannot be read."""
    stat = Path(file).stat()
    return _read(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _read(file: str, _changed: int, _size: int) -> Picture:
    from PIL import Image, ImageOps

    with Image.open(file) as opened:
        upright = opened.getexif().get(_ORIENTATION, 1) == 1
        if opened.format == "JPEG" and opened.mode in _SPACES and upright and not opened.info.get("progressive"):
            return Picture(*opened.size, _SPACES[opened.mode], "DCTDecode", Path(file).read_bytes())
        opened.load()
        return _decoded(ImageOps.exif_transpose(opened))


def _decoded(pixels: Pixels) -> Picture:
    alpha = None
    if pixels.has_transparency_data:
        with_alpha = pixels.convert("RGBA")
        mask = with_alpha.getchannel("A")
        pixels = with_alpha.convert("RGB")
        if mask.getextrema() != (255, 255):
            alpha = zlib.compress(mask.tobytes())
    if pixels.mode.startswith("I;16"):
        pixels = pixels.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if pixels.mode not in _SPACES:
        pixels = pixels.convert("L" if pixels.mode == "1" else "RGB")
    return Picture(*pixels.size, _SPACES[pixels.mode], "FlateDecode", zlib.compress(pixels.tobytes()), alpha)


def add_picture(file: TaggedFile, picture: Picture) -> Part:
    """Enter a picture, and its soft mask, into the file."""
    size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
    entries = f"{size}/ColorSpace/{picture.space}/Filter/{picture.encoding}"
    if picture.alpha is not None:
        mask = file.add_stream(f"{size}/ColorSpace/DeviceGray/Filter/FlateDecode", picture.alpha)
        entries += f"/SMask {mask.ref}"
    return file.add_stream(entries, picture.data)
