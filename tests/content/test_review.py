"""What a clinician signs: the words and nothing else, and which statements are to be looked at."""

from __future__ import annotations

import pytest
from composing import BROCHURE, LAYOUT, brochure_of, clinic_of

from foldwell.content.composing.compose import compose
from foldwell.content.models.brochure import Brochure
from foldwell.content.review import CLINIC, UNSOURCED, is_reviewed, reviewer_list, words_hash
from foldwell.diagnostics import Sink


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
