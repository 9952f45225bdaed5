"""Raster read by CUPS itself: a file comes in, its pages as libcups reads them go out; and headers that CUPS makes."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from judges import need
from msgspec import Struct

HEADER = 1796  # bytes of cups_page_header2_t, which has the layout of a PWG header in the machine's own byte order
READ = 0


class Header(Struct, frozen=True):
    """A page's header as CUPS holds it in memory."""

    data: bytes

    def number(self, at: int) -> int:
        """The unsigned number at an offset."""
        return ctypes.c_uint32.from_buffer_copy(self.data, at).value

    def words(self, at: int) -> str:
        """The text at an offset."""
        return self.data[at : at + 64].split(b"\0")[0].decode()


class ReadPage(Struct, frozen=True):
    """A page that was read."""

    header: Header
    pixels: bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.header.number(372), self.header.number(376)

    @property
    def dpi(self) -> int:
        """Dots per inch across the feed."""
        return self.header.number(276)

    @property
    def duplex(self) -> bool:
        """Whether both sides are printed."""
        return bool(self.header.number(272))

    @property
    def tumble(self) -> bool:
        """Whether the paper is turned about its short edge."""
        return bool(self.header.number(368))


def _library() -> ctypes.CDLL:
    need("ippeveprinter")  # its package brings libcups along
    library = ctypes.CDLL("libcups.so.2")
    library.cupsRasterOpen.restype = ctypes.c_void_p
    library.pwgMediaForPWG.restype = ctypes.c_void_p
    return library


def read_pages(path: Path) -> list[ReadPage]:
    """All pages of a PWG or Apple raster."""
    library, pages = _library(), []
    file = os.open(path, os.O_RDONLY)
    raster = ctypes.c_void_p(library.cupsRasterOpen(file, READ))
    assert raster, "CUPS does not take this for raster"
    header = ctypes.create_string_buffer(HEADER)
    while library.cupsRasterReadHeader2(raster, header):
        found = Header(header.raw)
        length = found.number(392) * found.number(376)
        pixels = ctypes.create_string_buffer(length)
        got = library.cupsRasterReadPixels(raster, pixels, ctypes.c_uint(length))
        assert got == length, f"{got} of {length} bytes were read"
        pages.append(ReadPage(found, pixels.raw))
    rest = os.read(file, 1)
    library.cupsRasterClose(raster)
    os.close(file)
    assert rest == b"", "there is more in the file than its pages"
    return pages


def made_by_cups(media: str, kind: str, dpi: int, sides: str, back: str) -> Header:
    """The header that CUPS makes for the back of such a sheet."""
    library, header = _library(), ctypes.create_string_buffer(HEADER)
    paper = ctypes.c_void_p(library.pwgMediaForPWG(media.encode()))
    words = (sides.encode(), back.encode())
    assert library.cupsRasterInitPWGHeader(header, paper, kind.encode(), dpi, dpi, *words)
    return Header(header.raw)
