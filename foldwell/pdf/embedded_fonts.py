"""Glyphs as they are painted come in, embedded font programs with widths and a ToUnicode map go out.

A face is a Type0 font over a CIDFontType2 with Identity-H (ISO 32000-1, 9.7). Codes are dealt out in order of first
use, one for each glyph and text that it stands for, so that ToUnicode can tell a hyphen from the soft hyphen at the end
of a line although both are the same glyph; CIDToGIDMap leads from codes to glyphs. The program holds only what was
painted.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from foldwell.pdf.notation import number
from foldwell.pdf.reportlab_parts import Part, TaggedFile
from foldwell.pdf.spelling import Spelt, width
from foldwell.type.faces import Face
from foldwell.type.fonts import FontBook

_SYMBOLIC = 4  # flags of a font descriptor (9.8.2): glyph ids stand for themselves, not for a standard encoding
_ITALIC = 64
_STEM = {False: 80, True: 140}  # width of stems in 1/1000 em: what viewers use only where a font is not embedded
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})  # a reader searches for "4.5 mg" with a plain space
_NOTHING = "\u200b"  # what a glyph stands for that is read only as a part of its neighbour


@dataclass(frozen=True, slots=True)
class Code:
    """A character code of a font: its glyph, what it stands for, and the width that the file states (1/1000 em)."""

    number: int
    gid: int
    text: str
    width: int

    @property
    def hexadecimal(self) -> str:
        """The code as it stands in a string of the content stream."""
        return f"{self.number:04X}"


class FontInUse(dict[Spelt, str]):
    """One face while pages are painted: from a glyph and what it stands for to its code, which is dealt out when missing.

    `codes` holds the codes in the order in which they were dealt.
    """

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face = face
        self.resource = resource
        self.codes: list[Code] = []

    def __missing__(self, spelt: Spelt) -> str:
        gid, text = spelt
        plain = text.translate(_SPACES) or _NOTHING
        code = self[gid, plain] if plain != text else self._deal(gid, text)
        self[spelt] = code
        return code

    def _deal(self, gid: int, text: str) -> str:
        code = Code(len(self.codes) + 1, gid, text, width(self.face, gid))
        self.codes.append(code)
        return code.hexadecimal


class FontsInUse:
    """The faces of one file, in order of first use."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._fonts: dict[str, FontInUse] = {}

    def use(self, key: str) -> FontInUse:
        """The face of a key, entered when it is new."""
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = FontInUse(self._book.by_key(key), f"F{len(self._fonts) + 1}")
        return font

    def embed(self, file: TaggedFile) -> None:
        """Enter all faces into the file."""
        for key, font in self._fonts.items():
            program = self._book.subset(key, frozenset(code.gid for code in font.codes))
            file.add_font(font.resource, _embed(file, font.face, tuple(font.codes), program))


def _embed(file: TaggedFile, face: Face, codes: tuple[Code, ...], program: bytes) -> Part:
    base = f"/{subset_tag(codes)}+{re.sub('[^A-Za-z0-9-]', '', face.name)}"
    data = file.add_stream(f"/Length1 {len(program)}/Filter/FlateDecode", _compressed(program))
    descriptor = file.add(_descriptor(face, base, data.ref))
    glyphs = file.add_stream("/Filter/FlateDecode", _compressed(glyph_map(codes)))
    widths = " ".join(str(code.width) for code in codes)
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{base}{system}/FontDescriptor {descriptor.ref}"
        f"/CIDToGIDMap {glyphs.ref}/W[1[{widths}]]>>"
    )
    meanings = file.add_stream("/Filter/FlateDecode", _compressed(to_unicode(codes)))
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant.ref}]/ToUnicode {meanings.ref}>>"
    )


@lru_cache(maxsize=64)
def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def subset_tag(codes: tuple[Code, ...]) -> str:
    """Six capitals that differ with the glyphs chosen (ISO 32000-1, 9.6.4)."""
    digest = sha256(",".join(str(code.gid) for code in codes).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _descriptor(face: Face, base: str, file: str) -> str:
    box = " ".join(number(value * 1000 / face.upem, 0) for value in face.bbox)
    return (
        f"<</Type/FontDescriptor/FontName{base}/Flags {_SYMBOLIC | (_ITALIC if face.italic else 0)}"
        f"/FontBBox[{box}]/ItalicAngle {number(face.italic_angle)}/Ascent {number(face.ascent * 1000, 0)}"
        f"/Descent {number(-face.descent * 1000, 0)}/CapHeight {number(face.cap_height * 1000, 0)}"
        f"/StemV {_STEM[face.bold]}/FontFile2 {file}>>"
    )


def glyph_map(codes: tuple[Code, ...]) -> bytes:
    """The CIDToGIDMap: two bytes for each code from 0 on (9.7.4.2)."""
    return b"".join(gid.to_bytes(2, "big") for gid in (0, *(code.gid for code in codes)))


@lru_cache(maxsize=64)
def to_unicode(codes: tuple[Code, ...]) -> bytes:
    """The ToUnicode CMap (9.10.3); a ligature stands for several characters."""
    rows = [f"<{code.hexadecimal}><{code.text.encode('utf-16-be').hex().upper()}>" for code in codes]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # no more than 100 to a block
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
