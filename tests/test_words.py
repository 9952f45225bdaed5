"""The words about low dose naltrexone: what must be said is said on both sheets, in plain words, with sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import SourceList, Story, StorySection
from foldwell.content.models.brochure import Brochure, Source
from foldwell.content.models.clinic import Clinic
from foldwell.content.palette import palette_of
from foldwell.content.read import read_brochure, read_clinic, read_layout
from foldwell.content.review import UNSOURCED, reviewer_list
from foldwell.content.text.runs import Break, Run, words_of
from foldwell.diagnostics import Sink

ROOT = Path(__file__).parents[1]
CLINICS = ("brochures/clinic.yaml", "brochures/clinics/harbor-street.yaml")
LAYOUTS = ("trifold", "handout")

# Where each source was seen: its DOI, or the part of its address that names the document.
SEEN = {
    "label": "setid=f3305f0b-fb9e-4009-b28f-47fe9b1b618b",
    "cdc": "cdc.gov/stop-overdose/response",
    "fda-compounding": "fda.gov/drugs/human-drug-compounding/compounding-and-fda-questions-and-answers",
    "younger2013": "10.1002/art.37734",
    "duebruun2024": "10.1016/S2665-9913(23)00278-3",
    "vatvani2024": "10.3344/kjp.24202",
    "younger2014": "10.1007/s10067-014-2517-2",
    "toljan2018": "10.3390/medsci6040082",
    "cochrane2018": "10.1002/14651858.CD010410.pub3",
    "cree2010": "10.1002/ana.22006",
    "sharafaddinzadeh2010": "10.1177/1352458510366857",
    "cancer-review": "10.1007/s12325-020-01591-9",
    "pain2023": "10.1097/PR9.0000000000001080",
}
WITHOUT_AUTHORS = ("cochrane2018", "cancer-review", "pain2023")  # their authors were not seen, and are not guessed

ON_EVERY_SHEET = {  # a point that no layout may leave out, and the words that make it
    "opioids": (
        "do not take it with opioids", "oxycodone", "hydrocodone", "morphine", "tramadol", "codeine", "fentanyl",
        "buprenorphine", "methadone", "cough, cold and diarrhea", "sudden, severe withdrawal",
        "opioid pain medicine will not work", "7 to 10 days", "longer after methadone", "your prescriber decides",
        "never take extra opioids", "smaller amount than before may cause an overdose",
    ),
    "tell us first": (
        "tell us first", "hepatitis", "liver disease", "pregnant", "breastfeeding", "surgery", "allergic to naltrexone"
    ),
    "overdose": ("not for an overdose", "naloxone", "call 911"),
    "approval": ("not fda-approved for any condition", "compounding pharmacy", "safety, quality or effect"),
    "other treatment": ("do not stop other treatment without asking",),
    "when to call": ("when to call", "call 911 for severe withdrawal", "call us at (555) 555-01"),
}  # fmt: skip
NEVER = (  # claims that the studies do not bear
    "cure", "safe drug", "very safe", "no side effects", "no known side effects", "contraindicated", "guarantee",
    "miracle", "boost", "immune system", "proven", "effective", "good response", "few doctors", "you may benefit",
    "you will feel", "only approved", "parkinson", "20 years", "emergency department",
)  # fmt: skip


@cache
def brochure() -> Brochure:
    sink = Sink()
    found = read_brochure(ROOT / "brochures" / "low-dose-naltrexone.en.yaml", ROOT, sink)
    assert sink.found == []
    assert found is not None
    return found


@cache
def clinic(path: str) -> Clinic:
    sink = Sink()
    found = read_clinic(ROOT / path, ROOT, sink)
    assert sink.found == []
    assert found is not None
    return found


@cache
def story(layout: str, clinic_path: str = CLINICS[0]) -> Story:
    sink = Sink()
    spec = read_layout(ROOT / "layouts" / f"{layout}.yaml", ROOT, sink)
    assert spec is not None
    found = compose(brochure(), clinic(clinic_path), layout, spec, sink)
    assert sink.found == []
    assert found is not None
    return found


def inlines(part: object) -> Iterator[str]:
    """The texts of a part of a story, citations left out, one for each paragraph, cell, item or heading."""
    if isinstance(part, tuple) and part and all(isinstance(piece, (Run, Break)) for piece in part):
        yield words_of(tuple(piece for piece in part if not (isinstance(piece, Run) and piece.role == "cite")))
    elif isinstance(part, tuple):
        for piece in part:
            yield from inlines(piece)
    elif hasattr(part, "__struct_fields__") and not isinstance(part, SourceList):
        for name in part.__struct_fields__:
            if name not in ("span", "title", "label") or not isinstance(getattr(part, name), str):
                yield from inlines(getattr(part, name))


def sections(layout: str, clinic_path: str = CLINICS[0]) -> list[StorySection]:
    return [section for region in story(layout, clinic_path).regions for section in region.sections]


def texts(layout: str, clinic_path: str = CLINICS[0]) -> list[str]:
    body = [section for section in sections(layout, clinic_path) if section.name not in ("sources", "legal", "contact")]
    return [*emergency(layout, clinic_path), *(text for section in body for text in inlines(section.blocks))]


def emergency(layout: str, clinic_path: str = CLINICS[0]) -> list[str]:
    """The emergency box, which has its place on every sheet."""
    return list(inlines(story(layout, clinic_path).emergency))


def said(layout: str, clinic_path: str = CLINICS[0]) -> str:
    return re.sub(r"\s+", " ", " ".join(texts(layout, clinic_path))).lower()


def count(parts: list[str]) -> int:
    return sum(len(part.split()) for part in parts)


def cited(layout: str) -> list[str]:
    lists = [block for section in sections(layout) for block in section.blocks if isinstance(block, SourceList)]
    return [entry.key for found in lists for entry in found.entries]


@pytest.mark.parametrize("clinic_path", CLINICS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("point", ON_EVERY_SHEET)
def test_each_point_is_on_every_sheet(point: str, layout: str, clinic_path: str) -> None:
    words = said(layout, clinic_path)
    assert [phrase for phrase in ON_EVERY_SHEET[point] if phrase not in words] == []


def test_each_point_stands_in_a_required_section() -> None:
    required = [section for section in sections("trifold") if section.required]
    told = [*emergency("trifold"), *(text for part in required for text in inlines(part.blocks))]
    words = re.sub(r"\s+", " ", " ".join(told)).lower()
    assert [phrase for phrases in ON_EVERY_SHEET.values() for phrase in phrases if phrase not in words] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_must_not_be_claimed(layout: str) -> None:
    words = said(layout)
    assert [claim for claim in NEVER if re.search(rf"\b{claim}", words)] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cancer_and_naloxone_are_only_named_to_say_no(layout: str) -> None:
    for sentence in re.split(r"(?<=[.!?])\s+", said(layout)):
        if "cancer" in sentence.removeprefix("cancer "):
            assert "not shown to treat cancer in people" in sentence
        if "emergency" in sentence or "overdose" in sentence:
            assert "treats" not in sentence


def test_sources_are_the_ones_that_were_seen() -> None:
    sources = brochure().sources
    assert set(sources) == set(SEEN)
    for key, source in sources.items():
        assert SEEN[key] in (source.doi or source.url or "")


@pytest.mark.parametrize("key", WITHOUT_AUTHORS)
def test_no_author_is_guessed(key: str) -> None:
    source: Source = brochure().sources[key]
    assert re.search(r"\b[A-Z][a-z]+ [A-Z]{1,3}\b[,. ]", str(source.cite)) is None
    assert "et al" not in str(source.cite)


def test_numbers_of_sources() -> None:
    assert len(cited("trifold")) == 13
    assert len(cited("handout")) <= 8
    assert set(cited("handout")) <= set(cited("trifold")) == set(SEEN)
    assert all(brochure().sources[key].short for key in cited("handout"))


def test_numbers_of_words() -> None:
    assert 430 <= count(texts("trifold")) <= 520
    further = [section for section in sections("handout") if not section.required]
    body = [section for section in further if section.name not in ("sources", "legal")]
    assert count([text for section in body for text in inlines(section.blocks)]) <= 200


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_are_short(layout: str) -> None:
    sentences = [part.split() for text in texts(layout) for part in re.split(r"(?<=[.!?:;])\s+", text)]
    longest = max(sentences, key=len)
    assert len(longest) <= 22, " ".join(longest)
    full = [sentence for sentence in sentences if sentence[-1].endswith((".", "!", "?"))]
    assert sum(map(len, full)) / len(full) <= 15


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lists_are_short_and_words_are_plain(layout: str) -> None:
    for section in sections(layout):
        for block in section.blocks:
            assert len(getattr(block, "items", ())) <= 7
    hard = r"\b(utili[sz]e|administer|adverse|discontinue|concomitant|prior to|physician|efficacy|placebo|analgesic)\b"
    assert re.search(hard, said(layout)) is None


def test_every_medical_statement_has_a_source_or_is_the_clinics_own() -> None:
    assert [words for _, why, words in reviewer_list(brochure()) if why == UNSOURCED] == []


def test_no_clinician_has_signed_yet() -> None:
    assert brochure().reviewed_by.name == ""
    assert all(story(layout).draft_line is not None for layout in LAYOUTS)


@pytest.mark.parametrize("path", CLINICS)
def test_colours_can_be_read(path: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.6."""
    colours = palette_of(clinic(path).colours)
    white = (1.0, 1.0, 1.0)
    assert contrast(colours.ink.rgb, white) >= 7
    assert contrast(colours.ink.rgb, colours.tint.rgb) >= 7
    assert contrast(colours.primary.rgb, white) >= 4.5
    assert contrast(colours.primary.rgb, colours.tint.rgb) >= 4.5
    assert contrast(colours.alert.rgb, white) >= 4.5
    assert contrast(colours.alert.rgb, colours.tint.rgb) >= 4.5
    assert all(sum(colours.of(role).cmyk) <= 280 for role in ("ink", "primary", "accent", "tint", "alert"))


def contrast(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """The contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("path", CLINICS)
def test_particulars_are_placeholders_that_reach_nobody(path: str) -> None:
    found = clinic(path)
    assert all(re.search(r"555-01\d\d$", phone.number) for phone in found.phones)
    assert found.email is not None
    assert found.email.endswith(".example.org")
    assert found.web is not None
    assert found.web.endswith(".example.org")
    assert str(found.variables["ldn_page"]).strip().endswith(".example.org/ldn")


def test_another_clinic_changes_no_word_of_the_medicine() -> None:
    own, other = (brochure_words(path) for path in CLINICS)
    assert own == other


def brochure_words(path: str) -> list[str]:
    clinics_own = [str(text).strip().rstrip(".") for text in clinic(path).variables.values()]
    words = said("trifold", path)
    for text in [*clinics_own, clinic(path).phone]:
        words = words.replace(re.sub(r"\s+", " ", text).lower(), "…")
    return words.split()
