"""One line of broken YAML comes in; what is wrong with it, in plain words, and a line that can be read go out."""

from __future__ import annotations

import re

from msgspec import Struct

from foldwell.content.reading.text_file import STAND_IN

AS_BLOCK = "write the text as a block: put `|` where it begins now, and the text on the next line, indented"
MOST_TABS = 100  # whoever indents with tabs does it on every line
LEGIBLE_SPACE = "\N{NO-BREAK SPACE}"  # stands for a space where YAML would see a sign; keeps the columns as they are


class Fault(Struct, frozen=True):
    """What is wrong at a place (line and column from 0), and the lines that would mend it.

    `structural`: mending guesses at what belongs to what. `spills`: the trouble may show only on a later line.
    `shift` leads columns of the mended lines back: from this column on, add so much.
    """

    line: int
    column: int
    length: int
    code: str
    message: str
    hints: tuple[str, ...]
    mended: dict[int, str]
    structural: bool = False
    spills: bool = False
    shift: tuple[int, int] | None = None


_LINE = re.compile(
    r"""(?P<lead>[ \t]*(?:-[ \t]+)*)"""
    r"""(?:(?P<key>[A-Za-z0-9_][^:#"'\[\]{}]*|"[^"]*"|'[^']*'):(?:[ \t]+|$))?"""
    r"""(?P<value>.*)"""
)
_BLOCK_HEAD = re.compile(r"[|>](?:[-+][1-9]?|[1-9][-+]?)?[ \t]*(?:[ \t]#.*)?$")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_COLON = re.compile(r":(?=[ \t]|$)")

_SIGNS = {
    "*": "is read as a reference to another place in the file",
    "&": "is read as a mark that other places can refer to",
    "!": "is read as the name of a type",
    "%": "cannot be read: `%` is one of YAML's own signs",
    "@": "cannot be read: `@` is one of YAML's own signs",
    "`": "cannot be read: the backtick is one of YAML's own signs",
    ",": "cannot be read: a comma is one of YAML's own signs",
    "]": "cannot be read: `]` is one of YAML's own signs",
    "}": "cannot be read: `}` is one of YAML's own signs",
}


def indent_of(line: str) -> int:
    """How many spaces (or tabs) a line begins with."""
    return len(line) - len(line.lstrip(" \t"))


def text_indents(lines: list[str]) -> list[int | None]:
    """For each line the column in which the text of its block begins, or None where it is no text of a `|` block."""
    result: list[int | None] = []
    parent: int | None = None  # the column of the key whose block may go on
    inside: int | None = None
    for line in lines:
        if parent is not None:
            spaces = len(line) - len(line.lstrip(" "))
            if inside is None and line.strip() and spaces > parent:
                inside = spaces
            if not line.strip() or (inside is not None and spaces >= inside):
                result.append(inside if inside is not None else parent + 1)
                continue
            parent = inside = None
        result.append(None)
        parent = _block_parent(line)
    return result


def _block_parent(line: str) -> int | None:
    found = _LINE.match(line)
    if found is None or not _BLOCK_HEAD.match(found["value"]):
        return None
    if found["key"] is not None:
        return len(found["lead"])
    return max(len(found["lead"].rstrip()) - 1, 0) if "-" in found["lead"] else None


def tab_faults(lines: list[str], width: int) -> list[Fault]:
    """The tabs that stand where YAML counts spaces, up to MOST_TABS; mended with tab stops of a width."""
    faults: list[Fault] = []
    for number, (line, text) in enumerate(zip(lines, text_indents(lines), strict=True)):
        found = _LINE.match(line)
        if text is not None or found is None or "\t" not in found["lead"] or line.lstrip()[:1] in ("", "#"):
            continue
        lead = found["lead"].expandtabs(width)
        longer = len(lead) - len(found["lead"])
        faults.append(
            Fault(
                number, line.index("\t"), 1, "tab", "a tab stands in the indentation, where YAML wants spaces",
                ("use spaces; most editors can be told to write spaces when you press the Tab key",),
                {number: lead + line[len(found["lead"]) :]}, structural=True, shift=(0, -longer),
            )
        )  # fmt: skip
        if len(faults) == MOST_TABS:
            break
    return faults


def run_of_text(lines: list[str], line: int) -> list[int]:
    """The line numbers from `line` on that look like text: no key, no dash, not further left than the first."""
    own = indent_of(lines[line])
    run: list[int] = []
    for number in range(line, len(lines)):
        found = _LINE.match(lines[number])
        keyed = found is None or found["key"] is not None or "-" in found["lead"]
        if not lines[number].strip() or keyed or indent_of(lines[number]) < own:
            break
        run.append(number)
    return run


def shifted(lines: list[str], line: int, by: int, whole: bool) -> dict[int, str]:
    """A line moved to the right (or left), and with `whole` the lines below that are indented further than it."""
    own = indent_of(lines[line])
    moved: dict[int, str] = {}
    for number in range(line, len(lines)):
        text = lines[number]
        if number > line and (not whole or (text.strip() and indent_of(text) <= own)):
            break
        if text.strip():
            moved[number] = " " * (indent_of(text) + by) + text.lstrip(" \t")
    return moved


def line_fault(lines: list[str], number: int) -> Fault | None:
    """What is wrong with a line by itself, if anything."""
    line = lines[number]
    found = _LINE.match(line)
    if found is None or not line.strip() or line.lstrip().startswith("#"):
        return None
    if found["key"] is None:
        spaced = _missing_space(number, line, found)
        if spaced is not None:
            return spaced
    value, column = found["value"].rstrip(), found.start("value")
    said = _value_fault(value, keyed=found["key"] is not None)
    if said is None:
        return None
    code, at, message, hints = said
    return Fault(
        number, column + at, max(1, len(value) - at), code, message, hints,
        {number: line[:column] + neutral(value)}, spills=_spills(value),
        structural=found["key"] is None and value.endswith(":"),
    )  # fmt: skip


def _spills(value: str) -> bool:
    """Whether a value's quotes or brackets are still open at the end of its line."""
    if value[0] in "\"'":
        return _closed(value) is None
    return value[0] in "[{" and sum(value.count(c) for c in "[{") > sum(value.count(c) for c in "]}")


def _closed(value: str) -> re.Match[str] | None:
    """The quoted text that a value begins with."""
    return re.match(r'"(?:[^"\\]|\\.)*"' if value[0] == '"' else r"'(?:[^']|'')*'", value)


def _missing_space(number: int, line: str, found: re.Match[str]) -> Fault | None:
    """`key:value`, `-item`, and a key without its colon."""
    column, value = found.start("value"), found["value"]
    name = _NAME.match(value)
    if name and value[name.end() :].startswith(":") and not value[name.end() :].startswith("://"):
        at = column + name.end() + 1
        return Fault(
            number, at - 1, 1, "yaml-space", f"a space is missing behind the colon of `{name[0]}:`",
            (f"write `{name[0]}: …`",), {number: f"{line[:at]} {line[at:]}"}, spills=True,
            shift=(at + 1, -1),
        )  # fmt: skip
    if value.startswith("-") and not value.startswith("--") and len(value) > 1:
        return Fault(
            number, column, 1, "yaml-space", "a space is missing behind the dash of this list item",
            ("write `- ` and then the item",), {number: f"{line[: column + 1]} {line[column + 1 :]}"},
            spills=True, shift=(column + 2, -1),
        )  # fmt: skip
    if name and _BLOCK_HEAD.match(value[name.end() :].strip() or " ") and "-" not in found["lead"]:
        at = column + name.end()
        return Fault(
            number, column, len(name[0]), "yaml-colon", f"a colon is missing behind `{name[0]}`",
            (f"write `{name[0]}: {value[name.end() :].strip()}`",), {number: f"{line[:at]}:{line[at:]}"},
            structural=True, spills=True, shift=(at + 1, -1),
        )  # fmt: skip
    if name and name[0] == value.rstrip() and "-" not in found["lead"]:
        return Fault(
            number, column, len(name[0]), "yaml-colon", f"a colon is missing behind `{name[0]}`",
            (f"write `{name[0]}:`",), {number: f"{line.rstrip()}:"}, structural=True, spills=True,
        )  # fmt: skip
    return None


Said = tuple[str, int, str, tuple[str, ...]]  # code, column within the value, message, hints


def _value_fault(value: str, keyed: bool) -> Said | None:
    first = value[:1]
    if not first:
        return None
    if first in "\"'":
        return _quote_fault(value)
    if first in "|>":
        return _block_head_fault(value)
    if first in "[{":
        kind, end = ("a list", "]") if first == "[" else ("a group of keys", "}")
        message = f"a value that begins with `{first}` is read as {kind}, and what follows does not fit that"
        return "yaml-value", 0, message, (AS_BLOCK, f"or, if {kind} is meant, close it with `{end}`")
    if first in _SIGNS:
        return "yaml-value", 0, f"a value that begins with `{first}` {_SIGNS[first]}", (AS_BLOCK,)
    if keyed and value.startswith("- "):
        return "yaml-value", 0, "a list cannot begin on the line of its key", ("begin it on the next line, indented",)
    if value.startswith("? "):
        return "yaml-value", 0, "a value that begins with `? ` is read as a key", (AS_BLOCK,)
    colon = _COLON.search(value)
    if colon and keyed:
        return "yaml-colon", colon.start(), "a colon inside the text is read as another key", (AS_BLOCK,)
    return None


def colon_in_text(lines: list[str], number: int, column: int) -> Fault | None:
    """A colon in a line that goes on with the text above: what stands before it is words, not a key."""
    line = lines[number]
    words = line[:column].strip()
    if line[column : column + 1] != ":" or not words or _NAME.fullmatch(words.removeprefix("- ")):
        return None
    own = indent_of(line)
    message = "a colon inside the text is read as another key"
    mended = {number: line[:own] + neutral(line[own:])}
    return Fault(number, column, 1, "yaml-colon", message, (AS_BLOCK,), mended)


def _quote_fault(value: str) -> Said | None:
    quote = value[0]
    closed = _closed(value)
    if closed is None:
        closing = f"write {quote} at the end of the value, too, or none at all"
        return "yaml-quote", 0, f"the quotation mark {quote} is opened here and not closed", (closing, AS_BLOCK)
    rest = value[closed.end() :].strip()
    if rest and not rest.startswith("#"):
        message = f"there is more text behind the closing quotation mark {quote}"
        return "yaml-quote", closed.end() - 1, message, (AS_BLOCK,)
    escape = re.search(r"\\(?![0abt\tnvfre \"/\\N_LPxuU])", closed[0]) if quote == '"' else None
    if escape:
        message = "inside double quotes a backslash has a meaning of its own, and this one has none"
        return "yaml-quote", escape.start(), message, (AS_BLOCK, "or write the backslash twice")
    return None


def _block_head_fault(value: str) -> Said | None:
    if _BLOCK_HEAD.match(value):
        return None
    message = f"behind `{value[0]}` nothing may follow on the same line"
    if value[0] == ">":
        return "yaml-value", 0, f"a value that begins with `>` is read as the head of a block; {message}", (AS_BLOCK,)
    return "yaml-block", 0, message, ("put the text on the next line, indented",)


def neutral(value: str) -> str:
    """A value of the same length that YAML reads as text: its signs are replaced, its words stay where they are."""
    head = STAND_IN if value[0] in "\"'|>[{?-:" or value[0] in _SIGNS else value[0]
    body = re.sub(r":[ \t]", ":" + LEGIBLE_SPACE, value[1:])
    body = re.sub(r"[ \t]#", LEGIBLE_SPACE + "#", body)
    return head + (body[:-1] + STAND_IN if body.endswith(":") else body)
