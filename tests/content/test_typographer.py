"""Quotes, dashes and no-break spaces, by language; and the language files themselves."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from foldwell.content.languages import FOLDER, interface, languages
from foldwell.content.text.typographer import NBSP, OPAQUE, typeset
from foldwell.diagnostics import Severity, Sink, Span

EN = interface("en").habits
ES = interface("es").habits


def english(text: str) -> str:
    """The text typeset in English, with a visible sign for the no-break space."""
    return typeset([(text, False)], EN)[0].replace(NBSP, "_")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "no".', "He said “no”."),
        ("\"It's 'fine'\", she said", "“It’s ‘fine’”, she said"),
        ("\"He said 'no'\"", "“He said ‘no’”"),
        ("don't stop", "don’t stop"),
        ("patients' rights", "patients’ rights"),
        ("in the '90s, 'tis so", "in the ’90s, ’tis so"),
        ("5'6\" tall", "5'6\" tall"),
        ('("aside")', "(“aside”)"),
        ("wait...", "wait…"),
        ("well----", "well----"),
    ],
)
def test_quotes_and_apostrophes(typed: str, printed: str) -> None:
    assert english(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("LDN -- a small dose", "LDN—a small dose"),
        ("Monday--Friday", "Monday–Friday"),
        ("wait --- now", "wait — now"),
        ("in 7-10 of them", "in 7–10 of them"),
        ("2013-2025", "2013–2025"),
        ("$30-$50", "$30–$50"),
        ("10-20%", "10–20%"),
        ("10-7", "10-7"),
        ("2026-11-22", "2026-11-22"),
        ("LDN-01", "LDN-01"),
        ("555-0123", "555-0123"),
        ("1-800-222-1222", "1-800-222-1222"),
        ("ZIP 12345-6789", "ZIP 12345-6789"),
        ("a once-a-day pill", "a once-a-day pill"),
        ("1/2-3/4", "1/2-3/4"),
    ],
)
def test_dashes_and_ranges(typed: str, printed: str) -> None:
    assert english(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("take 4.5 mg at 9:00 a.m. daily", "take 4.5_mg at 9:00_a.m. daily"),
        ("for 24 hours, 7-10 days", "for 24_hours, 7–10_days"),
        ("½ tablet", "½_tablet"),
        ("100 mgs", "100 mgs"),
        ("Dr. Rothman", "Dr._Rothman"),
        ("Is it safe? No. Ask us.", "Is it safe? No. Ask us."),
        ("see No. 5, e.g. here", "see No._5, e.g._here"),
        ("about 1 to 5 mg, 7 to 10 days, 2 to go", "about 1_to_5_mg, 7_to_10_days, 2 to go"),
        ("on November 22, 2026", "on November_22, 2026"),
    ],
)
def test_what_belongs_together_stays_together(typed: str, printed: str) -> None:
    assert english(typed) == printed


def test_spanish_has_its_own_habits() -> None:
    text = 'Tome "4.5 mg" a las 8 a. m. -- p. ej. en EE. UU. durante 7-10 días'
    printed = typeset([(text, False)], ES)[0].replace(NBSP, "_")
    assert printed == "Tome “4.5_mg” a las 8_a._m._– p._ej. en EE._UU. durante 7–10_días"


def test_a_quotation_reaches_over_pieces() -> None:
    assert typeset([('say "', False), ("no", False), ('" now, 5', False), (" mg", False)], EN) == [
        "say “", "no", "” now, 5", f"{NBSP}mg",
    ]  # fmt: skip


def test_an_edit_over_two_pieces_is_made_once() -> None:
    assert typeset([("a-", False), ("-b", False)], EN) == ["a–", "b"]


def test_fixed_pieces_are_context_and_stay() -> None:
    pieces = [('"see ', False), ('https://x.org/"a"--7-10', True), ('"', False), (OPAQUE, True), (" g", False)]
    assert typeset(pieces, EN) == ["“see ", 'https://x.org/"a"--7-10', "”", OPAQUE, " g"]


def test_house_numbers_keep_their_hyphen() -> None:
    assert typeset([("12-14 Main St", False)], EN, ranges=False) == ["12-14 Main St"]
    assert typeset([("12-14 Main St", False)], EN) == ["12–14 Main St"]


@given(st.lists(st.tuples(st.text("ab \"'-.14mg\n", max_size=12), st.booleans()), max_size=6))
def test_letters_and_digits_survive_in_order(pieces: list[tuple[str, bool]]) -> None:
    texts = typeset(pieces, EN)

    def kept(text: str) -> str:
        return "".join(char for char in text if char.isalnum())

    assert [kept(text) for text in texts] == [kept(text) for text, _ in pieces]
    assert [text for text, (_, fixed) in zip(texts, pieces, strict=True) if fixed] == [t for t, f in pieces if f]


def shape(value: Any) -> Any:
    """The keys of nested mappings; of everything else only whether it is a list."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return isinstance(value, list)


def test_all_language_files_have_the_same_keys() -> None:
    files = {name: yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")) for name in languages()}
    assert set(files) >= {"en", "es"}
    assert all(shape(content) == shape(files["en"]) for content in files.values())
    assert all(len(content["dates"]["months"]) == 12 for content in files.values())


def test_every_language_can_be_read_and_says_something() -> None:
    for name in languages():
        words = interface(name)
        assert words.language == name
        assert all(getattr(words.words, field) for field in words.words.__struct_fields__)
        assert {kind for kind, _ in words.callouts} == {"info", "tip", "warning", "stop"}


def test_dates_are_written_out() -> None:
    day = datetime.date(2026, 11, 22)
    assert interface("en").date(day) == "November 22, 2026"
    assert interface("es-MX").date(day) == "22 de noviembre de 2026"


def test_an_unknown_language_is_warned_of_and_gets_english() -> None:
    sink = Sink()
    assert interface("tlh", sink, Span("x.yaml", 3, 11)).words.form == "Form"
    (warning,) = sink.found
    assert (warning.severity, warning.code, warning.span) == (
        Severity.WARNING, "language-words", Span("x.yaml", 3, 11),
    )  # fmt: skip
    assert "en, es" in warning.hints[0]
