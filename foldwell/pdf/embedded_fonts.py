"""Glyphs as they are painted come in, embedded font programs with widths and a ToUnicode map go out.

A face is a Type0 font over a CIDFontType2 with Identity-H (ISO 32000-1, 9.7). A code is the glyph's number where the
glyph stands for what the font itself says. For anything else, such as a ligature or the hyphen that is a soft hyphen at
the end of a line, codes are dealt out beyond the last glyph, so that ToUnicode can tell them apart; CIDToGIDMap leads
back to the glyphs. The program holds only what was painted.
"""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import NamedTuple

from foldwell.pdf.notation import number
from foldwell.pdf.reportlab_parts import Part, TaggedFile
from foldwell.pdf.spelling import Spelling, Spelt, shown, usual_texts, width
from foldwell.type.faces import Face
from foldwell.type.fonts import FontBook

_SYMBOLIC = 4  # flags of a font descriptor (9.8.2): glyph ids stand for themselves, not for a standard encoding
_ITALIC = 64
_STEM = {False: 80, True: 140}  # width of stems in 1/1000 em: what viewers use only where a font is not embedded


class Code(NamedTuple):
    """A character code of a font: its glyph, what it stands for, and the width that the file states (1/1000 em)."""

    number: int
    gid: int
    text: str
    width: int

    @property
    def hexadecimal(self) -> str:
        """The code as it stands in a string of the content stream."""
        return f"{self.number:04X}"


class FontDemand(NamedTuple):
    """What a panel calls for of a face: a bit for each glyph whose code is its number, and those that need a code of
    their own, in order of first use."""

    face: str
    own: int
    odd: tuple[Spelt, ...]


class NamedFont(NamedTuple):
    """A face's name in operators, and the codes of what was odd."""

    resource: str
    codes: tuple[int, ...]


class FontInUse:
    """One face while pages are painted, and what was painted with it."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._own = 0
        self._dealt: dict[Spelt, int] = {}

    def show(self, spelling: Spelling) -> str:
        """The operators that show a text; its glyphs are entered before."""
        return shown(spelling.rows, self.code) if spelling.usual is None else spelling.usual

    def enter(self, own: int) -> None:
        """Glyphs that are painted and whose codes are their numbers: a bit for each."""
        self._own |= own

    def code(self, spelt: Spelt) -> str:
        """The code of a glyph that stands for something, as it is written in operators."""
        gid, text = spelt
        return f"{gid:04X}" if usual_texts(self.face).get(gid) == text else f"{self.deal(spelt):04X}"

    def deal(self, odd: Spelt) -> int:
        """The code of a glyph that stands for something else than the font itself says."""
        code = self._dealt.get(odd)
        if code is None:
            code = self._dealt[odd] = self.face.hb_face.glyph_count + len(self._dealt)
        return code

    def codes(self) -> tuple[Code, ...]:
        """The codes that were painted, in their order."""
        face, usual = self.face, usual_texts(self.face)
        own = [gid for gid, bit in enumerate(reversed(f"{self._own:b}")) if bit == "1"]
        rows = [(gid, gid, usual[gid]) for gid in own] + [(code, *spelt) for spelt, code in self._dealt.items()]
        return tuple([Code(number, gid, text, width(face, gid)) for number, gid, text in rows])

    def embed(self, file: TaggedFile) -> Part:
        """Enter the face into the file. What another file with the same codes holds of it is not made again."""
        key = (self.face, self._own, tuple(self._dealt.items()))
        made = _made.pop(key, None) or _embedded(self.face, self.codes())
        _made[key] = made  # behind all others: the first is the one that was asked for longest ago
        if len(_made) > _ROOM:
            del _made[next(iter(_made))]
        return _entered(file, made)


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

    def meet(self, demand: FontDemand) -> NamedFont:
        """Enter what a panel calls for."""
        font = self.use(demand.face)
        font.enter(demand.own)
        return NamedFont(font.resource, tuple(map(font.deal, demand.odd)) if demand.odd else ())

    def embed(self, file: TaggedFile) -> None:
        """Enter all faces into the file."""
        for font in self._fonts.values():
            file.add_font(font.resource, font.embed(file))


class _Embedded(NamedTuple):
    """What a file holds of a face: its name there, the descriptor's entries but for the program, whose length and data
    follow; the data are deflated like the other tables; `glyphs` is None where every code is a glyph's number."""

    base: str
    descriptor: str
    length: int
    program: bytes
    glyphs: bytes | None
    widths: str
    meanings: bytes


_made: dict[tuple[Face, int, tuple[tuple[Spelt, int], ...]], _Embedded] = {}
_ROOM = 96  # of some 20 kB: the faces of all sheets of a clinic, which the next clinic's sheets mostly share


def _embedded(face: Face, codes: tuple[Code, ...]) -> _Embedded:
    program = face.subset(frozenset(code.gid for code in codes))
    plain = all(code.number == code.gid for code in codes)
    base = f"/{subset_tag(codes)}+{re.sub('[^A-Za-z0-9-]', '', face.name)}"
    return _Embedded(
        base, _descriptor(face, base), len(program), zlib.compress(program, 9),
        None if plain else zlib.compress(glyph_map(codes), 9), width_array(codes), zlib.compress(to_unicode(codes), 9),
    )  # fmt: skip


def _entered(file: TaggedFile, made: _Embedded) -> Part:
    base = made.base
    data = file.add_stream(f"/Length1 {made.length}/Filter/FlateDecode", made.program)
    descriptor = file.add(f"<<{made.descriptor}/FontFile2 {data.ref}>>")
    glyphs = "/Identity"
    if made.glyphs is not None:
        glyphs = f" {file.add_stream('/Filter/FlateDecode', made.glyphs).ref}"
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{base}{system}/FontDescriptor {descriptor.ref}"
        f"/CIDToGIDMap{glyphs}/W{made.widths}>>"
    )
    meanings = file.add_stream("/Filter/FlateDecode", made.meanings)
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant.ref}]/ToUnicode {meanings.ref}>>"
    )


def subset_tag(codes: tuple[Code, ...]) -> str:
    """Six capitals that differ with the glyphs chosen (ISO 32000-1, 9.6.4)."""
    digest = sha256(",".join(str(code.gid) for code in codes).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _descriptor(face: Face, base: str) -> str:
    box = " ".join(number(value * 1000 / face.upem, 0) for value in face.bbox)
    return (
        f"/Type/FontDescriptor/FontName{base}/Flags {_SYMBOLIC | (_ITALIC if face.italic else 0)}"
        f"/FontBBox[{box}]/ItalicAngle {number(face.italic_angle)}/Ascent {number(face.ascent * 1000, 0)}"
        f"/Descent {number(-face.descent * 1000, 0)}/CapHeight {number(face.cap_height * 1000, 0)}"
        f"/StemV {_STEM[face.bold]}"
    )


def width_array(codes: tuple[Code, ...]) -> str:
    """The W array: runs of neighbouring codes with their widths (9.7.4.3)."""
    runs: list[tuple[int, list[str]]] = []
    for code in codes:
        if not runs or code.number != runs[-1][0] + len(runs[-1][1]):
            runs.append((code.number, []))
        runs[-1][1].append(str(code.width))
    return "[" + "".join(f"{first}[{' '.join(row)}]" for first, row in runs) + "]"


def glyph_map(codes: tuple[Code, ...]) -> bytes:
    """The CIDToGIDMap: two bytes for each code from 0 on (9.7.4.2)."""
    glyphs = bytearray(2 * (codes[-1].number + 1))
    for code in codes:
        glyphs[2 * code.number : 2 * code.number + 2] = code.gid.to_bytes(2, "big")
    return bytes(glyphs)


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
