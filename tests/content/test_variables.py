"""Variables: what may stand in the words, what comes out, and that nothing else can run."""

from __future__ import annotations

import datetime
import time

import pytest
from block_prose import COLUMN, LINE, prose_of

from foldwell.content import templates
from foldwell.content.languages import interface
from foldwell.content.templates import Unset
from foldwell.content.variables import Filled, Values, fill
from foldwell.diagnostics import Sink

VALUES = Values(
    {
        "form": "LDN-01",
        "revision": {"number": 2, "date": datetime.date(2026, 11, 22)},
        "clinic": {"phone": "555-0123", "email": Unset("clinic.email"), "name": "A & B <Clinic>"},
        "cost": "about $30",
    },
    interface("en"),
)


def filled(text: str, values: Values = VALUES) -> Filled:
    """The text with values, without complaints."""
    sink = Sink()
    result = fill(prose_of(text), values, sink)
    assert sink.found == []
    assert result is not None
    return result


def complaint(text: str) -> tuple[str, int, int, str]:
    """The only complaint about a text: its code, line, column and all it says."""
    sink = Sink()
    assert fill(prose_of(text), VALUES, sink) is None
    (found,) = sink.found
    assert found.span is not None
    place = (found.span.line - LINE + 1, found.span.column - COLUMN + 1)
    return found.code, *place, " | ".join([found.message, *found.hints])


def test_words_without_braces_never_meet_the_template_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_environment", None)
    assert filled("100 % {sure} {# not a comment #}").text == "100 % {sure} {# not a comment #}"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Call {{ clinic.phone }}.", "Call 555-0123."),
        ("{{ clinic.name }}", "A & B <Clinic>"),
        ("{{ revision.number }} of {{ revision.date }}", "2 of 2026-11-22"),
        ("{{ revision.date | date }}", "November 22, 2026"),
        ("{{ cost | upper }}", "ABOUT $30"),
        ("{{ 'x' if clinic.email else 'y' }}", "y"),
        ("a{% if clinic.email %} by mail{% endif %} b", "a b"),
        ("{{ cost }} {# said #}", "about $30 {# said #}"),
        ("{{\n  cost\n}}", "about $30"),
        ("ends {{ cost }}\n", "ends about $30\n"),
    ],
)
def test_what_comes_out(text: str, result: str) -> None:
    assert filled(text).text == result


def test_dates_follow_the_language() -> None:
    spanish = Values(VALUES.names, interface("es"))
    assert filled("{{ revision.date | date }}", spanish).text == "22 de noviembre de 2026"


def test_lines_after_a_condition_know_where_they_came_from() -> None:
    result = filled("a\n{% if clinic.email %}\nb\n{% else %}\nc {{\n form }}\n{% endif %}\nd")
    assert (result.text, result.rows) == ("a\nc LDN-01\nd", (0, 4, 7))
    assert [result.row(line) for line in range(3)] == [0, 4, 7]


def test_a_condition_on_its_own_line_makes_no_new_paragraph() -> None:
    assert filled("a\n  {% if clinic.email %}\nb\n  {% endif %}\nc").text == "a\nc"


def test_an_unknown_name_is_placed_and_a_near_one_offered() -> None:
    code, line, column, says = complaint("x\nclinic.fone: {{ form }} {{ clinic.fone }}")
    assert (code, line, column) == ("undefined-variable", 2, 28)
    assert "did you mean {{ clinic.phone }}?" in says
    assert "clinic.email, clinic.name, clinic.phone, cost, form" in says


def test_a_short_name_finds_its_full_one() -> None:
    assert "did you mean {{ clinic.phone }}?" in complaint("{{ phone }}")[3]


def test_all_unknown_names_are_told_at_once() -> None:
    sink = Sink()
    assert fill(prose_of("{{ one }}\n{{ two }}"), VALUES, sink) is None
    assert [found.span and found.span.line for found in sink.found] == [LINE, LINE + 1]


def test_an_empty_value_that_is_printed_is_an_error() -> None:
    code, line, column, says = complaint("{% if clinic.email %}.{% endif %}\nMail {{ clinic.email }}")
    assert (code, line, column) == ("empty-variable", 2, 9)
    assert "`clinic.email` is empty" in says


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ clinic.phone", "variable-syntax"),
        ("{{ }}", "variable-syntax"),
        ("{{{ form }}}", "variable-syntax"),
        ("{% if form %}", "variable-syntax"),
        ("{% nonsense %} {{ form }}", "variable-syntax"),
        ("{{ form | date }}", "variable-date"),
        ("{{ 'x' | date }}", "variable-value"),
        ("{{ form < 1 }}", "variable-value"),
        ("{% for i in range(10**9) %}x{% endfor %}", "variable-construct"),
        ("{{ 'a' * 10**9 }}", "variable-construct"),
        ("{{ form[0] }}", "variable-construct"),
        ("{{ form.upper() }}", "variable-construct"),
        ("{{ form | attr('x') }}", "variable-construct"),
        ("{{ ''.__class__ }}", "variable-construct"),
        ("{% set form = 1 %}", "variable-construct"),
        ("{% include 'x' %}", "variable-construct"),
        ("{% macro x() %}{% endmacro %}", "variable-construct"),
        ("{{ form.__class__ }}", "undefined-variable"),
        ("{{ clinic }}", "undefined-variable"),
        ("{{ self }}", "undefined-variable"),
        ("{{ _words }}", "undefined-variable"),
        ("{{ range }}", "undefined-variable"),
    ],
)
def test_everything_else_is_refused_in_plain_words(text: str, code: str) -> None:
    found, line, _, says = complaint(text)
    assert (found, line) == (code, 1)
    assert not any(word in says.lower() for word in ("jinja", "token", "exception", "traceback", "undefinederror"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 5000 + "form" + ")" * 5000 + " }}",
        "{{ " + "9" * 9000 + " }}",
        "{% if form %}" * 200 + "{% endif %}" * 200,
        "{{" * 9000,
        "{{ form" + " | upper" * 2000 + " }}",
        "{{ cost }}" * 1900,
        "{{ form }}" + "x" * 30_000,
    ],
    ids=["brackets", "digits", "conditions", "braces", "filters", "repeats", "length"],
)
def test_bombs_are_complaints_and_take_no_time(text: str) -> None:
    begun = time.perf_counter()
    sink = Sink()
    fill(prose_of(text), VALUES, sink)
    assert sink.failed or len(text) < 20_000
    assert time.perf_counter() - begun < 2


def test_the_result_has_a_limit() -> None:
    long = Values({"long": "x" * 5000}, interface("en"))
    sink = Sink()
    assert fill(prose_of("{{ long }}" * 10), long, sink) is None
    assert [found.code for found in sink.found] == ["variable-value"]
