"""Colour spaces as a PDF writes them come in, what they put on which printing plate goes out (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pikepdf
from msgspec import Struct

from foldwell.checks.preflight.objects import PdfObject, content, entry, items, name, string, whole

Model = Literal["gray", "rgb", "cmyk", "lab", "inks", "indexed", "pattern", "unknown"]
Inks = Mapping[str, float]  # plate → share of ink, from 0 to 1
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
ALL = "All"  # every plate: registration and crop marks (ISO 32000-1, 8.6.6.4)
DEEPEST = 6  # spaces inside spaces
SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}  # in inline images
DEVICE: dict[str, tuple[Model, int]] = {"DeviceGray": ("gray", 1), "DeviceRGB": ("rgb", 3), "DeviceCMYK": ("cmyk", 4)}
MANAGED: dict[str, tuple[Model, int]] = {"CalGray": ("gray", 1), "CalRGB": ("rgb", 3), "Lab": ("lab", 3)}
PROFILE: dict[bytes, Model] = {b"GRAY": "gray", b"RGB ": "rgb", b"CMYK": "cmyk", b"Lab ": "lab"}


class Space(Struct, frozen=True):
    """A colour space: the family that the PDF names, what its numbers mean, and what it stands on."""

    family: str
    model: Model
    count: int
    names: tuple[str, ...] = ()
    base: Space | None = None  # of Indexed and Pattern; the alternate of Separation and DeviceN
    table: bytes = b""

    @property
    def rgb(self) -> bool:
        """Whether red, green and blue are in it, or in what it falls back on."""
        return self.model == "rgb" or (self.base is not None and self.base.rgb)

    @property
    def managed(self) -> bool:
        """Whether it, or what it falls back on, is defined by what the eye sees and not by inks."""
        return self.family in MANAGED or self.family == "ICCBased" or (self.base is not None and self.base.managed)

    @property
    def known(self) -> bool:
        """Whether it is a space of the standard, and all that it stands on as well."""
        return self.model != "unknown" and (self.base is None or self.base.known)

    @property
    def registration(self) -> bool:
        """Whether it prints on every plate, as crop marks do."""
        return ALL in self.names

    def first(self) -> tuple[float, ...]:
        """The colour that a change to this space sets (ISO 32000-1, 8.6.8)."""
        return {"cmyk": (0.0, 0.0, 0.0, 1.0), "inks": (1.0,) * self.count}.get(self.model, (0.0,) * self.count)

    def inks(self, values: tuple[float, ...]) -> Inks | None:
        """How much of each ink a colour takes; None where only a conversion could tell. /All counts as no ink."""
        if len(values) < self.count:
            return None
        shares = [min(max(value, 0.0), 1.0) for value in values[: self.count]]
        match self.model:
            case "gray":
                return {"Black": 1 - shares[0]}
            case "cmyk":
                return dict(zip(PROCESS, shares, strict=True))
            case "inks":
                return {ink: tint for ink, tint in zip(self.names, shares, strict=True) if ink not in (ALL, "None")}
            case "indexed" if self.base:
                at = max(int(values[0]), 0) * self.base.count
                entry_ = self.table[at : at + self.base.count]
                return self.base.inks(tuple(value / 255 for value in entry_))
        return None


GRAY = Space("DeviceGray", "gray", 1)
RGB = Space("DeviceRGB", "rgb", 3)
CMYK = Space("DeviceCMYK", "cmyk", 4)
PATTERN = Space("Pattern", "pattern", 0)


class Paint(Struct, frozen=True):
    """What something is coloured with: one colour, several in a gradient, none where they are not known."""

    space: Space
    colours: tuple[tuple[float, ...], ...] = ()

    def inks(self) -> list[Inks] | None:
        """The inks of each colour, or None where one is not known."""
        found = [self.space.inks(colour) for colour in self.colours]
        known = [inks for inks in found if inks is not None]
        return known if known and len(known) == len(found) else None

    @property
    def total(self) -> float | None:
        """The most ink of any of the colours, in percent of one full plate."""
        inks = self.inks()
        return None if inks is None else max(100 * sum(shares.values()) for shares in inks)

    @property
    def white(self) -> bool:
        """Whether nothing but paper shows. Registration is not white."""
        return self.total == 0 and not self.space.registration


def read_space(value: PdfObject, spaces: PdfObject, depth: int = 0) -> Space:
    """The colour space of a name, or of an array. `spaces` is the ColorSpace dictionary of the resources."""
    if depth > DEEPEST:
        return Space("too deep", "unknown", 1)
    plain = name(value)
    if plain is not None:
        plain = SHORT.get(plain, plain)
        if plain in DEVICE:
            return Space(plain, *DEVICE[plain])
        if plain == "Pattern":
            return PATTERN
        found = entry(spaces, f"/{plain}") if "/" not in plain else None
        return Space(plain, "unknown", 1) if found is None else read_space(found, None, depth + 1)
    parts = items(value)
    family = name(parts[0]) if parts else None
    if family is None:
        return Space("none", "unknown", 1)
    family = SHORT.get(family, family)
    if family in MANAGED:
        return Space(family, *MANAGED[family])
    if len(parts) < 2:
        return PATTERN if family == "Pattern" else read_space(parts[0], spaces, depth + 1)
    return _compound(family, parts, spaces, depth)


def _compound(family: str, parts: list[PdfObject], spaces: PdfObject, depth: int) -> Space:
    """A space that stands on another one, or on a profile."""
    if family == "ICCBased":
        return _profile(parts[1])
    if family == "Pattern":
        base = read_space(parts[1], spaces, depth + 1)
        return Space("Pattern", "pattern", base.count, base=base)
    if family == "Indexed" and len(parts) > 3:
        table = content(parts[3]) or (bytes(parts[3]) if isinstance(parts[3], pikepdf.String) else b"")
        return Space("Indexed", "indexed", 1, base=read_space(parts[1], spaces, depth + 1), table=table)
    if family in ("Separation", "DeviceN") and len(parts) > 2:
        found = [parts[1]] if family == "Separation" else items(parts[1])
        names = tuple(name(part) or string(part) or "?" for part in found)
        return Space(family, "inks", len(names), names, read_space(parts[2], spaces, depth + 1))
    return Space(family, "unknown", 1)


def _profile(stream: PdfObject) -> Space:
    """A space by an ICC profile: its head says which kind (ICC.1, 7.2.6), else the number of components does."""
    count = whole(entry(stream, "/N")) or 0
    kind = PROFILE.get((content(stream) or b"")[16:20])
    by_count: dict[int, Model] = {1: "gray", 3: "rgb", 4: "cmyk"}
    return Space("ICCBased", kind or by_count.get(count, "unknown"), count or 1)
