"""A printer's abilities: its address comes in, what it says it can do and how it is goes out.

Attributes and their meaning: RFC 8011, 5.4, for raster PWG 5102.4 and, for Apple's raster, `urf-supported`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from foldwell.desk.ipp_client import Operation, ask, text, words
from foldwell.desk.ipp_message import Attributes, Range, Resolution, Tag

PDF, PWG, URF = "application/pdf", "image/pwg-raster", "image/urf"
STOPPED = 5  # printer-state (RFC 8011, 5.4.11)
FINEST = 600  # dots per inch; finer only takes longer
POSSIBLE = range(72, 1201)  # dots per inch; a page at more than that would fill the memory
ASKED = (
    "printer-name", "printer-info", "printer-state", "printer-state-reasons", "printer-state-message",
    "printer-is-accepting-jobs", "document-format-supported", "sides-supported", "media-supported", "media-ready",
    "print-scaling-supported", "copies-supported", "color-supported", "printer-resolution-default",
    "pwg-raster-document-resolution-supported", "pwg-raster-document-type-supported",
    "pwg-raster-document-sheet-back", "urf-supported",
)  # fmt: skip
SheetBack = Literal["normal", "flipped", "rotated", "manual-tumble"]
_URF_BACKS: dict[str, SheetBack] = {"DM1": "normal", "DM2": "flipped", "DM3": "rotated", "DM4": "manual-tumble"}
_PWG_BACKS: dict[str, SheetBack] = {back: back for back in _URF_BACKS.values()}


class RasterAbility(Struct, frozen=True):
    """The raster that a printer takes: format, dots per inch, colour or grey, how the back of a sheet is turned."""

    format: str
    dpi: int
    colour: bool
    back: SheetBack


class Abilities(Struct, frozen=True):
    """What a printer can do and how it is. Empty sets: it does not say."""

    uri: str
    name: str
    state: int
    reasons: tuple[str, ...]
    words: str
    accepting: bool
    formats: frozenset[str]
    sides: frozenset[str]
    media: frozenset[str]
    ready: frozenset[str]
    scalings: frozenset[str]
    copies: int
    raster: RasterAbility | None


def ask_abilities(uri: str, *, seconds: float = 10.0) -> Abilities:
    """What the printer at `uri` says of itself. Raises Unreachable and Refused."""
    wanted = text("requested-attributes", Tag.KEYWORD, *ASKED)
    answer = ask(uri, Operation.GET_PRINTER_ATTRIBUTES, [wanted], seconds=seconds)
    return read_abilities(uri, answer.group(Tag.PRINTER))


def read_abilities(uri: str, found: Attributes) -> Abilities:
    """The abilities in a printer's attributes."""
    names = words(found, "printer-info") or words(found, "printer-name") or (uri,)
    states = [state for state in found.get("printer-state", []) if isinstance(state, int)]
    formats = frozenset(words(found, "document-format-supported"))
    return Abilities(
        uri=uri,
        name=names[0],
        state=states[0] if states else 0,
        reasons=tuple(reason for reason in words(found, "printer-state-reasons") if reason != "none"),
        words=" ".join(words(found, "printer-state-message")),
        accepting=found.get("printer-is-accepting-jobs", [True]) != [False],
        formats=formats,
        sides=frozenset(words(found, "sides-supported")),
        media=frozenset(words(found, "media-supported")),
        ready=frozenset(words(found, "media-ready")),
        scalings=frozenset(words(found, "print-scaling-supported")),
        copies=next((most.high for most in found.get("copies-supported", []) if isinstance(most, Range)), 1),
        raster=_raster(formats, found),
    )


def _raster(formats: frozenset[str], found: Attributes) -> RasterAbility | None:
    in_colour = found.get("color-supported", [True]) != [False]
    if PWG in formats:
        kinds = set(words(found, "pwg-raster-document-type-supported"))
        colour = in_colour and "srgb_8" in kinds
        dpi = _square(found, "pwg-raster-document-resolution-supported") or _square(found, "printer-resolution-default")
        if dpi and (colour or "sgray_8" in kinds):
            return RasterAbility(PWG, _best(dpi), colour, _back(_PWG_BACKS, found, "pwg-raster-document-sheet-back"))
    if URF in formats:
        return _apple_raster(found, in_colour)
    return None


def _apple_raster(found: Attributes, in_colour: bool) -> RasterAbility | None:
    said = words(found, "urf-supported")
    colour = in_colour and "SRGB24" in said
    listed = next((word[2:].split("-") for word in said if word.startswith("RS")), [])
    dpi = [int(number) for number in listed if number.isdecimal() and len(number) < 5 and int(number) in POSSIBLE]
    back = _back(_URF_BACKS, found, "urf-supported")
    return RasterAbility(URF, _best(dpi), colour, back) if dpi and (colour or "W8" in said) else None


def _back(backs: dict[str, SheetBack], found: Attributes, name: str) -> SheetBack:
    return next((backs[word] for word in words(found, name) if word in backs), "normal")


def _square(found: Attributes, name: str) -> list[int]:
    """Possible resolutions that are the same both ways."""
    values = [value for value in found.get(name, []) if isinstance(value, Resolution)]
    return [value.across for value in values if value.across == value.along and value.across in POSSIBLE]


def _best(dpi: list[int]) -> int:
    return max((number for number in dpi if number <= FINEST), default=min(dpi))
