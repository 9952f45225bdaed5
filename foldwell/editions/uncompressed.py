"""The objects of a PDF without their compression: a file that this program wrote comes in, a hash goes out.

Another build of zlib packs the same data into other bytes; the objects are the same. What follows from the packing
alone is left out: lengths, offsets, the file's ID (ISO 32000-1, 7.3.8, 7.5.4, 7.5.8, 14.4). An offset counts as the
number of the object that it leads to. Every other byte counts, so that a hash says as much as one of the whole file.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from struct import Struct, error

_OBJECT = re.compile(rb"(?:^|\n)(?P<number>\d+) 0 obj\s")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_ID = re.compile(rb"/ID\s*\[[^\]]*\]")
_TABLE = re.compile(rb"/Type\s*/XRef\b")
_ROW = re.compile(rb"\b(\d{10})(?= \d{5} n)")  # of a cross-reference table
_START = re.compile(rb"(?<=startxref\n)(\d+)")
_PLACE = Struct(">BIH")  # of a cross-reference stream: W[1 4 2]


def hash_objects(pdf: bytes) -> str | None:
    """SHA-256, in hexadecimal, of all objects in their order; None where this is no file as the program writes it."""
    digest, places, at = hashlib.sha256(), dict[int, bytes](), 0
    while (start := _OBJECT.search(pdf, at)) is not None:
        end = _END.search(pdf, start.end())
        if end is None:
            return None
        places[start.start("number")] = start["number"]
        head = pdf[start.end() : end.start()]
        digest.update(pdf[at : start.end()] + _plain(head) + end[0])
        at = end.end()
        if end[0] != b"endobj":
            found = _unpacked(pdf, head, at)
            if found is None:
                return None
            data, size = found
            digest.update(_led_to(data, places) if _TABLE.search(head) else data)
            at += size
    if not places:
        return None
    rest = _ROW.sub(lambda row: places.get(int(row[1]), row[1]), pdf[at:])
    digest.update(_START.sub(lambda row: _start(int(row[1]), pdf, places), _plain(rest)))
    return digest.hexdigest()


def _plain(head: bytes) -> bytes:
    return _ID.sub(b"", _LENGTH.sub(b"", head))


def _start(offset: int, pdf: bytes, places: dict[int, bytes]) -> bytes:
    """The object, or the table, where reading begins."""
    return b"xref" if pdf[offset : offset + 5] == b"xref\n" else places.get(offset, b"%d" % offset)


def _unpacked(pdf: bytes, head: bytes, at: int) -> tuple[bytes, int] | None:
    """A stream's data, and how many bytes it takes in the file; None where it is damaged."""
    length = _LENGTH.search(head)
    if length is None or not pdf[at + int(length[1]) :][:11].lstrip().startswith(b"endstream"):
        return None
    data = pdf[at : at + int(length[1])]
    if b"/FlateDecode" not in head:
        return data, len(data)
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data)
    except zlib.error:
        return None
    return (plain, len(data)) if unpacking.eof and not unpacking.unused_data else None


def _led_to(table: bytes, places: dict[int, bytes]) -> bytes:
    """A cross-reference stream, with the numbers of the objects that its offsets lead to."""
    try:
        rows = list(_PLACE.iter_unpack(table))
    except error:
        return table
    return b"\n".join(
        b"%d %b %d" % (kind, places.get(place, b"%d?" % place) if kind == 1 else b"%d" % place, again)
        for kind, place, again in rows
    )
