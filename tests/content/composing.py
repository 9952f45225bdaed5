"""A brochure with every kind of block, a clinic and a layout; what they are composed into for the tests."""

from __future__ import annotations

from typing import Any

from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import (
    Story,
    StorySection,
)
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.filling import filled
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.validate import model_of
from foldwell.content.reading.load import load_text
from foldwell.diagnostics import Sink

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
    brochure = filled(node, Brochure)
    assert brochure is not None
    return brochure


def clinic_of(**changes: Any) -> Clinic:
    return model_of(Clinic, CLINIC_DATA | changes)


LAYOUT = model_of(LayoutSpec, LAYOUT_DATA)


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
