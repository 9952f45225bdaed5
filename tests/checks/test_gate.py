"""Drafts and expired editions do not leave the house unless somebody says so, and then the sheet says what it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from workspaces import LDN, Bench, brochure, text_block, words_along_tree

from foldwell.checks.gate import is_expired, may_leave, notice_for
from foldwell.checks.words import check_words
from foldwell.content.composing.compose import Notice
from foldwell.content.composing.compose import compose as compose_story
from foldwell.content.composing.story import Story
from foldwell.content.languages import interface
from foldwell.content.models.brochure import Brochure, targets_of
from foldwell.content.read import read_brochure
from foldwell.content.review import words_hash
from foldwell.content.text.runs import words_of
from foldwell.diagnostics import Severity, Sink
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.fit import lay_out
from foldwell.pdf import paint

LAST_DAY = datetime.date(2027, 11, 22)  # `review_by` of the brochures in the tests
DAY = datetime.timedelta(days=1)
EXPIRED = "Past its review date: ask for the current edition"


@pytest.fixture
def unsigned(tmp_path: Path) -> Brochure:
    return read(tmp_path, brochure(text_block("Take it with water.")))


@pytest.fixture
def signed(tmp_path: Path, unsigned: Brochure) -> Brochure:
    review = f"reviewed_by: {{name: A. Clinician, date: 2026-11-22, words: {words_hash(unsigned)}}}\n"
    return read(tmp_path, brochure(text_block("Take it with water."), extra=review))


def read(folder: Path, text: str) -> Brochure:
    path = folder / "tiny.en.yaml"
    path.write_text(text, encoding="utf-8")
    sink = Sink()
    found = read_brochure(path, folder, sink)
    assert found is not None, sink.found
    return found


def told(brochure: Brochure, today: datetime.date, *, draft: bool = False) -> tuple[bool, list[str]]:
    sink = Sink()
    leaves = may_leave(brochure, today, draft, sink)
    assert leaves is not sink.failed
    assert all(found.span and found.hints for found in sink.found)
    return leaves, [found.code for found in sink.found if found.severity is Severity.ERROR]


def test_a_signed_edition_leaves_until_its_last_day(signed: Brochure) -> None:
    assert told(signed, LAST_DAY) == (True, [])
    assert told(signed, LAST_DAY + DAY) == (False, ["expired-refused"])


def test_a_draft_does_not_leave(unsigned: Brochure) -> None:
    assert told(unsigned, LAST_DAY) == (False, ["draft-refused"])
    assert told(unsigned, LAST_DAY + DAY) == (False, ["draft-refused", "expired-refused"])


def test_both_leave_where_somebody_asks_for_a_draft(signed: Brochure, unsigned: Brochure) -> None:
    assert told(unsigned, LAST_DAY, draft=True) == (True, [])
    assert told(signed, LAST_DAY + DAY, draft=True) == (True, [])


def test_a_sign_off_of_other_words_is_a_draft_and_says_why(tmp_path: Path, unsigned: Brochure) -> None:
    review = f"reviewed_by: {{name: A. Clinician, date: 2026-11-22, words: {words_hash(unsigned)}}}\n"
    changed = read(tmp_path, brochure(text_block("Take it with much water."), extra=review))
    sink = Sink()
    assert not may_leave(changed, LAST_DAY, False, sink)
    assert {found.code for found in sink.found} == {"review-stale", "draft-refused"}


def test_the_complaint_stands_at_the_date(signed: Brochure, tmp_path: Path) -> None:
    sink = Sink()
    may_leave(signed, LAST_DAY + DAY, False, sink)
    [complaint] = sink.found
    lines = (tmp_path / "tiny.en.yaml").read_text("utf-8").splitlines()
    assert complaint.span is not None
    assert lines[complaint.span.line - 1][complaint.span.column - 1 :] == "2027-11-22"


def test_only_an_expired_edition_needs_the_notice(signed: Brochure) -> None:
    assert notice_for(signed, LAST_DAY) is None
    assert notice_for(signed, LAST_DAY + DAY) == "expired"
    assert is_expired(signed, LAST_DAY + DAY)


def composed(bench: Bench, brochure: Brochure, layout: str, notice: Notice | None) -> tuple[Press, Story]:
    sink = Sink()
    workspace = Workspace.open(bench.root, sink)
    press = Press.open(workspace, None, None, sink) if workspace else None
    assert press is not None, sink.found
    story = compose_story(brochure, press.clinic, layout, press.layouts[layout], sink, notice)
    assert story is not None, sink.found
    return press, story


@pytest.mark.parametrize("notice", [None, "expired"])
def test_the_sheet_says_what_it_is(
    bench: Bench, signed: Brochure, unsigned: Brochure, notice: Notice | None
) -> None:  # fmt: skip
    said = EXPIRED if notice else ""
    _, story = composed(bench, signed, "trifold", notice)
    assert words_of(story.draft_line or ()) == said
    _, story = composed(bench, unsigned, "trifold", notice)
    draft = "Draft: not yet reviewed by a clinician"
    assert words_of(story.draft_line or ()) == (f"{draft}. {said}" if said else draft)


def test_every_language_can_say_it() -> None:
    assert interface("en").words.expired == EXPIRED
    assert interface("es").words.expired != EXPIRED


@pytest.mark.parametrize("layout", ["trifold", "handout"])
def test_a_full_sheet_has_room_for_both_lines_and_they_are_read_back(bench: Bench, layout: str) -> None:
    sink = Sink()
    brochure = read_brochure(bench.root / "brochures" / f"{LDN}.yaml", bench.root, sink)
    assert brochure is not None, sink.found
    press, story = composed(bench, brochure, layout, "expired")
    spec = press.layouts[layout]
    document = lay_out(story, spec, press.clinic, press.book, sink, files=bench.root / "brochures")
    assert document is not None, sink.found
    pdf = paint(document, press.book)
    check_words(pdf, story, spec, document, sink)
    assert not sink.failed, sink.found
    assert EXPIRED in " ".join(words_along_tree(document))


def test_targets_are_the_brochures_or_what_is_asked_for(tmp_path: Path, unsigned: Brochure) -> None:
    unsaid = read(tmp_path, brochure(text_block("Take it.")).replace("targets: [desk]", ""))
    assert targets_of(unsaid) == ("desk", "email")
    assert targets_of(unsigned, "shop") == ("shop",)
    named = read(tmp_path, brochure(text_block("Take it."), extra="targets: [shop, desk, shop]\n"))
    assert targets_of(named) == ("desk", "shop")
    with pytest.raises(ValueError, match="unknown target web"):
        targets_of(named, "web")


@pytest.mark.parametrize("value", ["[desk, web]", "shop", "[]"])
def test_a_wrong_target_is_told_with_its_place(tmp_path: Path, value: str) -> None:
    path = tmp_path / "tiny.en.yaml"
    path.write_text(brochure(text_block("Take it."), extra=f"targets: {value}\n"), encoding="utf-8")
    sink = Sink()
    assert read_brochure(path, tmp_path, sink) is None
    [complaint] = sink.found
    assert complaint.span is not None
    assert path.read_text("utf-8").splitlines()[complaint.span.line - 1] == f"targets: {value}"
