"""IPP messages as bytes: written by hand from RFC 8010, there and back, and damaged."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from foldwell.desk.ipp_client import Operation, text
from foldwell.desk.ipp_message import Malformed, Range, Resolution, Tag, decode, encode


def value(tag: int, name: bytes, data: bytes) -> bytes:
    """One value as it stands in a message."""
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(data)) + data


def answer(*values: bytes) -> bytes:
    """An answer about a printer."""
    return bytes.fromhex("0200 0000 00000007 04") + b"".join(values) + b"\x03"


def test_a_request_is_the_bytes_of_the_standard() -> None:
    """The beginning of RFC 8010's appendix A.1, with values of several kinds."""
    groups = [
        (Tag.OPERATION, [text("attributes-charset", Tag.CHARSET, "utf-8")]),
        (Tag.JOB, [text("copies", Tag.INTEGER, 20), text("sides", Tag.KEYWORD, "one-sided", "x")]),
    ]
    assert encode(Operation.PRINT_JOB, 1, groups, (1, 1)) == (
        b"\x01\x01\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x02"
        b"\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
        b"\x44\x00\x05sides\x00\x09one-sided"
        b"\x44\x00\x00\x00\x01x"
        b"\x03"
    )


def test_a_truth_is_one_byte() -> None:
    data = encode(2, 1, [(Tag.OPERATION, [text("ipp-attribute-fidelity", Tag.BOOLEAN, True)])])
    assert data.endswith(b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01\x03")


def test_every_kind_of_value_is_read() -> None:
    found = decode(
        answer(
            value(0x44, b"sides-supported", b"one-sided"),
            value(0x44, b"", b"two-sided-long-edge"),
            value(0x22, b"color-supported", b"\x00"),
            value(0x23, b"printer-state", struct.pack(">i", 3)),
            value(0x33, b"copies-supported", struct.pack(">ii", 1, 99)),
            value(0x32, b"dpi", struct.pack(">iib", 600, 300, 3)),
            value(0x32, b"dpcm", struct.pack(">iib", 236, 236, 4)),
            value(0x13, b"nothing", b""),
            value(0x35, b"info", struct.pack(">H", 2) + b"en" + struct.pack(">H", 5) + b"Hello"),
            value(0x30, b"octets", b"\xff\x00"),
        )
    ).group(Tag.PRINTER)
    assert found == {
        "sides-supported": ["one-sided", "two-sided-long-edge"],
        "color-supported": [False],
        "printer-state": [3],
        "copies-supported": [Range(1, 99)],
        "dpi": [Resolution(600, 300)],
        "dpcm": [Resolution(599, 599)],
        "nothing": [],
        "info": ["Hello"],
        "octets": [b"\xff\x00"],
    }


def test_collections_hold_collections() -> None:
    """`media-size` inside `media-col`, and a second value of the same attribute (RFC 8010, 3.1.6)."""
    found = decode(
        answer(
            value(0x34, b"media-col", b""),
            value(0x4A, b"", b"media-size"),
            value(0x34, b"", b""),
            value(0x4A, b"", b"x-dimension") + value(0x21, b"", struct.pack(">i", 21590)),
            value(0x37, b"", b""),
            value(0x4A, b"", b"media-type") + value(0x44, b"", b"plain") + value(0x44, b"", b"thick"),
            value(0x37, b"", b""),
            value(0x34, b"", b"") + value(0x37, b"", b""),
            value(0x44, b"after", b"it"),
        )
    ).group(Tag.PRINTER)
    assert found["media-col"] == [{"media-size": [{"x-dimension": [21590]}], "media-type": ["plain", "thick"]}, {}]
    assert found["after"] == ["it"]


def test_a_list_of_printers_is_several_groups_and_the_document_follows() -> None:
    data = bytes.fromhex("0200 0000 00000007 01 04") + value(0x42, b"printer-name", b"a") + b"\x04"
    message = decode(data + value(0x42, b"printer-name", b"b") + b"\x03rest")
    assert message.groups_of(Tag.PRINTER) == [{"printer-name": ["a"]}, {"printer-name": ["b"]}]
    assert (message.version, message.code, message.number, message.rest) == ((2, 0), 0, 7, b"rest")
    assert message.group(Tag.UNSUPPORTED) == {}


def test_what_is_encoded_is_decoded() -> None:
    attributes = [text("a", Tag.NAME, "ñ", "b"), text("n", Tag.INTEGER, -5), text("t", Tag.BOOLEAN, False)]
    message = decode(encode(0x0400, 99, [(Tag.UNSUPPORTED, attributes)]))
    assert message.group(Tag.UNSUPPORTED) == {"a": ["ñ", "b"], "n": [-5], "t": [False]}
    assert (message.code, message.number) == (0x0400, 99)


WHOLE = answer(
    value(0x34, b"media-col", b""), value(0x4A, b"", b"x"), value(0x21, b"", b"\0\0\0\1"), value(0x37, b"", b""),
    value(0x32, b"r", struct.pack(">iib", 1, 1, 3)),
)  # fmt: skip


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_a_message_cut_short_is_malformed(length: int) -> None:
    with pytest.raises(Malformed):
        decode(WHOLE[:length])


@pytest.mark.parametrize(
    "data",
    [
        bytes.fromhex("0200 0000 00000007") + value(0x44, b"a", b"b") + b"\x03",  # outside any group
        answer(value(0x44, b"", b"b")),  # a further value of nothing
        answer(value(0x21, b"a", b"\0\0")),  # a short integer
        answer(value(0x34, b"a", b""), *[value(0x4A, b"", b"m") + value(0x34, b"", b"")] * 60),  # nested too deep
        bytes.fromhex("0200 0000 00000007") + b"\x04" * 20_000 + b"\x03",  # too many groups
    ],
)
def test_nonsense_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode(data)


@given(some.integers(0, len(WHOLE) - 1), some.integers(0, 255))
def test_a_changed_byte_gives_a_message_or_malformed(at: int, byte: int) -> None:
    data = bytearray(WHOLE)
    data[at] = byte
    with suppress(Malformed):  # nothing else is raised
        assert decode(bytes(data)).number >= 0
