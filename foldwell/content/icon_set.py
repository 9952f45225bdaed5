"""The icons that brochures may name: a name comes in; its drawing, or the names that are near it, go out.

They are Lucide's (https://lucide.dev, ISC licence), which the package `lucide` brings in one zip file. Only that file
is read: nothing of the package itself is run.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_SUFFIX = ".svg"
# APPNOTE.TXT of PKWARE, 4.3: the end of a zip file without a comment, an entry of its directory, a file's own head.
_END = struct.Struct("<4s8x2L2x")  # signature, the directory's size and place
_ENTRY = struct.Struct("<10xH4x2L4xH12xL")  # method, CRC, compressed size, the name's length, place
_HEAD = struct.Struct("<26x2H")  # the lengths of the name and of what follows it
_DEFLATED = 8


@cache
def _file() -> Path:
    """The zip file. Raises FileNotFoundError where the package is not installed."""
    found = find_spec("lucide")
    for folder in (found.submodule_search_locations or ()) if found else ():
        file = Path(folder) / "lucide.zip"
        if file.is_file():
            return file
    raise FileNotFoundError("the package `lucide` is not installed; pip install lucide")


@cache
def icon_names() -> frozenset[str]:
    """The names of all icons."""
    from zipfile import ZipFile  # only brochures with icons need it

    with ZipFile(_file()) as file:
        return frozenset(name.removesuffix(_SUFFIX) for name in file.namelist() if name.endswith(_SUFFIX))


@lru_cache(maxsize=256)
def icon_svg(name: str) -> bytes:
    """An icon's SVG: 24 units wide and high, drawn with a line of 2. Raises KeyError for a name that is none."""
    found = _found(name)
    if found is not None:
        crc, size, place = found
        with _file().open("rb") as file:
            file.seek(place)
            name_length, more_length = _HEAD.unpack(file.read(_HEAD.size))
            file.seek(name_length + more_length, 1)
            svg = zlib.decompress(file.read(size), -zlib.MAX_WBITS)
        if zlib.crc32(svg) == crc:
            return svg
    from zipfile import ZipFile

    with ZipFile(_file()) as archive:
        return archive.read(f"{name}{_SUFFIX}")


def is_icon(name: str) -> bool:
    """Whether there is an icon of this name."""
    return _found(name) is not None or name in icon_names()


def _found(name: str) -> tuple[int, int, int] | None:
    """An icon's CRC, size in the zip file and place there; None where a search does not find it.

    To read the whole directory of some 1,700 entries, as ZipFile does, takes longer than to lay out a sheet.
    """
    wanted = f"{name}{_SUFFIX}".encode()
    directory = _directory()
    at = directory.find(wanted)
    while at >= 0:
        head = at - _ENTRY.size
        if head >= 0 and directory.startswith(b"PK\x01\x02", head):
            method, crc, size, length, place = _ENTRY.unpack_from(directory, head)
            if length == len(wanted) and method == _DEFLATED:
                return crc, size, place
        at = directory.find(wanted, at + 1)
    return None


@cache
def _directory() -> bytes:
    """The entries of all icons as they stand in the zip file; nothing where its end is not where it is looked for."""
    with _file().open("rb") as file:
        file.seek(-_END.size, 2)
        signature, size, place = _END.unpack(file.read())
        file.seek(place)
        return file.read(size) if signature == b"PK\x05\x06" else b""


def near_icons(name: str) -> list[str]:
    """Up to three icons that may have been meant: those of nearly the same name, else those that share a part of it."""
    import difflib  # only a complaint needs it

    known = sorted(icon_names(), key=lambda other: (len(other), other))
    alike = difflib.get_close_matches(name, known, 3, 0.75)
    parts = [part for part in name.split("-") if len(part) > 3]
    return (
        alike
        or [other for other in known if any(part in other or other in part for part in parts if len(other) > 3)][:3]
    )
