"""A part of a brochure comes in; what it was composed into before goes out again, the very same, while all that it
speaks of is as it was: the values of the variables in it, the clinic where it names it, the numbers of what it cites.

What was composed is remembered with the part and forgotten with it: one that was read anew is another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from msgspec import Struct

from foldwell.content.composing.composer import Composer
from foldwell.content.identity import while_alive
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.located import Located
from foldwell.content.text.variables import Value
from foldwell.diagnostics import Diagnostic

Made = TypeVar("Made")
ROOM = 8  # results for one part: for some layouts, and the clinics of a table one after another


class _Composed(Struct, frozen=True):
    """What a part was composed into, the complaints about it, and all that this depends on. `case` is what the caller
    says that it depends on; `clinic` is None where the part does not name it."""

    case: Hashable
    values: tuple[tuple[str, Value | None], ...]
    clinic: Clinic | None
    cited: tuple[str, ...]
    numbers: tuple[int, ...]
    result: object
    complaints: tuple[Diagnostic, ...]

    def holds(self, case: Hashable, composer: Composer) -> bool:
        """Whether the part would be composed into the same now; what it cites has its numbers then."""
        return (
            self.case == case
            and (self.clinic is None or self.clinic is composer.for_clinic)
            and all(_same(value, composer.values.find(name)) for name, value in self.values)
            and self.numbers == composer.numbers.of(self.cited)
        )


def composed(part: Located, composer: Composer, case: Hashable, make: Callable[[Composer], Made]) -> Made:
    """What `make` composes a part into with the composer that it is given, or the same as before.

    Nothing is remembered of a part with errors: they may depend on more.
    """
    case, kept = (case, composer.language), _kept(part)
    for before in kept:
        if before.holds(case, composer):
            composer.sink.extend(before.complaints)
            return before.result  # type: ignore[return-value]  # a part is always composed in one way
    alone = composer.alone()
    result = make(alone)
    if alone.sink.failed:
        return make(composer)  # which complaints there are depends on those that there were
    asked = alone.asked
    cited = tuple(asked.sources)
    kept.append(
        _Composed(
            case, tuple(alone.values.asked.items()), composer.for_clinic if asked.clinic else None, cited,
            composer.numbers.of(cited), result, tuple(alone.sink.found),
        )
    )  # fmt: skip
    del kept[:-ROOM]
    composer.sink.extend(alone.sink.found)
    return result


@while_alive
def _kept(_part: Located) -> list[_Composed]:
    return []


def _same(one: Value | None, other: Value | None) -> bool:
    """Whether a template makes the same of both: one that the clinic left empty is not like an empty text."""
    return type(one) is type(other) and one == other
