"""YAML that cannot be read: a syntax error comes in, its cause in plain words and a mended copy of the lines go out.

The copy exists so that the rest of the file can be checked in the same run; nothing is ever printed from it. A guess at
a cause is believed only if the mended copy can be read further than before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import yaml

from foldwell.content.line_faults import (
    Fault,
    colon_in_text,
    indent_of,
    line_fault,
    run_of_text,
    shifted,
    tab_faults,
    text_indents,
)

TRIES = 25  # complaints about one file's syntax, and then it is time to mend them
BUDGET = 3_000_000  # characters parsed while looking for causes: about a third of a second
MAX_DEPTH = 50  # levels of lists and keys inside each other; a brochure has eight
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[int, int]  # line and column, both from 0


@dataclass(slots=True)
class Copy:
    """The lines of a file as far as they have been mended. `shifts` leads columns back to the file's own.

    `touched` are the lines (from 1) that are no longer as they were written. `partial` is set once the structure was
    guessed at, so that a key that seems to be missing may only stand elsewhere.
    """

    path: str
    lines: list[str]
    faults: list[Fault] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    partial: bool = False
    shifts: dict[int, Place] = field(default_factory=dict)
    budget: int = BUDGET

    @property
    def text(self) -> str:
        """The copy as one text."""
        return "\n".join(self.lines)

    def column(self, line: int, column: int) -> int:
        """The column in the file's own line for a column of the copy (both from 0)."""
        begin, shift = self.shifts.get(line, (0, 0))
        return max(0, column + shift) if column >= begin else column


def mend(path: str, text: str) -> tuple[Copy, bool]:
    """A copy of the text that can be read, with the faults that were found; False when no such copy was found."""
    copy = Copy(path, text.split("\n"))
    for _ in range(TRIES):
        error = _first_error(copy, copy.lines)
        if error is None:
            return copy, True
        if copy.budget < 0:
            break
        if _expand_tabs(copy, error):
            continue
        fault = _cause(copy, error)
        if fault is None:
            _unexplained(copy, error)
            return copy, False
        _apply(copy, fault)
    if not copy.faults and error is not None:
        _unexplained(copy, error)
    return copy, _first_error(copy, copy.lines) is None


def _first_error(copy: Copy, lines: list[str]) -> yaml.MarkedYAMLError | None:
    """The parser's first complaint. Deeper nesting than MAX_DEPTH ends the search: that is another complaint's task."""
    text = "\n".join(lines)
    copy.budget -= len(text)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return None
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as error:
        return error
    return None


def _expand_tabs(copy: Copy, error: yaml.MarkedYAMLError) -> bool:
    """Mend all tabs of the file at once if the error is at one of them, with the tab stops that fit it best."""
    line, _ = _place(error)
    if line >= len(copy.lines) or "\t" not in copy.lines[line]:
        return False
    best: tuple[bool, Place, list[Fault]] | None = None
    for width in (4, 2, 8):
        faults = tab_faults(copy.lines, width)
        reached = _reach(copy, *faults)
        ranked = (reached is None, reached or (0, 0), faults)
        if faults and (best is None or ranked[:2] > best[:2]):
            best = ranked
    for fault in best[2] if best else ():
        _apply(copy, fault)
    return best is not None


def _place(error: yaml.MarkedYAMLError) -> Place:
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _cause(copy: Copy, error: yaml.MarkedYAMLError) -> Fault | None:
    """The first likely cause whose mending lets the parser come further; of indentations the one that helps most."""
    here = _place(error)
    for fault in chain(_suspected_lines(copy, error), _lost_text(copy, error), _late_margin(copy, error)):
        reached = _reach(copy, fault)
        if reached is None or reached > here:
            return fault
    best: tuple[Place, Fault] | None = None
    for fault in _indentations(copy, error):
        reached = _reach(copy, fault)
        if reached is None:
            return fault
        if reached > (fault.line, 10_000) and (best is None or reached > best[0]):
            best = (reached, fault)
    return best[1] if best else None


def _reach(copy: Copy, *faults: Fault) -> Place | None:
    """Where the parser stops once faults are mended; None for the end of the file."""
    if copy.budget < 0:
        return (0, 0)
    lines = list(copy.lines)
    for fault in faults:
        for number, line in fault.mended.items():
            lines[number] = line
    error = _first_error(copy, lines)
    return None if error is None else _place(error)


def _suspected_lines(copy: Copy, error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Faults of single lines: the line complained of, the one where the trouble began, and open quotes before it."""
    line, column = _place(error)
    blocks = text_indents(copy.lines)
    begun = error.context_mark.line if error.context_mark else line
    opened = error.context is not None and "block" not in error.context.replace("block scalar", "")
    suspects = [begun, line] if opened else [line]
    for number in suspects:
        if number < len(copy.lines) and blocks[number] is None:
            fault = line_fault(copy.lines, number)
            if fault is not None:
                yield fault
    colon = colon_in_text(copy.lines, line, column) if line < len(copy.lines) else None
    if colon is not None:
        yield colon
    for number in _before(copy, blocks, line, 8):
        fault = line_fault(copy.lines, number)
        if fault is not None and fault.spills and number not in suspects:
            yield fault


def _before(copy: Copy, blocks: list[int | None], line: int, count: int) -> Iterator[int]:
    """The nearest lines before a line that are neither blank nor text of a block."""
    for number in range(min(line, len(copy.lines)) - 1, -1, -1):
        if count and blocks[number] is None and copy.lines[number].strip():
            count -= 1
            yield number


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """The line whose place is in doubt: of words that wait for a colon it is the one where they begin."""
    if "could not find expected ':'" in (error.problem or "") and error.context_mark:
        return error.context_mark.line
    return _place(error)[0]


def _lost_text(copy: Copy, error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Lines of text that stand left of the text that they go on from."""
    line = _line_of(error)
    above = next((n for n in range(line - 1, -1, -1) if n < len(copy.lines) and copy.lines[n].strip()), None)
    run = run_of_text(copy.lines, line) if line < len(copy.lines) else []
    if above is None or not run:
        return
    own = indent_of(copy.lines[line])
    block = text_indents(copy.lines)[above]
    for column in (block, indent_of(copy.lines[above]) + 2):
        if column is not None and column > own:
            yield Fault(
                line, own, len(copy.lines[line].strip()), "yaml-indent",
                "this line is neither a key with a colon nor an item of a list",
                (f"if it goes on with the text above, begin it in column {column + 1}",),
                {n: " " * (column - own) + copy.lines[n] for n in run}, structural=True, shift=(0, own - column),
            )  # fmt: skip


def _late_margin(copy: Copy, error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Lines at the file's beginning that stand further right than the rest."""
    line, column = _place(error)
    filled = [n for n in range(line) if copy.lines[n].strip() and not copy.lines[n].lstrip().startswith("#")]
    if "document start" in (error.problem or "") and column == 0 and filled and indent_of(copy.lines[filled[0]]):
        own = indent_of(copy.lines[filled[0]])
        yield Fault(
            filled[0], own, len(copy.lines[filled[0]].strip()), "yaml-indent",
            "the file's first keys stand further right than the ones that follow",
            ("begin the file's own keys, such as `title:`, in column 1",),
            {n: copy.lines[n][min(own, indent_of(copy.lines[n])) :] for n in filled}, structural=True, shift=(0, own),
        )  # fmt: skip


def _indentations(copy: Copy, error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """The faults of a line that begins in the wrong column: for each column where it could begin, one."""
    line = _line_of(error)
    if line >= len(copy.lines) or not copy.lines[line].strip():
        return
    blocks = text_indents(copy.lines)
    own = indent_of(copy.lines[line])
    columns = sorted(_open_columns(copy, blocks, line) - {own}, key=lambda column: (abs(column - own), -column))
    for column in columns:
        for whole in (True, False):
            mended = shifted(copy.lines, line, column - own, whole)
            yield Fault(
                line, own, len(copy.lines[line].strip()), "yaml-indent", _wrong_column(own, column),
                ("keys that belong together begin in the same column, and what belongs to a key stands further right",),
                mended, structural=True, shift=(0, own - column),
            )  # fmt: skip


def _wrong_column(own: int, column: int) -> str:
    way = "right" if own < column else "left"
    many = abs(column - own)
    return (
        f"this line begins in column {own + 1}, where nothing can begin; "
        f"it seems to belong {many} space{'s' if many > 1 else ''} further {way}"
    )


def _open_columns(copy: Copy, blocks: list[int | None], line: int) -> set[int]:
    """The columns in which a key or an item could stand at a line, from the lines before it."""
    columns: set[int] = set()
    lowest = 10_000
    for number in range(line - 1, -1, -1):
        text = copy.lines[number]
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


def _apply(copy: Copy, fault: Fault) -> None:
    near = {fault.line, fault.line + 1, fault.line + 2} if fault.structural and fault.code != "tab" else {fault.line + 1}
    if not near & copy.touched:  # else the mending itself may be what is wrong here
        copy.faults.append(fault)
    for number, line in fault.mended.items():
        copy.lines[number] = line
        copy.touched.add(number + 1)
        if fault.shift is not None:
            copy.shifts[number] = fault.shift
    copy.partial = copy.partial or fault.structural


_PLAIN = {
    "found unknown escape character": "inside double quotes a backslash has a meaning of its own, and this is none",
    "found unexpected end of stream": "the file ends in the middle of this value",
    "found unknown directive name": "a line that begins with `%` is read as an order to the YAML reader",
    "did not find expected ',' or ']'": "a comma or the closing `]` of a list is missing here",
    "did not find expected ',' or '}'": "a comma or the closing `}` of a group of keys is missing here",
    "did not find expected '-' indicator": "a list goes on here, and this line does not begin with a dash",
}


def _unexplained(copy: Copy, error: yaml.MarkedYAMLError) -> None:
    """A complaint in general words, unless the trouble may come from lines that were only guessed at."""
    if copy.partial:
        return
    line, column = _place(error)
    line = min(line, len(copy.lines) - 1)
    if not copy.lines[line].strip():  # the end of the file: the last line with something on it is the better place
        line = next((n for n in range(line, -1, -1) if copy.lines[n].strip()), 0)
        column = indent_of(copy.lines[line])
    if copy.touched & {line, line + 1, line + 2}:
        return
    message = _PLAIN.get(error.problem or "", "from here on the file cannot be read as YAML")
    hint = "compare this line and the one above with a file that works: indentation, colons, dashes and quotes"
    copy.faults.append(Fault(line, copy.column(line, column), 1, "yaml-syntax", message, (hint,), {}))
