"""PDF objects of any make come in, plain values go out, or None for what is not as the standard wants it.

Nothing here raises: a preflight reads files that are broken, and says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

from foldwell.checks.preflight.geometry import SAME, Matrix

PdfObject = Any  # pikepdf hands over objects, numbers and None, whatever the file holds
DEEPEST = 50  # levels of a page tree or a chain of parents
BROKEN = (pikepdf.PikepdfError, ValueError, TypeError, RuntimeError, NotImplementedError)


def entry(holder: PdfObject, key: str) -> PdfObject:
    """The value of a key (`/Name`) of a dictionary or a stream; None where there is none, or no dictionary."""
    if not isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        return None
    try:
        return holder.get(key)
    except BROKEN:
        return None


def entries(holder: PdfObject) -> Iterator[tuple[str, PdfObject]]:
    """The keys without their slash and the values of a dictionary or a stream."""
    if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in list(holder.keys()):
            yield key[1:], entry(holder, key)


def number(value: PdfObject) -> float | None:
    """A number that one can reckon with."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e12 else None


def matrix_of(value: PdfObject, usual: Matrix = SAME) -> Matrix:
    """A matrix; the usual one where there is none."""
    match numbers(value, 6):
        case (a, b, c, d, e, f):
            return (a, b, c, d, e, f)
    return usual


def whole(value: PdfObject) -> int | None:
    """A whole number."""
    found = number(value)
    return int(found) if found is not None else None


def numbers(value: PdfObject, count: int | None = None) -> tuple[float, ...] | None:
    """An array of numbers, of a certain length if one is given."""
    found = [number(item) for item in items(value)] if isinstance(value, pikepdf.Array) else [None]
    good = tuple(item for item in found if item is not None)
    return good if len(good) == len(found) and count in (None, len(good)) else None


def items(value: PdfObject) -> list[PdfObject]:
    """What an array holds; nothing where it is none."""
    if not isinstance(value, pikepdf.Array):
        return []
    try:
        return list(value)
    except BROKEN:
        return []


def name(value: PdfObject) -> str | None:
    """A name without its slash."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else None


def string(value: PdfObject) -> str:
    """A text string, empty where there is none."""
    if not isinstance(value, pikepdf.String):
        return ""
    try:
        return str(value)
    except BROKEN:  # bytes that are no text in any encoding of PDF
        return bytes(value).decode("latin-1")


def is_stream(value: PdfObject) -> bool:
    """Whether it is a stream."""
    return isinstance(value, pikepdf.Stream)


def content(value: PdfObject) -> bytes | None:
    """The bytes of a stream after its filters; None where they are damaged or too many (see `judge.MEMORY`)."""
    if not isinstance(value, pikepdf.Stream):
        return None
    try:
        return value.read_bytes()
    except BROKEN:
        return None


def identity(value: PdfObject) -> tuple[int, int] | None:
    """Number and generation of an object of its own, None for one that is written inside another."""
    if not isinstance(value, pikepdf.Object):
        return None
    found = value.objgen
    return found if found != (0, 0) else None


def inherited(page: PdfObject, key: str) -> PdfObject:
    """The value of a key of a page, or of the nearest node above it in the page tree (ISO 32000-1, 7.7.3.4)."""
    node = page
    for _ in range(DEEPEST):
        value = entry(node, key)
        if value is not None:
            return value
        node = entry(node, "/Parent")
    return None
