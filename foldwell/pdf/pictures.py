"""A picture file comes in, the entries and data of a PDF image go out (ISO 32000-1, 8.9.5).

For a screen, a JPEG that is baseline, upright and grey or RGB is passed on as it is; everything else is decoded to 8
bits a channel, with transparency as a soft mask. For a press, colours are converted to its inks. What a file may be and
how large is decided before, when the content is read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from foldwell.pdf.press_profile import PressProfile
from foldwell.pdf.reportlab_parts import Part, TaggedFile

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels
    from PIL.ImageFile import ImageFile

_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_PASSED_ON = ("L", "RGB")
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)  # Pillow raises any of these
_ORIENTATION = 0x0112  # the Exif tag; 1 is upright


class Picture(Struct, frozen=True):
    """An image as it goes into the file; `alpha` is its compressed soft mask, where it has one, and `ink` the most ink
    that any of its pixels takes (percent; 0 where that is not asked for)."""

    width: int
    height: int
    space: str
    encoding: str
    data: bytes
    alpha: bytes | None = None
    ink: float = 0.0


class PictureFault(OSError):
    """A picture whose pixels are damaged behind a head that is whole; `file` is its path."""

    def __init__(self, file: str, why: Exception) -> None:
        super().__init__(f"{file} is damaged: {why}")
        self.file = file


@contextmanager
def opened_picture(file: str) -> Iterator[ImageFile]:
    """A picture file, open; it is decoded when its pixels are asked for. Raises PictureFault where they are damaged."""
    from PIL import Image

    try:
        with Image.open(file) as opened:
            yield opened
    except _DAMAGED as fault:
        raise PictureFault(file, fault) from fault


def read_picture(file: str) -> Picture:
    """The picture in a file, remembered while the file stays the same. Raises OSError where it cannot be read."""
    stat = Path(file).stat()
    return _read(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _read(file: str, _changed: int, _size: int) -> Picture:
    from PIL import ImageOps

    with opened_picture(file) as opened:
        upright = opened.getexif().get(_ORIENTATION, 1) == 1
        if opened.format == "JPEG" and opened.mode in _PASSED_ON and upright and not opened.info.get("progressive"):
            size, space = opened.size, _SPACES[opened.mode]
            opened.draft("L", (1, 1))  # an eighth of the pixels tells as well whether the file is whole
            opened.load()
            return Picture(*size, space, "DCTDecode", Path(file).read_bytes())
        opened.load()
        return written(*decoded(ImageOps.exif_transpose(opened)))


def read_press_picture(file: str, profile: PressProfile | None) -> Picture:
    """The picture in a file as it is printed: grey, or in the inks of the profile's press. Without a profile nothing
    shows through, and what is see-through is mixed with white.

    Raises OSError where the file cannot be read, ValueError for one in colour while there is no profile.
    """
    stat = Path(file).stat()
    return _read_for_press(file, profile, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)  # not compressed by a camera any more, these are large
def _read_for_press(file: str, profile: PressProfile | None, _changed: int, _size: int) -> Picture:
    from PIL import Image, ImageOps

    with opened_picture(file) as opened:
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    pixels, mask = decoded(upright)
    if mask is not None and profile is None:
        pixels, mask = Image.composite(pixels, Image.new(pixels.mode, pixels.size, "white"), mask), None
    pixels.info["icc_profile"] = upright.info.get("icc_profile")
    pixels = on_press(pixels, profile, file)
    return replace(written(pixels, mask), ink=most_ink(pixels))


def on_press(pixels: Pixels, profile: PressProfile | None, file: str) -> Pixels:
    """Pixels that are grey or RGB as they are printed. Raises ValueError for colours while there is no profile."""
    if pixels.mode != "RGB":
        return pixels
    if is_grey(pixels):
        return pixels.getchannel("G")
    if profile is None:
        raise ValueError(f"no profile to convert the picture {file}")
    return profile.pixels(pixels)


def shows_through(file: str) -> bool:
    """Whether the picture in a file lets what lies under it show through. Raises OSError where it cannot be read."""
    return read_picture(file).alpha is not None


def is_grey(pixels: Pixels) -> bool:
    """Whether a picture of mode RGB holds nothing but greys."""
    from PIL import ImageChops

    red, green, blue = pixels.split()
    return all(ImageChops.difference(green, other).getextrema() == (0, 0) for other in (red, blue))


def most_ink(pixels: Pixels) -> float:
    """The most ink that a pixel takes, in percent: a quarter of it is reckoned in whole steps, so within 2 %."""
    from PIL import ImageChops

    if pixels.mode != "CMYK":
        return 100.0
    cyan, magenta, yellow, black = pixels.split()
    half = ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2)
    _, most = ImageChops.add(*half, 2).getextrema()
    return float(most) / 255 * 400  # type: ignore[arg-type]  # a channel's extremes are two numbers


def decoded(pixels: Pixels) -> tuple[Pixels, Pixels | None]:
    """The pixels, grey or RGB, and what lets them shine through, where anything does."""
    mask = None
    if pixels.has_transparency_data:
        with_alpha = pixels.convert("RGBA")
        mask = with_alpha.getchannel("A")
        pixels = with_alpha.convert("RGB")
        if mask.getextrema() == (255, 255):
            mask = None
    if pixels.mode.startswith("I;16"):
        pixels = pixels.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if pixels.mode not in _PASSED_ON:
        pixels = pixels.convert("L" if pixels.mode == "1" else "RGB")
    return pixels, mask


def written(pixels: Pixels, mask: Pixels | None) -> Picture:
    """Pixels and what lets them shine through as the PDF holds them, without loss."""
    alpha = None if mask is None else zlib.compress(mask.tobytes())
    return Picture(*pixels.size, _SPACES[pixels.mode], "FlateDecode", zlib.compress(pixels.tobytes()), alpha)


def add_picture(file: TaggedFile, picture: Picture) -> Part:
    """Enter a picture, and its soft mask, into the file."""
    size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
    entries = f"{size}/ColorSpace/{picture.space}/Filter/{picture.encoding}"
    if picture.alpha is not None:
        mask = file.add_stream(f"{size}/ColorSpace/DeviceGray/Filter/FlateDecode", picture.alpha)
        entries += f"/SMask {mask.ref}"
    return file.add_stream(entries, picture.data)
