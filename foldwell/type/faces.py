"""One face of a font: its file comes in; metrics, the characters that it has, and subsets for embedding go out.

A face is read, and its SHA-256 compared, when something is first asked of it.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb  # type: ignore[import-untyped]  # no types

from foldwell.diagnostics import Diagnostic, Failed, Severity, Span

SPACES = "\u0009\u000a\u000d\u0020\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
HYPHENS = "\u2010\u2011"
# What a shaper acts on and never draws (Default_Ignorable_Code_Point of the Unicode Character Database, the part that
# occurs in text): soft hyphen, joiners, directional marks, word joiner, variation selectors, byte order mark.
IGNORABLE = "".join(
    chr(code)
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069),
        (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
# What a style may ask for, by its OpenType tag (registered features; OpenType specification, chapter 5).
LINING, OLDSTYLE, TABULAR, SMALL_CAPS = "lnum", "onum", "tnum", "smcp"
DIGITS = "0123456789"
_DROPPED_TABLES = (
    "GSUB", "GPOS", "GDEF", "BASE", "JSTF", "STAT", "kern", "MATH", "DSIG", "meta", "hdmx", "VDMX", "LTSH", "PCLT",
)  # fmt: skip


class FontFault(Failed):
    """A face cannot be used; `diagnostic` says why, and is already in the book's own Sink."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class FaceFile(NamedTuple):
    """A face's file as it was found: `stamp` is its time and size, `sha256` is empty for a drop-in file."""

    key: str
    name: str
    path: str
    shown: str
    stamp: tuple[int, int]
    sha256: str
    package: str
    axes: tuple[tuple[str, float], ...]
    span: Span


class Face:
    """One face at one weight and slant, read when something is first asked of it.

    Metrics are in em: `ascent` above the baseline, `descent` below it (a positive number), `cap_height`.
    Advances are in units of 1/`upem`. Anything asked of it raises FontFault where the file cannot be used.
    """

    def __init__(self, file: FaceFile) -> None:
        self.file = file
        self.key = file.key
        self.name = file.name
        family, weight, slant = file.key.split("/")
        self.family = family
        self.weight = weight
        self.bold = weight == "bold"
        self.italic = slant == "italic"
        self.axes: dict[str, float] = dict(file.axes)
        self._advances: dict[int, int] = {}

    def _fault(self, code: str, message: str, *hints: str) -> FontFault:
        return FontFault(Diagnostic(Severity.ERROR, code, message, self.file.span, hints))

    @cached_property
    def blob(self) -> bytes:
        """The font file's bytes."""
        file = self.file
        try:
            data = Path(file.path).read_bytes()
        except OSError as problem:
            raise self._fault(
                "font-unreadable", f"the font file {file.shown} cannot be read: {problem.strerror}"
            ) from problem
        if file.sha256 and hashlib.sha256(data).hexdigest() != file.sha256:
            raise self._fault(
                "font-changed",
                f"the font {file.shown} of the package `{file.package}` is not the one that was chosen",
                f"install it again: python -m pip install --force-reinstall {file.package}",
                "or, if the new version is wanted, put its SHA-256 into fonts.yaml and look at every sheet again",
            )
        return data

    @cached_property
    def hb_face(self) -> hb.Face:
        """The face as HarfBuzz knows it."""
        face = hb.Face(self.blob)
        tables = set(face.table_tags)
        if "glyf" not in tables:
            kind = "has PostScript outlines (CFF)" if tables & {"CFF ", "CFF2"} else "is not a TrueType font"
            raise self._fault(
                "font-format", f"the font {self.file.shown} {kind}", "use the family's .ttf file with TrueType outlines"
            )
        self._check_axes(face)
        return face

    def _check_axes(self, face: hb.Face) -> None:
        known = {axis.tag: axis for axis in face.axis_infos}
        for tag, value in self.axes.items():
            if self.file.sha256 == "" and tag not in known:
                continue  # a drop-in file may be the static cut of that weight
            axis = known.get(tag)
            if axis is None:
                has = ", ".join(known) or "none"
                raise self._fault("font-axis", f"{self.file.shown} has no axis `{tag}`", f"its axes are: {has}")
            if not axis.min_value <= value <= axis.max_value:
                span = f"{axis.min_value:g} to {axis.max_value:g}"
                raise self._fault("font-axis", f"{self.file.shown}: axis `{tag}` goes from {span}, not to {value:g}")

    @cached_property
    def hb_font(self) -> hb.Font:
        """The face at its axes, scaled to its units per em."""
        font = hb.Font(self.hb_face)
        if self.hb_face.axis_infos:
            font.set_variations(self._pinned)
        return font

    @cached_property
    def _pinned(self) -> dict[str, float]:
        return {axis.tag: self.axes.get(axis.tag, axis.default_value) for axis in self.hb_face.axis_infos}

    @cached_property
    def upem(self) -> int:
        """Units per em."""
        return int(self.hb_face.upem)

    @cached_property
    def ascent(self) -> float:
        """Height of the line's box above the baseline, in em."""
        return float(self.hb_font.get_font_extents("ltr").ascender) / self.upem

    @cached_property
    def descent(self) -> float:
        """Depth of the line's box below the baseline, in em (positive)."""
        return -float(self.hb_font.get_font_extents("ltr").descender) / self.upem

    @cached_property
    def cap_height(self) -> float:
        """Height of the capitals in em."""
        return float(self.hb_font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)) / self.upem

    @cached_property
    def italic_angle(self) -> float:
        """Degrees counter-clockwise from upright (OpenType `post`.italicAngle)."""
        data = self.hb_face.reference_table("post").data
        return float(struct.unpack(">i", data[4:8])[0]) / 65536 if len(data) >= 8 else 0.0

    @cached_property
    def bbox(self) -> tuple[int, int, int, int]:
        """The box around all glyphs in 1/upem: x and y least, x and y greatest (OpenType `head`)."""
        x_min, y_min, x_max, y_max = struct.unpack(">4h", self.hb_face.reference_table("head").data[36:44])
        return (x_min, y_min, x_max, y_max)

    @cached_property
    def mapped(self) -> frozenset[str]:
        """The characters that the font's cmap names."""
        return frozenset(map(chr, self.hb_face.unicodes))

    @cached_property
    def chars(self) -> frozenset[str]:
        """The characters that this face can set: its own, and those that need no glyph of their own.

        HarfBuzz makes missing spaces from the space; a missing hyphen is drawn as the hyphen-minus.
        """
        own = self.mapped
        spaces = SPACES if " " in own else ""
        return own.union(IGNORABLE, spaces, HYPHENS if "-" in own else "")

    def has(self, char: str) -> bool:
        """Whether this face can set the character."""
        return char in self.chars

    def covers(self, text: str) -> bool:
        """Whether this face can set the whole text."""
        return self.chars.issuperset(text)

    @cached_property
    def features(self) -> frozenset[str]:
        """The features of the face's substitutions, by their tags (OpenType `GSUB`, its feature list)."""
        data = self.hb_face.reference_table("GSUB").data
        if len(data) < 10:
            return frozenset()
        start = struct.unpack(">H", data[6:8])[0]
        count = struct.unpack(">H", data[start : start + 2])[0]
        records = range(start + 2, start + 2 + 6 * count, 6)
        return frozenset(data[at : at + 4].decode("latin-1") for at in records)

    def having(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the features that the face has: the others are not imitated."""
        return tuple(tag for tag in tags if tag in self.features)

    @cached_property
    def even_figures(self) -> bool:
        """Whether all figures are equally wide without being asked."""
        glyphs = [self.hb_font.get_nominal_glyph(ord(digit)) for digit in DIGITS if self.has(digit)]
        return len({self.advance(glyph) for glyph in glyphs}) < 2

    def lacks(self, tag: str) -> bool:
        """Whether asking for a feature comes to nothing: figures that are lining or even by themselves need none."""
        if tag in self.features or tag == LINING:
            return False
        return not (tag == TABULAR and self.even_figures)

    def advance(self, gid: int) -> int:
        """A glyph's own advance, in 1/upem."""
        known = self._advances.get(gid)
        if known is None:
            known = self._advances[gid] = int(self.hb_font.get_glyph_h_advance(gid))
        return known

    def subset(self, gids: frozenset[int]) -> bytes:
        """A font file with these glyphs only, under their own numbers, at this face's axes; no hints, no layout."""
        return _subset(self, gids)

    def cut(self, gids: frozenset[int]) -> bytes:
        """As `subset`, made anew each time."""
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.glyph_set.update(gids)
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED_TABLES)
        wanted.name_id_set.clear()
        wanted.name_id_set.update((1, 2, 6))  # family, style, PostScript name
        for tag, value in self._pinned.items():
            wanted.pin_axis_location(self.hb_face, tag, value)
        return bytes(wanted.subset(self.hb_face).blob.data)


@lru_cache(maxsize=16)  # of some 8 kB; what a file holds of it is remembered besides (pdf/embedded_fonts.py)
def _subset(face: Face, gids: frozenset[int]) -> bytes:
    return face.cut(gids)
