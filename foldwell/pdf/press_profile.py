"""A print shop's ICC profile comes in as bytes; colours and pictures converted to its inks go out.

Conversion is relative colorimetric with black point compensation: white stays the paper, and dark tones stay apart.
Pillow's ImageCms (littleCMS) does it, and is loaded when the first colour is converted.
"""

from __future__ import annotations

import contextlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from foldwell.pdf.srgb import srgb_profile

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

Cmyk = tuple[float, float, float, float]

_HEADER = 128  # bytes (ICC.1:2004-10, 7.2)
_CLASS, _SPACE, _SIGNATURE = slice(12, 16), slice(16, 20), slice(36, 40)


class PressProfile(Struct, frozen=True):
    """A profile of a printing press, and what it calls itself."""

    data: bytes
    name: str

    def value(self, rgb: tuple[float, float, float]) -> Cmyk:
        """An sRGB colour as cyan, magenta, yellow and black, each from 0 to 1."""
        from PIL import Image

        red, green, blue = (round(part * 255) for part in rgb)
        pixel: Any = self.pixels(Image.new("RGB", (1, 1), (red, green, blue))).getpixel((0, 0))
        cyan, magenta, yellow, black = (part / 255 for part in pixel)
        return cyan, magenta, yellow, black

    def pixels(self, picture: Pixels) -> Pixels:
        """A picture of mode RGB in mode CMYK; a profile of its own is heeded, and without one it is sRGB."""
        from PIL import ImageCms

        own = picture.info.get("icc_profile")
        if own:
            with contextlib.suppress(ImageCms.PyCMSError, OSError):  # a damaged one, or one that is not for RGB
                return _converted(picture, _transform(self.data, own))
        return _converted(picture, _transform(self.data, srgb_profile()))


def _converted(picture: Pixels, transform: Any) -> Pixels:
    from PIL import ImageCms

    made = ImageCms.applyTransform(picture, transform)
    assert made is not None  # noqa: S101  # only a conversion in place gives nothing back
    return made


@lru_cache(maxsize=4)
def _transform(press: bytes, source: bytes) -> Any:
    from PIL import ImageCms

    profiles = [ImageCms.ImageCmsProfile(BytesIO(data)) for data in (source, press)]
    how, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    return ImageCms.buildTransform(profiles[0], profiles[1], "RGB", "CMYK", how, flags)


def open_profile(data: bytes) -> PressProfile:
    """The profile in a file's bytes. Raises ValueError, with a reason that reads on after "the profile", for anything
    but the profile of a CMYK printing press (ISO 15930-7, 6.2.2 wants class `prtr`)."""
    if len(data) < _HEADER or data[_SIGNATURE] != b"acsp":
        raise ValueError("is no ICC profile")
    if data[_SPACE] != b"CMYK":
        raise ValueError(f"is for {data[_SPACE].decode('ascii', 'replace').strip()} colours, not for a press's CMYK")
    if data[_CLASS] != b"prtr":
        raise ValueError("is not one of a printing press (its class is not `prtr`)")
    from PIL import ImageCms

    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(data))).strip()
        _transform(data, srgb_profile())
    except (ImageCms.PyCMSError, OSError):
        raise ValueError("is damaged, or leads only from ink to colour") from None
    return PressProfile(data, name or "unnamed")
