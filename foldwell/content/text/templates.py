"""The text of a template comes in; what may run of it, the names that it uses, and what is wrong with it go out.

Only `{{ name }}`, `{{ name | filter }}` and `{% if %}` are understood: every other construct of Jinja2 is refused
before anything runs, so content can neither reach into the program nor use up its memory or time. The sandbox stands
behind that as a second wall. A text with nothing but names is put together here; Jinja2 is imported when the first one
with more than that is met.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from foldwell.content.languages import Interface

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.runtime import Context
    from jinja2.sandbox import SandboxedEnvironment

LONGEST_RESULT = 20_000  # characters
FILTERS = ("capitalize", "date", "lower", "title", "trim", "upper")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_NAME = re.compile(r"\{\{[ \t]*([a-z_]\w*(?:\.[a-z_]\w*){0,8})[ \t]*\}\}", re.A | re.I)
_MORE = re.compile(r"\{\{|\{%|[\r\x1d-\x1f]")  # what is left to Jinja2
_WORDS = frozenset({"and", "else", "false", "if", "in", "is", "none", "not", "or", "true"})  # of Jinja2: no names
_ALONE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*?)([-+]?%\})[ \t]*$")
_ROW = re.compile("\x1e(\\d+)\x1f")  # control characters, which YAML does not allow in a text


class Unset(str):
    """The value of a name that the clinic left empty: false in a condition, a complaint where it is printed."""

    name: str

    def __new__(cls, name: str) -> Unset:
        """The empty text that remembers its name."""
        value = super().__new__(cls, "")
        value.name = name
        return value


class EmptyValueError(Exception):
    """A value that the clinic left empty was to be printed; the argument is its name."""


class UnworkableError(Exception):
    """A value could not be worked out, or the text became far too long; the argument says which, in plain words."""


class Problem(Struct, frozen=True):
    """What is wrong with a construct, on which line (1-based) of the text, and words that stand near it."""

    code: str
    message: str
    line: int
    near: str
    hint: str


class Use(Struct, frozen=True):
    """A name in a text: `clinic.phone`, its line (1-based), and whether it is to be written as a date."""

    name: str
    line: int
    as_date: bool = False


class Names(Struct, frozen=True):
    """A text with nothing but names: words and names by turns, beginning and ending with words."""

    pieces: tuple[str, ...]

    def generate(self, **names: Any) -> Iterator[str]:
        """The text in pieces, as Jinja2's templates give it. Raises EmptyValueError."""
        for number, piece in enumerate(self.pieces):
            if number % 2 == 0:
                yield piece
            else:
                value: Any = names
                for part in piece.split("."):
                    value = value[part]
                yield str(_printable(value))


class Form(Struct, frozen=True):
    """A text made ready: the template, unless there are problems, and the names that it uses."""

    template: Template | Names | None
    uses: tuple[Use, ...] = ()
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=4096)
def form_of(text: str) -> Form:
    """A text checked and compiled; remembered by the text."""
    return _form_of_names(text) or _compiled(text)


def _form_of_names(text: str) -> Form | None:
    """A text with nothing but names; None for one with more, which Jinja2 is to read."""
    parts = _NAME.split(text)
    words, names = parts[::2], parts[1::2]
    if any(_MORE.search(each) or each.endswith("{") for each in words) or not _WORDS.isdisjoint(map(str.lower, names)):
        return None
    pieces = tuple(_NAME.split(_with_rows(text)))
    lines = [text.count("\n", 0, found.start()) + 1 for found in _NAME.finditer(text)]
    uses = [Use(name, line) for name, line in zip(names, lines, strict=True)]
    uses.reverse()  # those of one line stand in the order of _survey
    return Form(Names(pieces), tuple(sorted(uses, key=_line)))


def _line(use: Use) -> int:
    return use.line


def _compiled(text: str) -> Form:
    from jinja2 import TemplateSyntaxError

    if (braces := text.find("{{{")) >= 0:  # it would open a dictionary, and thousands of them cost seconds
        line = text.count("\n", 0, braces) + 1
        hint = "write {{ clinic.phone }}, with two braces on each side"
        return Form(None, (), (Problem("variable-syntax", "there is a brace too many", line, "{", hint),))
    try:
        tree = _environment().parse(_with_rows(text))
        problems, uses = _survey(tree)
        return Form(None if problems else _environment().from_string(tree), tuple(uses), tuple(problems))
    except TemplateSyntaxError as error:
        unclosed = text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}")
        hint = (
            "each {{ needs its }}, and each {% its %}"
            if unclosed
            else "write {{ clinic.phone }} for a value, {% if clinic.email %} … {% endif %} for a condition"
        )
        problem = Problem("variable-syntax", "this variable cannot be read", error.lineno, "{", hint)
    except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError):
        hint = "write {{ clinic.phone }} for a value"
        problem = Problem("variable-syntax", "what stands between the braces is too much", 1, "{", hint)
    return Form(None, (), (problem,))


def run(template: Template | Names, names: Mapping[str, object], words: Interface) -> tuple[str, tuple[int, ...]]:
    """The text with values, and for each of its lines the line (0-based) of the template that it came from.

    Raises EmptyValueError and UnworkableError.
    """
    pieces: list[str] = []
    size = 0
    try:
        for piece in template.generate(**names, _words=words):
            size += len(piece)
            if size > LONGEST_RESULT:
                raise UnworkableError("the values make this text far too long")
            pieces.append(piece)
    except (TypeError, _template_error()) as error:
        raise UnworkableError("this value cannot be worked out") from error
    return _without_rows("".join(pieces))


def _template_error() -> type[Exception]:
    """Asked for when something has gone wrong."""
    from jinja2 import TemplateError

    return TemplateError


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    @pass_context
    def date(context: Context, value: object) -> str:
        if not isinstance(value, datetime.date):
            raise TypeError("only a date can be written as a date")
        words: Interface = context["_words"]
        return words.date(value)

    jinja = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # the result is text for our own small Markdown, never HTML
        keep_trailing_newline=True,
        finalize=_printable,
        comment_start_string="\x1d{",  # or `{# … #}` would vanish from the words in silence
        comment_end_string="}\x1d",
    )
    jinja.filters = {name: jinja.filters[name] for name in FILTERS if name != "date"} | {"date": date}
    return jinja


def _printable(value: Any) -> Any:
    if isinstance(value, Unset):
        raise EmptyValueError(value.name)
    return value


def _with_rows(text: str) -> str:
    """The text with the number of each line in front of it, so that lines can be told after conditions.

    A line that holds nothing but a `{% … %}` tag leaves no empty line behind: its line end is moved into the tag.
    """
    inside: set[int] = set()  # lines that begin in the middle of a tag
    for tag in _TAG.finditer(text):
        first = text.count("\n", 0, tag.start())
        inside.update(range(first + 1, first + 1 + tag[0].count("\n")))
    lines = text.split("\n")
    out: list[str] = []
    for row, line in enumerate(lines):
        end = "\n" if row < len(lines) - 1 else ""
        alone = _ALONE.match(line)
        if alone and row not in inside:
            out.append(f"{alone[1]}{end}{alone[2]}")
        else:
            out.append(("" if row in inside else f"\x1e{row}\x1f") + line + end)
    return "".join(out)


def _without_rows(text: str) -> tuple[str, tuple[int, ...]]:
    lines: list[str] = []
    rows: list[int] = []
    row = 0
    for line in text.split("\n"):
        number = _ROW.search(line)
        row = int(number[1]) if number else row
        lines.append(_ROW.sub("", line))
        rows.append(row)
    return "\n".join(lines), tuple(rows)


def _survey(tree: nodes.Template) -> tuple[list[Problem], list[Use]]:
    """What a text may not hold, and the names that it uses."""
    from jinja2 import nodes

    allowed = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.If, nodes.CondExpr, nodes.Compare,
        nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    )  # fmt: skip
    problems: list[Problem] = []
    uses: list[Use] = []
    waiting: list[tuple[nodes.Node, bool]] = [(tree, False)]
    while waiting:
        node, as_date = waiting.pop()
        is_filter = isinstance(node, nodes.Filter) and node.name in FILTERS and not (node.args or node.kwargs)
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            name = _dotted(node)
            if name is not None:
                uses.append(Use(name, node.lineno, as_date))
            else:
                problems.append(_refused(node))
        elif is_filter or isinstance(node, allowed):
            to_date = is_filter and getattr(node, "name", "") == "date"
            waiting.extend((child, to_date) for child in node.iter_child_nodes())
        else:
            problems.append(_refused(node))
    return sorted(problems, key=lambda problem: problem.line), sorted(uses, key=_line)


def _dotted(node: nodes.Node) -> str | None:
    """`clinic.phone` of a name and its parts; None where the parts hang on something that is not a name."""
    from jinja2 import nodes

    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else None


_REFUSED = {
    "For": "a loop", "Call": "calling something", "Getitem": "a name in square brackets", "Mul": "arithmetic",
    "Pow": "arithmetic", "Add": "arithmetic", "Sub": "arithmetic", "Div": "arithmetic", "FloorDiv": "arithmetic",
    "Mod": "arithmetic", "Assign": "setting a value", "AssignBlock": "setting a value", "Macro": "a macro",
    "Include": "another file", "Import": "another file", "FromImport": "another file", "Extends": "another file",
}  # fmt: skip


def _refused(node: nodes.Node) -> Problem:
    kind = type(node).__name__
    name = str(getattr(node, "name", ""))
    what = f"the filter `{name}`" if kind == "Filter" else _REFUSED.get(kind, "what is written here")
    return Problem(
        "variable-construct",
        f"{what} cannot stand in a brochure's words",
        node.lineno,
        name if kind == "Filter" else "{",
        f"use {{{{ name }}}}, {{{{ name | filter }}}} (with {', '.join(FILTERS)}) or {{% if name %}} … {{% endif %}}",
    )
