"""From a brochure to the story of one layout: choice, order, numbers, every kind of block."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest
import yaml
from composing import BROCHURE, LAYOUT, brochure_of, clinic_of, complaints, composed, section

from foldwell.content.composing.compose import compose, reading_order
from foldwell.content.composing.story import (
    CalloutBox,
    ContactCard,
    HairRule,
    Heading,
    Listing,
    Pairs,
    Paragraph,
    Picture,
    QrCode,
    QuoteBlock,
    SourceList,
    Space,
    TableGrid,
    WriteInLines,
)
from foldwell.content.composing.story_showing import (
    AskCard,
    DataChart,
    DoseCalendar,
    IconList,
    People,
    TeachBackBox,
    TimeLine,
)
from foldwell.content.models.blocks import KINDS
from foldwell.content.placing import check_placing
from foldwell.content.text.runs import Run, runs, words_of
from foldwell.diagnostics import Severity, Sink


def test_regions_stand_in_the_layouts_order_and_are_read_in_reading_order() -> None:
    story = composed()
    assert reading_order(LAYOUT) == ("main", "side", "foot")
    assert [(region.region, [part.name for part in region.sections]) for region in story.regions] == [
        ("side", ["late", "sources"]), ("main", ["early"]), ("foot", ["reach", "legal"]),
    ]  # fmt: skip


def test_sources_are_numbered_in_order_of_first_citation_as_read() -> None:
    heading, listed = section(composed(), "sources").blocks
    assert isinstance(heading, Heading)
    assert (heading.level, words_of(heading.inline)) == (2, "Sources")
    assert isinstance(listed, SourceList)
    assert [(entry.number, entry.key, words_of(entry.inline)) for entry in listed.entries] == [
        (1, "third", "Third"), (2, "second", "Second"), (3, "first", "First"),
    ]  # fmt: skip
    links = [next(runs(entry.inline)).link for entry in listed.entries]
    assert links == [None, "https://doi.org/10.1000/x2", "https://example.org/1"]


def test_citations_carry_those_numbers() -> None:
    first, second = (part for part in section(composed(), "late").blocks[1:3])
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (words_of(first.inline), words_of(second.inline)) == ("One.3", "Two.2")


def test_another_layout_shows_other_blocks_and_numbers_anew() -> None:
    late = section(composed(name="other"), "late")
    last = late.blocks[-1]
    assert isinstance(last, Paragraph)
    assert words_of(last.inline) == "only the other"
    assert isinstance(late.blocks[1], Paragraph)
    assert words_of(late.blocks[1].inline) == "One.2"  # after the cover line's


def test_headings_are_second_and_third_level() -> None:
    story = composed()
    found = [
        (block.level, words_of(block.inline)) for block in section(story, "late").blocks if isinstance(block, Heading)
    ]
    assert found == [(2, "Late in the “order”"), (3, "Smaller")]
    assert section(story, "late").title == "Late in the “order”"
    assert section(story, "early").required


def test_no_heading_level_is_left_out() -> None:
    text = BROCHURE.replace('    heading: |\n      Late in the "order"\n', "")
    assert [block.level for block in section(composed(text), "late").blocks if isinstance(block, Heading)] == [2]


def test_every_kind_of_block_arrives() -> None:
    story = composed()
    late, early = section(story, "late").blocks, section(story, "early").blocks
    assert [type(block) for block in late] == [
        Heading,
        Paragraph,
        Paragraph,
        Heading,
        Listing,
        Listing,
        Listing,
        Paragraph,
    ]
    assert [block.marker for block in late if isinstance(block, Listing)] == ["bullet", "number", "tick"]
    assert [block.style for block in late if isinstance(block, Paragraph)] == ["body", "body", "notice"]
    assert [type(block) for block in early] == [
        CalloutBox, Paragraph, TableGrid, Pairs, Pairs, QuoteBlock, Picture, QrCode, WriteInLines, WriteInLines,
        HairRule, Space,
    ]  # fmt: skip
    assert {block.kind for found in brochure_of(BROCHURE).sections.values() for block in found.blocks} == set(KINDS)


def test_what_the_blocks_hold() -> None:
    blocks = section(composed(), "early").blocks
    callout, text, table, facts, questions, _, figure, code, _, notes, _, space = blocks
    assert isinstance(callout, CalloutBox)
    assert isinstance(callout.blocks[1], Listing)
    assert callout.title is not None
    assert (callout.kind, callout.label, words_of(callout.title)) == ("stop", "Stop", "Not with opioids")
    assert words_of(callout.blocks[1].items[1].paragraphs[0]) == "4.5\u00a0mg"
    assert isinstance(text, Paragraph)
    assert words_of(text.inline) == "Call (555)\u00a0555-0100 on November\u00a022, 2026."
    assert [part.link for part in runs(text.inline)] == [None, "tel:+15555550100", None]
    assert isinstance(table, TableGrid)
    assert words_of(table.rows[0][1]) == "29\u00a0%3"
    assert isinstance(facts, Pairs)
    assert isinstance(questions, Pairs)
    assert (facts.kind, words_of(facts.pairs[0].second)) == ("facts", "4.5\u00a0mg")
    assert (questions.kind, words_of(questions.pairs[0].second)) == ("questions", "Because. And so.")
    assert isinstance(figure, Picture)
    assert (figure.file, figure.alt, figure.width) == ("art/x.svg", "A hill", 0.5)
    assert isinstance(code, QrCode)
    assert (code.address, words_of(code.printed)) == ("https://example.org/LDN-01", "example.org/LDN-01")
    assert isinstance(notes, WriteInLines)
    assert notes.lines == 3
    assert isinstance(space, Space)
    assert space.halves == 2


def test_what_is_looked_at_and_written_on() -> None:
    blocks = section(composed(name="other"), "looked").blocks
    icons, people, chart, doses, times, ask, teach = blocks
    assert isinstance(icons, IconList)
    assert [(item.icon, words_of(item.inline)) for item in icons.items] == [("phone", "Call us, on 4.5\u00a0mg")]
    assert isinstance(people, People)
    assert [(group.count, group.alt) for group in people.groups] == [(3, "3 of 10 people: felt sick")]
    assert isinstance(chart, DataChart)
    assert [words_of(datum.shown) for datum in chart.data] == ["11\u00a0days", "three"]
    assert isinstance(doses, DoseCalendar)
    assert [words_of(cell) for cell in doses.header] == ["When", "Dose", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert [week.dose is None for week in doses.weeks] == [False, True]
    assert doses.days == 7
    assert isinstance(times, TimeLine)
    assert [(words_of(point.when), words_of(point.inline)) for point in times.points] == [("Day 1", "Begin")]
    assert isinstance(ask, AskCard)
    assert (words_of(ask.title), ask.lines, ask.own, words_of(ask.own_label)) == (
        "Questions to ask", 1, 2, "My own questions",
    )  # fmt: skip
    assert isinstance(teach, TeachBackBox)
    assert (words_of(teach.title), teach.lines) == ("In short", 1)


def test_the_contact_card() -> None:
    (_, card) = section(composed(), "reach").blocks
    assert isinstance(card, ContactCard)
    assert [(line.kind, words_of(line.inline)) for line in card.lines] == [
        ("name", "Dr.\u00a0A & Co"), ("address", "12-14 Main St"), ("address", "Anytown, ST 00000"),
        ("phone", "Phone: (555)\u00a0555-0100"), ("phone", "Night: 555-0101"), ("email", "a@example.org"),
        ("web", "www.example.org"), ("hours", "Monday: 9\u00a0a.m. to\u00a05\u00a0p.m."),
    ]  # fmt: skip
    assert all(part.strong for part in runs(card.lines[0].inline))
    links = [part.link for line in card.lines for part in runs(line.inline) if part.link]
    assert links == ["tel:+15555550100", "tel:5550101", "mailto:a@example.org", "https://www.example.org/"]


def test_the_clinics_legal_lines() -> None:
    legal = section(composed(), "legal")
    assert [words_of(block.inline) for block in legal.blocks if isinstance(block, Paragraph)] == [
        "Fair to all, on LDN-01.", "Help is free.",
    ]  # fmt: skip
    assert all(block.style == "notice" for block in legal.blocks if isinstance(block, Paragraph))


def test_running_matter() -> None:
    story = composed()
    assert words_of(story.title) == "About low dose naltrexone"
    assert story.subject == "What it is"
    assert words_of(story.footer).replace("\u00a0", " ") == (
        "Form LDN-01 · Revision 3 · November 22, 2026 · Review by November 22, 2027"
    )
    assert story.draft_line is not None
    assert words_of(story.draft_line) == "Draft: not yet reviewed by a clinician"
    assert story.form.draft


def test_a_spanish_edition_has_no_english_interface_words() -> None:
    story = composed(BROCHURE.replace("language: en", "language: es"))
    assert words_of(story.footer).replace("\u00a0", " ") == (
        "Formulario LDN-01 · Revisión 3 · 22 de noviembre de 2026 · Revisar antes del 22 de noviembre de 2027"
    )
    callout = section(story, "early").blocks[0]
    assert isinstance(callout, CalloutBox)
    assert callout.label == "Alto"
    assert section(story, "sources").title == "Fuentes"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("One. [@first]", "One. [@frist]", [("unknown-source", "@frist]")]),
        ("{{ clinic.phone }}", "{{ clinic.fone }}", [("undefined-variable", "clinic.fone }} on")]),
        ("{{ drug }}", "{{ title }}", [("undefined-variable", "title }}")]),
        ("low dose naltrexone", "{{ drug }}", [("undefined-variable", "drug }}")]),
        ("  drug: |", "  form: |", [("undefined-variable", "drug }}"), ("variable-name", "low dose naltrexone")]),
        ("low dose naltrexone", "a\n\n    b", [("variable-lines", "a")]),
        ("https://example.org/{{ form }}", "example.org", [("qr-address", 'example.org", label: Scan}')]),
        ("contact: {}", "contact: {show: [hours, tagline]}", []),
        ("small print", "{% if not clinic.web %}x{% endif %}", [("empty-text", "{% if not")]),
    ],
)  # fmt: skip
def test_complaints_stand_in_their_places(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = BROCHURE.replace(old, new, 1)
    if expected:
        found = complaints(text)
        assert [code for code, _ in found] == [code for code, _ in expected]
        assert all(shown.startswith(quoted) for (_, shown), (_, quoted) in zip(found, expected, strict=True))
    else:
        composed(text)


def test_an_unknown_source_is_told_once_by_both_who_look() -> None:
    brochure = brochure_of(BROCHURE.replace("Two. [@second]", "Two. [@secnd; @thrd]"))
    sink = Sink()
    check_placing(brochure, {"test": LAYOUT, "other": LAYOUT}, sink)
    assert compose(brochure, clinic_of(), "test", LAYOUT, sink) is None
    assert [found.code for found in sink.found].count("unknown-source") == 2


def test_a_particular_that_was_asked_for_must_exist() -> None:
    text = BROCHURE.replace("contact: {}", "contact: {show: [hours]}")
    assert complaints(text, clinic_of(hours=[])) == [("contact-missing", "[hours]}")]


def test_a_list_of_sources_without_citations_is_warned_of() -> None:
    text = BROCHURE.replace("[@", "[").replace(" [third]", "")
    sink = Sink()
    story = compose(brochure_of(text), clinic_of(), "test", LAYOUT, sink)
    assert story is not None
    assert [(found.severity, found.code) for found in sink.found] == [(Severity.WARNING, "nothing-cited")]
    assert all(part.name != "sources" for region in story.regions for part in region.sections)


def test_plain_words_need_no_template_engine_and_no_markdown() -> None:
    program = (
        "import sys; import foldwell.content.composing.compose; from foldwell.content.text.inline import parse_inline;"
        "from foldwell.content.text.variables import Filled; from foldwell.content.models.located import Prose;"
        "from foldwell.diagnostics import Sink;"
        "from foldwell.content.reading.load import load_text;"
        "words = load_text('plain words', 'a.yaml', Sink());"
        "parse_inline(Filled('plain words', Prose('plain words', words)), 'en', lambda *a: 1, Sink());"
        "print([m for m in ('jinja2', 'markdown_it') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


def test_runs_of_the_story_point_into_the_yaml() -> None:
    lines = BROCHURE.split("\n")
    late = section(composed(), "late").blocks
    for block in late:
        if isinstance(block, (Heading, Paragraph)):
            first = next(part for part in block.inline if isinstance(part, Run))
            assert lines[first.span.line - 1][first.span.column - 1 :].startswith(first.text[:4])


def test_the_sample_is_yaml_like_any_other() -> None:
    assert set(yaml.safe_load(BROCHURE)["layouts"]) == {"test", "other"}
