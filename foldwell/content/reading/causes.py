"""A syntax error and the lines of the file come in; the faults that may be its cause go out, the likeliest first.

They are guesses: mend.py believes one only if the parser comes further with it mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from foldwell.content.reading.line_faults import (
    Fault,
    colon_in_text,
    indent_of,
    line_fault,
    run_of_text,
    shifted,
    text_indents,
)

Place = tuple[int, int]  # line and column, both from 0
NEAR = 8  # lines with signs of their own; trouble shows soon after its cause, unless a quotation mark is open


def place(error: yaml.MarkedYAMLError) -> Place:
    """Where the parser stopped."""
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark else (0, 0)


def suspected_lines(lines: list[str], error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Faults of single lines: the line complained of, the one where the trouble began, and open quotes before it."""
    line, column = place(error)
    blocks = text_indents(lines)
    begun = error.context_mark.line if error.context_mark else line
    opened = error.context is not None and "block" not in error.context.replace("block scalar", "")
    suspects = [begun, line] if opened else [line]
    for number in suspects:
        if number < len(lines) and blocks[number] is None:
            fault = line_fault(lines, number)
            if fault is not None:
                yield fault
    colon = colon_in_text(lines, line, column) if line < len(lines) else None
    if colon is not None:
        yield colon
    for rank, number in enumerate(_before(lines, blocks, min(line, begun) if opened else line)):
        fault = line_fault(lines, number)
        near = rank < NEAR or (fault is not None and fault.code == "yaml-quote")  # a quote may swallow half the file
        if fault is not None and fault.spills and near and number not in suspects:
            yield fault


def _before(lines: list[str], blocks: list[int | None], line: int) -> Iterator[int]:
    """The lines before a line that are neither blank nor text of a block, the nearest first."""
    for number in range(min(line, len(lines)) - 1, -1, -1):
        if blocks[number] is None and lines[number].strip():
            yield number


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """The line whose place is in doubt: of words that wait for a colon it is the one where they begin."""
    if "could not find expected ':'" in (error.problem or "") and error.context_mark:
        return error.context_mark.line
    return place(error)[0]


def lost_text(lines: list[str], error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Lines of text that stand left of the text that they go on from."""
    line = _line_of(error)
    above = next((n for n in range(line - 1, -1, -1) if n < len(lines) and lines[n].strip()), None)
    run = run_of_text(lines, line) if line < len(lines) else []
    if above is None or not run:
        return
    own = indent_of(lines[line])
    block = text_indents(lines)[above]
    for column in (block, indent_of(lines[above]) + 2):
        if column is not None and column > own:
            yield Fault(
                line, own, len(lines[line].strip()), "yaml-indent",
                "this line is neither a key with a colon nor an item of a list",
                (f"if it goes on with the text above, begin it in column {column + 1}; a key has a colon behind it",),
                {n: " " * (column - own) + lines[n] for n in run}, structural=True, shift=(0, own - column),
            )  # fmt: skip


def late_margin(lines: list[str], error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Lines at the file's beginning that stand further right than the rest."""
    line, column = place(error)
    filled = [n for n in range(line) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    if "document start" in (error.problem or "") and column == 0 and filled and indent_of(lines[filled[0]]):
        own = indent_of(lines[filled[0]])
        yield Fault(
            filled[0], own, len(lines[filled[0]].strip()), "yaml-indent",
            "the file's first keys stand further right than the ones that follow",
            ("begin the file's own keys, such as `title:`, in column 1",),
            {n: lines[n][min(own, indent_of(lines[n])) :] for n in filled}, structural=True, shift=(0, own),
        )  # fmt: skip


def indentations(lines: list[str], error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """The faults of a line that begins in the wrong column: for each column where it could begin, one."""
    line = _line_of(error)
    if line >= len(lines) or not lines[line].strip():
        return
    blocks = text_indents(lines)
    own = indent_of(lines[line])
    columns = sorted(_open_columns(lines, blocks, line) - {own}, key=lambda column: (abs(column - own), -column))
    for column in columns:
        for whole in (True, False):
            mended = shifted(lines, line, column - own, whole)
            yield Fault(
                line, own, len(lines[line].strip()), "yaml-indent", _wrong_column(own, column),
                ("keys that belong together begin in the same column, and what belongs to a key stands further right",),
                mended, structural=True, shift=(0, own - column),
            )  # fmt: skip


NOWHERE = "this line begins in column {}, where nothing can begin"


def _wrong_column(own: int, column: int) -> str:
    way = "right" if own < column else "left"
    many = abs(column - own)
    return f"{NOWHERE.format(own + 1)}; it seems to belong {many} space{'s' if many > 1 else ''} further {way}"


def _open_columns(lines: list[str], blocks: list[int | None], line: int) -> set[int]:
    """The columns in which a key or an item could stand at a line, from the lines before it."""
    columns: set[int] = set()
    lowest = 10_000
    for number in range(line - 1, -1, -1):
        text = lines[number]
        if not text.strip() or blocks[number] is not None:
            continue
        own = indent_of(text)
        if own < lowest:
            lowest = own
            dashes = re.match(r"[ ]*((?:-[ ]+)*)", text)
            columns.update({own, own + len(dashes[1]) if dashes else own})
        if lowest == 0:
            break
    return columns
