"""Pages as raster for printers that take no PDF: pictures of pages come in, PWG Raster or Apple raster goes out.

PWG Raster: PWG 5102.4-2012. Apple's raster (URF) has the same compression under a shorter header; its layout is the
one that CUPS reads and writes. Integers are big-endian in both.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from foldwell.desk.ipp_printer import RasterAbility, SheetBack

if TYPE_CHECKING:
    from PIL.Image import Image

Turn = Literal["none", "short", "long"]
Transform = tuple[Literal[1, -1], Literal[1, -1]]  # of the back: across the feed, along the feed
PWG_SYNC, PWG_HEADER, URF_SYNC, URF_HEADER = b"RaS2", 1796, b"UNIRAST\0", 32
GREY_SPACE, COLOUR_SPACE = 18, 19  # sGray and sRGB (PWG 5102.4, table 3)
MOST_LINES, MOST_PIXELS = 256, 128  # that one byte can repeat


class Job(Struct, frozen=True):
    """What holds for all pages: what the printer takes, the paper and its size in points, how the sheet is turned."""

    ability: RasterAbility
    media: str
    width: float
    height: float
    turn: Turn = "none"

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a page in pixels."""
        dpi = self.ability.dpi
        return int(self.width * dpi / 72 + 1e-6), int(self.height * dpi / 72 + 1e-6)

    @property
    def depth(self) -> int:
        """Bytes of a pixel."""
        return 3 if self.ability.colour else 1


def back_transform(back: SheetBack, turn: Turn) -> Transform:
    """How the back of a sheet is mirrored, across and along the feed (PWG 5102.4, table 10)."""
    if back == "flipped" and turn != "none":
        return (-1, 1) if turn == "short" else (1, -1)
    if (back, turn) in (("rotated", "long"), ("manual-tumble", "short")):
        return (-1, -1)
    return (1, 1)


def encode_raster(pages: Iterable[Image], count: int, job: Job) -> bytes:
    """The whole document, in the format that the job's printer takes. Pages are upright in the direction of the feed,
    of the job's size, and in colour (RGB) or grey (L) as the printer takes them."""
    pwg = job.ability.format == "image/pwg-raster"
    parts = [PWG_SYNC] if pwg else [URF_SYNC, struct.pack(">I", count)]
    for number, page in enumerate(pages):
        is_back = job.turn != "none" and number % 2 == 1
        transform = back_transform(job.ability.back, job.turn) if is_back else (1, 1)
        parts.append(_pwg_header(job, count, transform) if pwg else _urf_header(job))
        parts.extend(_compress(_mirrored(page, transform), job))
    return b"".join(parts)


def _mirrored(page: Image, transform: Transform) -> Image:
    from PIL.Image import Transpose

    if transform == (-1, -1):
        return page.transpose(Transpose.ROTATE_180)
    if transform[0] == -1:
        return page.transpose(Transpose.FLIP_LEFT_RIGHT)
    return page.transpose(Transpose.FLIP_TOP_BOTTOM) if transform[1] == -1 else page


def _pwg_header(job: Job, count: int, transform: Transform) -> bytes:
    """A page's header; a field that is left at nought leaves the choice to the printer (PWG 5102.4, 4.3)."""
    width, height = job.pixels
    header = bytearray(PWG_HEADER)
    numbers = {
        272: job.turn != "none",  # Duplex
        276: job.ability.dpi,  # HWResolution, across and along
        280: job.ability.dpi,
        340: 1,  # NumCopies: the job's attribute counts them
        352: round(job.width),  # PageSize in points
        356: round(job.height),
        368: job.turn == "short",  # Tumble
        372: width,
        376: height,
        384: 8,  # BitsPerColor
        388: 8 * job.depth,  # BitsPerPixel
        392: width * job.depth,  # BytesPerLine
        400: COLOUR_SPACE if job.ability.colour else GREY_SPACE,
        420: job.depth,  # NumColors
        452: count,  # TotalPageCount
        456: transform[0],  # CrossFeedTransform
        460: transform[1],  # FeedTransform
    }
    for at, number in numbers.items():
        struct.pack_into(">i", header, at, int(number))
    for at, words in ((0, "PwgRaster"), (1732, job.media)):
        header[at : at + len(words)] = words.encode()
    return bytes(header)


def _urf_header(job: Job) -> bytes:
    """A page's header: bits, colour space, sides (1 one, 2 short edge, 3 long), normal quality, size, resolution."""
    sides = {"none": 1, "short": 2, "long": 3}[job.turn]
    header = bytearray(URF_HEADER)
    header[0:4] = 8 * job.depth, int(job.ability.colour), sides, 4
    struct.pack_into(">III", header, 12, *job.pixels, job.ability.dpi)
    return bytes(header)


# Pixels that stand several times in a row, or else pixels each of which differs from the next.
_RUNS = {
    depth: re.compile(rb"(%b)\1{1,127}|(?:(%b)(?!\2)){1,128}" % (b"." * depth, b"." * depth), re.DOTALL)
    for depth in (1, 3)
}


def _compress(page: Image, job: Job) -> Iterator[bytes]:
    """Equal lines once with their number, and within a line the same for pixels (PWG 5102.4, 4.4)."""
    width, height = job.pixels
    if page.size != (width, height):
        raise ValueError(f"the page is {page.size}, the job's are {(width, height)}")
    data, stride = page.tobytes(), width * job.depth
    lines = (data[at : at + stride] for at in range(0, stride * height, stride))
    for line, alike in groupby(lines):
        packed = _pack(line, job.depth)
        count = sum(1 for _ in alike)
        for left in range(count, 0, -MOST_LINES):
            yield bytes([min(left, MOST_LINES) - 1]) + packed


def _pack(line: bytes, depth: int) -> bytes:
    parts = []
    for run in _RUNS[depth].finditer(line):
        pixels, count = run[0], (run.end() - run.start()) // depth
        if run[1] is not None or count == 1:
            parts.append(bytes([count - 1]) + pixels[:depth])
        else:
            parts.append(bytes([257 - count]) + pixels)
    return b"".join(parts)
