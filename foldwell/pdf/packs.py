"""Objects' texts come in; object streams, and what tells where each object of a file stands, go out.

Object streams (ISO 32000-1, 7.5.7) hold what would be most of a file otherwise, the hundreds of small objects of a
structure tree. There are several to a file, each of objects that belong together, so that what has not changed since
the last file need not be deflated again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

SPEED = 4  # of zlib's levels, for what is made anew each time: the default takes 2.6 times as long and saves 8 %
_ROW = Struct(">BIH")  # of the cross-reference stream: W[1 4 2]


@lru_cache(maxsize=256)  # of some 10 kB: the sheets of a clinic, most of which the next edition holds as well
def deflated(data: bytes, effort: int = SPEED) -> bytes:
    """The data deflated; what two files hold alike is deflated once."""
    return zlib.compress(data, effort)


class Pack(NamedTuple):
    """Objects that are written together: their numbers, their texts, and the object stream but for its own number."""

    numbers: range | tuple[int, ...]
    bodies: tuple[bytes, ...]
    stream: bytes

    @property
    def rows(self) -> Iterator[tuple[int, bytes]]:
        """The texts with their numbers, for a file without object streams."""
        return zip(self.numbers, self.bodies, strict=True)


@lru_cache(maxsize=128)  # of some 15 kB
def pack(numbers: range | tuple[int, ...], texts: tuple[str, ...], effort: int = SPEED) -> Pack:
    """Objects with these numbers; the stream begins with pairs of number and offset."""
    bodies = tuple([text.encode("latin-1") for text in texts])
    pairs = []
    offset = 0
    for number, body in zip(numbers, bodies, strict=True):
        pairs.append(b"%d %d" % (number, offset))
        offset += len(body) + 1
    head = b" ".join(pairs) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(bodies), len(head))
    return Pack(numbers, bodies, stream_text(entries, zlib.compress(head + b"\n".join(bodies), effort)))


def stream_text(entries: bytes, data: bytes) -> bytes:
    """A stream as it stands in the file; PDF/A wants a line's end before `endstream` (ISO 19005-2, 6.1.7.1)."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


def numbered(number: int, body: bytes) -> bytes:
    """An object that stands on its own in the file."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def numbered_stream(number: int, entries: bytes, data: bytes) -> bytes:
    """A stream that stands on its own in the file."""
    return b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, entries, len(data), data)


class CrossReferences:
    """The rows of a cross-reference stream (7.5.8), by the number of the first object that they tell of."""

    def __init__(self) -> None:
        self._rows = {0: _ROW.pack(0, 0, 65535)}

    def add(self, number: int, offset: int) -> None:
        """An object that stands at a place of the file (bytes from its start)."""
        self._rows[number] = _ROW.pack(1, offset, 0)

    def add_packed(self, pack: Pack, container: int) -> None:
        """Objects in the object stream of a number."""
        rows = _packed_rows(container, len(pack.numbers))
        if isinstance(pack.numbers, range):
            self._rows[pack.numbers.start] = rows
        else:
            for index, number in enumerate(pack.numbers):
                self._rows[number] = rows[index * _ROW.size : (index + 1) * _ROW.size]

    def written(self, number: int, trailer: str, effort: int) -> bytes:
        """The stream, which is itself the last of `number` objects, with the trailer's entries."""
        rows = b"".join([self._rows[first] for first in sorted(self._rows)])
        if len(rows) != (number + 1) * _ROW.size:
            raise ValueError(f"{number} objects are numbered, and {len(rows) // _ROW.size - 1} stand in the file")
        entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]{trailer}/Filter/FlateDecode"
        return numbered(number, stream_text(entries.encode("latin-1"), deflated(rows, effort)))


@lru_cache(maxsize=256)  # of less than 1 kB
def _packed_rows(container: int, count: int) -> bytes:
    return b"".join([_ROW.pack(2, container, index) for index in range(count)])


def cross_table(offsets: Sequence[int], trailer: str) -> bytes:
    """A cross-reference table and the trailer (7.5.4): rows of twenty bytes, the first for number 0."""
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(offsets) + 1
    return b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d%b>>\n" % (
        size,
        rows,
        size,
        trailer.encode("latin-1"),
    )
