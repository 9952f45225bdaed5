"""A node tree and a shape come in; the model that it stands for goes out, or the faults of what cannot stand there.

Scalars are text until the shape says what they mean: `no` is a word where words are wanted, and False where a yes or
no is. All faults of a tree are found in one walk, each with its node; validate.py puts them into words.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

from foldwell.content.models.limits import Refusal
from foldwell.content.models.located import Located, Prose
from foldwell.content.models.shapes import Shape, shape_of
from foldwell.content.models.surprises import Surprises
from foldwell.content.reading.nodes import Mapping, Node, Scalar, Sequence
from foldwell.diagnostics import Sink

Model = TypeVar("Model", bound=Located)

NOTHING: Lookup[int, object] = MappingProxyType({})
FAULTY: Any = object()  # in place of what could not be made
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Fault(Struct, frozen=True):
    """What cannot stand at a place. `kind` is one of those in wording.py, or missing, unknown or refused; `key` is what
    the node stands under, and `above` the keys on the way there."""

    kind: str
    node: Node
    shape: Shape
    key: Scalar | None
    above: tuple[Scalar, ...]
    name: str = ""  # of the key that is missing
    count: int = 0  # of the entries that there are
    refusal: Refusal | None = None


class Filling:
    """Fills one model. `known` are nodes of which the parts are there already."""

    def __init__(self, surprises: Surprises, known: Lookup[int, object] = NOTHING) -> None:
        self.faults: list[Fault] = []
        self._surprises, self._known = surprises, known
        self._above: list[Scalar] = []

    def fill(self, node: Node, shape: Shape, key: Scalar | None = None) -> Any:
        """What a node stands for; FAULTY where that cannot be made."""
        made = self._known.get(id(node))
        if made is not None:
            return made
        self._surprises.look(node, shape, key)
        return _FILL[shape.kind](self, node, shape, key)

    def _fault(self, kind: str, node: Node, shape: Shape, key: Scalar | None, **more: Any) -> Any:
        self.faults.append(Fault(kind, node, shape, key, tuple(self._above), **more))
        return FAULTY

    def _checked(self, value: Any, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if shape.check is None:
            return value
        try:
            return shape.check(value)
        except Refusal as refusal:
            return self._fault("refused", node, shape, key, refusal=refusal)

    def _text(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if not isinstance(node, Scalar):
            return self._fault("text", node, shape, key)
        text = node.text
        if shape.prose:
            return Prose(text, node) if text.strip() else self._fault("empty", node, shape, key)
        if shape.least is not None and len(text) < shape.least:
            return self._fault("empty", node, shape, key)
        if shape.most is not None and len(text) > shape.most:
            return self._fault("long", node, shape, key)
        if shape.pattern is not None and not re.fullmatch(shape.pattern, text):
            return self._fault("pattern", node, shape, key)
        return self._checked(text, node, shape, key)

    def _choice(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if isinstance(node, Scalar) and node.text in shape.choices:
            return node.text
        return self._fault("choice", node, shape, key)

    def _flag(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        flag = _TRUTHS.get(node.text.lower()) if isinstance(node, Scalar) else None
        return flag if flag is not None else self._fault("flag", node, shape, key)

    def _date(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if not isinstance(node, Scalar):
            return self._fault("date", node, shape, key)
        try:
            return datetime.date.fromisoformat(node.text)
        except ValueError:
            return self._fault("calendar", node, shape, key)

    def _number(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if not isinstance(node, Scalar):
            return self._fault(shape.kind, node, shape, key)
        try:
            read = shape.reader.of if shape.reader is not None else int if shape.kind == "whole" else float
            value = read(node.text)
        except Refusal as refusal:
            return self._fault("refused", node, shape, key, refusal=refusal)
        except ValueError:
            return self._fault(shape.kind, node, shape, key)
        if shape.most is not None and value > shape.most:
            return self._fault("most", node, shape, key)
        if shape.least is not None and value < shape.least:
            return self._fault("least", node, shape, key)
        if shape.above is not None and value <= shape.above:
            return self._fault("above", node, shape, key)
        return self._checked(value, node, shape, key)

    def _list(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if not isinstance(node, Sequence) or shape.inner is None:
            return self._fault("list" if shape.count is None else "values", node, shape, key)
        before, inner, fill = len(self.faults), shape.inner, self.fill
        items = [fill(item, inner) for item in node.items]
        self._count(len(items), node, shape, key)
        if len(self.faults) > before:
            return FAULTY
        return tuple(items) if shape.fixed else items

    def _count(self, count: int, node: Node, shape: Shape, key: Scalar | None) -> None:
        """Find fault with too few or too many entries."""
        least, most = (shape.least, shape.most) if shape.count is None else (shape.count, shape.count)
        if least is not None and count < least:
            self._fault("few", node, shape, key, count=count)
        elif most is not None and count > most:
            self._fault("many", node, shape, key, count=count)

    def _map(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        if not isinstance(node, Mapping):
            return self._fault("keys", node, shape, key)
        before = len(self.faults)
        made = {}
        for name, value in node:
            self._surprises.look_at_name(name)
            made[name.text] = self._entry(name, value, shape)
        self._count(len(made), node, shape, key)
        return self._checked(made, node, shape, key) if len(self.faults) == before else FAULTY

    def _entry(self, name: Scalar, value: Node, shape: Shape) -> Any:
        """What stands under a key of the writer's own; the key, too, is looked at."""
        if shape.names is None or shape.inner is None:
            raise TypeError(f"a {shape.kind} has no keys of the writer's own")
        _FILL[shape.names.kind](self, name, shape.names, None)
        return self._under(name, value, shape.inner)

    def _under(self, name: Scalar, value: Node, shape: Shape) -> Any:
        self._above.append(name)
        filled = self.fill(value, shape, name)
        self._above.pop()
        return filled

    def _model(self, node: Node, shape: Shape, key: Scalar | None) -> Any:
        model = shape.model
        if model is None or isinstance(node, Sequence) or (isinstance(node, Scalar) and not model.ALONE):
            return self._fault("keys", node, shape, key)
        before = len(self.faults)
        if isinstance(node, Scalar):
            inner = shape.keys[model.ALONE]
            values = {model.ALONE: _FILL[inner.kind](self, node, inner, key)}
        else:
            values = self._values(node, shape, model)
            missing = sorted(shape.required - values.keys())
            for name in missing:
                self._fault("missing", node, shape, key, name=name)
            values["node"] = node
        if len(self.faults) > before:
            return FAULTY
        made = model(span=node.span, **values)
        try:
            made.check()
        except Refusal as refusal:
            return self._fault("refused", node, shape, key, refusal=refusal)
        return made

    def _values(self, node: Mapping, shape: Shape, model: type[Located]) -> dict[str, Any]:
        """What stands under the keys of a model; what stands under others goes to the rest, where it has one."""
        rest = model.REST
        values: dict[str, Any] = {rest: {}} if rest else {}
        for name, value in model.prepared(node):
            inner = shape.keys.get(name.text)
            if inner is not None:
                values[name.text] = self._under(name, value, inner)
            elif rest:
                values[rest][name.text] = self._entry(name, value, shape)
            else:
                self._fault("unknown", node, shape, name)
        return values


_FILL: dict[str, Callable[[Filling, Node, Shape, Scalar | None], Any]] = {
    "text": Filling._text,
    "word": Filling._text,
    "choice": Filling._choice,
    "flag": Filling._flag,
    "date": Filling._date,
    "whole": Filling._number,
    "number": Filling._number,
    "length": Filling._number,
    "list": Filling._list,
    "map": Filling._map,
    "model": Filling._model,
}


def filled(node: Node, model: type[Model]) -> Model | None:
    """The model that a tree stands for; None, without a word, where it has faults."""
    filling = Filling(Surprises(sink := Sink()))
    made: Model = filling.fill(node, shape_of(model))
    return None if made is FAULTY or sink.failed else made
