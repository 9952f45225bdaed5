"""IPP messages: groups of attributes come in, the bytes of a message go out, and the other way round (RFC 8010).

Only what a client of printers needs is written; everything that a printer may answer is read. Text is UTF-8.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from enum import IntEnum
from typing import Union

from msgspec import Struct

VERSION = (2, 0)


class Tag(IntEnum):
    """Delimiters and kinds of values (RFC 8010, 3.5)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    RESOLUTION = 0x32
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_IN_LANGUAGE = 0x35
    NAME_IN_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49
    MEMBER = 0x4A


LAST_DELIMITER, LAST_OUT_OF_BAND, FIRST_CHARACTERS, DEEPEST = 0x0F, 0x1F, 0x40, 20
MOST_GROUPS = 10_000  # of one byte each, millions would fit into an answer and fill the memory


class Resolution(Struct, frozen=True):
    """Dots per inch, across and along the feed."""

    across: int
    along: int


class Range(Struct, frozen=True):
    """Whole numbers from `low` to `high`."""

    low: int
    high: int


Value = Union[int, bool, str, bytes, Resolution, Range, "dict[str, list[Value]]"]  # the last one is a collection
Attributes = dict[str, list[Value]]


class Attribute(Struct, frozen=True):
    """One attribute to send: its name, the kind of its values, the values."""

    name: str
    tag: Tag
    values: tuple[int | bool | str, ...]


class Group(Struct, frozen=True):
    """Attributes that were received, under the delimiter that they followed."""

    tag: int
    attributes: Attributes


class Message(Struct, frozen=True):
    """A message that was received: `code` is an answer's status or a request's operation; `rest` is the document."""

    version: tuple[int, int]
    code: int
    number: int
    groups: tuple[Group, ...]
    rest: bytes

    def group(self, tag: Tag) -> Attributes:
        """The first group of a kind; empty where there is none."""
        return next(iter(self.groups_of(tag)), {})

    def groups_of(self, tag: Tag) -> list[Attributes]:
        """All groups of a kind: a list of printers or of jobs."""
        return [group.attributes for group in self.groups if group.tag == tag]


class Malformed(ValueError):
    """Raised for bytes that are no IPP message."""


def encode(
    code: int, number: int, groups: Sequence[tuple[Tag, Sequence[Attribute]]], version: tuple[int, int] = VERSION
) -> bytes:
    """A message's bytes; the document follows them. `number` is the request's, which its answer repeats."""
    parts = [struct.pack(">BBHI", *version, code, number)]
    for tag, attributes in groups:
        parts.append(bytes([tag]))
        parts.extend(_encode_attribute(attribute) for attribute in attributes)
    return b"".join([*parts, bytes([Tag.END])])


def _encode_attribute(attribute: Attribute) -> bytes:
    parts, name = [], attribute.name.encode()
    for value in attribute.values:
        data = _encode_value(attribute.tag, value)
        parts.append(struct.pack(">BH", attribute.tag, len(name)) + name + struct.pack(">H", len(data)) + data)
        name = b""  # a further value of the same attribute has no name (RFC 8010, 3.1.5)
    return b"".join(parts)


def _encode_value(tag: Tag, value: int | bool | str) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return struct.pack(">?", value) if tag is Tag.BOOLEAN else struct.pack(">i", value)


def decode(data: bytes) -> Message:
    """A message from its bytes. Raises Malformed."""
    try:
        return _Reader(data).message()
    except (struct.error, IndexError) as error:
        raise Malformed(f"it ends too early ({error})") from error


class _Reader:
    """Walks through the bytes of one message."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def message(self) -> Message:
        major, minor, code, number = struct.unpack(">BBHI", self._take(8))
        groups: list[Group] = []
        while (tag := self._byte()) != Tag.END:
            if len(groups) > MOST_GROUPS:
                raise Malformed("it has too many groups")
            if tag <= LAST_DELIMITER:
                groups.append(Group(tag, {}))
            elif not groups:
                raise Malformed("an attribute stands outside any group")
            else:
                self._attribute(tag, groups[-1].attributes)
        return Message((major, minor), code, number, tuple(groups), self._data[self._at :])

    def _attribute(self, tag: int, into: Attributes) -> None:
        name = self._field().decode(errors="replace")
        if not name and not into:
            raise Malformed("a value has no attribute that it belongs to")
        values = into.setdefault(name or next(reversed(into)), [])
        data = self._field()
        if tag == Tag.BEGIN_COLLECTION:
            values.append(self._collection(1))
        elif not LAST_DELIMITER < tag <= LAST_OUT_OF_BAND:  # `unknown`, `no-value`: an attribute without a value
            values.append(_decode_value(tag, data))

    def _collection(self, depth: int) -> Attributes:
        """The members up to the end of a collection (RFC 8010, 3.1.6)."""
        if depth > DEEPEST:
            raise Malformed("collections are nested too deep")
        members: Attributes = {}
        values: list[Value] = []
        while (tag := self._byte()) != Tag.END_COLLECTION:
            self._field()  # empty: a member's name is a value
            data = self._field()
            if tag == Tag.MEMBER:
                values = members.setdefault(data.decode(errors="replace"), [])
            elif tag == Tag.BEGIN_COLLECTION:
                values.append(self._collection(depth + 1))
            elif tag > LAST_OUT_OF_BAND:
                values.append(_decode_value(tag, data))
        self._field()
        self._field()
        return members

    def _byte(self) -> int:
        return self._take(1)[0]

    def _field(self) -> bytes:
        return self._take(struct.unpack(">H", self._take(2))[0])

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise Malformed("it ends too early")
        self._at += count
        return taken


def _decode_value(tag: int, data: bytes) -> Value:
    """One value; a kind that this program has no use for stays bytes."""
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int(struct.unpack(">i", data)[0])
    if tag == Tag.BOOLEAN:
        return bool(struct.unpack(">?", data)[0])
    if tag == Tag.RANGE:
        return Range(*struct.unpack(">ii", data))
    if tag == Tag.RESOLUTION:
        across, along, unit = struct.unpack(">iib", data)
        # 3 is dots per inch, 4 dots per centimetre (RFC 8010, 3.9)
        return Resolution(across, along) if unit == 3 else Resolution(round(across * 2.54), round(along * 2.54))
    if tag in (Tag.TEXT_IN_LANGUAGE, Tag.NAME_IN_LANGUAGE):
        words = 2 + struct.unpack(">H", data[:2])[0] + 2
        return data[words:].decode(errors="replace")
    return data.decode(errors="replace") if tag >= FIRST_CHARACTERS else data
