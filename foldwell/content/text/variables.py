"""Words with `{{ variables }}` come in; the words with the values in their places go out, still knowing their lines.

Values are text, not HTML: what comes out is read by the small Markdown of `inline` and by nothing else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Union

from msgspec import Struct, field

from foldwell.content.languages import Interface
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.located import Prose
from foldwell.content.text.templates import EmptyValueError, Unset, UnworkableError, Use, form_of, run
from foldwell.diagnostics import Sink, Span

Value = Union[str, int, datetime.date, Mapping[str, "Value"]]
LONGEST_TEXT = 20_000  # characters of one text with variables; far more than a sheet holds
OWN_NAMES = frozenset({"clinic", "form", "title", "revision", "review_by"})
_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")


class Filled(Struct, frozen=True):
    """Words after variables. `rows` names, for each line of `text`, the line of `prose` that it came from."""

    text: str
    prose: Prose
    rows: tuple[int, ...] | None = None  # None: line for line

    def row(self, line: int) -> int:
        """The line of the prose (0-based) that line `line` of the text came from."""
        return line if self.rows is None else self.rows[line]


class Values(Struct, frozen=True):
    """The names that content may use, and the language that dates are written in.

    `why` says, for the complaint about an unknown name, what is special about the place. `asked` notes the names that
    were asked for, with their values.
    """

    names: Mapping[str, Value]
    words: Interface
    why: str = ""
    asked: dict[str, Value | None] = field(default_factory=dict)

    def find(self, name: str) -> Value | None:
        """The value of `clinic.phone`; None where nothing, or a group of names, is called so."""
        value: Value | None = self.names
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        self.asked[name] = value = None if isinstance(value, Mapping) else value
        return value

    def known(self) -> list[str]:
        """Every name in full, in alphabetical order."""
        return sorted(_full_names(self.names, ""))


def _full_names(names: Mapping[str, Value], prefix: str) -> Iterator[str]:
    for name, value in names.items():
        if isinstance(value, Mapping):
            yield from _full_names(value, f"{prefix}{name}.")
        else:
            yield prefix + name


def has_variables(text: str) -> bool:
    """Whether the text must go through Jinja2 at all."""
    return "{{" in text or "{%" in text


def values_for(brochure: Brochure, clinic: Clinic, words: Interface, sink: Sink) -> Values:
    """The names and values for a brochure of a clinic.

    A variable's own text may use the clinic's particulars, the form and the dates, but no other variable, so there are
    no circles. A brochure's variable hides the clinic's of the same name.
    """
    particulars: dict[str, Value] = {
        "phone": clinic.phone,
        "email": clinic.email or Unset("clinic.email"),
        "web": clinic.web or Unset("clinic.web"),
    }
    revision: dict[str, Value] = {"number": brochure.revision.number, "date": brochure.revision.date}
    plain: dict[str, Value] = {"form": brochure.form, "revision": revision, "review_by": brochure.review_by}
    first = Values({**plain, "clinic": particulars}, words, "the clinic's own names may not use each other")
    named: dict[str, Value] = {
        **particulars,
        "name": _value(clinic.name, first, sink),
        "short_name": _value(clinic.short_name or clinic.name, first, sink),
        "tagline": _value(clinic.tagline, first, sink) if clinic.tagline else Unset("clinic.tagline"),
        "address": ", ".join(_value(line, first, sink) for line in clinic.addresses[0].lines),
    }
    second = Values({**plain, "clinic": named}, words, "the text of a variable may not use another variable")
    of_clinic = _variables(clinic.variables, second, sink)
    of_brochure = _variables(brochure.variables, second, sink)
    names = {**of_clinic, **of_brochure, **plain, "clinic": {**named, "variables": of_clinic}}
    title = _value(brochure.title, Values(names, words, "the title may not use itself"), sink)
    return Values({**names, "title": title}, words)


def _variables(variables: Mapping[str, Prose], values: Values, sink: Sink) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, prose in variables.items():
        if not _NAME.match(name):
            hint = "a name is letters, digits and _, and begins with a letter: monthly_cost"
            sink.error("variable-name", f"`{name}` cannot be the name of a variable", prose.span, hint)
        elif name in OWN_NAMES:
            sink.error("variable-name", f"`{name}` is a name of the program's own", prose.span, "choose another name")
        else:
            found[name] = _value(prose, values, sink)
    return found


def _value(prose: Prose, values: Values, sink: Sink) -> str:
    """A value in one line; one that holds a blank line is complained of, since it stands inside a sentence."""
    filled = fill(prose, values, sink)
    text = (filled.text if filled else "").strip()
    if re.search(r"\n[ \t]*\n", text):
        hint = "make it one paragraph, or write the words as a block of their own"
        sink.error("variable-lines", "a value cannot hold a blank line: it stands in a sentence", prose.span, hint)
    return " ".join(text.split("\n"))


def fill(prose: Prose, values: Values, sink: Sink) -> Filled | None:
    """The words with the values put in; None where something was wrong, which has then been complained of.

    Complaints: `undefined-variable`, `empty-variable`, `variable-date`, `variable-syntax`, `variable-construct`,
    `variable-size`, `variable-value`.
    """
    if not has_variables(prose.text):
        return Filled(prose.text, prose)
    if len(prose.text) > LONGEST_TEXT:
        message = f"a text with variables may have {LONGEST_TEXT:,} characters, and this has {len(prose.text):,}"
        sink.error("variable-size", message, prose.span, "divide it into several blocks")
        return None
    form = form_of(prose.text)
    for problem in form.problems:
        span = _place(prose, problem.line, problem.near)
        sink.error(problem.code, problem.message, span, problem.hint)
    well_used = [_well_used(use, prose, values, sink) for use in form.uses]
    if form.template is None or not all(well_used):
        return None
    try:
        text, rows = run(form.template, values.names, values.words)
    except EmptyValueError as empty:
        name = str(empty)
        span = _place(prose, _line_of_output(prose.text, name), name)
        hint = f"fill it in there, or put {{% if {name} %}} … {{% endif %}} around the words"
        sink.error("empty-variable", f"`{name}` is empty in the clinic's file", span, hint)
        return None
    except UnworkableError as problem:
        sink.error("variable-value", str(problem), _place(prose, 1, "{"), "make the text simpler")
        return None
    return Filled(text, prose, rows)


def _line_of_output(text: str, name: str) -> int:
    """The line (1-based) on which the name is printed, not only asked about."""
    found = re.search(rf"\{{\{{[^}}]*?(?<![\w.]){re.escape(name)}(?!\w)", text)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _well_used(use: Use, prose: Prose, values: Values, sink: Sink) -> bool:
    value = values.find(use.name)
    if value is not None and (not use.as_date or isinstance(value, datetime.date)):
        return True
    span = _place(prose, use.line, use.name)
    if value is not None:
        sink.error("variable-date", f"`{use.name}` is not a date", span, "the dates are revision.date and review_by")
        return False
    import difflib  # only a complaint needs it

    known = values.known()
    last = use.name.rpartition(".")[2]
    near = difflib.get_close_matches(use.name, known, 1) or [name for name in known if name.endswith(f".{last}")][:1]
    hints = [f"did you mean {{{{ {name} }}}}?" for name in near] + ([values.why] if values.why else [])
    hints.append("these names can be used: " + ", ".join(known))
    sink.error("undefined-variable", f"nothing is called `{use.name}`", span, *hints)
    return False


def _place(prose: Prose, line: int, near: str) -> Span:
    """Where `near` stands in a line (1-based) of the prose, after the first brace where there is one."""
    lines = prose.text.split("\n")
    row = max(0, min(line, len(lines)) - 1)
    brace = max(0, lines[row].find("{"))
    if near == "{":
        return prose.node.place(row, brace, 2)
    word = re.compile(rf"(?<![\w.]){re.escape(near)}(?!\w)")
    found = word.search(lines[row], brace) or word.search(lines[row])
    return prose.node.place(row, found.start() if found else brace, len(near))
