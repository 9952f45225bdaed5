"""A picture in a PDF comes in, its facts (size, resolution, kind) go out, and how much ink its pixels take."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from foldwell.checks.preflight.colours import ALL, CMYK, GRAY, RGB, Space
from foldwell.checks.preflight.geometry import Matrix
from foldwell.checks.preflight.marks import Picture
from foldwell.checks.preflight.objects import BROKEN, PdfObject, content, entry, items, name, numbers, whole

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 100_000_000  # a whole A3 sheet at 600 pixels per inch has 70 million
SLACK = 2.0  # percent of ink: what JPEG and rounding to 8 bits add
WITHIN: dict[str, Space] = {"L": GRAY, "1": GRAY, "RGB": RGB, "RGBA": RGB, "CMYK": CMYK}  # modes of JPEG 2000


class Coverage(Struct, frozen=True):
    """The most ink of any pixel in percent, and the share (0 to 1) of pixels over the limit."""

    most: float
    share: float


def read_picture(stream: PdfObject, space: Space | None, matrix: Matrix) -> Picture:
    """The facts of an image dictionary painted into the unit square of the matrix (ISO 32000-1, 8.9.5)."""
    width, height = whole(entry(stream, "/Width")) or 0, whole(entry(stream, "/Height")) or 0
    stencil = entry(stream, "/ImageMask") is True
    coded = filters(stream)
    if space is None and not stencil and coded[-1:] == ["JPXDecode"]:
        space = _space_within(stream)
    bits = 8 if coded[-1:] in (["DCTDecode"], ["JPXDecode"]) else whole(entry(stream, "/BitsPerComponent")) or 1
    a, b, c, d, _, _ = matrix
    sides = math.hypot(a, b) / 72, math.hypot(c, d) / 72  # inches
    counts = ((pixels, side) for pixels, side in zip((width, height), sides, strict=True) if side > 0)
    ppi = min((pixels / side for pixels, side in counts), default=math.inf)
    known = width > 0 and height > 0 and (stencil or (space is not None and space.known))
    soft = entry(stream, "/SMask") is not None or whole(entry(stream, "/SMaskInData")) in (1, 2)
    return Picture(width, height, bits, space, stencil, soft, ppi, stream, damaged=not known)


def filters(stream: PdfObject) -> list[str]:
    """The names of a stream's filters, in the order in which they are undone."""
    found = entry(stream, "/Filter")
    return [known for part in (items(found) or [found]) if (known := name(part))]


def coverage(picture: Picture, limit: float) -> Coverage | None:
    """How much ink the pixels take. None where it cannot be told. Raises ValueError for damaged pixels.

    A picture whose inks cannot reach the limit is not looked at.
    """
    space = picture.space
    inks = _inks(space) if space else []
    if space is None or not inks or picture.width * picture.height > MOST_PIXELS:
        return None
    if 100 * len(inks) <= limit:
        return Coverage(0.0, 0.0)
    try:
        bands = _bands(picture, space)
        return (
            _of_palette(bands[0], space, limit) if space.model == "indexed" else _of_bands(picture, bands, inks, limit)
        )
    except (*BROKEN, OSError, SyntaxError, IndexError) as fault:  # whatever Pillow says to broken pictures
        raise ValueError("damaged pixels") from fault


def _inks(space: Space) -> list[int]:
    """Which components put ink on a plate of their own; none where only a conversion could tell."""
    match space.model:
        case "gray" | "cmyk":
            return list(range(space.count))
        case "inks":
            return [at for at, ink in enumerate(space.names) if ink not in (ALL, "None")]
        case "indexed":
            return _inks(space.base) if space.base else []
    return []


def _of_palette(band: Image.Image, space: Space, limit: float) -> Coverage | None:
    """By the palette's entries that are used."""
    used = [(at, count) for at, count in enumerate(band.histogram()[:256]) if count]
    totals = []
    for at, count in used:
        inks = space.inks((float(at),))
        if inks is None:
            return None
        totals.append((100 * sum(inks.values()), count))
    over = sum(count for total, count in totals if total > limit + SLACK)
    return Coverage(max(total for total, _ in totals), over / sum(count for _, count in totals))


def _of_bands(picture: Picture, bands: list[Image.Image], inks: list[int], limit: float) -> Coverage:
    """The sum of all plates, pixel by pixel."""
    from PIL import ImageMath

    decode = numbers(entry(picture.stream, "/Decode"), 2 * len(bands))
    levels = []
    for at in inks:
        low, high = decode[2 * at : 2 * at + 2] if decode else (0.0, 1.0)
        table = [min(max(round(255 * low + value * (high - low)), 0), 255) for value in range(256)]
        inverted = picture.space is not None and picture.space.model == "gray"
        levels.append(bands[at].point([255 - value for value in table] if inverted else table))
    most_level = math.floor((limit + SLACK) * 255 / 100)
    total = ImageMath.lambda_eval(lambda planes: sum((planes[f"p{at}"] for at in range(1, len(levels))), planes["p0"]),
                                  **{f"p{at}": level for at, level in enumerate(levels)})  # fmt: skip
    over = ImageMath.lambda_eval(lambda planes: planes["total"] > most_level, total=total)
    extrema = total.getextrema()
    pixels = picture.width * picture.height
    return Coverage(float(extrema[1]) * 100 / 255, over.convert("L").histogram()[1] / pixels)


def _bands(picture: Picture, space: Space) -> list[Image.Image]:
    """One grey image for each component, with what the file says and not yet what Decode makes of it."""
    from PIL import Image

    size = (picture.width, picture.height)
    if filters(picture.stream)[-1:] in (["DCTDecode"], ["JPXDecode"]):
        opened = _opened(picture.stream)
        if opened.size[0] * opened.size[1] > MOST_PIXELS:
            raise ValueError("too many pixels")
        bands = list(opened.split())
        if opened.mode == "CMYK" and opened.format == "JPEG":  # Pillow hands over CMYK of JPEG the other way round
            bands = [band.point([255 - value for value in range(256)]) for band in bands]
        if len(bands) < space.count:
            raise ValueError("fewer components than the colour space has")
        return bands
    data = content(picture.stream)
    if data is None:
        raise ValueError("no pixels")
    samples = b"".join(_samples(data, picture, space.count))
    return [Image.frombytes("L", size, samples[at :: space.count]) for at in range(space.count)]


def _samples(data: bytes, picture: Picture, count: int) -> Iterator[bytes]:
    """The samples row by row, a byte each; palette numbers stay as they are, other values fill the byte."""
    across, bits = picture.width * count, picture.bits
    row = math.ceil(across * bits / 8)
    whole_byte = 1 if picture.space and picture.space.model == "indexed" else 255 // (2 ** min(bits, 8) - 1)
    fine = [bytes(whole_byte * (byte >> (8 - bits * (step + 1)) & (2**bits - 1)) for step in range(8 // bits))
            for byte in range(256)] if bits in (1, 2, 4) else []  # fmt: skip
    for at in range(0, row * picture.height, row):
        line = data[at : at + row]
        if fine:
            yield b"".join(fine[byte] for byte in line)[:across]
        elif bits == 16:
            yield line[::2]  # the finer half does not matter here
        else:
            yield line


def _opened(stream: PdfObject) -> Image.Image:
    """A JPEG or JPEG 2000 file within a PDF. Raises OSError, ValueError or SyntaxError where it is none."""
    import warnings

    from PIL import Image

    data = content(stream) if len(filters(stream)) > 1 else stream.read_raw_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # bounded by MOST_PIXELS
        try:
            return Image.open(BytesIO(data or b""))
        except Image.DecompressionBombError as fault:
            raise ValueError("too many pixels") from fault


def _space_within(stream: PdfObject) -> Space | None:
    """The colour space that a JPEG 2000 picture names itself, by its number of components."""
    try:
        return WITHIN.get(_opened(stream).mode)
    except (*BROKEN, OSError, SyntaxError):
        return None
