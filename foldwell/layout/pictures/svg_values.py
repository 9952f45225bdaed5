"""The values of SVG attributes come in as text; paths, points, transforms and colours come out checked, or a complaint.

svglib passes over what it cannot read; here every character of a value is accounted for before svglib sees it.
"""

from __future__ import annotations

import math
import re

from foldwell.content.models import clinic
from foldwell.layout.document import Colour

ROLES = (*clinic.ROLES, "paper")
_ROLE = re.compile(rf"^var\(\s*--({'|'.join(ROLES)})(?:-([1-9]\d?|100))?\s*\)$")
_NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
_SEPARATORS = re.compile(r"[\s,]*")
_LENGTH = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(px|pt|pc|in|mm|cm|%)?$")
_SEGMENT = re.compile(r"([A-Za-df-z])([^A-Za-df-z]*)")  # `e` is part of a number
_CALL = re.compile(r"[\s,]*([A-Za-z]+)\s*\(([^()]*)\)")
_NUMBERS_OF = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}  # SVG 1.1, 8.3
_CALLS = {
    "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "matrix": (6,), "skewX": (1,), "skewY": (1,)
}  # fmt: skip  # SVG 1.1, 7.6
_LARGEST = 1e6  # far beyond any page; keeps arithmetic finite


class BadValueError(ValueError):
    """A value that cannot be drawn; its text says why, in words for the person who drew the picture."""


def numbers(text: str, flags: tuple[int, ...] = (), every: int = 1) -> list[float]:
    """All numbers of a list; `flags` are the places (of every `every`) that hold one digit. Raises BadValueError."""
    found: list[float] = []
    at = 0
    while at < len(text):
        pattern = _FLAG if len(found) % every in flags else _NUMBER
        match = pattern.match(text, at)
        if match is None:
            break
        found.append(float(match[1]))
        at = match.end()
    if not _SEPARATORS.fullmatch(text, at):
        raise BadValueError(f"`{_short(text[at:])}` is no number")
    if any(not math.isfinite(number) or abs(number) > _LARGEST for number in found):
        raise BadValueError("a number is too large")
    return found


def checked_path(text: str) -> str:
    """Path data, whole and in order (SVG 1.1, 8.3). Raises BadValueError."""
    bare = text.lstrip()
    segments = _SEGMENT.findall(bare)
    if not segments or segments[0][0] not in "Mm" or bare[0] not in "Mm":
        raise BadValueError("a path begins with `M`")
    out: list[str] = []
    closed = False
    start: list[float] | None = [0.0, 0.0]
    for letter, values in segments:
        wanted = _NUMBERS_OF.get(letter.upper())
        if wanted is None:
            raise BadValueError(f"`{letter}` is no command of a path")
        flags = (3, 4) if letter in "Aa" else ()
        found = numbers(values, flags, max(wanted, 1))
        if (wanted == 0 and found) or (wanted and (not found or len(found) % wanted)):
            raise BadValueError(f"`{letter}` has {len(found)} numbers, and they come in groups of {wanted}")
        if closed and letter not in "MmZz":  # it goes on where the closed part began (SVG 1.1, 8.3.3)
            if start is None:
                raise BadValueError("a path goes on after `Z` without a new `M`")
            out.append("M" + " ".join(_plain(number) for number in start))
        if letter in "Mm":
            start = _start(letter, found, start if closed or not out else None)
        closed = letter in "Zz"
        out.append(letter + " ".join(_plain(number) for number in found))
    return " ".join(out)


def _start(letter: str, found: list[float], before: list[float] | None) -> list[float] | None:
    """Where a part of a path begins; `before` is the point that a relative `m` counts from, None where it is unknown
    here."""
    if letter == "M":
        return found[:2]
    return [before[0] + found[0], before[1] + found[1]] if before is not None else None


def checked_points(text: str) -> str:
    """The points of a polyline or polygon, two numbers each. Raises BadValueError."""
    found = numbers(text)
    if len(found) < 4 or len(found) % 2:
        raise BadValueError("points come in pairs, two or more")
    return " ".join(_plain(number) for number in found)


def checked_box(text: str) -> str:
    """A viewBox: left, top, and a width and height above nothing. Raises BadValueError."""
    found = numbers(text)
    if len(found) != 4 or found[2] <= 0 or found[3] <= 0:
        raise BadValueError("a viewBox has four numbers: left, top, width and height")
    return " ".join(_plain(number) for number in found)


def checked_transform(text: str) -> str:
    """A list of transformations (SVG 1.1, 7.6). Raises BadValueError."""
    out: list[str] = []
    at = 0
    while call := _CALL.match(text, at):
        found = numbers(call[2])
        if len(found) not in _CALLS.get(call[1], ()):
            raise BadValueError(f"`{_short(call[0].strip())}` is no transformation")
        out.append(f"{call[1]}({','.join(_plain(number) for number in found)})")
        at = call.end()
    if not _SEPARATORS.fullmatch(text, at):
        raise BadValueError(f"`{_short(text[at:])}` is no transformation")
    return " ".join(out)


def checked_length(text: str) -> str:
    """A length in a unit that does not depend on type. Raises BadValueError."""
    length = text.strip()
    if not _LENGTH.match(length):
        raise BadValueError(f"`{_short(text)}` is no length: write a number, with px, pt, in, mm, cm or no unit")
    numbers(length.rstrip("pxtcinm%"))
    return length.removeprefix("+")


def checked_dashes(text: str) -> str:
    """The dashes of a stroke, `none` or lengths without a unit that are not all nothing. Raises BadValueError."""
    if text.strip() == "none":
        return "none"
    found = numbers(text.replace("px", ""))
    if not found or min(found) < 0 or not any(found):
        raise BadValueError("dashes are lengths above nothing")
    doubled = found * (1 + len(found) % 2)  # an odd list counts twice (SVG 1.1, 11.4)
    return ",".join(_plain(number) for number in doubled)


def checked_share(text: str) -> float:
    """An opacity from 0 to 1, or in percent. Raises BadValueError."""
    bare = text.strip()
    found = numbers(bare.removesuffix("%"))
    if len(found) != 1:
        raise BadValueError(f"`{_short(text)}` is no opacity: write a number from 0 to 1")
    return min(1.0, max(0.0, found[0] / (100 if bare.endswith("%") else 1)))


def paint(text: str, current: str) -> tuple[Colour, float] | None:
    """A colour and its opacity, None for `none`. `current` is what `currentColor` stands for. Raises BadValueError."""
    import tinycss2.color4  # type: ignore[import-untyped, unused-ignore]  # no types

    value = text.strip()
    if value.lower() == "currentcolor":
        value = current.strip()
    if value == "none":
        return None
    if value.startswith("var("):
        return _role(value), 1.0
    if value.startswith("url("):
        raise BadValueError("gradients and patterns are not drawn: use flat colours, or layers of them")
    colour = tinycss2.color4.parse_color(value)
    if colour is None or isinstance(colour, str):
        raise BadValueError(f"`{_short(value)}` is no colour: write #rrggbb, or a role such as var(--primary)")
    try:
        red, green, blue = (min(1.0, max(0.0, float(part))) for part in colour.to("srgb").coordinates)
    except (NotImplementedError, TypeError):
        raise BadValueError(f"`{_short(value)}` is a kind of colour that is not read: write #rrggbb") from None
    return Colour("picture", 1.0, (round(red, 4), round(green, 4), round(blue, 4))), float(colour.alpha)


def _role(value: str) -> Colour:
    match = _ROLE.match(value)
    if match is None:
        known = ", ".join(ROLES)
        raise BadValueError(f"`{_short(value)}` is no role: write var(--primary) or var(--primary-30); roles: {known}")
    return Colour(match[1], int(match[2] or 100) / 100)


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}…"
