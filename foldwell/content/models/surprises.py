"""Values that YAML reads otherwise than people mean them: a node and its shape come in, complaints go out.

Whether a value is a surprise depends on what is wanted at its place: `no` is a word among words, and a no where a yes
or no is wanted. What cannot stand there at all, filling.py tells.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from foldwell.content.models.shapes import Shape
from foldwell.content.reading.line_faults import AS_BLOCK
from foldwell.content.reading.nodes import Mapping, Node, Scalar
from foldwell.diagnostics import Sink, Span

NUMBER = "write digits alone, such as 12 or 0.5: no sign such as %, no comma"
IN_QUOTES = 'put it in quotes: "{text}"'
_ODD_BEGINNINGS = frozenset("+-0123456789~tTfFyYnNoO")  # of whatever is told below: all other words need no closer look
_TRUTHS = re.compile(r"(?:true|false|yes|no|on|off)", re.IGNORECASE)
_NULLS = re.compile(r"(?:null|Null|NULL|~)")
# The types of YAML 1.1: https://yaml.org/type/int.html and float.html
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_EIGHTS = re.compile(r"[-+]?0o?[0-7_]+")
_BASES = re.compile(r"[-+]?0(?:x[0-9a-fA-F_]+|b[01_]+)")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_TOO_LONG = re.compile(r"[-+]?(?:[0-9]{10,}(?:\.[0-9]+)?|[0-9]+\.[0-9]{10,})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Surprises(Struct):
    """Looks at one node after another. `told` are the ids of nodes that were complained of; `touched` are the lines to
    leave alone."""

    sink: Sink
    touched: frozenset[int] = frozenset()
    partial: bool = False  # the structure was guessed at: only values are complained of
    told: set[int] = field(default_factory=set)

    def look(self, node: Node, shape: Shape, key: Scalar | None = None) -> None:
        """Complain of the surprise in a node, if there is one; `key` is the key that it stands under."""
        if self.touched and node.span.line in self.touched and (isinstance(node, Scalar) or shape.kind == "text"):
            self.told.add(id(node))
        elif isinstance(node, Scalar):
            self._scalar(node, shape, key)
        elif shape.kind == "text":
            self._no_text(node, in_list=key is None)

    def look_at_name(self, name: Scalar) -> None:
        """Complain of a key of the writer's own that other programs take for something else."""
        self._word(name)

    def _tell(self, node: Node, code: str, message: str, span: Span, *hints: str) -> None:
        self.told.add(id(node))
        self.sink.error(code, message, span, *hints)

    def _scalar(self, node: Scalar, shape: Shape, key: Scalar | None) -> None:
        if not node.style and not node.text:
            self._empty(node, shape, key)
        elif shape.kind in ("text", "word"):
            self._word(node)
            if node.comment and shape.kind == "text":
                self._tell(node, "text-cut", "YAML cuts the text here: ` #` begins a comment", node.comment, AS_BLOCK)
        elif shape.kind == "flag" and not _TRUTHS.fullmatch(node.text):
            self._tell(node, "bad-value", f"`{_short(node.text)}` is neither true nor false", node.span,
                       "write true or false")  # fmt: skip
        elif shape.kind in ("whole", "number") and _TOO_LONG.fullmatch(node.text):
            self._tell(node, "bad-value", "this number has too many digits", node.span,
                       "nine before the point and nine behind it can stand here")  # fmt: skip
        elif shape.kind == "whole" and not _WHOLE.fullmatch(node.text):
            self._tell(node, "bad-value", f"`{_short(node.text)}` is not a whole number", node.span,
                       "write digits only, such as 3")  # fmt: skip
        elif shape.kind == "number" and not _NUMBER.fullmatch(node.text):
            self._tell(node, "bad-value", f"`{_short(node.text)}` is not a number", node.span, NUMBER)
        elif shape.kind == "date" and not _DATE.fullmatch(node.text):
            self._tell(node, "bad-date", f"`{_short(node.text)}` is not a date that can be read", node.span,
                       "a date is written year-month-day: 2026-11-22")  # fmt: skip

    def _empty(self, node: Scalar, shape: Shape, key: Scalar | None) -> None:
        """A key without a value, or with one that YAML takes for a comment."""
        self.told.add(id(node))
        name = f"`{key.text}`" if key else "this item"
        if node.comment and shape.kind in ("text", "word", "choice", "model"):
            text = self._source(node.comment)
            if not text.startswith("# "):
                self._tell(node, "text-cut", f"{name} has no value: YAML takes everything from `#` on for a comment",
                           node.comment, IN_QUOTES.format(text=text))  # fmt: skip
                return
        if self.partial:
            return
        hint = f"write its value behind the colon, or delete `{key.text}:`" if key else "write the item, or delete it"
        self._tell(node, "empty-value", f"{name} has no value", key.span if key else node.span, hint)

    def _word(self, node: Scalar) -> None:
        """A plain word that YAML readers take for something other than text."""
        if node.style or node.span.line in self.touched:
            return
        text = node.text
        if text[:1] not in _ODD_BEGINNINGS:
            return
        if _TRUTHS.fullmatch(text):
            meaning = "true" if text.lower() in ("true", "yes", "on") else "false"
        elif _NULLS.fullmatch(text):
            meaning = "nothing at all"
        elif _SIXTIES.fullmatch(text):
            meaning = "a number in sixties (as of minutes and seconds)"
        elif text.lstrip("-+0_") and (_EIGHTS.fullmatch(text) or _BASES.fullmatch(text)):
            meaning = "a number to another base than ten"
        else:
            return
        self._tell(node, "yaml-word", f"`{text}` is read by other programs as {meaning}", node.span,
                   IN_QUOTES.format(text=text))  # fmt: skip

    def _no_text(self, node: Node, in_list: bool) -> None:
        """A list or a group of keys where words are wanted, with how it came about."""
        self.told.add(id(node))
        sign = self._source(node.span)[:1]
        if self.partial and sign not in ("[", "{"):
            return
        if sign in ("[", "{"):
            kind = "a list" if sign == "[" else "a group of keys"
            message, hint = f"text is wanted here, and a value that begins with `{sign}` is read as {kind}", AS_BLOCK
        elif isinstance(node, Mapping):
            message = "text is wanted here, and a colon with a space behind it makes a key and a value of it"
            hint = AS_BLOCK
        else:
            message, hint = "text is wanted here, not a list", "write the text in one piece, or use a block with a list"
        self._tell(node, "text-wanted", message, node.span, hint)

    def _source(self, span: Span) -> str:
        """What stands in the file at a place, up to the end of the line."""
        lines = self.sink.sources.get(span.path, "").split("\n", span.line)
        return lines[span.line - 1][span.column - 1 :].rstrip() if len(lines) >= span.line else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
