"""Memory by identity: for the very same objects a result comes back, and is not worked out again.

Every room hands on the very same objects where nothing has changed. What was made of them is kept together with them:
no other object can come to the identity of one that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, ParamSpec, TypeVar
from weakref import ref

P = ParamSpec("P")
Part = TypeVar("Part")
Result = TypeVar("Result")
Things = tuple[object, ...]


class Made(Generic[Result]):
    """The latest results, no more of them than there is `room` for; each belongs to things and to plain values."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._known: dict[Hashable, tuple[Things, Result]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def forget(self) -> None:
        """Keep nothing of what was made so far."""
        self._known.clear()

    def known(self, things: Things, values: Hashable = None) -> Result | None:
        """What was made of the very same things and equal values, if that is still there."""
        key = (*map(id, things), values)
        found = self._known.pop(key, None)
        if found is None:
            return None
        self._known[key] = found  # behind all others: the first is the one that was asked for longest ago
        return found[1]

    def keep(self, result: Result, things: Things, values: Hashable = None) -> Result:
        """Keep what was made of some things."""
        self._known[(*map(id, things), values)] = (things, result)
        if len(self._known) > self._room:
            del self._known[next(iter(self._known))]
        return result

    def recall(self, make: Callable[[], Result], things: Things, values: Hashable = None) -> Result:
        """What was made of the very same things and equal values, or what is made of them now."""
        found = self.known(things, values)
        return self.keep(make(), things, values) if found is None else found


def by_identity(room: int) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Remember the latest `room` results of a function by the identity of its arguments."""

    def decorate(function: Callable[P, Result]) -> Callable[P, Result]:
        made: Made[Result] = Made(room)

        @wraps(function)
        def remembered(*args: P.args, **named: P.kwargs) -> Result:
            return made.recall(lambda: function(*args, **named), (*args, *named.values()), tuple(named))

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
