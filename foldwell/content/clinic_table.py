"""A table of clinics (CSV) comes in; a clinic's YAML for each row goes out: a base clinic's, with the row's cells.

Every line of that YAML knows where its words were written, in the table or in the base clinic's file, so that what is
found wrong with it is shown there. Tables are as RFC 4180 has them, also with semicolons or tabs between the cells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from foldwell.content.models.clinic import Clinic
from foldwell.content.reading.nodes import Mapping, Node, Scalar
from foldwell.content.reading.nodes import Sequence as Items
from foldwell.diagnostics import Sink, Span

SLUG = "slug"
SHORT = {"phone": "phones.1.number", "phone_label": "phones.1.label", "address": "addresses.1.lines"}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LINES = re.compile(r"\s*(?:\||\n)\s*")  # between the lines of an address


class ClinicYaml(Struct, frozen=True):
    """A clinic's YAML under the name of its folder, and for each line where it was written."""

    slug: str
    text: str
    origins: tuple[Span, ...]


def clinics_in_table(text: str, shown: str, base: Mapping, sink: Sink) -> list[ClinicYaml]:
    """The clinics of a table's clean text; rows with errors are left out. `shown` is its path as people see it."""
    rows = list(_rows(text, shown, sink))
    if len(rows) < 2:
        sink.error("table-empty", f"{shown} names no clinic", Span(shown, 1, 1),
                   "its first line names the columns (slug, name, phone), each line below it is a clinic")  # fmt: skip
        return []
    heads, *others = rows
    columns = _columns(heads, sink)
    found: dict[str, ClinicYaml] = {}
    for row in others if columns is not None else ():
        slug = _slug_of(row, heads, found, sink)
        if slug is not None and columns is not None:
            cells = [(head, path, cell) for head, path, cell in zip(heads, columns, row, strict=False) if path]
            found[slug] = _yaml(slug, row[0].span, base, [each for each in cells if each[2].text.strip()])
    return list(found.values())


def _yaml(slug: str, place: Span, base: Mapping, cells: list[tuple[Scalar, tuple[str, ...], Scalar]]) -> ClinicYaml:
    """One row's YAML. The base's short name is not that of a clinic with a name of its own."""
    node: Node = base
    if any(path == ("name",) for _, path, _ in cells):
        node = Mapping(tuple(entry for entry in base.entries if entry[0].text != "short_name"), base.span)
    for head, path, cell in cells:
        node = _grafted(node, path, _value(cell, path), head)
    # without the row's number: a row put in above changes nothing about this clinic
    lines = [(f"# Made from {place.path}: what is changed here is lost.", place), *_dumped(node)]
    return ClinicYaml(slug, "".join(f"{line}\n" for line, _ in lines), tuple(span for _, span in lines))


def _columns(heads: list[Scalar], sink: Sink) -> list[tuple[str, ...]] | None:
    """Where in a clinic's YAML each column belongs; nowhere for the slug. None after an error."""
    known = [SLUG, *SHORT, *Clinic.names()]
    columns: list[tuple[str, ...]] = []
    failed = False
    for head in heads:
        name = head.text.strip().lower()
        path = tuple(SHORT.get(name, name).split("."))
        if name == SLUG:
            path = ()
        elif path[0] not in known or path[0] in SHORT:
            near = get_close_matches(name, known, 1)
            message = f"no clinic has a `{head.text}`" if name else "this column has no name"
            sink.error("table-column", message, head.span,
                       f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(sorted(known))}")  # fmt: skip
            failed = True
        elif path in columns:
            sink.error("table-column", f"`{head.text}` stands here twice", head.span, "name each column once")
            failed = True
        columns.append(path)
    if not failed and columns.count(()) != 1:
        sink.error("table-slug", "one column must be called `slug`", heads[0].span,
                   "it names the folder of each clinic's files: harbor-street")  # fmt: skip
        failed = True
    return None if failed else columns


def _slug_of(row: list[Scalar], heads: list[Scalar], taken: dict[str, ClinicYaml], sink: Sink) -> str | None:
    if len(row) > len(heads) and any(cell.text.strip() for cell in row[len(heads) :]):
        sink.error("table-row", f"this line has {len(row)} cells, and the first line names {len(heads)}", row[0].span,
                   "put a cell that holds a comma in quotation marks")  # fmt: skip
        return None
    place = next(number for number, head in enumerate(heads) if head.text.strip().lower() == SLUG)
    cell = row[place] if place < len(row) else Scalar("", "", row[0].span, ())
    slug = cell.text.strip()
    if not _SLUG.fullmatch(slug):
        sink.error("table-slug", f"`{slug}` cannot name a folder" if slug else "this clinic has no slug", cell.span,
                   "write small letters, figures and hyphens: harbor-street")  # fmt: skip
        return None
    if slug in taken:
        sink.error("table-slug", f"two clinics are called `{slug}`", cell.span, "give each a name of its own")
        return None
    return slug


def _rows(text: str, shown: str, sink: Sink) -> Iterator[list[Scalar]]:
    """The lines with something in them, as cells that know where they stand."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    pattern = re.compile(rf'[ ]*"((?:[^"]|"")*)"[ ]*(?=[{mark}\n]|\Z)|([^{mark}\n]*)')
    row: list[Scalar] = []
    at, line, begin = 0, 1, 0
    while at < len(text) or row:
        match = pattern.match(text, at)
        if match is None:  # the second half matches anything
            raise AssertionError("a cell is always found")
        quoted = match[1] is not None
        span = Span(shown, line, at - begin + 1, max(1, len(match[0].partition("\n")[0])))
        if not quoted and match[2].lstrip().startswith('"'):
            sink.error("table-quote", "this quotation mark is not closed at the end of the cell", span,
                       'write a quotation mark inside a cell twice: "The ""Old"" Clinic"')  # fmt: skip
        words = match[1].replace('""', '"') if quoted else match[2]
        row.append(Scalar(words, '"', span, ((line, span.column + quoted),)))
        line, at = line + match[0].count("\n"), match.end()
        begin = match.start() + match[0].rfind("\n") + 1 if "\n" in match[0] else begin
        if text[at : at + 1] != mark:
            if any(cell.text.strip() for cell in row):
                yield row
            row, line, begin = [], line + 1, at + 1
            at += 1
            continue
        at += 1


def _value(cell: Scalar, path: Sequence[str]) -> Node:
    """A cell as what stands in YAML: the lines of an address are a list."""
    if path[-1] != "lines":
        return Scalar(cell.text.strip(), '"', cell.span, cell.rows)
    lines = [line for line in _LINES.split(cell.text.strip()) if line]
    return Items(tuple(Scalar(line, '"', cell.span, cell.rows) for line in lines), cell.span)


def _grafted(node: Node | None, path: Sequence[str], value: Node, head: Scalar) -> Node:
    """The tree with another value at a path of keys and numbers (from 1); what is missing on the way is made."""
    if not path:
        return value
    name, rest = path[0], path[1:]
    if name.isdecimal():
        items = list(node.items) if isinstance(node, Items) else []
        place = min(max(int(name), 1) - 1, len(items))
        there = items[place] if place < len(items) else None
        items[place : place + 1] = [_grafted(there, rest, value, head)]
        return Items(tuple(items), node.span if node is not None else value.span)
    entries = list(node.entries) if isinstance(node, Mapping) else []
    place = next((number for number, (key, _) in enumerate(entries) if key.text == name), len(entries))
    key, old = entries[place] if place < len(entries) else (Scalar(name, "", head.span, head.rows), None)
    entries[place : place + 1] = [(key, _grafted(old, rest, value, head))]
    return Mapping(tuple(entries), node.span if node is not None else value.span)


def _dumped(node: Node, depth: int = 0) -> Iterator[tuple[str, Span]]:
    """The lines of a tree as YAML, one value a line, each with the place where it was written."""
    pad = "  " * depth
    pairs: list[tuple[str, Span, Node]]
    if isinstance(node, Mapping):
        pairs = [(f"{_key(key.text)}:", key.span, value) for key, value in node.entries]
    elif isinstance(node, Items):
        pairs = [("-", item.span, item) for item in node.items]
    else:
        raise TypeError("a clinic is a mapping")
    for lead, span, value in pairs:
        if isinstance(value, Scalar):
            words = json.dumps(value.text, ensure_ascii=False) if value.text or value.style else ""
            yield f"{pad}{lead} {words}".rstrip(), value.at(0) if value.style in ("|", ">") else value.span
        elif not (value.entries if isinstance(value, Mapping) else value.items):
            yield f"{pad}{lead} {'{}' if isinstance(value, Mapping) else '[]'}", span
        else:
            yield f"{pad}{lead}", span
            yield from _dumped(value, depth + 1)


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
