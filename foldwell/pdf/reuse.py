"""Things that are known by identity come in; what was made of them before goes out.

Layout hands on the very same panels and elements where nothing has changed. What is made of them is kept together with
them, so that no other thing can come to the identity of one that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

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
