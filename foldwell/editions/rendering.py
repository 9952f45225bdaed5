"""Pages as pixels: a finished PDF comes in, pictures of its pages go out, and PNG files of a known weight."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

PALETTES = (256, 128, 96, 64, 48)  # colours: with fewer, tints change their hue
SETTLED = 0.005  # of the pixels: the palette is good when no more of them change to another colour
SMALLEST = 64  # pixels: a picture is not made smaller than that to save bytes


def page_pictures(pdf: bytes, scale: float, finer: int = 1) -> list[Image.Image]:
    """The pages at `scale` pixels a point; each pixel is the mean of `finer` by `finer` that were drawn."""
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = [page.render(scale=scale * finer).to_pil().convert("RGB") for page in opened]
    return pages if finer == 1 else [page.reduce(finer) for page in pages]


def png(picture: Image.Image, dpi: float | None = None) -> bytes:
    """A PNG file; `dpi` lets a viewer show it in the paper's own size."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True, **({} if dpi is None else {"dpi": (dpi, dpi)}))
    return out.getvalue()


def png_within(picture: Image.Image, largest: int) -> bytes:
    """A PNG file of at most `largest` bytes: with as many colours as it may have, or else smaller.

    Colours are chosen so that the rare ones last (a red sign on a large page), and not dithered: dots are seen, and
    weigh more than they are worth.
    """
    while True:
        for colours in PALETTES:
            data = png(_with_palette(picture.convert("RGB"), colours))
            if len(data) <= largest:
                return data
        if min(picture.size) <= SMALLEST:
            return data
        picture = picture.resize([side * 7 // 8 for side in picture.size], Image.Resampling.LANCZOS)


def _with_palette(picture: Image.Image, colours: int) -> Image.Image:
    few = round(SETTLED * picture.width * picture.height)
    return picture.quantize(colours, Image.Quantize.MAXCOVERAGE, few, dither=Image.Dither.NONE)
