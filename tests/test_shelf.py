"""The clinic's shelf: every brochure speaks plainly, says where it knows things from, and promises nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyphen  # type: ignore[import-untyped]  # it comes without types
import pytest

from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import SourceList, Story
from foldwell.content.models.brochure import Brochure
from foldwell.content.read import read_brochure, read_clinic, read_layout
from foldwell.content.review import UNSOURCED, reviewer_list
from foldwell.content.text.runs import Break, Run, words_of
from foldwell.diagnostics import Sink

ROOT = Path(__file__).parents[1]
SHELF = sorted(path.name for path in (ROOT / "brochures").glob("*.en.yaml"))
GRADE = 8.0  # US school grade that a text may ask for (Flesch and Kincaid)
LONGEST = 22  # words of a sentence
SYLLABLES = pyphen.Pyphen(lang="en_US")
# Names that have no plainer word are not counted against a text.
NAMES = re.compile(
    r"\b(naltrexone|naloxone|fibromyalgia|buprenorphine|methadone|oxycodone|hydrocodone|morphine|tramadol|codeine|"
    r"fentanyl|duloxetine|milnacipran|pregabalin|breastfeeding|acupuncture|cognitive behavioral therapy)\b",
    re.IGNORECASE,
)
PROMISES = (
    "cure you", "cures", "guarantee", "miracle", "safe drug", "no side effects,", "you will feel", "proven to", "boost",
    "works for everyone", "risk-free", "best treatment",
)  # fmt: skip
HARD = re.compile(
    r"\b(utili[sz]e|administer|adverse|discontinue|concomitant|prior to|physician|efficacy|placebo|analgesic|"
    r"respiratory)\b"
)


def test_the_shelf_has_its_five_brochures() -> None:
    assert len(SHELF) >= 5


@cache
def brochure(name: str) -> Brochure:
    sink = Sink()
    found = read_brochure(ROOT / "brochures" / name, ROOT, sink)
    assert sink.found == []
    assert found is not None
    return found


@cache
def story(name: str, layout: str) -> Story:
    sink = Sink()
    spec = read_layout(ROOT / "layouts" / f"{layout}.yaml", ROOT, sink)
    clinic = read_clinic(ROOT / "brochures" / "clinic.yaml", ROOT, sink)
    assert spec is not None
    assert clinic is not None
    found = compose(brochure(name), clinic, layout, spec, sink)
    assert sink.found == []
    assert found is not None
    return found


def texts(part: object) -> Iterator[str]:
    """The texts of a part of a story without citations and without the list of sources."""
    if isinstance(part, tuple) and part and all(isinstance(piece, (Run, Break)) for piece in part):
        yield words_of(tuple(piece for piece in part if not (isinstance(piece, Run) and piece.role == "cite")))
    elif isinstance(part, tuple):
        for piece in part:
            yield from texts(piece)
    elif hasattr(part, "__struct_fields__") and not isinstance(part, SourceList):
        for name in part.__struct_fields__:
            if not isinstance(getattr(part, name), str):
                yield from texts(getattr(part, name))


def body(name: str, layout: str) -> list[str]:
    told = story(name, layout)
    sections = [section for region in told.regions for section in region.sections]
    mine = [section for section in sections if section.name not in ("sources", "legal", "contact", "reach")]
    return [*texts(told.emergency), *(text for section in mine for text in texts(section.blocks))]


def sentences(name: str, layout: str) -> list[list[str]]:
    parts = (part for text in body(name, layout) for part in re.split(r"(?<=[.!?:;])\s+", text))
    return [words for part in parts if (words := re.findall(r"[A-Za-z’'-]+", NAMES.sub("name", part)))]


@pytest.mark.parametrize("layout", ["trifold", "handout"])
@pytest.mark.parametrize("name", SHELF)
def test_the_words_are_plain(name: str, layout: str) -> None:
    found = sentences(name, layout)
    words = [word for sentence in found for word in sentence]
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for word in words)
    grade = 0.39 * len(words) / len(found) + 11.8 * syllables / len(words) - 15.59  # Kincaid and others, 1975
    assert grade <= GRADE
    longest = max(found, key=len)
    assert len(longest) <= LONGEST, " ".join(longest)
    assert HARD.findall(" ".join(body(name, layout)).lower()) == []


@pytest.mark.parametrize("name", SHELF)
def test_every_statement_has_a_source_or_is_the_clinics_own(name: str) -> None:
    assert [words for _, why, words in reviewer_list(brochure(name)) if why == UNSOURCED] == []


@pytest.mark.parametrize("name", SHELF)
def test_nothing_is_promised(name: str) -> None:
    said = " ".join(text for layout in ("trifold", "handout") for text in body(name, layout)).lower()
    assert [claim for claim in PROMISES if claim in said] == []


@pytest.mark.parametrize("name", SHELF)
def test_a_title_has_at_most_six_words_and_a_form_is_named_once(name: str) -> None:
    assert len(str(brochure(name).title).split()) <= 6
    assert [brochure(other).form for other in SHELF].count(brochure(name).form) == 1


def test_where_naloxone_and_naltrexone_meet_they_are_told_apart() -> None:
    assert "never for an overdose" in " ".join(body("naloxone.en.yaml", "trifold")).lower()
    assert "not for an overdose" in " ".join(body("low-dose-naltrexone.en.yaml", "trifold")).lower()
