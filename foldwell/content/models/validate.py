"""A node tree and a model come in; an instance of the model goes out, or complaints in plain words at their places."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TypeVar

from foldwell.content.models.filling import FAULTY, NOTHING, Fault, Filling
from foldwell.content.models.limits import Refusal
from foldwell.content.models.located import NOWHERE, Located, parts_by_node
from foldwell.content.models.shapes import Shape, all_keys, shape_of
from foldwell.content.models.surprises import Surprises
from foldwell.content.models.wording import (
    CUSTOM_HINTS,
    FIXED_LENGTH,
    KEPT_ELSEWHERE,
    ONE_VALUE,
    WRITTEN,
    worded,
)
from foldwell.content.reading.nodes import Mapping, Node, Scalar, Sequence
from foldwell.diagnostics import Sink, Span

Model = TypeVar("Model", bound=Located)

MOST_KEYS = 8  # that a hint lists
MOST = 100  # complaints about one file; beyond that it is another kind of file
_OF_ONE_VALUE = frozenset({"text", "pattern", "choice", "flag", "whole", "number", "length", "date"})
_ROOT = "this file must begin with keys, such as `title:`"


def validate(
    node: Node, model: type[Model], sink: Sink, touched: frozenset[int] = frozenset(), partial: bool = False,
    earlier: Located | None = None,
) -> Model | None:  # fmt: skip
    """The model that a tree stands for, or None after complaints.

    `touched` are lines whose values stand in for what could not be read: they are not complained of. With `partial` the
    structure was guessed at, and what seems to be missing is not complained of either. Parts of an `earlier` model of
    the same kind whose nodes are the very same were found right, and are the very same parts again.
    """
    before = len(sink.found)
    shape = shape_of(model)
    partial = _misplaced(node, shape, sink) or partial
    surprises = Surprises(sink, touched, partial)
    filling = Filling(surprises, parts_by_node(earlier) if earlier is not None else NOTHING)
    made = filling.fill(node, shape)
    if filling.faults:
        _Complaints(node, shape, sink, surprises.told, touched, partial).tell(filling.faults)
    return made if made is not FAULTY and len(sink.found) == before else None


def model_of(model: type[Model], data: object) -> Model:
    """A model of values that stand in no file: texts, numbers, dates, lists and groups of keys. Raises ValueError with
    the first complaint where they are not what the model holds."""
    sink = Sink()
    made = validate(_node(data), model, sink)
    if made is None:
        raise ValueError(sink.found[0].message)
    return made


def _node(value: object) -> Node:
    if isinstance(value, dict):  # None stands for a key that is left out
        given = ((str(name), item) for name, item in value.items() if item is not None)
        return Mapping(tuple((Scalar(name, "", NOWHERE, ()), _node(item)) for name, item in given), NOWHERE)
    if isinstance(value, list | tuple):
        return Sequence(tuple(map(_node, value)), NOWHERE)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(text, '"', NOWHERE, ((1, 1),))


def _misplaced(root: Node, shape: Shape, sink: Sink) -> bool:
    """Whether a key of the file's own stands further right, so that it belongs to the key above; complains of it."""
    found = False
    if not isinstance(root, Mapping):
        return found
    for above, part in root:
        inner = shape.keys.get(above.text)
        for key, _ in part if isinstance(part, Mapping) else ():
            if key.text in shape.keys and root.key(key.text) is None and inner and key.text not in inner.keys:
                message = f"`{key.text}:` stands too far right, so that it belongs to `{above.text}:`"
                sink.error("misplaced-key", message, key.span, f"begin it in column {above.span.column}")
                found = True
    return found


class _Complaints:
    """Turns one file's faults into complaints."""

    def __init__(
        self, root: Node, shape: Shape, sink: Sink, told: set[int], touched: frozenset[int], partial: bool
    ) -> None:
        self.root, self.shape, self.sink = root, shape, sink
        self.told, self.touched, self.partial = told, touched, partial
        self.meant: set[tuple[int, str]] = set()  # missing keys that an unknown one was probably meant to be

    def tell(self, faults: list[Fault]) -> None:
        """Complain of each fault, of unknown keys first."""
        listed = sorted(faults, key=lambda fault: fault.kind != "unknown")
        for fault in listed[:MOST]:
            self._one(fault)
        if len(listed) > MOST:
            self.sink.note("many-problems", f"{len(listed) - MOST} further problems in this file are not listed",
                           self.root.span)  # fmt: skip

    def _one(self, fault: Fault) -> None:
        if fault.refusal is not None:
            self._refused(fault, fault.refusal)
        elif fault.kind == "unknown" and fault.key is not None:
            self._unknown(fault, fault.key)
        elif fault.kind == "missing":
            self._missing(fault)
        else:
            self._value(fault)

    def _silent(self, node: Node, span: Span) -> bool:
        return id(node) in self.told or span.line in self.touched

    def _value(self, fault: Fault) -> None:
        node = fault.node
        if self._silent(node, node.span) or (self.partial and not isinstance(node, Scalar)):
            return
        if self.partial and fault.kind in ("keys", "list", "values"):
            return
        text = node.text if isinstance(node, Scalar) else ""
        line = " ".join(text.split())
        code, message, hint = worded(fault, line if len(line) <= 40 else f"{line[:39]}…")
        if not isinstance(node, Scalar) and fault.kind in _OF_ONE_VALUE:
            code, message, hint = ONE_VALUE
        elif fault.kind == "few" and fault.key is not None and fault.shape.count is not None:
            message, hint = "there are too few entries here", FIXED_LENGTH.get(fault.key.text, hint)
        elif fault.kind == "list" and text.startswith("-"):
            hint = "begin each item with a dash and a space"
        elif node is self.root and fault.kind == "keys":
            message, hint = _ROOT, "look at a file that works, or make a new one with `new`"
        elif fault.kind in ("keys", "values"):
            hint = _as_wanted(fault) or hint
        span = node.at(0, max(1, len(line))) if isinstance(node, Scalar) and node.style in ("|", ">") else node.span
        self.sink.error(code, message, span, hint)

    def _refused(self, fault: Fault, refusal: Refusal) -> None:
        """A complaint of a model's own, which has its message with it; it stands at the key of what it is about."""
        node, key = fault.node, fault.key
        part = _part(node, refusal.at)
        span = part or (key.span if key is not None and not isinstance(node, Scalar) else node.span)
        if self.partial or self._silent(node, span):
            return
        hint = CUSTOM_HINTS.get(refusal.code, "").format_map(refusal.named)
        self.sink.error(refusal.code.replace("_", "-"), refusal.message, span, *([hint] if hint else []))

    def _unknown(self, fault: Fault, key: Scalar) -> None:
        name = key.text
        if self._silent(key, key.span):
            return
        if self.partial and (name in all_keys(self.shape) or self._under_touched(fault.above)):
            return  # it stands under the wrong key, or another one does
        if name.lower() in KEPT_ELSEWHERE:
            self.sink.error("unknown-key", f"the key `{name}` cannot stand here", key.span,
                            KEPT_ELSEWHERE[name.lower()])  # fmt: skip
            return
        near = difflib.get_close_matches(name, fault.shape.keys, n=1)
        hints = [f"did you mean `{near[0]}`?"] if near else []
        if near:
            self.meant.add((id(fault.node), near[0]))
        self.sink.error("unknown-key", f"there is no key `{name}` here", key.span, *hints,
                        f"possible here: {', '.join(fault.shape.keys)}")  # fmt: skip

    def _under_touched(self, above: Iterable[Scalar]) -> bool:
        """Whether a key on the way to a place stands in a line that was mended."""
        return any(key.span.line in self.touched for key in above)

    def _missing(self, fault: Fault) -> None:
        node, key, name = fault.node, fault.key, fault.name
        span = key.span if key is not None else node.span
        if self.partial or (id(node), name) in self.meant or self._silent(node, span):
            return
        where = f"in `{key.text}`" if key is not None else "here" if node is not self.root else "in this file"
        message = f"the key `{name}` is missing {where}"
        self.sink.error("missing-key", message, span, f"add {_line(name, fault.shape.keys[name])}")


def _as_wanted(fault: Fault) -> str:
    """How keys, or a list of a fixed length, are written at a place where something else stands."""
    keys = [f"`{name}: …`" for name in fault.shape.keys]
    if keys and len(keys) <= MOST_KEYS:
        return f"write keys in its place, indented, each on a line of its own: {', '.join(keys)}"
    return FIXED_LENGTH.get(fault.key.text, "") if fault.key is not None else ""


def _part(node: Node, at: tuple[str | int, ...]) -> Span | None:
    """The key, or the item of a list, that a complaint of a model's own names."""
    span = None
    for step in at:
        if isinstance(step, int):
            value: Node | None = node.items[step] if isinstance(node, Sequence) else None
            span = value.span if value is not None else None
        else:
            name = node.key(step) if isinstance(node, Mapping) else None
            value = node.value(step) if isinstance(node, Mapping) else None
            span = name.span if name is not None else None
        if value is None:
            return span
        node = value
    return span


def _line(name: str, shape: Shape) -> str:
    """How a missing key is written."""
    if name in WRITTEN:
        return f"a line `{WRITTEN[name]}`"
    if shape.kind in ("text", "word", "choice", "flag", "whole", "number", "date", "length"):
        return f"a line `{name}: {shape.example}`"
    return f"a line `{name}:` and below it, indented, {'a list' if shape.kind == 'list' else 'its keys'}"
