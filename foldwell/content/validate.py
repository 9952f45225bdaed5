"""A node tree and a model come in; an instance of the model goes out, or complaints in plain words at their places."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from foldwell.content.located import NOTHING, OWN, Located, parts_by_node, plain
from foldwell.content.nodes import Mapping as MappingNode
from foldwell.content.nodes import Node, Scalar, Sequence
from foldwell.content.shapes import Shape, all_keys, shape_of
from foldwell.content.surprises import Surprises
from foldwell.content.wording import (
    COMPARE,
    CUSTOM_HINTS,
    FIXED_LENGTH,
    KEPT_ELSEWHERE,
    ONE_VALUE,
    WORDS,
    WRITTEN,
    worded,
)
from foldwell.diagnostics import Sink, Span

Model = TypeVar("Model", bound=BaseModel)

MOST_KEYS = 8  # that a hint lists
MOST = 100  # complaints about one file; beyond that it is another kind of file
_OF_ONE_VALUE = ("error", "_parsing", "string_type", "bool_type", "int_type", "float_type", "date_type")
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
    known = parts_by_node(earlier) if earlier is not None else NOTHING
    surprises = Surprises(sink, touched, partial, known)
    surprises.walk(node, shape)
    try:
        made = model.model_validate(plain(node, known))
    except ValidationError as errors:
        _Complaints(node, shape, sink, surprises.told, touched, partial).tell(errors)
        return None
    return made if len(sink.found) == before else None


def _misplaced(root: Node, shape: Shape, sink: Sink) -> bool:
    """Whether a key of the file's own stands further right, so that it belongs to the key above; complains of it."""
    found = False
    if not isinstance(root, MappingNode):
        return found
    for above, part in root:
        inner = shape.keys.get(above.text)
        for key, _ in part if isinstance(part, MappingNode) else ():
            if key.text in shape.keys and root.key(key.text) is None and inner and key.text not in inner.keys:
                message = f"`{key.text}:` stands too far right, so that it belongs to `{above.text}:`"
                sink.error("misplaced-key", message, key.span, f"begin it in column {above.span.column}")
                found = True
    return found


class _Complaints:
    """Turns one file's errors into complaints."""

    def __init__(
        self, root: Node, shape: Shape, sink: Sink, told: set[int], touched: frozenset[int], partial: bool
    ) -> None:
        self.root, self.shape, self.sink = root, shape, sink
        self.told, self.touched, self.partial = told, touched, partial
        self.meant: set[tuple[int, str]] = set()  # missing keys that an unknown one was probably meant to be

    def tell(self, errors: ValidationError) -> None:
        """Complain of each error, of unknown keys first."""
        listed = errors.errors(include_url=False, include_input=False)
        unknown = [error for error in listed if error["type"] == "extra_forbidden"]
        others = [error for error in listed if error["type"] != "extra_forbidden"]
        for count, error in enumerate([*unknown, *others]):
            if count == MOST:
                self.sink.note("many-problems", f"{len(listed) - MOST} further problems in this file are not listed",
                               self.root.span)  # fmt: skip
                break
            self._one(error)

    def _one(self, error: Any) -> None:
        kind, loc, context = error["type"], tuple(error["loc"]), error.get("ctx", {})
        if kind == "extra_forbidden":
            self._unknown(loc)
        elif kind == "missing":
            self._missing(loc)
        elif loc and loc[-1] == "[key]":
            mapping, _, _ = self._find(loc[:-2])
            name = mapping.key(str(loc[-2])) if isinstance(mapping, MappingNode) else None
            if name is not None:
                self._value(name, kind, context)
        elif kind in WORDS:
            self._value(self._find(loc)[0], kind, context, loc)
        else:
            self._custom(loc, error)

    def _find(self, loc: Iterable[Any]) -> tuple[Node, Shape | None, Scalar | None]:
        """The node at a path of keys and numbers, its shape, and the key that it stands under."""
        node, shape, key = self.root, self.shape, None
        current: Shape | None = shape
        for step in loc:
            if isinstance(node, MappingNode):
                value = node.value(str(step))
                if value is None or (step == "regions" and current is not None and "omit" in current.keys):
                    continue  # a Placement's regions are keys beside its own, not under a key of this name
                key, node = node.key(str(step)), value
                current = current.keys.get(str(step), current.inner) if current else None
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                key, node = None, node.items[step]
                current = current.inner if current else None
        return node, current, key

    def _under_touched(self, loc: tuple[Any, ...]) -> bool:
        """Whether a key on the way to a place stands in a line that was mended."""
        keys = (self._find(loc[:depth])[2] for depth in range(1, len(loc)))
        return any(key is not None and key.span.line in self.touched for key in keys)

    def _silent(self, node: Node, span: Span) -> bool:
        return id(node) in self.told or span.line in self.touched

    def _value(self, node: Node, kind: str, context: dict[str, Any], loc: tuple[Any, ...] = ()) -> None:
        if self._silent(node, node.span) or (self.partial and (kind.endswith("_type") or not isinstance(node, Scalar))):
            return
        text = node.text if isinstance(node, Scalar) else ""
        line = " ".join(text.split())
        code, message, hint = worded(kind, line if len(line) <= 40 else f"{line[:39]}…", context)
        if not isinstance(node, Scalar) and kind.endswith(_OF_ONE_VALUE):
            code, message, hint = ONE_VALUE
        elif kind == "list_type" and text.startswith("-"):
            hint = "begin each item with a dash and a space"
        elif node is self.root and kind == "model_type":
            message, hint = _ROOT, "look at a file that works, or make a new one with `new`"
        elif kind in ("model_type", "tuple_type"):
            hint = self._as_wanted(loc) or hint
        span = node.at(0, max(1, len(line))) if isinstance(node, Scalar) and node.style in ("|", ">") else node.span
        self.sink.error(code, message, span, hint)

    def _as_wanted(self, loc: tuple[Any, ...]) -> str:
        """How keys, or a list of a fixed length, are written at a place where something else stands."""
        _, shape, key = self._find(loc)
        keys = [f"`{name}: …`" for name in shape.keys if name not in OWN] if shape is not None else []
        if keys and len(keys) <= MOST_KEYS:
            return f"write keys in its place, indented, each on a line of its own: {', '.join(keys)}"
        return FIXED_LENGTH.get(key.text, "") if key is not None else ""

    def _custom(self, loc: tuple[Any, ...], error: Any) -> None:
        """A complaint of the models' own, which has its message with it; it stands at the key of what it is about."""
        node, _, key = self._find(loc)
        context = error.get("ctx", {})
        part = _part(node, context)
        span = part or (key.span if key is not None and not isinstance(node, Scalar) else node.span)
        if self.partial or self._silent(node, span):
            return
        hint = CUSTOM_HINTS.get(error["type"], "").format_map(context)
        self.sink.error(error["type"].replace("_", "-"), error["msg"], span, *([hint] if hint else []))

    def _unknown(self, loc: tuple[Any, ...]) -> None:
        mapping, shape, _ = self._find(loc[:-1])
        name = str(loc[-1])
        name = name[:-1] if name[:-1] in OWN else name  # see Located
        key = mapping.key(name) if isinstance(mapping, MappingNode) else None
        if key is None or shape is None or self._silent(key, key.span):
            return
        allowed = [other for other in shape.keys if other not in OWN]
        if self.partial and (name in all_keys(self.shape) or self._under_touched(loc)):
            return  # it stands under the wrong key, or another one does
        if name.lower() in KEPT_ELSEWHERE:
            self.sink.error("unknown-key", f"the key `{name}` cannot stand here", key.span,
                            KEPT_ELSEWHERE[name.lower()])  # fmt: skip
            return
        near = difflib.get_close_matches(name, allowed, n=1)
        hints = [f"did you mean `{near[0]}`?"] if near else []
        if near:
            self.meant.add((id(mapping), near[0]))
        self.sink.error("unknown-key", f"there is no key `{name}` here", key.span, *hints,
                        f"possible here: {', '.join(allowed)}")  # fmt: skip

    def _missing(self, loc: tuple[Any, ...]) -> None:
        node, shape, key = self._find(loc[:-1])
        name = loc[-1]
        if self.partial or (id(node), name) in self.meant:
            return
        span = key.span if key is not None else node.span
        if self._silent(node, span):
            return
        if isinstance(name, int):  # a list of a fixed length
            hint = FIXED_LENGTH.get(key.text if key is not None else "", COMPARE)
            self.sink.error("bad-value", "there are too few entries here", node.span, hint)
            return
        wanted = shape.keys.get(str(name)) if shape else None
        where = f"in `{key.text}`" if key is not None else "here" if node is not self.root else "in this file"
        self.sink.error("missing-key", f"the key `{name}` is missing {where}", span, f"add {_line(str(name), wanted)}")


def _part(node: Node, context: Mapping[str, Any]) -> Span | None:
    """The key or the row of a table that a complaint of the models' own names."""
    if not isinstance(node, MappingNode):
        return None
    key, rows = node.key(str(context.get("name"))), node.value("rows")
    if isinstance(rows, Sequence) and "row" in context:
        return rows.items[int(context["row"]) - 1].span
    return key.span if key is not None else None


def _line(name: str, shape: Shape | None) -> str:
    """How a missing key is written."""
    if name in WRITTEN:
        return f"a line `{WRITTEN[name]}`"
    if shape is None or shape.kind in ("text", "word", "choice", "flag", "whole", "number", "date", "length"):
        return f"a line `{name}: {shape.example if shape else '…'}`"
    return f"a line `{name}:` and below it, indented, {'a list' if shape.kind == 'list' else 'its keys'}"
