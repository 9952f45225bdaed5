"""Variables: what may stand in the words, what comes out, and that nothing else can run."""

from __future__ import annotations

import datetime
import time
from typing import Any

import pytest
from block_prose import COLUMN, LINE, prose_of
from hypothesis import example, given
from hypothesis import strategies as st

from foldwell.content.languages import interface
from foldwell.content.text import templates
from foldwell.content.text.templates import Unset
from foldwell.content.text.variables import Filled, Values, fill
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


PIECES = (
    "{{ a }}", "{{a.b}}", "{{\ta.b }}", "{{ A_1.b.c }}", "{{ a.b.b.b.b.b.b.b.b.b.b }}", "{{ a b }}", "{{ a|upper }}",
    "{{ true }}", "{{ NOT }}", "{{ loop }}", "{{\na }}", "{{- a -}}", "{% if a %}", "{% endif %}", "{# no #}", "{", "}",
    "}}", "{{", "%}", " ", "\n", "words", "a", "à", "{{ à }}", "\x1e", "\r", "{{ a }}{{ a.b }}",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@example("{{ a }} {{ b }}\n{{ c }} and {{ a }}{{ d }}\n\n{{ a }}")
def test_a_text_with_nothing_but_names_comes_out_as_from_the_template_engine(text: str) -> None:
    quick = templates._form_of_names(text)
    if quick is None:
        return
    thorough = templates._compiled(text)
    assert quick.uses == thorough.uses
    assert thorough.problems == ()
    inner = {"b": "one", "c": datetime.date(2026, 11, 22)}
    names: dict[str, Any] = {
        "a": {**inner, "b": inner},
        "A_1": {"b": inner},
        "b": 7,
        "c": "two",
        "d": "{{ a }}",
        "loop": 1,
        "words": "w",
    }
    assert quick.template is not None
    assert thorough.template is not None
    known = Values(names, interface("en"))
    if all(known.find(use.name) is not None for use in quick.uses):
        made = [templates.run(each, names, interface("en")) for each in (quick.template, thorough.template)]
        assert made[0] == made[1]


@pytest.mark.parametrize("text", ["{{ clinic.phone }}", "a\n {{ b }}, {{ c }}\nd", "{{a}}{{b}}"])
def test_names_alone_need_no_template_engine(text: str) -> None:
    assert isinstance(templates.form_of(text).template, templates.Names)
