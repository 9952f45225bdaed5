"""What an annotation of a model says besides the type: limits and checks for the values of a key.

`Annotated[int, Limits(least=1, most=12)]` is a whole number from 1 to 12. A value that is refused is told to the writer
in the words of wording.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct


class Limits(Struct, frozen=True):
    """Of a number `least`, `most` and what it must be `above`; of a text, a list or a map how many characters or
    entries it has; `pattern` is what the whole of a text looks like."""

    least: float | None = None
    most: float | None = None
    above: float | None = None
    pattern: str | None = None


class Check(Struct, frozen=True):
    """Takes a value that is within its limits, and gives the one to keep. Raises Refusal."""

    of: Callable[[Any], Any]


class Reader(Struct, frozen=True):
    """Makes a number of a text that is more than digits, such as a length. Raises Refusal. `pattern` is what editors
    check meanwhile."""

    of: Callable[[str], float]
    pattern: str


class Meaning(Struct, frozen=True):
    """What a key is for, shown by editors."""

    text: str


class Refusal(Exception):
    """A value that its model does not take: a code, and a message in the writer's words.

    `at` leads from the value to what is wrong in it: names of keys, and places in lists from 0. `named` fills the
    braces of the hint that wording.py has for the code.
    """

    def __init__(self, code: str, message: str, at: tuple[str | int, ...] = (), **named: object) -> None:
        super().__init__(message)
        self.code, self.message, self.at, self.named = code, message, at, named
