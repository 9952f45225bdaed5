"""A font dictionary comes in; widths, heights, characters, and whether the font is embedded, go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from foldwell.checks.preflight.geometry import Matrix
from foldwell.checks.preflight.objects import (
    PdfObject,
    content,
    entries,
    entry,
    is_stream,
    items,
    matrix_of,
    name,
    number,
    whole,
)

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")  # ISO 32000-1, 9.9
ASCENT, DESCENT = 0.75, -0.25  # em: where a font does not say, as most text faces have it
MISSING = 0.55  # em: an average letter, for a font that does not say how wide its own are
MOST_TEXTS = 70_000  # characters of a ToUnicode map
_HEX = r"<\s*([0-9A-Fa-f\s]+)>"
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHARACTER = re.compile(f"{_HEX}\\s*{_HEX}")
_RANGE = re.compile(f"{_HEX}\\s*{_HEX}\\s*(?:{_HEX}|\\[([^\\]]*)\\])")


class Sign(NamedTuple):
    """A character that is shown: its code, its width in em, and what it means ("?" where nobody says)."""

    code: int
    width: float
    text: str


class Face(Struct, frozen=True):
    """A font as a page uses it."""

    name: str
    embedded: bool
    wide: bool = False  # two bytes a character
    vertical: bool = False
    widths: Mapping[int, float] = field(default_factory=dict)  # em
    other_width: float = MISSING
    ascent: float = ASCENT
    descent: float = DESCENT
    texts: Mapping[int, str] = field(default_factory=dict)
    glyphs: Mapping[int, PdfObject] = field(default_factory=dict)  # a Type 3 font's drawings
    matrix: Matrix | None = None  # of a Type 3 font's drawings
    resources: PdfObject = None

    def signs(self, codes: bytes) -> Iterator[Sign]:
        """The characters of a string."""
        step = 2 if self.wide else 1
        for at in range(0, len(codes) - step + 1, step):
            code = int.from_bytes(codes[at : at + step], "big")
            plain = "?" if self.wide else chr(code)
            yield Sign(code, self.widths.get(code, self.other_width), self.texts.get(code, plain))


def read_face(font: PdfObject) -> Face:
    """The font of a dictionary; what it does not say is guessed, so that words are found all the same."""
    texts = _meanings(entry(font, "/ToUnicode"))
    match name(entry(font, "/Subtype")):
        case "Type0":
            return _composite(font, texts)
        case "Type3":
            return _drawn(font, texts)
    descriptor = entry(font, "/FontDescriptor")
    missing = number(entry(descriptor, "/MissingWidth"))
    ascent, descent = _heights(descriptor)
    return Face(
        _name(font), _has_program(descriptor), widths=_simple_widths(font, 0.001),
        other_width=missing / 1000 if missing else MISSING, ascent=ascent, descent=descent,
        texts={**_differences(font), **texts},
    )  # fmt: skip


def _name(font: PdfObject) -> str:
    found = name(entry(font, "/BaseFont")) or "a font without a name"
    return re.sub(r"^[A-Z]{6}\+", "", found)


def _has_program(descriptor: PdfObject) -> bool:
    """Whether the font's program lies in the file and is not empty."""
    found = [entry(descriptor, key) for key in PROGRAMS]
    return any(is_stream(program) and content(program) for program in found)


def _heights(descriptor: PdfObject) -> tuple[float, float]:
    """How far letters reach over and under the line, in em."""
    ascent, descent = number(entry(descriptor, "/Ascent")), number(entry(descriptor, "/Descent"))
    top = ascent / 1000 if ascent and 300 <= ascent <= 1300 else ASCENT
    bottom = -abs(descent) / 1000 if descent and abs(descent) <= 600 else DESCENT
    return top, bottom


def _simple_widths(font: PdfObject, unit: float) -> dict[int, float]:
    first = whole(entry(font, "/FirstChar")) or 0
    widths = (number(width) for width in items(entry(font, "/Widths"))[:256])
    return {code: width * unit for code, width in enumerate(widths, first) if width is not None}


def _differences(font: PdfObject) -> dict[int, str]:
    """Characters that the encoding gives another meaning; only names that speak for themselves are read."""
    found: dict[int, str] = {}
    code = 0
    for item in items(entry(entry(font, "/Encoding"), "/Differences"))[:1000]:
        if (start := whole(item)) is not None:
            code = start
        elif (glyph := name(item)) is not None:
            found[code] = glyph if len(glyph) == 1 else {"space": " "}.get(glyph, "?")
            code += 1
    return found


def _drawn(font: PdfObject, texts: dict[int, str]) -> Face:
    """A Type 3 font: its letters are drawings in the file, so that it is embedded by nature."""
    matrix = matrix_of(entry(font, "/FontMatrix"), (0.001, 0.0, 0.0, 0.001, 0.0, 0.0))
    procedures = dict(entries(entry(font, "/CharProcs")))
    glyphs, code = {}, 0
    for item in items(entry(entry(font, "/Encoding"), "/Differences"))[:1000]:
        if (start := whole(item)) is not None:
            code = start
        else:
            glyphs[code] = procedures.get(name(item) or "")
            code += 1
    return Face(
        name(entry(font, "/Name")) or "a drawn font", True, widths=_simple_widths(font, matrix[0]), other_width=0.0,
        texts={**_differences(font), **texts}, glyphs=glyphs, matrix=matrix,
        resources=entry(font, "/Resources"),
    )  # fmt: skip


def _composite(font: PdfObject, texts: dict[int, str]) -> Face:
    """A Type 0 font: codes of two bytes, which are glyph numbers in Identity-H; widths come from its descendant."""
    descendant = next(iter(items(entry(font, "/DescendantFonts"))), None)
    descriptor = entry(descendant, "/FontDescriptor")
    usual = number(entry(descendant, "/DW"))
    ascent, descent = _heights(descriptor)
    return Face(
        _name(font), _has_program(descriptor), wide=True, vertical=(name(entry(font, "/Encoding")) or "")[-2:] == "-V",
        widths=_wide_widths(entry(descendant, "/W")), other_width=1.0 if usual is None else usual / 1000,
        ascent=ascent, descent=descent, texts=texts,
    )  # fmt: skip


def _wide_widths(value: PdfObject) -> dict[int, float]:
    """`c [w1 w2 …]` and `first last w` (ISO 32000-1, 9.7.4.3), in em."""
    found: dict[int, float] = {}
    rest = iter(items(value))
    for head in rest:
        first, second = whole(head), next(rest, None)
        if first is None:
            continue
        if (last := whole(second)) is None:
            widths = (number(width) for width in items(second))
            found.update({code: width / 1000 for code, width in enumerate(widths, first) if width is not None})
        elif (width := number(next(rest, None))) is not None:
            found.update(dict.fromkeys(range(first, min(last, first + 65535) + 1), width / 1000))
    return found


def _meanings(stream: PdfObject) -> dict[int, str]:
    """What a ToUnicode map says of each code (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for kind, body in _SECTION.findall(content(stream) or b""):
        lines = body.decode("latin-1")
        if kind == b"bfchar":
            found.update({_code(code): _text(text) for code, text in _CHARACTER.findall(lines)})
        else:
            for low, high, text, several in _RANGE.findall(lines):
                first, count = _code(low), min(_code(high) - _code(low) + 1, 65536)
                texts = re.findall(_HEX, several)
                found.update({first + step: _text(texts[step]) for step in range(min(count, len(texts)))})
                if text and (start := _text(text)):
                    last = ord(start[-1])
                    found.update({first + step: start[:-1] + chr(min(last + step, 0x10FFFF)) for step in range(count)})
        if len(found) > MOST_TEXTS:
            break
    return found


def _code(digits: str) -> int:
    return int("".join(digits.split()), 16) & 0xFFFFFFFF


def _text(digits: str) -> str:
    compact = "".join(digits.split())
    if len(compact) <= 2:  # one byte: not allowed, and often seen
        return chr(int(compact, 16))
    return bytes.fromhex(compact[: len(compact) // 4 * 4]).decode("utf-16-be", "replace")
