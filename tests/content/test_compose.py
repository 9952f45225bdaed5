"""From a brochure to the story of one layout: choice, order, numbers, every kind of block, and the review."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
import yaml

from foldwell.content.blocks import KINDS
from foldwell.content.brochure import Brochure
from foldwell.content.clinic import Clinic
from foldwell.content.compose import compose, reading_order
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.load import load_text
from foldwell.content.located import plain
from foldwell.content.placing import check_placing
from foldwell.content.review import CLINIC, UNSOURCED, is_reviewed, reviewer_list, words_hash
from foldwell.content.runs import Run, runs, words_of
from foldwell.content.story import (
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
    Story,
    StorySection,
    TableGrid,
    WriteInLines,
)
from foldwell.content.story_showing import (
    AskCard,
    DataChart,
    DoseCalendar,
    IconList,
    People,
    TeachBackBox,
    TimeLine,
)
from foldwell.diagnostics import Severity, Sink

BROCHURE = """\
title: |
  About {{ drug }}
cover:
  line: |
    What it is [@third]
form: LDN-01
revision: {number: 3, date: 2026-11-22, note: More}
review_by: 2027-11-22
language: en
variables:
  drug: |
    low dose naltrexone
sources:
  first: {cite: "First, in full. 2001;3:7-10.", short: First, url: "https://example.org/1"}
  second: {cite: Second, doi: 10.1000/x2}
  third: {cite: Third}
  never: {cite: Never}
sections:
  late:
    heading: |
      Late in the "order"
    blocks:
      - text: |
          One. [@first]

          Two. [@second]
      - heading: |
          Smaller
      - list: [a, b]
      - steps: [c]
      - ticks: [d]
      - notice: |
          small print
      - text: |
          only the other
        only: [other]
  early:
    required: true
    blocks:
      - callout:
          kind: stop
          title: |
            Not with opioids
          text: |
            Never. [@second]
          list: [oxycodone, 4.5 mg]
      - text: |
          Call {{ clinic.phone }} on {{ revision.date | date }}.
        clinic_instruction: true
      - table:
          caption: Found
          header: [Condition, Result]
          rows: [[Pain, "29 % [@first]"]]
      - facts:
          - {label: dose, value: 4.5 mg}
      - questions:
          - question: Why?
            answer: |
              Because.

              And so.
      - quote: {text: Fine, who: A. B.}
      - figure: {file: art/x.svg, alt: "A *hill*", caption: Hill, width: 0.5}
      - qr: {address: "https://example.org/{{ form }}", label: Scan}
      - write_in: [{label: Name}, {label: Notes, lines: 3}]
      - rule: {}
      - space: 2
  looked:
    blocks:
      - icons: [{icon: phone, text: "Call us, on 4.5 mg"}]
      - pictogram: {of: 10, groups: [{count: 3, label: "felt *sick*"}]}
      - chart: {header: [Who, Days], unit: " days", bars: [{label: All, value: 11}, {label: A, value: 3, shown: three}]}
      - doses: {weeks: [{label: Week 1, dose: 4.5 mg}, {label: Week 2}]}
      - timeline: [{when: Day 1, text: Begin}]
      - ask: {questions: ["How long?"], lines: 1, own: 2}
      - teach_back: {title: In short, prompts: [I take it because]}
  reach:
    heading: |
      Reach us
    blocks:
      - contact: {}
layouts:
  test:
    side: [late, sources]
    main: [early]
    foot: [reach, legal]
    omit: [looked]
  other:
    main: [late]
    side: [looked]
    omit: [early, reach, sources, legal]
"""
COLOUR = {"screen": "#000000", "cmyk": ["0", "0", "0", "100"]}
CLINIC_DATA: dict[str, Any] = {
    "name": "Dr. A & Co",
    "tagline": "Care",
    "addresses": [{"lines": ["12-14 Main St", "Anytown, ST 00000"]}],
    "phones": [{"number": "(555) 555-0100"}, {"label": "Night", "number": "555-0101"}],
    "email": "a@example.org",
    "web": "https://www.example.org/",
    "hours": [{"days": "Monday", "times": "9 a.m. to 5 p.m."}],
    "colours": dict.fromkeys(("ink", "primary", "accent", "tint", "alert"), COLOUR),
    "legal": ["Fair to all, on {{ form }}.", "Help is free."],
}
STYLE = {"size": "12pt", "leading": "16pt"}
LAYOUT_DATA: dict[str, Any] = {
    "title": "Test",
    "orientation": "portrait",
    "sides": [{"name": "front", "panels": ["a", "b"]}],
    "reading_order": ["b", "a"],
    "margins": {"top": "9pt", "bottom": "9pt", "edge": "9pt", "fold": "9pt"},
    "panels": {"a": {"rows": [{"regions": ["side", "main"]}]}, "b": {"rows": [{"regions": ["main"]}]}},
    "regions": {"side": {"short_sources": "true"}, "main": {}, "foot": {}},
    "styles": {"body": STYLE},
    "callouts": {},
}


def brochure_of(text: str) -> Brochure:
    sink = Sink()
    node = load_text(text, "b.yaml", sink)
    assert node is not None, sink.found
    assert sink.found == []
    return Brochure.model_validate(plain(node))


def clinic_of(**changes: Any) -> Clinic:
    return Clinic.model_validate(CLINIC_DATA | changes)


LAYOUT = LayoutSpec.model_validate(LAYOUT_DATA)


def composed(text: str = BROCHURE, name: str = "test", clinic: Clinic | None = None) -> Story:
    sink = Sink()
    story = compose(brochure_of(text), clinic or clinic_of(), name, LAYOUT, sink)
    assert story is not None, sink.found
    assert sink.found == []
    return story


def complaints(text: str, clinic: Clinic | None = None) -> list[tuple[str, str]]:
    """The codes and the quoted source of the complaints about a brochure that cannot be composed."""
    sink = Sink()
    assert compose(brochure_of(text), clinic or clinic_of(), "test", LAYOUT, sink) is None
    lines = text.split("\n")
    return [
        (found.code, lines[found.span.line - 1][found.span.column - 1 :] if found.span else "")
        for found in sink.in_order()
    ]


def section(story: Story, name: str) -> StorySection:
    return next(found for region in story.regions for found in region.sections if found.name == name)


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


@pytest.mark.parametrize(
    ("lead", "covered"),
    [("Signs [@first]:", True), ("Signs. [@first]", False), ("Signs are: [@first]", True), ("Signs are:", False)],
)
def test_a_list_is_covered_by_the_source_of_the_sentence_that_leads_into_it(lead: str, covered: bool) -> None:
    start = BROCHURE.index("sections:")
    text = f"""{BROCHURE[:start]}sections:
  one:
    blocks:
      - text: |
          {lead}
      - list: [first sign, second sign]
layouts:
  test:
    main: [one]
"""
    found = [words for _, _, words in reviewer_list(brochure_of(text))]
    assert ("first sign second sign" not in found) is covered


def test_what_the_reviewer_must_look_at() -> None:
    found = [(why, words.split(" ", 2)[0]) for _, why, words in reviewer_list(brochure_of(BROCHURE))]
    assert found == [
        (UNSOURCED, "a"), (UNSOURCED, "c"), (UNSOURCED, "d"), (UNSOURCED, "small"), (UNSOURCED, "only"),
        (CLINIC, "Call"), (UNSOURCED, "dose"), (UNSOURCED, "Why?"), (UNSOURCED, "Fine"),
        (UNSOURCED, "Call"), (UNSOURCED, "10"), (UNSOURCED, "Who"), (UNSOURCED, "Week"), (UNSOURCED, "Day"),
        (UNSOURCED, "In"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Two.", "Three.", True), ("kind: stop", "kind: tip", True), ("cite: Never", "cite: Ever", True),
        ("10.1000/x2", "10.1000/x3", True), ("low dose", "high dose", True), ("alt: \"A *hill*\"", "alt: B", True),
        ("One. [@first]", "One.\n          [@first]", False), ("number: 3", "number: 4", False),
        ("foot: [reach, legal]", "foot: [legal, reach]", False), ("art/x.svg", "art/y.svg", False),
        ("width: 0.5", "width: 1", False),
    ],
)  # fmt: skip
def test_the_hash_is_of_the_words_alone(old: str, new: str, changes: bool) -> None:
    before, after = brochure_of(BROCHURE), brochure_of(BROCHURE.replace(old, new, 1))
    assert (words_hash(before) != words_hash(after)) is changes


def signed(text: str, words: str) -> Brochure:
    return brochure_of(text + f"reviewed_by: {{name: Dr. A, date: 2026-11-23, words: {words}}}\n")


def test_a_sign_off_holds_until_a_word_changes() -> None:
    words = words_hash(brochure_of(BROCHURE))
    sink = Sink()
    assert is_reviewed(signed(BROCHURE, words), sink)
    assert sink.found == []
    story = compose(signed(BROCHURE, words), clinic_of(), "test", LAYOUT, sink)
    assert story is not None
    assert story.draft_line is None
    assert not is_reviewed(signed(BROCHURE.replace("Two.", "Three."), words), sink)
    assert [found.code for found in sink.found] == ["review-stale"]


def test_an_incomplete_sign_off_is_a_draft() -> None:
    sink = Sink()
    assert not is_reviewed(brochure_of(BROCHURE + "reviewed_by: {name: Dr. A}\n"), sink)
    assert [found.code for found in sink.found] == ["review-incomplete"]


def test_composing_again_is_quick() -> None:
    brochure, clinic = brochure_of(BROCHURE), clinic_of()
    first = compose(brochure, clinic, "test", LAYOUT, Sink())
    begun = time.perf_counter()
    for _ in range(10):
        assert compose(brochure, clinic, "test", LAYOUT, Sink()) == first
    assert (time.perf_counter() - begun) / 10 < 0.02  # a bound for any machine; it takes a fiftieth of that


def test_plain_words_need_no_template_engine_and_no_markdown() -> None:
    program = (
        "import sys; import foldwell.content.compose; from foldwell.content.inline import parse_inline;"
        "from foldwell.content.variables import Filled; from foldwell.content.located import _prose;"
        "from foldwell.diagnostics import Sink;"
        "parse_inline(Filled('plain words', _prose('plain words')), 'en', lambda *a: 1, Sink());"
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
