"""Editing YAML by hand, as it were: a text and new values for some of its scalars come in; the text with these, and
every other character as it was, goes out. Comments, order, quotation marks and the ends of lines stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from foldwell.content.reading.mend import LOADER

_END = re.compile(r"(\r\n|\r|\n)")
_SIMPLE = re.compile(r"[0-9][0-9-]*")  # a number, a date: no quotation marks are needed
_INDENTED = re.compile(r"[|>][+-]?([1-9])")  # a block that says how far it is indented
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # some editors begin a file with it

Line = tuple[str, str]  # a line, and what ends it


def with_scalars(text: str, values: Mapping[tuple[str, ...], str]) -> str:
    """The text with new values, each of one line, under some paths of keys: ("revision", "number").

    The text must be sound YAML. Raises KeyError where one of the paths leads to no scalar.
    """
    parts = _END.split(text.removeprefix(_MARK))
    lines: list[Line] = list(zip(parts[0::2], [*parts[1::2], ""], strict=True))
    root = yaml.compose("\n".join(line for line, _ in lines), Loader=LOADER)
    found = [(*_find(root, path), value) for path, value in values.items()]
    for key, node, value in sorted(found, key=lambda one: -one[1].start_mark.index):  # what stands above does not move
        if node.style in ("|", ">"):
            _set_block(lines, key, node, value)
        else:
            _set_inline(lines, node, value)
    return text[: text.startswith(_MARK)] + "".join(map("".join, lines))


def _find(root: Any, path: tuple[str, ...]) -> tuple[Any, Any]:
    """The key and the scalar at the end of a path."""
    key, node = None, root
    for name in path:
        entries = node.value if isinstance(node, yaml.MappingNode) else ()
        key, node = next((entry for entry in entries if entry[0].value == name), (None, None))
    if not isinstance(node, yaml.ScalarNode):
        raise KeyError(".".join(path))
    return key, node


def _set_inline(lines: list[Line], node: Any, value: str) -> None:
    """In place of a plain or quoted scalar, which may go over several lines."""
    begin, end = node.start_mark, node.end_mark
    written = value if _SIMPLE.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    last, line_end = lines[end.line]
    lines[begin.line : end.line + 1] = [(lines[begin.line][0][: begin.column] + written + last[end.column :], line_end)]


def _set_block(lines: list[Line], key: Any, node: Any, value: str) -> None:
    """Below the `|` or `>` of a block, as far to the right as its text was."""
    begin, end = node.start_mark, node.end_mark
    first, after = begin.line + 1, end.line + (1 if end.column else 0)
    while after > first + 1 and not lines[after - 1][0].strip():
        after -= 1  # empty lines behind it are the writer's way to set things apart
    told = _INDENTED.match(lines[begin.line][0], begin.column)
    filled = next(line for line, _ in lines[first:after] if line.strip())
    indent = key.start_mark.column + int(told[1]) if told else len(filled) - len(filled.lstrip(" "))
    lines[first:after] = [(" " * indent + value, lines[after - 1][1])]
