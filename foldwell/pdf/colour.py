"""Colours by role come in, the operators that set them in a target's colour space go out (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Protocol

from foldwell.content.identity import Made
from foldwell.content.models.clinic import Colours
from foldwell.content.palette import PAPER, palette_of
from foldwell.content.shades import thinned
from foldwell.layout.document import Colour
from foldwell.pdf.notation import number
from foldwell.pdf.press_profile import Cmyk, PressProfile

SMALL_TEXT = 10.0  # points: smaller letters built of several inks blur where the plates do not meet exactly
BLACK_ALONE: Cmyk = (0.0, 0.0, 0.0, 1.0)
REGISTRATION = Colour("registration")  # on every plate at full strength: for marks that are cut off (8.6.6.4)
_GREY = 0.004  # a colour of a picture whose parts differ by less than one in 255 is grey
_ALL = "[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]"


class Ink(NamedTuple):
    """The operator that sets a colour, and whether what is painted with it leaves the inks under it (8.6.7)."""

    operator: str
    overprint: bool = False


class Inks(Protocol):
    """How a target sets colours: the device's space, and colour spaces of its own by resource name."""

    space: str
    spaces: Mapping[str, str]

    def text(self, colour: Colour, size: float) -> Ink:
        """The ink of letters (and of drawn characters) of a size in points."""

    def area(self, colour: Colour) -> Ink:
        """The ink that fills a shape."""

    def line(self, colour: Colour) -> Ink:
        """The ink of a stroke."""


def screen_value(colour: Colour, colours: Colours) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1: the role's screen value, mixed with white by its strength."""
    full = palette_of(colours).of(colour.role).rgb if colour.rgb is None else colour.rgb
    return thinned(full, colour.strength)


def is_grey(colour: Colour) -> bool:
    """Whether a picture's own colour is a grey, which black ink alone prints."""
    return colour.rgb is not None and max(colour.rgb) - min(colour.rgb) < _GREY


def press_value(colour: Colour, colours: Colours, profile: PressProfile | None) -> Cmyk:
    """Cyan, magenta, yellow and black from 0 to 1: the role's own values, all four thinned by its strength.

    A picture's own colour is converted by the profile; raises ValueError where there is none and it is no grey.
    """
    full: tuple[float, ...]
    if colour.rgb is not None:
        if is_grey(colour):
            full = (0.0, 0.0, 0.0, 1 - sum(colour.rgb) / 3)
        elif profile is not None:
            full = profile.value(colour.rgb)
        else:
            raise ValueError(f"no profile to convert the colour {colour.rgb} of a picture")
    else:
        full = tuple(part / 100 for part in palette_of(colours).of(colour.role).cmyk)
    cyan, magenta, yellow, black = (part * colour.strength for part in full)
    return cyan, magenta, yellow, black


def in_black_alone(colour: Colour, size: float, colours: Colours) -> bool:
    """Whether letters are printed in black ink alone: all in the text's own colour, and small ones in any but white.

    Dark words on a full field of a brand colour are the text's colour or black (palette.py).
    """
    if colour.role == "ink":
        return True
    if colour.rgb is None and colour.role.startswith("on-"):
        return palette_of(colours).of(colour.role) != PAPER
    return size < SMALL_TEXT and colour.role != "paper"


class ScreenInks:
    """Colours for screens and office printers: sRGB (the file's output intent says so)."""

    space = "DeviceRGB"
    spaces: Mapping[str, str] = {}

    def __init__(self, colours: Colours) -> None:
        @cache
        def parts(colour: Colour) -> str:
            return " ".join(number(part, 3) for part in screen_value(colour, colours))

        self._parts = parts

    def text(self, colour: Colour, size: float) -> Ink:
        """The ink of letters."""
        return Ink(f"{self._parts(colour)} rg")

    def area(self, colour: Colour) -> Ink:
        """The ink that fills a shape."""
        return Ink(f"{self._parts(colour)} rg")

    def line(self, colour: Colour) -> Ink:
        """The ink of a stroke."""
        return Ink(f"{self._parts(colour)} RG")


_screen_inks: Made[ScreenInks] = Made(64)


def screen_inks(colours: Colours) -> ScreenInks:
    """The inks of a clinic's colours; the very same for all clinics that have the same colours."""
    return _screen_inks.recall(lambda: ScreenInks(colours), (palette_of(colours),))


class PressInks:
    """Colours for a printing press: cyan, magenta, yellow and black, and every plate at once for marks."""

    space = "DeviceCMYK"
    spaces: Mapping[str, str] = {"All": _ALL}

    def __init__(self, colours: Colours, profile: PressProfile | None) -> None:
        @cache
        def value(colour: Colour) -> Cmyk:
            return press_value(colour, colours, profile)

        self._value = value
        self._colours = colours

    def text(self, colour: Colour, size: float) -> Ink:
        """Black letters print over what is under them, so that no gap shows where the plates do not meet."""
        if colour == REGISTRATION:
            return Ink("/All cs 1 scn")
        if not in_black_alone(colour, size, self._colours):
            return self.area(colour)
        return Ink(f"0 0 0 {number(colour.strength, 3)} k", overprint=colour.strength == 1)

    def area(self, colour: Colour) -> Ink:
        """The ink that fills a shape."""
        return Ink("/All cs 1 scn") if colour == REGISTRATION else Ink(f"{_parts(self._value(colour))} k")

    def line(self, colour: Colour) -> Ink:
        """Rules in the text's colour are black alone, as fine as they are."""
        if colour == REGISTRATION:
            return Ink("/All CS 1 SCN")
        black = colour.role == "ink"
        return Ink(f"{_parts((0, 0, 0, colour.strength) if black else self._value(colour))} K")


def _parts(value: Cmyk) -> str:
    return " ".join(number(part, 3) for part in value)
