"""YAML text comes in, a Node tree with a Span on every node goes out; complaints go into a Sink.

The tree is built from the parser's events, not by a YAML loader: nothing is resolved (`no` stays a word), and what can
make a small file large or strange (aliases, merge keys, tags, deep nesting) is refused where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from foldwell.content.reading.line_faults import AS_BLOCK
from foldwell.content.reading.mend import LOADER, MAX_DEPTH, Copy, mend
from foldwell.content.reading.nodes import Mapping, Node, Scalar, Sequence
from foldwell.content.reading.reread import Earlier, Piece, reread
from foldwell.content.reading.text_file import clean_text, read_text
from foldwell.diagnostics import Sink, Span, shown_path


class Loaded(Struct, frozen=True):
    """A tree, the lines (from 1) whose values are not as they were written because they could not be read, and whether
    the structure had to be guessed at.
    """

    node: Node
    touched: frozenset[int]
    partial: bool


def load(path: Path, root: Path, sink: Sink) -> Node | None:
    """The node tree of a YAML file; None where there is none. `root` is the workspace, from which paths are shown.

    After an error in the sink the tree may hold stand-ins for what could not be read: use it for checks only.
    """
    text = read_text(path, root, sink)
    loaded = load_tree(text, shown_path(path, root), sink) if text is not None else None
    return loaded.node if loaded else None


def load_text(text: str, shown: str, sink: Sink) -> Node | None:
    """The node tree of a YAML text that came from elsewhere, as `load` gives it; `shown` stands for its path."""
    clean = clean_text(text.encode("utf-8", "surrogatepass"), shown, sink)
    loaded = load_tree(clean, shown, sink) if clean is not None else None
    return loaded.node if loaded else None


def load_tree(text: str, shown: str, sink: Sink, earlier: Earlier | None = None) -> Loaded | None:
    """The tree of clean text (see `clean_text`), with what is known of its faults.

    What has not changed since an `earlier` text of the same file was read has the very same nodes again.
    """
    copy = Copy(shown, text.split("\n"))
    again = reread(text, earlier, lambda piece: _part(piece, copy)) if earlier is not None else None
    if again is not None:
        return Loaded(again, frozenset(), partial=False)
    builder = _Builder(copy, sink)
    try:
        node = builder.document(text)
    except yaml.MarkedYAMLError:
        copy, readable = mend(shown, text)
        for fault in copy.faults:
            span = Span(shown, fault.line + 1, fault.column + 1, max(1, fault.length))
            sink.error(fault.code, fault.message, span, *fault.hints)
        if not readable:
            return None
        builder = _Builder(copy, sink)
        node = builder.document(copy.text)
    for complaint in builder.complaints:
        sink.error(*complaint)
    return Loaded(node, frozenset(copy.touched), copy.partial) if node is not None else None


def _part(piece: Piece, copy: Copy) -> Node | None:
    """The tree of a part of the text; None where it is not sound by itself."""
    builder = _Builder(copy, Sink())
    try:
        node = builder.document("\n" * piece.line + piece.text, depth=2 if piece.under else 1)
    except yaml.MarkedYAMLError:
        return None
    return None if builder.complaints else node


MOST = 100  # complaints of the kinds that a tree can have, and then there is no sense in reading on


class _EnoughError(Exception):
    """There is no sense in reading on."""


def _width(event: Any) -> int:
    """The length of an event on its line; 1 where it goes over several."""
    begin, end = event.start_mark, event.end_mark
    return int(end.column - begin.column) if begin.line == end.line else 1


class _Builder(Struct):
    """Makes nodes of a parser's events. Its complaints are kept apart until the whole text has been read."""

    copy: Copy
    sink: Sink
    complaints: list[tuple[Any, ...]] = field(default_factory=list)

    def document(self, text: str, depth: int = 1) -> Node | None:
        """The tree of the only document; `depth` is that of its outermost keys in the file. Raises
        yaml.MarkedYAMLError where the text cannot be read.
        """
        events = yaml.parse(text, Loader=LOADER)
        node: Node | None = None
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if node is not None:
                        self.error("yaml-documents", "a second document begins here; a file holds one", event,
                                   "delete this line of dashes, or make a file of what follows")  # fmt: skip
                        self.copy.partial = True
                        break
                    node = self.node(next(events), events, depth)
        except _EnoughError:
            return None
        if node is None:
            self.complaints.append(("file-empty", "the file holds nothing but comments", Span(self.copy.path, 1, 1)))
        return node

    def span(self, event: Any, length: int = 1) -> Span:
        """The place where an event begins."""
        mark = event.start_mark
        return Span(self.copy.path, mark.line + 1, self.copy.column(mark.line, mark.column) + 1, max(1, length))

    def error(self, code: str, message: str, event: Any, *hints: str) -> None:
        """A complaint at an event. Its lines count as touched: what stands there in the tree is a stand-in."""
        self.complaints.append((code, message, self.span(event, _width(event)), *hints))
        self.copy.touched.update(range(event.start_mark.line + 1, event.end_mark.line + 2))
        if len(self.complaints) >= MOST:
            raise _EnoughError

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        """The node that begins with an event; takes from the events what belongs to it."""
        if depth > MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
            self.error("yaml-depth", f"lists and keys stand more than {MAX_DEPTH} levels deep inside each other", event,
                       "no brochure needs more than eight")  # fmt: skip
            raise _EnoughError
        if isinstance(event, yaml.AliasEvent):
            self.error("yaml-alias", "a value that begins with `*` is read as a reference to another place in the file",
                       event, AS_BLOCK)  # fmt: skip
            span = self.span(event)
            return Scalar("", "'", span, ((span.line, span.column),))
        if event.anchor is not None:
            self.error("yaml-anchor", f"`&{event.anchor}` is read as a mark that other places can refer to", event,
                       AS_BLOCK)  # fmt: skip
        if event.tag is not None:
            self.error("yaml-tag", "a value that begins with `!` is read as the name of a type", event, AS_BLOCK)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for part in events:
                if isinstance(part, yaml.SequenceEndEvent):
                    break
                items.append(self.node(part, events, depth + 1))
            return Sequence(tuple(items), self.span(event))
        return self.mapping(event, events, depth)

    def mapping(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        """The mapping that begins with an event, without keys that cannot be used."""
        entries: dict[str, tuple[Scalar, Node]] = {}
        for part in events:
            if isinstance(part, yaml.MappingEndEvent):
                break
            key = self.node(part, events, depth + 1)
            told = len(self.complaints)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                flow = getattr(event, "flow_style", False)
                self.error("yaml-key", "a value that begins with `{` is read as a group of keys" if flow
                           else "a list or a group of keys stands where a key is wanted", event if flow else part,
                           AS_BLOCK if flow else "a key is one word with a colon behind it")  # fmt: skip
            elif key.text == "<<" and not key.style:
                del self.complaints[told:]  # the reference behind it goes with it
                self.error("yaml-merge", "`<<` would copy keys from another place in the file", part,
                           "write the keys out here")  # fmt: skip
            elif key.text in entries and self.copy.partial:
                continue  # it may belong elsewhere
            elif key.text in entries:
                first = entries[key.text][0].span
                self.error("duplicate-key", f"the key `{key.text}` stands here a second time", part,
                           f"the first is in line {first.line}; delete one of them or rename it")  # fmt: skip
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), self.span(event))

    def scalar(self, event: Any) -> Scalar:
        """A scalar with the places of its lines."""
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        span = self.span(event, _width(event))
        if style in ("|", ">"):
            return Scalar(event.value, style, span, self.block_rows(event, style))
        row = (span.line, span.column + (1 if style else 0))
        return Scalar(event.value, style, span, (row,), None if style else self.comment(event.end_mark))

    def block_rows(self, event: Any, style: str) -> tuple[tuple[int, int], ...]:
        """Where each line of a block's text begins in the file (a folded block: where its first line does)."""
        lines, head = self.copy.lines, event.start_mark.line
        count = max(1, event.value.count("\n") + (0 if event.value.endswith("\n") else 1))
        body = range(head + 1, min(head + 1 + count, len(lines)))
        filled = next((n for n in range(head + 1, len(lines)) if lines[n].strip()), None)
        if filled is None or not event.value.strip():
            return ((head + 1, self.copy.column(head, event.start_mark.column) + 1),)
        indent = self.indent(event, filled)
        if style == ">":
            return ((filled + 1, self.copy.column(filled, indent) + 1),)
        return tuple((n + 1, self.copy.column(n, indent) + 1) for n in body)

    def indent(self, event: Any, filled: int) -> int:
        """How far a block's text is indented: its first line of text has what is not indentation at its end."""
        line = self.copy.lines[filled]
        first = next(text for text in event.value.split("\n") if text.strip())
        if event.style == "|":
            return len(line) - len(first)
        return len(line) - len(line.lstrip(" "))

    def comment(self, end: Any) -> Span | None:
        """The comment on the line on which a plain value ends: to YAML a value is over where ` #` begins."""
        line = self.copy.lines[end.line] if end.line < len(self.copy.lines) else ""
        rest = line[end.column :]
        begins = len(rest) - len(rest.lstrip(" \t"))
        if not rest.startswith("#", begins) or begins == 0:
            return None
        column = self.copy.column(end.line, end.column + begins)
        return Span(self.copy.path, end.line + 1, column + 1, len(rest.rstrip()) - begins)
