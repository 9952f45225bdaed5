"""A PNG or JPEG file comes in, its size in upright pixels comes out; only its head is read, nothing is decoded.

Clauses are those of the PNG specification (third edition) and of ITU-T T.81 (JPEG).
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from foldwell.diagnostics import Sink, Span

MOST_PIXELS = 89_000_000  # Pillow takes more for an attack
LARGEST = 100_000_000  # bytes
WANTED_PPI = 300  # pixels per inch at printed size, printers' usual wish

_PNG = b"\x89PNG\r\n\x1a\n"
_OTHERS = {  # how files of other kinds begin
    b"GIF8": "a GIF", b"BM": "a BMP", b"%PDF": "a PDF", b"II*\x00": "a TIFF", b"MM\x00*": "a TIFF", b"RIFF": "a WebP",
    b"\x00\x00\x00": "an HEIC or AVIF", b"<svg": "an SVG", b"<?xml": "an SVG",
}  # fmt: skip
_BASELINE = {0xC0, 0xC1, 0xC2}  # baseline, extended and progressive, Huffman-coded (T.81, table B.1)
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD9)}  # markers without a length (T.81, B.1.1.4)
_SAVE_RGB = "open it in a picture program and save it as a JPEG or PNG in RGB"
_SEND_AGAIN = "get the file again from where it came from; it was cut off on the way"


class RasterPicture(Struct, frozen=True):
    """A picture of pixels as it is seen, turned upright."""

    width_px: int
    height_px: int


class _FaultError(Exception):
    """What is wrong with the file: the complaint's code, its words, a hint."""


def read_raster(path: Path, span: Span, sink: Sink) -> RasterPicture | None:
    """The size of a PNG or JPEG, or None after a complaint at `span`, the place in the YAML that names the file."""
    try:
        with path.open("rb") as file:
            picture = _read(file)
    except _FaultError as fault:
        code, message, hint = fault.args
        sink.error(code, f"{path.name} {message}", span, hint)
        return None
    except (struct.error, EOFError):
        sink.error("picture-cut", f"{path.name} is incomplete: the file ends in the middle", span, _SEND_AGAIN)
        return None
    except OSError as fault:
        sink.error("picture-file", f"{path.name} cannot be read: {fault.strerror or 'unknown reason'}", span)
        return None
    return picture


def check_resolution(picture: RasterPicture, width_pt: float, span: Span, sink: Sink) -> None:
    """Warn when fewer than WANTED_PPI pixels fall on an inch of paper, at a printed width in points."""
    inches = width_pt / 72
    if inches <= 0 or picture.width_px >= WANTED_PPI * inches:
        return
    ppi = picture.width_px / inches
    message = f"the picture prints {inches:.1f} in wide with {ppi:.0f} pixels per inch, and will look soft"
    hint = f"use a picture at least {math.ceil(WANTED_PPI * inches)} pixels wide, or a smaller `width`"
    sink.warn("picture-coarse", message, span, hint)


def _read(file: BinaryIO) -> RasterPicture:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > LARGEST:
        hint = "save a smaller copy: a page is some 2,500 pixels wide"
        raise _FaultError("picture-size", f"has {size / 1e6:.0f} MB, and at most {LARGEST // 1_000_000} are read", hint)
    start = file.read(8)
    if start == _PNG:
        picture = _png(file, size)
    elif start[:3] == b"\xff\xd8\xff":
        picture = _jpeg(file, size)
    elif not start:
        raise _FaultError("picture-cut", "is empty", _SEND_AGAIN)
    elif _PNG.startswith(start):
        raise EOFError
    else:
        kind = next((name for mark, name in _OTHERS.items() if start.startswith(mark)), "neither a PNG nor a JPEG")
        what = kind if kind.startswith("neither") else f"{kind} file in spite of its name"
        raise _FaultError("picture-kind", f"is {what}", "save it as PNG or JPEG")
    if picture.width_px < 1 or picture.height_px < 1:
        raise _FaultError("picture-kind", "is damaged: it has no width or no height", _SEND_AGAIN)
    if picture.width_px * picture.height_px > MOST_PIXELS:
        megapixels = picture.width_px * picture.height_px / 1e6
        message = f"has {megapixels:,.0f} megapixels, and at most {MOST_PIXELS // 1_000_000} are read"
        raise _FaultError("picture-size", message, "save a smaller copy: a page is some 2,500 pixels wide")
    return picture


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _png(file: BinaryIO, size: int) -> RasterPicture:
    """Walk the chunks (PNG 5.3): IHDR first, IEND last, each as long as it says."""
    width = height = 0
    kinds: set[bytes] = set()
    while b"IEND" not in kinds:
        length, kind = struct.unpack(">I4s", _exactly(file, 8))
        if not kinds and (kind != b"IHDR" or length != 13):
            raise _FaultError("picture-kind", "is damaged: its head is missing", _SEND_AGAIN)
        kinds.add(kind)
        body = _exactly(file, length) if kind == b"IHDR" and length <= 13 else b""
        if body:
            width, height = struct.unpack(">II", body[:8])
        if file.seek(length - len(body) + 4, os.SEEK_CUR) > size:  # the 4 are the chunk's checksum
            raise EOFError
    if b"IDAT" not in kinds:
        raise EOFError
    return RasterPicture(width, height)


def _jpeg(file: BinaryIO, size: int) -> RasterPicture:
    """Walk the segments to the start of the scan (T.81, B.1.1), then look for the end of the image."""
    file.seek(2)
    frame: tuple[int, int] | None = None
    turned = False
    for marker, body in _segments(file, size):
        if marker in _FRAMES:
            frame = _frame(marker, body)
        elif marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:]) >= 5
    if frame is None:
        raise EOFError
    if not _ends(file, size):
        raise EOFError
    width, height = frame
    return RasterPicture(height, width) if turned else RasterPicture(width, height)


def _segments(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    while True:
        lead, marker = _exactly(file, 2)
        if lead != 0xFF:
            raise _FaultError("picture-kind", "is a damaged JPEG", _SEND_AGAIN)
        while marker == 0xFF:  # fill bytes
            marker = _exactly(file, 1)[0]
        if marker in _BARE:
            continue
        (length,) = struct.unpack(">H", _exactly(file, 2))
        if length < 2 or file.tell() + length - 2 > size:
            raise EOFError
        yield marker, _exactly(file, length - 2)
        if marker == 0xDA:  # start of scan: the compressed picture follows
            return


def _frame(marker: int, body: bytes) -> tuple[int, int]:
    depth, height, width, channels = struct.unpack(">BHHB", body[:6])
    if marker not in _BASELINE or depth != 8:
        raise _FaultError("picture-kind", "is a rare kind of JPEG that most programs cannot show", _SAVE_RGB)
    if channels == 4:
        raise _FaultError("picture-kind", "is a CMYK picture, made for one printing press", _SAVE_RGB)
    if channels not in (1, 3):
        raise _FaultError("picture-kind", f"is a JPEG of {channels} channels", _SAVE_RGB)
    return width, height


def _orientation(tiff: bytes) -> int:
    """The Exif orientation, 1 to 8 (5 and up: a quarter turn); 1 where it is not said or not readable."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(count):
            tag, value = struct.unpack_from(f"{order}H6xH", tiff, at + 2 + 12 * entry)
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _ends(file: BinaryIO, size: int) -> bool:
    """Whether the end-of-image marker stands near the end of the file; some cameras write a little after it."""
    file.seek(max(file.tell(), size - 65_536))
    return b"\xff\xd9" in file.read()
