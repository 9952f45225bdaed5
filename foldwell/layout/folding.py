"""Folding a sheet on the table: panels and the bends of a fold come in, how the paper lies after each of them goes out.

Paper has no thickness here. x runs to the right in points, as one looks down on the sheet with its inside up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

EVEN = 0.01  # points: edges that are no farther apart coincide


class Bend(Struct, frozen=True):
    """One fold as hands make it, the inside up and the front panel at the left of it.

    `line` counts the fold lines from the left of the inside, from 0; what lies at the side `moves` of it is turned over
    (`valley`, onto the rest) or under (`mountain`, behind the rest).
    """

    line: int
    moves: Literal["left", "right"]
    way: Literal["valley", "mountain"]


class Strip(Struct, frozen=True):
    """A panel of the paper as it lies: from where to where, what is printed on the face that is up, and beneath.

    `number` is its place on the inside, from the left, from 0.
    """

    number: int
    up: str
    down: str
    left: float
    right: float
    turned: bool = False

    def turned_about(self, x: float) -> Strip:
        """The strip turned over about an upright line."""
        return Strip(self.number, self.down, self.up, 2 * x - self.right, 2 * x - self.left, not self.turned)

    def overlaps(self, other: Strip) -> bool:
        """Whether one of the two lies over the other."""
        return self.left < other.right - EVEN and other.left < self.right - EVEN


Pile = tuple[Strip, ...]  # from the table up


class Buckled(ValueError):
    """Paper lies across the line that is to be folded: the strip named in `args[0]`."""


def flat(inside: Sequence[tuple[str, float]], outside: Sequence[str]) -> Pile:
    """The open sheet with its inside up: names and widths from left to right; the outside's names from left to right,
    as one sees them when the sheet has been turned over, left and right changing places."""
    strips, x = [], 0.0
    for number, ((name, width), behind) in enumerate(zip(inside, reversed(outside), strict=True)):
        strips.append(Strip(number, name, behind, x, x + width))
        x += width
    return tuple(strips)


def mirrored(bends: Sequence[Bend], panels: int) -> tuple[Bend, ...]:
    """The same folds on a sheet that has its front panel at the right of the inside."""
    return tuple(
        replace(bend, line=panels - 2 - bend.line, moves="left" if bend.moves == "right" else "right") for bend in bends
    )


def folded(pile: Pile, bend: Bend) -> Pile:
    """The pile after one more fold. Raises Buckled where paper lies across the fold line."""
    x = _line(pile, bend)
    for strip in pile:
        if strip.left < x - EVEN and strip.right > x + EVEN:
            raise Buckled(strip.up)
    moving = [strip for strip in pile if (strip.right <= x + EVEN) == (bend.moves == "left")]
    staying = tuple(strip for strip in pile if strip not in moving)
    turned = tuple(strip.turned_about(x) for strip in reversed(moving))  # what was on top comes to lie undermost
    return (*staying, *turned) if bend.way == "valley" else (*turned, *staying)


def _line(pile: Pile, bend: Bend) -> float:
    """Where a fold line lies now: at the edge of the panel beside it that stays where it is."""
    number = bend.line + (bend.moves == "left")
    stays = next(strip for strip in pile if strip.number == number)
    at_left = (bend.moves == "left") != stays.turned
    return stays.left if at_left else stays.right


def stages(sheet: Pile, bends: Sequence[Bend]) -> tuple[Pile, ...]:
    """The open sheet, and how it lies after each fold; the last is the closed piece. Raises Buckled."""
    found = [sheet]
    for bend in bends:
        found.append(folded(found[-1], bend))
    return tuple(found)


def seen(pile: Pile) -> tuple[str, ...]:
    """The faces that one sees whole from above, from left to right."""
    whole = [strip for layer, strip in enumerate(pile) if not any(strip.overlaps(above) for above in pile[layer + 1 :])]
    return tuple(strip.up for strip in sorted(whole, key=lambda strip: strip.left))


def turned_over(pile: Pile) -> Pile:
    """The pile turned over like a page, left and right changing places."""
    return tuple(strip.turned_about(0.0) for strip in reversed(pile))


def opening(sheet: Pile, bends: Sequence[Bend]) -> tuple[tuple[str, ...], ...]:
    """What comes up newly as a hand opens the closed piece fold by fold, and then turns the open sheet over."""
    looks = [*reversed(stages(sheet, bends)), turned_over(sheet)]
    met: list[str] = []
    found = []
    for pile in looks:
        new = tuple(name for name in seen(pile) if name not in met)
        met.extend(new)
        found.append(new)
    return tuple(found)
