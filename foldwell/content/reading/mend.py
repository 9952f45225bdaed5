"""YAML that cannot be read: a syntax error comes in, its cause in plain words and a mended copy of the lines go out.

The copy exists so that the rest of the file can be checked in the same run; nothing is ever printed from it. A guess at
a cause is believed only if the mended copy can be read further than before.
"""

from __future__ import annotations

from itertools import chain

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.content.reading.causes import NOWHERE, Place, indentations, late_margin, lost_text, place, suspected_lines
from foldwell.content.reading.line_faults import MOST_TABS, Fault, indent_of, tab_faults

TRIES = 25  # complaints about one file's syntax, and then it is time to mend them
BUDGET = 3_000_000  # characters parsed while looking for causes: about a third of a second
MAX_DEPTH = 50  # levels of lists and keys inside each other; a brochure has eight
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Copy(Struct):
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
    line, _ = place(error)
    if line >= len(copy.lines) or "\t" not in copy.lines[line]:
        return False
    best: tuple[bool, Place, list[Fault]] | None = None
    for width in (4, 2, 8):
        faults = tab_faults(copy.lines, width)
        if len(faults) == MOST_TABS:
            copy.faults.extend(faults)
            copy.budget = -1
            return True
        reached = _reach(copy, *faults)
        ranked = (reached is None, reached or (0, 0), faults)
        if faults and (best is None or ranked[:2] > best[:2]):
            best = ranked
    for fault in best[2] if best else ():
        _apply(copy, fault)
    return best is not None


def _cause(copy: Copy, error: yaml.MarkedYAMLError) -> Fault | None:
    """The first likely cause whose mending lets the parser come further; of indentations the one that helps most."""
    here = place(error)
    lines = copy.lines
    for fault in chain(suspected_lines(lines, error), lost_text(lines, error), late_margin(lines, error)):
        reached = _reach(copy, fault)
        if reached is None or reached > here:
            return fault
    best: tuple[Place, Fault] | None = None
    mending: list[Fault] = []
    for fault in indentations(lines, error):
        reached = _reach(copy, fault)
        if reached is None:
            mending.append(fault)
        elif reached > (fault.line, 10_000) and (best is None or reached > best[0]):
            best = (reached, fault)
    if mending:  # nearest first; where more than one column would do, none is named
        doubtful = len({fault.shift for fault in mending}) > 1
        return replace(mending[0], message=NOWHERE.format(mending[0].column + 1)) if doubtful else mending[0]
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
    return None if error is None else place(error)


def _apply(copy: Copy, fault: Fault) -> None:
    margin = 1 if fault.structural and fault.code != "tab" else 0
    near = set(range(fault.line + 1 - margin, fault.line + 2 + margin))
    if not near & copy.touched:  # else the mending itself may be what is wrong here
        copy.faults.append(fault)
    for number, line in fault.mended.items():
        copy.lines[number] = line
        copy.touched.add(number + 1)
        if fault.shift is not None:
            copy.shifts[number] = fault.shift
    copy.partial = copy.partial or fault.structural


_PLAIN = {
    "found unknown directive name": "a line that begins with `%` is read as an order to the YAML reader",
    "did not find expected '-' indicator": "a list goes on here, and this line does not begin with a dash",
}


_OPENED = {
    "quoted scalar": "the quotation mark is opened here and not closed where it should be",
    "flow sequence": "the list that `[` opens here is not closed where it should be",
    "flow mapping": "the group of keys that `{` opens here is not closed where it should be",
}


def _unexplained(copy: Copy, error: yaml.MarkedYAMLError) -> None:
    """A complaint in general words, unless the trouble may come from lines that were only guessed at."""
    if copy.partial:
        return
    line, column = place(error)
    message = _PLAIN.get(error.problem or "", "from here on the file cannot be read as YAML")
    for context, opened in _OPENED.items():
        if context in (error.context or "") and error.context_mark:
            line, column, message = error.context_mark.line, error.context_mark.column, opened
    line = min(line, len(copy.lines) - 1)
    if not copy.lines[line].strip():  # the end of the file: the last line with something on it is the better place
        line = next((n for n in range(line, -1, -1) if copy.lines[n].strip()), 0)
        column = indent_of(copy.lines[line])
    if copy.touched & {line, line + 1, line + 2}:
        return
    hint = "compare this line and the one above with a file that works: indentation, colons, dashes and quotes"
    copy.faults.append(Fault(line, copy.column(line, column), 1, "yaml-syntax", message, (hint,), {}))
