from __future__ import annotations

from itertools import pairwise

import pytest

from foldwell.type.hyphens import has_patterns, hyphen_points
from foldwell.type.opportunities import IN_SPAN, host_parts, opportunities


def parted(text: str, language: str | None = None) -> list[str]:
    points = None if language is None else (lambda word: hyphen_points(word, language))
    places = [0, *(found.at for found in opportunities(text, points)), len(text)]
    return [text[begin:end] for begin, end in pairwise(places)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two", ["one ", "two"]),
        ("4.5\u00a0mg a day", ["4.5\u00a0mg ", "a ", "day"]),
        (" one  two ", [" one  ", "two "]),
        ("self-assessment", ["self-", "assessment"]),
        ("form LDN-01 and LDN-AB", ["form ", "LDN-01 ", "and ", "LDN-AB"]),
        ("COVID-related", ["COVID-", "related"]),
        ("7-day e-mail x-ray 7–10", ["7-day ", "e-mail ", "x-ray ", "7–10"]),
        ("food—or", ["food—", "or"]),
        ("food – or", ["food – ", "or"]),
        ("“stop”—“go”", ["“stop”—", "“go”"]),
        ("mg/mL and/or", ["mg/mL ", "and/or"]),
        ("https://example.org/a-b/c", ["https://example.org/", "a-b/c"]),
        ("www.fda.gov/drugs", ["www.fda.gov/", "drugs"]),
        ("desk@clinic.example", ["desk", "@clinic.example"]),
        ("nal\u00adtrex\u00adone", ["nal\u00ad", "trex\u00ad", "one"]),
        ("end. Now", ["end. ", "Now"]),
        ("", [""]),
        ("   ", ["   "]),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, parts: list[str]) -> None:
    assert parted(text) == parts


def test_a_line_does_not_like_to_end_in_a_short_word() -> None:
    penalties = [found.penalty for found in opportunities("a dose I take on foot")]
    assert penalties == [1.0, 0.0, 1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    "to", ["9:00\u00a0a.m. to\u00a05:00\u00a0p.m.", "9:00\u00a0a.\u00a0m. a\u00a05:00\u00a0p.\u00a0m."]
)
def test_a_span_of_time_is_parted_only_before_its_end_and_unwillingly(to: str) -> None:
    assert parted(f"Friday: {to}") == ["Friday: ", to[: to.index(" ") + 1], to[to.index(" ") + 1 :]]
    assert [found.penalty for found in opportunities(f"Friday: {to}")] == [0.0, IN_SPAN]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("https://www.niams.nih.gov/health", ["https://www", ".niams", ".nih", ".gov/health"]),
        ("desk@clinic.example", ["desk@clinic", ".example"]),
        ("p.m.", ["p.m."]), ("4.5\u00a0mg", ["4.5\u00a0mg"]),
    ],
)  # fmt: skip
def test_an_address_that_no_line_holds_is_divided_before_its_full_stops(word: str, parts: list[str]) -> None:
    places = [0, *host_parts(word), len(word)]
    assert [word[begin:end] for begin, end in pairwise(places)] == parts


def test_words_are_divided_where_their_language_divides_them() -> None:
    assert parted("naltrexone medicines", "en") == ["nal", "trex", "one ", "medi", "cines"]
    assert parted("medicamentos", "es") == ["me", "di", "ca", "men", "tos"]
    assert [found.hyphen for found in opportunities("naltrexone", lambda word: (3,))] == [True]


@pytest.mark.parametrize(
    "word", ["LDN", "NALTREXONE", "B12vitamins", "about", "well-administered", "https://medicines.org/x"]
)
def test_codes_short_words_compounds_and_addresses_are_not_hyphenated(word: str) -> None:
    assert not any(found.hyphen for found in opportunities(word, lambda text: hyphen_points(text, "en")))


def test_at_least_two_letters_stay_and_three_follow() -> None:
    for word in ("medicine", "opioids", "withdrawal", "reaction", "inflammatory", "easily"):
        assert all(2 <= point <= len(word) - 3 for point in hyphen_points(word, "en-US"))


def test_a_language_without_patterns_is_known() -> None:
    assert all(map(has_patterns, ("en-GB", "es-MX")))
    assert not has_patterns("ar")
    assert hyphen_points("naltrexone", "ar") == ()
