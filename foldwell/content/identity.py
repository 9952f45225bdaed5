"""Memory by identity: for the very same objects a function's result comes back, and is not worked out again.

It is for models that cannot be hashed, never change, and are remembered themselves while their files stay the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from weakref import ref

P = ParamSpec("P")
Part = TypeVar("Part")
Result = TypeVar("Result")


def by_identity(room: int) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Remember the latest `room` results of a function by the identity of its arguments."""

    def decorate(function: Callable[P, Result]) -> Callable[P, Result]:
        kept: dict[tuple[int, ...], tuple[object, Result]] = {}

        @wraps(function)
        def remembered(*args: P.args, **named: P.kwargs) -> Result:
            key = tuple(map(id, (*args, *named.values())))
            if key not in kept:
                if len(kept) >= room:
                    del kept[next(iter(kept))]
                kept[key] = (
                    (args, named),
                    function(*args, **named),
                )  # with the arguments: an identity is of what is alive
            return kept[key][1]

        return remembered

    return decorate


def while_alive(function: Callable[[Part], Result]) -> Callable[[Part], Result]:
    """Remember what a function gives for each object for as long as the object lives; the result must not hold it."""
    kept: dict[int, tuple[Result, ref[Part]]] = {}

    @wraps(function)
    def remembered(part: Part) -> Result:
        key = id(part)
        found = kept.get(key)
        if found is None:
            found = kept[key] = function(part), ref(part, lambda _: kept.pop(key, None))
        return found[0]

    return remembered
