"""Values of ours come in, their shortest spelling in PDF syntax goes out (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from functools import lru_cache

from foldwell.layout.document import Rect

_IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_ESCAPED = re.compile(r"([\\()])")


@lru_cache(maxsize=1 << 13)  # the next edition of a sheet holds nearly the same numbers
def number(value: float, places: int = 2) -> str:
    """A number with at most `places` decimals: a hundredth of a point is far below what any printer shows."""
    short = round(value, places)
    whole = int(short)
    return str(whole) if whole == short else repr(short)


def numbers(*values: float) -> str:
    """Numbers with spaces between them."""
    return " ".join([number(value) for value in values])


@lru_cache(maxsize=1 << 9)  # and nearly the same words to be told instead of what is shown
def text_string(text: str) -> str:
    """A text string: as it reads where it is plain ASCII, else UTF-16 in hexadecimal (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return "(" + _ESCAPED.sub(r"\\\1", text) + ")"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def box(rect: Rect, height: float) -> str:
    """A boundary of a page of this height; to a ten-thousandth, so that 3 mm of bleed are not rounded to less."""
    sides = (rect.x, height - rect.bottom, rect.right, height - rect.y)
    return f"[{' '.join(number(side, 4) for side in sides)}]"


def xml_text(text: str) -> str:
    """Text as it stands in XML, also between quotes. The standard library's way loads the names of all characters."""
    return text.translate(_IN_XML)
