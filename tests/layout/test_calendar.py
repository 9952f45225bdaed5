"""Dose calendars: real tables with a box for each day, whole rows, columns that fit wherever they stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from workspaces import ARABIC, Wanted, ancestors, attempt, brochure, document_of, make_workspace, write

from foldwell.layout.document import Document, Drawing, Panel, Text

TINY = "tiny.en"
WEEKS = """\
- doses:
    caption: Your first weeks
    weeks:
      - label: Week 1
        dose: 1.5 mg
      - label: Week 2
        dose: 3 mg
      - label: Week 3
"""
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("calendar") / "workspace")


def laid_out(root: Path, text: str, layout: str = "trifold") -> Document:
    write(root, text)
    return document_of(root, Wanted(TINY, layout))


def panel(document: Document) -> Panel:
    return next(panel for panel in document.panels() if panel.name in ("inside-1", "page"))


def texts(document: Document) -> dict[str, Text]:
    return {i.text.strip(): i for i in panel(document).items if isinstance(i, Text) and i.element is not None}


def boxes(document: Document) -> list[Drawing]:
    return [item for item in panel(document).items if isinstance(item, Drawing) and item.actual == "☐"]


def rows(document: Document) -> list[list[str]]:
    """The roles of the cells of each row of the table, in reading order."""
    return [
        [document.elements[kid].role for _, kid in element.kids]
        for element in document.elements
        if element.role == "TR"
    ]


def test_it_is_a_table_of_weeks_and_days(root: Path) -> None:
    document = laid_out(root, brochure(WEEKS))
    assert rows(document) == [["TH"] * 9, *[["TH", *["TD"] * 8]] * 3]
    found = texts(document)
    scopes = {found[words].element: document.elements[found[words].element or 0].attributes for words in DAYS}
    assert set(scopes.values()) == {(("Table", "Scope", "Column"),)}
    assert document.elements[found["Week 1"].element or 0].attributes == (("Table", "Scope", "Row"),)
    assert list(ancestors(document, found["Your first weeks"].element))[:2] == ["Caption", "Table"]
    assert [next(ancestors(document, box.element)) for box in boxes(document)] == ["TD"] * 21
    assert len({box.element for box in boxes(document)}) == 21


def test_boxes_stand_under_their_days_and_rows_are_tall_enough_to_tick_by_hand(root: Path) -> None:
    document = laid_out(root, brochure(WEEKS))
    found, drawn = texts(document), boxes(document)
    for number, day in enumerate(DAYS):
        middle = found[day].rect.x + found[day].rect.width / 2
        for box in drawn[number::7]:
            assert box.rect.x + box.rect.width / 2 == pytest.approx(middle, abs=0.6)
    tops = [box.rect.y for box in drawn[::7]]
    assert all(lower - upper >= 20 for upper, lower in pairwise(tops))
    assert all(right.rect.x - left.rect.right >= 1 for left, right in pairwise(drawn[:7]))
    assert drawn[0].rect.width > 12


def test_a_week_without_a_dose_has_a_line_and_an_empty_cell(root: Path) -> None:
    document = laid_out(root, brochure(WEEKS))
    third = [element for element in document.elements if element.role == "TR"][3]
    assert document.elements[third.kids[1][1]].kids == ()
    dose = texts(document)["1.5 mg"].rect
    week = texts(document)["Week 3"].rect
    lines = [
        item for item in panel(document).items
        if isinstance(item, Drawing) and item.rect.height == 0 and item.rect.x == pytest.approx(dose.x, abs=1)
        and week.y < item.rect.y < week.bottom + 8 and item.rect.width < 100
    ]  # fmt: skip
    assert len(lines) == 1
    assert lines[0].element is None
    assert lines[0].rect.width >= 36


@pytest.mark.parametrize(
    ("layout", "region", "under"),
    [("trifold", "inside", False), ("handout", "main", False), ("handout", "side", True)],
)
def test_doses_stand_under_the_weeks_where_there_is_no_room_beside_them(
    root: Path, layout: str, region: str, under: bool
) -> None:
    text = brochure(WEEKS)
    if region == "side":
        text = text.replace("    main: [only]\n    side: [legal]", "    main: [legal]\n    side: [only]")
    document = laid_out(root, text, layout)
    found = texts(document)
    assert (found["1.5 mg"].baseline > found["Week 1"].baseline) is under
    first = boxes(document)[0].rect
    assert all(found[words].rect.right < first.x for words in ("Week 1", "1.5 mg"))
    assert panel(document).live.holds(boxes(document)[6].rect)


def test_days_that_leave_no_room_are_told_of(root: Path) -> None:
    days = "    days: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]\n"
    write(root, brochure(WEEKS.replace("    weeks:\n", f"{days}    weeks:\n")))
    made, _, sink = attempt(root, Wanted(TINY, "trifold"))
    assert made is None
    [found] = [found for found in sink.found if found.severity.name == "ERROR"]
    assert found.code == "calendar-narrow"
    assert "under `days`" in found.hints[0]


def test_fewer_days_than_a_week(root: Path) -> None:
    document = laid_out(root, brochure(WEEKS.replace("    weeks:\n", "    days: [Morning, Evening]\n    weeks:\n")))
    assert rows(document)[1] == ["TH", "TD", "TD", "TD"]
    assert len(boxes(document)) == 6


def test_right_to_left_days_run_to_the_left(root: Path) -> None:
    text = brochure(WEEKS).replace("language: en", "language: ar")
    (root / "brochures" / f"{ARABIC}.yaml").write_text(text, encoding="utf-8")
    made, _, sink = attempt(root, Wanted(ARABIC, "handout"))
    assert made is not None, [found.message for found in sink.found]
    found, drawn = texts(made.document), boxes(made.document)
    assert all(left.rect.x > right.rect.x for left, right in pairwise(drawn[:7]))
    assert found["Week 1"].rect.x > found["1.5 mg"].rect.right > drawn[0].rect.x
