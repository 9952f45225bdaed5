"""A model comes in; what each place of its YAML may hold goes out, as a small tree that is quick to walk."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Lookup
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.models.limits import Check, Limits, Meaning, Reader
from foldwell.content.models.located import Located, Prose


class Shape(Struct, frozen=True):
    """What may stand at a place.

    `kind` is one of: text (words), word (text of a fixed pattern), choice (one of some words), flag (yes or no), whole
    and number, date, length, list, map (keys of the writer's own), model (keys that are given). `inner` is what the
    items of a list and the values of a map hold, `names` what the keys of a map look like; a `fixed` list is kept as a
    tuple, and `count` is the length of one that has no other; `keys` is what the keys of a model hold, and `required`
    those that must be there. Text that is no `prose` is kept as it is.
    """

    kind: str
    inner: Shape | None = None
    names: Shape | None = None
    keys: Lookup[str, Shape] = {}
    required: frozenset[str] = frozenset()
    model: type[Located] | None = None
    fixed: bool = False
    count: int | None = None
    choices: tuple[str, ...] = ()
    prose: bool = False
    least: float | None = None
    most: float | None = None
    above: float | None = None
    pattern: str | None = None
    check: Callable[[Any], Any] | None = None
    reader: Reader | None = None
    meaning: str = ""

    @property
    def example(self) -> str:
        """A value that can stand there."""
        return self.choices[0] if self.choices else _EXAMPLES.get(self.kind, "…")


_EXAMPLES = {"date": "2026-11-22", "whole": "1", "number": "1", "flag": "true", "length": "12pt"}
_LEAVES: dict[Any, Shape] = {
    bool: Shape("flag"),
    int: Shape("whole"),
    float: Shape("number"),
    str: Shape("text"),
    datetime.date: Shape("date"),
    Prose: Shape("text", prose=True),
}


@lru_cache(maxsize=128)
def shape_of(model: type[Located]) -> Shape:
    """The shape of a model; a key by its annotation. Raises TypeError for what no YAML can hold."""
    annotations = {name: kind for base in reversed(model.__mro__) for name, kind in _annotated(base)}
    keys = {name: _shape(annotations[name]) for name in model.names()}
    given = model.defaults()
    required = frozenset(name for name in keys if name not in given)
    if not model.REST:
        return Shape("model", keys=keys, required=required, model=model)
    rest = keys.pop(model.REST)
    return Shape("model", rest.inner, rest.names, keys, required, model)


def _annotated(base: type) -> Iterable[tuple[str, Any]]:
    return base.__annotations__.items() if issubclass(base, Located) else ()


def _shape(annotation: Any) -> Shape:
    leaf = _LEAVES.get(annotation)
    if leaf is not None:
        return leaf
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _limited(_shape(arguments[0]), arguments[1:])
    if origin in (Union, UnionType):
        return _shape(next(part for part in arguments if part is not type(None)))
    if origin is Literal:
        return Shape("choice", choices=arguments)
    if origin in (list, tuple):
        count = len(arguments) if origin is tuple and arguments[-1] is not ... else None
        return Shape("list", _shape(arguments[0]), fixed=origin is tuple, count=count)
    if origin is dict:
        return Shape("map", _shape(arguments[1]), _shape(arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, Located):
        return shape_of(annotation)
    raise TypeError(f"no YAML is read as {annotation!r}")


_CHECKED = frozenset({"text", "word", "whole", "number", "length", "map"})
_LIMITED = frozenset({"text", "word", "whole", "number", "length", "list", "map"})


def _limited(shape: Shape, metadata: Iterable[object]) -> Shape:
    """A shape with what its annotation says besides. Raises TypeError where nobody would heed that."""
    for said in metadata:
        heeded = _LIMITED if isinstance(said, Limits) else _CHECKED if isinstance(said, Check) else None
        if heeded is not None and (shape.kind not in heeded or shape.prose):
            raise TypeError(f"nothing heeds {said!r} of a {'prose' if shape.prose else shape.kind}")
        if isinstance(said, Limits):
            given = {name: value for name in ("least", "most", "above") if (value := getattr(said, name)) is not None}
            shape = replace(shape, **given)
            if said.pattern is not None:
                shape = replace(shape, kind="word", pattern=said.pattern)
        elif isinstance(said, Check):
            shape = replace(shape, check=said.of)
        elif isinstance(said, Reader):
            shape = replace(shape, kind="length", reader=said)
        elif isinstance(said, Meaning):
            shape = replace(shape, meaning=said.text)
    return shape


def all_keys(shape: Shape) -> frozenset[str]:
    """The keys of all models in a shape."""
    found = set(shape.keys)
    for inner in (*shape.keys.values(), *([shape.inner] if shape.inner else [])):
        found |= all_keys(inner)
    return frozenset(found)
